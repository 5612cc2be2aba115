"""The routes of the web application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.facts.selection import Counted, nodes_named
from kg.isolation import ArticleError
from kg.model import NodeId
from kg.store import Query
from kg.store.questions import question, questions
from kg.view.draw import View
from kg.view.draw.answers import answer_json
from kg.view.draw.choice import best_of
from kg.view.draw.content import MOST_STATEMENTS, story_sheets
from kg.view.draw.front import Front, front_style
from kg.view.draw.page import page, policy_of
from kg.view.endpoint import Endpoint
from kg.view.endpoint.asking import body_of
from kg.view.endpoint.refusing import RefusedError, headers_of
from kg.view.serve import pages
from kg.view.serve.doubts import PairReview
from kg.view.serve.library import Library, ServedPart
from kg.view.serve.safety import LOCAL, PING, Guard

_LONGEST = 2_000_000  # bytes of an article that is pasted
_GOES_ON = "The server goes on; what went wrong stands where it was started."
_ELSEWHERE = (
    f"{_GOES_ON} kg build reads the article from a file: --debug shows where it failed, --max-seconds and --max-memory "
    "let it take more."
)
_LOG = logging.getLogger(__name__)
_Answer = Callable[[Request], Awaitable[Response]]


def endpoint_alone(endpoint: Endpoint, hosts: frozenset[str] = LOCAL) -> Starlette:
    """The SPARQL endpoint at /sparql with its figures, and nothing else, open to every program on this machine."""
    guard = Middleware(Guard, None, hosts)
    return Starlette(routes=_routes(endpoint), middleware=[guard])


def application(
    library: Library,
    token: str,
    hosts: frozenset[str] = LOCAL,
    review: Callable[[], PairReview] | None = None,
    front: Callable[[], Front] | None = None,
) -> Starlette:
    """The application over a library; without the token in a cookie it answers nothing.

    Before each answer it is looked whether what is served has changed. ``review`` makes the review of doubtful pairs,
    ``front`` makes the front page of several articles, in whose place one article has the overview of its graph.
    """
    site = _Site(library, review, front)
    routes = [
        Route("/", site.front if front else site.home),
        Route("/graphs", site.home),
        Route("/graph", site.graph),
        Route("/entity/{node:path}", site.entity),
        Route("/ask", site.ask, methods=["GET", "POST"]),
        Route("/ask/{name}", site.ask_named, methods=["GET", "POST"]),
        Route("/articles", site.add, methods=["POST"]),
        Route("/search", site.search),
        Route("/story", site.story),
        Route("/review", site.review, methods=["GET", "POST"]),
        *_routes(library.endpoint),
    ]
    guard = Middleware(Guard, token, hosts)
    return Starlette(
        routes=[Route(one.path, site.renewed(one.endpoint), methods=one.methods) for one in routes],
        middleware=[guard],
        exception_handlers={KgError: _fault, Exception: _fault},
        lifespan=site.lifespan,
    )


def _routes(endpoint: Endpoint) -> list[Route]:
    return [
        Route("/sparql", endpoint.respond, methods=["GET", "POST"]),
        Route(PING, endpoint.ping),
        Route("/$/stats", endpoint.stats),
        Route("/metrics", endpoint.metrics),
    ]


class _Site:
    """The pages over one library."""

    def __init__(
        self, library: Library, review: Callable[[], PairReview] | None, front: Callable[[], Front] | None
    ) -> None:
        self._library = library
        self._review_of = review
        self._review = review() if review else None
        self._front = front

    def renewed(self, answer: _Answer) -> _Answer:
        """What answers a request, of what is served as it is when that comes."""

        async def answered(request: Request) -> Response:
            if await run_in_threadpool(self._library.renew):
                made = self._review_of
                self._review = await run_in_threadpool(made) if made else None
            return await answer(request)

        return answered

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """End an article that is still read when the server is to end, which else would wait for it."""
        yield
        self._library.close()

    async def home(self, _request: Request) -> Response:
        return _html(pages.home(ServedPart(self._library.graph, self._library.note), self._review))

    async def front(self, _request: Request) -> Response:
        made = await run_in_threadpool(self._front) if self._front else None
        if made is None:
            return RedirectResponse("/graphs")
        return HTMLResponse(
            pages.front(made), headers={"Content-Security-Policy": pages.policy(front_style()), **headers_of(200)}
        )

    async def review(self, request: Request) -> Response:
        if self._review is None:
            return _html(pages.fault("kg serve GRAPH --links FILE offers doubtful pairs; here are none"), 404)
        if request.method != "POST":
            return _html(pages.review_page(self._review))
        form = await _form(request)
        self._review.answer(form.get("pair", ""), form.get("answer", ""))
        return RedirectResponse("/review", 303)

    async def graph(self, request: Request) -> Response:
        made = await run_in_threadpool(self._drawn, dict(request.query_params))
        return HTMLResponse(made, headers={"Content-Security-Policy": policy_of(made)})

    async def entity(self, request: Request) -> Response:
        name = request.path_params["node"]
        part = await run_in_threadpool(self._library.about, f"id:{name}")
        if name not in part.graph.nodes:
            return _html(pages.fault(f"{name} is not in the graph"), 404)
        return _html(pages.card(part, NodeId(name)))

    async def ask(self, request: Request) -> Response:
        text = (await _fields(request)).get("sparql", "")
        part = ServedPart(self._library.graph, self._library.note)
        if not text:
            return _html(pages.ask_page(part))
        try:
            answer = await self._library.endpoint.answer(request, lambda worker: worker.ask(Query(text)), text)
        except KgError as error:
            return _html(pages.ask_page(part, text, error=_words(error)), _status(error))
        return _html(pages.ask_page(part, text, answer))

    async def ask_named(self, request: Request) -> Response:
        """The answer to a named question: a page, or JSON where that alone is wanted."""
        asked = question(request.path_params["name"])
        given = {parameter: value for parameter, value in (await _fields(request)).items() if value}
        try:
            part, answer = await self._library.answered(request, asked, given)
        except KgError as error:
            part = ServedPart(self._library.graph, self._library.note)
            return _html(pages.question_page(part, asked, given, error=_words(error)), _status(error))
        if request.headers.get("accept") == "application/json":
            return JSONResponse(answer_json(asked, answer))
        return _html(pages.question_page(part, asked, given, answer))

    async def add(self, request: Request) -> Response:
        form = await _form(request)
        text, day = form.get("text", ""), _day(form.get("date", ""))
        if form.get("ask") and text.strip() and day is None and self._library.day_of(text) is None:
            return _html(pages.day_page(text))
        name = await self._library.unless_ending(run_in_threadpool(self._library.add, text, day))
        return RedirectResponse(f"/graph?article={quote(name, safe='')}", 303)

    async def search(self, request: Request) -> Response:
        found = await run_in_threadpool(self._library.names, request.query_params.get("q", ""))
        return JSONResponse([{"id": name, "label": label} for name, label in found[:50]])

    async def story(self, request: Request) -> Response:
        """The story of an article among many, as the page of a graph shows it."""
        name = request.query_params.get("article", "")
        return JSONResponse(await run_in_threadpool(lambda: story_sheets(self._library.of_article(name))))

    def _drawn(self, asked: dict[str, str]) -> str:
        focus = asked.get("focus", "")
        part = self._library.about(focus)
        graph, every = part.graph, Counted.of(part.graph.statements)
        if article := asked.get("article", ""):
            graph = self._library.of_article(article)
        hops = asked.get("hops", "")
        view = View(focus=focus, hops=min(int(hops[:9]), 4) if hops.isdecimal() else 1)
        if len(graph.statements) > MOST_STATEMENTS or (focus and self._library.is_large):
            graph = best_of(graph, nodes_named(graph, focus), view.hops, MOST_STATEMENTS)
        named = [{"name": one.name, "title": one.title} for one in questions()]
        made = page(graph, view, {"asks": "/ask/", "questions": named})
        return pages.drawn(made, Counted.of(graph.statements), every, part.note)


async def _fields(request: Request) -> dict[str, str]:
    """What is asked, in the address or in a form."""
    return await _form(request) if request.method == "POST" else dict(request.query_params)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; ``KgError`` for more than an article may have."""
    if request.method != "POST":
        return {}
    body = await body_of(request, _LONGEST)
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise KgError(f"{text!r} is no date", hint="2026-01-14, or leave it empty") from None


def _html(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status, headers={"Content-Security-Policy": pages.policy(), **headers_of(status)})


def _fault(_request: Request, error: Exception) -> Response:
    """An error of who asks, or of an article: the server goes on, and what was asked is told."""
    match error:
        case ArticleError():
            _LOG.error("%s\n%s", error.message, error.trace)
            return _html(pages.fault(f"The article could not be read: {error.message}. {_ELSEWHERE}"), 422)
        case KgError():
            return _html(pages.fault(_words(error)), _status(error))
        case _:  # which the server logs with its trace
            return _html(pages.fault(f"This is a bug of newsgraph ({type(error).__name__}). {_GOES_ON}"), 500)


def _status(error: KgError) -> int:
    return error.status if isinstance(error, RefusedError) else 400


def _words(error: KgError) -> str:
    return f"{error.message}. {error.hint}" if error.hint else error.message
