"""What follows from a graph: countries, codes, states as of a day, and what is found by a name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import rdflib
from rdflib import RDFS

from kg.errors import KgError
from kg.facts.plover import plover_code
from kg.facts.selection import (
    Filter,
    is_held,
    is_linking,
    is_over,
    is_present,
    mains,
    nodes_named,
    ordered,
    relations_named,
    selected,
    statement_numbered,
    tense_of,
)
from kg.facts.states import CountryInference
from kg.lexicon import lexicon, words
from kg.model import ArticleId, Event, Evidence, Factuality, Graph, NodeId, Role, Statement
from kg.ontology import ontology_folder
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement, trade_graph
from tests.lexicons import listed

GRAPH = trade_graph()


def _triples(wanted: Filter) -> list[tuple[str, str, str]]:
    return [(said.subject, said.relation, said.object) for said in selected(GRAPH, wanted)]


def test_a_best_name_goes_before_other_names() -> None:
    assert nodes_named(GRAPH, "Canada") == {"canada"}
    assert nodes_named(GRAPH, "canadian") == {"canada"}
    assert nodes_named(GRAPH, "government-of-canada") == {"government-of-canada"}
    assert nodes_named(GRAPH, "id:mark-carney") == {"mark-carney"}
    assert nodes_named(GRAPH, "can") == {"canada"}
    assert nodes_named(GRAPH, "") == frozenset()


def test_a_node_goes_by_its_iri_as_rows_have_it() -> None:
    graph = Graph(entities=(entity("são-paulo", "Place", "São Paulo"),))
    for iri in ("https://w3id.org/newsgraph/id/s%C3%A3o-paulo", "https://example.org/x#são-paulo"):
        assert nodes_named(graph, iri) == {"são-paulo"}
    with pytest.raises(KgError, match="is not in the graph"):
        nodes_named(graph, "https://w3id.org/newsgraph/id/rome")


def test_a_part_of_a_name_is_short_for_the_only_one_that_has_it() -> None:
    firms = (entity("velox-motors", "Company", "Velox Motors"), entity("tax", "Topic", "tax on Velox"))
    assert nodes_named(Graph(entities=firms), "Velox") == {"velox-motors"}
    other = entity("velox-bank", "Company", "Velox Bank")
    with pytest.raises(KgError, match="'Velox' is not in the graph"):
        nodes_named(Graph(entities=(*firms, other)), "Velox")


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(KgError, match="'Canda' is not in the graph") as caught:
        nodes_named(GRAPH, "Canda")
    assert caught.value.hint.startswith("Nearest: Canada")


@pytest.mark.parametrize("name", ["imposedTariffOn", "kg:imposedTariffOn", "IMPOSEDTARIFFON"])
def test_relations_go_by_name_and_label(name: str) -> None:
    assert relations_named(GRAPH, name) == {"imposedTariffOn"}


def test_an_unknown_relation_gets_the_nearest() -> None:
    with pytest.raises(KgError) as caught:
        relations_named(GRAPH, "imposedTarifOn")
    assert "imposedTariffOn" in caught.value.hint


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(subject="Canada"), [("canada", "imposedTariffOn", "china")]),
        (Filter(object="China"), [("canada", "imposedTariffOn", "china")]),
        (Filter(about="china"), [("canada", "imposedTariffOn", "china")]),
        (Filter(source="Canadian officials"), [("government-of-canada", "ease", "the-tariffs")]),
        (Filter(factuality="planned"), [("mark-carney", "signed", "several-memoranda-of-understanding")]),
        (Filter(subject="Canada", factuality="denied"), []),
        (Filter(relation="signed", since=date(2024, 1, 1)), []),
        (Filter(relation="imposedTariffOn", until=date(2024, 6, 1)), [("canada", "imposedTariffOn", "china")]),
        (Filter(relation="imposedTariffOn", since=date(2025, 1, 1)), []),
    ],
)
def test_statements_are_selected_by_what_they_say(wanted: Filter, expected: list[tuple[str, str, str]]) -> None:
    assert _triples(wanted) == expected


def test_a_publisher_selects_what_its_articles_tell() -> None:
    (first,) = GRAPH.articles
    articles = replace(first, publisher="The Post"), replace(first, id=ArticleId("empty"), publisher="The Mail")
    graph = replace(GRAPH, articles=articles)
    assert selected(graph, Filter(publisher="the post")) == selected(graph, Filter())
    assert selected(graph, Filter(publisher="The Mail")) == ()
    with pytest.raises(KgError) as caught:
        selected(graph, Filter(publisher="The Pots"))
    assert "The Post" in caught.value.hint


def test_an_unknown_factuality_lists_the_known() -> None:
    with pytest.raises(KgError, match="is no factuality") as caught:
        selected(GRAPH, Filter(factuality="certain"))
    assert "Asserted" in caught.value.hint


def test_statements_stand_in_the_order_of_the_text() -> None:
    starts = [said.first_evidence.start for said in ordered(GRAPH)]
    assert starts == sorted(starts)
    assert len(starts) == 5


def test_a_statement_goes_by_number_id_or_the_beginning_of_its_id() -> None:
    first = ordered(GRAPH)[0]
    assert first.id == "statement-b2"
    for which in ("1", "statement-b2", "b2", "id:statement-b2", "https://w3id.org/newsgraph/id/statement-b2"):
        assert statement_numbered(GRAPH, which) == first


@pytest.mark.parametrize(
    ("which", "message"),
    [
        ("0", "there is no statement 0"),
        ("6", "there is no statement 6"),
        ("mark", "begins 2 ids"),
        ("zz", "is not in"),
        ("9" * 5000, "there is no statement 99"),
    ],
)
def test_a_statement_that_is_not_there_is_an_error(which: str, message: str) -> None:
    with pytest.raises(KgError, match=message):
        statement_numbered(GRAPH, which)


def test_a_detail_is_shown_by_the_main_statement_of_its_clause() -> None:
    said = statement(("canada", "arrive-with", "china"), evidence("Trade and Tensions"), is_open=True)
    main = replace(said, id=NodeId("statement-main"), label="Canada arrived")
    detail = replace(said, id=NodeId("statement-detail"), detail_of=main.id)
    alone = replace(said, id=NodeId("statement-alone"), detail_of=NodeId("statement-of-elsewhere"))
    graph = Graph(statements=(main, detail, alone))
    assert set(mains(graph, [detail])) == {main}
    assert set(mains(graph, graph.statements)) == {main, alone}
    assert [is_linking(one) for one in (main, detail, replace(detail, is_open=False))] == [True, False, True]


# The countries of the ends of statements.


_NODES = (
    entity("peru", "Country", "Peru", country="PER"),
    entity("chile", "Country", "Chile", country="CHL"),
    entity("lima", "Place", "Lima", country="PER"),
    entity("ocean", "Place", "Pacific"),
    entity("un", "InternationalOrganization", "United Nations"),
    entity("sugar", "Commodity", "sugar"),
    entity("troops", "Group", "troops"),
    entity("talks", "Topic", "talks"),
    entity("arabs", "Group", "some Arabs"),
    entity("gunmen", "Group", "Gunmen"),
    entity("border", "Place", "border with Chile"),
)
_BOTH = "Peru rejected talks with Chile."


def _ends(text: str, ends: tuple[str, str], *, place: str = "", words: str = "", event: str = "event") -> list[str]:
    """The codes of subject and object of one statement of an article of one sentence."""
    roles = frozenset({Role("place", NodeId(place))} if place else set())
    subject, value = ends
    made = statement((subject, "rejected", value), evidence(text, "a", text), event=event)
    told = replace(made, object_text=words or value)
    graph = Graph(entities=_NODES, events=(Event(NodeId("event"), "Reject", "no", roles),), statements=(told,))
    inferred = CountryInference(graph, {text})
    return [inferred.of_subject(told), inferred.of_object(told)]


@tried_on("text", "ends", "codes")
def test_the_one_country_that_is_named_is_everybodys(text: str, ends: tuple[str, str], codes: list[str]) -> None:
    assert _ends(text, ends) == codes


@tried_on("words", "code")
def test_a_matter_is_of_the_other_country_that_its_words_name(words: str, code: str) -> None:
    assert _ends(_BOTH, ("peru", "talks"), words=words) == ["PER", code]


def test_people_are_not_of_a_country_that_their_words_name() -> None:
    assert _ends(_BOTH, ("peru", "troops"), words="critics of Chile") == ["PER", ""]


@pytest.mark.parametrize(("place", "code"), [("lima", "PER"), ("ocean", ""), ("", "")])
def test_what_is_met_with_in_a_place_is_of_its_country(place: str, code: str) -> None:
    assert _ends(_BOTH, ("chile", "troops"), place=place) == ["CHL", code]


def test_a_border_is_of_the_country_beyond_it() -> None:
    assert _ends(_BOTH, ("peru", "border")) == ["PER", "CHL"]


def test_without_a_happening_nothing_is_inferred() -> None:
    assert _ends("Peru has troops.", ("peru", "troops"), event="") == ["PER", ""]


# PLOVER codes by factuality, and the examples of their lexicon.


def _examples() -> Iterator[tuple[str, str]]:
    for section in lexicon("plover"):
        for key in ("examples", "counterexamples"):
            for line in listed("plover", section, key):
                given, _, expected = line.partition(" => ")
                yield given, expected


@pytest.mark.parametrize(("given", "expected"), list(_examples()))
def test_an_example_has_its_code(given: str, expected: str) -> None:
    code, factuality, *predicate = given.split()
    assert (plover_code(code, Factuality(factuality), " ".join(predicate)) or "none") == expected


@pytest.mark.parametrize(
    ("code", "factuality", "expected"),
    [
        ("CONSULT-visit", Factuality.ASSERTED, "CONSULT-visit"),
        ("CONSULT-visit", Factuality.EXPECTED, "CONSULT-visit"),
        ("CONSULT-visit", Factuality.PLANNED, "AGREE"),
        ("CONSULT-visit", Factuality.DENIED, "REJECT"),
        ("AGREE", Factuality.DENIED, "REJECT"),
        ("ASSAULT", Factuality.PLANNED, "THREATEN"),
        ("ASSAULT", Factuality.DENIED, ""),
        ("REQUEST", Factuality.PLANNED, "REQUEST"),
        ("REQUEST", Factuality.DENIED, ""),
        ("SUPPORT", Factuality.REQUESTED, ""),
        ("COERCE", Factuality.POSSIBLE, ""),
        ("", Factuality.PLANNED, ""),
        ("", Factuality.DENIED, ""),
    ],
)
def test_what_is_no_fact_is_an_agreement_a_threat_a_refusal_or_nothing(
    code: str, factuality: Factuality, expected: str
) -> None:
    assert plover_code(code, factuality) == expected


# How events stand: by their statements alone, and by no inference.


def test_nothing_makes_a_reported_event_one_that_happened() -> None:
    """No property's domain or range is a class of what happened, so that inference says no more than the graph."""
    graph = rdflib.Graph().parse(ontology_folder() / "news.ttl")
    kg = rdflib.Namespace("https://w3id.org/newsgraph/ontology#")
    happened = set(graph.transitive_subjects(RDFS.subClassOf, kg.Event)) | set(graph.objects(kg.Event, RDFS.subClassOf))
    happened -= set(graph.transitive_objects(kg.Happening, RDFS.subClassOf))
    assert len(happened) > 50
    assert not happened & set(graph.transitive_objects(kg.ReportedEvent, RDFS.subClassOf))
    assert not happened & ({*graph.objects(None, RDFS.domain)} | {*graph.objects(None, RDFS.range)})


# States as of the day of the article: told in the present, over, or neither shown.


def told(text: str, tense: str = "") -> Statement:
    """A state by the words of its first end, those between, and its second end, and by the tense of its clause."""
    first, between, second = text.split(" | ")
    sentence = f"{first}{'' if between.startswith(',') else ' '}{between} {second}."
    made = statement(("a", "memberOf", "b"), Evidence(ArticleId("a"), 0, len(sentence), sentence))
    rule = "noun/described/member" if between.split()[-1] == "member" or between.startswith(",") else "clause/active/be"
    predicate = between if between.startswith("has been") else "member of"
    return replace(made, subject_text=first, object_text=second, predicate_text=predicate, rule=rule, tense=tense)


_EARLIER = [
    ("arrested", "clause/active", "past"),
    ("had sold", "clause/active", "past perfect"),
    ("is", "clause/active/be", "present"),
    ("has led", "clause/active", "present perfect"),
    ("member of", "noun/described/member", ""),
]


@pytest.mark.parametrize(("predicate", "rule", "tense"), _EARLIER)
def test_a_statement_of_an_earlier_version_has_the_tense_of_its_words(predicate: str, rule: str, tense: str) -> None:
    assert tense_of(replace(told("Peru | is a member of | the Bloc"), predicate_text=predicate, rule=rule)) == tense


@pytest.mark.parametrize(("predicate", "is_so"), [("has been", True), ("has owned", False)])
def test_a_perfect_alone_tells_of_no_present(predicate: str, *, is_so: bool) -> None:
    said = replace(told("Peru | is a member of | the Bloc"), predicate_text=predicate, tense="present perfect")
    assert is_held(said) is is_so


def examples(section: str, kind: str) -> list[str]:
    return sorted(words("states", section, kind))


@tried_on("text", "tense")
def test_what_is_told_of_the_day_of_the_article(text: str, tense: str) -> None:
    assert is_present(told(text, tense))
    assert not is_over(told(text, tense))


@tried_on("text", "tense")
def test_what_is_not_told_of_it(text: str, tense: str) -> None:
    assert not is_present(told(text, tense))


def test_what_a_noun_alone_tells_is_of_the_day_of_the_article() -> None:
    assert all(map(is_present, map(told, examples("beside", "examples"))))
    assert not any(map(is_present, map(told, examples("beside", "counterexamples"))))


@pytest.mark.parametrize("text", examples("past", "examples"))
def test_what_is_over(text: str) -> None:
    assert is_over(told(text))


@pytest.mark.parametrize("text", examples("past", "counterexamples"))
def test_what_is_not_over(text: str) -> None:
    assert not is_over(told(text))


def test_an_office_beside_a_name_is_held_or_was_by_its_rule() -> None:
    one = told("Ana Ruiz | , | president of Peru")
    assert is_present(replace(one, rule="holding/current"))
    former = replace(one, rule="holding/former")
    assert is_over(former)
    assert not is_present(former)


def test_words_that_do_not_stand_in_the_sentence_show_nothing() -> None:
    one = replace(told("Peru | is a member of | the Andean Bloc"), object_text="it")
    assert not is_present(one)
    assert not is_over(one)
