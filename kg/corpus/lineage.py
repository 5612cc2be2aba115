"""Who said it first and who copied it: articles that have sentences of an earlier one, and what each changed.

A sentence counts that has words enough to be nobody else's by chance, and that few articles have: what many have is
what their publisher puts under all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.corpus.copies import Copies, agency_of
from kg.corpus.versions import Edit, EditKind, Sentence, edits, sentences
from kg.diff.names import RelationSemantics
from kg.model import Article, ArticleId, Graph, Statement

_FEWEST = 8
"""Words of a sentence that is taken from another article."""
_SHARED = 2
"""Sentences that two articles share, from which one is looked at as the other's."""
_MOST = 12
"""Articles that have a sentence; what more of them have is told under all."""


@dataclass(frozen=True)
class Descent:
    """An article that has sentences of an earlier one: how many of its own, and what it changed of them.

    ``agency`` is that which either of the two credits.
    """

    first: Article
    copy: Article
    shared: tuple[str, ...]
    of: int
    agency: str
    edits: tuple[Edit, ...]

    @property
    def is_dated(self) -> bool:
        """Whether the days tell which of the two was first."""
        return None not in {self.first.date, self.copy.date} and self.first.date != self.copy.date


def descents(graph: Graph, meanings: RelationSemantics) -> list[Descent]:
    """The articles of which an earlier one has sentences, by days; each with that of which it has most.

    Of a near-copy all that was changed is told, of another the sentences that were reworded.
    """
    parts, copies = _by_article(graph), Copies.of(graph)
    said = {name: [one for one in sentences(part) if _is_long(one)] for name, part in parts.items()}
    having: defaultdict[str, set[ArticleId]] = defaultdict(set)
    for name, some in said.items():
        for one in some:
            having[_key(one)].add(name)
    shared: defaultdict[ArticleId, Counter[ArticleId]] = defaultdict(Counter)
    for names in having.values():
        for name in names if len(names) <= _MOST else ():
            shared[name].update(names - {name})
    alike = {name: frozenset(group) - {name} for group in copies.groups for name in group}
    found = []
    for name in sorted(parts, key=lambda one: _order(parts[one])):
        near = Counter({other: count for other, count in shared[name].items() if count >= _SHARED})
        near.update(alike.get(name, ()))
        earlier = [one for one in near if _order(parts[one]) < _order(parts[name])]
        if earlier:
            source = min(earlier, key=lambda one: (-near[one], _order(parts[one])))
            is_copy = source in alike.get(name, ())
            done = tuple(edits(parts[source], parts[name], meanings))
            kept = done if is_copy else tuple(one for one in done if one.before and one.after)
            texts = [copies.texts[one] for one in (source, name)]
            same = [one.words for one in said[name] if source in having[_key(one)]]
            sides = (parts[source].articles[0], parts[name].articles[0])
            agency = next(filter(None, map(agency_of, texts)), "")
            found.append(Descent(*sides, tuple(same), len(said[name]), agency, kept))
    return found


def changes_told(some: Sequence[Edit]) -> str:
    """How many changes of each kind there are, the gravest first: "1 corrected, 2 withdrawn"."""
    counts = Counter(one.kind for one in some)
    return ", ".join(f"{counts[kind]} {kind}" for kind in EditKind if counts[kind])


def _by_article(graph: Graph) -> Mapping[ArticleId, Graph]:
    """The graph of each article, of whose statements each has those that it makes."""
    told: defaultdict[ArticleId, list[Statement]] = defaultdict(list)
    for said in graph.statements:
        for name in sorted({span.article for span in said.evidence}):
            own = frozenset(span for span in said.evidence if span.article == name)
            told[name].append(replace(said, evidence=own))
    return {one.id: replace(graph, articles=(one,), statements=tuple(told[one.id])) for one in graph.articles}


def _order(part: Graph) -> tuple[date, ArticleId]:
    (article,) = part.articles
    return article.date or date.max, article.id


def _key(one: Sentence) -> str:
    return " ".join(one.words.casefold().split())


def _is_long(one: Sentence) -> bool:
    return len(one.words.split()) >= _FEWEST
