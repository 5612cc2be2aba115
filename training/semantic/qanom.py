"""QANom: nouns that may name an event, and questions with answers about those that do."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from training.meaning import Argument, Meaning, Sentence, top
from training.semantic.silver import Grow, bare, unlearned

FILE = "nouns-qanom.jsonl"
_ADVERBIAL = {"where": "ARGM-LOC", "when": "ARGM-TMP", "why": "ARGM-CAU", "how": "ARGM-MNR"}
_PLACEHOLDER = frozenset({"someone", "something", "somewhere", "it", "they"})
_PREPOSITIONS = {**dict.fromkeys(("to", "for", "with", "from", "on", "at", "in", "of", "about"), "ARG2"), "by": "ARG0"}
_BE = frozenset({"was", "were", "is", "are", "be", "been", "being"})

_AUXILIARIES = frozenset(
    {"did", "does", "do", "has", "have", "had", "will", "would", "can", "could", "may", "might", "should", "must"}
)


class Row(TypedDict):
    """A noun that annotators were asked about."""

    id: str
    part: str
    words: list[str]
    noun: int
    event: float
    questions: list[tuple[str, str, str]]


def role(question: str) -> str:
    """The role that a question asks for; "" where it asks for none of PropBank's.

    >>> role("Who demanded something?"), role("What was demanded?"), role("What did someone demand?")
    ('ARG0', 'ARG1', 'ARG1')
    >>> role("What did someone demand something for?"), role("When was something demanded?"), role("How many fell?")
    ('ARG2', 'ARGM-TMP', 'ARGM-ADV')
    """
    words = question.lower().rstrip("?").replace("won't", "will").replace("can't", "can").replace("n't", "").split()
    if words[0] in _ADVERBIAL:
        is_extent = words[0] == "how" and words[1] in {"many", "much", "long", "often", "far"}
        return "ARGM-ADV" if is_extent else _ADVERBIAL[words[0]]
    if words[1] in _AUXILIARIES | _BE and words[2 + (words[2] == "not")] in _PLACEHOLDER:
        return _PREPOSITIONS.get(words[-1], "ARG1")
    verbs = [place for place, word in enumerate(words) if word in _BE]
    following = words[verbs[-1] + 1 :] if verbs else []
    return "ARG1" if following and not following[0].endswith("ing") else "ARG0"


def sentences(path: Path, part: str, grow: Grow) -> Iterator[Sentence]:
    """The sentences of a part ("train", "dev", "test"), each a document of its own, without trees to learn."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if line["part"] == part:
                rows[line["id"]].append(line)
    for one in grow([bare(name, found[0]["words"]) for name, found in sorted(rows.items())]):
        of_noun = {row["noun"]: _arguments(one, row) for row in rows[one.document] if row["questions"]}
        events = {row["noun"]: row["event"] for row in rows[one.document]}
        yield unlearned(replace(one, meaning=Meaning(events, of_noun, are_answers=True)))


def _arguments(one: Sentence, row: Row) -> tuple[Argument, ...]:
    """The heads of the answers to questions about a noun: as PropBank has it, of "of steel" the preposition."""
    found: dict[int, str] = {}
    for question, places, _ in row["questions"]:
        for place in places.split("~!~"):
            first, end = map(int, place.split(":"))
            head = top(one.heads, first, end - 1)
            found.setdefault(one.heads[head] - 1 if one.labels[head] == "pobj" else head, role(question))
    return tuple(sorted((place, name) for place, name in found.items() if place != row["noun"]))
