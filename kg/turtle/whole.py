"""Files and folders that appear whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
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
        import fcntl

        folder = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
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
                _lock(file)
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
            _lock(file)
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
            if time.time() - left.stat().st_mtime > _YOUNG and _is_abandoned(left):
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink()


def _is_abandoned(left: Path) -> bool:
    lock = left / _LOCK if left.is_dir() else left
    if not lock.exists():
        return True
    with lock.open("rb") as file:
        return _lock(file)


def _lock(file: IO[bytes]) -> bool:
    """Lock a file for as long as it is open, if nobody else has; False where files cannot be locked."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):  # Windows, NFS
        return False
    return True
