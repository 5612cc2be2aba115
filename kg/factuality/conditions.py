"""Conditions: the clause, or phrase, that a clause depends on, where it stands, and which words it has."""

from collections.abc import Iterator

from kg.lexicon import words
from kg.parse.syntax import SUBJECTS, VERBAL, finite_verb, has_child, is_perfect
from kg.parse.tree import Token

_CONDITIONS = words("stance", "conditions", "words")
_PHRASES = words("stance", "conditions", "phrases")
_BEGINNINGS = frozenset(phrase.partition(" ")[0] for phrase in _PHRASES)
_ANNOUNCING = words("stance", "announcing", "words")
_SAYING = frozenset().union(*(words("reporting", "kinds", kind, "verbs") for kind in ("neutral", "claim", "warn")))
_LIMITS = words("stance", "conditions", "limits")
_EVENTS = words("stance", "conditions", "events")
_CASES = words("stance", "conditions", "cases")
_PRECAUTIONS = words("stance", "conditions", "precautions")
UNTIL = words("stance", "lasting", "until")
_LONGEST = 3  # words of a phrase


def is_condition(verb: Token) -> bool:
    """Whether a clause is a condition: "if X signs", "as long as X signs", "should X sign", "had X signed"."""
    if verb.dep_ == "ROOT":
        return not {"if", "unless"}.isdisjoint(marks(verb))  # "Unless X signs, of course."
    if verb.dep_ == "ccomp":
        return verb.head.lower_ in _CONDITIONS  # "provided that X signs"
    if verb.dep_ not in {"advcl", "conj"}:
        return False
    marked = {*marks(verb)}
    if marked & _CONDITIONS:
        return not marked & {"as", "whether"}  # "as if", "whether or not": no condition for the rest
    limits = (child for child in verb.lefts if child.lower_ in _LIMITS and marked & _LIMITS)  # "only after X signed"
    is_limit = any(verb.doc.lower_at(limit.i - 1) == "only" for limit in limits)  # not "only two hours after"
    first = finite_verb(verb)  # before its subject in "should X sign", "had X signed", "were X to sign"
    is_first = first.lower_ in {"should", "had", "were"} and first.i == verb.left_edge.i
    is_inverted = is_first and has_child(verb, SUBJECTS) and not marked
    return is_limit or is_inverted or _phrase_before(verb) is not None


def conditions(verb: Token) -> Iterator[Token]:
    """The conditions of a clause, by the verb of a clause or the preposition of a phrase, in the order of the text.

    What hangs on a verb of saying or promising belongs to what is said: the threat was made in "threatened to leave if
    X signs". What stands behind coordinated verbs belongs to all of them. "Even if X signs" is none.
    """
    governor = verb.head
    own = [] if _is_announcing(verb) and not any(child.tag_ == "MD" for child in verb.children) else _below(verb)
    if verb.dep_ in {"xcomp", "ccomp"} and _is_announcing(governor):
        own += _below(governor)
    for other in verb.children:  # "will cut jobs and close plants if profits fall": told once for both
        shares = other.tag_ in {"VB", "VBN"} and not has_child(other, SUBJECTS | {"aux", "auxpass"})
        if other.dep_ == "conj" and other.pos_ in VERBAL and shares and not is_condition(other):
            own += [each for each in conditions(other) if each.i > other.i]
    yield from sorted(set(own), key=lambda token: token.i)


def condition_above(verb: Token) -> Token | None:
    """The first condition of a clause, or of what governs it: "would be forced [to close] if profits fell"."""
    seen = verb
    while True:
        found = next(conditions(seen), None)
        if found is not None or seen.dep_ not in {"xcomp", "ccomp", "conj", "pcomp"} or is_condition(seen):
            return found
        seen = seen.head if seen.head.pos_ in VERBAL else seen.head.head


def limit(verb: Token) -> Token | None:
    """What a negation lasts until, or as long as: "would not sign until X paid", "cannot sign while X rules".

    "Refused to sign until X paid" limits the refusal; "did not sign while", "failed to sign until" tell what was.
    """
    limited = verb.head if verb.dep_ == "xcomp" else verb
    if finite_verb(verb).tag_ == "VBD" or limited.lemma_ == "fail":
        return None
    lasting = UNTIL | {"while"} if any(child.tag_ == "MD" for child in limited.children) else UNTIL
    for child in (*verb.children, *limited.children):
        is_clause = child.dep_ == "advcl" and verb.doc[child.left_edge.i - 1].text != ","
        if is_clause and not (lasting if child.i > verb.i else UNTIL).isdisjoint(marks(child)):
            return child
    return None


def words_of(condition: Token | None) -> str:
    """A condition as it stands in the text, from its conjunction on; the empty string for none."""
    if condition is None:
        return ""
    found = condition_words(condition)
    return " ".join(condition.doc[found[0].i : found[-1].i + 1].text.split())


def condition_words(condition: Token) -> tuple[Token, ...]:
    """The words of a condition in their order, with the conjunction before it, without marks at its end."""
    places = [token.i for token in condition.subtree]
    before = _phrase_before(condition)
    first, last = min(places) if before is None else before, max(places)
    found = [token for token in condition.doc[first : last + 1] if not token.is_space]
    while found and found[-1].is_punct and found[-1].text not in {")", '"', "”"}:
        found.pop()
    return tuple(found)


def marks(verb: Token) -> list[str]:
    """The conjunctions and question adverbs of a clause, in lower case and in order."""
    found = (child for child in verb.children if child.dep_ == "mark" or (child.dep_, child.tag_) == ("advmod", "WRB"))
    return [child.lower_ for child in found]


def _below(verb: Token) -> list[Token]:
    """The conditions that hang on a verb, be it by an adverb: "only [if X signs]"."""
    hosts = [inner for child in verb.children for inner in (child, *(child.children if child.dep_ == "advmod" else ()))]
    found = (child for child in hosts if is_condition(child) or _is_event(child))
    found = (child for child in found if not any(one.lower_ == "even" for one in child.children))
    if not (is_perfect(verb) or finite_verb(verb).tag_ in {"VBD", "VBN"}):
        return list(found)
    # "moved in case X fails": it was done
    return [c for c in found if " ".join(token.lower_ for token in condition_words(c)[:2]) not in _PRECAUTIONS]


def _is_event(preposition: Token) -> bool:
    """As in "in the event of a strike", "in case of war"; not "in the case of Norway"."""
    if preposition.dep_ != "prep" or preposition.lower_ != "in":
        return False
    noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    if noun is None or not any(child.lower_ == "of" or child.dep_ == "acl" for child in noun.rights):
        return False
    return noun.lower_ in _EVENTS or (noun.lower_ in _CASES and not has_child(noun, {"det"}))


def _is_announcing(verb: Token) -> bool:
    word = verb.lemma_.lower()
    has_content = any(child.dep_ in {"xcomp", "ccomp"} and child.pos_ in VERBAL for child in verb.children)
    is_done = verb.tag_ == "VBD" and any(child.dep_ in {"dobj", "prep"} for child in verb.rights)
    return (has_content and word in _SAYING) or ((has_content or is_done) and word in _ANNOUNCING)


def _phrase_before(verb: Token) -> int | None:
    """Where the words "as long as", "on condition that" begin that stand before a clause; None where there are none."""
    start = verb.left_edge.i
    for first in range(max(start - _LONGEST, 0), start + 1):
        for size in (2, 3) if verb.doc[first].lower_ in _BEGINNINGS else ():
            text = " ".join(token.lower_ for token in verb.doc[first : first + size])
            if text in _PHRASES and first + size >= start:
                return first
    return None
