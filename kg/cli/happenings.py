"""What several articles tell together: ``happenings``, ``claims``, ``brief``, ``trend`` of states, ``tenures``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.console.output import TableForm, check_output, put_data, put_found, put_lines
from kg.errors import KgError, one_of
from kg.facts.wording import when
from kg.files.graphs import is_named_as_graph
from kg.ontology import Ontology
from kg.several.opened import OpenedCorpus, asked_about, named

if TYPE_CHECKING:
    from kg.console.output import PrintedRow
    from kg.corpus.claims import Claim
    from kg.corpus.happenings import Corpus as Told
    from kg.corpus.happenings import Happening, Telling
    from kg.model import ArticleId, NodeId

commands = typer.Typer()
_PANEL = "Corpus"


@commands.command(rich_help_panel=_PANEL)
def happenings(
    graphs: options.GraphFiles,
    about: Annotated[str, Option("--about", metavar="NAME", help="With this entity.")] = "",
    sources: Annotated[int, Option("--sources", min=1, help="Told independently by at least so many sources.")] = 1,
    changed: Annotated[
        bool, Option("--changed", help="Only what stood otherwise first, and was done or withdrawn later.")
    ] = False,
    since: options.Since = None,
    until: options.Until = None,
    links: options.LinksFile = None,
    output: Annotated[
        Path | None,
        Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write all happenings, claims and tenures as RDF to this file; the format by its suffix.",
        ),
    ] = None,
    force: options.Force = False,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """List what happened by all articles together: when, how it stands, how many tell it independently.

    Copies of an article, and articles of one agency, are one source. In a table a happening has the sentence that
    its words are of; the other formats have all of them.

    ```console
    $ kg happenings news.store --sources 2
    $ kg happenings monday.ttl tuesday.ttl --about Peru -f jsonl
    $ kg happenings news.store -o happenings.ttl
    ```
    """
    if output is not None:
        if about or sources > 1 or changed or since or until or form is not TableForm.TABLE:
            raise KgError("-o writes all happenings", hint="leave out what chooses some of them, and -f")
        _put_rdf(OpenedCorpus(graphs, links), output, force=force)
        return
    told = OpenedCorpus(graphs, links, asked_about(about, since=since, until=until)).told
    parts = _parts_of(told, named(told, about))
    found = (
        one
        for one in told.happenings
        if one.sources >= sources
        and (not about or parts(one))
        and (not changed or one.is_changed)
        and one.is_within(since, until)
    )
    put_found([_happening_row(told, one, form) for one in found], form, "no such happening")


@commands.command(rich_help_panel=_PANEL)
def claims(
    graphs: options.GraphFiles,
    conflicting: Annotated[bool, Option("--conflicting", help="Only where sources contradict each other.")] = False,
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
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
    labels = {one.id: one.label for one in told.happenings}

    def side(claim: Claim, prefix: str = "") -> PrintedRow:
        return {
            f"{prefix}value": claim.value,
            f"{prefix}day": str(claim.telling.told_on or ""),
            f"{prefix}holder": claim.holder,
            f"{prefix}sentence": told.sentence_of(claim.telling),
        }

    rows: list[PrintedRow] = []
    for tie in ties(told):
        if not conflicting or tie.bond in {Bond.CONFLICTS, Bond.DENIES}:
            of = {"happening": labels[tie.first.happening], "of": tie.first.what}
            rows.append({**of, **side(tie.first), "bond": tie.bond.value, **side(tie.second, "other ")})
    put_found(rows, form, "no two claims of one happening" + (" that contradict each other" if conflicting else ""))


@commands.command(rich_help_panel=_PANEL)
def brief(
    graphs: options.GraphFiles,
    name: Annotated[str, Argument(metavar="NAME", help="The entity, by any of its names.")],
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Tell all that articles say of an entity together: its names, then its happenings in order of time.

    To a state's belongs what its government, ministers and forces do, told as theirs.

    ```console
    $ kg brief news.store "Mark Carney"
    $ kg brief monday.ttl tuesday.ttl Peru -f jsonl
    ```
    """
    nameless = KgError("no name to tell of, behind the graphs", hint='kg brief GRAPH "Mark Carney"')
    if not name.strip() or is_named_as_graph(name):
        raise nameless
    told = OpenedCorpus(graphs, links, asked_about(name)).told
    try:
        chosen = named(told, name)
    except KgError as error:
        if Path(name).is_dir():
            raise nameless from error
        raise
    if form is TableForm.TABLE:  # its names, and the offices that articles tell as a fact that it holds or held
        nodes = {unit.node for unit, cluster in told.links.of_unit.items() if cluster.id in chosen} | chosen
        names = sorted({told.graph.label(node) for node in nodes if node in told.graph.nodes})
        held = [
            f"  held {told.graph.label(said.object)}: {said.first_evidence.quote}"
            for said in told.graph.statements
            if said.subject in nodes and said.relation == "heldOffice" and said.is_fact
        ]
        put_lines([" · ".join(names), *held, ""])
    parts = _parts_of(told, chosen)
    rows = [
        {"as": ", ".join(part), **_happening_row(told, one, form)} for one in told.happenings if (part := parts(one))
    ]
    put_found(rows, form, f"no happening with {name}")


def _parts_of(told: Told, chosen: frozenset[NodeId]) -> Callable[[Happening], list[str]]:
    """What tells all parts that an entity, and whoever acts for it, has in a happening: "agent: Swiss officials"."""
    from kg.corpus.trends import Acting

    acting = Acting(told)

    def parts(one: Happening) -> list[str]:
        said = told.statements[one.tellings[0].statement]
        own = {role for role, node in one.participants if node in chosen}
        others = ((role, node) for role, node in one.participants if node not in chosen)
        acts = {f"{role}: {told.label(node)}" for role, node in others if acting.state(node, said) in chosen}
        return sorted(own | acts)

    return parts


def _put_rdf(corpus: OpenedCorpus, output: Path, *, force: bool) -> None:
    """Write all happenings and claims as RDF, in the format of the file's suffix."""
    from kg.corpus.rdf import as_rdf
    from kg.turtle.documents import holds_ours
    from kg.turtle.formats import format_of

    form = format_of(output)
    check_output(output, holds_ours, read=corpus.read, force=force)
    put_data(as_rdf(corpus.told, form), output=output)


def _happening_row(told: Told, one: Happening, form: TableForm) -> PrintedRow:
    """A row; its sentence is that of which it has its words, else that of the first day, of one day a fact's."""

    def place(telling: Telling) -> tuple[bool, bool, date, bool, Telling]:
        said = told.statements[telling.statement]
        return said.label != one.label, telling.told_on is None, telling.day, not said.is_fact, telling

    row: PrintedRow = {
        "when": when(one.time),
        "what": one.label,
        "class": one.cls,
        "stands": " → ".join(one.stages),
        "sources": one.sources,
        "participants": "; ".join(f"{role} {told.label(node)}" for role, node in one.participants),
        "sentence": told.sentence_of(min(one.tellings, key=place)),
    }
    if form is TableForm.TABLE:
        return {name: value for name, value in row.items() if name not in {"participants", "class"}}
    tellings: list[PrintedRow] = [
        {
            "article": telling.article,
            "day": telling.told_on.isoformat() if telling.told_on else None,
            "stands": telling.stage.value,
            "statement": telling.statement,
            "sentence": told.sentence_of(telling),
        }
        for telling in one.tellings
    ]
    return {"id": one.id, **row, "articles": [*one.articles], "tellings": [dict(each) for each in tellings]}


@commands.command(rich_help_panel=_PANEL)
def trend(
    graphs: options.GraphFiles,
    source: Annotated[str, Option("--from", metavar="STATE", help="Whose acts: a name or a code, RUS.")] = "",
    target: Annotated[str, Option("--to", metavar="STATE", help="Towards whom.")] = "",
    by: Annotated[str, Option("--by", metavar="month|year|day", help="The length of a period.")] = "month",
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Show how states act towards each other over time: cooperative and hostile happenings, not tellings.

    ```console
    $ kg trend news.store --from RUS --to UKR --by month
    $ kg trend news.store --from Canada -f csv
    ```
    """
    from kg.corpus.trends import PERIODS
    from kg.corpus.trends import trend as periods

    by, ontology = one_of(by, PERIODS, "period"), Ontology.load()
    mutual = {name for name, relation in ontology.relations.items() if relation.symmetric}
    told = OpenedCorpus(graphs, links, asked_about(source, target)).told
    first, second = named(told, source), named(told, target)
    rows: list[PrintedRow] = [
        {
            "period": one.period,
            "from": told.graph.label(one.source),
            "to": told.graph.label(one.target),
            "cooperative": one.cooperative,
            "hostile": one.hostile,
            "score": one.score,
            "sentence": told.sentence(one.statements[0]),
            **({} if form is TableForm.TABLE else {"statements": [*one.statements]}),
        }
        for one in periods(told, ontology.plover, by=by, mutual=mutual)
        if (not source or one.source in first) and (not target or one.target in second)
    ]
    put_found(rows, form, "no act of one state towards another")


@commands.command(rich_help_panel=_PANEL)
def tenures(
    graphs: options.GraphFiles,
    office: Annotated[str, Option("--office", metavar="TITLE", help="Only this office: President of France.")] = "",
    on: options.On = None,
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Tell who held which office from when to when: by articles on their days, and by the table of office holders.

    An office that no article tells of is looked up in the table by its full title.

    ```console
    $ kg tenures news.store --office "President of France" --on 2024-05-06
    $ kg tenures monday.ttl tuesday.ttl -f jsonl
    ```
    """
    from kg.corpus.tenures import office_named
    from kg.corpus.tenures import tenures as found

    told = OpenedCorpus(graphs, links).told
    known = frozenset(filter(None, [office_named(office) if office else None]))
    try:
        offices = named(told, office) | known
    except KgError:  # no article tells of it
        if not known:
            raise
        offices = known

    def place(proof: tuple[NodeId, ArticleId]) -> tuple[date, tuple[NodeId, ArticleId]]:
        return told.day_of(told.statements[proof[0]], proof[1]) or date.max, proof

    rows: list[PrintedRow] = []
    for one in found(told, offices):
        if on is None or one.covers(on):
            proofs = sorted(one.statements, key=place)
            rows.append(
                {
                    "office": one.title,
                    "holder": one.holder,
                    "start": one.start.isoformat() if one.start else None,
                    "end": one.end.isoformat() if one.end else None,
                    "by": "table" if one.is_of_table else "articles",
                    "sources": told.copies.independent({article for _, article in one.statements}),
                    "sentence": told.sentence(*proofs[0]) if proofs else None,
                    **({} if form is TableForm.TABLE else {"statements": [*dict.fromkeys(name for name, _ in proofs)]}),
                }
            )
    put_found(rows, form, f"nobody is known to have held it{f' on {on.isoformat()}' if on else ''}")
