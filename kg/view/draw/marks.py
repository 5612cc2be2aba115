"""The signature of a picture: program and checksum, by which changes by hand are detected."""

from __future__ import annotations

import os
import re
import zlib
from hashlib import sha256
from pathlib import Path

_WORDS = "Drawn by newsgraph, sum "
_SUM = re.compile(re.escape(_WORDS).encode() + rb"([0-9a-f]{16})")
_COMMENTS = {"svg": "<!-- {} -->\n", "html": "<!-- {} -->\n", "dot": "// {}\n", "mermaid": "%% {}\n", "pdf": "% {}\n"}
"""What stands at the end of a file; of a PDF before the address of its table (ISO 32000-1, 7.2.3 and 7.5.5)."""
_TAIL = 256  # bytes: within them the mark lies
_END = 12
"""Bytes of a PNG's last chunk, IEND; a text chunk goes before it (PNG, 11.3.3.2)."""


def marked(data: bytes, form: str) -> bytes:
    """A picture with its signature."""
    total = sha256(data).hexdigest()[:16]
    place = {"pdf": data.rfind(b"startxref"), "png": len(data) - _END}.get(form, len(data))
    return data[:place] + _mark(form, total) + data[place:]


def is_drawn(path: Path) -> bool:
    """Whether a file is an unchanged picture by newsgraph."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _TAIL), os.SEEK_END)
        found = _SUM.search(file.read())
    if found is None:
        return False
    total, data = found[1].decode(), path.read_bytes()
    bare = (data.replace(_mark(form, total), b"", 1) for form in (*_COMMENTS, "png"))
    return any(sha256(one).hexdigest()[:16] == total for one in bare)


def _mark(form: str, total: str) -> bytes:
    if form != "png":
        return _COMMENTS[form].format(_WORDS + total).encode()
    text = b"tEXtSoftware\0" + (_WORDS + total).encode()
    return (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
