"""The commands that look at the whole of a graph, or at two: ``stats``, ``timeline``, ``diff``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.faults import FINDINGS
from kg.cli.options import Details, FactualityName, Force, OutputForm, RelationName, Since, TrustName, Until
from kg.cli.query_options import GraphPath
from kg.console.output import TableForm, put, put_lines, put_text
from kg.errors import KgError, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.diff.names import Change, RelationSemantics
    from kg.model import Graph

commands = typer.Typer()
_PANEL = "Look"

First = Annotated[Path, typer.Argument(metavar="BEFORE", help="A graph.")]
Second = Annotated[Path, typer.Argument(metavar="AFTER", help="The graph to compare it with.")]
Drawing = Annotated[
    Path | None, typer.Option("--draw", metavar="FILE", help="Draw the differences too: svg, png, pdf or html.")
]
Between = Annotated[
    list[str], typer.Option("--between", metavar="NAME", help="Who must take part; give it twice for two states.")
]
Undated = Annotated[bool, typer.Option("--undated", help="Undated statements too, at the end.")]
Section = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="WHAT",
        help="counts, standing, communities, brokers, ties, triads, years; else all that there is.",
    ),
]
Top = Annotated[int, typer.Option("--top", min=1, help="At most so many rows of each.")]
Claims = Annotated[bool, typer.Option("--claims", help="Count what is only claimed, planned or denied as well.")]


@commands.command(rich_help_panel=_PANEL)
def stats(
    graph: GraphPath,
    by: Section = "",
    top: Top = 10,
    claims: Claims = False,
    details: Details = False,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Count what a graph has, and tell who matters in it: centrality, communities, brokers, cooperation and conflict.

    Rows but those of counts show a sentence that they stand on; `-f jsonl` names all the statements. Signs of ties are
    by PLOVER's classes, of facts between states.

    ```console
    $ kg stats trade.ttl
    $ kg stats trade.ttl --by ties -f csv
    ```
    """
    from kg.files.graphs import loaded
    from kg.graph.surveys import EVIDENCE, SURVEYS, Survey

    if form in {TableForm.CSV, TableForm.TSV} and not by:
        raise KgError(f"{form} is one table, and the surveys are several", hint=f"--by, one of {', '.join(SURVEYS)}")
    survey = Survey(loaded(graph).graph, claims=claims, top=top, details=details)
    chosen = (one_of(by, SURVEYS, "survey"),) if by else tuple(SURVEYS)
    tables = {name: list(SURVEYS[name](survey)) for name in chosen}
    if form is not TableForm.TABLE:
        rows = [{"survey": name, **row} for name, found in tables.items() for row in found]
        put(rows, form)
        return
    for name, found in tables.items():
        put_text(f"== {name}\n" if found and not by else "")
        put(found, form, columns=[name for name in (found[0] if found else ()) if name != EVIDENCE])


@commands.command(rich_help_panel=_PANEL)
def timeline(
    graph: GraphPath,
    between: Between = [],  # noqa: B006 Typer's way of a repeatable option
    relation: RelationName = "",
    factuality: FactualityName = "",
    trust: TrustName = "",
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Show what happened when, between whom: each happening once, in the order of time.

    ```console
    $ kg timeline trade.ttl
    $ kg timeline trade.ttl --between Canada --between China --since 2018-01-01
    ```
    """
    from kg.console import note
    from kg.facts.selection import Filter
    from kg.files.graphs import asked_by, loaded
    from kg.lines.reports import MOMENT_COLUMNS, moment_lines, moment_row
    from kg.tables.timeline import timeline as moments_of

    wanted = Filter(relation=relation, factuality=factuality, trust=trust, since=since, until=until)
    values = loaded(graph, replace(asked_by(wanted), about=tuple(between))).graph
    moments = moments_of(values, wanted, between=between, undated=undated)
    anytime = moments_of(values, replace(wanted, since=None, until=None), between=between, undated=True)
    left = sum(not one.time for one in anytime) - sum(not one.time for one in moments)
    if form is TableForm.TABLE:
        put_lines(moment_lines(values, moments))
    else:
        put([moment_row(values, moment) for moment in moments], form, columns=MOMENT_COLUMNS)
    if left:
        note(f"{left} without a date left out" + ("" if since or until else "; --undated shows them"))
    elif not moments:
        note("nothing of that kind is told")


@commands.command(rich_help_panel=_PANEL)
def diff(
    before: First, after: Second, form: OutputForm = TableForm.TABLE, draw: Drawing = None, force: Force = False
) -> None:
    """Tell what two graphs say differently, by meaning: contradicted, changed, fulfilled, new, gone.

    What is planned, denied or said by somebody is marked so. Exit code 1 where they differ, 0 where they do not.

    ```console
    $ kg diff monday.ttl tuesday.ttl
    $ kg diff old.ttl new.ttl -f jsonl
    $ kg diff old.ttl new.ttl --draw changes.svg
    ```
    """
    from kg.console import note
    from kg.diff import diff as changes_of
    from kg.files.graphs import loaded
    from kg.lines.reports import CHANGE_COLUMNS, change_lines, change_row

    kind = _form_of(draw, (before, after), force=force) if draw else ""
    first, second = loaded(before).graph, loaded(after).graph
    changes = changes_of(first, second, _meanings())
    if draw:
        _draw(first, second, changes, draw, kind)
    if form is TableForm.TABLE:
        put_lines(change_lines(first, second, changes))
    else:
        put([change_row(first, second, change) for change in changes], form, columns=CHANGE_COLUMNS)
    if changes:
        raise typer.Exit(FINDINGS)
    note(f"no difference between {before} and {after}")


def _form_of(draw: Path, read: tuple[Path, Path], *, force: bool) -> str:
    """The format of the picture; a file that must not be written to is an error before any work is done."""
    from kg.console.output import check_output
    from kg.view.draw import form_of, is_drawn

    check_output(draw, is_drawn, read=read, force=force)
    return form_of(draw)


def _draw(first: Graph, second: Graph, changes: Sequence[Change], path: Path, form: str) -> None:
    from kg.turtle.whole import write_whole
    from kg.view.draw import scene_bytes
    from kg.view.draw.changes import changes_scene

    write_whole(scene_bytes(changes_scene(first, second, changes), first | second, form), path)


def _meanings() -> RelationSemantics:
    from kg.diff.names import RelationSemantics
    from kg.ontology import Ontology

    ontology = Ontology.load()
    symmetric = frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
    reverses = {name: relation.reverses for name, relation in ontology.relations.items()}
    return RelationSemantics(symmetric, ontology.plover, reverses)
