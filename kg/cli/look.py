"""The commands that look into a graph: ``show`` and ``explain``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    Details,
    FactualityName,
    GraphFile,
    Object,
    OutputForm,
    RelationName,
    Since,
    SourceName,
    Subject,
    TrustName,
    Until,
)
from kg.console.output import TableForm, put, put_lines
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.facts.selection import Filter
    from kg.files.graphs import Loaded
    from kg.model import Graph, NodeId, Statement
    from kg.tables.rows import Row

commands = typer.Typer()
_PANEL = "Look"
_COLUMNS = (
    "number", "label", "subject", "relation", "object", "factuality", "attributedTo", "start", "end", "confidence",
    "trust", "rule", "article", "quote", "id", "detailOf", "negated", "condition", "subjectOf", "objectOf",
)  # fmt: skip


@commands.command(rich_help_panel=_PANEL)
def show(
    graph: GraphFile,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="An entity: show its card.")] = "",
    subject: Subject = "",
    relation: RelationName = "",
    obj: Object = "",
    source: SourceName = "",
    factuality: FactualityName = "",
    trust: TrustName = "",
    since: Since = None,
    until: Until = None,
    details: Details = False,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Show statements with their sentences, or one entity's card.

    A clause is one row; what else it tells, when, where, with whom, is shown with `--details`.

    ```console
    $ kg show trade.ttl
    $ kg show trade.ttl "Mark Carney"
    $ kg show trade.ttl --relation imposedTariffOn -f csv
    ```
    """
    from kg.facts.selection import Filter, mains, nodes_named, selected
    from kg.files.graphs import asked_by, loaded
    from kg.lines.cards import card, sentences

    wanted = Filter(subject, relation, obj, name, source, factuality, trust, since, until)
    found = loaded(graph, asked_by(wanted))
    values = found.graph
    nodes = sorted(nodes_named(values, name))
    said = selected(values, wanted)
    said = said if details else mains(values, said)
    if form is TableForm.TABLE:
        lines = [line for node in nodes for line in card(values, node)]
        put_lines((*lines, *sentences(values, said, is_part=found.is_part)))
    else:
        put(_rows(values, said), form, columns=_COLUMNS if form in {TableForm.CSV, TableForm.TSV} else ())


@commands.command(rich_help_panel=_PANEL)
def explain(
    graph: GraphFile,
    which: Annotated[str, typer.Argument(metavar="[STATEMENT]", help="Its number in `kg show`, or its id.")] = "",
    subject: Subject = "",
    relation: RelationName = "",
    obj: Object = "",
    article: Annotated[
        Path | None,
        typer.Option("--article", metavar="FILE", help="What the graph was made from, where it has no full text."),
    ] = None,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Explain why a statement is there: the sentence marked, the rule, what was resolved to what, how sure it is.

    What “it” means is told with what else it could have meant, and of a doubtful parse what another parser reads.

    ```console
    $ kg explain trade.ttl 7 --article trade.txt
    $ kg explain trade.ttl --subject Canada --relation imposedTariffOn
    ```
    """
    from kg.facts.selection import Filter
    from kg.files.graphs import asked_by, loaded
    from kg.lines.cards import explanation
    from kg.lines.rereading import Rereading

    wanted = Filter(subject, relation, obj)
    if bool(which) == bool(subject or relation or obj):
        raise KgError("which statement?", hint="give its number or id, or --subject, --relation, --object")
    found = loaded(graph, replace(asked_by(wanted), clause=which))
    values, said = found.graph, _to_explain(found, which, wanted)
    readings = Rereading(values, article)
    if form is TableForm.TABLE:
        numbers = _numbers(values)
        cards = (explanation(values, numbers[one.id], one, readings.of(one).fields()) for one in said)
        put_lines("\n".join("\n".join(card) + "\n" for card in cards).removesuffix("\n").split("\n"))
    else:
        lost = {str(one.id): readings.of(one).columns() for one in said}
        put([{**row, **lost[str(row["id"])]} for row in _rows(values, said)], form)


def _to_explain(found: Loaded, which: str, wanted: Filter) -> tuple[Statement, ...]:
    """The statement of a number or id, else those of a selection."""
    from kg.facts.selection import selected, statement_numbered

    if found.is_part and which.isdecimal():
        raise KgError("a corpus as large as this does not number its statements", hint="kg show has their ids")
    return (statement_numbered(found.graph, which),) if which else selected(found.graph, wanted)


def _numbers(values: Graph) -> dict[NodeId, int]:
    """The numbers of statements in ``kg show``."""
    from kg.facts.selection import ordered

    return {one.id: number for number, one in enumerate(ordered(values), 1)}


def _rows(values: Graph, said: Sequence[Statement]) -> list[Row]:
    """The rows of statements, each with its number in ``kg show``."""
    from kg.ontology import Ontology
    from kg.tables.rows import Vocabulary, statement_rows

    wanted = {str(statement.id) for statement in said}
    numbers = {str(name): number for name, number in _numbers(values).items()}
    named = ((str(row["id"]), row) for row in statement_rows(values, Vocabulary(plover=Ontology.load().plover)))
    return [{"number": numbers[name], **row} for name, row in named if name in wanted]
