"""The gold articles: what is found of their facts may not fall below the floor."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.evaluate import BASELINE, FIGURES, GOLD, ROOT, RUNS, article_of, fallen_below

MOST_LOST = 0.03
"""The share of core facts that the threshold may cost (what it was chosen by)."""


def test_the_floor_has_every_figure() -> None:
    floors = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert set(floors) == set(RUNS)
    for floor in floors.values():
        assert set(floor) == set(FIGURES)
        assert floor["core_found"] >= 0.5
        assert floor["score"] >= 0.35
        assert floor["sprung"] <= 6


def test_what_is_left_out_by_default_costs_few_core_facts() -> None:
    floors = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert floors["all"]["core_found"] - floors["default"]["core_found"] <= MOST_LOST
    assert floors["default"]["in_gold"] >= floors["all"]["in_gold"]


def test_a_figure_falls_where_it_is_worse_and_only_then() -> None:
    floor = {"score": 0.5, "sprung": 2.0}
    assert fallen_below({"score": 0.5, "sprung": 2.0}, floor) == ()
    assert fallen_below({"score": 0.6, "sprung": 1.0}, floor) == ()
    assert fallen_below({"score": 0.49, "sprung": 2.0}, floor) == ("score",)
    assert fallen_below({"score": 0.6, "sprung": 3.0}, floor) == ("sprung",)


def test_every_gold_file_has_its_article_and_quotes_it() -> None:
    golds = sorted(GOLD.glob("*.json"))
    assert len(golds) == 6
    for path in golds:
        case = json.loads(path.read_text(encoding="utf-8"))
        text = article_of(case).read_text(encoding="utf-8")
        assert [fact["id"] for fact in case["facts"] if fact["quote"] not in text] == [], path.name


@pytest.mark.model
def test_no_figure_is_below_its_floor() -> None:
    ran = subprocess.run(
        [sys.executable, str(Path(ROOT) / "scripts" / "evaluate.py")], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
