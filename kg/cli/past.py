"""What became of articles and of what was said: ``corpus history|quotations|lineage``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.look import meanings
from kg.console.output import TableForm, put_found
from kg.files.articles import named_articles
from kg.files.graphs import check_shards

if TYPE_CHECKING:
    from kg.console.output import Cell, PrintedRow
    from kg.corpus.versions import Edit

commands = typer.Typer()
_SHOWN = ("change", "words", "before", "after")
"""What a table has room for."""


@commands.command()
def history(
    corpus: options.CorpusPath,
    articles: Annotated[
        list[str] | None, Argument(metavar="[ARTICLE]...", help="Ids; without one, all that have changed.")
    ] = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Tell how articles changed from version to version: contradicted, corrected, weaker, firmer, withdrawn, added.

    A row is a sentence, with what it was before; `known` is the day on which the version came to be known. What the
    publisher says of an earlier version ("Correction: …") is a row too, with the sentence that is meant.

    ```console
    $ kg corpus history news.corpus
    $ kg corpus history news.corpus a711 -f jsonl
    ```
    """
    check_shards()
    from itertools import chain, pairwise

    from kg.corpus.versions import edits, noted, versions
    from kg.shards.folder import CorpusFolder

    rows: list[PrintedRow] = []
    relations, is_full = meanings(), form is not TableForm.TABLE
    with CorpusFolder(corpus) as folder:
        names = frozenset(named_articles(articles or [], folder.catalog.articles, corpus))
        for known in versions(folder, names):
            pairs = chain([(None, known[0])], pairwise(known)) if known else ()
            for number, (old, new) in enumerate(pairs, 1):
                head: dict[str, Cell] = {"article": new.article, "version": number, "known": str(new.known or "")}
                done = edits(old.graph, new.graph, relations) if old else noted(new.graph)
                found = map(edit_row, done)
                rows += (head | {name: row[name] for name in row if is_full or name in _SHOWN} for row in found)
    put_found(rows, form, "no article has another version")


def edit_row(one: Edit) -> dict[str, Cell]:
    """A row of what was done to a sentence."""
    before, after = (sorted(said.id for said in side.told) if side else [] for side in (one.before, one.after))
    return {
        "change": one.kind.value,
        "words": one.words,
        "before": one.before.words if one.before else "",
        "after": one.after.words if one.after else "",
        "details": "; ".join(one.details),
        "statementsBefore": [*before],
        "statementsAfter": [*after],
    }


@commands.command()
def quotations(
    graphs: options.GraphFiles,
    by: Annotated[str, Option("--by", metavar="NAME", help="Only words of this speaker.")] = "",
    articles: Annotated[int, Option("--articles", min=1, help="Quoted by at least so many articles.")] = 1,
    altered: Annotated[bool, Option("--altered", help="Only what an article quotes in other words.")] = False,
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """List what was said, word for word: by whom, in which articles, first where, and how others altered the words.

    The same words by the same speaker are one quotation. `-f jsonl` has the sentence of each article.

    ```console
    $ kg corpus quotations news.corpus --articles 2
    $ kg corpus quotations monday.ttl tuesday.ttl --by "Mark Carney" --altered
    ```
    """
    from kg.corpus.quotations import ledger, rows
    from kg.several.opened import OpenedCorpus, asked_about, named

    told = OpenedCorpus(graphs, links, asked_about(by)).told
    chosen = named(told, by)
    found = [
        one
        for one in ledger(told)
        if len(one.articles) >= articles and (not by or one.speaker in chosen) and (not altered or one.is_altered)
    ]
    left_out = {"tellings"} if form is TableForm.TABLE else set()
    listed = [{name: row[name] for name in row if name not in left_out} for row in rows(told, found)]
    put_found(listed, form, "no such quotation")


@commands.command()
def lineage(graphs: options.GraphFiles, form: options.OutputForm = TableForm.TABLE) -> None:
    """Tell who said it first and who copied: articles with sentences of an earlier one, and what each changed.

    Of two of one day the order is not known (`same day`). `-f jsonl` has the sentences, shared and changed.

    ```console
    $ kg corpus lineage news.corpus
    $ kg corpus lineage monday.ttl tuesday.ttl -f jsonl
    ```
    """
    from kg.corpus.lineage import changes_told, descents
    from kg.several.opened import OpenedCorpus

    rows: list[PrintedRow] = []
    for one in descents(OpenedCorpus(graphs).graph, meanings()):
        row: dict[str, Cell] = {
            "first": one.first.id,
            "day": str(one.first.date or ""),
            "copy": one.copy.id,
            "copied": str(one.copy.date or "") if one.is_dated else "same day",
            "shared": f"{len(one.shared)} of {one.of}",
            "agency": one.agency,
            "changes": changes_told(one.edits),
        }
        more: dict[str, Cell] = {
            "publishers": [one.first.publisher, one.copy.publisher],
            "sentences": [*one.shared],
            "edits": [edit_row(each) for each in one.edits],
        }
        rows.append(row if form is TableForm.TABLE else row | more)
    put_found(rows, form, "no article has sentences of another")
