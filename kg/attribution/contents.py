"""What a reporting verb reports, by the form that it takes: a that-clause, "to have won", "the visit as a success".

A that-clause may hang on another word than its verb: "told the paper he believed", "said in reply to them that".
"""

from __future__ import annotations

from collections.abc import Container

from kg.attribution import Range
from kg.attribution.lexemes import VERBS, kinds, lemma_of, verb_kind, with_words
from kg.attribution.phrases import (
    clause_range,
    has_opener,
    has_subject,
    has_that,
    is_finite,
    is_tensed,
    subtree,
    tidied,
)
from kg.attribution.sources import is_document, is_passive_form, is_source, light_verb, subject_of, verb_source
from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, TENSED_TAGS, VERBAL, is_infinitive
from kg.parse.tree import Token

Content = tuple[Range, ...]
_QUOTED_AS = words("reporting", "forms", "as", "quoted")
_ACCUSING = words("reporting", "forms", "accusation", "prepositions")
_CONDITIONS = words("reporting", "forms", "infinitive", "conditions")
_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_OPENERS = words("reporting", "forms", "whether", "words")
_DROPPED = words("reporting", "forms", "whether", "dropped")
_CONTRASTS = words("reporting", "forms", "contrast", "words")
_CLAUSE_ENDS = frozenset({",", "”", '"', "''", "’", "'", "»", "—", "–"})
_NAMES_GIVEN = frozenset({"oprd", "ccomp", "xcomp", "acomp", "attr", "dobj"})
_NEUTRAL = "neutral"
_MIN_NOMINAL = 4  # words from which an object says something: "the legitimacy of the measures"
_THINGS = words("reporting", "forms", "evidence", "things")
_REACH = 15  # tokens between a reporting verb and its "that"
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})


def content_of(verb: Token, quoted: Container[int]) -> Content:
    """What a verb reports, trimmed; ``quoted`` are the tokens in quotation marks; empty where it reports nothing."""
    for form in (_clause, _infinitive, _gerund, _raised, _named, _as, _accused, _nominal, _prepositional):
        found = tidied(verb.doc, form(verb, quoted))
        if found:
            return found
    return ()


def conditions(verb: Token, content: Content) -> Content:
    """As in "threatened to leave unless ..."."""
    end = max(content)[1]
    return tuple(
        subtree(child)
        for child in verb.rights
        if child.dep_ == "advcl" and child.left_edge.i >= end > verb.i and child.left_edge.lower_ in _CONDITIONS
    )


def _clause(verb: Token, _: Container[int]) -> Content:
    """A that-clause, with or without "that", on either side of its verb."""
    found: list[Range] = []
    for child in verb.children:
        if child.dep_ != "ccomp" or not _is_reported_clause(verb, child):
            continue
        start, end = clause_range(child)
        end = min([end, *(contrast.left_edge.i for contrast in child.rights if _is_contrast(contrast))])
        found.append((verb.left_edge.i if child.i < verb.i else _clause_start(verb, child, start), end))
    return tuple(found) or misattached_clause(verb)


def _is_contrast(clause: Token) -> bool:
    """Whether a clause opposes what somebody else does: "..., while Kyiv called the meeting pointless"."""
    first = clause.left_edge
    return clause.dep_ == "advcl" and first.lower_ in _CONTRASTS and first.i > 0 and first.nbor(-1).text == ","


def _clause_start(verb: Token, clause: Token, start: int) -> int:
    """Where the clause begins: after "that" ("that work on it has been halted"), with the subject torn from it."""
    for token in verb.doc[verb.i + 1 : clause.i]:
        if token.lower_ in _DROPPED and (token.head in {clause, verb} or token.head.head == verb):
            return token.i + 1
        if token.pos_ in VERBAL:
            break
    if has_subject(clause) or lemma_of(verb) in VERBS["hearer"]:
        return start
    misattached = (child.left_edge.i for child in verb.rights if child.dep_ == "dobj" and child.i < clause.i)
    return min([start, *misattached])


def _is_reported_clause(verb: Token, clause: Token) -> bool:
    lemma = lemma_of(verb)
    if is_infinitive(clause):
        return lemma in VERBS["accusative"]
    tensed = is_finite(clause) if verb_kind(verb) == _NEUTRAL else is_tensed(clause)
    if not (tensed or has_opener(clause)):
        return False
    if clause.i < verb.i:
        return _follows_clause(verb, clause)
    if lemma not in VERBS["that"] or has_opener(clause):
        return True
    subject = subject_of(verb)
    return lemma in VERBS["evidence"] and subject is not None and is_document(subject)


def _follows_clause(verb: Token, clause: Token) -> bool:
    """Whether a finite verb stands behind a clause as its comment: "the plan will fail, he said"."""
    doc = verb.doc
    own = min(
        [verb.i, *(child.left_edge.i for child in verb.lefts if child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"})]
    )
    own = max(own, clause.right_edge.i + 1)
    marks = [token for token in doc[clause.right_edge.i + 1 : own] if not token.is_space]
    subject = subject_of(verb)
    both = any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.rights)
    if clause.right_edge.pos_ == "CCONJ" or (both and not marks):
        return False
    if subject is None:
        return is_passive_form(verb)
    if subject.i > verb.i and not (
        is_source(subject) or subject.pos_ == "PROPN" or any(mark.is_quote for mark in marks)
    ):
        return False
    if verb.tag_ == "VBG" or not all((token.is_punct or token.is_quote) and token.text != ";" for token in marks):
        return False
    return lemma_of(verb) not in VERBS["that"] or any(token.text in _CLAUSE_ENDS for token in marks)


def _infinitive(verb: Token, _: Container[int]) -> Content:
    """As in "claims to have invented it"."""
    lemma = lemma_of(verb)
    of_which = (
        verb.dep_ == "relcl" and lemma in VERBS["accusative"]
    )  # "a firm which it estimates to be worth a million"
    if not (lemma in VERBS["infinitive"] or of_which) or is_passive_form(verb):
        return ()
    return tuple(subtree(child) for child in verb.rights if child.dep_ == "xcomp" and is_infinitive(child))


def _gerund(verb: Token, _: Container[int]) -> Content:
    """As in "denies supplying the missiles"."""
    if lemma_of(verb) not in VERBS["gerund"] or is_passive_form(verb):
        return ()
    return tuple(
        subtree(child)
        for child in verb.rights
        if child.dep_ in {"xcomp", "ccomp", "dobj"} and _is_gerund(child) and child.left_edge.i == verb.i + 1
    )


def _is_gerund(verb: Token) -> bool:
    return "VBG" in {verb.tag_, *(child.tag_ for child in verb.lefts if child.dep_ in AUXILIARIES)}


def _raised(verb: Token, _: Container[int]) -> Content:
    """As in "the minister is said to have resigned": the subject is part of what is said."""
    clause = next((child for child in verb.rights if child.dep_ in {"xcomp", "ccomp"} and is_infinitive(child)), None)
    if clause is None or lemma_of(verb) not in VERBS["raising"] or not is_passive_form(verb):
        return ()
    subject = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None)
    if subject is None or subject.lower_ in _OPENERS:
        return (subtree(clause),)
    return subtree(subject), subtree(clause)


def _named(verb: Token, quoted: Container[int]) -> Content:
    """As in "called the attack a 'heinous murder'"."""
    if lemma_of(verb) not in VERBS["naming"] or (is_passive_form(verb) and verb_source(verb) is None):
        return ()
    name = next((child for child in verb.rights if child.dep_ in _NAMES_GIVEN and _has_quoted(child, quoted)), None)
    if name is None:
        return ()
    named = next((child for child in verb.rights if child.dep_ in {"dobj", "nsubj"} and child.i < name.i), name)
    return ((named.left_edge.i, name.right_edge.i + 1),)


def _as(verb: Token, quoted: Container[int]) -> Content:
    """As in "described the visit as a success"."""
    phrase = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _COMMENTING), None)
    lemma = lemma_of(verb)
    if phrase is None or not (lemma in VERBS["as"] or (lemma in _QUOTED_AS and _has_quoted(phrase, quoted))):
        return ()
    if is_passive_form(verb):
        return (subtree(phrase),) if verb_source(verb) is not None else ()
    objects = (child for child in verb.rights if child.dep_ in {"dobj", "prep"} and child.i < phrase.i)
    first = next(objects, phrase)
    return ((first.left_edge.i, phrase.right_edge.i + 1),)


def _accused(verb: Token, _: Container[int]) -> Content:
    """As in "accused London of breaking its word"."""
    phrase = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _ACCUSING), None)
    if phrase is None or lemma_of(verb) not in VERBS["accusation"]:
        return ()
    wanted = {"nsubjpass"} if is_passive_form(verb) else {"dobj"}
    accused = next((child for child in verb.children if child.dep_ in wanted and child.lower_ not in _OPENERS), None)
    return (*((subtree(accused),) if accused is not None else ()), subtree(phrase))


def _nominal(verb: Token, _: Container[int]) -> Content:
    """As in "noted the legitimacy of the measures"."""
    if lemma_of(verb) not in VERBS["noun"] or is_passive_form(verb):
        return ()
    objects = (
        subtree(child) for child in verb.rights if child.dep_ == "dobj" and child.tag_ not in {"PRP", "WP", "WDT"}
    )
    return tuple((start, end) for start, end in objects if end - start >= _MIN_NOMINAL and start > verb.i)


def _prepositional(verb: Token, _: Container[int]) -> Content:
    """As in "warned of a crisis in the east"."""
    wanted = with_words("preposition").get(lemma_of(verb), frozenset())
    if is_passive_form(verb) or is_infinitive(verb):
        return ()
    phrases = (child for child in verb.rights if child.dep_ == "prep" and child.lower_ in wanted)
    objects = (child for phrase in phrases for child in phrase.rights if child.dep_ in {"pobj", "pcomp"})
    return tuple(
        subtree(child) for child in objects if child.tag_ == "VBG" or len(list(child.subtree)) >= _MIN_NOMINAL
    )[:1]


def _has_quoted(token: Token, quoted: Container[int]) -> bool:
    return any(position in quoted for position in range(*subtree(token)))


def misattached_clause(verb: Token) -> tuple[Range, ...]:
    """The that-clause of a verb which the parser hung on another word; empty where there is none."""
    for noun in (child for child in verb.rights if child.dep_ == "dobj" and lemma_of(verb) in VERBS["hearer"]):
        for clause in noun.rights:
            if clause.dep_ in {"relcl", "acl"} and is_finite(clause) and (has_that(clause) or has_no_gap(clause)):
                return (clause_range(clause),)
    return _clause_after_that(verb) or _clause_from_object(verb)


def _clause_from_object(verb: Token) -> tuple[Range, ...]:
    """As in "insisted unrest there reflected tensions": the noun is the subject that the finite clause lacks."""
    if lemma_of(verb) in VERBS["that"] or is_passive_form(verb):
        return ()
    for noun in (child for child in verb.rights if child.dep_ == "dobj"):
        clause = next((child for child in noun.rights if child.dep_ == "relcl" and child.tag_ in TENSED_TAGS), None)
        if clause is not None and not any(child.dep_ in _SUBJECTS or child.tag_ in _RELATIVE for child in clause.lefts):
            return (subtree(noun),)
    return ()


def _clause_after_that(verb: Token) -> tuple[Range, ...]:
    """What follows a "that" which has no verb between itself and the reporting one."""
    that = _that_after(verb)
    if that is None or (is_passive_form(verb) and all(child.lower_ not in _THINGS for child in verb.lefts)):
        return ()
    clause, end = that.head, verb.sent.end
    if that.dep_ == "mark" and clause.i > that.i:
        noun = clause.head
        carried = noun.dep_ == "pobj" and light_verb(noun) == verb  # "said in a statement that"
        owned = noun.lemma_.lower() in kinds("nouns") and not carried
        return () if owned else ((that.i + 1, clause_range(clause)[1]),)
    at_once = (that.i == verb.i + 1 and that.tag_ == "IN") or (that.dep_ == "dobj" and clause == verb)
    finite = any(later.tag_ in TENSED_TAGS for later in verb.doc[that.i + 1 : end])
    return ((that.i + 1, end),) if at_once and finite and not is_passive_form(verb) else ()


def _that_after(verb: Token) -> Token | None:
    """The first "that" behind a verb, before any other verb or a colon."""
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.pos_ in VERBAL or token.text in {":", ";"}:
            return None
        if token.lower_ in _DROPPED:
            return token
    return None


def has_no_gap(clause: Token) -> bool:
    """Whether a clause read as relative has no relative pronoun."""
    return not any(token.tag_ in _RELATIVE for token in clause.lefts) and any(
        child.dep_ in {"nsubj", "nsubjpass"} for child in clause.lefts
    )
