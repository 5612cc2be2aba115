"""Which articles of a corpus are meant: by day, source, topic or id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import ArticleId

if TYPE_CHECKING:
    from kg.shards.folder import CorpusFolder

_SOURCE = """publisher = ? COLLATE NOCASE OR instr(lower(url) || '/', '//' || lower(?) || '/')
    OR instr(lower(url) || '/', '.' || lower(?) || '/')"""
_TOPIC = r"""
    WITH topic AS (SELECT '(^|\W)' || regexp_escape(?) || '(\W|$)' AS words)
    SELECT article FROM articles, topic WHERE regexp_matches(title, words, 'i')
    UNION SELECT article FROM nodes, topic
        WHERE regexp_matches(label || ' | ' || array_to_string(altLabels, ' | '), words, 'i')
    UNION SELECT article FROM statements, topic WHERE regexp_matches(concat(label, ' | ', quote), words, 'i')
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles from a day to another, of a publisher or host, with some words, of some ids: all that is told holds."""

    since: date | None = None
    until: date | None = None
    source: str = ""
    topic: str = ""
    names: frozenset[ArticleId] = frozenset()

    def articles(self, folder: CorpusFolder) -> frozenset[ArticleId] | None:
        """The ids of the articles that are meant and did not fail; None for all of them."""
        if self == Selection():
            return None
        pairs = list(self._conditions())
        where = " AND ".join(f"({one})" for one, _ in pairs) or "1"
        found = frozenset(folder.catalog.selected(where, [value for _, values in pairs for value in values]))
        if self.names:
            found &= self.names
        if self.topic:
            found &= self._on_topic(folder)
        return found

    def _on_topic(self, folder: CorpusFolder) -> frozenset[ArticleId]:
        """Those with its words; ``InputError`` where a table is damaged."""
        import duckdb

        try:
            with folder.tables() as tables:
                return frozenset(ArticleId(name) for (name,) in tables.execute(_TOPIC, [self.topic]).fetchall())
        except duckdb.Error as error:
            raise InputError(f"{folder.shards}: {error}", hint="put the file back from a copy of the corpus") from error

    def _conditions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self.since:
            yield "date >= ?", (self.since.isoformat(),)
        if self.until:
            yield "date <= ?", (self.until.isoformat(),)
        if self.source:
            yield _SOURCE, (self.source,) * _SOURCE.count("?")
