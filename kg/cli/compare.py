"""The commands that look at the whole of a graph, or at two: ``stats``, ``timeline``, ``diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.faults import FINDINGS
from kg.cli.options import Details, FactualityName, OutputForm, RelationName, Since, Until
from kg.cli.query_options import GraphPath
from kg.cli.tables import Form, put, put_lines, put_text
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.diff import Meanings

commands = typer.Typer()
_PANEL = "Look"

First = Annotated[Path, typer.Argument(metavar="BEFORE", help="A graph.")]
Second = Annotated[Path, typer.Argument(metavar="AFTER", help="The graph to compare it with.")]
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
    form: OutputForm = Form.TABLE,
) -> None:
    """Count what a graph has, and tell who matters in it: centrality, communities, brokers, cooperation and conflict.

    Rows but those of counts show a sentence that they stand on; `-f jsonl` names all the statements. Signs of ties are
    by PLOVER's classes, of facts between states.

    ```console
    $ kg stats trade.ttl
    $ kg stats trade.ttl --by ties -f csv
    ```
    """
    from kg.cli.graphs import loaded
    from kg.cli.surveys import EVIDENCE, SURVEYS, Survey, chosen

    if form in {Form.CSV, Form.TSV} and not by:
        raise KgError(f"{form} is one table, and the surveys are several", hint=f"--by, one of {', '.join(SURVEYS)}")
    survey = Survey(loaded(graph).graph, claims=claims, top=top, details=details)
    tables = {name: list(SURVEYS[name](survey)) for name in chosen(by)}
    if form is not Form.TABLE:
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
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    form: OutputForm = Form.TABLE,
) -> None:
    """Show what happened when, between whom: each happening once, in the order of time.

    ```console
    $ kg timeline trade.ttl
    $ kg timeline trade.ttl --between Canada --between China --since 2018-01-01
    ```
    """
    from kg.cli.console import note
    from kg.cli.graphs import loaded
    from kg.cli.reports import MOMENT_COLUMNS, moment_lines, moment_row
    from kg.selection import Wanted
    from kg.timeline import timeline as moments_of

    values = loaded(graph).graph
    wanted = Wanted(relation=relation, factuality=factuality, since=since, until=until)
    moments = moments_of(values, wanted, between=between, undated=undated)
    if form is Form.TABLE:
        put_lines(moment_lines(values, moments))
    else:
        put([moment_row(values, moment) for moment in moments], form, columns=MOMENT_COLUMNS)
    if not moments:
        note(
            "nothing of that kind is told" + ("" if undated or since or until else "; --undated shows what has no date")
        )


@commands.command(rich_help_panel=_PANEL)
def diff(before: First, after: Second, form: OutputForm = Form.TABLE) -> None:
    """Tell what two graphs say differently, by meaning: contradicted, changed, fulfilled, new, gone.

    What is planned, denied or said by somebody is marked so. Exit code 1 where they differ, 0 where they do not.

    ```console
    $ kg diff monday.ttl tuesday.ttl
    $ kg diff old.ttl new.ttl -f jsonl
    ```
    """
    from kg.cli.console import note
    from kg.cli.graphs import loaded
    from kg.cli.reports import CHANGE_COLUMNS, change_lines, change_row
    from kg.diff import diff as changes_of

    first, second = loaded(before).graph, loaded(after).graph
    changes = changes_of(first, second, _meanings())
    if form is Form.TABLE:
        put_lines(change_lines(first, second, changes))
    else:
        put([change_row(first, second, change) for change in changes], form, columns=CHANGE_COLUMNS)
    if changes:
        raise typer.Exit(FINDINGS)
    note(f"no difference between {before} and {after}")


def _meanings() -> Meanings:
    from kg.diff import Meanings
    from kg.ontology import Ontology

    ontology = Ontology.load()
    symmetric = frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
    reverses = {name: relation.reverses for name, relation in ontology.relations.items()}
    return Meanings(symmetric, ontology.plover, reverses)
