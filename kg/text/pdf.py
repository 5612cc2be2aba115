"""Paragraphs of a PDF's text layer: lines joined by distance and size, without running heads and page numbers.

The lines are read by pdfium in a process of its own with limits of memory and time: on some damaged files it crashes,
and a file of two kilobytes can take gigabytes.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from kg.errors import InputError
from kg.model import BlockKind

PdfPart = tuple[BlockKind | None, str]
"""Words, and whether they are a heading."""

_LARGER = 1.15  # times the usual height of a line: a heading
_WIDER_GAP = 0.4  # of a line's height more than usual between two lines: a new paragraph
_WIDEST_GAP = 2.0  # of a line's height: a new paragraph even where lines stand far apart
_REPEATED_ON = 3  # pages: a running head or foot
_EDGE_LINES = 2


def pdf_parts(data: bytes, name: str, most: int) -> tuple[PdfPart, ...]:
    """The parts of a PDF's text layer, in order; empty without text. ``InputError`` if it is damaged or too large."""
    pages = _body_lines(lines(data, name, most))
    return tuple(_pdf_parts(pages)) if pages else ()


def _body_lines(pages: "Sequence[Sequence[PdfLine]]") -> "tuple[tuple[PdfLine, ...], ...]":
    """The lines of each page without what stands at the edge of most pages."""
    edges = Counter[str]()
    for page in pages:
        edges.update({_edge_key(line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})

    def is_head(line: PdfLine) -> bool:
        return line.text.isdigit() or edges[_edge_key(line)] >= max(_REPEATED_ON, len(pages) / 2)

    kept = []
    for page in pages:
        inner = range(_EDGE_LINES, len(page) - _EDGE_LINES)
        kept.append(tuple(line for place, line in enumerate(page) if place in inner or not is_head(line)))
    return tuple(page for page in kept if page)


def _edge_key(line: "PdfLine") -> str:
    return re.sub(r"\d+", "#", line.text)


def _pdf_parts(pages: "Sequence[Sequence[PdfLine]]") -> Iterator[PdfPart]:
    """Lines joined to paragraphs by the distance and size of the lines; the largest on the first page is the title."""
    usual = median(line.height for page in pages for line in page)
    gaps = sorted(max(a.bottom - b.top, 0.0) for page in pages for a, b in pairwise(page))
    widest = min((gaps[len(gaps) // 4] if gaps else 0.0) + usual * _WIDER_GAP, usual * _WIDEST_GAP)
    largest = max(line.height for line in pages[0])
    kind: BlockKind | None = None
    words = ""
    above: PdfLine | None = None
    for line in (line for page in pages for line in page):
        line_kind = None
        if line.height >= usual * _LARGER:
            line_kind = BlockKind.TITLE if line.height > largest * 0.95 else BlockKind.HEADING
        goes_on = above is not None and above.bottom - line.top <= widest
        if (
            above and line.top > above.bottom + above.height
        ):  # a new page or column: goes on unless the sentence was over
            goes_on = not re.search(r"[.!?][\"”’)]?$", above.text)
        if goes_on and line_kind == kind:
            is_broken = re.search(r"\w[-\u00ad]$", words) and line.text[:1].islower()
            words = words[:-1] + line.text if is_broken else f"{words} {line.text}"
        else:
            if words:
                yield kind, words
            kind, words = line_kind, line.text
        above = line
    yield kind, words


_SECONDS = 15  # of work: a million characters take four
_LONGEST = 300  # seconds on the clock, where the operating system knows no limit of work
_ROOT = str(Path(__file__).resolve().parents[2])
_CODE = "import sys; from kg.text.pdfium import main; main(*map(int, sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a PDF page; ``top`` and ``bottom`` in points from the foot of the page, ``height`` that of its font."""

    text: str
    top: float
    bottom: float
    height: float


def lines(data: bytes, name: str, most: int, *, seconds: int = _SECONDS) -> tuple[tuple[PdfLine, ...], ...]:
    """The lines of each page; ``InputError`` if the file is damaged or has more than ``most`` characters."""
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH", ""))))
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-c", _CODE, str(most), str(seconds)],
            input=data,
            capture_output=True,
            check=False,
            timeout=_LONGEST,
            env=os.environ | {"PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired as error:
        raise _beyond(name) from error
    if ran.returncode:
        raise _beyond(name)
    found = json.loads(ran.stdout)
    if "fault" in found:
        raise InputError(f"{name}: {found['fault']}", hint=found["hint"])
    return tuple(tuple(PdfLine(*line) for line in page) for page in found["pages"])


def _beyond(name: str) -> InputError:
    told = f"{name}: cannot be read as PDF in the memory and time it is given"
    return InputError(told, hint="is it damaged? save its text and build from that")
