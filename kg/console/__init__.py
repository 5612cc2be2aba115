"""What is said to a person: to standard error, through one console; data goes to standard output alone."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import KgError, without_login
from kg.isolation import ArticleError

if TYPE_CHECKING:
    from rich.console import Console

_MORE_THAN_A_FEW = 3
_LABELS = {"error": "bold red", "hint": "cyan", "note": "yellow"}
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_CONTROLS = re.compile(r"(\x1b\[(?:0|1|1;3[245])m)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What commands a terminal, or turns the order of what is read; the group is the colours and the bold of our own."""
TRACES = ContextVar("traces", default=False)
"""Whether traces of articles that failed are told (``--debug``)."""
CUT = ContextVar("cut", default=False)
"""Whether a part alone was read of what was asked about."""


@cache
def console() -> Console:
    """The console of standard error; it obeys NO_COLOR and TERM=dumb."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def is_coloured() -> bool:
    """Whether standard output is a terminal with colours: NO_COLOR (https://no-color.org) and TERM=dumb forbid them."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in {"dumb", "unknown"}


def tell(line: str) -> None:
    """Print a line; a label at its beginning ("error:") is coloured."""
    from rich.text import Text

    label, colon, _ = line.partition(":")
    text = Text(printable(without_login(line)))
    if colon and label in _LABELS:
        text.stylize(_LABELS[label], 0, len(label) + 1)
    console().print(text)


def note(line: str) -> None:
    """Print what a reader should know."""
    tell(f"note: {line}")


def note_cut(line: str) -> None:
    """Print which part was read of what was asked about; the command ends with the exit code for that."""
    CUT.set(True)
    note(line)


def tell_error(error: KgError) -> None:
    """Print an error as ``error: …`` and ``hint: …``; with ``--debug`` an article's trace before it."""
    if isinstance(error, ArticleError) and error.trace and TRACES.get():
        sys.stderr.write(error.trace)
    tell(f"error: {error.message}")
    if error.hint:
        tell(f"hint: {error.hint}")


def printable(text: str, *, coloured: bool = True) -> str:
    """Text that commands no terminal and runs one way: an article may have ``ESC ]0;…``, which forges lines."""
    return _CONTROLS.sub(lambda found: (coloured and found[1]) or "\ufffd", text)


@contextmanager
def progress(total: int | None, what: str) -> Iterator[Callable[[str], None]]:
    """A bar for more than a few things, on a terminal only; call what it gives with the name of each thing done.

    ``total`` is None where nobody knows it yet.
    """
    if (total is not None and total <= _MORE_THAN_A_FEW) or not console().is_terminal:
        yield lambda _name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(TextColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    numbers = (BarColumn(), MofNCompleteColumn(), Rate(""), TimeRemainingColumn())
    with Progress(
        TextColumn(what), *numbers, TextColumn("{task.fields[name]}"), console=console(), transient=True
    ) as bar:
        task = bar.add_task(what, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=name)


def folded(text: str, indent: str = "", more: str | None = None, *, room: int = 0) -> list[str]:
    """A text as lines that are no wider than is read with ease, cut between words alone; a colour takes one column.

    The first line is indented by ``indent``, the others by ``more``, else by the same.
    """
    stand_ins = {code: chr(0xE000 + place) for place, code in enumerate(dict.fromkeys(_COLOURS.findall(text)))}
    for code, letter in stand_ins.items():
        text = text.replace(code, letter)
    lines = textwrap.wrap(
        text,
        room or (min(columns(), 110) if sys.stdout.isatty() else 100),
        initial_indent=indent,
        subsequent_indent=indent if more is None else more,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for code, letter in stand_ins.items():
        lines = [line.replace(letter, code) for line in lines]
    return lines


def columns() -> int:
    """How many columns the terminal has."""
    return shutil.get_terminal_size((100, 24)).columns
