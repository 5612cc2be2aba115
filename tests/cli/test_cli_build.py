"""``kg build``, the chain replaced by one that gives a graph made by hand."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest

from kg.files.graphs import loaded
from kg.files.target import Target
from kg.isolation import ArticleLimits
from kg.model import Graph, Statement
from kg.pipeline.outcomes import Built
from kg.pipeline.workers import BuildSettings
from kg.turtle.documents import read, write
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph

TEXT = "Norway protested.\n"


def test_the_suffix_picks_the_format(kg: Kg, chain: Chain, news: Path, tmp_path: Path) -> None:
    for suffix in ("ttl", "nt", "nq", "trig", "jsonld", "rdf"):
        target = tmp_path / f"out.{suffix}"
        assert kg("build", news, "-o", target).code == 0
        assert len(read(target).statements) == len(chain.graph.statements)


def test_rows_are_a_statement_a_line(kg: Kg, chain: Chain, news: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert kg("build", news, "-o", target, "--base-iri", "https://example.org/x/").code == 0
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert len(rows) == len(chain.graph.statements)
    assert rows[0]["subjectIri"] == "https://example.org/x/canada"


@pytest.mark.usefixtures("chain")
def test_turtle_to_standard_output_is_the_default(kg: Kg, news: Path) -> None:
    ran = kg("build", news)
    assert ran.out.startswith("@prefix")
    assert ran.err.startswith("standard output: 5 main statements from 1 article in 9 sentences\n")
    assert kg("build", news, "-o", "-", "-f", "nt").out.startswith("<https://")


@pytest.mark.usefixtures("chain")
def test_the_summary_tells_what_was_left_out(kg: Kg, news: Path) -> None:
    err = kg("build", news, "-o", "out.ttl").err
    assert "  firmness    3 asserted, 1 denied, 1 planned\n" in err
    assert "left out:\n      4  sentences without a statement\n" in err
    assert "pronouns" not in err
    assert err.endswith("next: kg draw out.ttl -o out.html\n")
    assert kg("build", news, "-o", "out.ttl", "-q").err == ""


def test_options_reach_the_chain(kg: Kg, chain: Chain, news: Path) -> None:
    ran = kg(
        *("build", news, "--date", "2024-03-05", "--model", "m", "--ontology", "a.ttl", "--ontology", "b.ttl"),
        *("--aliases", "names.csv", "--min-confidence", "0.4", "--jobs", "3"),
        *("--max-seconds", "7", "--max-memory", "99"),
    )
    assert ran.code == 0
    assert chain.recipes == [BuildSettings("m", (Path("a.ttl"), Path("b.ttl")), Path("names.csv"), 0.4)]
    assert (chain.jobs, chain.limits) == (3, ArticleLimits(7, 99))
    assert str(chain.read[0].date) == "2024-03-05"


@pytest.mark.parametrize(
    ("options", "least"),
    [([], None), (["--all"], 0.0), (["--min-confidence", "0"], 0.0), (["--min-confidence", "0.7", "--all"], 0.0)],
)
def test_all_statements_are_there_where_they_are_asked_for(
    kg: Kg, chain: Chain, news: Path, options: list[str], least: float | None
) -> None:
    assert kg("build", news, *options).code == 0
    assert chain.recipes[-1].min_confidence == least


def test_standard_input_is_read(kg: Kg, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert kg("build", "-").code == 0
    assert [article.text for article in chain.read] == [TEXT]


def test_done_in_part_is_3_and_names_what_failed(kg: Kg, chain: Chain, news: Path) -> None:
    Path("empty.txt").write_text("")
    ran = kg("build", news, "empty.txt", "missing.txt", "-o", "out.ttl")
    assert ran.code == 3
    assert "error: empty.txt: is empty" in ran.err
    assert "error: missing.txt: there is no such file" in ran.err
    assert "2  sources that could not be read" in ran.err
    assert len(chain.read) == 1
    assert Path("out.ttl").exists()


def test_an_article_that_fails_is_named_and_the_others_are_read(kg: Kg, chain: Chain, news: Path) -> None:
    Path("odd.txt").write_text("Sweden oddly replied.\n")
    chain.fails = "oddly"
    ran = kg("build", news, "odd.txt", "-o", "out.ttl")
    assert ran.code == 3
    assert ran.err.startswith("error: odd.txt: failed in names: IndexError\n")
    assert "      1  articles that failed\n" in ran.err
    assert "Traceback" not in ran.err
    assert "Traceback of it\n" in kg("build", news, "odd.txt", "-o", "out.ttl", "--debug").err
    assert len(read(Path("out.ttl")).statements) == len(chain.graph.statements)


def test_where_all_articles_fail_what_was_there_stays(kg: Kg, chain: Chain, news: Path) -> None:
    assert kg("build", news, "-o", "out.ttl").code == 0
    before = Path("out.ttl").read_bytes()
    chain.fails = "protested"
    ran = kg("build", news, news, "-o", "out.ttl")
    assert ran.code == 3
    assert ran.err.endswith(
        "error: all 2 articles failed, and nothing is written to out.ttl\nhint: --debug shows where\n"
    )
    assert Path("out.ttl").read_bytes() == before


@pytest.mark.model
def test_an_article_past_its_limits_is_told_with_its_step(kg: Kg, news: Path) -> None:
    Path("long.txt").write_text("He said that he had said so. " * 6000)
    ran = kg("mentions", "long.txt", news, "--max-seconds", "3")
    assert ran.code == 3
    assert "long.txt (long-" in ran.err
    assert ": took more than 3 seconds\nhint: --max-seconds lets it take more\n" in ran.err
    assert "Norway" in ran.out
    ran = kg("build", "long.txt", news, "--max-memory", "100")
    assert ran.code == 3
    # a library that gets no memory may end the process, which is another's here
    assert re.search(r"long\.txt .*(took more than 100 MB of memory|was ended by the system \(aborted\))", ran.err)
    assert "--max-memory" in ran.err
    assert "Norway" in ran.out


def test_fail_empty_is_1(kg: Kg, chain: Chain, news: Path) -> None:
    assert kg("build", news, "--fail-empty").code == 0
    chain.graph = Graph()
    assert kg("build", news).code == 0
    assert kg("build", news, "--fail-empty").code == 1


def test_a_graph_of_ours_is_replaced_and_any_other_file_is_not(kg: Kg, chain: Chain, news: Path) -> None:
    assert kg("build", news, "-o", "out.ttl").code == 0
    assert kg("build", news, "-o", "out.ttl").code == 0
    Path("notes.ttl").write_text("my notes")
    refused = kg("build", news, "-o", "notes.ttl")
    assert refused.code == 2
    assert "hint: --force writes over it" in refused.err
    assert Path("notes.ttl").read_text() == "my notes"
    assert len(chain.recipes) == 2
    assert kg("build", news, "-o", "notes.ttl", "--force").code == 0
    assert Path("notes.ttl").read_text().startswith("@prefix")


def test_append_joins_with_what_is_there(kg: Kg, chain: Chain, news: Path, trade: Path) -> None:
    chain.graph = Graph()
    assert kg("build", news, "-o", trade, "--append").code == 0
    assert len(read(trade).statements) == 5
    chain.graph = trade_graph()
    assert kg("build", news, "-o", trade, "--append").code == 0
    assert len(read(trade).statements) == 5


@pytest.mark.parametrize("name", ["news.ttl", "news.store"])
def test_what_is_appended_at_once_is_all_there(tmp_path: Path, name: str) -> None:
    graph, together = trade_graph(), Barrier(len(trade_graph().statements))
    target = Target.of(tmp_path / name, "")

    def added(statement: Statement) -> None:
        before = target.before(append=True)
        together.wait()
        target.join(replace(graph, statements=(statement,)), before)

    with ThreadPoolExecutor(together.parties) as pool:
        list(pool.map(added, graph.statements))
    assert loaded(tmp_path / name).graph.statements == graph.statements


def test_append_joins_with_what_was_written_while_the_article_was_read(
    kg: Kg, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = trade_graph().statements

    def meanwhile(*_: object, **__: object) -> Iterator[Built]:
        write(replace(trade_graph(), statements=tuple(others)), tmp_path / "out.ttl")
        yield Built(replace(trade_graph(), statements=(first,)), Counter())

    monkeypatch.setattr("kg.pipeline.workers.outcomes", meanwhile)
    assert kg("build", news, "-o", "out.ttl", "--append").code == 0
    assert read(tmp_path / "out.ttl").statements == trade_graph().statements


@pytest.mark.usefixtures("chain")
def test_the_same_input_gives_the_same_bytes(kg: Kg, news: Path) -> None:
    assert kg("build", news).out == kg("build", news).out


@pytest.mark.usefixtures("chain")
def test_evidence_none_withholds_the_words(kg: Kg, news: Path) -> None:
    assert "imposed a 100% tariff" in kg("build", news).out
    assert "imposed a 100% tariff" not in kg("build", news, "--evidence", "none").out
