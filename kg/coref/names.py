"""The names of a Doc: those of the names component, or the parser's entities where it has not run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.names.metonymy import is_of_another_time
from kg.parse.syntax import PLURAL_TAGS
from kg.parse.tree import Doc, Span

_CLASSES = {
    "PERSON": "Person",
    "GPE": "Country",
    "ORG": "Organization",
    "LOC": "Place",
    "FAC": "Place",
    "EVENT": "Event",
    "LAW": "Policy",
    "NORP": "Group",
    "PRODUCT": "Commodity",
    "WORK_OF_ART": "Topic",
}
_BESIDE = 1  # tokens between an office and its holder: a comma
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})
_BEFORE_NOUN = frozenset({"amod", "compound", "nmod"})
_GROUP = "group"
_TOLD = slice(2, 5)  # Wikidata id, alpha-3 code and country in a record of "kg.entities"


@dataclass(frozen=True, slots=True)
class Name:
    """A named span (token offsets, end excluded) with its class and node."""

    start: int
    end: int
    root: int
    cls: str
    node: str = ""
    known: bool = False
    """Whether a table vouches for the node; otherwise it was minted from the name's words."""
    people: bool = False
    """A demonym in the plural ("Americans"): it names its country and is taken up by "they"."""
    adjective: bool = False
    """A demonym before a noun ("Canadian officials")."""


def names(doc: Doc) -> Iterator[Name]:
    """Every name; groups named by role ("Chinese officials") are left out, for they are common-noun phrases."""
    if "names" not in doc.spans:
        yield from (_name(ent, _CLASSES[ent.label_]) for ent in doc.ents if ent.label_ in _CLASSES)
        return
    records = doc.user_data.get("kg.entities", {})
    for span in doc.spans["names"]:
        if span.id_ != _GROUP:
            yield _name(span, span.label_, known=any(records.get(span.kb_id_, ())[_TOLD]))


def _name(span: Span, cls: str, *, known: bool = False) -> Name:
    root = span.root
    demonym_before_noun = span.id_ == "demonym" and root.dep_ in _BEFORE_NOUN
    return Name(
        start=span.start + (span[0].pos_ == "DET" and len(span) > 1),
        end=span.end,
        root=root.i,
        cls=cls,
        node=span.kb_id_,
        known=known,
        people=span.id_ == "demonym" and root.tag_ in PLURAL_TAGS,
        adjective=span.id_ in {"", "demonym"} and (root.pos_ == "ADJ" or root.dep_ == "amod" or demonym_before_noun),
    )


def amounts(doc: Doc) -> frozenset[int]:
    """Tokens of times and of amounts of money or percent: pronouns do not take these up."""
    spans = [*doc.spans.get("times", ()), *(ent for ent in doc.ents if ent.label_ in _AMOUNTS)]
    return frozenset(token for span in spans for token in range(span.start, span.end))


def group_nodes(doc: Doc) -> Mapping[int, str]:
    """Head of a group named by role ("Chinese officials") -> its node."""
    return {span.root.i: span.kb_id_ for span in doc.spans.get("names", ()) if span.id_ == _GROUP}


def holdings(doc: Doc) -> Iterator[tuple[int, int]]:
    """Heads of a person's name and of the office that stands right beside it ("founder of Google, Larry Page")."""
    pairs: dict[str, list[Span]] = {}
    for span in doc.spans.get("holdings", ()):
        pairs.setdefault(span.id_, []).append(span)
    for found in pairs.values():
        first, last = min(found, key=_start), max(found, key=_start)
        if last.start - first.end <= _BESIDE:
            yield first.root.i, last.root.i


def holder_nodes(doc: Doc) -> Mapping[int, str]:
    """Head of an office's name -> the person who holds it, where the text speaks of the time of this holder."""
    known = doc.user_data.get("kg.holders", {})
    offices = (span for span in doc.spans.get("names", ()) if span.kb_id_ in known)
    return {span.root.i: known[span.kb_id_] for span in offices if not is_of_another_time(span, span.root)}


def _start(span: Span) -> int:
    return span.start
