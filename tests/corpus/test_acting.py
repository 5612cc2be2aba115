"""Who acts for a state, in trends and briefs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.corpus import linked
from kg.corpus.happenings import Corpus
from kg.corpus.links import Cluster, Links, Unit
from kg.corpus.trends import Acting, trend
from kg.model import ArticleId, Entity, Graph, Link, NodeId
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.corpus.made import Clause, told

PERU = NodeId("peru")
DAY = date(2022, 6, 1)


def linked_to(name: str, cls: str, label: str, relation: str, country: str = "peru") -> Entity:
    return Entity(NodeId(name), cls, label, links=frozenset({Link(relation, NodeId(country))}))


GOVERNMENT = linked_to("government-of-peru", "Government", "Government of Peru", "actsFor")
NAVY = linked_to("navy-of-peru", "PublicBody", "Peruvian Navy", "actsFor")
OFFICIALS = linked_to("senior-officials-1", "Group", "senior Peruvian officials in Lima", "ofCountry")
STUDENTS = linked_to("students-1", "Group", "Peruvian students", "ofCountry")
PRESIDENT = Entity(NodeId("emmanuel-macron"), "Person", "Emmanuel Macron", wikidata="Q3052772", country="FRA")
FRANCE = Entity(NodeId("france"), "Country", "France", wikidata="Q142", alpha3="FRA", country="FRA")


def doing(actor: Entity, day: date = DAY) -> Corpus:
    """An article in which somebody attacks Chile; it tells of Peru too."""
    graph = told("a", day, Clause("velox", "attacked", "chile"), Clause("ana-berg", "visited", "peru"))
    made = Graph(entities=(actor, FRANCE))
    statements = tuple(
        replace(one, subject=actor.id) if one.relation == "attacked" else one for one in graph.statements
    )
    events = tuple(
        replace(one, roles=frozenset(replace(r, filler=actor.id) if r.filler == "velox" else r for r in one.roles))
        for one in graph.events
    )
    whole = replace(graph, statements=statements, events=events) | made
    return Corpus(whole, linked(whole))


@pytest.mark.parametrize(
    ("actor", "expected"), [(GOVERNMENT, ["peru"]), (NAVY, ["peru"]), (OFFICIALS, ["peru"]), (STUDENTS, [])]
)
def test_what_bodies_and_forces_do_counts_for_their_state(actor: Entity, expected: list[str]) -> None:
    assert [one.source for one in trend(doing(actor), {"attacked": "ASSAULT"})] == expected


@pytest.mark.parametrize(("day", "expected"), [(DAY, ["france"]), (date(2012, 6, 1), [])])
def test_whom_the_table_knows_acts_for_a_state_on_the_days_of_a_term(day: date, expected: list[str]) -> None:
    assert [one.source for one in trend(doing(PRESIDENT, day), {"attacked": "ASSAULT"})] == expected


def test_of_a_cluster_that_has_a_state_and_states_that_nobody_names_the_first_counts() -> None:
    corpus = doing(Entity(NodeId("the-state-1"), "Country", "state"))
    units = (Unit(PERU, ArticleId("a")), Unit(NodeId("the-state-1"), ArticleId("a")))
    one = replace(corpus, links=Links((Cluster("entity", units),)))
    (said,) = (one for one in corpus.graph.statements if one.relation == "attacked")
    assert Acting(one).state(one.links.cluster(PERU, ArticleId("a")), said) == PERU
    assert one.label(one.links.cluster(PERU, ArticleId("a"))) == "Peru"


def test_a_brief_of_a_state_has_what_its_government_does_told_as_such(kg: Kg, tmp_path: Path) -> None:
    write(doing(GOVERNMENT).graph, tmp_path / "a.ttl", evidence="full")
    ran = kg("brief", "a.ttl", "Peru", "-f", "csv")
    assert sorted(line.split(",")[0] for line in ran.out.splitlines()[1:]) == ["agent: Government of Peru", "target"]
    assert "agent: " not in kg("brief", "a.ttl", "Government of Peru", "-f", "csv").out


def test_happenings_of_a_state_are_those_of_its_brief(kg: Kg, tmp_path: Path) -> None:
    write(doing(PRESIDENT).graph, tmp_path / "a.ttl", evidence="full")
    assert "attacked" in kg("brief", "a.ttl", "France", "-f", "csv").out
    assert "attacked" in kg("happenings", "a.ttl", "--about", "France", "-f", "csv").out


def test_states_that_an_article_only_describes_are_none() -> None:
    several = Entity(NodeId("northern-countries-0a1b2c3d"), "Country", "Northern countries")
    assert trend(doing(several), {"attacked": "ASSAULT"}) == ()
