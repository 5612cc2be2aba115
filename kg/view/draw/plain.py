"""A scene as a page without scripts: the picture with its evidence sentences below."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kg.facts.selection import ordered
from kg.model import Graph, NodeId, Statement
from kg.view.draw.page import asset, source_hash
from kg.view.draw.scene import Group, Scene, svg


def scene_page(scene: Scene, graph: Graph) -> str:
    """The page; a part of the picture that is clicked leads to its sentence.

    Its Content-Security-Policy allows its own style and nothing else.
    """
    said = {one for part in scene.parts if isinstance(part, Group) for one in part.said}
    shown = [one for one in ordered(graph) if one.id in said]
    style = asset("plain.css")
    policy = f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'"
    lines = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(scene.title)}</title><style>{style}</style></head><body><main>",
        f"<h1>{escape(scene.title)}</h1><figure>{svg(scene, linked=_address).replace(_IMAGE, '')}</figure>",
        "<h2>The sentences</h2><ol>",
        *_sentences(shown),
        "</ol></main></body></html>",
    )
    return "\n".join(lines) + "\n"


_IMAGE = ' role="img"'
"""What is left out in a page: an image has no links inside."""


def _address(said: NodeId) -> str:
    return f"#{said}"


def _sentences(shown: list[Statement]) -> Iterator[str]:
    """Each sentence once, with the ids of its statements as places to go to."""
    places: dict[object, list[Statement]] = {}
    for one in shown:
        places.setdefault(one.first_evidence, []).append(one)
    for some in places.values():
        quote = escape(some[0].first_evidence.quote or "(words withheld)")
        inner = f"<blockquote>{quote}</blockquote>"
        inner += "".join(f'<p id="{escape(one.id)}">{escape(_told(one))}</p>' for one in some)
        yield f"<li>{inner}</li>"


def _told(one: Statement) -> str:
    return f"{one.label or one.relation_label} ({one.firmness or one.factuality.value.lower()})"
