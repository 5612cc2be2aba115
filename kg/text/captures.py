"""Pages as they were found on the web: what a record of an archive, an entry of a feed or an address gave."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

KIND_OF_TYPE = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text",
}  # fmt: skip
"""What an article may come as, by media type (RFC 6838)."""
_LONGEST_STEM = 60  # characters


@dataclass(frozen=True, slots=True)
class Capture:
    """What stood at an address; ``day`` is that of the capture, for a page that tells none of its own."""

    place: str
    url: str
    kind: str
    data: bytes
    day: date | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""

    @property
    def stem(self) -> str:
        """What names the page in its address: the last part of the path, or else the host."""
        try:
            parts = urlsplit(self.url)
        except ValueError:  # it is no address
            return ""
        last = PurePosixPath(unquote(parts.path)).stem or parts.netloc
        return last[:_LONGEST_STEM]


def counted(causes: Counter[str]) -> str:
    """Causes with their numbers, sorted.

    >>> counted(Counter({"HTTP 404": 2, "HTTP 301": 1}))
    '1 × HTTP 301; 2 × HTTP 404'
    """
    return "; ".join(f"{count} × {cause}" for cause, count in sorted(causes.items()))


def media_type(content_type: str) -> str:
    """The media type of a Content-Type without its parameters (RFC 9110, 8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def in_utf8(data: bytes, content_type: str) -> bytes:
    """A text in UTF-8 where its Content-Type names another encoding (RFC 9110, 8.3.2) that it keeps to."""
    charset = _CHARSET.search(content_type)
    if charset is None:
        return data
    try:
        return data.decode(charset["name"]).encode()
    except (LookupError, UnicodeError):
        return data


_CHARSET = re.compile(r"charset\s*=\s*[\"']?(?P<name>[\w.:-]+)", re.IGNORECASE)
