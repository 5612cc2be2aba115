"""``kg corpus add | status | replace | remove | upgrade | export``, as a user runs them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.shards.folder import CorpusFolder
from tests.conftest import Kg, Ran
from tests.gold_graph import gold_graph
from tests.shards.made import corpus, flip, last_of, shard_of, trade
from tests.shards.test_shard import GOLD_NAMES
from tests.test_full_disk import files_of_at_most
from tests.waiting import until
from tests.whole_builds import TEXTS

pytestmark = pytest.mark.model


def written(folder: Path, texts: Iterable[tuple[str, str]], name: str = "news.jsonl") -> Path:
    """Records of articles of some ids and texts."""
    path = folder / name
    rows = ({"id": one, "text": text, "date": "2026-01-20", "publisher": "The Paper"} for one, text in texts)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def names(path: Path) -> list[str]:
    with CorpusFolder(path) as folder:
        return [entry.name for entry in folder.entries]


def content(path: Path) -> list[Mapping[str, object]]:
    with CorpusFolder(path) as folder:
        return list(folder.rows())


def done(ran: Ran) -> str:
    assert ran.code == 0, ran.err
    return ran.err


def test_in_shards_it_is_what_one_build_makes(kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, TEXTS.items())
    first = written(tmp_path, [*TEXTS.items()][4:6], "first.jsonl")
    assert done(kg("corpus", "add", "news.corpus", first)) == "news.corpus: 2 articles added, 2 in all\n"
    assert "5 articles added, 7 in all\n      2  articles that are there already\n" in done(
        kg("corpus", "add", "news.corpus", news, "--jobs", "2")
    )
    assert "0 articles added, 7 in all" in done(kg("corpus", "add", "news.corpus", news, news))
    for suffix in ("ttl", "nq", "jsonl"):
        done(kg("build", news, "-o", f"built.{suffix}", "-q"))
        done(kg("corpus", "export", "news.corpus", "-o", f"exported.{suffix}"))
        assert (tmp_path / f"built.{suffix}").read_bytes() == (tmp_path / f"exported.{suffix}").read_bytes()
    done(kg("corpus", "export", "news.corpus", "-o", "quads", "-f", "nquads"))
    (file,) = (tmp_path / "quads").iterdir()
    quads = list(ox.parse(path=file))
    graphs = {quad.graph_name.value.rpartition("/")[2] for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert graphs == {f"article-{name}" for name in TEXTS}
    assert "quads: is there already" in kg("corpus", "export", "news.corpus", "-o", "quads", "-f", "nquads").err


def test_removed_replaced_and_read_again(kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, TEXTS.items())
    done(kg("corpus", "add", "news.corpus", news, "-q"))
    before = names(tmp_path / "news.corpus")
    articles = content(tmp_path / "news.corpus")
    corrected = written(tmp_path, [("wars", "Peru sued Chile."), ("new", "Chile warned Peru.")], "corrected.jsonl")
    refused = kg("corpus", "add", "news.corpus", corrected)
    assert refused.code == 3
    assert "(wars): news.corpus has another text under this id\nhint: give this one an id" in refused.err
    assert "or kg corpus replace puts it in the other's place" in refused.err
    assert "0 articles added, 1 article read in place of others, 8 in all" in done(
        kg("corpus", "replace", "news.corpus", corrected)
    )
    assert "1 article removed, 7 articles left" in done(kg("corpus", "remove", "news.corpus", "id:article-new"))
    assert names(tmp_path / "news.corpus") != before
    done(kg("corpus", "replace", "news.corpus", news, "-q"))
    assert content(tmp_path / "news.corpus") == articles  # beside which the versions of "wars" are kept
    before = names(tmp_path / "news.corpus")
    assert "has no article 'war'\nhint: Nearest: wars" in kg("corpus", "remove", "news.corpus", "war").err
    assert names(tmp_path / "news.corpus") == before


def test_settings_are_those_of_the_corpus_until_an_upgrade(kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, TEXTS.items())
    done(kg("corpus", "add", "news.corpus", news, "-q"))
    asked = kg("corpus", "add", "news.corpus", news, "--all")
    assert asked.code == 2
    assert (
        "corpus.toml: reading.min_confidence is the usual, not 0.0\nhint: change it there, then kg corpus upg"
        in asked.err
    )
    settings = tmp_path / "news.corpus" / "corpus.toml"
    settings.write_text(settings.read_text() + "min_confidence = 0.0\n")
    assert "7 articles read again" in done(kg("corpus", "upgrade", "news.corpus"))
    assert "0 articles read again" in done(kg("corpus", "upgrade", "news.corpus"))
    done(kg("corpus", "add", "all.corpus", news, "--all", "-q"))
    assert names(tmp_path / "news.corpus") == names(tmp_path / "all.corpus")
    (told,) = json.loads(kg("corpus", "status", "all.corpus", "-f", "json").out)
    assert [(one["settings"], one["articles"]) for one in told["readBy"]] == [('[["min_confidence", "0"]]', 7)]


def test_without_the_texts_nothing_is_read_again_and_that_is_told(kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, [*TEXTS.items()][:2])
    done(kg("corpus", "add", "news.corpus", news, "--evidence", "offsets", "-q"))
    settings = tmp_path / "news.corpus" / "corpus.toml"
    settings.write_text(settings.read_text() + "min_confidence = 0.0\n")
    ran = kg("corpus", "upgrade", "news.corpus")
    assert ran.code == 3
    assert "0 articles read again\n      2  articles whose text is not kept (kg corpus replace reads them" in ran.err


def test_words_that_are_kept_no_longer_are_taken_out_by_an_upgrade(kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, [*TEXTS.items()][:3])
    path = tmp_path / "news.corpus"
    settings = path / "corpus.toml"
    usual = ""
    for evidence in ("full", "offsets", "none"):
        done(kg("corpus", "add", f"{evidence}.corpus", news, "--evidence", evidence, "-q"))
        if evidence == "full":
            shutil.copytree(tmp_path / "full.corpus", path)
            usual = settings.read_text()
            done(kg("show", "news.corpus"))
            assert (path / "derived" / "index.sqlite").exists()
            continue
        settings.write_text(usual.replace('"full"', f'"{evidence}"'))
        told = "news.corpus: 0 articles read again, of 3 articles fewer words are kept\n"
        assert done(kg("corpus", "upgrade", "news.corpus")) == told
        assert "0 articles read again\n" in done(kg("corpus", "upgrade", "news.corpus"))
        assert names(path) == names(tmp_path / f"{evidence}.corpus")
        assert {one.name for one in (path / "shards").iterdir()} == {*names(path)}
        assert not (path / "derived" / "index.sqlite").exists()
        with CorpusFolder(path) as ours, CorpusFolder(tmp_path / f"{evidence}.corpus") as other:
            assert ours.tables().sql("FROM statements").fetchall() == other.tables().sql("FROM statements").fetchall()
    settings.write_text(usual.replace('"full"', '"offsets"'))
    ran = kg("corpus", "upgrade", "news.corpus")
    assert (ran.code, "3  articles whose text is not kept (kg corpus replace" in ran.err) == (3, True)
    assert "0 articles added, 3 articles read in place of others" in done(kg("corpus", "replace", "news.corpus", news))
    assert names(path) == names(tmp_path / "offsets.corpus")


@pytest.mark.parametrize("evidence", ["full", "none"])
def test_a_damaged_shard_is_made_whole_by_an_upgrade_or_from_its_source(evidence: str, kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, [*TEXTS.items()][:3])
    done(kg("corpus", "add", "news.corpus", news, "--evidence", evidence, "-q"))
    before = names(tmp_path / "news.corpus")
    file = tmp_path / "news.corpus" / "shards" / before[0] / "articles.parquet"
    flip(file, last_of(file, "graph" if evidence == "full" else "title"))
    assert kg("corpus", "export", "news.corpus").code == 2
    ran = kg("corpus", "upgrade", "news.corpus")
    assert ", 3 articles stood in damaged shards" in ran.err
    if evidence == "none":
        assert (ran.code, "3  articles whose text is not kept" in ran.err) == (3, True)
        assert '"its shard was damaged"' in kg("corpus", "status", "news.corpus", "-f", "jsonl").out
        done(kg("corpus", "add", "news.corpus", news, "--again"))
    assert names(tmp_path / "news.corpus") == before
    assert kg("corpus", "status", "news.corpus").code == 0


def test_what_cannot_be_done_leaves_nothing_and_is_told(kg: Kg, tmp_path: Path) -> None:
    assert kg("corpus", "add", "e.corpus", "nosuchfile.txt").code == 2
    assert not (tmp_path / "e.corpus").exists()
    corpus(tmp_path)
    (tmp_path / "src").mkdir()
    days = ("--since", "2026-02", "--until", "2026-01")
    faults = {
        ("status", "src"): "error: src: is no corpus\nhint: kg corpus add NAME.corpus SOURCE makes a corpus\n",
        ("upgrade", "src"): "error: src: is no corpus\n",
        ("export", "news.corpus", *days): "error: --since 2026-02-01 is after --until 2026-01-31\n",
        ("add", "news.corpus/x.corpus", "a.txt"): "error: news.corpus/x.corpus: lies in the corpus ",
    }
    for command, fault in faults.items():
        ran = kg("corpus", *command)
        assert ran.code == 2
        assert ran.err.startswith(fault), ran.err


def test_what_failed_is_kept_told_and_tried_again(kg: Kg, tmp_path: Path) -> None:
    long = " ".join(["Peru warned Chile."] * 2400)
    news = written(tmp_path, [("long", long), ("short", "Peru warned Chile.")])
    ran = kg("corpus", "add", "news.corpus", news, "--max-seconds", "2")
    assert ran.code == 3
    assert "(long): failed in" in ran.err
    (told,) = json.loads(kg("corpus", "status", "news.corpus", "-f", "json").out)
    assert (told["articles"], told["failed"], told["causes"][0]["cause"]) == (1, 1, "took more than 2 seconds")
    assert "0 articles added" in done(kg("corpus", "add", "news.corpus", news))
    done(kg("corpus", "add", "news.corpus", news, "--again"))
    done(kg("corpus", "add", "whole.corpus", news, "-q"))
    assert names(tmp_path / "news.corpus") == names(tmp_path / "whole.corpus")


def test_some_articles_are_written_by_day_source_topic_and_id(kg: Kg, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "date": "2026-01-02", "url": "https://www.example.org/x", "text": "Peru warned Chile."},
        {"id": "b", "date": "2026-02-03", "publisher": "The Paper", "text": "Norway praised Canadian canola."},
        {"id": "c", "text": "Kenya sued Google (Inc)."},
    ]
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done(kg("corpus", "add", "news.corpus", news, "-q"))
    wanted = {
        ("--since", "2026-01", "--until", "2026-01"): "a",
        ("--since", "2026"): "ab",
        ("--source", "example.org"): "a",
        ("--source", "ample.org"): "",
        ("--source", "the paper"): "b",
        ("--topic", "canola"): "b",
        ("--topic", "cano"): "",
        ("--topic", "google (inc"): "c",
        ("--article", "a", "--article", "c"): "ac",
        ("--article", "a", "--topic", "canola"): "",
    }
    for options, ids in wanted.items():
        ran = kg("corpus", "export", "news.corpus", "-f", "jsonl", *options)
        assert ran.code == (0 if ids else 2), options
        assert {json.loads(line)["article"] for line in ran.out.splitlines()} == set(ids), options


@pytest.mark.slow
def test_killed_at_any_time_it_goes_on_to_the_same_bytes(kg: Kg, tmp_path: Path) -> None:
    """Once as soon as there is a corpus, once when it has a shard."""
    texts = [(f"{name} {number}", text) for number in range(12) for name, text in TEXTS.items()]
    news = written(tmp_path, texts)
    done(kg("corpus", "add", "whole.corpus", news, "-q"))
    command = [sys.executable, "-m", "kg", "corpus", "add", "news.corpus", str(news), "--jobs", "2", "-q"]
    listed = tmp_path / "news.corpus" / "shards.jsonl"
    for is_begun in (listed.exists, lambda: listed.stat().st_size):
        program = subprocess.Popen(
            command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        )
        until(is_begun)
        program.send_signal(signal.SIGKILL)
        program.wait()
    done(kg("corpus", "add", "news.corpus", news, "-q"))
    assert names(tmp_path / "news.corpus") == names(tmp_path / "whole.corpus")
    assert sorted(path.name for path in (tmp_path / "news.corpus" / "shards").iterdir()) == sorted(
        names(tmp_path / "news.corpus")
    )


@pytest.mark.parametrize("size", [200, 20_000])
def test_on_a_full_disk_it_is_as_before(size: int, kg: Kg, tmp_path: Path) -> None:
    news = written(tmp_path, TEXTS.items())
    done(kg("corpus", "add", "news.corpus", written(tmp_path, [("one", "Peru sued Chile.")], "one.jsonl"), "-q"))
    before = names(tmp_path / "news.corpus")
    shutil.copytree(tmp_path / "news.corpus", tmp_path / "kept.corpus")
    with files_of_at_most(size):
        ran = kg("corpus", "add", "news.corpus", news)
    assert ran.code == 2
    assert "File too large" in ran.err or "full" in ran.err
    assert "hint: make room, and run it again" in ran.err
    assert names(tmp_path / "news.corpus") == before
    done(kg("corpus", "add", "news.corpus", news, "-q"))
    done(kg("corpus", "add", "kept.corpus", news, "-q"))
    assert names(tmp_path / "news.corpus") == names(tmp_path / "kept.corpus")


def test_commands_that_take_graphs_take_a_corpus(kg: Kg, tmp_path: Path) -> None:
    """Each tells what it tells of the graph of the same articles."""
    news = written(tmp_path, TEXTS.items())
    done(kg("corpus", "add", "news.corpus", news, "-q"))
    done(kg("build", news, "-o", "news.ttl", "-q", "--evidence", "full"))
    commands = (
        "show G Canada",
        "stats G -f json",
        "timeline G",
        "explain G 3",
        "query G --ask who-imposed-what -f json",
        "path G Canada China",
        "happenings G -f jsonl",
        "claims G -f jsonl",
        "trend G --from CAN",
        "brief G Canada -f jsonl",
        "tenures G",
        "corpus network G -f jsonl",
        "convert G -f nt",
        "check G",
    )
    for command in commands:
        of_graph, of_corpus = (kg(*command.replace("G", one).split()) for one in ("news.ttl", "news.corpus"))
        assert (of_corpus.code, of_corpus.out) == (of_graph.code, of_graph.out), command
        assert of_graph.code in {0, 1}, of_graph.err
    for command in ("build {news} -o news.corpus --append", "remove news.corpus wars"):
        refused = kg(*command.format(news=news).split())
        assert (refused.code, "is a corpus\nhint: kg corpus add" in refused.err) == (2, True), command
    for command in ("draw G -o page.html", "merge G news.ttl -o both.nt", "diff G news.ttl"):
        assert kg(*command.replace("G", "news.corpus").split()).code in {0, 1}


def test_links_and_decisions_lie_in_the_corpus(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))
    corpus(tmp_path, map(shard_of, map(gold_graph, GOLD_NAMES)))
    assert f"derived/links.jsonl: links of {len(GOLD_NAMES)} articles" in done(kg("corpus", "link", "news.corpus"))
    assert kg("corpus", "review", "news.corpus", "--count", "1").code == 0
    assert len((tmp_path / "news.corpus" / "decisions.jsonl").read_bytes().splitlines()) == 1
    done(kg("corpus", "link", "news.corpus"))
    assert "what is the same is found now" not in kg("happenings", "news.corpus").err
    for placed in (0, 1):
        (told,) = json.loads(kg("corpus", "status", "news.corpus", "-f", "json").out)
        assert told["derived"][0]["state"] == f"current, {placed} articles placed"
        done(kg("corpus", "add", "news.corpus", written(tmp_path, [("new", "Peru sued Chile.")]), "-q"))
        assert "what is the same is found now" not in kg("happenings", "news.corpus").err


def test_links_are_of_the_corpora_that_they_were_made_of(kg: Kg, tmp_path: Path) -> None:
    for name in ("one", "two"):
        corpus(tmp_path, [shard_of(trade(0))], f"{name}.corpus")
        assert "found now" in kg("happenings", f"{name}.corpus").err
        done(kg("corpus", "link", f"{name}.corpus"))
        assert "found now" not in kg("happenings", f"{name}.corpus").err
    assert "found now" in kg("happenings", "one.corpus", "two.corpus").err


ASKED = (
    "show G China --details -f csv",
    "timeline G --relation imposedTariffOn",
    "path G China Canada --claims",
    "query G --ask who-imposed-what -p who=China",
    "happenings G --about Venezuela",
)


@pytest.mark.parametrize("command", ASKED)
def test_of_a_large_corpus_what_is_asked_about_is_read(
    kg: Kg, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the answers of the whole, but for the numbers of statements."""
    monkeypatch.setattr("kg.shards.excerpts.FEW", 0)
    corpus(tmp_path, map(shard_of, map(gold_graph, GOLD_NAMES)))
    done(kg("corpus", "export", "news.corpus", "-o", "news.ttl"))
    one, other = (kg(*command.replace("G", graph).split()).out for graph in ("news.corpus", "news.ttl"))
    assert re.sub(r"^\d+,", "", one, flags=re.MULTILINE) == re.sub(r"^\d+,", "", other, flags=re.MULTILINE) != ""


def test_statements_of_a_large_corpus_are_told_by_their_ids(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.shards.excerpts.FEW", 0)
    corpus(tmp_path, map(shard_of, map(gold_graph, GOLD_NAMES)))
    told = kg("show", "news.corpus", "China").out
    (name, *_) = re.findall(r"^ *(\S+)  Mark Carney → visited", told, flags=re.MULTILINE)
    assert "Mark Carney → visited → China" in kg("explain", "news.corpus", name).out
    refused = kg("explain", "news.corpus", "3")
    assert (refused.code, "does not number its statements" in refused.err) == (2, True)


def test_a_part_that_was_taken_for_a_question_is_asked_no_other(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus(tmp_path, map(shard_of, map(gold_graph, GOLD_NAMES)))
    asked = ("query", "news.corpus", "--ask", "who-lifted-what", "-p", "who=China")
    assert "near it" in kg(*asked).err
    monkeypatch.setattr("kg.shards.excerpts.FEW", 0)
    assert kg(*asked).err == "note: nothing answers who-lifted-what -p who=China\n"


def test_sparql_on_a_large_corpus_is_refused_with_other_ways(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.files.graphs._MOST_ASKABLE", 2)
    corpus(tmp_path, map(shard_of, map(trade, range(3))))
    ran = kg("query", "news.corpus", "ASK { ?s ?p ?o }")
    assert ran.code == 2
    assert "3 articles are too many for SPARQL of your own" in ran.err
    assert "--ask NAME" in ran.err
    assert kg("query", "news.corpus", "--ask", "who-imposed-what").code == 0
