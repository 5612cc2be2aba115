"""Extractors by name: the default one, and those of other packages, with a maker of frames for them.

Another package gives one by an entry point of the group ``newsgraph.extractors``. Its object makes the extractor when
it is called with the ontology in use: a class, or a function.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import EntryPoint
from inspect import signature
from types import MappingProxyType

from spacy import tokens as spacy

from kg.errors import InputError, KgError, nearest_hint
from kg.extraction import Extractor
from kg.frames.clausal import frames
from kg.frames.sources import Sources, sentence_evidence
from kg.model import Argument, Article, Factuality, Frame, Phrase
from kg.ontology import Ontology
from kg.parse.tree import Parsed, tree
from kg.plugins import loaded, others, package_of

CLAUSES = "clauses"
"""The name of the extractor that is meant where none is named."""
GROUP = "newsgraph.extractors"
"""The entry points of other packages' extractors."""
_CALLED = "an entry point names a class, or a function, that is called with the ontology in use (kg.Ontology)"


@dataclass(frozen=True)
class ClauseExtractor:
    """Extracts a frame for each clause and each event noun (``kg.frames.clausal``).

    ``nouns`` are the lemmas of nouns worth a frame of their own ("tariff", "visit").
    """

    nouns: frozenset[str] = frozenset()
    name: str = CLAUSES

    @classmethod
    def of(cls, ontology: Ontology | None = None) -> "ClauseExtractor":
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
        every = self._sources.notes.names.values()
        found = {name.start: name for name in every if span.start <= name.start < span.end}
        names = [found[start] for start in sorted(found)]
        others = {n.start: [one for one in names if one.start <= n.start and n.end <= one.end] for n in names}
        return tuple(self._sources.phrases.named(name) for name in names if others[name.start] == [name])

    def phrase(self, head: spacy.Token) -> Phrase:
        """The noun phrase of a head, with its arguments and its entity."""
        return self._sources.phrases.phrase(tree(self.doc)[head.i])

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
        doc, sources = tree(self.doc), self._sources
        token = doc[trigger.i]
        evidence = doc[words.start : words.end] if words is not None else token.sent
        return replace(
            sources.frame(token, (token,), sentence_evidence(evidence, sources.notes, self.article.id), rule),
            lemma=lemma,
            kind=kind,
            predicate_text=trigger.text,
            arguments=tuple(Argument(slot, phrase) for slot, phrases in slots.items() for phrase in phrases),
            factuality=factuality,
            negated=negated,
            confidence=confidence,
            time=sources.anchors.of_verb(token),
        )

    @cached_property
    def _sources(self) -> Sources:
        return Sources.of(self.doc)


def extractor_names() -> tuple[str, ...]:
    """The name of every extractor, ours first; none is loaded.

    Raises ``KgError`` for one of another package that has the name of another.
    """
    return (CLAUSES, *_others())


def check_extractor(name: str) -> None:
    """See that there is an extractor of a name, without making one.

    Raises ``InputError`` with the nearest for a name that is none, ``KgError`` for one of another package that cannot
    be loaded or that makes none.
    """
    known = extractor_names()
    if name not in known:
        raise InputError(f"{name!r} is no extractor", hint=nearest_hint(name, known) or f"one of {', '.join(known)}")
    if name != CLAUSES:
        _maker(_others()[name])


def extractor_named(name: str, ontology: Ontology) -> Extractor | None:
    """A new extractor of a name, for an ontology; None for newsgraph's own.

    Raises what ``check_extractor`` raises, and ``KgError`` where what is made is no extractor.
    """
    check_extractor(name)
    if name == CLAUSES:
        return None
    point = _others()[name]
    made = _maker(point)(ontology)
    if not isinstance(made, Extractor):
        told = f"{package_of(point)}: {point.value} makes no extractor but a {type(made).__name__}"
        raise KgError(told, hint="one has a name, and frames(doc, article): kg.Extractor")
    return made


def foreign_extractors() -> Iterator[tuple[EntryPoint, Callable[[Ontology], object] | KgError]]:
    """What makes the extractors of other packages, each with its entry point; for one that is at fault the error."""
    return others(GROUP, "extractor", (CLAUSES,), lambda point: (point.name, _maker(point)))


def _others() -> Mapping[str, EntryPoint]:
    """The extractors of other packages by name, in the order of names."""
    found: dict[str, EntryPoint] = {}
    for point, one in others(GROUP, "extractor", (CLAUSES,), lambda point: (point.name, point)):
        if isinstance(one, KgError):
            raise one
        found[point.name] = one
    return MappingProxyType(found)


def _maker(point: EntryPoint) -> Callable[[Ontology], object]:
    found = loaded(point, "extractor")
    if not callable(found):
        told = f"{package_of(point)}: {point.value} makes no extractor, it is a {type(found).__name__}"
        raise KgError(told, hint=_CALLED)
    try:
        signature(found).bind(None)
    except (TypeError, ValueError) as error:
        raise KgError(f"{package_of(point)}: {point.value} does not take an ontology: {error}", hint=_CALLED) from None
    return found
