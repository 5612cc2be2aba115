"""The commands that find what is the same in several articles, and let readers decide: ``corpus link|review``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import filling, shelf
from kg.cli.corpora import GraphFiles, LinksFile, OpenedCorpus, check_installed, seen_from
from kg.cli.filling import Scheduler
from kg.cli.options import Force, Jobs, LinksOutput, OutputForm, Quiet
from kg.cli.wholes import doubtful_in, is_too_large, link_by_blocks
from kg.console import folded, tell
from kg.console.output import TableForm, check_output, never, put_data, put_found, put_lines, put_text
from kg.errors import InputError, one_of
from kg.shards import is_corpus

if TYPE_CHECKING:
    from kg.console.output import PrintedRow
    from kg.corpus import DecisionFile, Links, PairDecision
    from kg.corpus.decisions import Place
    from kg.corpus.doubtful import DoubtfulPairs
    from kg.graph import Network
    from kg.model import Graph

commands = typer.Typer()
_group = typer.Typer(
    help="Many articles in one folder, and what is the same in several: find it, decide what is doubtful."
)
commands.add_typer(_group, name="corpus", rich_help_panel="Corpus")
_group.add_typer(filling.commands)
_group.add_typer(shelf.commands)
_SHOWN = 8
"""Members of a community that its row names."""
_ANSWERS = {"y": "the same", "n": "not the same", "s": "skip", "b": "back", "q": "quit"}

DecisionsPath = Annotated[
    Path | None, typer.Option("--decisions", metavar="FILE", help="What readers decided; that beside the first graph.")
]
ReaderName = Annotated[str, typer.Option("--reader", envvar="KG_READER", metavar="NAME", help="Who decides.")]
NetworkOutput = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="The network, as .graphml or .gexf.")
]
Count = Annotated[int, typer.Option("--count", min=0, help="At most so many pairs; 0 is all.")]


@_group.command()
def link(
    graphs: GraphFiles,
    output: LinksOutput = None,
    decisions: DecisionsPath = None,
    jobs: Jobs = 1,
    scheduler: Scheduler = "",
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Find which entities and which events of several articles are the same, and write it beside the graph.

    The graph stays as it is. What readers decided in `kg corpus review` holds; what is doubtful is listed, not joined.
    A large corpus is linked by blocks: in processes, or by the workers of a cluster.

    ```console
    $ kg corpus link news.store
    $ kg corpus link monday.ttl tuesday.ttl -o week.links.jsonl
    ```
    """
    check_installed()
    from kg.corpus import linked
    from kg.corpus.basis import basis, basis_of
    from kg.corpus.links import sealed
    from kg.model import Graph

    corpus = OpenedCorpus(graphs)
    place, (file, is_beside) = output or _beside(corpus), _decisions_of(corpus, decisions)
    known = corpus.decisions(file).decisions()
    check_output(place, lambda path: basis_of(path) is not None, read=(*graphs, file), force=force)
    sources, state = seen_from(place, graphs), corpus.state
    _check_sources(place, sources, force=force)
    seen, is_large = "" if is_beside else seen_from(place, [file])[0], is_too_large(graphs)
    of = replace(basis(Graph() if is_large else _whole(corpus), known, seen, sources), shards=state)
    if is_large:
        link_by_blocks(graphs[0], known, of, place, scheduler or jobs, quiet=quiet)
        return
    found = linked(corpus.graph, known)
    put_text("".join(sealed([of.text(), found.text()])), output=place)
    if not quiet:
        for line in (*_told(found, corpus, place), *_held(corpus.graph, known)):
            tell(line)


_ALONE = "kg corpus link CORPUS links one of any size; kg corpus add puts articles of several into one"


def _whole(corpus: OpenedCorpus) -> Graph:
    """All graphs, joined; ``InputError`` where one is too large for that."""
    if corpus.is_cut:
        raise InputError("a corpus is too large to be linked with others", hint=_ALONE)
    return corpus.graph


def _beside(corpus: OpenedCorpus) -> Path:
    """The file of links beside the first graph; the folder in a corpus is made, which may be thrown away."""
    place = corpus.beside("links")
    if is_corpus(corpus.paths[0]):
        with suppress(OSError):  # it is told where nobody may write
            place.parent.mkdir(exist_ok=True)
    return place


def _decisions_of(corpus: OpenedCorpus, decisions: Path | None) -> tuple[Path, bool]:
    """The file of decisions, and whether it is the one beside the first graph; ``InputError`` where another is gone."""
    file = decisions or corpus.decisions_path()
    is_beside = not corpus.is_piped and file.resolve() == corpus.beside("decisions").resolve()
    if not file.exists() and (decisions is not None or not is_beside):
        raise InputError(f"{file}: there is no such file of decisions", hint="kg corpus review writes them")
    return file, is_beside


def _check_sources(place: Path, sources: Sequence[str], *, force: bool) -> None:
    """``InputError`` where links of other graphs would be written over."""
    from kg.corpus.basis import basis_of

    made = basis_of(place)
    if made is not None and made.sources and made.sources != sources and not force:
        others = f"{place}: has the links of {', '.join(made.sources)}"
        raise InputError(others, hint="-o FILE writes these to a file of their own, --force over those")


def _told(found: Links, corpus: OpenedCorpus, place: Path) -> Iterator[str]:
    from kg.corpus import Copies

    several = [cluster for cluster in found.clusters if len(cluster.members) > 1]
    copies = sum(len(group) - 1 for group in Copies.of(corpus.graph).groups)
    yield f"{place}: links of {len(corpus.graph.articles)} articles, of which {copies} are copies of others"
    for kind, name in (("entity", "entities"), ("event", "happenings")):
        these = [cluster for cluster in several if cluster.kind == kind]
        doubts = sum(doubt.kind == kind for doubt in found.doubts)
        nodes = sum(len(cluster.members) for cluster in these)
        yield f"  {name:<12}{len(these)} that several articles tell of (as {nodes} nodes), {doubts} doubtful pairs"


def _held(graph: Graph, known: Sequence[PairDecision]) -> Iterator[str]:
    """How many of the decisions are about nodes that the graph has."""
    from kg.corpus.decisions import decided

    if known:
        yield f"  {len(decided(graph, known).verdicts)} of {len(known)} decisions hold: the graph has both nodes"


@_group.command()
def review(
    graphs: GraphFiles,
    decisions: DecisionsPath = None,
    count: Count = 0,
    reader: ReaderName = "reader",
) -> None:
    """Decide doubtful pairs one by one, the most doubtful first: the same, or not.

    Each answer is saved at once, beside the graph; every later `kg corpus link` keeps to it.

    ```console
    $ kg corpus review news.store
    $ kg corpus review news.store --count 20 --reader Anna
    ```
    """
    check_installed()
    corpus = OpenedCorpus(graphs)
    file = corpus.decisions(decisions)
    pairs = _pairs_of(corpus, file, count)
    decided = _decided(pairs, file, reader, count)
    left = len(pairs.doubts) + pairs.others - decided
    tell(f"{decided} decided, {left} left; kg corpus link keeps to what is decided")


def _pairs_of(corpus: OpenedCorpus, file: DecisionFile, count: int) -> DoubtfulPairs:
    """The doubtful pairs of graphs; of a corpus that was linked by blocks the most doubtful of its links."""
    from kg.corpus import linked
    from kg.corpus.doubtful import DoubtfulPairs

    if not is_too_large(corpus.paths):
        return DoubtfulPairs(corpus.graph, linked(corpus.graph, file.decisions()).doubts)
    return doubtful_in(corpus.paths[0], corpus.beside_current(), file.decisions(), count)


def _decided(pairs: DoubtfulPairs, file: DecisionFile, reader: str, count: int = 0) -> int:
    """Ask about one pair after the other until there are no more answers; how many pairs were decided."""
    from kg.cli.judging import Answers
    from kg.corpus.doubtful import reasons

    waiting, answers = pairs.ordered[: count or None], Answers(sys.stdin)
    number, decided = 0, set[int]()
    while number < len(waiting):
        doubt = waiting[number]
        told = f"{doubt.kind} · {doubt.score:.2f} · {'; '.join(reasons(doubt))}"
        put_lines(["", f"-- {number + 1} of {len(waiting)} · {told}"])
        put_lines([line for place in pairs.sides(doubt) for line in _shown(pairs, place)])
        sys.stdout.flush()
        answer = answers.letter("the same?", _ANSWERS)
        if answer in {None, "q"}:
            break
        if answer in {"y", "n"}:
            file.put(pairs.decision(doubt, reader, is_same=answer == "y"))
            decided.add(number)
        number = max(0, number - 1) if answer == "b" else number + 1
    return len(decided)


def _shown(pairs: DoubtfulPairs, place: Place) -> Iterator[str]:
    """A node with the first sentences that speak of it."""
    yield " · ".join(filter(None, (place.words, pairs.class_of(place.unit), place.unit.article)))
    for _, sentence in pairs.sentences(place.unit):
        yield from folded(sentence, "    ")


@_group.command()
def network(
    graphs: GraphFiles,
    links: LinksFile = None,
    output: NetworkOutput = None,
    force: Force = False,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """List communities of entities, tied by happenings of all articles together, or write that network to a file.

    Edges have the time, standing and independent sources of a happening, nodes the number of their community.

    ```console
    $ kg corpus network news.store
    $ kg corpus network monday.ttl tuesday.ttl -o week.graphml
    ```
    """
    from kg.corpus.network import communities
    from kg.corpus.network import network as network_of
    from kg.graph import gexf, graphml

    written, corpus = {".graphml": graphml, ".gexf": gexf}, OpenedCorpus(graphs, links)
    if output is not None:
        one_of(output.suffix, written, "suffix of a network")
        check_output(output, never, read=corpus.read, force=force)
    told = corpus.told
    found = network_of(told)
    groups = communities(found)
    if output is None:
        rows = [_community_row(found, number, group) for number, group in enumerate(groups, 1)]
        put_found(rows, form, "no two entities take part in one happening")
        return
    for number, group in enumerate(groups, 1):
        for node in group:
            found.nodes[node]["community"] = number
    put_data(written[output.suffix](found), output=output)


def _community_row(found: Network, number: int, group: Sequence[str]) -> PrintedRow:
    inside = found.subgraph(group)
    best = sorted(group, key=lambda node: (-inside.degree(node), str(found.nodes[node]["label"]), node))
    return {
        "community": number,
        "members": len(group),
        "happenings": len({key.split()[0] for _, _, key in inside.edges(keys=True)}),
        "first members": "; ".join(str(found.nodes[node]["label"]) for node in best[:_SHOWN]),
    }
