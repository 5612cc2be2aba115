"""Every command that the how-to pages show runs, and every option stands in an example that does."""

import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.core import TyperCommand
from typer.main import get_command

from kg.cli.app import app
from kg.model import Factuality
from kg.turtle.documents import write
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.serving import asked
from tests.stores import free_port, oxigraph

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
    from kg.cli.review import _LETTERS

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


# Every option of every command stands in an example that runs.


DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMANDS: Mapping[str, TyperCommand] = getattr(get_command(app), "commands", {})
PAGE = "how-to/every-option.md"
RUN = (
    PAGE,
    "how-to/ask-a-graph.md",
    "how-to/compare-and-check.md",
    "how-to/convert-and-push.md",
    "how-to/how-sure.md",
    "how-to/language-model.md",
    "how-to/link-articles.md",
    "how-to/serve.md",
    "how-to/assistants.md",
    "how-to/add-a-relation.md",
    "how-to/your-own-extractor.md",
    "how-to/draw-a-large-graph.md",
    "tutorial.md",
)
"""The pages of which each command runs: here, in test_how_to, test_docs, test_add_a_relation, test_own_extractor,
and in corpus/test_page, llm/test_model_page, view/serve/test_assistants."""
LEFT = frozenset({"--help", "-h"})
"""Options that each command has, and that ``kg --help`` explains."""


def beginnings_of(page: str) -> Sequence[list[str]]:
    """The commands that a page shows, up to a pipe."""
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = re.findall(r'^\$ kg ((?:"[^"]*"|[^|>\n])*)', text, re.MULTILINE)
    return [shlex.split(line) for line in lines]


def shown() -> set[tuple[str, str]]:
    """Each command with an option of an example."""
    commands = [command for page in RUN for command in beginnings_of(page)]
    return {(name, word.partition("=")[0]) for name, *words in commands for word in words if word[:1] == "-"}


def test_every_option_of_every_command_stands_in_an_example_that_runs() -> None:
    found = shown()
    missing = [
        f"kg {name} {'/'.join(option.opts)}"
        for name, command in COMMANDS.items()
        for option in command.params
        if option.param_type_name == "option"
        and not LEFT & set(option.opts)
        and not any((name, spelling) in found for spelling in (*option.opts, *option.secondary_opts))
    ]
    assert missing == [], f"show them in docs/{PAGE}"


@pytest.fixture
def folder(chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the page speaks of."""
    for name in ("news.txt", "more.txt"):
        (tmp_path / name).write_text("Norway protested.\n")
    (tmp_path / "names.csv").write_text(aliases())
    (tmp_path / "who.rq").write_text("SELECT ?who { ?who a kg:Country }")
    (tmp_path / "questions").mkdir()
    question = "# title: Who visited whom?\nSELECT ?s { ?s rdf:predicate kg:visited }\n"
    (tmp_path / "questions" / "visits.rq").write_text(question)
    relations = (DOCS / "how-to" / "add-a-relation.md").read_text(encoding="utf-8")
    (tmp_path / "space.ttl").write_text(max(re.findall(r"^```turtle\n([^`]*)^```$", relations, re.MULTILINE), key=len))
    published = tuple(replace(one, publisher="Trade News") for one in chain.graph.articles)
    write(replace(chain.graph, articles=published), tmp_path / "more.ttl")
    (tmp_path / "trade.story.toml").write_text('title = "Talks again"')
    monkeypatch.setenv("KG_PASSWORD", "secret")
    return tmp_path


def aliases() -> str:
    """The names of the page."""
    (text,) = re.findall(r"^```text\n(surface,[^`]*)^```$", (DOCS / PAGE).read_text(encoding="utf-8"), re.MULTILINE)
    return str(text)


@pytest.mark.slow
def test_every_command_of_the_page_runs(kg: Kg, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "remote").mkdir()
    with oxigraph(folder / "remote") as store:
        for command in beginnings_of(PAGE):
            monkeypatch.setattr("sys.stdin", io.StringIO("ru\n" * 9))
            if command[0] == "serve":
                assert is_served(command)
                continue
            words = (word.replace("http://127.0.0.1:7878", store) for word in command)
            ran = kg(*("trade" if word.startswith("news-") else word for word in words))  # the article of the chain
            assert ran.code in ({0, 1} if command[0] in {"check", "diff"} else {0}), (command, ran.err)


def is_served(command: Sequence[str]) -> bool:
    """Whether a server that is started so answers."""
    words = [str(free_port()) if word == "7879" else word for word in command]
    arguments = [sys.executable, "-m", "kg", *words]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            address = urlsplit(server.stdout.readline().split()[-1])
            return asked(f"http://{address.netloc}/$/ping").status == 200
        finally:
            server.terminate()


def test_an_option_that_no_page_shows_is_found() -> None:
    assert ("build", "--aliases") in shown()
    assert ("build", "--no-such-option") not in shown()


@pytest.mark.model
def test_the_names_of_the_page_name_what_they_say(kg: Kg, folder: Path) -> None:
    (folder / "news.txt").write_text("Acme Grain protested in Lake City on Monday.\n")
    ran = kg("mentions", "news.txt", "--aliases", "names.csv", "-f", "csv")
    assert "acme-grain" in ran.out
    assert "ottawa" in ran.out
