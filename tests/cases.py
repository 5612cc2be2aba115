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
        rows = tables(inspect.getfile(test))[of or test.__name__.removeprefix("test_")]
        return pytest.mark.parametrize(names if len(names) > 1 else names[0], rows, ids=ids)(test)

    return tried


def tables(module: str) -> dict[str, list[object]]:
    """All tables of a module, of which this is the file."""
    path = Path(module)
    return _read(path.with_name("cases.toml"))[path.stem.removeprefix("test_")]


@cache
def _read(path: Path) -> dict[str, dict[str, list[object]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
