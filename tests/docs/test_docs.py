"""What the documentation shows runs: the notebook, the commands of the tutorial, the generated pages."""

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib
from typer.core import TyperCommand
from typer.exceptions import TyperException
from typer.main import get_command

from kg.api import build
from kg.cli.app import app
from kg.convert import own_formats
from kg.ontology.triples import KG
from scripts import reference
from tests.conftest import Kg

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COMMANDS: Mapping[str, TyperCommand] = getattr(get_command(app), "commands", {})
_SHOWN = re.compile(r"""^[ \t]*\$ kg ((?:[^\n"|]|"[^"]*")*)""", re.MULTILINE)
"""A line that shows a command, up to a pipe; what stands in quotes may go over several."""
_NAMED = re.compile(r"`kg ([a-z][^`\n]*)`")


FIGURES = {rdflib.URIRef(KG + name) for name in ("confidence", "usefulness", "confidenceReason")}
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_no_link_leads_to_a_page_that_a_clone_lacks() -> None:
    made = [DOCS / "gallery", DOCS / "reference", DOCS / "_build"]
    kept = {ROOT / line[1:] for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split() if line[0] == "!"}
    pages = [*ROOT.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("how-to/*.md"), *sorted(kept)]
    links = [(page, (page.parent / found).resolve()) for page in pages for found in _LINK.findall(page.read_text())]
    assert len(links) > 20
    for page, target in links:
        assert target.exists(), (page, target)
        assert target in kept or not any(target.is_relative_to(folder) for folder in made), (page, target)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.mark.model
def test_the_example_of_the_reference_is_what_is_built() -> None:
    """All but the figures, which move with every judged statement that is learned from."""
    page = (DOCS / "reference" / "graph.md").read_text(encoding="utf-8")
    example = page[page.index("## 4. ") : page.index("## 5. ")]
    told = re.findall(r"^> ([^\n]*)\n.*?^```turtle\n(.*?)^```$", example, re.MULTILINE | re.DOTALL)
    assert len(told) == 2
    for sentence, shown in told:
        made = build(sentence).to_turtle()
        header = "\n".join(line for line in made.splitlines() if line.startswith("@prefix"))
        claimed = {one for one in rdflib.Graph().parse(data=f"{header}\n{shown}") if one[1] not in FIGURES}
        assert len(claimed) > 5
        assert claimed <= set(rdflib.Graph().parse(data=made))


@pytest.mark.model
@pytest.mark.slow
def test_the_example_notebook_runs(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeds)
    cells = json.loads((DOCS / "example.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 4
    names: dict[str, object] = {}
    for cell in code:
        exec(compile(cell, "example.ipynb", "exec"), names)
    assert (seeds / "carney.svg").exists()


@pytest.mark.model
@pytest.mark.slow
def test_every_command_of_tutorial_and_how_to_runs(kg: Kg, seeds: Path) -> None:
    assert seeds == Path.cwd()
    pages = [DOCS / "tutorial.md", DOCS / "how-to" / "draw-a-large-graph.md"]
    commands = [line for page in pages for line in re.findall(r"^\$ kg (.*)$", page.read_text(), re.MULTILINE)]
    assert len(commands) >= 10
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code == 0, ran.err


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("page", ["for-journalists.md", "for-researchers.md", "for-engineers.md"])
def test_the_steps_behind_each_door_work_as_written(kg: Kg, tmp_path: Path, page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for name, content in re.findall(r"^`([\w.]+)`:\n\n```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    commands = re.findall(r"^\$ kg (.*)$", text, re.MULTILINE)
    assert len(commands) >= 7
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code in ({1} if command.startswith("diff") else {0}), (command, ran.err)
        assert ran.out or "-o" in command or "-q" in command or command.startswith(("check", "corpus link")), command
    if page == "for-researchers.md":
        happened = kg("happenings", "articles.ttl", "-f", "jsonl", "--sources", "2").out
        assert "announced 2026-03-02 → done 2026-03-06" in happened
        assert "2026-03,Bolivia,Chile,0,1," in kg("trend", "articles.ttl", "-f", "csv").out
    if page == "for-journalists.md":
        assert "changed  Peru → agreed with → Chile   [planned → asserted; said by: officials → the article]" in (
            kg("diff", "monday.ttl", "friday.ttl").out
        )
        front = (tmp_path / "front.html").read_text(encoding="utf-8")
        assert "2 sources" in front
        assert "miner (injured): 2026-03-02 12; 2026-03-06 17" in front


def told() -> Mapping[str, str]:
    """Page, or command -> its text."""
    pages = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
    helps = {f"kg {name} --help": command.help or "" for name, command in COMMANDS.items()}
    return {**{page.name: page.read_text(encoding="utf-8") for page in pages}, **helps, "kg --help": str(app.info.help)}


def parsed(line: str) -> None:
    """Parse a line of words behind "kg", as a shell gives them."""
    name, *words = shlex.split(line.partition(" > ")[0])
    COMMANDS[name].make_context(name, words)


def test_every_command_that_a_page_or_a_help_shows_parses() -> None:
    lines = [line for text in told().values() for line in _SHOWN.findall(text)]
    assert len(lines) > 110
    for line in lines:
        parsed(line)


@pytest.mark.parametrize("line", ["build news.txt --jbos 2", "showing trade.ttl", "draw trade.ttl --hops few", "build"])
def test_a_command_that_does_not_parse_is_found(line: str) -> None:
    with pytest.raises((KeyError, TyperException)):
        parsed(line)


def test_commands_and_options_that_a_page_names_within_its_text_are_there() -> None:
    named = [(page, words) for page, text in told().items() for words in map(shlex.split, _NAMED.findall(text))]
    assert len(named) > 70
    assert [(page, words) for page, words in named if words[0] not in COMMANDS] == []
    unknown = [
        (page, words[0], option)
        for page, words in named
        for option in words[1:]
        if re.match(r"--?[a-z]", option) and option.partition("=")[0] not in _options(*words)
    ]
    assert unknown == []


def _options(name: str, *words: str) -> frozenset[str]:
    """The options of a command, or of that of a group."""
    parent = COMMANDS[name]
    command = getattr(parent, "commands", {}).get(next(iter(words), ""), parent)
    parameters = command.params
    return frozenset(option for each in parameters for option in (*each.opts, *each.secondary_opts, "-h", "--help"))


def test_every_relation_and_class_has_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    assert reference.main() == 0
    page = (tmp_path / "relations" / "imposedTariffOn.md").read_text()
    assert "[ImposeTariff](../classes/ImposeTariff.md)" in page
    assert "## It is not read from" in page
    assert len(list((tmp_path / "relations").glob("*.md"))) > 80
    commands = (tmp_path / "commands.md").read_text()
    assert "## kg draw" in commands
    assert "- `--aliases FILE`: Your own names of entities" in commands
    formats = (tmp_path / "formats.md").read_text()
    assert [name for name in own_formats() if f"| `{name}` |" not in formats] == []
