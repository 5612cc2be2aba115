"""The commands that tell how things stand over time: ``trend`` of two states, ``tenures`` of an office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.corpora import GraphFiles, LinksFile, OpenedCorpus, asked_about, named
from kg.cli.options import On, OutputForm
from kg.console.output import TableForm, put_found
from kg.errors import KgError, one_of

if TYPE_CHECKING:
    from kg.console.output import Cell, PrintedRow
    from kg.corpus.happenings import Corpus as Told
    from kg.corpus.tenures import Tenure
    from kg.corpus.trends import TrendPeriod
    from kg.model import NodeId

commands = typer.Typer()
_PANEL = "Corpus"
From = Annotated[str, typer.Option("--from", metavar="STATE", help="Whose acts: a name or a code, RUS.")]
To = Annotated[str, typer.Option("--to", metavar="STATE", help="Towards whom.")]
OfficeName = Annotated[str, typer.Option("--office", metavar="TITLE", help="Only this office: President of France.")]
By = Annotated[str, typer.Option("--by", metavar="month|year|day", help="The length of a period.")]


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

    by, ontology = one_of(by, PERIODS, "period"), Ontology.load()
    mutual = {name for name, relation in ontology.relations.items() if relation.symmetric}
    told = OpenedCorpus(graphs, links, asked_about(source, target)).told
    first, second = named(told, source), named(told, target)
    found = (
        one
        for one in periods(told, ontology.plover, by=by, mutual=mutual)
        if (not source or one.source in first) and (not target or one.target in second)
    )
    put_found([_period_row(told, one, form) for one in found], form, "no act of one state towards another")


@commands.command(rich_help_panel=_PANEL)
def tenures(
    graphs: GraphFiles,
    office: OfficeName = "",
    on: On = None,
    links: LinksFile = None,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Tell who held which office from when to when: by articles on their days, and by the table of office holders.

    An office that no article tells of is looked up in the table by its full title.

    ```console
    $ kg tenures news.store --office "President of France" --on 2024-05-06
    $ kg tenures monday.ttl tuesday.ttl -f jsonl
    ```
    """
    from kg.corpus.tenures import tenures as found

    told = OpenedCorpus(graphs, links).told
    some = [one for one in found(told, _offices(told, office)) if on is None or one.covers(on)]
    when = f" on {on.isoformat()}" if on else ""
    put_found([_tenure_row(told, one, form) for one in some], form, f"nobody is known to have held it{when}")


def _period_row(told: Told, one: TrendPeriod, form: TableForm) -> PrintedRow:
    row: dict[str, Cell] = {
        "period": one.period,
        "from": told.graph.label(one.source),
        "to": told.graph.label(one.target),
        "cooperative": one.cooperative,
        "hostile": one.hostile,
        "score": one.score,
        "sentence": told.sentence(one.statements[0]),
    }
    return row if form is TableForm.TABLE else {**row, "statements": [*one.statements]}


def _offices(told: Told, title: str) -> frozenset[NodeId]:
    """The nodes of a title in the graph or the table; none for no title, ``KgError`` for one that neither has."""
    from kg.corpus.tenures import office_named

    known = office_named(title) if title else None
    try:
        return named(told, title) | {*filter(None, [known])}
    except KgError:
        if known is None:
            raise
        return frozenset({known})


def _tenure_row(told: Told, one: Tenure, form: TableForm) -> PrintedRow:
    proofs = sorted(
        one.statements, key=lambda proof: (told.day_of(told.statements[proof[0]], proof[1]) or date.max, proof)
    )
    row: dict[str, Cell] = {
        "office": one.title,
        "holder": one.holder,
        "start": one.start.isoformat() if one.start else None,
        "end": one.end.isoformat() if one.end else None,
        "by": "table" if one.is_of_table else "articles",
        "sources": told.copies.independent({article for _, article in one.statements}),
        "sentence": told.sentence(*proofs[0]) if proofs else None,
    }
    return row if form is TableForm.TABLE else {**row, "statements": [*dict.fromkeys(name for name, _ in proofs)]}
