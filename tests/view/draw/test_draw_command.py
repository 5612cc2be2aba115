"""``kg draw`` as a user runs it."""

import sys
from pathlib import Path

import pytest

from kg.turtle.documents import write
from tests.conftest import Kg
from tests.view.draw.graphs import large_graph


@pytest.mark.parametrize("name", ["t.svg", "t.png", "t.pdf", "t.dot", "t.mmd", "t.html"])
def test_the_suffix_picks_the_format(kg: Kg, trade: Path, name: str) -> None:
    ran = kg("draw", trade, "-o", name)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path(name).stat().st_size > 500


def test_standard_output_is_svg_unless_said(kg: Kg, trade: Path) -> None:
    assert kg("draw", trade).out.startswith("<?xml")
    assert "flowchart LR" in kg("draw", trade, "-f", "mermaid").out


def test_what_is_left_out_is_said_on_standard_error(kg: Kg, tmp_path: Path) -> None:
    write(large_graph(100, 60), path := tmp_path / "large.ttl")
    ran = kg("draw", path, "-f", "dot")
    assert ran.err.startswith("note: Shown: ")
    assert "--top 0 draws all" in ran.err.replace("\n", " ")
    assert "; without its days " in kg("draw", path, "--since", "2090").err.replace("\n", " ")


def test_where_nothing_is_left_out_nothing_is_said(kg: Kg, trade: Path) -> None:
    assert kg("draw", trade, "-f", "dot", "--top", "0").err == ""


def test_options_reach_the_picture(kg: Kg, trade: Path) -> None:
    ran = kg("draw", trade, "-f", "dot", "--focus", "Canada", "--theme", "dark", "--by", "country")
    assert 'bgcolor="#14181d"' in ran.out


def test_without_graphviz_a_story_is_drawn_all_the_same(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    assert kg("draw", trade, "-o", "t.svg").code == 0


def test_one_article_is_a_story_unless_asked_otherwise(kg: Kg, trade: Path) -> None:
    story, network = kg("draw", trade).out, kg("draw", trade, "--as", "network").out
    assert 'class="card"' in story
    assert 'class="node' in network
    assert kg("draw", trade, "--as", "story", "--top", "1").out.count('class="card"') == 1


def test_a_story_is_as_wide_as_asked_for(kg: Kg, trade: Path) -> None:
    assert 'viewBox="0 0 400 ' in kg("draw", trade, "--width", "400").out
    assert 'viewBox="0 0 700 ' in kg("draw", trade).out


def test_a_story_says_whose_text_it_is(kg: Kg, trade: Path) -> None:
    assert "Text: A paper, CC BY" in kg("draw", trade, "--credit", "A paper, CC BY").out


def test_without_graphviz_the_page_is_made_all_the_same(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    assert kg("draw", trade, "-o", "t.html").code == 0
