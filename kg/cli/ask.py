"""The commands that ask: ``query`` and ``path``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.faults import FINDINGS, PARTLY
from kg.console import note
from kg.console.output import PrintedRow, TableForm, check_output, form_of, never, put, put_text, put_told
from kg.errors import KgError, QueryError, one_of
from kg.facts.selection import day_named
from kg.files.graphs import Loaded, askable, excerpt_of, loaded, standard_text
from kg.model import Graph, NodeId
from kg.several.opened import OpenedCorpus, askable_as_one, told_lines
from kg.shards import is_corpus
from kg.shards.wanted import MOST, Wanted

if TYPE_CHECKING:
    from kg.corpus.happenings import Corpus as Told
    from kg.store import Answer, Worker
    from kg.store.questions import Question
    from kg.view.serve.library import LinkedSource

commands = typer.Typer()
_PANEL = "Ask"
_DAYS = ("since", "until")
_PLAIN = ("table", "jsonl")
_OF_TABLES = tuple(TableForm)
_TOLD = ("told", "sources", "statements")  # the columns of a corpus; no table, nor page, has room for the last
_OLD_FORM = """ASK { kg:Event rdfs:subClassOf sem:Event
  FILTER NOT EXISTS { kg:Event rdfs:subClassOf kg:Happening } }"""


@dataclass(frozen=True)
class _Asked:
    """A query in one of the ways in which it may be given, and how its answer is to be shown."""

    sparql: Annotated[
        str, Argument(metavar="[SPARQL]", help="The query, or a .rq file with it; - reads standard input.")
    ] = ""
    file: Annotated[Path | None, Option("--file", metavar="FILE", help="The query is in a file.")] = None
    ask: Annotated[str, Option("--ask", metavar="NAME", help="A named question, or a file with one.")] = ""
    param: Annotated[
        list[str], Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the question; repeatable.")
    ] = field(default_factory=list)
    questions_from: Annotated[
        list[Path],
        Option("--questions-from", envvar="KG_QUESTIONS", metavar="DIR", help="A folder of your own questions."),
    ] = field(default_factory=list)
    links: Annotated[
        Path | None,
        Option("--links", metavar="FILE", help="Links of `kg corpus link`: a named question has a row a happening."),
    ] = None
    form: Annotated[
        str,
        Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table csv tsv json jsonl xml; for CONSTRUCT ttl nt jsonld rdfxml; else by the suffix.",
        ),
    ] = ""
    output: options.Output = None
    sentences: Annotated[bool, Option("--sentences", help="Show the sentence of each row's statement.")] = False
    details: options.Details = False
    trust: options.TrustName = ""
    as_of: options.AsOf = None

    def text(self, worker: Worker, told: Told | None = None) -> str:
        """The SPARQL; exactly one way must be taken. Of what articles tell together it asks for all days."""
        from kg.store.questions import text_of

        ways = [bool(self.sparql), self.file is not None, bool(self.ask)]
        if sum(ways) != 1:
            said = "no query" if not any(ways) else "more than one query"
            raise KgError(said, hint="give SPARQL, --file FILE, or --ask NAME; kg query --questions lists the names")
        if (self.param or self.details or self.trust) and not self.ask:
            wrong = "--param" if self.param else "--details" if self.details else "--trust"
            raise KgError(f"{wrong} is for named questions", hint="add --ask NAME; SPARQL sees all statements")
        if self.ask:
            known = {parameter.name for parameter in self.question.parameters}
            if self.details and "details" not in known:
                note(f"--details changes nothing: the question {self.ask} does not ask for them")
            more = {"details": "yes"} if self.details and "details" in known else {}
            more |= {"trusted": self.trust} if self.trust else {}
            apart = known.intersection(_DAYS) if told else frozenset[str]()
            given = {name: value for name, value in self.given().items() if name not in apart}
            return self.question.filled({**more, **given}, worker)
        if self.sparql == "-":
            return standard_text()
        is_named = "{" not in self.sparql and self.sparql.endswith((".rq", ".sparql"))  # a query has braces
        file = self.file or (Path(self.sparql) if is_named else None)
        return text_of(file) if file is not None else self.sparql

    def wanted(self) -> Wanted | None:
        """What a named question asks of a corpus; None for SPARQL, which asks all of it."""
        if not self.ask:
            return None
        from kg.shards.wanted import wanted_by

        return replace(wanted_by(self.question, self.given()), as_of=self.as_of, most=MOST)

    @cached_property
    def question(self) -> Question:
        """The named question."""
        from kg.store.questions import question

        return question(self.ask, self.questions_from)

    def files(self) -> Iterator[Path]:
        """The files in which the query may stand."""
        for path in [Path(name) for name in (self.file, self.sparql, self.ask) if name]:
            try:
                if path.is_file():
                    yield path
            except OSError:  # a query is too long for a name
                continue

    def given(self) -> Mapping[str, str]:
        """The parameters by name; ``KgError`` for one that has no value or is given twice."""
        pairs = [parameter.partition("=") for parameter in self.param]
        wrong = next((name for name, equals, _ in pairs if not equals), None)
        if wrong is not None:
            raise KgError(f"the parameter {wrong!r} has no value", hint=f"-p {wrong}=VALUE")
        names = [name for name, _, _ in pairs]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise KgError(f"the parameter {twice!r} is given more than once", hint="ask once for each value")
        return {name: value for name, _, value in pairs}

    @cached_property
    def shown(self) -> str:
        """The form of the answer, by the suffix of the file unless it was given; none is a table, or Turtle."""
        from kg.store import GRAPH_FORMS, SOLUTION_FORMS

        known = (*_PLAIN, *SOLUTION_FORMS, *GRAPH_FORMS)
        return one_of(self.form, known, "format") if self.form else form_of(self.output, known)

    def check(self, answer: Answer, *, is_made: bool) -> None:
        """``KgError`` where the answer has not the form that was asked for, or that has no room for our columns."""
        from kg.store import GRAPH_FORMS, SOLUTION_FORMS

        is_graph = answer.kind == "graph"
        gives = {"graph": "triples", "boolean": "true or false"}.get(answer.kind, "rows")
        if self.shown and is_graph != (self.shown in GRAPH_FORMS):
            fitting = GRAPH_FORMS if is_graph else (*_PLAIN, *SOLUTION_FORMS)
            raise KgError(f"the query gives {gives}, and {self.shown} is for others", hint=f"-f {' '.join(fitting)}")
        if self.sentences and answer.kind != "solutions":
            raise KgError(f"the query gives {gives}, and --sentences is for rows", hint="leave it out")
        if is_made and answer.kind == "solutions" and self.shown and self.shown not in _OF_TABLES:
            told = f"{self.shown} has no room for what is told beside the answer"
            raise KgError(told, hint=f"-f {' '.join(_OF_TABLES)}")


@commands.command(rich_help_panel=_PANEL)
@options.spread
def query(
    graph: Annotated[
        Path | None, Argument(metavar="GRAPH", help="A graph, any RDF file, or the folder of a store on disk.")
    ] = None,
    *,
    asked: _Asked,
    questions: Annotated[bool, Option("--questions", help="List the named questions; with --ask, show one.")] = False,
    also: options.AlsoAsked = [],  # noqa: B006 Typer's way of a repeatable option
    prefix: options.Prefix = [],  # noqa: B006
    explain: Annotated[bool, Option("--explain", help="Show what the query touches; do not run it.")] = False,
    timeout: Annotated[
        float, Option("--timeout", envvar="KG_TIMEOUT", min=0.1, metavar="SECONDS", help="Stop it after that.")
    ] = 30.0,
    max_rows: Annotated[int, Option("--max-rows", envvar="KG_MAX_ROWS", min=1, help="At most so many rows.")] = 100_000,
    max_memory: options.AskMemory = 1024,
    fail_empty: Annotated[bool, Option("--fail-empty", help="Exit with 1 if there is no answer.")] = False,
    force: options.Force = False,
) -> None:
    """Ask a graph in SPARQL: inline, from a file, from standard input, or by a named question.

    Our prefixes and yours need not be declared. The query runs in a process of its own and reaches no other machine.

    ```console
    $ kg query trade.ttl "SELECT ?who { ?s rdf:predicate kg:imposedTariffOn ; rdf:subject/rdfs:label ?who }"
    $ kg query trade.ttl --ask who-imposed-what -p who=Canada --sentences
    $ kg query --questions
    ```
    """
    from kg.store import GRAPH_FORMS, Limits, Query, Worker
    from kg.turtle.documents import holds_ours
    from kg.turtle.terms import checked_prefixes

    read = (*also, *asked.files(), *filter(None, (graph, asked.links)))
    check_output(asked.output, holds_ours if asked.shown in GRAPH_FORMS else never, read=read, force=force)
    if questions:
        _show_questions(asked)
        return
    if graph is None:
        raise KgError("no graph to ask", hint='kg query GRAPH "SELECT …", or kg query --questions')
    limits, known = Limits(timeout, max_rows, megabytes=max_memory), checked_prefixes(prefix)
    with _sourced([graph, *also], asked) as source, Worker(source.files, limits, source.held, prefixes=known) as worker:
        if worker.ask(Query(_OLD_FORM, helps=False)).holds():
            note("written by 0.1.0, where an event has its class even if it did not happen; kg convert writes it anew")
        if explain:
            from kg.store.nearest import COLUMNS, touch

            form = TableForm(one_of(asked.shown or TableForm.TABLE, TableForm, "format of what a query touches"))
            put(list(touch(asked.text(worker), worker)), form, columns=COLUMNS, output=asked.output)
            return
        answer = _put_answer(asked, worker, source)
    if answer.truncated:
        note(f"there is more than these {answer.count}: --max-rows sets another limit, LIMIT and OFFSET page")
        raise typer.Exit(PARTLY)
    if fail_empty and (answer.count == 0 or (answer.kind == "boolean" and answer.is_empty)):
        raise typer.Exit(FINDINGS)


@dataclass(frozen=True)
class _Source:
    """What is asked: files, triples beside them, what is told together of a named question, whether it is a part."""

    files: tuple[Path, ...] = ()
    held: bytes = b""
    told: Told | None = None
    is_part: bool = False
    left_out: str = ""


def as_linked(paths: Sequence[Path], links: Path | None, name: str, given: Mapping[str, str]) -> LinkedSource | None:
    """What a server asks a named question of, so that it answers as ``kg query``; None where nothing was linked."""
    if not links and not (all(map(is_corpus, paths)) and OpenedCorpus(paths).is_linked):
        return None
    asked = _Asked(ask=name, param=[f"{one}={value}" for one, value in given.items()], links=links)
    with _sourced(paths, asked) as source:
        graph = source.told.graph if source.told else Graph()
        return graph, source.held, partial(_answered, asked, source), source.left_out


@contextmanager
def _sourced(paths: Sequence[Path], asked: _Asked) -> Iterator[_Source]:
    """What is asked; of a corpus with links what is the same as one."""
    wanted = asked.wanted()
    corpus = OpenedCorpus(paths, asked.links, wanted and wanted.of_happenings())
    is_kept = all(map(is_corpus, paths))
    is_then = bool(asked.as_of) and not (wanted and is_kept)
    if asked.links and not is_then:
        yield _Source(held=told_lines(corpus.told), told=corpus.told if asked.ask else None, left_out=corpus.left_out)
    elif wanted and is_kept and corpus.is_linked:
        from kg.corpus.rdf import as_rdf

        joined, has_tenures = corpus.joined, "kg:Tenure" in asked.question.text
        beside = as_rdf(corpus.told, "nt", base_iri=joined.base_iri) if has_tenures else b""
        yield _Source((), _lines(joined, asked) + beside, corpus.told, joined.is_part, corpus.left_out)
    elif is_then or (is_kept and corpus.is_linked):
        with askable_as_one(paths, asked.links, asked.as_of) as files:
            yield _Source(files)
    else:
        parts = [excerpt_of(one, wanted) for one in paths if wanted and is_corpus(one)]
        files = tuple(askable(one) for one in paths if not (wanted and is_corpus(one)))
        held = b"".join(_lines(part, asked) for part in parts)
        yield _Source(files, held, is_part=any(part.is_part for part in parts))


def _lines(part: Loaded, asked: _Asked) -> bytes:
    """What is taken of a corpus for a question, as N-Triples: of a large one only what a question of ours reads."""
    from kg.store.questions import PROPERTIES
    from kg.turtle.documents import lines_with, serialize

    is_ours = part.is_part and not (asked.questions_from or asked.ask.endswith(".rq"))
    if is_ours and (read := asked.question.properties):
        read = read.union(PROPERTIES) if asked.sentences else read
        return lines_with(part.graph, read, base_iri=part.base_iri)
    return serialize(part.graph, "nt", base_iri=part.base_iri, evidence="full")


def _answered(asked: _Asked, source: _Source, worker: Worker) -> Answer:
    """The answer; of what several articles tell together with a row for each happening."""
    from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Query

    form, text = asked.shown, asked.text(worker, source.told)
    is_made = asked.sentences or source.told is not None
    is_plain = form not in SOLUTION_FORMS or (is_made and form in _OF_TABLES)
    forms = "json" if is_plain else form, form if form in GRAPH_FORMS else "ttl"
    try:
        answer = worker.ask(Query(text, *forms, helps=not asked.ask))  # terms of a named question are spelt right
    except QueryError as error:
        if asked.ask:
            error.message = f"question {asked.ask}: {error.message}"
        raise
    asked.check(answer, is_made=is_made)
    return _told_together(answer, asked, source.told) if source.told else answer


def _put_answer(asked: _Asked, worker: Worker, source: _Source) -> Answer:
    """Write the answer, with what else could be asked where a named question has none."""
    from kg.store.questions import near

    form, answer = asked.shown, _answered(asked, source, worker)
    match answer.kind:
        case "solutions" if asked.sentences or source.told or form in {"", *_PLAIN}:
            _put_rows(answer, worker, asked)
        case "boolean" if form not in {"json", "xml"}:
            put_text("true\n" if b"true" in answer.body else "false\n", output=asked.output)
        case _:
            body = answer.body.decode()
            put_text(body if body.endswith("\n") else f"{body}\n", output=asked.output)
    for line in answer.notes:
        note(line)
    if asked.ask and answer.kind == "solutions" and answer.count == 0:
        for line in near(asked.question, asked.given(), worker, is_part=source.is_part):
            note(line)
    return answer


def _put_rows(answer: Answer, worker: Worker, asked: _Asked) -> None:
    """Write the rows of an answer in a form of our own."""
    from kg.store.questions import with_sentences

    rows, columns = list(answer.rows()), answer.variables
    if asked.sentences:
        rows, columns = with_sentences(rows, worker), (*columns, "sentence")
    if asked.shown in {"", TableForm.TABLE}:
        short: list[PrintedRow] = [{name: answer.short(value or "") for name, value in row.items()} for row in rows]
        put(short, TableForm.TABLE, columns=columns, output=asked.output)
    else:
        put([dict(row) for row in rows], TableForm(asked.shown), columns=columns, output=asked.output)


def _told_together(answer: Answer, asked: _Asked, told: Told) -> Answer:
    """Of rows of statements one for each happening, by its time or the day it was told: how many tell it, and all."""
    if "statement" not in answer.variables or set(_TOLD) & set(answer.variables):
        return answer
    from kg.corpus.happenings import folded
    from kg.tables.rows import OURS
    from kg.turtle.terms import local_name

    found = folded(list(answer.rows()), told, lambda row: NodeId(local_name(row.get("statement") or "")))
    given = asked.given()  # with links the query asks for all days
    since, until = (day_named(given[one], last=one == "until") if given.get(one) else None for one in _DAYS)
    rows = [
        {
            **one.row,
            "told": one.told_on.isoformat() if one.told_on else None,
            "sources": str(one.sources),
            "statements": " ".join(str(OURS.node(name)) for name in one.statements),
        }
        for one in sorted(found, key=lambda one: (not one.began, one.began))
        if one.is_within(since, until)
    ]
    return answer.of_rows(rows, (*answer.variables, *_TOLD[: 2 if asked.shown in {"", TableForm.TABLE} else 3]))


def _show_questions(asked: _Asked) -> None:
    """The list of questions, or the file of one."""
    from kg.store.questions import catalogue

    if asked.ask:
        put_text(asked.question.text, output=asked.output)
        return
    form = TableForm(one_of(asked.shown or TableForm.TABLE, TableForm, "format of the list"))
    known = catalogue(asked.questions_from)
    rows: list[PrintedRow] = [
        {"name": one.name, "title": one.title, "parameters": ", ".join(p.name for p in one.parameters)}
        for one in known.questions.values()
    ]
    put(rows, form, columns=("name", "title", "parameters"), output=asked.output)
    for line in known.notes:
        note(line)


@commands.command(rich_help_panel=_PANEL)
def path(
    graph: options.GraphPath,
    start: Annotated[str, Argument(metavar="FROM", help="An entity, by any of its names.")],
    goal: Annotated[str, Argument(metavar="TO", help="Another.")],
    claims: Annotated[bool, Option("--claims", help="By what is claimed, planned or denied as well.")] = False,
    links: Annotated[bool, Option("--links", help="By links as well: a government acts for its country.")] = False,
    most: Annotated[int, Option("--most", min=1, help="At most so many chains.")] = 3,
    hops: Annotated[int, Option("--hops", min=1, help="At most so many steps.")] = 4,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Tell how two entities are connected, with the sentences along the way.

    Plain facts connect, unless `--claims` says otherwise. Exit code 1 where nothing connects them.

    ```console
    $ kg path trade.ttl "Mark Carney" China
    $ kg path trade.ttl canola "United States" --claims -f jsonl
    ```
    """
    from kg.graph.paths import PathOptions, chain_lines, chain_rows

    told = loaded(graph, Wanted((start, goal), chain=True)).graph
    rows = chain_rows(told, start, goal, PathOptions(most, hops, claims=claims, links=links))
    put_told(chain_lines(rows), rows, form)
    if not rows:
        more = ("--claims counts what is only said or planned", "--links who acts for whom, and what lies where")
        untried = [option for option, tried in zip(more, (claims, links), strict=True) if not tried]
        note("; ".join([f"nothing connects them in {hops} steps", *untried]))
        raise typer.Exit(FINDINGS)
