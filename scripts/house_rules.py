"""The house rules that no other tool checks: sizes of modules and functions, names. Exit code 1 where one is broken.

A module has at most 600 lines; a function of kg, scripts or training, a whole thought, at most 60.
No two modules of kg have a class, or a name for a type, of one name.
Each room has a budget of lines (scripts/budget.toml: of Python, blank lines and docstrings too, and of the words of
rules), which only falls: ``scripts/house_rules.py --lower`` sets each that is above what the room has to that.
"""

import ast
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("kg", "scripts", "tests", "training", "benchmarks")
BUDGET = ROOT / "scripts" / "budget.toml"
ROOM = 50
"""Lines that a room may be below its budget before that has to fall."""
LONGEST_MODULE = 600
LONGEST_FUNCTION = 60
ONE_MEANING = frozenset({"Graph"})
"""A graph of the Python interface is one of the model, with its methods."""
ELSEWHERE = frozenset({"tests/gold"})  # scored against, not ours to shape


def main() -> int:
    """Print each broken rule with its place."""
    broken: list[str] = []
    for path in modules():
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        lines = source.count("\n")
        if lines > LONGEST_MODULE:
            broken.append(f"{name}: {lines} lines, at most {LONGEST_MODULE}")
        for function in functions(ast.parse(source)):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > LONGEST_FUNCTION and not name.startswith("tests/"):
                broken.append(
                    f"{name}:{function.lineno}: {function.name} has {length} lines, at most {LONGEST_FUNCTION}"
                )
    broken += [*shared_names(), *over_budget()]
    for line in broken:
        print(line)
    print(f"house rules: {len(broken)} broken")
    return 1 if broken else 0


def modules() -> Iterator[Path]:
    """Our Python files, in order."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.relative_to(ROOT).parent.as_posix() not in ELSEWHERE:
                yield path


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a module, methods and inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def over_budget() -> Iterator[str]:
    """Each room with more lines than its budget, or with so few that the budget has to fall."""
    budget: dict[str, int] = tomllib.loads(BUDGET.read_text(encoding="utf-8"))
    for room, lines in sorted(rooms().items()):
        most = budget.get(room, 0)
        if lines > most:
            yield f"{room}: {lines} lines, at most {most} ({BUDGET.name}): what comes pays with what goes"
        elif lines < most - ROOM:
            yield f"{room}: {lines} lines, its budget is {most}: scripts/house_rules.py --lower"


def rooms() -> Counter[str]:
    """The lines of each room: of Python a folder of kg, or one beside it, and of the TOML of rules."""
    lines: Counter[str] = Counter()
    for path in [*modules(), *(ROOT / "kg" / "lexicons").rglob("*.toml")]:
        parts = path.relative_to(ROOT).parts
        lines["/".join(parts[: 2 if parts[0] == "kg" and len(parts) > 2 else 1])] += path.read_bytes().count(b"\n")  # noqa: PLR2004
    return lines


def lower() -> None:
    """Set each budget that is above what its room has to that; a room without one gets what it has."""
    budget: dict[str, int] = tomllib.loads(BUDGET.read_text(encoding="utf-8")) if BUDGET.exists() else {}
    told = (f'"{room}" = {min(lines, budget.get(room, lines))}' for room, lines in sorted(rooms().items()))
    BUDGET.write_text(
        "# Lines of each room at most; they only fall (scripts/house_rules.py).\n" + "\n".join(told) + "\n"
    )


def shared_names() -> Iterator[str]:
    """Each name that classes or types of several modules of kg share."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "kg").rglob("*.py")):
        for name in type_names(ast.parse(path.read_text(encoding="utf-8"))):
            homes[name].append(path.relative_to(ROOT).as_posix())
    for name, places in homes.items():
        if len(places) > 1 and name not in ONE_MEANING:
            yield f"{name} is the name of several things: {', '.join(places)}"


def type_names(tree: ast.Module) -> Iterator[str]:
    """The classes of a module and its names for types; none of an option of the command line or a type variable."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name[:1].isupper() and not name.isupper():
                if not is_option(value):
                    yield name


def is_option(value: ast.expr) -> bool:
    """``Annotated[...]``, which declares an option where it is used, or ``TypeVar(...)``."""
    return any(isinstance(part, ast.Name) and part.id in {"Annotated", "TypeVar"} for part in ast.walk(value))


if __name__ == "__main__":
    if "--lower" in sys.argv:
        lower()
    sys.exit(main())
