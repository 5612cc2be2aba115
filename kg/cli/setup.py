"""The commands about the installation: ``models``, ``schema``, ``formats``, ``doctor``, ``rules``."""

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.faults import FINDINGS
from kg.console import folded, note, tell
from kg.console.output import PrintedRow, TableForm, put, put_lines, put_text
from kg.errors import KgError, MissingPartError, install_hint, nearest_hint, one_of
from kg.ontology import Ontology, ontology_folder
from kg.plugins import asked_for, package_of
from kg.rules import FAMILIES, by_id, construction_of, rule_named
from kg.version import CONTRACT, VERSION

commands = typer.Typer()
_PANEL = "Set up"
_FILES = {"ontology": "news.ttl", "classes": "classes.ttl", "shapes": "shapes.ttl"}
_OK, _MISSING = "ok", "missing"
_RULE = ("rule", "fires", "balance", "description", "example", "counterexample", "place", "decided")


@commands.command(rich_help_panel=_PANEL)
def models(
    choose: Annotated[
        str, Option("--choose", metavar="NAME", help="Write it into kg.toml as the model for this folder.")
    ] = "",
    form: options.OutputForm = TableForm.TABLE,
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
    if not choose:
        rows: list[PrintedRow] = [{"model": name, "used": "yes" if name == used else ""} for name in found]
        put(rows, form, columns=("model", "used"))
        tell("hint: --model NAME, KG_MODEL or model in kg.toml chooses another; install it as spaCy says, or with pip")
        return
    if choose not in found:
        hint = f"installed: {', '.join(found) or 'none'}"
        raise MissingPartError(f"the model {choose!r} is not installed", hint=hint)
    path = Path("kg.toml")  # above any table; the other lines, and those of the tables, are as they were
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    table = next((place for place, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    kept = [line for line in lines[:table] if line.partition("=")[0].strip() != "model"]
    put_text("\n".join([f'model = "{choose}"', *kept, *lines[table:]]) + "\n", output=path)
    tell(f"kg.toml: model = {choose!r}")


@commands.command(rich_help_panel=_PANEL)
def schema(
    name: Annotated[str, Argument(metavar="[NAME]", help="A relation or class: show all about it.")] = "",
    ontology: options.Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    file: Annotated[
        str, Option("--file", metavar="ontology|classes|shapes", help="Print the file itself, Turtle.")
    ] = "",
    classes: Annotated[bool, Option("--classes", help="The classes instead of the relations.")] = False,
    lattice: Annotated[bool, Option("--lattice", help="What relations mean: families, classes.")] = False,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Show the ontology: its relations, the words that evoke them, its classes.

    ```console
    $ kg schema
    $ kg schema imposedTariffOn
    $ kg schema --lattice
    $ kg schema --file ontology > news.ttl
    ```
    """
    if file:
        put_text((ontology_folder() / _FILES[one_of(file, _FILES, "file of the schema")]).read_text(encoding="utf-8"))
        return
    known = Ontology.load(*ontology)
    rows: list[PrintedRow]
    if name:
        put_lines(_described(known, name))
    elif lattice:  # every class under its family, with the relations of the ontology that hang below it
        columns = ["family", "class", "label", "relations"]
        rows = [
            dict(zip(columns, (one.broader, one.name, one.label, ", ".join(_relations(known, one.name))), strict=True))
            for one in sorted(known.relation_classes.values(), key=lambda one: (one.broader, one.name))
            if one.property or not _below(known, one.name)
        ]
        put(rows, form, columns=columns)
    elif classes:
        rows = [
            {"class": one, "superclasses": ", ".join(sorted(above - {one}))}
            for one, above in sorted(known.classes.items())
        ]
        put(rows, form, columns=("class", "superclasses"))
    else:
        columns = ["relation", "label", "class", "event", "plover"]
        rows = []
        for _, of in sorted(known.relations.items()):
            told = of.name, of.label, of.relation_class, of.event, of.plover
            example = of.examples[0].sentence if of.examples else ""
            rows.append({**dict(zip(columns, told, strict=True)), "example": example})
        put(rows, form, columns=columns)


def _described(known: Ontology, name: str) -> Iterator[str]:
    """All about a relation, a class of relations or a class; ``KgError`` with the nearest name where there is none."""
    asked = name.removeprefix("kg:")
    if one := known.relations.get(asked):
        fields = {
            "meaning": one.comment,
            "IRI": one.iri,
            "class": one.relation_class,
            "event": one.event,
            "roles": ", ".join(filter(None, [one.subject_role, one.object_role, *one.other_roles])),
            "from": ", ".join(sorted(one.domain)),
            "to": ", ".join(sorted(one.range)),
            "PLOVER": one.plover,
            "words": ", ".join(sorted({word for each in one.evocations for _, word in each.words})),
        }
        yield f"{one.name} · “{one.label}”{' · symmetric' if one.symmetric else ''}"
        cases = (("fires on", one.examples), ("not on", one.counterexamples))
        yield from _fields(fields, {title: [case.sentence for case in some] for title, some in cases})
    elif of := known.relation_classes.get(asked):
        fields = {
            "meaning": of.comment,
            "subject": of.subject,
            "object": of.object,
            "above it": of.broader,
            "below it": ", ".join(_below(known, of.name)),
            "property": of.property,
            "relations": ", ".join(_relations(known, of.name)),
            "words": ", ".join(sorted(of.words)),
        }
        yield f"{of.name} · class of relations · “{of.label}”"
        told = (("for example", of.examples), ("not", of.counterexamples))
        yield from _fields(fields, {title: [case.partition(" => ")[0] for case in some] for title, some in told})
    elif asked in known.classes:
        below = sorted(one for one, above in known.classes.items() if asked in above and one != asked)
        above = ", ".join(sorted(known.classes[asked] - {asked}))
        yield f"{asked} · class"
        yield from _fields({"is a": above or "nothing else", "below it": ", ".join(below) or "nothing"})
    else:
        hint = nearest_hint(asked, [*known.relations, *known.relation_classes, *known.classes])
        raise KgError(f"{name!r} is not in the ontology", hint=hint)


def _fields(fields: Mapping[str, str], cases: Mapping[str, Iterable[str]] | None = None) -> Iterator[str]:
    """A line for each field that has a value, then one for each case."""
    yield from (f"  {name:<12}{value}" for name, value in fields.items() if value)
    yield from (f"  {title:<12}{case}" for title, some in (cases or {}).items() for case in some)


def _below(known: Ontology, name: str) -> list[str]:
    return sorted(one.name for one in known.relation_classes.values() if one.broader == name)


def _relations(known: Ontology, name: str) -> list[str]:
    return sorted(one.name for one in known.relations.values() if one.relation_class == name)


@commands.command(rich_help_panel=_PANEL)
def formats(form: options.OutputForm = TableForm.TABLE) -> None:
    """List the formats that ``kg build``, ``merge`` and ``convert`` write, those of other packages too.

    ```console
    $ kg formats
    ```
    """
    from kg.convert import FolderFormat, all_formats
    from kg.files.target import STORE

    names = ("format", "suffixes", "written as", "comes back", "description")
    found = [
        (
            one.name,
            " ".join(one.suffixes),
            ", ".join(one.files) if isinstance(one, FolderFormat) else "a file",
            "yes" if one.comes_back else "",
            one.description,
        )
        for one in all_formats().values()
    ]
    found.append((STORE, "", "a folder", "yes", "a store on disk, to which kg build --append adds"))
    put([dict(zip(names, one, strict=True)) for one in found], form, columns=names)


@commands.command(rich_help_panel=_PANEL)
def doctor(form: options.OutputForm = TableForm.TABLE) -> None:
    """Tell what is installed, what is missing, and how to get it. Exit code 4 if something needed is missing.

    Extractors and formats of other packages are listed too; one that cannot be used is "broken", and why.

    ```console
    $ kg doctor
    ```
    """
    found = [dict(zip(("part", "state", "detail", "cure"), one, strict=True)) for one in checkup()]
    put(found, form, columns=tuple(found[0]))
    if any(one["state"] == _MISSING for one in found):
        raise typer.Exit(MissingPartError.exit_code)


def checkup() -> Iterator[tuple[str, str, str, str]]:
    """Every part, in the order of need: its name, its state, what it is, how to get it.

    The state is "ok", "missing", "not installed" (an extra that may stay away) or "broken" (another's).
    """

    def found(name: str, what: Callable[[], str]) -> tuple[str, str, str, str]:
        try:
            return name, _OK, what(), ""
        except KgError as error:
            return name, _MISSING, error.message, error.hint

    yield "newsgraph", _OK, f"{VERSION} in {Path(__file__).resolve().parents[1]}, graphs by contract {CONTRACT}", ""
    yield "Python", _OK, platform.python_version(), ""
    yield from _packages(extras=False)
    if find_spec("spacy"):
        from kg.frames.extractor import CLAUSES, foreign_extractors
        from kg.reader import best_model, parsing

        yield found("language model", best_model)
        yield "parser", _OK, parsing(), ""
        yield "extractors", _OK, CLAUSES, ""
        yield from (_of_others("extractor", point, one) for point, one in foreign_extractors())

    from kg.convert import foreign_formats, own_formats

    known = Ontology.load
    yield found("ontology", lambda: f"{len(known().relations)} relations, {len(known().classes)} classes")
    yield "formats", _OK, ", ".join(own_formats()), ""
    yield from (_of_others("format", point, one) for point, one in foreign_formats())
    yield from _packages(extras=True)


def _packages(*, extras: bool) -> Iterator[tuple[str, str, str, str]]:
    """The packages that newsgraph needs, or those of its extras, each as it is installed."""
    for name, extra in ((name, extra) for name, extra in asked_for().items() if bool(extra) is extras):
        try:
            yield name, _OK, version(name), ""
        except PackageNotFoundError:
            absent = ("not installed", f"of the extra {extra}") if extra else (_MISSING, "")
            yield name, *absent, install_hint(name)


def _of_others(kind: str, point: EntryPoint, found: object) -> tuple[str, str, str, str]:
    name = f"{kind} {point.name}"
    if isinstance(found, KgError):
        return name, "broken", found.message, found.hint
    return name, _OK, f"{point.value} of {package_of(point)}{f' {point.dist.version}' if point.dist else ''}", ""


@commands.command(rich_help_panel=_PANEL)
def rules(
    text: Annotated[str, Argument(metavar="[RULE|TEXT]", help="An id: all about it. A text: rules with it.")] = "",
    family: Annotated[str, Option("--family", metavar="NAME", help="The rules of one family.")] = "",
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """List the rules by which texts are read, with examples, how often they fire, and what is lost without them.

    `kg explain` and `kg:usedRule` name the rules that had a part in a statement by these ids. Exit code 1 where no
    rule has the text.

    ```console
    $ kg rules coref/pronoun
    $ kg rules --family firmness
    $ kg rules tariff -f csv
    ```
    """
    chosen = one_of(family, FAMILIES, "family of rules") if family else ""
    known = by_id()
    text = text if text in known else construction_of(text) or text  # as `kg:rule` and rows write it
    if text in known or text.partition("/")[0] in FAMILIES:
        found = [rule_named(text)] if text not in FAMILIES else [rule for rule in known.values() if rule.family == text]
    else:
        found = [rule for rule in known.values() if rule.mentions(text)]
    found = [rule for rule in found if chosen in {"", rule.family}]
    if form is TableForm.TABLE and text in known:
        for rule in found:
            fires = "" if rule.fires is None else f"{rule.fires} times in the articles of the net"
            fields = [("does", rule.description), ("fires", fires), ("balance", rule.balance)]
            fields += [("stands in", rule.place), *(("decided in", str(one)) for one in rule.deciding)]
            fields += [("fires on", text) for text in rule.examples]
            fields += [("not on", text) for text in rule.counterexamples]
            lines = (line for name, value in fields if value for line in folded(value, f"  {name:<12}", " " * 14))
            put_lines([rule.id, *lines])
    else:
        rows: list[PrintedRow] = []
        for rule in found:
            cases = next(iter(rule.examples), ""), next(iter(rule.counterexamples), "")
            told = (rule.id, rule.fires, rule.balance, rule.description, *cases, rule.place)
            rows.append(dict(zip(_RULE, (*told, "; ".join(map(str, rule.deciding))), strict=True)))
        is_table = form in {TableForm.CSV, TableForm.TSV}
        put(rows, form, columns=_RULE[:4] if form is TableForm.TABLE else _RULE if is_table else ())
    if not found:
        note(f"no rule has {text!r}")
        raise typer.Exit(FINDINGS)
