"""Articles that are copies of others, and who tells what independently.

Near-copies are found by MinHash over shingles (Broder 1997, "On the resemblance and containment of documents"; library
datasketch), and checked by the share of shingles that two texts have in common. An article with an agency's credit
tells what the agency tells.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from itertools import combinations

from kg.corpus.clusters import united
from kg.corpus.words import words
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.model import ArticleId, Graph

_SHINGLE = 4  # words
_CANDIDATES = 0.35  # the estimated share of common shingles from which two texts are compared
_ALIKE = 0.5  # the share of the shorter text's shingles that the longer one has, from which they are copies
_FEWEST = 12  # shingles of a text that can be a copy
_FEWEST_SHARED = 10
"""Shingles that two sentences have in common of which one is copied."""
_CREDIT = 220
"""Characters at the beginning and at the end of a text in which a credit stands."""


@dataclass(frozen=True)
class Copies:
    """The articles of a graph by whose words they have: by what is known of their words, and by who published them."""

    texts: Mapping[ArticleId, str]
    publishers: Mapping[ArticleId, str] = field(default_factory=dict)

    @cached_property
    def groups(self) -> tuple[tuple[ArticleId, ...], ...]:
        """Each article with its near-copies; groups and members are sorted."""
        shingles = {name: shingles_of(text) for name, text in sorted(self.texts.items())}
        pairs = ((both, [shingles[name] for name in both]) for both in _candidates(shingles))
        found = (both for both, (one, other) in pairs if len(one & other) >= _ALIKE * min(len(one), len(other)))
        return tuple(tuple(group) for group in united(self.texts, found))

    @cached_property
    def voices(self) -> Mapping[ArticleId, str]:
        """Article -> whose words it has: an agency's, else those of the first of its group."""
        found: dict[ArticleId, str] = {}
        for group in self.groups:
            agencies = sorted(filter(None, (agency_of(self.texts[name]) for name in group)))
            found.update(dict.fromkeys(group, agencies[0] if agencies else group[0]))
        return found

    def independent(self, articles: Iterable[ArticleId], told: Iterable[tuple[ArticleId, str]] = ()) -> int:
        """How many of some articles tell in words of their own: ``told`` are the sentences in which they tell it.

        What shares half of a sentence with another article, or has it from an agency, is told by that; articles of one
        publisher are one.
        """
        voices = {name: self.voices.get(name, name) for name in articles}
        homes: defaultdict[str, set[str]] = defaultdict(set)
        for name, voice in voices.items():
            homes[self.publishers.get(name, "")].add(voice)
        passages: dict[tuple[str, str], frozenset[str]] = {}
        for name, sentence in sorted(told):
            passages[voices[name], sentence] = shingles_of(sentence)
            homes[agency_in(sentence)].add(voices[name])
        of_one = ((min(some), voice) for home, some in homes.items() if home for voice in some)
        shared = (
            (one[0], other[0])
            for (one, first), (other, second) in combinations(passages.items(), 2)
            if one[0] != other[0] and len(first & second) >= max(_FEWEST_SHARED, _ALIKE * min(len(first), len(second)))
        )
        return len(united(voices.values(), [*of_one, *shared]))


def texts_of(graph: Graph) -> dict[ArticleId, str]:
    """The text of each article of a graph, else its title and the sentences that the graph quotes."""
    quotes: defaultdict[ArticleId, dict[int, str]] = defaultdict(dict)
    for said in graph.statements:
        for span in said.evidence:
            quotes[span.article][span.start] = span.quote
    told = {name: [words for _, words in sorted(some.items())] for name, some in quotes.items()}
    return {a.id: a.text or "\n".join(filter(None, (a.title, *told.get(a.id, ())))) for a in graph.articles}


def publishers_of(graph: Graph) -> dict[ArticleId, str]:
    """Article -> who published it, else the host of its address; "" where neither is known."""
    from kg.attribution.releases import host_of

    return {one.id: one.publisher or host_of(one.url) for one in graph.articles}


def shingles_of(text: str) -> frozenset[str]:
    """The runs of four words of a text; the whole of a shorter one."""
    found = words(text)
    return frozenset(" ".join(found[start : start + _SHINGLE]) for start in range(max(1, len(found) - _SHINGLE + 1)))


def agency_of(text: str) -> str:
    """The agency that a text credits at its beginning or end, "" for none."""
    places = (text[:_CREDIT], text[-_CREDIT:])
    return next((name for place in places for name, pattern in _agencies("patterns") if pattern.search(place)), "")


@cache
def agency_in(sentence: str) -> str:
    """The agency from which a sentence has what it tells, "" for none."""
    return next((name for name, pattern in _agencies("passages") if pattern.search(sentence)), "")


@cache
def _agencies(forms: str) -> list[tuple[str, re.Pattern[str]]]:
    """Each agency with what credits it, as the lexicon has them."""
    form = "|".join(f"(?:{one})" for one in sorted(lexicon_words("links", "credit", forms)))
    called = ((name, f"(?:{re.escape(name)}|{re.escape(short)})") for name, short in pairs("links", "agencies").items())
    return [(name, re.compile(form.replace("AGENCY", one))) for name, one in sorted(called)]


def _candidates(shingles: Mapping[ArticleId, frozenset[str]]) -> Iterator[tuple[ArticleId, ArticleId]]:
    """Pairs of articles that may be copies, each once and in order."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_CANDIDATES)
    for name, found in shingles.items():
        if len(found) < _FEWEST:
            continue
        sketch = MinHash(hashfunc=lambda data: int.from_bytes(blake2b(data, digest_size=4).digest(), "little"))
        sketch.update_batch([one.encode() for one in sorted(found)])
        yield from ((ArticleId(str(other)), name) for other in sorted(map(str, index.query(sketch))))
        index.insert(name, sketch)
