"""Feeds: the entries of RSS and Atom, each a page of its own."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax import SAXException

from kg.errors import InputError, KgError, MissingPartError, install_hint
from kg.text.captures import Capture, counted, in_utf8
from kg.text.formats import iso_date

if TYPE_CHECKING:
    from feedparser import FeedParserDict

    from kg.fetch import Fetched, Web
    from kg.text.sources import ArticleSource, Notify

_ISO = len("2026-01-14")
_PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed in its order; how many of them have but a summary; what is wrong with its XML."""

    entries: tuple[Capture, ...]
    summaries: int
    fault: str = ""


def feed_of(data: bytes, name: str, url: str, content_type: str) -> Feed:
    """A feed, which was sent from an address as something.

    Raises ``InputError`` for what is none, ``MissingPartError`` without feedparser.
    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingPartError(
            "feedparser is not installed, which feeds want", hint=install_hint("feedparser")
        ) from error
    said = {"content-location": url, "content-type": f"application/xml;{content_type.partition(';')[2]}"}
    try:
        found = feedparser.parse(BytesIO(data), response_headers=said)  # text could be taken for a path
    except UnicodeError:
        raise InputError(f"{name}: is no feed that can be read", hint="it holds half a character") from None
    broken = found.get("bozo_exception")
    fault = " ".join(str(broken).split()) if isinstance(broken, SAXException) else ""
    if not found.entries and (fault or not found.get("version")):
        raise InputError(f"{name}: is no feed that can be read", hint=fault or "RSS and Atom are read")
    publisher = str(found.feed.get("title", ""))
    entries = tuple(_entry(one, f"{name}:{number}", publisher) for number, one in enumerate(found.entries, 1))
    return Feed(entries, sum(not one.get("content") for one in found.entries), fault)


def read_entries(
    feed: Feed, source: ArticleSource, web: Web | None, left: Counter[str], noted: Notify
) -> Iterator[Capture | KgError]:
    """The entries of a feed, or their pages where these are followed; ``left`` counts those that were read before."""
    if feed.fault:
        noted(f"{source.name}: is no sound XML, and is read as far as it can be ({feed.fault})")
    if web is None or not web.follows or source.fetched is None:
        if feed.summaries:
            noted(f"{source.name}: {feed.summaries} of its {len(feed.entries)} entries are summaries")
        yield from feed.entries
        return
    forbidden = Counter[str]()
    page = partial(web.page, typed=source.name, found=source.fetched.url)
    for entry in feed.entries:
        yield from _followed(entry, page, left, forbidden)
    if forbidden:
        noted(f"{source.name}: of pages that may not be fetched, what the feed has is read: {counted(forbidden)}")


def _followed(
    entry: Capture, fetched: Callable[[str], Fetched | None], left: Counter[str], forbidden: Counter[str]
) -> Iterator[Capture | KgError]:
    """The page of an entry; the entry itself where it may not be fetched, an error where it cannot be now."""
    from kg.fetch import FetchError, ForbiddenError

    try:
        page = fetched(entry.url)
    except ForbiddenError as error:
        forbidden[error.message.removeprefix(f"{entry.url}: ")] += 1
        yield entry
    except FetchError as error:
        yield error
    else:
        if page is None:
            left["read before"] += 1
        else:
            yield replace(entry, kind="", data=in_utf8(page.data, page.content_type))


def _entry(entry: FeedParserDict, place: str, publisher: str) -> Capture:
    """An entry's content, of which HTML goes before text, else its summary."""
    contents = sorted(entry.get("content") or (), key=lambda one: str(one.get("type", "")) == _PLAIN)
    told: Mapping[str, object] = contents[0] if contents else entry.get("summary_detail") or {}
    words = str(told.get("value") or "")
    day, published = None, str(entry.get("published") or entry.get("updated") or "")
    with suppress(ValueError):  # as it was where it was written, in the form of Atom (RFC 3339) or RSS (RFC 822)
        day = iso_date(published[:_ISO]) or parsedate_to_datetime(published).date()
    return Capture(
        place=place,
        url=str(entry.get("link", "")),
        kind="fragment",
        data=(html.escape(words) if told.get("type") == _PLAIN else words).encode(),
        day=day,
        title=html.unescape(str(entry.get("title", ""))).strip(),
        authors=tuple(filter(None, (str(one.get("name", "")) for one in entry.get("authors") or ()))),
        publisher=publisher,
    )
