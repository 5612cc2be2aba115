"""The hints of the program that name a command of it or an option, as they stand in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.commands import COMMANDS

KG = Path(__file__).resolve().parents[1] / "kg"
_NAMING = re.compile(rf"\bkg ({'|'.join(COMMANDS)})\b|(?<![\w-])--[a-z][a-z-]+\b|^-[a-z] |\bulimit\b")
_GIVEN = {"hint", "cure"}


def hints() -> frozenset[str]:
    """The hints, what is filled in later as {}: given as such, or constants of a module."""
    return frozenset(hint for path in KG.rglob("*.py") for hint in _hints(ast.parse(path.read_text(encoding="utf-8"))))


def _hints(module: ast.Module) -> Iterator[str]:
    for node in (*_constants(module), *_given(module)):
        for text in _texts(node):
            if _NAMING.search(text) and "\n" not in text:
                yield text


def _constants(module: ast.Module) -> Iterator[ast.AST]:
    """What a module's constants are; its docstrings, help and options are none."""
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and not _is_for_typer(node.value):
            yield node.value


def _is_for_typer(node: ast.AST) -> bool:
    called = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    names = {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called}
    return not names.isdisjoint({"Option", "Argument", "Typer", "dated", "evidence"})


def _given(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in _GIVEN:
            yield node.value
        elif isinstance(node, ast.Assign):
            to = [one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]
            if not _GIVEN.isdisjoint(to):
                yield node.value


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values)
        case _:
            for below in ast.iter_child_nodes(node):
                yield from _texts(below)
