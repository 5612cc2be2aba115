"""The rows of a SELECT as a table: what ``Graph.query`` and ``Graph.ask`` give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import MissingPartError, install_hint

if TYPE_CHECKING:
    import pandas as pd

    from kg.store.values import Answer

Solution = dict[str, str | None]
"""A value for each variable: IRIs whole, literals by what they say; None where it is unbound."""


class Solutions(tuple[Solution, ...]):
    """A solution sequence (SPARQL 1.1, 18.5): a tuple of rows, with the names of its columns.

    Where there is no row, ``notes`` tells terms of the query that the graph does not have, with the nearest it has.

    >>> rows = Solutions([{"who": "Canada"}], columns=["who"])
    >>> rows.columns, rows[0]["who"], len(rows)
    (('who',), 'Canada', 1)
    """

    columns: tuple[str, ...]
    notes: tuple[str, ...]

    def __new__(cls, rows: Iterable[Solution], *, columns: Iterable[str], notes: Iterable[str] = ()) -> Solutions:
        """Rows with a value for each column."""
        made = super().__new__(cls, rows)
        made.columns = tuple(columns)
        made.notes = tuple(notes)
        return made

    @classmethod
    def of(cls, answer: Answer) -> Solutions:
        """The rows of an answer of the kind "solutions" in JSON."""
        return cls(answer.rows(), columns=answer.variables, notes=answer.notes)

    def column(self, name: str) -> tuple[str | None, ...]:
        """The values of one variable, row by row; ``KeyError`` for one that the query does not select."""
        if name not in self.columns:
            raise KeyError(name)
        return tuple(row[name] for row in self)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a table, a column each variable; ``MissingPartError`` without pandas."""
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise MissingPartError("pandas is not installed", hint=install_hint("pandas")) from error
        return pd.DataFrame(list(self), columns=list(self.columns))
