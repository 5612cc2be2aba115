"""The command line as a whole: help, faults, exit codes, settings, start-up."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import faults
from kg.cli.app import GROUPS, app, run
from kg.console import printable
from kg.errors import KgError
from kg.version import VERSION
from tests.conftest import Kg

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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bild"], "No such command 'bild'"),
        (["build", "--dat", "2024-01-01"], "No such option: --dat"),
        (["show"], "Missing argument 'GRAPH'"),
        (["build", "x.txt", "--date", "yesterday"], "'yesterday' is no date"),
    ],
)
def test_a_usage_fault_is_error_hint_and_2(kg: Kg, arguments: list[str], message: str) -> None:
    ran = kg(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert message in ran.err
    assert "\nhint: kg" in ran.err


NUMBERS = ("--max-seconds", "--max-memory", "--max-characters", "--jobs", "--min-confidence", "--llm-seconds")


@pytest.mark.parametrize("number", ["nan", "inf", "1e23", "9" * 400, "²"])
@pytest.mark.parametrize("option", NUMBERS)
def test_what_is_no_number_is_no_bug(kg: Kg, option: str, number: str) -> None:
    ran = kg("build", option, number, "article.txt")
    assert ran.code == 2
    assert ran.err.startswith(f"error: Invalid value for '{option}'")


def test_a_setting_that_is_no_number_is_told(kg: Kg) -> None:
    Path("kg.toml").write_text("max-seconds = nan\n")
    ran = kg("build", "article.txt")
    assert (ran.code, "error: Invalid value for '--max-seconds'" in ran.err) == (2, True)


@pytest.mark.parametrize("command", ["show", "stats", "query", "convert", "draw", "check"])
def test_a_device_is_no_graph(kg: Kg, command: str) -> None:
    more = {"query": ("ASK { ?s ?p ?o }",), "convert": ("-o", "a.nt"), "draw": ("-o", "a.svg")}
    ran = kg(command, "/dev/zero", *more.get(command, ()))
    assert (ran.code, "error: /dev/zero: is a device or a socket" in ran.err) == (2, True)


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

    monkeypatch.setattr("kg.facts.selection.selected", broken)
    ran = kg("show", trade)
    assert ran.code == 101
    assert "ZeroDivisionError" in ran.err
    assert "this is a bug of newsgraph" in ran.err


def test_ctrl_c_is_130(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.facts.selection.selected", interrupted)
    assert kg("show", trade).code == 130


def test_a_closed_pipe_is_no_fault(trade: Path) -> None:
    ran = _shell(
        f"for i in 1 2 3; do cat {trade}; done >/dev/null; $PY -m kg show {trade} | true; echo ${{PIPESTATUS[0]}}"
    )
    assert ran.stdout == "0\n"
    assert ran.stderr == ""


@pytest.mark.parametrize("command", ["show {} Canada", "query {} 'ASK {{}}'", "stats {}", "--help", "explain {} 1"])
@pytest.mark.parametrize("closed", [">&-", ">&- <&-", ">&- 2>&-"])
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
