"""The commands that change graphs: ``convert`` and ``merge``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import tell
from kg.cli.options import BaseIri, Output, Quiet

commands = typer.Typer()
_PANEL = "Change"

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
    from kg.errors import KgError
    from kg.turtle import EvidenceDetail

    if evidence not in tuple(EvidenceDetail):
        raise KgError(f"{evidence!r} is no kind of evidence", hint=f"one of {', '.join(EvidenceDetail)}")
    return evidence
