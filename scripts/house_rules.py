"""The house rules that no other tool checks: sizes of modules and functions. Exit code 1 where one is broken.

A module has at most 400 lines; a function of kg, scripts or training at most 40, and half of those in kg fewer than 10.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("kg", "scripts", "tests", "training")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 10
ELSEWHERE = frozenset({"tests/gold"})  # scored against, not ours to shape


def main() -> int:
    """Print each broken rule with its place."""
    lengths: list[int] = []
    broken: list[str] = []
    for path in modules():
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        lines = source.count("\n")
        if lines > LONGEST_MODULE:
            broken.append(f"{name}: {lines} lines, at most {LONGEST_MODULE}")
        for function in functions(ast.parse(source)):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > LONGEST_FUNCTION and not name.startswith("tests/"):
                broken.append(
                    f"{name}:{function.lineno}: {function.name} has {length} lines, at most {LONGEST_FUNCTION}"
                )
            if name.startswith("kg/"):
                lengths.append(length)
    if lengths and median(lengths) >= MEDIAN_FUNCTION:
        broken.append(
            f"kg: half of the functions have {median(lengths):g} lines or more, fewer than {MEDIAN_FUNCTION} wanted"
        )
    for line in broken:
        print(line)
    print(f"house rules: {len(lengths)} functions in kg, median {median(lengths):g} lines, {len(broken)} rules broken")
    return 1 if broken else 0


def modules() -> Iterator[Path]:
    """Our Python files, in order."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.relative_to(ROOT).parent.as_posix() not in ELSEWHERE:
                yield path


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a module, methods and inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


if __name__ == "__main__":
    sys.exit(main())
