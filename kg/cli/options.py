"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, Protocol, cast

import typer

from kg.console.output import TableForm
from kg.errors import InputError, one_of
from kg.isolation import USUAL
from kg.plugins import PARTS, own

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.files.gathering import Gathered
    from kg.model import Graph, Statement
    from kg.pipeline.workers import BuildSettings
    from kg.reviews import ReviewFile

_Rest = ParamSpec("_Rest")

LONGEST = 1_000_000
"""Characters of one article: some 150,000 words, a long report."""
LONGEST_SECONDS = USUAL.seconds
MOST_MEGABYTES = USUAL.megabytes


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2026-01-14") from None


def _moment(text: str) -> datetime:
    from kg.text.items import moment

    return moment(text, "--embargo-by")


def _first_day(text: str) -> date:
    from kg.facts.selection import day_named

    return day_named(text)


def _last_day(text: str) -> date:
    from kg.facts.selection import day_named

    return day_named(text, last=True)


def _base(iri: str) -> str:
    from kg.turtle.terms import checked_base

    return checked_base(iri) if iri else ""


def evidence_named(kind: str) -> str:
    """The kind of evidence of a name; ``KgError`` for none."""
    from kg.turtle.nodes import EvidenceDetail

    return one_of(kind, EvidenceDetail, "kind of evidence")


def _file(path: Path | None) -> Path | None:
    if path is None or str(path) == "-":
        return None
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}")
    return path


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files (text, Markdown, HTML, PDF, JSONL, WARC, RSS), folders, http addresses, or - for standard input.",
    ),
]
GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph that `kg build` wrote, a file or a store.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", callback=_file, metavar="FILE", help="Where to write; - or nothing is standard output."
    ),
]
LinksOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", callback=_file, metavar="FILE", help="Where to write; beside the first graph by default."
    ),
]
OutputForm = Annotated[TableForm, typer.Option("--format", "-f", help="A table for people; the others for machines.")]
Details = Annotated[
    bool, typer.Option("--details", help="With what a clause tells beside its main statement: when, where, with whom.")
]
Day = Annotated[
    date | None,
    typer.Option("--date", parser=_day, metavar="YYYY-MM-DD", help="The day of articles that bring none."),
]
On = Annotated[
    date | None, typer.Option("--on", parser=_day, metavar="YYYY-MM-DD", help="Only what holds on this day.")
]
Since = Annotated[
    date | None,
    typer.Option("--since", parser=_first_day, metavar="DATE", help="Not over before this day, month or year."),
]
Until = Annotated[
    date | None,
    typer.Option("--until", parser=_last_day, metavar="DATE", help="Begun by the end of this day, month or year."),
]
Subject = Annotated[str, typer.Option("--subject", metavar="NAME", help="Statements with this subject.")]
RelationName = Annotated[str, typer.Option("--relation", metavar="NAME", help="Statements with this relation.")]
FactualityName = Annotated[str, typer.Option("--factuality", help="asserted, planned, denied ...")]
TrustName = Annotated[
    str, typer.Option("--trust", metavar="sure|lead", help="Only what is sure, or only leads; else both, leads marked.")
]
SourceName = Annotated[str, typer.Option("--source", metavar="NAME", help="What this source says.")]
Object = Annotated[str, typer.Option("--object", metavar="NAME", help="Statements with this object.")]
Model = Annotated[
    str, typer.Option("--model", envvar="KG_MODEL", metavar="NAME", help="The language model; see `kg models`.")
]
ExtractorName = Annotated[
    str,
    typer.Option(
        "--extractor",
        envvar="KG_EXTRACTOR",
        metavar="NAME",
        help="What finds what sentences say, of a package installed beside newsgraph, in place of our own.",
    ),
]
Aliases = Annotated[
    Path | None,
    typer.Option("--aliases", envvar="KG_ALIASES", metavar="FILE", help="Your own names of entities, added to ours."),
]
Ontologies = Annotated[
    list[Path],
    typer.Option("--ontology", envvar="KG_ONTOLOGY", metavar="FILE", help="Turtle added to our ontology; repeatable."),
]
MaxCharacters = Annotated[
    int, typer.Option("--max-characters", envvar="KG_MAX_CHARACTERS", min=1, help="The longest article that is read.")
]
MaxSeconds = Annotated[
    float,
    typer.Option(
        "--max-seconds",
        envvar="KG_MAX_SECONDS",
        min=0.1,
        metavar="SECONDS",
        help="CPU time for one article, more for one of over 200,000 characters; what takes more is told.",
    ),
]
MaxMemory = Annotated[
    int,
    typer.Option(
        "--max-memory",
        envvar="KG_MAX_MEMORY",
        min=16,
        metavar="MB",
        help="Memory for one article, beyond what the language model takes.",
    ),
]
EmbargoBy = Annotated[
    datetime | None,
    typer.Option(
        "--embargo-by", parser=_moment, metavar="TIME", help="Read what is under embargo, too, if free by then."
    ),
]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", envvar="KG_ANY_LANGUAGE", help="Read articles that seem not to be in English.")
]

BaseIri = Annotated[
    str,
    typer.Option(
        "--base-iri",
        envvar="KG_BASE_IRI",
        callback=_base,
        metavar="IRI",
        help="What goes before the names of nodes.",
    ),
]
Prefix = Annotated[
    list[str],
    typer.Option(
        "--prefix",
        envvar="KG_PREFIX",
        metavar="NAME=IRI",
        help="A prefix of your own for names of RDF, as for an ontology of yours; repeatable.",
    ),
]
EvidenceKind = Annotated[
    str,
    typer.Option(
        "--evidence",
        envvar="KG_EVIDENCE",
        callback=evidence_named,
        metavar="full|offsets|none",
        help="Of the articles' words write all, the sentences of statements, or none (copyright).",
    ),
]
EvidenceKept = Annotated[
    str,
    typer.Option(
        "--evidence",
        callback=evidence_named,
        metavar="full|offsets|none",
        help="Leave out the articles' text, or the sentences too.",
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        envvar="KG_MIN_CONFIDENCE",
        min=0,
        max=1,
        help="Leave out statements less sure than this; without it, those too seldom right or worth keeping.",
    ),
]
All = Annotated[bool, typer.Option("--all", help="Statements however unsure they are; the same as --min-confidence 0.")]
Reviewed = Annotated[
    list[Path],
    typer.Option("--reviewed", metavar="FILE", help="Keep to what readers found (kg review); repeatable."),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", envvar="KG_JOBS", min=0, help="Worker processes; 0 is one for each core.")
]
TargetForm = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="One that kg formats lists (ttl nt jsonld ttl12 jsonl parquet graphml csv store ...); else by the suffix.",
    ),
]
Rdf12 = Annotated[bool, typer.Option("--rdf12", help="Statements as RDF 1.2 has them: rdf:reifies a triple term.")]
Append = Annotated[bool, typer.Option("--append", help="Join with the graph that the output file or store holds.")]
Replaces = Annotated[
    bool, typer.Option("--replace", help="With --append: read anew what is there otherwise, in place of it.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace an output file even if newsgraph did not write it.")]
FailEmpty = Annotated[bool, typer.Option("--fail-empty", help="Exit with 1 if nothing was stated.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
MentionForm = Annotated[
    TableForm | None, typer.Option("--format", "-f", help="A table on a terminal, JSONL elsewhere, unless said.")
]


class ModelOptions(Protocol):
    """What a command is told of a language model (the part ``llm``), which it asks."""

    @property
    def reader(self) -> str:
        """Its name as one who judges."""

    def proposing(self, recipe: BuildSettings) -> BuildSettings:
        """The same settings, with what it proposes."""

    def propose(self, extractor: Extractor | str | None, gathered: Gathered) -> None:
        """Have it propose what the articles say, before any of them is read."""

    def judge(self, graph: Graph, waiting: Sequence[Statement], file: ReviewFile, path: Path, place: Path) -> None:
        """Have it judge statements of the graph of a path, keep its verdicts in a place, and tell how many."""

    def tried(self, judged: Path, count: int) -> None:
        """Tell how far it agrees with readers."""


_AskingCommand = Callable[Concatenate[ModelOptions | None, _Rest], None]


def asks_model(command: _AskingCommand[_Rest]) -> Callable[_Rest, None]:
    """A command that gets a language model as its first argument: None where none is asked, or that part is missing."""
    for found in own(PARTS, "llm"):
        return cast("Callable[[_AskingCommand[_Rest]], Callable[_Rest, None]]", found)(command)

    @wraps(command)
    def run(*given: _Rest.args, **named: _Rest.kwargs) -> None:
        command(None, *given, **named)

    told = signature(command, eval_str=True)
    vars(run)["__signature__"] = told.replace(parameters=[*told.parameters.values()][1:])
    return run
