"""A folder's links lead nowhere but into it, and standard input has the cap of a file."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import KgError
from kg.text.articles import ReadingOptions, articles
from kg.text.sources import files, most_articles
from tests.text.conftest import Heard

TEXT = "Canada imposed a tariff on China."


def read(path: Path | str, largest: int = 1000) -> tuple[list[str], list[str]]:
    """The texts of what is read, and what was told."""
    heard = Heard()
    found = heard.read(path, reading=ReadingOptions(largest=largest))
    return [article.text for article in found], heard.told


def test_a_link_out_of_a_folder_is_not_followed_and_is_counted(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The secret of the state is told here.")
    folder = tmp_path / "news"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "below" / "up.txt").symlink_to("../../secret.txt")
    (folder / "nowhere.txt").symlink_to("gone.txt")
    (folder / "elsewhere").symlink_to(tmp_path)
    (folder / "inside.txt").symlink_to("a.txt")
    texts, told = read(folder)
    assert texts == [TEXT, TEXT]
    assert told == [f"{folder}: left alone 4 link(s) that lead out of it or nowhere"]


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXT)
    (tmp_path / "folder").symlink_to("news")
    (tmp_path / "file.txt").symlink_to("news/a.txt")
    assert read(tmp_path / "folder")[0] == read(tmp_path / "file.txt")[0] == [TEXT]
    assert list(files([tmp_path / "folder"])) == [tmp_path / "folder" / "a.txt"]


def test_a_link_that_leads_nowhere_is_told_and_suggests_no_name(tmp_path: Path) -> None:
    (tmp_path / "news.txt").symlink_to("gone.txt")
    with pytest.raises(KgError) as error:
        list(articles([tmp_path / "news.txt"]))
    assert error.value.message == f"{tmp_path / 'news.txt'}: leads to gone.txt, where nothing is"
    assert "did you mean" not in error.value.hint


def test_a_device_is_no_source() -> None:
    assert read("/dev/zero") == ([], ["/dev/zero: is a device or a socket and no file"])


@pytest.mark.parametrize("login", ["anna:secret", "anna:se/cr@secret", "secret"])
@pytest.mark.parametrize("scheme", ["http", "ftp", "HTTPS"])
def test_a_password_in_an_address_is_never_told(login: str, scheme: str) -> None:
    texts, told = read(f"{scheme}://{login}@127.0.0.1:9/feed")
    assert texts == []
    assert told
    assert "secret" not in "".join(told)


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> io.BytesIO:
    """Standard input with these bytes."""
    stream = io.BytesIO(data)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stream))
    return stream


def test_standard_input_has_the_cap_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = standard_input(monkeypatch, b"Canada imposed a tariff. " * 10_000)
    assert read("-", largest=100) == ([], ["standard input: is larger than 100 characters"])
    assert stream.tell() < 5000


def test_records_on_standard_input_have_one_each(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"id": str(number), "text": f"Canada imposed tariff {number}."}) for number in range(500)]
    standard_input(monkeypatch, "\n".join(lines).encode())
    assert len(read("-", largest=100)[0]) == 500


def test_how_many_articles_there_are_is_told_by_lines_and_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' * 3)
    (tmp_path / "b.txt").write_text("b\nc\n")
    assert most_articles([tmp_path]) == 4
    assert most_articles([tmp_path / "a.jsonl", str(tmp_path / "b.txt")]) == 4
    for unknown in ("-", "https://example.org/feed.xml", "news.warc.gz", "feed.rss"):
        assert most_articles([tmp_path, unknown]) is None
