"""A picture as the bytes of a file in any format, with its signature."""

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from html import escape
from pathlib import Path, PurePath

from kg.errors import KgError
from kg.model import Graph
from kg.store import Answer, Limits, Query, Worker
from kg.store.questions import Question, questions
from kg.turtle.documents import serialize
from kg.view.draw.choice import focused, picture, pictures, to_focus_on
from kg.view.draw.content import layout_of, scene_of
from kg.view.draw.dot import dot, mermaid
from kg.view.draw.page import page, scene_page
from kg.view.draw.scene import Scene, svg
from kg.view.draw.values import MOST_NODES, Direction, Layout, Picture, View

AnswerJson = dict[str, object]
MOST_ASKED = 1000
"""Statements of a page that has its answers in it: of more of them each question takes longer than one waits for."""
_STATEMENT = "statement"
_ROWS = 300


def answers(graph: Graph) -> list[AnswerJson]:
    """The named questions that a graph answers without parameters, by name, with ``_ROWS`` rows at most."""
    limits = Limits(rows=_ROWS)
    with Worker((), limits, serialize(graph, "nt")) as worker:
        asked = ((one, worker.ask(Query(one.text, helps=False))) for one in questions())
        return [answer_json(one, answer) for one, answer in asked if answer.count]


def answer_json(asked: Question, answer: Answer) -> AnswerJson:
    """A question with its rows of text; ``said`` is the id of the statement of each row, empty where it has none."""
    rows = [{name: answer.short(value or "") for name, value in row.items()} for row in answer.rows()]
    columns = [name for name in answer.variables if name != _STATEMENT]
    return {
        "name": asked.name,
        "title": asked.title,
        "columns": columns,
        "rows": [[row[name].removeprefix("kg:") for name in columns] for row in rows],
        "said": [row.get(_STATEMENT, "").removeprefix("id:") for row in rows],
        "isCut": answer.truncated,
    }


_WORDS = "Drawn by newsgraph, sum "
_SUM = re.compile(re.escape(_WORDS).encode() + rb"([0-9a-f]{16})")
_COMMENTS = {"svg": "<!-- {} -->\n", "html": "<!-- {} -->\n", "dot": "// {}\n", "mermaid": "%% {}\n", "pdf": "% {}\n"}
"""What stands at the end of a file; of a PDF before the address of its table (ISO 32000-1, 7.2.3 and 7.5.5)."""
_TAIL = 256  # bytes: within them the mark lies
_END = 12  # bytes of a PNG's last chunk, IEND; a text chunk goes before it (PNG, 11.3.3.2)
FORMS = ("svg", "png", "pdf", "dot", "mermaid", "html")
"""The formats; ``html`` is made of a graph (``kg.view.draw.page``), the others of a picture."""
_SUFFIXES = {f".{form}": form for form in FORMS} | {".gv": "dot", ".mmd": "mermaid", ".htm": "html"}
_TEXTS = frozenset({"dot", "mermaid"})
_WIDEST = 525.0  # points: 700 pixels, at which the smallest words are 11 pixels high
_TOPS = (MOST_NODES, 24, 20, 17, 14, 12, 10, 9, 8, 7, 6, 5, 4)
_WAYS = (Direction.RIGHT, Direction.DOWN)
_ENOUGH = 20  # nodes of a picture that is no small part of what there is
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def form_of(name: str | PurePath) -> str:
    """The format of a file's suffix; ``KgError`` for one that is none of ours."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise KgError(f"{name}: {suffix or 'no suffix'} is no format of pictures", hint=f"one of {', '.join(FORMS)}")
    return _SUFFIXES[suffix]


def drawn(graph: Graph, form: str, view: View = View()) -> bytes:  # noqa: B008 frozen
    """A graph as a file of any format, laid out as the view asks for (``layout_of``); a page has every layout."""
    if form == "html":
        asked = {"questions": answers(graph)} if len(graph.statements) <= MOST_ASKED else None
        return marked(page(graph, view, asked).encode(), form)
    if layout_of(graph, form, view) is not Layout.NETWORK:
        return scene_bytes(scene_of(graph, view), graph, form)
    return drawing(network(graph, form, view), form, view)


def network(graph: Graph, form: str, view: View = View()) -> Picture:  # noqa: B008 frozen
    """The network of a graph, of so many nodes that its words can be read at the width of a column.

    Where the view asks for another number of them, or has no room for a few, the picture says what to focus on.
    """
    if form in _TEXTS:
        return picture(graph, view)
    tops = _TOPS if view.top == MOST_NODES else (view.top,)
    found = (replace(one, direction=way) for one in pictures(graph, view, tops) for way in _WAYS)
    fitting = next((one for one in found if width_of(dot(one, view)) <= _WIDEST), None)
    made = fitting or picture(graph, replace(view, top=tops[-1]))
    is_part = not made.left_out.is_nothing and len(made.nodes) < _ENOUGH
    if not is_part and width_of(dot(made, view)) <= _WIDEST:
        return made
    return replace(made, focuses=to_focus_on(made, focused(graph, view)))


def drawing(made: Picture, form: str, view: View = View()) -> bytes:  # noqa: B008 frozen
    """A network as a file of ``svg``, ``png``, ``pdf``, ``dot`` or ``mermaid``, with its mark; else ``KgError``."""
    match form:
        case "dot":
            data = dot(made, view).encode()
        case "mermaid":
            data = mermaid(made, view).encode()
        case "svg":
            data = described(rendered(dot(made, view), form), made.title or "A graph", made.note)
        case "png" | "pdf":
            data = rendered(dot(made, view), form)
        case _:
            raise KgError(f"{form!r} is no format of pictures", hint=f"one of {', '.join(FORMS)}")
    return marked(data, form)


def scene_bytes(scene: Scene, graph: Graph, form: str) -> bytes:
    """A scene as a file of ``svg``, ``png``, ``pdf`` or ``html``, with its mark; ``graph`` has its sentences.

    ``KgError`` for a format that only a network is drawn in.
    """
    match form:
        case "svg":
            paper = f"<style>@page {{ size: {scene.width:g}px {scene.height:g}px; margin: 0 }}</style>"  # on one page
            return marked((_XML + svg(scene).replace("</desc>", f"</desc>\n{paper}", 1)).encode(), form)
        case "png" | "pdf":
            from kg.view.draw.pdf import pdf, png

            return marked((png if form == "png" else pdf)(scene), form)
        case "html":
            return marked(scene_page(scene, graph).encode(), form)
        case _:
            raise KgError(f"a {form} is drawn as a network alone", hint="--as network")


def marked(data: bytes, form: str) -> bytes:
    """A picture with its signature."""
    total = sha256(data).hexdigest()[:16]
    place = {"pdf": data.rfind(b"startxref"), "png": len(data) - _END}.get(form, len(data))
    return data[:place] + _mark(form, total) + data[place:]


def is_drawn(path: Path) -> bool:
    """Whether a file is an unchanged picture by newsgraph."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _TAIL), os.SEEK_END)
        found = _SUM.search(file.read())
    if found is None:
        return False
    total, data = found[1].decode(), path.read_bytes()
    bare = (data.replace(_mark(form, total), b"", 1) for form in (*_COMMENTS, "png"))
    return any(sha256(one).hexdigest()[:16] == total for one in bare)


def _mark(form: str, total: str) -> bytes:
    if form != "png":
        return _COMMENTS[form].format(_WORDS + total).encode()
    text = b"tEXtSoftware\0" + (_WORDS + total).encode()
    return (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")


SHARP = 144
"""Dots to the inch of a PNG: twice what a screen was, as screens are now."""
_STDERR = 2
_FOLDER = Path(__file__).parent
_FONTS = {"FONTCONFIG_FILE": str(_FOLDER / "fonts" / "fonts.conf"), "XDG_DATA_HOME": str(_FOLDER)}
"""What has Fontconfig find our fonts, and those alone: pictures are the same everywhere, and no cache is left."""


def rendered(text: str, form: str) -> bytes:
    """DOT drawn as ``svg``, ``png`` or ``pdf``; ``KgError`` where Graphviz draws nothing."""
    from pygraphviz import AGraph

    sharp = text.replace("graph [", f"graph [dpi={SHARP} ", 1) if form == "png" else text
    with _alone():
        drawn = AGraph(string=sharp).draw(format=form, prog="dot")
    if not isinstance(drawn, bytes):
        raise KgError(f"Graphviz gave no {form}")
    return drawn


def width_of(text: str) -> float:
    """How wide DOT is drawn, in points."""
    found = re.search(rb'<svg width="([\d.]+)pt"', rendered(text, "svg"))
    return float(found[1]) if found else 0.0


def described(svg: bytes, title: str, description: str) -> bytes:
    """An SVG with a title and description for those who hear it; Graphviz's names of nodes are no titles."""
    text = re.sub(r"<title>.*?</title>\n?", "", svg.decode(), flags=re.DOTALL)
    words = f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
    return re.sub(r"<svg ([^>]*)>\n", lambda found: f'<svg role="img" {found[1]}>\n{words}', text, count=1).encode()


@contextmanager
def _alone() -> Iterator[None]:
    """Nothing on standard error meanwhile, where Fontconfig and Pango write, and our own fonts in the environment.

    Fontconfig reads that when it first draws (fonts-conf(5)).
    """
    before = {name: os.environ.get(name) for name in _FONTS}
    kept = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.environ.update(_FONTS)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(nowhere)
        os.close(kept)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
