"""Whole articles with what is read of them, for a person to check: ``stories/NAME/statements.txt`` and ``graph.ttl``.

``article.txt`` is the article (the seed's own stands in ``seeds``), ``date`` its day. After a change that is meant,
``python -m tests.test_stories`` writes both files anew; the difference is what a reviewer reads.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kg.model import Article, Graph
from kg.model.merge import merged
from kg.pipeline.build import build
from kg.rules import by_id, construction_of, rules_of
from kg.text.articles import ReadingOptions, article_of
from kg.turtle.documents import to_turtle
from scripts.balance import fired
from tests.reading import said, tools

pytestmark = pytest.mark.model

STORIES = Path(__file__).parent / "stories"
ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
NAMES = sorted(path.name for path in STORIES.iterdir())


@dataclass(frozen=True)
class Story:
    """An article and the two files that say what is read of it."""

    statements: str
    turtle: str


@cache
def alone(name: str) -> Graph:
    """What is built of a story's article alone."""
    return build([_article(name)], *tools()).graph


@cache
def together() -> Graph:
    """What is built of all articles, the last one first."""
    return build(map(_article, reversed(NAMES)), *tools()).graph


@cache
def told(name: str) -> Story:
    graph = alone(name)
    return Story("\n".join(_lines(graph, _article(name))) + "\n", to_turtle(graph))


def _article(name: str) -> Article:
    return article_of(_source(name).read_text(encoding="utf-8"), reading=ReadingOptions(date=_day(name)))


def _source(name: str) -> Path:
    own = STORIES / name / "article.txt"
    return own if own.exists() else SEEDS / f"{name}.txt"


def _day(name: str) -> date:
    return date.fromisoformat((STORIES / name / "date").read_text(encoding="utf-8").strip())


def _lines(graph: Graph, article: Article) -> Iterator[str]:
    """Each sentence with its statements beneath, sentences without any among them."""
    reader, _ = tools()
    silent = [block for block in article.blocks if not block.kind.makes_statements]
    lines = dict(zip(_places(graph), map(str, said(graph)), strict=True))
    _, doc = next(reader.read([article]))
    for sentence in doc.sents:
        quote = " ".join(sentence.text.split())
        if quote and not any(block.start <= sentence.start_char < block.end for block in silent):
            here = sorted(
                line for (start, _), line in lines.items() if sentence.start_char <= start < sentence.end_char
            )
            yield from ("", f"> {quote}", *(here or ["-"]))


def _places(graph: Graph) -> list[tuple[int, str]]:
    found = sorted(graph.statements, key=lambda each: (each.first_evidence.start, each.first_evidence.end))
    return [(each.first_evidence.start, each.id) for each in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_story_says_what_its_file_says(name: str) -> None:
    assert told(name).statements == (STORIES / name / "statements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_its_turtle_is_the_same_to_the_byte(name: str) -> None:
    assert told(name).turtle.encode() == (STORIES / name / "graph.ttl").read_bytes()


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    other = "0" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = os.environ | {"PYTHONHASHSEED": other, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.test_stories", "--digest"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == digest()


def digest() -> str:
    """A hash of the Turtle of all stories."""
    return hashlib.sha256("".join(told(name).turtle for name in NAMES).encode()).hexdigest()


def test_an_article_reads_the_same_alone_and_among_others() -> None:
    assert together() == merged(map(alone, NAMES))


def test_every_rule_that_has_a_part_in_a_story_is_one_that_kg_rules_lists() -> None:
    assert len(NAMES) == 4
    reader, ontology = tools()
    read = reader.read(_article(name) for name in NAMES)
    rules = {rule for article, doc in read for rule in fired(article, doc, ontology)}
    statements = together().statements
    named = {rule for statement in statements for rule in rules_of(statement)}
    assert min(len(rules), len(named)) > 50
    assert sorted((rules | named) - by_id().keys()) == []
    assert {statement.rule for statement in statements if not construction_of(statement.rule)} == set()


def main() -> None:
    """Write the files of every story; with ``--digest`` print a hash of their Turtle instead."""
    if "--digest" in sys.argv:
        sys.stdout.write(digest())
        return
    for name in NAMES:
        story = told(name)
        (STORIES / name / "statements.txt").write_text(story.statements, encoding="utf-8")
        (STORIES / name / "graph.ttl").write_text(story.turtle, encoding="utf-8")
        sys.stdout.write(f"{name}: {story.statements.count(' | ') // 3} statements\n")


if __name__ == "__main__":
    main()
