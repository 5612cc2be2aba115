"""Pronouns that say something: "They added that ..." after "Dealers said that ..."."""

from __future__ import annotations

from collections.abc import Sequence

from kg.attribution import attributions
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.phrases import MANY
from kg.parse.tree import Doc

_WINDOW = 2  # sentences that a pronoun reaches back


class LastSpeakerSieve:
    """Resolves a third-person pronoun that is a source, where nothing else does, to the last source that agrees."""

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._chains = chains
        roots = {doc[slice(*each.source)].root.i for each in attributions(doc) if each.source is not None}
        found = ((head, chains.by_head(head)) for head in sorted(roots))
        self._sources = [index for _, index in found if index is not None]

    def antecedent(self, index: int, excluded: Sequence[int] = ()) -> int | None:
        """The source before the pronoun with this index, at most two sentences back, that agrees in number and gender.

        "They" are several rather than one body. None within a quotation, whose speaker may tell of anybody.
        """
        mention = self._chains.mentions[index]
        if index not in self._sources or mention.position.quote >= 0:
            return None
        found = [other for other in self._sources if other < index and self._agrees(mention, other)]
        barred = {self._chains.of(other).key for other in excluded}
        found = [other for other in found if self._chains.of(other).key not in barred]
        several = [other for other in found if self._chains.mentions[other].pronouns == MANY]
        return max(several or found, default=None)

    def _agrees(self, mention: Mention, other: int) -> bool:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        here, there = mention.position, candidate.position
        if here.sentence - there.sentence > _WINDOW or here.governor == there.governor or candidate.negative:
            return False
        if all(self._chains.mentions[member].kind is Kind.PRONOUN for member in chain.members):
            return False  # one that is left open itself
        return mention.lemma in candidate.pronouns and mention.lemma in chain.pronouns
