"""The pages of docs/reference about rules, made from their registry."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from kg.rules import FAMILIES, Rule, rules

ABLATION = Path(__file__).resolve().parents[1] / "docs" / "ablation.csv"
"""What ``scripts/ablate.py`` printed: for each rule what each figure changes without it."""

_ABOUT = """\
The rules by which texts are read, by family. `kg rules` shows the same; `kg explain` names those that had a part in a
statement, and so do `kg:usedRule` in a graph and `rules` in rows.

How often a rule **fires** was counted by `scripts/fires.py` on 4,105 texts of 610,000 words: gold articles, releases
and reports of governments and international organizations, news, encyclopedia, court, academic and biographical texts,
weblogs, newsgroups, reviews, questions and e-mail, and the development parts of benchmarks. A rule of code fires where
it decides: a repair changes a word, a step joins two mentions, a construction or a wording makes a statement, a cue
finds a source. A list of words fires where the program finds a word of the text in it. Where neither can be told, the
number is missing.

**Without it** shows what figures change when a rule is taken out, in thousandths: those of the gold articles (core
facts found, all found, their score, exact ones, statements that are in the gold), of coreference (B-cubed, LEA) and of
events (countries, type, event). A dash is no change; where nothing stands it was not taken out: it fires nowhere, or
is a construction, the grammar itself, or of layout and the tables of nouns and given names, which have no single rules.

A rule **stays** if a figure is lower when it is taken out with others of its family: gold facts, made sentences, open
facts (BenchIE), events (PLOVER), times, roles, factuality, coreference, or the judged rows (`data/judged`), of which no
more right ones may be lost than wrong ones. That it fires is no reason (`scripts/ablate.py` takes each out in turn).
Three kinds stay without: wordings of the ontology, whose examples are the reason, for analysts asked for them; time
patterns, which have ISO-TimeML and its corpora behind them; and what keeps a plan, a claim or a denial from being taken
for a fact ("president-elect", "in vain"), where one error costs more than a rule. The same is asked of each condition
in the code, by `scripts/conditions.py`.

What figures change without a whole family, in thousandths, on 500 texts: `gold` is the score of the gold facts, `made`
the share of made sentences without a fault, `events` the event of PLOVER, `roles` F1, `LEA` coreference; of the judged
rows how many right ones are lost or changed, and how many wrong ones.

| family | rules | gold | made | events | roles | LEA | judged right | judged wrong |
|---|---|---|---|---|---|---|---|---|
| repair | 34 | −20 | −61 | – | −2 | – | – | – |
| name | 33 | – | −46 | −14 | – | −2 | −4 | −3 |
| title | 15 | −14 | −31 | −21 | −4 | +5 | −5 | −1 |
| metonymy | 10 | −6 | −5 | −2 | – | – | – | – |
| gender | 2 | – | −5 | – | – | – | – | – |
| time | 68 | −27 | −96 | – | −2 | – | −8 | −8 |
| attribution | 39 | −52 | −76 | −3 | −4 | −3 | −16 | −10 |
| coref | 104 | −83 | −66 | −14 | −46 | −222 | −35 | −11 |
| clause | 50 | −26 | −36 | −3 | −4 | – | −3 | −4 |
| phrase | 8 | – | −15 | +6 | – | – | −71 | −33 |
| empty | 6 | – | −10 | – | – | – | +1 | +1 |
| response | 2 | −0.4 | – | – | – | – | – | – |
| item | 8 | – | – | – | – | – | – | – |
| quantity | 2 | – | – | – | – | – | – | – |

`noun`, `layout` and `construction` are tables and the grammar itself, without which nothing is read; `firmness` keeps
plans and denials from being told as facts; `wording` is the vocabulary. Of `item` the teams decide a judged row of
another text; the bounds of `quantity` were not taken out."""

_HEAD = "| rule | fires | without it | what it does | fires on | not on |"


def pages() -> Iterator[tuple[str, str]]:
    """Path below docs/reference and text of each page."""
    listed = "\n".join(f"rules/{family}" for family in FAMILIES)
    yield "rules.md", f"# Rules\n\n{_ABOUT}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```"
    for family, found in groupby(rules(), key=lambda rule: rule.family):
        yield f"rules/{family}.md", "\n".join(_family(family, found))


def _family(family: str, found: Iterable[Rule]) -> Iterator[str]:
    yield from (
        f"# {family}",
        "",
        "| rule | fires | without it | what it does | fires on | not on |",
        "|---|---|---|---|---|---|",
    )
    for rule in found:
        count = "" if rule.fires is None else str(rule.fires)
        samples = (next(iter(texts), "") for texts in (rule.examples, rule.counterexamples))
        told = (_ablated().get(rule.id, ""), rule.description, *samples)
        yield f"| `{rule.id}` | {count} | {' | '.join(map(_cell, told))} |"


@cache
def _ablated() -> Mapping[str, str]:
    """Rule -> the figures that change without it, in thousandths."""
    with ABLATION.open(encoding="utf-8", newline="") as file:
        return {row.pop("rule"): _changes(row) for row in csv.DictReader(file)}


def _changes(row: Mapping[str, str]) -> str:
    """In words what one row says; "needed" where the program cannot do without the rule."""
    if "needed" in row.values():
        return "needed"
    changed = {name: round(float(change) * 1000, 1) for name, change in row.items() if name != "fires"}
    return ", ".join(f"{name} {change:+g}" for name, change in changed.items() if change) or "–"


def _cell(text: str) -> str:
    """Text as a cell of a table takes it for text."""
    marked = "".join(f"\\{letter}" if letter in "\\`*_{}[]<>|" else letter for letter in text)
    return " ".join(marked.split())
