"""What commands that ask a language model share: its options, and leave to send, asked for before anything is sent."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option, confirm

from kg.console import progress, tell
from kg.console.output import PrintedRow, TableForm, put
from kg.errors import InputError, KgError
from kg.facts.wording import counted
from kg.model.graph import BY_MODEL
from kg.pipeline.workers import BuildSettings, ontology_of
from kg.reviews import Review, ReviewFile, Verdict, judged_rows, review_key, row_of

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.files.articles import Gathered
    from kg.llm import ChatModel, Request
    from kg.model import Graph, Statement
    from kg.model.json import Json

_WITHHELD = "statements whose words are withheld"
_COLUMNS = ("of", "judged", "agree", "kappa", "right to both", "wrong to both", "only reader right", "only model right")


@dataclass(frozen=True)
class LlmOptions:
    """The options about a language model."""

    llm: Annotated[
        str, Option("--llm", metavar="URL", help="A language model's address; nothing is sent to any without it.")
    ] = ""
    llm_model: Annotated[str, Option("--llm-model", metavar="NAME", help="The model's name, as its server has it.")] = (
        ""
    )
    llm_cache: Annotated[
        Path | None, Option("--llm-cache", metavar="FOLDER", help="Where its answers are kept; ~/.cache by default.")
    ] = None
    llm_seconds: Annotated[
        float, Option("--llm-seconds", min=1, metavar="SECONDS", help="The longest that one answer may take.")
    ] = 300.0
    yes: Annotated[bool, Option("--yes", help="Send to the model what is told, without being asked.")] = False

    @property
    def is_given(self) -> bool:
        """Whether a model is asked; ``KgError`` for the other options without its address."""
        if not self.llm and self != LlmOptions():
            told = "--llm-model, --llm-cache, --llm-seconds and --yes go with --llm URL"
            raise KgError(told, hint="nothing is sent without it")
        return bool(self.llm)

    @cached_property
    def model(self) -> ChatModel:
        """The model that they name; ``KgError`` for what is none."""
        from kg.llm import ChatModel, default_folder

        return ChatModel(self.llm, self.llm_model, self.llm_cache or default_folder(), self.llm_seconds)

    @property
    def reader(self) -> str:
        """Its name as one who judges."""
        return BY_MODEL + self.model.name

    def proposing(self, recipe: BuildSettings) -> BuildSettings:
        """The same settings, with what the model proposes."""
        if recipe.extractor:
            raise KgError("--llm goes with our own extractor", hint="leave out --extractor, or --llm")
        from kg.llm.proposing import ModelExtractor

        return replace(recipe, extractor=ModelExtractor(self.model, ontology_of(recipe)))

    def propose(self, extractor: Extractor | str | None, gathered: Gathered) -> None:
        """Have the model propose what the articles say, before any of them is read."""
        from kg.llm.proposing import ModelExtractor

        if isinstance(extractor, ModelExtractor):
            articles = gathered.every()
            requests = [request for article in articles for request in extractor.requests(article)]
            self.answered(extractor.model, requests, counted(len(articles), "article"))

    def judge(self, graph: Graph, waiting: Sequence[Statement], file: ReviewFile, path: Path, place: Path) -> None:
        """Have the model judge statements of the graph of a path; tell what it judged, where, and how it is undone."""
        from kg.lines.cards import before
        from kg.llm.judging import judging_request, review_in

        model = self.model
        shown = [said for said in waiting if said.first_evidence.quote]
        requests = [
            judging_request(
                row_of(graph, said, Review(review_key(said), Verdict.RIGHT)),
                before=before(graph, said.first_evidence),
                date=str(graph.days.get(said.first_evidence.article, "")),
            )
            for said in shown
        ]
        self.answered(model, requests, counted(len(requests), "statement"))
        counts = Counter({_WITHHELD: len(waiting) - len(shown)})
        rows = []
        for said, request in zip(shown, requests, strict=True):
            found = review_in(model.held(request), request, review_key(said), self.reader)
            counts[found.verdict.value if isinstance(found, Review) else found.value] += 1
            if isinstance(found, Review):
                rows.append(row_of(graph, said, found))
        file.put(*rows)
        verdicts = [counts.pop(verdict.value, 0) for verdict in Verdict]
        tell(f"{sum(verdicts)} judged by {self.reader}, {verdicts[0]} of them right")
        for cause, count in sorted((cause, count) for cause, count in counts.items() if count):
            tell(f"  {count:>5}  {cause}")
        if sum(verdicts):
            tell(f"{place}: kg build --reviewed {place} leaves out what it found wrong")
            tell(f"kg review {path} -o {place} --undo --reader {self.reader} takes its verdicts back")

    def tried(self, judged: Path, count: int) -> None:
        """Have the model judge what readers judged, and print how far they agree; nothing is kept but its answers.

        Raises ``InputError`` for a file without a judged statement that has its sentence.
        """
        from kg.llm.judging import agreements, judging_request, review_in

        known = []
        for row, review in judged_rows(judged):
            said = row.get("statement")
            if row.get("sentence") and isinstance(said, dict) and said.get("subject") and not review.is_of_model:
                known.append((row, review))
        if not known:
            hint = "kg review writes them; data/judged has them too"
            raise InputError(f"{judged}: has no judged statement with its sentence", hint=hint)
        drawn = sorted(known, key=lambda pair: hashlib.sha256(repr(pair[1].of).encode()).hexdigest())[: count or None]
        requests = [judging_request(row) for row, _ in drawn]
        model = self.model
        self.answered(model, requests, counted(len(requests), "judged statement"))
        refused: Counter[str] = Counter()
        pairs: list[tuple[Mapping[str, Json], Review, Review]] = []
        for (row, reader), request in zip(drawn, requests, strict=True):
            found = review_in(model.held(request), request, reader.of, self.reader)
            if isinstance(found, Review):
                pairs.append((row, reader, found))
            else:
                refused[found.value] += 1
        rows: list[PrintedRow] = [
            dict(zip(_COLUMNS, (
                name, one.count, round(one.accuracy, 3), round(one.kappa, 3), one.both_right, one.both_wrong,
                one.only_reader, one.only_model,
            ), strict=True))
            for name, one in agreements(pairs)
        ]  # fmt: skip
        put(rows, TableForm.TABLE, columns=_COLUMNS)
        for cause, number in sorted(refused.items()):
            tell(f"  {number:>5}  {cause}")

    def answered(self, model: ChatModel, requests: Sequence[Request], what: str) -> None:
        """Have the model answer what its folder has no answer to: tell what is sent, ask for leave, send.

        ``what`` are the things that it is about: "3 articles". Raises ``KgError`` where it may not be sent,
        ``LlmError`` where the model gives no answer.
        """
        from kg.llm import needed

        need = needed(model, requests)
        for line in need.lines(what) if requests else ():
            tell(line)
        if not need.requests:
            return
        model.open_folder()
        if not (self.yes or (sys.stdin.isatty() and sys.stderr.isatty())):
            raise KgError("nothing is sent unless it is allowed, and nobody can be asked here", hint="--yes allows it")
        if not (self.yes or confirm("send it?", err=True)):
            raise KgError("nothing was sent")
        with progress(len(need.requests), "asking") as done:
            usage = need.met(done)
        for line in usage.lines():
            tell(line)
