"""The command by which a reader judges statements: ``review``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    Details,
    FactualityName,
    ModelOptions,
    Object,
    Output,
    RelationName,
    Since,
    SourceName,
    Subject,
    TrustName,
    Until,
    asks_model,
)
from kg.console import tell
from kg.errors import InputError, KgError, one_of
from kg.model.graph import BY_MODEL

if TYPE_CHECKING:
    from kg.facts.selection import Filter
    from kg.model import Graph, Statement
    from kg.reviews import ReviewFile

commands = typer.Typer()
_PANEL = "Look"
_ORDERS = ("least-sure", "random", "text")

Order = Annotated[
    str,
    typer.Option("--order", metavar="least-sure|random|text", help="Which come first; random is the same each time."),
]
Count = Annotated[int, typer.Option("--count", min=0, help="At most so many statements; 0 is all.")]
ReaderName = Annotated[str, typer.Option("--reader", envvar="KG_READER", metavar="NAME", help="Who judges.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back all that this reader has judged.")]
Try = Annotated[
    Path | None,
    typer.Option("--try", metavar="FILE", help="Measure how far the model agrees with what readers judged there."),
]
Again = Annotated[bool, typer.Option("--again", help="Also what this reader has judged before.")]


@commands.command(rich_help_panel=_PANEL)
@asks_model
def review(
    llm: ModelOptions | None,
    graph: Annotated[Path | None, typer.Argument(metavar="GRAPH", help="A graph that `kg build` wrote.")] = None,
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
    trust: TrustName = "",
    since: Since = None,
    until: Until = None,
    details: Details = False,
    undo: Undo = False,
    judged_before: Try = None,
) -> None:
    """Judge statements one by one, the least sure first: right or wrong, why, and whether they are of use.

    Each answer is saved at once; a later call goes on where this one ends. `kg build --reviewed` keeps to the file.

    ```console
    $ kg review trade.ttl
    $ kg review trade.ttl --order random --count 50 -o sample.jsonl --reader Anna
    $ kg build article.txt -o trade.ttl --reviewed trade.reviews.jsonl
    $ kg review trade.ttl --llm http://localhost:11434/v1 --llm-model qwen2.5:7b --count 20
    ```
    """
    from kg.facts.selection import Filter

    wanted = Filter(subject, relation, obj, name, source, factuality, trust, since, until)
    chosen = _ToJudge(wanted, one_of(order, _ORDERS, "order"), count=count, again=again, details=details)
    if judged_before is not None:
        _try(judged_before, llm, count, is_alone=graph is None and output is None)
    else:
        _review(graph, output, _reader(reader, llm, undo=undo), llm, None if undo else chosen)


@dataclass(frozen=True)
class _ToJudge:
    """What is to be judged, in which order, and how much of it at most (0: all)."""

    wanted: Filter
    order: str
    count: int
    again: bool
    details: bool

    def waiting(self, values: Graph, file: ReviewFile) -> tuple[Statement, ...]:
        """The statements that fit and are not judged, in their order."""
        from kg.facts.selection import mains, selected
        from kg.reviews import review_key

        judged = frozenset(() if self.again else file.reviews())
        said = selected(values, self.wanted)
        said = said if self.details else mains(values, said)
        fitting = (one for one in said if review_key(one) not in judged)
        return tuple(sorted(fitting, key=_ranks(self.order)))[: self.count or None]


def _review(
    graph: Path | None, output: Path | None, reader: str, llm: ModelOptions | None, chosen: _ToJudge | None
) -> None:
    """Judge what is chosen of a graph, by a model where one is asked; take all back where nothing is chosen."""
    from kg.files.graphs import asked_by, loaded

    if graph is None:
        raise InputError("which graph is to be judged?", hint="kg review GRAPH")
    place = output or graph.with_name(f"{graph.stem}.reviews.jsonl")
    file = _file(place, graph, reader)
    if chosen is None:
        tell(f"{file.undo()} reviews of {reader} taken back from {place}")
        return
    values = loaded(graph, asked_by(chosen.wanted)).graph
    waiting = chosen.waiting(values, file)
    if llm is not None:
        llm.judge(values, waiting, file, graph, place)
        return
    from kg.cli.judging import Answers, judged

    counts = judged(values, waiting, file, Answers(sys.stdin), reader=reader)
    _finish(counts.total(), len(waiting), counts["right"], place)


def _try(judged: Path, llm: ModelOptions | None, count: int, *, is_alone: bool) -> None:
    """Compare a model's verdicts with those of readers."""
    if not is_alone:
        raise KgError("--try reads no graph and writes no file", hint="leave out GRAPH and -o, or --try")
    if llm is None:
        raise KgError("--try goes with --llm URL", hint="it is a language model that is tried")
    llm.tried(judged, count)


def _reader(name: str, llm: ModelOptions | None, *, undo: bool) -> str:
    """Who judges: the model where one is asked; nobody else goes by its name."""
    if llm is not None:
        return llm.reader
    if name.startswith(BY_MODEL) and not undo:
        raise KgError(f"{name!r} is the name of a language model", hint="--llm URL asks it")
    return name


def _file(place: Path, graph: Path, reader: str) -> ReviewFile:
    from kg.reviews import ReviewFile
    from kg.turtle.whole import write_whole

    if str(graph) == "-":
        raise InputError("a graph to review is a file", hint="standard input gives the answers")
    if place.is_dir() or (place.exists() and graph.exists() and place.samefile(graph)):
        raise InputError(f"{place}: is no file for reviews", hint="-o FILE.jsonl")
    return ReviewFile(place, reader, write_whole)


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
