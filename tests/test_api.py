"""The Python API, the chain replaced by one that gives a graph made by hand."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import rdflib

import kg
from kg.api import Graph
from kg.model import Article
from kg.store import Limits
from kg.store.disk import append
from kg.turtle.documents import write
from kg.view.draw import View
from tests.chain import Chain
from tests.graphs import statement, trade_graph

TEXT = "Norway protested."


def test_every_public_name_can_be_had() -> None:
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import kg, sys; assert not {'spacy', 'rdflib', 'typer', 'kg.api'} & {*sys.modules}; import kg.several.front"
    code += "; assert not {'spacy', 'datasketch', 'networkx'} & {*sys.modules}"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_build_takes_a_path_a_text_an_article_or_many(chain: Chain, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(TEXT)
    kg.build(path)
    kg.build(str(path))
    assert len(chain.read) == 1
    kg.build(TEXT, date="2024-03-05")
    assert [(article.text, article.date) for article in chain.read] == [(TEXT, date(2024, 3, 5))]
    article = kg.article_of("Sweden replied.")
    kg.build([path, "Denmark stayed away from the talks.", article])
    assert [found.text for found in chain.read] == [TEXT, "Denmark stayed away from the talks.", "Sweden replied."]
    assert isinstance(chain.read[-1], Article)


def test_what_looks_like_a_path_and_is_none_is_an_error(chain: Chain) -> None:
    with pytest.raises(kg.InputError, match="no such file"):
        kg.build("missing.txt")
    with pytest.raises(kg.KgError, match="the date 'soon' is none"):
        kg.build(TEXT, date="soon")
    assert chain.recipes == []


def test_options_reach_the_chain(chain: Chain) -> None:
    kg.build(TEXT, model="m", ontology="a.ttl", aliases="names.csv")
    recipe = chain.recipes[0]
    assert (recipe.model, recipe.ontologies, recipe.aliases) == ("m", (Path("a.ttl"),), Path("names.csv"))
    assert recipe.min_confidence is None
    kg.build(TEXT, min_confidence=0)
    assert chain.recipes[-1].min_confidence == 0
    kg.build(TEXT, reviewed="reviews.jsonl")
    assert chain.recipes[-1].reviewed == (Path("reviews.jsonl"),)
    with pytest.raises(kg.KgError, match=r"1\.5 is no confidence"):
        kg.build(TEXT, min_confidence=1.5)


def test_a_graph_is_written_and_loaded_again(tmp_path: Path) -> None:
    graph = Graph(trade_graph())
    path = tmp_path / "trade.ttl"
    turtle = graph.to_turtle(path)
    assert path.read_text().startswith(turtle)
    assert kg.load(path).statements() == graph.statements()
    graph.save(tmp_path / "trade.nt")
    assert len(kg.load(tmp_path / "trade.nt")) == len(graph)


def test_statements_are_asked_for_by_name() -> None:
    graph = Graph(trade_graph())
    (said,) = graph.statements(subject="Canada", relation="imposedTariffOn", factuality="Asserted")
    assert (graph.label(said.subject), graph.label(said.object)) == ("Canada", "China")
    assert graph.statements(object="China", source="") == (said,)
    with pytest.raises(kg.KgError, match="is not in the graph"):
        graph.label("nobody")


def test_sparql_and_named_questions_give_rows() -> None:
    graph = Graph(trade_graph())
    rows = graph.query("SELECT ?name { ?who kg:imposedTariffOn id:china ; rdfs:label ?name }")
    assert rows == ({"name": "Canada"},)
    assert graph.query("SELECT ?none { id:china kg:signed ?none }") == ()
    assert [row["goods"] for row in graph.ask("who-imposed-what", who="Canada")] == ["Chinese electric vehicles"]
    with pytest.raises(kg.QueryError):
        graph.query("SELECT ?name {")


def test_questions_of_ones_own_are_asked_from_their_folder(tmp_path: Path) -> None:
    text = "# title: T\n# param folder (text): x\nSELECT ?folder { VALUES ?folder { UNDEF } }"
    (tmp_path / "mine.rq").write_text(text)
    assert Graph(trade_graph()).ask("mine", folder=tmp_path) == ({"folder": None},)
    assert Graph(trade_graph()).ask(str(tmp_path / "mine.rq")) == ({"folder": None},)


def test_each_form_of_query_gives_what_it_is_about() -> None:
    graph = Graph(trade_graph())
    assert graph.query("ASK { id:canada kg:imposedTariffOn id:china }") is True
    assert graph.query("ASK { id:china kg:signed id:china }") is False
    built = graph.query("CONSTRUCT { ?a kg:hurt id:china } WHERE { ?a kg:imposedTariffOn id:china }")
    assert isinstance(built, rdflib.Graph)
    assert [str(value) for value in next(iter(built))] == [
        "https://w3id.org/newsgraph/id/canada",
        "https://w3id.org/newsgraph/ontology#hurt",
        "https://w3id.org/newsgraph/id/china",
    ]
    described = graph.query("DESCRIBE id:canada")
    assert isinstance(described, rdflib.Graph)
    assert len(described) > 3


def test_an_answer_that_is_cut_off_is_an_error() -> None:
    graph = Graph(trade_graph())
    with pytest.raises(kg.QueryError, match="more than these 5"):
        graph.query("SELECT * { ?s ?p ?o }", limits=Limits(rows=5))


def test_a_network_has_an_edge_for_each_statement() -> None:
    network = Graph(trade_graph()).to_networkx()
    assert network.nodes["canada"]["label"] == "Canada"
    assert network.has_edge("canada", "china")


def test_a_store_is_loaded_as_a_file_is(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "trade.store")
    assert kg.load(tmp_path / "trade.store").statements() == Graph(trade_graph()).statements()


def test_a_graph_that_is_loaded_keeps_its_base(tmp_path: Path) -> None:
    base = "https://example.org/mine/"
    write(trade_graph(), tmp_path / "own.ttl", base_iri=base)
    append(trade_graph(), tmp_path / "own.store", base_iri=base)
    for name in ("own.ttl", "own.store"):
        graph = kg.load(tmp_path / name)
        graph.save(tmp_path / "saved.ttl")
        assert f"{base}canada" in {str(node) for node in graph.to_rdflib().subjects()}
        assert f"@prefix id: <{base}>" in graph.to_turtle(tmp_path / "turtle.ttl")
        saved, turtle = ((tmp_path / written).read_text() for written in ("saved.ttl", "turtle.ttl"))
        assert saved == turtle
        assert saved.startswith(graph.to_turtle())
        assert graph.query("SELECT ?who { ?who kg:imposedTariffOn id:china }") == ({"who": f"{base}canada"},)
        assert f"{base}canada" in [row["subjectIri"] for row in graph.rows()]
        assert (graph | Graph(trade_graph())).base_iri == base


def test_graphs_join() -> None:
    graph = Graph(trade_graph())
    assert (graph | graph).statements() == graph.statements()


def test_rdflib_and_pandas_get_every_statement() -> None:
    graph = Graph(trade_graph())
    assert len(graph.to_rdflib()) > 50
    assert list(graph.to_pandas()["subject"]) == [row["subject"] for row in graph.rows()]


@pytest.mark.parametrize("text", ["Norway protested against the tariff. " * 20, "Protests" * 40])
def test_a_long_text_without_line_ends_is_a_text(chain: Chain, text: str) -> None:
    kg.build(text)
    assert [article.text.strip() for article in chain.read] == [text.strip()]


def test_a_notebook_shows_text_and_never_markup() -> None:
    graph = trade_graph()
    evil = statement(("canada", "<script>", "china"), graph.statements[0].evidence.__iter__().__next__())
    shown = Graph(type(graph)(graph.articles, graph.entities, graph.events, graph.quantities, (evil,)))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert repr(Graph(graph)) == "<kg.Graph: 5 statements, 1 articles, 11 entities>"


def test_a_graph_draws_itself(tmp_path: Path) -> None:
    graph = Graph(trade_graph())
    for name, begins in {"t.svg": b"<?xml", "t.html": b"<!doctype html>", "t.dot": b"digraph"}.items():
        graph.draw(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
    graph.draw(tmp_path / "focus.dot", View(focus="Mark Carney"))
    assert "canola" not in (tmp_path / "focus.dot").read_text()


def test_a_notebook_gets_a_frame_that_reaches_nothing_and_a_picture() -> None:
    graph = Graph(trade_graph())
    assert graph._repr_html_().startswith('<iframe title="&lt;kg.Graph: 5 statements')
    assert "allow-same-origin" not in graph._repr_html_()
    assert "<svg" in graph._repr_svg_()
