"""Reading of articles from files, folders and standard input; what cannot be read is reported and skipped.

An article's id is made of its file's name and its text, so that two files of one name are two articles and the
same text is the same article in any folder; a JSONL record keeps its own id.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from io import BytesIO, IOBase
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import InputError, KgError, WithheldError
from kg.isolation import USUAL, ArticleError, ArticleLimits, Result, attempt, step
from kg.lexicon import words
from kg.model import Article, ArticleId
from kg.text.captures import Capture, counted, in_utf8
from kg.text.formats import LARGEST_TEXT, Page, fragment_page, html_page, iso_date, markdown_page, pdf_page, plain_page
from kg.text.items import check_free, items_in, modified_on, ninjs, with_linked_data
from kg.text.kinds import check_prose, is_item, kind_by_content
from kg.text.layout import corrections
from kg.text.normalization import normalized
from kg.text.sources import ArticleSource, Memory, Notify, OnError, sources, unreadable

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

    from kg.fetch import Web

_BYTES_A_CHARACTER = 40  # of markup, styles, scripts and pictures round it, at most
_NAMES = {"feed": "a feed", "html": "HTML", "pdf": "PDF", "jsonl": "JSON Lines", "text": "text"}
_HASH_LENGTH = 8  # hexadecimal digits
_AT_HAND = "text"  # what a text is called that was read nowhere
_SAMPLE = 4000  # bytes that tell the format
_MOST_FAULTY = 10  # lines ahead of the first record
_FIELD_HINT = 'a record is {"id", "text", "date", "title", "url"}, each of them text, or null where there is none'


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Options of reading: the ``date`` of articles without one, the ``largest`` text in characters, which languages.

    ``limits`` are those of time and memory for one article, ``web`` fetches addresses, ``memory`` knows what was read.
    Articles are read whose embargo is over by the time ``embargo_by``; without it none that has one.
    """

    date: date | None = None
    largest: int = LARGEST_TEXT
    any_language: bool = False
    limits: ArticleLimits = USUAL
    web: Web | None = None
    memory: Memory | None = None
    embargo_by: datetime | None = None


def articles(
    paths: Iterable[str | Path],
    *,
    reading: ReadingOptions = ReadingOptions(),
    skipped: OnError | None = None,
    noted: Notify | None = None,
    withheld: Callable[[WithheldError], None] | None = None,
) -> Iterator[Article]:
    """The articles of files, folders, addresses and ``-`` (standard input), in that order, folders sorted.

    For what cannot be read ``skipped`` is called with an ``InputError`` that names it; without ``skipped`` the error is
    raised. ``withheld`` is called for an article that its publisher holds back; without it ``skipped``, and an article
    of which an earlier version was read is an ``InputError`` that is raised. ``noted`` is called with notices for the
    user: an encoding that was guessed, a date found in the text.
    """
    seen: dict[ArticleId, tuple[bytes, bytes]] = {}
    for source in sources(paths, skipped or _raised, noted or _unheard, reading.web, reading.memory):
        for found in _read(source, reading, noted or _unheard):
            if isinstance(found, WithheldError) and withheld is not None:
                withheld(found)
                continue
            if isinstance(found, WithheldError) and found.article in seen:
                raise InputError(f"{found.message}, and an earlier version of it was read", hint=_EARLIER) from found
            if isinstance(found, KgError):
                (skipped or _raised)(found)
                continue
            rest = found.date, found.title, found.authors, found.publisher, found.url, sorted(found.notes)
            digest = hashlib.sha256(repr(rest).encode()).digest()
            told = bytes.fromhex(found.sha256)[:_HASH_LENGTH], digest[:_HASH_LENGTH]
            known = seen.setdefault(found.id, told)
            if known == told:
                yield found
            else:
                what = "another text" if known[0] != told[0] else "this text with another day, title, author or source"
                error = InputError(f"{found.place} ({found.id}): {what} was read under this id", hint=_OWN_ID)
                (skipped or _raised)(error)


_EARLIER = "leave the earlier version out; nothing of it is to be told"


def article_of(text: str, *, title: str = "", url: str = "", reading: ReadingOptions = ReadingOptions()) -> Article:
    """An article of a given text; ``InputError`` if it is empty, too long, or plainly not English."""
    source = ArticleSource(_AT_HAND, lambda: nullcontext(BytesIO()))
    return _article(source, plain_page(text, title), _Given(title=title, url=url), reading)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a record or the user says of an article; it goes before what the file says."""

    id: str = ""
    date: date | None = None
    title: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""


def _raised(error: KgError) -> None:
    raise error


def _unheard(_note: str) -> None:
    """Nobody asked."""


def _read(source: ArticleSource, reading: ReadingOptions, noted: Notify) -> Iterator[Article | KgError]:
    """The articles of one file, and an error for each that cannot be read."""
    try:
        with source.opened() as stream:
            if source.kind == "jsonl":
                yield from _records(source, stream, reading)
            elif source.kind == "warc":
                from kg.text.warc import captures

                largest, left = reading.largest * _BYTES_A_CHARACTER, Counter[str]()
                yield from _captured(source, captures(stream, source.name, largest, left), left, reading, noted)
            else:
                yield from _read_whole(source, stream, reading, noted)
    except KgError as error:
        yield error
    except OSError as error:
        yield unreadable(source.name, error)


def _read_whole(
    source: ArticleSource, stream: BinaryIO, reading: ReadingOptions, noted: Notify
) -> Iterator[Article | KgError]:
    """The article of what is read as a whole, or the records that were found to be in it."""
    limit = reading.largest * _BYTES_A_CHARACTER
    data = stream.read(limit + 1)
    items = items_in(data) if source.kind in {"", "text"} else None
    if items is not None:
        for number, item in enumerate(items, 1):
            place = source.name if len(items) == 1 else f"{source.name}:{number}"
            yield _tried(place, partial(_item, source, place, item, reading), reading.limits)
        return
    kind = _kind(source, data, noted)
    if kind == "jsonl":
        whole, _, begun = data.rpartition(b"\n")
        rest = chain(whole.split(b"\n"), [begun + stream.readline()], stream)
        yield from _records(source, rest if len(data) > limit else BytesIO(data), reading)
        return
    if len(data) > limit:
        raise _too_large(source.name, reading)
    if kind == "feed":
        yield from _feed_entries(source, data, reading, noted)
        return

    def page_read() -> Article:
        if source.fetched:
            sent = in_utf8(data, source.fetched.content_type)
            return _of_capture(Capture(source.name, source.fetched.url, kind, sent), reading)
        return _article(source, _page(kind, data, source.name, reading, noted), _Given(), reading, noted)

    yield _tried(source.name, page_read, reading.limits)


def _kind(source: ArticleSource, data: bytes, noted: Notify) -> str:
    """The kind by the suffix; what is called text, or nothing, by its look."""
    if source.kind not in {"", "text"}:
        return source.kind
    found = kind_by_content(data, source.name)
    if source.kind and found != source.kind:
        noted(f"{source.name}: is read as {_NAMES[found]}, which it is")
    return found


def _page(kind: str, data: bytes, name: str, reading: ReadingOptions, noted: Notify) -> Page:
    match kind:
        case "pdf":
            return pdf_page(data, name, reading.largest)
        case "html":
            return with_linked_data(html_page(data, name), data)
        case "markdown":
            return markdown_page(_decoded(data, name, noted))
        case _:
            text = _decoded(data, name, noted)
            check_prose(text, name)
            return plain_page(text)


def _decoded(data: bytes, name: str, noted: Notify) -> str:
    """Text of bytes, line ends untouched: UTF-8, what a byte order mark says, or the likeliest encoding."""
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    if marked:
        noted(f"{name}: begins with a byte order mark ({marked}); offsets count after it")
        return _strictly(data, marked, name)
    if b"\x00" in data[:_SAMPLE]:
        tried = {encoding: data[:_SAMPLE].decode(encoding, "replace") for encoding in _WIDE}
        plain = ((name, text) for name, text in tried.items() if "\0" not in text)
        is_english = (name for name, text in plain if sum(map(str.isascii, text)) * 2 > len(text))
        guessed = next(is_english, "")  # letters of two or four bytes without a mark
        if not guessed:
            raise InputError(f"{name}: is no text", hint="kinds read: text, Markdown, HTML, PDF, JSONL")
    else:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            from charset_normalizer import from_bytes

            best = from_bytes(data).best()
        if best is None:
            raise InputError(f"{name}: is no text in any encoding known", hint="save it as UTF-8")
        guessed = best.encoding
    noted(f"{name}: is not UTF-8; read as {guessed}")
    return _strictly(data, guessed, name)


_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}  # fmt: skip
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is no {encoding} text after byte {error.start}", hint="save it as UTF-8") from None


def _records(source: ArticleSource, lines: Iterable[bytes], reading: ReadingOptions) -> Iterator[Article | KgError]:
    """A record a line; a line that cannot be read is an error of its own, and a file without any record one.

    Of several records of one id, whatever their order, one is read; of a pipe it is the first.
    """
    is_any, faulty = False, 0
    chosen = _chosen(source, lines, reading) if isinstance(lines, IOBase) and lines.seekable() else {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{source.name}:{number}"
        if b"\x00" in line:
            raise InputError(f"{place}: is no JSON but binary, and is not read further", hint="save it as UTF-8")
        found = _tried(place, partial(_record, source, place, line, reading), reading.limits)
        key, content = _of_record(line) if chosen else (b"", b"")
        other, where = chosen.get(key, (content, number))
        if other != content and isinstance(found, Article):
            found = InputError(f"{place} ({found.id}): line {where} has another record under this id", hint=_OWN_ID)
        is_any, faulty = is_any or isinstance(found, Article), faulty + 1
        yield found
        if not is_any and faulty == _MOST_FAULTY:
            told = f"{source.name}: its first {_MOST_FAULTY} lines are no records, and it is not read further"
            raise InputError(told, hint=_FIELD_HINT)


def _chosen(source: ArticleSource, lines: IOBase, reading: ReadingOptions) -> Mapping[bytes, tuple[bytes, int]]:
    """Of each id that has several records the one that is read, by its digest and line; all lines are read for it."""
    found, several, chosen = dict[bytes, bytes](), set[bytes](), dict[bytes, tuple[bytes, int]]()
    for line in lines:
        key, content = _of_record(line)
        if found.setdefault(key, content) != content:
            several.add(key)
    lines.seek(0)
    for number, line in enumerate(lines if several else (), 1):
        key, content = _of_record(line)
        read = partial(_record, source, source.name, line, reading)
        if key in several and isinstance(_tried(source.name, read, reading.limits), Article):
            chosen[key] = min(chosen.get(key, (content, number)), (content, number))
    lines.seek(0)
    return chosen


def _of_record(line: bytes) -> tuple[bytes, bytes]:
    """A digest of what a record has its id from, and one of all that is read of it."""
    try:
        record = json.loads(line)
        told = [record.get(name) for name in ("text", "publisher", "date", "title", "url", "author")]
        key: object = told[:2] if record.get("id") in (None, "") else record["id"]
    except (ValueError, RecursionError, AttributeError):
        key = told = [line.decode(errors="replace")]
    key, content = (hashlib.sha256(str(one).encode(errors="replace")).digest()[:16] for one in (key, told))
    return key, content


def _captured(
    source: ArticleSource,
    captures: Iterator[Capture | KgError],
    left: Counter[str],
    reading: ReadingOptions,
    noted: Notify,
) -> Iterator[Article | KgError]:
    """The articles of what was found on the web; pages that are no articles are counted by cause with what is left."""
    seen: set[ArticleId] = set()
    try:
        for capture in captures:
            if isinstance(capture, KgError):
                yield capture
                continue
            found = _tried(capture.place, partial(_of_capture, capture, reading), reading.limits)
            if isinstance(found, Article) and found.id not in seen:
                seen.add(found.id)
                yield found
            elif isinstance(found, ArticleError):
                yield found
            else:
                cause = "captured before" if isinstance(found, Article) else found.message
                left[cause.removeprefix(f"{capture.place}: ")] += 1
    finally:
        if left:
            noted(f"{source.name}: left alone {left.total()}: {counted(left)}")


def _feed_entries(
    source: ArticleSource, data: bytes, reading: ReadingOptions, noted: Notify
) -> Iterator[Article | KgError]:
    from kg.text.feeds import feed_of, read_entries

    url, sent = (source.fetched.url, source.fetched.content_type) if source.fetched else ("", "")
    feed = _tried(source.name, lambda: feed_of(data, source.name, url, sent), reading.limits)
    if isinstance(feed, KgError):
        yield feed
        return
    left = Counter[str]()
    yield from _captured(source, read_entries(feed, source, reading.web, left, noted), left, reading, noted)


def _of_capture(capture: Capture, reading: ReadingOptions) -> Article:
    """The article of a page of the web, named by its address and its text."""
    name, data = capture.place, capture.data
    if capture.kind == "fragment":
        page = fragment_page(data.decode(), capture.title)
    else:
        page = _page(capture.kind or kind_by_content(data, name), data, name, reading, _unheard)
    dated = replace(page, date=page.date or capture.day, no_date="")
    given = _Given(url=capture.url, title=capture.title, authors=capture.authors, publisher=capture.publisher)
    source = ArticleSource(name, lambda: nullcontext(BytesIO()), stem=capture.stem)
    return _article(source, dated, given, reading)


def _tried(name: str, work: Callable[[], Result], limits: ArticleLimits) -> Result | KgError:
    """What the work makes of what was read, or why it makes nothing."""

    def read() -> Result | KgError:
        with step("reading"):
            try:
                return work()
            except KgError as error:
                return error

    found = attempt(read, limits)
    return found.of(name) if isinstance(found, ArticleError) else found


def _record(source: ArticleSource, place: str, line: bytes, reading: ReadingOptions) -> Article:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError(f"{place}: is no JSON ({error})") from None
    except RecursionError:
        raise InputError(f"{place}: is nested too deep to be read") from None
    if is_item(record):
        return _item(source, place, record, reading)
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(f'{place}: needs a "text"', hint=_FIELD_HINT)
    fields = {name: _field(record, name, place) for name in ("date", "modified", "title", "url", "publisher")}
    days = {name: iso_date(fields[name]) for name in ("date", "modified") if fields[name]}
    if wrong := next((name for name, day in days.items() if day is None), ""):
        raise InputError(f"{place}: the {wrong} {fields[wrong]!r} is none", hint=_DATE_HINT)
    page = replace(plain_page(record["text"], fields["title"]), notes=modified_on(fields["modified"]))
    own = _sha256(f"{page.text}\n{fields['publisher']}", place)[:_HASH_LENGTH] if fields["publisher"] else ""
    name = _field(record, "id", place, (str, int)) or (own and f"{_slug(source.stem)}-{own}")
    several = record["author"] if isinstance(record.get("author"), list) else [record.get("author")]
    authors = tuple(filter(None, (_field({"author": one}, "author", place) for one in several)))
    given = _Given(name, days.get("date"), fields["title"], fields["url"], authors, fields["publisher"])
    return _article(replace(source, name=place), page, given, reading)


def _item(source: ArticleSource, place: str, item: Mapping[str, object], reading: ReadingOptions) -> Article:
    """The article of a news item, under the id that its publisher gave it."""
    name, page = ninjs(item, place)
    return _article(replace(source, name=place), page, _Given(id=name), reading)


def _field(record: Mapping[str, object], name: str, place: str, kinds: tuple[type, ...] = (str,)) -> str:
    """A field of a record as text, "" where it is missing or null; ``InputError`` for what is no whole text."""
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise InputError(f'{place}: the field "{name}" is {_JSON_TYPES[type(value)]}, not text', hint=_FIELD_HINT)
    _sha256(str(value), f'{place}: the field "{name}"')
    return str(value)


_OWN_ID = "give each an id of its own"
_DATE_HINT = 'write it as "2026-01-14"'
_JSON_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def _article(
    source: ArticleSource, page: Page, given: _Given, reading: ReadingOptions, noted: Notify = _unheard
) -> Article:
    if page.status or page.embargo:
        check_free(page, source.name, given.id, reading.embargo_by)
    if not normalized(page.text).strip():
        raise InputError(f"{source.name}: is empty")
    if len(page.text) > reading.largest:
        raise _too_large(source.name, reading)
    if page.no_date and not (given.date or reading.date):
        where = f"{source.name}: {page.date_from} has the date {page.no_date!r}, which is none"
        raise InputError(where, hint=f"{_DATE_HINT}, or give --date")
    day = given.date or reading.date or page.date
    if day and not given.date and not reading.date:
        noted(f"{source.name}: dated {day}, read from {page.date_from}; --date sets another")
    if not day and page.day_without_year:
        noted(f"{source.name}: has no date, as its dateline names no year ({page.day_without_year}); --date gives it")
    digest, language = _sha256(page.text, source.name), language_of(page.text)
    if language != "en" and not reading.any_language:
        other = "another language" if language == UNDETERMINED else repr(language)
        told = f"{source.name}: is not in English but in {other}"
        raise InputError(told, hint="--any-language reads it all the same")
    name = given.id or f"{_slug(source.stem)}-{digest[:_HASH_LENGTH]}"
    return Article(
        id=ArticleId(name),
        text=page.text,
        blocks=page.blocks,
        date=day,
        title=given.title or page.title,
        authors=given.authors or page.authors,
        publisher=given.publisher or page.publisher,
        url=given.url or page.url,
        language=language,
        notes=page.notes | corrections(page.text, page.blocks),
        sha256=digest,
        place="" if source.name == _AT_HAND else source.name,
    )


def _sha256(text: str, name: str) -> str:
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(f"{name}: holds half a character at {error.start} (a lone surrogate)") from None


def _too_large(name: str, reading: ReadingOptions) -> InputError:
    hint = "split it, or raise the limit with --max-characters"
    return InputError(f"{name}: is larger than {reading.largest:,} characters", hint=hint)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "article"


_SURE = 0.9  # probability
_FEWEST_WORDS = 20
_SHARE = 0.1  # of all words that are those of English grammar, of which any page of it has more
UNDETERMINED = "und"  # BCP 47


def language_of(text: str) -> str:
    """The language of a text (ISO 639-1), or "und" where its script is another than Latin and none is likely.

    A short text in Latin letters passes for English, and so does one of which nothing can be told.

    >>> language_of("総理は訪問した。"), language_of("Talks failed.")
    ('ja', 'en')
    """
    sample = text[:_SAMPLE]
    letters = [unicodedata.name(letter, "").startswith("LATIN") for letter in sample if letter.isalpha()]
    is_latin, told = sum(letters) * 2 >= len(letters), sample.lower().split()
    of_grammar = sum(map(words("layout", "english", "words").__contains__, told))  # asking the model takes 80 MB
    if is_latin and (len(text.split()) < _FEWEST_WORDS or of_grammar >= _SHARE * len(told)):
        return "en"
    language, sure = _identifier().classify(sample)
    is_told = sure >= _SURE and (is_latin or language != "en")
    return str(language) if is_told else "en" if is_latin else UNDETERMINED


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
