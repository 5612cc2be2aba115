"""Detection of duplicate and fragmentary cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from kg.facts.selection import is_dated
from kg.model import Article, ArticleId, Factuality, Graph, NodeId
from kg.view.draw.cards import Card, Verbs
from kg.view.draw.look import card_words

_MOSTLY = 0.6  # of the words of the shorter
_LETTERS = 4  # a shorter word says little
_NEXT = 3  # letters between a sentence and the next
_EMBEDDED = re.compile(
    r"noun/|compound/|apposition|clause/(?:shared-)?(?:aside|relative|participle|adverbial|gerund)-?"
)
"""Rules of what stands inside of a clause and is none: nouns, relative clauses, participles."""
_INSIDE = re.compile(r",? (?:that|which|who|whom|whose|while|whereas) ")
"""Before a clause inside of what a noun tells."""
_ASIDE = re.compile(r", (?:which|who|whom|whose|where) [^,]*,")
_PARTICIPLE = re.compile(r"\w+ing$")
_HELPING = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_FINITE = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "would", "may", "can", "could", "must"})


def verbs_of(graph: Graph) -> Verbs:
    """The predicates of the clauses of each sentence but those inside of others."""
    found: dict[tuple[ArticleId, int], set[str]] = {}
    for one in graph.statements:
        if one.predicate_text and not _EMBEDDED.match(one.rule):
            first = one.first_evidence
            found.setdefault((first.article, first.start), set()).add(one.predicate_text.casefold())
    return {place: frozenset(some) for place, some in found.items()}


def is_fragment(one: Card, verbs: Verbs) -> bool:
    """Whether its words are a noun with what hangs on it and no sentence: "Peru's war against Chad"."""
    text, own = f" {one.text.casefold()} ", one.statement.predicate_text.casefold()
    is_inside = is_embedded(one)
    is_told = f" {own} " in text or one.statement.rule.startswith(("noun/", "compound/", "apposition"))
    text = _INSIDE.split(_ASIDE.sub(",", text))[0] + " " if is_inside else text
    others = [verb for verb in verbs.get(one.place, ()) if verb != own and f" {verb} " in text]
    if not all(map(_is_participle, others)) or (is_inside and _FINITE & {*text.split()}):
        return False
    if is_inside:
        return is_told
    start, found, _ = text.partition(f" {own} ")
    before = start.split()[-1:]
    if not _is_participle(own) or not found or not before or before[0] in _HELPING:
        return False
    return before[0] not in card_words("leading") or bool(others)


def is_embedded(one: Card) -> bool:
    """Whether what it tells stands inside of a clause and is none: a noun, a relative clause, a participle."""
    return _EMBEDDED.match(one.statement.rule) is not None


def _is_participle(verb: str) -> bool:
    return bool(_PARTICIPLE.search(verb.partition(" ")[0]))


def says_same(one: Card, other: Card) -> bool:
    """Whether a card says what another does: inside of its words, or in much the same words close by."""
    short, long = sorted((one.text.casefold().rstrip(" …"), other.text.casefold()), key=len)
    if one.place == other.place and short in long:
        return True
    if (one.actor, one.factuality, one.family.name) != (other.actor, other.factuality, other.family.name):
        return False
    before, behind = sorted((one.statement.first_evidence, other.statement.first_evidence))
    if before.article != behind.article or behind.start - before.end > _NEXT:
        return False
    first, second = _content(one), _content(other)
    least = min(len(first), len(second))
    return least > 0 and len(first & second) >= _MOSTLY * least


def _content(one: Card) -> set[str]:
    return {word for word in re.findall(r"\w+", one.text.casefold()) if len(word) >= _LETTERS}


def stems(one: Card) -> set[str]:
    """The first letters of the longer words of a card: "files" and "filed" have the same."""
    return {word[:_LETTERS] for word in _content(one)}


def news(graph: Graph, cards: Iterable[Card]) -> Mapping[NodeId, date]:
    """The day of the article by the first statement of each card that it reports as done, and gives no other day for.

    As in "Peru has recalled two envoys." at the beginning: it was done by that day, and not long before.
    """
    articles = {article.id: article for article in graph.articles}
    firsts, verbs = leads(graph), verbs_of(graph)
    found = {}
    for one in cards:
        article = articles.get(one.place[0])
        is_done = one.factuality is Factuality.ASSERTED and one.is_fact and not one.is_words and not is_dated(one.time)
        if article is None or article.date is None or not is_done or is_fragment(one, verbs):
            continue
        words = one.statement.predicate_text.casefold().split()
        is_perfect = len(words) > 1 and words[0] in card_words("perfect")
        if (is_perfect and one.place == firsts.get(article.id)) or is_headline(one.quote, article):
            found[one.said[0]] = article.date
    return found


def is_headline(quote: str, article: Article) -> bool:
    """Whether a sentence is the headline of its article."""
    title = article.title.strip()
    return bool(title) and title == quote.strip()


def leads(graph: Graph) -> Mapping[ArticleId, tuple[ArticleId, int]]:
    """Where the first sentence of each article begins that is no headline."""
    articles = {article.id: article for article in graph.articles}
    firsts = (one.first_evidence for one in graph.statements)
    told = (one for one in firsts if one.article in articles and not is_headline(one.quote, articles[one.article]))
    return dict(sorted(((one.article, (one.article, one.start)) for one in told), reverse=True))
