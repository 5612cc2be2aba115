"""Drop conditions of the reader's code, one at a time, and see whether its tests or the net notice.

python scripts/conditions.py OUT.csv --parses FOLDER                  48, drawn by a seed; OUT.csv has a row for each
python scripts/conditions.py OUT.csv --parses FOLDER --count 0        all of them, as for the question which can go
python scripts/conditions.py OUT.csv --parses FOLDER --in kg/coref    of those of a room

A condition is a test, or a part of one between ``and``, ``or`` and ``not``: what condition coverage counts (Chilenski
and Miller 1994, doi:10.1049/sej.1994.0025). To drop it is to have it come out always as it mostly does. Then the test
files in which it came out otherwise are run again (fast tests of the reader and the mapping), and as many texts of the
net are read again, until a row is another one. What neither notices survives: it can go, or wants a test. A condition
that never comes out otherwise survives as "idle".

Each is dropped in a process of its own, forked from one that has read nothing yet. A run that was broken off goes on
where OUT.csv ends. An hour or more; not for CI.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import csv
import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.machinery import SourceFileLoader
from multiprocessing import get_context
from pathlib import Path
from random import Random
from resource import RLIMIT_CPU, setrlimit
from types import CodeType
from typing import TYPE_CHECKING, TypeVar, cast
from unittest.mock import patch
from zlib import crc32

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from scripts.net import Text
    from scripts.parsed import KeptReader

ROOMS = ("text", "parse", "names", "time", "attribution", "factuality", "coref", "frames", "mapping")
TESTS = ("tests/reader", "tests/text", "tests/time", "tests/mapping", "tests/rules")
FAST = "not model and not slow and not browser"
MOST = 60
"""Texts to read again for a condition, at most."""
SECONDS = 600
"""Of a processor: what takes longer without a condition does not end without it."""
_ASK, _TEST = "_condition_", "tests/"

_Node = TypeVar("_Node", bound=ast.AST)
_Found = TypeVar("_Found")
COLUMNS = ("file", "line", "column", "condition", "tests", "texts", "test", "text")
"""Place and words; in how many files of tests and texts it came out otherwise, and the first that noticed its loss."""
Place = tuple[str, int, int]
"""File, line and column of a condition."""


@dataclass
class Condition:
    """A condition, and the files of tests or the texts in which it came out true and in which false."""

    place: Place
    words: str
    came_out: Counter[tuple[str, bool]] = field(default_factory=Counter)

    @property
    def usual(self) -> bool:
        """How it mostly comes out in texts, or in tests where no text asks for it."""
        of_texts = Counter({key: count for key, count in self.came_out.items() if not key[0].startswith(_TEST)})
        sides = Counter[bool]()
        for (_, so), count in (of_texts or self.came_out).items():
            sides[so] += count
        return sides[True] >= sides[False]

    def otherwise(self, *, tests: bool) -> list[str]:
        """The files of tests, or the texts, in which it came out otherwise."""
        return sorted(name for name, so in self.came_out if so is not self.usual and name.startswith(_TEST) is tests)


@dataclass
class Ledger:
    """All conditions by their numbers; counts while ``at`` names something, and forces ``forced``."""

    conditions: list[Condition] = field(default_factory=list)
    numbers: Mapping[Place, int] | None = None
    """Those that are asked for; without it each that is met gets the next number."""
    at: str = ""
    forced: Mapping[int, bool] = field(default_factory=dict)

    def number(self, place: Place, words: str) -> int | None:
        """The number of a condition, if it is asked for."""
        if self.numbers is not None:
            return self.numbers.get(place)
        self.conditions.append(Condition(place, words))
        return len(self.conditions) - 1

    def asked(self, number: int, value: object) -> object:
        """Note how a condition came out; its value, or the usual one where it is forced."""
        is_true = bool(value)
        if number in self.forced:
            return value if is_true == self.forced[number] else self.forced[number]
        if self.at:
            self.conditions[number].came_out[self.at, is_true] += 1
        return value


class _Asking(ast.NodeTransformer):
    """Puts a question to the ledger around each condition of a module."""

    def __init__(self, file: str, ledger: Ledger) -> None:
        self._file, self._ledger = file, ledger

    def _asked(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.BoolOp):
            node.values = [self._asked(value) for value in node.values]
            return node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self._asked(node.operand)
            return node
        if isinstance(node, ast.Constant) or ast.unparse(node) == "TYPE_CHECKING":
            return node
        number = self._ledger.number((self._file, node.lineno, node.col_offset), ast.unparse(node))
        if number is None:
            return self._visited(node)
        call = ast.Call(ast.Name(_ASK, ast.Load()), [ast.Constant(number), self._visited(node)], [])
        return ast.copy_location(call, node)

    def _visited(self, node: _Node) -> _Node:
        return cast("_Node", self.visit(node))

    def visit_If(self, node: ast.If) -> ast.AST:
        """A statement with a test."""
        node.test = self._asked(node.test)
        node.body = [self._visited(part) for part in node.body]
        node.orelse = [self._visited(part) for part in node.orelse]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """An expression with a test."""
        node.test = self._asked(node.test)
        node.body, node.orelse = self._visited(node.body), self._visited(node.orelse)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        """What a comprehension keeps."""
        node.iter, node.ifs = self._visited(node.iter), [self._asked(test) for test in node.ifs]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """Of an ``or`` that gives a value, all but the last part."""
        node.values = [*map(self._asked, node.values[:-1]), self._visited(node.values[-1])]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """What is denied."""
        node.operand = self._asked(node.operand) if isinstance(node.op, ast.Not) else self._visited(node.operand)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """In a function that answers yes or no, what it gives back."""
        if node.returns is not None and ast.unparse(node.returns) == "bool":
            for part in ast.walk(node):
                if isinstance(part, ast.Return) and part.value is not None:
                    part.value = ast.BoolOp(ast.And(), [part.value, ast.Constant(value=True)])
        return self.generic_visit(node)


def asking(source: str, file: str, ledger: Ledger) -> CodeType:
    """The code of a module that asks the ledger of each of its conditions, where that is ``installed``."""
    tree = _Asking(file, ledger).visit(ast.parse(source))
    return compile(ast.fix_missing_locations(tree), file, "exec")


def installed(chosen: Sequence[Condition]) -> Ledger:
    """The ledger of some conditions of the reader's modules, which are imported from now on."""
    ledger = Ledger([*chosen], {one.place: number for number, one in enumerate(chosen)})
    plain, modules = SourceFileLoader.get_code, tuple(f"kg.{room}." for room in ROOMS)

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        path = loader.get_filename(fullname)
        if not fullname.startswith(modules):
            return plain(loader, fullname)
        return asking(loader.get_data(path).decode(), str(Path(path).relative_to(ROOT)), ledger)

    patch.object(SourceFileLoader, "get_code", get_code).start()
    patch.object(builtins, _ASK, ledger.asked, create=True).start()
    return ledger


def places(part: str = "") -> Iterator[Condition]:
    """The conditions of the reader's rooms, of the files whose path begins so, in order."""
    for room in ROOMS:
        for path in sorted((ROOT / "kg" / room).rglob("*.py")):
            name, ledger = path.relative_to(ROOT).as_posix(), Ledger()
            if name.startswith(part):
                asking(path.read_text(encoding="utf-8"), name, ledger)
                yield from ledger.conditions


def apart(work: Callable[[], _Found], seconds: int = SECONDS) -> _Found | None:
    """What a function gives in a process forked from this one, in which it changes nothing; None where it fails."""
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)

    def worked() -> None:
        setrlimit(RLIMIT_CPU, (seconds, seconds))
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            redirect_stderr(nowhere),
            redirect_stdout(nowhere),
        ):
            there.send(work())

    process = context.Process(target=worked)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which this process has none of that matter
        process.start()
    there.close()
    try:
        return cast("_Found", here.recv())
    except EOFError:
        return None
    finally:
        process.join()


@dataclass(frozen=True)
class Bench:
    """The tests and the texts, and what the whole program reads of these."""

    ledger: Ledger
    reader: KeptReader
    texts: Mapping[str, Text]
    rows: Mapping[str, int] = field(default_factory=dict)

    def measured(self) -> tuple[list[Condition], dict[str, int]]:
        """The conditions with where each came out how, and the rows of each text, as a number that stands for them."""
        if failed := self.failed(TESTS):
            raise AssertionError(f"{failed} fails as it is")
        return self.ledger.conditions, dict(self._read(self.texts))

    def failed(self, files: Sequence[str]) -> str:
        """The first file, of some files or folders, in which a fast test fails; empty where none does."""
        if not files:
            return ""
        import pytest

        ledger = self.ledger

        class Noting:
            """Tells the ledger which file is read, and which runs."""

            def pytest_pycollect_makemodule(self, module_path: Path) -> None:
                ledger.at = module_path.relative_to(ROOT).as_posix()

            def pytest_runtest_logstart(self, nodeid: str) -> None:
                ledger.at = nodeid.partition("::")[0]

        code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", FAST, *files], [Noting()])
        at, ledger.at = ledger.at, ""
        return "" if code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} else at or files[0]

    def changed(self, names: Sequence[str]) -> str:
        """The first text of some that reads otherwise; empty where none does."""
        some = names[:: max(1, len(names) // MOST)][:MOST]
        return next((name for name, told in self._read(some) if told != self.rows[name]), "")

    def _read(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        from scripts.net import read

        for name in names:
            self.ledger.at = name
            ((_, rows),) = read([self.texts[name]], self.reader)
            yield name, crc32("\n".join(row.line for row in rows).encode())
        self.ledger.at = ""


def main() -> int:
    """Drop the conditions, and write a row for each."""
    given = _given()
    every = [*places(given.room)]
    chosen = Random(given.seed).sample(every, min(given.count or len(every), len(every)))
    ledger = installed(chosen)
    import kg.cli.app  # noqa: F401 what each process of tests needs
    from scripts.net import texts
    from scripts.parsed import KeptReader

    bench = Bench(ledger, KeptReader.of(given.parses), {text.name: text for text in texts()})
    measured = apart(bench.measured, 10 * SECONDS)
    if measured is None:
        print("conditions: tests or texts fail as they are", file=sys.stderr)
        return 1
    bench = replace(bench, rows=measured[1])
    done = _done(given.out)
    with given.out.open("a", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if not done:
            table.writeheader()
        for number, one in enumerate(measured[0]):
            if one.place not in done:
                told = (*one.place, one.words, *_dropped(number, one, bench))
                table.writerow(dict(zip(COLUMNS, told, strict=True)))
                file.flush()
    print(summary(given.out))
    return 0


def _dropped(number: int, condition: Condition, bench: Bench) -> tuple[int, int, str, str]:
    """In how many files of tests and texts a condition came out otherwise, and which noticed that it is gone."""
    files, texts = condition.otherwise(tests=True), condition.otherwise(tests=False)
    bench.ledger.forced = {number: condition.usual}
    noticed = [apart(work) for work in (partial(bench.failed, files), partial(bench.changed, texts))]
    bench.ledger.forced = {}
    test, text = ("fails" if one is None else one for one in noticed)
    return len(files), len(texts), test, text


def _done(path: Path) -> Mapping[Place, Mapping[str, str]]:
    """The rows that a broken-off run has left."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["file"], int(row["line"]), int(row["column"])): row for row in csv.DictReader(file)}


def summary(path: Path) -> str:
    """How many conditions are noticed by what, and those that survive."""
    rows = _done(path).values()
    left = [row for row in rows if not (row["test"] or row["text"])]
    lines = [
        f"{row['file']}:{row['line']}  {row['condition']}{'' if int(row['tests']) or int(row['texts']) else '  (idle)'}"
        for row in left
    ]
    by = {name: sum(bool(row[name]) for row in rows) for name in ("test", "text")}
    noticed = f"{len(rows) - len(left)} ({by['test']} by tests, {by['text']} by texts)"
    return "\n".join([*lines, f"{len(rows)} conditions; noticed: {noticed}; survive: {len(left)}"])


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "out", type=Path, metavar="OUT.csv", help="a row for each condition; a run goes on where it ends"
    )
    parser.add_argument("--parses", type=Path, required=True, metavar="FOLDER", help="as of scripts/net")
    parser.add_argument("--count", type=int, default=48, help="how many conditions; 0: all")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other conditions")
    parser.add_argument("--in", dest="room", default="", metavar="PATH", help="conditions of these files alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
