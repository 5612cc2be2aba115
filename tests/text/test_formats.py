"""Markdown, web pages and PDF become text with blocks; plain text stays as it is."""

from datetime import date

import pytest

from kg.errors import InputError
from kg.text.formats import Page, html_page, iso_date, markdown_page, pdf_page, plain_page
from tests.cases import tried_on
from tests.pdf import pdf

PAGE = """<!doctype html><html lang="en"><head><title>Talks fail in Oslo - Example News</title>
<meta property="og:site_name" content="Example News"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<link rel="canonical" href="https://example.org/talks"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Talks fail in Oslo</h1><p class="byline">By Jane Doe</p>
<p>Norway and Sweden <b>fail</b>ed to agree on a fishing deal on <a href="x">Monday</a>, officials said.
The two countries had been negotiating for months about cod and herring quotas in the North Sea.</p>
<h2>What comes next</h2>
<p>The Norwegian foreign minister said that talks would resume in May, after elections in Sweden.<br>He did not say
where the delegations would meet.</p>
<ul><li>Norway wants a larger quota for cod.</li><li>Sweden wants access to northern waters.</li></ul>
<table><tr><td>Cod</td><td>12</td></tr></table></article>
<section id="comments"><p>First! I never liked herring, said one reader.</p></section></body></html>"""


def _kinds(page: Page) -> list[tuple[str, str]]:
    return [(block.kind.value, page.text[block.start : block.end].strip()) for block in page.blocks]


def _tiles(page: Page) -> str:
    return "".join(page.text[block.start : block.end] for block in page.blocks)


def test_plain_text_is_untouched() -> None:
    text = "\n  Talks fail in Oslo \r\n\r\n2024-03-05\r\n\r\nThe talks failed.\t\n\n"
    page = plain_page(text)
    assert page.text == text
    assert _tiles(page) == text
    assert (page.title, page.date) == ("Talks fail in Oslo", date(2024, 3, 5))


def test_a_web_page_gives_text_title_author_date_and_site() -> None:
    page = html_page(PAGE.encode(), "talks.html")
    assert _tiles(page) == page.text
    assert _kinds(page)[0] == ("title", "Talks fail in Oslo")
    assert ("heading", "What comes next") in _kinds(page)
    assert page.title == "Talks fail in Oslo"
    assert page.authors == ("Jane Doe",)
    assert page.publisher == "Example News"
    assert page.url == "https://example.org/talks"
    assert (page.date, page.date_from) == (date(2024, 3, 5), "the page's metadata")


def test_navigation_tables_and_comments_are_not_the_article() -> None:
    text = html_page(PAGE.encode(), "talks.html").text
    assert "Home" not in text
    assert "Cod" not in text
    assert "herring, said one reader" not in text


def test_tags_inside_a_word_do_not_part_it() -> None:
    text = html_page(PAGE.encode(), "talks.html").text
    assert "Norway and Sweden failed to agree on a fishing deal on Monday, officials said." in text
    assert "Sweden. He did not say" in text


@pytest.mark.parametrize("page", [b"<html><body></body></html>", b"<html", b"<!-- x -->"])
def test_a_page_without_an_article_is_an_error_that_names_it(page: bytes) -> None:
    with pytest.raises(InputError, match=r"empty\.html: no article"):
        html_page(page, "empty.html")


MARKDOWN = """---
title: Talks fail
author: Jane Doe, John Roe
date: 2024-03-05
url: https://example.org/talks
---

# Talks fail in *Oslo*

Norway and [Sweden](https://example.org/sweden) failed
to **agree**. ![A harbour](harbour.png)

## What comes next

- Norway wants `cod`.
- Sweden wants herring.

```
not = "text"
```

<div>raw</div>
"""


MANY = " ".join(f"a{number}='{number}'" for number in range(2000))


@pytest.mark.parametrize(
    "tag",
    [f"<div {MANY}>", f"<div {MANY.replace(' ', '/')}>", f"<div {MANY.replace(chr(39), '')}>", f"<script {MANY}>",
     f"<div b='>' {MANY}>", "<a '" * 3000, f"<!-- <script> --><div {MANY}>"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_element_of_thousands_of_attributes_is_refused(tag: str, encoding: str) -> None:
    with pytest.raises(InputError, match=r"many\.html: has an element of more than 1,000 attributes"):
        html_page(PAGE.replace("<body>", f"<body>{tag}", 1).encode(encoding), "many.html")


def test_what_only_looks_like_attributes_is_none() -> None:
    words = "b = c; " * 3000
    for harmless in (
        f"<img alt='{words}' src='data:image/png;base64,{'ab/c ' * 3000}'>",
        f"<script>for (i = 0; i<n; i++) {{ {words} }}</script><!-- <a {words} -->",
    ):
        page = html_page(PAGE.replace("<body>", f"<body>{harmless}", 1).encode(), "talks.html")
        assert page.text == html_page(PAGE.encode(), "talks.html").text


def test_markdown_is_read_without_its_marks() -> None:
    page = markdown_page(MARKDOWN)
    assert _tiles(page) == page.text
    assert _kinds(page) == [
        ("title", "Talks fail in Oslo"),
        ("paragraph", "Norway and Sweden failed to agree."),
        ("heading", "What comes next"),
        ("paragraph", "Norway wants cod."),
        ("paragraph", "Sweden wants herring."),
    ]


def test_front_matter_tells_title_authors_date_and_url() -> None:
    page = markdown_page(MARKDOWN)
    assert (page.title, page.authors) == ("Talks fail", ("Jane Doe", "John Roe"))
    assert (page.date, page.date_from) == (date(2024, 3, 5), "the front matter")
    assert page.url == "https://example.org/talks"


def test_markdown_without_headings_is_laid_out_like_text() -> None:
    page = markdown_page("Talks fail in Oslo\n\nMarch 5, 2024\n\nThe talks failed.\n")
    assert [kind for kind, _ in _kinds(page)] == ["title", "byline", "paragraph"]
    assert page.date == date(2024, 3, 5)


def _two_pages() -> bytes:
    first = [
        (20.0, 740.0, "Talks fail in Oslo"),
        (11.0, 700.0, "Norway and Sweden failed to agree on a fish-"),
        (11.0, 686.0, "ing deal on Monday, officials said. The two"),
        (11.0, 672.0, "countries had been talking for months."),
        (11.0, 644.0, "The talks may resume in May. Neither side has"),
        (11.0, 40.0, "1"),
    ]
    second = [
        (11.0, 740.0, "said where they would meet."),
        (14.0, 700.0, "What comes next"),
        (11.0, 680.0, "Sweden votes in April."),
        (11.0, 40.0, "2"),
    ]
    return pdf([first, second])


def test_a_pdf_gives_title_headings_and_whole_paragraphs() -> None:
    page = pdf_page(_two_pages(), "talks.pdf")
    first = (
        "Norway and Sweden failed to agree on a fishing deal on Monday, officials said. "
        "The two countries had been talking for months."
    )
    assert _tiles(page) == page.text
    assert _kinds(page) == [
        ("title", "Talks fail in Oslo"),
        ("paragraph", first),
        ("paragraph", "The talks may resume in May. Neither side has said where they would meet."),
        ("heading", "What comes next"),
        ("paragraph", "Sweden votes in April."),
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    names = ("Norway", "Sweden", "Denmark", "Finland")
    pages = [
        [
            (9.0, 770.0, "Example Review"),
            (11.0, 700.0, f"{name} fishes herring."),
            (11.0, 650.0, f"{name} sells cod."),
            (11.0, 600.0, f"{name} buys eel."),
            (9.0, 30.0, str(number)),
        ]
        for number, name in enumerate(names, 1)
    ]
    text = pdf_page(pdf(pages), "review.pdf").text
    assert "Example Review" not in text
    assert text.split("\n\n")[:4] == [
        "Norway fishes herring.",
        "Norway sells cod.",
        "Norway buys eel.",
        "Sweden fishes herring.",
    ]


def test_a_pdf_of_pictures_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match=r"scan\.pdf: the PDF has no text"):
        pdf_page(pdf([[]]), "scan.pdf")


def test_a_broken_pdf_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match=r"torn\.pdf: cannot be opened as PDF"):
        pdf_page(b"%PDF-1.4\nnothing", "torn.pdf")


@tried_on("text", "expected")
def test_iso_dates(text: str, expected: str) -> None:
    assert str(iso_date(text) or "") == expected


def _nested(depth: int, opening: str = "<div>", closing: str = "</div>") -> bytes:
    first, last = PAGE.index("<p>"), PAGE.rindex("</p>") + len("</p>")
    return (PAGE[:first] + opening * depth + PAGE[first:last] + closing * depth + PAGE[last:]).encode()


@pytest.mark.parametrize("depth", [10, 240, 300, 1500])
def test_a_page_is_read_however_deep_its_text_lies(depth: int) -> None:
    assert "Norway and Sweden failed to agree" in html_page(_nested(depth), "deep.html").text


def test_lists_that_are_not_closed_are_read() -> None:
    assert "Norway and Sweden failed to agree" in html_page(_nested(250, "<ul><li>", ""), "lists.html").text


@pytest.mark.parametrize(("opening", "depth"), [("<div>", 3000), ("<ul><li>", 3000)])
def test_a_page_that_no_parser_can_keep_is_an_error_that_says_so(opening: str, depth: int) -> None:
    with pytest.raises(InputError, match=r"deep\.html: its elements are nested too deep"):
        html_page(_nested(depth, opening, ""), "deep.html")


@tried_on("head")
def test_a_date_that_no_calendar_has_is_no_date_of_the_page(head: str) -> None:
    dated = PAGE.replace("<head>", f"<head>{head}", 1)
    bare = "\n".join(line for line in dated.splitlines() if "2024" not in line or "2026" in line)
    page = html_page(bare.encode(), "talks.html")
    assert (page.no_date, page.date_from) == ("2026-02-30", "the page's metadata")
    assert html_page(PAGE.encode(), "talks.html").no_date == ""


@tried_on("day", "found", "no_date")
def test_the_date_of_front_matter_is_one_or_is_told(day: str, found: str, no_date: str) -> None:
    page = markdown_page(MARKDOWN.replace("2024-03-05", day, 1))
    assert (str(page.date or ""), page.no_date) == (found, no_date)
