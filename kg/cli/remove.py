"""The command that takes articles back: ``remove``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Prefix, Quiet, Rdf12
from kg.console import tell
from kg.errors import InputError
from kg.facts.wording import counted
from kg.files.holdings import named_articles

commands = typer.Typer()

Changed = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph of ours, a file or a store; it is changed.")]
Articles = Annotated[
    list[str], typer.Argument(metavar="ARTICLE...", help="Ids as `kg query GRAPH --ask articles` has them.")
]


@commands.command(rich_help_panel="Change")
def remove(
    graph: Changed,
    articles: Articles,
    prefix: Prefix = [],  # noqa: B006 Typer's way of a repeatable option
    rdf12: Rdf12 = False,
    quiet: Quiet = False,
) -> None:
    """Take articles out of a graph: what follows from them goes, what others say stays.

    The graph is what it would be had they never been added, byte for byte. A file is the old one or the new one, a
    store changes in one transaction. What is not ours is left out of a file, and told.

    ```console
    $ kg remove week.ttl canada-china-62ed7aff
    $ kg remove archive.store a1 a7
    ```
    """
    from dataclasses import replace

    from kg.files.target import Target
    from kg.turtle.terms import checked_prefixes

    target = Target.of(graph, "", rdf12=rdf12)
    if not target.comes_back:
        raise InputError(f"{graph}: {target.form} is written only", hint="kg remove changes RDF and stores")
    before = target.before(append=True)
    held = target.held(before)
    known = held.articles.keys() if held else ()
    names = frozenset(named_articles(articles, known, graph))
    target = replace(target, base_iri="", evidence="full", prefixes=checked_prefixes(prefix))
    target.remove(names)
    if not quiet:
        stay = len(known) - len(names)
        tell(f"{graph}: {counted(len(names), 'article')} removed, {counted(stay, 'article')} left")
