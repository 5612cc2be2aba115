"""Texts with coreference that are no treebank: news read for the purpose (data/read), and fiction (LitBank)."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, permutations
from pathlib import Path
from typing import TypedDict

import networkx as nx

from kg.graph import Simple
from training.reference.cases import Gold, Place, Text
from training.semantic import chains

READ = Path(__file__).resolve().parents[2] / "data" / "read" / "articles.jsonl"
_CLOSING = frozenset({".", ",", "!", "?", ";", ":", "'s", "''", ")"})
_OWNED = re.compile(r"['’]s |\bof ")


class Span(TypedDict):
    """A phrase, in characters of the article."""

    start: int
    end: int


class Reference(Span):
    """A phrase and what it means: no place for what is told first, several for what is taken together."""

    means: list[Place] | str


class Name(Span):
    """A name, and the kind of its thing."""

    kind: str


class Clause(Span):
    """A clause and how firm it is."""

    firmness: str


class Article(TypedDict):
    """An article of data/read."""

    id: str
    text: str
    aside: bool
    references: list[Reference]
    names: list[Name]
    clauses: list[Clause]


def articles(*, aside: bool, path: Path = READ) -> list[Article]:
    """The articles of data/read that are put aside, or the others."""
    found: list[Article] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [one for one in found if one["aside"] is aside]


def read_articles(*, aside: bool, path: Path = READ) -> Iterator[Text]:
    """The same with what their phrases mean."""
    for article in articles(aside=aside, path=path):
        pairs = list(_same(article))
        places = {str(place): place for pair in pairs for place in pair}
        same: Simple = nx.Graph()
        same.add_edges_from((str(one), str(other)) for one, other in pairs)
        entities = sorted(map(sorted, nx.connected_components(same)))
        mentions = [Gold(places[name], (), names[0]) for names in entities for name in names]
        yield Text(article["id"], article["text"], mentions)


def _same(article: Article) -> Iterator[tuple[Place, Place]]:
    """Places of one thing, two and two: what is meant, a surname, the same name again, a name with its title."""
    text = article["text"]
    called, surnames = defaultdict[str, set[Place]](set), defaultdict[str, set[Place]](set)
    for said in article["references"]:
        place, means = _place(said), said["means"]
        meant = means[0] if len(means) == 1 and not isinstance(means, str) else place
        yield place, (meant[0], meant[1])
        called[text[slice(*meant)]].add((meant[0], meant[1]))
    for name in article["names"]:
        words = text[slice(*_place(name))]
        yield _place(name), _place(name)
        called[words].add(_place(name))
        if name["kind"] == "Person":
            surnames[_last(words)].add(_place(name))
    for words, places in list(called.items()):
        if _last(words) in surnames and words[0].isupper():
            surnames[_last(words)] |= places
    for surname, places in surnames.items():
        called[surname] |= places
    known = sorted(set().union(*called.values()))
    for words, places in called.items():
        yield from pairwise(sorted(places))
        again = [] if words.islower() else re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
        for found in again:
            if not any(start <= found.start() and found.end() <= end for start, end in known):
                yield found.span(), min(places)
    yield from ((one, other) for one, other in permutations(known, 2) if _is_title(text, one, other))


def _last(words: str) -> str:
    """The last word of a name, what stands in apposition and the genitive aside."""
    return re.sub(r"['’]s$", "", words.split(",", maxsplit=1)[0]).split()[-1]


def _place(span: Span) -> Place:
    return span["start"], span["end"]


def _is_title(text: str, whole: Place, name: Place) -> bool:
    """Whether a name ends a phrase that tells who it is: "civil servant, [Gethin Vale]"."""
    is_end = whole[0] < name[0] and whole[1] == name[1] and text[name[0]].isupper()
    return is_end and not _OWNED.search(text[whole[0] : name[0]])


def litbank(path: Path) -> Iterator[Text]:
    """The texts of LitBank, their words parted by blanks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record: chains.Text = json.loads(line)
        text, words = "", list[Place]()
        for word in (word for sentence in record["sentences"] for word in sentence):
            text = text.removesuffix(" ") if word in _CLOSING else text
            words.append((len(text), len(text) + len(word)))
            text += f"{word} "
        mentions = [
            Gold((words[first][0], words[last][1]), (), str(number))
            for number, chain in enumerate(record["chains"])
            for first, last in chain
        ]
        yield Text(record["id"], text.strip(), mentions)
