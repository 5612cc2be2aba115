"""Archives of the web: the pages that a WARC file holds (ISO 28500), read one by one.

Of a record only what may be an article is read: the answer 200 to a request, as HTML, text or PDF. The rest is counted
by its cause. What is damaged ends the reading with its place; what came before stays.
"""

from __future__ import annotations

import logging
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import InputError, MissingPartError, install_hint
from kg.fetch import PackingError, unpacked
from kg.text.captures import KIND_OF_TYPE, Capture, in_utf8, media_type
from kg.text.formats import iso_date

if TYPE_CHECKING:
    from warcio.archiveiterator import WARCIterator
    from warcio.limitreader import LimitReader
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

_GZIP, _WARC = b"\x1f\x8b", b"WA"
_BLOCK = 1 << 16
_BESIDE = frozenset({"warcinfo", "request", "metadata"})
"""Records that tell of others, and are no loss."""
_LONGEST_HEADER = 1 << 20
_AUTOMATIC = 32 + zlib.MAX_WBITS  # the header says whether it is gzip or zlib
_OK = "200"


class _LeftAloneError(Exception):
    """A record that is no article, with the cause."""


def captures(stream: BinaryIO, name: str, largest: int, left: Counter[str]) -> Iterator[Capture]:
    """The pages of an archive in its order; ``left`` counts the other records by cause.

    A page has at most ``largest`` bytes. Raises ``InputError`` with file, record and offset where the archive is cut
    off or damaged, ``MissingPartError`` without warcio.
    """
    try:
        from warcio.archiveiterator import WARCIterator
    except ImportError as error:
        raise MissingPartError("warcio is not installed, which archives want", hint=install_hint("warcio")) from error
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    head = stream.read(len(_GZIP))
    if head not in {_GZIP, _WARC}:
        raise InputError(f"{name}: is no archive of the web", hint="WARC files are read, packed by gzip or as they are")
    source = (_Members if head == _GZIP else _Plain)(stream, head)
    records = WARCIterator(source, no_record_parse=True)
    number = 1
    try:
        while record := _next(records, source):
            found = None
            try:
                found = _capture(record, f"{name}:{number}", largest)
            except _LeftAloneError as cause:
                left[str(cause)] += 1
            source.finish(record.raw_stream)
            if found:
                yield found
            number += 1
    except (ArchiveLoadFailed, StatusAndHeadersParserException, _DamageError) as error:
        offset = source.start(records.offset)
        raise InputError(
            f"{name}: is cut off or damaged in record {number}, which begins at byte {offset}: {error}",
            hint="what comes before it is read; get the file again for the rest",
        ) from error


class _DamageError(Exception):
    """What is no whole archive."""


class _Plain:
    """The bytes of a stream whose first ones were read already."""

    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        self._stream, self._head = stream, head
        self.allowed = 0
        """Bytes that may be read before this is set anew: the lines ahead of a record have no end of their own."""

    def read(self, size: int) -> bytes:
        """Some bytes, none at the end; ``_DamageError`` where they are not to be had, or too many for a header."""
        head, self._head = self._head, b""
        found = head or self._bytes(size)
        self.allowed -= len(found)
        if self.allowed < 0:
            raise _DamageError("it has no header")
        return found

    def start(self, offset: int) -> int:
        """Where in the file the record begins that is at an offset."""
        return offset

    def finish(self, rest: LimitReader) -> None:
        """Read what is left of a record, to the end that its header tells; ``_DamageError`` where it is not whole."""
        while rest.read(_BLOCK):
            pass
        if rest.limit:
            raise _DamageError(f"{rest.limit} bytes of it are missing")

    def _bytes(self, size: int) -> bytes:
        return self._stream.read(size)


class _Members(_Plain):
    """What the members of a gzip file hold (RFC 1952), each checked to its end; a member is a record."""

    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        super().__init__(stream, b"")
        self._packed = head
        self._taken, self._start = len(head), 0
        self._inflator = zlib.decompressobj(_AUTOMATIC)

    def start(self, _offset: int) -> int:
        """Where in the file the member begins that was read last."""
        return self._start

    def finish(self, rest: LimitReader) -> None:
        """Read what is left of a record, and of the member of gzip that it is."""
        super().finish(rest)
        self._head = self._head or self._of_member(_BLOCK)

    def _bytes(self, size: int) -> bytes:
        while not self._inflator.eof or self._next():
            if found := self._of_member(size):
                return found
        return b""

    def _of_member(self, size: int) -> bytes:
        found = b""
        while not found and not self._inflator.eof:
            self._packed = self._packed or self._more()
            if not self._packed:
                raise _DamageError("it ends within a member of gzip")
            try:
                found = self._inflator.decompress(self._packed, size)
            except zlib.error as error:
                raise _DamageError(str(error)) from error
            self._packed = self._inflator.unconsumed_tail or self._inflator.unused_data
        return found

    def _next(self) -> bool:
        self._packed = self._packed or self._more()
        if self._packed:
            self._start = self._taken - len(self._packed)
            self._inflator = zlib.decompressobj(_AUTOMATIC)
        return bool(self._packed)

    def _more(self) -> bytes:
        found = self._stream.read(_BLOCK)
        self._taken += len(found)
        return found


def _next(records: WARCIterator, source: _Plain) -> ArcWarcRecord | None:
    """The next record, None at the end."""
    source.allowed = _LONGEST_HEADER
    with redirect_stderr(StringIO()):  # where warcio tells what it then passes over
        record = next(records, None)
    if records.err_count:
        raise _DamageError("the one before it goes on past its length")
    if record is not None and record.length is None:
        raise _DamageError("it tells no length")
    source.allowed = sys.maxsize
    return record


def _capture(record: ArcWarcRecord, place: str, largest: int) -> Capture | None:
    """The page of a record, None for one that only tells of others; else ``_LeftAloneError`` with the cause."""
    if record.rec_type in _BESIDE:
        return None
    if record.rec_type != "response":
        raise _LeftAloneError(f"{record.rec_type} records")
    said = record.rec_headers
    if said.get_header("WARC-Truncated"):
        raise _LeftAloneError("cut short by the crawler")
    if record.length > largest:
        raise _LeftAloneError(f"larger than {largest:,} bytes")
    http = _http(record)
    content_type = http.get_header("Content-Type") or ""
    media = media_type(content_type)
    if media and media not in KIND_OF_TYPE:
        raise _LeftAloneError(media)
    kind = KIND_OF_TYPE.get(media, "")
    data = _content(record, http, largest)
    url, day = (said.get_header(name) or "" for name in ("WARC-Target-URI", "WARC-Date"))
    return Capture(place, url, kind, data if kind == "pdf" else in_utf8(data, content_type), day=iso_date(day[:10]))


def _http(record: ArcWarcRecord) -> StatusAndHeaders:
    """The headers of an answer 200."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    try:
        found = StatusAndHeadersParser(["HTTP/"], verify=False).parse(record.raw_stream)
    except (EOFError, StatusAndHeadersParserException):
        raise _LeftAloneError("no answers of HTTP") from None
    status = found.get_statuscode()
    if status != _OK:
        raise _LeftAloneError(f"HTTP {status}")
    return found


def _content(record: ArcWarcRecord, http: StatusAndHeaders, largest: int) -> bytes:
    """What an answer holds, put together and unpacked."""
    from warcio.bufferedreaders import ChunkedDataReader

    is_chunked = "chunked" in (http.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    data: bytes = stream.read(largest)
    try:
        return unpacked(data, http.get_header("Content-Encoding") or "", largest)
    except PackingError as error:
        raise _LeftAloneError(str(error)) from None
