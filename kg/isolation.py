"""Fault isolation: limits of time and memory of a process, and every exception reported as one of one article.

This is the one place where any exception is caught, so that an article that trips a rule, the parser or the machine
does not cost the thousands beside it. Nothing is hidden: the error names the article and the step, is counted, ends
the command with an exit code of its own, and has the trace.
"""

import math
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from kg.errors import KgError

_MEGABYTE = 1 << 20
LONG = 200_000
"""Characters: as many as are parsed together, or a short book."""
_STEP = "in the step: "
_AGAIN = 1.0
"""Seconds after which an article that goes on is stopped once more: a finalizer swallows what is raised in it."""
_GRACE = 10
"""Seconds after which a process that cannot even be told to stop is killed."""
_TRACED = 40  # calls: a trace of a thousand equal ones tells no more

Result = TypeVar("Result")


class ArticleError(KgError):
    """An article that could not be read: ``step`` is the step that failed, ``cause`` why, ``trace`` the traceback."""

    exit_code = 3

    def __init__(self, cause: str, *, step: str = "", trace: str = "", hint: str = "") -> None:
        super().__init__(cause, hint=hint)
        self.cause = cause
        self.step = step
        self.trace = trace

    def of(self, name: str) -> "ArticleError":
        """The same error with the article's name."""
        step = f" in {self.step}" if self.step else ""
        told = f"{name}: failed{step}: {self.message}"
        named = ArticleError(told, step=self.step, trace=self.trace, hint=self.hint)
        named.cause = self.cause
        return named


@dataclass(frozen=True, slots=True)
class ArticleLimits:
    """Limits of one article: seconds of CPU, megabytes beyond what the process has already.

    A text longer than ``LONG`` may take more seconds, as much as it is longer. Both need support by the operating
    system; time is limited in the main thread alone. ``deadly`` is for a separate process, which the system kills when
    it is past its time and does not respond.
    """

    seconds: float = 120.0
    megabytes: int = 4096
    deadly: bool = False

    def of_text(self, characters: int) -> "ArticleLimits":
        """The limits of a text of some length."""
        return replace(self, seconds=self.seconds * max(1.0, characters / LONG))


USUAL = ArticleLimits()


@contextmanager
def step(name: str) -> Iterator[None]:
    """A context that records on an exception the step of the pipeline that raised it; the innermost counts."""
    try:
        yield
    except BaseException as error:
        if not _step(error):
            error.add_note(_STEP + name)
        raise


def attempt(work: Callable[[], Result], limits: ArticleLimits) -> Result | ArticleError:
    """The result of the work, or the error that it raised; ``KeyboardInterrupt`` and ``SystemExit`` pass."""
    try:
        with _timed(limits), bounded(limits.megabytes):
            return work()
    except _OutOfTimeError as error:
        told, cure = f"took more than {limits.seconds:g} seconds", "--max-seconds lets it take more"
        return ArticleError(told, step=_step(error), trace=_trace(error), hint=cure)
    except MemoryError as error:
        told, cure = f"took more than {limits.megabytes:,} MB of memory", "--max-memory lets it take more"
        return ArticleError(told, step=_step(error), trace=_trace(error), hint=cure)
    except KgError as error:
        return ArticleError(error.message, step=_step(error), trace=_trace(error), hint=error.hint)
    except Exception as error:  # noqa: BLE001 - see the module's docstring
        told = f"{type(error).__name__}: {error}".removesuffix(": ")
        cause = "it is nested too deeply" if isinstance(error, RecursionError) else told
        return ArticleError(cause, step=_step(error), trace=_trace(error), hint=_report(_step(error)))


FOREIGN = "extractor"
"""How the name of a step begins whose code is not newsgraph's."""


def _report(step: str) -> str:
    """Who is to be told of a fault."""
    if step.startswith(FOREIGN):
        return f"this is a bug of the {step}, which is not newsgraph's: tell those who made it what --debug shows"
    return "this is a bug of newsgraph: report it with the article and with what --debug shows"


class _OutOfTimeError(BaseException):
    """Not an ``Exception``, which a library on the way may take for one of its own and go on."""


def _step(error: BaseException) -> str:
    notes: list[str] = getattr(error, "__notes__", [])
    return next((note.removeprefix(_STEP) for note in notes if note.startswith(_STEP)), "")


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-_TRACED))


@contextmanager
def _timed(limits: ArticleLimits) -> Iterator[None]:
    """Raise ``_OutOfTimeError`` in the work once it has had its seconds of CPU."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    is_running = True

    def stop(_number: int, _frame: object) -> None:
        if is_running:
            raise _OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, limits.seconds, _AGAIN)
        if limits.deadly:
            end_after(limits.seconds + _GRACE)
        yield
    finally:
        is_running = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def end_after(seconds: float) -> None:
    """Let the system end this process once it has had so much more of the CPU, or all that it may have (POSIX)."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


@contextmanager
def bounded(megabytes: int) -> Iterator[None]:
    """A context in which ``MemoryError`` is raised where the process takes more than it has and so much on top (Linux).

    Elsewhere there is no such limit.
    """
    status = Path("/proc/self/statm")
    if sys.platform != "linux" or not status.exists():
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    wanted = taken + megabytes * _MEGABYTE
    least = min([wanted, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (least, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
