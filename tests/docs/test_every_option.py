"""Every option of every command stands in an example that runs."""

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.core import TyperCommand
from typer.main import get_command

from kg.cli.app import app
from kg.turtle.documents import write
from tests.chain import Chain
from tests.conftest import Kg
from tests.serving import asked
from tests.stores import free_port, oxigraph

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


def commands_of(page: str) -> Sequence[list[str]]:
    """The commands that a page shows, up to a pipe."""
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = re.findall(r'^\$ kg ((?:"[^"]*"|[^|>\n])*)', text, re.MULTILINE)
    return [shlex.split(line) for line in lines]


def shown() -> set[tuple[str, str]]:
    """Each command with an option of an example."""
    commands = [command for page in RUN for command in commands_of(page)]
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
    write(chain.graph, tmp_path / "more.ttl")
    monkeypatch.setenv("KG_PASSWORD", "secret")
    return tmp_path


def aliases() -> str:
    """The names of the page."""
    (text,) = re.findall(r"^```text\n(surface,[^`]*)^```$", (DOCS / PAGE).read_text(encoding="utf-8"), re.MULTILINE)
    return str(text)


def test_every_command_of_the_page_runs(kg: Kg, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "remote").mkdir()
    with oxigraph(folder / "remote") as store:
        for command in commands_of(PAGE):
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
