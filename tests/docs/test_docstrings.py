"""The docstrings of public functions name the errors that those raise themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import kg.errors

ROOT = Path(__file__).resolve().parents[2]
OF_THE_USER = {name for name in vars(kg.errors) if name.endswith("Error")} | {"PushError", "StoppedError"}


def untold(source: str) -> Iterator[tuple[str, str]]:
    """Public functions with an error of the user that they raise, and that neither docstring nor module names."""
    tree = ast.parse(source)
    above = ast.get_docstring(tree) or ""
    for function in _public(tree.body):
        told = above + (ast.get_docstring(function) or "")
        for node in ast.walk(function):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                name = node.exc.func.id
                if name in OF_THE_USER and name not in told and "KgError" not in told:
                    yield function.name, name


def _public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            if isinstance(node, ast.FunctionDef):
                yield node
            else:
                yield from _public(node.body)


def test_every_error_of_the_user_is_told() -> None:
    places = [path for path in (ROOT / "kg").rglob("*.py") if "cli" not in path.parts]  # whose docstrings are help
    found = {(path.name, *one) for path in places for one in untold(path.read_text(encoding="utf-8"))}
    assert found == set()
    assert len(places) > 200


def test_one_that_is_not_told_is_found() -> None:
    code = 'def load() -> None:\n    """Load it."""\n    raise InputError("no")\n'
    assert list(untold(code)) == [("load", "InputError")]
    assert list(untold(code.replace("Load it.", "Load it; ``InputError`` where it is not there."))) == []
    assert list(untold(code.replace("load", "_load"))) == []
    assert list(untold(code.replace("InputError(", "ValueError("))) == []
