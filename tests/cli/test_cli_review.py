"""``kg review``: statements judged one by one, answers from standard input."""

import io
import json
import re
from pathlib import Path
from typing import Protocol

import pytest

from tests.chain import Chain
from tests.conftest import Kg, Ran
from tests.graphs import trade_graph


class Judge(Protocol):
    """Runs the command with answers, which come first."""

    def __call__(self, answers: str, /, *arguments: str | Path) -> Ran: ...


@pytest.fixture
def judge(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The command with the answers as its first argument."""

    def ran(answers: str, /, *arguments: str | Path) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        return kg("review", trade, *arguments)

    return ran


def rows(path: str = "trade.reviews.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def test_yes_and_no_answer_the_question_that_is_asked(judge: Judge) -> None:
    ran = judge("y\ny\nn\np\nn\nyn\nq\n", "--order", "text")
    assert "r or y right, w or n wrong, s skip" in ran.err
    assert "o object span, " in ran.err
    assert [(row["verdict"], row["useful"]) for row in rows()] == [("right", True), ("wrong", False), ("right", False)]


def test_answers_are_saved_as_judged_statements(judge: Judge) -> None:
    ran = judge("r\nu\nw\np\nn\nq\n", "--order", "text")
    assert (ran.code, [row["verdict"] for row in rows()]) == (0, ["right", "wrong"])
    assert [row.get("cause") for row in rows()] == [None, "parse"]
    assert [row["useful"] for row in rows()] == [True, False]
    assert "2 judged, 1 of them right;" in ran.err


def test_a_line_may_answer_several_questions(judge: Judge) -> None:
    judge("wpn\nru\n", "--order", "text")
    assert [(row["verdict"], row["useful"]) for row in rows()] == [("wrong", False), ("right", True)]


def test_the_right_firmness_source_and_reference_are_asked_for(judge: Judge) -> None:
    ran = judge("wf\nsoon\nplanned\nu\nwa\n-\nu\nwc\nthe company\n\n", "--order", "text")
    assert [(row["cause"], row["instead"]) for row in rows()] == [
        ("factuality", "Planned"),
        ("source", "-"),
        ("coreference", "the company"),
    ]
    assert "'soon' is no firmness" in ran.err
    assert "useful" not in rows()[2]


def test_the_sentence_is_marked_and_the_confidence_not_told(judge: Judge) -> None:
    out = judge("q\n", "--order", "text", "Canada").out
    assert "[subject:" in out or "when" in out
    assert "put forward as so" in out
    assert "confidence" not in out
    assert "clause/active" not in out
    assert "… Trade and Tensions" in out


def test_a_later_call_goes_on_where_the_last_ended(judge: Judge) -> None:
    every = len([one for one in trade_graph().statements if one.detail_of is None])
    judge("ru\n" * 2)
    assert f"1 of {every - 2} " in judge("ru\n").out
    assert f"1 of {every} " in judge("q\n", "--again").out
    assert len(rows()) == 3
    judge("ru\n" * every)
    assert "nothing is left to judge" in judge("").err


def test_back_goes_to_the_one_before_and_the_new_answer_counts(judge: Judge) -> None:
    ran = judge("ru\nb\nwpn\n", "--order", "text")
    assert [row["verdict"] for row in rows()] == ["wrong"]
    assert "1 judged, 0 of them right" in ran.err


def test_what_is_no_answer_is_asked_again_and_skipped_ones_are_not_saved(judge: Judge) -> None:
    ran = judge("x\ns\nru\n", "--order", "text")
    assert "'x' is no answer here" in ran.err
    assert len(rows()) == 1


def test_a_verdict_is_saved_though_the_answers_end_there(judge: Judge) -> None:
    judge("r\n")
    assert [(row["verdict"], "useful" in row) for row in rows()] == [("right", False)]
    judge("w\n")
    assert len(rows()) == 1


@pytest.mark.parametrize("order", ["least-sure", "random", "text"])
def test_each_order_has_every_statement_and_is_the_same_each_time(judge: Judge, order: str) -> None:
    outs = {judge("s\n" * 9, "--order", order).out for _ in range(2)}
    assert len(outs) == 1
    assert len(judge("s\n" * 9, "--order", order, "--count", "2").out) < len(outs.pop())


def test_filters_count_and_reader(judge: Judge) -> None:
    judge("ru\n" * 9, "--subject", "Canada", "--reader", "Anna", "-o", "mine.jsonl")
    assert {(row["reader"], str(row["text"])) for row in rows("mine.jsonl")} == {("Anna", "trade")}
    judge("ru\n" * 9, "--count", "1", "--reader", "Berg", "-o", "mine.jsonl")
    assert [row["reader"] for row in rows("mine.jsonl")].count("Berg") == 1
    assert not Path("trade.reviews.jsonl").exists()


def test_a_file_that_is_no_reviews_is_never_written_over(judge: Judge, trade: Path) -> None:
    Path("notes.jsonl").write_text("my notes\n")
    assert judge("ru\n", "-o", "notes.jsonl").code == 2
    assert Path("notes.jsonl").read_text() == "my notes\n"
    before = trade.read_text()
    assert judge("ru\n", "-o", trade).code == 2
    assert trade.read_text() == before


def test_standard_input_gives_the_answers_and_no_graph(kg: Kg) -> None:
    ran = kg("review", "-")
    assert (ran.code, "standard input gives the answers" in ran.err) == (2, True)


def test_build_is_given_the_reviews_and_tells_those_of_other_articles(
    judge: Judge, kg: Kg, chain: Chain, news: Path
) -> None:
    judge("ru\n" * 9)
    count = len(rows())
    ran = kg("build", news, "-o", "out.ttl", "--reviewed", "trade.reviews.jsonl")
    assert chain.recipes[-1].reviewed == (Path("trade.reviews.jsonl"),)
    assert "reviews of other articles" not in ran.err
    others = ({**row, "text": "war"} for row in rows())
    Path("war.jsonl").write_text("".join(json.dumps(row) + "\n" for row in others))
    assert "war.jsonl, line 1: is damaged, or was changed by hand" in kg("build", news, "--reviewed", "war.jsonl").err
    text = re.sub(r', "check": "\w+"', "", Path("war.jsonl").read_text())
    Path("war.jsonl").write_text(text)
    assert f"{count}  reviews of other articles" in kg("build", news, "-o", "out.ttl", "--reviewed", "war.jsonl").err
    assert kg("build", news, "--reviewed", "missing.jsonl").code == 2
