"""Options of the commands that ask a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AnyGraph = Annotated[
    Path | None, typer.Argument(metavar="GRAPH", help="A graph, any RDF file, or the folder of a store on disk.")
]
GraphPath = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph of ours, a file or a store.")]
Sparql = Annotated[
    str, typer.Argument(metavar="[SPARQL]", help="The query, or a .rq file with it; - reads standard input.")
]
QueryFile = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="The query is in a file.")]
Ask = Annotated[str, typer.Option("--ask", metavar="NAME", help="A named question, or a file with one.")]
Parameters = Annotated[
    list[str], typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the question; repeatable.")
]
Questions = Annotated[bool, typer.Option("--questions", help="List the named questions; with --ask, show one.")]
QuestionFolders = Annotated[
    list[Path],
    typer.Option("--questions-from", envvar="KG_QUESTIONS", metavar="DIR", help="A folder of your own questions."),
]
AlsoAsked = Annotated[
    list[Path], typer.Option("--with", metavar="FILE", help="Another file to ask as well; repeatable.")
]
AnswersLinks = Annotated[
    Path | None,
    typer.Option("--links", metavar="FILE", help="Links of `kg corpus link`: a named question has a row a happening."),
]
AnswerForm = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="table csv tsv json jsonl xml; for CONSTRUCT ttl nt jsonld rdfxml; else by the suffix.",
    ),
]
Sentences = Annotated[bool, typer.Option("--sentences", help="Show the sentence of each row's statement.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show what the query touches; do not run it.")]
Timeout = Annotated[
    float, typer.Option("--timeout", envvar="KG_TIMEOUT", min=0.1, metavar="SECONDS", help="Stop it after that.")
]
MaxRows = Annotated[int, typer.Option("--max-rows", envvar="KG_MAX_ROWS", min=1, help="At most so many rows.")]
MaxMemory = Annotated[
    int, typer.Option("--max-memory", envvar="KG_MAX_MEMORY", min=16, metavar="MB", help="Beyond what the data take.")
]
FailEmpty = Annotated[bool, typer.Option("--fail-empty", help="Exit with 1 if there is no answer.")]
