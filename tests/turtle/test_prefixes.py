"""Prefixes of the user's own: short names in files, no declaration in queries, an error where they collide."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg as newsgraph
from kg.errors import InputError
from kg.model import Graph
from kg.store import Limits, Solutions
from kg.turtle.documents import read, serialize, to_rdflib, to_turtle, write
from kg.turtle.formats import FORMATS, RDF12_FORMATS
from kg.turtle.terms import BASE_IRI, KG, checked_prefixes, prefixes
from tests.cases import tried_on
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.serving import Reply, asked, served

if TYPE_CHECKING:
    from starlette.types import ASGIApp

SPACE = "https://example.org/space#"
GIVEN = f"space={SPACE}"
ASKED = "SELECT ?p { ?s rdf:predicate ?p FILTER(?p = space:launchedFor) }"


def launches() -> Graph:
    """The example with a relation of somebody's own ontology."""
    graph = trade_graph()
    first = replace(graph.statements[0], relation=f"{SPACE}launchedFor", relation_label="launched for")
    return replace(graph, statements=(first, *graph.statements[1:]))


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "space.ttl"
    write(launches(), path, evidence="full")
    return path


def test_a_file_has_the_names_short_and_the_prefix_behind_ours() -> None:
    plain, short = to_turtle(launches()), to_turtle(launches(), more={"space": SPACE})
    assert f"<{SPACE}launchedFor>" in plain
    assert f"<{SPACE}launchedFor>" not in short
    assert "space:launchedFor" in short
    assert [line for line in short.splitlines() if line.startswith("@prefix")][-1] == f"@prefix space: <{SPACE}> ."
    assert [*prefixes(more={"b": "urn:b:", "a": "urn:a:"})][-2:] == ["a", "b"]  # whatever the order in which they came


@pytest.mark.parametrize("name", [*FORMATS])
def test_every_format_says_the_same_with_them(name: str) -> None:
    graph = launches()
    assert read(serialize(graph, name, evidence="full", more={"space": SPACE}).decode(), name) == graph


@pytest.mark.parametrize("name", [*RDF12_FORMATS])
def test_rdf_1_2_says_the_same_with_them(name: str) -> None:
    form = {"ttl12": ox.RdfFormat.TURTLE, "nt12": ox.RdfFormat.N_TRIPLES, "nq12": ox.RdfFormat.N_QUADS}
    plain, short = (serialize(launches(), name, more=more) for more in ({}, {"space": SPACE}))
    chosen = form.get(name, ox.RdfFormat.TRIG)
    assert set(ox.parse(plain, format=chosen)) == set(ox.parse(short, format=chosen))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", ["agent", "Person", "Asserted", "factuality"])
def test_a_prefix_that_is_a_name_of_ours_changes_nothing_that_json_ld_says(name: str) -> None:
    graph = launches()
    data = serialize(graph, "jsonld", evidence="full", more={name: SPACE}).decode()
    assert f'"{name}:launchedFor"' in data
    assert read(data, "jsonld") == graph
    assert isomorphic(rdflib.Graph().parse(data=data, format="json-ld"), to_rdflib(graph, evidence="full"))


def test_commands_write_them_and_a_query_knows_them(kg: Kg, space: Path, trade: Path) -> None:
    for command in (("convert", space), ("merge", space, trade)):
        output = f"{command[0]}.ttl"
        assert kg(*command, "-o", output, "--prefix", GIVEN).code == 0
        assert "space:launchedFor" in Path(output).read_text(encoding="utf-8")
    assert kg("query", space, ASKED).code == 2
    ran = kg("query", space, ASKED, "--prefix", GIVEN)
    assert [line.strip() for line in ran.out.splitlines()] == ["p", "space:launchedFor"]
    shown = kg("query", space, "--explain", ASKED, "--prefix", GIVEN)
    assert "space:launchedFor" in shown.out
    made = kg("query", space, "DESCRIBE space:launchedFor", "--prefix", GIVEN)
    assert "space:launchedFor" in made.out


def test_in_python_a_graph_has_them_where_it_is_asked_and_written(space: Path, tmp_path: Path) -> None:
    graph = newsgraph.load(space, prefixes={"space": SPACE})
    for limits in (None, Limits()):  # in this process, and in another
        found = graph.query(ASKED, limits=limits)
        assert isinstance(found, Solutions)
        assert [row["p"] for row in found] == [f"{SPACE}launchedFor"]
    question = tmp_path / "launches.rq"
    question.write_text(f"# title: Who launches\nPREFIX space: <{SPACE}>\n{ASKED}\n")
    assert len(graph.ask(str(question))) == 1
    graph.save(tmp_path / "saved.ttl")
    written = (graph | newsgraph.load(space)).to_turtle(tmp_path / "out.ttl")
    for text in (written, *(Path(tmp_path / name).read_text(encoding="utf-8") for name in ("saved.ttl", "out.ttl"))):
        assert "space:launchedFor" in text


@pytest.mark.parametrize("given", [{"kg": SPACE}, {"space": "no IRI"}])
def test_in_python_what_is_none_or_collides_is_an_error(space: Path, given: dict[str, str]) -> None:
    with pytest.raises(InputError, match="prefix"):
        newsgraph.load(space, prefixes=given)
    with pytest.raises(InputError, match="prefix"):
        newsgraph.build("Norway left.", prefixes=given)


def test_a_server_knows_them(kg: Kg, space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked_once(application: ASGIApp, *_: object) -> None:
        with served(application) as address:
            replies.append(asked(f"{address}/sparql?{urlencode({'query': ASKED})}", headers=headers))

    replies: list[Reply] = []
    headers = {"Authorization": "Bearer token"}
    monkeypatch.setattr("kg.view.serve.app._run", asked_once)
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: "token")
    for options in (["--sparql"], ["--no-browser"]):
        assert kg("serve", space, *options).code == 0
        assert kg("serve", space, *options, "--prefix", GIVEN).code == 0
        without, with_it = replies[-2:]
        assert (without.status, with_it.status) == (400, 200)
        assert f"{SPACE}launchedFor" in with_it.body.decode()
        ran = kg("serve", space, *options, "--prefix", f"mine={BASE_IRI}")
        assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: --prefix mine: id: stands for {BASE_IRI} already")


def test_what_is_built_has_them(kg: Kg, chain: Chain, news: Path) -> None:
    chain.graph = launches()
    assert kg("build", news, "-o", "out.ttl", "--prefix", GIVEN).code == 0
    assert "space:launchedFor" in Path("out.ttl").read_text(encoding="utf-8")
    assert "space:launchedFor" in kg("build", news, "--prefix", GIVEN).out


@pytest.mark.parametrize("setting", [f'prefix = "{GIVEN}"', f'prefix = ["{GIVEN}"]', f'[query]\nprefix = ["{GIVEN}"]'])
def test_a_setting_holds_for_all_commands(kg: Kg, space: Path, setting: str) -> None:
    Path("kg.toml").write_text(setting)
    ran = kg("query", space, ASKED, "-f", "jsonl")
    assert [json.loads(line) for line in ran.out.splitlines()] == [{"p": f"{SPACE}launchedFor"}]
    assert ran.err == ""


@tried_on("given", "message", "hint")
def test_what_is_none_or_collides_is_an_error(given: list[str], message: str, hint: str) -> None:
    with pytest.raises(InputError) as raised:
        checked_prefixes(given)
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_what_is_given_twice_or_is_ours_counts_once() -> None:
    assert checked_prefixes([GIVEN, GIVEN, f"kg={KG}"]) == {"space": SPACE}


def test_the_base_has_one_name_which_is_told_before_anything_is_read(
    kg: Kg, chain: Chain, news: Path, space: Path
) -> None:
    ran = kg("build", news, "-o", "out.ttl", "--base-iri", SPACE, "--prefix", GIVEN)
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [f"error: --prefix space: id: stands for {SPACE} already", "hint: leave space out"],
    )
    assert not chain.recipes
    ran = kg("query", space, "ASK {}", "--prefix", f"mine={BASE_IRI}")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: --prefix mine: id: stands for {BASE_IRI} already")
