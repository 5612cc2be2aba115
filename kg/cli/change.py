"""The commands that change, check and hand on graphs: ``convert``, ``merge``, ``check``, ``push``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.faults import FINDINGS
from kg.cli.options import BaseIri, EvidenceKept, Force, Ontologies, Output, Prefix, Quiet, Rdf12, TargetForm
from kg.console import note, tell
from kg.console.output import TableForm, check_output, form_of, put, put_lines, put_text, rows_of
from kg.errors import InputError, one_of
from kg.files.graphs import is_store

if TYPE_CHECKING:
    from kg.check import Finding
    from kg.files.target import Target
    from kg.model import Graph
    from kg.push import PushTarget as RemoteTarget
    from kg.push import Receipt

commands = typer.Typer()
_PANEL = "Change"

AnyInput = Annotated[
    Path, typer.Argument(metavar="GRAPH", help="A graph of ours, a file or a store, or - for standard input.")
]
Graphs = Annotated[list[Path], typer.Argument(metavar="GRAPH...", help="Graphs of ours, files or stores.")]
ReadForm = Annotated[
    str,
    typer.Option("--from", metavar="FORMAT", help="What is read: ttl nt nq trig jsonld rdfxml; else by suffix."),
]


@commands.command(rich_help_panel=_PANEL)
def convert(
    graph: AnyInput,
    output: Output = None,
    form: TargetForm = "",
    read_as: ReadForm = "",
    base_iri: BaseIri = "",
    prefix: Prefix = [],  # noqa: B006 Typer's way of a repeatable option
    evidence: EvidenceKept = "full",
    rdf12: Rdf12 = False,
    force: Force = False,
) -> None:
    """Write a graph in another format: RDF, tables, networks, a store.

    RDF and stores come back equal; what is not ours is left out, and told. A store is copied to a store whole: that
    is its backup. csv is for `neo4j-admin database import`, kgx for Biolink tools: both are folders.

    ```console
    $ kg convert trade.ttl -o trade.jsonld
    $ kg convert trade.ttl -o trade.graphml
    $ kg convert trade.ttl -o neo4j/ -f csv
    $ kg convert trade.ttl --rdf12 -o trade12.ttl
    $ kg convert archive.store -o backup.store
    $ curl -s https://example.org/trade.nt | kg convert - --from nt -o trade.store
    ```
    """
    from kg.files.graphs import handed_on
    from kg.files.target import STORE, Target

    target = _ready(Target.of(output, form, rdf12=rdf12), base_iri, prefix, evidence, read=[graph], force=force)
    if is_store(graph) and target.path and target.form == STORE and not base_iri and evidence == "full":
        from kg.store.disk import copy_store

        tell(f"{target.path}: a copy of all {copy_store(graph, target.path)} triples of {graph}")
        return
    with target.alone([graph]):
        found = handed_on(graph, read_as)
        target.write(found.graph, found.base_iri)


@commands.command(rich_help_panel=_PANEL)
def merge(
    graphs: Graphs,
    output: Output = None,
    form: TargetForm = "",
    base_iri: BaseIri = "",
    prefix: Prefix = [],  # noqa: B006
    rdf12: Rdf12 = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Join graphs: the same entity once, the evidence of all. The order of the graphs does not matter.

    An empty file adds nothing. What is written may be one of what is joined. Two texts under one id are an error.

    ```console
    $ kg merge monday.ttl tuesday.ttl -o week.ttl
    $ kg merge archive/*.ttl -o archive.store
    ```
    """
    from kg.files.graphs import handed_on
    from kg.files.target import Target
    from kg.lines.summary import merged_summary
    from kg.model.merge import merged, several_dates

    target = _ready(Target.of(output, form, rdf12=rdf12), base_iri, prefix, read=graphs, force=force)
    with target.alone(graphs):
        found = [handed_on(path, may_be_empty=True) for path in graphs]
        _check_texts(graphs, [one.graph for one in found])
        whole = merged(one.graph for one in found)
        bases = sorted({one.base_iri for one in found if one.graph.articles or one.graph.statements})
        target.write(whole, next(iter(bases), ""))
    if quiet:
        return
    for line in merged_summary(whole, len(found)):
        tell(line)
    if len(bases) > 1 and not base_iri:
        note(f"the graphs have names under {' and '.join(bases)}; all get {bases[0]}; --base-iri sets another")
    for article, days in several_dates(one.graph for one in found).items():
        kept = next(one.date for one in whole.articles if one.id == article)
        note(f"article {article} is dated {' and '.join(map(str, days))}; {kept} is kept")


def _check_texts(paths: Sequence[Path], graphs: Iterable[Graph]) -> None:
    from kg.model.merge import several_texts

    for article, (first, second) in several_texts(graphs):
        raise InputError(
            f"{paths[second]}: has another text of article {article} than {paths[first]}",
            hint="build one of them again with an id of its own for the article",
        )


def _ready(
    target: Target,
    base_iri: str,
    prefix: Iterable[str],
    evidence: str = "full",
    *,
    read: Iterable[Path],
    force: bool,
) -> Target:
    """The target with how to write there; an error where something else is there already.

    What is read may be written over by what can be read again.
    """
    from kg.turtle.terms import checked_prefixes

    named = replace(target, base_iri=base_iri, evidence=evidence, prefixes=checked_prefixes(prefix))
    named.before(force=force, read=() if target.comes_back else read)
    return named


CheckForm = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="text for people; json jsonl csv tsv sarif; else by the suffix."
    ),
]
_REPORTS = ("text", "sarif", *TableForm)
_COLUMNS = ("severity", "rule", "node", "message", "statement", "said", "sentence")
LeastSeverity = Annotated[
    str, typer.Option("--severity", metavar="error|warning|note", help="Leave out what is less grave.")
]


@commands.command(rich_help_panel=_PANEL)
def check(
    graph: Annotated[
        Path, typer.Argument(metavar="FILE", help="A graph, a file or a store, or an ontology for `--ontology`.")
    ],
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    severity: LeastSeverity = "note",
    form: CheckForm = "",
    output: Output = None,
    force: Force = False,
) -> None:
    """Check a graph, or an ontology: SHACL, and rules that SHACL cannot say. Exit code 1 on findings.

    A finding names the statement and shows its sentence. A store whose files are damaged is an error, with exit code
    2. sarif is for editors and code hosts.

    ```console
    $ kg check trade.ttl
    $ kg check trade.ttl -o check.sarif
    $ kg check mine.ttl --severity error
    ```
    """
    from kg.check import Severity, findings
    from kg.check.telling import is_report
    from kg.files.graphs import as_file

    grades = list(Severity)
    least = grades.index(Severity(one_of(severity, Severity, "severity")))
    form = one_of(form, _REPORTS, "format") if form else form_of(output, _REPORTS, TableForm.TABLE)
    check_output(output, is_report if form == "sarif" else rows_of(_COLUMNS), read=(graph, *ontology), force=force)
    if is_store(graph):
        from kg.store.disk import check_whole

        check_whole(graph)
    with as_file(graph) as file:
        shown = [one for one in findings(file, ontology) if grades.index(one.severity) <= least]
    _put_findings(shown, graph, form, output)
    if shown:
        raise typer.Exit(FINDINGS)
    note("nothing to find fault with")


def _put_findings(found: Sequence[Finding], path: Path, form: str, output: Path | None) -> None:
    from kg.check.telling import lines, sarif

    match form:
        case "text" | TableForm.TABLE:
            put_lines(lines(found), output=output)
        case "sarif":
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            put_text(sarif(found, path, text), output=output)
        case _:
            put([asdict(one) for one in found], TableForm(form), columns=_COLUMNS, output=output)


PushUrl = Annotated[
    str, typer.Argument(metavar="URL", help="The store's address for --via; it may bring ?graph=IRI and a login.")
]
Via = Annotated[
    str, typer.Option("--via", metavar="store|update", help="Graph Store Protocol, or SPARQL Update piece by piece.")
]
RemoteGraph = Annotated[str, typer.Option("--graph", metavar="IRI", help="The graph there; else the default graph.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace that graph instead of adding to it.")]
User = Annotated[str, typer.Option("--user", envvar="KG_USER", help="A name; its password comes from KG_PASSWORD.")]


@commands.command(rich_help_panel=_PANEL)
def push(
    graph: AnyInput,
    url: PushUrl,
    via: Via = "store",
    name: RemoteGraph = "",
    replace_it: Replace = False,
    user: User = "",
    base_iri: BaseIri = "",
    evidence: EvidenceKept = "offsets",
    rdf12: Rdf12 = False,
) -> None:
    """Put a graph into a remote store: Oxigraph, Fuseki, GraphDB, Virtuoso, Blazegraph.

    It is there whole or not at all, and can be repeated; afterwards the store is asked whether it is. KG_PASSWORD or
    KG_TOKEN open the door. It goes as N-Triples, in which names are whole: a prefix of yours would be lost, and is
    declared in the store.

    ```console
    $ kg push trade.ttl http://127.0.0.1:7878/store --graph https://example.org/news --replace
    $ kg push trade.ttl http://127.0.0.1:8890/sparql-auth --via update --graph https://example.org/news --user dba
    ```
    """
    import os

    from kg.files.graphs import handed_on
    from kg.push import Login, Serialization, StoreProtocol, target_at
    from kg.push import push as pushed

    door = StoreProtocol(one_of(via, StoreProtocol, "protocol"))
    login = Login(user, os.environ.get("KG_PASSWORD", ""), os.environ.get("KG_TOKEN", ""))
    target = target_at(url, door, name, replace=replace_it, login=login)
    if target.login.user and target.is_overheard:
        note(f"{target.url} is plain http: where it asks for the password, anyone on the way reads it")
    found = handed_on(graph)
    style = Serialization(base_iri or found.base_iri, evidence, rdf12)
    _tell_receipt(pushed(found.graph, target, style), target)


def _tell_receipt(receipt: Receipt, target: RemoteTarget) -> None:
    where = f"{target.graph or 'the default graph'} of {target.url}"
    if receipt.held is None:
        tell(f"{receipt.sent} triples were sent to {where}")
        note("the store took them; whether they are there cannot be told, for it answers no query of ours")
    else:
        more = "" if receipt.held == receipt.sent else f", which has {receipt.held}"
        tell(f"{receipt.sent} triples are in {where}{more}")
