"""DOT to SVG, PNG and PDF by pygraphviz, whose wheel carries Graphviz."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
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
            found = re.search(r' x="([-\d.]+)"', line)
            width = 2 * (middle - float(found[1])) if found else 0
            fitted = f'<text textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs" '
            yield line if width < _LEAST_WIDTH else line.replace("<text ", fitted, 1)
            continue
        elif kind and line.startswith(_GROUNDS) and (middle is None if kind == "node" else 'stroke="none"' in line):
            middle = _middle(line)
        yield line


def _middle(shape: str) -> float | None:
    """The middle of a shape from left to right, read off its outline."""
    if found := re.search(r' cx="([-\d.]+)"', shape):
        return float(found[1])
    outline = re.search(r' (?:points|d)="([^"]*)"', shape)
    across = [float(one) for one in re.findall(r"-?[\d.]+", outline[1])[::2]] if outline else []
    return (min(across) + max(across)) / 2 if across else None


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
