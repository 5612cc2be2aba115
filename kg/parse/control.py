"""The understood subject of a verb: its own, or one that it shares by control, conjunction or a gap."""

from __future__ import annotations

from kg.lexicon import words
from kg.model.classes import ACTORS
from kg.parse.nouns import is_collective, is_person, noun_class
from kg.parse.syntax import (
    AUXILIARIES,
    RELATIVE_TAGS,
    SUBJECTS,
    TENSED_TAGS,
    VERBAL,
    addressee,
    antecedent,
    clause_above,
    conjuncts,
    finite_verb,
    has_child,
    is_infinitive,
    is_passive,
    preposition_name,
)
from kg.parse.tree import Token, once

_SUBJECT_CONTROL = words("clauses", "subject_control", "words")
_HOLDING = words("clauses", "subject_control", "holding")
_PREPOSITIONAL_CONTROL = words("clauses", "prepositional_control", "words")
_MAX_PURPOSE = 4  # words between a relative clause's verb and a purpose that is surely its own
_DIRECTED = words("clauses", "directed", "words")
_ISSUED = words("clauses", "issued", "words")
_ISSUING = words("clauses", "issued", "verbs")
_SEVERAL = 2
_ATTEMPTS = words("clauses", "attempts", "words")
_NEEDED = words("clauses", "needed", "words")
_JUDGING = words("clauses", "judging", "words")
_WITH_GERUND = words("clauses", "with_gerund", "words")
_TOUGH = words("clauses", "tough", "words")
_OWN_GERUND = words("clauses", "own_gerund", "words")


@once
def subjects(verb: Token) -> tuple[Token, ...]:
    """Heads of the verb's surface subject, own or shared, one for each conjunct; empty where grammar does not tell."""
    found = _surface_subject(verb)
    together = conjuncts(found) if found is not None else ()
    return together[-1:] if _tells_of_nearest(verb, together) else together


def gap(verb: Token) -> Token | None:
    """The head that fills the object gap of a relative clause ("firms it accuses of"); None where there is no gap."""
    if verb.dep_ != "relcl" or is_passive(verb):
        return None
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    return verb.head if subject is not None and subject.tag_ not in RELATIVE_TAGS else None


def _tells_of_nearest(verb: Token, together: tuple[Token, ...]) -> bool:
    """As in "unites Chad, Mali and Togo, which joined the bloc in 2020": no form of the verb says that all did."""
    relative = next((child for child in verb.children if child.tag_ in RELATIVE_TAGS), None)
    if verb.dep_ != "relcl" or relative is None or len(together) < _SEVERAL or together[-1].pos_ != "PROPN":
        return False
    form = finite_verb(verb)
    return together[-1].i < relative.i and form.tag_ in {"VBD", "VBZ"} and form.lower_ != "were"


def _surface_subject(verb: Token) -> Token | None:
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        return antecedent(verb) if own.tag_ in RELATIVE_TAGS else own
    if has_child(verb, {"expl"}):
        return None  # "and there was": nobody's act
    host = _host(verb)
    if host is None:
        return _borrowed_subject(verb)
    is_agents = verb.i > 0 and verb.nbor(-1).head.dep_ == "agent"  # "killed by rebels using guns"
    if verb.dep_ == "advcl" and (is_infinitive(verb) or is_agents) and is_passive(host):
        return _whose_purpose(host)
    return _surface_subject(host)


def _whose_purpose(host: Token) -> Token | None:
    """As in "[police] were sent to guard it", "was closed by [police] to"; "a port was closed to" tells of nobody."""
    agent = next((child for by in host.children if by.dep_ == "agent" for child in by.children), None)
    found = _surface_subject(host)
    return agent or (found if found is not None and _can_act(found) else None)


def _host(verb: Token) -> Token | None:
    """The clause whose subject is shared whole: the first conjunct, or the one that an adverbial belongs to."""
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return verb.head
    if verb.dep_ == "advcl" and not _has_mark(verb) and not _is_far_purpose(verb):
        return clause_above(verb.head)
    return None


def _borrowed_subject(verb: Token) -> Token | None:
    """The noun that the construction names: a controller, the noun modified, the noun before a participle."""
    match verb.dep_:
        case "xcomp" | "ccomp":
            return _controller(verb)
        case "acl":
            return _modified_noun(verb)
        case "relcl" if verb.tag_ != "VB":
            return verb.head
        case "pcomp":
            return _gerund_subject(verb)
    return None


def _is_far_purpose(verb: Token) -> bool:
    """As in "tariffs on states that buy oil from Iran to protect trade": whose purpose it is, nobody can tell."""
    is_purpose = verb.tag_ == "VB" and verb.head.dep_ in {"relcl", "acl"}
    return is_purpose and verb.left_edge.i - verb.head.i > _MAX_PURPOSE


def _has_mark(verb: Token) -> bool:
    """As in "when asked" the main subject is kept; "that" and "because" ask for one; "as amended" has none."""
    none = {"that", "because", "as"} if verb.tag_ == "VBN" else {"that", "because"}
    return any(child.dep_ == "mark" and child.lower_ in none for child in verb.children)


def _controller(verb: Token) -> Token | None:
    """Who does what an infinitive names: of "urged X to sign" X, of "agreed to sign" the subject."""
    head = verb.head
    if head.dep_ == "amod":  # "a bank able to pay"; "the help needed to rebuild" tells of nobody
        return head.head if _can_act(head.head) else None
    if (
        head.dep_ == "acomp" or head.pos_ not in VERBAL
    ):  # "is likely to yield", "is set to": the adjective's own subject
        is_tough = head.lemma_.lower() in _TOUGH and verb.tag_ == "VB"  # "is hard to beat": nobody's act
        governor = clause_above(head.head if head.dep_ == "acomp" else head) if not is_tough else None
        return _surface_subject(governor) if governor is not None else None
    direct = next((child for child in head.children if child.dep_ in {"dobj", "dative"} and child.i < verb.i), None)
    direct = direct or addressee(head, verb, _PREPOSITIONAL_CONTROL)
    if direct is not None and direct.ent_type_ in {"DATE", "TIME"}:
        return None  # "it took years to sign"
    if direct is not None and head.lemma_ not in _SUBJECT_CONTROL:
        return direct
    found = _surface_subject(head)
    if found is not None and (verb.dep_ == "ccomp" or head.lemma_.lower() in _HOLDING):
        is_own = _is_finite(verb) or _has_mark(verb)  # "underscored that strengthening ties remains a goal"
        is_own = is_own or (verb.tag_ == "VBN" and verb.i < found.i)  # "also hit by the quake is Peru, Berg said"
        return found if _can_act(found) and not is_own else None
    return found


def _is_finite(verb: Token) -> bool:
    """As in "is not recognised": the clause needs a subject of its own."""
    is_helped = any(child.dep_ in AUXILIARIES and child.tag_ in TENSED_TAGS for child in verb.children)
    return is_helped or verb.tag_ not in {"VBG", "VB", "VBN"}


def _modified_noun(verb: Token) -> Token | None:
    """As in "tariffs imposed by", "entities supplying": the noun; "its effort to diversify": the noun's owner."""
    noun = verb.head
    if verb.tag_ in {"VBN", "VBG", "VBD"}:
        return _issuer(verb) or noun
    if noun.lemma_.lower() in _DIRECTED:
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss" or _is_state(child)), None)
    if owner is not None:
        return owner
    governor = clause_above(noun)
    if governor is None or not (noun.dep_ in {"dobj", "attr"} or _is_attempt(noun)) or is_passive(governor):
        return None
    verbs = {governor.lemma_.lower(), governor.head.lemma_.lower()}  # "support continuing efforts to"
    return None if verbs & _JUDGING or noun.lemma_.lower() in _NEEDED else _surface_subject(governor)


def _is_state(child: Token) -> bool:
    """As in "the U.S. decision to sign", "the Peruvian plan to"."""
    return child.dep_ in {"compound", "amod", "nmod"} and child.ent_type_ in {"GPE", "NORP"}


def _issuer(verb: Token) -> Token | None:
    """As in "issued a statement condemning X": who issued it condemns, not the paper."""
    noun, governor = verb.head, verb.head.head
    is_paper = noun.dep_ == "dobj" and noun.lemma_.lower() in _ISSUED and governor.lemma_.lower() in _ISSUING
    return _surface_subject(governor) if verb.tag_ == "VBG" and is_paper else None


def _is_attempt(noun: Token) -> bool:
    """As in "in a bid to", "as part of efforts to"."""
    if noun.dep_ != "pobj" or noun.lemma_.lower() not in _ATTEMPTS:
        return False
    return noun.head.lower_ == "in" or (noun.head.lower_ == "of" and noun.head.head.lower_ == "part")


def _gerund_subject(verb: Token) -> Token | None:
    """Of "curb trade by imposing" the subject, of "accused X of imposing" X, of "warned against easing" nobody."""
    preposition = verb.head
    governor = preposition.head
    if governor.pos_ in {"ADV", "ADJ"}:  # "stopped short of signing", "is capable of signing"
        governor = governor.head
    if governor.pos_ not in VERBAL:
        return None
    direct = next((child for child in governor.children if child.dep_ == "dobj" and child.i < preposition.i), None)
    direct = direct or gap(governor)
    name = preposition_name(preposition)
    if direct is not None and (name in {"of", "from", "for"} or f"{governor.lemma_.lower()} {name}" in _WITH_GERUND):
        return direct
    if preposition.head != governor:
        return _surface_subject(governor)
    passive = is_passive(governor)
    phrase = f"{governor.lemma_.lower()} {name}"
    if preposition.lower_ in {"against", "for", "about", "to", "on", "than", "as"} and not passive:
        return _surface_subject(governor) if phrase in _OWN_GERUND else None
    found = _surface_subject(governor)
    return found if found is None or not passive or _can_act(found) else None


def _can_act(noun: Token) -> bool:
    """Whether it is a name, people or a body: "progress made in curbing trade" did not curb it."""
    lemma = noun.lemma_.lower()
    return noun.pos_ != "NOUN" or noun_class(lemma) in ACTORS or is_person(lemma) or is_collective(lemma)
