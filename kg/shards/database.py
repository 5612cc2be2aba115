"""SQLite databases that follow from the shards of a corpus, answer while somebody writes, and may be thrown away."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from zlib import crc32

_PATIENCE = 60.0  # seconds to wait for another process that writes here
_MOST_SEALED = 64 << 20
"""Bytes of the largest database that is read whole when it is opened, which takes some 50 ms."""
_AT_ONCE = 1 << 18
"""Bytes that are read at a time, which stay in the processor's cache."""
_SEALED, _ALL = ((0, 24), (28, 68), (72, 92), (100, None)), ((0, None),)
"""Bytes of the first part that a seal is of: not the header's counters of changes, nor the number that is the seal."""
_HINDERED = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
})  # fmt: skip
"""Errors where nobody may write, or there is no room; with all others a database is damaged."""


def following(
    path: Path, tables: str, form: int, bring: Callable[[sqlite3.Connection, str], bool]
) -> sqlite3.Connection:
    """The database of a file, made anew where it is damaged or of another form; one of its own where that fails.

    ``bring`` brings it to the shards and says whether it could; it is told its place, "" for one that nobody else sees.
    Raises ``sqlite3.Error`` where there is no room.
    """
    for place in _places(path):
        is_damaged = False
        with ExitStack() as stack:
            try:
                base = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None, uri=True)
                stack.callback(base.close)
                _check(base, path)
                _make(base, tables, form)
                if bring(base, place):
                    stack.pop_all()
                    return base
            except sqlite3.DatabaseError as error:
                is_damaged = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _HINDERED
        if is_damaged:
            throw_away(path)
    raise sqlite3.OperationalError("there is no room for it")


def throw_away(path: Path, suffixes: Iterable[str] = ("", "-journal", "-wal", "-shm")) -> None:
    """Remove a database with what SQLite keeps beside it, which would be played into another of its name."""
    for suffix in suffixes:
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink()


def _places(path: Path) -> Iterator[str]:
    """Where it may be: in the file, once more after that was thrown away, in one that stays as it is, in its own."""
    file = path.absolute().as_uri()
    yield from (file, file)
    if not Path(f"{path}-wal").exists():
        yield f"{file}?mode=ro&immutable=1"
    yield ""


def _make(base: sqlite3.Connection, tables: str, form: int) -> None:
    if not _number(base, "user_version"):
        base.executescript("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")
        with base:
            if not _number(base, "user_version"):
                for statement in f"{tables} PRAGMA user_version = {form}".split(";"):
                    base.execute(statement)
    if _number(base, "user_version") != form:
        raise sqlite3.DatabaseError("another form")
    # what is deleted is written over, so that a seal is of what a file holds
    base.executescript("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000; PRAGMA secure_delete = ON")


def seal(base: sqlite3.Connection) -> None:
    """Note a checksum of all of a database in it, as the last part of a change; not of a large one."""
    is_small = _number(base, "page_count") * _number(base, "page_size") <= _MOST_SEALED
    base.execute(f"PRAGMA application_id = {_checksum([base.serialize()]) if is_small else 0}")


def _check(base: sqlite3.Connection, path: Path) -> None:
    """``sqlite3.DatabaseError`` where a database that was sealed is not as it was then."""
    base.execute("BEGIN")
    known = _number(base, "application_id")
    try:
        is_whole = not known or known == _checksum(_content(base, path))
    except OSError:  # another process has just thrown it away, or SQLite tells why it cannot be read
        is_whole = known == _checksum([base.serialize()])
    base.execute("COMMIT")
    if not is_whole:
        raise sqlite3.DatabaseError("is damaged")


def _content(base: sqlite3.Connection, path: Path) -> Iterator[bytes]:
    """The pages of a database of a file, in parts, as a transaction that has begun to read sees them.

    They are those of the file where nothing waited in the journal beside it then: nobody writes them into it meanwhile.
    Of a large index SQLite takes three times as long, which copies each page twice.
    """
    journal = Path(f"{path}-wal")
    if journal.exists() and journal.stat().st_size:
        yield base.serialize()
        return
    with path.open("rb") as file:
        yield from iter(partial(file.read, _AT_ONCE), b"")


def _checksum(parts: Iterable[bytes]) -> int:
    """A checksum of the pages of a database, of which the first part has the header: 32 bits with a sign, never 0."""
    found = 0
    for number, part in enumerate(parts):
        for start, end in _ALL if number else _SEALED:
            found = crc32(memoryview(part)[start:end], found)
    return ((found ^ 1 << 31) - (1 << 31)) or 1


def _number(base: sqlite3.Connection, name: str) -> int:
    ((found,),) = base.execute(f"PRAGMA {name}")
    return int(found)


def known_shards(base: sqlite3.Connection) -> set[str]:
    """The names of the shards of which a database is."""
    return {name for (name,) in base.execute("SELECT name FROM shard")}
