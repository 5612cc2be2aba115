"""The catalogue of rules, each with a description, examples, how often it fires, and what is lost without it.

A rule is a section of a lexicon (``kg/lexicons``) or a wording of the ontology; those that are code have a section in
``rules.toml``. A statement names the rules that had a part in it by their ids (``Statement.rules``).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from kg.errors import KgError, nearest_hint
from kg.lexicon import LexiconValue, data_file, lexicon, lexicon_file, table
from kg.model import Statement
from kg.model.construction import Construction
from kg.ontology import Ontology, packaged_files
from kg.rules.deciding import Deciding, of_code, of_section

COUNTS = "rule-balance.csv"


@dataclass(frozen=True, order=True)
class Rule:
    """One rule; ``id`` is its family and name: "coref/pronoun"."""

    id: str
    description: str
    examples: tuple[str, ...] = ()
    """Texts in which it fires, in the notation of its file."""
    counterexamples: tuple[str, ...] = ()
    fires: int | None = None
    """How often it fires in the articles of the net; None where that cannot be told."""
    balance: str = ""
    """What the net loses without it: "12 rows, right +3, wrong -1"; "-" where it cannot be left out by itself."""
    place: str = ""
    """Where it stands, with its line: the section of a lexicon, of code that of its examples, or a relation."""
    section: tuple[str, ...] = ()
    """That section: the lexicon, and the keys to it; none of a wording."""

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    @cached_property
    def deciding(self) -> Sequence[Deciding]:
        """The functions that decide by it; of a wording there is none of its own."""
        match self.section:
            case ("rules", family, name):
                made = Construction.of(name.replace("-", "/", 1))
                names = (made.form, made.voice, made.family) if family == "construction" else (name,)
                return of_code(filter(None, names), _CODE[family])
            case (lexicon, *keys):
                return of_section(lexicon, keys)
        return ()

    def mentions(self, words: str) -> bool:
        """Whether the words occur in its id, its description or an example, ignoring case."""
        told = (self.id, self.description, *self.examples)
        return any(words.lower() in text.lower() for text in told)


def rules() -> Iterator[Rule]:
    """Every rule, by family as ``kg.rules`` has them, then by id."""
    for family in FAMILIES:
        yield from of_family(family).values()


@cache
def of_family(family: str) -> Mapping[str, Rule]:
    """The rules of a family by their ids, sorted; none for a family that is not known.

    Those of ``wording`` alone read the ontology.
    """
    places = FAMILIES.get(family, ()) + ((f"rules.{family}",) if family in lexicon("rules") else ())
    listed = (rule for place in places for rule in _sections(place, family))
    found = sorted(_wordings(family) if family == "wording" else listed)
    told = ((rule, *counts().get(rule.id, (None, ""))) for rule in found)
    return {rule.id: replace(rule, fires=fires, balance=balance) for rule, fires, balance in told}


def by_id() -> Mapping[str, Rule]:
    """The rules by their ids."""
    return {rule.id: rule for rule in rules()}


def rule_named(name: str) -> Rule:
    """The rule with an id; ``KgError`` where there is none."""
    known = by_id()
    if name not in known:
        raise KgError(f"there is no rule {name!r}", hint=nearest_hint(name, known) or "kg rules lists them")
    return known[name]


def rules_of(statement: Statement) -> tuple[str, ...]:
    """The ids of all rules that had a part in a statement: its construction first, then by id."""
    construction = construction_of(statement.rule)  # those of a file of an earlier version are without it
    return (*((construction,) if construction else ()), *sorted(statement.rules - {construction}))


@lru_cache(maxsize=1024)
def construction_of(rule: str) -> str:
    """The id of the construction that a statement's ``rule`` names; "" for none that is known.

    >>> construction_of("clause/active/impose tariff"), construction_of("apposition"), construction_of("other")
    ('construction/clause-active', 'construction/apposition', '')
    """
    made = str(replace(Construction.of(rule), wording=""))
    name = f"construction/{made.replace('/', '-')}"
    return name if name in of_family("construction") else ""


@cache
def counts() -> Mapping[str, tuple[int | None, str]]:
    """Rule id -> how often it fires, and what the net loses without it, as ``scripts/balance.py`` found."""
    rows = csv.DictReader(data_file(COUNTS).read_text(encoding="utf-8").splitlines())
    return {row["rule"]: (int(row["fires"]) if row["fires"] else None, row["balance"]) for row in rows}


_SAMPLES = ("examples", "counterexamples")
_HEADER = re.compile(r"^\[(?P<path>[\w.\-]+)\][ \t]*(?P<comment>(?:#.*)?\n(?:#.*\n)*)", re.MULTILINE)
_RELATION = re.compile(r"^kg:(\w+) a ", re.MULTILINE)
_LEXICONS = "kg/lexicons/en"
_CODE = {
    "repair": "kg/parse", "name": "kg/names", "attribution": "kg/attribution", "coref": "kg/coref",
    "construction": "kg/frames", "firmness": "kg/factuality",
}  # fmt: skip
"""Family -> the room where those of its rules stand that are code."""
_SHOWN = 4  # words of a list that its description shows
_STEM = 4  # letters that a word shares with its inflected forms


def _sections(path: str, family: str) -> Iterator[Rule]:
    """The sections below a place of a lexicon that have examples: "reporting.kinds"."""
    name, *keys = path.split(".")
    for section, values in table(name, *keys).items():
        if isinstance(values, Mapping) and all(values.get(sample) for sample in _SAMPLES):
            path = ".".join([*keys, section])
            line, comment = _headers(name)[path]
            told_in = (values[sample] for sample in _SAMPLES)
            examples, against = (tuple(map(str, some)) if isinstance(some, list) else () for some in told_in)
            yield Rule(
                id=f"{family}/{section.replace('_', '-')}",
                description=comment or _from_values(values),
                examples=examples,
                counterexamples=against,
                place=f"{_LEXICONS}/{name}.toml:{line} [{path}]",
                section=(name, *keys, section),
            )


def _wordings(family: str) -> Iterator[Rule]:
    """Every wording of the packaged ontology."""
    for relation in Ontology.load().relations.values():
        for evocation, name in relation.wordings.items():
            if not name.startswith(f"{family}/"):
                raise ValueError(name)
            examples = tuple(one.sentence for one in relation.examples)
            words = ([lemma for _, lemma in evocation.words], [head for head in evocation.heads if head != "*"])
            stems = [[word.split()[0][:_STEM] for word in some] for some in words if some]
            # Those with forms of one of the words, and of one of the heads.
            own = tuple(text for text in examples if all(any(stem in text.lower() for stem in some) for some in stems))
            against = tuple(one.sentence for one in relation.counterexamples)
            place = f"ontologies/news.ttl:{_lines_of_relations()[relation.name]} kg:{relation.name}"
            # As in "“impose, levy, slap” with “duty, tariff”: imposed tariff on".
            told = [_listed(lemma for _, lemma in evocation.words)]
            told += [f"with {_listed(evocation.heads)}"] if evocation.heads else []
            told += [f"and {_listed(evocation.modifiers)} before it"] if evocation.modifiers else []
            yield Rule(name, f"{' '.join(told)}: {relation.label}", own or examples, against, place=place)


def _listed(words: Iterable[str]) -> str:
    found = sorted(words)
    more = ", …" if len(found) > _SHOWN else ""
    return f"“{', '.join(found[:_SHOWN])}{more}”"


def _from_values(values: Mapping[str, LexiconValue]) -> str:
    """What a section says of itself that has no comment: its first pattern, its effect, or its first words."""
    match values:
        case {"patterns": [first, *_]}:
            return f"reads “{first}”"
        case {"holds": holds, "denied": denied}:
            first = next(str(listed[0]) for listed in values.values() if isinstance(listed, list) and listed)
            return f"“{first}” and its like: {holds} where they are asserted, {denied} where they are denied"
        case _:
            lists = (listed for key, listed in values.items() if isinstance(listed, list) and key not in _SAMPLES)
            return f"the words {_listed(str(word) for word in next(lists, []))}"


@cache
def _headers(name: str) -> Mapping[str, tuple[int, str]]:
    """Section of a lexicon -> its line, and the comment beside its header and on the lines below."""
    text = lexicon_file(name).read_text(encoding="utf-8")
    comments = {found: re.sub(r"[ \t]*\n?#[ \t]*", " ", found["comment"]) for found in _HEADER.finditer(text)}
    return {
        found["path"]: (text.count("\n", 0, found.start()) + 1, comment.strip().rstrip("."))
        for found, comment in comments.items()
    }


@cache
def _lines_of_relations() -> Mapping[str, int]:
    text = packaged_files()[0].read_text(encoding="utf-8")
    return {found[1]: text.count("\n", 0, found.start()) + 1 for found in _RELATION.finditer(text)}


FAMILIES: Mapping[str, tuple[str, ...]] = {
    "layout": ("layout",), "repair": (), "name": ("names",), "title": ("titles",), "metonymy": ("places",),
    "noun": ("nouns",), "gender": ("given",), "time": ("times.rules",), "quantity": ("quantities",),
    "attribution": ("reporting.kinds", "reporting.forms"), "coref": ("coref",), "construction": (),
    "clause": ("clauses",), "item": ("items",), "empty": ("empty",), "phrase": ("phrases",),
    "firmness": ("stance", "signatures"), "response": ("responses",), "wording": (),
}  # fmt: skip
"""Each family with the places of its rules in lexicons; of those that are code the examples stand in ``rules.toml``."""
