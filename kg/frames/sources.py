"""Provenance of a frame: its evidence, its source, and the rules that had a part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.coref.pronouns import THIRD_PERSON
from kg.factuality.complements import DISCLAIMED
from kg.factuality.composition import firmness_of
from kg.factuality.operators import is_negative_phrase
from kg.factuality.signatures import Firmness, signature
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.phrases import Phrases
from kg.frames.summary import UNSAID
from kg.lexicon import words
from kg.model import ArticleId, BlockKind, Entity, Evidence, Factuality, Frame
from kg.model.classes import ACTORS
from kg.model.construction import Construction
from kg.parse.control import subjects
from kg.parse.provenance import ATTRIBUTION, FIRMNESS, rule_id
from kg.parse.readings import reading_of
from kg.parse.syntax import NOMINAL, SUBJECTS, VERBAL, has_child, is_passive, is_predicate
from kg.parse.tree import Span, Token

_OFFICIAL = frozenset({"Government", "PublicBody", "InternationalOrganization", "Country", "Office"})
_NOBODY = frozenset({"we", "i", "that", "which", "this"})
"""The article's own voice ("we announce"), and conjunctions that the parser takes for a subject."""
_ANNOUNCES = "announce"
_HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
_HELD = words("reporting", "forms", "negated", "deny")
"""Verbs that tell, denied, what the source holds not to be so."""
_ASSERTED = Firmness()
_REQUESTED = rule_id(ATTRIBUTION, "requester")


def sentence_evidence(sentence: Span, notes: Annotations, article: ArticleId) -> Evidence:
    """The text of a sentence, stripped, as evidence; a name or time that its end would split is included whole."""
    spans = [sentence, *(span for span in notes.broken if span.start < sentence.end and span.end > sentence.start)]
    whole = sentence.doc[min(span.start for span in spans) : max(span.end for span in spans)]
    text = whole.text
    start = whole.start_char + len(text) - len(text.lstrip())
    return Evidence(article, start, start + len(text.strip()), text.strip())


@dataclass(frozen=True)
class Source:
    """The source of a clause; all fields are empty for the article's own voice."""

    source: Entity | None = None
    reported_by: Entity | None = None
    own_act: bool = False
    claimed_on: date | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sources:
    """The sources of the clauses of one Doc."""

    notes: Annotations
    phrases: Phrases
    anchors: TimeAnchors

    def said(self, verb: Token, *, subject: Entity | None) -> Source:
        """The source of the clause of ``verb``; where it is also its ``subject``, it announces its own act."""
        requester, index = self._requester(verb), self.notes.attributed[verb.i]
        voices = {
            voice.id: voice
            for voice in (requester, self._source(index), self._source(self.notes.enclosing[verb.i]))
            if voice is not None
        }
        source, reporter, *_ = *voices.values(), None, None
        rules = (_REQUESTED,) if requester is not None else ()
        if index is None or source is None:
            return Source(source, rules=rules)
        firm = firmness_of(verb)
        if firm.rule == DISCLAIMED and not firm.is_asserted:
            return Source()  # "denied knowing that"
        told = self.notes.attributions[index]
        is_own = told.kind == _ANNOUNCES and source.cls in _OFFICIAL and subject is not None and subject.id == source.id
        time = self.anchors.of_verb(self.notes.doc[slice(*told.cue)].root)
        claimed = time.start if time is not None and time.start == time.end else None
        return Source(source, reporter, is_own, claimed, (*told.rules, *rules))

    def omission_cause(self, word: Token) -> str:
        """``UNSAID`` where a clause or noun is told by a pronoun left open ("they said"); else the empty string."""
        reports = (self.notes.attributed[word.i], self.notes.enclosing[word.i])
        found = (self.notes.speakers[index] for index in reports if index is not None)
        roots = (self.notes.doc[slice(*speaker)].root for speaker in found if speaker is not None)
        return UNSAID if any(self._is_left_open(root) for root in roots) else ""

    def _is_left_open(self, root: Token) -> bool:
        """A text that begins with "she said" is about her; not one that quotes somebody who does."""
        if root.lower_ not in THIRD_PERSON or self.phrases.entity(root).label.lower() not in THIRD_PERSON:
            return False
        quoted = self.notes.attributed[root.i] is not None
        return quoted or any(token.pos_ in NOMINAL for token in self.notes.doc[: root.i])

    def frame(  # noqa: PLR0913 - what all frames have
        self,
        head: Token,
        trigger: Sequence[Token],
        evidence: Evidence,
        rule: Construction | str,
        *,
        said: Source = Source(),
        firmness: Firmness = _ASSERTED,
    ) -> Frame:
        """A frame of the event that ``head`` names, evoked by the tokens of ``trigger``: a bare copula, to be replaced.

        ``rule`` is its ``Construction``, or the id of another package's.
        """
        return Frame(
            id=self.phrases.event_id(head),
            lemma="be",
            kind="copula",
            start=trigger[0].idx,
            end=trigger[-1].idx + len(trigger[-1]),
            predicate_text="",
            arguments=(),
            sentence=evidence,
            factuality=firmness.value,
            firmness_cue=firmness.cue,
            negated=firmness.negated,
            rule=str(rule),
            confidence=1.0,
            source=said.source,
            reported_by=said.reported_by,
            in_heading=reading_of(self.notes.doc).kind_at(trigger[0].idx) in _HEADINGS,
            rules=said.rules,
        )

    def is_cue(self, verb: Token) -> bool:
        """Whether a verb is only the cue of an attribution."""
        return verb.i in self._cues

    def rules(self, head: Token, firmness: Firmness, said: Source) -> tuple[str, ...]:
        """The ids of a frame's rules: repairs at its head, its factuality, the cue of its source, its time."""
        decided = (rule_id(FIRMNESS, rule) for rule in firmness.rules)
        mended = (rule for token in (head, *head.children) for rule in self.notes.mended.get(token.i, ()))
        return (*mended, *decided, *said.rules, *self.anchors.rules(head))

    @cached_property
    def _cues(self) -> frozenset[int]:
        return frozenset(place for each in self.notes.attributions for place in range(*each.cue))

    def _source(self, index: int | None) -> Entity | None:
        speaker = self.notes.speakers[index] if index is not None else None
        if index is None or speaker is None or self.notes.attributions[index].leaves_open_who:
            return None
        root = self.notes.doc[slice(*speaker)].root
        cue = self.notes.doc[slice(*self.notes.attributions[index].cue)].root
        if cue.pos_ in VERBAL and cue.lemma_ not in _HELD and firmness_of(cue).is_denied:
            return None  # "would neither confirm nor deny that"; who does not believe it holds it not to be so
        if is_negative_phrase(root):
            return None  # "no minister said", "few ministers expect"
        found = self.phrases.entity(root)
        if root.lower_ in _NOBODY and found.label.lower() == root.lower_:
            return None
        return found if found.cls != "Quantity" else None  # "of the dead, 40 percent were": no number says anything

    def _requester(self, verb: Token) -> Entity | None:
        """As in "Beijing urged Ottawa to pursue autonomy": the pursuit is Beijing's word, not the article's."""
        while verb.dep_ == "conj" and is_predicate(verb.head) and not has_child(verb, SUBJECTS):
            verb = verb.head  # "urged Chad to stop and to leave"
        governor = verb.head
        if verb.dep_ not in {"xcomp", "ccomp"} or not is_predicate(governor) or is_passive(governor):
            return None
        asks = signature("to", "verbs", governor.lemma_.lower())
        if asks is None or asks.holds.value is not Factuality.REQUESTED:
            return None
        asking, asked = subjects(governor), subjects(verb)
        if not asking or not asked or asking[0] == asked[0]:
            return None
        found = self.phrases.entity(asking[0])
        return found if found.cls in ACTORS else None  # no agreement that encourages X to sign says so
