"""What articles tell together as rows of tables, so that a question of any corpus reads columns and all of them.

A row is as commands show it, in JSON, beside the columns by which it is chosen.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from kg.corpus.claims import Bond, Claim, Tie, ties
from kg.corpus.happenings import Corpus, Happening, Telling
from kg.corpus.trends import Acting
from kg.facts.wording import when
from kg.model import NodeId

if TYPE_CHECKING:
    from kg.tables.rows import Row

MADE = """
    CREATE TABLE happening (
        name TEXT PRIMARY KEY, first TEXT, last TEXT, sources INTEGER, is_changed INTEGER, row TEXT
    );
    CREATE TABLE part (happening TEXT, node TEXT, role TEXT, who TEXT, label TEXT);
    CREATE INDEX of_happening ON part (happening);
    CREATE INDEX of_node ON part (node);
    CREATE TABLE tie (happening TEXT, other TEXT, is_contrast INTEGER, row TEXT);
    CREATE INDEX of_tie ON tie (happening);
    CREATE INDEX of_denied ON tie (other);
"""
_CONTRASTS = frozenset({Bond.CONFLICTS, Bond.DENIES})


def drop(base: sqlite3.Connection, names: Collection[str]) -> None:
    """Take happenings of some names out of the tables."""
    for column in ("happening.name", "part.happening", "tie.happening", "tie.other"):
        table = column.split(".")[0]
        base.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (json.dumps([*names]),))


def put(base: sqlite3.Connection, told: Corpus, only: Collection[NodeId] | None = None) -> None:
    """Put the happenings of a corpus into the tables, or some of them, with who takes part and how claims agree."""
    acting = Acting(told)
    found = {one.id: one for one in told.happenings if only is None or one.id in only}
    for one in found.values():
        days = (one.time.start, one.time.end) if one.time else (None, None)
        row = json.dumps(_happening(told, one), ensure_ascii=False)
        values = (one.id, *(day and day.isoformat() for day in days), one.sources, one.is_changed, row)
        base.execute("INSERT OR REPLACE INTO happening VALUES (?, ?, ?, ?, ?, ?)", values)
        said = told.statements[one.tellings[0].statement]
        for role, node in one.participants:
            parts = [(one.id, name, role, node, told.label(node)) for name in {node, acting.state(node, said)} if name]
            base.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?)", parts)
    for tie in ties(told):
        both = tie.first.happening, tie.second.happening
        if both[0] in found and both[1] in found:
            row = json.dumps(_tie(told, tie, found[both[0]].label), ensure_ascii=False)
            base.execute("INSERT INTO tie VALUES (?, ?, ?, ?)", (*both, tie.bond in _CONTRASTS, row))


def happenings(  # noqa: PLR0913
    base: sqlite3.Connection,
    chosen: Collection[NodeId] | None,
    *,
    sources: int = 1,
    changed: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[Row]:
    """The rows of happenings, by time; ``as`` has all parts that chosen entities, or who acts for them, have in it."""
    named = json.dumps([*chosen]) if chosen is not None else None
    rows = base.execute(
        """SELECT name, row FROM happening WHERE sources >= ?1 AND is_changed >= ?2
        AND (?3 IS NULL OR coalesce(last, first) >= ?3) AND (?4 IS NULL OR coalesce(first, last) <= ?4)
        AND (?5 IS NULL OR name IN (SELECT happening FROM part WHERE node IN (SELECT value FROM json_each(?5))))
        ORDER BY coalesce(first, last) IS NULL, coalesce(first, last), name""",
        (sources, changed, since and since.isoformat(), until and until.isoformat(), named),
    ).fetchall()
    parts = """SELECT DISTINCT iif(who IN (SELECT value FROM json_each(?1)), role, role || ': ' || label) FROM part
        WHERE happening = ?2 AND node IN (SELECT value FROM json_each(?1)) ORDER BY 1"""
    for name, row in rows:
        part = [told for (told,) in base.execute(parts, (named, name))] if named is not None else []
        yield {"as": ", ".join(part), **json.loads(row)}


def claims(base: sqlite3.Connection, *, conflicting: bool = False) -> Iterator[Row]:
    """The rows of how claims stand to each other."""
    wanted = "SELECT row FROM tie WHERE is_contrast >= ? ORDER BY happening, rowid"
    return (json.loads(row) for (row,) in base.execute(wanted, (conflicting,)))


def _happening(told: Corpus, one: Happening) -> Row:
    """Its sentence is that of which it has its words, else that of the first day, of one day a fact's."""

    def place(telling: Telling) -> tuple[bool, bool, date, bool, Telling]:
        said = told.statements[telling.statement]
        return said.label != one.label, telling.told_on is None, telling.day, not said.is_fact, telling

    return {
        "id": one.id,
        "when": when(one.time),
        "what": one.label,
        "class": one.cls,
        "stands": " → ".join(one.stages),
        "sources": one.sources,
        "participants": "; ".join(f"{role} {told.label(node)}" for role, node in one.participants),
        "sentence": told.sentence_of(min(one.tellings, key=place)),
        "articles": [*one.articles],
        "tellings": [
            {
                "article": telling.article,
                "day": telling.told_on.isoformat() if telling.told_on else None,
                "stands": telling.stage.value,
                "statement": telling.statement,
                "sentence": told.sentence_of(telling),
            }
            for telling in one.tellings
        ],
    }


def _tie(told: Corpus, tie: Tie, label: str) -> Mapping[str, str]:
    def side(claim: Claim, prefix: str = "") -> Mapping[str, str]:
        return {
            f"{prefix}value": claim.value,
            f"{prefix}day": str(claim.telling.told_on or ""),
            f"{prefix}holder": claim.holder,
            f"{prefix}sentence": told.sentence_of(claim.telling),
        }

    of = {"happening": label, "of": tie.first.what}
    return {**of, **side(tie.first), "bond": tie.bond.value, **side(tie.second, "other ")}
