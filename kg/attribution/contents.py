"""The content of a reporting verb, by its form: a that-clause, "to have won", "the visit as a success"."""

from __future__ import annotations

from kg.attribution import Range
from kg.attribution.lexemes import VERBS, kinds, required_words, verb_kind
from kg.attribution.phrases import (
    has_complementizer,
    has_subject,
    is_document,
    is_finite,
    is_passive_verb,
    merged,
    subject_of,
    subtree,
)
from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, TENSED_TAGS, VERBAL, has_child, is_infinitive
from kg.parse.tree import Token

Content = tuple[Range, ...]
_DROPPED = words("reporting", "forms", "whether", "dropped")
_OPENERS = words("reporting", "forms", "whether", "words")
_BEFORE_VERB = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "dobj"})
_MIN_NOMINAL = 4  # words from which an object says something: "the legitimacy of the measures"
_REACH = 15  # tokens between a reporting verb and its "that"


def content_of(verb: Token) -> Content:
    """The token ranges that a verb reports, trimmed; empty for none."""
    for form in (_clause, _verbal, _raised, _phrase):
        found = merged(verb.doc, form(verb))
        if found:
            return found
    return ()


def clause_range(clause: Token) -> Range:
    """The range of a clause; to the end of the sentence where it ends in an "and" whose conjunct has another head."""
    start, end = subtree(clause)
    doc, last = clause.doc, end - 1
    while last > start and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return (start, clause.sent.end) if doc[last].pos_ == "CCONJ" else (start, end)


def _clause(verb: Token) -> Content:
    """A that-clause, with or without "that", on either side of its verb."""
    found: list[Range] = []
    for child in verb.children:
        if child.dep_ == "ccomp" and _is_reported_clause(verb, child):
            start, end = clause_range(child)
            is_before = child.i < verb.i
            end = max(end, _end_before(verb)) if is_before else end
            found.append((verb.left_edge.i if is_before else _clause_start(verb, child, start), end))
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
    """Whether a verb's finite clause is what it reports; of one in other uses common only behind "that"."""
    lemma, subject = verb.lemma_, subject_of(verb)
    if is_infinitive(clause):
        return lemma in VERBS["accusative"]
    has_auxiliary = clause.tag_ != "VBN" or any(child.dep_ in AUXILIARIES for child in clause.lefts)
    is_tensed = is_finite(clause) and (has_auxiliary or verb_kind(verb) == "neutral")  # not "found the road blocked"
    if not (is_tensed or has_complementizer(clause)):
        return False
    if clause.i > verb.i:
        is_open = lemma not in VERBS["that"] or has_complementizer(clause)
        return is_open or (lemma in VERBS["evidence"] and subject is not None and is_document(subject))
    after = _end_before(verb)  # "the plan will fail, he said"
    own = max(after, min([verb.i, *(child.left_edge.i for child in verb.lefts if child.dep_ in _BEFORE_VERB)]))
    return subject is not None and all(mark.is_punct or mark.is_quote or mark.is_space for mark in verb.doc[after:own])


def _end_before(verb: Token) -> int:
    """Where the clauses before a verb end, which parsers cut in two: "the border [is] [closed], the ministry added"."""
    return max((child.right_edge.i + 1 for child in verb.lefts if child.dep_ == "ccomp"), default=0)


def _verbal(verb: Token) -> Content:
    """As in "claims to have invented it", "denies supplying the missiles"."""
    if is_passive_verb(verb):
        return ()
    clauses = [child for child in verb.rights if child.dep_ in _COMPLEMENTS]
    told = [child for child in clauses if child.dep_ == "xcomp" and is_infinitive(child)]
    if told and verb.lemma_ in VERBS["infinitive"]:
        return tuple(map(subtree, told))
    tags = ((child, {child.tag_, *(one.tag_ for one in child.lefts if one.dep_ in AUXILIARIES)}) for child in clauses)
    return tuple(subtree(child) for child, found in tags if "VBG" in found and verb.lemma_ in VERBS["gerund"])


def _raised(verb: Token) -> Content:
    """As in "the minister is said to have resigned": the subject is part of what is said."""
    clause = next((child for child in verb.rights if child.dep_ in {"xcomp", "ccomp"} and is_infinitive(child)), None)
    if clause is None or verb.lemma_ not in VERBS["raising"] or not is_passive_verb(verb):
        return ()
    subject = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None)
    is_told = subject is not None and subject.lower_ not in _OPENERS
    return (subtree(subject), subtree(clause)) if subject is not None and is_told else (subtree(clause),)


def _phrase(verb: Token) -> Content:
    """As in "warned of a crisis in the east", "noted the legitimacy of the measures", "described it as a success"."""
    lemma = verb.lemma_
    if is_passive_verb(verb) and has_child(verb, {"agent"}):  # "was accused by Oslo of breaking its word"
        named = required_words("object").get(lemma, frozenset())
        return tuple(subtree(phrase) for phrase in verb.rights if phrase.dep_ == "prep" and phrase.lower_ in named)
    if is_passive_verb(verb) or is_infinitive(verb):
        return ()
    thing = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    if thing is not None and lemma in VERBS["noun"] and len(thing.subtree) >= _MIN_NOMINAL:
        return (subtree(thing),)
    for phrase in (child for child in verb.rights if child.dep_ == "prep"):
        if thing is not None and phrase.lower_ in required_words("object").get(lemma, frozenset()):
            return ((thing.left_edge.i, phrase.right_edge.i + 1),)
        if phrase.lower_ in required_words("preposition").get(lemma, frozenset()):
            told = (child for child in phrase.rights if child.tag_ == "VBG" or len(child.subtree) >= _MIN_NOMINAL)
            return tuple(map(subtree, told))[:1]
    return ()


def _clause_after_that(verb: Token) -> Content:
    """What follows a "that" which has no verb between itself and the reporting one: "said in reply to them that"."""
    that: Token | None = None
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.pos_ in VERBAL or token.text in {":", ";"} or that is not None:
            break
        that = token if token.lower_ in _DROPPED else None
    if that is None or (is_passive_verb(verb) and not any(child.lower_ == "it" for child in verb.lefts)):
        return ()
    clause, end = that.head, verb.sent.end
    if that.dep_ == "mark":
        owned = clause.head.lemma_.lower() in kinds("nouns")
        return () if owned else ((that.i + 1, clause_range(clause)[1]),)
    at_once = (that.i == verb.i + 1 and that.tag_ == "IN") or (that.dep_ == "dobj" and clause == verb)
    finite = any(later.tag_ in TENSED_TAGS for later in verb.doc[that.i + 1 : end])
    return ((that.i + 1, end),) if at_once and finite else ()
