"""What a relation promises: its ends are of its domain and range, or the statement stays in its own words.

That the ontology's own sentences keep to it is tried where they are read, in ``test_ontology_examples.py``.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from kg.model import Graph
from tests.reading import graphs, said

ON_GOODS = {
    "The European Union imposed a tariff on steel and aluminium.": ("ImposeTariff", {"steel", "aluminium"}),
    "Manila suspended tariffs on fertiliser.": ("EaseTariff", {"fertiliser"}),
    "Malaysia suspended exports of chicken.": ("RestrictExports", {"chicken"}),
    "Ankara restricted imports of scrap metal.": ("RestrictImports", {"scrap metal"}),
    "The Treasury placed sanctions on gold and crude oil.": ("ImposeSanctions", {"gold", "crude oil"}),
}
FORBIDDEN = {
    "The union comprises Chad, Mali, Niger and Togo, which joined the bloc in 2020.": ("Chad", "joined"),
    "Germany and Italy founded the club; Malta joined the union in 2004.": ("Germany", "joined"),
    "Amnesty condemned the detention of two bloggers.": ("Amnesty", "bloggers"),
    "The ministry warned of fake medicines.": ("target", "fake medicines"),
    "The regulator granted the firm a licence.": ("firm", "licence"),
}
OPEN_WITH_EVENT = {
    "Ties with Algeria deteriorated after the vote.": "WorsenRelations",
    "A car bomb exploded outside a police station.": "Attack",
    "Benin police detained a broadcaster.": "Arrest",
}

pytestmark = pytest.mark.model


@cache
def read() -> Mapping[str, Graph]:
    return graphs((*ON_GOODS, *FORBIDDEN, *OPEN_WITH_EVENT))


@pytest.mark.parametrize(("sentence", "wanted"), ON_GOODS.items())
def test_goods_are_the_goods_of_a_measure_and_not_its_target(sentence: str, wanted: tuple[str, set[str]]) -> None:
    graph = read()[sentence]
    (statement,) = [s for s in graph.statements if not s.is_open]
    assert statement.object == statement.event
    (event,) = [event for event in graph.events if event.cls == wanted[0]]
    roles = {(role.name, graph.label(role.filler)) for role in event.roles}
    assert {label for name, label in roles if name == "commodity"} == wanted[1]
    assert "target" not in {name for name, _ in roles}


@pytest.mark.parametrize(("sentence", "pair"), FORBIDDEN.items())
def test_what_only_stands_near_is_no_end(sentence: str, pair: tuple[str, str]) -> None:
    graph = read()[sentence]
    typed = [(each.subject, each.relation, each.object) for each in said(graph) if not each.is_open]
    roles = [(role.name, graph.label(role.filler)) for event in graph.events for role in event.roles]
    assert not [triple for triple in typed if triple[0] == pair[0] and pair[1] in triple[1:]]
    assert pair not in roles


@pytest.mark.parametrize(("sentence", "event"), OPEN_WITH_EVENT.items())
def test_a_happening_is_told_where_its_ends_are_no_relations(sentence: str, event: str) -> None:
    graph = read()[sentence]
    assert all(statement.is_open for statement in graph.statements)
    assert event in {found.cls for found in graph.events}
