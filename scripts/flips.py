"""Bits turned in every kind of file that kg writes, and what commands make of it: python scripts/flips.py GRAPH...

A graph is a corpus, a store, or a file, which gets reviews; it is copied, a bit of one of its files is turned, and the
commands that read that run. What they write then is what they wrote before ("as before"), or they tell of it (exit code
2, or a note), or they do not ("SILENT"); "A BUG" is exit code 101, "A CRASH" the end of the process. Exit code 1 for
any of these three. The program may not be changed meanwhile.
What people edit, where an edit cannot be told from damage, is left out: corpus.toml and the files that it names.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from unittest.mock import patch

from kg.cli.app import run
from kg.console import console
from kg.corpus import DecisionFile, PairDecision
from kg.corpus.decisions import places
from kg.corpus.links import ENTITY
from kg.model.merge import merged
from kg.reviews import reviews_in
from kg.shards import FILE, is_corpus
from kg.shards.folder import CorpusFolder

_BLOCKS = "blocks"
"""What stands before a command that takes a corpus for a large one."""
_EXPORT, _TOPIC = "corpus export G -f jsonl", "corpus export G -f jsonl --topic the --since 1900"
_SHOW, _HAPPENINGS, _ADD = "show G -f jsonl", "happenings G -f jsonl", "corpus add G NEWS"
_LINK, _STATUS = f"{_BLOCKS} corpus link G -o links.jsonl", "corpus status G -f json"
_QUERY = "query G SELECT*{?s?p?o} -f csv"
_CORPUS = (_EXPORT, _TOPIC, _SHOW, _HAPPENINGS, _ADD, _LINK, _QUERY, _STATUS)
_READING = {
    "articles.parquet": (_EXPORT, _TOPIC, _STATUS),
    "catalog.sqlite": (_TOPIC, _ADD, _STATUS),
    "decisions.jsonl": (_HAPPENINGS, _LINK, _STATUS),
    "graph": (_QUERY,),
    "index.sqlite": (_SHOW, _HAPPENINGS),
    "linking.sqlite": (_LINK,),
    "links.jsonl": (_HAPPENINGS, _STATUS),
    "sources.sqlite": (_ADD, _EXPORT),
    "shards.jsonl": (_EXPORT, _SHOW, _STATUS),
}
"""The commands that read a file of a corpus, by its name up to a hyphen; a topic is asked of other tables."""
_GRAPH, _REVIEW = ("convert G -f nt",), "review G --reader Somebody"
_REVIEWS, _ANSWERS = ".reviews.jsonl", "ru\nwpn\nr\n"
_LONGEST = 1800  # seconds of a command, on a busy machine
_MANY = 200  # commands of a process, which grows with each
_BOUND = 2  # exit code of what is told
_BUG = 101
_FAULTS = ("SILENT", "A BUG", "A CRASH")


@dataclass(frozen=True)
class Told:
    """What a command wrote: its code, its rows, its notes."""

    code: int
    rows: bytes
    notes: str


def main() -> int:
    """Turn bits and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="+", type=Path)
    parser.add_argument("--news", type=Path, help="the source of the corpora, which is looked through again")
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, counts = random.Random(given.seed), defaultdict[str, Counter[str]](Counter)
    with TemporaryDirectory(prefix="kg-flips-") as name:
        work = Path(name) / "work"
        worker = _Worker()
        sources = [_prepared(path, work, given.news, worker) for path in given.graphs]
        kinds = defaultdict[str, list[tuple[Path, Path]]](list)
        for source in sources:
            for file in _files(source):
                kinds[_kind(source, file)].append((source, file))
        before = {source: worker.told(_copied(source, work), _commands(source)) for source in sources}
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was found so far is printed
        with suppress(KeyboardInterrupt):
            for number in range(given.flips):
                kind = sorted(kinds)[number % len(kinds)]
                source, file = chance.choice(kinds[kind])
                place = chance.randrange(file.stat().st_size * 8)
                graph = _copied(source, work)
                _turn(work / file.relative_to(source.parent), place)
                asked = {command: before[source][command] for command in _commands(source, file.name)}
                found, command, notes = _worst(asked, worker.told(graph, asked))
                counts[kind][found] += 1
                if found in _FAULTS:
                    print(f"{found}: bit {place} of {file.relative_to(source.parent)}: {command}\n{notes}", flush=True)
        worker.close()
    whole = sum(counts.values(), Counter[str]())
    for kind, some in (*sorted(counts.items()), ("all", whole)):
        print(f"{kind}: {some.total()} bits, " + ", ".join(f"{count} {what}" for what, count in sorted(some.items())))
    return 1 if any(whole[fault] for fault in _FAULTS) else 0


def _prepared(path: Path, work: Path, news: Path | None, worker: _Worker) -> Path:
    """A copy of a graph; of a corpus with index, links, results of blocks, decisions, and no journals."""
    kept = work.with_name(f"{len(list(work.parent.iterdir()))}")
    work.mkdir()
    copy = work / path.name
    (shutil.copytree if path.is_dir() else shutil.copy2)(path, copy)
    if is_corpus(copy):
        if news:
            shutil.copy2(news, work / "NEWS.jsonl")
        worker.told(copy, [f"{_BLOCKS} corpus link {copy.name}"])
        _decide(copy)
        worker.told(copy, [*_commands(copy), f"corpus link {copy.name} --force"])
        for base in copy.rglob("*.sqlite"):
            with closing(sqlite3.connect(base)) as opened:
                opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    elif copy.is_file():
        worker.told(copy, [_REVIEW.replace("G", copy.name)])
    work.rename(kept)
    return kept / path.name


def _decide(corpus: Path) -> None:
    """Put a decision about two nodes into a corpus."""
    with CorpusFolder(corpus) as folder:
        found = places(merged(folder.graphs()))
    first, second = sorted(found.values())[:2]
    DecisionFile(corpus / "decisions.jsonl").put(PairDecision(ENTITY, first, second, is_same=False))


def _copied(source: Path, work: Path) -> Path:
    """The graph as it was prepared, at the place where it was."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source.parent, work)
    return work / source.name


def _turn(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place // 8] ^= 1 << place % 8
    file.write_bytes(bytes(data))


def _commands(graph: Path, file: str = "") -> Sequence[str]:
    """The commands that read a graph, or one of its files."""
    reading = _READING.get(file.partition("-")[0], (_TOPIC, _STATUS)) if file else _CORPUS
    of_file = (_REVIEW,) if file.endswith(_REVIEWS) else _GRAPH if file or graph.is_dir() else (*_GRAPH, _REVIEW)
    every = reading if is_corpus(graph) else of_file
    news = (graph.parent / "NEWS.jsonl").exists()
    return [one.replace("G", graph.name, 1).replace("NEWS", "NEWS.jsonl") for one in every if news or "NEWS" not in one]


def _files(graph: Path) -> Iterator[Path]:
    for file in sorted(graph.rglob("*")) if graph.is_dir() else [graph, graph.with_name(f"{graph.stem}{_REVIEWS}")]:
        own = file.name == FILE or (file.parent.name == "reading" and (file.parent.parent / FILE).exists())
        if file.is_file() and file.stat().st_size and not own:
            yield file


def _kind(graph: Path, file: Path) -> str:
    """What a file is, as in "corpus, statements.parquet"."""
    if is_corpus(graph):
        return f"corpus, {file.name}"
    if graph.is_dir():
        return f"store, {file.suffix or file.name.partition('-')[0]}"
    return "".join(file.suffixes)


def _worst(before: Mapping[str, Told], after: Mapping[str, Told]) -> tuple[str, str, str]:
    """What commands made of a turned bit: the worst, which command that was, and the end of its notes."""
    verdicts = {command: _verdict(told, after.get(command), command) for command, told in before.items()}
    worst = max(verdicts, key=lambda command: _ORDER.index(verdicts[command]))
    return verdicts[worst], worst, after[worst].notes[-900:] if worst in after else ""


_ORDER = ("as before", "told", *_FAULTS)


def _verdict(before: Told, after: Told | None, command: str) -> str:
    if after is None or after.code == _BUG:
        return "A BUG" if after else "A CRASH"
    if after.code == _BOUND != before.code:
        return "told"
    if (after.code, after.rows) == (before.code, before.rows) or command.startswith("corpus status"):
        return "as before"
    return "told" if set(after.notes.splitlines()) - set(before.notes.splitlines()) else "SILENT"


class _Worker:
    """A process that runs commands, and another where one ended it."""

    _pool: Pool | None = None

    def told(self, graph: Path, commands: Iterable[str]) -> Mapping[str, Told]:
        """What each command wrote; nothing of one that ended the process or did not end, nor of those behind it."""
        found = dict[str, Told]()
        for command in commands:
            self._pool = self._pool or multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=_MANY)
            try:
                found[command] = self._pool.apply_async(_run, (graph.parent, command)).get(_LONGEST)
            except multiprocessing.TimeoutError:
                self.close()
                break
        return found

    def close(self) -> None:
        """End the process."""
        if self._pool:
            self._pool.terminate()
            self._pool = None


def _run(folder: Path, command: str) -> Told:
    """Run a command in a folder; links and reviews that it writes to a file there are of what it tells."""
    plain = command.removeprefix(f"{_BLOCKS} ")
    many, answers = 5 if plain != command else 20_000, io.StringIO(_ANSWERS)
    console.cache_clear()
    os.chdir(folder)
    with (
        TemporaryFile() as out, TemporaryFile() as notes,
        patch("sys.stdin", answers), patch("kg.shards.wanted.MANY", many),
    ):  # fmt: skip
        os.dup2(out.fileno(), 1)
        os.dup2(notes.fileno(), 2)
        code = run(plain.split())
        sys.stdout.flush()
        sys.stderr.flush()
        out.seek(0)
        notes.seek(0)
        reviews = [reviews_in(file) for file in folder.glob(f"*{_REVIEWS}") if code != _BOUND]
        links = [file.read_bytes() for file in folder.glob("links.jsonl")]
        rows = b"".join([out.read(), *links, repr(reviews).encode()])
        (folder / "links.jsonl").unlink(missing_ok=True)
        return Told(code, rows, notes.read().decode(errors="replace"))


if __name__ == "__main__":
    sys.exit(main())
