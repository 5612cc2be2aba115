"""Builds and removals killed at random moments, or out of room, and what is left: python scripts/kills.py --kills 100.

A reader that needs no language model makes a statement of each article. The build tells when it begins to read and when
to write; half of the kills fall at any moment between these and the end, half while something is written. A full disk
is one that takes no file of more than some bytes.
Exit code 1 where a file is torn, an article lost or there twice, a process left, or a temporary file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from kg.files.target import Before, Target
from kg.isolation import USUAL, ArticleLimits
from kg.model import Activity, Article, ArticleId, Entity, Evidence, Factuality, Graph, NodeId, Statement
from kg.pipeline.outcomes import Built, Outcome
from kg.pipeline.pool import Work, WorkerPool
from kg.pipeline.workers import BuildSettings, settings_of
from kg.shards import is_corpus
from kg.shards.folder import CorpusFolder
from kg.shards.log import ShardChange, ShardLog
from kg.shards.reading import vocabulary_of
from kg.shards.settings import CorpusSettings
from kg.shards.shard import DIGESTS, Shard, damage
from kg.shards.tables import Keeping
from kg.store.disk import lines_of_store, read_store
from kg.store.files import is_unfinished
from kg.streams.spool import GraphLike
from kg.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
_ARTICLES, _OTHERS = 400, 20
_MARK, _PIPE, _MOST = "KG_KILLS", "KG_KILLS_PIPE", "KG_KILLS_MOST"
_REFUSED = 2  # exit code


def main() -> int:
    """Kill builds and print what was found."""
    if "--victim" in sys.argv:
        return _victim(sys.argv[sys.argv.index("--victim") + 1 :])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how many")
    parser.add_argument("--disks", type=int, default=0, help="how many full disks, besides")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    found: Counter[str] = Counter()
    with TemporaryDirectory(prefix="kg-kills-") as name:
        folder = Path(name)
        _write_articles(folder / "old.jsonl", _ARTICLES // 2)
        _write_articles(folder / "new.jsonl", _ARTICLES)
        _write_articles(folder / "other.jsonl", _ARTICLES, others=_OTHERS)
        for trouble, broken, count in (("kills", _killed, given.kills), ("full disks", _filled, given.disks)):
            for number, (what, options, tried) in enumerate(_WAYS):
                times = count // len(_WAYS) + (number < count % len(_WAYS))
                if not times:
                    continue
                result = tried(folder, options, times, partial(broken, chance=chance))
                told = ", ".join(f"{count} {name}" for name, count in sorted(result.items()))
                print(f"{what}: {times} {trouble}, {told}", flush=True)
                found.update(result)
    faults = sum(count for name, count in found.items() if name not in _HARMLESS)
    print(f"{given.kills} kills, {given.disks} full disks, {faults} faults")
    return 1 if faults else 0


_DONE = "done before the kill"
_KILLED = ("killed while it wrote", "killed while it did not", "told that there is no room")
_WHOLE = (
    "old file whole",
    "new file whole",
    "old store whole",
    "new store whole",
    "store whole",
    "no store",
    "no corpus",
)
_HARMLESS = (_DONE, *_KILLED, *_WHOLE, "articles committed")


@dataclass(frozen=True)
class Course:
    """How a build went that nobody killed: its seconds from the first article, and when it wrote, from when to when.

    ``largest`` is the size of the largest file that it left.
    """

    lasted: float
    writes: tuple[tuple[float, float], ...]
    largest: int

    def moment(self, chance: random.Random) -> tuple[int, float]:
        """A write, counted from 1, and the seconds behind its beginning; 0 is the first article."""
        if chance.random() < _HALF:
            return 0, chance.uniform(0, self.lasted)
        number = chance.randrange(len(self.writes))
        begins, ends = self.writes[number]
        return number + 1, chance.uniform(0, ends - begins)


_Broken = Callable[[Path, Sequence[str], Course], str]
"""Runs a build that comes to no good end, and says what became of it."""
_HALF = 0.5
_READS, _WRITES, _WROTE = b"r", b"w", b"d"
"""What a build tells of itself: it begins to read, it begins to write, it has written."""


def _file_tried(folder: Path, options: Sequence[str], times: int, broken: _Broken) -> Counter[str]:
    """Kills over an old file: it is there, or the new one is."""
    target, found = folder / "x.nt", Counter[str]()
    course = _run(folder, "new.jsonl", options)
    new = target.read_bytes()
    _run(folder, "old.jsonl", options)
    old = target.read_bytes()
    while sum(found[what] for what in _KILLED) < times:
        target.write_bytes(old)
        found[broken(folder, options, course)] += 1
        now = target.read_bytes()
        found["old file whole" if now == old else "new file whole" if now == new else "FILES TORN"] += 1
        found["PROCESSES LEFT"] += len(_left())
    _age(folder)
    _run(folder, "new.jsonl", options)
    found["TEMPORARY FILES LEFT"] += len(list(folder.glob(f".{target.name}.*.part")))
    return found


def _new_store_tried(folder: Path, options: Sequence[str], times: int, broken: _Broken) -> Counter[str]:
    """Kills where no store was: there is none, or a whole one, and the same command makes it."""
    target, found = folder / "x.store", Counter[str]()
    course = _run(folder, "new.jsonl", options)
    whole = lines_of_store(target)
    while sum(found[what] for what in _KILLED) < times:
        _remove(target)
        found[broken(folder, options, course)] += 1
        found["PROCESSES LEFT"] += len(_left())
        if target.exists():
            found["store whole" if lines_of_store(target) == whole else "STORES TORN"] += 1
        else:
            found["no store"] += 1
            _age(folder)
            _run(folder, "new.jsonl", options)
        found["STORES THAT DIFFER"] += lines_of_store(target) != whole
        found["TEMPORARY FOLDERS LEFT"] += len(list(folder.glob(f".{target.name}.*.part")))
    _remove(target)
    return found


def _store_tried(folder: Path, options: Sequence[str], times: int, broken: _Broken) -> Counter[str]:
    """Kills of builds that go on where the last was stopped; a store that is full is begun anew."""
    target, found = folder / "x.store", Counter[str]()
    course = _run(folder, "new.jsonl", options)
    whole = lines_of_store(target)
    _remove(target)
    while sum(found[what] for what in _KILLED) < times:
        found[broken(folder, options, course)] += 1
        found["PROCESSES LEFT"] += len(_left())
        if not target.exists() or is_unfinished(target):
            continue
        graph = read_store(target)
        told = Counter(span.article for said in graph.statements for span in said.evidence)
        found["ARTICLES IN PART"] += sum(told[article.id] != 1 for article in graph.articles)
        found["articles committed"] += len(graph.articles)
        if len(graph.articles) == _ARTICLES:
            found["STORES THAT DIFFER"] += lines_of_store(target) != whole
            _remove(target)
    _run(folder, "new.jsonl", options)
    found["STORES THAT DIFFER"] += lines_of_store(target) != whole
    _remove(target)
    return found


def _change_tried(folder: Path, options: Sequence[str], times: int, broken: _Broken) -> Counter[str]:
    """Kills of a command that changes a store in one transaction: it is the old one, or the new one."""
    target, kept, found = folder / "x.store", folder / "kept.store", Counter[str]()
    _run(folder, "other.jsonl", ("-o", kept.name))
    shutil.copytree(kept, target)
    old = lines_of_store(target)
    course = _run(folder, "new.jsonl", options)
    new = lines_of_store(target)
    while sum(found[what] for what in _KILLED) < times:
        _remove(target)
        shutil.copytree(kept, target)
        found[broken(folder, options, course)] += 1
        found["PROCESSES LEFT"] += len(_left())
        now = lines_of_store(target)
        found["old store whole" if now == old else "new store whole" if now == new else "STORES TORN"] += 1
    _remove(target)
    _remove(kept)
    return found


def _corpus_tried(folder: Path, options: Sequence[str], times: int, broken: _Broken) -> Counter[str]:
    """Kills of a corpus that grows, or that is made whole: it goes on from there to the same shards."""
    target, kept, found = folder / "x.corpus", folder / "kept.corpus", Counter[str]()
    _run(folder, "new.jsonl", ("corpus", "add", kept.name, "new.jsonl"))
    whole, is_damaged = _shards_of(kept), options[1] == "upgrade"
    for file in kept.rglob("statements.parquet") if is_damaged else ():
        file.write_bytes(file.read_bytes()[:-9])

    def begin() -> None:
        shutil.rmtree(target, ignore_errors=True)
        if is_damaged:
            shutil.copytree(kept, target)

    begin()
    course = _run(folder, "new.jsonl", options)
    begin()
    while sum(found[what] for what in _KILLED) < times:
        found[broken(folder, options, course)] += 1
        found["PROCESSES LEFT"] += len(_left())
        if not is_corpus(target):
            found["no corpus"] += 1
            continue
        with CorpusFolder(target) as opened:
            torn = sum(damage(opened.shards / one.name) is not None for one in opened.entries)
            told = Counter(graph.articles[0].id for graph in opened.graphs())
        found["SHARDS TORN"] += 0 if is_damaged else torn
        found["ARTICLES TWICE"] += sum(count > 1 for count in told.values())
        found["articles committed"] += len(told)
        if not torn and len(told) == _ARTICLES:
            found["CORPORA THAT DIFFER"] += _shards_of(target) != whole
            begin()
    shutil.rmtree(target, ignore_errors=True)
    shutil.rmtree(kept)
    return found


def _shards_of(corpus: Path) -> dict[str, bytes]:
    """The digests of the tables of each shard that is listed."""
    with CorpusFolder(corpus) as folder:
        return {entry.name: (folder.shards / entry.name / DIGESTS).read_bytes() for entry in folder.entries}


_WAYS: Sequence[tuple[str, tuple[str, ...], Callable[[Path, Sequence[str], int, _Broken], Counter[str]]]] = (
    ("a file", ("-o", "x.nt"), _file_tried),
    ("a file, two jobs", ("-o", "x.nt", "--jobs", "2"), _file_tried),
    ("a new store", ("-o", "x.store"), _new_store_tried),
    ("a new store, two jobs", ("-o", "x.store", "--jobs", "2"), _new_store_tried),
    ("a store", ("-o", "x.store", "--append"), _store_tried),
    ("a store, two jobs", ("-o", "x.store", "--append", "--jobs", "2"), _store_tried),
    ("articles replaced", ("-o", "x.store", "--append", "--replace"), _change_tried),
    ("articles replaced, two jobs", ("-o", "x.store", "--append", "--replace", "--jobs", "2"), _change_tried),
    ("articles removed", ("remove", "x.store", "a7", "a8"), _change_tried),
    ("a corpus", ("corpus", "add", "x.corpus", "new.jsonl"), _corpus_tried),
    ("a damaged corpus", ("corpus", "upgrade", "x.corpus"), _corpus_tried),
)


def _run(folder: Path, source: str, options: Sequence[str]) -> Course:
    """Build to the end; how it went."""
    with _Build(folder, source, options) as build:
        while build.heard(None):
            pass
        if build.process.wait():
            raise SystemExit(f"a build that nobody killed ended with code {build.process.returncode}")
        end, left = time.monotonic(), (path for path in folder.glob("x.*") if not path.is_symlink())
        files = (file for path in left for file in ([path] if path.is_file() else path.rglob("*")))
        return build.course(end, max((file.stat().st_size for file in files), default=1))


def _filled(folder: Path, options: Sequence[str], course: Course, chance: random.Random) -> str:
    """Build where no file may have more than some bytes; what it told."""
    most = {_MOST: str(chance.randrange(1, course.largest + 1))}
    command = _command("new.jsonl", options)
    ran = subprocess.run(command, cwd=folder, env=_environment() | most, capture_output=True, text=True, check=False)
    if ran.returncode == 0:
        return _DONE
    is_told = ran.returncode == _REFUSED and ran.stderr.startswith("error: ") and "Traceback" not in ran.stderr
    if is_told:
        return _KILLED[-1]
    print(f"code {ran.returncode}, {most}: {' '.join(command)}\n{ran.stderr}", flush=True)
    return "FULL DISKS THAT ARE NOT TOLD"


def _killed(folder: Path, options: Sequence[str], course: Course, chance: random.Random) -> str:
    """Build and kill it at a moment; what it was at."""
    write, after = course.moment(chance)
    with _Build(folder, "new.jsonl", options) as build:
        while not build.told or sum(mark == _WRITES for mark, _ in build.told) < write:
            if not build.heard(None):
                return _DONE  # what is there already is not read again, and so there are fewer writes
        until = time.monotonic() + after
        while build.heard(until):
            pass
        is_done = build.process.poll() is not None
        build.process.kill()
        build.process.wait()
        while build.heard(None):
            pass
        if is_done:
            return _DONE
        return _KILLED[build.told[-1][0] != _WRITES]


class _Build:
    """A build that tells what it is at by way of a pipe."""

    def __init__(self, folder: Path, source: str, options: Sequence[str]) -> None:
        self.told: list[tuple[bytes, float]] = []
        self._pipe, end = os.pipe()
        self.process = subprocess.Popen(
            _command(source, options), cwd=folder, env=_environment() | {_PIPE: str(end)}, pass_fds=[end],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(end)

    def __enter__(self) -> _Build:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._pipe)

    def heard(self, until: float | None) -> bool:
        """Whether it told something, by a time if there is one; False as well where it has ended."""
        left = None if until is None else max(until - time.monotonic(), 0)
        if not select.select([self._pipe], [], [], left)[0]:
            return False
        mark = os.read(self._pipe, 1)
        if mark:
            self.told.append((mark, time.monotonic()))
        elif until is not None:
            self.process.wait()
        return bool(mark)

    def course(self, end: float, largest: int) -> Course:
        """How it went."""
        begin = self.told[0][1]
        times = {mark: [at for one, at in self.told if one == mark] for mark in (_WRITES, _WROTE)}
        return Course(end - begin, tuple(zip(times[_WRITES], times[_WROTE], strict=True)), largest)


_OTHERS_OWN = ("remove", "corpus")
"""Commands that are whole, where the others are options of a build."""


def _command(source: str, options: Sequence[str]) -> list[str]:
    arguments = options if options[0] in _OTHERS_OWN else ("build", source, "--force", *options)
    return [sys.executable, str(Path(__file__).resolve()), "--victim", *arguments, "-q"]


def _environment() -> dict[str, str]:
    return os.environ | {_MARK: str(os.getpid()), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _left(seconds: float = 10) -> list[int]:
    """The processes of a build that are still there after some seconds (Linux)."""
    until = time.monotonic() + seconds
    while (found := list(_marked())) and time.monotonic() < until:
        time.sleep(0.05)
    for process in found:
        os.kill(process, signal.SIGKILL)
    return found


def _marked() -> Iterator[int]:
    mark = f"{_MARK}={os.getpid()}".encode()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            marked = mark in (path / "environ").read_bytes().split(b"\0")
            if marked and b"resource_tracker" not in (path / "cmdline").read_bytes():
                yield int(path.name)
        except OSError:
            continue


def _age(folder: Path) -> None:
    """Make what is left old enough to be known as left."""
    for path in folder.glob(".*.part"):
        os.utime(path, (0, 0))


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def _write_articles(path: Path, number: int, *, others: int = 0) -> None:
    """Articles of a sentence each, of which no two are alike; the first ``others`` have another text."""
    texts = (f"Canada warned China for the time number {one}{' again' * (one < others)}." for one in range(number))
    records = ({"id": f"a{one}", "text": text} for one, text in enumerate(texts))
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _victim(arguments: Sequence[str]) -> int:
    """The program, its reader replaced by one without a model; it tells when it begins to read and to write."""
    from kg.cli.app import run

    if most := os.environ.get(_MOST):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), resource.RLIM_INFINITY))
    join, remove = Target.join, Target.remove

    def joined(target: Target, graph: GraphLike, before: Before, replacing: Collection[ArticleId] = ()) -> None:
        _tell(_WRITES)
        join(target, graph, before, replacing)
        _tell(_WROTE)

    def removed(target: Target, names: Collection[ArticleId]) -> None:
        _tell(_WRITES)
        remove(target, names)
        _tell(_WROTE)

    commit, write = ShardLog.commit, Shard.write

    def committed(log: ShardLog, changes: Sequence[ShardChange]) -> None:
        _tell(_WRITES)
        commit(log, changes)
        _tell(_WROTE)

    def written(shard: Shard, place: Path) -> Path:
        _tell(_WRITES)
        made = write(shard, place)
        _tell(_WROTE)
        return made

    with ExitStack() as stack:
        for owner, name, change in (
            (Target, "join", joined), (Target, "remove", removed), (ShardLog, "commit", committed),
            (Shard, "write", written),
        ):  # fmt: skip
            stack.enter_context(patch.object(owner, name, change))
        stack.enter_context(patch("kg.pipeline.workers.worker_pool", _crew_of))
        stack.enter_context(patch("kg.shards.reading._read", _read_for_corpus))
        return run(arguments)


def _read_for_corpus(
    articles: Iterator[Article], reading: CorpusSettings, jobs: int | str, limits: ArticleLimits
) -> Iterator[tuple[Article, bytes]]:
    """What a corpus takes of each article, read in this process."""
    del jobs, limits
    _tell(_READS)
    keeping = Keeping(Activity(VERSION, "kills", settings_of(reading.recipe)), reading.evidence, vocabulary_of(reading))
    for article in articles:
        outcome = _outcome(article)
        yield article, Shard(keeping.tables(article, outcome)).to_bytes()


def _tell(mark: bytes) -> None:
    if _PIPE in os.environ:
        os.write(int(os.environ[_PIPE]), mark)


def _crew_of(recipe: BuildSettings, *, jobs: int = 1, limits: ArticleLimits = USUAL) -> WorkerPool[Built]:
    del recipe, limits
    _tell(_READS)
    return WorkerPool(_prepared, jobs)


def _prepared() -> Work[Built]:
    return partial(map, _outcome)


def _outcome(article: Article) -> Outcome:
    time.sleep(0.002)
    canada, china = (Entity(NodeId(name.lower()), "Country", name) for name in ("Canada", "China"))
    statement = Statement(
        id=NodeId(f"statement-{article.id}"), subject=canada.id, relation="warned", relation_label="warned",
        is_open=False, object=china.id, event=None, factuality=Factuality.ASSERTED,
        evidence=frozenset({Evidence(article.id, 0, len(article.text), article.text)}), subject_text="Canada",
        predicate_text="warned", object_text="China", rule="kills", confidence=0.5,
    )  # fmt: skip
    return Built(Graph((article,), (canada, china), statements=(statement,)))


if __name__ == "__main__":
    sys.exit(main())
