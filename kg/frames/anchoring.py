"""Time anchoring: which time expression dates which verb or event noun of a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.frames.annotations import Annotations
from kg.lexicon import words
from kg.model import Precision, TimeSpan
from kg.parse.provenance import TIME, rule_id
from kg.parse.syntax import AUXILIARIES, NOMINAL, SUBJECTS, clause_tense, has_child, is_predicate
from kg.parse.tree import Span, Token
from kg.time.component import extent, rule

_RANKING, _COMPARING = (words("clauses", "ranking", name) for name in ("words", "comparing"))
_AHEAD, _ASKING = words("times", "tense", "scheduled"), words("signatures", "urge", "act_verbs")
_ENDS, _DATED = frozenset({"dobj", "nsubj", "nsubjpass"}), frozenset({"DATE", "TIME", "DURATION"})
_FINEST_FIRST = (*Precision, None)


@dataclass(frozen=True)
class TimeAnchors:
    """The times of one Doc, by the verb or noun that they date."""

    notes: Annotations

    def of_verb(self, verb: Token) -> TimeSpan | None:
        """When the clause of a verb happened or holds, or None; a date before the first conjunct dates all."""
        return interval(span) if (span := self._of_verb(verb)) else None

    def of_noun(self, noun: Token) -> TimeSpan | None:
        """When the event of a noun took place; None where there is none."""
        return interval(span) if (span := self._best(noun)) else None

    def rules(self, head: Token) -> tuple[str, ...]:
        """The id of the rule that recognized the time of a verb or noun; empty where it has none."""
        span = self._best(head) if head.pos_ in NOMINAL else self._of_verb(head)
        return (rule_id(TIME, rule(span)),) if span is not None else ()

    def _of_verb(self, verb: Token) -> Span | None:
        """Its own day, or that of the clause round it: "arrived on Monday and met", "As he came this week, they met".

        None for a clause with a tense of its own, and with a subject of its own unless the day stands before both: "On
        Monday X arrived and Y left". A day that comes after both verbs is that of the last.
        """
        own, above = self._best(verb), verb.head
        if own is not None:
            return own
        if verb.i > above.i and _sets_scene(verb):
            return self._best(above)
        scene = next(filter(_sets_scene, verb.lefts), None)
        if scene is not None:
            return self._best(scene)
        if not is_predicate(above) or not _goes_on(verb):
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
            verb, noun = _dated_verb(span), span.root.head
            noun = noun.head if span.root.dep_ in {"pobj", "pcomp"} else noun
            is_dated = noun.pos_ in NOMINAL and noun not in span and not is_range(span, noun)
            for head in (verb, noun if is_dated else None):
                if head is not None:
                    found[head.i] = (*found.get(head.i, ()), span)
        return found

    def _best(self, head: Token) -> Span | None:
        """The most telling of the times that date a head: a dated one before an undated one, the finest, the first."""
        spans = (one for one in self._dates.get(head.i, ()) if one.label_ in _DATED and not one.kb_id_.endswith("_REF"))
        found = [(interval(span), span) for span in spans if not _is_of_object(span, head)]
        dated = [(time, span) for time, span in found if time.start or time.end]
        best = min(dated or found, key=lambda pair: _FINEST_FIRST.index(pair[0].precision), default=None)
        return best[1] if best is not None else None


def _dated_verb(span: Span) -> Token | None:
    """The verb of "signed a treaty in 2018", "sales in March were low"; none of "the treaty of 2018", "for 2018"."""
    token, head = span.root, span.root.head
    if token.dep_ in {"compound", "amod", "nummod", "poss"} or (head.i >= span.end and head.pos_ in NOMINAL):
        return None
    for above in (token, *token.ancestors):
        if is_predicate(above):
            return above if not is_range(span, above) else None
        is_noun = above not in span and above.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}
        is_open = above.dep_ in {"dobj", "attr"} or (above.dep_ in SUBJECTS and above.head.lemma_ == "be")
        is_own = _preposition(span) == "of" or (_preposition(span) == "for" and span.label_ != "DURATION")
        if is_noun and (is_own or not is_open):
            return None
    return None


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
    while first and span.doc[first - 1].idx >= begins and span.doc[first - 1].dep_ != "prt":  # "sworn in on Monday"
        first -= 1
    while last < len(span.doc) and span.doc[last].idx < ends:
        last += 1
    return span.doc[first:last]


def _is_of_object(span: Span, head: Token) -> bool:
    """As in "sentenced to ten years", "expects [rain on Monday]", "bought one in 1921 and [another on Monday]"."""
    before = _preposition(span)
    is_asked = before == "for" and head.lemma_ in _ASKING and span.doc[span.start - 2] == head  # "asked for ten years"
    is_told = before in {"to", "by", "from"} or is_asked
    is_measure = span.label_ == "DURATION" and (is_told or span.root.dep_ in _ENDS)
    objects = [child for child in head.children if child.dep_ == "dobj" and child.i < span.start]
    if is_measure or (objects and head.lemma_ in _AHEAD and head.tag_ in {"VBP", "VBZ"}):
        return True
    nouns = [child for host in (head, *objects) for child in host.children if child.dep_ == "conj"]
    others = [other for other in nouns if other.pos_ in NOMINAL | {"NUM", "PRON"} and other.i < span.start]
    times = span.doc.spans.get("times", ())
    return any(head.i < time.start and time.end <= other.left_edge.i for other in others for time in times)


def _sets_scene(clause: Token) -> bool:
    """As in "As he arrived this week, officials praised", "when Canada imposed tariffs": both happened then."""
    marks = (child.lower_ for child in clause.children if child.dep_ in {"mark", "advmod"})
    return clause.dep_ == "advcl" and any(mark in {"as", "when", "while"} for mark in marks)


def _goes_on(verb: Token) -> bool:
    """Whether a clause goes on in the tense of the one before, or with it: "closed it on Monday, stranding traders"."""
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        before = {child.dep_ for child in verb.lefts}
        return verb.i > verb.head.i and not before & {"mark", "prep", "advmod", *AUXILIARIES}
    if has_child(verb, AUXILIARIES):  # not "promised in May, but had not begun"
        return verb.dep_ == "conj" and clause_tense(verb) == clause_tense(verb.head)
    return verb.dep_ == "conj" and verb.tag_ == verb.head.tag_


def _preposition(span: Span) -> str:
    return span.doc[span.start - 1].lower_ if span.start else ""


def is_range(span: Span, head: Token) -> bool:
    """Whether a time is a range ("its worst in years"), a distance ("a week after it") or of what is compared."""
    name, following = _preposition(span), span.doc[span.end : span.end + 1].text
    if span.label_ == "DURATION" and following in {"after", "before"} and name != "for":
        return True
    near = _phrase_before(span, head)
    told = f" {' '.join(token.lower_ for token in span.doc[near.start : span.start])} "
    is_bare = near.text.endswith(" than") and span.label_ != "DURATION"  # not "for more than ten years"
    if is_bare or any(f" {words} " in told for words in _COMPARING):
        return True  # "fewer than in 2023", "unlike Niger in 2023"
    if name != "since" and not (name in {"in", "for"} and span.label_ == "DURATION"):
        return False
    ranked = [child for child in head.children if child.dep_ in {"dobj", "attr", "oprd"} and child.i < span.start]
    found = [token for noun in ranked for token in (noun, *noun.lefts)] + [*(near if name == "since" else ())]
    return any((token.lower_ in _RANKING and token.pos_ != "ADV") or token.tag_ == "JJS" for token in found)


def _phrase_before(span: Span, head: Token) -> Span:
    """What stands before a time since its verb or the last comma, but one right before it: "than in May, in 2023"."""
    doc, start, least = span.doc, with_bounds(span).start, head.sent.start
    if head.i < start:
        least = head.left_edge.i if head.pos_ in NOMINAL else head.i + 1
    first = start
    while first > least and (doc[first - 1].text != "," or (first > start - 2 and head.i < start)):
        first -= 1
    return doc[first:start]
