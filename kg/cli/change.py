"""The commands that change, check and hand on graphs: ``convert``, ``merge``, ``check``, ``push``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import note, tell
from kg.cli.options import BaseIri, Ontologies, Output, Quiet
from kg.cli.tables import Form, put, put_text
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.check import Finding

commands = typer.Typer()
_PANEL = "Change"
_FINDINGS = 1

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph of ours in any RDF format, or a store's folder.")]
Graphs = Annotated[list[Path], typer.Argument(metavar="GRAPH...", help="Graphs of ours, files or stores.")]
TargetForm = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="ttl nt nq trig jsonld rdfxml jsonl parquet graphml gexf cypher, csv kgx (folders); else by the suffix.",
    ),
]
Rdf12 = Annotated[bool, typer.Option("--rdf12", help="Statements as RDF 1.2 has them: rdf:reifies a triple term.")]
Words = Annotated[
    str,
    typer.Option("--evidence", metavar="full|offsets|none", help="Leave out the articles' text, or all words."),
]


@commands.command(rich_help_panel=_PANEL)
def convert(
    graph: Graph,
    output: Output = None,
    form: TargetForm = "",
    base_iri: BaseIri = "",
    evidence: Words = "full",
    rdf12: Rdf12 = False,
) -> None:
    """Write a graph in another format: RDF, tables, networks.

    RDF comes back equal. csv is for `neo4j-admin database import`, kgx for Biolink tools: both are folders.

    ```console
    $ kg convert trade.ttl -o trade.jsonld
    $ kg convert trade.ttl -o trade.graphml
    $ kg convert trade.ttl -o neo4j/ -f csv
    $ kg convert trade.ttl --rdf12 -o trade12.ttl
    ```
    """
    from kg.cli.graphs import Written, loaded

    target = replace(Written.of(output, form, rdf12=rdf12), base_iri=_checked(base_iri), evidence=_words(evidence))
    found = loaded(graph)
    target.write(found.graph, found.base_iri)


@commands.command(rich_help_panel=_PANEL)
def merge(
    graphs: Graphs,
    output: Output = None,
    form: TargetForm = "",
    base_iri: BaseIri = "",
    quiet: Quiet = False,
) -> None:
    """Join graphs: the same entity once, the evidence of all. The order of the graphs does not matter.

    ```console
    $ kg merge monday.ttl tuesday.ttl -o week.ttl
    $ kg merge archive/*.ttl -o archive.nq
    ```
    """
    from kg.cli.graphs import Written, loaded
    from kg.merge import merged

    target = replace(Written.of(output, form), base_iri=_checked(base_iri))
    found = [loaded(path) for path in graphs]
    whole = merged(one.graph for one in found)
    target.write(whole, min(one.base_iri for one in found))
    if not quiet:
        several = sum(len({span.article for span in told.evidence}) > 1 for told in whole.statements)
        tell(f"{len(found)} graphs, {len(whole.articles)} articles, {len(whole.statements)} statements")
        tell(f"{several} statements are said by several articles")


def _checked(base_iri: str) -> str:
    from kg.turtle.terms import checked_base

    return checked_base(base_iri) if base_iri else ""


def _words(evidence: str) -> str:
    from kg.turtle import EvidenceDetail

    if evidence not in tuple(EvidenceDetail):
        raise KgError(f"{evidence!r} is no kind of evidence", hint=f"one of {', '.join(EvidenceDetail)}")
    return evidence


CheckForm = Annotated[
    str, typer.Option("--format", "-f", metavar="FORMAT", help="text for people; json jsonl csv tsv sarif.")
]
LeastSeverity = Annotated[
    str, typer.Option("--severity", metavar="error|warning|note", help="Leave out what is less grave.")
]


@commands.command(rich_help_panel=_PANEL)
def check(
    graph: Annotated[Path, typer.Argument(metavar="FILE", help="A graph, or an ontology for `--ontology`.")],
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    severity: LeastSeverity = "note",
    form: CheckForm = "text",
    output: Output = None,
) -> None:
    """Check a graph, or an ontology: SHACL, and rules that SHACL cannot say. Exit code 1 on findings.

    A finding names the statement and shows its sentence. sarif is for editors and code hosts.

    ```console
    $ kg check trade.ttl
    $ kg check trade.ttl -f sarif -o check.sarif
    $ kg check mine.ttl --severity error
    ```
    """
    from kg.check import Severity, findings

    grades = list(Severity)
    if severity not in tuple(Severity):
        raise KgError(f"{severity!r} is no severity", hint=f"one of {', '.join(Severity)}")
    shown = [one for one in findings(graph, ontology) if grades.index(one.severity) <= grades.index(Severity(severity))]
    _put_findings(shown, graph, form, output)
    if shown:
        raise typer.Exit(_FINDINGS)
    note("nothing to find fault with")


def _put_findings(found: Sequence[Finding], path: Path, form: str, output: Path | None) -> None:
    from kg.check.reports import lines, sarif

    match form:
        case "text":
            put_text("".join(f"{line}\n" for line in lines(found)), output=output)
        case "sarif":
            put_text(sarif(found, path, path.read_text(encoding="utf-8", errors="replace")), output=output)
        case _ if form in tuple(Form):
            put([asdict(one) for one in found], Form(form), output=output)
        case _:
            raise KgError(f"{form!r} is no format", hint=f"one of text, sarif, {', '.join(Form)}")


PushUrl = Annotated[str, typer.Argument(metavar="URL", help="The store's address for --via.")]
Via = Annotated[
    str, typer.Option("--via", metavar="store|update", help="Graph Store Protocol, or SPARQL Update piece by piece.")
]
RemoteGraph = Annotated[str, typer.Option("--graph", metavar="IRI", help="The graph there; else the default graph.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace that graph instead of adding to it.")]
User = Annotated[str, typer.Option("--user", envvar="KG_USER", help="A name; its password comes from KG_PASSWORD.")]


@commands.command(rich_help_panel=_PANEL)
def push(
    graph: Graph,
    url: PushUrl,
    via: Via = "store",
    name: RemoteGraph = "",
    replace_it: Replace = False,
    user: User = "",
    base_iri: BaseIri = "",
    evidence: Words = "offsets",
) -> None:
    """Put a graph into a remote store: Oxigraph, Fuseki, GraphDB, Virtuoso, Blazegraph.

    It is there whole or not at all, and can be repeated. KG_PASSWORD or KG_TOKEN open the door.

    ```console
    $ kg push trade.ttl http://127.0.0.1:7878/store --graph https://example.org/news --replace
    $ kg push trade.ttl http://127.0.0.1:8890/sparql-auth --via update --graph https://example.org/news --user dba
    ```
    """
    import os

    from kg.cli.graphs import loaded
    from kg.push import Door, Login, Style, Target
    from kg.push import push as pushed

    if via not in tuple(Door):
        raise KgError(f"{via!r} is no protocol", hint=f"one of {', '.join(Door)}")
    login = Login(user, os.environ.get("KG_PASSWORD", ""), os.environ.get("KG_TOKEN", ""))
    target = Target(url, Door(via), name, replace_it, login)
    found = loaded(graph)
    style = Style(_checked(base_iri) or found.base_iri, _words(evidence))
    tell(f"{pushed(found.graph, target, style)} triples are in {name or 'the default graph'} of {url}")
