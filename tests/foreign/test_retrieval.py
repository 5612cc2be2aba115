"""What programs for retrieval are given: no relation lost in silence, no plan that looks like a fact."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.convert import Style
from kg.convert.networks import whole_network
from kg.foreign.retrieval import Node, Relationship, Retrieval, retrieval
from kg.model import ArticleId, Factuality, Graph, NodeId
from tests.graphs import TEXT, converted, entity, evidence, statement, trade_graph

FULL = Style(evidence="full")


def told(graph: Graph, form: str, evidence: str = "full") -> tuple[object, list[str]]:
    """A JSON format as it is read again, and what it tells."""
    lines: list[str] = []
    return json.loads(converted(graph, form, Style(evidence=evidence, tell=lines.append))), lines


def documents(graph: Graph) -> list[dict[str, object]]:
    return [json.loads(line) for line in converted(graph, "langchain", FULL).decode().splitlines()]


def twice() -> Graph:
    """Canada taxes China's goods in one sentence, and in another again, for another event."""
    graph = trade_graph()
    again = statement(("canada", "imposedTariffOn", "china"), evidence("Trade and Tensions"), name="statement-again")
    back = statement(("china", "visited", "canada"), evidence("Trade and Tensions"), name="statement-back")
    own = statement(("china", "visited", "china"), evidence("Trade and Tensions"), name="statement-own")
    return replace(graph, statements=(*graph.statements, again, back, own))


def edge(found: Retrieval, name: str) -> Relationship:
    return next(one for one in found.edges if name in one.ids)


def node(found: Retrieval, name: str) -> Node:
    return next(one for one in found.nodes if one.id == name)


def test_every_node_and_edge_of_the_network_is_there_once() -> None:
    network, found = whole_network(twice(), FULL.vocabulary), retrieval(twice(), FULL)
    assert [one.id for one in found.nodes] == sorted(network)
    assert sorted(one.ids[0] for one in found.edges) == sorted(key for *_, key in network.edges(keys=True))


def test_passages_are_the_paragraphs_and_lie_where_they_say() -> None:
    found = retrieval(trade_graph(), FULL)
    assert [one.text for one in found.passages] == ["Trade and Tensions", TEXT.partition("\n")[2]]
    assert all(TEXT[one.start : one.end] == one.text for one in found.passages)
    assert {one.passages for one in found.edges if one.ids[0].startswith("statement")} == {(f"trade:19-{len(TEXT)}",)}


@pytest.mark.parametrize(("how", "count"), [("offsets", 4), ("none", 0)])
def test_without_the_text_passages_are_sentences_and_that_is_told(how: str, count: int) -> None:
    lines: list[str] = []
    found = retrieval(trade_graph(), Style(evidence=how, tell=lines.append))
    assert len(found.passages) == count
    (line,) = lines
    assert line.endswith("keeps paragraphs): 1")


def test_a_label_of_several_nodes_is_several_names() -> None:
    graph = replace(
        trade_graph(),
        entities=(
            *trade_graph().entities,
            entity("ottawa", "Place", "Ottawa—"),
            entity("ottawa-2", "Government", "ottawa"),
            entity("five", "Topic", "5"),
        ),
    )
    names = {one.id: one.name for one in retrieval(graph, FULL).nodes}
    assert names["ottawa"] == "Ottawa— (ottawa)"
    assert names["ottawa-2"] == "ottawa (ottawa-2)"
    assert names["five"] == "5 (five)"
    assert names["canada"] == "Canada"
    assert max(Counter(names.values()).values()) == 1


def test_what_is_planned_or_denied_says_so_in_label_type_and_text() -> None:
    found = retrieval(trade_graph(), FULL)
    planned = next(one for one in found.edges if one.firmness == "planned" and "signed" in one.labels[0])
    assert (planned.label, planned.type, planned.fact) == ("signed [planned]", "PLANNED__SIGNED", False)
    denied = next(one for one in found.edges if one.firmness == "denied")
    assert denied.type.startswith("DENIED__")
    assert denied.sources == ("Canadian officials",)
    assert all("[denied, says Canadian officials]" in text for text in (denied.label, denied.description))
    for one in found.nodes:
        for line in one.description.splitlines()[1:]:
            assert "sign" not in line or line.endswith("[planned]")


def test_a_claim_is_no_fact_and_a_source_is_described_by_what_it_says() -> None:
    claimed = statement(
        ("china", "exportsTo", "canada"), evidence("Trade and Tensions"), name="statement-x", source="mark-carney"
    )
    graph = replace(trade_graph(), statements=(claimed,))
    found = retrieval(graph, FULL)
    assert edge(found, "statement-x").type == "CLAIMED__EXPORTS_TO"
    assert "[says Mark Carney]" in node(found, "mark-carney").description


def test_what_a_language_model_proposed_says_so_until_a_reader_finds_it_right() -> None:
    triple = ("china", "sanctioned", "canada")
    made = replace(statement(triple, evidence("Trade and Tensions"), name="statement-x"), extracted_by="llm:m1")
    one = edge(retrieval(replace(trade_graph(), statements=(made,)), FULL), "statement-x")
    assert (one.label, one.type, one.fact) == ("sanctioned [proposed by llm:m1]", "PROPOSED__SANCTIONED", False)
    assert one.description == "China → sanctioned → Canada [proposed by llm:m1]"
    for readers, is_fact in (({"llm:m2"}, False), ({"llm:m2", "A. Reader"}, True)):
        judged = replace(made, reviewed_by=frozenset(readers))
        assert edge(retrieval(replace(trade_graph(), statements=(judged,)), FULL), "statement-x").fact is is_fact


def test_a_node_that_is_only_linked_to_stands_where_the_other_does() -> None:
    graph = trade_graph()
    envoy = entity("envoy", "Office", "Belgian envoy", ("ofCountry", "belgium"))
    told = statement(("envoy", "visited", "canada"), evidence("Trade and Tensions"), name="statement-visit")
    belgium = entity("belgium", "Country", "Belgium")
    found = retrieval(replace(graph, entities=(*graph.entities, envoy, belgium), statements=(told,)), FULL)
    assert node(found, "belgium").passages == node(found, "envoy").passages == ("trade:0-18",)


def test_an_open_pronoun_is_told() -> None:
    graph = trade_graph()
    first = replace(graph.statements[0], unresolved=True)
    found = retrieval(replace(graph, statements=(first,)), FULL)
    assert edge(found, first.id).label.endswith("[it is open who is meant]")
    assert not edge(found, first.id).fact


def test_a_role_is_as_firm_as_its_event() -> None:
    graph = trade_graph()
    planned = replace(
        graph, statements=tuple(replace(one, factuality=Factuality.PLANNED, own_act=False) for one in graph.statements)
    )
    roles = [one for one in retrieval(planned, FULL).edges if one.source.id == "event-3f"]
    assert roles
    assert all(one.type.startswith("PLANNED__") and "[planned" in one.label for one in roles)


def test_lightrag_has_a_relation_a_pair_with_the_words_and_ids_of_all() -> None:
    found, lines = told(twice(), "lightrag")
    assert isinstance(found, dict)
    pairs = Counter(frozenset((one["src_id"], one["tgt_id"])) for one in found["relationships"])
    assert max(pairs.values()) == 1
    assert all(len(pair) == 2 for pair in pairs)
    trade = next(one for one in found["relationships"] if {one["src_id"], one["tgt_id"]} == {"Canada", "China"})
    for name in ("statement-again", "statement-back"):
        assert f"[{name}]" in trade["description"]
    assert trade["keywords"].count("imposedtariffon") == 1
    assert min(one["weight"] for one in found["relationships"]) >= 1
    china = next(one for one in found["entities"] if one["entity_name"] == "China")
    assert "[statement-own]" in china["description"]
    total = len(retrieval(twice(), FULL).edges)
    (joined,) = [line for line in lines if line.startswith(f"of {total} relations joined")]
    assert total - int(joined.rpartition(": ")[2]) == len(pairs) + 1  # the one with itself is told by itself
    assert any(line.startswith("relations of a node with itself") and line.endswith(": 1") for line in lines)


def test_lightrag_has_a_passage_of_two_articles_once() -> None:
    graph = trade_graph()
    other = replace(graph.articles[0], id=ArticleId("other"))
    spans = tuple(
        replace(one, evidence=one.evidence | {replace(span, article=other.id) for span in one.evidence})
        for one in graph.statements
    )
    found, lines = told(replace(graph, articles=(*graph.articles, other), statements=spans), "lightrag")
    assert isinstance(found, dict)
    sources = {one["source_id"] for one in found["chunks"]}
    assert len(sources) == 2
    assert {one["source_id"] for one in found["relationships"]} <= {*sources, ""}
    assert "passages with the words of another, which stands for them: 2" in lines


def test_llamaindex_has_each_triple_once_under_its_key() -> None:
    found, lines = told(twice(), "llamaindex")
    assert isinstance(found, dict)
    assert len(found["triplets"]) == len(found["relations"]) == len({tuple(one) for one in found["triplets"]})
    assert all("_".join(one) in found["relations"] for one in found["triplets"])
    said = [name for one in found["relations"].values() for name in one["properties"]["statements"]]
    assert sorted(said) == sorted(one.ids[0] for one in retrieval(twice(), FULL).edges)
    assert len(lines) == 1


def ids(parts: Sequence[dict[str, object]]) -> set[object]:
    return {name for part in parts for name in part["properties"]["statements"]}  # type: ignore[index]


def test_langchain_tells_each_statement_where_it_stands() -> None:
    found = documents(twice())
    every = {name for one in retrieval(twice(), FULL).edges for name in one.ids}
    assert set().union(*(ids(one["relationships"]) for one in found)) == every  # type: ignore[arg-type]
    for one in found:
        named = {part["id"] for part in one["nodes"]}  # type: ignore[attr-defined]
        assert named


def test_neo4j_graphrag_has_one_relationship_of_a_type_a_pair_and_every_passage() -> None:
    found, _ = told(twice(), "neo4j-graphrag")
    assert isinstance(found, dict)
    keys = [(one["start_node_id"], one["type"], one["end_node_id"]) for one in found["relationships"]]
    assert len(keys) == len(set(keys))
    labels = Counter(one["label"] for one in found["nodes"])
    assert (labels["Document"], labels["Chunk"]) == (1, 2)
    names = {one["id"] for one in found["nodes"]}
    assert {end for start, _, end in keys} | {start for start, _, _ in keys} <= names
    assert {NodeId("canada"), NodeId("china")} <= names
