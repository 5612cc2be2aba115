"""No line takes an article along: what a caption, a byline, a heading may swallow has its limits."""

from pathlib import Path
from time import process_time

import pytest

from kg.text.layout import blocks

SEED = Path(__file__).parents[2] / "seeds" / "canada-china.txt"
STORY = "Norway imposed tariffs on Swedish timber on Monday. Sweden protested, and its ministers flew to Oslo. " * 4


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end].strip()) for block in blocks(text)]


def test_an_article_in_one_line_that_begins_with_a_caption_is_read() -> None:
    text = SEED.read_text(encoding="utf-8").replace("\n", " ")
    caption, story = blocks(text)
    assert (caption.kind, story.kind) == ("caption", "paragraph")
    assert text[caption.start : caption.end].rstrip().endswith("]")
    assert story.end - story.start > 0.9 * len(text)


@pytest.mark.parametrize(
    "line",
    [
        f"Photo: the harbour of Oslo. {STORY}",
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


def test_text_behind_a_caption_in_its_line_is_a_paragraph_of_its_own() -> None:
    caption = "The harbour of Oslo (Photo by Jane Doe)"
    assert _kinds(f"{caption} {STORY}") == [("caption", caption), ("paragraph", STORY.strip())]
    assert _kinds(f"{caption} Boats leave.") == [("caption", f"{caption} Boats leave.")]


def test_lines_without_a_full_stop_above_the_first_sentence_are_no_headings_without_end() -> None:
    kinds = [kind for kind, _ in _kinds("".join(f"Norway hits ship {n}\n" for n in range(100)) + "Sweden protested.\n")]
    assert kinds.count("heading") < 12
    assert kinds.count("paragraph") > 85


def test_capitals_without_end_are_no_dateline() -> None:
    assert [kind for kind, _ in _kinds(f"{'NORWAY HITS SHIPS ' * 20}— Sweden protested.")] == ["paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "China warned\n",
        "Peru left.\n",
        "(Photo: ",
        "A.",
        "By Anna and ",
        "Peru          ",
        "PERU: It left.\n",
        "Peru will: (a) go ",
    ],
)
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
