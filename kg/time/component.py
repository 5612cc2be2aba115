"""The component ``kg_times``: finds times in a Doc, and lets tense and part of speech decide where words do not.

It writes ``doc.spans["times"]``: ``label_`` the TIMEX3 type, ``kb_id_`` its value, ``id_`` the interval as
``from/to/precision``. The group's ``attrs`` hold for every span, by its tokens ("3-5"), under ``rules`` the name of
the rule that found it, and under ``extents`` its offsets with the prepositions that bound it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy import tokens as spacy
from spacy.language import Language

from kg.lexicon import words
from kg.model import BlockKind, Precision, TimeSpan
from kg.parse.syntax import AUXILIARIES, NOMINAL, VERBAL
from kg.parse.tree import Doc, Span, SpanGroup, SpanNotes, Token, tree
from kg.time import Expression, Found, times

GROUP = "times"
_RATES = frozenset({"duration-of-one"})
_NAMED = frozenset({"quarter", "half-year", "month"})  # "will publish its third-quarter results": the quarter is past
_COMMON = frozenset({"today", "future", "the-past", "present", "past", "duration", "duration-of-one", "daypart"})
"""Rules of common words: where these are names, they tell no time ("USA Today", "Fostering the Future")."""
_NOT_TEXT = frozenset({BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.LABEL, BlockKind.FURNITURE})
_ROUND, _LONG_AGO = 100, 1800
_FIRST_LINES = 6
_LINE = 200  # characters of a line that are looked at, to either side
_JOINED = frozenset({"compound", "flat"})
PAST, NEITHER, FUTURE = -1, 0, 1
_MAX_CLIMB = 12
_GOVERNED = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp"})


@Language.component("kg_times", assigns=["doc.spans"])
def kg_times(doc: spacy.Doc) -> spacy.Doc:
    """Marks the times of a Doc, read against ``doc.user_data["kg.date"]``."""
    stated = date.fromisoformat(doc.user_data["kg.date"]) if doc.user_data.get("kg.date") else None
    parse = _Parse.of(tree(doc))
    text = parse.doc.text
    read = times(text, stated or dateline(text), judge=parse.judge)
    found = [time for time in read if not (_is_stated(time, stated) and _is_dateline(parse.doc, text, time))]
    spans = [_span(parse.doc, parse.tokens, time) for time in found]
    marked = list(zip(map(_key, spans), found, strict=True))
    attrs: SpanNotes = {
        "rules": {key: time.rule for key, time in marked},
        "extents": {key: [time.extent_start, time.extent_end] for key, time in marked},
    }
    parse.doc.spans[GROUP] = SpanGroup.with_attrs(spans, attrs)
    return doc


def interval(span: Span) -> TimeSpan:
    """When a span of ``doc.spans["times"]`` is, its words with the preposition: "in 2024", "between May and July"."""
    start, end, precision = span.id_.split("/")
    begins, ends = extent(span)
    return TimeSpan(
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
        text=span.doc.text[begins:ends],
        precision=Precision(precision) if precision else None,
    )


def extent(span: Span) -> tuple[int, int]:
    """From where to where the words of a span's interval stand: both ends of "between May and July" have all of it."""
    found = _of_span("extents", span)
    begins, ends = found if isinstance(found, list) else (span.start_char, span.end_char)
    return begins, ends


def rule(span: Span) -> str:
    """The name of the rule of ``times.toml`` that found a span."""
    return str(_of_span("rules", span) or "")


def _of_span(name: str, span: Span) -> str | list[int] | None:
    """What the component notes under a name for a span; None where the span is not its own."""
    known = span.doc.spans[GROUP].attrs if GROUP in span.doc.spans else {}
    return known.get(name, {}).get(_key(span))


def dateline(text: str) -> date | None:
    """A date that stands alone on one of the first lines: that of an article which tells no other."""
    for line in re.split(r"\n+", text, maxsplit=_FIRST_LINES)[:_FIRST_LINES]:
        found = times(line)
        if len(found) == 1 and _fills(line, found[0]) and found[0].time.precision is Precision.DAY:
            return found[0].time.start
    return None


def _is_stated(time: Found, stated: date | None) -> bool:
    return stated is not None and time.time.start == stated and time.time.precision is Precision.DAY


def _is_dateline(doc: Doc, text: str, time: Found) -> bool:
    """Whether it stands alone on its line or in the byline: it dates the article, which does not speak of it."""
    blocks = doc.user_data.get("kg.blocks", ())
    return _fills(text, time) or any(start <= time.start < end for start, end, kind in blocks if kind in _NOT_TEXT)


def _fills(text: str, time: Found) -> bool:
    """Whether nothing but punctuation stands on its line beside the time."""
    before = text[max(0, time.start - _LINE) : time.start].rpartition("\n")[2]
    after = text[time.end : time.end + _LINE].partition("\n")[0]
    return not re.search(r"\w", before + after)


def _span(doc: Doc, tokens: _Tokens, time: Found) -> Span:
    start, end = tokens.between(time.start, time.end)
    return Span(doc, start, end, label=time.time.type, kb_id=time.time.value, span_id=time.time.interval)


def _key(span: Span) -> str:
    return f"{span.start}-{span.end}"


@dataclass(frozen=True)
class _Tokens:
    """Where the tokens of a Doc begin; ``Doc.char_span`` walks all of them for every span."""

    offsets: Sequence[int]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that hold the characters, as bounds of a span."""
        return bisect_right(self.offsets, start) - 1, bisect_left(self.offsets, end)


def _tokens(doc: Doc) -> _Tokens:
    return _Tokens([token.idx for token in doc])


@dataclass(frozen=True)
class _Parse:
    """What the parse of a Doc tells of expressions."""

    doc: Doc
    tokens: _Tokens
    titles: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, doc: Doc) -> _Parse:
        """What the parse of a Doc tells; its titles are those of ``doc.user_data["kg.blocks"]``."""
        blocks = doc.user_data.get("kg.blocks", ())
        titles = tuple((int(start), int(end)) for start, end, kind in blocks if kind == BlockKind.TITLE)
        return cls(doc, _tokens(doc), titles)

    def judge(self, expression: Expression) -> Expression | None:
        """The expression as it is meant, or None: "May" the verb, "Theresa May", "USA Today", "2000 of them"."""
        start, end = self.tokens.between(expression.start, expression.end)
        span = self.doc[start:end]
        if self._crosses_line(span) or self._is_none(expression, span):
            return None
        if expression.rule in _RATES and self._follows_count(span):
            expression = replace(expression, rule="a-year", means="set")
        is_kind = expression.rule in _NAMED and span.root.dep_ in {"compound", "amod", "nummod"}
        if is_kind:
            return expression
        return replace(expression, direction=direction(span, headline=self._is_in_title(span)))

    def _is_in_title(self, span: Span) -> bool:
        return any(start <= span.start_char < end for start, end in self.titles)

    def _crosses_line(self, span: Span) -> bool:
        return "\n" in span.text and any(token.is_sent_start for token in span[1:] if not token.is_space)

    def _is_none(self, expression: Expression, span: Span) -> bool:
        root = span.root
        match expression.rule:
            case "month" | "relative-month":
                found = self._is_no_month(span)
            case "year":
                found = self._is_no_year(span, expression)
            case "holiday":
                found = self._is_kind(span) or self._is_in_name(span[0])
            case "frequency":
                found = self._is_kind(span)
            case "at-some-time":
                found = len(span) == 1 and root.pos_ != "ADV"
            case rule if rule in _COMMON:
                found = root.pos_ == "PROPN" and root.text[0].isupper() and not span[0].is_sent_start
            case _:
                found = False
        return found

    def _is_kind(self, span: Span) -> bool:
        """As in "the annual conference", "Christmas sales": what kind, not when."""
        after = self.doc[span.end] if span.end < len(self.doc) else None
        return span.root.dep_ in {"amod", "compound"} or (after is not None and after.pos_ in NOMINAL)

    def _is_no_month(self, span: Span) -> bool:
        month = span[-1]
        has_article = any(child.dep_ == "det" for child in month.children)  # "the March on Washington"
        return (bool(month.pos_) and month.pos_ not in NOMINAL) or has_article or self._is_in_name(month)

    def _is_in_name(self, month: Token) -> bool:
        """Whether it is joined to another name, with no preposition or article before: "Theresa May", "April Smith"."""
        before = self.doc[month.i - 1] if month.i else None
        if before is not None and before.pos_ == "PROPN" and before.dep_ in _JOINED and before.head == month:
            return True
        is_first = before is None or before.pos_ not in {"ADP", "DET", "ADJ", "SCONJ", "CCONJ"}
        return is_first and month.dep_ == "compound" and month.head.pos_ == "PROPN" and month.head.i == month.i + 1

    def _is_no_year(self, span: Span, expression: Expression) -> bool:
        """Round or early numbers that count something: "2000 jobs", "1600 Pennsylvania Avenue"."""
        year = int(str(expression.slots["year"]))
        if year % _ROUND and year >= _LONG_AGO:
            return False
        before = self.doc[span.start - 1] if span.start else None
        counts = span.root.dep_ == "nummod" and span.root.head.i > span.root.i
        return counts or before is None or before.pos_ not in {"ADP", "SCONJ", "NOUN", "DET", "PUNCT"}

    def _follows_count(self, span: Span) -> bool:
        """As in "two flights a week", "€5 a week": what is counted stands before."""
        before = self.doc[span.start - 1] if span.start else None
        return before is not None and (before.tag_ in {"NNS", "CD"} or before.text == "%")


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
