"""FollowTheMoney, ClaimReview and QuickStatements: facts and denials alone, each with its sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest

from kg.convert import Style, converted
from kg.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Entity,
    Event,
    Factuality,
    Graph,
    NodeId,
    Precision,
    Quantity,
    Role,
    Statement,
    TimeSpan,
)
from kg.ontology.alignment import wikidata_properties
from tests.graphs import entity, evidence, statement, trade_graph

TEXT = (
    "Velox Motors owns Berg Cars. Ana Ruiz leads Velox Motors. Peru fined Velox Motors $2 million. "
    "Ana Ruiz is minister of trade. Peru plans to buy Berg Cars. Peru denied a sale. "
    "Chile said that Peru sold Berg Cars. Peru did not sell Berg Cars, Lima said. "
    "Velox Motors makes cars. Ana Ruiz comes from Lima."
)


def said(quote: str, triple: tuple[str, str, str], name: str, **more: object) -> Statement:
    return statement(triple, evidence(quote, "deal", TEXT), name=f"statement-{name}", **more)  # type: ignore[arg-type]


def deal() -> Graph:
    """Companies, a person, an office and a state, with a plan and a dispute."""
    year = TimeSpan(date(2025, 1, 1), date(2025, 12, 31), "in 2025", Precision.YEAR)
    sale = "Chile said that Peru sold Berg Cars."
    statements = (
        said("Velox Motors owns Berg Cars.", ("velox", "owns", "berg"), "owns", time=year),
        said("Ana Ruiz leads Velox Motors.", ("ana", "leads", "velox"), "leads"),
        said("Peru fined Velox Motors $2 million.", ("lima-gov", "fined", "velox"), "fined", event="fine"),
        said("Ana Ruiz is minister of trade.", ("ana", "heldOffice", "minister"), "held"),
        said("Peru plans to buy Berg Cars.", ("peru", "acquired", "berg"), "plans", factuality=Factuality.PLANNED),
        said("Peru denied a sale.", ("peru", "denied", "sale"), "denied"),
        said(sale, ("peru", "sold", "berg"), "sold", source="chile", is_open=True),
        said(
            "Peru did not sell Berg Cars, Lima said.",
            ("peru", "sold", "berg"),
            "unsold",
            factuality=Factuality.DENIED,
            source="lima-gov",
            is_open=True,
        ),
        said("Velox Motors makes cars.", ("velox", "make", "cars"), "makes", is_open=True),
        said("Ana Ruiz comes from Lima.", ("ana", "bornIn", "lima"), "born"),
    )
    fine = Event(
        NodeId("fine"),
        "Fine",
        "the fine",
        frozenset({Role("target", NodeId("velox")), Role("amount", NodeId("money")), Role("place", NodeId("lima"))}),
    )
    return Graph(
        articles=(
            Article(
                ArticleId("deal"), TEXT, (Block(0, len(TEXT), BlockKind.PARAGRAPH),), date(2026, 1, 14), 'A "deal"',
                ("A. Writer",), "The Paper", "https://example.org/deal", "en", "ab",
            ),
        ),
        entities=tuple(
            sorted(
                (
                    replace(entity("velox", "Company", "Velox Motors"), wikidata="Q1", alt_labels=frozenset({"Velox"})),
                    replace(entity("berg", "Company", "Berg Cars"), wikidata="Q2"),
                    replace(entity("ana", "Person", "Ana Ruiz", country="PER"), wikidata="Q3"),
                    entity("minister", "Office", "minister of trade"),
                    entity("lima-gov", "Government", "Government of Peru", country="PER"),
                    replace(entity("peru", "Country", "Peru", country="PER"), wikidata="Q419"),
                    entity("chile", "Country", "Chile"),
                    replace(entity("lima", "Place", "Lima"), wikidata="Q2868"),
                    entity("sale", "Topic", "a sale"),
                    entity("cars", "Commodity", "cars"),
                ),
                key=lambda one: one.id,
            )
        ),
        events=(fine,),
        quantities=(Quantity(NodeId("money"), "$2 million", Decimal(2_000_000), "USD"),),
        statements=tuple(sorted(statements, key=lambda one: one.id)),
    )  # fmt: skip


def written(form: str, graph: Graph, lines: list[str] | None = None) -> str:
    style = Style(evidence="full", tell=lines.append) if lines is not None else Style(evidence="full")
    return converted(graph, form, style).decode()


def entities(graph: Graph, lines: list[str] | None = None) -> Mapping[str, tuple[str, Mapping[str, list[str]]]]:
    rows = [json.loads(line) for line in written("ftm", graph, lines).splitlines()]
    return {row["id"].removeprefix("newsgraph-"): (row["schema"], row["properties"]) for row in rows}


def test_ftm_has_the_links_that_its_schemata_have() -> None:
    found = entities(deal())
    schema, ownership = found["statement-owns"]
    assert (schema, ownership["owner"], ownership["asset"]) == ("Ownership", ["newsgraph-velox"], ["newsgraph-berg"])
    assert (ownership["startDate"], ownership["proof"]) == (["2025"], ["newsgraph-deal"])
    assert ownership["description"] == ["Velox Motors owns Berg Cars."]
    assert found["statement-leads"][0] == "Directorship"
    schema, fine = found["statement-fined"]
    assert (schema, fine["payer"], fine["beneficiary"]) == ("Payment", ["newsgraph-velox"], ["newsgraph-lima-gov"])
    assert (fine["amount"], fine["currency"]) == (["2000000"], ["USD"])
    assert found["statement-held"][0] == "Occupancy"
    schema, born = found["statement-born"]
    assert (schema, born["role"]) == ("UnknownLink", ["bornin"])
    assert found["fine"][1]["location"] == ["Lima"]
    assert found["ana"] == (
        "Person",
        {"country": ["pe"], "name": ["Ana Ruiz"], "proof": ["newsgraph-deal"], "wikidataId": ["Q3"]},
    )


def test_ftm_has_no_plan_no_claim_and_no_denial_and_tells_how_many() -> None:
    lines: list[str] = []
    found = entities(deal(), lines)
    assert not {"statement-plans", "statement-sold", "statement-unsold"} & found.keys()
    assert lines == [
        "statements left out that are no facts: planned, denied, claimed: 3",
        "facts left out that are of no two persons, organizations, offices, countries or places: 2",
        "entities left out that are none of these: 2",
    ]


def test_ftm_statements_lead_to_the_sentence() -> None:
    rows = [json.loads(line) for line in written("ftm-statements", deal()).splitlines()]
    owner = next(row for row in rows if row["prop"] == "owner")
    start = TEXT.index("Velox Motors owns")
    assert owner["origin"] == f"statement-owns deal:{start}-{start + len('Velox Motors owns Berg Cars.')}"
    assert owner["first_seen"] == "2026-01-14"
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_name_that_ftm_does_not_take_for_an_id_gets_a_digest() -> None:
    graph = deal()
    named = replace(graph, articles=(replace(graph.articles[0], id=ArticleId("deal_1 é")),), statements=())
    (name,) = (name for name, (schema, _) in entities(named).items() if schema == "Article")
    assert name.startswith("deal-1-")
    assert len(name) == len("deal-1-") + 8


def test_followthemoney_takes_every_value() -> None:
    ftm = pytest.importorskip("followthemoney")
    statements = pytest.importorskip("followthemoney.statement")
    values: dict[str, set[tuple[str, str]]] = {}
    for line in written("ftm", deal()).splitlines():
        given = json.loads(line)
        proxy = ftm.model.get_proxy(given, cleaned=False)
        proxy.schema.validate(given)
        assert {name: sorted(found) for name, found in proxy.properties.items()} == given["properties"]
        values[given["id"]] = {(name, one) for name, found in given["properties"].items() for one in found}
    for line in written("ftm-statements", deal()).splitlines():
        row = statements.Statement.from_dict(json.loads(line))
        assert row.id == row.generate_key()
        values[row.entity_id].remove((row.prop, row.value))
    assert not any(values.values())


def test_a_claim_that_is_denied_names_both_sides() -> None:
    lines: list[str] = []
    text = written("claimreview", deal(), lines)
    first, second = json.loads(text)["dataFeedElement"]
    assert first["claimReviewed"] == "Peru → sold → Berg Cars"
    assert first["author"]["name"] == "Government of Peru"
    assert first["reviewRating"] == {"@type": "Rating", "alternateName": "Denied by Government of Peru"}
    assert [one["name"] for one in first["itemReviewed"]["author"]] == ["Chile"]
    assert first["itemReviewed"]["appearance"][0]["text"] == "Chile said that Peru sold Berg Cars."
    assert (second["author"]["name"], second["claimReviewed"]) == ("Peru", "a sale")
    assert "ratingValue" not in text
    assert lines == ["statements left out that deny nothing: 8"]
    vocabulary = text.replace('"@context": "https://schema.org"', '"@context": {"@vocab": "https://schema.org/"}')
    terms = [getattr(quad.object, "value", "") for quad in ox.parse(vocabulary, format=ox.RdfFormat.JSON_LD)]
    assert terms.count("https://schema.org/ClaimReview") == 2


def test_what_happened_at_another_time_contradicts_nothing() -> None:
    graph = deal()
    day, other = (TimeSpan(date(year, 1, 1), date(year, 1, 1)) for year in (2024, 2025))
    apart = {"statement-sold": day, "statement-unsold": other}
    dated = tuple(replace(one, time=apart.get(one.id)) for one in graph.statements)
    lines: list[str] = []
    found = json.loads(written("claimreview", replace(graph, statements=dated), lines))["dataFeedElement"]
    assert [one["claimReviewed"] for one in found] == ["a sale"]
    assert lines[0] == "negative statements left out that no other statement contradicts: 1"


def test_quickstatements_are_facts_of_two_items_with_their_article() -> None:
    lines: list[str] = []
    owns, born = written("quickstatements", deal(), lines).splitlines()
    assert owns.split("\t") == [
        "Q1", "P1830", "Q2", "S854", '"https://example.org/deal"', "S1476", "en:\"A 'deal'\"", "S577",
        "+2026-01-14T00:00:00Z/11", "S1683", 'en:"Velox Motors owns Berg Cars."', "/* newsgraph statement-owns */",
    ]  # fmt: skip
    assert born.startswith("Q3\tP19\tQ2868\t")
    assert lines == [
        "statements left out that are no facts: planned, denied, claimed: 3",
        "facts left out of which an end has no item of Wikidata: 4",
        "facts left out whose relation is no property of Wikidata: 1",
    ]


def test_a_second_article_is_a_second_reference() -> None:
    graph = deal()
    other = replace(graph.articles[0], id=ArticleId("other"), url="https://example.org/other")
    twice = tuple(
        replace(one, evidence=one.evidence | {replace(span, article=other.id) for span in one.evidence})
        for one in graph.statements
    )
    line = written("quickstatements", replace(graph, articles=(*graph.articles, other), statements=twice)).splitlines()[
        0
    ]
    assert '\t!S854\t"https://example.org/other"\t' in line


def test_without_an_address_nothing_goes_to_wikidata() -> None:
    graph = deal()
    lines: list[str] = []
    assert written("quickstatements", replace(graph, articles=(replace(graph.articles[0], url=""),)), lines) == ""
    assert lines[-1] == "facts left out of articles without an address: 2"


def test_a_property_of_wikidata_says_the_same_in_the_same_direction() -> None:
    properties = wikidata_properties()
    assert properties["heldOffice"] == "P39"
    assert not {"leads", "wonElection", "locatedIn"} & properties.keys()  # runs the other way; is one of several


def test_a_member_of_a_party_is_that_at_wikidata() -> None:
    graph = deal()
    party = Entity(NodeId("party"), "PoliticalParty", "Green Party", wikidata="Q9")
    member = said("Ana Ruiz comes from Lima.", ("ana", "memberOf", "party"), "member")
    joined = replace(graph, entities=(*graph.entities, party), statements=(member,))
    assert written("quickstatements", joined).startswith("Q3\tP102\tQ9\t")


def test_cytoscape_and_gephi_have_every_node_and_edge() -> None:
    """By the library for CX2, the format of Cytoscape; GEXF is read in test_convert."""
    cx2 = pytest.importorskip("ndex2.cx2")
    networkx = pytest.importorskip("networkx")
    network = networkx.parse_graphml(written("graphml", trade_graph()), force_multigraph=True)
    made = cx2.NetworkXToCX2NetworkFactory().get_cx2network(network)
    again = cx2.RawCX2NetworkFactory().get_cx2network(made.to_cx2())
    counted = (network.number_of_nodes(), network.number_of_edges())
    assert (len(again.get_nodes()), len(again.get_edges())) == counted
