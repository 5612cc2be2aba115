"""The sources that a corpus has read: files as they were, versions of feeds, pages of their entries.

What is not new is passed over without being read or fetched. It is noted once all of it is in the corpus, so that what
stops a command costs no more than to look through its sources once more; who throws the file away loses as little.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path

from kg.fetch import Fetched, Follower, Validators, Web
from kg.isolation import Result

_FILE = "sources.sqlite"
_MADE = """
    CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, sha256 TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, etag TEXT, modified TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS page (url TEXT, options TEXT, PRIMARY KEY (url, options)) WITHOUT ROWID;
"""
_Row = tuple[str | int, ...]


class SourceMemory:
    """What was read of the sources of a corpus, and what this command reads; with ``anew`` all counts as new.

    So does what was read with other ``options``, which let other articles pass.
    """

    def __init__(self, corpus: Path, options: str = "", *, anew: bool = False) -> None:
        self._path, self._options, self._anew = corpus / _FILE, options, anew
        self.passed = 0
        """Files that are as they were."""
        self._pages: list[_Row] = []
        self._page: list[_Row] = []
        """That which is being read."""
        self._whole: list[tuple[str, _Row]] = []
        """What was read without a fault, each with its table."""
        self._last: tuple[str, _Row] | None = None

    def is_new(self, path: Path) -> bool:
        """Whether a file is new, or is not what it was: by size and time, and by its content where these differ.

        A pipe is new, as it can be read but once; so is a file that cannot be read, as whoever reads it tells why.
        """
        self._begin("", ())
        try:
            if not path.is_file():
                return True
            place, told = f"{path.resolve()} {self._options}", path.stat()
            seen = (told.st_size, told.st_mtime_ns)
            known = self._row("SELECT size, changed, sha256 FROM file WHERE path = ?", place)
            digest = str(known[2]) if known and known[:2] == seen else _digest(path)
        except OSError:
            return True
        self._begin("file", (place, *seen, digest))  # it is what is read from here on
        is_known = known is not None and known[2] == digest and not self._anew
        self.passed += is_known
        return not is_known

    def fail(self) -> None:
        """Something of the source that is being read could not be read: it counts as new the next time."""
        self._last, self._page = None, []

    def version(self, url: str) -> Validators:
        """The version of a feed that was read; one that no server can have told is none."""
        known = self._row("SELECT etag, modified FROM feed WHERE url = ?", f"{url} {self._options}") or ()
        is_told = all(str(one).isascii() and str(one).isprintable() for one in known)
        return Validators(*map(str, known)) if is_told and not self._anew else Validators()

    def begin(self, url: str, version: Validators) -> None:
        """A version of a feed is read from here on."""
        self._begin("feed", (f"{url} {self._options}", version.etag, version.modified))

    def has_page(self, url: str) -> bool:
        """Whether the page of an entry was read; if not, it is what is read from here on."""
        self._pages += self._page
        self._page = []
        known = self._row("SELECT url FROM page WHERE url = ? AND options = ?", url, self._options)
        return not self._anew and known is not None

    def keep_page(self, url: str) -> None:
        """The page of an entry was fetched."""
        self._page = [(url, self._options)]

    def keep(self) -> None:
        """All that was read is in the corpus now."""
        self._begin("", ())

        def put(base: sqlite3.Connection) -> None:
            base.executemany("INSERT OR REPLACE INTO page VALUES (?, ?)", self._pages)
            for table, row in self._whole:
                base.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)

        self._done(put)

    def forget(self, urls: Iterable[str]) -> None:
        """Articles were removed: all sources are looked through again, and the pages at some addresses fetched."""

        def take(base: sqlite3.Connection) -> None:
            base.execute("DELETE FROM file")
            base.execute("DELETE FROM feed")
            base.executemany("DELETE FROM page WHERE url = ?", ((url,) for url in urls))

        self._done(take)

    def _begin(self, table: str, row: _Row) -> None:
        self._whole += [self._last] if self._last else []
        self._last = (table, row) if table else None
        self._pages += self._page
        self._page = []

    def _row(self, wanted: str, *names: str) -> _Row | None:
        def found(base: sqlite3.Connection) -> _Row | None:
            row: _Row | None = base.execute(wanted, names).fetchone()
            return row

        return self._done(found)

    def _done(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """What is done with the file; one that is damaged, or that there is no room for, is thrown away."""
        try:
            with closing(sqlite3.connect(self._path, timeout=60)) as base, base:
                base.executescript(_MADE)
                return work(base)
        except sqlite3.Error:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            return None


class RememberingWeb(Web):
    """Fetches what is new to a corpus, and follows entries where it has a follower."""

    def __init__(self, memory: SourceMemory, follower: Follower | None) -> None:
        super().__init__(follower)
        self._memory = memory

    def get(self, url: str) -> Fetched | None:
        """What an address gives that the user typed; None where it is as it was. Raises ``FetchError``."""
        key = f"{url} followed" if self.follows else url
        found = self.newer(url, self._memory.version(key))
        if found is not None:
            self._memory.begin(key, found.validators)
        return found

    def page(self, url: str, typed: str, found: str) -> Fetched | None:
        """The page of an entry of a feed; None where it was read before. Raises ``FetchError``."""
        if self._memory.has_page(url):
            return None
        fetched = super().page(url, typed, found)
        self._memory.keep_page(url)
        return fetched


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
