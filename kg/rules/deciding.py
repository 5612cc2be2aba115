"""Which functions decide by a rule, as the source of the program itself says.

A function decides by a section of a lexicon where it asks for its words, or for what is bound to them: a name of a
module, a function without arguments. Where none names the section, one that works out for which it asks does, if the
name stands in it or in a table that it uses, and one that asks for all sections. It decides by a rule of code where it
gives what it finds the rule's name, or stands beside that name in a table; where none does, where it compares with it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

_ROOMS = ("text", "parse", "names", "time", "coref", "attribution", "factuality", "frames", "mapping", "facts")
_ASKING = frozenset(
    f"kg.lexicon.{name}" for name in ("words", "lexicon", "table", "patterns", "pairs", "numbers", "words_by")
)
_DEEPEST = 3
"""So many functions that pass on what they are told may stand between a rule and its lexicon."""
_KG = Path(__file__).resolve().parents[1]


class Deciding(NamedTuple):
    """A function, with the line in which it asks."""

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        """As editors open it, and the name of the function."""
        return f"{self.file}:{self.line} {self.function}"


@dataclass(eq=False)
class _Part:
    """A function, or a statement that binds names of a module, with the lines of what it uses; names are in full."""

    module: "_Module"
    function: str
    line: int
    binds: tuple[str, ...]
    """The names that stand for what it holds: of a function that takes no arguments, or is kept and private."""
    calls: list[tuple[str, ast.Call]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)  # those that it does not only compare something with
    names: dict[str, int] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    """Text -> the name that makes a pair with it."""
    within: dict[ast.Call, str] = field(default_factory=dict)
    """Call -> the text by which something is taken out of what it gives: ``table("times", "contexts")["left"]``."""
    taken: dict[str, set[str]] = field(default_factory=dict)
    """Name -> the texts by which something is taken out of what it stands for: ``VERBS["raising"]``."""


@dataclass
class _Module:
    """A module on its way to its parts; ``imported`` has in full what its names stand for."""

    file: str
    name: str
    imported: dict[str, str] = field(default_factory=dict)

    def parts(self, body: Iterable[ast.stmt], of: str = "") -> Iterator[_Part]:
        """Its functions, those of its classes, and the statements that bind names."""
        for node in body:
            match node:
                case ast.ImportFrom(module=str(module)):
                    self.imported.update({one.asname or one.name: f"{module}.{one.name}" for one in node.names})
                case ast.ClassDef():
                    yield from self.parts(node.body, f"{node.name}.")
                case ast.FunctionDef():
                    is_kept = any("cache" in ast.unparse(each) for each in node.decorator_list)
                    is_bound = not of and (not node.args.args or (is_kept and node.name.startswith("_")))
                    yield self._part(node, f"{of}{node.name}", [node.name] if is_bound else [])
                case ast.Assign() | ast.AnnAssign() if not of:
                    for names, value in _bound(node):
                        yield self._part(value, "", names)

    def _part(self, tree: ast.stmt | ast.expr, function: str, binds: Iterable[str]) -> _Part:
        part = _Part(self, function, tree.lineno, tuple(f"{self.name}.{name}" for name in binds))
        compared = {one for node in ast.walk(tree) if isinstance(node, ast.Compare) for one in ast.walk(node)}
        for node in ast.walk(tree):
            match node:
                case ast.Subscript(value=ast.Call() as inner, slice=ast.Constant(value=str(text))):
                    part.within[inner] = text
                case ast.Subscript(value=ast.Name() as table, slice=ast.Constant(value=str(text))):
                    part.taken.setdefault(self.full(table), set()).add(text)
            match node:
                case ast.Constant(value=str(text)):
                    for texts in [part.texts] if node in compared else [part.texts, part.given]:
                        texts.setdefault(text, node.lineno)
                case ast.Name() | ast.Attribute(value=ast.Name()):
                    part.names.setdefault(self.full(node), node.lineno)
                case ast.Call(func=ast.Name() | ast.Attribute(value=ast.Name())):
                    part.calls.append((self.full(node.func), node))
                case ast.Tuple(elts=[ast.Constant(value=str(text)), ast.Name(id=used)]):
                    part.beside[text] = used
        return part

    def full(self, node: ast.expr) -> str:
        """What a name stands for."""
        name, dot, rest = ast.unparse(node).partition(".")
        return f"{self.imported.get(name, f'{self.name}.{name}')}{dot}{rest}"


def _bound(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[list[str], ast.stmt | ast.expr]]:
    """The names that a statement binds with what they stand for: ``A, B = (words(name) for name in ("a", "b"))``."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            yield from (([ast.unparse(target)], value) for target, value in zip(targets, values, strict=True))
        case ast.Assign(
            targets=[ast.Tuple(elts=targets)],
            value=ast.GeneratorExp(elt=made, generators=[ast.comprehension(iter=ast.Tuple(elts=values))]),
        ):
            for target, value in zip(targets, values, strict=True):
                yield [ast.unparse(target)], ast.Tuple([deepcopy(made), value], lineno=value.lineno)
        case _:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)], node


@cache
def _parts() -> tuple[_Part, ...]:
    found: list[_Part] = []
    for path in (path for room in _ROOMS for path in sorted((_KG / room).rglob("*.py"))):
        file = path.relative_to(_KG.parent)
        module = _Module(file.as_posix(), ".".join(file.with_suffix("").parts).removesuffix(".__init__"))
        found += module.parts(ast.parse(path.read_text(encoding="utf-8")).body)
    return tuple(found)


class _Ask(NamedTuple):
    """What a part asks a lexicon for: the first text, "" where that is worked out, and all that are known.

    Where it works out others, ``near`` are those in it and its tables; ``is_direct`` where nothing stands between.
    """

    part: _Part
    line: int
    first: str
    keys: frozenset[str]
    near: frozenset[str]
    is_direct: bool


@cache
def _asks() -> Mapping[str, tuple[_Ask, ...]]:
    """Lexicon -> what is asked of it; for a function that passes on what it is told its callers ask."""
    texts = {name: next(iter(part.texts), "") for part in _parts() for name in part.binds if not part.calls}
    tables = {name: part.texts.keys() for part in _parts() if not part.function for name in part.binds}
    passing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    found: dict[str, dict[tuple[ast.Call, str], _Ask]] = defaultdict(dict)
    for _, part in product(range(_DEEPEST), _parts()):
        for called, node in part.calls:
            told = [_told(argument, part.module, texts) for argument in node.args]
            is_asking = called in _ASKING
            told += [part.within[node]] if is_asking and node in part.within else []
            known, rest = ([(told[0], "")], told[1:]) if is_asking else ([*passing[called]], told)
            is_open = not rest or not all(rest)
            near = frozenset(part.texts).union(*(tables.get(one, ()) for one in part.names)) if is_open else frozenset()
            keys = frozenset(filter(None, rest)) | (near if not part.function else frozenset())
            for lexicon, begins in known:
                first = begins or (rest[0] if rest else "")
                found[lexicon][node, first] = _Ask(part, node.lineno, first, keys, near, is_asking)
                if is_open and part.function:
                    passing[f"{part.module.name}.{part.function}"].add((lexicon, first))
    return {lexicon: tuple(asks.values()) for lexicon, asks in found.items()}


def _told(argument: ast.expr, module: _Module, texts: Mapping[str, str]) -> str:
    """The text that an argument is, by itself, by a name of its module, or as it begins; else empty."""
    match argument:
        case ast.Constant(value=str(text)) | ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text
        case ast.Name():
            return texts.get(module.full(argument), "")
    return ""


def of_section(lexicon: str, path: Iterable[str]) -> list[Deciding]:
    """The functions that decide by a section of a lexicon; where none asks for it alone, those that ask for all."""
    *above, section = path
    top, every = [*above, section][0], _asks().get(lexicon, ())
    asks = [one for one in every if one.first == top or (one.first[-1:] in {"", "_"} and top.startswith(one.first))]

    def named(keys: Iterable[str]) -> bool:
        return any(key == section or (key[-1:] == "_" and section.startswith(key)) for key in keys)

    own = [ask for ask in asks if named(ask.keys)]
    near = [ask for ask in asks if named(ask.near)]
    near += [ask for ask in asks if ask.keys <= {*above} and (ask.first in above if above else ask.is_direct)]
    return _functions(((ask.part, ask.line) for ask in own or near), section, is_near=not own)


def of_code(names: Iterable[str], room: str) -> list[Deciding]:
    """The functions of a room that give what they find a name; of several names, the first that any gives."""
    parts = [part for part in _parts() if part.module.file.startswith(room)]
    for name in names:
        spelt = {name, name.replace("-", " "), name.replace("-", "_")}
        beside = {part.beside[text] for part in parts for text in spelt & part.beside.keys()}
        found = [(part, part.line) for part in parts if part.function in beside]
        found = found or [(one, one.given[text]) for one in parts for text in spelt & one.given.keys()]
        found = found or [(one, one.texts[text]) for one in parts for text in spelt & one.texts.keys()]
        if found:
            return _functions(found, name, is_near=True)
    return []


def _functions(found: Iterable[tuple[_Part, int]], section: str, *, is_near: bool) -> list[Deciding]:
    """The functions among some parts, each once; in the place of what binds names, all (of its room) that use these.

    Of those that take something out of it by texts those alone that name the ``section``.
    """
    waiting, seen, told = [*found], set[_Part](), list[Deciding]()
    for part, line in waiting:
        if part not in seen:
            seen.add(part)
            room = f"{part.module.name.rpartition('.')[0]}." if is_near else ""
            users = [
                (one, one.names[name])
                for one, name in product(_parts(), part.binds)
                if one.module.name.startswith(room) and name in one.names and section in one.taken.get(name, {section})
            ]
            waiting += users
            told += [Deciding(part.module.file, line, part.function)] if part.function and not users else []
    return sorted(told)
