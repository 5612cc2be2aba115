"""What is read of many texts is held against a record (scripts/net.py), and what a change does to it is told."""

import pytest

from kg.model import Article, ArticleId
from kg.model.json import Json
from scripts.net import (
    RECORD,
    Balance,
    NetRow,
    Text,
    Verdicts,
    compared,
    differences,
    loaded,
    read,
    shown,
    texts,
    written,
)
from scripts.parsed import KeptReader
from training.judged.rows import Row, Verdict, digest


def text(name: str, words: str = "Norway accused Chad. Peru left.") -> Text:
    return Text(name, lambda: Article(ArticleId("a"), words, (), sha256=words), is_judged=True)


TEXT = next(one for one in map(text, "abcdefgh") if not one.is_aside)
ROW = NetRow(
    0,
    20,
    {
        "subject": "Norway",
        "subjectText": "Norway",
        "relation": "accused",
        "predicateText": "accused",
        "object": "Chad",
        "objectText": "Chad",
        "factuality": "Asserted",
    },
)


def like(row: NetRow, **columns: Json) -> NetRow:
    return NetRow(row.start, row.end, {**row.columns, **columns})


def judged(row: NetRow, verdict: str, draw: int = 6, cause: str = "") -> Row:
    said = {**row.columns, "words": digest(*row.phrases), "said": "attributedTo" in row.columns}
    return Row(TEXT.name, row.start, row.end, draw, said, Verdict("1", verdict, cause))


def told(old: NetRow, new: NetRow, *known: Row, of: Text = TEXT) -> tuple[Balance, list[str]]:
    balance = Balance(Verdicts(known))
    record = loaded(written([(of, [old])]))
    return balance, [shown(one, balance.verdicts) for one in compared([(of, [new])], record, balance)]


def test_what_is_read_as_it_was_makes_no_difference() -> None:
    assert list(differences(TEXT, [ROW, ROW], [ROW, ROW])) == []
    assert [one.kind for one in differences(TEXT, [ROW, ROW], [ROW])] == ["gone"]


def test_a_row_with_two_of_its_phrases_is_changed_and_with_one_another() -> None:
    wider, other = like(ROW, objectText="Chad of arson"), like(ROW, objectText="Peru", predicateText="left")
    (changed,) = differences(TEXT, [ROW], [wider])
    assert (changed.kind, changed.fields) == ("changed", ["objectText"])
    assert [one.kind for one in differences(TEXT, [ROW], [other])] == ["gone", "come"]


def test_of_several_rows_the_likest_is_the_changed_one() -> None:
    planned, named = like(ROW, factuality="Planned", negated=True), like(ROW, factuality="Planned")
    found = list(differences(TEXT, [ROW], [planned, named]))
    assert [(one.kind, one.new) for one in found] == [("changed", named), ("come", planned)]


def test_a_row_of_another_sentence_is_another() -> None:
    assert [one.kind for one in differences(TEXT, [ROW], [NetRow(21, 31, ROW.columns)])] == ["gone", "come"]


def test_a_verdict_holds_of_what_the_reader_saw_and_not_of_the_same_words_read_otherwise() -> None:
    verdicts = Verdicts([judged(ROW, "right")])
    assert verdicts.of(TEXT, ROW) is not None
    assert verdicts.of(TEXT, like(ROW, unkept=True)) is not None
    assert verdicts.of(TEXT, like(ROW, subject="Oslo")) is None
    assert verdicts.of(TEXT, like(ROW, attributedTo="Peru")) is None


def test_a_verdict_hangs_on_event_and_roles_where_these_were_found_wrong() -> None:
    other = like(ROW, event="Accusation")
    for cause, is_found in (("", True), ("parse", True), ("event_roles", False)):
        assert (Verdicts([judged(ROW, "wrong", cause=cause)]).of(TEXT, other) is not None) == is_found


def test_the_balance_counts_right_rows_lost_against_wrong_ones() -> None:
    denied = like(ROW, factuality="Denied")
    balance, lines = told(ROW, denied, judged(ROW, "right"), judged(denied, "wrong", draw=7))
    assert lines[0].splitlines() == [
        f"{TEXT.name} 0-20 changed, right (draw 6), wrong (draw 7)",
        "  > Norway accused Chad.",
        "  Norway | accused | Chad | Asserted",
        '    factuality: "Asserted" -> "Denied"',
    ]
    table = {line[:34].strip(): line[34:].split() for line in balance.lines()}
    assert table["changed"] == table["factuality"] == ["1", "0"]
    assert table["judged: right lost"] == table["judged: wrong come"] == ["1", "0"]
    assert table["judged: balance"] == ["-2", "+0"]
    assert table["judged, unlearned: balance"] == ["-1", "+0"]


def test_of_a_text_that_is_put_aside_numbers_alone_are_told() -> None:
    aside = next(one for one in map(text, map(str, range(100))) if one.is_aside)
    balance, lines = told(ROW, like(ROW, object="Peru"), of=aside)
    assert lines == [""]
    assert not any("Norway" in line or "Peru" in line for line in balance.lines())
    assert {line[:34].strip(): line[34:].split() for line in balance.lines()}["changed"] == ["0", "1"]


def test_a_text_that_has_changed_since_is_held_against_nothing() -> None:
    balance = Balance(Verdicts([]))
    record = loaded(written([(text(TEXT.name, "Another text."), [ROW])]))
    assert list(compared([(TEXT, [])], record, balance)) == []
    assert balance.counts[0]["texts"] == 0


@pytest.fixture(scope="module")
def net() -> list[Text]:
    return list(texts())


def test_every_text_has_a_name_of_its_own_and_a_third_of_the_judged_ones_is_put_aside(net: list[Text]) -> None:
    assert len({one.name for one in net}) == len(net)
    known = [one for one in net if one.is_judged]
    assert 0.25 < sum(one.is_aside for one in known) / len(known) < 0.42
    assert not any(one.is_aside for one in net if not one.is_judged)


@pytest.mark.model
def test_the_sample_is_read_as_it_is_recorded(net: list[Text]) -> None:
    """Where a change is meant, ``scripts/net --write`` records it, and its table belongs to the commit."""
    balance = Balance(Verdicts([]))
    record = loaded(RECORD.read_text(encoding="utf-8").split("\n")[:-1])
    found = compared(read([one for one in net if one.is_sampled], KeptReader.of(None)), record, balance)
    lines = [shown(one, balance.verdicts) or "one of a text that is put aside\n" for one in found]
    assert not lines, "".join([*lines, "\n".join(balance.lines()), "\nscripts/net --write, if this is meant"])
    assert balance.counts[0]["texts"] > 50
