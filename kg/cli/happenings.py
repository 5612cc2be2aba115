"""The commands that tell what several articles tell together: ``happenings``, ``claims``, ``trend``, ``brief``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.corpora import GraphFiles, LinksFile, OpenedCorpus, asked_about, named
from kg.cli.options import Force, OutputForm, Since, Until
from kg.console.output import TableForm, put_found
from kg.errors import KgError
from kg.facts.wording import when
from kg.files.graphs import is_named_as_graph

if TYPE_CHECKING:
    from kg.console.output import Cell, PrintedRow
    from kg.corpus.claims import Claim, Tie
    from kg.corpus.happenings import Corpus as Told
    from kg.corpus.happenings import Happening, Telling
    from kg.corpus.trends import Acting
    from kg.model import NodeId, TimeSpan

commands = typer.Typer()
_PANEL = "Corpus"

Least = Annotated[int, typer.Option("--sources", min=1, help="Told independently by at least so many sources.")]
RdfOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write all happenings, claims and tenures as RDF to this file; the format by its suffix.",
    ),
]
Changed = Annotated[
    bool, typer.Option("--changed", help="Only what stood otherwise first, and was done or withdrawn later.")
]
Conflicting = Annotated[bool, typer.Option("--conflicting", help="Only where sources contradict each other.")]


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
        _write(graphs, links, output, force=force)
        return
    told = OpenedCorpus(graphs, links, asked_about(about, since=since, until=until)).told
    parts = _parts_of(told, named(told, about))
    found = (
        one
        for one in told.happenings
        if one.sources >= sources
        and (not about or parts(one))
        and (not changed or one.is_changed)
        and is_within(one.time, since, until)
    )
    put_found([_happening_row(told, one, form) for one in found], form, "no such happening")


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
    nothing = "no two claims of one happening" + (" that contradict each other" if conflicting else "")
    put_found([_claim_row(told, tie, labels[tie.first.happening]) for tie in found], form, nothing)


@commands.command(rich_help_panel=_PANEL)
def brief(
    graphs: GraphFiles,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The entity, by any of its names.")],
    links: LinksFile = None,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Tell all that articles say of an entity together: its names, then its happenings in order of time.

    To a state's belongs what its government, ministers and forces do, told as theirs.

    ```console
    $ kg brief news.store "Mark Carney"
    $ kg brief monday.ttl tuesday.ttl Peru -f jsonl
    ```
    """
    from kg.console.output import put_lines

    if not name.strip() or is_named_as_graph(name):
        raise KgError(_NAMELESS, hint=_EXAMPLE)
    told = OpenedCorpus(graphs, links, asked_about(name)).told
    chosen = _chosen(told, name)
    if form is TableForm.TABLE:
        put_lines([*_card(told, chosen), ""])
    parts = _parts_of(told, chosen)
    rows = [
        {"as": ", ".join(part), **_happening_row(told, one, form)} for one in told.happenings if (part := parts(one))
    ]
    put_found(rows, form, f"no happening with {name}")


_NAMELESS, _EXAMPLE = "no name to tell of, behind the graphs", 'kg brief GRAPH "Mark Carney"'


def _chosen(told: Told, name: str) -> frozenset[NodeId]:
    """What a name means; ``KgError`` for one that is unknown, and so if it is that of a folder."""
    try:
        return named(told, name)
    except KgError as error:
        if Path(name).is_dir():
            raise KgError(_NAMELESS, hint=_EXAMPLE) from error
        raise


def _parts_of(told: Told, chosen: frozenset[NodeId]) -> Callable[[Happening], list[str]]:
    """What tells all parts that an entity, and whoever acts for it, has in a happening, sorted."""
    from kg.corpus.trends import Acting

    acting = Acting(told)
    return lambda one: sorted({*_parts(one, chosen, acting)})


def _parts(one: Happening, chosen: frozenset[NodeId], acting: Acting) -> Iterator[str]:
    """The roles that an entity has in a happening, and those of whoever acts for it: "agent: Swiss officials"."""
    said = acting.corpus.statements[one.tellings[0].statement]
    for role, node in one.participants:
        if node in chosen:
            yield role
        elif acting.state(node, said) in chosen:
            yield f"{role}: {acting.corpus.label(node)}"


def _write(graphs: GraphFiles, links: LinksFile, output: Path, *, force: bool) -> None:
    """All happenings and claims as RDF, in the format of the file's suffix."""
    from kg.console.output import check_output, put_data
    from kg.corpus.rdf import as_rdf
    from kg.turtle.documents import holds_ours
    from kg.turtle.formats import format_of

    form, corpus = format_of(output), OpenedCorpus(graphs, links)
    check_output(output, holds_ours, read=corpus.read, force=force)
    put_data(as_rdf(corpus.told, form), output=output)


def _card(told: Told, chosen: frozenset[NodeId]) -> Iterator[str]:
    """The names of an entity, and the offices that articles tell as a fact that it holds or held."""
    nodes = {unit.node for unit, cluster in told.links.of_unit.items() if cluster.id in chosen} | chosen
    labels = sorted({told.graph.label(node) for node in nodes if node in told.graph.nodes})
    yield " · ".join(labels)
    for said in told.graph.statements:
        if said.subject in nodes and said.relation == "heldOffice" and said.is_fact:
            yield f"  held {told.graph.label(said.object)}: {said.first_evidence.quote}"


def _happening_row(told: Told, one: Happening, form: TableForm) -> PrintedRow:
    first = min(one.tellings, key=lambda telling: _by_words(told, one, telling))
    roles = "; ".join(f"{role} {told.label(node)}" for role, node in one.participants)
    row: PrintedRow = {
        "when": when(one.time),
        "what": one.label,
        "class": one.cls,
        "stands": " → ".join(stages(one)),
        "sources": one.sources,
        "participants": roles,
        "sentence": told.sentence_of(first),
    }
    if form is TableForm.TABLE:
        return {name: value for name, value in row.items() if name not in {"participants", "class"}}
    tellings: list[Cell] = [
        {
            "article": telling.article,
            "day": telling.told_on.isoformat() if telling.told_on else None,
            "stands": telling.stage.value,
            "statement": telling.statement,
            "sentence": told.sentence_of(telling),
        }
        for telling in one.tellings
    ]
    return {"id": one.id, **row, "articles": [*one.articles], "tellings": tellings}


def _by_words(told: Told, one: Happening, telling: Telling) -> tuple[bool, bool, date, bool, Telling]:
    """That of which a happening has its words first, others by day, what has none last; of one day facts first."""
    said = told.statements[telling.statement]
    return said.label != one.label, telling.told_on is None, telling.day, not said.is_fact, telling


def stages(one: Happening) -> list[str]:
    """How a happening stood, in order, each with the day of its first telling: "planned 2026-03-02"."""
    return [_stage(telling) for telling in one.history]


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
        f"{prefix}sentence": told.sentence_of(claim.telling),
    }


def is_within(time: TimeSpan | None, since: date | None, until: date | None) -> bool:
    """Whether a time reaches into an interval of days; one that is not known does only where none is asked for."""
    if since is None and until is None:
        return True
    if time is None or not (time.start or time.end):
        return False
    first, last = time.start or time.end, time.end or time.start
    assert first is not None
    assert last is not None
    return (since is None or last >= since) and (until is None or first <= until)
