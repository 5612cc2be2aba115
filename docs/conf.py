"""The documentation site: Markdown by MyST, the theme Furo. scripts/docs builds it."""  # noqa: INP001

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kg.version import VERSION

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "newsgraph"
version = release = VERSION
project_copyright = "The newsgraph authors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = f"newsgraph {VERSION}"
html_extra_path = ["gallery/files"]
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
exclude_patterns = ["_build", "gallery/files", "reference/rooms.md"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
highlight_language = "text"
suppress_warnings = ["misc.highlighting_failure"]  # Pygments knows no property paths of SPARQL 1.1

_MENDED = (
    (r'<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'),
    (r'<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Site">'),
    (r'<aside class="toc-drawer([^"]*)">', r'<aside class="toc-drawer\1" aria-label="On this page">'),
    (r"<pre>", '<pre tabindex="0">'),
    (r'<th class="head"><p></p></th>', "<td></td>"),
    (
        r'<div class="content-icon-container">',
        '<div class="content-icon-container" role="region" aria-label="Colours">',
    ),
)
"""What the theme leaves out and scripts/access.py finds: levels, names of landmarks, what scrolls reached by keys."""


def setup(app: Sphinx) -> None:
    """Mend each page once it is written."""
    app.connect("build-finished", _mend)


def _mend(app: Sphinx, failed: Exception | None) -> None:
    for path in [] if failed else Path(app.outdir).rglob("*.html"):
        if "gallery-files" in path.parts:
            continue  # pages of the program itself, each allowed by its sums
        text = path.read_text(encoding="utf-8")
        for found, put in _MENDED:
            text = re.sub(found, put, text)
        path.write_text(_tables(text), encoding="utf-8")


def _tables(text: str) -> str:
    """A page whose tables, which scroll, can be reached by keys, each under a name of its own."""
    numbers = count(1)
    put = '<div tabindex="0" role="region" aria-label="Table {}" class="table-wrapper'
    return re.sub('<div class="table-wrapper', lambda _: put.format(next(numbers)), text)
