"""What several articles tell together: ``happenings``, ``claims``, ``brief``, ``trend`` of states, ``tenures``."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.console.output import PrintedRow, TableForm, check_output, put_data, put_found, put_lines
from kg.errors import KgError, one_of
from kg.files.graphs import is_named_as_graph
from kg.several.opened import OpenedCorpus, asked_about, named
from kg.shards.wanted import MOST, Wanted

commands = typer.Typer()
_PANEL = "Corpus"


@commands.command(rich_help_panel=_PANEL)
def happenings(
    graphs: options.GraphFiles,
    about: Annotated[str, Option("--about", metavar="NAME", help="With this entity.")] = "",
    sources: Annotated[int, Option("--sources", min=1, help="Told independently by at least so many sources.")] = 1,
    changed: Annotated[bool, Option("--changed", help="What stood otherwise before it was done or withdrawn.")] = False,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    links: options.LinksFile = None,
    output: Annotated[
        Path | None, Option("--output", "-o", metavar="FILE", help="All happenings, claims, tenures, as RDF by suffix.")
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
        from kg.corpus.rdf import as_rdf
        from kg.turtle.documents import holds_ours
        from kg.turtle.formats import format_of

        if about or sources > 1 or changed or since or until or as_of or form is not TableForm.TABLE:
            raise KgError("-o writes all happenings", hint="leave out what chooses some of them, and -f")
        told, written = OpenedCorpus(graphs, links, Wanted(most=MOST)), format_of(output)
        check_output(output, holds_ours, read=told.read, force=force)
        put_data(as_rdf(told.told, written), output=output)
        return
    from kg.corpus.tables import happenings as rows

    corpus = OpenedCorpus(graphs, links, asked_about(about, since=since, until=until, as_of=as_of))
    chosen = corpus.chosen(about)
    with corpus.answers() as tables:
        found = rows(tables, chosen, sources=sources, changed=changed, since=since, until=until)
        _put_happenings(found, form, "no such happening")


@commands.command(rich_help_panel=_PANEL)
def claims(
    graphs: options.GraphFiles,
    conflicting: Annotated[bool, Option("--conflicting", help="Only where sources contradict each other.")] = False,
    as_of: options.AsOf = None,
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
    from kg.corpus.tables import claims as rows

    with OpenedCorpus(graphs, links, asked_about(as_of=as_of)).answers() as tables:
        found = list(rows(tables, conflicting=conflicting))
    put_found(found, form, "no two claims of one happening" + (" that contradict each other" if conflicting else ""))


@commands.command(rich_help_panel=_PANEL)
def brief(
    graphs: options.GraphFiles,
    name: Annotated[str, Argument(metavar="NAME", help="The entity, by any of its names.")],
    as_of: options.AsOf = None,
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
    corpus = OpenedCorpus(graphs, links, asked_about(name, as_of=as_of))
    try:
        chosen = corpus.chosen(name) or frozenset()
    except KgError as error:
        if Path(name).is_dir():
            raise nameless from error
        raise
    told = corpus.about(name)
    if form is TableForm.TABLE:  # its names, and the offices that articles tell as a fact that it holds or held
        names = sorted({told.graph.label(node) for node in chosen if node in told.graph.nodes})
        held = [
            f"  held {told.graph.label(said.object)}: {said.first_evidence.quote}"
            for said in told.graph.statements
            if said.subject in chosen and said.relation == "heldOffice" and said.is_fact
        ]
        put_lines([" · ".join(names), *held, ""])
    from kg.corpus.tables import happenings as rows

    with corpus.answers() as tables:
        _put_happenings(rows(tables, chosen), form, f"no happening with {name}", first=("as",))


def _put_happenings(rows: Iterable[PrintedRow], form: TableForm, nothing: str, first: Sequence[str] = ()) -> None:
    """Write rows of happenings, in a table those of their columns that have room."""
    shown, left_out = (*first, "when", "what", "stands", "sources", "sentence"), {"as"} - {*first}
    is_table = form is TableForm.TABLE
    found = [{name: row[name] for name in (shown if is_table else row) if name not in left_out} for row in rows]
    put_found(found, form, nothing)


@commands.command(rich_help_panel=_PANEL)
def trend(
    graphs: options.GraphFiles,
    source: Annotated[str, Option("--from", metavar="STATE", help="Whose acts: a name or a code, RUS.")] = "",
    target: Annotated[str, Option("--to", metavar="STATE", help="Towards whom.")] = "",
    by: Annotated[str, Option("--by", metavar="month|year|day", help="The length of a period.")] = "month",
    as_of: options.AsOf = None,
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Show how states act towards each other over time: cooperative and hostile happenings, not tellings.

    ```console
    $ kg trend news.store --from RUS --to UKR --by month
    $ kg trend news.store --from Canada -f csv
    ```
    """
    from kg.corpus.tables import trend as found
    from kg.corpus.trends import PERIODS

    by, corpus = one_of(by, PERIODS, "period"), OpenedCorpus(graphs, links, asked_about(source, target, as_of=as_of))
    first, second = corpus.chosen(source), corpus.chosen(target)
    left_out = {"statements"} if form is TableForm.TABLE else set()
    with corpus.answers() as tables:
        rows = [{name: row[name] for name in row if name not in left_out} for row in found(tables, first, second, by)]
    put_found(rows, form, "no act of one state towards another")


@commands.command(rich_help_panel=_PANEL)
def tenures(
    graphs: options.GraphFiles,
    office: Annotated[str, Option("--office", metavar="TITLE", help="Only this office: President of France.")] = "",
    on: options.On = None,
    as_of: options.AsOf = None,
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
    from kg.corpus.tenures import HOLDING, office_named
    from kg.corpus.tenures import tenures as found

    told = OpenedCorpus(graphs, links, Wanted(words=frozenset({HOLDING}), as_of=as_of, most=MOST)).told
    known = frozenset(filter(None, [office_named(office) if office else None]))
    try:
        offices = named(told, office) | known
    except KgError:  # no article tells of it
        if not known:
            raise
        offices = known
    rows: list[PrintedRow] = []
    for one in found(told, offices):
        if on is None or one.covers(on):
            days = {proof: told.day_of(told.statements[proof[0]], proof[1]) or date.max for proof in one.statements}
            proofs = sorted(days, key=lambda proof: (days[proof], proof))
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
