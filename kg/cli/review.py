"""The command by which a reader judges statements: ``review``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import tell
from kg.cli.options import (
    Details,
    FactualityName,
    GraphFile,
    Object,
    Output,
    RelationName,
    Since,
    SourceName,
    Subject,
    Until,
)
from kg.errors import InputError, one_of

if TYPE_CHECKING:
    from kg.facts.selection import Filter
    from kg.model import Graph, Statement
    from kg.reviews import ReviewFile, ReviewKey

commands = typer.Typer()
_PANEL = "Look"
_ORDERS = ("least-sure", "random", "text")

Order = Annotated[
    str,
    typer.Option("--order", metavar="least-sure|random|text", help="Which come first; random is the same each time."),
]
Count = Annotated[int, typer.Option("--count", min=0, help="At most so many statements; 0 is all.")]
ReaderName = Annotated[str, typer.Option("--reader", envvar="KG_READER", metavar="NAME", help="Who judges.")]
Again = Annotated[bool, typer.Option("--again", help="Also what this reader has judged before.")]


@commands.command(rich_help_panel=_PANEL)
def review(
    graph: GraphFile,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="An entity: what is said of it or by it.")] = "",
    output: Output = None,
    order: Order = "least-sure",
    count: Count = 0,
    reader: ReaderName = "reader",
    again: Again = False,
    subject: Subject = "",
    relation: RelationName = "",
    obj: Object = "",
    source: SourceName = "",
    factuality: FactualityName = "",
    since: Since = None,
    until: Until = None,
    details: Details = False,
) -> None:
    """Judge statements one by one, the least sure first: right or wrong, why, and whether they are of use.

    Each answer is saved at once; a later call goes on where this one ends. `kg build --reviewed` keeps to the file.

    ```console
    $ kg review trade.ttl
    $ kg review trade.ttl --order random --count 50 -o sample.jsonl --reader Anna
    $ kg build article.txt -o trade.ttl --reviewed trade.reviews.jsonl
    ```
    """
    from kg.cli.graphs import asked_by, loaded
    from kg.cli.judging import Answers, judged
    from kg.facts.selection import Filter

    order = one_of(order, _ORDERS, "order")
    place = output or graph.with_name(f"{graph.stem}.reviews.jsonl")
    file = _file(place, graph, reader)
    wanted = Filter(subject, relation, obj, about=name, source=source, factuality=factuality, since=since, until=until)
    values = loaded(graph, asked_by(wanted)).graph
    waiting = _waiting(values, wanted, details=details, but=() if again else file.reviews())
    waiting = tuple(sorted(waiting, key=_ranks(order)))[: count or None]
    counts = judged(values, waiting, file, Answers(sys.stdin), reader=reader)
    _finish(counts.total(), len(waiting), counts["right"], place)


def _file(place: Path, graph: Path, reader: str) -> ReviewFile:
    from kg.reviews import ReviewFile
    from kg.turtle import write_whole

    if str(graph) == "-":
        raise InputError("a graph to review is a file", hint="standard input gives the answers")
    if place.is_dir() or (place.exists() and graph.exists() and place.samefile(graph)):
        raise InputError(f"{place}: is no file for reviews", hint="-o FILE.jsonl")
    return ReviewFile(place, reader, write_whole)


def _waiting(values: Graph, wanted: Filter, *, details: bool, but: Iterable[ReviewKey]) -> tuple[Statement, ...]:
    """The statements that fit and are not judged, in the order of the text."""
    from kg.facts.selection import mains, selected
    from kg.reviews import review_key

    judged = frozenset(but)
    said = selected(values, wanted)
    said = said if details else mains(values, said)
    return tuple(one for one in said if review_key(one) not in judged)


def _ranks(order: str) -> Callable[[Statement], tuple[float, str]]:
    """What to sort by; the order of the text where that is equal."""

    def rank(said: Statement) -> tuple[float, str]:
        if order == "random":
            return 0, hashlib.sha256(said.id.encode()).hexdigest()
        return said.confidence if order == "least-sure" else 0, ""

    return rank


def _finish(judged: int, waiting: int, right: int, place: Path) -> None:
    if not waiting:
        tell(f"nothing is left to judge; {place} has what was judged" if place.exists() else "nothing to judge")
        return
    tell(f"{judged} judged, {right} of them right; {waiting - judged} left")
    if judged:
        tell(f"{place}: kg build --reviewed {place} keeps to it")
