"""A picture as the bytes of a file, in any format."""

from __future__ import annotations

from pathlib import PurePath

from kg.draw.dot import dot
from kg.draw.mermaid import mermaid
from kg.draw.rendering import described, rendered
from kg.draw.values import Picture, View
from kg.errors import KgError

_SUFFIXES = {
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".html": "html",
    ".htm": "html",
}
FORMS = tuple(dict.fromkeys(_SUFFIXES.values()))
"""The formats; ``html`` is made of a graph (``kg.draw.page``), the others of a picture."""


def form_of(name: str | PurePath) -> str:
    """The format of a file's suffix; ``KgError`` for one that is none of ours."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise KgError(f"{name}: {suffix or 'no suffix'} is no format of pictures", hint=f"one of {', '.join(FORMS)}")
    return _SUFFIXES[suffix]


def drawing(picture: Picture, form: str, view: View = View()) -> bytes:  # noqa: B008 frozen
    """The picture as a file of ``svg``, ``png``, ``pdf``, ``dot`` or ``mermaid``."""
    match form:
        case "dot":
            return dot(picture, view).encode()
        case "mermaid":
            return mermaid(picture, view).encode()
        case "svg":
            return described(rendered(dot(picture, view), form), picture.title or "A graph", picture.note)
        case "png" | "pdf":
            return rendered(dot(picture, view), form)
        case _:
            raise KgError(f"{form!r} is no format of pictures", hint=f"one of {', '.join(FORMS)}")
