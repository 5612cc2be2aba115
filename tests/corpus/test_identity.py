"""Which nodes of two articles are compared, by which words, and are one; near-copies count once."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product

import pytest

from kg.corpus import Copies, Links, PairDecision, linked
from kg.corpus.blocks.linking import indexed, linked_by_blocks
from kg.corpus.clusters import Constraints, Pair, Weights, clustered, pair
from kg.corpus.copies import agency_of
from kg.corpus.decisions import Decisions, places
from kg.corpus.entity_pairs import keys_of, met, skeleton
from kg.corpus.event_pairs import EventPairs, are_of_one, forms
from kg.corpus.event_pairs import named as participants
from kg.corpus.happenings import Corpus
from kg.corpus.links import ENTITY, EVENT, Unit
from kg.corpus.profiles import EntityProfile, EventProfile, StoryScene, Toll, kinds_of
from kg.corpus.words import Documents, Frequencies, circles, initials, stem, stems
from kg.lexicon import words
from kg.model import Anchor, Article, ArticleId, Block, BlockKind, Entity, Evidence, Factuality, Graph, NodeId
from kg.model.merge import merged
from tests.cases import tried_on
from tests.corpus.made import Clause, told
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
    name = NodeId(f"{label.lower().replace(' ', '-')}-{cls}{country}{item}".lower())
    return Entity(name, cls, label, frozenset(), item, "", country)


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
    return Graph((article,), (entity, other), statements=(replace(said, subject_text=quote),)) | Graph()


def are_one(first: Entity, second: Entity, story: tuple[str, str]) -> bool:
    links = linked(merged([of_article("a", first, story[0]), of_article("b", second, story[1])]))
    one, other = (
        Unit(entity.id, ArticleId("" if entity.wikidata else name)) for name, entity in (("a", first), ("b", second))
    )
    return links.of_unit[one] == links.of_unit[other]


@tried_on("first", "second")
def test_two_names_of_one(first: list[str], second: list[str]) -> None:
    assert are_one(named(*first), named(*second), ONE_STORY)


@tried_on("first", "second")
def test_what_only_looks_alike(first: list[str], second: list[str]) -> None:
    assert not are_one(named(*first), named(*second), ONE_STORY)


@tried_on("cls", "name", "first", "second", "is_one")
def test_one_name_is_of_two_by_what_stands_behind_it(
    cls: str, name: str, first: str, second: str, is_one: bool
) -> None:
    told = [one.replace("{}", f"{{}} {rest}") for one, rest in zip(ONE_STORY, (first, second), strict=True)]
    assert are_one(named(cls, name), named(cls, name), (told[0], told[1])) is is_one


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


@tried_on("first", "second", "publisher", "url", "same")
def test_what_is_described_with_another_name_or_number_or_by_one_publisher_stays_apart(
    first: str, second: str, publisher: str, url: str, same: bool
) -> None:
    graphs = [described("a", first, ONE_STORY[0]), described("b", second, ONE_STORY[1])]
    graphs = [replace(one, articles=(replace(one.articles[0], publisher=publisher, url=url),)) for one in graphs]
    links = linked(merged(graphs))
    (one,), (other,) = (
        [unit for unit in links.of_unit if unit.article == name and DESCRIBED in unit.node] for name in "ab"
    )
    assert (links.of_unit[one] == links.of_unit[other]) is same


@tried_on("first", "second", "is_one")
def test_an_article_that_describes_a_thing_again_with_fewer_words_means_the_same(
    first: str, second: str, is_one: bool
) -> None:
    things = [Entity(NodeId(f"{DESCRIBED}-{n}a1b2c3d"), "Organization", one) for n, one in enumerate((first, second))]
    text = "\n".join(ONE_STORY[0].format(thing.label) for thing in things)
    found = linked(merged(of_article("a", thing, ONE_STORY[0], text) for thing in things)).of_unit
    assert (len({found[Unit(thing.id, ArticleId("a"))] for thing in things}) == 1) is is_one


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


# Which nodes of two articles are compared at all.


MONDAY = date(2026, 3, 2)
DENIED = Clause("peru", "attacked", "chile", firmness=Factuality.DENIED)
FAR = {
    "a": "Frost in April spoiled apples and pears of the northern orchards. Bees were late. Cider will cost more.",
    "b": "The opera reopens after renovation of its stage, with new curtains, singers and a cellist from Lisbon.",
}


def links(*graphs: Graph) -> Links:
    return linked(merged(graphs))


def happenings(found: Links) -> list[int]:
    """How many units each happening has."""
    return sorted(len(cluster.members) for cluster in found.clusters if cluster.kind == EVENT)


@pytest.mark.parametrize("name", ["b", "c", "d", "e", "f", "g"])
def test_events_are_compared_whatever_the_order_of_their_ids(name: str) -> None:
    clause = Clause("peru", "attacked", "chile")
    assert happenings(links(told("a", MONDAY, clause), told(name, MONDAY, clause))) == [2]
    assert len(links(told("a", MONDAY, clause), told(name, MONDAY, DENIED)).denials) == 1


def test_a_sentence_of_two_stories_is_not_one_happening() -> None:
    clause = Clause("karl-berg", "visited", "velox")
    stories = [told(name, None, clause, more=f"{more} " * 9) for name, more in FAR.items()]
    assert happenings(links(*stories)) == [1, 1]


def test_each_article_finds_its_own_copy_of_a_sentence() -> None:
    days = (MONDAY, date(2026, 5, 4))
    clause = Clause("karl-berg", "visited", "velox")
    found = links(*(told(f"{day}-{copy}", day, clause) for copy in "ab" for day in days))
    joined = [{unit.article[:10] for unit in one.members} for one in found.clusters if one.kind == EVENT]
    assert sorted(joined, key=str) == [{str(day)} for day in days]


def test_a_thing_described_by_weak_words_alone_is_compared_with_nothing() -> None:
    found = EntityProfile(Unit(NodeId("the-a"), ArticleId("a")), "Organization", frozenset(), head="the")
    assert not list(keys_of(found))


def test_a_name_of_very_many_articles_is_one_and_meets_its_other_spelling() -> None:
    graphs = [told(f"a{number}", MONDAY, Clause("karl-berg", "visited", "peru")) for number in range(45)]
    graph = merged([*graphs, told("b", MONDAY, Clause("k-berg", "visited", "peru"))])
    with indexed(graph) as index, linked_by_blocks(index, Decisions(graph, ())) as found:
        pairs = {(one.node, other.node) for (one, other), _ in found.compared(ENTITY)}
        assert [len(one.members) for one in linked(graph).clusters if len(one.members) > 1] == [46, 46]
    assert pairs == {("k-berg", "karl-berg")}


def test_the_score_of_one_speaks_for_its_crowd() -> None:
    crowd = [Unit(NodeId("berg"), ArticleId(f"{number:03}")) for number in range(50)]
    other = Unit(NodeId("karl"), ArticleId("a"))
    limits = Constraints(sure=[(crowd[0], one) for one in crowd[1:]], crowds={crowd[0]: crowd})
    ((members, least),) = clustered([*crowd, other], {(crowd[0], other): 2.0}, Weights({}, 0.0, 0.0, -1.0), limits)
    assert (len(members), least) == (51, 2.0)


def test_of_very_many_names_with_one_word_those_that_are_near_are_compared() -> None:
    found = [
        EntityProfile(Unit(NodeId(f"union-{number}"), ArticleId("a")), "Organization", frozenset({("union", word)}))
        for number, word in enumerate(
            "".join(letters) for letters in product("abcdefghijklmnopqrst", "abcdefghijklmnop", "x")
        )
    ]
    assert len(found) == 320
    twins = [replace(found[200], unit=Unit(NodeId("a-twin"), ArticleId("b"))), *found]
    pairs = {(one.unit.node, other.unit.node) for one, other in met({"union": twins})}
    assert ("a-twin", "union-200") in pairs


@pytest.mark.parametrize(
    ("word", "circle", "people", "count"),
    [("confirm", 0.6, "", 1), ("confirm", 0.1, "", 0), ("say", 0.6, "", 0), ("say", 0.6, "peru", 1)],
)
def test_what_is_named_by_one_word_is_compared_in_one_circle_but_by_a_light_one(
    word: str, circle: float, people: str, count: int
) -> None:
    some = (replace(profile(article, people=people), heads=frozenset({word}), fillers={}) for article in "ab")
    told = (replace(one, counts=Counter(FAR[one.unit.article].split())) for one in some)
    assert compared(*told, circle=circle) == count


def documents(texts: dict[str, str]) -> Documents:
    return Documents({name: Counter(stems(text)) for name, text in texts.items()})


def compared(*profiles: EventProfile, circle: float = 0.6) -> int:
    """How many pairs of the articles "a" and "b" are compared."""
    both = (ArticleId("a"), ArticleId("b"))
    tellers = Frequencies(len(both), Counter(name for one in profiles for name in participants(one) | forms(one)))
    return len([*EventPairs(profiles, documents(FAR).frequencies, {both: 0.6}, {both: circle}, tellers).compared()])


@tried_on("publishers", "agent", "topics", "day", "count")
def test_articles_of_one_publisher_tell_of_one_thing_by_a_rare_name_or_a_day_of_neither(
    publishers: list[str], agent: str, topics: list[str], day: str, count: int
) -> None:
    day, _, shared = day.partition(" ")
    toll = Toll("killed", "people", Decimal(12)) if shared == "toll" else None
    scene = StoryScene(frozenset({NodeId("quetta")} if shared == "town" else ()))
    days = (date.fromisoformat(day), date.fromisoformat(day)) if day else None
    some = [
        replace(profile(name, agent=agent), publisher=one, told=MONDAY, days=days, topics={"topic": frozenset({topic})})
        for name, one, topic in zip("ab", publishers, topics, strict=True)
    ]
    some = [replace(one, toll=toll, scene=scene) for one in some]
    assert compared(*some, *(profile(f"other {number}") for number in range(30))) == count


@tried_on("objects", "clause", "count")
def test_acts_of_one_form_are_one_by_their_object_and_by_no_sentence_of_all(
    objects: list[dict[str, list[str]]], clause: str, count: int
) -> None:
    told = [{role: frozenset(words) for role, words in one.items()} for one in objects]
    some = [replace(profile(name, agent="velox"), objects=one) for name, one in zip("ab", told, strict=True)]
    some += [profile(name) for name in "cd" if "under all" in clause]
    some = [replace(one, publisher="Gazette", sentences=frozenset({clause})) for one in some]
    assert compared(*some, *(profile(f"other {number}") for number in range(30))) == count


def test_words_without_a_statement_name_one_happening() -> None:
    texts = ("The explosion in Tavola woke sailors.", "In Tavola sailors heard the explosion.")
    graphs = []
    for name, text in zip("ab", texts, strict=True):
        start = text.index("explosion")
        anchor = Anchor(start, start + 9, NodeId(f"event-{name}"), "Event", (0, len(text)))
        blocks = (Block(0, len(text), BlockKind.PARAGRAPH),)
        graphs.append(Graph((Article(ArticleId(name), text, blocks, MONDAY, anchors=frozenset({anchor})),)))
    assert happenings(links(*graphs)) == [2]


def test_two_parallel_stories_are_two_circles() -> None:
    inside = {both: 0.7 for story in ("abcde", "vwxyz") for both in combinations(story, 2)}
    across = dict.fromkeys(product("abcde", "vwxyz"), 0.4)
    found = circles(inside | across)
    assert min(found[both] for both in inside) > max(found[both] for both in across) + 0.2


def profile(article: str, *, is_act: bool = True, agent: str = "", people: str = "peru") -> EventProfile:
    fillers = {"target": frozenset({NodeId("peru")}), **({"agent": frozenset({NodeId(agent)})} if agent else {})}
    unit, named = Unit(NodeId("event"), ArticleId(article)), frozenset(map(NodeId, people.split()))
    return EventProfile(unit, "Event", frozenset({"visit"}), fillers, people=named, is_act=is_act)


def test_what_one_tourist_never_did_does_not_deny_what_another_did() -> None:
    assert not are_of_one(profile("a"), profile("b"))
    assert are_of_one(profile("a", agent="velox"), profile("b", agent="velox"))
    assert are_of_one(profile("a", people="peru velox"), profile("b", people="peru velox"))


# The words by which names and happenings are compared.


def are_alike(text: str) -> bool:
    one, other = text.split(" = ")
    return bool(kinds_of().get(stem(one), frozenset()) & kinds_of().get(stem(other), frozenset()))


@pytest.mark.parametrize("name", ["examples", "counterexamples"])
def test_words_for_one_kind_of_happening(name: str) -> None:
    assert {*map(are_alike, words("links", "alike", name))} == {name == "examples"}


def test_two_ways_of_transliteration_sound_alike_and_other_names_otherwise() -> None:
    ways = [("podoliak", "podolyak"), ("khadija", "hadija"), ("yuliya", "iuliia"), ("berg", "borg")]
    assert [skeleton(one) == skeleton(other) for one, other in ways] == [True, True, True, False]


def test_an_acronym_leaves_little_words_out() -> None:
    assert initials(["union", "of", "the", "miners"]) == "um"


def test_in_a_corpus_of_two_a_word_of_both_still_tells_if_it_is_rare() -> None:
    found = documents({"a": "The harbour of Tavola", "b": "The mayor of Tavola"})
    assert found.frequencies.rarity(stem("tavola")) > 2 * found.frequencies.rarity("the")


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_texts_that_are_alike_are_found_once_in_order_whatever_the_blocks(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.corpus.words._BLOCK", block)
    texts = {"d": "The harbour", "a": "A strike of dockers", "c": "dockers on strike", "b": "harbour", "e": ""}
    found = list(documents(texts).alike(0.5))
    assert [(one, other) for one, other, _ in found] == [("a", "c"), ("b", "d")]
    assert list(documents({"a": "", "b": ""}).alike(0.5)) == []


# Clusters by average linkage: what keeps two apart, and how often that is asked.
RULES = Weights({}, join=0.0, doubt=0.0, unknown=-1.0)


def units(count: int) -> list[Unit]:
    return [Unit(NodeId("berg"), ArticleId(f"{number:03}")) for number in range(count)]


@pytest.mark.parametrize("count", [10, 40])
def test_whether_two_units_are_apart_is_asked_once(count: int) -> None:
    some, asked = units(count), Counter[Pair]()

    def is_apart(one: Unit, other: Unit) -> bool:
        asked[pair(one, other)] += 1
        return (one == some[0]) != (other == some[0])

    found = clustered(some, dict.fromkeys(combinations(some, 2), 2.0), RULES, Constraints(apart=is_apart))
    assert sorted(len(members) for members, _ in found) == [1, count - 1]
    assert max(asked.values()) == 1


def test_what_is_apart_from_one_is_apart_from_all_that_it_joins() -> None:
    first, second, third = units(3)
    scores = {(first, second): 3.0, (second, third): 2.0, (first, third): 5.0}
    never = frozenset({(first, third)})
    found = clustered([third, first, second], scores, RULES, Constraints(never=never))
    assert [members for members, _ in found] == [(first, second), (third,)]


def test_a_decision_about_units_that_are_gone_joins_nothing() -> None:
    first, second, third = units(3)
    found = clustered([first, second], {}, RULES, Constraints(must=frozenset({(first, third), (first, second)})))
    assert [members for members, _ in found] == [(first, second)]


def test_an_answer_takes_no_other_pair_apart() -> None:
    one, other, third = units(3)
    limits = Constraints(must=frozenset({(other, third)}))
    found = clustered([one, other, third], {(one, other): 1.0}, Weights({}, 0.0, 0.0, -5.0), limits)
    assert [members for members, _ in found] == [(one, other, third)]


def test_an_answer_goes_before_what_the_scores_join_where_both_cannot_be() -> None:
    one, other, third = units(3)
    limits = Constraints(must=frozenset({(other, third)}), apart=lambda *both: both == (one, third))
    found = clustered([one, other, third], {(one, other): 1.0}, Weights({}, 0.0, 0.0, -5.0), limits)
    assert [members for members, _ in found] == [(one,), (other, third)]


# Near-copies and agency texts count once.


STORY = (
    "The harbour of Tavola was closed on Monday after a crane fell on a ship that carried grain. "
    "Nobody was hurt, the port authority said, and the ship will sail again within a week. "
    "Dockers had warned of the crane in March, and their union wants to know why nothing was done."
)
OTHER = (
    "Farmers in the valley expect a poor harvest of apples after a spring of late frosts and little rain. "
    "The ministry will decide in June whether it helps those who lost more than half of their crop."
)


def copies(**texts: str) -> Copies:
    return Copies({ArticleId(name): text for name, text in texts.items()})


def test_a_text_with_a_few_words_changed_is_a_copy() -> None:
    changed = STORY.replace("Nobody was hurt", "No one was hurt").replace("within a week", "within days")
    assert copies(a=STORY, b=OTHER, c=changed).groups == (("a", "c"), ("b",))


def test_a_text_that_goes_on_is_a_copy() -> None:
    assert copies(a=STORY, b=f"{STORY} The mayor was not at home.").groups == (("a", "b"),)


def test_another_telling_of_a_story_is_no_copy() -> None:
    other = "A ship with grain was hit by a falling crane in Tavola, which shut its harbour; there were no casualties."
    assert copies(a=STORY, b=other).groups == (("a",), ("b",))


def test_articles_of_one_agency_are_one_source() -> None:
    found = copies(a=f"TAVOLA (Reuters) - {STORY}", b=f"LIMA (Reuters) - {OTHER}", c=OTHER.upper() + " Berg wrote it.")
    assert found.independent(map(ArticleId, "ab")) == 1


def test_what_an_agency_told_several_papers_is_of_one_source() -> None:
    found, names = copies(a=STORY, b=OTHER, c=f"{OTHER[::-1]} Frost."), [*map(ArticleId, "abc")]
    own = "A crane fell on a ship with grain in the harbour of Tavola on Monday."
    taken = own, f"{own[:-1]}, as the port said.", "The ship was hit, a pilot told Reuters."
    assert found.independent(names, zip(names, taken, strict=True)) == 2
    credited = "Reuters reported a fire.", own, "It sank, he told Reuters."
    assert found.independent(names, zip(names, credited, strict=True)) == 2


@pytest.mark.parametrize("text", sorted(words("links", "credit", "examples")))
def test_a_credit_is_seen(text: str) -> None:
    assert agency_of(text)


@pytest.mark.parametrize("text", sorted(words("links", "credit", "counterexamples")))
def test_what_is_said_of_an_agency_is_no_credit(text: str) -> None:
    assert not agency_of(text)
