"""A corpus reads of a folder and a feed only what is new, and notes it once it is there."""

import os
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path

import pytest

from kg.fetch import Follower, Validators
from kg.model import ArticleId
from kg.shards.folder import CorpusFolder
from kg.shards.sources import RememberingWeb, SourceMemory
from kg.text.articles import ReadingOptions, articles
from tests.conftest import Kg
from tests.text.test_feeds import PAGE, RSS
from tests.webserver import Answer, Server, server

TEXT = "Norway imposed a tariff on Swedish timber. Sweden protested."


@pytest.fixture
def site() -> Iterator[Server]:
    feed = Answer(RSS.encode(), "application/rss+xml", headers={"ETag": '"one"'})
    with server({"/feed": feed, "/2026/ports.html": Answer(PAGE.encode())}) as found:
        yield found


def written(folder: Path, **texts: str) -> Path:
    """A folder of articles."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def read(corpus: Path, *sources: str | Path, keep: bool = True, anew: bool = False, follow: bool = False) -> list[str]:
    """The titles or first words of what a command reads."""
    memory = SourceMemory(corpus, anew=anew)
    reading = ReadingOptions(web=RememberingWeb(memory, Follower(pause=0) if follow else None), memory=memory)
    found = [one.text[:12] for one in articles(sources, reading=reading, skipped=lambda _: memory.fail())]
    if keep:
        memory.keep()
    return found


def test_a_folder_that_grows_is_read_where_it_is_new(tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=f"First here. {TEXT}", b=f"Second one. {TEXT}")
    assert read(tmp_path, news) == ["First here. ", "Second one. "]
    assert read(tmp_path, news) == []
    written(news, b=f"Second new. {TEXT}", c=f"Third there. {TEXT}")
    assert read(tmp_path, news) == ["Second new. ", "Third there."]
    os.utime(news / "a.txt", (1, 1))
    assert read(tmp_path, news) == []
    assert len(read(tmp_path, news, anew=True)) == 3


def test_a_version_that_no_server_can_have_told_is_none(tmp_path: Path) -> None:
    for version, known in (
        (Validators('"one"', "today"), True),
        (Validators('"o\n"'), False),
        (Validators("\u20ac"), False),
    ):
        memory = SourceMemory(tmp_path)
        memory.begin("feed", version)
        memory.keep()
        assert (SourceMemory(tmp_path).version("feed") == version) == known


def test_what_was_not_put_into_the_corpus_is_read_again(tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=TEXT)
    assert len(read(tmp_path, news, keep=False)) == 1
    assert len(read(tmp_path, news)) == 1
    assert read(tmp_path, news) == []


def test_a_file_with_a_fault_counts_as_new_until_it_has_none(tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=TEXT)
    (news / "b.jsonl").write_text(f'{{"text": "{TEXT}"}}\n{{\n')
    assert len(read(tmp_path, news)) == 2
    assert len(read(tmp_path, news)) == 1
    (news / "b.jsonl").write_text(f'{{"text": "{TEXT}"}}\n')
    assert len(read(tmp_path, news)) == 1
    assert read(tmp_path, news) == []


def test_a_file_that_cannot_be_read_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = written(tmp_path / "news", a=f"First here. {TEXT}", b=TEXT, c=f"Third there. {TEXT}")

    def digest(path: Path) -> str:
        if path.name == "b.txt":
            raise PermissionError(EACCES, "Permission denied", str(path))
        return path.name

    with monkeypatch.context() as locked:
        locked.setattr("kg.shards.sources._digest", digest)
        assert read(tmp_path, news) == ["First here. ", TEXT[:12], "Third there."]
    assert read(tmp_path, news, keep=False) == [TEXT[:12]]


def test_a_pipe_is_read_and_not_remembered(tmp_path: Path) -> None:
    for _ in range(2):
        reading_end, writing_end = os.pipe()
        os.write(writing_end, TEXT.encode())
        os.close(writing_end)
        assert read(tmp_path, f"/dev/fd/{reading_end}") == [TEXT[:12]]
        os.close(reading_end)


def test_a_file_that_is_damaged_is_thrown_away(tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=TEXT)
    assert len(read(tmp_path, news)) == 1
    (tmp_path / "sources.sqlite").write_bytes(b"no database" * 1000)
    assert len(read(tmp_path, news)) == 1
    assert read(tmp_path, news) == []


def test_a_feed_that_has_not_changed_costs_a_304(tmp_path: Path, site: Server) -> None:
    feed = f"{site.address}/feed"
    assert len(read(tmp_path, feed)) == 2
    assert read(tmp_path, feed) == []
    assert [told.get("If-None-Match") for _, told in site.asked] == [None, '"one"']
    site.answers["/feed"] = Answer(RSS.encode(), headers={"ETag": '"two"'})
    assert len(read(tmp_path, feed)) == 2
    assert read(tmp_path, feed) == []
    assert SourceMemory(tmp_path).version(feed) == Validators('"two"')


def test_pages_that_were_read_are_not_fetched_again(tmp_path: Path, site: Server) -> None:
    feed, page = f"{site.address}/feed", "/2026/ports.html"
    assert len(read(tmp_path, feed)) == 2
    assert read(tmp_path, feed, follow=True) == ["The whole of", f"Roads\n\n{TEXT[:5]}"]
    site.answers["/feed"] = Answer(RSS.encode(), headers={"ETag": '"two"'})
    assert read(tmp_path, feed, follow=True) == [f"Roads\n\n{TEXT[:5]}"]
    assert site.paths.count(page) == 1
    SourceMemory(tmp_path).forget([site.address + page])
    assert len(read(tmp_path, feed, follow=True)) == 2
    assert site.paths.count(page) == 2


def test_a_feed_with_a_page_that_failed_is_asked_again(tmp_path: Path, site: Server) -> None:
    feed, page = f"{site.address}/feed", "/2026/ports.html"
    site.answers[page] = Answer(status=503)
    assert len(read(tmp_path, feed, follow=True)) == 1
    site.answers[page] = Answer(PAGE.encode())
    assert len(read(tmp_path, feed, follow=True)) == 2


GERMAN = (
    "Die Regierung in Ottawa hat am Montag Zölle auf chinesischen Stahl verhängt, sagte der Minister. Die Gespräche "
    "sollen in der kommenden Woche weitergehen, hieß es aus Kreisen der Regierung."
)


def with_options(corpus: Path, *sources: str | Path, any_language: bool) -> int:
    """How many articles are read in English alone, or in any language, of feeds and their pages."""
    memory = SourceMemory(corpus, f"{any_language}")
    web = RememberingWeb(memory, Follower(pause=0))
    reading = ReadingOptions(any_language=any_language, web=web, memory=memory)
    found = list(articles(sources, reading=reading, skipped=lambda _: memory.fail()))
    memory.keep()
    return len(found)


def test_what_is_read_with_other_options_is_new(tmp_path: Path, site: Server) -> None:
    page = "/2026/ports.html"
    site.answers[page] = Answer(f"<html><body><article><p>{GERMAN}</p></article></body></html>".encode())
    (tmp_path / "feed.rss").write_text(
        RSS.replace("A short one.", GERMAN).replace("<content", "<x").replace("</content", "</x")
    )
    for source, ours in ((f"{site.address}/feed", 1), (tmp_path / "feed.rss", 1)):
        assert with_options(tmp_path, source, any_language=False) == ours
        assert with_options(tmp_path, source, any_language=False) == 0
        assert with_options(tmp_path, source, any_language=True) == ours + 1
        assert with_options(tmp_path, source, any_language=True) == 0
    assert site.paths.count(page) == 2


def test_a_page_that_failed_is_fetched_again(tmp_path: Path, site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    feed, page = f"{site.address}/feed", "/2026/ports.html"
    with monkeypatch.context() as broken:
        broken.setattr("kg.text.articles.html_page", None)
        assert len(read(tmp_path, feed, follow=True)) == 1
    assert len(read(tmp_path, feed, follow=True)) == 2
    assert site.paths.count(page) == 2


@pytest.mark.model
def test_what_is_new_is_added_and_the_rest_told(kg: Kg, tmp_path: Path, site: Server) -> None:
    news = written(tmp_path / "news", a=TEXT)
    feed = f"{site.address}/feed"
    first = kg("corpus", "add", "news.corpus", news, feed, "--follow")
    assert "3 articles added, 3 in all" in first.err
    assert f"{feed}: is fetched" in first.err
    written(news, b="Peru imposed a tariff on Chile.")
    second = kg("corpus", "add", "news.corpus", news, feed, "--follow")
    assert "1 article added, 4 in all\n      1  files that are as they were when they were read\n" in second.err
    assert f"{feed}: has not changed since it was read" in second.err
    kg("corpus", "remove", "news.corpus", next(one for one in names(tmp_path / "news.corpus") if one.startswith("a-")))
    third = kg("corpus", "add", "news.corpus", news)
    assert "1 article added, 4 in all" in third.err


def names(corpus: Path) -> list[ArticleId]:
    """The ids of its articles."""
    with CorpusFolder(corpus) as folder:
        return list(folder.catalog.articles)
