"""What commands that ask a language model share: its options, and leave to send, asked for before anything is sent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec

import typer

from kg.cli.options import ModelOptions
from kg.console import progress, tell
from kg.errors import KgError
from kg.model.graph import BY_MODEL

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.files.gathering import Gathered
    from kg.llm import ChatModel, Request
    from kg.model import Graph, Statement
    from kg.pipeline.workers import BuildSettings
    from kg.reviews import ReviewFile

_Rest = ParamSpec("_Rest")
_SECONDS = 300.0
_Url = Annotated[
    str, typer.Option("--llm", metavar="URL", help="A language model's address; nothing is sent to any without it.")
]
_Name = Annotated[str, typer.Option("--llm-model", metavar="NAME", help="The model's name, as its server has it.")]
_Folder = Annotated[
    Path | None, typer.Option("--llm-cache", metavar="FOLDER", help="Where its answers are kept; ~/.cache by default.")
]
_Seconds = Annotated[
    float, typer.Option("--llm-seconds", min=1, metavar="SECONDS", help="The longest that one answer may take.")
]
_Yes = Annotated[bool, typer.Option("--yes", help="Send to the model what is told, without being asked.")]
_OPTIONS = (
    ("url", "llm", _Url, ""),
    ("name", "llm_model", _Name, ""),
    ("folder", "llm_cache", _Folder, None),
    ("seconds", "llm_seconds", _Seconds, _SECONDS),
    ("yes", "yes", _Yes, False),
)
"""Field of ``LlmOptions``, parameter, type and default of each option."""


@dataclass(frozen=True)
class LlmOptions:
    """The options about a language model."""

    url: str = ""
    name: str = ""
    folder: Path | None = None
    seconds: float = _SECONDS
    yes: bool = False

    @property
    def is_given(self) -> bool:
        """Whether a model is asked; ``KgError`` for the other options without its address."""
        if not self.url and self != LlmOptions():
            told = "--llm-model, --llm-cache, --llm-seconds and --yes go with --llm URL"
            raise KgError(told, hint="nothing is sent without it")
        return bool(self.url)

    @cached_property
    def model(self) -> ChatModel:
        """The model that they name; ``KgError`` for what is none."""
        from kg.llm import ChatModel, default_folder

        return ChatModel(self.url, self.name, self.folder or default_folder(), self.seconds)

    @property
    def reader(self) -> str:
        """Its name as one who judges."""
        return BY_MODEL + self.model.name

    def proposing(self, recipe: BuildSettings) -> BuildSettings:
        """The same settings, with what the model proposes."""
        if recipe.extractor:
            raise KgError("--llm goes with our own extractor", hint="leave out --extractor, or --llm")
        from kg.llm.proposing import ModelExtractor
        from kg.pipeline.workers import ontology_of

        return replace(recipe, extractor=ModelExtractor(self.model, ontology_of(recipe)))

    def propose(self, extractor: Extractor | str | None, gathered: Gathered) -> None:
        """Have the model propose what the articles say, before any of them is read."""
        from kg.facts.wording import counted
        from kg.llm.proposing import ModelExtractor

        if isinstance(extractor, ModelExtractor):
            articles = gathered.every()
            requests = [request for article in articles for request in extractor.requests(article)]
            self.answered(extractor.model, requests, counted(len(articles), "article"))

    def judge(self, graph: Graph, waiting: Sequence[Statement], file: ReviewFile, path: Path, place: Path) -> None:
        """Have the model judge statements of the graph of a path, keep its verdicts in a place, and tell how many."""
        from kg.cli.judging_by_model import judged_by_model, tell_judged

        tell_judged(judged_by_model(graph, waiting, file, self), self.reader, path, place)

    def tried(self, judged: Path, count: int) -> None:
        """Tell how far the model agrees with readers (``kg.cli.judging_by_model.tried``)."""
        from kg.cli.judging_by_model import tried

        tried(judged, self, count)

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
        if not self.yes:
            _ask_for_leave()
        with progress(len(need.requests), "asking") as done:
            usage = need.met(done)
        for line in usage.lines():
            tell(line)


def asks_model(command: Callable[Concatenate[ModelOptions | None, _Rest], None]) -> Callable[_Rest, None]:
    """A command with the options about a language model; it gets them as its first argument, None without a model."""

    @wraps(command)
    def run(*given: _Rest.args, **named: _Rest.kwargs) -> None:
        llm = LlmOptions(**{field: named.pop(name) for field, name, *_ in _OPTIONS})  # type: ignore[arg-type] # by Typer
        command(llm if llm.is_given else None, *given, **named)

    told = signature(command, eval_str=True)
    _, *own = told.parameters.values()
    ours = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=usual, annotation=kind) for _, name, kind, usual in _OPTIONS
    ]
    vars(run)["__signature__"] = told.replace(parameters=[*own, *ours])
    run.__annotations__ = {one.name: one.annotation for one in (*own, *ours)}
    return run


def _ask_for_leave() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise KgError("nothing is sent unless it is allowed, and nobody can be asked here", hint="--yes allows it")
    if not typer.confirm("send it?", err=True):
        raise KgError("nothing was sent")
