"""The commands that ask: ``query`` and ``path``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.answers import PLAIN_FORMS, Shown, put_rows
from kg.cli.corpora import OpenedCorpus, askable_as_one, told_lines, united_lines
from kg.cli.faults import FINDINGS, PARTLY
from kg.cli.options import Details, Force, Output, OutputForm, Prefix, TrustName
from kg.cli.query_options import (
    AlsoAsked,
    AnswerForm,
    AnswersLinks,
    AnyGraph,
    Ask,
    Explain,
    FailEmpty,
    GraphPath,
    MaxMemory,
    MaxRows,
    Parameters,
    QueryFile,
    QuestionFolders,
    Questions,
    Sentences,
    Sparql,
    Timeout,
)
from kg.console import note
from kg.console.output import TableForm, put, put_lines, put_text
from kg.errors import KgError, QueryError, one_of
from kg.files.graphs import askable, excerpt_of, is_large, standard_text
from kg.shards import is_corpus

if TYPE_CHECKING:
    from kg.console.output import PrintedRow
    from kg.corpus.happenings import Corpus as Told
    from kg.files.graphs import Loaded
    from kg.shards.wanted import Wanted
    from kg.store import Answer, Worker

commands = typer.Typer()
_PANEL = "Ask"
_DAYS = frozenset({"since", "until"})
_OLD_FORM = """ASK { kg:Event rdfs:subClassOf sem:Event
  FILTER NOT EXISTS { kg:Event rdfs:subClassOf kg:Happening } }"""


@commands.command(rich_help_panel=_PANEL)
def query(
    graph: AnyGraph = None,
    sparql: Sparql = "",
    file: QueryFile = None,
    ask: Ask = "",
    param: Parameters = [],  # noqa: B006 Typer's way of a repeatable option
    questions: Questions = False,
    questions_from: QuestionFolders = [],  # noqa: B006
    also: AlsoAsked = [],  # noqa: B006
    links: AnswersLinks = None,
    prefix: Prefix = [],  # noqa: B006
    form: AnswerForm = "",
    output: Output = None,
    sentences: Sentences = False,
    details: Details = False,
    trust: TrustName = "",
    explain: Explain = False,
    timeout: Timeout = 30.0,
    max_rows: MaxRows = 100_000,
    max_memory: MaxMemory = 1024,
    fail_empty: FailEmpty = False,
    force: Force = False,
) -> None:
    """Ask a graph in SPARQL: inline, from a file, from standard input, or by a named question.

    Our prefixes and yours need not be declared. The query runs in a process of its own and reaches no other machine.

    ```console
    $ kg query trade.ttl "SELECT ?who { ?s rdf:predicate kg:imposedTariffOn ; rdf:subject/rdfs:label ?who }"
    $ kg query trade.ttl --ask who-imposed-what -p who=Canada --sentences
    $ kg query --questions
    ```
    """
    asked = _Asked(sparql, file, ask, param, questions_from, details, sentences, trust, is_folded=bool(links))
    shown = Shown.of(form, output, sentences=sentences, helps=not ask)
    shown.check_output((*also, *asked.files(), *filter(None, (graph, links))), force=force)
    if questions:
        _show_questions(asked, shown)
        return
    with _opened(_sources(graph, also), asked, links, prefix, (timeout, max_rows, max_memory)) as opened:
        _run(asked, opened, _folding(shown, asked, opened.told), explain=explain, fail_empty=fail_empty)


def _folding(shown: Shown, asked: _Asked, told: Told | None) -> Shown:
    """The same with a row for each happening where a named question is asked."""
    return replace(shown, told=told, since=asked.day("since"), until=asked.day("until")) if asked.name else shown


@dataclass(frozen=True)
class _Opened:
    """What is asked: what answers, what several graphs tell together, whether it is a part taken for the question."""

    worker: Worker
    told: Told | None
    is_part: bool


@contextmanager
def _opened(
    sources: Sequence[Path],
    asked: _Asked,
    links: Path | None,
    prefix: Iterable[str],
    limits: tuple[float, int, int],
) -> Iterator[_Opened]:
    """What is asked, and what answers."""
    from kg.store import Limits, Worker
    from kg.turtle.terms import checked_prefixes

    bounds, known = Limits(*limits[:2], megabytes=limits[2]), checked_prefixes(prefix)
    with (
        _sourced(sources, asked, links) as (files, held, told, is_part),
        Worker(files, bounds, held, prefixes=known) as worker,
    ):
        yield _Opened(worker, told, is_part)


@contextmanager
def _sourced(
    sources: Sequence[Path], asked: _Asked, links: Path | None
) -> Iterator[tuple[tuple[Path, ...], bytes, Told | None, bool]]:
    """Files, triples beside them, what is told together, whether it is a part: of a corpus with links as one."""
    wanted = asked.wanted()
    corpus = OpenedCorpus(sources, links, wanted and wanted.of_happenings())
    if links:
        yield (), told_lines(corpus.told), corpus.told, False
    elif all(map(is_corpus, sources)) and not is_large(sources) and corpus.is_linked:
        with nullcontext(()) if wanted else askable_as_one(sources) as files:
            yield files, united_lines(corpus.told, corpus.base_iri) if wanted else b"", None, False
    else:
        parts = [excerpt_of(one, wanted) for one in sources if wanted and is_corpus(one)]
        files = tuple(askable(one) for one in sources if not (wanted and is_corpus(one)))
        yield files, b"".join(_lines(part, asked) for part in parts), None, any(part.is_part for part in parts)


def _lines(part: Loaded, asked: _Asked) -> bytes:
    """What is taken of a corpus for a question, as N-Triples: of a large one only what the question reads."""
    from kg.turtle.documents import lines_with, serialize

    if part.is_part and (read := asked.properties()):
        return lines_with(part.graph, read, base_iri=part.base_iri)
    return serialize(part.graph, "nt", base_iri=part.base_iri, evidence="full")


def _run(asked: _Asked, opened: _Opened, shown: Shown, *, explain: bool, fail_empty: bool) -> None:
    worker = opened.worker
    _note_old_form(worker)
    if explain:
        _explain(asked.text(worker), worker, shown)
    else:
        answer = _put_answer(asked, worker, shown)
        _note_near(asked, answer, opened)
        _exit(answer, fail_empty=fail_empty)


def _note_near(asked: _Asked, answer: Answer, opened: _Opened) -> None:
    """What else could be asked, where a named question has no answer."""
    if asked.name and answer.kind == "solutions" and answer.count == 0:
        from kg.store.near import near
        from kg.store.questions import question

        asking = question(asked.name, asked.folders), asked.given(), opened.worker
        for line in near(*asking, is_part=opened.is_part):
            note(line)


def _exit(answer: Answer, *, fail_empty: bool) -> None:
    """End with the code of an answer that was cut off, or that is none where that is a failure."""
    if answer.truncated:
        note(f"there is more than these {answer.count}: --max-rows sets another limit, LIMIT and OFFSET page")
        raise typer.Exit(PARTLY)
    if fail_empty and (answer.count == 0 or (answer.kind == "boolean" and answer.is_empty)):
        raise typer.Exit(FINDINGS)


def _note_old_form(worker: Worker) -> None:
    """What is to be known of graphs of 0.1.0, where the class of an event says nothing of whether it happened."""
    from kg.store import Query

    if worker.ask(Query(_OLD_FORM, helps=False)).holds():
        note("written by 0.1.0, where an event has its class even if it did not happen; kg convert writes it anew")


def _sources(graph: Path | None, also: Iterable[Path]) -> tuple[Path, ...]:
    """What is asked; ``KgError`` where that is nothing."""
    if graph is None:
        raise KgError("no graph to ask", hint='kg query GRAPH "SELECT …", or kg query --questions')
    return (graph, *also)


@commands.command(rich_help_panel=_PANEL)
def path(
    graph: GraphPath,
    start: Annotated[str, typer.Argument(metavar="FROM", help="An entity, by any of its names.")],
    goal: Annotated[str, typer.Argument(metavar="TO", help="Another.")],
    claims: Annotated[bool, typer.Option("--claims", help="By what is claimed, planned or denied as well.")] = False,
    links: Annotated[
        bool, typer.Option("--links", help="By links as well: a government acts for its country.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many chains.")] = 3,
    hops: Annotated[int, typer.Option("--hops", min=1, help="At most so many steps.")] = 4,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Tell how two entities are connected, with the sentences along the way.

    Plain facts connect, unless `--claims` says otherwise. Exit code 1 where nothing connects them.

    ```console
    $ kg path trade.ttl "Mark Carney" China
    $ kg path trade.ttl canola "United States" --claims -f jsonl
    ```
    """
    from kg.files.graphs import loaded
    from kg.graph.paths import ChainQuery, chain_lines, chain_rows
    from kg.shards.wanted import Wanted

    told = loaded(graph, Wanted((start, goal), chain=True)).graph
    rows = chain_rows(told, ChainQuery(start, goal, claims=claims, links=links, most=most, hops=hops))
    if form is TableForm.TABLE:
        put_lines(chain_lines(rows))
    else:
        put(rows, form)
    if not rows:
        more = ("--claims counts what is only said or planned", "--links who acts for whom, and what lies where")
        untried = [option for option, tried in zip(more, (claims, links), strict=True) if not tried]
        note("; ".join([f"nothing connects them in {hops} steps", *untried]))
        raise typer.Exit(FINDINGS)


@dataclass(frozen=True)
class _Asked:
    """A query in one of the ways in which it may be given."""

    sparql: str
    file: Path | None
    name: str
    parameters: Sequence[str]
    folders: Sequence[Path]
    details: bool
    """Whether a named question is to answer with what clauses tell beside their main statements."""
    sentences: bool
    """Whether its rows are to show their sentences."""
    trust: str = ""
    """Which of a named question's rows are wanted: those that are sure, or leads; "" for both."""
    is_folded: bool = False
    """Whether rows are of happenings, whose days are those that articles tell together: the query asks for all days."""

    def text(self, worker: Worker) -> str:
        """The SPARQL; exactly one way must be taken."""
        ways = [bool(self.sparql), self.file is not None, bool(self.name)]
        if sum(ways) != 1:
            said = "no query" if not any(ways) else "more than one query"
            raise KgError(said, hint="give SPARQL, --file FILE, or --ask NAME; kg query --questions lists the names")
        if (self.parameters or self.details or self.trust) and not self.name:
            wrong = "--param" if self.parameters else "--details" if self.details else "--trust"
            raise KgError(f"{wrong} is for named questions", hint="add --ask NAME; SPARQL sees all statements")
        if self.name:
            from kg.store.questions import question

            asked = question(self.name, self.folders)
            takes_details = any(parameter.name == "details" for parameter in asked.parameters)
            more = {"details": "yes"} if self.details and takes_details else {}
            if self.details and not takes_details:
                note(f"--details changes nothing: the question {self.name} does not ask for them")
            known = {parameter.name for parameter in asked.parameters}
            more |= {"trusted": self.trust} if self.trust else {}
            apart = _DAYS & known if self.is_folded else frozenset[str]()
            given = {name: value for name, value in self.given().items() if name not in apart}
            return asked.filled({**more, **given}, worker)
        if self.sparql == "-":
            return standard_text()
        file = self.file or _file_named(self.sparql)
        if file is not None:
            from kg.store.questions import text_of

            return text_of(file)
        return self.sparql

    def wanted(self) -> Wanted | None:
        """What a named question asks of a corpus; None for SPARQL, which asks all of it."""
        if not self.name:
            return None
        from kg.shards.wanted import wanted_by
        from kg.store.questions import question

        return wanted_by(question(self.name, self.folders), self.given())

    def properties(self) -> frozenset[str]:
        """What a named question of ours reads; nothing where it may be any property."""
        from kg.store.questions import PROPERTIES, question

        if self.folders or self.name.endswith(".rq"):
            return frozenset()
        read = question(self.name).properties
        return read.union(PROPERTIES) if read and self.sentences else read

    def files(self) -> tuple[Path, ...]:
        """The files in which the query may stand."""
        return tuple(Path(name) for name in (self.file, self.sparql, self.name) if name and _is_file(Path(name)))

    def day(self, name: str) -> date | None:
        """The day of a parameter, for rows of happenings; None where it is not given."""
        from kg.facts.selection import day_named

        value = self.given().get(name) if self.is_folded else None
        return day_named(value, last=name == "until") if value else None

    def given(self) -> Mapping[str, str]:
        """The parameters by name; ``KgError`` for one that has no value or is given twice."""
        pairs = [parameter.partition("=") for parameter in self.parameters]
        wrong = next((name for name, equals, _ in pairs if not equals), None)
        if wrong is not None:
            raise KgError(f"the parameter {wrong!r} has no value", hint=f"-p {wrong}=VALUE")
        names = [name for name, _, _ in pairs]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise KgError(f"the parameter {twice!r} is given more than once", hint="ask once for each value")
        return {name: value for name, _, value in pairs}


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a query is too long for a name
        return False


def _file_named(text: str) -> Path | None:
    """The file that is given for a query, which has braces and no such name."""
    return Path(text) if "{" not in text and text.endswith((".rq", ".sparql")) else None


def _put_answer(asked: _Asked, worker: Worker, shown: Shown) -> Answer:
    """Write the answer."""
    answer = _answer(asked, worker, shown)
    shown.check(answer)
    match answer.kind:
        case "solutions" if shown.is_made or shown.form in {"", *PLAIN_FORMS}:
            put_rows(answer, worker, shown)
        case "boolean" if shown.form not in {"json", "xml"}:
            put_text("true\n" if b"true" in answer.body else "false\n", output=shown.output)
        case _:
            text = answer.body.decode()
            put_text(text if text.endswith("\n") else f"{text}\n", output=shown.output)
    for line in answer.notes:
        note(line)
    return answer


def _answer(asked: _Asked, worker: Worker, shown: Shown) -> Answer:
    """The answer; the error of a named question names it."""
    from kg.store import Query

    text = asked.text(worker)
    try:
        return worker.ask(Query(text, *shown.query_forms(), helps=shown.helps))
    except QueryError as error:
        if asked.name:
            error.message = f"question {asked.name}: {error.message}"
        raise


def _explain(text: str, worker: Worker, shown: Shown) -> None:
    from kg.store.nearest import COLUMNS, touch

    form = TableForm(one_of(shown.form or TableForm.TABLE, TableForm, "format of what a query touches"))
    put(list(touch(text, worker)), form, columns=COLUMNS, output=shown.output)


def _show_questions(asked: _Asked, shown: Shown) -> None:
    """The list of questions, or the file of one."""
    from kg.store.questions import catalogue, question

    if asked.name:
        put_text(question(asked.name, asked.folders).text, output=shown.output)
        return
    form = TableForm(one_of(shown.form or TableForm.TABLE, TableForm, "format of the list"))
    known = catalogue(asked.folders)
    rows: list[PrintedRow] = [
        {"name": one.name, "title": one.title, "parameters": ", ".join(p.name for p in one.parameters)}
        for one in known.questions.values()
    ]
    put(rows, form, columns=("name", "title", "parameters"), output=shown.output)
    for line in known.notes:
        note(line)
