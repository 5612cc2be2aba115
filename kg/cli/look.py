"""The commands that look at a graph, or at two: ``show``, ``explain``, ``stats``, ``timeline``, ``diff``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.faults import FINDINGS
from kg.console import note
from kg.console.output import TableForm, check_output, put, put_lines, put_text, put_told
from kg.errors import KgError, one_of
from kg.facts.selection import Filter, mains, nodes_named, ordered, selected, statement_numbered
from kg.files.graphs import asked_by, loaded
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.diff.names import RelationSemantics
    from kg.model import Graph, Statement
    from kg.tables.rows import Row

commands = typer.Typer()
_PANEL = "Look"
_COLUMNS = (
    "number", "label", "subject", "relation", "object", "factuality", "attributedTo", "start", "end", "confidence",
    "trust", "rule", "article", "publisher", "quote", "id", "detailOf", "negated", "condition", "subjectOf", "objectOf",
)  # fmt: skip


@commands.command(rich_help_panel=_PANEL)
@options.spread
def show(
    graph: options.GraphFile,
    wanted: options.FilterOptions,
    name: Annotated[str, Argument(metavar="[NAME]", help="An entity: show its card.")] = "",
    details: options.Details = False,
    as_of: options.AsOf = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Show statements with their sentences, or one entity's card.

    A clause is one row; what else it tells, when, where, with whom, is shown with `--details`.

    ```console
    $ kg show trade.ttl
    $ kg show trade.ttl "Mark Carney"
    $ kg show trade.ttl --relation imposedTariffOn -f csv
    ```
    """
    from kg.lines.cards import card, sentences

    chosen = wanted.about(name)
    found = loaded(graph, replace(asked_by(chosen), as_of=as_of))
    values = found.graph
    nodes = sorted(nodes_named(values, name))
    said = selected(values, chosen) if details else mains(values, selected(values, chosen))
    cards = (line for node in nodes for line in card(values, node))
    put_told(chain(cards, sentences(values, said, is_part=found.is_part)), _rows(values, said), form, _COLUMNS)


@commands.command(rich_help_panel=_PANEL)
def explain(
    graph: options.GraphFile,
    which: Annotated[str, Argument(metavar="[STATEMENT]", help="Its number in `kg show`, or its id.")] = "",
    subject: options.Subject = "",
    relation: options.RelationName = "",
    obj: options.Object = "",
    article: Annotated[
        Path | None,
        Option("--article", metavar="FILE", help="What the graph was made from, where it has no full text."),
    ] = None,
    rules: Annotated[bool, Option("--rules", help="In the table: where each rule stands and is decided.")] = False,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Explain why a statement is there: the sentence marked, the rule, what was resolved to what, how sure it is.

    What “it” means is told with what else it could have meant, and of a doubtful parse what another parser reads.

    ```console
    $ kg explain trade.ttl 7 --article trade.txt
    $ kg explain trade.ttl --subject Canada --relation imposedTariffOn --rules
    ```
    """
    from kg.lines.cards import explanation
    from kg.lines.rereading import Rereading

    wanted = Filter(subject, relation, obj)
    if bool(which) == bool(subject or relation or obj):
        raise KgError("which statement?", hint="give its number or id, or --subject, --relation, --object")
    found = loaded(graph, replace(asked_by(wanted), clause=which))
    if found.is_part and which.isdecimal():
        raise KgError("a corpus as large as this does not number its statements", hint="kg show has their ids")
    values = found.graph
    said = (statement_numbered(values, which),) if which else selected(values, wanted)
    readings = Rereading(values, article)
    if form is TableForm.TABLE:
        numbers = {one.id: number for number, one in enumerate(ordered(values), 1)}
        told = ((one, readings.of(one).fields()) for one in said)
        cards = (explanation(values, numbers[one.id], one, lost, is_full=rules) for one, lost in told)
        put_lines("\n".join("\n".join(card) + "\n" for card in cards).removesuffix("\n").split("\n"))
    else:
        lost = {str(one.id): readings.of(one).columns() for one in said}
        put([{**row, **lost[str(row["id"])]} for row in _rows(values, said)], form)


def _rows(values: Graph, said: Sequence[Statement]) -> Iterator[Row]:
    """The rows of statements, each with its number in ``kg show``."""
    from kg.tables.rows import Vocabulary, statement_rows

    wanted = {statement.id for statement in said}
    numbered = {str(one.id): number for number, one in enumerate(ordered(values), 1) if one.id in wanted}
    rows = statement_rows(values, Vocabulary(plover=Ontology.load().plover))
    found = [(numbered[str(row["id"])], row) for row in rows if str(row["id"]) in numbered]
    yield from ({"number": number, **row} for number, row in sorted(found, key=lambda pair: pair[0]))


@commands.command(rich_help_panel=_PANEL)
def stats(
    graph: options.GraphPath,
    by: Annotated[
        str,
        Option(
            "--by",
            metavar="WHAT",
            help="counts, standing, communities, brokers, ties, triads, years; else all that there is.",
        ),
    ] = "",
    top: Annotated[int, Option("--top", min=1, help="At most so many rows of each.")] = 10,
    claims: Annotated[bool, Option("--claims", help="Count what is only claimed, planned or denied as well.")] = False,
    details: options.Details = False,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Count what a graph has, and tell who matters in it: centrality, communities, brokers, cooperation and conflict.

    Rows but those of counts show a sentence that they stand on; `-f jsonl` names all the statements. Signs of ties are
    by PLOVER's classes, of facts between states.

    ```console
    $ kg stats trade.ttl
    $ kg stats trade.ttl --by ties -f csv
    ```
    """
    from kg.graph.surveys import EVIDENCE, SURVEYS, Survey

    if form in {TableForm.CSV, TableForm.TSV} and not by:
        raise KgError(f"{form} is one table, and the surveys are several", hint=f"--by, one of {', '.join(SURVEYS)}")
    survey = Survey(loaded(graph).graph, claims=claims, top=top, details=details)
    chosen = (one_of(by, SURVEYS, "survey"),) if by else tuple(SURVEYS)
    tables = {name: list(SURVEYS[name](survey)) for name in chosen}
    if form is not TableForm.TABLE:
        put([{"survey": name, **row} for name, found in tables.items() for row in found], form)
        return
    for name, found in tables.items():
        put_text(f"== {name}\n" if found and not by else "")
        put(found, form, columns=[name for name in (found[0] if found else ()) if name != EVIDENCE])


@commands.command(rich_help_panel=_PANEL)
def timeline(
    graph: options.GraphPath,
    between: Annotated[
        list[str], Option("--between", metavar="NAME", help="Who must take part; give it twice for two states.")
    ] = [],  # noqa: B006 Typer's way of a repeatable option
    relation: options.RelationName = "",
    factuality: options.FactualityName = "",
    trust: options.TrustName = "",
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    publisher: options.Publisher = "",
    undated: Annotated[bool, Option("--undated", help="Undated statements too, at the end.")] = False,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Show what happened when, between whom: each happening once, in the order of time.

    ```console
    $ kg timeline trade.ttl
    $ kg timeline trade.ttl --between Canada --between China --since 2018-01-01
    ```
    """
    from kg.lines.cards import MOMENT_COLUMNS, moment_lines, moment_row
    from kg.tables.timeline import timeline as moments_of

    asked = Filter(relation=relation, factuality=factuality, trust=trust, since=since, until=until, publisher=publisher)
    values = loaded(graph, replace(asked_by(asked), about=tuple(between), as_of=as_of)).graph
    moments = moments_of(values, asked, between=between, undated=undated)
    anytime = moments_of(values, replace(asked, since=None, until=None), between=between, undated=True)
    left = sum(not one.time for one in anytime) - sum(not one.time for one in moments)
    put_told(moment_lines(values, moments), (moment_row(values, one) for one in moments), form, MOMENT_COLUMNS)
    if left:
        note(f"{left} without a date left out" + ("" if since or until else "; --undated shows them"))
    elif not moments:
        note("nothing of that kind is told")


@commands.command(rich_help_panel=_PANEL)
def diff(
    before: Annotated[Path, Argument(metavar="BEFORE", help="A graph.")],
    after: Annotated[Path, Argument(metavar="AFTER", help="The graph to compare it with.")],
    form: options.OutputForm = TableForm.TABLE,
    draw: Annotated[
        Path | None, Option("--draw", metavar="FILE", help="Draw the differences too: svg, png, pdf or html.")
    ] = None,
    force: options.Force = False,
) -> None:
    """Tell what two graphs say differently, by meaning: contradicted, changed, fulfilled, new, gone.

    What is planned, denied or said by somebody is marked so. Exit code 1 where they differ, 0 where they do not.

    ```console
    $ kg diff monday.ttl tuesday.ttl
    $ kg diff old.ttl new.ttl -f jsonl
    $ kg diff old.ttl new.ttl --draw changes.svg
    ```
    """
    from kg.diff import diff as changes_of
    from kg.lines.cards import CHANGE_COLUMNS, change_lines, change_row

    if draw:  # a file that must not be written to is an error before any work is done
        from kg.turtle.whole import write_whole
        from kg.view.draw import form_of, is_drawn, scene_bytes
        from kg.view.draw.changes import changes_scene

        check_output(draw, is_drawn, read=(before, after), force=force)
        kind = form_of(draw)
    first, second = loaded(before).graph, loaded(after).graph
    changes = changes_of(first, second, meanings())
    if draw:
        write_whole(scene_bytes(changes_scene(first, second, changes), first | second, kind), draw)
    rows = (change_row(first, second, change) for change in changes)
    put_told(change_lines(first, second, changes), rows, form, CHANGE_COLUMNS)
    if changes:
        raise typer.Exit(FINDINGS)
    note(f"no difference between {before} and {after}")


def meanings() -> RelationSemantics:
    """What is known of the relations of our ontology, for comparing."""
    from kg.diff.names import RelationSemantics

    ontology = Ontology.load()
    symmetric = frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
    reverses = {name: relation.reverses for name, relation in ontology.relations.items()}
    return RelationSemantics(symmetric, ontology.plover, reverses)
