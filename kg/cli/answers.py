"""How an answer to a query is shown: its form, the sentences behind its rows, a row for each happening of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.console.output import TableForm, check_output, form_of, never, put
from kg.errors import KgError, one_of
from kg.model import NodeId

if TYPE_CHECKING:
    from kg.console.output import PrintedRow
    from kg.corpus.happenings import Corpus
    from kg.store import Answer, Worker

PLAIN_FORMS = ("table", "jsonl")
_OF_TABLES = tuple(TableForm)
_TOLD = ("told", "sources", "statements")
"""The columns of a corpus; no table has room for the last."""


@dataclass(frozen=True)
class Shown:
    """How an answer is to be shown; no form is a table, or Turtle."""

    form: str
    output: Path | None
    sentences: bool
    helps: bool
    """Whether misspelt terms are told; those of a named question are spelt right."""
    told: Corpus | None = None
    """What several articles tell together, whose happenings are a row each; None where rows stay as they are."""
    since: date | None = None
    until: date | None = None
    """The days into which happenings are to reach."""

    @classmethod
    def of(cls, form: str, output: Path | None, *, sentences: bool, helps: bool) -> Shown:
        """The same with the form by the suffix of the file, unless it was given; ``KgError`` for one that is none."""
        from kg.store import GRAPH_FORMS, SOLUTION_FORMS

        known = (*PLAIN_FORMS, *SOLUTION_FORMS, *GRAPH_FORMS)
        return cls(one_of(form, known, "format") if form else form_of(output, known), output, sentences, helps)

    @property
    def is_rdf(self) -> bool:
        """Whether the form is one of triples."""
        from kg.store import GRAPH_FORMS

        return self.form in GRAPH_FORMS

    def check_output(self, read: Iterable[Path], *, force: bool) -> None:
        """``InputError`` where the answer would be written over a file of the user's; rows bear no mark."""
        from kg.turtle.documents import holds_ours

        check_output(self.output, holds_ours if self.is_rdf else never, read=read, force=force)

    def query_forms(self) -> tuple[str, str]:
        """The forms to ask for, of solutions and of graphs."""
        from kg.store import SOLUTION_FORMS

        plain = self.form not in SOLUTION_FORMS or (self.is_made and self.form in _OF_TABLES)
        return "json" if plain else self.form, self.form if self.is_rdf else "ttl"

    @property
    def is_made(self) -> bool:
        """Whether rows of an answer get columns of our own."""
        return self.sentences or self.told is not None

    def check(self, answer: Answer) -> None:
        """``KgError`` where the answer has not the form that was asked for."""
        from kg.store import GRAPH_FORMS, SOLUTION_FORMS

        is_graph = answer.kind == "graph"
        gives = {"graph": "triples", "boolean": "true or false"}.get(answer.kind, "rows")
        if self.form and is_graph != self.is_rdf:
            fitting = GRAPH_FORMS if is_graph else (*PLAIN_FORMS, *SOLUTION_FORMS)
            raise KgError(f"the query gives {gives}, and {self.form} is for others", hint=f"-f {' '.join(fitting)}")
        if self.sentences and answer.kind != "solutions":
            raise KgError(f"the query gives {gives}, and --sentences is for rows", hint="leave it out")
        if self.is_made and answer.kind == "solutions" and self.form and self.form not in _OF_TABLES:
            raise KgError(
                f"{self.form} has no room for what is told beside the answer", hint=f"-f {' '.join(_OF_TABLES)}"
            )


def put_rows(answer: Answer, worker: Worker, shown: Shown) -> None:
    """Write the rows of an answer in a form of our own."""
    from kg.store.questions import with_sentences

    rows = list(answer.rows())
    columns = answer.variables
    if shown.told is not None and "statement" in columns and not set(_TOLD) & set(columns):
        rows, columns = _in_happenings(rows, shown, shown.told), (*columns, *_TOLD)
    if shown.sentences:
        rows, columns = with_sentences(rows, worker), (*columns, "sentence")
    if shown.form in {"", TableForm.TABLE}:
        short: list[PrintedRow] = [{name: answer.short(value or "") for name, value in row.items()} for row in rows]
        shown_columns = [name for name in columns if shown.told is None or name != _TOLD[-1]]
        put(short, TableForm.TABLE, columns=shown_columns, output=shown.output)
    else:
        put([dict(row) for row in rows], TableForm(shown.form), columns=columns, output=shown.output)


def _in_happenings(rows: Sequence[dict[str, str | None]], shown: Shown, told: Corpus) -> list[dict[str, str | None]]:
    """A row for each happening, by its time or the day it was told, with how many tell it, and all statements of it."""
    from kg.corpus.answers import folded
    from kg.tables.rows import OURS
    from kg.turtle.terms import local_name

    found = folded(rows, told, lambda row: NodeId(local_name(row.get("statement") or "")))
    return [
        {
            **answer.row,
            "told": answer.told_on.isoformat() if answer.told_on else None,
            "sources": str(answer.sources),
            "statements": " ".join(str(OURS.node(name)) for name in answer.statements),
        }
        for answer in sorted(found, key=lambda one: (not one.began, one.began))
        if answer.is_within(shown.since, shown.until)
    ]
