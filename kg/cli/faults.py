"""Error handling of commands: message, hint, exit code; a traceback only for a bug or on request."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Protocol, runtime_checkable

import typer

from kg.errors import KgError, MissingPartError
from kg.isolation import ArticleError

FINDINGS = 1
PARTLY = 3
_USAGE = 2
_BUG = 101
_INTERRUPTED = 130
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Errors of a disk that takes no more."""
_ANOTHER = "--with FILE takes another graph"
_TRACES = ContextVar("traces", default=False)
"""Whether ``--debug`` was given."""


@runtime_checkable
class _UsageFault(Protocol):
    """What Typer raises for arguments that it does not understand."""

    exit_code: int

    def format_message(self) -> str: ...


class Faults:
    """A context manager that turns every exception into a message and an ``exit_code``."""

    def __init__(self, *, debug: bool) -> None:
        self.exit_code = 0
        self._debug = debug

    def __enter__(self) -> Faults:
        _TRACES.set(self._debug)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, SystemExit) and _is_closed_pipe(error.__context__):
            error = error.__context__
        if error is None or isinstance(error, SystemExit):
            return False
        if self._debug:
            traceback.print_exception(kind, error, trace)
        self.exit_code = self._said(error)
        return True

    def _said(self, error: BaseException) -> int:
        match known := _known(error):
            case KgError():
                tell_error(known)
                return known.exit_code
            case KeyboardInterrupt() | typer.Abort():
                _tell("interrupted")
                return _INTERRUPTED
            case OSError() if _is_closed_pipe(known):
                # The reader went away, as `head` does: that is no fault, and nothing more can be written.
                _close_output()
                return 0
            case OSError() if known.errno in _FULL:
                _close_output()
                _tell(f"error: cannot write: {known.strerror}")
                return KgError.exit_code
            case _UsageFault():
                _tell_usage(known)
                return _USAGE
            case _:
                if not self._debug:
                    traceback.print_exception(error)
                _tell("error: this is a bug of newsgraph, not a fault of yours")
                _tell("hint: report it with what is above, and with what you ran")
                return _BUG


def _known(error: BaseException) -> BaseException:
    """The error, that of a machine without memory in words that help."""
    if isinstance(error, MemoryError):
        hint = "fewer --jobs need less, and a store (-o NAME.store) less than a file"
        return MissingPartError("there is not enough memory", hint=hint)
    return error


def _is_closed_pipe(error: BaseException | None) -> bool:
    """Whether this is what writing to a closed pipe raises; Typer puts a ``SystemExit`` over it."""
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def _close_output() -> None:
    """Let go what standard output still holds, which Python would write once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell_error(error: KgError) -> None:
    """Print an error as ``error: …`` and ``hint: …``; with ``--debug`` an article's trace before it."""
    if isinstance(error, ArticleError) and error.trace and _TRACES.get():
        sys.stderr.write(error.trace)
    _tell(f"error: {error.message}")
    if error.hint:
        _tell(f"hint: {error.hint}")


def _tell_usage(error: _UsageFault) -> None:
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "kg")
    message = error.format_message()
    _tell(f"error: {message}")
    more = "unexpected extra argument" in message and "--with" in _options(context)
    _tell(f"hint: {_ANOTHER if more else f'{command} --help shows what it takes'}")


def _options(context: object) -> set[str]:
    """The options of the command of a context of Typer."""
    parameters = getattr(getattr(context, "command", None), "params", ())
    return {option for parameter in parameters for option in parameter.opts}


def _tell(line: str) -> None:
    from kg.cli.console import tell

    tell(line)
