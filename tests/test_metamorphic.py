"""Wordings that must agree, or differ in one thing alone: voice, negation, source, modality, date, names, order."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import pytest

from tests.reading import Said, graphs, said

pytestmark = pytest.mark.model

SAME = [
    (
        "Norway imposed tariffs on Japanese steel.",
        "Tariffs on Japanese steel were imposed by Norway.",
        "Japanese steel was hit with tariffs by Norway.",
        "Norway's tariffs on Japanese steel surprised Ghana.",
        "Norway, which imposed tariffs on Japanese steel, left.",
    ),
    (
        "Norway sanctioned Belarus.",
        "Belarus was sanctioned by Norway.",
        "Norway imposed sanctions on Belarus.",
        "Sanctions were imposed on Belarus by Norway.",
        "Norway's sanctions against Belarus angered traders.",
    ),
    (
        "Emmanuel Macron visited Ghana.",
        "Ghana was visited by Emmanuel Macron.",
        "Emmanuel Macron's visit to Ghana ended.",
    ),
    ("Peru invaded Chile.", "Chile was invaded by Peru.", "Peru's invasion of Chile shocked diplomats."),
    ("Kenya arrested the journalist.", "The journalist was arrested by Kenya."),
    ("Sweden criticized Hungary.", "Hungary was criticized by Sweden."),
    ("Sweden condemned Hungary.", "Hungary was condemned by Sweden."),
    (
        "Turkey recognized Kosovo.",
        "Kosovo was recognized by Turkey.",
        "Turkey's recognition of Kosovo surprised Greece.",
    ),
    ("Japan signed the trade agreement.", "The trade agreement was signed by Japan."),
    ("Qatar mediated between Israel and Hamas.", "Qatar was mediating between Israel and Hamas."),
    ("Germany supported Ukraine.", "Ukraine was supported by Germany."),
    ("India banned rice exports to Nepal.", "Rice exports to Nepal were banned by India."),
    ("Egypt accused Ethiopia of violating the treaty.", "Ethiopia was accused by Egypt of violating the treaty."),
    ("Brazil threatened Argentina with tariffs.", "Argentina was threatened with tariffs by Brazil."),
    ("Canada deported the suspects to Italy.", "The suspects were deported to Italy by Canada."),
    ("Norway and Japan signed the treaty.", "The treaty was signed by Norway and Japan."),
]


@cache
def read() -> Mapping[str, tuple[Said, ...]]:
    """Every text of this file, parsed in one run, with what it says."""
    return {text: said(graph) for text, graph in graphs(dict.fromkeys(texts())).items()}


def texts() -> Iterable[str]:
    yield from (text for group in SAME for text in group)
    for pairs in (NEGATED, HEDGED, DATED, REPORTED):
        yield from (text for pair in pairs for text in pair[:2])
    yield from RENAMED
    yield from map(renamed, RENAMED)
    yield from (joined for pair in ORDERED for joined in (" ".join(pair), " ".join(reversed(pair))))


Key = tuple[str, ...]
Part = Callable[[Said], Key]


def triple(each: Said) -> Key:
    return each.subject.lower(), each.relation, each.object.lower()


def whole(each: Said) -> Key:
    return (*triple(each), each.factuality, each.source, each.reporter, each.time)


def of(text: str, part: Part) -> set[Key]:
    return {part(each) for each in read()[text]}


def of_relations(text: str, part: Part) -> set[Key]:
    """Of relations of the ontology alone: an open relation is its words, and those are what the pair changes."""
    return {part(each) for each in read()[text] if not each.is_open}


@pytest.mark.parametrize("group", SAME, ids=lambda group: group[0])
def test_active_passive_and_nominal_wordings_say_the_same(group: tuple[str, ...]) -> None:
    first, *others = group
    assert of_relations(first, whole)
    for other in others:
        assert of_relations(first, whole) <= of_relations(other, whole), other


NEGATED = [
    ("Norway imposed tariffs on Japan.", "Norway did not impose tariffs on Japan."),
    ("Norway has sanctioned Belarus.", "Norway has never sanctioned Belarus."),
    ("Emmanuel Macron visited Ghana.", "Emmanuel Macron did not visit Ghana."),
    ("Turkey recognized Kosovo.", "Turkey refused to recognize Kosovo."),
    ("Peru invaded Chile.", "Peru has not invaded Chile."),
    ("Germany supports Ukraine.", "Germany no longer supports Ukraine."),
    ("The treaty was signed by Japan.", "The treaty was not signed by Japan."),
]


@pytest.mark.parametrize(("plain", "negated"), NEGATED, ids=lambda text: text)
def test_a_negation_denies_and_changes_nothing_else(plain: str, negated: str) -> None:
    _changes_factuality_alone(plain, negated, "Denied")


HEDGED = [
    ("Norway imposed tariffs on Japan.", "Norway will impose tariffs on Japan.", "Planned"),
    ("Norway imposed tariffs on Japan.", "Norway plans to impose tariffs on Japan.", "Planned"),
    ("Norway imposed tariffs on Japan.", "Norway may impose tariffs on Japan.", "Possible"),
    ("Norway imposed tariffs on Japan.", "Norway is considering imposing tariffs on Japan.", "Possible"),
    ("Emmanuel Macron visited Ghana.", "Emmanuel Macron is expected to visit Ghana.", "Expected"),
    ("Emmanuel Macron visited Ghana.", "Emmanuel Macron is scheduled to visit Ghana.", "Planned"),
    ("Emmanuel Macron visited Ghana.", "Emmanuel Macron reportedly visited Ghana.", "Possible"),
    ("Turkey recognized Kosovo.", "Turkey wants to recognize Kosovo.", "Planned"),
    ("Peru invaded Chile.", "Peru could invade Chile.", "Possible"),
    ("Peru invaded Chile.", "Peru is likely to invade Chile.", "Expected"),
    ("Norway sanctioned Belarus.", "Norway agreed to sanction Belarus.", "Planned"),
]


@pytest.mark.parametrize(("plain", "hedged", "factuality"), HEDGED, ids=lambda text: text)
def test_a_modal_changes_factuality_alone(plain: str, hedged: str, factuality: str) -> None:
    _changes_factuality_alone(plain, hedged, factuality)


def _changes_factuality_alone(plain: str, other: str, factuality: str) -> None:
    before, after = of_relations(plain, whole), of_relations(other, whole)
    assert before
    assert {(*key[:3], factuality, *key[4:]) for key in before} <= after
    assert {key[3] for key in after if key[:3] in {key[:3] for key in before}} == {factuality}


REPORTED = [
    ("Norway imposed tariffs on Japan.", "Sweden said that Norway imposed tariffs on Japan.", "Sweden"),
    ("Norway imposed tariffs on Japan.", "Norway imposed tariffs on Japan, Sweden said.", "Sweden"),
    ("Norway imposed tariffs on Japan.", "According to Sweden, Norway imposed tariffs on Japan.", "Sweden"),
    ("Peru invaded Chile.", "Diplomats said that Peru invaded Chile.", "Diplomats"),
    ("Norway sanctioned Belarus.", "Norway sanctioned Belarus, according to Reuters.", "Reuters"),
    ("Emmanuel Macron visited Ghana.", "Kenya reported that Emmanuel Macron visited Ghana.", "Kenya"),
]


@pytest.mark.parametrize(("plain", "reported", "source"), REPORTED, ids=lambda text: text)
def test_a_reporting_clause_changes_the_source_alone(plain: str, reported: str, source: str) -> None:
    before, after = of_relations(plain, whole), of_relations(reported, whole)
    assert before
    assert {(*key[:4], source, *key[5:]) for key in before} == after


DATED = [
    ("Norway imposed tariffs on Japan.", "Norway imposed tariffs on Japan in 2019.", "2019-01-01/2019-12-31"),
    ("Norway imposed tariffs on Japan.", "In March 2019, Norway imposed tariffs on Japan.", "2019-03-01/2019-03-31"),
    ("Peru invaded Chile.", "On 4 May 2021, Peru invaded Chile.", "2021-05-04"),
    ("Emmanuel Macron visited Ghana.", "Emmanuel Macron visited Ghana in 2022.", "2022-01-01/2022-12-31"),
    ("The treaty was signed by Japan.", "The treaty was signed by Japan on 4 May 2021.", "2021-05-04"),
]


@pytest.mark.parametrize(("plain", "dated", "time"), DATED, ids=lambda text: text)
def test_a_date_changes_the_time_alone(plain: str, dated: str, time: str) -> None:
    before, after = of_relations(plain, whole), of_relations(dated, whole)
    assert before
    assert {(*key[:6], time) for key in before} == after


RENAMED = [
    "Norway imposed tariffs on Japanese steel in 2019.",
    "Norway said that it would not recognize Japan.",
    "Norwegian officials urged Japan to sign the treaty.",
    "Norway agreed to sanction Japan, according to diplomats.",
    "Norway and Japan signed a treaty with Sweden.",
    "Japan responded with tariffs on Norwegian salmon.",
]
NAMES = {"Norway": "Chile", "Norwegian": "Chilean", "Japanese": "Kenyan", "Japan": "Kenya", "Sweden": "Ghana"}


def renamed(text: str) -> str:
    for name, other in NAMES.items():
        text = text.replace(name, other)
    return text


@pytest.mark.parametrize("text", RENAMED)
def test_other_countries_give_the_same_structure(text: str) -> None:
    before = {tuple(map(renamed, fields(each))) for each in read()[text]}
    assert before
    assert before == {fields(each) for each in read()[renamed(text)]}


def fields(each: Said) -> Key:
    return (each.subject, each.relation, each.object, each.factuality, each.source, each.reporter, each.time, each.rule)


ORDERED = [
    ("Norway imposed tariffs on Japan.", "Peru invaded Chile in 2021."),
    ("Emmanuel Macron visited Ghana.", "Turkey did not recognize Kosovo."),
    ("Sweden said that Germany supports Ukraine.", "Kenya arrested two journalists."),
    ("Belarus was sanctioned by Norway.", "India may ban rice exports to Nepal."),
]


@pytest.mark.parametrize("pair", ORDERED, ids=lambda pair: pair[0])
def test_the_order_of_unrelated_sentences_does_not_matter(pair: tuple[str, str]) -> None:
    here, there = of(" ".join(pair), whole), of(" ".join(reversed(pair)), whole)
    assert here
    assert here == there


def test_there_are_pairs_enough() -> None:
    others = (NEGATED, HEDGED, REPORTED, DATED, RENAMED, ORDERED)
    assert sum(len(group) - 1 for group in SAME) + sum(len(pairs) for pairs in others) >= 60
