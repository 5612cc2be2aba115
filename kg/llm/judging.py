"""Judging of statements by a model, each with the words that decide, and how far it agrees with readers."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.llm import Completion, Request, instructions
from kg.model.json import Json
from kg.reviews import CAUSES, Review, ReviewKey, Verdict

_UNSEEN = frozenset({"rule", "words", "open", "said"})
"""What of a statement's row would sway who judges it, or says nothing to them."""
_ENDS = ("subject", "subjectText", "predicateText", "object", "objectText")
_BEFORE = frozenset({"", "coreference", "source", "time"})
"""Causes that what stands before a sentence may show, "" for what is right."""


class RefusedVerdict(StrEnum):
    """Why a model's verdict is none."""

    FORM = "answers in another form than was asked for"
    CAUSE = "verdicts without a cause that there is"
    WORDS = "verdicts by words that do not stand in the text"


def judging_request(row: Mapping[str, Json], *, before: str = "", date: str = "") -> Request:
    """The request to judge the statement of a row of ``kg.reviews``; ``before`` is the text before its sentence."""
    told_of = row.get("statement")
    statement = told_of if isinstance(told_of, dict) else {}
    said = {name: value for name, value in statement.items() if name not in _UNSEEN}
    seen = {"before": before, "sentence": row.get("sentence", ""), "date": date, "statement": said}
    told = {name: value for name, value in seen.items() if value}
    data = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return Request(instructions("judging"), data, lambda given: given.get("verdict") in tuple(Verdict))


def review_in(answer: Completion | None, request: Request, of: ReviewKey, reader: str) -> Review | RefusedVerdict:
    """The review in a model's answer about a statement, or why it is none; None is an answer that is of no use."""
    told = answer.fields() if answer is not None and request.is_met(answer) else None
    if told is None:
        return RefusedVerdict.FORM
    verdict, cause, words = Verdict(str(told["verdict"])), told.get("cause"), told.get("words")
    if verdict is Verdict.WRONG and cause not in CAUSES:
        return RefusedVerdict.CAUSE
    data = json.loads(request.data)
    if not isinstance(words, str) or not _decide(words, data, "" if verdict is Verdict.RIGHT else str(cause)):
        return RefusedVerdict.WORDS
    useful = told.get("useful")
    return Review(
        of,
        verdict,
        cause=str(cause) if verdict is Verdict.WRONG else "",
        useful=useful if isinstance(useful, bool) else None,
        reader=reader,
        sentence=str(data.get("sentence", "")),
        deciding=words,
    )


def _decide(words: str, data: Mapping[str, Json], cause: str) -> bool:
    """Whether some words may decide: they stand in the sentence, or before it where that may be the cause.

    A word alone is one of the statement's ends or its predicate, as that has it or as the text.
    """
    told = [str(data.get("sentence", "")), *([str(data.get("before", ""))] if cause in _BEFORE else [])]
    statement = data.get("statement")
    own = [str(statement.get(name, "")) for name in _ENDS] if isinstance(statement, dict) else []
    # The words as whole words, whatever the spaces between them.
    wanted = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)")
    is_shown = len(words.split()) > 1 or (len(words.strip()) > 1 and any(map(wanted.search, own)))
    return is_shown and any(map(wanted.search, told))


@dataclass(frozen=True)
class Agreement:
    """Verdicts of readers and of a model on the same statements: how many, each pair of verdicts."""

    both_right: int = 0
    only_reader: int = 0
    """Right to the reader alone."""
    only_model: int = 0
    both_wrong: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[Verdict, Verdict]]) -> "Agreement":
        """The agreement of pairs of verdicts, the reader's first."""
        found = [(reader is Verdict.RIGHT, model is Verdict.RIGHT) for reader, model in pairs]
        return cls(*(found.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))))

    @property
    def count(self) -> int:
        """The statements that both judged."""
        return self.both_right + self.only_reader + self.only_model + self.both_wrong

    @property
    def accuracy(self) -> float:
        """The share on which they agree, 0 to 1; 0 for none."""
        return _share(self.both_right + self.both_wrong, self.count)

    @property
    def kappa(self) -> float:
        """Cohen's kappa (1960), at most 1; 0 where chance would agree on all.

        >>> Agreement(20, 5, 10, 15).kappa
        0.4
        """
        right = (self.both_right + self.only_reader) * (self.both_right + self.only_model)
        wrong = (self.both_wrong + self.only_reader) * (self.both_wrong + self.only_model)
        chance = _share(right + wrong, self.count**2)
        return round((self.accuracy - chance) / (1 - chance), 4) if chance < 1 else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def agreements(judged: Iterable[tuple[Mapping[str, Json], Review, Review]]) -> Iterator[tuple[str, Agreement]]:
    """The agreement on rows with a reader's and a model's review: on all, by firmness, relation and reader's cause."""
    found: dict[str, list[tuple[Verdict, Verdict]]] = {}
    for row, reader, model in judged:
        statement = row.get("statement")
        assert isinstance(statement, dict)
        wrong = f"wrong, {reader.cause.replace('_', ' ') or 'no cause'}"
        for name in (
            "all",
            f"firmness {reader.of.factuality.value.lower()}",
            "relation in the text's own words" if statement.get("open") else "relation of the ontology",
            "said by a source" if reader.of.is_said else "said by the article",
            f"readers: {wrong if reader.verdict is Verdict.WRONG else 'right'}",
        ):
            found.setdefault(name, []).append((reader.verdict, model.verdict))
    for name in sorted(found, key=lambda one: (one != "all", one)):
        yield name, Agreement.of(found[name])
