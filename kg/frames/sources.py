"""Provenance of a frame: its evidence, its source, and the rules that had a part in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.coref.anaphora import THIRD_PERSON
from kg.factuality.complements import DISCLAIMED
from kg.factuality.composition import firmness_of
from kg.factuality.operators import is_negative_phrase
from kg.factuality.signatures import PLAIN, Firmness
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.phrases import Phrases
from kg.frames.summary import UNSAID
from kg.lexicon import words
from kg.model import ArticleId, BlockKind, Entity, Evidence, Frame
from kg.model.construction import Construction
from kg.parse.provenance import FIRMNESS, rule_id
from kg.parse.readings import reading_of
from kg.parse.syntax import NOMINAL, VERBAL
from kg.parse.tree import Parsed, Span, Token

_OFFICIAL = frozenset({"Government", "PublicBody", "InternationalOrganization", "Country", "Office"})
_NOBODY = frozenset({"we", "i", "that", "which", "this"})
"""The article's own voice ("we announce"), and conjunctions that the parser takes for a subject."""
_HELD = words("reporting", "forms", "negated", "deny")
"""Verbs that tell, denied, what the source holds not to be so."""


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

    @classmethod
    def of(cls, doc: Parsed) -> "Sources":
        """Those of a Doc that the components have annotated."""
        notes = Annotations.of(doc)
        return cls(notes, Phrases(notes), TimeAnchors(notes))

    def said(self, verb: Token, *, subject: Entity | None) -> Source:
        """The source of the clause of ``verb``; where it is also its ``subject``, it announces its own act."""
        spoken = self.notes.speakers.of(verb)
        voices = {voice.id: voice for head in spoken.sources if (voice := self._voice(head)) is not None}
        source, reporter, *_ = *voices.values(), None, None
        told = spoken.attribution
        firm = firmness_of(verb)
        cue = self.notes.doc[slice(*told.cue)].root if told is not None else verb
        # "would neither confirm nor deny"; who does not believe it holds it not to be so
        is_withheld = cue.pos_ in VERBAL and cue.lemma_ not in _HELD and firmness_of(cue).is_denied
        if told is not None and (is_withheld or (firm.rule == DISCLAIMED and not firm.is_asserted)):
            return Source()  # "said it was not aware that"
        if told is None or source is None:
            return Source(source, rules=spoken.rules if voices else ())
        is_own = told.kind == "announce" and source.cls in _OFFICIAL and subject is not None and subject.id == source.id
        time = self.anchors.of_verb(cue)
        claimed = time.start if time is not None and time.start == time.end else None
        return Source(source, reporter, is_own, claimed, spoken.rules)

    def omission_cause(self, word: Token) -> str:
        """``UNSAID`` where a clause or noun is told by a pronoun left open ("they said"); else the empty string.

        A text that begins with "she said" is about her; not one that quotes somebody who does.
        """
        for root in self.notes.speakers.of(word).sources:
            is_open = root.lower_ in THIRD_PERSON and self.phrases.entity(root).label.lower() in THIRD_PERSON
            quoted = bool(self.notes.speakers.holding(root))
            if is_open and (quoted or any(token.pos_ in NOMINAL for token in self.notes.doc[: root.i])):
                return UNSAID
        return ""

    def frame(  # noqa: PLR0913 - what all frames have
        self,
        head: Token,
        trigger: Sequence[Token],
        evidence: Evidence,
        rule: Construction | str,
        *,
        said: Source = Source(),
        firmness: Firmness = PLAIN,
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
            in_heading=reading_of(self.notes.doc).kind_at(trigger[0].idx) in {BlockKind.TITLE, BlockKind.HEADING},
            rules=said.rules,
        )

    def rules(self, head: Token, firmness: Firmness, said: Source) -> tuple[str, ...]:
        """The ids of a frame's rules: repairs at its head, its factuality, the cue of its source, its time."""
        decided = (rule_id(FIRMNESS, rule) for rule in firmness.rules)
        mended = (rule for token in (head, *head.children) for rule in self.notes.mended.get(token.i, ()))
        return (*mended, *decided, *said.rules, *self.anchors.rules(head))

    @cached_property
    def cues(self) -> frozenset[int]:
        """The words by which attributions are told; a verb among them tells nothing else."""
        return frozenset(place for each in self.notes.speakers.attributions for place in range(*each.cue))

    def _voice(self, head: Token) -> Entity | None:
        """Who speaks; None for the article's own "we", for "no minister", and for "40 percent": no number speaks."""
        found = self.phrases.entity(head)
        is_own = head.lower_ in _NOBODY and found.label.lower() == head.lower_
        return None if is_own or is_negative_phrase(head) or found.cls == "Quantity" else found
