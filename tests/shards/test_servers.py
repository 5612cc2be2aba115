"""The files of a corpus for servers go through the bulk loader of one, which then answers a named question."""

import csv
import io
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import Kg
from tests.shards.made import corpus, shard_of, trade
from tests.stores import oxigraph

QUESTIONS = Path(__file__).resolve().parents[2] / "ontologies" / "questions"


def rows(text: str) -> list[list[str]]:
    """The rows of a table, sorted, with the last parts of IRIs."""
    return sorted([cell.rpartition("/")[2].replace("id:", "") for cell in row] for row in csv.reader(io.StringIO(text)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "name", "question"), [("nquads", "quads", "articles"), ("nt", "news.nt", "who-imposed-what")]
)
def test_what_is_exported_is_loaded_in_bulk_and_answers_as_here(
    kg: Kg, tmp_path: Path, form: str, name: str, question: str
) -> None:
    corpus(tmp_path, [shard_of(trade(number)) for number in range(3)])
    assert kg("corpus", "export", "news.corpus", "-o", name, "-f", form).code == 0
    here = tmp_path / name
    loader = Path(sys.executable).with_name("oxigraph")
    files = sorted(here.iterdir()) if here.is_dir() else [here]
    subprocess.run([loader, "load", "--location", tmp_path / "data", "--file", *files], check=True, capture_output=True)
    with oxigraph(tmp_path) as server:
        asked = urllib.request.Request(
            f"{server}/query{'?union-default-graph' if form == 'nquads' else ''}",
            (QUESTIONS / f"{question}.rq").read_bytes(),
            {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            found = rows(answer.read().decode())
    known = rows(kg("query", "news.corpus", "--ask", question, "-f", "csv").out)
    assert len(found) > 1
    assert found == known
