"""What ``convert``, ``merge`` and ``build`` take, leave out, write over and put into stores, as a user runs them."""

import io
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.model import Graph
from kg.store.disk import append
from kg.turtle.documents import read, read_source, serialize, to_turtle, write
from tests.cases import tried_on
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.stores import read_store

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = '<urn:a> <urn:b> <urn:c> .\n[] <http://www.w3.org/2000/01/rdf-schema#label> "x" .\n'
OWN_BASE = "https://example.org/x/"
LOOKS = ("show", "explain", "stats", "timeline", "draw", "check")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A store on disk."""
    append(trade_graph(), tmp_path / "archive.store", evidence="full")
    return tmp_path / "archive.store"


@pytest.mark.parametrize(
    ("text", "command"), [("", "convert"), (FOREIGN, "convert"), (FOREIGN, "merge")], ids=["empty", "foreign", "merged"]
)
def test_what_has_nothing_of_ours_is_not_handed_on(
    kg: Kg, trade: Path, tmp_path: Path, text: str, command: str
) -> None:
    (tmp_path / "other.ttl").write_text(text)
    graphs = ["other.ttl", trade] if command == "merge" else ["other.ttl"]
    ran = kg(command, *graphs, "-o", "out.ttl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: no statement of ours in other.ttl\n")
    assert not (tmp_path / "out.ttl").exists()
    ran = kg("show", "other.ttl")
    assert (ran.code, ran.err) == (0, "note: no statement of ours in other.ttl\n")


@pytest.mark.parametrize("text", ["", "@prefix kg: <https://w3id.org/newsgraph/ontology#> ."], ids=["empty", "prefix"])
def test_an_empty_file_is_the_neutral_element_of_merge(kg: Kg, tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.ttl").write_text(text)
    write(trade_graph(), tmp_path / "own.ttl", base_iri=OWN_BASE, evidence="full")
    assert kg("merge", "empty.ttl", "own.ttl", "-o", "both.ttl", "-q").code == 0
    assert (tmp_path / "both.ttl").read_bytes() == (tmp_path / "own.ttl").read_bytes()
    ran = kg("merge", "empty.ttl", "empty.ttl", "-o", "none.ttl")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "2 graphs, 0 articles, 0 main statements")


@pytest.mark.parametrize("command", ["merge {0} other.ttl -o {0}", "convert {0} -o {0}"])
def test_what_is_written_over_itself_waits_for_others_and_loses_nothing(
    trade: Path, tmp_path: Path, command: str
) -> None:
    fcntl = pytest.importorskip("fcntl")
    write(Graph(), tmp_path / "other.ttl")
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    words = [sys.executable, "-m", "kg", *command.format(trade).split()]
    with subprocess.Popen(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}) as running:
        time.sleep(1)
        later = replace(trade_graph(), statements=trade_graph().statements[:2])
        write(later, trade, evidence="full")
        os.close(folder)
    assert running.returncode == 0
    assert len(read(trade).statements) == 2


def test_an_article_that_says_nothing_is_ours_still(kg: Kg, tmp_path: Path) -> None:
    write(replace(trade_graph(), statements=(), events=()), tmp_path / "quiet.ttl")
    ran = kg("convert", "quiet.ttl", "-o", "quiet.nt")
    assert (ran.code, ran.err) == (0, "")


@tried_on("added", "count")
@pytest.mark.parametrize("evidence", ["full", "offsets", "none"])
def test_what_somebody_added_is_left_out_and_counted(
    kg: Kg, tmp_path: Path, added: str, count: int, evidence: str
) -> None:
    write(trade_graph(), tmp_path / "edited.ttl", base_iri=OWN_BASE, evidence=evidence)
    with (tmp_path / "edited.ttl").open("a") as file:
        file.write(f"@prefix owl: <http://www.w3.org/2002/07/owl#> .\n{added}\n")
    ran = kg("convert", "edited.ttl", "-o", "out.ttl")
    told = "1 triple not ours is" if count == 1 else f"{count} triples not ours are"
    assert (ran.code, ran.err) == (0, f"note: edited.ttl: {told} left out\n" if count else "")


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "ttl12"])
def test_of_our_own_nothing_is_left_out(kg: Kg, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"ours.{form.removesuffix('12')}"
    path.write_bytes(serialize(trade_graph(), "rdfxml" if form == "rdf" else form, evidence="full"))
    assert kg("convert", path, "-o", "out.nt").err == ""


@pytest.mark.parametrize("command", ["convert", "merge", "build"])
@pytest.mark.parametrize("name", ["notes.ttl", "notes.nt", "notes.graphml", "notes.jsonl", "notes.cypher"])
def test_a_file_that_is_none_of_ours_is_written_over_by_force_alone(
    kg: Kg, chain: Chain, news: Path, trade: Path, tmp_path: Path, *, command: str, name: str
) -> None:
    (tmp_path / name).write_text("my notes")
    source = news if command == "build" else trade
    refused = kg(command, source, "-o", name)
    assert (refused.code, (tmp_path / name).read_text()) == (2, "my notes")
    assert refused.err == f"error: {name}: exists and is not known to be ours\nhint: --force writes over it\n"
    assert not chain.recipes
    assert kg(command, source, "-o", name, "--force").code == 0
    assert kg(command, source, "-o", name).code == 0
    assert (tmp_path / name).read_text() != "my notes"


def test_tables_of_others_are_written_over_by_force_alone(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "neo4j").mkdir()
    (tmp_path / "neo4j" / "nodes.csv").write_text("my,nodes\n")
    assert kg("convert", trade, "-o", "neo4j", "-f", "csv", "--force").code == 0
    assert kg("convert", trade, "-o", "neo4j", "-f", "csv").code == 0


@pytest.mark.parametrize("command", ["convert", "merge"])
def test_a_new_store_is_made(kg: Kg, trade: Path, tmp_path: Path, command: str) -> None:
    assert kg(command, trade, "-o", "new.store").code == 0
    assert read_store(tmp_path / "new.store") == read(trade)


@pytest.mark.parametrize("command", LOOKS)
def test_every_command_takes_a_store(kg: Kg, trade: Path, archive: Path, command: str) -> None:
    number = ("1",) if command == "explain" else ()
    first, second = kg(command, trade, *number), kg(command, archive, *number)
    assert (first.code, first.out.replace("trade.ttl", "")) == (second.code, second.out.replace("archive.store", ""))


@pytest.mark.usefixtures("chain")
def test_a_store_keeps_its_base(kg: Kg, news: Path, archive: Path, tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "own.ttl", base_iri=OWN_BASE, evidence="full")
    assert kg("convert", "own.ttl", "-o", "own.store").code == 0
    assert kg("build", news, "-o", "own.store", "--append", "-q").code == 0
    assert kg("convert", "own.store", "-o", "again.ttl").err == ""
    assert read_source(tmp_path / "again.ttl").bases == (OWN_BASE,)
    refused = kg("build", news, "-o", archive, "--append", "--base-iri", OWN_BASE)
    assert (refused.code, f"not with {OWN_BASE}" in refused.err) == (2, True)


@pytest.mark.usefixtures("chain")
def test_a_file_keeps_its_base(kg: Kg, news: Path, trade: Path, tmp_path: Path) -> None:
    for told in (trade_graph(), replace(trade_graph(), statements=())):
        write(told, tmp_path / "own.ttl", base_iri=OWN_BASE)
        assert kg("build", news, "-o", "own.ttl", "--append").code == 0
        assert read_source(tmp_path / "own.ttl").bases == (OWN_BASE,)
    assert kg("build", news, "-o", trade, "--append", "--base-iri", OWN_BASE).code == 2


@pytest.mark.usefixtures("chain")
def test_what_is_lost_by_appending_is_told(kg: Kg, news: Path, tmp_path: Path) -> None:
    edited = to_turtle(trade_graph()) + 'id:canada rdfs:comment "mine" .\n'
    (tmp_path / "edited.ttl").write_text(edited)
    told = "note: edited.ttl: 1 triple not ours is left out\n"
    assert kg("build", news, "-o", "edited.ttl", "--append", "-q").err == told
    assert kg("build", news, "-o", "edited.ttl", "--append", "-q").err == ""


def test_nothing_is_appended_to_a_file_of_others(kg: Kg, chain: Chain, news: Path, tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(FOREIGN)
    (tmp_path / "empty.ttl").write_text("@prefix a: <urn:a> .\n")
    refused = kg("build", news, "-o", "other.ttl", "--append")
    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: no statement of ours in other.ttl")
    assert ((tmp_path / "other.ttl").read_text(), chain.recipes) == (FOREIGN, [])
    assert kg("build", news, "-o", "empty.ttl", "--append", "--base-iri", OWN_BASE, "-q").err == ""
    assert read(tmp_path / "empty.ttl").statements == chain.graph.statements


@pytest.mark.usefixtures("chain")
def test_a_text_that_is_lost_by_appending_is_told(kg: Kg, news: Path, trade: Path) -> None:
    assert "left out" not in kg("build", news, "-o", trade, "--append", "--evidence", "full", "-q").err
    ran = kg("build", news, "-o", "trade.ttl", "--append", "-q")
    assert ran.err == "note: trade.ttl: the text of 1 of its articles is left out; --evidence full keeps it\n"
    assert kg("build", news, "-o", trade, "--append", "-q").err == ""


def test_a_store_refuses_another_base(archive: Path) -> None:
    with pytest.raises(InputError, match="names begin with"):
        append(trade_graph(), archive, base_iri=OWN_BASE)


def test_graphs_under_several_bases_are_joined_and_told(kg: Kg, trade: Path, tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "own.ttl", base_iri=OWN_BASE, evidence="full")
    (tmp_path / "both.nt").write_bytes(
        serialize(trade_graph(), "nt", evidence="full")
        + serialize(trade_graph(), "nt", base_iri=OWN_BASE, evidence="full")
    )
    ran = kg("convert", "both.nt", "-o", "one.ttl")
    assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "own.ttl").read_bytes()
    assert ran.err.startswith(f"note: the names in both.nt begin with {OWN_BASE} and https://w3id.org/newsgraph/id/")
    assert f"all get {OWN_BASE}" in kg("merge", trade, "own.ttl", "-o", "two.ttl").err
    assert "all get" not in kg("merge", trade, "own.ttl", "-o", "two.ttl", "--base-iri", OWN_BASE).err


def test_merge_tells_of_an_article_with_two_dates(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (article,) = trade_graph().articles
    later = replace(article, date=date(2026, 1, 15))
    write(trade_graph() | Graph(), tmp_path / "same.ttl")
    write(replace(trade_graph(), articles=(later,)), tmp_path / "later.ttl")
    assert "dated" not in kg("merge", trade, "same.ttl", "-o", "out.ttl").err
    ran = kg("merge", trade, "later.ttl", "-o", "out.ttl")
    assert "2 graphs, 1 article, 5 main statements\n" in ran.err
    assert "note: article trade is dated 2026-01-14 and 2026-01-15; 2026-01-14 is kept\n" in ran.err


def test_merge_joins_no_two_texts_under_one_id(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (article,) = trade_graph().articles
    write(replace(trade_graph(), articles=(replace(article, sha256="cd34"),)), tmp_path / "other.ttl")
    ran = kg("merge", trade, "other.ttl", "-o", "out.ttl")
    assert (ran.code, (tmp_path / "out.ttl").exists()) == (2, False)
    assert f"error: other.ttl: has another text of article trade than {trade}" in ran.err
    write(replace(trade_graph(), articles=(replace(article, sha256=""),)), tmp_path / "bare.ttl")
    assert kg("merge", trade, "bare.ttl", "-o", "out.ttl").code == 0


def test_convert_reads_standard_input(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = kg("convert", trade, "-f", "nt").out
    for data, options in ((trade.read_bytes(), ()), (lines.encode(), ("--from", "nt"))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert kg("convert", "-", *options, "-f", "nt").out == lines
    monkeypatch.setattr("kg.files.graphs._LARGEST_GRAPH", 1000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    ran = kg("convert", "-", "--from", "nt")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: standard input: is larger than 1,000 bytes")


def test_the_suffix_picks_the_format_of_findings(kg: Kg, trade: Path) -> None:
    for name, start in (("found.sarif", '{\n "$schema"'), ("found.csv", "severity,rule,"), ("found.txt", "error: ")):
        assert kg("check", trade, "-o", name).code == 1
        assert Path(name).read_text().startswith(start)


@pytest.mark.usefixtures("chain")
def test_build_and_merge_write_rdf_1_2(kg: Kg, news: Path, trade: Path) -> None:
    for command, source in (("build", news), ("merge", trade)):
        assert kg(command, source, "--rdf12", "-o", "new.nt", "--force").code == 0
        quads = list(ox.parse(path=Path("new.nt"), format=ox.RdfFormat.N_TRIPLES))
        assert any(isinstance(quad.object, ox.Triple) for quad in quads)


@pytest.mark.parametrize("form", ["jsonl", "graphml", "parquet", "cypher"])
def test_what_is_written_only_says_so_when_it_is_read(kg: Kg, trade: Path, form: str) -> None:
    pytest.importorskip("pyarrow")
    assert kg("convert", trade, "-o", f"rows.{form}").code == 0
    ran = kg("convert", f"rows.{form}", "-o", "back.ttl")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: rows.{form}: {form} is written only")
