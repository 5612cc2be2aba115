"""Error handling of commands: message, hint, exit code; a traceback only for a bug or on request."""

import errno
import os
import sys
import traceback
from types import TracebackType

import typer

from kg.console import TRACES, tell, tell_error
from kg.errors import KgError, MissingPartError

FINDINGS = 1
PARTLY = 3
_USAGE = 2
_BUG = 101
_INTERRUPTED = 130
_ANOTHER = "--with FILE takes another graph"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # errors of a disk that takes no more


class Faults:
    """A context manager that turns every exception into a message and an ``exit_code``."""

    def __init__(self, *, debug: bool) -> None:
        self.exit_code = 0
        self._debug = debug

    def __enter__(self) -> "Faults":
        TRACES.set(self._debug)
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
        if isinstance(error, MemoryError):
            hint = "fewer --jobs need less, and a store (-o NAME.store) less than a file"
            error = MissingPartError("there is not enough memory", hint=hint)
        self.exit_code = self._said(error)
        return True

    def _said(self, error: BaseException) -> int:
        match error:
            case KgError():
                tell_error(error)
                return error.exit_code
            case KeyboardInterrupt() | typer.Abort():
                tell("interrupted")
                return _INTERRUPTED
            case OSError() if _is_closed_pipe(error):
                # The reader went away, as `head` does: that is no fault, and nothing more can be written.
                _close_output()
                return 0
            case OSError() if error.errno in _FULL:
                _close_output()
                tell(f"error: cannot write: {error.strerror}")
                return KgError.exit_code
            case _ if told := getattr(error, "format_message", None):  # of arguments that Typer does not understand
                context, message = getattr(error, "ctx", None), str(told())
                given = getattr(getattr(context, "command", None), "params", ())
                options = {one for parameter in given for one in parameter.opts}
                tell(f"error: {message}")
                is_another = "unexpected extra argument" in message and "--with" in options
                takes = f"{getattr(context, 'command_path', 'kg')} --help shows what it takes"
                tell(f"hint: {_ANOTHER if is_another else takes}")
                return _USAGE
            case _:
                if not self._debug:
                    traceback.print_exception(error)
                tell("error: this is a bug of newsgraph, not a fault of yours")
                tell("hint: report it with what is above, and with what you ran")
                return _BUG


def _is_closed_pipe(error: BaseException | None) -> bool:
    """Whether this is what writing to a closed pipe raises; Typer puts a ``SystemExit`` over it."""
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def _close_output() -> None:
    """Let go what standard output still holds, which Python would write once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
