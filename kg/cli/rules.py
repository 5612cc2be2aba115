"""The command about the rules by which texts are read: ``rules``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import note, width
from kg.cli.faults import FINDINGS
from kg.cli.options import OutputForm
from kg.cli.tables import TableForm, put, put_lines
from kg.errors import one_of

if TYPE_CHECKING:
    from kg.cli.tables import PrintedRow
    from kg.rules import Rule

commands = typer.Typer()
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
    from kg.rules import by_id, construction_of, rule_named
    from kg.rules.families import FAMILIES

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
        yield from textwrap.wrap(value, width(), initial_indent=f"  {name:<12}", subsequent_indent=" " * 14)


def _row(rule: Rule) -> PrintedRow:
    return {
        "rule": rule.id,
        "fires": rule.fires,
        "description": rule.description,
        "example": next(iter(rule.examples), ""),
        "counterexample": next(iter(rule.counterexamples), ""),
        "place": rule.place,
    }
