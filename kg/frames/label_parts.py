"""Label parts that a clause does not have in its own words: its condition, and who says so."""

from __future__ import annotations

from kg.factuality.conditions import condition_words
from kg.frames.label_words import Chunk
from kg.frames.sources import Source
from kg.lexicon import words
from kg.names.lexemes import with_article
from kg.parse.tree import Token

_DASHES = frozenset({"—", "–", "--"})
_PRONOUNS = words("wording", "pronouns", "words")
_OWNERS = words("wording", "pronouns", "owners")
_DETERMINERS = words("wording", "articles", "determiners")


def of_condition(condition: Token | None, chunks: list[Chunk]) -> list[Chunk]:
    """The words of a condition, whatever room there is, unless they are there: nothing is told without it.

    An aside at its end is no condition: "if he signs the pact [— a rare step —]".
    """
    told = {token for part in chunks for token in part.tokens}
    if condition is None or condition in told:
        return []
    found = condition_words(condition)
    dash = next((place for place, token in enumerate(found) if token.text in _DASHES and token.i > condition.i), None)
    return [Chunk(found[:dash])]


def with_source(text: str, said: Source, *, by: str = "") -> str:
    """The text with who says so; ``by`` is the id of who does it."""
    if said.source is None or said.own_act or "according to" in text.lower():
        return text
    label = said.source.label
    if label.lower() in _OWNERS:
        return f"{text}, as claimed"
    if label.lower() in _PRONOUNS:
        return f"{text}, {label.lower()} said"
    if said.source.id == by or text.lower().removeprefix("the ").startswith(label.lower()):
        return f"{text}, by own account"
    is_one = label[:1].islower() and not label.endswith("s") and label.split()[0] not in _DETERMINERS
    return f"{text}, according to {'the ' if is_one else ''}{with_article(label)}"
