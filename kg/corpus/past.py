"""What became of articles and of what was said: versions and what changed, copies of others, the ledger of quotations.

Sentences that two versions have are passed over; of the rest those are one sentence reworded that share most of their
words. What the statements of two such sentences tell otherwise, ``kg.diff`` finds; else their words tell it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from kg.attribution.quotations import double_quoted
from kg.corpus.clusters import united
from kg.corpus.copies import Copies, agency_of, texts_of
from kg.corpus.happenings import Corpus
from kg.diff import diff
from kg.diff.names import SAID_BY, Change, ChangeKind, RelationSemantics
from kg.model import CORRECTION, Article, ArticleId, Factuality, Graph, NodeId, Statement
from kg.model.scales import firmness_words
from kg.shards.tables import graph_in
from kg.tables.rows import Row

if TYPE_CHECKING:
    from kg.shards.folder import CorpusFolder

_ALIKE, _MEANT, _LONG = 0.5, 2, 5
"""The share of common words from which two sentences are one that was reworded; weighty ones, and their letters."""
_WORD = re.compile(r"\d[\d.,:]*\d|\w+(?:[’'-]\w+)*|[^\w\s]")
_FIRMEST_FIRST = (
    Factuality.ASSERTED, Factuality.EXPECTED, Factuality.PLANNED, Factuality.CONDITIONAL, Factuality.POSSIBLE,
    Factuality.REQUESTED,
)  # fmt: skip
_RANKS: Mapping[str, int] = {
    words: rank
    for rank, one in enumerate(_FIRMEST_FIRST)
    for words in (one.lower(), *([firmness_words(one, negated=True)] if rank else []))
}
"""How firmly something is put forward, in words, by its rank; what is denied has none."""
_DENIED = -1
_ARROW = " → "


@dataclass(frozen=True)
class Version:
    """What an article told from a day on; None for a first version without a date, or where none is told."""

    article: ArticleId
    known: date | None
    graph: Graph


def versions(folder: CorpusFolder, names: Collection[ArticleId]) -> Iterator[tuple[Version, ...]]:
    """The versions of each article that has several, the oldest first: of some articles, or of all where none is named.

    The first came to be known on the day of the article. Whose publisher notes a correction has several, known or not.
    """
    rows: defaultdict[ArticleId, list[Mapping[str, object]]] = defaultdict(list)
    for row in folder.rows(names or None, "earlier"):
        rows[ArticleId(str(row["article"]))].append(row)
    corrected = {*folder.catalog.selected("notes LIKE ?", [f'%"{CORRECTION}"%'])}
    for row in folder.rows(frozenset(rows) | (corrected.intersection(names) if names else corrected)):
        rows[ArticleId(str(row["article"]))].append(row)
    for name, several in sorted(rows.items()):
        days = (several[0]["date"], *(row.get("until") for row in several))
        told = ((day if isinstance(day, date) else None, row) for day, row in zip(days, several, strict=False))
        yield tuple(Version(name, day, graph_in(row)) for day, row in told if row["graph"] is not None)


class EditKind(StrEnum):
    """What was done to a sentence, the gravest first."""

    CONTRADICTED = "contradicted"
    CORRECTED = "corrected"
    WEAKER = "weaker"
    FIRMER = "firmer"
    RESOURCED = "re-sourced"
    WITHDRAWN = "withdrawn"
    ADDED = "added"
    REWORDED = "reworded"
    NOTED = "correction noted"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a version, with the statements that it makes; a title counts as one."""

    words: str
    told: tuple[Statement, ...] = ()

    @cached_property
    def tokens(self) -> Sequence[str]:
        """Its words, numbers and marks."""
        return _WORD.findall(self.words)


@dataclass(frozen=True)
class Edit:
    """One thing that was done to a sentence: ``before`` and ``after``, of which one may be None; ``words`` that differ.

    ``details`` are what statements tell otherwise, as ``kg diff`` has them.
    """

    kind: EditKind
    before: Sentence | None
    after: Sentence | None
    words: str = ""
    details: tuple[str, ...] = ()


def edits(first: Graph, second: Graph, meanings: RelationSemantics) -> Iterator[Edit]:
    """What was done to one version of an article to make the next, in the order of its sentences."""
    old, new = (sentences(graph) for graph in (first, second))
    known = [{one.words for one in some} for some in (old, new)]
    gone, come = ([one for one in old if one.words not in known[1]], [one for one in new if one.words not in known[0]])
    ratios = (
        (-Indel.normalized_similarity(one.tokens, other.tokens), number, place)
        for (number, one), (place, other) in product(enumerate(gone), enumerate(come))
    )
    pairs: dict[int, int] = {}
    for ratio, number, place in sorted(ratios):
        if -ratio >= _ALIKE and number not in pairs and place not in pairs.values():
            pairs[number] = place
    for number, one in enumerate(gone):
        if number in pairs:
            yield from _reworded(first, second, one, come[pairs[number]], meanings)
        else:
            yield Edit(EditKind.WITHDRAWN, one, None)
    for place, one in enumerate(come):
        if place not in pairs.values():
            yield Edit(EditKind.ADDED, None, one)
    yield from noted(second, first.articles[0].notes)


def noted(graph: Graph, known: Collection[tuple[str, str]] = ()) -> Iterator[Edit]:
    """What the publisher of an article says of earlier versions of it, each with the sentence that it has most of.

    Names and numbers count, and words of some length; without two of them no sentence is meant.
    """
    (article,) = graph.articles
    for name, note in sorted(article.notes.difference(known)):
        if name == CORRECTION:
            told = _weighty(Sentence(note))
            shared = [(len(told & _weighty(one)), one) for one in sentences(graph)[bool(article.title) :]]
            most = max((count for count, _ in shared), default=0)
            meant = next((one for count, one in shared if count == most >= _MEANT), None)
            yield Edit(EditKind.NOTED, None, meant, note)


def _weighty(one: Sentence) -> frozenset[str]:
    """The words of a sentence that tell of what it is."""
    return frozenset(word.casefold() for word in one.tokens if word[0].isdigit() or len(word) >= _LONG)


def sentences(graph: Graph) -> list[Sentence]:
    """The sentences of the graph of one article in their order, behind its title; no part of one of them.

    Where the words are withheld the labels of statements stand for them.
    """
    (article,) = graph.articles
    told: dict[tuple[int, int], list[Statement]] = {(one.start, one.end): [] for one in article.untold if article.text}
    for said in graph.statements:
        told.setdefault((said.first_evidence.start, said.first_evidence.end), []).append(said)
    found, last = list[Sentence](), (0, 0)
    for (start, end), statements in sorted(told.items(), key=lambda pair: (pair[0][0], -pair[0][1])):
        if start >= last[0] and end <= last[1]:
            found[-1] = replace(found[-1], told=(*found[-1].told, *statements))
            continue
        last = start, end
        quote = statements[0].first_evidence.quote if statements else ""
        words = article.text[start:end] or quote or "; ".join(sorted(filter(None, (one.label for one in statements))))
        found.append(Sentence(" ".join(words.split()), tuple(statements)))
    title = " ".join(article.title.split())
    return [Sentence(title), *found] if title and title not in {one.words for one in found} else found


def _reworded(
    first: Graph, second: Graph, before: Sentence, after: Sentence, meanings: RelationSemantics
) -> Iterator[Edit]:
    """What was done to a sentence: an edit of each kind."""
    changes = diff(replace(first, statements=before.told), replace(second, statements=after.told), meanings)
    found: dict[EditKind, list[str]] = {}
    for kind, detail in (pair for change in _joined(changes) for pair in _kinds(change)):
        found.setdefault(kind, []).append(detail)
    swaps = list(_swaps(before.tokens, after.tokens))
    numbers = [sorted(word for word in one.tokens if word[0].isdigit()) for one in (before, after)]
    if numbers[0] != numbers[1]:
        found.setdefault(EditKind.CORRECTED, [])
    words = difference(before.tokens, after.tokens)
    for kind in sorted(found or {_by_words(changes, swaps): []}, key=list(EditKind).index):
        yield Edit(kind, before, after, words, tuple(dict.fromkeys(filter(None, found.get(kind, ())))))


def _joined(changes: Sequence[Change]) -> Iterator[Change]:
    """Changes of statements that both sentences make; of what is gone and new the likest are one statement."""
    gone, new = ([one for one in changes if one.kind is kind] for kind in (ChangeKind.GONE, ChangeKind.NEW))

    def alike(old: Change, come: Change) -> int:
        one, other = old.before[0], come.after[0]
        parts = ("subject_text", "predicate_text", "object_text", "relation")
        return sum(getattr(one, part).casefold() == getattr(other, part).casefold() for part in parts)

    yield from (one for one in changes if one.kind not in {ChangeKind.GONE, ChangeKind.NEW})
    while pairs := [pair for pair in product(gone, new) if alike(*pair)]:
        old, come = max(pairs, key=lambda pair: alike(*pair))
        gone.remove(old)
        new.remove(come)
        yield Change(ChangeKind.CHANGED, old.before, come.after)


def _kinds(change: Change) -> Iterator[tuple[EditKind, str]]:
    """What a change of statements is, each with its detail."""
    if change.kind is ChangeKind.CONTRADICTED:
        yield EditKind.CONTRADICTED, "; ".join(change.details)
        return
    if change.kind is ChangeKind.FULFILLED:
        yield EditKind.FIRMER, "; ".join(change.details)
        return
    if not change.details:  # two statements that are one
        yield from _between(change.before[0], change.after[0])
    for detail in change.details:
        was, _, now = detail.partition(_ARROW)
        sides = [[_RANKS[word] for word in side.split(", ") if word in _RANKS] for side in (was, now)]
        if detail.startswith(SAID_BY):
            yield EditKind.RESOURCED, detail
        elif all(sides):
            yield (EditKind.WEAKER if min(sides[1]) > min(sides[0]) else EditKind.FIRMER), detail
        else:
            yield EditKind.CORRECTED, detail


def _between(old: Statement, new: Statement) -> Iterator[tuple[EditKind, str]]:
    """How two statements differ that have not the same ends or relation."""
    was, now = (_RANKS.get(one.firmness_told, _DENIED) for one in (old, new))
    parts = [(one.subject_text, one.predicate_text, one.object_text) for one in (old, new)]
    swapped = [_ARROW.join(pair) for pair in zip(*parts, strict=True) if pair[0].casefold() != pair[1].casefold()]
    if was != now:
        kind = EditKind.WEAKER if now > was else EditKind.FIRMER
        kind = EditKind.CONTRADICTED if _DENIED in {was, now} else kind
        yield kind, f"{old.firmness_told}{_ARROW}{new.firmness_told}"
    elif swapped:
        yield EditKind.CORRECTED, "; ".join(swapped)


def difference(before: Sequence[str], after: Sequence[str]) -> str:
    """The words that differ, as they are shown: "may → will; (nothing) → soon"."""
    return "; ".join(_ARROW.join(side or "(nothing)" for side in pair) for pair in _swaps(before, after))


def _swaps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words that differ: those of one side, and those in their place."""
    for name, *(start, end, first, last) in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name != "equal":
            yield " ".join(before[start:end]), " ".join(after[first:last])


def _by_words(changes: Sequence[Change], swaps: Iterable[tuple[str, str]]) -> EditKind:
    """What was done where statements tell no difference, or where one of the sentences alone makes some of them."""
    pairs = [pair for pair in swaps if any(word.isalnum() for word in "".join(pair))]
    if pairs and not any(old for old, _ in pairs):
        return EditKind.ADDED
    if pairs and not any(new for _, new in pairs):
        return EditKind.WITHDRAWN
    is_named = any(word[:1].isupper() for pair in pairs if all(pair) for side in pair for word in side.split())
    return EditKind.CORRECTED if changes or is_named else EditKind.REWORDED


# Who said it first and who copied it: articles that have sentences of an earlier one, and what each changed. A sentence
# counts that has words enough to be nobody else's by chance, and that few articles have: what many have is what their
# publisher puts under all of them.

_LONG_ENOUGH, _SHARED = 8, 2
"""Words of a sentence that is taken from another article; sentences that one of two articles has from the other."""
_MOST, _OWN = 12, 2
"""Articles that have a sentence, of several publishers or of one; what more of them have is told under all."""


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

    Of a near-copy all that changed is told, of another what was reworded. One publisher's forms are no copies.
    """
    told: defaultdict[ArticleId, list[Statement]] = defaultdict(list)
    for statement in graph.statements:  # each article has of them what it tells
        for name in sorted({span.article for span in statement.evidence}):
            own = frozenset(span for span in statement.evidence if span.article == name)
            told[name].append(replace(statement, evidence=own))
    parts = {one.id: replace(graph, articles=(one,), statements=tuple(told[one.id])) for one in graph.articles}
    copies = Copies(texts_of(graph))
    publishers = {name: part.articles[0].publisher or name for name, part in parts.items()}
    said: dict[ArticleId, list[Sentence]] = {}
    having: defaultdict[str, set[ArticleId]] = defaultdict(set)
    for name, part in parts.items():
        title = " ".join(part.articles[0].title.split())
        said[name] = [one for one in sentences(part) if one.words != title and len(one.words.split()) >= _LONG_ENOUGH]
        for one in said[name]:
            having[one.words.casefold()].add(name)
    shared: defaultdict[ArticleId, Counter[ArticleId]] = defaultdict(Counter)
    for names in having.values():
        for name in names if len(names) <= (_MOST if len({publishers[one] for one in names}) > 1 else _OWN) else ():
            shared[name].update(names - {name})
    alike = {name: frozenset(group) - {name} for group in copies.groups for name in group}
    found = []
    order = {name: (part.articles[0].date or date.max, name) for name, part in parts.items()}
    for name in sorted(parts, key=order.__getitem__):
        near = Counter({other: count for other, count in shared[name].items() if count >= _SHARED})
        near.update(one for one in alike.get(name, ()) if publishers[one] != publishers[name])
        earlier = [one for one in near if order[one] < order[name]]
        if earlier:
            source = min(earlier, key=lambda one: (-near[one], order[one]))
            is_copy = source in alike.get(name, ())
            done = edits(parts[source], parts[name], meanings)
            kept = tuple(one for one in done if is_copy or (one.before and one.after))
            same = tuple(one.words for one in said[name] if source in having[one.words.casefold()])
            agency = agency_of(copies.texts[source]) or agency_of(copies.texts[name])
            first, copy = parts[source].articles[0], parts[name].articles[0]
            found.append(Descent(first, copy, same, len(said[name]), agency, kept))
    return found


def changes_told(some: Sequence[Edit]) -> str:
    """How many changes of each kind there are, the gravest first: "1 corrected, 2 withdrawn"."""
    counts = Counter(one.kind for one in some)
    return ", ".join(f"{counts[kind]} {kind}" for kind in EditKind if counts[kind])


# The same words by the same speaker in several articles are one quotation, altered ones are shown. Words in quotation
# marks are theirs whose the statements in them are; of which none tells whose they are join others.

_QUOTED = 4
"""Words of a quotation; fewer are a name or a word at arm's length."""
_SHINGLE = 3  # words that two quotations have in common, which are compared
_ALTERED = 0.7
"""The share of common words from which two quotations are one that was altered."""


@dataclass(frozen=True, order=True)
class Quoted:
    """Words in quotation marks in one article: on its day, with the sentence or sentences in which they stand."""

    day: date
    article: ArticleId
    start: int
    speaker: NodeId | None
    words: str
    sentence: str

    @property
    def tokens(self) -> Sequence[str]:
        """The words alone, in lower case."""
        return [word for word in Sentence(self.words.casefold()).tokens if word[0].isalnum()]


@dataclass(frozen=True)
class SaidOnce:
    """What one speaker said once, wherever it is quoted: its tellings, the earliest first, which has its words."""

    speaker: NodeId | None
    tellings: tuple[Quoted, ...]

    @property
    def words(self) -> str:
        """The words as the earliest article has them."""
        return self.tellings[0].words

    @property
    def articles(self) -> list[ArticleId]:
        """The articles that quote it, sorted."""
        return sorted({one.article for one in self.tellings})

    def difference(self, telling: Quoted) -> str:
        """What another article has otherwise: "may → will"; empty where it has the same words."""
        first, other = self.tellings[0].tokens, telling.tokens
        return "" if first == other else difference(first, other)


def ledger(corpus: Corpus) -> list[SaidOnce]:
    """The quotations of a corpus, those of most articles first."""
    quoted = sorted(_quoted(corpus))
    words = [one.tokens for one in quoted]
    shared: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, some in enumerate(words):
        for start in range(len(some) - _SHINGLE + 1):
            shared[tuple(some[start : start + _SHINGLE])].append(number)
    pairs = {(one, other) for some in shared.values() for one in some[:1] for other in some[1:]}
    pairs |= {pair for some in shared.values() for pair in pairwise(some)}

    def are_one(one: int, other: int) -> bool:
        speakers = {quoted[one].speaker, quoted[other].speaker} - {None}
        return len(speakers) <= 1 and Indel.normalized_similarity(words[one], words[other]) >= _ALTERED

    joined = united(map(str, range(len(quoted))), ((str(a), str(b)) for a, b in sorted(pairs) if are_one(a, b)))
    found = []
    for group in joined:
        tellings = tuple(quoted[number] for number in sorted(map(int, group)))
        by_speaker: defaultdict[NodeId | None, list[Quoted]] = defaultdict(list)
        known = sorted({one.speaker for one in tellings if one.speaker})
        for one in tellings:  # two speakers whom one without a name has joined stand apart
            by_speaker[one.speaker or (known[0] if known else None)].append(one)
        found += [SaidOnce(speaker, tuple(some)) for speaker, some in by_speaker.items()]
    return sorted(found, key=lambda one: (-len(one.articles), one.tellings))


def _quoted(corpus: Corpus) -> Iterator[Quoted]:
    """The quotations of each article: of its text, or of its sentences where that is withheld."""
    told: defaultdict[ArticleId, list[tuple[int, int, str, Statement]]] = defaultdict(list)
    for said in corpus.graph.statements:
        for span in said.evidence:
            told[span.article].append((span.start, span.end, span.quote, said))
    for article in corpus.graph.articles:
        texts = {0: article.text} if article.text else {start: quote for start, _, quote, _ in told[article.id]}
        spans = sorted(told[article.id], key=lambda one: one[:2])
        for offset, text in sorted(texts.items()):
            for _, first, last, _ in double_quoted(text):
                words = " ".join(text[first:last].split()).strip(" ,.;:")
                if len(words.split()) < _QUOTED:
                    continue
                begin, end = offset + first, offset + last
                near = [one for one in spans if one[0] < end and begin < one[1]]
                sentences = dict.fromkeys(quote for _, _, quote, _ in near if quote)
                speaker = _speaker([said for *_, said in near], words, article.id, corpus)
                sentence = " ".join(" ".join(sentences).split()) or words
                yield Quoted(article.date or date.max, article.id, begin, speaker, words, sentence)


def _speaker(near: Sequence[Statement], words: str, article: ArticleId, corpus: Corpus) -> NodeId | None:
    """Whose words they are: who is told to say what statements in them tell, as most of these have it."""
    inside = (said for said in near if said.predicate_text in words and said.attributed_to)
    counts = Counter(corpus.links.cluster(said.attributed_to, article) for said in inside if said.attributed_to)
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def rows(corpus: Corpus, found: Sequence[SaidOnce]) -> Iterator[Row]:
    """Each quotation with the article, day, sentence and difference of each of its tellings."""
    for one in found:
        yield {
            "speaker": corpus.label(one.speaker) if one.speaker else "",
            "words": one.words,
            "articles": len(one.articles),
            "first": one.tellings[0].article,
            "day": _day(one.tellings[0].day),
            "altered": "; ".join(dict.fromkeys(filter(None, map(one.difference, one.tellings)))),
            "tellings": [
                {
                    "article": each.article,
                    "day": _day(each.day),
                    "words": each.words,
                    "difference": one.difference(each),
                    "sentence": each.sentence,
                }
                for each in one.tellings
            ],
        }


def _day(day: date) -> str:
    return "" if day == date.max else day.isoformat()
