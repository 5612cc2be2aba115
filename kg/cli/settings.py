"""Settings of ``kg.toml``, or of ``[tool.kg]`` in ``pyproject.toml``, in this folder or the nearest above it.

A name is that of the long option; a table with a command's name holds for that command alone. ``format`` stands in
such a table only: rows, graphs and pictures have formats of their own.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from kg.errors import KgError, nearest_hint

Setting = str | int | float | bool | list[str]

NAMES = (
    "aliases",
    "any-language",
    "base-iri",
    "evidence",
    "extractor",
    "format",
    "jobs",
    "max-characters",
    "max-memory",
    "max-rows",
    "max-seconds",
    "min-confidence",
    "model",
    "ontology",
    "prefix",
    "questions-from",
    "theme",
    "timeout",
)
"""What may be set; an option that says what to do rather than how is not among them."""
_TELLING = frozenset({
    "aliases", "any-language", "base-iri", "evidence", "extractor", "max-characters", "min-confidence", "model",
    "ontology", "questions-from",
})  # fmt: skip
"""Those that change what comes out; the others set its form, or what it may take."""
_PATHS = frozenset({"aliases", "ontology", "questions-from"})
_LISTS = frozenset({"prefix"})


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
            if command not in found:
                raise _unknown(path, command, commands)
            found[command] |= dict(_checked(value, path))
    return found


def told(settings: Mapping[str, Setting]) -> str:
    """Which of some settings change the result, with their file; "" where none does."""
    found = [f"{name} = {json.dumps(value)}" for name, value in sorted(settings.items()) if name in _TELLING]
    return f"{settings_file()} sets {', '.join(found)}" if found else ""


def settings_file() -> Path | None:
    """The settings that hold here; those of other people never do."""
    return next((path for path in _candidates() if _is_own(path) and (path.name == "kg.toml" or _table(path))), None)


def passed_over() -> tuple[Path, ...]:
    """The files with settings of other people, here and above, nearer than those that hold."""
    found = takewhile(lambda path: path != settings_file(), _candidates())
    return tuple(path for path in found if path.name == "kg.toml" and not _is_own(path))


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
    for name, value in table.items():
        if name not in NAMES:
            raise _unknown(path, name, NAMES)
        yield name, _value(name, value, path)


def _value(name: str, value: object, path: Path) -> Setting:
    """A value as the option takes it; a path is meant from the folder of the settings."""
    match value:
        case str() if name in _PATHS:
            return str(path.parent / value) if name == "aliases" else [str(path.parent / value)]
        case list() if name in _PATHS:
            return [str(path.parent / str(one)) for one in value]
        case str() if name in _LISTS:
            return [value]
        case list() if name in _LISTS:
            return [str(one) for one in value]
        case str() | int() | float():
            return value
        case _:
            raise KgError(f"{path}: {name} has a value of the wrong kind")


def _unknown(path: Path, name: str, known: Sequence[str]) -> KgError:
    return KgError(f"{path}: {name!r} is no setting", hint=nearest_hint(name, known))
