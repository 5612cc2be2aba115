"""An archive of the web is read page by page: what is no article is counted, what is damaged named with its place."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.model import Article
from tests.pdf import pdf
from tests.text.conftest import Heard

PROSE = "Norway imposed a tariff on Swedish timber on Monday. Sweden protested, and its minister called it a mistake. "
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(words: str = "", head: str = "") -> bytes:
    """A page of the web with an article."""
    body = f"<article><p>{words}</p><p>{PROSE * 3}</p></article>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def talks(count: int) -> list[Recorded]:
    """Records of pages that begin with their number."""
    return [Recorded(f"https://example.org/{number}", page(f"Talk {number}.")) for number in range(count)]


@dataclass(frozen=True)
class Recorded:
    """A record to write."""

    url: str
    data: bytes = b""
    status: str = "200 OK"
    http: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    kind: str = "response"
    said: tuple[tuple[str, str], ...] = ()


def archive(records: Sequence[Recorded], *, packed: bool = True) -> bytes:
    """A WARC file of records, all captured on one day (ISO 28500)."""
    parts = [_lines("WARC/1.1", (("WARC-Type", "warcinfo"), ("Content-Length", "0"))) + _END]
    for one in records:
        block = (_lines(f"HTTP/1.1 {one.status}", one.http) if one.http else b"") + one.data
        said = (("WARC-Type", one.kind), ("WARC-Target-URI", one.url), ("WARC-Date", "2026-03-05T10:00:00Z"), *one.said)
        parts.append(_lines("WARC/1.1", (*said, ("Content-Length", str(len(block))))) + block + _END)
    return b"".join(map(gzip.compress, parts) if packed else parts)


_END = b"\r\n\r\n"


def _lines(first: str, fields: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{line}\r\n" for line in (first, *(f"{name}: {value}" for name, value in fields), "")).encode()


def read(folder: Path, data: bytes, name: str = "crawl.warc.gz") -> tuple[list[Article], list[KgError], list[str]]:
    """The articles of an archive, the errors, and what was told."""
    path = folder / name
    path.write_bytes(data)
    heard = Heard()
    return heard.read(path), heard.errors, heard.notes


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_an_article_with_its_address_and_day(tmp_path: Path, packed: bool) -> None:
    dated = page("Ports close.", '<meta property="article:published_time" content="2026-01-14">')
    records = [
        Recorded("https://example.org/2026/timber.html", page()),
        Recorded("https://example.org/ports", dated),
        Recorded("https://example.org/a.txt", PROSE.encode(), http=(("Content-Type", "text/plain"),)),
        Recorded("https://example.org/a.pdf", pdf([[(11, 700, PROSE)]]), http=(("Content-Type", "application/pdf"),)),
    ]
    found, errors, notes = read(tmp_path, archive(records, packed=packed), "crawl.warc.gz" if packed else "crawl.warc")
    assert errors == []
    assert notes == []
    assert [article.url for article in found] == [record.url for record in records]
    assert [article.date for article in found] == [date(2026, 3, 5), date(2026, 1, 14), *[date(2026, 3, 5)] * 2]
    assert found[0].id.startswith("timber-")
    assert found[1].place.endswith(":3")


def test_what_is_no_article_is_counted_by_its_cause(tmp_path: Path) -> None:
    gone = (("Location", "/elsewhere"),)
    records = [
        Recorded("https://example.org/1", status="301 Moved Permanently", http=gone),
        Recorded("https://example.org/2", status="404 Not Found"),
        Recorded("https://example.org/3", b"\x89PNG", http=(("Content-Type", "image/png"),)),
        Recorded("https://example.org/4", page(), said=(("WARC-Truncated", "length"),)),
        Recorded("https://example.org/5", b"<html><body><a href=x>Home</a></body></html>"),
        Recorded("https://example.org/6", page(), http=(*_HTML.items(), ("Content-Encoding", "br"))),
        Recorded("https://example.org/7", kind="revisit", said=(("WARC-Profile", "http://netpreserve.org/x"),)),
        Recorded("dns:example.org", b"20260305 example.org", kind="resource", http=()),
        Recorded("https://example.org/story", page()),
        Recorded("https://example.org/story", page()),
    ]
    found, errors, (note,) = read(tmp_path, archive(records))
    assert [article.url for article in found] == ["https://example.org/story"]
    assert errors == []
    assert note.startswith(f"{tmp_path / 'crawl.warc.gz'}: left alone 9: ")
    for cause in ("HTTP 301", "HTTP 404", "image/png", "cut short by the crawler", "no article was found in the page",
                  "packed as br", "revisit records", "resource records", "captured before"):  # fmt: skip
        assert f"1 × {cause}" in note


def test_what_was_sent_in_pieces_and_packed_is_put_together(tmp_path: Path) -> None:
    def raw(data: bytes) -> bytes:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packer.compress(data) + packer.flush()

    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page("A.")[:50], page("A.")[50:])) + b"0\r\n\r\n"
    )
    packed = {"gzip": gzip.compress(page("B.")), "deflate": raw(page("C."))}
    latin = f"<html><body><p>{PROSE * 3}Besançon.</p></body></html>".encode("latin-1")
    records = [
        Recorded("https://example.org/a", chunked, http=(*_HTML.items(), ("Transfer-Encoding", "chunked"))),
        *(
            Recorded(f"https://example.org/{name}", data, http=(*_HTML.items(), ("Content-Encoding", name)))
            for name, data in packed.items()
        ),
        Recorded("https://example.org/d", page("D."), http=(*_HTML.items(), ("Content-Encoding", "gzip"))),
        Recorded("https://example.org/e", latin, http=(("Content-Type", "text/html; charset=iso-8859-1"),)),
    ]
    found, errors, notes = read(tmp_path, archive(records))
    assert (errors, notes) == ([], [])
    assert [article.text[:2] for article in found[:4]] == ["A.", "B.", "C.", "D."]
    assert "Besançon" in found[4].text


def test_a_bomb_is_counted_and_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(300_000_000), 9)
    records = [
        Recorded("https://example.org/bomb", bomb, http=(*_HTML.items(), ("Content-Encoding", "gzip"))),
        Recorded("https://example.org/large", bytes(50_000_000)),
        Recorded("https://example.org/story", page()),
    ]
    data = archive(records)
    tracemalloc.start()
    found, _, (note,) = read(tmp_path, data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 1
    assert "2 × larger than 40,000,000 bytes" in note
    assert peak < 150_000_000


def _starts(data: bytes) -> list[int]:
    return [number for number in range(len(data)) if data.startswith(b"\x1f\x8b\x08", number)]


def test_an_archive_that_is_cut_off_gives_what_came_before_and_the_place(tmp_path: Path) -> None:
    data = archive(talks(3))
    start = _starts(data)[3]
    for cut in (start + 1, start + 5, start + 40, len(data) - 30, len(data) - 1):
        found, (error,), _ = read(tmp_path, data[:cut])
        assert [article.text[:7] for article in found][:2] == ["Talk 0.", "Talk 1."]
        where = f"{tmp_path / 'crawl.warc.gz'}: is cut off or damaged in record 4, which begins at byte {start}: "
        assert error.message.startswith(where)
    whole, errors, _ = read(tmp_path, data[:start])
    assert (len(whole), errors) == (2, [])


def test_a_byte_that_is_wrong_is_named_with_its_record(tmp_path: Path) -> None:
    data = bytearray(archive(talks(3)))
    start = _starts(bytes(data))[2]
    data[start + 200] ^= 0xFF
    found, (error,), _ = read(tmp_path, bytes(data))
    assert [article.text[:7] for article in found][:1] == ["Talk 0."]
    assert f"in record 3, which begins at byte {start}: " in error.message


def test_a_plain_archive_that_is_cut_off_is_named_with_its_record(tmp_path: Path) -> None:
    data = archive(talks(2), packed=False)
    start = data.rindex(b"WARC/1.")
    for cut in (start + 3, start + 30, start + 330, len(data) - 100):
        found, (error,), _ = read(tmp_path, data[:cut], "crawl.warc")
        assert [article.text[:7] for article in found][:1] == ["Talk 0."]
        assert f"in record 3, which begins at byte {start}: " in error.message


@pytest.mark.parametrize("data", [b"", b"x", b"No archive.\n", bytes(9_000_000), gzip.compress(bytes(9_000_000))])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    found, errors, _ = read(tmp_path, data)
    assert found == []
    assert len(errors) == 1


_WHOLE = archive(talks(2), packed=False)
_DAMAGE = st.lists(st.tuples(st.integers(0, len(_WHOLE) - 1), st.binary(min_size=1, max_size=3)), max_size=4)


@given(_DAMAGE, st.booleans())
def test_whatever_is_damaged_gives_articles_counts_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]], packed: bool
) -> None:
    data = bytearray(_WHOLE)
    for place, put in damage:
        data[place : place + len(put)] = put
    found, errors, _ = read(tmp_path_factory.mktemp("damaged"), gzip.compress(bytes(data)) if packed else bytes(data))
    assert len(found) + len(errors) <= 3
    assert all(error.exit_code == 2 for error in errors)
