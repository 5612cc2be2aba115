"""Entities by any of their names, statements by what they say."""

from dataclasses import replace
from datetime import date

import pytest

from kg.errors import KgError
from kg.facts.selection import (
    Filter,
    is_linking,
    mains,
    nodes_named,
    ordered,
    relations_named,
    selected,
    statement_numbered,
)
from kg.model import Graph, NodeId
from tests.graphs import entity, evidence, statement, trade_graph

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
