"""Classification of open predicates by the lattice of relation classes (``ontologies/classes.ttl``).

The rules are tried in the order of ``kg/lexicons/en/classes.toml``, where the words of each are: idiom, kind of the
noun beside the verb, light verb, class of the object, passive, preposition, clausal complement, with or without an
object, the verb itself, and last its WordNet lexicographer file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from kg.lexicon import data_file, lexicon, words
from kg.model import Frame, Phrase
from kg.model.construction import Construction
from kg.ontology import OTHER, Ontology

_LEXICON = "classes"
_DETERMINERS = words(_LEXICON, "complements", "determiners")
_NO_DETERMINERS = words(_LEXICON, "complements", "not_determiners")
_NOUN_ENDINGS = tuple(sorted(words(_LEXICON, "complements", "endings")))
_ARTICLES = words(_LEXICON, "places", "articles")
_LIGHT = words(_LEXICON, "light", "verbs")
_PLACED = words(_LEXICON, "places", "prepositions")
_PLACES = frozenset({"Place", "Country"})
_STAFF = words(_LEXICON, "staff", "prepositions")
_EMPLOYERS = words(_LEXICON, "staff", "classes")
_OF_ADJECTIVES = frozenset({"Topic", "Event", "Group"})
_PERSONS = frozenset({"Group", "Office", "Person"})
_INNER_OF_NOUNS = frozenset({"modifier", "compound", "demonym", "poss"})
_NO_PREPOSITION = frozenset({"subject", "object", "complement", "indirect", "clause", "when", "because"})
_BE = "be"
_KIND, _PROPERTY, _SOMEWHERE, _AMOUNT = "BeingOfKind", "HavingProperty", "BeingSomewhere", "Amounting"
_OFFICE = "HoldingOffice"


def frame_class(frame: Frame, ontology: Ontology) -> str:
    """The path to the class of a clause's predicate, names separated by blanks; ``Other`` where no rule applies."""
    if frame.kind == "copula":
        return _of_copula(frame)
    return (
        ontology.class_of_verb.get(frame.lemma)
        or _of_idiom(frame)
        or _of_noun(frame)
        or _of_light(frame)
        or _of_naming(frame)
        or _of_passive(frame)
        or _of_object(frame)
        or _of_preposition(frame)
        or _of_clause(frame)
        or _by_transitivity(frame)
        or _of_verb(frame)
        or OTHER
    )


def _of_idiom(frame: Frame) -> str:
    """As in "take place", "come into force", "get rid of"."""
    return _first("phrases", (" ".join(filter(None, (frame.lemma, slot, word))) for slot, word in _beside(frame)))


def _of_noun(frame: Frame) -> str:
    """As in "contract a disease", "leave people dead", "money supports": by the kind of noun, and not the noun."""
    beside = tuple(_beside(frame))
    named = (" ".join(filter(None, (frame.lemma, slot, kind))) for slot, noun in beside for kind in _kinds(noun))
    subjects = (kind for phrase in _phrases(frame, "subject") for kind in (*_kinds(phrase.lemma), phrase.entity.cls))
    verbs = (frame.lemma, *(f"{frame.lemma} {slot}" for slot, _ in beside if slot))
    return _first("nouns", named) or _first("nouns", (f"{kind} {verb}" for kind in subjects for verb in verbs))


def _beside(frame: Frame) -> Iterator[tuple[str, str]]:
    """The slots and heads of what stands beside the verb, objects first, what the object comes to be last."""
    yield from ((slot, phrase.lemma) for slot, phrase in _complements(frame))
    yield from (("complement", word) for word in _results(frame))


def _results(frame: Frame) -> Iterator[str]:
    """What the object comes to be, as in "left five people dead", "left five people homeless"."""
    yield from (phrase.lemma for phrase in _phrases(frame, "complement"))
    for phrase in _phrases(frame, "object"):
        last = phrase.text.rpartition(" ")[2].lower()
        yield from (last for one in phrase.arguments if one.slot == "modifier" and one.phrase.text.lower() == last)


def _of_light(frame: Frame) -> str:
    """As in "hold talks": what the object tells."""
    light = frame.lemma in _LIGHT
    return _first("light", (phrase.lemma for phrase in _phrases(frame, "object"))) if light else ""


def _of_naming(frame: Frame) -> str:
    """As in "is called Lund", and not as in "called it a success"."""
    is_named = frame.is_passive and _phrases(frame, "complement")
    return _table("named").get(frame.lemma, "") if is_named else ""


def _of_passive(frame: Frame) -> str:
    """As in "was found in Chad", "is known as a painkiller", where the active tells something else."""
    if not frame.is_passive:
        return ""
    names = (f"{frame.lemma} {argument.slot}" for argument in frame.arguments if argument.slot not in _NO_PREPOSITION)
    return _first("passive", (*names, frame.lemma))


def _of_object(frame: Frame) -> str:
    """As in "lead a company", "enter a country", "come from Mali": by what the object, or another argument, is."""
    named = ((frame.lemma, slot, phrase.entity.cls) for slot, phrase in _complements(frame))
    return _first("objects", (" ".join(filter(None, name)) for name in named))


def _by_transitivity(frame: Frame) -> str:
    """As in "withdraw", of those who go, and not as in "withdraw troops"."""
    return _table("transitive" if frame.is_passive or _phrases(frame, "object") else "alone").get(frame.lemma, "")


def _of_preposition(frame: Frame) -> str:
    """As in "call for a vote", or with an object in "put goods on a ship"."""
    rule = "with_object" if _phrases(frame, "object") else "verbs"
    names = (argument.slot for argument in frame.arguments if argument.slot not in _NO_PREPOSITION)
    return _first(rule, (f"{frame.lemma} {name}" for name in names))


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
    is_noun = Construction.of(frame.rule).is_apposition or _is_noun(complement)
    if is_noun and _is_staff(frame, complement):
        return _OFFICE
    told = _first("be" if is_noun else "adjectives", (*_by_subject(frame, complement), complement.lemma))
    if not told and not is_noun:
        told = _of_being(frame) if complement.lemma in _PLACED else _participle(complement)
    return told or (_KIND if is_noun else _PROPERTY)


def _by_subject(frame: Frame, complement: Phrase) -> Iterator[str]:
    """As in "the future is uncertain", where no one is of whom a mood could be told."""
    yield from (f"{phrase.entity.cls} {complement.lemma}" for phrase in _phrases(frame, "subject"))


def _participle(complement: Phrase) -> str:
    """Of "is related to", "are deeply concerned": what the form tells, or the verb that it is a form of."""
    forms = [word.lower() for word in complement.text.split() if _is_of(word, complement)]
    first = next((form for form in forms if form != complement.lemma and form.endswith(("ed", "en"))), "")
    return _table("adjectives").get(first) or _table("verbs").get(complement.lemma, "") if first else ""


def _is_staff(frame: Frame, complement: Phrase) -> bool:
    """Whether "a fellow at King's College" tells whom one works for."""
    inner = (one for one in complement.arguments if one.slot in _STAFF and one.phrase.entity.cls in _EMPLOYERS)
    return any(one.entity.cls in _PERSONS for one in (complement, *_phrases(frame, "subject"))) and any(inner)


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
    return phrase.entity.cls in _PLACES or phrase.text.partition(" ")[0].lower() in _ARTICLES


def _is_noun(complement: Phrase) -> bool:
    """Whether "a disease", "workers", "Peter" tells the kind or who it is, and not, as "open", how it is."""
    text = complement.text.split()
    first = text[0].lower()
    if " ".join(text[:2]).lower() in _NO_DETERMINERS or (first == complement.lemma and first in _table("adjectives")):
        return False
    return (
        first in _DETERMINERS
        or "'" in text[0]
        or complement.lemma in _table("be")
        or complement.lemma.endswith(_NOUN_ENDINGS)
        or any(one.slot in _INNER_OF_NOUNS for one in complement.arguments)
        or any(
            word.lower() != complement.lemma and word.lower().endswith("s") and _is_of(word, complement)
            for word in text
        )
        or complement.entity.cls not in _OF_ADJECTIVES
        or first != text[0]
    )


def _is_of(word: str, complement: Phrase) -> bool:
    return word.lower().startswith(complement.lemma[:-1])


def _complements(frame: Frame) -> Iterator[tuple[str, Phrase]]:
    """The objects, then what stands behind a preposition."""
    yield from (("", phrase) for phrase in _phrases(frame, "object"))
    yield from ((one.slot, one.phrase) for one in frame.arguments if one.slot not in _NO_PREPOSITION)


def _phrases(frame: Frame, slot: str) -> tuple[Phrase, ...]:
    return tuple([argument.phrase for argument in frame.arguments if argument.slot == slot])


def _first(rule: str, wordings: Iterable[str]) -> str:
    """The class of the first wording that a rule lists."""
    table = _table(rule)
    return next((table[wording] for wording in wordings if wording in table), "")


@cache
def _table(rule: str) -> Mapping[str, str]:
    """The wordings of a rule with their classes; "give|show <support>" is one of each verb."""
    listed = _lists(rule, "words").items()
    return MappingProxyType({one: cls for cls, wordings in listed for wording in wordings for one in _each(wording)})


def _each(wording: str) -> Iterator[str]:
    """The wordings that one stands for: of "give|show <support>" there are two."""
    verbs, bracket, noun = wording.partition(" <")
    yield from (f"{verb}{bracket}{noun}" for verb in verbs.split("|"))


@cache
def _kinds_of_nouns() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, nouns in sorted(_lists("nouns", "kinds").items()):
        for noun in nouns:
            found[noun] = (*found.get(noun, ()), f"<{kind}>")
    return MappingProxyType(found)


def _kinds(noun: str) -> tuple[str, ...]:
    """The kinds that the lexicon has of a noun, in brackets: "malaria" is a "<disease>"."""
    return _kinds_of_nouns().get(noun, ())


def _lists(rule: str, key: str) -> Mapping[str, frozenset[str]]:
    """The lists of words under a key of a rule, by their names."""
    section = lexicon(_LEXICON)[rule]
    listed = section[key] if isinstance(section, dict) else {}
    return {name: words(_LEXICON, rule, key, name) for name in listed} if isinstance(listed, dict) else {}


@cache
def _fields() -> Mapping[str, str]:
    """Verb -> WordNet's field (lexicographer file) of its first sense."""
    text = data_file("verbs.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return MappingProxyType({verb.replace("_", " "): field for field, verbs in rows for verb in verbs.split()})
