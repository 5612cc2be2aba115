"""The commands that show a graph: ``draw`` and ``serve``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.ask import as_linked
from kg.console import note, tell
from kg.console.output import check_output, put_data
from kg.errors import KgError, MissingPartError, one_of
from kg.files.graphs import loaded
from kg.plugins import part
from kg.several.opened import AskableNow, OpenedCorpus, askable_as_one, asked_about, named
from kg.shards import is_corpus
from kg.shards.wanted import Wanted

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Graph
    from kg.store import Limits
    from kg.store.files import AskedFiles
    from kg.view.draw import View
    from kg.view.draw.front import FrontOfDays
    from kg.view.serve.library import AskedTogether

    Tools = Callable[[AskedFiles, Limits, Mapping[str, str], AskedTogether], None]
    ServedFront = Callable[[Sequence[Path], Path | None], FrontOfDays | None]
    FiledFront = Callable[[Sequence[Path], Path | None, date | None, date | None], bytes]

commands = typer.Typer()
_PANEL = "Draw"
_BY = ("", "country")
_PAGE = "html"  # it has all layouts and leaves nothing out, or says so itself
_OF_PICTURES = {
    "layout": "--as",
    **{name: f"--{name}" for name in ("hops", "top", "relation", "factuality", "trust", "by")},
    **{name: f"--{name}" for name in ("theme", "width", "credit", "edits", "details")},
}
"""Parameter -> option of what chooses or shapes a picture of one graph."""
_CHOOSING = {name: f"--{name}" for name in ("focus", "since", "until")}
_FRONT = "front"

Top = Annotated[int | None, Option("--top", min=0, help="At most so many acts, actors or nodes; 0 is all.")]
Relations = Annotated[list[str], Option("--relation", metavar="NAME", help="Only this relation; repeatable.")]
Factualities = Annotated[list[str], Option("--factuality", help="asserted, planned, denied ...; repeatable.")]
_LAYOUTS = "story matrix network, front (a page); else a story of one article, a matrix of several."
Credit = Annotated[str, Option("--credit", metavar="TEXT", help="Whose text it is, told under the picture.")]
Edits = Annotated[Path | None, Option("--edits", metavar="FILE", help="An editor's changes; else OUTPUT.story.toml.")]
By = Annotated[str, Option("--by", metavar="country", help="Actors as the countries they act for.")]
Width = Annotated[
    int, Option("--width", min=280, max=2000, metavar="PIXELS", help="Of a story; below 500 it has one column.")
]


@commands.command(rich_help_panel=_PANEL)
def draw(
    context: typer.Context,
    graph: options.GraphFile,
    output: options.Output = None,
    layout: Annotated[str, Option("--as", metavar="LAYOUT", help=_LAYOUTS)] = "",
    form: Annotated[
        str, Option("--format", "-f", metavar="FORMAT", help="html svg png pdf dot mermaid; else by the suffix.")
    ] = "",
    focus: Annotated[str, Option("--focus", metavar="NAME", help="What is linked to this entity.")] = "",
    hops: Annotated[int, Option("--hops", min=1, help="How far from the focus.")] = 1,
    top: Top = None,
    since: options.Since = None,
    until: options.Until = None,
    relation: Relations = [],  # noqa: B006 Typer's way of a repeatable option
    factuality: Factualities = [],  # noqa: B006
    trust: options.TrustName = "",
    by: By = "",
    theme: Annotated[str, Option("--theme", metavar="light|dark", help="The ground of the picture.")] = "light",
    width: Width = 700,
    credit: Credit = "",
    edits: Edits = None,
    details: options.Details = False,
    also: options.AlsoAsked = [],  # noqa: B006
    links: options.LinksFile = None,
    force: options.Force = False,
) -> None:
    """Draw a graph: a picture, or a page with the picture beside the article.

    One article is a story: acts in time; several are a matrix; a corpus, and what has links, has a front page.

    ```console
    $ kg draw trade.ttl -o trade.html
    $ kg draw news.corpus -o front.html
    ```
    """
    from kg.view.draw.story.hand import hand_beside
    from kg.view.draw.values import Layout, Theme, View

    form = _form(output, form, (graph, *also, *([links] if links else [])), force=force)
    kind = one_of(layout.lower(), (*Layout, _FRONT), "layout") if layout else _FRONT
    view = View(focus, hops, since=since, until=until, relations=tuple(relation), factualities=tuple(factuality))
    ground, is_rolled_up = Theme(one_of(theme.lower(), Theme, "theme")), bool(one_of(by, _BY, "thing to roll up by"))
    view = replace(view, theme=ground, layout=None if kind == _FRONT else Layout(kind), by_country=is_rolled_up)
    view = view if top is None else replace(view, top=top, acts=top, actors=top)
    view = replace(view, width=width, credit=credit, trust=trust, details=details, hand=hand_beside(output, edits))
    put_data(_made(context, [graph, *also], links, form, view), output=output)


ServedGraphs = Annotated[
    list[Path], Argument(metavar="GRAPH...", help="Graphs that `kg build` wrote, files or stores; joined.")
]
ServeTimeout = Annotated[
    float | None, Option("--timeout", envvar="KG_TIMEOUT", min=0.1, metavar="SECONDS", help="Stop a query after that.")
]
ServeRows = Annotated[
    int | None, Option("--max-rows", envvar="KG_MAX_ROWS", min=1, help="At most so many rows of an answer.")
]
DoubtfulLinks = Annotated[
    Path | None, Option("--links", metavar="FILE", help="Offer the doubtful pairs of these links of `kg corpus link`.")
]


@commands.command(rich_help_panel=_PANEL)
def serve(
    graphs: ServedGraphs,
    port: Annotated[int, Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, Option("--no-browser", help="Only print the address.")] = False,
    sparql: Annotated[bool, Option("--sparql", help="Only the SPARQL endpoint, for programs; no token.")] = False,
    mcp: Annotated[bool, Option("--mcp", help="Only tools for an assistant, on standard input and output.")] = False,
    timeout: ServeTimeout = None,
    max_rows: ServeRows = None,
    max_memory: options.AskMemory = 1024,
    min_confidence: options.MinConfidence = None,
    every: options.All = False,
    prefix: options.Prefix = [],  # noqa: B006 Typer's way of a repeatable option
    links: DoubtfulLinks = None,
    decisions: options.DecisionsPath = None,
    reader: options.Decider = "reader",
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
    from kg.view.serve import run, run_endpoint

    known, review, front = checked_prefixes(prefix), None, None
    if decisions is not None and links is None:
        raise KgError("--decisions is for doubtful pairs", hint="--links FILE has them")
    if links is not None and (sparql or mcp):
        raise KgError("--sparql and --mcp offer no pages, and --links is for one", hint="leave one of them out")
    if mcp and (sparql or port):
        raise KgError("--mcp is on standard input and output alone", hint="leave out --sparql and --port, or --mcp")
    if links is not None:
        from kg.several.pairs import pair_reviews

        review = pair_reviews(graphs, links, decisions, reader)
    with suppress(MissingPartError):  # what links are made with is not installed
        front = cast("ServedFront", part("front"))(graphs, links)
    # A corpus as it lies where parts of it answer, as they do each tool; else what is one as one.
    is_one = len(graphs) == 1 and is_corpus(graphs[0]) and links is None and not sparql
    opening = (lambda: nullcontext(tuple(graphs))) if is_one else partial(askable_as_one, graphs, links)
    opened = AskableNow([] if is_one else [*filter(is_corpus, graphs)], opening)
    seconds, most = (20.0, 200) if mcp else (30.0, 100_000) if sparql else (20.0, 2000)
    limits = Limits(timeout or seconds, max_rows or most, megabytes=max_memory)
    together = partial(as_linked, graphs, links)
    with closing(opened) as asked:
        if mcp:
            cast("Tools", part("tools"))(asked, limits, known, together)
        elif sparql:
            run_endpoint(asked, limits, port=port, told=lambda at: tell(f"SPARQL 1.1 endpoint: {at}"), prefixes=known)
        else:
            least, told = 0.0 if every else min_confidence, lambda at: tell(f"open {at}")
            served = partial(run, asked, limits, port=port, opens=not no_browser, told=told, least=least)
            served(prefixes=known, review=review, front=front, together=together)


def _made(context: typer.Context, paths: Sequence[Path], links: Path | None, form: str, view: View) -> bytes:
    """The picture of a graph, the page of what several tell together by links, or the front page."""

    def typed(options_: Mapping[str, str]) -> list[str]:
        given = ((option, context.get_parameter_source(name)) for name, option in options_.items())
        return [option for option, source in given if source is not None and source.name == "COMMANDLINE"]

    is_asked = str(context.params.get("layout", "")).lower() == _FRONT
    is_several = links is not None or is_corpus(paths[0])
    if is_asked or (form == _PAGE and is_several and not typed({**_OF_PICTURES, **_CHOOSING})):
        if form != _PAGE:
            raise KgError(f"a front page is a page, no {form}", hint="-f html")
        return cast("FiledFront", part("front-page"))(paths, links, view.since, view.until)
    corpus = OpenedCorpus(paths, links, asked_about(view.focus, since=view.since, until=view.until))
    shaped = typed(_OF_PICTURES)
    if links is not None and shaped:
        raise KgError(f"not with --links: {', '.join(shaped)}", hint="its page takes --focus, --since and --until")
    is_whole = form == _PAGE and all(map(is_corpus, paths)) and not shaped
    if links is not None or (is_whole and corpus.is_linked):
        return _told(corpus, form, view)
    if len(paths) > 1:
        raise KgError("several graphs are drawn with their links", hint="--links FILE")
    wanted = Wanted(tuple(filter(None, (view.focus,))), since=view.since, until=view.until)
    return _drawn(loaded(paths[0], wanted).graph, form, view)


def _told(corpus: OpenedCorpus, form: str, view: View) -> bytes:
    from kg.several.told import told_happenings
    from kg.view.draw.front import told_page

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
    if output is None and found in ("png", "pdf") and sys.stdout.isatty():
        raise KgError(f"a {found} is nothing for a terminal", hint="-o FILE")
    check_output(output, is_drawn, read=read, force=force)
    return found


def _drawn(graph: Graph, form: str, view: View) -> bytes:
    from kg.view.draw import Layout, View, drawing, drawn, layout_of, network, remarks

    found = layout_of(graph, form, view)
    for told in remarks(graph, view):
        note(told)
    if view.width != View().width and (form == _PAGE or found is not Layout.STORY):
        what = "a page" if form == _PAGE else f"a {found}"
        raise KgError(f"{what} has its own width", hint="--width is for svg, png and pdf of a story")
    if form == _PAGE or found is not Layout.NETWORK:
        return drawn(graph, form, view)
    made = network(graph, form, view)
    if not made.left_out.is_nothing:
        note(f"{made.note}; --top 0 draws all, --focus NAME what is near one")
    return drawing(made, form, view)
