"""DOT to SVG, PNG and PDF by pygraphviz, whose wheel carries Graphviz; the signature of a picture."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from pathlib import Path

from kg.errors import KgError

SHARP = 144
"""Dots to the inch of a PNG: twice what a screen was, as screens are now."""
_STDERR = 2
_FOLDER = Path(__file__).parent
_FONTS = {"FONTCONFIG_FILE": str(_FOLDER / "fonts" / "fonts.conf"), "XDG_DATA_HOME": str(_FOLDER)}
"""What has Fontconfig find our fonts, and those alone: pictures are the same everywhere, and no cache is left."""
_GROUP = re.compile(r'<g id="[^"]*" class="(node|edge)\b')
_GROUNDS = ("<polygon", "<ellipse", "<path")
_LEAST_WIDTH = 2.0  # of words: what is narrower is a blank


def rendered(text: str, form: str) -> bytes:
    """DOT drawn as ``svg``, ``png`` or ``pdf``; ``KgError`` where Graphviz draws nothing."""
    from pygraphviz import AGraph

    sharp = text.replace("graph [", f"graph [dpi={SHARP} ", 1) if form == "png" else text
    with _quiet(), _own_fonts():
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
    text = re.sub(r"<title>.*?</title>\n?", "", "".join(_kept_inside(svg.decode())), flags=re.DOTALL)
    words = f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
    return re.sub(r"<svg ([^>]*)>\n", lambda found: f'<svg role="img" {found[1]}>\n{words}', text, count=1).encode()


def _kept_inside(svg: str) -> Iterator[str]:
    """The lines of an SVG, those of words in nodes and labels with the width that Graphviz reckoned them to have.

    It begins them so that they stand about the middle of their ground. A face that is wider than Arial is drawn closer
    and runs out of nothing (SVG 1.1, 10.5: textLength).
    """
    kind, middle = "", None
    for line in svg.splitlines(keepends=True):
        if group := _GROUP.match(line):
            kind, middle = group[1], None
        elif line.startswith("<text") and middle is not None and 'text-anchor="start"' in line:
            yield _of_width(line, middle)
            continue
        elif kind and line.startswith(_GROUNDS) and (middle is None if kind == "node" else 'stroke="none"' in line):
            middle = _middle(line)
        yield line


def _of_width(line: str, middle: float) -> str:
    found = re.search(r' x="([-\d.]+)"', line)
    width = 2 * (middle - float(found[1])) if found else 0
    if width < _LEAST_WIDTH:
        return line
    return line.replace("<text ", f'<text textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs" ', 1)


def _middle(shape: str) -> float | None:
    """The middle of a shape from left to right, read off its outline."""
    if found := re.search(r' cx="([-\d.]+)"', shape):
        return float(found[1])
    outline = re.search(r' (?:points|d)="([^"]*)"', shape)
    across = [float(one) for one in re.findall(r"-?[\d.]+", outline[1])[::2]] if outline else []
    return (min(across) + max(across)) / 2 if across else None


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing on standard error meanwhile: Fontconfig and Pango write there."""
    kept = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(nowhere)
        os.close(kept)


@contextmanager
def _own_fonts() -> Iterator[None]:
    """``_FONTS`` in the environment, which Fontconfig reads when it first draws (fonts-conf(5))."""
    kept = {name: os.environ.get(name) for name in _FONTS}
    os.environ.update(_FONTS)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_WORDS = "Drawn by newsgraph, sum "
_SUM = re.compile(re.escape(_WORDS).encode() + rb"([0-9a-f]{16})")
_COMMENTS = {"svg": "<!-- {} -->\n", "html": "<!-- {} -->\n", "dot": "// {}\n", "mermaid": "%% {}\n", "pdf": "% {}\n"}
"""What stands at the end of a file; of a PDF before the address of its table (ISO 32000-1, 7.2.3 and 7.5.5)."""
_TAIL = 256  # bytes: within them the mark lies
_END = 12
"""Bytes of a PNG's last chunk, IEND; a text chunk goes before it (PNG, 11.3.3.2)."""


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
