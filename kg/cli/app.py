"""The program: its groups of commands, exit codes and error messages.

A group is a module of this package with ``commands``, a ``typer.Typer`` whose commands become commands of
``kg``. It imports what it needs inside its functions, so that ``kg --help`` starts at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer
from typer.core import TyperCommand
from typer.main import get_command

from kg.cli.faults import Faults
from kg.cli.settings import Setting, defaults, passed_over, told
from kg.version import VERSION

GROUPS = (
    "build",
    "look",
    "review",
    "compare",
    "ask",
    "corpus",
    "happenings",
    "relations",
    "draw",
    "change",
    "remove",
    "setup",
    "rules",
)
"""The modules with commands, in the order of the help."""

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
for _group in GROUPS:
    if find_spec(f"kg.cli.{_group}"):
        app.add_typer(import_module(f"kg.cli.{_group}").commands)


def run(arguments: Sequence[str]) -> int:
    """Run a command; the exit code. ``--debug`` or ``KG_DEBUG`` anywhere shows the trace of a fault."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    debug = "--debug" in given[:end] or bool(os.environ.get("KG_DEBUG"))
    plain = [word for word in given[:end] if word != "--debug"] + given[end:]
    faults = Faults(debug=debug)
    with faults:
        code = get_command(app).main(plain or ["--help"], prog_name="kg", standalone_mode=False, obj=plain)
        return code if isinstance(code, int) else 0
    return faults.exit_code


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
    context.default_map = {name: _by_parameter(settings, commands[name]) for name, settings in found.items()}
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
    line = told({name: settings[name] for name in open_ones if name in settings})
    others = [f"{path} belongs to somebody else, and its settings are not taken" for path in passed_over()]
    if line or others:
        from kg.cli.console import note

        for one in filter(None, (*others, line)):
            note(one)


def _by_parameter(settings: Mapping[str, Setting], command: TyperCommand) -> dict[str | None, Setting]:
    """The settings that are options of a command, by the parameters of its function."""
    names = {option.removeprefix("--"): parameter.name for parameter in command.params for option in parameter.opts}
    return {names[option]: value for option, value in settings.items() if option in names}
