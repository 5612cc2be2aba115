"""Write what of docs/reference comes from code and ontology: commands, formats, questions, terms, rules."""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path

from typer.core import TyperCommand, TyperOption

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.convert import FileFormat, own_formats  # noqa: E402 the folder above comes first
from kg.model import Entity, Event, Quantity, Statement  # noqa: E402
from kg.model.fields import told_fields  # noqa: E402
from kg.ontology import Example, Ontology, Relation  # noqa: E402
from kg.rules import FAMILIES, Rule, rules  # noqa: E402
from kg.store.questions import questions  # noqa: E402

FOLDER = ROOT / "docs" / "reference"


def main() -> int:
    """Write every page anew."""
    known = Ontology.load()
    pages = {
        "commands.md": "\n".join(_commands()),
        "formats.md": "\n".join(_formats()),
        "fields.md": "\n".join(field_tables()),
        "questions.md": "\n".join(_questions()),
        "relations.md": "\n".join(_list("Relations", "relations", known.relations)),
        "relation-classes.md": "\n".join(_relation_classes(known)),
        "classes.md": "\n".join(_list("Classes", "classes", (name for name in known.classes if "/" not in name))),
    }
    for name, relation in known.relations.items():
        pages[f"relations/{_file(name)}.md"] = "\n".join(_relation(relation))
    for name in known.classes:
        if "/" not in name:
            pages[f"classes/{_file(name)}.md"] = "\n".join(_class(known, name))
    pages |= dict(rule_pages())
    for name, text in pages.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    print(f"{FOLDER}: {len(pages)} pages")
    return 0


def _list(title: str, folder: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"# {title}", "", "```{toctree}", ":maxdepth: 1", "")
    yield from sorted(f"{folder}/{_file(name)}" for name in names)
    yield "```"


def _relation(relation: Relation) -> Iterator[str]:
    yield from (f"# {relation.name}", "", f"*{relation.label}*. {relation.comment}", "")
    fields = {
        "IRI": f"`{relation.iri}`",
        "event": _linked(relation.event, "../classes"),
        "from": ", ".join(_linked(one, "../classes") for one in sorted(relation.domain)),
        "to": ", ".join(_linked(one, "../classes") for one in sorted(relation.range)),
        "roles": ", ".join(filter(None, [relation.subject_role, relation.object_role, *relation.other_roles])),
        "PLOVER": relation.plover,
        "symmetric": "yes" if relation.symmetric else "",
        "reverses": ", ".join(_linked(one, ".") for one in sorted(relation.reverses)),
        "words": ", ".join(sorted({word for one in relation.evocations for _, word in one.words})),
    }
    yield from ("| | |", "|---|---|")
    yield from (f"| {name} | {value} |" for name, value in fields.items() if value)
    yield from _cases("It is read from", relation.examples)
    yield from _cases("It is not read from", relation.counterexamples)


def _cases(title: str, cases: tuple[Example, ...]) -> Iterator[str]:
    if cases:
        yield from ("", f"## {title}", "")
    for case in cases:
        ends = f" → {_safe(case.subject)} | {_safe(case.object)}" if case.subject else ""
        yield f"- {_safe(case.sentence)}{ends}"


def _class(known: Ontology, name: str) -> Iterator[str]:
    above = sorted(one for one in known.classes[name] - {name} if "/" not in one)
    below = sorted(one for one, supers in known.classes.items() if name in supers and one != name and "/" not in one)
    here = sorted(one.name for one in known.relations.values() if name in {one.event, *one.domain, *one.range})
    yield from (f"# {name}", "", "| | |", "|---|---|")
    yield f"| is a | {', '.join(_linked(one, '.') for one in above) or 'nothing else'} |"
    yield f"| below it | {', '.join(_linked(one, '.') for one in below) or 'nothing'} |"
    yield f"| relations | {', '.join(_linked(one, '../relations') for one in here) or 'none names it'} |"


def _relation_classes(known: Ontology) -> Iterator[str]:
    """One page for the lattice: a section a family, in it each class with its meaning, ends, examples and relations."""
    classes = known.relation_classes.values()
    yield from ("# Classes of relations", "", "What predicates mean, whatever their words: `kg:relationClass`.")
    for family in (one for one in classes if not one.property):
        yield from ("", f"## {family.label}", "", f"`kg:{family.name}`. {family.comment}")
        for one in (one for one in classes if one.broader == family.name):
            yield from ("", f"### {one.name}", "", one.comment, "", "| | |", "|---|---|")
            yield f"| subject | {_safe(one.subject)} |"
            yield f"| object | {_safe(one.object)} |"
            yield f"| property | `kg:{one.property}` |"
            here = sorted(found.name for found in known.relations.values() if found.relation_class == one.name)
            yield f"| relations | {', '.join(_linked(name, 'relations') for name in here) or 'open ones alone'} |"
            yield ""
            yield from (f"- {_safe(case.partition(' => ')[0])}" for case in one.examples)
            yield from (f"- not: {_safe(case)}" for case in one.counterexamples)


def _questions() -> Iterator[str]:
    yield from ("# Named questions", "", "`kg query GRAPH --ask NAME -p PARAMETER=VALUE`", "")
    for asked in questions():
        yield from (f"## {asked.name}", "", asked.title, "")
        yield from (f"- `{one.name}` ({one.kind.value}): {one.description}" for one in asked.parameters)
        yield from ("", *(f"    $ {example}" for example in asked.examples), "")


def _formats() -> Iterator[str]:
    yield from ("# Output formats", "", "`kg convert GRAPH -o FILE`; `kg formats` lists those of others too.", "")
    yield from ("| format | further suffixes | written as | streams | comes back | |", "|---|---|---|---|---|---|")
    for one in own_formats().values():
        files = ", ".join(f"`{name}`" for name in one.files) or "a file"
        streams = "yes" if isinstance(one, FileFormat) and one.stream else ""
        suffixes = " ".join(f"`{suffix}`" for suffix in one.suffixes)
        comes_back = "yes" if one.comes_back else ""
        yield f"| `{one.name}` | {suffixes} | {files} | {streams} | {comes_back} | {_safe(one.description)} |"
    yield from ("", "A format that streams is written as it is made, however large the graph is.", "")


def field_tables() -> Iterator[str]:
    """The table of fields, a section a class, with what its docstring says of each field."""
    yield from ("# Fields", "", "What is told of each field, and how two descriptions of a node are joined.")
    for cls in (Statement, Entity, Event, Quantity):
        yield from ("", f"## {cls.__name__}", "", "| field | property | column | merged | |", "|---|---|---|---|---|")
        # What stands below each field of a class.
        (tree,) = ast.parse(inspect.getsource(cls)).body
        assert isinstance(tree, ast.ClassDef)
        meanings = {
            line.target.id: below.value.value
            for line, below in pairwise(tree.body)
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            if isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        }
        for field in told_fields(cls):
            names = (f"`{name}`" if name else "" for name in (field.told.property, field.told.column))
            yield f"| `{field.name}` | {' | '.join(names)} | {field.told.law} | {_safe(meanings.get(field.name, ''))} |"
    yield ""


def _commands() -> Iterator[str]:
    from typer.main import get_command

    from kg.cli.app import app

    yield from ("# Commands", "", "An example of every option stands in [Every option](../how-to/every-option.md).", "")
    commands: Mapping[str, TyperCommand] = getattr(get_command(app), "commands", {})
    for group in app.registered_groups:
        for info in group.typer_instance.registered_commands if group.typer_instance else ():
            if info.callback:
                name = info.name or info.callback.__name__
                yield from (f"## kg {name}", "", inspect.getdoc(info.callback) or "", "")
                yield from (*_options(commands[name]), "")


def _options(command: TyperCommand) -> Iterator[str]:
    """A line for each option: its names, what it takes, what it does."""
    for one in command.params:
        if isinstance(one, TyperOption):
            takes = "" if one.is_flag else f" {one.metavar or one.type.name.upper()}"
            names = ", ".join((*one.opts, *one.secondary_opts))
            yield f"- `{names}{takes}`: {_safe(' '.join((one.help or '').split()))}"


def _linked(name: str, folder: str) -> str:
    if not name or "/" in name:
        return _safe(name)
    return f"[{name}]({folder}/{_file(name)}.md)"


def _file(name: str) -> str:
    return re.sub(r"\W+", "-", name.rpartition("/")[2])


def _safe(text: str) -> str:
    """Text as Markdown takes it for text."""
    return re.sub(r"([\\`*_{}\[\]<>|])", r"\\\1", text)


ABOUT = ROOT / "docs" / "rules.txt"
"""What stands above the list of families."""


def rule_pages() -> Iterator[tuple[str, str]]:
    """Path below docs/reference and text of each page."""
    listed = "\n".join(f"rules/{family}" for family in FAMILIES)
    about = ABOUT.read_text(encoding="utf-8")
    yield "rules.md", f"# Rules\n\n{about}\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```"
    for family, found in groupby(rules(), key=lambda rule: rule.family):
        yield f"rules/{family}.md", "\n".join(_rules_of(family, found))


def _rules_of(family: str, found: Iterable[Rule]) -> Iterator[str]:
    yield from (
        f"# {family}",
        "",
        "| rule | fires | balance | what it does | fires on | not on | stands and is decided in |",
        "|---|---|---|---|---|---|---|",
    )
    for rule in found:
        count = "" if rule.fires is None else str(rule.fires)
        samples = (next(iter(texts), "") for texts in (rule.examples, rule.counterexamples))
        told = (rule.balance, rule.description, *samples, ", ".join((rule.place, *map(str, rule.deciding))))
        yield f"| `{rule.id}` | {count} | {' | '.join(' '.join(_safe(text).split()) for text in told)} |"


if __name__ == "__main__":
    sys.exit(main())
