"""Draw the way of the data and list the rooms of the program, both as the code has them: docs/reference gets them.

The picture takes the types between two steps from the signatures of their functions, the components from the reader.
A step that no longer gives what the next one takes is an error, so the picture cannot be older than the code.
"""

import ast
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib import import_module
from inspect import getdoc, signature
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.view.draw.drawing import described, rendered  # noqa: E402 the folder above comes first

FOLDER = ROOT / "docs" / "reference"
STEPS = (
    ("kg/text/articles.py", "articles"),
    ("kg/reader.py", "Reader.read"),
    ("kg/frames/extractor.py", "ClauseExtractor.frames"),
    ("kg/mapping/__init__.py", "statements"),
    ("kg/pipeline/build.py", "resolve"),
    ("kg/model/merge.py", "merged"),
    ("kg/convert/__init__.py", "convert"),
)
"""The functions through which an article goes, in order."""
BESIDE = {"Ontology": "ontologies/*.ttl", "Style": "how to write"}
"""Types that come from elsewhere, and what they are."""
VALUES = {name: name for name in ("Article", "Doc", "Frame", "Graph")} | {"GraphLike": "Graph", "Parsed": "Doc"}
"""The types that go along the way, by what the picture calls them."""
_WIDTH = 46
_NAME = re.compile(r"\w+")


@dataclass(frozen=True)
class Step:
    """One function on the way: where it is, what it does in a line, what goes in and comes out by type."""

    module: str
    name: str
    about: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    beside: tuple[str, ...]
    parts: tuple[str, ...] = ()


def main() -> int:
    """Write the picture and the list of rooms."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = tuple(steps())
    svg = rendered("\n".join(dot(found)), "svg")
    told = " ".join(f"{step.name} gives {step.gives[0] if step.gives else 'files'}." for step in found)
    (FOLDER / "way-of-the-data.svg").write_bytes(described(svg, "The way of the data", told))
    (FOLDER / "rooms.md").write_text("\n".join(rooms()) + "\n", encoding="utf-8")
    print(f"{FOLDER}: the way of the data in {len(found)} steps, the rooms")
    return 0


def steps() -> Iterator[Step]:
    """Each step as its source has it."""
    for path, name in STEPS:
        module = import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        function = attrgetter(name)(module)
        told = signature(function)
        taken = [found for one in told.parameters.values() for found in _NAME.findall(str(one.annotation))]
        yield Step(
            module=path,
            name=name,
            about=(getdoc(function) or "").split("\n")[0],
            takes=tuple(dict.fromkeys(VALUES[one] for one in taken if one in VALUES)),
            gives=tuple(
                dict.fromkeys(VALUES[one] for one in _NAME.findall(str(told.return_annotation)) if one in VALUES)
            ),
            beside=tuple(one for one in taken if one in BESIDE),
            parts=("parse", *module.COMPONENTS) if hasattr(module, "COMPONENTS") else (),
        )


def passed(first: Step, second: Step) -> str:
    """The type that goes from one step to the next; ``ValueError`` where none does."""
    both = [one for one in reversed(first.gives) if one in second.takes]
    if not both:
        raise ValueError(f"{first.name} gives {first.gives}, and {second.name} takes {second.takes}")
    return both[0]


def dot(found: tuple[Step, ...]) -> Iterator[str]:
    """The picture as DOT."""
    yield 'digraph way { graph [rankdir=TB, nodesep=0.4, fontname="Helvetica", bgcolor="white"];'
    yield 'edge [fontname="Helvetica", fontsize=11];'
    yield 'node [shape=box, style="rounded", fontname="Helvetica", fontsize=11];'
    yield 'source [shape=note, label="files, folders, standard input"]; target [shape=note, label="files, stores"];'
    for number, step in enumerate(found):
        about = "<br/>".join(escape(line) for line in textwrap.wrap(step.about.replace("``", ""), _WIDTH))
        parts = f'<br/><font point-size="10">{" → ".join(step.parts)}</font>' if step.parts else ""
        head = f'<b>{step.name}</b><br/><font point-size="9">{step.module}</font>'
        yield f"s{number} [label=<{head}<br/>{about}{parts}>];"
        for kind in step.beside:
            yield f'"{kind}" [shape=note, label="{kind}\\n{BESIDE[kind]}"]; "{kind}" -> s{number} [style=dashed];'
    ends = ["source", *(f"s{number}" for number in range(len(found))), "target"]
    between = ["paths", *(passed(first, second) for first, second in pairwise(found)), "bytes"]
    for (start, end), label in zip(pairwise(ends), between, strict=True):
        yield f'{start} -> {end} [label="  {label}"];'
    yield "}"


def rooms() -> Iterator[str]:
    """Each room of ``kg`` with its floor, from the contract of imports: a room imports only from floors below."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    yield from ("| floor | room | its one job | modules | lines |", "|---|---|---|---|---|")
    for floor, layer in enumerate(reversed(contract["layers"])):
        for name in layer.replace("|", ":").split(":"):
            yield _room(floor, name.strip().strip("()").strip())


def _room(floor: int, name: str) -> str:
    path = ROOT / "kg" / name
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    first = path / "__init__.py" if path.is_dir() else files[0]
    about = (ast.get_docstring(ast.parse(first.read_text(encoding="utf-8"))) or "").split("\n")[0]
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    return f"| {floor} | `kg.{name}` | {about.replace('|', '-')} | {len(files)} | {lines:,} |"


if __name__ == "__main__":
    sys.exit(main())
