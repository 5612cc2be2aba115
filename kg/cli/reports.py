"""The rows and plain text of ``kg timeline`` and ``kg diff``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.cli.console import folded
from kg.cli.tables import Cell, PrintedRow, when
from kg.diff.names import SAID_BY, Change
from kg.facts.status import line, put_forward, shown
from kg.model import Graph, NodeId, Statement
from kg.tables.timeline import TimelineEntry

_SAID = ("subject", "relation", "object", "factuality", "source")
MOMENT_COLUMNS = ("when", "start", "end", *_SAID, "statements", "sentence")
CHANGE_COLUMNS = ("change", *_SAID, "details", "before", "after", "sentence", "sentenceBefore")


def moment_row(graph: Graph, moment: TimelineEntry) -> PrintedRow:
    """A happening: the statement to show, and the ids of all that tell of it."""
    told = moment.first
    time = moment.time
    return {
        "when": _when(moment),
        "start": str(time.start) if time and time.start else None,
        "end": str(time.end) if time and time.end else None,
        **_said(graph, told),
        "statements": _ids(moment.statements),
        "sentence": told.first_evidence.quote,
    }


def moment_lines(graph: Graph, moments: Iterable[TimelineEntry]) -> Iterator[str]:
    """Happenings: when, what and by whose word, and the sentence beneath."""
    return _joined((_moment_head(graph, one), _sentence("", one.first)) for one in moments)


def _moment_head(graph: Graph, moment: TimelineEntry) -> list[str]:
    days = when(moment.time).replace("/", " to ").replace("..", "…")
    return _entry(days or "undated", shown(graph, moment.first), " · ".join(put_forward(graph, moment.first)))


def change_row(first: Graph, second: Graph, change: Change) -> PrintedRow:
    """A difference: the statement that makes it, the one that was before, and the ids of all."""
    graph, told = (second, _telling(change)) if change.after else (first, _telling(change))
    return {
        "change": change.kind.value,
        **_said(graph, told),
        "details": "; ".join(change.details),
        "before": _ids(change.before),
        "after": _ids(change.after),
        "sentence": told.first_evidence.quote,
        "sentenceBefore": _first(change.before).first_evidence.quote if change.before else "",
    }


def change_lines(first: Graph, second: Graph, changes: Iterable[Change]) -> Iterator[str]:
    """Differences: what changed, and beneath it the sentence of each graph."""
    return _joined((_change_head(first, second, one), _change_sentences(one)) for one in changes)


def _change_head(first: Graph, second: Graph, change: Change) -> list[str]:
    graph = second if change.after else first
    told = _telling(change)
    notes = [" · ".join(_status(graph, told, change)), *change.details]
    return _entry(change.kind.value, line(graph, told), "; ".join(filter(None, notes)))


def _status(graph: Graph, told: Statement, change: Change) -> list[str]:
    """The status of a statement without what the details tell: how and by whom it was put forward before and is now."""
    found = put_forward(graph, told)
    if not change.details:
        return found
    known = {one.firmness for one in change.before}
    is_sourced = any(detail.startswith(SAID_BY) for detail in change.details)
    return [part for part in found if (not is_sourced if part.startswith("says ") else part in known)]


def _change_sentences(change: Change) -> list[str]:
    if not change.before or not change.after:
        return _sentence("", _telling(change))
    return [*_sentence("before: ", _first(change.before)), *_sentence("after: ", _telling(change))]


def _joined(entries: Iterable[tuple[list[str], list[str]]]) -> Iterator[str]:
    """Entries of one sentence above it, so that it stands there once."""
    for sentence, same in groupby(entries, key=lambda entry: entry[1]):
        yield from (words for head, _ in same for words in head)
        yield from sentence


def _telling(change: Change) -> Statement:
    """The statement that makes the difference: put forward as none was before, by whom none was before; facts first."""
    told = change.after or change.before
    factualities = {one.firmness for one in change.before}
    sources = {one.attributed_to for one in change.before}
    return min(
        told,
        key=lambda one: (
            *(one.firmness in factualities, one.attributed_to in sources, not one.is_fact),
            *(one.first_evidence, len(one.predicate_text), one.is_open, one.id),
        ),
    )


def _first(told: Iterable[Statement]) -> Statement:
    """The statement that stands first, by article and place."""
    return min(told, key=lambda one: (one.first_evidence, len(one.predicate_text), one.is_open, one.id))


def _entry(head: str, text: str, notes: str) -> list[str]:
    words = f"{head}  {text}" + (f"   [{notes}]" if notes else "")
    return folded(words, more=" " * 4)


def _sentence(before: str, told: Statement) -> list[str]:
    evidence = told.first_evidence
    words = " ".join(evidence.quote.split()) or f"(words withheld: {evidence.start} to {evidence.end})"
    return folded(f"{before}{words}", " " * 6)


def _when(moment: TimelineEntry) -> str:
    if moment.time is None:
        return ""
    start, end = moment.time.start, moment.time.end
    return str(start) if start == end else f"{start or '…'} to {end or '…'}"


def _said(graph: Graph, told: Statement) -> PrintedRow:
    """What a statement says and how firmly; no object where that is the event itself."""
    return {
        "subject": graph.label(told.subject),
        "relation": told.relation_label,
        "object": "" if told.object == told.event else graph.label(told.object),
        "factuality": told.firmness or told.factuality.value.lower(),
        "source": _label(graph, told.attributed_to),
    }


def _label(graph: Graph, node: NodeId | None) -> str:
    return graph.label(node) if node is not None else ""


def _ids(told: Iterable[Statement]) -> Cell:
    return [str(one.id) for one in told]
