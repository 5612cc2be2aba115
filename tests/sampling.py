"""What is tried on many cases is tried on a few in the suite, always the same ones, and on all with ``KG_WHOLE=1``."""

import os
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import HealthCheck, settings

One = TypeVar("One")
WHOLE = bool(os.environ.get("KG_WHOLE"))

settings.register_profile(  # a busy machine is no reason to fail, and chance neither
    "suite", deadline=None, max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("whole", settings.get_profile("suite"), max_examples=200, derandomize=False)
settings.load_profile("whole" if WHOLE else "suite")
COSTLY = settings(max_examples=100 if WHOLE else 8)  # for properties of which an example takes tenths of a second


def some(cases: Sequence[One], count: int) -> Sequence[One]:
    """So many of the cases, at even distances."""
    return cases if WHOLE else [cases[number * len(cases) // count] for number in range(min(count, len(cases)))]
