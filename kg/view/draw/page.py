"""The HTML page of a graph: picture and article, self-contained in one file."""

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files

from kg.facts.selection import ordered
from kg.model import Graph, Statement
from kg.view.draw.content import content
from kg.view.draw.look import class_looks, families, page_table, palette
from kg.view.draw.scene import Group, Scene, svg
from kg.view.draw.values import Theme, View

_SCRIPTS = "model address layout cards hand sheets picture exports reading tables sides questions filters time page"
SCRIPTS = tuple(f"{name}.js" for name in _SCRIPTS.split())
"""The scripts of the page, in the order in which they run; Graphviz runs in a worker of its own."""


def page(graph: Graph, view: View = View(), asked: Mapping[str, object] | None = None) -> str:  # noqa: B008 frozen
    """The page of a graph as one HTML file; the text of articles stands in it as data, never as markup.

    ``asked`` are its ``questions``: with their answers, or where a server ``asks`` them the beginning of its addresses.
    Its Content-Security-Policy allows the scripts and the style of the file by their sums, and nothing else: no
    request but to that server, no other script, no form.
    """
    given = content(graph, view) | {"questions": [], "asks": ""} | dict(asked or {})
    style = _style()
    script = "".join(("(() => {\n", *map(asset, SCRIPTS), "})();\n"))
    signs = [f"{family.letter} {escape(family.label)}" for family in families().values()]
    meanings = "".join(f"<span>{meaning}</span>" for meaning in (*signs, *page_table("legend").values()))
    parts = {
        "csp": policy(script, style) + ("; connect-src 'self'" if given["asks"] else ""),
        "title": escape(str(given["title"])),
        "style": style,
        "legend": f'<p id="legend">{meanings}</p>',
        "data": data_text(given),
        "viz": asset("vendor/viz-global.js"),
        "worker": asset("worker.js"),
        "script": script,
    }
    pieces = asset("page.html").split("{")  # in one pass: what a part brings is not looked into
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled += [parts[name], rest]
    return "".join(filled)


def asset(name: str) -> str:
    """A file of the page."""
    return (files("kg.view.draw") / "assets" / name).read_text(encoding="utf-8")


def policy(script: str, style: str) -> str:
    """The Content-Security-Policy for this script and this style; Graphviz is WebAssembly, in a worker."""
    return (
        f"default-src 'none'; script-src {source_hash(script)} 'wasm-unsafe-eval'; worker-src blob:; "
        f"style-src {source_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def policy_of(made: str) -> str:
    """The policy that a page has in itself, for the header of the server that sends it."""
    return (
        made.split('http-equiv="Content-Security-Policy" content="', 1)[1].split('"', 1)[0] + "; frame-ancestors 'none'"
    )


def data_text(given: object) -> str:
    """Data as JSON that can stand in an HTML script element: nothing in it ends the element or opens a comment."""
    text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def source_hash(text: str) -> str:
    """What a policy calls a script or style by that stands in the page itself (CSP Level 3, 2.3.1: hash-source)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _style() -> str:
    """The style of the page, with the colours of classes and families on either ground."""

    def variables(theme: Theme) -> str:
        colours = palette(theme)
        values = {name: getattr(colours, name) for name in colours.__slots__} | page_table(theme.value)
        values |= {kind: look.fill(theme) for kind, look in class_looks().items()}
        values |= {name: family.colour(theme) for name, family in families().items()}
        return " ".join(f"--{name}: {value};" for name, value in values.items())

    light, dark = variables(Theme.LIGHT), variables(Theme.DARK)
    fills = "".join(
        f"#picture .node.{kind} > :not(text):not(polyline):not([fill=none]) {{ fill: var(--{kind}); }}\n"
        for kind in class_looks()
    )
    strokes = "".join(
        f"#picture .edge.{name} path {{ stroke: var(--{name}); }}\n"
        f"#picture .edge.{name} polygon:not([stroke=none]) {{ stroke: var(--{name}); }}\n"
        f"#picture .edge.{name}:not(.cooperation) polygon:not([stroke=none]) {{ fill: var(--{name}); }}\n"
        f"#picture .act.{name} path {{ stroke: var(--{name}); }}\n"
        for name in families()
    )
    return (
        f":root {{ color-scheme: light; {light} }}\n:root[data-theme=dark] {{ color-scheme: dark; {dark} }}\n"
        f"@media print {{ :root[data-theme] {{ color-scheme: light; {light} }} }}\n{fills}{asset('page.css')}{strokes}"
    )


def plain_page(title: str, style: str, body: str) -> str:
    """A page without scripts; its Content-Security-Policy allows its own style and nothing else."""
    policy = f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'"
    lines = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>",
        f"{body}</main></body></html>",
    )
    return "\n".join(lines) + "\n"


def scene_page(scene: Scene, graph: Graph) -> str:
    """The page of a scene; a part of the picture that is clicked leads to its sentence, which stands there once."""
    said = {one for part in scene.parts if isinstance(part, Group) for one in part.said}
    places: dict[object, list[Statement]] = {}
    for one in ordered(graph):
        if one.id in said:
            places.setdefault(one.first_evidence, []).append(one)
    lines = [f"<h1>{escape(scene.title)}</h1><figure>{svg(scene, linked=lambda said: f'#{said}')}</figure>"]
    lines.append("<h2>The sentences</h2><ol>")
    for some in places.values():
        told = "".join(
            f'<p id="{escape(one.id)}">{escape(f"{one.label or one.relation_label} ({one.firmness_told})")}</p>'
            for one in some
        )
        quote = escape(some[0].first_evidence.quote or "(words withheld)")
        lines.append(f"<li><blockquote>{quote}</blockquote>{told}</li>")
    return plain_page(scene.title, asset("plain.css"), "\n".join([*lines, "</ol>"]))


def frame(graph: Graph, view: View = View(), *, name: str = "") -> str:  # noqa: B008 frozen
    """The page as a sandboxed ``iframe``; whatever stands in an article is an attribute's value, never markup."""
    title, held = escape(name or "A graph"), escape(page(graph, view))
    allowed = 'sandbox="allow-scripts allow-downloads"'
    return f'<iframe title="{title}" {allowed} width="100%" height="640" srcdoc="{held}"></iframe>'
