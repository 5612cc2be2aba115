"""What happened when (``kg timeline``) and what changed (``kg diff``), as rows and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.console import folded
from kg.console.output import PrintedRow
from kg.diff.names import SAID_BY, Change
from kg.facts.status import line, put_forward, shown
from kg.facts.wording import when
from kg.lines.cards import words_of
from kg.model import Evidence, Graph, NodeId, Statement
from kg.tables.timeline import TimelineEntry

_SAID = ("subject", "relation", "object", "factuality", "source")
MOMENT_COLUMNS = ("when", "start", "end", *_SAID, "statements", "sentence")
CHANGE_COLUMNS = ("change", *_SAID, "details", "before", "after", "sentence", "sentenceBefore")


def moment_row(graph: Graph, moment: TimelineEntry) -> PrintedRow:
    """A happening: the statement to show, and the ids of all that tell of it."""
    told = moment.first
    start, end = (moment.time.start, moment.time.end) if moment.time else (None, None)
    days = str(start) if start == end else f"{start or '…'} to {end or '…'}"
    return {
        "when": days if moment.time else "",
        "start": str(start) if start else None,
        "end": str(end) if end else None,
        **_said(graph, told),
        "statements": [str(one.id) for one in moment.statements],
        "sentence": told.first_evidence.quote,
    }


def moment_lines(graph: Graph, moments: Iterable[TimelineEntry]) -> Iterator[str]:
    """Happenings: when, what and by whose word, and the sentence beneath."""

    def head(moment: TimelineEntry) -> list[str]:
        days = when(moment.time).replace("/", " to ").replace("..", "…")
        return _entry(days or "undated", shown(graph, moment.first), " · ".join(put_forward(graph, moment.first)))

    return _joined((head(one), _sentence("", one.first)) for one in moments)


def change_row(first: Graph, second: Graph, change: Change) -> PrintedRow:
    """A difference: the statement that makes it, the one that was before, and the ids of all."""
    graph, told = second if change.after else first, _telling(change)
    return {
        "change": change.kind.value,
        **_said(graph, told),
        "details": "; ".join(change.details),
        "before": [str(one.id) for one in change.before],
        "after": [str(one.id) for one in change.after],
        "sentence": told.first_evidence.quote,
        "sentenceBefore": min(change.before, key=_place).first_evidence.quote if change.before else "",
    }


def change_lines(first: Graph, second: Graph, changes: Iterable[Change]) -> Iterator[str]:
    """Differences: what changed, and beneath it the sentence of each graph."""

    def entry(change: Change) -> tuple[list[str], list[str]]:
        graph, told = second if change.after else first, _telling(change)
        notes = [" · ".join(_status(graph, told, change)), *change.details]
        head = _entry(change.kind.value, line(graph, told), "; ".join(filter(None, notes)))
        if not change.before or not change.after:
            return head, _sentence("", told)
        return head, [*_sentence("before: ", min(change.before, key=_place)), *_sentence("after: ", told)]

    return _joined(map(entry, changes))


def _status(graph: Graph, told: Statement, change: Change) -> list[str]:
    """The status of a statement without what the details tell: how and by whom it was put forward before and is now."""
    found = put_forward(graph, told)
    if not change.details:
        return found
    known = {one.firmness for one in change.before}
    is_sourced = any(detail.startswith(SAID_BY) for detail in change.details)
    return [part for part in found if (not is_sourced if part.startswith("says ") else part in known)]


def _joined(entries: Iterable[tuple[list[str], list[str]]]) -> Iterator[str]:
    """Entries of one sentence above it, so that it stands there once."""
    for sentence, same in groupby(entries, key=lambda entry: entry[1]):
        yield from (words for head, _ in same for words in head)
        yield from sentence


def _telling(change: Change) -> Statement:
    """The statement that makes the difference: put forward as none was before, by whom none was before; facts first."""
    factualities = {one.firmness for one in change.before}
    sources = {one.attributed_to for one in change.before}
    return min(
        change.after or change.before,
        key=lambda one: (one.firmness in factualities, one.attributed_to in sources, not one.is_fact, *_place(one)),
    )


def _place(one: Statement) -> tuple[Evidence, int, bool, NodeId]:
    """By article and place."""
    return one.first_evidence, len(one.predicate_text), one.is_open, one.id


def _entry(head: str, text: str, notes: str) -> list[str]:
    return folded(f"{head}  {text}" + (f"   [{notes}]" if notes else ""), more=" " * 4)


def _sentence(before: str, told: Statement) -> list[str]:
    return folded(f"{before}{words_of(told.first_evidence)}", " " * 6)


def _said(graph: Graph, told: Statement) -> PrintedRow:
    """What a statement says and how firmly; no object where that is the event itself."""
    return {
        "subject": graph.label(told.subject),
        "relation": told.relation_label,
        "object": "" if told.object == told.event else graph.label(told.object),
        "factuality": told.firmness_told,
        "source": graph.label(told.attributed_to) if told.attributed_to is not None else "",
    }
