"""What README, documentation and docstrings say is so, and what they show runs."""

import ast
import doctest
import json
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import rdflib
from typer.core import TyperCommand
from typer.exceptions import TyperException
from typer.main import get_command

import kg
import kg.errors
from kg.api import build
from kg.cli.app import app
from kg.convert import own_formats
from kg.model import Factuality, Precision
from kg.model.classes import ACTORS
from kg.ontology import Ontology
from kg.reader import COMPONENTS
from kg.tables.rows import COLUMNS
from kg.turtle.documents import to_rdflib
from kg.turtle.terms import KG
from kg.version import CONTRACT, VERSION
from scripts import accuracy, architecture, gallery, reference
from tests.conftest import Kg
from tests.graphs import trade_graph

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COMMANDS: Mapping[str, TyperCommand] = getattr(get_command(app), "commands", {})
_SHOWN = re.compile(r"""^[ \t]*\$ kg ((?:[^\n"|]|"[^"]*")*)""", re.MULTILINE)
"""A line that shows a command, up to a pipe; what stands in quotes may go over several."""
_NAMED = re.compile(r"`kg ([a-z][^`\n\\]*)`")
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


# The figures of README and documentation are those that are written down, and the gallery says whose each text is.


NEAR = 0.05


@pytest.mark.parametrize("path", accuracy.PAGES, ids=lambda path: path.name)
def test_the_figures_are_those_of_the_data(path: Path) -> None:
    """``python scripts/accuracy.py --write`` brings them up to date."""
    text = path.read_text(encoding="utf-8")
    for part in ("judged", "trust"):
        assert f"<!-- figures: {part} -->" in text
        assert accuracy.filled(text, [part]) == text


def test_the_figures_of_the_gold_articles_are_about_those_of_now() -> None:
    """They move with each change of a rule; ``python scripts/accuracy.py --write`` brings them up to date."""
    text = accuracy.PAGES[0].read_text(encoding="utf-8")
    shown, now = (re.findall(r"\d\.\d\d", one) for one in (text, accuracy.filled(text)))
    assert len(shown) == len(now) >= 8
    assert max(abs(float(one) - float(other)) for one, other in zip(shown, now, strict=True)) <= NEAR


def test_another_figure_is_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = tmp_path / "accuracy.toml"
    figures.write_text('[[judged]]\ntexts = "poems"\nstatements = 1200\nright = 0.1\n', encoding="utf-8")
    monkeypatch.setattr(accuracy, "FIGURES", figures)
    assert "| poems | 1,200 | 0.10 | | |" in accuracy.filled("<!-- figures: judged -->\nold\n<!-- /figures -->")
    assert accuracy.filled("nothing to fill") == "nothing to fill"


def test_every_article_of_the_gallery_has_its_credit() -> None:
    shown = gallery.shown()
    assert len(shown) == 6
    assert all(one.credit for one in shown)


def test_an_article_without_a_credit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gallery.toml").write_text('[canada-china]\ncredit = "Naffah"\n', encoding="utf-8")
    monkeypatch.setattr(gallery, "CREDITS", tmp_path / "gallery.toml")
    with pytest.raises(KeyError, match="libya-medics"):
        gallery.shown()


def test_a_picture_is_described_by_its_own_words() -> None:
    sentences = [f"Sentence {number}." for number in range(9)]
    svg = f"<svg><title>t</title><desc>{' '.join(sentences)} A &amp; B.</desc></svg>"
    assert gallery.description(svg) == "Sentence 0. Sentence 1. Sentence 2. Sentence 3. Sentence 4. Sentence 5."
    assert gallery.description("<svg><desc>A &amp; B.</desc></svg>") == "A & B."
    assert gallery.description("<svg/>") == ""


# The docstrings of public functions name the errors that those raise themselves.


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


# What the docstrings show is what happens.


def modules() -> list[str]:
    """The modules with examples in their docstrings."""
    shown = [path for path in sorted((ROOT / "kg").rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in shown]


@pytest.mark.parametrize("name", modules())
def test_a_docstring_shows_what_happens(name: str) -> None:
    tried = doctest.testmod(import_module(name))
    assert (tried.failed, tried.attempted > 0) == (0, True)


def test_there_are_examples() -> None:
    assert len(modules()) >= 14


# The pages for those who write Python, and for those who change the program, say what is so.


@pytest.mark.model
def test_every_example_of_the_python_page_gives_what_it_shows() -> None:
    tried = doctest.testfile(str(DOCS / "python-api.md"), module_relative=False, encoding="utf-8")
    assert (tried.failed, tried.attempted >= 20) == (0, True)


def test_the_python_page_names_every_method_of_a_graph() -> None:
    page = (DOCS / "python-api.md").read_text(encoding="utf-8")
    public = {name for name in vars(kg.Graph) if not name.startswith("_")} - {"values", "base_iri", "rows", "label"}
    assert {name for name in public if f".{name}(" not in page} == set()
    assert len(public) >= 10


def test_the_picture_has_every_step_and_component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(architecture, "FOLDER", tmp_path)
    assert architecture.main() == 0
    svg = (tmp_path / "way-of-the-data.svg").read_text(encoding="utf-8")
    for shown in (*(name for _, name in architecture.STEPS), *COMPONENTS, "Ontology", "Article", "Doc", "Frame"):
        assert shown in svg
    assert "<desc>articles gives Article. Reader.read gives Article." in svg


def test_steps_that_do_not_meet_are_an_error() -> None:
    found = {step.name: step for step in architecture.steps()}
    assert architecture.passed(found["Reader.read"], found["ClauseExtractor.frames"]) == "Doc"
    with pytest.raises(ValueError, match="statements takes"):
        architecture.passed(replace(found["articles"], gives=("Article",)), found["statements"])


def test_every_room_stands_in_the_list_with_its_job() -> None:
    rows = list(architecture.rooms())[2:]
    listed = set(re.findall(r"^\| \d+ \| `kg\.(\w+)`", "\n".join(rows), re.MULTILINE))
    there = {path.stem for path in (ROOT / "kg").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert listed == there - {"__init__"}
    assert all(re.match(r"\| \d+ \| `kg\.\w+` \| .{15,} \| [1-9]\d* \| [\d,]+ \|$", row) for row in rows)


def glossary() -> str:
    return (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")


def test_what_the_glossary_names_is_there() -> None:
    names = set(re.findall(r"`(kg(?:\.\w+)+)`", glossary()))
    assert len(names) >= 30
    assert [name for name in sorted(names) if not _found(name)] == []
    assert not _found("kg.model.Nobody")
    assert not _found("kg.model.Statement.nothing")


def _found(name: str) -> bool:
    """Whether a dotted name is a module, or an attribute or field of what one has."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if part in getattr(found, "__annotations__", {}):
                return True
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_the_glossary_has_every_factuality_and_the_terms_of_the_house() -> None:
    text = glossary().lower()
    assert [one for one in Factuality if one.value.lower() not in text] == []
    for term in ("attribution", "evidence", "main statement, detail", "happening", "metonym", "country inference"):
        assert term in text


def test_what_the_guide_for_contributors_names_is_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:kg|tests|docs|scripts|ontologies)/[\w./*-]*)`", guide))
    assert len(paths) >= 20
    assert [path for path in paths if not any(ROOT.glob(path.rstrip("/")))] == []
    linked = re.findall(r"\]\((docs/[\w/.-]+)\)", guide)
    assert [path for path in linked if not (ROOT / path).exists()] == []
    checks = re.search(r"checks=\((.*?)\)", (ROOT / "scripts" / "check").read_text(encoding="utf-8"), re.DOTALL)
    assert checks
    for tool in re.findall(r"ruff check|ruff format|mypy|lint-imports|deptry|vulture|codespell|house_rules", checks[1]):
        assert tool in guide


# The page on what a graph contains: it names what is written, and nothing that is not; what it promised stays.


RECORD = Path(__file__).parents[1] / "old" / "contract.json"
"""What the newest version of the contract promised when it was made."""
PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "graph.md").read_text(encoding="utf-8")
NAMED = frozenset(re.findall(r"`([a-z]+:[A-Za-z]\w*)`", PAGE))
BARE = frozenset(re.findall(r"`([A-Za-z]\w*)`", PAGE))


def written() -> set[str]:
    """The properties that a graph has, relations and RDF's own left out, and the classes of nodes that are no event."""
    graph = to_rdflib(trade_graph(), evidence="full")
    known = Ontology.load().relations
    names = {graph.namespace_manager.curie(str(one)) for one in graph.predicates()}
    return {
        name for name in names if not name.startswith(("rel:", "rdf:type", "rdfs:subClassOf")) and name[3:] not in known
    }


def test_every_property_that_is_written_is_named() -> None:
    assert len(written()) > 40
    assert written() - NAMED == set()


def test_every_term_of_ours_that_is_named_is_in_the_ontology() -> None:
    import rdflib

    from kg.ontology import packaged_files

    files = (rdflib.Graph().parse(path) for path in packaged_files())
    defined = {str(one) for found in files for one in found.subjects()}
    ours = {name for name in NAMED if name.startswith("kg:")}
    assert len(ours) > 60
    assert {name for name in ours if KG + name.removeprefix("kg:") not in defined} == set()


def test_every_actor_factuality_role_column_and_precision_is_named() -> None:
    terms = (*ACTORS, *(one.value for one in Factuality), *Ontology.load().role_ranges)
    assert {f"kg:{name}" for name in terms} - NAMED == set()
    assert {*COLUMNS, *(one.value for one in Precision)} - BARE == set()


def promised() -> dict[str, list[str]]:
    """The terms, columns and values that others rely on."""
    values = [*(f.value for f in Factuality), *(p.value for p in Precision), *ACTORS]
    return {"terms": sorted(written()), "columns": list(COLUMNS), "values": sorted(values)}


def test_what_the_contract_promised_is_written_still() -> None:
    """What is gone, or means something else, raises the first number of ``kg.version.CONTRACT``."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert record["contract"].partition(".")[0] == CONTRACT.partition(".")[0]
    now = promised()
    gone = {name for kind, names in record["promised"].items() for name in set(names) - set(now[kind])}
    assert gone == set()
    assert now["columns"][: len(record["promised"]["columns"])] == record["promised"]["columns"], "no column moves"


def test_the_page_and_the_program_are_of_one_contract() -> None:
    assert f"which is version {CONTRACT} of the contract" in PAGE
    assert f"| {CONTRACT} | {VERSION} |" in PAGE


if __name__ == "__main__":
    RECORD.write_text(json.dumps({"contract": CONTRACT, "promised": promised()}, indent=1) + "\n", encoding="utf-8")
