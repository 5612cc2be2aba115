"""The words that the converter goes by, from ``words.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def words(section: str, name: str) -> frozenset[str]:
    """The words of a list."""
    listed: str = _FILE[section][name]
    return frozenset(listed.split())


def expressions() -> dict[str, tuple[int, tuple[str, ...]]]:
    """Fixed expression -> which of its words is the head, and the label of each."""
    return {key: (row[0], tuple(row[1:])) for key, row in _FILE["fixed"].items()}


def lines(section: str, name: str) -> tuple[str, ...]:
    """The lines of an entry, which may be several words each."""
    return tuple(_FILE[section][name].strip().splitlines())
