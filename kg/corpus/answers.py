"""Answers of a corpus: the rows of a question, a row for each happening however often it is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from kg.corpus.happenings import Corpus
from kg.model import NodeId, Statement

AnswerRow = Mapping[str, str | None]


@dataclass(frozen=True)
class FoldedAnswer:
    """What several articles tell of one happening: the row of its firmest telling, and all statements of it."""

    row: AnswerRow
    statements: tuple[NodeId, ...] = ()
    sources: int = 0
    """How many tell it independently."""


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
            groups[_happening(said, corpus)].append((row, said))
    return [_answer(found, corpus) if found else alone[key] for key, found in groups.items()]


def _answer(found: Sequence[tuple[AnswerRow, Statement]], corpus: Corpus) -> FoldedAnswer:
    first = min(range(len(found)), key=lambda place: (not found[place][1].is_fact, place))
    statements = dict.fromkeys(said.id for _, said in (found[first], *found))
    articles = {span.article for _, said in found for span in said.evidence}
    return FoldedAnswer(found[first][0], tuple(statements), corpus.copies.independent(articles))


def _happening(said: Statement, corpus: Corpus) -> Hashable:
    """The happening of a statement; of a state of things who is what."""
    article = said.first_evidence.article
    if said.event:
        return corpus.links.cluster(said.event, article)
    ends = (corpus.links.cluster(node, article) for node in (said.subject, said.object))
    return said.relation, said.factuality, *ends
