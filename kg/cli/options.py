"""Options of commands, each declared once, and those that go together as one value (``spread``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeAlias

from typer import Argument, BadParameter, Option

from kg.console.output import TableForm
from kg.errors import InputError, one_of
from kg.facts.selection import Filter, day_named
from kg.isolation import USUAL, ArticleLimits
from kg.pipeline.workers import BuildSettings
from kg.plugins import PARTS, own

if TYPE_CHECKING:
    from kg.cli.llm import LlmOptions
    from kg.files.target import Target
    from kg.text.articles import ReadingOptions

    ModelOptions: TypeAlias = LlmOptions
else:
    ModelOptions = object  # a part that may be missing (``spread``)

_Spec = ParamSpec("_Spec")


def _day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(f"{text!r} is no date; write it as 2026-01-14") from None


def dated(name: str, told: str, parser: Callable[[str], date] = _day_of) -> object:
    """An option of a day, or by another parser of a month or year too, with its help."""
    return Option(name, parser=parser, metavar="YYYY-MM-DD" if parser is _day_of else "DATE", help=told)


def _moment(text: str) -> datetime:
    from kg.text.items import moment

    return moment(text, "--embargo-by")


def _last_day(text: str) -> date:
    return day_named(text, last=True)


def _base(iri: str) -> str:
    from kg.turtle.terms import checked_base

    return checked_base(iri) if iri else ""


def evidence(told: str, envvar: str | None = None) -> object:
    """The option of how much of the articles' words is kept or written, with its help."""

    def named(kind: str) -> str:
        from kg.turtle.nodes import EvidenceDetail

        return one_of(kind, EvidenceDetail, "kind of evidence")

    return Option("--evidence", envvar=envvar, callback=named, metavar="full|offsets|none", help=told)


def _file(path: Path | None) -> Path | None:
    if path is None or str(path) == "-":
        return None
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}")
    return path


Sources = Annotated[
    list[str],
    Argument(
        metavar="SOURCE...",
        help="Files (text, Markdown, HTML, PDF, JSONL, WARC, RSS), folders, http addresses, or - for standard input.",
    ),
]
CorpusPath = Annotated[Path, Argument(metavar="CORPUS", help="The folder of a corpus, as news.corpus.")]
GraphFile = Annotated[Path, Argument(metavar="GRAPH", help="A graph that `kg build` wrote, a file or a store.")]
GraphFiles = Annotated[
    list[Path], Argument(metavar="GRAPH...", help="Graphs that `kg build` wrote, files or stores; taken as one.")
]
LinksFile = Annotated[
    Path | None,
    Option("--links", metavar="FILE", help="Links of `kg corpus link`; those beside the first graph by default."),
]
Output = Annotated[
    Path | None,
    Option("--output", "-o", callback=_file, metavar="FILE", help="Where to write; - or nothing is standard output."),
]
LinksOutput = Annotated[
    Path | None,
    Option("--output", "-o", callback=_file, metavar="FILE", help="Where to write; beside the first graph by default."),
]
DecisionsPath = Annotated[
    Path | None, Option("--decisions", metavar="FILE", help="What readers decided; that beside the first graph.")
]
Decider = Annotated[str, Option("--reader", envvar="KG_READER", metavar="NAME", help="Who decides.")]
OutputForm = Annotated[TableForm, Option("--format", "-f", help="A table for people; the others for machines.")]
Details = Annotated[
    bool, Option("--details", help="With what a clause tells beside its main statement: when, where, with whom.")
]
Day = Annotated[date | None, dated("--date", "The day of articles that bring none.")]
On = Annotated[date | None, dated("--on", "Only what holds on this day.")]
Since = Annotated[date | None, dated("--since", "Not over before this day, month or year.", day_named)]
Until = Annotated[date | None, dated("--until", "Begun by the end of this day, month or year.", _last_day)]
_KNOWN = "Of a corpus, what was known by the end of this day: articles that were out, in the versions of then."
AsOf = Annotated[date | None, dated("--as-of", _KNOWN, _last_day)]
Subject = Annotated[str, Option("--subject", metavar="NAME", help="Statements with this subject.")]
RelationName = Annotated[str, Option("--relation", metavar="NAME", help="Statements with this relation.")]
FactualityName = Annotated[str, Option("--factuality", help="asserted, planned, denied ...")]
TrustName = Annotated[
    str, Option("--trust", metavar="sure|lead", help="Only what is sure, or only leads; else both, leads marked.")
]
Publisher = Annotated[str, Option("--publisher", metavar="NAME", help="What articles of this publisher tell.")]
Object = Annotated[str, Option("--object", metavar="NAME", help="Statements with this object.")]
Model = Annotated[
    str, Option("--model", envvar="KG_MODEL", metavar="NAME", help="The language model; see `kg models`.")
]
Aliases = Annotated[
    Path | None,
    Option("--aliases", envvar="KG_ALIASES", metavar="FILE", help="Your own names of entities, added to ours."),
]
Ontologies = Annotated[
    list[Path],
    Option("--ontology", envvar="KG_ONTOLOGY", metavar="FILE", help="Turtle added to our ontology; repeatable."),
]
MaxSeconds = Annotated[
    float,
    Option(
        "--max-seconds",
        envvar="KG_MAX_SECONDS",
        min=0.1,
        metavar="SECONDS",
        help="CPU time for one article, more for one of over 200,000 characters; what takes more is told.",
    ),
]
MaxMemory = Annotated[
    int,
    Option(
        "--max-memory",
        envvar="KG_MAX_MEMORY",
        min=16,
        metavar="MB",
        help="Memory for one article, beyond what the language model takes.",
    ),
]
BaseIri = Annotated[
    str,
    Option(
        "--base-iri", envvar="KG_BASE_IRI", callback=_base, metavar="IRI", help="What goes before the names of nodes."
    ),
]
Prefix = Annotated[
    list[str],
    Option(
        "--prefix",
        envvar="KG_PREFIX",
        metavar="NAME=IRI",
        help="A prefix of your own for names of RDF, as for an ontology of yours; repeatable.",
    ),
]
EvidenceKind = Annotated[
    str, evidence("Of the articles' words write all, the sentences of statements, or none (copyright).", "KG_EVIDENCE")
]
EvidenceKept = Annotated[str, evidence("Leave out the articles' text, or the sentences too.")]
MinConfidence = Annotated[
    float | None,
    Option(
        "--min-confidence",
        envvar="KG_MIN_CONFIDENCE",
        min=0,
        max=1,
        help="Leave out statements less sure than this; without it, those too seldom right or worth keeping.",
    ),
]
All = Annotated[bool, Option("--all", help="Statements however unsure they are; the same as --min-confidence 0.")]
Jobs = Annotated[int, Option("--jobs", "-j", envvar="KG_JOBS", min=0, help="Worker processes; 0 is one for each core.")]
TargetForm = Annotated[
    str,
    Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="One that kg formats lists (ttl nt jsonld ttl12 jsonl parquet graphml csv store ...); else by the suffix.",
    ),
]
Rdf12 = Annotated[bool, Option("--rdf12", help="Statements as RDF 1.2 has them: rdf:reifies a triple term.")]
Force = Annotated[bool, Option("--force", help="Replace an output file even if newsgraph did not write it.")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No summary.")]


Articles = Annotated[list[str], Argument(metavar="ARTICLE...", help="Ids as `kg query GRAPH --ask articles` has them.")]
GraphPath = Annotated[Path, Argument(metavar="GRAPH", help="A graph of ours, a file or a store.")]
AlsoAsked = Annotated[list[Path], Option("--with", metavar="FILE", help="Another file to ask as well; repeatable.")]
AskMemory = Annotated[
    int, Option("--max-memory", envvar="KG_MAX_MEMORY", min=16, metavar="MB", help="Beyond what the data take.")
]


@dataclass(frozen=True)
class ReadOptions:
    """How articles are read from their files."""

    max_characters: Annotated[
        int, Option("--max-characters", envvar="KG_MAX_CHARACTERS", min=1, help="The longest article that is read.")
    ] = 1_000_000  # some 150,000 words, a long report
    max_seconds: MaxSeconds = USUAL.seconds
    max_memory: MaxMemory = USUAL.megabytes
    any_language: Annotated[
        bool, Option("--any-language", envvar="KG_ANY_LANGUAGE", help="Read articles that seem not to be in English.")
    ] = False
    embargo_by: Annotated[
        datetime | None,
        Option(
            "--embargo-by", parser=_moment, metavar="TIME", help="Read what is under embargo, too, if free by then."
        ),
    ] = None

    def of(self, day: date | None) -> ReadingOptions:
        """The same for articles that are of a day unless they bring one."""
        from kg.text.articles import ReadingOptions

        limits = ArticleLimits(self.max_seconds, self.max_memory)
        return ReadingOptions(day, self.max_characters, self.any_language, limits, embargo_by=self.embargo_by)


@dataclass(frozen=True)
class RecipeOptions:
    """What graphs are made with."""

    model: Model = ""
    extractor: Annotated[
        str,
        Option(
            "--extractor",
            envvar="KG_EXTRACTOR",
            metavar="NAME",
            help="What finds what sentences say, of a package installed beside newsgraph, in place of our own.",
        ),
    ] = ""
    ontology: Ontologies = field(default_factory=list)
    aliases: Aliases = None
    min_confidence: MinConfidence = None
    every: All = False
    reviewed: Annotated[
        list[Path], Option("--reviewed", metavar="FILE", help="Keep to what readers found (kg review); repeatable.")
    ] = field(default_factory=list)

    def settings(self, llm: ModelOptions | None = None) -> BuildSettings:
        """The same for a build; first ``InputError`` for reviews that are none, ``KgError`` for no extractor."""
        from kg.reviews import Reviews

        if self.extractor:
            from kg.frames.extractor import check_extractor

            check_extractor(self.extractor)
        Reviews.of_files(self.reviewed)
        least = 0.0 if self.every else self.min_confidence
        given = least, tuple(self.reviewed), self.extractor or None
        made = BuildSettings(self.model, tuple(self.ontology), self.aliases, *given)
        return made if llm is None else llm.proposing(made)


@dataclass(frozen=True)
class WriteOptions:
    """Where a graph is written, and how."""

    output: Output = None
    form: TargetForm = ""
    base_iri: BaseIri = ""
    prefix: Prefix = field(default_factory=list)
    rdf12: Rdf12 = False
    force: Force = False

    def target(self, evidence: str) -> Target:
        """The same as a target; a wrong one is an error before any work is done."""
        from kg.files.target import Target

        return Target.of(self.output, self.form, self.base_iri, evidence, self.prefix, rdf12=self.rdf12)


@dataclass(frozen=True)
class FilterOptions:
    """Which statements are meant."""

    subject: Subject = ""
    relation: RelationName = ""
    obj: Object = ""
    source: Annotated[str, Option("--source", metavar="NAME", help="What this source says.")] = ""
    factuality: FactualityName = ""
    trust: TrustName = ""
    since: Since = None
    until: Until = None
    publisher: Publisher = ""

    def about(self, name: str) -> Filter:
        """Those of them that are about an entity; all where it has no name."""
        ends = self.subject, self.relation, self.obj, name, self.source
        return Filter(*ends, self.factuality, self.trust, self.since, self.until, self.publisher)


def spread(command: Callable[_Spec, None]) -> Callable[_Spec, None]:
    """A command with an option for each field of those of its parameters that are dataclasses of options.

    Its parameter ``llm`` is the part of that name: None where no model is asked, or that part is missing.
    """
    told = signature(command, eval_str=True).parameters
    kinds = {**{one.name: one.annotation for one in told.values()}, "llm": next(own(PARTS, "llm"), None)}
    groups = {name: kinds[name] for name in told if name == "llm" or is_dataclass(kinds[name])}

    @wraps(command)
    def run(*_given: _Spec.args, **named: _Spec.kwargs) -> None:
        for name, kind in groups.items():
            made = kind(**{one.name: named.pop(one.name) for one in fields(kind)}) if kind else None
            named[name] = None if name == "llm" and made and not made.is_given else made
        command(*_given, **named)

    every: list[Parameter] = []
    for name, one in told.items():
        kind = groups.get(name)
        hints = signature(kind, eval_str=True).parameters if kind else {}
        for option in fields(kind) if kind else ():
            usual = option.default if option.default_factory is MISSING else option.default_factory()
            every.append(hints[option.name].replace(default=usual))
        every += [] if name in groups else [one]
    every = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in every]
    vars(run)["__signature__"] = Signature(every)
    run.__annotations__ = {one.name: one.annotation for one in every}
    return run
