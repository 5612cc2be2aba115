"""The page on language models: each of its commands runs, against a server that answers as a model does."""

import json
import re
import shlex
from pathlib import Path

import pytest

from kg.llm.proposing import RefusedProposal
from kg.reviews import Review, Verdict, review_key, row_of
from kg.turtle.documents import read
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.models import Json, Reply, model_server

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "language-model.md").read_text(encoding="utf-8")
TEXT = "Peru skewered Chile over the dam. Chile outfoxed Bolivia.\n"


def reply(asked: Json) -> Reply:
    if "text" in asked:
        told = {"quote": "Peru skewered Chile", "subject": "Peru", "predicate": "skewered", "object": "Chile"}
        listed = [told | {"relation": "criticised"}, told | {"relation": "invented"}]
        return Reply(json.dumps({"statements": listed}))
    words = str(asked["sentence"]).split()[0]
    return Reply(json.dumps({"verdict": "wrong", "cause": "parse", "useful": False, "words": words}))


@pytest.mark.model
def test_every_command_of_the_page_runs(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("news.txt").write_text(TEXT)
    graph = trade_graph()
    rows = [row_of(graph, one, Review(review_key(one), Verdict.WRONG, "parse")) for one in graph.statements]
    Path("mine.reviews.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    commands = re.findall(r"^\$ kg (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 8
    with model_server(reply) as served:
        for command in commands:
            words = (word.replace("http://127.0.0.1:11434/v1", served.url) for word in shlex.split(command))
            ran = kg(*words)
            assert ran.code == 0, (command, ran.err)
            if "proposed.ttl" in command:
                assert f"1  proposals of the language model refused: {RefusedProposal.RELATION.value}" in ran.err
    assert list((tmp_path / "cache" / "newsgraph" / "llm").iterdir())
    assert [one.extracted_by for one in read(Path("proposed.ttl")).statements if one.extracted_by] == ["llm:qwen2.5:7b"]
    assert Path("again.ttl").read_bytes() == Path("offline.ttl").read_bytes() == Path("proposed.ttl").read_bytes()


@pytest.mark.model
def test_what_it_found_wrong_is_left_out_and_told(kg: Kg) -> None:
    Path("news.txt").write_text(TEXT)
    assert kg("build", "news.txt", "-o", "plain.ttl").code == 0
    with model_server(reply) as served:
        asked = ("--llm", served.url, "--llm-model", "m", "--llm-cache", "answers", "--yes")
        assert kg("review", "plain.ttl", *asked).code == 0
        assert "proposed by" not in kg("explain", "plain.ttl", "1").out
        assert kg("build", "news.txt", "-o", "proposed.ttl", *asked).code == 0
    numbers = range(1, len(read(Path("proposed.ttl")).statements) + 1)
    explained = [out for n in numbers if "proposed by" in (out := kg("explain", "proposed.ttl", str(n)).out)]
    assert len(explained) == 1
    assert re.search(r"proposed by +llm:m\n", explained[0])
    assert kg("check", "proposed.ttl").code == 0
    ran = kg("build", "news.txt", "-o", "judged.ttl", "--reviewed", "plain.reviews.jsonl")
    assert "statements that readers found wrong" in ran.err
    assert len(read(Path("judged.ttl")).statements) < len(read(Path("plain.ttl")).statements)
