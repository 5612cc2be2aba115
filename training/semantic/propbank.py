"""PropBank's roles and the factuality of Universal Decompositional Semantics on the English Web Treebank."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from training.meaning import MOST, Argument, Meaning, Sentence, top

ROLES_FILE, FACTUALITY_FILE = "roles-ewt.jsonl", "factuality-ewt.jsonl"
ROLES = (
    "", "ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-TMP", "ARGM-LOC", "ARGM-CAU", "ARGM-PRP", "ARGM-MNR",
    "ARGM-NEG", "ARGM-MOD", "ARGM-ADV",
)  # fmt: skip
"""Of an event and a word: none, or what the word is to the event."""
NEGATED = "ARGM-NEG"
"""How factual what surely happened is; little is marked as more."""
_FOLDED = {"ARGM-DIR": "ARGM-LOC", "ARGM-GOL": "ARGM-LOC", "ARG1-DSP": "ARG1", "ARGA": "ARG0"}
_APART = ("R-", "C-", "ARGM-LVB", "ARGM-PRR", "ARGM-CXN")
"""Relative pronouns, continuations and light verbs have no role of their own."""


class _Predicate(TypedDict):
    """An event: its word, and its roles as name, first and last word."""

    token: int
    roles: list[tuple[str, int, int]]


def role(name: str) -> str:
    """The role that a label of PropBank is learned as; "" where it is none.

    >>> role("ARGM-DIR"), role("ARGM-DIS"), role("R-ARG0")
    ('ARGM-LOC', 'ARGM-ADV', '')
    """
    if name.startswith(_APART):
        return ""
    name = _FOLDED.get(name, name)
    if name in ROLES:
        return name
    return "ARGM-ADV" if name.startswith("ARGM-") else ""


def annotated(found: Sequence[Sentence], folder: Path) -> Iterator[Sentence]:
    """The tagged sentences, with the roles and the factuality that the files of a folder know of them."""
    predicates, factual = _roles(folder / ROLES_FILE), _factual(folder / FACTUALITY_FILE)
    for one in found:
        known = predicates.get(one.id)
        if known is None and one.id not in factual:
            yield one
            continue
        roles = {each["token"]: _arguments(one.heads, each["token"], each["roles"]) for each in known or ()}
        words = [] if known is None else [i for i, word in enumerate(one.words) if any(map(str.isalpha, word))]
        asked = {i: float(i in roles) for i in words}
        # What is known of the words of the sentence; some rows are of longer ones.
        firm = {place: value for place, value in factual.get(one.id, {}).items() if place < len(one.words)}
        yield replace(one, meaning=Meaning(asked, roles, firm))


def _arguments(heads: Sequence[int], event: int, spans: Sequence[tuple[str, int, int]]) -> tuple[Argument, ...]:
    found = {top(heads, first, last): role(name) for name, first, last in reversed(spans) if role(name)}
    return tuple(sorted((place, name) for place, name in found.items() if place != event))


def _roles(path: Path) -> dict[str, list[_Predicate]]:
    with path.open(encoding="utf-8") as lines:
        return {line["sent_id"]: line["predicates"] for line in map(json.loads, lines)}


def _factual(path: Path) -> dict[str, dict[int, float]]:
    found: defaultdict[str, dict[int, float]] = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            found[line["sent_id"]][line["token"]] = max(-MOST, min(MOST, line["factual"]))
    return found
