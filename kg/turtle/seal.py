"""The last line of a file of RDF: a comment with a digest of all before it, by which damage is known.

Files of N-Triples that are put together have several, each of what stands behind the one before.
"""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import file_digest, sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

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
