"""What the program tells of each judged statement: it reads the texts, and finds the statements by their words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.frames.extractor import ClauseExtractor
from kg.mapping import statements
from kg.mapping.confidence import StatementFeatureValues, form_features, parse_features, profile_features
from kg.model import Article, Frame, Phrase, Statement
from kg.ontology import Ontology
from kg.parse.readings import states_of
from kg.parse.soundness import HEADS, LogOdds, Soundness
from kg.parse.tree import Doc, tree
from kg.reader import Reader
from kg.text.articles import ReadingOptions, articles
from training.judged.rows import Key, Row, digest

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Case:
    """A judged statement as the program makes it now."""

    row: Row
    genre: str
    named: StatementFeatureValues
    """What can be read off the statement, and how sound its structure is."""
    construction: StatementFeatureValues
    """What stands for the parse where none tells."""
    numbers: Numbers
    """The row of places."""
    states: Numbers
    """The encoder's states: of three heads, and the means over both ends and the sentence."""
    said: Statement


@dataclass
class Asked:
    """Stands where the parse will: keeps what it is asked of, and answers as the parse where that is given."""

    parse: Soundness | None = None
    asked: list[tuple[Frame, tuple[Phrase, Phrase], bool]] = field(default_factory=list)

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> LogOdds:
        """Those of the parse, else none."""
        self.asked.append((frame, ends, typed))
        return self.parse.log_odds(frame, ends, typed=typed) if self.parse is not None else LogOdds(0.0)


def told_in(
    article: Article, doc: Doc, ontology: Ontology, parse: Soundness | None = None
) -> Iterator[tuple[Statement, Frame, tuple[Phrase, Phrase], bool]]:
    """Each statement of an article with its frame, its ends, and whether its relation is typed."""
    for frame in ClauseExtractor.of(ontology).frames(doc, article):
        noting = Asked(parse)
        made = list(statements(replace(frame, parse=noting), ontology))
        for graph, asked in zip(made, noting.asked, strict=True):
            (said,) = graph.statements
            yield said, *asked


def cases(
    reader: Reader, ontology: Ontology, found: Sequence[Row], genres: Mapping[str, str], files: Iterable[Path]
) -> Iterator[Case]:
    """Of the judged statements those that the program still makes as they were judged, each once."""
    wanted: defaultdict[str, defaultdict[Key, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        wanted[row.text][row.key].append(row)
    for article, doc in reader.read(one for one in first_of_each(files) if one.id in wanted):
        of_text = wanted.pop(article.id)
        read = tree(doc)
        parse = Soundness.of(read)
        assert parse is not None, "no weights that go with the parser: python -m training.soundness"
        encoded = np.asarray(states_of(read), dtype=np.float32)
        for said, frame, ends, typed in told_in(article, read, ontology):
            for row in of_text.pop(key_of(said), ()):
                known = _known(parse, encoded, frame, ends, said, typed=typed)
                yield Case(row, genres[row.text], *known, said)


def first_of_each(files: Iterable[Path]) -> Iterator[Article]:
    """The articles of some files, the first of each id."""
    seen = set()
    for path in files:
        for article in articles([path], reading=ReadingOptions(any_language=True), skipped=lambda _: None):
            if article.id not in seen:
                seen.add(article.id)
                yield article


def key_of(said: Statement) -> Key:
    """What finds a statement among the judged ones."""
    words = digest(said.subject_text, said.predicate_text, said.object_text)
    first = said.first_evidence
    return first.article, first.start, words, said.relation, said.factuality.value, said.attributed_to is not None


def _known(  # noqa: PLR0913
    parse: Soundness, encoded: Numbers, frame: Frame, ends: tuple[Phrase, Phrase], said: Statement, *, typed: bool
) -> tuple[StatementFeatureValues, StatementFeatureValues, Numbers, Numbers]:
    """What a case tells of a statement."""
    named = profile_features(frame, ends, typed=typed, relation_class=said.relation_class)
    sound = parse_features(frame, ends, parse, typed=typed)["sound"]
    heads, _ = parse.features.read(frame, ends, typed=typed)
    place = parse.place(frame, heads, ends)
    states = [*encoded[list(place.heads)], *(encoded[a:b].mean(axis=0) for a, b in place.stretches)]
    assert len(states) == HEADS + len(place.stretches)
    numbers = np.array(place.row, dtype=np.float32)
    return {**named, "sound": sound}, form_features(frame, ends), numbers, np.stack(states)
