"""The commands that change, check and hand on graphs: ``convert``, ``merge``, ``remove``, ``check``, ``push``."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.faults import FINDINGS
from kg.console import note, tell
from kg.console.output import TableForm, check_output, form_of, put, put_lines, put_text, rows_of
from kg.errors import InputError, one_of
from kg.facts.wording import counted
from kg.files.articles import named_articles
from kg.files.graphs import as_file, handed_on, is_store
from kg.model.merge import merged, several_dates, several_texts

commands = typer.Typer()
_PANEL = "Change"
_REPORTS = ("text", "sarif", *TableForm)
_COLUMNS = ("severity", "rule", "node", "message", "statement", "said", "sentence")

AnyInput = Annotated[
    Path, Argument(metavar="GRAPH", help="A graph of ours, a file or a store, or - for standard input.")
]


@commands.command(rich_help_panel=_PANEL)
@options.spread
def convert(
    graph: AnyInput,
    writing: options.WriteOptions,
    read_as: Annotated[
        str, Option("--from", metavar="FORMAT", help="What is read: ttl nt nq trig jsonld rdfxml; else by suffix.")
    ] = "",
    evidence: options.EvidenceKept = "full",
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
    from kg.files.target import STORE

    target = writing.target(evidence)
    target.before(force=writing.force, read=() if target.comes_back else [graph])
    if is_store(graph) and target.path and target.form == STORE and not target.base_iri and evidence == "full":
        from kg.store.disk import copy_store

        tell(f"{target.path}: a copy of all {copy_store(graph, target.path)} triples of {graph}")
        return
    with target.alone([graph]):
        found = handed_on(graph, read_as)
        target.write(found.graph, found.base_iri)


@commands.command(rich_help_panel=_PANEL)
@options.spread
def merge(
    graphs: Annotated[list[Path], Argument(metavar="GRAPH...", help="Graphs of ours, files or stores.")],
    writing: options.WriteOptions,
    quiet: options.Quiet = False,
) -> None:
    """Join graphs: the same entity once, the evidence of all. The order of the graphs does not matter.

    An empty file adds nothing. What is written may be one of what is joined. Two texts under one id are an error.

    ```console
    $ kg merge monday.ttl tuesday.ttl -o week.ttl
    $ kg merge archive/*.ttl -o archive.store
    ```
    """
    from kg.lines.summary import merged_summary

    target = writing.target("full")
    target.before(force=writing.force, read=() if target.comes_back else graphs)
    with target.alone(graphs):
        found = [handed_on(path, may_be_empty=True) for path in graphs]
        for article, (first, second) in several_texts(one.graph for one in found):
            other = f"{graphs[second]}: has another text of article {article} than {graphs[first]}"
            raise InputError(other, hint="build one of them again with an id of its own for the article")
        whole = merged(one.graph for one in found)
        bases = sorted({one.base_iri for one in found if one.graph.articles or one.graph.statements})
        target.write(whole, next(iter(bases), ""))
    if quiet:
        return
    for line in merged_summary(whole, len(found)):
        tell(line)
    if len(bases) > 1 and not target.base_iri:
        note(f"the graphs have names under {' and '.join(bases)}; all get {bases[0]}; --base-iri sets another")
    for article, days in several_dates(one.graph for one in found).items():
        kept = next(one.date for one in whole.articles if one.id == article)
        note(f"article {article} is dated {' and '.join(map(str, days))}; {kept} is kept")


@commands.command(rich_help_panel=_PANEL)
def remove(
    graph: Annotated[Path, Argument(metavar="GRAPH", help="A graph of ours, a file or a store; it is changed.")],
    articles: options.Articles,
    prefix: options.Prefix = [],  # noqa: B006 Typer's way of a repeatable option
    rdf12: options.Rdf12 = False,
    quiet: options.Quiet = False,
) -> None:
    """Take articles out of a graph: what follows from them goes, what others say stays.

    The graph is what it would be had they never been added, byte for byte. A file is the old one or the new one, a
    store changes in one transaction. What is not ours is left out of a file, and told.

    ```console
    $ kg remove week.ttl canada-china-62ed7aff
    $ kg remove archive.store a1 a7
    ```
    """
    from kg.files.target import Target

    target = Target.of(graph, "", rdf12=rdf12)
    if not target.comes_back:
        raise InputError(f"{graph}: {target.form} is written only", hint="kg remove changes RDF and stores")
    held = target.held(target.before(append=True))
    known = held.articles.keys() if held else ()
    names = frozenset(named_articles(articles, known, graph))
    Target.of(graph, "", "", "full", prefix, rdf12=rdf12).remove(names)
    if not quiet:
        stay = len(known) - len(names)
        tell(f"{graph}: {counted(len(names), 'article')} removed, {counted(stay, 'article')} left")


@commands.command(rich_help_panel=_PANEL)
def check(
    graph: Annotated[
        Path, Argument(metavar="FILE", help="A graph, a file or a store, or an ontology for `--ontology`.")
    ],
    ontology: options.Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    severity: Annotated[
        str, Option("--severity", metavar="error|warning|note", help="Leave out what is less grave.")
    ] = "note",
    form: Annotated[
        str,
        Option(
            "--format", "-f", metavar="FORMAT", help="text for people; json jsonl csv tsv sarif; else by the suffix."
        ),
    ] = "",
    output: options.Output = None,
    force: options.Force = False,
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
    from kg.check.telling import is_report, lines, sarif

    grades = list(Severity)
    least = grades.index(Severity(one_of(severity, Severity, "severity")))
    form = one_of(form, _REPORTS, "format") if form else form_of(output, _REPORTS, TableForm.TABLE)
    check_output(output, is_report if form == "sarif" else rows_of(_COLUMNS), read=(graph, *ontology), force=force)
    if is_store(graph):
        from kg.store.disk import check_whole

        check_whole(graph)
    with as_file(graph) as file:
        shown = [one for one in findings(file, ontology) if grades.index(one.severity) <= least]
    match form:
        case "text" | TableForm.TABLE:
            put_lines(lines(shown), output=output)
        case "sarif":
            text = graph.read_text(encoding="utf-8", errors="replace") if graph.is_file() else ""
            put_text(sarif(shown, graph, text), output=output)
        case _:
            put([asdict(one) for one in shown], TableForm(form), columns=_COLUMNS, output=output)
    if shown:
        raise typer.Exit(FINDINGS)
    note("nothing to find fault with")


@commands.command(rich_help_panel=_PANEL)
def push(
    graph: AnyInput,
    url: Annotated[
        str, Argument(metavar="URL", help="The store's address for --via; it may bring ?graph=IRI and a login.")
    ],
    via: Annotated[
        str, Option("--via", metavar="store|update", help="Graph Store Protocol, or SPARQL Update piece by piece.")
    ] = "store",
    name: Annotated[str, Option("--graph", metavar="IRI", help="The graph there; else the default graph.")] = "",
    replace_it: Annotated[bool, Option("--replace", help="Replace that graph instead of adding to it.")] = False,
    user: Annotated[str, Option("--user", envvar="KG_USER", help="A name; its password comes from KG_PASSWORD.")] = "",
    base_iri: options.BaseIri = "",
    evidence: options.EvidenceKept = "offsets",
    rdf12: options.Rdf12 = False,
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
    from kg.push import Login, StoreProtocol, target_at
    from kg.push import push as pushed

    door = StoreProtocol(one_of(via, StoreProtocol, "protocol"))
    login = Login(user, os.environ.get("KG_PASSWORD", ""), os.environ.get("KG_TOKEN", ""))
    target = target_at(url, door, name, replace=replace_it, login=login)
    if target.login.user and target.is_overheard:
        note(f"{target.url} is plain http: where it asks for the password, anyone on the way reads it")
    found = handed_on(graph)
    receipt = pushed(found.graph, target, base_iri or found.base_iri, evidence, rdf12=rdf12)
    where = f"{target.graph or 'the default graph'} of {target.url}"
    if receipt.held is None:
        tell(f"{receipt.sent} triples were sent to {where}")
        note("the store took them; whether they are there cannot be told, for it answers no query of ours")
    else:
        more = "" if receipt.held == receipt.sent else f", which has {receipt.held}"
        tell(f"{receipt.sent} triples are in {where}{more}")
