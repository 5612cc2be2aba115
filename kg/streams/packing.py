"""Unpacking of what was sent packed by gzip or deflate (RFC 9110, 8.4.1), up to a size."""

from __future__ import annotations

import zlib

PACKED = frozenset({"gzip", "x-gzip", "deflate"})
"""The encodings that ``unpacked`` reads."""
PLAIN = frozenset({"", "identity", "none", "utf-8"})
"""What is said of content that is not packed."""
_AUTOMATIC = 32 + zlib.MAX_WBITS  # the header says whether it is gzip or zlib


class PackingError(ValueError):
    """Content that cannot be unpacked, with the cause."""


def unpacked(data: bytes, encoding: str, largest: int) -> bytes:
    """What was packed, and what is plain in spite of what is said of it, as it is; ``PackingError`` with the cause."""
    name = encoding.strip().lower()
    if name in PLAIN:
        return data
    if name not in PACKED:
        raise PackingError(f"packed as {name}")
    for header in (_AUTOMATIC, -zlib.MAX_WBITS):
        inflator = zlib.decompressobj(header)
        try:
            found = inflator.decompress(data, largest)
        except zlib.error:
            continue
        if inflator.unconsumed_tail:
            raise PackingError(f"larger than {largest:,} bytes")
        if inflator.eof:
            return found
        raise PackingError("cut short")
    return data
