"""The component ``kg_coref``, and its passes in order: names, then noun phrases and pronouns from left to right."""

from __future__ import annotations

from spacy import tokens as spacy
from spacy.language import Language

from kg.coref.chains import Chains, Kind, Mention
from kg.coref.mentions import mentions
from kg.coref.names import holder_nodes, holdings, join_names
from kg.coref.nouns import NounSieve, SplitAntecedentSieve
from kg.coref.output import write
from kg.coref.pronouns import THIRD_PERSON, PronounSieve, Ranking
from kg.coref.ranking import Ranker
from kg.coref.speakers import SpeakerSieve
from kg.parse.tree import Doc, tree


@Language.component("kg_coref", requires=["token.dep", "token.head", "token.tag", "doc.spans"], assigns=["doc.spans"])
def kg_coref(doc: spacy.Doc) -> spacy.Doc:
    """The Doc with its clusters of coreferent mentions."""
    parse = tree(doc)
    write(parse, resolved(parse, Ranker.of(parse)))
    return doc


def resolved(doc: Doc, ranking: Ranking | None = None) -> Chains:
    """The mentions of a Doc, joined where they stand for one thing; without a ranking the rules rank."""
    chains = Chains(mentions(doc))
    join_names(chains, holder_nodes(doc), holdings(doc))
    return _Passes(doc, chains, ranking).all()


class _Passes:
    """The sieves of one Doc, asked for one mention after the other."""

    def __init__(self, doc: Doc, chains: Chains, ranking: Ranking | None) -> None:
        self._chains = chains
        self._speakers, self._pairs = SpeakerSieve(doc, chains), SplitAntecedentSieve(doc, chains)
        self._nouns, self._pronouns = NounSieve(chains), PronounSieve(chains, ranking)

    def all(self) -> Chains:
        for index, mention in enumerate(self._chains.mentions):
            self._noun(index)
            if mention.kind is Kind.PRONOUN and mention.lemma in THIRD_PERSON:
                self._third(index, mention)
            elif mention.kind is Kind.PRONOUN:
                self._join(self._speakers.antecedent(index), index, "speaker")
        return self._chains

    def _noun(self, index: int) -> None:
        pair = self._pairs.members(index)
        if pair:
            self._take_together(pair, index)
        for antecedent, rule in self._nouns.antecedents(index):
            if not pair:
                self._chains.join(antecedent, index, rule)

    def _third(self, index: int, mention: Mention) -> None:
        """A pronoun of the third person; "they" of whom nobody in the plural was told may be two who met."""
        found = self._pronouns.antecedent(index, self._speakers.barred(index))
        couple = self._pairs.couple(index) if found is None and mention.lemma == "they" else ()
        if found is not None:
            self._chains.join(found, index, "pronoun")
        elif couple:
            self._take_together(couple, index)
        else:
            self._chains.open.append(index)

    def _take_together(self, pair: tuple[int, ...], index: int) -> None:
        self._chains.groups[index] = pair
        self._join(self._pairs.told(index, pair), index, "pair")

    def _join(self, antecedent: int | None, index: int, rule: str) -> None:
        if antecedent is not None:
            self._chains.join(antecedent, index, rule)
