"""``kg stats``, ``timeline``, ``diff``, ``path``, ``convert`` and ``merge`` as a user runs them."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from kg.model import Event, Factuality, Graph, NodeId, TimeSpan
from kg.model.json import Json
from kg.store.disk import append
from kg.turtle.documents import read, write
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import YEAR_2024, entity, evidence, statement, trade_graph
from tests.stores import read_store


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The next day's graph: the memoranda are signed, and a visit is told of."""
    graph = trade_graph()
    told = tuple(
        replace(one, factuality=Factuality.ASSERTED) if one.factuality is Factuality.PLANNED else one
        for one in graph.statements
    )
    visit = statement(("mark-carney", "visited", "china"), evidence("Trade and Tensions"))
    path = tmp_path / "later.ttl"
    write(replace(graph, statements=told) | Graph(statements=(visit,)), path, evidence="full")
    return path


def jsonl(text: str) -> list[dict[str, Json]]:
    return [json.loads(line) for line in text.splitlines()]


def test_stats_count_and_tell_who_matters(kg: Kg, trade: Path) -> None:
    out = kg("stats", trade).out
    assert "== counts" in out
    assert "== ties" in out
    rows = jsonl(kg("stats", trade, "-f", "jsonl").out)
    ours = {"survey": "counts", "what": "factuality", "name": "Asserted", "number": 3}
    assert ours in rows
    (tie,) = [row for row in rows if row["survey"] == "ties"]
    assert (tie["states"], tie["score"], tie["acts"]) == ("Canada – China", -2.0, 2)
    assert str(tie["for example"]).startswith("Relations worsened")
    ids = {str(told.id) for told in trade_graph().statements}
    assert all(row["evidence"] and set(map(str, grounds(row))) <= ids for row in rows if row["survey"] != "counts")
    assert "statement-" not in out


def grounds(row: dict[str, Json]) -> list[Json]:
    found = row["evidence"]
    assert isinstance(found, list)
    return found


def test_stats_by_one_thing(kg: Kg, trade: Path) -> None:
    table = list(csv.DictReader(io.StringIO(kg("stats", trade, "--by", "standing", "-f", "csv").out)))
    assert table[0]["entity"] in {"Canada", "China"}


def test_the_timeline_tells_each_happening_once(kg: Kg, trade: Path) -> None:
    rows = jsonl(kg("timeline", trade, "--between", "Canada", "--between", "China", "--undated", "-f", "jsonl").out)
    assert [(row["start"], row["subject"], row["object"]) for row in rows] == [
        ("2024-01-01", "Canada", "China"),
        (None, "Government of China", "Government of Canada"),
    ]
    first, second, *_ = kg("timeline", trade).out.splitlines()
    assert first == "2024  Canada → imposedtariffon → China"
    assert second.startswith("      Relations worsened")


def test_diff_tells_what_changed_and_exits_with_1(kg: Kg, trade: Path, later: Path) -> None:
    ran = kg("diff", trade, later, "-f", "jsonl")
    assert ran.code == 1
    assert [(row["change"], row["relation"], row["details"]) for row in jsonl(ran.out)] == [
        ("changed", "signed", "planned → asserted"),
        ("new", "visited", ""),
    ]


def test_diff_shows_the_sentence_of_either_graph(kg: Kg, trade: Path, later: Path, tmp_path: Path) -> None:
    out = kg("diff", trade, later).out
    assert "changed  Mark Carney → signed → several memoranda of understanding   [planned → asserted]\n" in out
    assert "      before: Carney is scheduled" in out
    assert "      after: Carney is scheduled" in out
    assert "new  Mark Carney → visited → China\n      Trade and Tensions\n" in out
    span = evidence("Canadian officials say Ottawa did not ease the tariffs.")
    no = statement(("canada", "imposedTariffOn", "china"), span, Factuality.DENIED)
    write(trade_graph() | Graph(statements=(no,)), tmp_path / "denied.ttl", evidence="full")
    (row,) = jsonl(kg("diff", trade, "denied.ttl", "-f", "jsonl").out)
    assert (row["change"], row["sentence"]) == ("contradicted", span.quote)
    assert str(row["sentenceBefore"]).startswith("Relations worsened")


def test_a_sentence_stands_once_under_all_that_it_tells(kg: Kg, trade: Path, tmp_path: Path) -> None:
    span = evidence("Carney is scheduled to sign several memoranda of understanding.")
    more = tuple(statement(("mark-carney", "visited", place), span) for place in ("canada", "china"))
    write(trade_graph() | Graph(statements=more), tmp_path / "more.ttl", evidence="full")
    assert kg("diff", trade, "more.ttl").out.splitlines() == [
        "new  Mark Carney → visited → Canada",
        "new  Mark Carney → visited → China",
        f"      {span.quote}",
    ]


def test_diff_draws_beside_what_it_prints(kg: Kg, trade: Path, later: Path) -> None:
    plain = kg("diff", trade, later)
    for name in ("d.svg", "d.png", "d.pdf", "d.html"):
        drawn = kg("diff", trade, later, "--draw", name)
        assert (drawn.code, drawn.out) == (plain.code, plain.out)
        assert Path(name).stat().st_size > 500


def test_a_graph_does_not_differ_from_itself(kg: Kg, trade: Path) -> None:
    ran = kg("diff", trade, trade, "-f", "jsonl")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("note: no difference")


def test_no_difference_is_a_valid_table(kg: Kg, trade: Path, later: Path) -> None:
    assert kg("diff", trade, trade).out == ""
    assert json.loads(kg("diff", trade, trade, "-f", "json").out) == []
    (head,) = csv.reader(io.StringIO(kg("diff", trade, trade, "-f", "csv").out))
    assert head == list(jsonl(kg("diff", trade, later, "-f", "jsonl").out)[0])
    assert "no difference" not in kg("diff", trade, later).err


def test_a_timeline_counts_what_has_no_date(kg: Kg, trade: Path) -> None:
    every = jsonl(kg("timeline", trade, "--undated", "-f", "jsonl").out)
    dated = kg("timeline", trade, "-f", "jsonl")
    left = len(every) - len(jsonl(dated.out))
    assert left > 0
    assert dated.err == f"note: {left} without a date left out; --undated shows them\n"
    assert kg("timeline", trade, "--undated").err == ""
    assert kg("timeline", trade, "--since", "2000").err == f"note: {left} without a date left out\n"


def test_a_timeline_of_nothing_is_told_so(kg: Kg, trade: Path) -> None:
    assert kg("timeline", trade, "--factuality", "conditional").err == "note: nothing of that kind is told\n"
    undated = kg("timeline", trade, "--relation", "signed")
    assert undated.err == "note: 1 without a date left out; --undated shows them\n"
    assert kg("timeline", trade, "--relation", "signed", "--undated").err == ""


def test_a_span_may_be_a_year_or_a_month(kg: Kg, trade: Path) -> None:
    whole = kg("timeline", trade).out
    assert whole != ""
    for option, within, beyond in (("--since", "2024-12", "2025"), ("--until", "2024", "2023-12")):
        assert kg("timeline", trade, option, within).out == whole
        assert kg("timeline", trade, option, beyond).out == ""


def test_an_empty_timeline_has_the_columns_of_a_full_one(kg: Kg, trade: Path) -> None:
    (head,) = csv.reader(io.StringIO(kg("timeline", trade, "--since", "2100-01-01", "-f", "csv").out))
    assert head == list(jsonl(kg("timeline", trade, "-f", "jsonl").out)[0])


def test_what_is_no_plain_fact_is_marked_in_a_comparison(kg: Kg, trade: Path, tmp_path: Path) -> None:
    write(replace(trade_graph(), statements=()), tmp_path / "empty.ttl", evidence="full")
    out = kg("diff", "empty.ttl", trade).out
    assert "new  Mark Carney → signed → several memoranda of understanding   [planned]\n" in out
    assert "new  Government of Canada → ease → the tariffs   [denied · says Canadian officials]\n" in out
    assert "new  Canada → imposedtariffon → China\n" in out
    rows = jsonl(kg("diff", trade, "empty.ttl", "-f", "jsonl").out)
    assert {(row["change"], row["relation"], row["factuality"], row["source"]) for row in rows} >= {
        ("gone", "signed", "planned", ""),
        ("gone", "ease", "denied", "Canadian officials"),
        ("gone", "imposedtariffon", "asserted", ""),
    }


def test_a_status_that_stays_is_told_beside_what_changed(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    times = [TimeSpan(date(year, 1, 1), date(year, 1, 1)) for year in (2025, 2026)]
    for name, time in zip(("first.ttl", "second.ttl"), times, strict=True):
        plan = replace(graph.statements[0], factuality=Factuality.PLANNED, time=time)
        write(replace(graph, statements=(plan,), events=()), tmp_path / name, evidence="full")
    assert "[planned; when: 2025-01-01 → 2026-01-01]" in kg("diff", "first.ttl", "second.ttl").out


def test_a_statement_whose_object_is_its_event_has_no_object_in_rows(kg: Kg, tmp_path: Path) -> None:
    event = Event(NodeId("event-x"), "Event", "deteriorate", time=YEAR_2024)
    span = evidence("Trade and Tensions")
    told = statement(("canada", "deteriorate", "event-x"), span, event="event-x", is_open=True)
    write(Graph(entities=(entity("canada", "Country", "Canada"),)), tmp_path / "empty.ttl")
    write(
        Graph(entities=(entity("canada", "Country", "Canada"),), events=(event,), statements=(told,)),
        tmp_path / "one.ttl",
        evidence="full",
    )
    (change,) = jsonl(kg("diff", "empty.ttl", "one.ttl", "-f", "jsonl").out)
    (moment,) = jsonl(kg("timeline", "one.ttl", "-f", "jsonl").out)
    assert (change["object"], moment["object"]) == ("", "")


def test_a_path_shows_its_sentences(kg: Kg, trade: Path) -> None:
    out = kg("path", trade, "Canada", "Government of China", "--links").out
    assert out.startswith("path 1\n  Canada — imposedtariffon → China\n      Relations worsened")
    assert "  China ← actsFor — Government of China" in out


def test_what_is_only_planned_connects_when_claims_count(kg: Kg, trade: Path) -> None:
    ends = ("Mark Carney", "several memoranda of understanding")
    ran = kg("path", trade, *ends)
    assert (ran.code, ran.out) == (1, "")
    assert "--claims counts" in ran.err
    assert "--links who acts for whom" in ran.err
    ran = kg("path", trade, "several memoranda of understanding", "China", "--links")
    assert (ran.code, "--links" in ran.err, "--claims" in ran.err) == (1, False, True)
    assert "[planned]" in kg("path", trade, *ends, "--claims").out


@pytest.mark.parametrize("suffix", ["nt", "jsonld", "rdf", "trig", "nq"])
def test_convert_there_and_back(kg: Kg, trade: Path, tmp_path: Path, suffix: str) -> None:
    assert kg("convert", trade, "-o", f"other.{suffix}").code == 0
    assert kg("convert", f"other.{suffix}", "-o", "back.ttl").code == 0
    assert (tmp_path / "back.ttl").read_bytes() == trade.read_bytes()


def test_convert_to_a_network_a_folder_and_rdf_1_2(kg: Kg, trade: Path, tmp_path: Path) -> None:
    assert kg("convert", trade, "-o", "trade.graphml").code == 0
    assert "canada" in nx.read_graphml(tmp_path / "trade.graphml")
    assert kg("convert", trade, "-o", "neo4j", "-f", "csv").code == 0
    assert {path.name for path in (tmp_path / "neo4j").iterdir()} == {"nodes.csv", "relationships.csv"}
    assert "rdf:reifies <<( id:canada kg:imposedTariffOn id:china )>>" in kg("convert", trade, "--rdf12").out


def test_the_base_of_a_graph_stays_unless_another_is_given(kg: Kg, tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "own.ttl", base_iri="https://example.org/x/")
    assert "@prefix id: <https://example.org/x/> ." in kg("convert", "own.ttl").out
    assert (
        "@prefix id: <https://example.org/y/> ." in kg("convert", "own.ttl", "--base-iri", "https://example.org/y/").out
    )


def test_convert_leaves_out_words_when_asked(kg: Kg, trade: Path) -> None:
    assert "schema:text" in kg("convert", trade).out
    assert "schema:text" not in kg("convert", trade, "--evidence", "offsets").out
    assert "oa:exact" not in kg("convert", trade, "--evidence", "none").out


def test_merge_joins_in_any_order(kg: Kg, trade: Path, later: Path, tmp_path: Path) -> None:
    assert kg("merge", trade, later, "-o", "one.ttl").code == 0
    ran = kg("merge", later, trade, "-o", "other.ttl")
    assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "other.ttl").read_bytes()
    assert read(tmp_path / "one.ttl") == read(trade) | read(later)
    assert ran.err.startswith("2 graphs, 1 article, 6 main statements\n")


def test_a_store_on_disk_is_read_like_a_file(kg: Kg, trade: Path, tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store", evidence="full")
    assert kg("convert", "store", "-o", "again.ttl").code == 0
    assert (tmp_path / "again.ttl").read_bytes() == trade.read_bytes()


def test_build_makes_a_store_and_adds_to_it(kg: Kg, chain: Chain, news: Path, tmp_path: Path) -> None:
    assert kg("build", news, "-o", "archive.store").code == 0
    again = kg("build", news, "-o", "archive.store")
    assert (again.code, "--append adds" in again.err) == (2, True)
    assert kg("build", news, "-o", "archive.store", "--append").code == 0
    assert read_store(tmp_path / "archive.store").statements == chain.graph.statements
    counted = kg("query", "archive.store", "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }", "-f", "csv").out
    assert counted.split() == ["n", str(len(chain.graph.statements))]
