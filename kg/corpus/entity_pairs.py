"""Which entities are compared, and what tells whether two are one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, groupby, pairwise, product

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from kg.corpus.clusters import Features
from kg.corpus.links import Unit
from kg.corpus.profiles import TITLED, EntityProfile
from kg.corpus.words import initials
from kg.lexicon import words as lexicon_words
from kg.model import ArticleId
from kg.model.classes import ORGANIZATIONS

LARGEST = 300
"""Entities that share one key, beyond which only those of near names are compared."""
_WINDOW = 50
"""How many names further in order one is still near."""
MANY = 40
"""Articles that tell of a node by its full name, beyond which it is one and its first unit stands for all."""
NEAR = 0.2
"""The likeness of two articles from which a thing that both only describe may be one."""
_SHORTEST = 3  # letters of a word that is a key
_ALIKE = 0.88
"""The Jaro-Winkler similarity from which two words may be spellings of one."""
_KINDS = {"Country": "place", "Place": "place", "Person": "person", "Office": "office"}
"""Class -> the kind of what is compared with no other kind."""
_VAGUE = frozenset({"Commodity", "Topic"})
"""Classes of what is of no other."""
_OF_ITEM = _KINDS | dict.fromkeys(ORGANIZATIONS, "body") | dict.fromkeys(TITLED, "text")
"""Class -> the kind of what only has an item together with its like."""


def met(groups: Mapping[str, Sequence[EntityProfile]]) -> Iterator[tuple[EntityProfile, EntityProfile]]:
    """Pairs of profiles of one key that may be one: each once, in order, as those of each group are."""
    seen: set[tuple[Unit, Unit]] = set()
    for key in sorted(groups):
        some = groups[key]
        pairs: Iterable[tuple[EntityProfile, EntityProfile]] = combinations(some, 2)
        if len(some) > LARGEST:  # those of near names (Hernández and Stolfo 1995, "The merge/purge problem")
            ordered = sorted(some, key=lambda one: (one.name, one.unit))
            near = ((one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 : at + 1 + _WINDOW])
            pairs = ((one, other) if one.unit < other.unit else (other, one) for one, other in near)
        for one, other in pairs:
            if (one.unit, other.unit) not in seen and not are_apart(one, other):
                seen.add((one.unit, other.unit))
                yield one, other


def described(
    profiles: Iterable[EntityProfile], stories: Mapping[tuple[ArticleId, ArticleId], float]
) -> Iterator[tuple[EntityProfile, EntityProfile]]:
    """Pairs of which an article only describes one, of one article or story, and with one head: each once, in order."""
    found: defaultdict[ArticleId, defaultdict[str, list[EntityProfile]]] = defaultdict(lambda: defaultdict(list))
    for profile in profiles:
        for article, head in product(profile.articles, profile.heads if profile.stems else ()):
            found[article][head].append(profile)
    alike = [both for both, story in stories.items() if story >= NEAR]
    seen: set[tuple[Unit, Unit]] = set()
    nothing: dict[str, list[EntityProfile]] = {}
    for article, another in sorted([*((one, one) for one in found), *alike]):
        some, others = (found.get(name, nothing) for name in (article, another))
        heads = sorted(some.keys() & others.keys())
        for one, other in chain.from_iterable(product(some[head], others[head]) for head in heads):
            pair = (one, other) if one.unit < other.unit else (other, one)
            units = (pair[0].unit, pair[1].unit)
            if _are_called_alike(one, other, of_one=article == another) and units not in seen and not are_apart(*pair):
                seen.add(units)
                yield pair


def _are_called_alike(one: EntityProfile, other: EntityProfile, *, of_one: bool) -> bool:
    """Whether two descriptions, or one and a name, of one head may be of one thing.

    One has every word of the other where one is a name, or both are of one article, which tells of one such thing.
    So are several of two articles, but for their number and not by one word alone ("officials"). What articles of one
    publisher describe alike is its form, and one thing where they name it.
    """
    if one.unit == other.unit or not (one.is_bare or other.is_bare):
        return False
    if not of_one and one.publishers & other.publishers:
        return False
    is_of_several = one.is_bare and other.is_bare and (one.is_plural or other.is_plural)
    if one.is_bare and other.is_bare and not of_one:
        few, more = sorted((one.plain_stems, other.plain_stems), key=len)
        return not is_of_several or (len(few) > 1 and few <= more)
    return not is_of_several and (one.stems <= other.stems or other.stems <= one.stems)


def together(some: Sequence[EntityProfile]) -> EntityProfile:
    """The first of several profiles of one node, with what is known of all."""
    return replace(
        some[0],
        beside=frozenset().union(*(one.beside for one in some)),
        publishers=frozenset().union(*(one.publishers for one in some)),
        articles=frozenset().union(*(one.articles for one in some)),
    )


def keys_of(profile: EntityProfile) -> Iterator[str]:
    """The keys of names: their words as they sound, and of a body what it is in short."""
    little, names = lexicon_words("links", "little", "words"), () if profile.is_bare else profile.names
    parts = {part for name in names for part in name if len(part) >= _SHORTEST and part not in little}
    yield from {f"word {skeleton(part)}" for part in parts}
    if profile.cls in ORGANIZATIONS:
        yield from {f"short {initials(name) if len(name) > 1 else name[0]}" for name in names}


def are_apart(one: EntityProfile, other: EntityProfile) -> bool:
    """Whether two can never be one: two items, countries, towns, given names, numbers, a person and a place."""
    if one.wikidata and other.wikidata:
        return one.wikidata != other.wikidata
    if one.numbers != other.numbers and ((one.numbers and other.numbers) or not (one.is_bare or other.is_bare)):
        return True
    if (one.is_person and other.is_plural) or (other.is_person and one.is_plural):
        return True
    are_offices = one.cls == other.cls == "Office" and one.unit.node != other.unit.node
    are_apart = one.country != other.country or (are_offices and not (one.is_bare or other.is_bare))
    if one.country and other.country and are_apart:  # in one country each office that is named has a node of its own
        return True
    # A topic may be what has a name, and a group one person.
    if _VAGUE & {one.cls, other.cls}:
        are_of_one_kind = not (one.is_bare and other.is_bare)
    else:
        is_group = one.is_bare != other.is_bare and "Group" in {one.cls, other.cls}
        are_of_one_kind = is_group or _KINDS.get(one.cls) == _KINDS.get(other.cls)
    if not are_of_one_kind or one.scene.is_elsewhere(other.scene):
        return True
    is_on_other = bool(one.topic and other.topic) and one.topic.isdisjoint(other.topic)
    is_of_no_item = bool(one.wikidata or other.wikidata) and _is_called_otherwise(one, other)
    return is_on_other or is_of_no_item or _are_others(one, other) or _are_contrasted(one, other)


def features(one: EntityProfile, other: EntityProfile, story: float) -> dict[str, float]:
    """What speaks for or against two entities being one, by name, each from 0 to 1."""
    of_pair = _of_described if one.is_bare or other.is_bare else _of_named
    return with_story(of_pair(one, other), form_of(one, other), story)


def form_of(one: EntityProfile, other: EntityProfile) -> str:
    """The form of a pair: "bare", "named and bare", "persons" for two names of persons, "" for any other names."""
    if one.is_bare or other.is_bare:
        return "bare" if one.is_bare and other.is_bare else "named and bare"
    return "persons" if one.is_person and other.is_person else ""


def with_story(found: Features, form: str, story: float) -> dict[str, float]:
    """The features of a pair of some form, with those of how alike the articles are; what is 0 is left out."""
    if form in {"", "persons"}:
        told = {"same story": story} | ({"same story of persons": story} if form else {})
    else:
        told = {f"{form}, story": story * (story < 1), f"{form}, one article": float(story == 1)}
    return {name: round(value, 6) for name, value in {**found, **told}.items() if value}


def _of_described(one: EntityProfile, other: EntityProfile) -> dict[str, float]:
    """Features of two things of which at least one is only described."""
    if one.is_bare != other.is_bare:
        is_proper = (one if one.is_bare else other).is_proper
        return {"named and bare": 1.0, "named and bare, like a name": float(is_proper)}
    alike = len(one.stems & other.stems) / len(one.stems | other.stems)
    return {
        "bare": 1.0,
        "bare, same class": float(one.cls == other.cls),
        "bare, like words": alike,
        "bare, more words": float(len(one.stems & other.stems) > 1),
        "bare, other words": float(min(len(one.stems), len(other.stems)) > 1 and len(one.stems & other.stems) == 1),
        "bare, group": float("Group" in {one.cls, other.cls}),
        "bare, other company": float(bool(one.beside and other.beside) and not one.beside & other.beside),
    }


def _of_named(one: EntityProfile, other: EntityProfile) -> dict[str, float]:
    short, long = sorted((one.name, other.name), key=len)
    spelling = float(token_sort_ratio(" ".join(one.name), " ".join(other.name)))  # in any order of words
    found = {
        "same id": float(one.unit.node == other.unit.node),
        "same name": float(one.name == other.name),
        "a name of both": float(bool(one.names & other.names)),
        "part of the name": float(0 < len(short) < len(long) and short in (long[: len(short)], long[-len(short) :])),
        "like spelling": max(0.0, round((spelling - 60) / 40, 4)),
        "same class": float(one.cls == other.cls),
        "same company": round(len(one.beside & other.beside) / (min(len(one.beside), len(other.beside)) or 1), 4),
    }
    if one.is_person and other.is_person:
        found |= {f"{name} of persons": found[name] for name in ("same name", "part of the name")}
    return found


def _is_called_otherwise(one: EntityProfile, other: EntityProfile) -> bool:
    """Whether two, of which one has an item, are of other kinds, or have no name in common, however it is spelt.

    Persons are also called by a part of their name, teams by its end. An office has its state in its name.
    """
    item, other = (one, other) if one.wikidata else (other, one)
    if "Group" not in {item.cls, other.cls} and _OF_ITEM.get(item.cls, item.cls) != _OF_ITEM.get(other.cls, other.cls):
        return True
    if item.is_person:
        return False
    known = [item.name] if item.cls == "Office" else item.names
    both = ((own, name) for own, name in product(map(_plain, other.names), map(_plain, known)) if own)
    is_called_so = any(len(own) == len(name) and all(map(_is_word, own, name)) for own, name in both)
    little, ways = lexicon_words("links", "little", "words"), product(other.names, known)
    is_team = any(own == name[-1:] and own[0].endswith("s") and little.isdisjoint(name) for own, name in ways)
    return not (is_called_so or _are_acronyms(item, other) or (is_team and item.cls in ORGANIZATIONS))


def _plain(name: tuple[str, ...]) -> list[str]:
    """The words of a name in alphabetical order, without those that it may leave out: of its form and kind."""
    left_out = lexicon_words("links", "forms", "words") | lexicon_words("links", "little", "words")
    return sorted(word for word in _short(("of", "the", *name))[1:] if word not in left_out)


def _are_acronyms(one: EntityProfile, other: EntityProfile) -> bool:
    """Whether a name of one word has the first letters of a longer one."""
    ways = (*product(one.names, other.names), *product(other.names, one.names))
    return any(len(short) == 1 < len(name) and short[0] == initials(name) for short, name in ways)


def _are_others(one: EntityProfile, other: EntityProfile) -> bool:
    """Whether two persons have other given names, an initial being any that begins so, or other family names."""
    if not (one.is_person and other.is_person) or min(len(one.name), len(other.name)) < 2:  # noqa: PLR2004
        return False
    if not _has_word(other.name, one.name[-1]) and not _has_word(one.name, other.name[-1]):
        return True
    short, long = sorted((one.name, other.name), key=len)
    if long[-len(short) :] == short:
        return False
    given, known = one.name[0], other.name[0]
    return given[0] != known[0] if min(len(given), len(known)) == 1 else not _is_word(given, known)


def _are_contrasted(one: EntityProfile, other: EntityProfile) -> bool:
    """Whether each name has a word that the other has not, however it is spelt: a north and a south harbour.

    Of what is only described, and behind a name, it is the words with a capital: "the city of Varna", "of Burgas".
    """
    if one.cls == other.cls == "Office":
        names = ((one.name, other.name), (_short(one.name), other.name), (one.name, _short(other.name)))
        return all(_are_other_offices(*both) for both in names)
    is_of_others = _have_own_words(one.proper, other.proper)
    if is_of_others or one.is_bare or other.is_bare:
        return is_of_others
    if one.is_person or one.names & other.names or _are_acronyms(one, other):
        return False
    return _have_own_words((*one.name, *one.proper), (*other.name, *other.proper))


def _are_other_offices(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles are of other ranks or bodies, as a union and its council, one word longer, are."""
    little = lexicon_words("links", "little", "words")
    groups = ([tuple(some) for short, some in groupby(name, little.__contains__) if not short] for name in (one, other))
    (rank, body, *_), (known, of, *_) = ((*some, (), ()) for some in groups)
    is_of_other = bool(body and of) and (_has_own_word(body[-1:], of) or _has_own_word(of[-1:], body))
    return rank != known or is_of_other or _have_own_words(one, other)


def _short(title: tuple[str, ...]) -> tuple[str, ...]:
    """A title without the kind of state or town that it is of: "president of the republic of korea"."""
    kinds = "|".join(sorted(lexicon_words("links", "kinds of bodies", "words")))
    return tuple(re.sub(rf"\bof the (?:(?:{kinds}) )+of\b", "of", " ".join(title)).split())


def _have_own_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return _has_own_word(one, other) and _has_own_word(other, one)


def _has_own_word(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    little = lexicon_words("links", "little", "words") | lexicon_words("links", "forms", "words")
    return any(word not in little and not _has_word(other, word) for word in name)


def _has_word(name: Iterable[str], word: str) -> bool:
    return any(_is_word(word, one) for one in name)


def _is_word(one: str, other: str) -> bool:
    """Whether two words may be one, however it is spelt."""
    return skeleton(one) == skeleton(other) or JaroWinkler.similarity(one, other) >= _ALIKE


@cache
def skeleton(word: str) -> str:
    """A word as its sounds are written in several ways of transliteration.

    >>> skeleton("podoliak") == skeleton("podolyak"), skeleton("zelenskyy") == skeleton("zelensky")
    (True, True)
    """
    sounds = map(str.split, lexicon_words("links", "transliteration", "words"))
    for written, sound in sorted(sounds, key=lambda both: (-len(both[0]), both)):
        word = word.replace(written, sound)
    kept = word[:1] + "".join(letter for last, letter in pairwise(word) if letter != last)
    return kept.rstrip("i") or kept
