"""DOT to SVG, PNG and PDF: by pygraphviz, whose wheel carries Graphviz, or by ``dot`` on the PATH."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib.util import find_spec

from kg.errors import KgError, MissingPartError, install_hint

SHARP = 144
"""Dots to the inch of a PNG: twice what a screen was, as screens are now."""
_STDERR = 2


def rendered(text: str, form: str) -> bytes:
    """DOT drawn as ``svg``, ``png`` or ``pdf``; ``MissingPartError`` with the cure where nothing can draw."""
    if find_spec("pygraphviz"):
        return _by_pygraphviz(text, form)
    program = shutil.which("dot")
    if program is None:
        raise MissingPartError("Graphviz is not installed", hint=install_hint("pygraphviz"))
    return _by_program(program, text, form)


def described(svg: bytes, title: str, description: str) -> bytes:
    """An SVG with a title and description for those who hear it; Graphviz's names of nodes are no titles."""
    text = re.sub(r"<title>.*?</title>\n?", "", svg.decode(), flags=re.DOTALL)
    words = f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
    return re.sub(r"<svg ([^>]*)>\n", lambda found: f'<svg role="img" {found[1]}>\n{words}', text, count=1).encode()


def _by_pygraphviz(text: str, form: str) -> bytes:
    from pygraphviz import AGraph

    with _quiet():
        drawn = AGraph(string=_sharp(text, form)).draw(format=form, prog="dot")
    if not isinstance(drawn, bytes):
        raise KgError(f"Graphviz gave no {form}")
    return drawn


def _by_program(program: str, text: str, form: str) -> bytes:
    ran = subprocess.run(
        [program, f"-T{form}"], input=_sharp(text, form).encode(), capture_output=True, check=False, timeout=120
    )
    if ran.returncode:
        raise KgError(f"{program} cannot draw this: {ran.stderr.decode(errors='replace').strip()[:300]}")
    return ran.stdout


def _sharp(text: str, form: str) -> str:
    return text.replace("graph [", f"graph [dpi={SHARP} ", 1) if form == "png" else text


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing on standard error meanwhile: Fontconfig writes there, whatever the fonts are."""
    kept = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(nowhere)
        os.close(kept)
