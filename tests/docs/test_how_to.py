"""Every command that the pages on asking, handing on, comparing and checking show runs, in the order of the page."""

import io
import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Factuality
from kg.turtle.documents import write
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.stores import oxigraph

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
STORIES = Path(__file__).parents[1] / "stories"


@pytest.fixture
def days(tmp_path: Path, trade: Path) -> None:
    """The files that the pages speak of."""
    graph = trade_graph()
    done = tuple(replace(one, factuality=Factuality.ASSERTED, negated=False) for one in graph.statements)
    (tmp_path / "monday.ttl").write_bytes(trade.read_bytes())
    write(replace(graph, statements=done), tmp_path / "tuesday.ttl", evidence="full")
    for name in ("news.txt", "more.txt"):
        (tmp_path / name).write_text("Norway protested.\n")


def commands_of(page: str) -> Sequence[list[str]]:
    """The commands of a page, whose quoted words may go over several lines."""
    lines = re.findall(r'^\$ kg ((?:"[^"]*"|.)*)$', (HOW_TO / page).read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line) for line in lines]


@pytest.mark.usefixtures("days")
def test_comparing_and_checking(kg: Kg) -> None:
    commands = commands_of("compare-and-check.md")
    assert len(commands) == 9
    for command in commands:
        ran = kg(*command)
        assert ran.code in ({0, 1} if command[0] in {"diff", "check"} else {0}), ran.err
        assert not ran.err.startswith("error"), ran.err


@pytest.mark.usefixtures("days")
def test_how_sure(kg: Kg, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = commands_of("how-sure.md")
    wanted = ["explain", "show", "show", "query", "build", "build", "review", "build"]
    assert [command[0] for command in commands] == wanted
    for command in commands:
        monkeypatch.setattr("sys.stdin", io.StringIO("ru\nwpn\n"))
        ran = kg(*command)
        assert ran.code == 0, ran.err
    assert [recipe.min_confidence for recipe in chain.recipes] == [0.0, 0.8, None]
    assert chain.recipes[-1].reviewed == (Path("trade.reviews.jsonl"),)


def test_a_copy_of_a_store_that_is_served_is_proved(kg: Kg, chain: Chain) -> None:
    Path("seeds").mkdir()
    Path("seeds/canada-china.txt").write_text("Canada protested.\n")
    build, check = commands_of("serve.md")
    assert kg(*build).code == 0
    shutil.copytree("archive.store", "copy.store")
    assert chain.read
    ran = kg(*check)
    assert ran.code in {0, 1}, ran.err  # what it finds in the graph is no fault of the copy


def test_asking(kg: Kg) -> None:
    told = sorted(STORIES.glob("*/graph.ttl"))
    assert kg("merge", *told, "-o", "trade.ttl").code == 0
    commands = commands_of("ask-a-graph.md")
    assert len(commands) == 10
    silent = []
    for command in commands:
        ran = kg(*command)
        assert (ran.code, ran.err) == (0, ""), command
        if len(ran.out.splitlines()) < 2:
            silent.append(command[3])
    assert set(silent) <= {"criticism", "agenda"}  # in these articles nobody criticizes China


def test_the_page_tells_every_letter_of_a_cause() -> None:
    from kg.cli.judging import _LETTERS

    page = (HOW_TO / "how-sure.md").read_text(encoding="utf-8")
    for letter, cause in _LETTERS.items():
        assert f"`{letter}` {cause.replace('_', ' ')}" in page


@pytest.mark.usefixtures("days")
def test_handing_on(kg: Kg, chain: Chain, tmp_path: Path) -> None:
    (tmp_path / "remote").mkdir()
    commands = commands_of("convert-and-push.md")
    assert len(commands) == 18
    with oxigraph(tmp_path / "remote") as address:
        for command in commands:
            ran = kg(*(part.replace("http://127.0.0.1:7878", address) for part in command))
            found = {1} if command[0] == "check" else {0}  # the graph of the tests has no whole checksums
            assert ran.code in found, ran.err
    assert len(chain.recipes) == 2


def test_the_page_lists_formats_that_are_there() -> None:
    from kg.convert import own_formats

    page = (HOW_TO / "convert-and-push.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`.*?) \|", page.partition("| format |")[2].partition("\n\n")[0], re.MULTILINE)
    listed = [name for cell in cells for name in re.findall(r"`([\w-]+)`", cell) if name[0] != "-"]
    assert set(listed) <= {*own_formats(), "store"}
    assert len(listed) >= 15


def test_the_table_of_what_is_left_out_has_every_format() -> None:
    from kg.convert import own_formats

    page = (HOW_TO.parent / "reference" / "files.md").read_text(encoding="utf-8")
    table = page.partition("## What a format leaves out")[2].partition("\n## ")[0]
    first = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert {name for cell in first for name in re.findall(r"`([\w-]+)`", cell)} == set(own_formats())
