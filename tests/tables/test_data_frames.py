"""Tables of pandas and polars, and those that a notebook shows."""

import sys
from datetime import date

import polars as pl
import pytest

import kg
from kg.errors import MissingPartError
from kg.store import Solutions
from kg.tables.data_frames import html_table, polars_table
from kg.tables.rows import COLUMNS, KINDS, statement_rows, to_pandas, to_polars
from tests.graphs import trade_graph

GRAPH = trade_graph()


def test_polars_has_the_rows_of_pandas_with_their_types() -> None:
    table, other = to_polars(GRAPH), to_pandas(GRAPH)
    assert (table.columns, table.height) == (list(COLUMNS), len(other))
    types = dict(table.schema)
    wanted: dict[str, pl.DataType] = {
        "start": pl.Date(), "fact": pl.Boolean(), "quoteStart": pl.Int64(), "confidence": pl.Float64(),
        "rules": pl.List(pl.String), "subject": pl.String(),
    }  # fmt: skip
    assert {name: types[name] for name in wanted} == wanted
    for name in COLUMNS:
        if KINDS.get(name) in {None, str, int, bool}:
            values = [None if value != value else value for value in other[name]]  # noqa: PLR0124 - NaN
            assert table[name].to_list() == values, name
    assert {type(day) for day in table["start"].drop_nulls()} == {date}


def test_roles_are_names_with_their_values() -> None:
    told = [row["roles"] for row in statement_rows(GRAPH)]
    found = [{one["name"]: one["values"] for one in roles} for roles in to_polars(GRAPH)["roles"]]
    assert found == told
    assert any(found)


def test_a_table_without_rows_has_its_columns() -> None:
    assert dict(polars_table([], COLUMNS, KINDS).schema) == dict(to_polars(GRAPH).schema)
    rows = Solutions([{"who": "Canada", "n": None}], columns=["who", "n"])
    assert rows.to_polars().to_dicts() == [{"who": "Canada", "n": None}]
    assert dict(Solutions([], columns=["who"]).to_polars().schema) == {"who": pl.String}
    assert rows.to_pandas()["who"].tolist() == ["Canada"]


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_without_the_package_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    for made in (kg.Graph(GRAPH), Solutions([], columns=[])):
        with pytest.raises(MissingPartError, match=f"{name} is not installed") as error:
            getattr(made, f"to_{name}")()
        assert f"pip install {name}" in error.value.hint or "-m pip install" in error.value.hint


def test_what_a_graph_gives_shows_itself_in_a_notebook() -> None:
    graph = kg.Graph(GRAPH)
    said = graph.statements()
    shown = said._repr_html_()
    assert shown.count("<tr>") == len(said) + 1
    assert "<th>says</th><th>firmness</th><th>source</th><th>when</th><th>sentence</th>" in shown
    assert "denied" in shown
    assert "<td" in said[0]._repr_html_()
    assert "Q16" in graph.entities()._repr_html_()
    assert graph.events()._repr_html_().startswith("<table>")
    assert graph.statements(since="1900", until="1901")._repr_html_() == "<p>none</p>"
    assert isinstance(said, tuple)
    assert said == tuple(said)


def test_texts_are_no_markup() -> None:
    rows = Solutions([{"<b>": "<script>alert(1)</script>"}], columns=["<b>"])
    assert "<script>" not in rows._repr_html_()
    assert "&lt;b&gt;" in rows._repr_html_()


def test_a_long_table_tells_how_many_rows_it_leaves_out() -> None:
    assert html_table([{"a": number} for number in range(1060)], ["a"]).endswith("<p>1,010 more</p>")
    assert "more" not in html_table([{"a": 1}], ["a"])
