"""Judging by a language model for ``kg review --llm``, and how far it agrees with readers (``--try``)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.cli.llm import LlmOptions
from kg.console import tell
from kg.console.output import PrintedRow, TableForm, put
from kg.errors import InputError
from kg.facts.wording import counted
from kg.lines.cards import before
from kg.llm import Request
from kg.llm.judging import agreements, judging_request, review_in
from kg.model import Graph, Statement
from kg.model.json import Json
from kg.reviews import Review, ReviewFile, Verdict, judged_rows, review_key, row_of

_WITHHELD = "statements whose words are withheld"
_COLUMNS = ("of", "judged", "agree", "kappa", "right to both", "wrong to both", "only reader right", "only model right")


def judged_by_model(graph: Graph, waiting: Sequence[Statement], file: ReviewFile, llm: LlmOptions) -> Counter[str]:
    """Have a model judge statements and keep its verdicts; how many it found right, wrong, and why others are none."""
    model = llm.model
    shown = [said for said in waiting if said.first_evidence.quote]
    requests = [_request(graph, said) for said in shown]
    llm.answered(model, requests, counted(len(requests), "statement"))
    counts = Counter({_WITHHELD: len(waiting) - len(shown)})
    rows = []
    for said, request in zip(shown, requests, strict=True):
        found = review_in(model.held(request), request, review_key(said), llm.reader)
        counts[found.verdict.value if isinstance(found, Review) else found.value] += 1
        if isinstance(found, Review):
            rows.append(row_of(graph, said, found))
    file.put(*rows)
    return counts


def _request(graph: Graph, said: Statement) -> Request:
    first = said.first_evidence
    row = row_of(graph, said, Review(review_key(said), Verdict.RIGHT))
    return judging_request(row, before=before(graph, first), date=str(graph.days.get(first.article, "")))


def tell_judged(counts: Counter[str], reader: str, graph: Path, place: Path) -> None:
    """Tell what a model judged, where it is kept, and how it is undone."""
    verdicts = [counts.pop(verdict.value, 0) for verdict in Verdict]
    tell(f"{sum(verdicts)} judged by {reader}, {verdicts[0]} of them right")
    for cause, count in sorted((cause, count) for cause, count in counts.items() if count):
        tell(f"  {count:>5}  {cause}")
    if sum(verdicts):
        tell(f"{place}: kg build --reviewed {place} leaves out what it found wrong")
        tell(f"kg review {graph} -o {place} --undo --reader {reader} takes its verdicts back")


def tried(path: Path, llm: LlmOptions, count: int) -> None:
    """Have a model judge what readers judged, and print how far they agree; nothing is kept but its answers.

    Raises ``InputError`` for a file without a judged statement that has its sentence.
    """
    known = [(row, review) for row, review in judged_rows(path) if _is_whole(row) and not review.is_of_model]
    if not known:
        hint = "kg review writes them; data/judged has them too"
        raise InputError(f"{path}: has no judged statement with its sentence", hint=hint)
    drawn = sorted(known, key=lambda pair: hashlib.sha256(repr(pair[1].of).encode()).hexdigest())[: count or None]
    requests = [judging_request(row) for row, _ in drawn]
    model = llm.model
    llm.answered(model, requests, counted(len(requests), "judged statement"))
    refused: Counter[str] = Counter()
    pairs: list[tuple[Mapping[str, Json], Review, Review]] = []
    for (row, reader), request in zip(drawn, requests, strict=True):
        found = review_in(model.held(request), request, reader.of, llm.reader)
        if isinstance(found, Review):
            pairs.append((row, reader, found))
        else:
            refused[found.value] += 1
    rows: list[PrintedRow] = [
        dict(zip(_COLUMNS, (
            name, one.count, round(one.accuracy, 3), round(one.kappa, 3), one.both_right, one.both_wrong,
            one.only_reader, one.only_model,
        ), strict=True))
        for name, one in agreements(pairs)
    ]  # fmt: skip
    put(rows, TableForm.TABLE, columns=_COLUMNS)
    for cause, number in sorted(refused.items()):
        tell(f"  {number:>5}  {cause}")


def _is_whole(row: Mapping[str, Json]) -> bool:
    statement = row.get("statement")
    return bool(row.get("sentence")) and isinstance(statement, dict) and bool(statement.get("subject"))
