"""SQLite databases that follow from the shards of a corpus, answer while somebody writes, and may be thrown away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_PATIENCE = 60.0  # seconds to wait for another process that writes here


def following(
    path: Path, tables: str, form: int, bring: Callable[[sqlite3.Connection, str], bool]
) -> sqlite3.Connection:
    """The database of a file, made anew where it is damaged or of another form; one of its own where that fails.

    ``bring`` brings it to the shards and says whether it could; it is told its place, "" for one that nobody else sees.
    Raises ``sqlite3.Error`` where there is no room.
    """
    for place in _places(path):
        base = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None, uri=True)
        try:
            _make(base, tables, form)
            if bring(base, place):
                return base
            base.close()
        except sqlite3.OperationalError:  # nobody may write there, or there is no room
            base.close()
        except sqlite3.DatabaseError:
            base.close()
            _discard(path)
    raise sqlite3.OperationalError("there is no room for it")


def _places(path: Path) -> Iterator[str]:
    """Where it may be: in the file, once more after that was thrown away, in one that stays as it is, in its own."""
    file = path.absolute().as_uri()
    yield from (file, file)
    if not Path(f"{path}-wal").exists():
        yield f"{file}?mode=ro&immutable=1"
    yield ""


def _make(base: sqlite3.Connection, tables: str, form: int) -> None:
    if not _form(base):
        base.executescript("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")
        with base:
            if not _form(base):
                for statement in f"{tables} PRAGMA user_version = {form}".split(";"):
                    base.execute(statement)
    if _form(base) != form:
        raise sqlite3.DatabaseError("another form")
    base.executescript("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000")


def _form(base: sqlite3.Connection) -> int:
    ((form,),) = base.execute("PRAGMA user_version")
    return int(form)


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink()
