"""Which names of two articles are one: spellings, acronyms, surnames; what only looks alike stays apart."""

from datetime import date

import pytest

from kg.corpus import PairDecision, linked
from kg.corpus.decisions import places
from kg.corpus.happenings import Corpus
from kg.corpus.links import ENTITY, Unit
from kg.model import Article, ArticleId, Block, BlockKind, Entity, Evidence, Graph, NodeId
from kg.model.merge import merged
from tests.graphs import statement

ONE_STORY = (
    "{} said the harbour of Tavola would reopen after the strike of the dockers.",
    "The strike of dockers in the harbour of Tavola is over, {} said.",
)
TWO_STORIES = (
    "{} opened a new hospital for children in the northern province.",
    "A court fined {} for selling spoiled wheat to bakers abroad.",
)


def named(cls: str, label: str, country: str = "", item: str = "") -> Entity:
    return Entity(
        NodeId(f"{label.lower().replace(' ', '-')}-{cls}{country}{item}".lower()),
        cls,
        label,
        frozenset(),
        item,
        "",
        country,
    )


def of_article(name: str, entity: Entity, sentence: str, text: str = "") -> Graph:
    quote = sentence.format(entity.label)
    text = text or quote
    other = Entity(NodeId("harbour-authority"), "Organization", "Harbour Authority")
    article = Article(ArticleId(name), text, (Block(0, len(text), BlockKind.PARAGRAPH),), date(2026, 3, 2))
    said = statement(
        (entity.id, "say", other.id),
        Evidence(ArticleId(name), text.index(quote), text.index(quote) + len(quote), quote),
        name=f"s-{name}-{entity.id}",
    )
    return Graph((article,), (entity, other), statements=(said,)) | Graph()


def are_one(first: Entity, second: Entity, story: tuple[str, str]) -> bool:
    links = linked(merged([of_article("a", first, story[0]), of_article("b", second, story[1])]))
    one, other = (
        Unit(entity.id, ArticleId("" if entity.wikidata else name)) for name, entity in (("a", first), ("b", second))
    )
    return links.of_unit[one] == links.of_unit[other]


@pytest.mark.parametrize(
    ("cls", "first", "second"),
    [
        ("Person", "Mykhailo Podoliak", "Mykhailo Podolyak"),
        ("Person", "Yuliya Svyrydenko", "Iuliia Svyrydenko"),
        ("Person", "José Márquez", "Jose Marquez"),
        ("Person", "Karl Berg", "Karl Otto Berg"),
        ("Person", "K. Berg", "Karl Berg"),
        ("Person", "Herons Keeper Karl Berg", "Karl Berg"),
        ("Person", "Karl Berg", "Berg"),
        ("Company", "Velox", "Velox Inc"),
        ("Company", "Velox Motors", "Velox"),
        ("PoliticalParty", "Social Democratic Party", "SDP"),
        ("Organization", "Union of Dockers", "Dockers' Union"),
        ("PublicBody", "Armed Forces of Ukraine", "Ukrainian Armed Forces"),
        ("PublicBody", "Ministry of Transport", "Transport Ministry"),
    ],
)
def test_two_names_of_one(cls: str, first: str, second: str) -> None:
    assert are_one(named(cls, first), named(cls, second), ONE_STORY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (named("Person", "Karl Berg"), named("Person", "Ana Berg")),
        (named("Place", "Tripoli", item="Q3579"), named("Place", "Tripoli", item="Q168954")),
        (named("Policy", "Federal Law 12"), named("Policy", "Federal Law 44")),
        (named("Company", "Halden Foods"), named("Person", "Walter Halden")),
        (named("Organization", "Bank of Peru"), named("Organization", "Bank of Chile")),
        (named("PublicBody", "Interior Ministry", "PER"), named("PublicBody", "Interior Ministry", "CHL")),
        (named("Place", "North Harbour"), named("Place", "South Harbour")),
        (named("Company", "Velox"), named("Place", "Velox")),
    ],
    ids=lambda entity: entity.label,
)
def test_what_only_looks_alike(first: Entity, second: Entity) -> None:
    assert not are_one(first, second, ONE_STORY)


def test_a_surname_alone_is_of_nobody_in_another_story() -> None:
    assert not are_one(named("Person", "Berg"), named("Person", "Ana Berg"), TWO_STORIES)


def test_a_node_that_a_reader_parts_is_two() -> None:
    berg = named("Person", "Karl Berg")
    graph = merged(of_article(name, berg, sentence) for name, sentence in zip("ab", ONE_STORY, strict=True))
    known = places(graph)
    first, second = (known[Unit(berg.id, ArticleId(name))] for name in "ab")
    links = linked(graph, [PairDecision(ENTITY, first, second, is_same=False)])
    found = {links.cluster(berg.id, ArticleId(name)) for name in "ab"}
    assert len(found) == 2
    assert berg.id not in found
    assert {cluster.id for cluster in links.told} >= found
    assert {Corpus(graph, links).label(cluster) for cluster in found} == {"Karl Berg"}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("port city of Varna", "port city of Burgas", False),
        ("nine injured dockers", "17 injured dockers", False),
        ("nine injured dockers", "9 injured dockers", True),
        ("injured dockers of Varna", "injured dockers", True),
        ("officials", "officials", False),
    ],
)
def test_what_is_described_with_another_name_or_number_stays_apart(first: str, second: str, same: bool) -> None:
    graphs = [described("a", first, ONE_STORY[0]), described("b", second, ONE_STORY[1])]
    links = linked(merged(graphs))
    (one,), (other,) = (
        [unit for unit in links.of_unit if unit.article == name and DESCRIBED in unit.node] for name in "ab"
    )
    assert (links.of_unit[one] == links.of_unit[other]) is same


def in_one_article(*labels: str) -> bool:
    """Whether all that one article calls so is one."""
    things = [
        Entity(NodeId(f"{DESCRIBED}-{number}a1b2c3d"), "Organization", label) for number, label in enumerate(labels)
    ]
    text = "\n".join(ONE_STORY[0].format(label) for label in labels)
    graph = merged(of_article("a", thing, ONE_STORY[0], text) for thing in things)
    found = linked(graph).of_unit
    return len({found[Unit(thing.id, ArticleId("a"))] for thing in things}) == 1


def test_an_article_that_describes_a_thing_again_with_fewer_words_means_the_same() -> None:
    assert in_one_article("rusty crane of the dockers", "crane")


@pytest.mark.parametrize("labels", [("rusty crane", "new crane"), ("old cranes", "cranes")])
def test_an_article_that_describes_a_thing_otherwise_means_another(labels: tuple[str, str]) -> None:
    assert not in_one_article(*labels)


def test_a_team_by_its_short_plural_name_is_the_team_of_that_name() -> None:
    team = named("Organization", "Tavola Herons")
    other = Entity(NodeId("herons-0a1b2c3d"), "Group", "Herons")
    links = linked(merged([of_article("a", team, ONE_STORY[0]), of_article("b", other, ONE_STORY[1])]))
    first, second = (Unit(one.id, ArticleId(name)) for name, one in (("a", team), ("b", other)))
    assert links.of_unit[first] == links.of_unit[second]


def test_an_article_that_tells_nothing_of_a_node_means_what_all_others_mean() -> None:
    first, second = named("Person", "Mykhailo Podoliak"), named("Person", "Mykhailo Podolyak")
    links = linked(merged([of_article("a", first, ONE_STORY[0]), of_article("b", second, ONE_STORY[1])]))
    assert links.cluster(first.id, ArticleId("silent")) == links.cluster(second.id, ArticleId("b"))
    assert links.cluster(NodeId("unheard-of"), ArticleId("silent")) == "unheard-of"


DESCRIBED = "thing"


def described(article: str, label: str, sentence: str) -> Graph:
    digest = {"a": "0a1b2c3d", "b": "9f8e7d6c"}[article]
    return of_article(article, Entity(NodeId(f"{DESCRIBED}-{digest}"), "Group", label), sentence)
