"""Clauses of a parsed sentence: each predicate with its logical arguments; voice, coordination and control undone.

A clause is read off the dependency tree (ClearNLP labels, as spaCy's English models use). The slot ``subject``
holds the one who acts and ``object`` the one acted upon, whatever the voice; a prepositional phrase stands in a
slot named by its preposition. What conjoined verbs, participles and infinitives leave unsaid is shared from the
clause that governs them (the control rules of any grammar of English).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.lexicon import words
from kg.model.construction import Construction
from kg.parse import syntax
from kg.parse.control import gap, subjects
from kg.parse.nouns import is_event_noun
from kg.parse.tree import Doc, Span, Token, once

_HELPERS, _COMPLEMENTS = syntax.AUXILIARIES | {"neg"}, frozenset({"dobj", "ccomp", "attr", "acomp"})
_HANGING = frozenset({"xcomp", "advcl", "pcomp", "acl"})
_LINKING, _LIGHT_ADVERBS = (words("clauses", name, "words") for name in ("linking", "light_adverbs"))
_GIVING, _ENSURING = words("clauses", "two_objects", "giving"), words("clauses", "ensuring", "words")
_NO_GAP, _CHARACTERIZING = (words("clauses", name, "words") for name in ("no_gap", "characterizing"))
_COMPLEX, _OF_CONTENT = (words("clauses", name, "words") for name in ("complex_prepositions", "of_content"))


@dataclass(frozen=True)
class Slot:
    """One argument of a clause: the name of its slot and its head token."""

    name: str
    head: Token
    preposition: Token | None = None


@dataclass(frozen=True)
class Clause:
    """A predicate with its arguments; ``words`` are the predicate's tokens in order of the text."""

    verb: Token
    lemma: str
    kind: str
    words: tuple[Token, ...]
    slots: tuple[Slot, ...]
    passive: bool
    construction: Construction

    def slot(self, name: str) -> Slot | None:
        """The first argument in a slot; None where it is empty."""
        return next((slot for slot in self.slots if slot.name == name), None)


def clauses(sentence: Span | Doc) -> Iterator[Clause]:
    """Every verbal or copular clause of a sentence, in order of the text."""
    return (clause_of(token) for token in sentence if syntax.is_predicate(token))


@once
def clause_of(verb: Token) -> Clause:
    """The clause of a predicate."""
    passive = syntax.is_passive(verb)
    slots = (*_subject_slots(verb, passive=passive), *_object_slots(verb), *_preposition_slots(verb))
    copula = verb.lemma_ in _LINKING and any(slot.name == "complement" for slot in slots)
    kind = "copula" if copula else "verb"
    own = tuple({(slot.name, slot.head): slot for slot in slots}.values())
    construction = Construction("clause", _form(verb), "passive" if passive else "active")
    return Clause(verb, syntax.verb_name(verb), kind, predicate_words(verb), own, passive, construction)


def governor(clause: Clause) -> Clause | None:
    """The clause that governs one without its own subject ("arrived [to open a plant]", "agreed [to pay]"), or None.

    A relative clause that tells which thing is meant hangs in the clause of its noun: "met officials [who test milk]";
    so does what somebody is to do, whose name the parser may take for its subject: "urged Peru [to pay]".
    """
    verb = syntax.first_conjunct(clause.verb)
    if _is_set_off_participle(verb):
        return None
    has_subject = syntax.has_child(verb, syntax.SUBJECTS) or syntax.has_child(clause.verb, syntax.SUBJECTS)
    if not (_tells_which(verb) or is_content(clause)) and (verb.dep_ not in _HANGING or has_subject):
        return None
    return next((clause_of(above) for above in verb.ancestors if syntax.is_predicate(above)), None)


def is_content(clause: Clause) -> bool:
    """Whether a clause is what the one that governs it is about: "agreed [to pay]", "a promise [to pay]".

    What happens for the sake of the other, or with it, is none: "met her [to discuss trade]", "left [singing]".
    """
    verb = syntax.first_conjunct(clause.verb)
    is_ensured = verb.head.lemma_.lower() in _ENSURING and verb.head.dep_ in {"xcomp", "pcomp"}
    is_bare = verb.tag_ == "VB" and not any(child.tag_ == "MD" for child in verb.children)  # "helped Peru [build]"
    is_gerund = verb.tag_ == "VBG" and verb.head.lower_ in _OF_CONTENT and verb.head.i < verb.i
    is_of_noun = syntax.is_infinitive(verb) and verb.head not in subjects(verb)  # not "the fair [to be run by Peru]"
    holds = {"xcomp": True, "ccomp": is_bare or is_ensured, "acl": is_of_noun, "pcomp": is_gerund}
    return holds.get(verb.dep_, False) or named_by(verb) is not None  # "pursues [what it calls autonomy]"


def _tells_which(verb: Token) -> bool:
    """As in "the people who live there", "the roads they built"; not "the attack that killed", "where they met"."""
    noun = verb.head
    if verb.dep_ != "relcl" or _is_aside(verb) or noun.pos_ not in {"NOUN", "PRON"}:
        return False
    takes_relative = any(child.dep_ == "dobj" and child.tag_ in syntax.RELATIVE_TAGS for child in verb.children)
    takes_part = takes_relative or noun in subjects(verb) or _gap(verb) is not None
    return takes_part and not is_event_noun(noun.lemma_.lower())


def _form(verb: Token) -> str:
    """How the clause hangs on another one; "" where it stands alone."""
    if verb.dep_ == "relcl":
        return "aside" if _is_aside(verb) else "relative"
    if verb.dep_ == "acl":
        return "aside" if _is_set_off_participle(verb) else "participle"
    if syntax.has_child(verb, syntax.SUBJECTS):
        return ""
    return {"conj": "shared", "xcomp": "infinitive", "advcl": "adverbial", "pcomp": "gerund"}.get(verb.dep_, "")


def _is_aside(verb: Token) -> bool:
    """As in "the vote, which was held in May": it tells something more, as a sentence of its own would."""
    first = verb.left_edge
    return first.i > 0 and first.tag_ in syntax.RELATIVE_TAGS and first.nbor(-1).text == ","


def _is_set_off_participle(verb: Token) -> bool:
    """As in "the parliament, dissolved in May, met": it tells something more, as "which was dissolved" would."""
    is_set_off = verb.dep_ == "acl" and verb.tag_ == "VBN" and syntax.is_passive(verb) and syntax.is_set_off(verb)
    return is_set_off and verb.left_edge.nbor(-1).text == ","


@once
def predicate_words(verb: Token) -> tuple[Token, ...]:
    """The tokens of a predicate: auxiliaries, negation, verb and particle, with the adverbs between them."""
    helpers = [child.i for child in verb.children if child.dep_ in _HELPERS or syntax.is_downtoner(child)]
    own = [one for one in verb.lefts if min(helpers, default=verb.i) <= one.i and one.lower_ not in _LIGHT_ADVERBS]
    core = [word for one in own if one.dep_ == "advmod" for word in (*one.lefts, one)]  # "[so] far"
    core = sorted([*core, *(one for one in own if one.dep_ in _HELPERS | {"prt"})], key=lambda one: one.i)
    is_open = verb.lemma_ in {"be", "have"} and verb.doc.lower_at(verb.i + 1) == "yet"  # "has [yet] to sign"
    yet = (one for one in verb.rights if is_open and one.i == verb.i + 1 and not any(one.rights))
    return (*core, verb, *yet, *(one for one in verb.rights if one.dep_ in {"prt", "neg"}))


def predicate_text(verb: Token) -> tuple[str, str]:
    """A predicate with the verbs that govern it and share its subject, and their tense: "is due to sign", present."""
    chain = [verb]
    while chain[-1].dep_ == "xcomp" and syntax.is_predicate(chain[-1].head):
        if subjects(chain[-1].head) != subjects(chain[-1]):
            break
        chain.append(chain[-1].head)
    tokens = sorted({token for link in chain for token in predicate_words(link)}, key=lambda token: token.i)
    if len(chain) == 1 and tokens[0].tag_ == "TO":
        tokens = tokens[1:]
    return " ".join(token.text for token in tokens), syntax.clause_tense(chain[-1])


def _subject_slots(verb: Token, *, passive: bool) -> Iterator[Slot]:
    is_given = verb.lemma_.lower() in _GIVING and syntax.has_child(verb, {"dobj"})  # "were given injections"
    name = "subject" if not passive else "indirect" if is_given else "object"
    yield from (Slot(name, token) for token in subjects(verb))
    for agent in (child for child in verb.children if passive and child.dep_ == "agent"):
        yield from (Slot("subject", token, agent) for token in _preposition_objects(agent))


def _object_slots(verb: Token) -> Iterator[Slot]:
    for child in verb.children:
        match child.dep_:
            case "dobj":
                target = syntax.antecedent(verb) if child.tag_ in syntax.RELATIVE_TAGS else child
                yield from (Slot("object", token) for token in (syntax.conjuncts(target) if target is not None else ()))
            case "dative" if child.pos_ != "ADP":
                yield from (Slot("indirect", token) for token in syntax.conjuncts(child))
            case "attr" | "acomp" | "oprd":
                yield from (Slot("complement", token) for token in syntax.conjuncts(child))
            case "ccomp" | "xcomp" if syntax.is_predicate(child):
                named = named_by(child)
                yield Slot("object", named) if named is not None else Slot("clause", child)
    if (lacking := _gap(verb)) is not None:
        yield Slot("object", lacking)


def named_by(verb: Token) -> Token | None:
    """As in "pursue what it calls autonomy": the object is autonomy; None for a verb that names nothing so."""
    if not any(child.dep_ == "dobj" and child.lower_ == "what" for child in verb.children):
        return None
    phrases = (child for child in verb.children if child.lower_ == "as" and verb.lemma_.lower() in _CHARACTERIZING)
    described = (inner for phrase in phrases for inner in phrase.children if inner.dep_ == "pobj")
    return next((child for child in verb.children if child.dep_ in {"oprd", "attr"}), next(described, None))


def _gap(verb: Token) -> Token | None:
    """As in "tariffs Canada imposed", "tariffs that Canada imposed": the noun is the object that the clause lacks."""
    noun = gap(verb)
    if noun is None or noun.lemma_ in _NO_GAP or verb.lemma_ == "be" or syntax.has_child(verb, _COMPLEMENTS):
        return None
    stranded = any(child.dep_ == "prep" and not list(child.children) for child in verb.children)
    adverbial = any(child.tag_ in {"WRB", "WDT", "WP"} and child.dep_ in {"advmod", "pobj"} for child in verb.children)
    return None if stranded or adverbial else noun


def _preposition_slots(verb: Token) -> Iterator[Slot]:
    # what "guilty" of "is guilty of fraud", "short" of "stopped short of it" carry tells of the verb
    of = {"acomp", "prt", "oprd"}
    hosts = [c for c in verb.children if (c.dep_, c.pos_) == ("advmod", "ADV") or (c.dep_ in of and c.pos_ != "NOUN")]
    for child in (child for host in (verb, *hosts) for child in host.children):
        is_phrase = child.dep_ == "prep" or (child.dep_ == "dative" and child.pos_ == "ADP")
        is_other_agent = child.dep_ == "agent" and not syntax.is_passive(verb)  # not the "by" of who does it
        if is_other_agent or (is_phrase and not begins_clause(child)):
            yield from preposition_slots(child)


def begins_clause(preposition: Token) -> bool:
    """As in ", with trade high on the agenda": a clause without a verb, no phrase of the verb before it."""
    if preposition.lower_ != "with" or not (preposition.is_sent_start or preposition.nbor(-1).is_punct):
        return False
    nouns = (noun for child in preposition.children if child.dep_ == "pobj" for noun in syntax.conjuncts(child))
    return any(child.dep_ in {"amod", "advmod"} for noun in nouns for child in noun.rights)


def preposition_slots(preposition: Token) -> Iterator[Slot]:
    """A slot for each conjunct of a preposition's object; "because of", "short of", "out of" are one slot name."""
    name = syntax.preposition_name(preposition)
    before = preposition.doc[max(preposition.i - 1, 0)]
    # as in "stopped short of signing"
    is_beside = before.head == preposition.head and syntax.has_child(preposition, {"pcomp"})
    is_part = is_beside or (before == preposition.head and before.pos_ == "ADV")
    if before.lower_ in syntax.PREPOSITION_PARTS and is_part:
        name = f"{before.lower_} {name}"
    inner = _inner_preposition(preposition, name)
    if inner is not None:
        words_between = (token.lower_ for token in inner.doc[preposition.i + 1 : inner.i + 1])
        name, preposition = " ".join([name, *words_between]), inner
    for token in _preposition_objects(preposition):
        yield Slot(name, token, preposition)
    for child in preposition.children:
        if child.dep_ == "pcomp" and child.pos_ in syntax.VERBAL:
            yield Slot(name, child, preposition)
        elif child.dep_ == "prep":
            yield from (Slot(f"{name} {child.lower_}", token, preposition) for token in _preposition_objects(child))


def _inner_preposition(preposition: Token, name: str) -> Token | None:
    """The last word of "with respect to", "at the expense of": a preposition of three words, and no argument."""
    noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    if noun is None or any(child.dep_ not in {"det", "prep"} for child in noun.children):
        return None
    inner = next((child for child in noun.children if child.dep_ == "prep" and child.i == noun.i + 1), None)
    return inner if inner is not None and f"{name} {noun.lower_} {inner.lower_}" in _COMPLEX else None


def _preposition_objects(preposition: Token) -> Iterable[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj" and child.tag_ in syntax.RELATIVE_TAGS:
            yield from filter(None, [syntax.antecedent(preposition)])
        elif child.dep_ == "pobj":
            yield from syntax.conjuncts(child)


def modals(verb: Token) -> tuple[Token, ...]:
    """The modal verbs of a clause; "should have left" has none, as it requests nothing."""
    return () if syntax.is_perfect(verb) else tuple(child for child in verb.children if child.tag_ == "MD")
