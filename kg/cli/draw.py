"""The commands that show a graph: ``draw`` and ``serve``."""

from __future__ import annotations

import sys
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kg.cli.corpora import AskableNow, LinksFile, OpenedCorpus, askable_as_one, asked_about, named
from kg.cli.corpus import DecisionsPath, ReaderName
from kg.cli.doubts import pair_reviews
from kg.cli.options import All, Details, Force, GraphFile, MinConfidence, Output, Prefix, Since, TrustName, Until
from kg.cli.query_options import AlsoAsked, MaxMemory
from kg.console import note, tell
from kg.console.output import check_output, put_data
from kg.errors import KgError, one_of
from kg.files.graphs import is_large
from kg.plugins import part
from kg.shards import is_corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.model import Graph
    from kg.store.files import AskedFiles
    from kg.view.draw import Direction, Layout, Theme, View
    from kg.view.draw.front import Front
    from kg.view.serve.doubts import PairReview

commands = typer.Typer()
_PANEL = "Draw"
_BY = ("", "country")
_BINARY = ("png", "pdf")
_PAGE = "html"
"""It has all layouts and leaves nothing out, or says so itself."""
_OF_PICTURES = {
    "layout": "--as",
    **{name: f"--{name}" for name in ("hops", "top", "relation", "factuality", "trust", "by", "direction")},
    **{name: f"--{name}" for name in ("theme", "width", "credit", "details")},
}
"""Parameter -> option of what chooses or shapes a picture of one graph."""
_CHOOSING = {name: f"--{name}" for name in ("focus", "since", "until")}
_FRONT = "front"


PictureForm = Annotated[
    str, typer.Option("--format", "-f", metavar="FORMAT", help="html svg png pdf dot mermaid; else by the suffix.")
]
Focus = Annotated[str, typer.Option("--focus", metavar="NAME", help="What is linked to this entity.")]
Hops = Annotated[int, typer.Option("--hops", min=1, help="How far from the focus.")]
Top = Annotated[int | None, typer.Option("--top", min=0, help="At most so many acts, actors or nodes; 0 is all.")]
Relations = Annotated[list[str], typer.Option("--relation", metavar="NAME", help="Only this relation; repeatable.")]
Factualities = Annotated[list[str], typer.Option("--factuality", help="asserted, planned, denied ...; repeatable.")]
As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="LAYOUT",
        help="story matrix lanes network, front (a page); else a story of one article, a matrix of several.",
    ),
]
Credit = Annotated[str, typer.Option("--credit", metavar="TEXT", help="Whose text it is, told under the picture.")]
By = Annotated[str, typer.Option("--by", metavar="country", help="Actors as the countries they act for.")]
Directions = Annotated[
    str, typer.Option("--direction", metavar="LR|TB|RL|BT", help="Which way arrows run; else as there is room.")
]
Width = Annotated[
    int, typer.Option("--width", min=280, max=2000, metavar="PIXELS", help="Of a story; below 500 it has one column.")
]
Themes = Annotated[str, typer.Option("--theme", metavar="light|dark", help="The ground of the picture.")]


@commands.command(rich_help_panel=_PANEL)
def draw(
    context: typer.Context,
    graph: GraphFile,
    output: Output = None,
    layout: As = "",
    form: PictureForm = "",
    focus: Focus = "",
    hops: Hops = 1,
    top: Top = None,
    since: Since = None,
    until: Until = None,
    relation: Relations = [],  # noqa: B006 Typer's way of a repeatable option
    factuality: Factualities = [],  # noqa: B006
    trust: TrustName = "",
    by: By = "",
    direction: Directions = "",
    theme: Themes = "light",
    width: Width = 700,
    credit: Credit = "",
    details: Details = False,
    also: AlsoAsked = [],  # noqa: B006
    links: LinksFile = None,
    force: Force = False,
) -> None:
    """Draw a graph: a picture, or a page with the picture beside the article.

    One article is a story: acts in time; several are a matrix; a corpus, and what has links, has a front page.

    ```console
    $ kg draw trade.ttl -o trade.html
    $ kg draw news.corpus -o front.html
    ```
    """
    from kg.view.draw.values import MOST_NODES, View

    form = _form(output, form, (graph, *also, *([links] if links else [])), force=force)
    way, ground, kind, rolls_up = _looks(direction, theme, layout, by)
    asked = tuple(relation), tuple(factuality)
    view = View(focus, hops, MOST_NODES, since, until, *asked, rolls_up, way, ground, details, kind)
    view = view if top is None else replace(view, top=top, acts=top, actors=top)
    view = replace(view, width=width, credit=credit, trust=trust)
    put_data(_made(context, [graph, *also], links, form, view), output=output)


ServedGraphs = Annotated[
    list[Path], typer.Argument(metavar="GRAPH...", help="Graphs that `kg build` wrote, files or stores; joined.")
]
ServeTimeout = Annotated[
    float | None,
    typer.Option("--timeout", envvar="KG_TIMEOUT", min=0.1, metavar="SECONDS", help="Stop a query after that."),
]
DoubtfulLinks = Annotated[
    Path | None,
    typer.Option("--links", metavar="FILE", help="Offer the doubtful pairs of these links of `kg corpus link`."),
]
ServeRows = Annotated[
    int | None, typer.Option("--max-rows", envvar="KG_MAX_ROWS", min=1, help="At most so many rows of an answer.")
]


ForAssistant = Annotated[bool, typer.Option("--mcp", help="Only tools for an assistant, on standard input and output.")]


@commands.command(rich_help_panel=_PANEL)
def serve(
    graphs: ServedGraphs,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    sparql: Annotated[bool, typer.Option("--sparql", help="Only the SPARQL endpoint, for programs; no token.")] = False,
    mcp: ForAssistant = False,
    timeout: ServeTimeout = None,
    max_rows: ServeRows = None,
    max_memory: MaxMemory = 1024,
    min_confidence: MinConfidence = None,
    every: All = False,
    prefix: Prefix = [],  # noqa: B006 Typer's way of a repeatable option
    links: DoubtfulLinks = None,
    decisions: DecisionsPath = None,
    reader: ReaderName = "reader",
) -> None:
    """Browse graphs in a local web application: pictures, entities, questions, SPARQL, an article of your own.

    It listens on this machine alone, and its address has a token. With links it has the page of `kg corpus review`.

    ```console
    $ kg serve trade.ttl
    $ kg serve news.store --links news.links.jsonl --reader Anna
    $ kg serve news/*.ttl --port 8000 --no-browser
    $ kg serve store/ --sparql --port 7878 --prefix space=https://example.org/space#
    ```
    """
    from kg.store import Limits
    from kg.turtle.terms import checked_prefixes
    from kg.view.serve import run

    known, review = checked_prefixes(prefix), _review(graphs, links, decisions, reader, is_offered=not (sparql or mcp))
    limits, least = Limits(timeout or 20.0, max_rows or 2000, megabytes=max_memory), 0.0 if every else min_confidence
    opens, told = not no_browser, lambda at: tell(f"open {at}")
    front = cast("Callable[[Sequence[Path], Path | None], Callable[[], Front] | None]", part("front"))(graphs, links)
    with closing(_served(graphs, links, sparql=sparql, mcp=mcp)) as asked:
        if sparql or mcp:
            _serve_programs(asked, (timeout, max_rows, max_memory), known, port=_port(port, sparql=sparql, mcp=mcp))
            return
        run(asked, limits, port=port, opens=opens, told=told, least=least, prefixes=known, review=review, front=front)


def _served(graphs: Sequence[Path], links: Path | None, *, sparql: bool, mcp: bool) -> AskableNow:
    """What is opened: a corpus as it lies where parts of it answer, as they do each tool; else what is one as one."""
    is_in_parts = is_large(graphs) or (mcp and len(graphs) == 1 and is_corpus(graphs[0]))
    if is_in_parts and not sparql:
        return AskableNow((), lambda: nullcontext(tuple(graphs)))
    return AskableNow([*filter(is_corpus, graphs)], partial(askable_as_one, graphs, links))


def _port(port: int, *, sparql: bool, mcp: bool) -> int | None:
    """The port of an endpoint; None for tools, which listen on none and stand alone."""
    if mcp and (sparql or port):
        raise KgError("--mcp is on standard input and output alone", hint="leave out --sparql and --port, or --mcp")
    return None if mcp else port


def _serve_programs(
    paths: AskableNow,
    given: tuple[float | None, int | None, int],
    prefixes: Mapping[str, str],
    *,
    port: int | None,
) -> None:
    """Serve the SPARQL endpoint at a port, or tools for an assistant where there is none.

    ``given`` are the limits that the user set: seconds, rows, megabytes.
    """
    from kg.store import Limits
    from kg.view.serve import run_endpoint

    seconds, rows, megabytes = given
    if port is None:
        run_tools = cast("Callable[[AskedFiles, Limits, Mapping[str, str]], None]", part("tools"))
        run_tools(paths, Limits(seconds or 20.0, rows or 200, megabytes=megabytes), prefixes)
        return
    limits = Limits(seconds or 30.0, rows or 100_000, megabytes=megabytes)
    run_endpoint(paths, limits, port=port, told=lambda at: tell(f"SPARQL 1.1 endpoint: {at}"), prefixes=prefixes)


def _review(
    graphs: Sequence[Path], links: Path | None, decisions: Path | None, reader: str, *, is_offered: bool
) -> Callable[[], PairReview] | None:
    """What makes the review of doubtful pairs; ``KgError`` for options of one where there is none."""
    if links is None and decisions is not None:
        raise KgError("--decisions is for doubtful pairs", hint="--links FILE has them")
    if links is not None and not is_offered:
        raise KgError("--sparql and --mcp offer no pages, and --links is for one", hint="leave one of them out")
    return None if links is None else pair_reviews(graphs, links, decisions, reader)


def _made(context: typer.Context, paths: Sequence[Path], links: Path | None, form: str, view: View) -> bytes:
    """The picture of a graph, the page of what several tell together by links, or the front page."""
    if _is_front(context, paths[0], links, form):
        return _front(paths, links, form)
    from kg.files.graphs import loaded
    from kg.shards.wanted import Wanted

    corpus = OpenedCorpus(paths, links, asked_about(view.focus, since=view.since, until=view.until))
    if links is not None:
        _check_told(context)
    if links is not None or (form == _PAGE and _is_told(context, corpus)):
        return _told(corpus, form, view)
    if len(paths) > 1:
        raise KgError("several graphs are drawn with their links", hint="--links FILE")
    wanted = Wanted(tuple(filter(None, (view.focus,))), since=view.since, until=view.until)
    return _drawn(loaded(paths[0], wanted).graph, form, view)


def _is_told(context: typer.Context, corpus: OpenedCorpus) -> bool:
    """Whether what a corpus tells together by its links is meant: nothing that shapes a picture of it is asked."""
    return all(map(is_corpus, corpus.paths)) and not _typed(context, _OF_PICTURES) and corpus.is_linked


def _check_told(context: typer.Context) -> None:
    """``KgError`` for options that are typed, and that the page of what several articles tell has no use for."""
    if typed := _typed(context, _OF_PICTURES):
        raise KgError(f"not with --links: {', '.join(typed)}", hint="its page takes --focus, --since and --until")


def _typed(context: typer.Context, options: Mapping[str, str]) -> list[str]:
    """Those of some options that stand in the command line."""
    return [
        option
        for name, option in options.items()
        if (source := context.get_parameter_source(name)) is not None and source.name == "COMMANDLINE"
    ]


def _is_front(context: typer.Context, graph: Path, links: Path | None, form: str) -> bool:
    """Whether the front page is meant: a page of a corpus or of what has links, of which nothing else is asked."""
    if str(context.params.get("layout", "")).lower() == _FRONT:
        return True
    is_several = links is not None or is_corpus(graph)
    return form == _PAGE and is_several and not _typed(context, {**_OF_PICTURES, **_CHOOSING})


def _front(paths: Sequence[Path], links: Path | None, form: str) -> bytes:
    if form != _PAGE:
        raise KgError(f"a front page is a page, no {form}", hint="-f html")
    return cast("Callable[[Sequence[Path], Path | None], bytes]", part("front-page"))(paths, links)


def _told(corpus: OpenedCorpus, form: str, view: View) -> bytes:
    from kg.cli.stories import told_happenings
    from kg.view.draw.told import told_page

    if form != _PAGE:
        raise KgError(f"what several articles tell is drawn as a page, not as {form}", hint="-f html")
    told = corpus.told
    found = told_happenings(told, named(told, view.focus), view.since, view.until)
    if not found:
        note("no such happening is told by several articles")
    count = len({name for one in found for name in one.articles})
    return told_page(f"{view.focus or 'What happened'}, told by {count} article{'s' * (count != 1)}", found)


def _form(output: Path | None, form: str, read: Sequence[Path], *, force: bool) -> str:
    """The format of ``--format`` or of the file's suffix; a wrong one is an error before any work is done."""
    from kg.view.draw import FORMS, form_of, is_drawn

    found = one_of(form.lower(), FORMS, "format of pictures") if form else form_of(output) if output else "svg"
    if output is None and found in _BINARY and sys.stdout.isatty():
        raise KgError(f"a {found} is nothing for a terminal", hint="-o FILE")
    check_output(output, is_drawn, read=read, force=force)
    return found


def _looks(direction: str, theme: str, layout: str, by: str) -> tuple[Direction | None, Theme, Layout | None, bool]:
    from kg.view.draw import Direction, Layout, Theme

    named = one_of(layout.lower(), (*Layout, _FRONT), "layout") if layout else _FRONT
    kind = None if named == _FRONT else Layout(named)
    way = Direction(one_of(direction.upper(), Direction, "direction")) if direction else None
    return way, Theme(one_of(theme.lower(), Theme, "theme")), kind, bool(one_of(by, _BY, "thing to roll up by"))


def _drawn(graph: Graph, form: str, view: View) -> bytes:
    from kg.view.draw import Layout, View, drawing, drawn, layout_of, network

    found = layout_of(graph, form, view)
    if view.width != View().width and (form == _PAGE or found is not Layout.STORY):
        what = "a page" if form == _PAGE else f"a {found}"
        raise KgError(f"{what} has its own width", hint="--width is for svg, png and pdf of a story")
    if form == _PAGE or found is not Layout.NETWORK:
        return drawn(graph, form, view)
    made = network(graph, form, view)
    if not made.left_out.is_nothing:
        note(f"{made.note}; --top 0 draws all, --focus NAME what is near one")
    return drawing(made, form, view)
