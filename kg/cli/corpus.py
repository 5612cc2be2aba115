"""The commands that find what is the same in several articles, and let readers decide: ``corpus link|review``."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, redirect_stderr, suppress
from contextvars import copy_context
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer import Option

from kg.cli import options, shelf
from kg.console import folded, progress, tell
from kg.console.output import PrintedRow, TableForm, check_output, never, put_data, put_found, put_lines
from kg.errors import InputError, KgError, MissingPartError, one_of
from kg.model import Graph
from kg.plugins import part
from kg.several.opened import OpenedCorpus, asked_about, seen_from
from kg.shards import is_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.corpus import DecisionFile
    from kg.corpus.doubtful import DoubtfulPairs

commands = typer.Typer()
_group = typer.Typer(
    help="Many articles in one folder, and what is the same in several: find it, decide what is doubtful."
)
commands.add_typer(_group, name="corpus", rich_help_panel="Corpus")
_group.add_typer(shelf.commands)
_SHOWN = 8  # members of a community that its row names
_STEPS = 5  # of linking by blocks
_ANSWERS = {"y": "the same", "n": "not the same", "s": "skip", "b": "back", "q": "quit"}


@_group.command()
def link(
    graphs: options.GraphFiles,
    output: options.LinksOutput = None,
    decisions: options.DecisionsPath = None,
    jobs: options.Jobs = 1,
    scheduler: shelf.Scheduler = "",
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Find which entities and which events of several articles are the same, and write it beside the graph.

    The graph stays as it is. What readers decided in `kg corpus review` holds; what is doubtful is listed, not joined.
    A large corpus is linked by blocks: in processes, or by the workers of a cluster.

    ```console
    $ kg corpus link news.store
    $ kg corpus link monday.ttl tuesday.ttl -o week.links.jsonl
    ```
    """
    from kg.corpus.blocks.kept import keep
    from kg.corpus.blocks.linking import decided, indexed, linked_by_blocks
    from kg.corpus.decisions import Decisions, basis, basis_of
    from kg.shards.folder import CorpusFolder

    corpus = OpenedCorpus(graphs)
    place = output or corpus.beside("links")
    if output is None and is_corpus(graphs[0]):
        with suppress(OSError):  # it is told where nobody may write
            place.parent.mkdir(exist_ok=True)
    file = decisions or corpus.decisions_path()
    is_beside = not corpus.is_piped and file.resolve() == corpus.beside("decisions").resolve()
    if not file.exists() and (decisions is not None or not is_beside):
        raise InputError(f"{file}: there is no such file of decisions", hint="kg corpus review writes them")
    known = corpus.decisions(file).decisions()
    check_output(place, lambda path: basis_of(path) is not None, read=(*graphs, file), force=force)
    sources, made = seen_from(place, graphs), basis_of(place)
    if made is not None and made.sources and made.sources != sources and not force:
        others = f"{place}: has the links of {', '.join(made.sources)}"
        raise InputError(others, hint="-o FILE writes these to a file of their own, --force over those")
    if not corpus.is_one_corpus and corpus.left_out:
        hint = "kg corpus link CORPUS links one of any size; kg corpus add puts articles of several into one"
        raise InputError("a corpus is too large to be linked with others", hint=hint)
    seen = "" if is_beside else seen_from(place, [file])[0]
    of = basis(Graph() if corpus.is_one_corpus else corpus.graph, known, seen, sources)
    with ExitStack() as stack:
        if corpus.is_one_corpus:
            index = stack.enter_context(stack.enter_context(CorpusFolder(graphs[0])).index(lambda _name: None))
            held = decided(index, known)
        else:
            index, held = stack.enter_context(indexed(corpus.graph)), Decisions(corpus.graph, known)
        done, by = stack.enter_context(progress(_STEPS, "linking")), scheduler or jobs or os.cpu_count() or 1
        links = stack.enter_context(linked_by_blocks(index, held, jobs=by, told=done))
        lines = list(links.written(of, place))
        if corpus.is_one_corpus and output is None:
            keep(links, index, of.decisions, corpus.beside("kept"))
    if corpus.is_one_corpus and output is None:
        with suppress(MissingPartError), redirect_stderr(StringIO()):  # the page tells what it leaves out
            copy_context().run(cast("Callable[[Path], None]", part("kept-front")), graphs[0])
    for line in lines if not quiet else ():
        tell(line)


@_group.command()
def review(
    graphs: options.GraphFiles,
    decisions: options.DecisionsPath = None,
    number: Annotated[int, Option("--count", min=0, help="At most so many pairs; 0 is all.")] = 0,
    reader: options.Decider = "reader",
) -> None:
    """Decide doubtful pairs one by one, the most doubtful first: the same, or not.

    Each answer is saved at once, beside the graph; every later `kg corpus link` keeps to it.

    ```console
    $ kg corpus review news.store
    $ kg corpus review news.store --count 20 --reader Anna
    ```
    """
    from kg.corpus import linked
    from kg.corpus.doubtful import DoubtfulPairs, doubtful_in

    corpus = OpenedCorpus(graphs)
    file = corpus.decisions(decisions)
    if corpus.is_one_corpus:  # the most doubtful of the links that are kept
        if not corpus.is_linked:
            told = f"there is no {corpus.beside('links')}"
            raise KgError(told, hint=f"kg corpus link {graphs[0]} finds what is the same in all of it")
        pairs = doubtful_in(graphs[0], corpus.beside("links"), file.decisions(), number)
    else:
        pairs = DoubtfulPairs(corpus.graph, linked(corpus.graph, file.decisions()).doubts)
    decided = _decided(pairs, file, reader, number)
    left = len(pairs.doubts) + pairs.others - decided
    tell(f"{decided} decided, {left} left; kg corpus link keeps to what is decided")


def _decided(pairs: DoubtfulPairs, file: DecisionFile, reader: str, count: int = 0) -> int:
    """Ask about one pair after the other until there are no more answers; how many pairs were decided."""
    from kg.cli.review import Answers
    from kg.corpus.doubtful import reasons

    waiting, answers = pairs.ordered[: count or None], Answers(sys.stdin)
    number, decided = 0, set[int]()
    while number < len(waiting):
        doubt = waiting[number]
        told = f"{doubt.kind} · {doubt.score:.2f} · {'; '.join(reasons(doubt))}"
        put_lines(["", f"-- {number + 1} of {len(waiting)} · {told}"])
        for place in pairs.sides(doubt):
            about = " · ".join(filter(None, (place.words, pairs.graph.nodes[place.unit.node].cls, place.unit.article)))
            sentences = (line for _, said in pairs.sentences(place.unit) for line in folded(said, "    "))
            put_lines([about, *sentences])
        sys.stdout.flush()
        answer = answers.letter("the same?", _ANSWERS)
        if answer in {None, "q"}:
            break
        if answer in {"y", "n"}:
            file.put(pairs.decision(doubt, reader, is_same=answer == "y"))
            decided.add(number)
        number = max(0, number - 1) if answer == "b" else number + 1
    return len(decided)


@_group.command()
def network(
    graphs: options.GraphFiles,
    as_of: options.AsOf = None,
    links: options.LinksFile = None,
    output: Annotated[
        Path | None, Option("--output", "-o", metavar="FILE", help="The network, as .graphml or .gexf.")
    ] = None,
    force: options.Force = False,
    form: options.OutputForm = TableForm.TABLE,
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

    written, corpus = {".graphml": graphml, ".gexf": gexf}, OpenedCorpus(graphs, links, asked_about(as_of=as_of))
    if output is not None:
        one_of(output.suffix, written, "suffix of a network")
        check_output(output, never, read=corpus.read, force=force)
    with corpus.answers() as tables:
        found = network_of(tables)
    groups = communities(found)
    if output is None:
        rows: list[PrintedRow] = []
        for number, group in enumerate(groups, 1):
            inside = found.subgraph(group)
            labels = {node: str(found.nodes[node]["label"]) for node in group}
            best = sorted(group, key=lambda node: (-inside.degree(node), labels[node], node))
            rows.append(
                {
                    "community": number,
                    "members": len(group),
                    "happenings": len({key.split()[0] for _, _, key in inside.edges(keys=True)}),
                    "first members": "; ".join(labels[node] for node in best[:_SHOWN]),
                }
            )
        put_found(rows, form, "no two entities take part in one happening")
        return
    for number, group in enumerate(groups, 1):
        for node in group:
            found.nodes[node]["community"] = number
    put_data(written[output.suffix](found), output=output)
