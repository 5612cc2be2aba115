"""Reads anew what is known of judged statements: the program reads their articles, and finds them by their words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from kg.build import article_graph, known_entities
from kg.frames.extractor import ClauseExtractor
from kg.mapping import statements
from kg.mapping.features import Features, of_construction, of_parse, of_statement, said_by
from kg.model import Article, Frame, Phrase, Statement
from kg.ontology import Ontology
from kg.ontology.reading import packaged
from kg.parse.soundness import Soundness
from kg.reader import Reader
from kg.text.articles import Reading, articles

_KEYS = ("features", "parse", "construction")


@dataclass
class _Noting:
    """A parse that notes what it is asked of, one statement after the other."""

    asked: list[tuple[Frame, tuple[Phrase, Phrase], bool]] = field(default_factory=list)

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> float:
        self.asked.append((frame, ends, typed))
        return 0.0


def digest(*words: str) -> str:
    """A short digest of the words of subject, predicate and object."""
    return sha256("|".join(words).encode()).hexdigest()[:12]


def again(path: Path, texts: Sequence[Path]) -> None:
    """Write to a file of judged statements what the program now tells of each, nothing of one no longer made."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = {row["article"] for row in rows}
    reader, ontology = Reader.load(), packaged()
    found: dict[tuple[str, int, str, str, str, bool], Mapping[str, Features]] = {}
    chosen = (one for one in _first(texts) if one.id in wanted)
    for article, doc in reader.read(chosen):
        parse = Soundness.of(doc)
        assert parse is not None, "no weights that go with the parser: python -m training.soundness"
        made = article_graph(article, doc, ontology, known=known_entities(reader.gazetteer))
        keys = {_key(article, statement) for statement in made.statements}
        for frame in ClauseExtractor.of(ontology).frames(doc, article):
            for statement, known in _known(frame, ontology, parse):
                if (key := _key(article, statement)) in keys:
                    found.setdefault(key, known)
    for row in rows:
        now = found.get((row["article"], row["start"], row["words"], row["relation"], row["factuality"], row["said"]))
        for name in _KEYS:
            row.pop(name, None)
        row.update(now or {})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{sum('features' in row for row in rows)} of {len(rows)} judged statements are made as they were judged")


def _first(texts: Iterable[Path]) -> Iterator[Article]:
    """The articles of some files, the first of each id."""
    seen = set()
    for path in texts:
        for article in articles([path], reading=Reading(any_language=True), skipped=lambda _: None):
            if article.id not in seen:
                seen.add(article.id)
                yield article


def _known(frame: Frame, ontology: Ontology, parse: Soundness) -> Iterator[tuple[Statement, Mapping[str, Features]]]:
    noting = _Noting()
    made = list(statements(replace(frame, parse=noting), ontology))
    for graph, (of, ends, typed) in zip(made, noting.asked, strict=True):
        parsed = of_parse(of, ends, parse, typed=typed)
        yield (
            graph.statements[0],
            {
                "features": of_statement(said_by(of, ends, typed=typed)),
                "parse": {name: round(value, 3) for name, value in parsed.items()},
                "construction": of_construction(of, ends),
            },
        )


def _key(article: Article, statement: Statement) -> tuple[str, int, str, str, str, bool]:
    words = digest(statement.subject_text, statement.predicate_text, statement.object_text)
    return (
        article.id,
        statement.first_evidence.start,
        words,
        statement.relation,
        statement.factuality.value,
        statement.attributed_to is not None,
    )
