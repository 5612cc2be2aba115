"""The understood subject of a verb: its own, or one that it shares by control, conjunction or a gap."""

from collections.abc import Callable, Mapping

from kg.lexicon import words
from kg.model.classes import ACTORS
from kg.parse import syntax
from kg.parse.nouns import is_collective, is_person, noun_class
from kg.parse.tree import Token, once

_SUBJECT_CONTROL, _HOLDING = (words("clauses", "subject_control", name) for name in ("words", "holding"))
_PREPOSITIONAL_CONTROL = words("clauses", "prepositional_control", "words")
_MAX_PURPOSE = 4  # words between a relative clause's verb and a purpose that is surely its own
_DIRECTED, _ATTEMPTS = (words("clauses", name, "words") for name in ("directed", "attempts"))
_ISSUED, _ISSUING = (words("clauses", "issued", name) for name in ("words", "verbs"))
_NEEDED, _JUDGING = (words("clauses", name, "words") for name in ("needed", "judging"))
_WITH_GERUND, _TOUGH = (words("clauses", name, "words") for name in ("with_gerund", "tough"))
_OWN_GERUND = words("clauses", "own_gerund", "words")


@once
def subjects(verb: Token) -> tuple[Token, ...]:
    """Heads of the verb's surface subject, own or shared, one for each conjunct; empty where grammar does not tell."""
    found = _surface_subject(verb)
    return syntax.conjuncts(found) if found is not None else ()


def gap(verb: Token) -> Token | None:
    """The head that fills the object gap of a relative clause ("firms it accuses of"); None where there is no gap."""
    if verb.dep_ != "relcl" or syntax.is_passive(verb):
        return None
    subject = syntax.own_subject(verb)
    return verb.head if subject is not None and subject.tag_ not in syntax.RELATIVE_TAGS else None


def _surface_subject(verb: Token) -> Token | None:
    own = syntax.own_subject(verb)
    if own is not None:
        return syntax.antecedent(verb) if own.tag_ in syntax.RELATIVE_TAGS else own
    shared = _SHARED.get(verb.dep_)
    return None if shared is None or syntax.has_child(verb, {"expl"}) else shared(verb)  # "and there was": nobody's act


def _of_adverbial(verb: Token) -> Token | None:
    """That of the clause which it belongs to; behind a passive, whose purpose a clause is only who can act may have.

    As in "[police] were sent to guard it", "was closed by [police] to"; "a port was closed to" tells of nobody, nor
    does "tariffs on states that buy oil from Iran to protect trade".
    """
    if _has_mark(verb):
        return None
    is_purpose = verb.tag_ == "VB" and verb.head.dep_ in {"relcl", "acl"}
    host = syntax.clause_above(verb.head)
    if host is None or (is_purpose and verb.left_edge.i - verb.head.i > _MAX_PURPOSE):
        return None
    found = _surface_subject(host)
    is_agents = verb.i > 0 and verb.nbor(-1).head.dep_ == "agent"  # "killed by rebels using guns"
    if not (syntax.is_infinitive(verb) or is_agents) or not syntax.is_passive(host):
        return found
    agent = next((child for by in host.children if by.dep_ == "agent" for child in by.children), None)
    return agent or (found if found is not None and _can_act(found) else None)


def _has_mark(verb: Token) -> bool:
    """As in "when asked" the main subject is kept; "that" and "because" ask for one; "as amended" has none."""
    none = {"that", "because", "as"} if verb.tag_ == "VBN" else {"that", "because"}
    return any(child.dep_ == "mark" and child.lower_ in none for child in verb.children)


def _controller(verb: Token) -> Token | None:
    """Who does what an infinitive names: of "urged X to sign" X, of "agreed to sign" the subject."""
    head = verb.head
    if head.dep_ == "amod":  # "a bank able to pay"; "the help needed to rebuild" tells of nobody
        return head.head if _can_act(head.head) else None
    if head.dep_ == "acomp" or head.pos_ not in syntax.VERBAL:  # "is likely to yield": the adjective's own subject
        is_tough = head.lemma_.lower() in _TOUGH and verb.tag_ == "VB"  # "is hard to beat": nobody's act
        governor = syntax.clause_above(head.head if head.dep_ == "acomp" else head) if not is_tough else None
        return _surface_subject(governor) if governor is not None else None
    direct = next((child for child in head.children if child.dep_ in {"dobj", "dative"} and child.i < verb.i), None)
    direct = direct or syntax.addressee(head, verb, _PREPOSITIONAL_CONTROL)
    if direct is not None and direct.ent_type_ in {"DATE", "TIME"}:
        return None  # "it took years to sign"
    if direct is not None and head.lemma_ not in _SUBJECT_CONTROL:
        return direct
    found = _surface_subject(head)
    if found is not None and (verb.dep_ == "ccomp" or head.lemma_.lower() in _HOLDING):
        helpers = (child.tag_ for child in verb.children if child.dep_ in syntax.AUXILIARIES)
        is_helped = not syntax.TENSED_TAGS.isdisjoint(helpers)
        is_finite = is_helped or verb.tag_ not in {"VBG", "VB", "VBN"}  # "is not recognised"
        is_own = is_finite or _has_mark(verb)  # "underscored that strengthening ties remains a goal"
        is_own = is_own or (verb.tag_ == "VBN" and verb.i < found.i)  # "also hit by the quake is Peru, Berg said"
        return found if _can_act(found) and not is_own else None
    return found


def _modified_noun(verb: Token) -> Token | None:
    """As in "tariffs imposed by", "entities supplying": the noun; "its effort to diversify": the noun's owner."""
    noun, above = verb.head, verb.head.head
    if verb.tag_ in {"VBN", "VBG", "VBD"}:  # who "issued a statement condemning X" condemns, not the paper
        is_issued = noun.dep_ == "dobj" and noun.lemma_.lower() in _ISSUED and above.lemma_.lower() in _ISSUING
        return (_surface_subject(above) if is_issued and verb.tag_ == "VBG" else None) or noun
    if noun.lemma_.lower() in _DIRECTED:
        return None
    for child in noun.children:
        is_state = child.dep_ in {"compound", "amod", "nmod"} and child.ent_type_ in {"GPE", "NORP"}
        if child.dep_ == "poss" or is_state:
            return child  # "the [U.S.] decision to sign"
    governor = syntax.clause_above(noun)
    is_part = above.lower_ == "in" or (above.lower_ == "of" and above.head.lower_ == "part")
    is_attempt = noun.dep_ == "pobj" and noun.lemma_.lower() in _ATTEMPTS and is_part  # "in a bid to"
    if governor is None or not (noun.dep_ in {"dobj", "attr"} or is_attempt) or syntax.is_passive(governor):
        return None
    verbs = {governor.lemma_.lower(), governor.head.lemma_.lower()}  # "support continuing efforts to"
    return None if verbs & _JUDGING or noun.lemma_.lower() in _NEEDED else _surface_subject(governor)


def _gerund_subject(verb: Token) -> Token | None:
    """Of "curb trade by imposing" the subject, of "accused X of imposing" X, of "warned against easing" nobody."""
    preposition = verb.head
    governor = preposition.head
    if governor.pos_ in {"ADV", "ADJ"}:  # "stopped short of signing", "is capable of signing"
        governor = governor.head
    if governor.pos_ not in syntax.VERBAL:
        return None
    direct = next((child for child in governor.children if child.dep_ == "dobj" and child.i < preposition.i), None)
    direct = direct or gap(governor)
    name = syntax.preposition_name(preposition)
    phrase = f"{governor.lemma_.lower()} {name}"
    if direct is not None and (name in {"of", "from", "for"} or phrase in _WITH_GERUND):
        return direct
    if preposition.head != governor:
        return _surface_subject(governor)
    passive = syntax.is_passive(governor)
    if preposition.lower_ in {"against", "for", "about", "to", "on", "than", "as"} and not passive:
        return _surface_subject(governor) if phrase in _OWN_GERUND else None
    found = _surface_subject(governor)
    return found if found is None or not passive or _can_act(found) else None


def _can_act(noun: Token) -> bool:
    """Whether it is a name, people or a body: "progress made in curbing trade" did not curb it."""
    lemma = noun.lemma_.lower()
    return noun.pos_ != "NOUN" or noun_class(lemma) in ACTORS or is_person(lemma) or is_collective(lemma)


_SHARED: Mapping[str, Callable[[Token], Token | None]] = {
    "acl": _modified_noun, "advcl": _of_adverbial, "ccomp": _controller, "pcomp": _gerund_subject, "xcomp": _controller,
    "conj": lambda verb: _surface_subject(verb.head) if verb.head.pos_ in syntax.VERBAL else None,
    "relcl": lambda verb: verb.head if verb.tag_ != "VB" else None,
}  # fmt: skip
"""What tells the subject of a clause that has none of its own, by its label."""
