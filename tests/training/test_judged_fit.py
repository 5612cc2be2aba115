"""The fit of judged statements: weights find what makes them right, a text stays in one fold, figures are so."""

from pathlib import Path

import numpy as np
import pytest

from training.judged.__main__ import tables
from training.judged.fit import fitted, folds, foretold, recalibrated
from training.judged.report import Figures, fifths, thresholds


def _made(
    count: int = 4000,
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Two columns of which the first alone tells, and what is so."""
    chance = np.random.default_rng(3)
    columns = chance.normal(size=(count, 2))
    return columns, chance.random(count) < 1 / (1 + np.exp(-1.5 * columns[:, 0]))


def test_a_column_that_tells_weighs_and_one_that_does_not_hardly() -> None:
    weights = fitted(*_made())
    assert weights.columns[0] > 0.5
    assert abs(weights.columns[1]) < 0.1


def test_shares_are_calibrated_in_the_mean() -> None:
    columns, so = _made()
    assert fitted(columns, so).shares(columns).mean() == pytest.approx(so.mean(), abs=0.01)


def test_weights_moved_to_the_answers_of_stricter_readers_foretell_their_share_and_rank_as_before() -> None:
    columns, so = _made()
    stricter = so & (np.arange(len(so)) % 3 > 0)
    weights = fitted(columns, so)
    moved = recalibrated(weights, columns, stricter)
    assert moved.shares(columns).mean() == pytest.approx(stricter.mean(), abs=0.001)
    assert moved.columns is weights.columns


def test_what_is_foretold_of_a_group_does_not_hang_on_its_answers() -> None:
    columns, so = _made(400)
    groups = ["a"] * 200 + ["b"] * 200
    turned = np.concatenate([~so[:200], so[200:]])
    assert np.allclose(foretold(columns, so, groups)[:200], foretold(columns, turned, groups)[:200])
    assert not np.allclose(foretold(columns, so, groups)[200:], foretold(columns, turned, groups)[200:])


def test_a_text_is_in_one_fold() -> None:
    names = [f"text-{number % 30}" for number in range(300)]
    found = folds(names)
    assert len(set(zip(names, found, strict=True))) == 30
    assert set(found) == set(range(10))


def test_fifths_rise_with_what_is_foretold() -> None:
    columns, so = _made()
    parts = fifths(so, fitted(columns, so).shares(columns))
    assert [said for _, said, _ in parts] == sorted(said for _, said, _ in parts)
    assert parts[0][2] < parts[-1][2]
    assert sum(count for count, _, _ in parts) == len(so)


def test_a_higher_threshold_keeps_less_and_more_of_it_is_right() -> None:
    so, told = np.array([True, False, True, True]), np.array([0.9, 0.3, 0.8, 0.45])
    lines = [line for line in thresholds(so, told, ["policy", "news"] * 2) if line.startswith("all")]
    assert lines[0] == "all, at least 0.00: 1.00 kept, 0.750 right, 1.00 of the right kept"
    assert lines[-1] == "all, at least 0.80: 0.50 kept, 1.000 right, 0.67 of the right kept"
    assert Figures.of(so, told).auc == 1.0


def test_tables_are_replaced_and_what_stands_above_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "confidence.toml"
    path.write_text('threshold = 0.5\n\n[parsed]\n"old" = 1.00\n', encoding="utf-8")
    tables({"parsed": {"base": 0.001, "none": 0.001, "typed": 0.5}, "useful unparsed": {"base": -1.0}}, path)
    kept = 'threshold = 0.5\n\n[parsed]\n"base" = 0.00\n"typed" = 0.50\n\n["useful unparsed"]\n"base" = -1.00\n'
    assert path.read_text(encoding="utf-8") == kept
