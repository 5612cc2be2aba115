"""What is no prose is told, HTML by another name is read, and no article is taken for something else."""

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Article
from kg.text.kinds import check_prose, kind_by_content
from kg.turtle.documents import serialize
from kg.turtle.formats import FORMATS
from tests.cases import tried_on
from tests.graphs import trade_graph
from tests.pdf import pdf
from tests.text.conftest import Heard

ROOT = Path(__file__).resolve().parents[2]
HTML = "<p>Canada imposed a tariff on Chinese steel.</p><p>China answered with a tariff on canola.</p>"
OTHERS = {
    "Turtle": [serialize(trade_graph(), "ttl").decode(), "# mine\nPREFIX a: <urn:a>\na:b a a:c ."],
    "N-Triples": [serialize(trade_graph(), name).decode() for name in ("nt", "nq")],
    "XML": [serialize(trade_graph(), "rdfxml").decode(), "<svg xmlns='urn:x'/>", "<?xml version='1.0'?><a/>"],
    "JSON": [serialize(trade_graph(), "jsonld").decode(), '{"a": 1}', '[{"a": 1}]', '{\n "a": {"text": 1}\n}'],
    "a table": [
        "name,country,date\nOslo,NOR,2026\nBern,CHE,2026\n",
        'name;says;date\n"Canada";"Canada imposed a tariff, and\nmore";2026\nx;y;z\n',
        "name\tcountry\tdate\nOslo\tNOR\t2026\nBern\tCHE\t2026\n",
    ],
}


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in OTHERS.items() for text in texts])
def test_what_is_no_prose_is_told_with_a_hint(what: str, text: str) -> None:
    with pytest.raises(InputError, match=f"other.txt: is no article but {what}") as caught:
        check_prose(text, "other.txt")
    assert caught.value.hint


@tried_on("text")
def test_prose_that_looks_odd_is_prose(text: str) -> None:
    check_prose(text, "article.txt")
    assert kind_by_content(text.encode(), "article.txt") == "text"


def test_no_text_of_ours_is_taken_for_something_else() -> None:
    found = [path for folder in ("tests", "seeds") for path in sorted((ROOT / folder).rglob("*.txt"))]
    assert len(found) >= 7
    for path in found:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        for part in (text, *text.split("\n\n"), *("".join(lines[at : at + 6]) for at in range(0, len(lines), 6))):
            check_prose(part, path.name)
            assert kind_by_content(part.encode(), path.name) == "text"


def read(path: Path) -> tuple[list[Article], list[str]]:
    """The articles of a file, and what was told."""
    heard = Heard()
    return heard.read(path), heard.told


@pytest.mark.parametrize("form", FORMATS)
def test_a_graph_by_another_name_makes_no_statements(tmp_path: Path, form: str) -> None:
    (tmp_path / "graph.txt").write_bytes(serialize(trade_graph(), form, evidence="full"))
    found, told = read(tmp_path / "graph.txt")
    assert not found
    assert "is no article but" in told[0]


@pytest.mark.parametrize("data", [HTML.encode(), f"<!DOCTYPE html>\n<html><body>{HTML}</body></html>".encode()])
def test_html_by_the_name_of_text_is_read_as_html(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.txt").write_bytes(data)
    found, told = read(tmp_path / "page.txt")
    assert "<" not in found[0].text
    assert told[0] == f"{tmp_path / 'page.txt'}: is read as HTML, which it is"


def test_a_pdf_and_json_lines_by_the_name_of_text_are_read_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(pdf([[(12, 700, "Canada imposed a tariff on China.")]]))
    (tmp_path / "b.txt").write_text(json.dumps({"text": "Canada imposed a tariff on China."}))
    assert [read(tmp_path / name)[0][0].text for name in ("a.txt", "b.txt")] == [
        "Canada imposed a tariff on China."
    ] * 2
