"""What governors make of their complements: the examples of the lexicon, and how firm clauses of news are."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.factuality.composition import firmness_of
from kg.factuality.signatures import Firmness, implied, signature, unlisted
from kg.lexicon import lexicon
from kg.model import Factuality
from kg.parse.tree import Doc, Token
from tests.parses import parsed

SENTENCES = Path(__file__).parent / "firmness.toml"
_LISTS = ("examples", "counterexamples")
Case = tuple[str, str, str]


def examples() -> Iterator[Case]:
    """(section, sentence, "sign Denied, tariffs Planned") of the lexicon."""
    for name, table in lexicon("signatures").items():
        assert isinstance(table, dict)
        for key in _LISTS:
            lines = table[key]
            assert isinstance(lines, list)
            assert lines, (name, key)
            yield from ((name, *_parted(str(line))) for line in lines)


def _parted(line: str) -> tuple[str, str]:
    text, _, expected = line.partition(" => ")
    return text, expected


@pytest.mark.parametrize(("name", "text", "expected"), list(examples()))
def test_an_example_of_a_signature_reads_as_it_says(name: str, text: str, expected: str) -> None:
    doc = parsed(text)
    for word, value in (part.split(maxsplit=1) for part in expected.split(", ")):
        assert firmness_of(_named(doc, word)).name == value, (name, word)


def _named(doc: Doc, word: str) -> Token:
    """The last token that is the word, or a form of it."""
    return [token for token in doc if word in {token.lower_, token.lemma_.lower(), token.text}][-1]


def test_a_word_stands_once_in_the_lists_of_a_construction() -> None:
    found = Counter(
        (key, str(word))
        for table in lexicon("signatures").values()
        if isinstance(table, dict)
        for key, listed in table.items()
        if key not in _LISTS and isinstance(listed, list)
        for word in listed
    )
    assert [place for place, times in found.items() if times > 1] == []


def test_a_signature_is_that_of_the_construction() -> None:
    denies, manages = signature("that", "verbs", "deny"), signature("to", "verbs", "manage")
    assert denies is not None
    assert manages is not None
    assert signature("that", "verbs", "manage") is None
    assert implied(manages, implied(denies, Firmness())) == Firmness(Factuality.DENIED, "deny that manage to", "manage")
    assert implied(unlisted("to", "hurtle"), Firmness()).cue == "hurtle to"


def _groups() -> tuple[dict[str, float], dict[str, list[str]]]:
    """The floor and the lines of each part of the table."""
    table = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    floors: dict[str, float] = table.pop("floors")
    return floors, {
        part: [line for group in groups.values() for line in group["sentences"]] for part, groups in table.items()
    }


@pytest.mark.parametrize("part", ["rules", "second"])
def test_clauses_of_news_are_as_firm_as_a_reader_takes_them(part: str) -> None:
    floors, lines = _groups()
    found = [
        (firmness_of(_named(parsed(text), word)).name, value, word, text)
        for text, expected in map(_parted, lines[part])
        for word, value in (each.split(maxsplit=1) for each in expected.split(", "))
    ]
    wrong = [each for each in found if each[0] != each[1]]
    assert len(found) >= 80
    assert 1 - len(wrong) / len(found) >= floors[part], wrong
