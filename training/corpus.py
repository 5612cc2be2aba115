"""All that is learned from and measured on: treebanks, what their sentences mean, and texts with meaning alone.

No sentence that shares eight words in a row with a text that is measured on is learned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.meaning import Sentence
from training.options import Options
from training.prepare import grown, tagged, varied
from training.semantic import chains, propbank, qanom
from training.semantic.silver import parsed
from training.treebank import Tree, read

_RUN = 8
_WORD = re.compile(r"\w+")


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every eight words in a row, in lower case."""
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def measured(folders: Iterable[Path]) -> frozenset[tuple[str, ...]]:
    """The runs of words of all texts, JSON and JSON Lines under some folders."""
    found: set[tuple[str, ...]] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".txt", ".json", ".jsonl"}:
                for text in _texts(path):
                    found.update(runs(text))
    return frozenset(found)


def _texts(path: Path) -> Iterator[str]:
    whole = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        yield whole
        return
    for part in whole.splitlines() if path.suffix == ".jsonl" else [whole]:
        yield from _strings(json.loads(part))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield " ".join(value)
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


def is_measured(words: Iterable[str], known: frozenset[tuple[str, ...]]) -> bool:
    """Whether a sentence shares a run of words with a text that is measured on."""
    return not known.isdisjoint(runs(" ".join(words)))


EWT, GUM = ("ewt-train.conllu", "ewt-dev.conllu"), ("gum-train.conllu", "gum-dev.conllu")
HELD_OUT = "gum-train.conllu, held out"
_FICTION = 600
"""Words of each text of fiction."""


@dataclass(frozen=True)
class Corpus:
    """Tagged sentences to learn from, by how they are put together; and those to measure on."""

    trees: list[Sentence]
    """With trees, in runs of some neighbours."""
    documents: list[Sentence]
    """Whole documents with what they mention."""
    asked: list[Sentence]
    """Sentences whose nouns were asked about."""
    tests: dict[str, list[Sentence]]
    left_out: int
    """Sentences that share words with texts that are measured on."""

    @classmethod
    def of(cls, options: Options) -> Corpus:
        """The corpus that the options ask for."""
        held_out = frozenset(json.loads(line)["id"] for line in options.held_out.read_text().splitlines())
        known = measured(options.never)

        def ready(trees: list[Tree]) -> list[Sentence]:
            return tagged(list(map(grown, trees)), options.tagger)

        # Of the English Web Treebank events, roles and firmness are known, of GUM what is mentioned.
        ewt, gum = ([list(read(options.data / name)) for name in names] for names in (EWT, GUM))
        web, web_dev = (list(propbank.annotated(ready(one), options.semantic)) for one in ewt)
        talked, talked_dev = (list(chains.gum(ready(one), one)) for one in gum)
        news = [one for one in talked if one.document in held_out]
        talked = [one for one in talked if one.document not in held_out]

        def grow(found: Sequence[Sentence]) -> Iterator[Sentence]:
            return parsed(tagged(found, options.tagger))

        asked, asked_dev = (
            list(qanom.sentences(options.semantic / qanom.FILE, part, grow)) for part in ("train", "dev")
        )
        fiction = list(chains.litbank(options.semantic / chains.FILE, _FICTION, grow))
        parts = [[one for one in part if not is_measured(one.words, known)] for part in (web, talked, asked)]
        clean_web, clean_talked, clean_asked = parts
        copies = tagged(list(varied([*clean_web, *clean_talked], options.seed)), options.tagger)
        tests = {EWT[1]: web_dev, GUM[1]: talked_dev, HELD_OUT: news, f"{qanom.FILE}, dev": asked_dev}
        left_out = sum(map(len, (web, talked, asked))) - sum(map(len, parts))
        return cls([*clean_web, *copies], [*clean_talked, *fiction], clean_asked, tests, left_out)


def files(options: Options) -> list[Path]:
    """All files that are read."""
    meant = (propbank.ROLES_FILE, propbank.FACTUALITY_FILE, qanom.FILE, chains.FILE)
    return [*(options.data / name for name in (*EWT, *GUM)), *(options.semantic / name for name in meant)]
