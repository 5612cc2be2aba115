"""Values as bytes, lossless: the same value has the same bytes, in whichever process."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TypeVar

import msgspec
import pyarrow as pa

_Value = TypeVar("_Value")
_BYTES = 8  # of a digest
_PACKER = msgspec.msgpack.Encoder(order="deterministic")


def packed(value: object) -> bytes:
    """A value of dataclasses, numbers, texts and days as bytes; sets are sorted."""
    return _PACKER.encode(value)


def unpacked(kind: type[_Value], data: bytes) -> _Value:
    """The value of such bytes."""
    found: _Value = _unpacker(kind).decode(data)  # type: ignore[arg-type] # a type is hashable
    return found


@cache
def _unpacker(kind: type[_Value]) -> msgspec.msgpack.Decoder[_Value]:
    return msgspec.msgpack.Decoder(kind)


def in_json(kind: type[_Value], line: str) -> _Value | None:
    """The fields of a class in a line of JSON, whatever else it has; None for a line that has them not."""
    try:
        found: _Value = _reader(kind).decode(line)  # type: ignore[arg-type] # a type is hashable
    except msgspec.DecodeError:
        return None
    return found


@cache
def _reader(kind: type[_Value]) -> msgspec.json.Decoder[_Value]:
    return msgspec.json.Decoder(kind)


def compressed(data: bytes) -> tuple[int, bytes]:
    """How many bytes there are, and what compression makes of them, behind a digest of both."""
    content = bytes(pa.compress(data, codec="zstd", asbytes=True))
    return len(data), _digest(len(data), content) + content


def decompressed(size: int, data: bytes) -> bytes:
    """The bytes of which ``compressed`` made less; ``ValueError`` where these are not as it left them."""
    if not is_whole(size, data):
        raise ValueError("other bytes than were kept")
    return bytes(pa.decompress(memoryview(data)[_BYTES:], size, codec="zstd", asbytes=True))


def is_whole(size: object, data: object) -> bool:
    """Whether this is what ``compressed`` gave."""
    return isinstance(data, bytes) and data[:_BYTES] == _digest(size, memoryview(data)[_BYTES:])


def _digest(size: object, content: bytes | memoryview) -> bytes:
    found = sha256(f"{size} ".encode())
    found.update(content)
    return found.digest()[:_BYTES]
