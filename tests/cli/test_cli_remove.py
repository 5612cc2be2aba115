"""Taking articles back and replacing them, as a user does it."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg.isolation import ArticleLimits
from kg.model import Article
from kg.pipeline.outcomes import Outcome
from kg.pipeline.workers import BuildSettings, read_here
from kg.store.disk import append, lines_of_store
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.model.test_removal import of_article

PERU = "Peru imposed a 25% tariff on Bolivian steel in 2023. Ottawa praised Peru, an official said."
CHILE = "Chile criticised Peru. Peru imposed a 25% tariff on Bolivian steel in 2023. Mark Carney visited Chile."
FORMS = ("graph.ttl", "graph.nt", "graph.store")


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are read where the model is loaded already; tests/test_whole.py reads them in processes of their own."""

    def outcomes(
        articles: Iterable[Article], recipe: BuildSettings, *, jobs: int, limits: ArticleLimits
    ) -> Iterator[Outcome]:
        assert jobs >= 1
        return read_here(articles, recipe, limits=limits)

    monkeypatch.setattr("kg.pipeline.workers.outcomes", outcomes)


def record(name: str, text: str, day: str = "2026-01-14", **more: str) -> str:
    return json.dumps({"id": name, "date": day, "text": text, **more}) + "\n"


def content(path: Path) -> bytes:
    return lines_of_store(path) if path.is_dir() else path.read_bytes()


def two_articles(path: Path) -> bytes:
    """A graph of the articles a1 and b2; what it was before the second."""
    one, other = (of_article(trade_graph(), name) for name in ("a1", "b2"))
    if path.suffix == ".store":
        append(one, path)
        before = content(path)
        append(other, path)
    else:
        write(one, path)
        before = content(path)
        write(one | other, path)
    return before


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("given", ["b2", "id:article-b2", "https://w3id.org/newsgraph/id/article-b2"])
def test_an_article_is_removed(kg: Kg, tmp_path: Path, name: str, given: str) -> None:
    before = two_articles(tmp_path / name)
    ran = kg("remove", name, given)
    assert (ran.code, ran.err) == (0, f"{name}: 1 article removed, 1 article left\n")
    assert content(tmp_path / name) == before


@pytest.mark.parametrize("name", FORMS)
def test_a_misspelt_article_gets_the_nearest_and_nothing_changes(kg: Kg, tmp_path: Path, name: str) -> None:
    both = of_article(trade_graph(), "peru-2024") | of_article(trade_graph(), "chile-2024")
    if name.endswith("store"):
        append(both, tmp_path / name)
    else:
        write(both, tmp_path / name)
    before = content(tmp_path / name)
    ran = kg("remove", name, "peru-2024", "chili-2024")
    assert ran.code == 2
    assert ran.err == f"error: {name}: has no article 'chili-2024'\nhint: Nearest: chile-2024\n"
    assert content(tmp_path / name) == before


def test_replace_goes_with_append(kg: Kg, news: Path) -> None:
    ran = kg("build", news, "-o", "graph.ttl", "--replace")
    assert (ran.code, ran.err.splitlines()[0][:40]) == (2, "error: --replace goes with --append: it ")


@pytest.mark.model
@pytest.mark.parametrize("name", FORMS)
def test_what_was_added_is_taken_back(kg: Kg, tmp_path: Path, name: str) -> None:
    (tmp_path / "one.jsonl").write_text(record("a1", PERU))
    (tmp_path / "more.jsonl").write_text(record("a2", CHILE) + record("a3", PERU))
    kg("build", "one.jsonl", "-o", name, "-q")
    before = content(tmp_path / name)
    kg("build", "more.jsonl", "-o", name, "--append", "-q")
    assert content(tmp_path / name) != before
    assert kg("remove", name, "a3", "a2", "-q").code == 0
    assert content(tmp_path / name) == before


@pytest.mark.model
@pytest.mark.parametrize("name", FORMS)
def test_an_article_with_another_date_is_told_and_replaced_if_asked(kg: Kg, tmp_path: Path, name: str) -> None:
    (tmp_path / "old.jsonl").write_text(record("a1", PERU) + record("a2", CHILE))
    (tmp_path / "new.jsonl").write_text(record("a1", PERU) + record("a2", CHILE, "2026-02-01"))
    kg("build", "old.jsonl", "-o", name, "-q")
    before = content(tmp_path / name)
    ran = kg("build", "new.jsonl", "-o", name, "--append", "-q")
    assert ran.code == 3
    told = f"error: new.jsonl:2 (a2): {name} has this text with another day: 2026-01-14 there, 2026-02-01 here\n"
    assert ran.err == f"{told}hint: --replace puts this one in its place\n"
    assert content(tmp_path / name) == before
    ran = kg("build", "new.jsonl", "-o", name, "--append", "--replace", "-q")
    assert (ran.code, ran.err) == (0, "note: 1 article is replaced\n")
    kg("build", "new.jsonl", "-o", f"fresh-{name}", "-q")
    assert content(tmp_path / name) == content(tmp_path / f"fresh-{name}")


@pytest.mark.model
def test_what_was_read_with_other_options_is_told_and_read_again_if_asked(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(record("a1", PERU))
    (tmp_path / "more.jsonl").write_text(record("a1", PERU) + record("a2", CHILE))
    for name in FORMS:
        kg("build", "one.jsonl", "-o", name, "-q")
        ran = kg("build", "one.jsonl", "-o", name, "--append", "--all", "-q")
        told = "note: 1 article was read with min_worth=0.135, not min_confidence=0, and left so; "
        assert (ran.code, ran.err) == (0, f"{told}--replace reads it again\n")
        ran = kg("build", "more.jsonl", "-o", name, "--append", "--replace", "--all", "--jobs", "2", "-q")
        assert (ran.code, ran.err) == (0, "note: 1 article is replaced\n")
        kg("build", "more.jsonl", "-o", f"fresh-{name}", "--all", "-q")
        assert content(tmp_path / name) == content(tmp_path / f"fresh-{name}")


@pytest.mark.model
@pytest.mark.parametrize("name", ["graph.ttl", "graph.store"])
def test_a_corrected_text_file_is_told_to_stand_beside_the_old_one(kg: Kg, tmp_path: Path, name: str) -> None:
    (tmp_path / "landslide.txt").write_text("A landslide killed 12 people in Peru on Monday.\n", encoding="utf-8")
    assert kg("build", "landslide.txt", "-o", name, "--date", "2026-01-14", "-q").code == 0
    (tmp_path / "landslide.txt").write_text("A landslide killed 14 people in Peru on Monday.\n", encoding="utf-8")
    ran = kg("build", "landslide.txt", "-o", name, "--date", "2026-01-14", "--append", "--replace", "-q")
    told = re.search(
        rf"(landslide-\w{{8}}) is new beside (landslide-\w{{8}}): .*; (kg remove {name} \2) takes out", ran.err
    )
    assert ran.code == 0
    assert told is not None
    assert kg(*told[3].split()[1:]).err == f"{name}: 1 article removed, 1 article left\n"
