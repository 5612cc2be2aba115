"""Frames that the text marks without a verb: a person with an office, a place with its country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc, Span

from kg.frames.annotations import Annotations
from kg.frames.phrases import Phrases
from kg.frames.sources import Said, Sources
from kg.model import Argument, Article, ArticleId, Evidence, Factuality, Frame
from kg.parse.intervals import Stretches
from kg.parse.nouns import noun_class


@dataclass(frozen=True)
class Pairs:
    """Pairs of names in one Doc."""

    doc: Doc
    article: Article
    notes: Annotations
    phrases: Phrases
    sources: Sources

    def frames(self) -> Iterator[Frame]:
        """A frame a pair: ``holding`` (person, office) or ``location`` (place, country)."""
        yield from self._holding_frames()
        yield from self._location_frames()

    def _holding_frames(self) -> Iterator[Frame]:
        """Persons with the offices that the text gives them ("Prime Minister Mark Carney")."""
        pairs: dict[str, dict[str, Span]] = {}
        for span in self.doc.spans.get("holdings", ()):
            pairs.setdefault(span.id_, {})[span.label_] = span
        for pair in pairs.values():
            if pair.keys() >= {"person", "office"} and not self._is_silent(pair["person"]):
                yield self._holding_frame(pair["person"], pair["office"])

    def _location_frames(self) -> Iterator[Frame]:
        """As in "Sofia, Bulgaria" and "the Bulgarian city of Sofia": a place with its country."""
        for place, country, rule in (*self._after_comma(), *self._of_kind()):
            inside, outside = self.phrases.named(place), self.phrases.named(country)
            if inside.entity.country not in {"", outside.entity.country} or self._is_silent(place):
                continue
            first, last = sorted((place, country), key=lambda span: span.start)
            yield Frame(
                id=self.phrases.event_id(place.root),
                lemma="locate",
                kind="location",
                start=first.start_char,
                end=last.end_char,
                predicate_text="",
                arguments=(Argument("subject", inside), Argument("object", outside)),
                sentence=sentence_evidence(place.root.sent, self.notes, self.article.id),
                factuality=Factuality.ASSERTED,
                rule=rule,
                confidence=1.0,
            )

    def _after_comma(self) -> Iterator[tuple[Span, Span, str]]:
        """Places with the country that stands right behind them."""
        for place, country in pairwise(self._names()):
            if place.label_ != "Place" or country.label_ != "Country" or country.id_ != "name":
                continue
            is_behind = country.start == place.end + 1 and self.doc[place.end].text == ","
            if is_behind and self.doc[place.start].sent == self.doc[country.start].sent:
                yield place, country, "location/comma"

    def _of_kind(self) -> Iterator[tuple[Span, Span, str]]:
        """Places named as the city, town or province of a country that an adjective tells."""
        for place in self._names():
            preposition = place.root.head
            if place.label_ != "Place" or place.root.dep_ != "pobj" or preposition.lower_ != "of":
                continue
            kind = preposition.head
            told = [self.notes.inside.get(child.i) for child in kind.lefts if child.dep_ == "amod"]
            countries = [name for name in told if name is not None and name.label_ == "Country"]
            if noun_class(kind.lemma_.lower()) == "Place" and len(countries) == 1:
                yield place, countries[0], "location/demonym"

    def _names(self) -> list[Span]:
        return sorted(self.notes.names.values(), key=lambda span: span.start)

    def _is_silent(self, span: Span) -> bool:
        return bool(self._silent.at(span.start_char))

    @cached_property
    def _silent(self) -> Stretches:
        return Stretches.of(block for block in self.article.blocks if not block.kind.makes_statements)

    def _holding_frame(self, person: Span, office: Span) -> Frame:
        quoted = any(quote.label_ == "direct" and person.root in quote for quote in self.doc.spans.get("quotes", ()))
        said = self.sources.said(person.root, subject=None) if quoted else Said()
        first, last = sorted((person, office), key=lambda span: span.start)
        return Frame(
            id=self.phrases.event_id(office.root),
            lemma="hold",
            kind="holding",
            start=office.start_char,
            end=office.end_char,
            predicate_text="",
            arguments=(
                Argument("subject", self.phrases.named(person)),
                Argument("object", self.phrases.named(office)),
            ),
            sentence=sentence_evidence(
                first.root.sent if first.root.sent == last.root.sent else self.doc[first.start : last.end],
                self.notes,
                self.article.id,
            ),
            factuality=Factuality.PLANNED if office.kb_id_ == "elect" else Factuality.ASSERTED,
            rule=f"holding/{office.kb_id_ or 'current'}"
            if office.kb_id_ in {"current", "former", "acting", "elect"}
            else "holding/current",
            confidence=1.0,
            source=said.source,
            reported_by=said.reported_by,
            rules=said.rules,
        )


def sentence_evidence(sentence: Span, notes: Annotations, article: ArticleId) -> Evidence:
    """The sentence without the white space round it, and all of a name or time that it breaks off within."""
    spans = [sentence, *(span for span in notes.broken if span.start < sentence.end and span.end > sentence.start)]
    whole = sentence.doc[min(span.start for span in spans) : max(span.end for span in spans)]
    text = whole.text
    start = whole.start_char + len(text) - len(text.lstrip())
    return Evidence(article, start, start + len(text.strip()), text.strip())
