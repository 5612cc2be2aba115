"""The command by which a reader judges statements one by one, with questions, answers and saving: ``review``."""

import hashlib
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.console import tell
from kg.console.output import put_lines
from kg.errors import InputError, KgError, one_of
from kg.facts.selection import Filter, mains, selected
from kg.files.graphs import asked_by, loaded
from kg.model import Graph, Statement
from kg.model.graph import BY_MODEL
from kg.model.scales import Factuality, factuality_of
from kg.reviews import CAUSES, Review, ReviewFile, Verdict, review_key, row_of

commands = typer.Typer()
_ORDERS = ("least-sure", "random", "text")
_VERDICTS = {"r": "right", "y": "right", "w": "wrong", "n": "wrong", "s": "skip", "b": "back", "q": "quit"}
_USEFUL = {"u": "useful", "y": "useful", "n": "not useful", "": "Enter: not told"}  # to both "y" and "n" are yes and no
_LETTERS = dict(zip("psorcfatevu", CAUSES, strict=True))
"""A letter of each cause: "a" is its source (who is it according to?), "v" the roles of its event."""
_ASKED_INSTEAD = {
    "factuality": f"how firm is it? {', '.join(one.value.lower() for one in Factuality)}; Enter: not told",
    "source": "who says it? - is the article itself; Enter: not told",
    "coreference": "what is meant? it is noted in the file, and the statement left out as wrong; Enter: not told",
}


@commands.command(rich_help_panel="Look")
@options.spread
def review(
    wanted: options.FilterOptions,
    llm: options.ModelOptions | None,
    graph: Annotated[Path | None, Argument(metavar="GRAPH", help="A graph that `kg build` wrote.")] = None,
    name: Annotated[str, Argument(metavar="[NAME]", help="An entity: what is said of it or by it.")] = "",
    output: options.Output = None,
    order: Annotated[
        str, Option("--order", metavar="least-sure|random|text", help="Which come first; random is the same each time.")
    ] = "least-sure",
    count: Annotated[int, Option("--count", min=0, help="At most so many statements; 0 is all.")] = 0,
    reader: Annotated[str, Option("--reader", envvar="KG_READER", metavar="NAME", help="Who judges.")] = "reader",
    again: Annotated[bool, Option("--again", help="Also what this reader has judged before.")] = False,
    details: options.Details = False,
    undo: Annotated[bool, Option("--undo", help="Take back all that this reader has judged.")] = False,
    judged_before: Annotated[
        Path | None,
        Option("--try", metavar="FILE", help="Measure how far the model agrees with what readers judged there."),
    ] = None,
) -> None:
    """Judge statements one by one, the least sure first: right or wrong, why, and whether they are of use.

    Each answer is saved at once; a later call goes on where this one ends. `kg build --reviewed` keeps to the file.

    ```console
    $ kg review trade.ttl
    $ kg review trade.ttl --order random --count 50 -o sample.jsonl --reader Anna
    $ kg build article.txt -o trade.ttl --reviewed trade.reviews.jsonl
    $ kg review trade.ttl --llm http://localhost:11434/v1 --llm-model qwen2.5:7b --count 20
    ```
    """
    chosen, order = wanted.about(name), one_of(order, _ORDERS, "order")
    if judged_before is not None:  # compare a model's verdicts with those of readers
        if graph is not None or output is not None:
            raise KgError("--try reads no graph and writes no file", hint="leave out GRAPH and -o, or --try")
        if llm is None:
            raise KgError("--try goes with --llm URL", hint="it is a language model that is tried")
        llm.tried(judged_before, count)
        return
    if llm is None and reader.startswith(BY_MODEL) and not undo:  # nobody else goes by its name
        raise KgError(f"{reader!r} is the name of a language model", hint="--llm URL asks it")
    reader = reader if llm is None else llm.reader
    if graph is None:
        raise InputError("which graph is to be judged?", hint="kg review GRAPH")
    place = output or graph.with_name(f"{graph.stem}.reviews.jsonl")
    file = _file(place, graph, reader)
    if undo:
        tell(f"{file.undo()} reviews of {reader} taken back from {place}")
        return
    values = loaded(graph, asked_by(chosen)).graph
    waiting = _waiting(values, chosen, file, order, again=again, details=details)[: count or None]
    if llm is not None:
        llm.judge(values, waiting, file, graph, place)
        return
    if not waiting:
        tell(f"nothing is left to judge; {place} has what was judged" if place.exists() else "nothing to judge")
        return
    counts = _judged(values, waiting, file, reader)
    tell(f"{counts.total()} judged, {counts['right']} of them right; {len(waiting) - counts.total()} left")
    if counts.total():
        tell(f"{place}: kg build --reviewed {place} keeps to it")


def _waiting(
    values: Graph, wanted: Filter, file: ReviewFile, order: str, *, again: bool, details: bool
) -> list[Statement]:
    """Those that are not judged, in an order, and in that of the text where that is equal."""

    def rank(one: Statement) -> tuple[float, str]:
        if order == "random":
            return 0, hashlib.sha256(one.id.encode()).hexdigest()
        return one.confidence if order == "least-sure" else 0, ""

    known, said = frozenset(() if again else file.reviews()), selected(values, wanted)
    shown = said if details else mains(values, said)
    return sorted((one for one in shown if review_key(one) not in known), key=rank)


def _file(place: Path, graph: Path, reader: str) -> ReviewFile:
    from kg.turtle.whole import write_whole

    if str(graph) == "-":
        raise InputError("a graph to review is a file", hint="standard input gives the answers")
    if place.is_dir() or (place.exists() and graph.exists() and place.samefile(graph)):
        raise InputError(f"{place}: is no file for reviews", hint="-o FILE.jsonl")
    return ReviewFile(place, reader, write_whole)


class Answers:
    """Answers line by line; a line may hold the letters of several questions ("ru", "wpn")."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self._letters: list[str] = []

    def letter(self, question: str, known: Mapping[str, str]) -> str | None:
        """A letter that is known, asked for until it is one; None where there are no more answers."""
        meanings = {meaning: [letter for letter, one in known.items() if one == meaning] for meaning in known.values()}
        told = (f"{' or '.join(filter(None, some))} {meaning.replace('_', ' ')}" for meaning, some in meanings.items())
        words = ", ".join(one.strip() for one in told)
        while True:
            if not self._letters:
                line = self.line(f"{question} {words}")
                if line is None:
                    return None
                self._letters = list(line.lower().replace(" ", "")) or [""]
            letter = self._letters.pop(0)
            if letter in known:
                return letter
            self._letters.clear()
            tell(f"{letter!r} is no answer here")

    def line(self, question: str) -> str | None:
        """A whole line without its end; None where there are no more."""
        typer.echo(f"{question}: ", nl=False, err=True)
        line = self._lines.readline()
        if not self._lines.isatty():
            typer.echo("", err=True)
        return line.strip() if line else None


def _judged(graph: Graph, waiting: Sequence[Statement], file: ReviewFile, reader: str) -> Counter[str]:
    """Ask about one statement after the other until there are no more answers; how many were found right, and wrong."""
    from kg.lines.cards import to_judge

    counts, answers, place = Counter[str](), Answers(sys.stdin), 0
    while place < len(waiting):
        said = waiting[place]
        put_lines(["", f"-- {place + 1} of {len(waiting)} · {said.first_evidence.article}", *to_judge(graph, said), ""])
        sys.stdout.flush()
        step, review = _answered(said, answers)
        if review is not None:
            before = file.reviews().get(review.of)
            counts.subtract([before.verdict.value] if before and before.verdict.value in counts else [])
            file.put(row_of(graph, said, replace(review, reader=reader)))
            counts[review.verdict.value] += 1
        if step == 0:
            break
        place = max(0, place + step)
    return counts


def _answered(said: Statement, answers: Answers) -> tuple[int, Review | None]:
    """How many statements to go on, 0 to end, and the review if there is one."""
    match answers.letter("is it right?", _VERDICTS):
        case "s":
            return 1, None
        case "b":
            return -1, None
        case "r" | "y":
            return _with_use(Review(review_key(said), Verdict.RIGHT), answers)
        case "w" | "n":
            cause = answers.letter("what is wrong?", _LETTERS)
            if cause is None:
                return 0, None
            review = Review(review_key(said), Verdict.WRONG, _LETTERS[cause])
            return _with_use(replace(review, instead=_instead(review.cause, answers)), answers)
        case _:
            return 0, None


def _with_use(review: Review, answers: Answers) -> tuple[int, Review]:
    """The review with whether somebody would keep the statement; a verdict is saved though the answers end here."""
    use = answers.letter("would somebody who follows the news keep it?", _USEFUL)
    if use is None:
        return 0, review
    return 1, replace(review, useful={"useful": True, "not useful": False}.get(_USEFUL[use]))


def _instead(cause: str, answers: Answers) -> str:
    """What would be right, where that can be told in a word."""
    if cause not in _ASKED_INSTEAD:
        return ""
    while True:
        line = answers.line(_ASKED_INSTEAD[cause]) or ""
        if cause != "factuality" or not line:
            return line
        if (found := factuality_of(line)) is not None:
            return found.value
        tell(f"{line!r} is no firmness")
