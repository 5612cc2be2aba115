"""Work that gives way to all other programs when a signal asks for it (POSIX)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_LOW = 15
"""The niceness of what gives way; Linux then gives it a thirtieth of the processor where others want it too."""


class GivingWay:
    """Work in steps, done in a thread of which SIGUSR1 lowers the priority until the step is over.

    A process without rights cannot raise a priority again, so the next step then gets another thread: on Linux each has
    a priority of its own.
    """

    def __init__(self, steps: Iterator[None]) -> None:
        self._steps = steps
        self._thread = threading.Thread()
        self._gives_way = False
        self._is_over = False

    def run(self) -> None:
        """Do all steps; to be called in the main thread, to which signals go."""
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, self._give_way)
        while not self._is_over:
            self._gives_way = False
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
            self._thread.join()

    def _work(self) -> None:
        for _ in self._steps:
            if self._gives_way:
                return
        self._is_over = True

    def _give_way(self, _number: int, _frame: FrameType | None) -> None:
        thread = self._thread.native_id
        if thread is not None:
            self._gives_way = True
            os.setpriority(os.PRIO_PROCESS, thread, max(_LOW, os.getpriority(os.PRIO_PROCESS, thread)))
