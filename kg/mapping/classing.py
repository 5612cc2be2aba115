"""Classification of open predicates by the lattice of relation classes (``ontologies/classes.ttl``).

The rules are tried in the order of ``kg/lexicons/en/classes.toml``, where the words of each are: idiom, kind of the
noun beside the verb, light verb, class of the object, passive, preposition, clausal complement, with or without an
object, the verb itself, and last its WordNet lexicographer file.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from kg.lexicon import data_file, table, words
from kg.mapping.filling import in_slot, joined
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
_NO_PREPOSITION = frozenset({"subject", "object", "complement", "indirect", "clause", "when", "because"})
_BE = "be"
_KIND, _PROPERTY, _SOMEWHERE, _AMOUNT = "BeingOfKind", "HavingProperty", "BeingSomewhere", "Amounting"


def frame_class(frame: Frame, ontology: Ontology) -> str:
    """The path to the class of a clause's predicate, names separated by blanks; ``Other`` where no rule applies."""
    if frame.kind == "copula":
        return _of_copula(frame)
    found = ontology.class_of_verb.get(frame.lemma) or next(filter(None, (_first(*rule) for rule in _rules(frame))), "")
    return found or _of_verb(frame) or OTHER


def _rules(frame: Frame) -> Iterator[tuple[str, Iterable[str]]]:
    """The rules in their order, each with the wordings by which it may list what a clause says."""
    verb, is_told = frame.lemma, bool(in_slot(frame.arguments, "object"))
    slots = [argument.slot for argument in frame.arguments if argument.slot not in _NO_PREPOSITION]
    beside = [("", phrase) for phrase in in_slot(frame.arguments, "object")]
    beside += [(one.slot, one.phrase) for one in frame.arguments if one.slot not in _NO_PREPOSITION]
    heads = [*((slot, phrase.lemma) for slot, phrase in beside), *(("complement", word) for word in _results(frame))]
    governing = [f"{verb} {slot}" for slot in slots]
    yield "phrases", (joined(verb, slot, word) for slot, word in heads)  # "take place", "come into force"
    yield "nouns", (joined(verb, slot, kind) for slot, noun in heads for kind in _kinds(noun))  # "contract a disease"
    verbs = (verb, *(f"{verb} {slot}" for slot, _ in heads if slot))
    doers = ((*_kinds(phrase.lemma), phrase.entity.cls) for phrase in in_slot(frame.arguments, "subject"))
    yield "nouns", (f"{kind} {name}" for kinds in doers for kind in kinds for name in verbs)  # "money supports"
    if verb in _LIGHT:  # "hold talks"
        yield "light", (phrase.lemma for phrase in in_slot(frame.arguments, "object"))
    if frame.is_passive and in_slot(frame.arguments, "complement"):  # "is called Lund"; not "called it a success"
        yield "named", (verb,)
    if frame.is_passive:  # "was found in Chad", "is known as a painkiller", where the active tells something else
        yield "passive", (*governing, verb)
    yield "objects", (joined(verb, slot, phrase.entity.cls) for slot, phrase in beside)  # "lead a company"
    yield ("with_object" if is_told else "verbs"), governing  # "put goods on a ship"; "call for a vote"
    if in_slot(frame.arguments, "clause") or frame.kind == "cue":  # "find that"
        yield "clauses", (verb,)
    yield ("transitive" if is_told or frame.is_passive else "alone"), (verb,)  # "withdraw", not "withdraw troops"


def _results(frame: Frame) -> Iterator[str]:
    """What the object comes to be, as in "left five people dead", "left five people homeless"."""
    yield from (phrase.lemma for phrase in in_slot(frame.arguments, "complement"))
    for phrase in in_slot(frame.arguments, "object"):
        last = phrase.text.rpartition(" ")[2].lower()
        yield from (last for one in phrase.arguments if one.slot == "modifier" and one.phrase.text.lower() == last)


def _of_verb(frame: Frame) -> str:
    """The verb with its particle, else WordNet's field of it, else the verb without the particle."""
    if frame.lemma == _BE:
        return _of_being(frame) or _PROPERTY
    verb, _, particle = frame.lemma.partition(" ")
    names, fields = (frame.lemma, *([verb] if particle else ())), _table("lexnames")
    return next(filter(None, (_table("verbs").get(name) or fields.get(_fields().get(name, "")) for name in names)), "")


def _of_copula(frame: Frame) -> str:
    """What "is a member of", "is open", "is in Chad" mean, by the complement that is told first."""
    complement = next(iter(in_slot(frame.arguments, "complement")), None)
    if complement is None:
        return _of_being(frame) or _table("verbs").get(frame.lemma, "") or _PROPERTY
    if complement.entity.cls == "Quantity":
        return _AMOUNT
    is_noun = Construction.of(frame.rule).is_apposition or _is_noun(complement)
    # "the future is uncertain", where no one is of whom a mood could be told
    by_subject = (f"{phrase.entity.cls} {complement.lemma}" for phrase in in_slot(frame.arguments, "subject"))
    told = _first("be" if is_noun else "adjectives", (*by_subject, complement.lemma))
    if not told and not is_noun:
        told = _of_being(frame) if complement.lemma in _PLACED else _participle(complement)
    return told or (_KIND if is_noun else _PROPERTY)


def _participle(complement: Phrase) -> str:
    """Of "is related to", "are deeply concerned": what the form tells, or the verb that it is a form of."""
    forms = [word.lower() for word in complement.text.split() if _is_of(word, complement)]
    first = next((form for form in forms if form != complement.lemma and form.endswith(("ed", "en"))), "")
    return _table("adjectives").get(first) or _table("verbs").get(complement.lemma, "") if first else ""


def _of_being(frame: Frame) -> str:
    """Of "is in Chad", "is behind the plot": where it is, or what the preposition says; "in need" tells how."""
    for argument in frame.arguments:
        phrase = argument.phrase
        is_place = phrase.entity.cls in {"Place", "Country"} or phrase.text.partition(" ")[0].lower() in _ARTICLES
        if argument.slot in _PLACED and is_place:
            return _SOMEWHERE
        if found := _table("verbs").get(f"{_BE} {argument.slot}", ""):
            return found
    return ""


def _is_noun(complement: Phrase) -> bool:
    """Whether "a disease", "workers", "Peter" tells the kind or who it is, and not, as "open", how it is."""
    text = complement.text.split()
    first = text[0].lower()
    if " ".join(text[:2]).lower() in _NO_DETERMINERS or (first == complement.lemma and first in _table("adjectives")):
        return False
    plurals = (word.lower() for word in text if word.lower().endswith("s") and _is_of(word, complement))
    return (
        first in _DETERMINERS
        or "'" in text[0]
        or complement.lemma in _table("be")
        or complement.lemma.endswith(_NOUN_ENDINGS)
        or any(one.slot in {"modifier", "compound", "demonym", "poss"} for one in complement.arguments)
        or any(word != complement.lemma for word in plurals)
        or complement.entity.cls not in {"Topic", "Event", "Group"}
        or first != text[0]
    )


def _is_of(word: str, complement: Phrase) -> bool:
    return word.lower().startswith(complement.lemma[:-1])


def _first(rule: str, wordings: Iterable[str]) -> str:
    """The class of the first wording that a rule lists."""
    listed = _table(rule)
    return next((listed[wording] for wording in wordings if wording in listed), "")


@cache
def _table(rule: str) -> Mapping[str, str]:
    """The wordings of a rule with their classes; "give|show <support>" is one of each verb."""
    found: dict[str, str] = {}
    for cls, wordings in _lists(rule, "words").items():
        for verbs, bracket, noun in (wording.partition(" <") for wording in wordings):
            found |= {f"{verb}{bracket}{noun}": cls for verb in verbs.split("|")}
    return MappingProxyType(found)


@lru_cache(maxsize=16384)
def _kinds(noun: str) -> tuple[str, ...]:
    """The kinds that the lexicon has of a noun, in brackets: "malaria" is a "<disease>"."""
    return tuple(f"<{kind}>" for kind, nouns in sorted(_lists("nouns", "kinds").items()) if noun in nouns)


def _lists(rule: str, key: str) -> Mapping[str, frozenset[str]]:
    """The lists of words under a key of a rule, by their names."""
    return {name: words(_LEXICON, rule, key, name) for name in table(_LEXICON, rule, key)}


@cache
def _fields() -> Mapping[str, str]:
    """Verb -> WordNet's field (lexicographer file) of its first sense."""
    text = data_file("verbs.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return MappingProxyType({verb.replace("_", " "): field for field, verbs in rows for verb in verbs.split()})
