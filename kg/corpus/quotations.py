"""The ledger of quotations: the same words by the same speaker in several articles are one, altered ones are shown.

Words in quotation marks are theirs whose the statements in them are; of which none tells whose they are join others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rapidfuzz.distance import Indel

from kg.attribution.quotations import double_quoted
from kg.corpus.clusters import united
from kg.corpus.happenings import Corpus
from kg.corpus.versions import Sentence, difference
from kg.model import ArticleId, NodeId, Statement
from kg.tables.rows import Row

_FEWEST = 4
"""Words of a quotation; fewer are a name or a word at arm's length."""
_SHINGLE = 3  # words that two quotations have in common, which are compared
_ALIKE = 0.7
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

    @property
    def is_altered(self) -> bool:
        """Whether an article has other words than the earliest."""
        return any(map(self.difference, self.tellings))


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
        return len(speakers) <= 1 and Indel.normalized_similarity(words[one], words[other]) >= _ALIKE

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
                if len(words.split()) < _FEWEST:
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
