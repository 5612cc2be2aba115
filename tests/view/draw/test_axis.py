"""The axis of the lanes: round dates, and breaks where nothing is told for long."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kg.view.draw.axis import SLOT, Axis

LEFT, RIGHT = 100.0, 684.0


def _axis(*days: date) -> Axis:
    return Axis.of(days, LEFT, RIGHT)


def _monthly(year: int, count: int = 12) -> list[date]:
    return [date(year, month, 14) for month in range(1, count + 1)]


def test_dates_are_round() -> None:
    axis = _axis(*(date(year, 5, 3) for year in range(2019, 2027)))
    assert [label for _, label in axis.ticks()] == ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]
    assert [label for _, label in _axis(*_monthly(2025)).ticks()] == ["Apr 2025", "Jul 2025", "Oct 2025"]


def test_one_early_act_does_not_waste_the_axis() -> None:
    early, days = date(1990, 1, 1), _monthly(2025)
    axis = _axis(early, *days)
    first, second = axis.stretches
    assert (first.first, first.last, second.first) == (early, early, days[0])
    assert second.right - second.left > 3 * (first.right - first.left)
    assert axis.ticks()[0] == (LEFT, "1990")


def test_acts_at_equal_distances_are_not_broken() -> None:
    assert len(_axis(*(date(year, 1, 1) for year in range(2000, 2025, 6))).stretches) == 1


def test_one_day_is_an_axis() -> None:
    (tick,) = _axis(date(2026, 1, 14)).ticks()
    assert tick == (LEFT, "14 Jan 2026")


@given(st.lists(st.dates(), min_size=1, max_size=40))
def test_days_stand_in_order_within_the_axis(days: list[date]) -> None:
    axis = Axis.of(days, LEFT, RIGHT)
    places = [axis.place(one) for one in sorted(days)]
    assert places == sorted(places)
    assert LEFT <= places[0] <= places[-1] <= RIGHT - SLOT
    assert all(before.right + SLOT < behind.left for before, behind in axis.breaks)
    assert all(LEFT <= x <= RIGHT for x, _ in axis.ticks())


def test_a_gap_of_days_is_no_break() -> None:
    start = date(2026, 1, 1)
    assert len(_axis(start, *(start + timedelta(20 + number) for number in range(10))).stretches) == 1
