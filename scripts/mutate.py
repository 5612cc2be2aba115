"""Articles broken in every way that text breaks, read by the whole chain: what raises, misquotes, hangs.

python -m scripts.mutate                            1,000 mutated articles of the development texts
python -m scripts.mutate --count 10000 news.jsonl   more of them, of other texts too
python -m scripts.mutate --number 4711              the text of one, and what is wrong with it

The same seed gives the same texts. Exit code 1 where a fault was found; each is named by its number and mutations.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from random import Random

from kg.check.rules import rule_findings
from kg.check.telling import Severity
from kg.errors import InputError
from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import table
from kg.isolation import ArticleError, ArticleLimits
from kg.model import Article, ArticleId, Graph
from kg.pipeline.build import outcomes
from kg.pipeline.mentions import mentions_in
from kg.pipeline.outcomes import isolated
from kg.pipeline.workers import BuildSettings, ontology_of, reader_of
from kg.text.articles import ReadingOptions, article_of, articles

Mutation = Callable[[str, Random], str]

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?]*[.!?]+[\"”’)]*\s*|[^.!?]+$")
_ODD = (
    "\u202e", "\u200f", "\u2066", "\u0301", "\u0323\u0302", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "\x0b",
    "\x0c", "\x85", "\x00", "\x1b[31m", "\U0001f600", "\U0001f1e8\U0001f1e6", "\U0001f468\u200d\U0001f469", "\\ud83d",
    "\\u0000", "&nbsp;", "&#8217;", "<b>", "\ufffd", "\uffff", "\u3000", "İ", "ß", "ﬁ", "Ⅷ", "٣", "Ω", "中", "…",
)  # fmt: skip
_MARKS = ".,;:!?\"'“”‘’()[]—–-/…%$&*@#<>|_="
_SHARE = 0.1  # of the words or gaps that a mutation changes
_LINES = ("\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "\u00a0")
_GONE = ("SUN", "YUG", "CSK", "DDR", "SCG", "ANT", "ATA", "IOT")
_SMALL = (
    "the", "of", "and", "that", "to", "not", "it", "its", "they", "he", "said", "by", "on", "which", "whose", "if",
)  # fmt: skip


def _words(text: str, random: Random, change: Callable[[str], str], share: float = _SHARE) -> str:
    """The text with a share of its words changed."""
    return _WORD.sub(lambda found: change(found.group()) if random.random() < share else found.group(), text)


def _swapped(text: str, random: Random) -> str:
    parts = re.split(r"(\s+)", text)
    for place in range(0, len(parts) - 2, 2):
        if random.random() < _SHARE:
            parts[place], parts[place + 2] = parts[place + 2], parts[place]
    return "".join(parts)


def _shuffled(text: str, random: Random) -> str:
    sentences = _SENTENCE.findall(text)
    random.shuffle(sentences)
    return "".join(sentences)


def _odd(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 12)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(_ODD) + text[place:]
    return text


def _marked(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 12)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(_MARKS) * random.choice((1, 1, 2, 5)) + text[place:]
    return text


def _without(marks: str) -> Mutation:
    return lambda text, _: re.sub(marks, "", text)


def _repeated(text: str, random: Random) -> str:
    words = text.split()
    first = random.randrange(len(words)) if words else 0
    phrase = " ".join(words[first : first + random.randint(1, 5)])
    return text.replace(phrase, " ".join([phrase] * random.randint(2, 40)), 1) if phrase else text


def _cut(text: str, random: Random) -> str:
    place = random.randint(0, len(text))
    return random.choice((text[:place], text[place:]))


def _states_gone(text: str, random: Random) -> str:
    """States that are no more, and territories that nobody lives in, for the states in the text."""
    label, adjective = random.choice(_gone())
    text = re.sub(r"\b(?:Russian|Chinese|American|Canadian|British|French|Iranian|Ukrainian|U\.S\.)", adjective, text)
    return re.sub(r"\b(?:the United States|Russia|China|Canada|Iran|Ukraine|France|Britain|Libya|Korea)\b", label, text)


@cache
def _gone() -> tuple[tuple[str, str], ...]:
    """The label and an adjective of each state that is no more."""
    words = {row["id"]: row["key"] for row in table("names") if row["kind"] == "demonym"}
    states = (Gazetteer.load().country(code) for code in _GONE)
    return tuple((state.label, words.get(state.id, state.label)) for state in states)


MUTATIONS: Mapping[str, Mutation] = {
    "words dropped": lambda text, random: _words(text, random, lambda _: ""),
    "words doubled": lambda text, random: _words(text, random, lambda word: f"{word} {word}"),
    "words swapped": _swapped,
    "small words put in": lambda text, random: _words(
        text, random, lambda word: f"{word} {random.choice(_SMALL)}", 0.15
    ),
    "sentences shuffled": _shuffled,
    "without quotation marks": _without("[\"“”‘’']"),
    "without full stops": _without(r"\."),
    "without commas": _without(","),
    "capitals": lambda text, _: text.upper(),
    "lower case": lambda text, _: text.lower(),
    "title case": lambda text, _: text.title(),
    "some capitals": lambda text, random: _words(text, random, str.swapcase, 0.3),
    "words masked": lambda text, random: _words(text, random, lambda word: "*" * len(word)),
    "blanks before": lambda text, random: random.choice(_LINES) * random.choice((100, 20_000)) + text,
    "odd characters": _odd,
    "marks": _marked,
    "lines joined": lambda text, random: re.sub(r"\s*\n\s*", lambda _: random.choice(_LINES), text),
    "lines broken": lambda text, random: re.sub(
        r" ", lambda _: random.choice(_LINES) if random.random() < _SHARE else " ", text
    ),
    "repeated": _repeated,
    "cut": _cut,
    "states that are no more": _states_gone,
}
"""Name of a mutation -> what it does; it may leave a text as it is."""


ROOT = Path(__file__).resolve().parents[1]
SOURCES = (ROOT / "seeds", ROOT / "tests" / "gold" / "articles", ROOT / "tests" / "stories")
RECIPE = BuildSettings()
LONGEST = 100_000  # characters of a text in one paragraph
_MOST = 3  # mutations of one text, and paragraphs that it is cut to
_TWICE = 25  # one text in so many is read a second time, and a third time for its mentions
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutated text: its number gives it again."""

    number: int
    mutations: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the reading of a mutant."""

    mutant: Mutant
    cause: str
    trace: str = ""


def texts(paths: Iterable[Path]) -> tuple[str, ...]:
    """The development texts and those of other files, each once."""
    read = articles((*SOURCES, *paths), reading=ReadingOptions(any_language=True), noted=lambda _note: None)
    return tuple(dict.fromkeys(article.text for article in read))


def mutant(sources: Sequence[str], number: int, seed: int) -> Mutant:
    """The mutant with a number: some paragraphs of a source, changed until they differ from it."""
    random = Random(f"{seed}/{number}")
    paragraphs = [line for line in random.choice(sources).splitlines() if line.strip()]
    first, names = random.randrange(len(paragraphs)), list[str]()
    before = text = "\n\n".join(paragraphs[first : first + random.randint(1, _MOST)])
    while text == before or len(names) < random.randint(1, _MOST):
        names.append(random.choice(tuple(MUTATIONS)))
        text = MUTATIONS[names[-1]](text, random)
    return Mutant(number, tuple(names), text)


def endless(sources: Sequence[str], number: int) -> Mutant:
    """Whole texts in one paragraph of ``LONGEST`` characters."""
    whole = " ".join(" ".join(text.split()) for text in (*sources[number:], *sources[:number]))
    return Mutant(-1 - number, ("endless",), (whole * (LONGEST // len(whole) + 1))[:LONGEST])


def faults(mutants: Iterable[Mutant], *, seconds: float, tally: Counter[str]) -> Iterator[Fault]:
    """What is wrong with the reading of each; ``tally`` counts texts, refusals and statements."""
    stream = iter(mutants)
    while batch := list(islice(stream, _BATCH)):
        found = {article.id: (broken, article) for broken in batch if (article := _article(broken, tally))}
        graphs = yield from _read(found, seconds, tally)
        again = {key: pair for key, pair in found.items() if pair[0].number % _TWICE == 0 and key in graphs}
        second = yield from _read(again, seconds, Counter())
        for key, graph in second.items():
            if graph != graphs[key]:
                yield Fault(found[key][0], "another graph the second time")
        mentioned = isolated(
            (article for _, article in again.values()),
            reader_of(RECIPE),
            partial(mentions_in, ontology=ontology_of(RECIPE)),
            ArticleLimits(seconds),
        )
        for (broken, _), outcome in zip(again.values(), mentioned, strict=True):
            if isinstance(outcome, ArticleError):
                yield Fault(broken, outcome.message, outcome.trace)


def _article(broken: Mutant, tally: Counter[str]) -> Article | None:
    tally["texts"] += 1
    try:
        return article_of(broken.text, reading=ReadingOptions(any_language=True))
    except InputError as error:
        tally[f"refused: {error.message.partition(':')[2].strip()[:40]}"] += 1
        return None


def _read(
    found: Mapping[ArticleId, tuple[Mutant, Article]], seconds: float, tally: Counter[str]
) -> Generator[Fault, None, dict[ArticleId, Graph]]:
    """The graphs of some articles; what is wrong with them on the way."""
    ontology, graphs = ontology_of(RECIPE), dict[ArticleId, Graph]()
    read = outcomes(
        (article for _, article in found.values()), reader_of(RECIPE), ontology, limits=ArticleLimits(seconds)
    )
    for (key, (broken, _)), outcome in zip(found.items(), read, strict=True):
        if isinstance(outcome, ArticleError):
            yield Fault(broken, outcome.message.replace(key, "the article"), outcome.trace)
            continue
        graphs[key] = outcome.graph
        tally["statements"] += len(outcome.graph.statements)
        told = rule_findings(outcome.graph, ontology)
        wrong = {f"{finding.rule}: {finding.message}" for finding in told if finding.severity is Severity.ERROR}
        yield from (Fault(broken, cause) for cause in sorted(wrong))
    return graphs


def main() -> int:
    """Print what was read and each fault; 1 where there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="further texts, in any form that kg build reads")
    parser.add_argument("--count", type=int, default=1000, help="mutants to read")
    parser.add_argument("--endless", type=int, default=0, help="texts of 100,000 characters in one paragraph, besides")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other mutants")
    parser.add_argument("--seconds", type=float, default=60.0, help="of CPU that one text may take")
    parser.add_argument("--number", type=int, help="one mutant alone, and its text")
    given = parser.parse_args()
    sources = texts(given.files)
    numbers = range(given.count) if given.number is None else (given.number,)
    made = chain(
        (mutant(sources, number, given.seed) for number in numbers),
        (endless(sources, number) for number in range(given.endless)),
    )
    tally: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for fault in faults(made, seconds=given.seconds, tally=tally):
        causes[fault.cause] += 1
        print(f"{fault.mutant.number} ({', '.join(fault.mutant.mutations)}): {fault.cause}\n{fault.trace}", flush=True)
    if given.number is not None:
        print(mutant(sources, given.number, given.seed).text)
    for name, count in sorted(tally.items()):
        print(f"{count:8,}  {name}")
    print(f"{causes.total():8,}  faults")
    return 1 if causes else 0


if __name__ == "__main__":
    sys.exit(main())
