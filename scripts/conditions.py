"""Count how often each condition of the reader's code holds on development texts, and what is lost without it.

python scripts/conditions.py TEXTS.jsonl ...            a row for each condition: how often it holds, how often it fails
python scripts/conditions.py TEXTS.jsonl ... --force    and in how many texts other rows come out without it
python scripts/conditions.py TEXTS.jsonl ... --in kg/coref    those of a room

A condition is a test, or a part of one between ``and``, ``or`` and ``not``: what condition coverage counts (Chilenski
and Miller 1994, doi:10.1049/sej.1994.0025). To be without it is to have it come out always as it mostly does; then the
texts in which it comes out otherwise are read again, a dozen of many. What never changes a row can go from the code;
where its loss raises an error it is "needed".
"""

from __future__ import annotations

import argparse
import ast
import builtins
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, TypeVar, cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from scripts.parsed import Parsed

ROOMS = tuple(f"kg.{room}" for room in ("parse", "names", "time", "attribution", "factuality", "coref", "frames"))
MOST = 12
"""Texts to read again for a condition."""
_ASK = "_condition_"
_NOT_COMPARED = ("id", "statement", "event", "eventIri", "detailOf", "confidence", "usefulness", "rule", "rules")
"""Columns of a row that differ where others do, or say how it was made."""

_Node = TypeVar("_Node", bound=ast.AST)


@dataclass
class Condition:
    """A condition, and the texts in which it came out true and in which false."""

    file: str
    line: int
    words: str
    holds: int = 0
    fails: int = 0
    held: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)

    @property
    def usual(self) -> bool:
        """How it mostly comes out."""
        return self.holds >= self.fails

    @property
    def unusual(self) -> set[int]:
        """The texts in which it comes out otherwise."""
        return self.failed if self.usual else self.held


@dataclass
class Ledger:
    """All conditions by their numbers; counts while ``text`` is the number of one, and forces ``forced``."""

    conditions: list[Condition] = field(default_factory=list)
    text: int = -1
    forced: int = -1

    def asked(self, number: int, value: object) -> object:
        """Note how a condition came out; its value, or the usual one where it is forced."""
        condition, is_true = self.conditions[number], bool(value)
        if number == self.forced:
            return value if is_true == condition.usual else condition.usual
        if self.text >= 0 and is_true:
            condition.holds += 1
            condition.held.add(self.text)
        elif self.text >= 0:
            condition.fails += 1
            condition.failed.add(self.text)
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
        self._ledger.conditions.append(Condition(self._file, node.lineno, ast.unparse(node)))
        number = ast.Constant(len(self._ledger.conditions) - 1)
        call = ast.Call(ast.Name(_ASK, ast.Load()), [number, self._visited(node)], [])
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


class _Loader(SourceFileLoader):
    ledger: Ledger

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return asking(self.get_data(path).decode(), str(Path(path).relative_to(ROOT)), self.ledger)


class _Finder(MetaPathFinder):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The modules of the reader's rooms, with their conditions asked for."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname.startswith(ROOMS) else None
        if spec is None or spec.origin is None:
            return None
        loader = _Loader(fullname, spec.origin)
        loader.ledger = self._ledger
        spec.loader = loader
        return spec


def installed() -> Ledger:
    """The ledger of all modules of the reader that are imported from now on."""
    ledger = Ledger()
    setattr(builtins, _ASK, ledger.asked)
    sys.meta_path.insert(0, _Finder(ledger))
    return ledger


def main() -> int:
    """Read the texts, and print a row for each condition."""
    arguments = _arguments()
    ledger = installed()
    from kg.ontology import Ontology
    from kg.reader import Reader
    from kg.text.articles import articles
    from scripts.parsed import Parsed

    reader, ontology = Reader.load(), Ontology.load()
    found = articles(arguments.texts, skipped=lambda error: print(error, file=sys.stderr))
    texts = [Parsed(reader, ontology, (article,)) for article in found]
    whole: list[frozenset[str]] = []
    for ledger.text, text in enumerate(texts):
        whole.append(_rows(text))
    ledger.text = -1
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("file", "line", "condition", "holds", "fails", *(("texts", "changed") if arguments.force else ())))
    for number, one in enumerate(ledger.conditions):
        if one.file.startswith(arguments.room):
            ledger.forced = number
            changed = _changed(one.unusual, texts, whole) if arguments.force and one.holds and one.fails else ""
            forced = (len(one.unusual), changed) if arguments.force else ()
            table.writerow((one.file, one.line, one.words, one.holds, one.fails, *forced))
            sys.stdout.flush()
    return 0


def _rows(text: Parsed) -> frozenset[str]:
    """What a text says, in lines that can be compared."""
    from kg.tables.rows import statement_rows

    ((_, graph),) = text.graphs(text.ontology)
    rows = ({name: row[name] for name in row if name not in _NOT_COMPARED} for row in statement_rows(graph))
    return frozenset(json.dumps(row, sort_keys=True) for row in rows)


def _changed(unusual: Iterable[int], texts: Sequence[Parsed], whole: Sequence[frozenset[str]]) -> int | str:
    """In how many texts other rows come out; of many texts some are read."""
    some = sorted(unusual)[:: max(1, len(set(unusual)) // MOST)][:MOST]
    try:
        return sum(_rows(texts[place]) != whole[place] for place in some)
    except (ArithmeticError, AttributeError, AssertionError, LookupError, RecursionError, TypeError, ValueError):
        return "needed"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path, help="files or folders of articles")
    parser.add_argument("--force", action="store_true", help="read again without each condition")
    parser.add_argument("--in", dest="room", default="", metavar="PATH", help="conditions of these files alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
