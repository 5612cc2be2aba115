"""The list of shards: a file of changes, each a line, of which a line counts once it is whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.turtle.whole import write_whole

if TYPE_CHECKING:
    from kg.shards.shard import Shard

_MOST_LINES = 4  # for a shard: with more the file is written anew
_DIGITS = 16  # hexadecimal
_LONG = 1000  # lines, of which nobody takes notice
_CURE = "put back a copy of the file, or make the corpus anew from its sources (kg corpus add)"


@dataclass(frozen=True, order=True, slots=True)
class ShardEntry:
    """A shard in the list: how many articles it has, how many of them failed, how many statements."""

    name: str
    articles: int
    failed: int
    statements: int

    @classmethod
    def of(cls, shard: Shard) -> ShardEntry:
        """The entry of a shard."""
        return cls(
            shard.name,
            len(shard.articles),
            len(shard.failures),
            sum(shard.tables["articles"]["statements"].to_pylist()),
        )


ShardChange = tuple[ShardEntry | None, ShardEntry | None]
"""A shard that goes and the one that comes in its place; None where nothing goes, or nothing comes."""


class ShardLog:
    """The list of shards in a file."""

    NAME = "shards.jsonl"
    """The file in the folder of a corpus."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> tuple[ShardEntry, ...]:
        """The shards that count, in the order in which they came; ``InputError`` for a line that is none."""
        places: dict[str, int] = {}
        found: dict[int, ShardEntry] = {}
        numbers = count()
        for number, line in enumerate(self._lines(), 1):
            try:
                for gone, come in _changes(line):
                    place = places.pop(gone) if gone else next(numbers)
                    found.pop(place, None)
                    if come:
                        places[come.name], found[place] = place, come
            except (ValueError, TypeError, KeyError) as error:
                raise InputError(f"{self._path}, line {number}: is damaged ({error!r})", hint=_CURE) from error
        return tuple(found[place] for place in sorted(found))

    def gone(self) -> frozenset[str]:
        """The shards that were listed and that others have replaced, or that were taken out."""
        listed = {entry.name for entry in self.entries()}
        changes = (change for line in self._lines() for change in _changes(line))
        return frozenset(gone for gone, _ in changes if gone and gone not in listed)

    def commit(self, changes: Sequence[ShardChange]) -> None:
        """Make some changes, all or none of them; who reads sees them from then on."""
        with self._path.open("ab") as file:
            file.write(_line(changes))
            file.flush()
            os.fsync(file.fileno())

    def mend(self, *, shorten: bool) -> None:
        """Take off what a program that was killed has left of a line; to ``shorten`` also what others have made void.

        A list that is shortened tells no longer which shards are gone.
        """
        lines, entries = self._lines(), self.entries()
        whole = b"".join(line + b"\n" for line in lines)
        if shorten and len(lines) > max(_LONG, _MOST_LINES * len(entries)):
            write_whole(_line([(None, entry) for entry in entries]), self._path)
        elif self._path.read_bytes() != whole:
            write_whole(whole, self._path)

    def _lines(self) -> Sequence[bytes]:
        """The lines that are whole: the last one too where but its end is not."""
        *lines, rest = self._path.read_bytes().split(b"\n")
        for line in (rest, rest[:-1]):
            with suppress(ValueError, TypeError, LookupError):
                if isinstance(json.loads(line)[-1], str) and _changes(line):
                    lines.append(line)
        return lines


def _line(changes: Iterable[ShardChange]) -> bytes:
    """A line of the list: the changes, and a digest of them."""
    told = [[gone.name if gone else None, asdict(come) if come else None] for gone, come in changes]
    return json.dumps([*told, _digest(told)]).encode() + b"\n"


def _changes(line: bytes) -> Sequence[tuple[str | None, ShardEntry | None]]:
    """The changes of a line; ``ValueError`` where they are not those of its digest, which old ones do not have."""
    *told, last = json.loads(line)
    if not isinstance(last, str):
        told.append(last)
    elif last != _digest(told):
        raise ValueError("another digest")
    return [(gone, ShardEntry(**come) if come else None) for gone, come in told]


def _digest(content: object) -> str:
    return sha256(json.dumps(content).encode()).hexdigest()[:_DIGITS]


def changed(entries: Sequence[ShardEntry], changes: Sequence[ShardChange]) -> tuple[ShardEntry, ...]:
    """A list of shards after some changes: what comes in the place of another stands in its place."""
    places = {gone.name: come for gone, come in changes if gone}
    stay = [places.get(entry.name, entry) for entry in entries]
    new = [come for gone, come in changes if gone is None]
    return tuple(entry for entry in (*stay, *new) if entry is not None)
