"""The commands about the installation: ``models``, ``schema``, ``formats``, ``doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.faults import FINDINGS
from kg.cli.options import Ontologies, OutputForm
from kg.console import folded, note, tell
from kg.console.output import TableForm, put, put_lines, put_text
from kg.errors import KgError, MissingPartError, nearest_hint, one_of

if TYPE_CHECKING:
    from kg.console.output import PrintedRow
    from kg.ontology import Ontology, Relation
    from kg.ontology.reading import RelationClass
    from kg.rules import Rule

commands = typer.Typer()
_PANEL = "Set up"
_FILES = {"ontology": "news.ttl", "classes": "classes.ttl", "shapes": "shapes.ttl"}


@commands.command(rich_help_panel=_PANEL)
def models(
    choose: Annotated[
        str, typer.Option("--choose", metavar="NAME", help="Write it into kg.toml as the model for this folder.")
    ] = "",
    form: OutputForm = TableForm.TABLE,
) -> None:
    """List the language models that are installed, the one in use marked; choose one.

    "large" and "small" are newsgraph's own parsers with the best spaCy model; a spaCy model keeps its own parser.

    ```console
    $ kg models
    $ kg models --choose small
    ```
    """
    from kg.parse import network
    from kg.reader import best_model, installed_models, own_size

    used = own_size("") or best_model()
    found = (*network.installed(), *installed_models())
    if choose:
        if choose not in found:
            raise MissingPartError(
                f"the model {choose!r} is not installed", hint=f"installed: {', '.join(found) or 'none'}"
            )
        _set_model(Path("kg.toml"), choose)
        tell(f"kg.toml: model = {choose!r}")
        return
    rows: list[PrintedRow] = [{"model": name, "used": "yes" if name == used else ""} for name in found]
    put(rows, form, columns=("model", "used"))
    tell("hint: --model NAME, KG_MODEL or model in kg.toml chooses another; install it as spaCy says, or with pip")


@commands.command(rich_help_panel=_PANEL)
def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A relation or class: show all about it.")] = "",
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    file: Annotated[
        str, typer.Option("--file", metavar="ontology|classes|shapes", help="Print the file itself, Turtle.")
    ] = "",
    classes: Annotated[bool, typer.Option("--classes", help="The classes instead of the relations.")] = False,
    lattice: Annotated[bool, typer.Option("--lattice", help="What relations mean: families, classes.")] = False,
    form: OutputForm = TableForm.TABLE,
) -> None:
    """Show the ontology: its relations, the words that evoke them, its classes.

    ```console
    $ kg schema
    $ kg schema imposedTariffOn
    $ kg schema --lattice
    $ kg schema --file ontology > news.ttl
    ```
    """
    from kg.ontology import Ontology, ontology_folder

    if file:
        put_text((ontology_folder() / _FILES[one_of(file, _FILES, "file of the schema")]).read_text(encoding="utf-8"))
        return
    known = Ontology.load(*ontology)
    if name:
        put_lines(_described(known, name))
    elif lattice:
        put(list(lattice_rows(known)), form, columns=("family", "class", "label", "relations"))
    elif classes:
        put(list(_class_rows(known)), form, columns=("class", "superclasses"))
    else:
        rows = [_relation_row(known.relations[relation]) for relation in sorted(known.relations)]
        put(rows, form, columns=("relation", "label", "class", "event", "plover"))


@commands.command(rich_help_panel=_PANEL)
def formats(form: OutputForm = TableForm.TABLE) -> None:
    """List the formats that ``kg build``, ``merge`` and ``convert`` write, those of other packages too.

    ```console
    $ kg formats
    ```
    """
    from kg.convert import FolderFormat, all_formats
    from kg.files.target import STORE

    rows: list[PrintedRow] = [
        {
            "format": one.name,
            "suffixes": " ".join(one.suffixes),
            "written as": ", ".join(one.files) if isinstance(one, FolderFormat) else "a file",
            "comes back": "yes" if one.comes_back else "",
            "description": one.description,
        }
        for one in all_formats().values()
    ]
    rows.append(
        {
            "format": STORE,
            "suffixes": "",
            "written as": "a folder",
            "comes back": "yes",
            "description": "a store on disk, to which kg build --append adds",
        }
    )
    put(rows, form, columns=tuple(rows[0]))


@commands.command(rich_help_panel=_PANEL)
def doctor(form: OutputForm = TableForm.TABLE) -> None:
    """Tell what is installed, what is missing, and how to get it. Exit code 4 if something needed is missing.

    Extractors and formats of other packages are listed too; one that cannot be used is "broken", and why.

    ```console
    $ kg doctor
    ```
    """
    from kg.cli.parts import checkup

    found = tuple(checkup())
    rows: list[PrintedRow] = [
        {"part": one.name, "state": one.state, "detail": one.detail, "cure": one.cure} for one in found
    ]
    put(rows, form, columns=("part", "state", "detail", "cure"))
    if any(one.is_fatal for one in found):
        raise typer.Exit(MissingPartError.exit_code)


def _set_model(path: Path, model: str) -> None:
    """Set ``model`` in a settings file, above any table; the other lines, and those of the tables, are as they were."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    table = next((place for place, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    kept = [line for line in lines[:table] if line.partition("=")[0].strip() != "model"]
    put_text("\n".join([f'model = "{model}"', *kept, *lines[table:]]) + "\n", output=path)


def _relation_row(relation: Relation) -> PrintedRow:
    return {
        "relation": relation.name,
        "label": relation.label,
        "class": relation.relation_class,
        "event": relation.event,
        "plover": relation.plover,
        "example": relation.examples[0].sentence if relation.examples else "",
    }


def _class_rows(known: Ontology) -> Iterator[PrintedRow]:
    for name in sorted(known.classes):
        yield {"class": name, "superclasses": ", ".join(sorted(known.classes[name] - {name}))}


def _described(known: Ontology, name: str) -> Iterator[str]:
    """All about a relation or class; ``KgError`` with the nearest name for one that there is not."""
    asked = name.removeprefix("kg:")
    relation = known.relations.get(asked)
    if relation is not None:
        yield from _relation_lines(relation)
    elif asked in known.relation_classes:
        yield from class_lines(known, known.relation_classes[asked])
    elif asked in known.classes:
        yield f"{asked} · class"
        yield f"  is a        {', '.join(sorted(known.classes[asked] - {asked})) or 'nothing else'}"
        below = sorted(one for one, above in known.classes.items() if asked in above and one != asked)
        yield f"  below it    {', '.join(below) or 'nothing'}"
    else:
        hint = nearest_hint(asked, [*known.relations, *known.relation_classes, *known.classes])
        raise KgError(f"{name!r} is not in the ontology", hint=hint)


def _relation_lines(relation: Relation) -> Iterator[str]:
    yield f"{relation.name} · “{relation.label}”{' · symmetric' if relation.symmetric else ''}"
    fields = {
        "meaning": relation.comment,
        "IRI": relation.iri,
        "class": relation.relation_class,
        "event": relation.event,
        "roles": ", ".join(filter(None, [relation.subject_role, relation.object_role, *relation.other_roles])),
        "from": ", ".join(sorted(relation.domain)),
        "to": ", ".join(sorted(relation.range)),
        "PLOVER": relation.plover,
        "words": ", ".join(sorted({word for one in relation.evocations for _, word in one.words})),
    }
    for name, value in fields.items():
        if value:
            yield f"  {name:<12}{value}"
    for title, cases in (("fires on", relation.examples), ("not on", relation.counterexamples)):
        for case in cases:
            yield f"  {title:<12}{case.sentence}"


def lattice_rows(known: Ontology) -> Iterator[PrintedRow]:
    """Every class under its family, with the relations of the ontology that hang below it."""
    for one in sorted(known.relation_classes.values(), key=lambda one: (one.broader, one.name)):
        if one.property or not _below(known, one.name):
            yield {
                "family": one.broader,
                "class": one.name,
                "label": one.label,
                "relations": ", ".join(_relations(known, one.name)),
            }


def class_lines(known: Ontology, one: RelationClass) -> Iterator[str]:
    """All about a class or family."""
    yield f"{one.name} · class of relations · “{one.label}”"
    fields = {
        "meaning": one.comment,
        "subject": one.subject,
        "object": one.object,
        "above it": one.broader,
        "below it": ", ".join(_below(known, one.name)),
        "property": one.property,
        "relations": ", ".join(_relations(known, one.name)),
        "words": ", ".join(sorted(one.words)),
    }
    for name, value in fields.items():
        if value:
            yield f"  {name:<12}{value}"
    for title, cases in (("for example", one.examples), ("not", one.counterexamples)):
        for case in cases:
            yield f"  {title:<12}{case.partition(' => ')[0]}"


def _below(known: Ontology, name: str) -> list[str]:
    return sorted(one.name for one in known.relation_classes.values() if one.broader == name)


def _relations(known: Ontology, name: str) -> list[str]:
    return sorted(one.name for one in known.relations.values() if one.relation_class == name)


_COLUMNS = ("rule", "fires", "description", "example", "counterexample", "place")


@commands.command(rich_help_panel="Set up")
def rules(
    text: Annotated[
        str, typer.Argument(metavar="[RULE|TEXT]", help="An id: all about it. A text: rules with it.")
    ] = "",
    family: Annotated[str, typer.Option("--family", metavar="NAME", help="The rules of one family.")] = "",
    form: OutputForm = TableForm.TABLE,
) -> None:
    """List the rules by which texts are read, with an example each, and how often they fire on news.

    `kg explain` and `kg:usedRule` name the rules that had a part in a statement by these ids. Exit code 1 where no
    rule has the text.

    ```console
    $ kg rules coref/pronoun
    $ kg rules --family firmness
    $ kg rules tariff -f csv
    ```
    """
    from kg.rules import FAMILIES, by_id, construction_of, rule_named

    chosen = one_of(family, FAMILIES, "family of rules") if family else ""
    known = by_id()
    text = text if text in known else construction_of(text) or text  # as `kg:rule` and rows write it
    if text in known or text.partition("/")[0] in FAMILIES:
        found = [rule_named(text)] if text not in FAMILIES else [rule for rule in known.values() if rule.family == text]
    else:
        found = [rule for rule in known.values() if rule.mentions(text)]
    found = [rule for rule in found if chosen in {"", rule.family}]
    if form is TableForm.TABLE and text in known:
        put_lines(line for rule in found for line in _card(rule))
    elif form is TableForm.TABLE:
        put([_row(rule) for rule in found], form, columns=_COLUMNS[:3])
    else:
        put([_row(rule) for rule in found], form, columns=_COLUMNS if form in {TableForm.CSV, TableForm.TSV} else ())
    if not found:
        note(f"no rule has {text!r}")
        raise typer.Exit(FINDINGS)


def _card(rule: Rule) -> Iterator[str]:
    """All about one rule."""
    yield rule.id
    fields = [("does", rule.description)]
    fields += [("fires", f"{rule.fires} times on the development texts")] if rule.fires is not None else []
    fields += [("stands in", rule.place)]
    fields += [("fires on", text) for text in rule.examples]
    fields += [("not on", text) for text in rule.counterexamples]
    for name, value in fields:
        yield from folded(value, f"  {name:<12}", " " * 14)


def _row(rule: Rule) -> PrintedRow:
    return {
        "rule": rule.id,
        "fires": rule.fires,
        "description": rule.description,
        "example": next(iter(rule.examples), ""),
        "counterexample": next(iter(rule.counterexamples), ""),
        "place": rule.place,
    }
