"""Conditions and rules are left out, and what notices it is told (scripts/conditions.py, scripts/balance.py)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from scripts.conditions import ROOT, Ledger, apart, asking, installed, summary

_SOURCE = """
def is_plain(word: str) -> bool:
    return word.islower() and not word.startswith("x")

def kept(words):
    return [word if len(word) < 4 else word[:3] for word in words if is_plain(word)]
"""


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A ledger that is asked, and then no more."""
    found = installed([])
    found.numbers = None
    yield found
    patch.stopall()


def _kept(ledger: Ledger) -> Callable[[list[str]], list[str]]:
    names: dict[str, Callable[[list[str]], list[str]]] = {}
    exec(asking(_SOURCE, "words.py", ledger), names)
    return names["kept"]


def test_each_part_of_a_condition_is_counted(ledger: Ledger) -> None:
    kept, ledger.at = _kept(ledger), "a text"
    assert kept(["tin", "Tin", "xenon", "lead"]) == ["tin", "lea"]
    counted = {
        one.words: (one.place[1], *(one.came_out["a text", so] for so in (True, False))) for one in ledger.conditions
    }
    assert counted == {
        "word.islower()": (3, 3, 1),
        "word.startswith('x')": (3, 1, 2),
        "len(word) < 4": (6, 1, 1),
        "is_plain(word)": (6, 2, 2),
    }


def test_without_a_condition_it_comes_out_as_it_mostly_does(ledger: Ledger) -> None:
    kept, ledger.at = _kept(ledger), "a text"
    kept(["tin", "Tin", "xenon", "lead"])
    (number,) = (place for place, one in enumerate(ledger.conditions) if one.words == "word.startswith('x')")
    assert ledger.conditions[number].otherwise(tests=False) == ["a text"]
    ledger.at, ledger.forced = "", {number: ledger.conditions[number].usual}
    assert kept(["tin", "Tin", "xenon", "lead"]) == ["tin", "xen", "lea"]


def test_what_is_usual_is_told_by_texts_where_they_ask_for_it(ledger: Ledger) -> None:
    kept, usual = _kept(ledger), list[bool]()
    for ledger.at, word in (("tests/test_words.py", "tin"), ("tests/test_words.py", "lead"), ("a text", "Tin")):
        kept([word])
        usual.append(ledger.conditions[-1].usual)
    assert usual == [True, True, False]
    assert ledger.conditions[-1].otherwise(tests=True) == ["tests/test_words.py"]


def test_conditions_that_nobody_wants_are_not_asked_for(ledger: Ledger) -> None:
    ledger.numbers = {}
    kept = _kept(ledger)
    assert kept(["tin", "Tin"]) == ["tin"]
    assert ledger.conditions == []


def test_what_is_done_apart_changes_nothing_here_and_may_fail() -> None:
    here: list[int] = []

    def done() -> int:
        here.append(1)
        return len(here)

    assert (apart(done), here) == (1, [])
    assert apart(lambda: 1 // len(here)) is None


def test_a_summary_names_what_survives(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text(
        "file,line,column,condition,tests,texts,test,text\n"
        "kg/names/a.py,3,4,is_plain(word),2,9,tests/reader/test_names.py,\n"
        "kg/names/a.py,7,4,len(word) < 4,1,9,,gold libya-medics\n"
        "kg/names/a.py,9,4,word.isupper(),1,9,,\n"
        "kg/names/b.py,9,4,not word,0,0,,\n"
    )
    assert summary(path).splitlines() == [
        "kg/names/a.py:9  word.isupper()",
        "kg/names/b.py:9  not word  (idle)",
        "4 conditions; noticed: 2 (1 by tests, 1 by texts); survive: 2",
    ]


@pytest.mark.model
@pytest.mark.slow
def test_a_rule_is_left_out_by_its_entry_and_its_balance_told(tmp_path: Path) -> None:
    chosen = ["layout/clock", "coref/pronoun", "firmness/deny", "firmness/question", "wording/visited/visit"]
    command = [sys.executable, "scripts/balance.py", "--parses", str(tmp_path), "--texts", "story border", "--only"]
    told = subprocess.run([*command, *chosen], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    without = [line.partition("\t")[0] for line in told.splitlines() if line.endswith(("\t-", "\t0 rows"))]
    assert (len(told.splitlines()), without) == (len(chosen), ["layout/clock", "firmness/question"])
