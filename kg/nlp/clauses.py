"""Clauses of a parsed sentence: each predicate with who does it and what it takes; voice and sharing undone.

A clause is read off the dependency tree (ClearNLP labels, as spaCy's English models use). The slot ``subject``
holds the one who acts and ``object`` the one acted upon, whatever the voice; a prepositional phrase stands in a
slot named by its preposition. What conjoined verbs, participles and infinitives leave unsaid is shared from the
clause that governs them (the control rules of any grammar of English).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.lexicon import words

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
PREDICATES = frozenset(
    {"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "parataxis", "csubj", "csubjpass", "dep", "appos"}
)
_SUBJECT_CONTROL = words("clauses", "subject_control", "words")
_LINKING = words("clauses", "linking", "words")
_COPULAR = SUBJECTS | {"attr", "acomp"}
_LIGHT_ADVERBS = words("clauses", "light_adverbs", "words")
_PREPOSITION_PARTS = words("clauses", "preposition_parts", "words")
_PREPOSITIONAL = words("clauses", "prepositional_verbs", "words")
_NO_GAP = words("clauses", "no_gap", "words")
_RELATIVE_TAGS = frozenset({"WDT", "WP"})
_MAX_CHAIN = 8  # how many governors up a shared subject is looked for


@dataclass(frozen=True)
class Slot:
    """One argument of a clause: its slot name and the head token of its words."""

    name: str
    head: Token
    preposition: Token | None = None


@dataclass(frozen=True)
class Clause:
    """A predicate with its arguments; ``words`` are the tokens of the predicate in order of the text."""

    verb: Token
    lemma: str
    kind: str
    words: tuple[Token, ...]
    slots: tuple[Slot, ...]
    passive: bool
    rule: str

    def slot(self, name: str) -> Slot | None:
        """The first argument in a slot."""
        return next((slot for slot in self.slots if slot.name == name), None)


def clauses(sentence: Span | Doc) -> Iterator[Clause]:
    """Every verbal or copular clause of a sentence, in order of the text."""
    for token in sentence:
        if is_predicate(token):
            yield clause_of(token)


def is_predicate(token: Token) -> bool:
    """Whether a token heads a clause: a full verb, or a form of "be" that links or stands alone."""
    if token.dep_ in {"aux", "auxpass", "amod", "compound", "prep", "prt", "case", "mark"}:
        return False
    if token.lower_ in _PREPOSITIONAL and not any(child.dep_ in {"aux", "auxpass", "nsubj", "dobj"} for child in token.children):
        return False
    if token.pos_ == "VERB":
        return token.dep_ in PREDICATES
    return token.pos_ == "AUX" and token.dep_ in PREDICATES and any(child.dep_ in _COPULAR for child in token.children)


def clause_of(verb: Token) -> Clause:
    """The clause that a predicate heads."""
    passive = is_passive(verb)
    slots = (*_subject_slots(verb, passive=passive), *_object_slots(verb), *_preposition_slots(verb))
    copula = verb.lemma_ in _LINKING and any(slot.name == "complement" for slot in slots)
    return Clause(
        verb=verb,
        lemma=_lemma(verb),
        kind="copula" if copula else "verb",
        words=predicate_words(verb),
        slots=_unique(slots),
        passive=passive,
        rule=f"clause/{_form(verb, passive=passive)}",
    )


def _form(verb: Token, *, passive: bool) -> str:
    """The name of the construction, for ``kg explain``."""
    own = any(child.dep_ in SUBJECTS for child in verb.children)
    voice = "passive" if passive else "active"
    if verb.dep_ in {"relcl", "acl"}:
        return f"{'relative' if verb.dep_ == 'relcl' else 'participle'}-{voice}"
    if own:
        return voice
    return {"conj": f"shared-{voice}", "xcomp": f"infinitive-{voice}", "advcl": f"adverbial-{voice}", "pcomp": f"gerund-{voice}"}.get(
        verb.dep_, voice
    )


def _lemma(verb: Token) -> str:
    particle = next((child for child in verb.children if child.dep_ == "prt"), None)
    return f"{verb.lemma_.lower()} {particle.lower_}" if particle else verb.lemma_.lower()


def predicate_words(verb: Token) -> tuple[Token, ...]:
    """Auxiliaries, negation, the verb and its particle, with the adverbs that stand between them."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass", "neg"} and child.i < verb.i]
    first = min((child.i for child in helpers), default=verb.i)
    core = [verb.doc[i] for i in range(first, verb.i + 1) if _belongs(verb.doc[i], verb)]
    after = [child for child in verb.children if child.dep_ in {"prt", "neg"} and child.i > verb.i]
    return tuple(sorted({*core, *after}, key=lambda token: token.i))


def _belongs(token: Token, verb: Token) -> bool:
    if token == verb:
        return True
    return token.head == verb and token.dep_ in {"aux", "auxpass", "neg", "advmod", "prt"} and token.lower_ not in _LIGHT_ADVERBS


def is_passive(verb: Token) -> bool:
    """Whether the surface subject is the one acted upon."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ in {"aux", "nsubj", "dobj"} for child in verb.children):
        return False
    if verb.dep_ in {"acl", "xcomp", "ccomp"}:  # "tariffs imposed by", "leaving it exposed to"
        return True
    if verb.dep_ == "advcl":
        return not any(child.dep_ == "mark" for child in verb.children) or any(child.dep_ == "agent" for child in verb.children)
    return verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and is_passive(verb.head)


def _subject_slots(verb: Token, *, passive: bool) -> Iterator[Slot]:
    surface = subjects(verb)
    name = "object" if passive else "subject"
    for token in surface:
        yield Slot(name, token)
    if passive:
        for agent in (child for child in verb.children if child.dep_ == "agent"):
            yield from (Slot("subject", token, agent) for token in _preposition_objects(agent))


def subjects(verb: Token) -> tuple[Token, ...]:
    """Heads of the surface subject, own or shared, conjuncts spread; empty where grammar does not tell."""
    found = _surface_subject(verb, depth=0)
    return conjuncts(found) if found is not None else ()


def _surface_subject(verb: Token, *, depth: int) -> Token | None:
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        return _antecedent(own, verb) if own.tag_ in _RELATIVE_TAGS else own
    if depth > _MAX_CHAIN:
        return None
    return _shared_subject(verb, depth + 1)


def _shared_subject(verb: Token, depth: int) -> Token | None:
    head = verb.head
    match verb.dep_:
        case "conj" if head.pos_ in {"VERB", "AUX"}:
            return _surface_subject(head, depth=depth)
        case "xcomp" | "ccomp":
            return _controller(verb, depth)
        case "advcl" if _absolute_subject(verb) is not None:
            return _absolute_subject(verb)
        case "advcl" if not _has_mark(verb):
            return _surface_subject(_verbal(head), depth=depth) if _verbal(head) is not None else None
        case "acl":
            return _modified_noun(verb, depth)
        case "relcl":
            return head if not any(child.tag_ in _RELATIVE_TAGS for child in verb.children) and verb.tag_ != "VB" else None
        case "pcomp":
            return _gerund_subject(verb, depth)
        case _:
            return None


def _absolute_subject(verb: Token) -> Token | None:
    """ "stemmed from Canada aligning with", "with prices rising": the noun that stands right before the participle."""
    before = verb.doc[verb.i - 1] if verb.i else None
    if verb.tag_ != "VBG" or before is None or before.dep_ != "pobj" or before.head.head not in {verb.head, verb}:
        return None
    return before


def _has_mark(verb: Token) -> bool:
    """ "when asked", "if approved" keep the main subject; "that" and "because" ask for one of their own."""
    return any(child.dep_ == "mark" and child.lower_ in {"that", "because"} for child in verb.children)


def _verbal(token: Token) -> Token | None:
    """The clause that an adverbial hangs on: the token itself or the verb above an adjective or noun."""
    for _ in range(_MAX_CHAIN):
        if token.pos_ in {"VERB", "AUX"}:
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _controller(verb: Token, depth: int) -> Token | None:
    """Who does what the infinitive names: "urged X to sign" X, "agreed to sign" and "is expected to sign" the subject."""
    head = verb.head
    if head.pos_ not in {"VERB", "AUX"}:  # "is likely to yield": the adjective's own subject
        governor = _verbal(head)
        return _surface_subject(governor, depth=depth) if governor is not None else None
    direct = next((child for child in head.children if child.dep_ in {"dobj", "dative"} and child.i < verb.i), None)
    if direct is not None and head.lemma_ not in _SUBJECT_CONTROL and direct.pos_ != "ADP":
        return direct
    if verb.dep_ == "ccomp" and verb.tag_ not in {"VBG", "VB", "VBN"}:
        return None
    return _surface_subject(head, depth=depth)


def _modified_noun(verb: Token, depth: int) -> Token | None:
    """ "tariffs imposed by", "entities supplying": the noun; "its effort to diversify": the noun's owner."""
    noun = verb.head
    if verb.tag_ in {"VBN", "VBG", "VBD"}:
        return noun
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    governor = _verbal(noun)
    if governor is None or noun.dep_ not in {"dobj", "attr"} or is_passive(governor):
        return None
    return _surface_subject(governor, depth=depth)


def _gerund_subject(verb: Token, depth: int) -> Token | None:
    """ "curb trade by imposing", "accused X of imposing" (X), "warned against easing" (nobody that grammar names)."""
    preposition = verb.head
    governor = preposition.head
    if governor.pos_ not in {"VERB", "AUX"}:
        return None
    direct = next((child for child in governor.children if child.dep_ == "dobj" and child.i < preposition.i), None)
    if preposition.lower_ in {"of", "from", "for"} and direct is not None:
        return direct
    if preposition.lower_ in {"against", "for", "about", "to", "on", "than", "as"} and not is_passive(governor):
        return None
    return _surface_subject(governor, depth=depth)


def _antecedent(relative: Token, verb: Token) -> Token | None:
    """The noun that "who", "which", "that" stands for."""
    token = verb
    for _ in range(_MAX_CHAIN):
        if token.dep_ == "relcl":
            return token.head
        if token.head == token:
            return None
        token = token.head
    return relative


def conjuncts(token: Token) -> tuple[Token, ...]:
    """A token and the nouns coordinated with it, negated ones left out ("progress but not removal": progress)."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX", "ADV"} and not is_negated_conjunct(child):
            found.extend(conjuncts(child))
    return tuple(found)


def is_negated_conjunct(token: Token) -> bool:
    """ "but not the removal", "rather than X": coordinated, yet said not to be so."""
    if token.dep_ != "conj":
        return _is_after_not(token)
    if any(child.dep_ in {"neg", "cc", "advmod"} and child.lower_ in {"not", "never"} for child in token.children):
        return True
    return any(child.lower_ in {"not"} and child.dep_ == "neg" and token.head.i < child.i < token.i for child in token.head.children)


def negated_conjuncts(token: Token) -> tuple[Token, ...]:
    """The coordinated nouns that are said not to be so."""
    return tuple(child for child in token.children if is_negated_conjunct(child) and child.pos_ not in {"VERB", "AUX"})


def _is_after_not(token: Token) -> bool:
    """ "a privilege, not a right": the apposition is said not to be so."""
    first = token.left_edge.i
    return token.dep_ == "appos" and (token.doc[first].lower_ == "not" or (first > 0 and token.doc[first - 1].lower_ == "not"))


def _object_slots(verb: Token) -> Iterator[Slot]:
    for child in verb.children:
        match child.dep_:
            case "dobj" | "obj":
                target = _antecedent(child, verb) if child.tag_ in _RELATIVE_TAGS else child
                yield from (Slot("object", token) for token in (conjuncts(target) if target is not None else ()))
            case "dative" if child.pos_ != "ADP":
                yield from (Slot("indirect", token) for token in conjuncts(child))
            case "attr" | "acomp" | "oprd":
                yield from (Slot("complement", token) for token in conjuncts(child))
            case "ccomp" | "xcomp" if is_predicate(child):
                named = _what_it_calls(child)
                yield Slot("object", named) if named is not None else Slot("clause", child)
    gap = _gap(verb)
    if gap is not None:
        yield Slot("object", gap)
    yield from (Slot("object", token) for token in _shared_objects(verb))


def _shared_objects(verb: Token) -> tuple[Token, ...]:
    """ "aided and facilitated the infiltration": the object of the second verb is that of the first as well."""
    other = next((child for child in verb.children if child.dep_ == "conj" and verb.i < child.i <= verb.i + 3), None)
    own = {child.dep_ for child in verb.children}
    if other is None or own & {"dobj", "prep", "ccomp", "xcomp", "attr", "acomp", "oprd", "agent"} or is_passive(verb):
        return ()
    if any(token.dep_ not in {"cc", "advmod"} for token in verb.doc[verb.i + 1 : other.i]):
        return ()
    return tuple(token for child in other.children if child.dep_ == "dobj" for token in conjuncts(child))


def _what_it_calls(verb: Token) -> Token | None:
    """ "pursue what it calls autonomy": the object is autonomy."""
    if not any(child.dep_ == "dobj" and child.lower_ == "what" for child in verb.children):
        return None
    return next((child for child in verb.children if child.dep_ in {"oprd", "attr"} and child.pos_ in {"NOUN", "PROPN"}), None)


def _gap(verb: Token) -> Token | None:
    """ "tariffs Canada imposed", "tariffs that Canada imposed": the noun is the object that the clause lacks."""
    if verb.dep_ != "relcl" or is_passive(verb):
        return None
    children = list(verb.children)
    if any(child.dep_ in {"dobj", "ccomp", "attr", "acomp"} for child in children) or verb.lemma_ == "be":
        return None
    own = next((child for child in children if child.dep_ in SUBJECTS), None)
    if own is None or own.tag_ in _RELATIVE_TAGS or verb.head.lemma_ in _NO_GAP:
        return None
    stranded = any(child.dep_ == "prep" and not list(child.children) for child in children)
    adverbial = any(child.tag_ in {"WRB", "WDT", "WP"} and child.dep_ in {"advmod", "pobj"} for child in children)
    return None if stranded or adverbial else verb.head


def _preposition_slots(verb: Token) -> Iterator[Slot]:
    hosts = [verb, *(child for child in verb.children if child.dep_ in {"acomp", "prt", "oprd"} and child.pos_ != "NOUN")]
    for host in hosts:
        for child in host.children:
            if child.dep_ == "prep" or (child.dep_ == "dative" and child.pos_ == "ADP"):
                yield from preposition_slots(child)
            elif child.dep_ == "agent" and not is_passive(verb):
                yield from preposition_slots(child)
            elif child.dep_ == "advmod" and child.pos_ == "ADV":
                yield from (slot for inner in child.children if inner.dep_ == "prep" for slot in preposition_slots(inner))


def preposition_slots(preposition: Token) -> Iterator[Slot]:
    """The phrases of a preposition, conjuncts spread; "because of", "out of" make one slot name."""
    name = preposition_name(preposition)
    for token in _preposition_objects(preposition):
        yield Slot(name, token, preposition)
    for child in preposition.children:
        if child.dep_ == "pcomp" and child.pos_ in {"VERB", "AUX"}:
            yield Slot(name, child, preposition)
        elif child.dep_ == "prep":
            yield from (Slot(f"{name} {child.lower_}", token, preposition) for token in _preposition_objects(child))


def preposition_name(preposition: Token) -> str:
    """The preposition with the adverb or noun that makes one word of them: "because of", "such as"."""
    before = [child.lower_ for child in preposition.children if child.dep_ in {"amod", "advmod", "pcomp"} and child.i == preposition.i - 1]
    return " ".join([*(word for word in before if word in _PREPOSITION_PARTS), preposition.lower_])


def _preposition_objects(preposition: Token) -> Iterable[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            if child.tag_ in _RELATIVE_TAGS:
                antecedent = _antecedent(child, _verbal(preposition.head) or preposition)
                yield from (antecedent,) if antecedent is not None else ()
            else:
                yield from conjuncts(child)


def _unique(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    seen: dict[tuple[str, int], Slot] = {}
    for slot in slots:
        seen.setdefault((slot.name, slot.head.i), slot)
    return tuple(seen.values())
