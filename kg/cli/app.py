"""The program: its groups of commands, exit codes and error messages.

A group is a module of this package with ``commands``, a ``typer.Typer`` whose commands become commands of
``kg``. It imports what it needs inside its functions, so that ``kg --help`` starts at once.
"""

import json
import os
import tomllib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand
from typer.main import get_command

from kg.cli.faults import PARTLY, Faults
from kg.console import CUT, note
from kg.errors import Ending, KgError, nearest_hint
from kg.plugins import COMMANDS, own
from kg.version import VERSION

Setting = str | int | float | bool | list[str]

_TELLING = frozenset({
    "aliases", "any-language", "base-iri", "evidence", "extractor", "max-characters", "min-confidence", "model",
    "ontology", "questions-from",
})  # fmt: skip
"""Those that change what comes out; the others set its form, or what it may take."""
NAMES = sorted({*_TELLING, "format", "jobs", "max-memory", "max-rows", "max-seconds", "prefix", "theme", "timeout"})
"""What may be set; an option that says what to do rather than how is not among them."""


def defaults(commands: Sequence[str]) -> dict[str, dict[str, Setting]]:
    """For each command the settings that hold for it, by name; empty where there are no settings."""
    path = settings_file()
    if path is None:
        return {}
    table = _table(path)
    everywhere = dict(_checked({name: value for name, value in table.items() if not isinstance(value, dict)}, path))
    if "format" in everywhere:
        raise KgError(f"{path}: format is a setting of one command", hint="write it beneath [show], [query] ...")
    found = {command: dict(everywhere) for command in commands}
    for command, value in table.items():
        if isinstance(value, dict):
            _check_known(path, command, commands)
            found[command] |= dict(_checked(value, path))
    return found


def settings_file() -> Path | None:
    """The settings that hold here; those of other people never do."""
    return next((path for path in _candidates() if _is_own(path) and (path.name == "kg.toml" or _table(path))), None)


def _candidates() -> Iterator[Path]:
    here = Path.cwd()
    for folder in (here, *here.parents):
        yield from filter(Path.is_file, (folder / "kg.toml", folder / "pyproject.toml"))


def _is_own(path: Path) -> bool:
    """Whether file and folder belong to who runs the program, or to who runs the machine; Windows does not tell."""
    return not hasattr(os, "geteuid") or {path.stat().st_uid, path.parent.stat().st_uid} <= {0, os.geteuid()}


def _table(path: Path) -> Mapping[str, object]:
    try:
        content: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KgError(f"{path}: {error}", hint="settings are TOML: name = value") from error
    if path.name == "kg.toml":
        return content
    tool = content.get("tool")
    own = tool.get("kg") if isinstance(tool, dict) else None
    return own if isinstance(own, dict) else {}


def _checked(table: Mapping[str, object], path: Path) -> Iterator[tuple[str, Setting]]:
    """The settings as options take them; a path is meant from the folder of the settings."""
    for name, value in table.items():
        _check_known(path, name, NAMES)
        match value:
            case str() if name == "aliases":
                yield name, str(path.parent / value)
            case str() | list() if name in {"ontology", "prefix", "questions-from"}:
                given = [str(one) for one in (value if isinstance(value, list) else [value])]
                yield name, given if name == "prefix" else [str(path.parent / one) for one in given]
            case str() | int() | float():
                yield name, value
            case _:
                raise KgError(f"{path}: {name} has a value of the wrong kind")


def _check_known(path: Path, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise KgError(f"{path}: {name!r} is no setting", hint=nearest_hint(name, known))


GROUPS = ("build", "look", "review", "ask", "change", "setup")
"""The modules with commands of the core, in the order of the help; those of other houses follow (``kg.plugins``)."""

_HELP = """
Turn a news or policy article into a knowledge graph in which every statement shows its words.

```console
$ kg build article.txt --date 2026-01-14 -o trade.ttl
$ kg show trade.ttl
$ kg explain trade.ttl 3
```

Settings come from the option, then from `KG_*` in the environment, then from `kg.toml` or `[tool.kg]` in
`pyproject.toml`. Exit codes: 0 done, 1 findings, 2 usage or unreadable input, 3 done in part, 4 a part is missing,
101 a bug, 130 interrupted.
"""

app = typer.Typer(
    help=_HELP,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _group in [*(import_module(f"kg.cli.{name}").commands for name in GROUPS), *own(COMMANDS)]:
    app.add_typer(_group)


def run(arguments: Sequence[str]) -> int:
    """Run a command; the exit code. ``--debug`` or ``KG_DEBUG`` anywhere shows the trace of a fault."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    debug = "--debug" in given[:end] or bool(os.environ.get("KG_DEBUG"))
    plain = [word for word in given[:end] if word != "--debug"] + given[end:]
    faults = Faults(debug=debug)
    CUT.set(False)
    with faults, warnings.catch_warnings():
        warnings.simplefilter("always", Ending)
        warnings.showwarning = lambda message, *_, **_where: note(str(message))  # in what line is of no use
        command = get_command(app)
        _bound(command)
        code = command.main(plain or ["--help"], prog_name="kg", standalone_mode=False, obj=plain)
        return code if isinstance(code, int) and code else CUT.get() and PARTLY
    return faults.exit_code


_LARGEST = 1_000_000_000


def _bound(command: object) -> None:
    """Have all numbers of a command checked, and of those below it: "nan" is in any range, and 1e23 in most."""

    def number(_context: object, _parameter: object, value: float | None) -> float | None:
        if value is None or value <= _LARGEST:
            return value
        raise typer.BadParameter(f"it is not in the range up to {_LARGEST:,}")

    for inner in getattr(command, "commands", {}).values():
        _bound(inner)
    for parameter in getattr(command, "params", ()):
        if parameter.type.name in {"int range", "float range"}:
            parameter.callback = number


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsgraph {VERSION}")
        raise typer.Exit


@app.callback()
def _settings(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 its callback acts
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    commands: Mapping[str, TyperCommand] = getattr(context.command, "commands", {})
    found = defaults(tuple(commands))
    context.default_map = {}
    for name, settings in found.items():  # those that are options of a command, by the parameters of its function
        names = {one.removeprefix("--"): given.name for given in commands[name].params for one in given.opts}
        context.default_map[name] = {names[one]: value for one, value in settings.items() if one in names}
    name = context.invoked_subcommand or ""
    if name in commands:
        _tell_settings(found.get(name, {}), commands[name], context.obj or ())


def _tell_settings(settings: Mapping[str, Setting], command: TyperCommand, words: Sequence[str]) -> None:
    """Say which settings of a file hold for a command and change its result, and whose are not taken."""
    given = {word.partition("=")[0] for word in words}
    if given & {"--help", "-h"}:
        return
    open_ones = [
        parameter.opts[0].removeprefix("--")
        for parameter in command.params
        if not given & {*parameter.opts, *parameter.secondary_opts} and not os.environ.get(str(parameter.envvar))
    ]
    nearer = takewhile(lambda path: path != settings_file(), _candidates())
    for path in [path for path in nearer if path.name == "kg.toml" and not _is_own(path)]:
        note(f"{path} belongs to somebody else, and its settings are not taken")
    telling = sorted(_TELLING & settings.keys() & {*open_ones})
    if telling:
        note(f"{settings_file()} sets {', '.join(f'{name} = {json.dumps(settings[name])}' for name in telling)}")
