"""The content of a reporting verb, by its form: a that-clause, "to have won", "the visit as a success"."""

from __future__ import annotations

from collections.abc import Container

from kg.attribution import Range
from kg.attribution.lexemes import VERBS, kinds, required_words, verb_kind
from kg.attribution.phrases import (
    clause_range,
    has_complementizer,
    has_subject,
    is_document,
    is_finite,
    is_passive_verb,
    is_tensed,
    merged,
    subject_of,
    subtree,
    verb_source,
)
from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, TENSED_TAGS, VERBAL, is_infinitive
from kg.parse.tree import Token

Content = tuple[Range, ...]
_QUOTED_AS = words("reporting", "forms", "as", "quoted")
_ACCUSING = words("reporting", "forms", "accusation", "prepositions")
_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_OPENERS = words("reporting", "forms", "whether", "words")
_DROPPED = words("reporting", "forms", "whether", "dropped")
_THINGS = words("reporting", "forms", "evidence", "things")
_NAMES_GIVEN = frozenset({"oprd", "ccomp", "xcomp", "acomp", "attr", "dobj"})
_BEFORE_VERB = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})
_NEUTRAL = "neutral"
_MIN_NOMINAL = 4  # words from which an object says something: "the legitimacy of the measures"
_REACH = 15  # tokens between a reporting verb and its "that"


def content_of(verb: Token, quoted: Container[int]) -> Content:
    """The token ranges that a verb reports, trimmed; empty for none; ``quoted``: indices of tokens in quotations."""
    for form in (_clause, _infinitive, _gerund, _raised, _named, _as, _accused, _nominal, _prepositional):
        found = merged(verb.doc, form(verb, quoted))
        if found:
            return found
    return ()


def _clause(verb: Token, _: Container[int]) -> Content:
    """A that-clause, with or without "that", on either side of its verb."""
    found: list[Range] = []
    for child in verb.children:
        if child.dep_ == "ccomp" and _is_reported_clause(verb, child):
            start, end = clause_range(child)
            found.append((verb.left_edge.i if child.i < verb.i else _clause_start(verb, child, start), end))
    return tuple(found) or _clause_after_that(verb)


def _clause_start(verb: Token, clause: Token, start: int) -> int:
    """Where the clause begins: after "that" ("that work on it has been halted"), with the subject torn from it."""
    for token in verb.doc[verb.i + 1 : clause.i]:
        if token.lower_ in _DROPPED and (token.head in {clause, verb} or token.head.head == verb):
            return token.i + 1
        if token.pos_ in VERBAL:
            break
    torn = [] if has_subject(clause) else [child.left_edge.i for child in verb.rights if child.dep_ == "dobj"]
    return min([start, *torn])


def _is_reported_clause(verb: Token, clause: Token) -> bool:
    lemma = verb.lemma_
    if is_infinitive(clause):
        return lemma in VERBS["accusative"]
    tensed = is_finite(clause) if verb_kind(verb) == _NEUTRAL else is_tensed(clause)
    if not (tensed or has_complementizer(clause)):
        return False
    if clause.i < verb.i:
        return _follows_clause(verb, clause)
    if lemma not in VERBS["that"] or has_complementizer(clause):
        return True
    subject = subject_of(verb)
    return lemma in VERBS["evidence"] and subject is not None and is_document(subject)


def _follows_clause(verb: Token, clause: Token) -> bool:
    """Whether a finite verb stands behind a clause as its comment: "the plan will fail, he said"."""
    after = clause.right_edge.i + 1
    own = max(after, min([verb.i, *(child.left_edge.i for child in verb.lefts if child.dep_ in _BEFORE_VERB)]))
    marks = verb.doc[after:own]
    both = any(child.dep_ == "ccomp" for child in verb.rights)
    if subject_of(verb) is None or (both and not marks):
        return False
    return all(mark.is_punct or mark.is_quote or mark.is_space for mark in marks)


def _infinitive(verb: Token, _: Container[int]) -> Content:
    """As in "claims to have invented it", "a firm which it estimates to be worth a million"."""
    verbs = VERBS["infinitive"] | (VERBS["accusative"] if verb.dep_ == "relcl" else frozenset())
    if verb.lemma_ not in verbs or is_passive_verb(verb):
        return ()
    return tuple(subtree(child) for child in verb.rights if child.dep_ == "xcomp" and is_infinitive(child))


def _gerund(verb: Token, _: Container[int]) -> Content:
    """As in "denies supplying the missiles"."""
    if verb.lemma_ not in VERBS["gerund"] or is_passive_verb(verb):
        return ()
    return tuple(
        subtree(child) for child in verb.rights if child.dep_ in {"xcomp", "ccomp", "dobj"} and _is_gerund(child)
    )


def _is_gerund(verb: Token) -> bool:
    return "VBG" in {verb.tag_, *(child.tag_ for child in verb.lefts if child.dep_ in AUXILIARIES)}


def _raised(verb: Token, _: Container[int]) -> Content:
    """As in "the minister is said to have resigned": the subject is part of what is said."""
    clause = next((child for child in verb.rights if child.dep_ in {"xcomp", "ccomp"} and is_infinitive(child)), None)
    if clause is None or verb.lemma_ not in VERBS["raising"] or not is_passive_verb(verb):
        return ()
    subject = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None)
    if subject is None or subject.lower_ in _OPENERS:
        return (subtree(clause),)
    return subtree(subject), subtree(clause)


def _named(verb: Token, quoted: Container[int]) -> Content:
    """As in "called the attack a 'heinous murder'"."""
    if verb.lemma_ not in VERBS["naming"] or is_passive_verb(verb):
        return ()
    name = next((child for child in verb.rights if child.dep_ in _NAMES_GIVEN and _has_quoted(child, quoted)), None)
    if name is None:
        return ()
    named = next((child for child in verb.rights if child.dep_ in {"dobj", "nsubj"} and child.i < name.i), name)
    return ((named.left_edge.i, name.right_edge.i + 1),)


def _as(verb: Token, quoted: Container[int]) -> Content:
    """As in "described the visit as a success"."""
    phrase = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _COMMENTING), None)
    lemma = verb.lemma_
    if phrase is None or not (lemma in VERBS["as"] or (lemma in _QUOTED_AS and _has_quoted(phrase, quoted))):
        return ()
    if is_passive_verb(verb):
        return (subtree(phrase),) if verb_source(verb) is not None else ()
    first = next(child for child in verb.rights if child.dep_ in {"dobj", "prep"})
    return ((first.left_edge.i, phrase.right_edge.i + 1),)


def _has_quoted(token: Token, quoted: Container[int]) -> bool:
    return any(position in quoted for position in range(*subtree(token)))


def _accused(verb: Token, _: Container[int]) -> Content:
    """As in "accused London of breaking its word"."""
    phrase = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _ACCUSING), None)
    if phrase is None or verb.lemma_ not in VERBS["accusation"]:
        return ()
    wanted = "nsubjpass" if is_passive_verb(verb) else "dobj"
    return (*(subtree(child) for child in verb.children if child.dep_ == wanted), subtree(phrase))


def _nominal(verb: Token, _: Container[int]) -> Content:
    """As in "noted the legitimacy of the measures"."""
    if verb.lemma_ not in VERBS["noun"] or is_passive_verb(verb):
        return ()
    return tuple(subtree(child) for child in verb.rights if child.dep_ == "dobj" and _is_statement(child))


def _prepositional(verb: Token, _: Container[int]) -> Content:
    """As in "warned of a crisis in the east", "admitted to taking it"."""
    wanted = required_words("preposition").get(verb.lemma_, frozenset())
    if is_passive_verb(verb) or is_infinitive(verb):
        return ()
    phrases = (child for child in verb.rights if child.dep_ == "prep" and child.lower_ in wanted)
    objects = (child for phrase in phrases for child in phrase.rights)
    return tuple(subtree(child) for child in objects if child.tag_ == "VBG" or _is_statement(child))[:1]


def _is_statement(noun: Token) -> bool:
    return len(noun.subtree) >= _MIN_NOMINAL


def _clause_after_that(verb: Token) -> Content:
    """What follows a "that" which has no verb between itself and the reporting one: "said in reply to them that"."""
    that = _that_after(verb)
    if that is None or (is_passive_verb(verb) and all(child.lower_ not in _THINGS for child in verb.lefts)):
        return ()
    clause, end = that.head, verb.sent.end
    if that.dep_ == "mark":
        owned = clause.head.lemma_.lower() in kinds("nouns")
        return () if owned else ((that.i + 1, clause_range(clause)[1]),)
    at_once = (that.i == verb.i + 1 and that.tag_ == "IN") or (that.dep_ == "dobj" and clause == verb)
    finite = any(later.tag_ in TENSED_TAGS for later in verb.doc[that.i + 1 : end])
    return ((that.i + 1, end),) if at_once and finite else ()


def _that_after(verb: Token) -> Token | None:
    """The first "that" behind a verb, before any other verb or a colon."""
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.pos_ in VERBAL or token.text in {":", ";"}:
            return None
        if token.lower_ in _DROPPED:
            return token
    return None
