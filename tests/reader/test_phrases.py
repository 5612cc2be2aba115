"""A noun phrase as a value: its words, its label, what hangs on it, and what it stands for."""

from kg.frames.annotations import Annotations
from kg.frames.noun_phrases import core, counted_noun, label_tokens
from kg.frames.noun_phrases import text as words
from kg.frames.phrases import Phrases
from kg.gazetteer.words import shared_id
from kg.model import Phrase
from tests.cases import tried_on
from tests.parses import annotated, at, parsed


def phrase(text: str, head: str) -> Phrase:
    doc = annotated(text)
    return Phrases(Annotations.of(doc)).phrase(at(doc, head))


@tried_on("text", "head", "expected")
def test_the_core_ends_before_a_clause_an_apposition_a_list_or_a_conjunct(text: str, head: str, expected: str) -> None:
    assert words(core(at(parsed(text), head))) == expected


@tried_on("text", "head", "expected")
def test_the_label_keeps_a_restrictive_clause_and_drops_the_determiner(text: str, head: str, expected: str) -> None:
    full, _ = label_tokens(at(parsed(text), head))
    assert words(full) == expected


@tried_on("text", "head", "expected")
def test_a_phrase_is_about_what_is_counted(text: str, head: str, expected: str) -> None:
    assert counted_noun(at(parsed(text), head)).text == expected


def test_a_year_is_no_quantity() -> None:
    assert phrase("Norway praised the 2024 agreement.", "agreement").quantity is None


def test_an_office_that_acts_is_its_holder_where_the_article_names_one() -> None:
    text = "Prime Minister Jonas Gahr Store left. The prime minister praised Sweden."
    doc = annotated(text)
    notes = Annotations.of(doc)
    office = [token for token in doc if token.text == "minister"][-1]
    assert Phrases(notes).entity(office).cls == "Person"
    became = annotated("Anna Berg became prime minister of Norway.")
    assert Phrases(Annotations.of(became)).entity(at(became, "minister")).cls == "Office"


@tried_on("text", "head", "node")
def test_goods_of_the_tables_are_the_same_in_every_article(text: str, head: str, node: str) -> None:
    entity = phrase(text, head).entity
    assert (entity.id, bool(entity.hs_code)) == (node, True)


@tried_on("text", "head")
def test_what_has_neither_a_name_nor_a_place_in_the_tables_is_the_own_of_its_article(text: str, head: str) -> None:
    first, again, other = (_in_article(article, text, head) for article in ("a", "a", "b"))
    assert first == again
    assert first != other
    assert first.rpartition("-")[0] == other.rpartition("-")[0]


def _in_article(article: str, text: str, head: str) -> str:
    doc = annotated(text, article=article)
    return Phrases(Annotations.of(doc)).phrase(at(doc, head)).entity.id


@tried_on("text", "head", "cls", "label")
def test_people_of_a_country_are_a_group_and_not_the_country(text: str, head: str, cls: str, label: str) -> None:
    entity = phrase(text, head).entity
    assert (entity.cls, entity.label, entity.country) == (cls, label, "SYR")


@tried_on("text", "head", "country")
def test_a_phrase_belongs_to_the_one_country_that_its_words_place_it_in(text: str, head: str, country: str) -> None:
    assert phrase(text, head).entity.country == country


@tried_on("text", "countries")
def test_one_noun_behind_two_countries_is_two_groups(text: str, countries: list[str]) -> None:
    notes = Annotations.of(annotated(text))
    assert sorted(notes.entities[str(node)].country for nodes in notes.groups.values() for node in nodes) == countries


def test_long_words_that_begin_alike_are_two_things() -> None:
    begins = "the gradual adoption of high levels of environmental protection in fisheries"
    first, second = shared_id(f"{begins} and forestry"), shared_id(f"{begins} and mining")
    assert first != second
    assert first.startswith("the-gradual-adoption-of-high-levels")
    assert shared_id("clean water") == "clean-water"


@tried_on("text", "label")
def test_a_clause_keeps_the_words_of_the_text(text: str, label: str) -> None:
    assert phrase(text, label.partition(" ")[0]).entity.label == label


@tried_on("text", "head", "label", "owners")
def test_whose_a_thing_is_stands_in_a_link_and_its_words_stay(
    text: str, head: str, label: str, owners: list[str]
) -> None:
    entity = phrase(text, head).entity
    assert (entity.label, {link.target for link in entity.links if link.relation == "ofEntity"}) == (label, {*owners})


@tried_on("text", "head", "label")
def test_one_of_a_party_is_not_the_party(text: str, head: str, label: str) -> None:
    assert phrase(text, head).entity.label == label
