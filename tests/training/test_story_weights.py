"""The weights that leads teach: what a lead tells, and tells again, and the table that is written."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import ArticleId, Evidence, Graph, NodeId, Statement
from kg.view.draw.cards import card
from kg.view.draw.look import class_of
from kg.view.draw.story.choosing import told
from tests.graphs import statement, trade_graph
from training.story.__main__ import FEWEST, WEIGHTS, Columns, Told, cases, is_again, points, tables, write

TEXT = "Canada criticised China. China left. Canada met China. China praised Peru. Canada criticised China again."


def _said(words: str, triple: tuple[str, str, str], relation_class: str) -> Statement:
    start = TEXT.index(words)
    made = statement(triple, Evidence(ArticleId("trade"), start, start + len(words), words), name=f"statement-{start}")
    return replace(made, label=words.removesuffix("."), relation_class=relation_class, event=NodeId(f"event-{start}"))


def _graph() -> Graph:
    (article,) = trade_graph().articles
    said = (
        _said("Canada criticised China.", ("canada", "criticise", "china"), "Criticising"),
        _said("China left.", ("china", "leave", "china"), "Moving"),
        _said("Canada met China.", ("canada", "meet", "china"), "Meeting"),
        _said("China praised Peru.", ("china", "praise", "canada"), "Approving"),
        _said("Canada criticised China again.", ("canada", "blame", "china"), "Criticising"),
    )
    return replace(trade_graph(), articles=(replace(article, text=TEXT, title="", blocks=()),), statements=said)


def test_a_lead_tells_its_own_cards_and_those_of_the_same_kind_and_actor() -> None:
    assert [one.is_lead for one in cases(_graph())] == [True, True, False, False, True]


def test_an_article_without_anything_behind_its_lead_teaches_nothing() -> None:
    assert list(cases(replace(_graph(), statements=_graph().statements[:4]))) == []


def test_what_has_nobody_in_common_is_not_told_again() -> None:
    graph = _graph()
    first, *_, last = (card(graph, one, {}) for one in graph.statements)
    other = replace(last, actor=NodeId("peru"), target=None, statement=replace(last.statement, object=NodeId("peru")))
    assert is_again(last, first)
    assert not is_again(other, first)


def test_what_leads_tell_weighs_more_and_firmness_is_left_to_hand() -> None:
    found = [Told(str(number), (("dated", number % 2), ("Planned", 1)), number % 2 == 1) for number in range(200)]
    columns = Columns.of(found)
    assert columns.names == ("dated",)
    assert points(columns)["dated"] > 1
    assert Columns.of(found[: FEWEST - 1]).names == ()


def test_the_learned_table_is_written_anew_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(WEIGHTS.read_text(encoding="utf-8"), encoding="utf-8")
    write({"typed": 1.234, "nothing": 0.001, "words Planned": -2.0}, path)
    assert tables(path) == {**tables(), "learned": {"typed": 1.23, "words Planned": -2.0}}


@pytest.mark.parametrize("name", sorted(tables()["learned"]))
def test_every_learned_weight_is_of_a_feature(name: str) -> None:
    graph = _graph()
    known = {one for said in graph.statements for one, _ in told(graph, card(graph, said, {}))}
    assert name in known or class_of(replace(graph.statements[0], relation_class=name)) == name


def test_the_file_says_what_was_learned_last() -> None:
    assert list(tomllib.loads(WEIGHTS.read_text(encoding="utf-8")))[-1] == "learned"
