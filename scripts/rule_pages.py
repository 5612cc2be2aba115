"""The pages of docs/reference about rules, made from their registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.rules import Rule, rules
from kg.rules.families import FAMILIES

_ABOUT = """\
The rules by which texts are read, by family. `kg rules` shows the same; `kg explain` names those that had a part in a
statement, and so do `kg:usedRule` in a graph and `rules` in rows.

How often a rule **fires** was counted by `scripts/fires.py` on 107 texts of 44,000 words that are there for
development: the six gold articles, 29 releases and reports (The White House, the President of Russia, Wikinews), news
of OntoGUM and MEANTIME. A rule of code fires where it decides: a repair changes a word, a step joins two mentions, a
construction or a wording makes a statement, a cue finds a source. A list of words fires where the program finds a word
of the text in it. Where neither can be told, the number is missing.

A rule **stays** if it fires three times there, or if a figure is lower without it (`scripts/ablate.py` takes each out
in turn), or what `tests/stories` tells of whole articles is worse. Three kinds stay without: wordings of the ontology,
whose examples are the reason, for analysts asked for them; time patterns, which have ISO-TimeML and its corpora behind
them; and what keeps a plan, a claim or a denial from being taken for a fact, where one error costs more than a rule."""


def pages() -> Iterator[tuple[str, str]]:
    """Path below docs/reference and text of each page."""
    listed = "\n".join(f"rules/{family}" for family in FAMILIES)
    yield "rules.md", f"# Rules\n\n{_ABOUT}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```"
    for family, found in groupby(rules(), key=lambda rule: rule.family):
        yield f"rules/{family}.md", "\n".join(_family(family, found))


def _family(family: str, found: Iterable[Rule]) -> Iterator[str]:
    yield from (f"# {family}", "", "| rule | fires | what it does | fires on | not on |", "|---|---|---|---|---|")
    for rule in found:
        count = "" if rule.fires is None else str(rule.fires)
        samples = (next(iter(texts), "") for texts in (rule.examples, rule.counterexamples))
        yield f"| `{rule.id}` | {count} | {' | '.join(map(_cell, (rule.description, *samples)))} |"


def _cell(text: str) -> str:
    """Text as a cell of a table takes it for text."""
    marked = "".join(f"\\{letter}" if letter in "\\`*_{}[]<>|" else letter for letter in text)
    return " ".join(marked.split())
