"""Waiting for what is to happen, instead of guessing how long that takes on a busy machine."""

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds; whoever takes longer hangs."""


def until(holds: Callable[[], object]) -> None:
    """Return as soon as something holds; ``AssertionError`` where it never does."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
