"""Blocks tile the text; what a block is, what stands aside in it, and what no line may swallow."""

import re
from datetime import date
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Block, BlockKind
from kg.parse.preparation import asides
from kg.text.layout import authors_of, blocks, date_line, dateline_of, kind_by_wording, split_edges
from tests.cases import tried_on
from tests.lexicons import listed

_BY_WORDING = {
    **{name: name for name in ("correction", "furniture", "caption", "byline")},
    "dateline_alone": "dateline",
}


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end].strip()) for block in blocks(text)]


def _cases(key: str) -> list[tuple[str, str]]:
    return [(kind, line) for table, kind in _BY_WORDING.items() for line in listed("layout", table, key)]


def test_the_lexicon_brings_examples_for_each_kind() -> None:
    assert {kind for kind, _ in _cases("examples")} == set(_BY_WORDING.values())
    assert len(_cases("examples")) >= 40
    assert len(_cases("counterexamples")) >= 25


@pytest.mark.parametrize(("kind", "line"), _cases("examples"))
def test_wording_tells_what_a_line_is(kind: str, line: str) -> None:
    assert kind_by_wording(line) == kind


@pytest.mark.parametrize(("kind", "line"), _cases("counterexamples"))
def test_a_sentence_is_not_taken_for_furniture(kind: str, line: str) -> None:
    assert kind_by_wording(line) is None, kind


_LEADS = {
    "dateline": BlockKind.DATELINE,
    "enumerator": BlockKind.LABEL,
    "clock": BlockKind.LABEL,
    "speaker": BlockKind.LABEL,
    "run_in": BlockKind.HEADING,
}


@pytest.mark.parametrize(
    ("kind", "line"), [(kind, line) for form, kind in _LEADS.items() for line in listed("layout", form, "examples")]
)
def test_what_stands_before_a_paragraph_is_parted_from_it(kind: BlockKind, line: str) -> None:
    before, said = line.rsplit("| ", 1)
    before = before.removesuffix("|")
    assert _kinds(f"{before}{said}") == [(kind.value, before.strip()), ("paragraph", said)]


@pytest.mark.parametrize(
    "line", [line for form in (*_LEADS, "tail") for line in listed("layout", form, "counterexamples")]
)
def test_a_sentence_that_looks_like_it_stays_whole(line: str) -> None:
    assert _kinds(line) == [("paragraph", line)]


@pytest.mark.parametrize("line", listed("layout", "tail", "examples"))
def test_what_stands_behind_a_paragraph_is_parted_from_it(line: str) -> None:
    said, behind = line.split(" | ")
    (first, text), (second, rest) = _kinds(f"{said} {behind}")
    assert (first, text, rest) == ("paragraph", said, behind)
    assert second in {"byline", "furniture", "caption", "correction"}


@tried_on("text", "kinds")
def test_a_text_has_these_blocks(text: str, kinds: str) -> None:
    assert [kind for kind, _ in _kinds(text)] == kinds.split()


def test_a_text_that_begins_with_its_own_title_is_parted_from_it() -> None:
    text = "Norway hits out Sweden protested on Monday."
    whole = (Block(0, len(text), BlockKind.PARAGRAPH),)
    assert [b.kind for b in split_edges(text, whole, "Norway hits out")] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert split_edges(text, whole, "Norway hits") == whole
    assert split_edges(text, whole, text) == whole


def test_the_date_of_a_dateline_is_the_articles() -> None:
    text = (
        "Talks fail again\n\nOTTAWA, Jan. 10, 2025 – The talks failed.\n\nOSLO, March 3, 2020 – They had failed before."
    )
    assert dateline_of(text, blocks(text)) == date(2025, 1, 10)
    undated = "OTTAWA, Jan. 10 – The talks failed."
    assert dateline_of(undated, blocks(undated)) is None


DATELINE = "BRUSSELS, Sept. 4, 2026"
BODY = "Norway raised the tariff.\n\nSweden protested.\n"


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        (f"{DATELINE}\n\n", ["dateline"]),
        (f"{DATELINE}\n", ["dateline"]),
        (f"{DATELINE}\n\nTalks fail again in Oslo\n\n", ["dateline", "title"]),
        (f"{DATELINE}\n\nIs the treaty dead?\n\n", ["dateline", "title"]),
        (f"Talks fail again in Oslo\n\n{DATELINE} —\n\n", ["title", "dateline"]),
    ],
)
def test_a_dateline_on_a_line_of_its_own_dates_the_article_and_is_no_title(head: str, kinds: list[str]) -> None:
    text = head + BODY
    assert [kind for kind, _ in _kinds(text)] == [*kinds, "paragraph", "paragraph"]
    assert dateline_of(text, blocks(text)) == date(2026, 9, 4)


@given(st.text(alphabet=st.sampled_from("Aa b.\n\r\t,:-“”é\u00a0"), max_size=200))
def test_blocks_tile_any_text(text: str) -> None:
    tiles = blocks(text)
    assert "".join(text[block.start : block.end] for block in tiles) == (text if text.strip() else "")
    assert all(text[block.start : block.end].strip() for block in tiles)


@pytest.mark.parametrize("title", ["Is the treaty dead?", "Norway signs a deal with the U.S."])
def test_a_headline_may_end_like_a_sentence(title: str) -> None:
    assert _kinds(f"{title}\n\nThe treaty was signed.\n\nIt holds.")[0] == ("title", title)


@tried_on("line", "expected")
def test_only_a_whole_and_unmistakable_date_line_is_a_date(line: str, expected: str) -> None:
    assert str(date_line(line) or "") == expected


def test_a_date_above_the_first_paragraph_dates_the_article() -> None:
    text = "Talks fail in Oslo\n\nMarch 3, 2024\n\nThe talks failed.\n\nMay 5, 2023\n\nThey had begun in May."
    assert dateline_of(text, blocks(text)) == date(2024, 3, 3)


def test_two_dates_above_the_first_paragraph_date_nothing() -> None:
    text = "Talks fail in Oslo\n\nMarch 3, 2024\n\nMarch 5, 2024\n\nThe talks failed."
    assert dateline_of(text, blocks(text)) is None


@tried_on("byline", "expected")
def test_authors_are_the_names_of_the_byline(byline: str, expected: list[str]) -> None:
    text = f"Talks fail again in Oslo\n\n{byline}\n\nThe talks failed."
    assert list(authors_of(text, blocks(text))) == expected


def test_only_titles_and_paragraphs_make_statements() -> None:
    assert [kind for kind in BlockKind if kind.makes_statements] == [BlockKind.TITLE, BlockKind.PARAGRAPH]


# What stands aside in a sentence is found by its form; what belongs to the sentence stays.


@pytest.mark.parametrize("line", listed("layout", "asides", "examples"))
def test_an_aside_is_found(line: str) -> None:
    text = re.sub("[⟦⟧]", "", line)
    assert [text[each.start : each.end] for each in asides(text)] == re.findall("⟦(.*?)⟧", line)


@pytest.mark.parametrize("line", listed("layout", "asides", "counterexamples"))
def test_what_belongs_to_the_sentence_is_no_aside(line: str) -> None:
    assert [*asides(line)] == []


@given(st.text(alphabet=st.sampled_from("Aab12 ()[],;iv"), max_size=120))
def test_asides_never_overlap(text: str) -> None:
    found = [*asides(text)]
    assert all(each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


# No line takes an article along: what a caption, a byline, a heading may swallow has its limits.


STORY = "Norway imposed tariffs on Swedish timber on Monday. Sweden protested, and its ministers flew to Oslo. " * 4


@pytest.mark.parametrize(
    "line",
    [
        f"Photo: the harbour of Oslo. {STORY}",
        f"The harbour of Oslo (Photo by Jane Doe) {STORY}",
        f"{STORY} The harbour of Oslo: John Roe.",
        f"{STORY}, said Jane Doe / Reuters",
        f"Copyright law changed on Monday. {STORY}",
        f"Subscribe to the plan, the minister said. {STORY}",
        f"Reporting by Jane Doe from the harbour, {STORY.replace('.', ';')}",
    ],
    ids=lambda line: line[:20],
)
def test_a_long_line_is_text_whatever_stands_in_it(line: str) -> None:
    assert [kind for kind, _ in _kinds(line)] == ["paragraph"]


def test_lines_without_a_full_stop_above_the_first_sentence_are_no_headings_without_end() -> None:
    kinds = [kind for kind, _ in _kinds("".join(f"Norway hits ship {n}\n" for n in range(100)) + "Sweden protested.\n")]
    assert kinds.count("heading") < 12
    assert kinds.count("paragraph") > 85


def test_capitals_without_end_are_no_dateline() -> None:
    assert [kind for kind, _ in _kinds(f"{'NORWAY HITS SHIPS ' * 20}— Sweden protested.")] == ["paragraph"]


@tried_on("line")
def test_the_time_grows_with_the_text(line: str) -> None:
    begin = process_time()
    blocks(line * 8000)
    assert process_time() - begin < 5  # the square of 8,000 took 44


@pytest.mark.parametrize("sign", ["(", "[", ".", " -", '"'])
def test_a_line_of_signs_without_end_takes_no_time(sign: str) -> None:
    begin = process_time()
    text = f"Norway left {sign * 80_000} on Monday.\n\nSweden protested."
    assert [text[block.start : block.end].strip()[:6] for block in blocks(text)] == ["Norway", "Sweden"]
    assert process_time() - begin < 5
