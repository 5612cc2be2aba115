"""The names of recorded sentences: each phenomenon with cases that fire and controls that must not."""

import re
from collections import Counter
from datetime import date as isodate

import pytest
from spacy.tokens import Doc, Span

from kg.gazetteer import Gazetteer
from kg.model import Article, ArticleId, Block, BlockKind, Entity, Link, NodeId
from kg.names.component import Names
from kg.parse.readings import Reading, put, reading_of
from kg.reader import Reader
from tests.reader.name_cases import PARSES, Case, cases
from tests.reader.recorded import parses, recorded

_PARSES = parses(PARSES)
_GAZETTEER = Gazetteer.load()
_DAY = "2026-01-14"
_OWN = re.compile("-[0-9a-f]{8}$")


def _read(text: str, date: str = _DAY) -> Doc:
    doc = recorded(_PARSES[text])
    put(doc, Reading(date=isodate.fromisoformat(date) if date else None))
    return Names(_GAZETTEER)(doc)


def _fields(span: Span) -> tuple[str, str, str, str]:
    """What the cases tell of a name; "-own" stands for the digest in the id of what only its article speaks of."""
    return span.text, span.label_, _OWN.sub("-own", span.kb_id_), span.id_


def _fits(wanted: str, span: Span) -> bool:
    return all(want in ("", field) for want, field in zip(wanted.split("|"), _fields(span), strict=False))


def test_the_cases_are_all_there() -> None:
    counts = Counter(case.rule for case in cases())
    assert sum(counts.values()) >= 70
    assert set(counts) == {
        "acronym", "demonym", "group", "metonym", "metonym/city", "name", "office", "person", "results", "seat",
    }  # fmt: skip


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_a_sentence_has_its_names_and_no_others(case: Case) -> None:
    doc = _read(case.text, case.date)
    found = list(doc.spans["names"])
    missing = [want for want in case.has if not any(_fits(want, span) for span in found)]
    extra = [bad for bad in case.lacks if any(_fits(bad, span) for span in found)]
    assert (missing, extra) == ([], []), [_fields(span) for span in found]
    entities = reading_of(doc).names.entities
    for span in found:  # every name has its entity, and clean edges
        assert span.kb_id_ in entities
        assert span.text[0].isalnum()
        assert not span.text.endswith(("'s", "’s", ","))
        assert not span.text.startswith(("the ", "a ", "an "))
    assert {link.target for entity in entities.values() for link in entity.links} <= set(entities)


@pytest.mark.parametrize("case", [case for case in cases() if case.holds], ids=lambda case: case.text[:60])
def test_a_sentence_says_who_holds_what(case: Case) -> None:
    pairs: dict[str, dict[str, Span]] = {}
    doc = _read(case.text, case.date)
    for span in doc.spans["holdings"]:
        pairs.setdefault(span.id_, {})[span.label_] = span
    said = {f"{pair['person'].text}|{pair['office'].text}|{pair['office'].kb_id_}" for pair in pairs.values()}
    assert set(case.holds) <= said


def test_what_is_named_is_an_entity_with_its_country() -> None:
    doc = _read("Chinese officials and state media framed the visit as a chance.")
    entities = reading_of(doc).names.entities
    (node,) = (node for node in entities if node.startswith("chinese-officials-"))
    links = frozenset({Link("ofCountry", NodeId("china"))})
    assert entities[node] == Entity(NodeId(node), "Group", "Chinese officials", country="CHN", links=links)
    assert entities["china"].wikidata == "Q148"
    assert entities["china"].position == _GAZETTEER.country("CHN").position


def test_names_survive_a_round_trip_of_the_doc() -> None:
    doc = _read("Beijing urged Ottawa to drop the tariffs.")
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [_fields(span) for span in again.spans["names"]] == [_fields(span) for span in doc.spans["names"]]


@pytest.mark.parametrize(("date", "holder"), [(_DAY, "friedrich-merz"), ("", None)])
def test_the_holder_of_an_office_is_known_by_the_date(date: str, holder: str | None) -> None:
    doc = _read("Mark Carney, the Canadian prime minister, met Germany's chancellor.", date)
    office = next(span for span in doc.spans["names"] if span.text == "Germany's chancellor")
    assert reading_of(doc).names.holders.get(office.kb_id_) == holder


def test_reading_writes_nothing_twice() -> None:
    doc = _read("Beijing urged Ottawa to drop the tariffs.")
    once = [_fields(span) for span in doc.spans["names"]]
    assert [_fields(span) for span in Names(_GAZETTEER)(doc).spans["names"]] == once
    assert len(set(once)) == len(once)


def test_an_empty_doc_has_no_names() -> None:
    doc = Names(_GAZETTEER)(Doc(recorded(next(iter(_PARSES.values()))).vocab))
    assert list(doc.spans["names"]) == []
    assert reading_of(doc).names.entities == {}


@pytest.mark.model
def test_a_pair_of_countries_is_two_names() -> None:
    text = "The U.S.-China trade war worsened U.S.–Mexico ties."
    article = Article(id=ArticleId("pair"), text=text, blocks=(Block(0, len(text), BlockKind.PARAGRAPH),))
    _, doc = next(iter(Reader.load().read([article])))
    assert [span.text for span in doc.spans["names"]] == ["U.S.", "China", "U.S.", "Mexico"]
