"""What the tense of the verb that a date hangs on says of the date: past, future or neither."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.lexicon import words
from kg.parse.syntax import AUXILIARIES, NOMINAL, VERBAL

PAST, NEITHER, FUTURE = -1, 0, 1
_MAX_CLIMB = 12
_GOVERNED = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp"})


def direction(span: Span, *, headline: bool = False) -> int:
    """-1 where the clause of the span is past, 1 where it is to come, 0 where it does not tell.

    "It opened on Tuesday" is past; "it will open", "it is set to open", "it opens", "it would open" are to come. The
    present tense of a headline tells what has happened: "China lifts tariffs Monday".
    """
    before = span.doc[span.start - 1].lower_ if span.start else ""
    deferring = words("times", "tense", "deferring") if before in words("times", "tense", "until") else frozenset()
    for token in _above(span):
        if _is_scheduled(token) or token.lemma_ in deferring:
            return FUTURE
        if token.pos_ in VERBAL:
            found = _of_verb(token, headline=headline)
            if found:
                return found
    return NEITHER


def _above(span: Span) -> Iterator[Token]:
    """The words that the span hangs on, from the nearest up."""
    token = span.root
    for _ in range(_MAX_CLIMB):
        if token.head == token:
            return
        token = token.head
        yield token


def _is_scheduled(token: Token) -> bool:
    """Whether it tells of a plan: "due Friday", "the upcoming summit", "talks planned for May"."""
    scheduled = words("times", "tense", "scheduled")
    if token.lemma_ in scheduled and (
        token.pos_ == "ADJ" or (token.tag_ == "VBN" and not _has_auxiliary(token, "have"))
    ):
        return True
    return token.pos_ in NOMINAL and any(child.dep_ == "amod" and child.lemma_ in scheduled for child in token.children)


def _of_verb(verb: Token, *, headline: bool) -> int:
    auxiliaries = [child for child in verb.children if child.dep_ in AUXILIARIES]
    names = {auxiliary.lower_ for auxiliary in auxiliaries}
    is_perfect = any(auxiliary.lemma_ == "have" for auxiliary in auxiliaries)
    if names & words("times", "tense", "future"):
        return FUTURE
    if any(auxiliary.tag_ == "MD" for auxiliary in auxiliaries) or names & words("times", "tense", "open"):
        return PAST if is_perfect else FUTURE
    if any(auxiliary.tag_ == "TO" for auxiliary in auxiliaries):
        return PAST if is_perfect else _of_infinitive(verb, headline=headline)
    if is_perfect or any(auxiliary.tag_ == "VBD" for auxiliary in auxiliaries):
        return PAST
    if headline and not auxiliaries and verb.tag_ in {"VBZ", "VBP"}:
        return PAST
    return _of_form(verb, is_finite=bool(auxiliaries))


def _of_infinitive(verb: Token, *, headline: bool) -> int:
    """To come, unless the verb above says that it is done: "failed to agree on Monday"."""
    governor = verb.head
    is_done = verb.dep_ in _GOVERNED and governor.lemma_ in words("times", "tense", "done")
    return _of_verb(governor, headline=headline) if is_done and governor.pos_ in VERBAL else FUTURE


def _of_form(verb: Token, *, is_finite: bool) -> int:
    match verb.tag_:
        case "VBD":
            return PAST
        case "VBN":
            return FUTURE if is_finite else PAST  # "is held on Monday", "figures released on Monday"
        case "VBG":
            return FUTURE if is_finite else NEITHER  # "is meeting on Monday", "citing figures of Monday"
        case "VBZ" | "VBP":
            return PAST if verb.lemma_ in words("times", "tense", "said") else FUTURE
    return NEITHER


def _has_auxiliary(verb: Token, lemma: str) -> bool:
    return any(child.dep_ in AUXILIARIES and child.lemma_ == lemma for child in verb.children)
