"""Conditions of code are counted, and code reads on without one of them (scripts/conditions.py)."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator

import pytest

from scripts.conditions import Ledger, asking, installed

_SOURCE = """
def is_plain(word: str) -> bool:
    return word.islower() and not word.startswith("x")

def kept(words):
    return [word if len(word) < 4 else word[:3] for word in words if is_plain(word)]
"""


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A ledger that is asked, and then no more."""
    finders, names = list(sys.meta_path), set(vars(builtins))
    yield installed()
    sys.meta_path[:] = finders
    for name in set(vars(builtins)) - names:
        delattr(builtins, name)


def _kept(ledger: Ledger) -> Callable[[list[str]], list[str]]:
    names: dict[str, Callable[[list[str]], list[str]]] = {}
    exec(asking(_SOURCE, "words.py", ledger), names)
    return names["kept"]


def test_each_part_of_a_condition_is_counted(ledger: Ledger) -> None:
    kept, ledger.text = _kept(ledger), 0
    assert kept(["tin", "Tin", "xenon", "lead"]) == ["tin", "lea"]
    counted = {one.words: (one.line, one.holds, one.fails) for one in ledger.conditions}
    assert counted == {
        "word.islower()": (3, 3, 1),
        "word.startswith('x')": (3, 1, 2),
        "len(word) < 4": (6, 1, 1),
        "is_plain(word)": (6, 2, 2),
    }


def test_without_a_condition_it_comes_out_as_it_mostly_does(ledger: Ledger) -> None:
    kept, ledger.text = _kept(ledger), 0
    kept(["tin", "Tin", "xenon", "lead"])
    ledger.text, ledger.forced = -1, [one.words for one in ledger.conditions].index("word.startswith('x')")
    assert kept(["tin", "Tin", "xenon", "lead"]) == ["tin", "xen", "lea"]
    assert ledger.conditions[ledger.forced].unusual == {0}
