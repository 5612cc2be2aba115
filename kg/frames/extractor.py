"""The default extractor, and a maker of frames for other extractors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy import tokens as spacy

from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.clausal import frames
from kg.frames.phrases import Phrases
from kg.frames.sources import Sources, sentence_evidence
from kg.model import Argument, Article, Factuality, Frame, Phrase
from kg.ontology import Ontology
from kg.parse.tree import Doc, Parsed, tree

CLAUSES = "clauses"
"""The name of the extractor that is meant where none is named."""


@dataclass(frozen=True)
class ClauseExtractor:
    """Extracts a frame for each clause and each event noun (``kg.frames.clausal``).

    ``nouns`` are the lemmas of nouns worth a frame of their own ("tariff", "visit").
    """

    nouns: frozenset[str] = frozenset()
    name: str = CLAUSES

    @classmethod
    def of(cls, ontology: Ontology | None = None) -> ClauseExtractor:
        """The extractor of the event nouns that an ontology has wordings for; by default the packaged ontology."""
        return cls((ontology or Ontology.load()).nouns)

    def frames(self, doc: Parsed, article: Article) -> Iterator[Frame]:
        """Every frame of the article, in order of the text."""
        return frames(doc, article, nouns=self.nouns)


@dataclass(frozen=True)
class FrameMaker:
    """Makes frames of a Doc for an extractor, with ids, evidence and entities as ``ClauseExtractor`` does."""

    doc: spacy.Doc
    article: Article

    def names(self, span: spacy.Span) -> tuple[Phrase, ...]:
        """The outermost names within a span, in order, each with its entity."""
        found = {name.start: name for name in self._notes.names.values() if span.start <= name.start < span.end}
        outer = [found[start] for start in sorted(found)]
        return tuple(
            self._phrases.named(name)
            for name in outer
            if not any(other is not name and other.start <= name.start and name.end <= other.end for other in outer)
        )

    def phrase(self, head: spacy.Token) -> Phrase:
        """The noun phrase of a head, with its arguments and its entity."""
        return self._phrases.phrase(self._tree[head.i])

    def frame(  # noqa: PLR0913 - a frame has as many sides
        self,
        lemma: str,
        trigger: spacy.Token,
        slots: Mapping[str, Sequence[Phrase]],
        *,
        rule: str,
        words: spacy.Span | None = None,
        kind: str = "verb",
        factuality: Factuality = Factuality.ASSERTED,
        negated: bool = False,
        confidence: float = 1.0,
    ) -> Frame:
        """A frame of a lemma ("sign") that a token stands for; its sentence, or ``words``, is the evidence.

        ``slots`` are "subject", "object" or a preposition, as wordings of the ontology name them; ``rule`` is what
        statements will name as the construction that made them. Its time is what the sentence says of the token.
        """
        token = self._tree[trigger.i]
        evidence = self._tree[words.start : words.end] if words is not None else token.sent
        return replace(
            self._sources.frame(token, (token,), sentence_evidence(evidence, self._notes, self.article.id), rule),
            lemma=lemma,
            kind=kind,
            predicate_text=trigger.text,
            arguments=tuple(Argument(slot, phrase) for slot, phrases in slots.items() for phrase in phrases),
            factuality=factuality,
            negated=negated,
            confidence=confidence,
            time=self._anchors.of_verb(token),
        )

    @cached_property
    def _tree(self) -> Doc:
        return tree(self.doc)

    @cached_property
    def _notes(self) -> Annotations:
        return Annotations.of(self._tree)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._notes)

    @cached_property
    def _sources(self) -> Sources:
        return Sources(self._notes, self._phrases, self._anchors)

    @cached_property
    def _anchors(self) -> TimeAnchors:
        return TimeAnchors(self._notes)
