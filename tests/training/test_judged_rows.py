"""The judged statements are well-formed: of a known text, with a verdict, and with words only where that is open."""

import json
from collections import Counter
from hashlib import sha256

import pytest

from kg.reviews import CAUSES
from training.judged.rows import DATA, QUESTIONS, Row, agreement, digest, rows, texts

CLOSED = ("GAP", "GUM", "EWT", "MEANTIME", "ECB+", "Reuters")
ASKED = 3
"""From this draw on readers were asked whether a statement is useful and its structure sound."""


@pytest.fixture(scope="module")
def judged() -> list[Row]:
    return rows()


def test_there_are_thousands_of_many_texts_and_genres(judged: list[Row]) -> None:
    known = texts()
    assert len(judged) > 7000
    assert {row.text for row in judged} == known.keys()
    assert len({known[row.text].genre for row in judged}) > 10


def test_a_wrong_statement_has_a_cause_and_a_right_one_has_none(judged: list[Row]) -> None:
    for row in judged:
        for verdict in filter(None, (row.first, row.second)):
            assert verdict.verdict in {"right", "wrong"}
            assert verdict.is_right == (verdict.cause == "")
            assert verdict.is_right or verdict.cause in CAUSES
            assert verdict.instead is None or verdict.cause in {"coreference", "factuality", "source"}
            assert verdict.reader


def test_whether_it_is_useful_and_sound_was_asked_in_all_but_the_first_draws(judged: list[Row]) -> None:
    for row in judged:
        assert (row.first.useful is not None) == (row.draw >= ASKED)
        assert row.first.structure in ({"ok", "bad"} if row.draw >= ASKED else {None})


def test_sentences_are_kept_of_open_texts_alone(judged: list[Row]) -> None:
    known = texts()
    for row in judged:
        if row.draw >= ASKED:
            assert (len(row.sentence) == row.end - row.start) == known[row.text].is_open
            assert ("subjectText" in row.statement) == known[row.text].is_open
        assert known[row.text].is_open or not {"subject", "object", "predicateText"} & row.statement.keys()
        assert not (known[row.text].is_open and known[row.text].source in CLOSED)


def test_the_open_texts_are_here_as_they_were_judged_and_no_others(judged: list[Row]) -> None:
    known, lines = texts(), (DATA / "open.jsonl").read_text(encoding="utf-8").splitlines()
    told = {record["id"]: record["text"] for record in map(json.loads, lines)}
    assert told.keys() == {row.text for row in judged if known[row.text].is_open}
    assert all(sha256(text.encode()).hexdigest().startswith(known[name].sha256) for name, text in told.items())
    for row in judged:
        assert not row.sentence or told[row.text][row.start : row.end] == row.sentence


def test_the_digest_is_that_of_the_words_where_they_are_kept(judged: list[Row]) -> None:
    kept = [row.statement for row in judged if row.sentence]
    assert len(kept) > 3000
    for said in kept:
        assert said["words"] == digest(
            *(str(said.get(key, "")) for key in ("subjectText", "predicateText", "objectText"))
        )


def test_a_reader_judges_a_statement_of_a_draw_once(judged: list[Row]) -> None:
    assert all(row.second is None or row.second.reader != row.first.reader for row in judged)
    alike = Counter((row.key, row.draw, repr(sorted(row.statement.items()))) for row in judged)
    assert sum(count > 1 for count in alike.values()) < len(judged) / 100


@pytest.mark.parametrize("question", QUESTIONS)
def test_two_readers_agree(judged: list[Row], question: str) -> None:
    count, alike, kappa = agreement(judged, question)
    assert count > 700
    assert alike > 0.85
    assert kappa > 0.7


def test_the_card_names_every_source_and_licence() -> None:
    card = (DATA / "README.md").read_text(encoding="utf-8")
    for text in texts().values():
        assert text.source.partition(" (")[0].partition(",")[0] in card
        assert text.licence in card
