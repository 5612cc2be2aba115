"""The judged statements of ``data/judged``: what was judged, where its words stand, what the readers said of it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "judged"
LEARNED = frozenset({3, 4, 5, 6, 8, 12})
"""The draws to learn from: what the first ones hold was left over from larger samples."""
KEPT_ASIDE = frozenset({7, 9, 10, 11, 13, 14, 15, 16})
"""The draws that no weights learn from, to measure them on; see ``unlearned``."""
QUESTIONS = ("verdict", "useful", "structure")

Key = tuple[str, int, str, str, str, bool]
"""Text, start of the sentence, digest of the words, relation, firmness, whether a source says it."""


@dataclass(frozen=True)
class Text:
    """A text that statements were drawn from; ``is_open`` where its sentences may be kept."""

    id: str
    genre: str
    source: str
    licence: str
    is_open: bool
    sha256: str
    """The first sixteen digits."""
    date: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What one reader said; ``useful`` and ``structure`` None where they were not asked for."""

    reader: str
    verdict: str
    cause: str = ""
    instead: str | None = None
    """What would be right, where that was asked: a firmness, a source ("" is the article itself), an antecedent."""
    useful: bool | None = None
    structure: str | None = None

    @property
    def is_right(self) -> bool:
        """Whether a careful reader accepts it."""
        return self.verdict == "right"


@dataclass(frozen=True)
class Row:
    """A judged statement."""

    text: str
    start: int
    end: int
    draw: int
    statement: Mapping[str, object]
    first: Verdict
    second: Verdict | None = None
    sentence: str = ""

    @property
    def key(self) -> Key:
        """What finds it among what the program makes of its text."""
        said = self.statement
        told = str(said["words"]), str(said["relation"]), str(said["factuality"]), bool(said["said"])
        return self.text, self.start, *told


def digest(*words: str) -> str:
    """A short digest of the words of subject, predicate and object.

    >>> digest("Norway", "accused", "Chad")
    '8f3e06102acb'
    """
    return sha256("|".join(words).encode()).hexdigest()[:12]


def texts(folder: Path = DATA) -> dict[str, Text]:
    """The texts by their ids."""
    found = (json.loads(line) for line in _lines(folder / "texts.jsonl"))
    keys = ("id", "genre", "source", "licence", "open", "sha256", "date")
    return {one["id"]: Text(*(one.get(key) for key in keys)) for one in found}


def rows(folder: Path = DATA) -> list[Row]:
    """The judged statements, in the order of the file."""
    found, asked = list[Row](), [one.name for one in fields(Verdict)]
    for line in map(json.loads, _lines(folder / "statements.jsonl")):
        given = [{name: told[name] for name in asked if name in told} for told in (line, line.get("second") or {})]
        first, second = (Verdict(**told) if told else None for told in given)
        assert first is not None
        text, start, end, draw, said = (line[name] for name in ("text", "start", "end", "draw", "statement"))
        found.append(Row(text, start, end, draw, said, first, second, line.get("sentence", "")))
    return found


def unlearned(found: Sequence[Row]) -> list[Row]:
    """The statements to measure on: of draws kept aside, and of texts that nothing is learned from.

    Most texts of the seventh draw are those of the sixth: what is learned of a text tells of its other statements.
    """
    learned = {row.text for row in found if row.draw in LEARNED}
    return [row for row in found if row.draw in KEPT_ASIDE and row.text not in learned]


def agreement(found: Sequence[Row], question: str) -> tuple[int, float, float]:
    """On one of ``QUESTIONS``: how many statements two readers judged, the share alike, Cohen's kappa."""
    pairs = [(getattr(row.first, question), getattr(row.second, question)) for row in found if row.second is not None]
    alike = sum(one == other for one, other in pairs) / len(pairs)
    ones, others = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(ones[value] * others[value] for value in ones) / len(pairs) ** 2
    return len(pairs), alike, (alike - chance) / (1 - chance)


def _lines(path: Path) -> Iterator[str]:
    return iter(path.read_text(encoding="utf-8").splitlines())
