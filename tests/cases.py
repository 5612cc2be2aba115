"""Cases of tests that are words: ``cases.toml`` beside a module has them, under the names of module and test."""

import inspect
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec

import pytest

P = ParamSpec("P")


def tried_on(
    *names: str, of: str = "", ids: Callable[[object], str] | None = None
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """The test once for each row of its table, or of that of another test; its arguments are of these names."""

    def tried(test: Callable[P, None]) -> Callable[P, None]:
        path = Path(inspect.getfile(test))
        rows = _tables(path.parent / "cases.toml")[path.stem.removeprefix("test_")][of or _name(test.__name__)]
        return pytest.mark.parametrize(names if len(names) > 1 else names[0], rows, ids=ids)(test)

    return tried


def _name(test: str) -> str:
    return test.removeprefix("test_")


@cache
def _tables(path: Path) -> dict[str, dict[str, list[object]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
