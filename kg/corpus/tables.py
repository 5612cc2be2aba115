"""What articles tell together as rows of tables, so that a question of any corpus reads columns and all of them.

A row is as commands show it, in JSON, beside the columns by which it is chosen.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import astuple
from datetime import date

from kg.corpus.claims import Bond, Claim, Tie, ties
from kg.corpus.happenings import Corpus, Happening, Telling
from kg.corpus.trends import Acting, StateAct, state_acts
from kg.corpus.trends import trend as periods
from kg.facts.wording import when
from kg.model import NodeId
from kg.ontology import Ontology
from kg.tables.rows import Row

MADE = """
    CREATE TABLE happening (
        name TEXT PRIMARY KEY, first TEXT, last TEXT, stage TEXT, sources INTEGER, is_changed INTEGER, row TEXT
    );
    CREATE TABLE part (happening TEXT, node TEXT, role TEXT, who TEXT, label TEXT, is_entity INTEGER);
    CREATE INDEX of_happening ON part (happening);
    CREATE INDEX of_node ON part (node);
    CREATE TABLE tie (happening TEXT, other TEXT, is_contrast INTEGER, row TEXT);
    CREATE INDEX of_tie ON tie (happening);
    CREATE INDEX of_denied ON tie (other);
    CREATE TABLE act (
        source TEXT, target TEXT, happening TEXT, statement TEXT, score INTEGER, start TEXT, end TEXT, day TEXT,
        names TEXT, sentence TEXT
    );
    CREATE INDEX of_act ON act (happening);
"""
_CONTRASTS = frozenset({Bond.CONFLICTS, Bond.DENIES})


def drop(base: sqlite3.Connection, names: Collection[str]) -> None:
    """Take happenings of some names out of the tables."""
    for column in ("happening.name", "part.happening", "tie.happening", "tie.other", "act.happening"):
        table = column.split(".")[0]
        base.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (json.dumps([*names]),))


def made(told: Corpus) -> sqlite3.Connection:
    """The tables of a corpus in memory."""
    base = sqlite3.connect(":memory:")
    base.executescript(MADE)
    put(base, told)
    return base


def put(base: sqlite3.Connection, told: Corpus, only: Collection[NodeId] | None = None) -> None:
    """Put the happenings of a corpus, or some, into the tables: who takes part, how claims agree, acts of states."""
    acting, nodes, ontology = Acting(told), {entity.id for entity in told.graph.entities}, Ontology.load()
    entities = nodes | {cluster.id for unit, cluster in told.links.of_unit.items() if unit.node in nodes}
    found = {one.id: one for one in told.happenings if only is None or one.id in only}
    for one in found.values():
        days = (one.time.start, one.time.end) if one.time else (None, None)
        row = json.dumps(_happening(told, one), ensure_ascii=False)
        values = (one.id, *(day and day.isoformat() for day in days), one.stage, one.sources, one.is_changed, row)
        base.execute("INSERT OR REPLACE INTO happening VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        said = told.statements[one.tellings[0].statement]
        for role, node in one.participants:
            names = sorted(filter(None, {node, acting.state(node, said)}))
            parts = [(one.id, name, role, node, told.label(node), node in entities) for name in names]
            base.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)", parts)
    for tie in ties(told):
        both = tie.first.happening, tie.second.happening
        if both[0] in found and both[1] in found:
            row = json.dumps(_tie(told, tie, found[both[0]].label), ensure_ascii=False)
            base.execute("INSERT INTO tie VALUES (?, ?, ?, ?)", (*both, tie.bond in _CONTRASTS, row))
    mutual = {name for name, relation in ontology.relations.items() if relation.symmetric}
    for act in state_acts(told, ontology.plover, mutual):
        if only is None or act.happening in only:
            cells = [one.isoformat() if isinstance(one, date) else one for one in astuple(act)]
            ends = json.dumps([told.graph.label(end) for end in (act.source, act.target)])
            told_as = (*cells, ends, told.sentence(act.statement))
            base.execute(f"INSERT INTO act VALUES ({', '.join('?' * len(told_as))})", told_as)


def happenings(  # noqa: PLR0913
    base: sqlite3.Connection,
    chosen: Collection[NodeId] | None,
    *,
    sources: int = 1,
    changed: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[Row]:
    """The rows of happenings, by time, else by the day on which they were first told, which days choose, too.

    ``as`` has all parts that chosen entities, or who acts for them, have in it.
    """
    named = json.dumps([*chosen]) if chosen is not None else None
    rows = base.execute(
        """WITH told AS (SELECT name, row, last, coalesce(first, last,
            (SELECT min(value ->> 'day') FROM json_each(row, '$.tellings'))) AS day FROM happening
            WHERE sources >= ?1 AND is_changed >= ?2
            AND (?5 IS NULL OR name IN (SELECT happening FROM part WHERE node IN (SELECT value FROM json_each(?5)))))
        SELECT name, row FROM told WHERE (?3 IS NULL OR coalesce(last, day) >= ?3) AND (?4 IS NULL OR day <= ?4)
        ORDER BY day IS NULL, day, name""",
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


def trend(
    base: sqlite3.Connection, sources: Collection[NodeId] | None, targets: Collection[NodeId] | None, by: str
) -> Iterator[Row]:
    """The rows of how states, or some, act towards each other, by period."""
    chosen = [json.dumps([*some]) if some is not None else None for some in (sources, targets)]
    rows = base.execute(
        """SELECT * FROM act WHERE (?1 IS NULL OR source IN (SELECT value FROM json_each(?1)))
        AND (?2 IS NULL OR target IN (SELECT value FROM json_each(?2)))""",
        chosen,
    )
    found = dict[StateAct, tuple[str, str]]()
    for source, target, happening, statement, score, *days, names, sentence in rows:
        start, end, day = (one and date.fromisoformat(one) for one in days)
        found[StateAct(source, target, happening, statement, score, start, end, day)] = names, sentence
    shown = {(act.source, act.target, act.statement): told for act, told in found.items()}
    for one in periods(found, by):
        names, sentence = shown[one.source, one.target, one.statements[0]]
        yield {
            "period": one.period,
            **dict(zip(("from", "to"), json.loads(names), strict=True)),
            "cooperative": len(one.acts) - one.hostile,
            "hostile": one.hostile,
            "score": one.score,
            "sentence": sentence,
            "statements": [*one.statements],
        }


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
        "publishers": [*sorted({told.copies.publishers.get(name) or "" for name in one.articles} - {""})],
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
            f"{prefix}publisher": told.copies.publishers.get(claim.telling.article, ""),
            f"{prefix}sentence": told.sentence_of(claim.telling),
        }

    of = {"happening": label, "of": tie.first.what}
    return {**of, **side(tie.first), "bond": tie.bond.value, **side(tie.second, "other ")}
