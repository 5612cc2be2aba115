"""Files, folders, records and standard input become articles; what cannot be read is named and the others go on."""

import hashlib
import io
import json
from datetime import date
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import InputError
from kg.model import Article
from kg.text.articles import ReadingOptions, article_of, articles, language_of
from tests.cases import tried_on
from tests.lexicons import listed
from tests.pdf import pdf
from tests.text.conftest import Heard

TEXT = "Norway imposed a tariff on Swedish timber. Sweden protested.\n"
FRENCH = (
    "La Norvège a imposé un droit de douane sur le bois suédois. La Suède a protesté lundi auprès du gouvernement "
    "norvégien, qui a refusé de revenir sur sa décision avant le mois de mai.\n"
)


def _written(folder: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_is_an_article_with_its_digest(tmp_path: Path, heard: Heard) -> None:
    (article,) = heard.read(_written(tmp_path, "Trade War (1).txt"))
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert article.text == TEXT
    assert article.sha256 == digest
    assert article.id == f"trade-war-1-{digest[:8]}"
    assert (article.language, article.date) == ("en", None)
    assert heard.errors == []
    assert heard.notes == []


def test_two_files_of_one_name_are_two_articles(tmp_path: Path, heard: Heard) -> None:
    one, two = _written(tmp_path, "a/news.txt"), _written(tmp_path, "b/news.txt", "Sweden protested.")
    first, second = heard.read(one, two)
    assert first.id != second.id


def test_line_ends_stay_as_they_are(tmp_path: Path, heard: Heard) -> None:
    (article,) = heard.read(_written(tmp_path, "crlf.txt", b"Talks failed.\r\n\r\nSweden protested.\r\n"))
    assert article.text == "Talks failed.\r\n\r\nSweden protested.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_told_and_not_counted(tmp_path: Path, heard: Heard, encoding: str) -> None:
    (article,) = heard.read(_written(tmp_path, "bom.txt", TEXT.encode(encoding)))
    assert article.text == TEXT
    assert "byte order mark" in heard.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_letters_of_two_or_four_bytes_are_read_without_a_mark(tmp_path: Path, heard: Heard, encoding: str) -> None:
    text = TEXT.replace("timber", "“timber”")
    (article,) = heard.read(_written(tmp_path, "wide.txt", text.encode(encoding)))
    assert article.text == text
    assert f"read as {encoding}" in heard.notes[0]


def test_another_encoding_is_found_and_told(tmp_path: Path, heard: Heard) -> None:
    text = (
        "The café in Besançon was closed, said André. “It is over,” the owner’s brother added after the hearing.\n" * 3
    )
    (article,) = heard.read(_written(tmp_path, "old.txt", text.encode("cp1252")))
    assert article.text == text
    assert "not UTF-8" in heard.notes[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "is no text"),
        ("letter.docx", b"PK\x03\x04\x14\x00", "is no text but a ZIP archive or an Office document"),
        ("torn.pdf", b"%PDF-1.7 nothing", "cannot be opened as PDF"),
        ("half.txt", b"\xff\xfea", "is no utf-16 text"),
        ("french.txt", FRENCH.encode(), "is not in English but in 'fr'"),
        ("page.html", b"<html></html>", "no article was found"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_others_go_on(
    tmp_path: Path, heard: Heard, name: str, content: bytes, message: str
) -> None:
    bad, good = _written(tmp_path, name, content), _written(tmp_path, "good.txt")
    assert [article.text for article in heard.read(bad, good)] == [TEXT]
    (error,) = heard.errors
    assert message in error.message
    assert str(bad) in error.message


def test_without_a_listener_the_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        list(articles([_written(tmp_path, "empty.txt", b"")]))


def test_a_missing_file_gets_the_nearest_name(tmp_path: Path, heard: Heard) -> None:
    _written(tmp_path, "canada.txt")
    assert heard.read(tmp_path / "canda.txt") == []
    assert "there is no such file" in heard.errors[0].message
    assert heard.errors[0].hint == f"did you mean {tmp_path / 'canada.txt'}?"


def test_an_address_that_is_not_fetched_is_told_as_such(heard: Heard) -> None:
    assert heard.read("ftp://example.org/c") == []
    assert heard.errors[0].message == "ftp://example.org/c: is not fetched"
    assert "only http:// and https:// are" in heard.errors[0].hint


def test_a_corpus_in_a_folder_is_passed_over(tmp_path: Path, heard: Heard) -> None:
    _written(tmp_path, "good.txt")
    (tmp_path / "inner.corpus").mkdir()
    for name in ("corpus.toml", "shards.jsonl", "other.txt"):
        (tmp_path / "inner.corpus" / name).write_text("form = 1")
    assert [article.text for article in heard.read(tmp_path)] == [TEXT]
    assert heard.errors == []
    assert f"{tmp_path / 'inner.corpus'}: left alone, as it is a corpus" in "".join(heard.notes)


def test_a_text_past_the_limit_is_refused(tmp_path: Path, heard: Heard) -> None:
    path = _written(tmp_path, "long.txt", TEXT * 10)
    assert heard.read(path, reading=ReadingOptions(largest=100)) == []
    assert "larger than 100 characters" in heard.errors[0].message
    assert len(heard.read(path, reading=ReadingOptions(largest=1000))) == 1


def test_a_huge_file_is_refused_unread(tmp_path: Path, heard: Heard) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10_000)
    assert heard.read(path, reading=ReadingOptions(largest=100)) == []
    assert "larger than" in heard.errors[0].message


def test_a_folder_is_read_in_order_and_what_was_left_alone_is_told(tmp_path: Path, heard: Heard) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden/d.txt", "e.docx", "f.docx"):
        _written(tmp_path, name, f"The talks in {name} failed.")
    assert [article.text[:12] for article in heard.read(tmp_path)] == ["The talks in"] * 3
    assert [article.id[0] for article in heard.read(tmp_path)] == ["a", "b", "c"]
    assert heard.notes[0] == f"{tmp_path}: left alone 2 file(s) .docx"


def test_a_folder_without_articles_is_an_error(tmp_path: Path, heard: Heard) -> None:
    _written(tmp_path, "a.docx", b"PK\x03\x04")
    assert heard.read(tmp_path) == []
    assert "no file to read in this folder" in heard.errors[0].message


def test_records_keep_their_id_date_title_and_url(tmp_path: Path, heard: Heard) -> None:
    record = {"id": "a1", "text": TEXT, "date": "2024-03-05", "title": "Timber", "url": "https://example.org/1"}
    path = _written(tmp_path, "news.jsonl", json.dumps(record) + "\n\n" + json.dumps({"text": "Sweden protested."}))
    first, second = heard.read(path)
    assert (first.id, first.date, first.title, first.url) == ("a1", date(2024, 3, 5), "Timber", "https://example.org/1")
    assert first.text == TEXT
    assert second.id.startswith("news-")
    assert second.date is None


@tried_on("line", "message")
def test_a_bad_record_is_named_by_its_line(tmp_path: Path, heard: Heard, line: str, message: str) -> None:
    line = line.replace("DEEP", f"{'[' * 5000}{']' * 5000}")
    path = _written(tmp_path, "news.jsonl", f'{{"text": "Talks failed."}}\n{line}\n{{"text": "Sweden protested."}}\n')
    assert len(heard.read(path)) == 2
    (error,) = heard.errors
    assert error.message.startswith(f"{path}:2: ")
    assert message in error.message


def test_null_stands_for_what_is_missing_and_several_authors_for_one(tmp_path: Path, heard: Heard) -> None:
    record = {"id": 7, "text": TEXT, "date": None, "title": None, "author": ["Anna Berg", "Paul Moser"]}
    (article,) = heard.read(_written(tmp_path, "news.jsonl", json.dumps(record)))
    assert (article.id, article.date, article.title) == ("7", None, "")
    assert article.authors == ("Anna Berg", "Paul Moser")


def test_what_is_no_json_lines_is_told_once(tmp_path: Path, heard: Heard) -> None:
    binary = _written(tmp_path, "picture.jsonl", b"\x89PNG\r\n\x1a\n\x00\x00\x00\r\n" * 500)
    assert heard.read(binary) == []
    assert len(heard.errors) == 3
    assert heard.errors[-1].message == f"{binary}:3: is no JSON but binary, and is not read further"
    heard.errors.clear()
    prose = _written(tmp_path, "prose.jsonl", TEXT * 500)
    assert heard.read(prose) == []
    assert len(heard.errors) == 11
    assert "its first 10 lines are no records" in heard.errors[-1].message
    heard.errors.clear()
    good = _written(tmp_path, "good.jsonl", json.dumps({"text": TEXT}) + "\n{\n" * 20)
    assert len(heard.read(good)) == 1
    assert len(heard.errors) == 20


@tried_on("records")
def test_of_two_records_of_one_id_or_text_one_is_read_in_whichever_order(
    records: list[dict[str, object]], tmp_path: Path, heard: Heard
) -> None:
    found = set[tuple[Article, ...]]()
    for some in permutations(records):
        heard.errors.clear()
        every = [*some[1:], {"id": 9, "text": TEXT}, {"text": "Chile left."}, {"text": "Chile left."}, some[0]]
        path = _written(tmp_path, "news.jsonl", "".join(json.dumps(one) + "\n" for one in every))
        found.add(tuple(sorted(set(heard.read(path)))))
        assert len(heard.errors) == len(records) - 1
        assert all("has another record under this id" in error.message for error in heard.errors)
        assert {error.hint for error in heard.errors} == {"give each an id of its own"}
    assert len(found) == 1


def test_records_of_one_id_in_two_files_are_an_error_of_the_second(tmp_path: Path, heard: Heard) -> None:
    first, same, text, day = (
        _written(tmp_path, f"{number}.jsonl", json.dumps(record))
        for number, record in enumerate(
            ({"id": 1, "text": TEXT}, {"id": 1, "text": TEXT}, {"id": 1, "text": "Chile left."},
             {"id": 1, "text": TEXT, "date": "2026-01-02"})
        )
    )  # fmt: skip
    assert len(heard.read(first, same)) == 2
    assert not heard.errors
    assert len(heard.read(first, text, day)) == 1
    told = [error.message for error in heard.errors]
    assert told == [
        f"{text}:1 (1): another text was read under this id",
        f"{day}:1 (1): this text with another day, title, author or source was read under this id",
    ]


def test_a_wire_text_of_two_publishers_is_two_articles_in_any_order(tmp_path: Path, heard: Heard) -> None:
    records = [{"text": TEXT, "publisher": "The Paper"}, {"text": TEXT, "publisher": "The Other"}, {"text": TEXT}]
    found = set[tuple[Article, ...]]()
    for some in permutations(records):
        path = _written(tmp_path, "news.jsonl", "".join(json.dumps(one) + "\n" for one in some))
        found.add(tuple(sorted(heard.read(path))))
    assert not heard.errors
    assert [len({article.id for article in some}) for some in found] == [3]


def test_a_record_that_is_no_utf8_is_named(tmp_path: Path, heard: Heard) -> None:
    path = _written(tmp_path, "news.jsonl", '{"text": "Besançon protested."}'.encode("latin-1"))
    assert heard.read(path) == []
    assert "is no JSON" in heard.errors[0].message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT.encode(), TEXT),
        (json.dumps({"text": TEXT}).encode(), TEXT),
        (pdf([[(11.0, 700.0, "Sweden protested.")]]), "Sweden protested."),
        (b"<!DOCTYPE html><html><body><article><p>" + TEXT.encode() * 9 + b"</p></article></body></html>", (TEXT * 9)),
    ],
)
def test_standard_input_is_looked_into(
    monkeypatch: pytest.MonkeyPatch, heard: Heard, content: bytes, expected: str
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    (article,) = heard.read("-")
    assert " ".join(article.text.split()) == " ".join(expected.split())


def test_a_date_given_goes_before_one_in_the_text(tmp_path: Path, heard: Heard) -> None:
    path = _written(tmp_path, "dated.txt", "Talks fail in Oslo\n\nMarch 5, 2024\n\nThe talks failed.\n")
    (found,) = heard.read(path)
    assert found.date == date(2024, 3, 5)
    assert "dated 2024-03-05, read from a line of the text; --date sets another" in heard.notes[0]
    (given,) = heard.read(path, reading=ReadingOptions(date=date(2024, 3, 6)))
    assert given.date == date(2024, 3, 6)
    assert len(heard.notes) == 1


def test_a_date_that_no_calendar_has_is_an_error_unless_another_is_given(tmp_path: Path, heard: Heard) -> None:
    path = _written(tmp_path, "talks.md", f"---\ndate: 2026-02-30\n---\n\n{TEXT}")
    assert heard.read(path) == []
    assert heard.errors[0].message == f"{path}: the front matter has the date '2026-02-30', which is none"
    assert heard.errors[0].hint == 'write it as "2026-01-14", or give --date'
    (article,) = heard.read(path, reading=ReadingOptions(date=date(2026, 3, 1)))
    assert article.date == date(2026, 3, 1)


def test_an_undated_article_has_no_date(tmp_path: Path, heard: Heard) -> None:
    (article,) = heard.read(_written(tmp_path, "undated.txt", "Talks failed in Oslo on March 5, 2024, officials said."))
    assert article.date is None


def test_a_dateline_without_its_year_dates_nothing_and_is_told(tmp_path: Path, heard: Heard) -> None:
    (article,) = heard.read(_written(tmp_path, "lima.txt", "Lima, 3 May (Andina) – Norway closed the port."))
    assert article.date is None
    assert "names no year (3 May)" in heard.notes[0]
    (dated,) = heard.read(_written(tmp_path, "oslo.txt", "Oslo, 3 May 2024 – Norway closed the port."))
    assert dated.date == date(2024, 5, 3)


def test_a_text_that_begins_with_the_title_of_its_record_is_parted_from_it(tmp_path: Path, heard: Heard) -> None:
    record = {"text": "Ports close again Norway closed the port on Monday.", "title": "Ports close again"}
    (article,) = heard.read(_written(tmp_path, "ports.jsonl", json.dumps(record)))
    assert article.text[: article.blocks[0].end].strip() == "Ports close again"


@tried_on("text", "message")
def test_another_script_is_told_however_short_the_text(tmp_path: Path, heard: Heard, text: str, message: str) -> None:
    assert heard.read(_written(tmp_path, "other.txt", text)) == []
    assert "is not in English but in" in heard.errors[0].message
    assert message in heard.errors[0].message
    assert heard.errors[0].hint == "--any-language reads it all the same"
    (article,) = heard.read(tmp_path / "other.txt", reading=ReadingOptions(any_language=True))
    assert article.language != "en"


def test_a_few_names_in_their_own_script_are_no_other_language(tmp_path: Path, heard: Heard) -> None:
    text = "Xi Jinping (习近平) met Mark Carney in Beijing (北京) on Wednesday, the Foreign Ministry (外交部) said."
    (article,) = heard.read(_written(tmp_path, "names.txt", text))
    assert article.language == "en"
    (numbers,) = heard.read(_written(tmp_path, "numbers.txt", "1, 2, 3 – 4"))
    assert numbers.language == "en"


def test_another_language_is_read_when_asked_for(tmp_path: Path, heard: Heard) -> None:
    (article,) = heard.read(_written(tmp_path, "french.txt", FRENCH), reading=ReadingOptions(any_language=True))
    assert article.language == "fr"


def test_a_short_text_passes_for_english(tmp_path: Path, heard: Heard) -> None:
    assert len(heard.read(_written(tmp_path, "short.txt", "Le ministre Dupont arrive."))) == 1


@pytest.mark.parametrize("key", ["examples", "counterexamples"])
def test_only_a_text_without_words_of_english_grammar_asks_the_model(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def classify(text: str) -> tuple[str, float]:
        asked.append(text)
        return "xx", 1.0

    monkeypatch.setattr("kg.text.articles._identifier", lambda: SimpleNamespace(classify=classify))
    found = [language_of(text) for text in listed("layout", "english", key)]
    assert set(found) == {"en" if key == "examples" else "xx"}
    assert len(asked) == (0 if key == "examples" else len(found))


def test_a_text_at_hand_is_an_article() -> None:
    article = article_of(TEXT, title="Timber", reading=ReadingOptions(date=date(2024, 3, 5)))
    assert (article.text, article.title, article.date) == (TEXT, "Timber", date(2024, 3, 5))
    with pytest.raises(InputError, match="text: is empty"):
        article_of(" ")
