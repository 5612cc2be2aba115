"""Every command of ``kg`` as it is used: the table that tests of all commands go through."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from typer.main import get_command

from kg.cli.app import app
from kg.store.disk import append
from kg.turtle.documents import write
from tests.graphs import trade_graph

ARTICLE = "Canada imposed a tariff on Chinese steel in 2024. China warned Canada on Monday.\n"

COMMANDS: Mapping[str, list[str]] = tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))
"""The arguments of runs of each command in a folder that ``prepare`` has filled; ``{address}`` is a remote store's."""


def names() -> frozenset[str]:
    """The names of all commands that the program has."""
    return frozenset(getattr(get_command(app), "commands", {}))


def prepare(folder: Path) -> None:
    """Write what the runs read: articles, a graph as a file and as a store."""
    from tests.pdf import pdf

    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "other.txt").write_text("Norway protested against the tariffs of Canada.\n", encoding="utf-8")
    page = f"<html><head><title>Steel</title></head><body><article><p>{ARTICLE * 5}</p></article></body></html>"
    (folder / "article.html").write_text(page, encoding="utf-8")
    (folder / "article.pdf").write_bytes(pdf([[(11, 700, ARTICLE.strip())]]))
    (folder / "tables").mkdir()
    write(trade_graph(), folder / "trade.ttl", evidence="full")
    append(trade_graph(), folder / "trade.store", evidence="full")
