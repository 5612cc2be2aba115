"""The commands that tell what several articles tell together: ``happenings``, ``claims``, ``trend``, ``brief``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.corpora import GraphFiles, LinksFile, OpenedCorpus
from kg.cli.options import Force, GraphFile, OutputForm, Since, Until
from kg.cli.tables import TableForm, put
from kg.errors import KgError, one_of

if TYPE_CHECKING:
    from datetime import date

    from kg.cli.tables import Cell, PrintedRow
    from kg.corpus.claims import Claim, Tie
    from kg.corpus.happenings import Corpus as Told
    from kg.corpus.happenings import Happening, Telling
    from kg.corpus.trends import TrendPeriod
    from kg.model import NodeId, TimeSpan

commands = typer.Typer()
_PANEL = "Corpus"

Least = Annotated[int, typer.Option("--sources", min=1, help="Told independently by at least so many sources.")]
RdfOutput = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="All happenings and claims as RDF, to a file.")
]
Changed = Annotated[
    bool, typer.Option("--changed", help="Only what stood otherwise first, and was done or withdrawn later.")
]
Conflicting = Annotated[bool, typer.Option("--conflicting", help="Only where sources contradict each other.")]
From = Annotated[str, typer.Option("--from", metavar="STATE", help="Whose acts: a name or a code, RUS.")]
To = Annotated[str, typer.Option("--to", metavar="STATE", help="Towards whom.")]
By = Annotated[str, typer.Option("--by", metavar="month|year|day", help="The length of a period.")]


@commands.command(rich_help_panel=_PANEL)
def happenings(
    graphs: GraphFiles,
    about: Annotated[str, typer.Option("--about", metavar="NAME", help="With this entity.")] = "",
    sources: Least = 1,
    changed: Changed = False,
    since: Since = None,
    until: Until = None,
    links: LinksFile = None,
    output: RdfOutput = None,
    force: Force = False,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """List what happened by all articles together: when, how it stands, how many tell it independently.

    Copies of an article, and articles of one agency, are one source. In a table a happening has a sentence of its first
    article; the other formats have all of them.

    ```console
    $ kg happenings news.store --sources 2
    $ kg happenings monday.ttl tuesday.ttl --about Peru -f jsonl
    $ kg happenings news.store -o happenings.ttl
    ```
    """
    if output is not None:
        if about or sources > 1 or changed or since or until or form is not TableForm.TABLE:
            raise KgError("-o writes all happenings", hint="leave out what chooses some of them, and -f")
        _write(graphs, links, output, force=force)
        return
    told = OpenedCorpus(graphs, links).told
    chosen = _named(told, about)
    found = (
        one
        for one in told.happenings
        if one.sources >= sources
        and (not about or chosen & {node for _, node in one.participants})
        and (not changed or one.is_changed)
        and _is_within(one.time, since, until)
    )
    put([_happening_row(told, one, form) for one in found], form)


@commands.command(rich_help_panel=_PANEL)
def claims(
    graphs: GraphFiles,
    conflicting: Conflicting = False,
    links: LinksFile = None,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """List how claims of one happening stand to each other: updates of a value, conflicts, denials, support.

    A value on a later day is an update, another one on the same day by another source a conflict.

    ```console
    $ kg claims news.store
    $ kg claims news.store --conflicting -f jsonl
    ```
    """
    from kg.corpus.claims import Bond, ties

    told = OpenedCorpus(graphs, links).told
    against = {Bond.CONFLICTS, Bond.DENIES}
    found = (tie for tie in ties(told) if not conflicting or tie.bond in against)
    labels = {one.id: one.label for one in told.happenings}
    put([_claim_row(told, tie, labels[tie.first.happening]) for tie in found], form)


@commands.command(rich_help_panel=_PANEL)
def trend(
    graphs: GraphFiles,
    source: From = "",
    target: To = "",
    by: By = "month",
    links: LinksFile = None,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Show how states act towards each other over time: cooperative and hostile happenings, not tellings.

    ```console
    $ kg trend news.store --from RUS --to UKR --by month
    $ kg trend news.store --from Canada -f csv
    ```
    """
    from kg.corpus.trends import PERIODS
    from kg.corpus.trends import trend as periods
    from kg.ontology import Ontology

    by = one_of(by, PERIODS, "period")
    told = OpenedCorpus(graphs, links).told
    first, second = _named(told, source), _named(told, target)
    found = (
        one
        for one in periods(told, Ontology.load().plover, by=by)
        if (not source or one.source in first) and (not target or one.target in second)
    )
    put([_period_row(told, one, form) for one in found], form)


@commands.command(rich_help_panel=_PANEL)
def brief(
    graph: GraphFile,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The entity, by any of its names.")],
    links: LinksFile = None,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Tell all that articles say of an entity together: its names, then its happenings in order of time.

    ```console
    $ kg brief news.store "Mark Carney"
    $ kg brief news.store Peru -f jsonl
    ```
    """
    from kg.cli.tables import put_lines

    told = OpenedCorpus([graph], links).told
    chosen = _named(told, name)
    if form is TableForm.TABLE:
        put_lines([*_card(told, chosen), ""])
    rows = [
        {"as": ", ".join(sorted({role for role, node in one.participants if node in chosen})), **row}
        for one in told.happenings
        if chosen & {node for _, node in one.participants}
        for row in (_happening_row(told, one, form),)
    ]
    put(rows, form)


def _write(graphs: GraphFiles, links: LinksFile, output: Path, *, force: bool) -> None:
    """All happenings and claims as RDF, in the format of the file's suffix."""
    from kg.cli.output import check_output
    from kg.cli.tables import put_data
    from kg.corpus.rdf import as_rdf
    from kg.turtle import holds_ours
    from kg.turtle.formats import format_of

    form = format_of(output)
    check_output(output, holds_ours, read=graphs, force=force)
    put_data(as_rdf(OpenedCorpus(graphs, links).told, form), output=output)


def _named(told: Told, name: str) -> frozenset[NodeId]:
    """The clusters of the nodes of a name, and the nodes; none for an empty name."""
    from kg.facts.selection import nodes_named

    nodes = nodes_named(told.graph, name)
    clusters = {cluster.id for unit, cluster in told.links.of_unit.items() if unit.node in nodes}
    return nodes | clusters


def _card(told: Told, chosen: frozenset[NodeId]) -> Iterator[str]:
    """The names of an entity, and the offices that articles say it held."""
    nodes = {unit.node for unit, cluster in told.links.of_unit.items() if cluster.id in chosen} | chosen
    labels = sorted({told.graph.label(node) for node in nodes if node in told.graph.nodes})
    yield " · ".join(labels)
    for said in told.graph.statements:
        if said.subject in nodes and said.relation == "heldOffice":
            yield f"  held {told.graph.label(said.object)}: {said.first_evidence.quote}"


def _happening_row(told: Told, one: Happening, form: TableForm) -> PrintedRow:
    first = min(
        one.tellings, key=lambda telling: (telling.day, not told.statements[telling.statement].is_fact, telling)
    )
    when = one.time
    day = (when.start or when.end) if when else None
    roles = "; ".join(f"{role} {told.label(node)}" for role, node in one.participants)
    row: PrintedRow = {
        "when": day.isoformat() if day else "",
        "what": one.label,
        "class": one.cls,
        "stands": " → ".join(_stage(telling) for telling in one.history),
        "sources": one.sources,
        "participants": roles,
        "sentence": _sentence(told, first.statement),
    }
    if form is TableForm.TABLE:
        return {name: value for name, value in row.items() if name not in {"participants", "class"}}
    tellings: list[Cell] = [
        {
            "article": telling.article,
            "day": telling.told_on.isoformat() if telling.told_on else None,
            "stands": telling.stage.value,
            "statement": telling.statement,
            "sentence": _sentence(told, telling.statement, telling.article),
        }
        for telling in one.tellings
    ]
    return {"id": one.id, **row, "articles": [*one.articles], "tellings": tellings}


def _stage(telling: Telling) -> str:
    return f"{telling.stage} {telling.told_on}" if telling.told_on else telling.stage.value


def _claim_row(told: Told, tie: Tie, happening: str) -> PrintedRow:
    return {
        "happening": happening,
        "of": tie.first.what,
        **_side(told, tie.first, ""),
        "bond": tie.bond.value,
        **_side(told, tie.second, "other "),
    }


def _side(told: Told, claim: Claim, prefix: str) -> PrintedRow:
    day = claim.telling.told_on
    return {
        f"{prefix}value": claim.value,
        f"{prefix}day": day.isoformat() if day else "",
        f"{prefix}holder": claim.holder,
        f"{prefix}sentence": _sentence(told, claim.telling.statement, claim.telling.article),
    }


def _sentence(told: Told, statement: NodeId, article: str = "") -> str:
    """The words of a statement, in an article of several; its label where words are withheld."""
    said = told.statements[statement]
    spans = sorted(span for span in said.evidence if not article or span.article == article)
    return " ".join((spans[0].quote or said.label).split())


def _period_row(told: Told, one: TrendPeriod, form: TableForm) -> PrintedRow:
    row: dict[str, Cell] = {
        "period": one.period,
        "from": told.graph.label(one.source),
        "to": told.graph.label(one.target),
        "cooperative": one.cooperative,
        "hostile": one.hostile,
        "score": one.score,
        "sentence": _sentence(told, one.statements[0]),
    }
    return row if form is TableForm.TABLE else {**row, "statements": [*one.statements]}


def _is_within(time: TimeSpan | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if time is None or not (time.start or time.end):
        return False
    first, last = time.start or time.end, time.end or time.start
    assert first is not None
    assert last is not None
    return (since is None or last >= since) and (until is None or first <= until)
