"""The component ``kg_times``: time expressions of a Doc, disambiguated by tense and part of speech.

It writes ``doc.spans["times"]``: ``label_`` the TIMEX3 type, ``kb_id_`` its value, ``id_`` the interval as
``from/to/precision``. The group's ``attrs`` hold for every span, by its tokens ("3-5"), under ``rules`` the name of
the rule that found it, and under ``extents`` its offsets with the prepositions that bound it.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from spacy import tokens as spacy
from spacy.language import Language

from kg.lexicon import words
from kg.model import BlockKind, Precision
from kg.parse.readings import reading_of
from kg.parse.syntax import AUXILIARIES, NOMINAL, VERBAL
from kg.parse.tree import Doc, Span, SpanGroup, SpanNotes, Token, tree
from kg.time import Expression, FoundTime, times

GROUP = "times"
_KIND = frozenset({"amod", "compound"})  # "the annual conference", "Christmas sales": what kind, not when
_NAMED = frozenset({"quarter", "half-year", "month"})  # "will publish its third-quarter results": the quarter is past
_LONG = _NAMED | {"year", "decade"}
_COMMON = frozenset({"today", "future", "the-past", "present", "past", "duration", "duration-of-one", "daypart"})
"""Rules of common words: where these are names, they tell no time ("USA Today", "Fostering the Future")."""
_ROUND, _LONG_AGO = 100, 1800
_LINE = 200  # characters of a line that are looked at, to either side
_JOINED, _GOVERNED = frozenset({"compound", "flat"}), frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp"})
PAST, NEITHER, FUTURE = -1, 0, 1
_SCHEDULED = words("times", "tense", "scheduled")
_PLANNED = _SCHEDULED | words("signatures", "plan", "act_adjectives")


@Language.component("kg_times", assigns=["doc.spans"])
def kg_times(doc: spacy.Doc) -> spacy.Doc:
    """The Doc with its time expressions as spans, relative ones against the date of its reading."""
    stated = reading_of(doc).date
    parse = _Parse(tree(doc))
    text = parse.doc.text
    read = times(text, stated, interpret=parse.interpret)
    found = [time for time in read if not _is_stated(time, stated, text)]
    places = ((time.time, parse.tokens(time.start, time.end)) for time in found)
    spans = [
        Span(parse.doc, start, end, label=time.type, kb_id=time.value, span_id=time.interval)
        for time, (start, end) in places
    ]
    marked = list(zip(map(_key, spans), found, strict=True))
    attrs: SpanNotes = {
        "rules": {key: time.rule for key, time in marked},
        "extents": {key: [time.extent_start, time.extent_end] for key, time in marked},
    }
    parse.doc.spans[GROUP] = SpanGroup.with_attrs(spans, attrs)
    return doc


def extent(span: Span) -> tuple[int, int]:
    """Token offsets of the words that state a span's interval: for both ends of "between May and July" all of it."""
    found = _of_span("extents", span)
    begins, ends = found if isinstance(found, list) else (span.start_char, span.end_char)
    return begins, ends


def rule(span: Span) -> str:
    """The name of the rule of ``times.toml`` that recognized a span."""
    return str(_of_span("rules", span) or "")


def _of_span(name: str, span: Span) -> str | list[int] | None:
    """What the component notes under a name for a span; None where the span is not its own."""
    known = span.doc.spans[GROUP].attrs if GROUP in span.doc.spans else {}
    return known.get(name, {}).get(_key(span))


def _is_stated(time: FoundTime, stated: date | None, text: str) -> bool:
    """Whether it is the article's own date, alone on its line but for punctuation: the article does not speak of it."""
    before = text[max(0, time.start - _LINE) : time.start].rpartition("\n")[2]
    after = text[time.end : time.end + _LINE].partition("\n")[0]
    is_day = stated is not None and time.time.start == stated and time.time.precision is Precision.DAY
    return is_day and not re.search(r"\w", before + after)


def _key(span: Span) -> str:
    return f"{span.start}-{span.end}"


class _Parse:
    """What the parse of a Doc tells of expressions."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The token offsets of a character range; ``Doc.char_span`` would walk all tokens."""
        return bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)

    def interpret(self, expression: Expression) -> Expression | None:
        """The expression with its tense; None where it means no time: "May" the verb, "USA Today", "2000 of them"."""
        start, end = self.tokens(expression.start, expression.end)
        span = self.doc[start:end]
        if self._is_none(expression, span):
            return None
        is_kind = expression.rule in _NAMED and span.root.dep_ in {"compound", "amod", "nummod"}
        is_no_term = expression.means == "duration" and not _is_term(span.root)
        return expression if is_kind or is_no_term else replace(expression, direction=direction(span, expression.rule))

    def _is_none(self, expression: Expression, span: Span) -> bool:
        match expression.rule:
            case "month" | "relative-month":
                return self._is_no_month(span)
            case "year":
                return self._is_no_year(span, expression)
            case "frequency":
                return span.root.dep_ in _KIND
            case "at-some-time":
                return len(span) == 1 and span.root.pos_ != "ADV"
            case rule:
                return rule in _COMMON and span.root.pos_ == "PROPN"

    def _is_no_month(self, span: Span) -> bool:
        month = span[-1]
        has_article = any(child.dep_ == "det" for child in month.children)  # "the March on Washington"
        before = self.doc[month.i - 1]
        is_in_name = before.pos_ == "PROPN" and before.dep_ in _JOINED and before.head == month  # "Theresa May"
        return (bool(month.pos_) and month.pos_ not in NOMINAL) or has_article or is_in_name

    def _is_no_year(self, span: Span, expression: Expression) -> bool:
        """Round or early numbers that count something: "2000 jobs", "1600 Pennsylvania Avenue"."""
        year = int(str(expression.slots["year"]))
        if year % _ROUND and year >= _LONG_AGO:
            return False
        before = self.doc[max(span.start - 1, 0)]
        counts = span.root.dep_ == "nummod" and span.root.head.i > span.root.i
        return counts or before.pos_ not in {"ADP", "SCONJ", "NOUN", "DET", "PUNCT"}


def _is_term(unit: Token) -> bool:
    """As in "must pay [within 30 days]"; not "a loan of 30 days", "from four to six months", "in a week of that"."""
    following = {unit.doc.lower_at(unit.i + 1), *(child.lower_ for child in unit.children)}
    if following & words("times", "tense", "counted"):  # from what may have no day
        return False
    is_timed = unit.dep_ == "pobj" and unit.head.lower_ in {"for", "in", "within"} and unit.head.head.pos_ in VERBAL
    return is_timed or (unit.dep_ in {"npadvmod", "dobj"} and unit.head.lemma_ in {"last", "take"})


def direction(span: Span, kind: str = "") -> int:
    """The tense of the clause of a span that a rule of that name found: -1 past, 1 future, 0 unknown.

    "It opened on Tuesday" is past; "it will open", "it is set to open", "it opens", "it would open" are future.
    """
    before, deferring = span.doc.lower_at(span.start - 1), frozenset[str]()
    if before == "from":
        deferring = words("times", "tense", "foretelling")
    elif before in words("times", "tense", "until"):
        deferring = words("times", "tense", "deferring")
    if kind in _LONG:
        deferring -= words("times", "tense", "declared")
    due = [one for one in span.root.ancestors if one.lemma_ in _SCHEDULED and one.tag_ in {"VBN", "JJ"}]
    if any(child.lower_ == "had" for one in due for child in (*one.children, *one.head.children)):
        return PAST  # "had been due to open on Monday"
    for token in span.root.ancestors:
        qualities = (child.lower_ for child in token.children if child.dep_ == "amod")  # "the upcoming summit"
        is_due = (token.lemma_ in _SCHEDULED and token.tag_ in {"VBN", "JJ"}) or not _PLANNED.isdisjoint(qualities)
        if is_due or token.lemma_ in deferring:
            return FUTURE
        found = _of_verb(token) if token.pos_ in VERBAL else NEITHER
        if found:
            return found
    return NEITHER


def _of_verb(verb: Token) -> int:
    auxiliaries = [child for child in verb.children if child.dep_ in AUXILIARIES]
    names = {auxiliary.lower_ for auxiliary in auxiliaries}
    is_perfect = any(auxiliary.lemma_ == "have" for auxiliary in auxiliaries)
    if names & words("times", "tense", "future"):
        return FUTURE
    if any(auxiliary.tag_ == "MD" for auxiliary in auxiliaries):
        return PAST if is_perfect else FUTURE
    if any(auxiliary.tag_ == "TO" for auxiliary in auxiliaries):
        is_done = verb.dep_ in _GOVERNED and verb.head.lemma_ in words("times", "tense", "done")
        return PAST if is_perfect else _of_verb(verb.head) if is_done else FUTURE  # "failed to agree on Monday"
    if is_perfect or any(auxiliary.tag_ == "VBD" for auxiliary in auxiliaries):
        return PAST
    if verb.tag_ in {"VBZ", "VBP"}:
        is_title = reading_of(verb.doc).kind_at(verb.idx) is BlockKind.TITLE  # "China lifts tariffs Monday"
        return PAST if is_title or verb.lemma_ in words("times", "tense", "said") else FUTURE
    is_ahead = bool(auxiliaries) and verb.tag_ in {"VBN", "VBG"}  # "is held on Monday", not "citing figures of Monday"
    return FUTURE if is_ahead else PAST if verb.tag_ in {"VBD", "VBN"} else NEITHER  # "figures released on Monday"
