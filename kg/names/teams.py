"""The teams of sports news: a town or country that plays is its team, as in "Japan beat Syria in a soccer match"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.gazetteer import candidates
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.names.context import NameSpan, Words
from kg.names.disambiguation import CONTEXT, Choice

_PARTS = ("nsubj", "nsubjpass", "dobj")


def teams(names: Iterable[NameSpan], words: Words) -> dict[tuple[str, ...], Choice]:
    """The teams for which the forms of towns and countries stand that play somewhere in the article."""
    about = _sports(words)
    playing = {words.text[name.start : name.end] for name in names if _plays(name, words)} if about else ()
    return {form: team for form in sorted(playing) if (team := _team(" ".join(form), about))}


def _sports(words: Words) -> tuple[str, ...]:
    """The sports that an article is about, the surest first; empty for other news."""
    text = f" {' '.join(words.lower)} "
    found = Counter(sport for mark, sport in pairs("items", "sports").items() if f" {mark} " in text)
    return tuple(sorted(found, key=lambda sport: (-found[sport], sport)))


def _plays(name: NameSpan, words: Words) -> bool:
    """Whether a name is subject or object of playing, or stands behind "against"."""
    root = words.root(name.start, name.end)
    if words.dep[root] in _PARTS and words.lemma[words.head[root]].lower() in lexicon_words(
        "items", "playing", "words"
    ):
        return True
    return words.dep[root] == "pobj" and words.lower[name.start - 1] in lexicon_words("items", "opponents", "words")


def _team(name: str, sports: Iterable[str]) -> Choice | None:
    """The one club or national team of the first sport in which a town or country has any."""
    for sport in sports:
        own = (f"{sport} club", f"national {sport} team")
        if found := [candidate.item for candidate in candidates(name) if candidate.item.kind in own]:
            return Choice(found[0], CONTEXT) if len(found) == 1 else None
    return None
