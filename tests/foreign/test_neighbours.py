"""FollowTheMoney and ClaimReview: facts and denials alone, each with its sentence."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from kg.model import ArticleId, Factuality, Graph, NodeId, Precision, TimeSpan
from tests.foreign.deals import DAY, SINCE, TEXT, YEARS, deal, said, written
from tests.graphs import entity, trade_graph


def entities(graph: Graph, lines: list[str] | None = None) -> Mapping[str, tuple[str, Mapping[str, list[str]]]]:
    rows = [json.loads(line) for line in written("ftm", graph, lines).splitlines()]
    return {row["id"].removeprefix("newsgraph-"): (row["schema"], row["properties"]) for row in rows}


def test_ftm_has_the_links_that_its_schemata_have() -> None:
    found = entities(deal())
    schema, ownership = found["statement-owns"]
    assert (schema, ownership["owner"], ownership["asset"]) == ("Ownership", ["newsgraph-velox"], ["newsgraph-berg"])
    assert (ownership["date"], ownership["proof"]) == (["2025"], ["newsgraph-deal"])
    assert not {"startDate", "endDate", "status"} & ownership.keys()
    assert ownership["description"] == ["Velox Motors owns Berg Cars."]
    assert ownership["summary"] == ["Velox Motors → owns → Berg Cars (confidence 0.9)"]
    assert found["statement-leads"][0] == "Directorship"
    schema, fine = found["statement-fined"]
    assert (schema, fine["role"]) == ("UnknownLink", ["fined"])
    assert found["statement-held"][0] == "Occupancy"
    schema, born = found["statement-born"]
    assert (schema, born["role"]) == ("UnknownLink", ["bornin"])
    assert found["fine"][1]["location"] == ["Lima"]
    assert found["ana"] == (
        "Person",
        {"country": ["pe"], "name": ["Ana Ruiz"], "proof": ["newsgraph-deal"], "wikidataId": ["Q3"]},
    )


@pytest.mark.parametrize(
    ("triple", "time", "schema", "days"),
    [
        (("velox", "acquired", "berg"), DAY, "Ownership", {"startDate": "2025-03-03"}),
        (("ana", "tookOffice", "minister"), DAY, "Occupancy", {"startDate": "2025-03-03"}),
        (("peru", "sanctioned", "berg"), DAY, "Sanction", {"startDate": "2025-03-03"}),
        (("peru", "sanctioned", "berg"), YEARS, "Sanction", {}),
        (("ana", "wasElected", "minister"), DAY, "UnknownLink", {"date": "2025-03-03"}),
        (("peru", "criticised", "berg"), DAY, "UnknownLink", {"date": "2025-03-03"}),
        (("velox", "owns", "berg"), DAY, "Ownership", {"date": "2025-03-03"}),
        (("velox", "owns", "berg"), SINCE, "Ownership", {"startDate": "2017"}),
        (
            ("ana", "heldOffice", "minister"),
            YEARS,
            "Occupancy",
            {"startDate": "2005", "endDate": "2021", "status": "ended"},
        ),
        (("velox", "owns", "berg"), replace(DAY, precision=Precision.APPROXIMATE), "Ownership", {}),
        (
            ("velox", "owns", "berg"),
            TimeSpan(date(2025, 3, 3), date(2025, 3, 9), "last week", Precision.WEEK),
            "Ownership",
            {"date": "2025-03"},
        ),
    ],
)
def test_ftm_has_begin_and_end_where_the_text_tells_them(
    triple: tuple[str, str, str], time: TimeSpan, schema: str, days: dict[str, str]
) -> None:
    one = said("Velox Motors owns Berg Cars.", triple, "x", time=time)
    found = entities(replace(deal(), statements=(one,)))["statement-x"]
    names = {"startDate", "endDate", "date", "status"}
    assert found[0] == schema
    assert {name: values[0] for name, values in found[1].items() if name in names} == days


def test_ftm_tells_that_a_membership_is_over() -> None:
    text = "Ana Ruiz was a member of Berg Cars."
    one = said(text, ("ana", "memberOf", "berg"), "x", text)
    assert entities(replace(deal(), statements=(one,)))["statement-x"][1]["status"] == ["ended"]


def test_ftm_has_no_entity_that_is_only_described() -> None:
    graph = deal()
    ministry = entity("ministry-04dcdfa8", "PublicBody", "ministry")
    one = said("Ana Ruiz leads Velox Motors.", ("ana", "leads", "ministry-04dcdfa8"), "x")
    lines: list[str] = []
    found = entities(replace(graph, entities=(*graph.entities, ministry), statements=(one,)), lines)
    assert not {"ministry-04dcdfa8", "statement-x"} & found.keys()
    assert "entities left out that have no name of their own: the ministry: 1" in lines


def test_a_value_of_two_articles_has_the_first_and_the_last_day() -> None:
    graph = deal()
    later = replace(graph.articles[0], id=ArticleId("a-later"), date=date(2026, 2, 1))
    twice = tuple(
        replace(one, evidence=one.evidence | {replace(span, article=later.id) for span in one.evidence})
        for one in graph.statements
    )
    lines: list[str] = []
    text = written("ftm-statements", replace(graph, articles=(*graph.articles, later), statements=twice), lines)
    rows = [json.loads(line) for line in text.splitlines()]
    owner = next(row for row in rows if row["prop"] == "owner")
    assert (owner["first_seen"], owner["last_seen"]) == ("2026-01-14", "2026-02-01")
    assert any(line.startswith("origins left out: a value has the first of its sentences alone: ") for line in lines)


def test_ftm_has_no_plan_no_claim_and_no_denial_and_tells_how_many() -> None:
    lines: list[str] = []
    found = entities(deal(), lines)
    assert not {"statement-plans", "statement-sold", "statement-unsold"} & found.keys()
    assert lines == [
        "statements left out that are no facts: planned, denied, claimed: 3",
        "facts left out that are of no two named persons, organizations, offices, countries or places: 2",
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
    assert first["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Denied by Government of Peru",
        "ratingExplanation": "Nobody checked this. The denial is read with a confidence of 0.9, the claim of 0.9.",
    }
    assert [one["name"] for one in first["itemReviewed"]["author"]] == ["Chile"]
    assert first["itemReviewed"]["appearance"][0]["text"] == "Chile said that Peru sold Berg Cars."
    assert (second["author"]["name"], second["claimReviewed"]) == ("Peru", "a sale")
    assert "ratingValue" not in text
    assert lines == ["statements left out that deny nothing and that nobody denies: 7"]
    vocabulary = text.replace('"@context": "https://schema.org"', '"@context": {"@vocab": "https://schema.org/"}')
    terms = [getattr(quad.object, "value", "") for quad in ox.parse(vocabulary, format=ox.RdfFormat.JSON_LD)]
    assert terms.count("https://schema.org/ClaimReview") == 2


def test_who_denies_that_something_happened_denies_no_plan() -> None:
    graph = deal()
    firm = {"statement-sold": Factuality.PLANNED}
    planned = tuple(replace(one, factuality=firm.get(one.id, one.factuality)) for one in graph.statements)
    lines: list[str] = []
    found = json.loads(written("claimreview", replace(graph, statements=planned), lines))["dataFeedElement"]
    assert [one["claimReviewed"] for one in found] == ["a sale"]
    assert lines == [
        "negative statements left out that no other statement contradicts: 1",
        "statements left out that deny nothing and that nobody denies: 8",
    ]


def test_a_detail_of_a_denial_is_no_review_of_its_own() -> None:
    graph = deal()
    quote = "Peru did not sell Berg Cars, Lima said."
    detail = said(
        quote, ("peru", "sold", "cars"), "detail", factuality=Factuality.DENIED, source="lima-gov", is_open=True
    )
    claim = said("Chile said that Peru sold Berg Cars.", ("peru", "sold", "cars"), "claim", source="chile")
    more = (replace(detail, detail_of=NodeId("statement-unsold")), claim)
    lines: list[str] = []
    found = json.loads(written("claimreview", replace(graph, statements=(*graph.statements, *more)), lines))
    assert [one["claimReviewed"] for one in found["dataFeedElement"]] == ["Peru → sold → Berg Cars", "a sale"]
    assert lines[0] == "denials left out that another review tells: 1"


def test_what_happened_at_another_time_contradicts_nothing() -> None:
    graph = deal()
    day, other = (TimeSpan(date(year, 1, 1), date(year, 1, 1)) for year in (2024, 2025))
    apart = {"statement-sold": day, "statement-unsold": other}
    dated = tuple(replace(one, time=apart.get(one.id)) for one in graph.statements)
    lines: list[str] = []
    found = json.loads(written("claimreview", replace(graph, statements=dated), lines))["dataFeedElement"]
    assert [one["claimReviewed"] for one in found] == ["a sale"]
    assert lines[0] == "negative statements left out that no other statement contradicts: 1"


def test_cytoscape_and_gephi_have_every_node_and_edge() -> None:
    """By the library for CX2, the format of Cytoscape; GEXF is read in test_convert."""
    cx2 = pytest.importorskip("ndex2.cx2")
    networkx = pytest.importorskip("networkx")
    network = networkx.parse_graphml(written("graphml", trade_graph()), force_multigraph=True)
    made = cx2.NetworkXToCX2NetworkFactory().get_cx2network(network)
    again = cx2.RawCX2NetworkFactory().get_cx2network(made.to_cx2())
    counted = (network.number_of_nodes(), network.number_of_edges())
    assert (len(again.get_nodes()), len(again.get_edges())) == counted
