"""Graphs for drawing: a large one, and one whose every word tries to be markup."""

from dataclasses import replace
from datetime import date, timedelta

from kg.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Entity,
    Evidence,
    Factuality,
    Graph,
    NodeId,
    Precision,
    Statement,
    TimeSpan,
)
from tests.graphs import statement

EVIL = "</script><script>window.hacked = true</script><img src=x onerror='window.hacked = true'> \\N \"]; {x} <!-- ]]>"
_CLASSES = ("Country", "Government", "Person", "Topic", "Commodity", "Company", "Place")
_RELATIONS = (
    ("visited", "visited", False),
    ("imposedTariffOn", "imposed tariff on", False),
    ("criticised", "criticised", False),
    ("signed", "signed", False),
    ("discuss-with", "discuss with", True),
    ("describe-as", "describe as", True),
)


def large_graph(size: int = 2000, actors: int = 300) -> Graph:
    """A graph of ``size`` statements between ``actors`` entities, in twenty articles, the same each time."""
    entities = tuple(
        Entity(NodeId(f"entity-{number:03}"), _CLASSES[number % len(_CLASSES)], f"Entity number {number}")
        for number in range(actors)
    )
    per_article = size // 20
    articles, statements = [], []
    for place in range(20):
        sentences = [f"Sentence {number} of article {place} says so." for number in range(per_article)]
        text = " ".join(sentences)
        name = ArticleId(f"article-{place:02}")
        block = Block(0, len(text), BlockKind.PARAGRAPH)
        articles.append(Article(name, text, (block,), date(2026, 1, 1) + timedelta(place), f"Article {place}"))
        start = 0
        for number, sentence in enumerate(sentences):
            span = Evidence(name, start, start + len(sentence), sentence)
            statements.append(_statement(place * per_article + number, actors, span))
            start += len(sentence) + 1
    return Graph() | Graph(tuple(articles), entities, (), (), tuple(statements))


def evil_graph() -> Graph:
    """A graph whose names, words and article are an attack on whoever takes them for markup."""
    text = f"{EVIL} attacked {EVIL}."
    span = Evidence(ArticleId("a"), 0, len(text), text)
    ends = (Entity(NodeId("a-b"), "Country", EVIL, frozenset({EVIL + "2"})), Entity(NodeId("it's\"<b>"), "Topic", EVIL))
    time = TimeSpan(date(2024, 1, 1), None, EVIL, Precision.YEAR)
    said = statement(
        (ends[0].id, "x", ends[1].id), span, name="statement-x", source=ends[1].id, time=time, is_open=True
    )
    said = replace(said, relation_label=EVIL, subject_text=EVIL, predicate_text="attacked", object_text=EVIL)
    said = replace(said, rule=EVIL, confidence=0.5)
    article = Article(ArticleId("a"), text, (Block(0, len(text), BlockKind.PARAGRAPH),), None, EVIL, (EVIL,), EVIL)
    return Graph((article,), ends, (), (), (said,))


def _statement(number: int, actors: int, span: Evidence) -> Statement:
    relation, label, is_open = _RELATIONS[number % len(_RELATIONS)]
    subject, value = number * 7 % actors, (number * number + 13) % actors
    day = date(2018, 1, 1) + timedelta(number)
    triple = (f"entity-{subject:03}", relation, f"entity-{value:03}")
    firm = tuple(Factuality)[number % len(Factuality)]
    time = TimeSpan(day, day, str(day), Precision.DAY) if number % 3 else None
    said = statement(triple, span, firm, name=f"statement-{number:05}", time=time, is_open=is_open)
    said = replace(said, subject_text=f"Sentence {number}", predicate_text="says", object_text="so")
    return replace(said, relation_label=label, confidence=round(0.5 + number % 50 / 100, 2))
