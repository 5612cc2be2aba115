"""Forecast of which queries are long: by those of the same shape before."""

from __future__ import annotations

import re
from collections import OrderedDict

_CONSTANT = re.compile(
    r"""<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w-]*:[\w.-]+|(?<![?$\w])\d+(?:\.\d+)?"""
)
_SPACE = re.compile(r"\s+")
_MOST = 1000
"""Shapes that are remembered."""
_WEIGHT = 0.25
"""What the latest query counts beside all before: three in a row change the forecast."""


class Forecast:
    """Which queries take more than their turn: a moving average over those that differ in their constants alone."""

    def __init__(self) -> None:
        self._shares: OrderedDict[str, float] = OrderedDict()

    def is_long(self, text: str) -> bool:
        """Whether a query is likely to be a long one; one of a new shape is not."""
        return bool(self._shares) and self._shares.get(shape(text), 0.0) > 1 / 2

    def learn(self, text: str, *, was_long: bool) -> None:
        """Take note of a query; quick ones only where that shape was long before."""
        key = shape(text)
        if was_long or key in self._shares:
            before = self._shares.get(key, float(was_long))
            self._shares[key] = before + _WEIGHT * (was_long - before)
            self._shares.move_to_end(key)
        if len(self._shares) > _MOST:
            self._shares.popitem(last=False)


def shape(text: str) -> str:
    """A query without its constants and its layout.

    >>> shape('SELECT ?o {   id:canada kg:start "2026"^^xsd:gYear ; <http://a#b> ?o2 } LIMIT 10')
    'SELECT ?o { _ _ _^^_ ; _ ?o2 } LIMIT _'
    """
    return _SPACE.sub(" ", _CONSTANT.sub("_", text)).strip()
