"""The lines of a PDF, read by pdfium in a process of its own with limits of memory and time.

On some damaged files it crashes, and a file of two kilobytes can take gigabytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

_SECONDS = 15  # of work: a million characters take four
_LONGEST = 300  # seconds on the clock, where the operating system knows no limit of work
_ROOT = str(Path(__file__).resolve().parents[3])
_CODE = "import sys; from kg.text.pdf.pdfium import main; main(*map(int, sys.argv[1:]))"


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
    return InputError(
        f"{name}: cannot be read as PDF in the memory and time it is given",
        hint="is it damaged? save its text and build from that",
    )
