"""Names of temporary graphs of pushes: unique among concurrent pushes, the same when a push is repeated."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import uuid4


@contextmanager
def own_name(*content: str) -> Iterator[str]:
    """A name from the content, this machine and the first number that no other push here holds.

    So a push that broke half way finds what it left, and clears it away, when it is run again. The number is held by
    a lock that ends with the process; where the operating system has none, the name is a random one.
    """
    digest = sha256("\0".join((platform.node(), *content)).encode()).hexdigest()[:16]
    try:
        import fcntl
    except ImportError:
        yield f"{digest}-{uuid4().hex}"
        return
    for number in count():
        path = Path(tempfile.gettempdir()) / f"newsgraph-push-{os.getuid()}-{digest}-{number}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            yield f"{digest}-{uuid4().hex}"
            return
        with os.fdopen(descriptor, "r+b") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if not _is_still(path, lock.fileno()):
                continue
            try:
                yield f"{digest}-{number}"
            finally:
                path.unlink(missing_ok=True)
            return


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file that was locked is the one of that name: who held it before takes it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
