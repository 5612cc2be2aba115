"""How likely a reader keeps a statement: the share of statements like it that careful readers judged worth keeping.

Apart from whether it is right: a true statement may say nothing that anybody wants. The weights stand in the table
"useful" of ``confidence.toml``, in log-odds; ``scripts/calibrate.py`` fits them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.lexicon import lexicon
from kg.mapping.features import Features, of_statement, said_by
from kg.model import Frame, Phrase

_BASE = "base"


def usefulness(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> float:
    """The share of such statements that readers keep, 0 to 1, rounded to hundredths; ``typed`` as in confidence."""
    return round(of_features(of_statement(said_by(frame, ends, typed=typed))), 2)


def of_features(found: Features) -> float:
    """The logistic function of the weights of some features; one that the table does not hold weighs nothing."""
    weights = _weights()
    return 1 / (1 + math.exp(-(weights[_BASE] + sum(weights.get(name, 0.0) * found[name] for name in sorted(found)))))


@cache
def _weights() -> Mapping[str, float]:
    table = lexicon("confidence")["useful"]
    found = table.items() if isinstance(table, dict) else ()
    return MappingProxyType({name: float(value) for name, value in found if isinstance(value, int | float)})
