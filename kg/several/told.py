"""What several articles tell, as values for the page of ``kg draw --links``."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from kg.corpus.claims import STANDING, Bond, Claim, Tie, claims, ties
from kg.corpus.happenings import Corpus, Happening
from kg.facts.wording import when
from kg.model import NodeId
from kg.view.draw.front import ToldContrast, ToldHappening, ToldSentence, ToldValue

_NUMBERS = frozenset({"amount", "rate"})  # roles whose fillers are numbers, which the page has by themselves
_FEWEST = 2  # articles that tell a happening which the page has


def told_happenings(
    told: Corpus, chosen: frozenset[NodeId], since: date | None, until: date | None
) -> list[ToldHappening]:
    """The happenings that several articles tell, by time: those with the chosen entities, all where none is chosen."""
    held = {name: [*some] for name, some in groupby(claims(told), lambda one: one.happening)}
    tied: defaultdict[NodeId, list[Tie]] = defaultdict(list)
    for tie in ties(told):
        for name in {tie.first.happening, tie.second.happening}:
            tied[name].append(tie)
    return [
        _happening(told, one, held.get(one.id, ()), tied[one.id])
        for one in told.happenings
        if len(one.articles) >= _FEWEST
        and (not chosen or chosen & {node for _, node in one.participants})
        and one.is_within(since, until)
    ]


def _happening(told: Corpus, one: Happening, held: Iterable[Claim], tied: Iterable[Tie]) -> ToldHappening:
    # Each sentence once, by day
    titles = {article.id: article.title or article.id for article in told.graph.articles}
    found = {
        ToldSentence(telling.told_on, titles[telling.article], telling.stage.value, told.sentence_of(telling))
        for telling in one.tellings
    }

    def side(claim: Claim) -> tuple[str, str, str]:
        return claim.holder, claim.value, told.sentence_of(claim.telling)

    apart = (tie for tie in tied if tie.bond in {Bond.CONFLICTS, Bond.DENIES})
    against = {ToldContrast(tie.bond.value, side(tie.first), side(tie.second)) for tie in apart}
    return ToldHappening(
        name=one.id,
        title=one.label,
        when=when(one.time),
        stands=one.stages,
        sources=one.sources,
        articles=one.articles,
        participants=[f"{role} {told.label(node)}" for role, node in one.participants if role not in _NUMBERS],
        sentences=sorted(found, key=lambda said: (said.day is None, said.day or date.min, said.article, said.text)),
        values=values_of(told, held),
        contrasts=sorted(against),
    )


def values_of(told: Corpus, held: Iterable[Claim]) -> Sequence[ToldValue]:
    """The numbers of things of which several are told on known days."""
    found: defaultdict[str, set[ToldValue]] = defaultdict(set)
    for claim in held:
        if claim.what != STANDING and claim.telling.told_on:
            said = told.sentence_of(claim.telling)
            number = Decimal(claim.value.split()[-1])  # as of "at least 31"
            found[claim.what].add(ToldValue(claim.what, claim.day, number, claim.holder, said))
    return [value for _, some in sorted(found.items()) for value in sorted(some) if len(some) > 1]
