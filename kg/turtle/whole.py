"""Files and folders that appear whole or not at all, whatever happens while they are written.

The last line of a file of RDF is its seal: a comment with a digest of all before it, by which damage is known. Files of
N-Triples that are put together have several, each of what stands behind the one before.
"""

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from glob import escape
from hashlib import file_digest, sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO
from uuid import uuid4

from kg.errors import InputError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_YOUNG = 5.0  # seconds: what was made just now may not have its lock yet
_LOCK = "lock"


def write_whole(data: bytes, path: Path) -> None:
    """Write a file whole or not at all: a reader sees the old one or the new one, never a half.

    A link is followed, an old file keeps its mode, and what is no plain file (a pipe, a device) is written into.
    """
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into that takes its place once all is written; as ``write_whole``, piece by piece.

    Raises ``InputError`` where it cannot be written: no folder, no room, no permission.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
        else:
            with _replacing(Path(os.path.realpath(path))) as file:
                yield file
    except OSError as error:
        raise _fault(path, error) from error


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """The time in which a file is read, changed and written anew: whoever does the same meanwhile waits for the end.

    Where folders cannot be locked (Windows, NFS) nobody waits.
    """
    try:
        folder = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        locked(folder, waits=True)
        yield
    finally:
        os.close(folder)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A place for a new folder, which takes its own once all is in it; nothing is left where that fails.

    Nothing stands at the place that is given, and where nothing is put there, no folder is made. Raises ``InputError``
    where it cannot be written, or something stands at the path by then.
    """
    try:
        place = Path(os.path.realpath(path))
        _remove_abandoned(place)
        beside = _beside(place)
        beside.mkdir()
        try:
            with (beside / _LOCK).open("xb") as file:
                locked(file)
                yield beside / place.name
                if (beside / place.name).exists():
                    (beside / place.name).rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise _fault(path, error) from error


def _fault(path: Path, error: OSError) -> InputError:
    cure = "make room, and run it again: what was there is as it was" if error.errno in _FULL else ""
    return InputError(f"{path}: {error.strerror or error}", hint=cure)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex}.part")


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    _remove_abandoned(path)
    temporary = _beside(path)
    try:
        with temporary.open("xb") as file:
            locked(file)
            if path.exists():
                shutil.copymode(path, temporary)
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _remove_abandoned(path: Path) -> None:
    """Remove what a program that was killed has left of this file or folder; who still writes holds a lock."""
    for left in path.parent.glob(f".{escape(path.name)}.*.part"):
        with suppress(OSError):
            lock = left / _LOCK if left.is_dir() else left
            is_old = time.time() - left.stat().st_mtime > _YOUNG
            with lock.open("rb") if lock.exists() else nullcontext() as file:
                is_abandoned = is_old and (file is None or locked(file))
            if is_abandoned and left.is_dir():
                shutil.rmtree(left)
            elif is_abandoned:
                left.unlink()


def locked(file: IO[bytes] | int, *, shared: bool = False, waits: bool = False) -> bool | None:
    """Lock a file for as long as it is open; False where another process has it, None where files cannot be locked."""
    try:
        import fcntl

        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except (ImportError, OSError):  # Windows, NFS
        return None
    return True


_LINES = {"jsonld": (b',\n "', b'sha256": "%s"\n}\n'), "rdfxml": (b"\n<!-- ", b"sha256 %s -->\n")}
"""What goes before the digest, and is of what it is of, and the digest; JSON-LD's context excludes the member."""
_COMMENT = (b"# ", b"sha256 %s\n")
_SEAL = re.compile(rb'sha256(?:": "| )([0-9a-f]{64})(?:"\n}\n| -->\n|\n)')


def seal(file: IO[bytes], form: str) -> None:
    """End a file in a format of RDF with the digest of what was written; not a pipe, which is not read again."""
    path, (before, line) = Path(file.name), _LINES.get(form, _COMMENT)
    if not path.is_file():
        return
    if form == "jsonld":
        file.seek(-len(b"\n}\n"), 2)
        file.truncate()
    file.write(before)
    file.flush()
    with path.open("rb") as written:
        file.write(line % file_digest(written, "sha256").hexdigest().encode())


def is_as_written(path: Path) -> bool | None:
    """Whether a file is as it was written, what was put behind that left aside; None where it has no seal."""
    start = 0
    with suppress(OSError, ValueError), path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for found in _SEAL.finditer(data):
            if sha256(data[start : found.start()]).hexdigest().encode() != found[1]:
                return False
            start = found.end()
    return True if start else None
