"""Rows as tables of pandas and of polars, and as the table that a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.errors import MissingPartError, install_hint

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_SHOWN = 50
"""Rows that a notebook shows."""


def pandas_table(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], kinds: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """The rows as a table of pandas: columns of the kind ``date`` as timestamps; ``MissingPartError`` without it."""
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise MissingPartError("pandas is not installed", hint=install_hint("pandas")) from error
    table = pd.DataFrame(list(rows), columns=list(columns))
    for name in columns:
        if (kinds or {}).get(name) is date:
            table[name] = pd.to_datetime(table[name])
    return table


def polars_table(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], kinds: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """The rows as a table of polars, a column without a kind of text: dates as dates, sets as lists.

    Of a mapping each name with its values is a struct (``name``, ``values``), as polars has no dictionaries. Raises
    ``MissingPartError`` without polars.
    """
    try:
        import polars as pl
    except ModuleNotFoundError as error:
        raise MissingPartError("polars is not installed", hint=install_hint("polars")) from error
    texts = pl.List(pl.String)
    types: Mapping[object, pl.DataType | type[pl.DataType]] = {
        date: pl.Date,
        int: pl.Int64,
        float: pl.Float64,
        bool: pl.Boolean,
        frozenset[str]: texts,
        Mapping: pl.List(pl.Struct({"name": pl.String, "values": texts})),
    }
    known = kinds or {}
    schema = {name: types.get(known.get(name), pl.String) for name in columns}
    found = [{name: _cell(row[name], known.get(name)) for name in columns} for row in rows]
    return pl.DataFrame(found, schema=schema, orient="row")


def _cell(value: object, kind: object) -> object:
    match value:
        case str() if kind is date:
            return date.fromisoformat(value)
        case dict():
            return [{"name": name, "values": values} for name, values in value.items()]
        case _:
            return value


def html_table(rows: Sequence[Mapping[str, object]], columns: Iterable[str]) -> str:
    """The first rows as a table of HTML, their texts escaped; how many more there are stands below."""
    names = tuple(columns)
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    shown = ([row.get(name) for name in names] for row in islice(rows, _SHOWN))
    lines = (
        "".join(f'<td style="text-align: left">{escape("" if one is None else str(one))}</td>' for one in cells)
        for cells in shown
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    more = f"<p>{len(rows) - _SHOWN:,} more</p>" if len(rows) > _SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


class Showable(Protocol):
    """What shows itself in a row of a table: a value by the name of each column."""

    @property
    def shown(self) -> Mapping[str, str]:
        """The values, of each thing of a kind by the same names."""


_Item_co = TypeVar("_Item_co", bound=Showable, covariant=True)


class Listed(tuple[_Item_co, ...]):
    """A tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        rows = [item.shown for item in self]
        return html_table(rows, rows[0] if rows else ()) if rows else "<p>none</p>"
