"""Files, folders and standard input become articles; what cannot be read is said, and the others go on.

An article's id is made of its file's name and its text, so that two files of one name stay two articles and
the same text is the same article wherever it lies; a JSONL record keeps the id that it brings.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError, nearest
from kg.formats import LARGEST_TEXT, Page, html_page, iso_date, markdown_page, pdf_page, plain_page
from kg.isolation import USUAL, ArticleError, Limits, attempt, step
from kg.model import Article, ArticleId

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

KINDS: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""What a file is by its suffix; any other is looked into."""
_BYTES_A_CHARACTER = 40  # of markup, styles, scripts and pictures round it, at most
_MAGIC = {b"%PDF-": "pdf", b"PK\x03\x04": "a ZIP archive or an Office document", b"\x1f\x8b": "a gzip archive"}
_MARKUP = re.compile(rb"\A\s*(?:<!doctype html|<html|<\?xml[^>]*\?>\s*<(?:!doctype )?html)", re.IGNORECASE)
_SURE_LANGUAGE = 0.9  # probability
_FEWEST_WORDS_TO_TELL_LANGUAGE = 20
_HASH_LENGTH = 8  # hexadecimal digits
_AT_HAND = "text"  # what a text is called that was read nowhere
_SAMPLE = 4000  # bytes or characters that tell format and language

Told = Callable[[str], None]
Skipped = Callable[[KgError], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: the ``date`` of articles that bring none, the ``largest`` text in characters, which languages.

    ``limits`` are those of one article.
    """

    date: date | None = None
    largest: int = LARGEST_TEXT
    any_language: bool = False
    limits: Limits = USUAL


def articles(
    paths: Iterable[str | Path],
    *,
    reading: Reading = Reading(),
    skipped: Skipped | None = None,
    noted: Told | None = None,
) -> Iterator[Article]:
    """The articles of files, folders and ``-`` (standard input), in that order, folders sorted.

    What cannot be read goes to ``skipped`` as an ``InputError`` that names it, and reading goes on; without
    ``skipped`` it is raised. ``noted`` is told what a reader should know: an encoding that was guessed, a date
    that was found in the text.
    """
    seen: dict[ArticleId, str] = {}
    for source in _sources(paths, skipped or _raised, noted or _unheard):
        for found in _read(source, reading, noted or _unheard):
            if isinstance(found, KgError):
                (skipped or _raised)(found)
            elif seen.setdefault(found.id, found.sha256) != found.sha256:
                (skipped or _raised)(InputError(f"{source.name}: the id {found.id!r} stands for two different texts"))
            else:
                yield found


def article_of(text: str, *, title: str = "", url: str = "", reading: Reading = Reading()) -> Article:
    """An article of a text at hand; ``InputError`` if it is empty, too long, or plainly not English."""
    source = _Source(_AT_HAND, lambda: b"", lambda: ())
    return _article(source, plain_page(text), _Given(title=title, url=url), reading)


def files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files that ``articles`` would read, those of folders with them."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from (file for file in _visible(path) if file.suffix.lower() in KINDS)
        else:
            yield path


@dataclass(frozen=True, slots=True)
class _Source:
    """Something to read: its name for messages, its bytes when asked for, its kind if the name tells."""

    name: str
    content: Callable[[], bytes]
    lines: Callable[[], Iterable[bytes]]
    kind: str = ""
    stem: str = "article"
    size: int = 0


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


def _sources(paths: Iterable[str | Path], skipped: Skipped, noted: Told) -> Iterator[_Source]:
    for given in paths:
        path = Path(given)
        try:
            if str(given) == "-":
                yield _Source("standard input", sys.stdin.buffer.read, lambda: sys.stdin.buffer)
            elif path.is_dir():
                yield from _folder(path, skipped, noted)
            elif path.exists():
                yield _file(path)
            else:
                skipped(_no_such_file(path))
        except OSError as error:
            skipped(_unreadable(str(path), error))


def _folder(folder: Path, skipped: Skipped, noted: Told) -> Iterator[_Source]:
    """The files of a folder and those below it whose suffix we know; the others are counted."""
    visible = _visible(folder)
    known = [path for path in visible if path.suffix.lower() in KINDS]
    left = Counter(path.suffix or "no suffix" for path in visible if path.suffix.lower() not in KINDS)
    if left:
        noted(f"{folder}: left alone {', '.join(f'{n} file(s) {kind}' for kind, n in sorted(left.items()))}")
    if not known:
        skipped(InputError(f"{folder}: no file to read in this folder", hint=f"kinds read: {', '.join(sorted(KINDS))}"))
    yield from map(_file, known)


def _visible(folder: Path) -> list[Path]:
    inside = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in inside if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _file(path: Path) -> _Source:
    size = path.stat().st_size
    kind = KINDS.get(path.suffix.lower(), "")
    return _Source(str(path), path.read_bytes, partial(_lines, path), kind=kind, stem=path.stem, size=size)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(f"{name}: cannot be read ({error.strerror})")


def _no_such_file(path: Path) -> InputError:
    folder = path.parent
    near = nearest(path.name, sorted(entry.name for entry in folder.iterdir())) if folder.is_dir() else ()
    return InputError(f"{path}: there is no such file", hint=f"did you mean {folder / near[0]}?" if near else "")


def _read(source: _Source, reading: Reading, noted: Told) -> Iterator[Article | KgError]:
    """The articles of one file, and an error for each that cannot be read."""
    try:
        if source.kind == "jsonl":
            yield from _records(source, source.lines(), reading)
            return
        limit = reading.largest * _BYTES_A_CHARACTER
        if source.size > limit:
            raise _too_large(source.name, reading)
        data = source.content()
        kind = source.kind or _kind_by_content(data, source.name)
        if kind == "jsonl":
            yield from _records(source, data.splitlines(), reading)
            return

        def page_read() -> Article:
            return _article(source, _page(kind, data, source.name, reading, noted), _Given(), reading, noted)

        yield _tried(source.name, page_read, reading.limits)
    except KgError as error:
        yield error
    except OSError as error:
        yield _unreadable(source.name, error)


def _page(kind: str, data: bytes, name: str, reading: Reading, noted: Told) -> Page:
    match kind:
        case "pdf":
            return pdf_page(data, name, reading.largest)
        case "html":
            return html_page(data, name)
        case "markdown":
            return markdown_page(_decoded(data, name, noted))
        case _:
            return plain_page(_decoded(data, name, noted))


def _kind_by_content(data: bytes, name: str) -> str:
    """What bytes are whose name does not tell: PDF, HTML, JSONL or text; ``InputError`` for what is no text."""
    for start, kind in _MAGIC.items():
        if data.startswith(start):
            if kind == "pdf":
                return kind
            raise InputError(f"{name}: is no text but {kind}", hint="save it as text, HTML or PDF first")
    if _MARKUP.search(data[:_SAMPLE]):
        return "html"
    first = data.lstrip().split(b"\n", 1)[0]
    if first.startswith(b"{"):
        try:
            record = json.loads(first)
        except (ValueError, RecursionError):
            return "text"
        return "jsonl" if isinstance(record, dict) and "text" in record else "text"
    return "text"


def _decoded(data: bytes, name: str, noted: Told) -> str:
    """Text of bytes, line ends untouched: UTF-8, what a byte order mark says, or the likeliest encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            noted(f"{name}: begins with a byte order mark ({encoding}); offsets count after it")
            return _strictly(data, encoding, name)
    if b"\x00" in data[:_SAMPLE]:
        raise InputError(f"{name}: is no text", hint="kinds read: text, Markdown, HTML, PDF, JSONL")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        if best is None:
            raise InputError(f"{name}: is no text in any encoding known", hint="save it as UTF-8") from None
        noted(f"{name}: is not UTF-8; read as {best.encoding}")
        return _strictly(data, best.encoding, name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is no {encoding} text after byte {error.start}", hint="save it as UTF-8") from None


def _records(source: _Source, lines: Iterable[bytes], reading: Reading) -> Iterator[Article | KgError]:
    """A record a line; a line that cannot be read is an error of its own."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{source.name}:{number}"
            yield _tried(place, partial(_record, source, place, line, reading), reading.limits)


def _tried(name: str, work: Callable[[], Article], limits: Limits) -> Article | KgError:
    """The article that the work makes of what was read, or why there is none."""

    def read() -> Article | KgError:
        with step("reading"):
            try:
                return work()
            except KgError as error:
                return error

    found = attempt(read, limits)
    return found.of(name) if isinstance(found, ArticleError) else found


def _record(source: _Source, place: str, line: bytes, reading: Reading) -> Article:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError(f"{place}: is no JSON ({error})") from None
    except RecursionError:
        raise InputError(f"{place}: is nested too deep to be read") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(f'{place}: needs a "text"', hint='a record is {"id", "text", "date", "title", "url"}')
    fields = {key: str(value) for key, value in record.items() if isinstance(value, (str, int))}
    day = iso_date(fields["date"]) if fields.get("date") else None
    if fields.get("date") and day is None:
        raise InputError(f"{place}: the date {fields['date']!r} is none", hint='write it as "2026-01-14"')
    given = _Given(
        id=fields.get("id", ""),
        date=day,
        title=fields.get("title", ""),
        url=fields.get("url", ""),
        authors=tuple(filter(None, [fields.get("author", "")])),
        publisher=fields.get("publisher", ""),
    )
    return _article(replace(source, name=place), plain_page(record["text"]), given, reading)


def _article(source: _Source, page: Page, given: _Given, reading: Reading, noted: Told = _unheard) -> Article:
    if not page.text.strip():
        raise InputError(f"{source.name}: is empty")
    if len(page.text) > reading.largest:
        raise _too_large(source.name, reading)
    day = given.date or reading.date or page.date
    if day and not given.date and not reading.date:
        noted(f"{source.name}: dated {day}, read from {page.date_from}; --date says otherwise")
    digest = _sha256(page.text, source.name)
    return Article(
        id=ArticleId(given.id or f"{_slug(source.stem)}-{digest[:_HASH_LENGTH]}"),
        text=page.text,
        blocks=page.blocks,
        date=day,
        title=given.title or page.title,
        authors=given.authors or page.authors,
        publisher=given.publisher or page.publisher,
        url=given.url or page.url,
        language=_language(page.text, source.name, reading),
        sha256=digest,
        place="" if source.name == _AT_HAND else source.name,
    )


def _sha256(text: str, name: str) -> str:
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(f"{name}: holds half a character at {error.start} (a lone surrogate)") from None


def _too_large(name: str, reading: Reading) -> InputError:
    hint = "split it, or raise the limit with --max-characters"
    return InputError(f"{name}: is larger than {reading.largest:,} characters", hint=hint)


def _language(text: str, name: str, reading: Reading) -> str:
    """The text's language; another than English is an error unless any will do; a short text passes for English."""
    if len(text.split()) < _FEWEST_WORDS_TO_TELL_LANGUAGE:
        return "en"
    language, sure = _identifier().classify(text[:_SAMPLE])
    if language == "en" or sure < _SURE_LANGUAGE:
        return "en"
    if reading.any_language:
        return str(language)
    raise InputError(f"{name}: is not in English but in {language!r}", hint="--any-language reads it all the same")


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "article"
