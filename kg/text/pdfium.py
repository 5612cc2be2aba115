"""Extraction of a PDF's lines by pdfium, in a process that reads standard input and prints JSON."""

import json
import re
import sys
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import PdfPage, PdfTextPage
from pypdfium2.raw import FPDFText_GetFontSize

from kg.isolation import bounded, end_after

_SPARE = 512  # megabytes beyond what the file and the program take
_SOFT_HYPHENS = "\x02\ufffe"  # what pdfium makes of a hyphen at the end of a line
_SCALED = 2.0  # points: a type so small is scaled up by the page
_Row = tuple[str, float, float, float]


class _TooLargeError(Exception):
    """More characters than were asked for."""


def main(most: int, seconds: int) -> None:
    """Print the lines of the PDF on standard input, or its fault, as JSON; ``seconds`` is the limit of CPU time."""
    data = sys.stdin.buffer.read()
    end_after(seconds)
    with bounded(_SPARE):
        sys.stdout.write(json.dumps(extracted(data, most)))


def extracted(data: bytes, most: int) -> dict[str, object]:
    """A dictionary of ``pages`` with their lines, or of a ``fault`` and its ``hint``."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return _fault(f"cannot be opened as PDF ({error})", "is it whole, and free of a password?")
    pages: list[list[_Row]] = []
    left = most
    try:
        with document:
            for number in range(len(document)):
                rows = [*_page_lines(document[number], left)]
                left -= sum(len(words) for words, *_ in rows)
                pages.append(rows)
    except (pypdfium2.PdfiumError, ValueError) as error:
        return _fault(f"page {len(pages) + 1} cannot be read ({error})", "the file is damaged; save its text instead")
    except _TooLargeError:
        return _fault(f"is larger than {most:,} characters", "split it, or raise the limit with --max-characters")
    return {"pages": pages}


def _fault(message: str, hint: str) -> dict[str, object]:
    return {"fault": message, "hint": hint}


def _page_lines(page: PdfPage, most: int) -> Iterator[_Row]:
    text_page: PdfTextPage = page.get_textpage()
    count = text_page.count_chars()
    if count > most:
        raise _TooLargeError
    text: str = text_page.get_text_range(0, count)
    for match in re.finditer(rf"[^\r\n{_SOFT_HYPHENS}]+[{_SOFT_HYPHENS}]?", text):
        words = re.sub(f"[{_SOFT_HYPHENS}]$", "-", match.group().strip())
        inked = [i for i in range(match.start(), min(match.end(), count)) if not text[i].isspace()]
        boxes = [text_page.get_charbox(i) for i in inked]
        if boxes:
            top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
            size = FPDFText_GetFontSize(text_page.raw, inked[0])
            yield words, top, bottom, size if size > _SCALED else top - bottom
