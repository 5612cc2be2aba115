"""The entries of a feed are articles, be it a file or an address that was typed; what is wrong with it is told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.fetch import Follower, Web
from kg.text.articles import ReadingOptions
from kg.text.kinds import kind_by_content
from tests.text.conftest import Heard
from tests.webserver import Answer, Server, server

PROSE = "Norway imposed a tariff on Swedish timber on Monday. Sweden protested, and its minister called it a mistake."
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Timber Post</title>
<item><title>Ports &amp;amp; roads close</title><link>/2026/ports.html</link>
<pubDate>Wed, 14 Jan 2026 23:30:00 -0500</pubDate><description>A short one.</description>
<content:encoded><![CDATA[<p>{PROSE}</p><script>no()</script>Then a ferry<br/><br/>
was held.<ul><li>One.</li></ul>]]></content:encoded></item>
<item><title>Roads</title><link>https://example.org/roads</link><description>{PROSE}</description></item>
<item><title></title><link>https://example.org/empty</link><description></description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><?xml-stylesheet href="x"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/"><title>Timber</title>
<entry><title>Ports close</title><link href="ports"/><updated>2026-01-14T23:59:00-05:00</updated>
<author><name>Anna Berg</name></author><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="https://example.org/1"><title>Old</title><link>https://example.org/1</link><description>{PROSE}</description></item></rdf:RDF>"""
PAGE = f"<!DOCTYPE html><html><body><article><p>The whole of it.</p><p>{PROSE * 3}</p></article></body></html>"


@pytest.fixture
def site() -> Iterator[Server]:
    with server(
        {"/feed": Answer(RSS.encode(), "application/rss+xml"), "/2026/ports.html": Answer(PAGE.encode())}
    ) as found:
        yield found


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "feed.txt", "feed"])
def test_each_entry_of_a_file_is_an_article(tmp_path: Path, heard: Heard, name: str) -> None:
    path = tmp_path / name
    path.write_text(RSS)
    first, second = heard.read(path)
    assert first.text == f"Ports & roads close\n\n{PROSE}\n\nThen a ferry\n\nwas held.\n\nOne."
    assert (first.title, first.date, first.publisher) == ("Ports & roads close", date(2026, 1, 14), "The Timber Post")
    assert first.id.startswith("ports-")
    assert (second.url, second.date, second.text) == ("https://example.org/roads", None, f"Roads\n\n{PROSE}")
    assert heard.errors == []
    assert f"{path}: 2 of its 3 entries are summaries" in heard.notes
    assert f"{path}: left alone 1: 1 × is empty" in heard.notes


def test_atom_gives_author_address_and_the_day_where_it_was_written(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "feed.atom").write_text(ATOM)
    (found,) = heard.read(tmp_path / "feed.atom")
    assert (found.url, found.authors, found.date) == ("https://example.org/a/ports", ("Anna Berg",), date(2026, 1, 14))
    assert heard.notes == []


@pytest.mark.parametrize(
    ("data", "kind"), [(RSS, "feed"), (ATOM, "feed"), (RDF, "feed"), (PAGE, "html"), (PROSE, "text")]
)
def test_a_feed_is_known_by_its_look(data: str, kind: str) -> None:
    assert kind_by_content(data.encode(), "x") == kind


def test_a_folder_has_feeds_by_their_suffix_alone(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "a.rss").write_text(RDF)
    (tmp_path / "b.xml").write_text(RDF)
    assert len(heard.read(tmp_path)) == 1
    assert heard.notes[0] == f"{tmp_path}: left alone 1 file(s) .xml"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True))
    + f']><rss version="2.0"><channel><title>T</title><item><title>&i;</title><description>{PROSE} &i;</description>'
    "</item></channel></rss>"
)
FILE = RSS.replace("?>\n", '?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n', 1).replace(
    "A short", "&x;"
)


def test_entities_are_not_expanded_without_end_and_bring_no_file(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "bomb.rss").write_text(BOMB)
    (tmp_path / "file.rss").write_text(FILE)
    found = heard.read(tmp_path)
    assert all(len(article.text) < 1000 for article in found)
    assert not any("root:" in article.text for article in found)
    assert any("is no sound XML" in note for note in heard.notes)


def test_unsound_xml_is_read_as_far_as_it_can_be_and_told(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "feed.rss").write_text(RSS.replace("A short one.", "Up & away <b>"))
    assert len(heard.read(tmp_path / "feed.rss")) == 2
    assert "is no sound XML, and is read as far as it can be" in heard.notes[0]


@pytest.mark.parametrize(
    "data", ["", "no feed", PAGE, "<html><p>Ports.</p></html>", "<rss", RSS.replace("Roads", "&#xD83D;")]
)
def test_what_is_no_feed_is_an_error(tmp_path: Path, heard: Heard, data: str) -> None:
    (tmp_path / "feed.rss").write_text(data)
    assert heard.read(tmp_path / "feed.rss") == []
    (error,) = heard.errors
    assert error.message == f"{tmp_path / 'feed.rss'}: is no feed that can be read"


def test_an_address_that_is_typed_is_fetched_and_told(site: Server, heard: Heard) -> None:
    feed, page = f"{site.address}/feed", f"{site.address}/2026/ports.html"
    first, second, third = heard.read(feed, page)
    assert (first.url, second.url) == (page, "https://example.org/roads")
    assert third.url == page
    assert third.text.startswith("The whole of it.")
    assert site.paths == ["/feed", "/2026/ports.html"]
    assert [note for note in heard.notes if note.endswith("is fetched")] == [
        f"{feed}: is fetched",
        f"{page}: is fetched",
    ]


def test_an_address_that_fails_costs_only_itself(site: Server, heard: Heard) -> None:
    assert len(heard.read(f"{site.address}/gone", f"{site.address}/feed")) == 2
    assert heard.errors[0].message == f"{site.address}/gone: 404 Not Found"


def test_what_is_sent_is_taken_for_what_it_is(site: Server, heard: Heard) -> None:
    site.answers["/html"] = Answer(ATOM.encode(), "text/html")
    site.answers["/lines"] = Answer(f'{{"id": "a1", "text": "{PROSE}"}}\n'.encode(), "application/octet-stream")
    site.answers["/latin"] = Answer(PAGE.replace("whole", "façade").encode("latin-1"), "text/html; charset=latin-1")
    feed, lines, latin = heard.read(*(f"{site.address}/{name}" for name in ("html", "lines", "latin")))
    assert feed.url == "https://example.org/a/ports"
    assert lines.id == "a1"
    assert "façade" in latin.text


def test_pages_of_entries_are_read_where_they_are_followed(site: Server, heard: Heard) -> None:
    first, second = heard.read(f"{site.address}/feed", reading=ReadingOptions(web=Web(Follower(pause=0))))
    assert first.text.startswith("The whole of it.")
    assert (first.title, first.date) == ("Ports & roads close", date(2026, 1, 14))
    assert second.text == f"Roads\n\n{PROSE}"
    assert "2 × leads to example.org, which is another host" in heard.notes[-2]
    assert site.paths == ["/feed", "/robots.txt", "/2026/ports.html"]


def test_a_page_that_cannot_be_fetched_now_is_an_error_and_no_article(site: Server, heard: Heard) -> None:
    site.answers["/2026/ports.html"] = Answer(status=500)
    (found,) = heard.read(f"{site.address}/feed", reading=ReadingOptions(web=Web(Follower(pause=0))))
    assert found.url == "https://example.org/roads"
    assert heard.errors[0].message == f"{site.address}/2026/ports.html: 500 Internal Server Error"


@pytest.mark.parametrize("link", ["", "<link>http://[oops/</link>", "<link>ftp://example.org/roads</link>"])
def test_an_entry_that_leads_nowhere_is_read_as_it_is(tmp_path: Path, site: Server, heard: Heard, link: str) -> None:
    feed = RSS.replace("<link>https://example.org/roads</link>", link)
    site.answers["/feed"] = Answer(feed.encode(), "application/rss+xml")
    (tmp_path / "feed.rss").write_text(feed)
    for found in (
        heard.read(tmp_path / "feed.rss"),
        heard.read(f"{site.address}/feed", reading=ReadingOptions(web=Web(Follower(pause=0)))),
    ):
        assert found[1].text == f"Roads\n\n{PROSE}"
    assert heard.errors == []
