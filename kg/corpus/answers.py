"""Answers of a corpus: the rows of a question, a row for each happening however often it is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.corpus.happenings import Corpus
from kg.model import NodeId, Statement

AnswerRow = Mapping[str, str | None]
_ENDS = ("subject", "object")
"""Columns of who does what to whom."""


@dataclass(frozen=True)
class FoldedAnswer:
    """What several articles tell of one happening: the row of its firmest telling, and all statements of it.

    Whom else the article of that telling has on either side of it stands there too: "Peru; Chile".
    """

    row: AnswerRow
    statements: tuple[NodeId, ...] = ()
    sources: int = 0
    """How many tell it independently."""
    told_on: date | None = None
    """The day on which it was first told; None where none is known."""

    @property
    def began(self) -> str:
        """Its beginning, else its end, else the day on which it was told (ISO 8601); empty where none is known."""
        return self.row.get("start") or self.row.get("end") or (self.told_on.isoformat() if self.told_on else "")

    def is_within(self, since: date | None, until: date | None) -> bool:
        """Whether it reaches into an interval of days; what has no day does only where none is asked for."""
        last = self.row.get("end") or self.began
        if since is not None and (not last or last < since.isoformat()):
            return False
        return until is None or "" < self.began <= until.isoformat()


def folded(
    rows: Sequence[AnswerRow], corpus: Corpus, statement_of: Callable[[AnswerRow], NodeId]
) -> list[FoldedAnswer]:
    """The rows, those of one happening as one, in order of the first; rows without a statement as they are."""
    groups: defaultdict[Hashable, list[tuple[AnswerRow, Statement]]] = defaultdict(list)
    alone: dict[Hashable, FoldedAnswer] = {}
    for number, row in enumerate(rows):
        said = corpus.statements.get(statement_of(row))
        if said is None:
            alone[number] = FoldedAnswer(row)
            groups[number] = []
        else:
            groups[_happening(said, corpus, row)].append((row, said))
    return [_answer(found, corpus) if found else alone[key] for key, found in groups.items()]


def _answer(found: Sequence[tuple[AnswerRow, Statement]], corpus: Corpus) -> FoldedAnswer:
    row, first = found[min(range(len(found)), key=lambda place: (not found[place][1].is_fact, place))]
    statements = dict.fromkeys((first.id, *(said.id for _, said in found)))
    articles = {span.article for _, said in found for span in said.evidence}
    days = {corpus.day_of(said, span.article) for _, said in found for span in said.evidence}
    beside = [
        other
        for other, said in found
        if said.first_evidence.article == first.first_evidence.article and said.relation == first.relation
    ]
    values = {name: dict.fromkeys(filter(None, (one.get(name) for one in (row, *beside)))) for name in _ENDS}
    ends = {name: "; ".join(some) for name, some in values.items() if row.get(name)}
    told_on = min(filter(None, days), default=None)
    return FoldedAnswer({**row, **ends}, tuple(statements), corpus.copies.independent(articles), told_on)


def _happening(said: Statement, corpus: Corpus, row: AnswerRow) -> Hashable:
    """The happening of a statement; of a state of things who is what since when."""
    article = said.first_evidence.article
    if said.event:
        return corpus.links.cluster(said.event, article)
    ends = (corpus.links.cluster(node, article) for node in (said.subject, said.object))
    return said.relation, said.factuality, row.get("start"), *ends
