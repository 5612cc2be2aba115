"""Time anchoring: which time expression dates which verb or event noun of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.factuality.composition import firmness_of
from kg.frames.annotations import Annotations
from kg.frames.noun_phrases import is_number
from kg.lexicon import words
from kg.model import Precision, TimeSpan
from kg.parse.nouns import is_event_noun
from kg.parse.provenance import TIME, rule_id
from kg.parse.syntax import AUXILIARIES, NOMINAL, SUBJECTS, finite_verb, has_child, is_predicate
from kg.parse.tree import Span, Token
from kg.time.component import extent, rule

_PERIODS = words("clauses", "periods", "words")
_RANKING = words("clauses", "ranking", "words")
_ENDS = frozenset({"dobj", "nsubj", "nsubjpass"})
_NEW_DAY = frozenset({"to", "until", "till"})
_RESCHEDULING = words("clauses", "rescheduling", "words")
_COMPARING = words("clauses", "comparing", "words")
_OPPOSING = words("clauses", "comparing", "numbers")
_BOUNDING = words("clauses", "comparing", "bounding")
_ENACTING = words("clauses", "enacting", "words")
_COMMENTING = words("clauses", "commenting", "words")
_FURTHEST = 8  # words from what compares to the time
_FINEST_FIRST = (*Precision, None)


@dataclass(frozen=True)
class TimeAnchors:
    """The times of one Doc, by the verb or noun that they date."""

    notes: Annotations

    def of_verb(self, verb: Token) -> TimeSpan | None:
        """When the clause of a verb happened or holds, or None; a date before the first conjunct dates all."""
        return _interval(self._of_verb(verb))

    def of_noun(self, noun: Token) -> TimeSpan | None:
        """When the event of a noun took place, by its dates or those of "signed in 2006"; None where there is none."""
        return _interval(self._of_noun(noun))

    def rules(self, head: Token) -> tuple[str, ...]:
        """The id of the rule that recognized the time of a verb or noun; empty where it has none."""
        span = self._of_noun(head) if head.pos_ in NOMINAL else self._of_verb(head)
        return (rule_id(TIME, rule(span)),) if span is not None else ()

    def _of_noun(self, noun: Token) -> Span | None:
        enacted = (c for c in noun.rights if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_.lower() in _ENACTING)
        return self._best(noun) or next(filter(None, map(self._best, enacted)), None)

    def _of_verb(self, verb: Token) -> Span | None:
        own = self._best(verb)
        if own is not None:
            return own
        if verb.dep_ == "advcl" and verb.i > verb.head.i and _sets_scene(verb):
            return self._best(verb.head)
        for child in verb.lefts:
            if child.dep_ == "advcl" and _sets_scene(child):
                return self._best(child)
        return self._shared(verb)

    def _shared(self, verb: Token) -> Span | None:
        """The day of the clause that a coordinate or participial one goes with: "arrived on Monday and met X".

        None for a clause with a tense of its own, and with a subject of its own unless the day stands before both: "On
        Monday X arrived and Y left". A day that comes after both verbs is that of the last.
        """
        above = verb.head
        if not is_predicate(above) or not (_goes_on(verb) or _accompanies(verb)):
            return None
        found = self._of_verb(above) if above.i < verb.i else None
        if found is None or found.label_ == "DURATION" or found.end > verb.i:
            return None
        is_first = all(child.i >= found.end for child in above.children if child.dep_ in SUBJECTS)
        return found if is_first or not has_child(verb, SUBJECTS) else None

    @cached_property
    def _dates(self) -> Mapping[int, tuple[Span, ...]]:
        """Verb or noun -> the times that date it."""
        found: dict[int, tuple[Span, ...]] = {}
        for span in self.notes.doc.spans.get("times", ()):
            for head in (_dated_verb(span), _dated_noun(span)):
                if head is not None:
                    found[head.i] = (*found.get(head.i, ()), span)
        return found

    def _best(self, head: Token) -> Span | None:
        """The most telling of the times that date a head: a dated one before an undated one, the finest, the first."""
        found = [
            (interval(span), span)
            for span in self._dates.get(head.i, ())
            if span.label_ in {"DATE", "TIME", "DURATION"}
            and not span.kb_id_.endswith("_REF")
            and not _is_measure(span)
            and not _is_of_other_object(span, head)
        ]
        dated = [(time, span) for time, span in found if time.start or time.end]
        best = min(dated or found, key=lambda pair: _FINEST_FIRST.index(pair[0].precision), default=None)
        return best[1] if best is not None else None


def _dated_verb(span: Span) -> Token | None:
    """The verb that a time hangs on, through prepositions, and through its object or a copula's subject."""
    token = span.root
    if token.dep_ == "poss" and _is_told_act(token.head):
        return token.head.head  # "Monday's flood destroyed the bridge"
    if token.dep_ in {"compound", "amod", "nummod", "poss"} or (
        token.head.pos_ in NOMINAL and token.head.i >= span.end
    ):
        return None  # "followed their [May 2] call"
    for above in (token, *token.ancestors):
        if is_predicate(above):
            return above if not is_range(span, above) else None
        is_noun = above not in span and above.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}
        if is_noun and (_preposition(span) == "of" or not _lets_through(above)):
            return None  # "kept the treaty of 2018"
    return None


def _dated_noun(span: Span) -> Token | None:
    head = span.root.head
    if span.root.dep_ in {"pobj", "pcomp"}:
        head = head.head
    return head if head.pos_ in NOMINAL and head not in span else None


def _interval(span: Span | None) -> TimeSpan | None:
    return interval(span) if span is not None else None


def interval(span: Span) -> TimeSpan:
    """The interval that ``kg_times`` wrote on a span ("2024-01-01/2024-12-31/year"), with its words."""
    start, end, precision = (*span.id_.split("/"), "", "", "")[:3]
    first = span.start
    if span.start > 1 and span.doc[span.start - 1].lower_ == "than":
        first -= 2  # "for [more than] ten years"
    before = span.doc[first - 1] if first else None
    first -= before is not None and before.pos_ in {"ADP", "SCONJ"}
    return TimeSpan(
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
        text=span.doc[min(first, with_bounds(span).start) : with_bounds(span).end].text,
        precision=Precision(precision) if precision else None,
    )


def with_bounds(span: Span) -> Span:
    """A time expression with the words that bound it: "between 2014 and 2016", "no later than Friday"."""
    begins, ends = extent(span)
    first, last = span.start, span.end
    while first and span.doc[first - 1].idx >= begins:
        first -= 1
    while last < len(span.doc) and span.doc[last].idx < ends:
        last += 1
    return span.doc[first:last]


def _is_measure(span: Span) -> bool:
    """As in "sentenced to ten years", "followed a decade of peace": how long something is, not when it was done."""
    if span.label_ != "DURATION":
        return False
    return _preposition(span) in {"to", "by"} or span.root.dep_ in _ENDS


def _is_of_other_object(span: Span, head: Token) -> bool:
    """As in "opened its first office in 1921 and [its second on Monday]", which leaves out the verb."""
    objects = (child for child in head.children if child.dep_ == "dobj" and child.i < span.start)
    nouns = [child for host in (head, *objects) for child in host.children if child.dep_ == "conj"]
    others = [other for other in nouns if other.pos_ in NOMINAL | {"NUM", "PRON"} and other.i < span.start]
    times = span.doc.spans.get("times", ())
    return any(head.i < time.start and time.end <= other.left_edge.i for other in others for time in times)


def _goes_on(verb: Token) -> bool:
    """Whether a coordinated verb has the tense of the first, or its helping verbs: "arrived and met"."""
    if verb.dep_ != "conj":
        return False
    if has_child(verb, AUXILIARIES):
        return finite_verb(verb).tag_ == finite_verb(verb.head).tag_
    return verb.tag_ == verb.head.tag_


def _accompanies(verb: Token) -> bool:
    """As in "closed the border on Monday, stranding traders"; not "after signing", "having signed"."""
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or verb.i < verb.head.i or has_child(verb, AUXILIARIES):
        return False
    return not any(child.dep_ in {"mark", "prep", "advmod"} and child.i < verb.i for child in verb.children)


def _preposition(span: Span) -> str:
    return span.doc[span.start - 1].lower_ if span.start else ""


def is_range(span: Span, verb: Token) -> bool:
    """Whether a time is a range ("its worst in years"), a distance ("a week after it"), or of what is compared."""
    if _is_of_comparison(span):
        return True
    name, following = _preposition(span), span.doc[span.end : span.end + 1].text
    if span.label_ == "DURATION" and following in {"after", "before"} and name != "for":
        return True
    if not _NEW_DAY.isdisjoint({name, span.doc[span.start].lower_}) and verb.lemma_.lower() in _RESCHEDULING:
        return True
    if name != "since" and not (name in {"in", "for"} and span.label_ == "DURATION"):
        return False
    ranked = [child for child in verb.children if child.dep_ in {"dobj", "attr", "oprd"} and child.i < span.start]
    return any(token.lower_ in _RANKING or token.tag_ == "JJS" for noun in ranked for token in (noun, *noun.lefts))


def _is_of_comparison(span: Span) -> bool:
    """As in "higher than in May", "40 tonnes, against 35 in 2023", "fell to 2 from 4 in 1985": that of the other."""
    for token in reversed(span.doc[max(span.root.sent.start, span.start - _FURTHEST) : span.start]):
        before, is_next = token.nbor(-1) if token.i else token, token.i + 1 == span.start
        if token.lower_ in _COMPARING:
            return not (is_next and before.lower_ in _BOUNDING)  # "more than a week"
        if is_predicate(token) or token.text == ",":
            return False
        if token.lower_ in _OPPOSING:
            if any(word.lower_ == "to" for word in span.doc[token.i : span.start]):
                return False  # "from 60 to 62 in 2028"
            compared = [child for child in token.children if child.dep_ == "pobj" and child.i < span.start]
            return any(is_number(noun) or (before.text == "," and has_child(noun, {"nummod"})) for noun in compared)
    return False


def _sets_scene(clause: Token) -> bool:
    """As in "As he arrived this week, officials praised": both happened then, not in "as it promised this week"."""
    marks = {child.lower_ for child in clause.children if child.dep_ in {"mark", "advmod"}}
    is_comment = clause.lemma_.lower() in _COMMENTING and not has_child(clause, {"dobj", "xcomp"})
    return not marks.isdisjoint({"when", "while"}) or ("as" in marks and not is_comment)


def _lets_through(noun: Token) -> bool:
    """As in "signed a treaty in 2018" (the object) and "revenues in March were lower" (a copula's subject)."""
    if noun.dep_ in {"dobj", "attr"}:
        return True
    if noun.dep_ in {"pobj", "npadvmod"} and noun.lemma_.lower() in _PERIODS:
        return True  # "in the period between 2022 and 2024", "three times since 2020"
    if _is_told_act(noun):
        return True
    return noun.dep_ in {"nsubj", "nsubjpass"} and noun.head.lemma_ == "be"


def _is_told_act(noun: Token) -> bool:
    """As in "an earthquake on Monday killed ten", which did so when it happened; no planned summit."""
    is_subject = noun.dep_ == "nsubj" and noun.head.tag_ == "VBD" and is_event_noun(noun.lemma_.lower())
    return is_subject and firmness_of(noun).is_asserted
