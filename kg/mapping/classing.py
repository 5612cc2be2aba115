"""Which class of the lattice a predicate of the text's own words has (``ontologies/classes.ttl``).

The rules are tried in the order of ``kg/lexicons/en/classes.toml``, where the words of each are: idiom, light verb,
class of the object, preposition, clause as content, the verb itself, and at last WordNet's field of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from kg.lexicon import lexicon, words
from kg.model import Frame, Phrase
from kg.ontology import OTHER, Ontology

_LEXICON = "classes"
_DETERMINERS = words(_LEXICON, "complements", "determiners")
_ARTICLES = words(_LEXICON, "places", "articles")
_LIGHT = words(_LEXICON, "light", "verbs")
_PLACED = words(_LEXICON, "places", "prepositions")
_PLACES = frozenset({"Place", "Country"})
_NO_PREPOSITION = frozenset({"subject", "object", "complement", "indirect", "clause", "when", "because"})
_BE = "be"
_KIND, _PROPERTY, _SOMEWHERE, _AMOUNT = "BeingOfKind", "HavingProperty", "BeingSomewhere", "Amounting"


def frame_class(frame: Frame, ontology: Ontology) -> str:
    """The path to the class of a clause's predicate; ``Other`` where nothing tells it."""
    if frame.kind == "copula":
        return _of_copula(frame)
    return (
        ontology.class_of_verb.get(frame.lemma)
        or _of_idiom(frame)
        or _of_naming(frame)
        or _of_object(frame)
        or _of_preposition(frame)
        or _of_clause(frame)
        or _without_object(frame)
        or _of_verb(frame)
        or OTHER
    )


def _of_idiom(frame: Frame) -> str:
    """As in "take place", "come into force", "hold talks"."""
    for slot, phrase in _complements(frame):
        noun = phrase.lemma
        found = _table("phrases").get(" ".join(word for word in (frame.lemma, slot, noun) if word), "")
        if not found and frame.lemma in _LIGHT and not slot:
            found = _table("light").get(noun, "")
        if found:
            return found
    return ""


def _of_naming(frame: Frame) -> str:
    """As in "is called Lund", and not as in "called it a success"."""
    is_named = frame.is_passive and _phrases(frame, "complement")
    return _table("named").get(frame.lemma, "") if is_named else ""


def _of_object(frame: Frame) -> str:
    """As in "lead a company", "enter a country", "come from Mali": by what the object, or another argument, is."""
    found = (
        _table("objects").get(" ".join(filter(None, (frame.lemma, slot, phrase.entity.cls))), "")
        for slot, phrase in _complements(frame)
    )
    return next(filter(None, found), "")


def _without_object(frame: Frame) -> str:
    """As in "withdraw", of those who go, and not as in "withdraw troops"."""
    return "" if frame.is_passive or _phrases(frame, "object") else _table("alone").get(frame.lemma, "")


def _of_preposition(frame: Frame) -> str:
    """As in "call for a vote", or with an object in "put goods on a ship"."""
    rule = "with_object" if _phrases(frame, "object") else "verbs"
    names = (argument.slot for argument in frame.arguments if argument.slot not in _NO_PREPOSITION)
    return next(filter(None, (_table(rule).get(f"{frame.lemma} {name}", "") for name in names)), "")


def _of_clause(frame: Frame) -> str:
    """As in "find that": a clause is the content."""
    return _table("clauses").get(frame.lemma, "") if _phrases(frame, "clause") or frame.kind == "cue" else ""


def _of_verb(frame: Frame) -> str:
    """The verb with its particle, else WordNet's field of it, else the verb without the particle."""
    verb, _, particle = frame.lemma.partition(" ")
    if frame.lemma == _BE:
        return _of_being(frame) or _PROPERTY
    whole = _table("verbs").get(frame.lemma) or _by_field(frame.lemma)
    return whole or (_table("verbs").get(verb) or _by_field(verb) if particle else "") or ""


def _by_field(verb: str) -> str:
    return _table("lexnames").get(_fields().get(verb, ""), "")


def _of_copula(frame: Frame) -> str:
    """What "is a member of", "is open", "is in Chad" mean, by the complement that is told first."""
    complement = next(iter(_phrases(frame, "complement")), None)
    if complement is None:
        return _of_being(frame) or _table("verbs").get(frame.lemma, "") or _PROPERTY
    if complement.entity.cls == "Quantity":
        return _AMOUNT
    is_noun = _is_noun(complement)
    told = _table("be" if is_noun else "adjectives").get(complement.lemma, "")
    if not told and not is_noun:
        told = _of_being(frame) if complement.lemma in _PLACED else _participle(complement)
    return told or (_KIND if is_noun else _PROPERTY)


def _participle(complement: Phrase) -> str:
    """Of "is related to": the class of the verb that it is a form of."""
    first = complement.text.split()[0].lower()
    return (
        _table("verbs").get(complement.lemma, "") if first != complement.lemma and first.endswith(("ed", "en")) else ""
    )


def _of_being(frame: Frame) -> str:
    """Of "is in Chad", "is behind the plot": where something is, or what the preposition says."""
    for argument in frame.arguments:
        if argument.slot in _PLACED and _is_place(argument.phrase):
            return _SOMEWHERE
        if found := _table("verbs").get(f"{_BE} {argument.slot}", ""):
            return found
    return ""


def _is_place(phrase: Phrase) -> bool:
    """Whether "in Chad", "in the laboratory" tells where, and not, as "in need", "in their sixties", how."""
    return phrase.entity.cls in _PLACES or phrase.text.split()[0].lower() in _ARTICLES


def _is_noun(complement: Phrase) -> bool:
    """Whether "a disease", "workers", "Peter" tells the kind or who it is, and not, as "open", how it is."""
    text = complement.text.split()
    first = text[0].lower()
    is_plural = any(
        word.lower() != complement.lemma and word.lower().endswith("s") and _is_of(word, complement) for word in text
    )
    is_named = complement.entity.cls not in {"Topic", "Event", "Group"} or first != first.lower()
    return first in _DETERMINERS or "'" in text[0] or is_plural or is_named or complement.lemma in _table("be")


def _is_of(word: str, complement: Phrase) -> bool:
    return word.lower().startswith(complement.lemma[:-1])


def _complements(frame: Frame) -> Iterator[tuple[str, Phrase]]:
    """The objects, then what stands behind a preposition."""
    yield from (("", phrase) for phrase in _phrases(frame, "object"))
    yield from ((one.slot, one.phrase) for one in frame.arguments if one.slot not in _NO_PREPOSITION)


def _phrases(frame: Frame, slot: str) -> tuple[Phrase, ...]:
    return tuple([argument.phrase for argument in frame.arguments if argument.slot == slot])


@cache
def _table(rule: str) -> Mapping[str, str]:
    """The wordings of a rule with their classes."""
    section = lexicon(_LEXICON)[rule]
    listed = section["words"] if isinstance(section, dict) else {}
    names = listed if isinstance(listed, dict) else {}
    return MappingProxyType({wording: cls for cls in names for wording in words(_LEXICON, rule, "words", cls)})


@cache
def _fields() -> Mapping[str, str]:
    """Verb -> WordNet's field (lexicographer file) of its first sense."""
    text = (files("kg") / "data" / "verbs.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return MappingProxyType({verb.replace("_", " "): field for field, verbs in rows for verb in verbs.split()})
