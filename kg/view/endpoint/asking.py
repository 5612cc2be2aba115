"""Requests (SPARQL 1.1 Protocol, 2.1): the query, its dataset, the formats that it accepts."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Query
from kg.store.lexing import is_update
from kg.view.endpoint.bodies import body_of
from kg.view.endpoint.negotiation import preferred
from kg.view.endpoint.refusing import RefusedError

_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_LONGEST = 1 << 20

Fields = tuple[tuple[str, str], ...]


def _no_update() -> RefusedError:
    """The refusal of an update, however it came."""
    return RefusedError(400, "that is an update, and this endpoint only reads")


async def query_of(request: Request) -> Query:
    """The query that a request asks; a form is "" where the client accepts none.

    Raises ``RefusedError`` where it asks none.
    """
    parameters = _fields(request.url.query)
    match request.method, _media_type(request):
        case (("GET" | "HEAD"), _):
            fields, text = parameters, _only(parameters, "query")
        case "POST", kind if kind == _FORM:
            fields = (*parameters, *_fields(await _body(request)))
            text = _only(fields, "query")
        case "POST", kind if kind == _DIRECT:
            fields, text = parameters, await _body(request)
        case "POST", kind if kind == _UPDATE:
            raise _no_update()
        case "POST", kind:
            raise RefusedError(415, f"{kind or 'no media type'}: post {_FORM} or {_DIRECT}")
        case method, _:
            raise RefusedError(405, f"{method}: ask with GET or POST")
    if not text.strip():
        raise RefusedError(400, "the query is empty")
    if is_update(text):
        raise _no_update()
    accept = request.headers.get("accept", "*/*")
    return Query(
        text,
        solution_form=preferred(accept, SOLUTION_FORMS),
        graph_form=preferred(accept, GRAPH_FORMS),
        base_iri=str(request.url.replace(query="", fragment="")),
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri"),
        helps=False,
    )


def _fields(text: str) -> Fields:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000))
    except ValueError:
        raise RefusedError(400, "the parameters are not UTF-8, or too many") from None


def _only(fields: Fields, name: str) -> str:
    """The one value of a parameter."""
    values = [value for key, value in fields if key == name]
    if any(key == "update" for key, _ in fields):
        raise _no_update()
    if len(values) != 1:
        raise RefusedError(400, f"{len(values)} parameters {name!r}: there must be one")
    return values[0]


async def _body(request: Request) -> str:
    body = await body_of(request, _LONGEST)
    charset = request.headers.get("content-type", "").lower().partition("charset=")[2].strip(' ";')
    if charset not in {"", "utf-8", "utf8"}:
        raise RefusedError(415, f"charset {charset}: a query is UTF-8")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RefusedError(400, "the query is not UTF-8") from None


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
