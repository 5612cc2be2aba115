"""Names -> countries, governments, offices, people, organizations, by date.

The tables are in ``kg/data``; ``kg/data/SOURCES.md`` says where they come from. A name may have several
readings; they are all given, best first, and where two of one class remain (two Koreas, two Congos) the
caller must not choose without more to go by.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from kg.errors import InputError, check_ends, nearest
from kg.gazetteer.items import item, item_of
from kg.gazetteer.tables import TableRow, table
from kg.gazetteer.values import Entry, Match, OfficeTerm
from kg.gazetteer.words import cut, key
from kg.lexicon import words
from kg.model import Entity, Link, NodeId

_TIES = {"Place": "inCountry"}


class Nodes:
    """The entities of the tables, made on demand."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}

    def entity(self, node: NodeId) -> Entity:
        """The entity with an id; raises ``KeyError`` if there is none."""
        if node not in self._entities:
            row = next(table("entities").rows(node), None)
            found = _entity(row) if row else self._of_item(node)
            if found is None:
                raise KeyError(node)
            self._entities[node] = found
        return self._entities[node]

    def country(self, alpha3: str) -> Entity:
        """The country or territory with an ISO 3166-1 alpha-3 code; raises ``KeyError`` if there is none."""
        return self.entity(_codes()[alpha3])

    def has_country(self, alpha3: str) -> bool:
        """Whether the tables have a country or territory with a code."""
        return alpha3 in _codes()

    def government(self, alpha3: str) -> Entity | None:
        """The government of a country or territory; None where it has none: nobody governs from Antarctica."""
        try:
            return self.entity(NodeId(f"government-of-{_codes()[alpha3]}"))
        except KeyError:
            return None

    def _of_item(self, node: NodeId) -> Entity | None:
        item = item_of(node)
        if item is None:
            return None
        relation = _TIES.get(item.cls, "")
        is_tied = bool(relation) and self.has_country(item.country)
        return Entity(
            id=node,
            cls=item.cls,
            label=item.label,
            wikidata=item.qid,
            country=item.country,
            links=frozenset({Link(relation, self.country(item.country).id)} if is_tied else ()),
            position=item.position,
        )


@cache
def _codes() -> dict[str, NodeId]:
    return {row["alpha3"]: NodeId(row["id"]) for row in table("countries")}


def _entity(row: TableRow) -> Entity:
    placed = item(row["wikidata"]) if row["wikidata"] and row["class"] in ("Country", "Place") else None
    links = (link.split(":") for link in row["links"].split())
    return Entity(
        id=NodeId(row["id"]),
        cls=row["class"],
        label=row["label"],
        wikidata=row["wikidata"],
        alpha3=row["alpha3"],
        country=row["country"],
        links=frozenset(Link(relation, NodeId(target)) for relation, target in links),
        hs_code=row["hs"],
        position=placed.position if placed else (),
    )


_HEADS = ("1", "3", "5")
_LONG_AGO = "5"
_CLASSES = {"titles": "Office", "bodies": "PublicBody"}


class Offices(Nodes):
    """Lookup of offices and public bodies by title, of persons by family name, of goods by lemma."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[NodeId, tuple[OfficeTerm, ...]] = {}

    def office(self, title: str, holder_of: str) -> Entity | None:
        """The office with a title, in a country (alpha-3) or an organization (its id); None if there is none.

        ``office("prime minister", "CAN")`` is the Prime Minister of Canada. Every country has the usual
        ministers: where no table has them, an entity is made. Not every country has a president or a king.
        """
        return self._titled("titles", title, holder_of) or self._usual("titles", title, holder_of)

    def body(self, title: str, alpha3: str) -> Entity | None:
        """The public body that a title means in a country: ``body("foreign ministry", "CHN")``.

        Where no table has the body, but the title is one that every state has, an entity is made for it.
        """
        return self._titled("bodies", title, alpha3) or self._usual("bodies", title, alpha3)

    def holders(self, office: NodeId, on: date | None) -> tuple[OfficeTerm, ...]:
        """The holders of an office on a day; empty where the day is unknown."""
        if on is None:
            return ()
        return tuple(term for term in self.tenures(office) if (term.start or on) <= on <= (term.end or on))

    def tenures(self, office: NodeId) -> tuple[OfficeTerm, ...]:
        """All terms of an office, the earliest first."""
        return self._terms(table("terms").rows(office))

    def terms(self, person: NodeId) -> tuple[OfficeTerm, ...]:
        """A person's terms of office, the earliest first."""
        if person not in self._held:
            self._held[person] = self._terms(_terms_by_person().get(person, ()))
        return self._held[person]

    def surname(self, name: str, *, with_past: bool = False) -> tuple[Entity, ...]:
        """The leaders and ministers with a family name; only leaders are listed.

        ``with_past`` adds the heads of state and government of earlier decades.
        """
        rows = table("surnames").rows(name)
        return tuple(self.entity(NodeId(row["person"])) for row in rows if with_past or row["rank"] != _LONG_AGO)

    def own_surname(self, name: str, *, heads: bool = False) -> tuple[Entity, ...]:
        """The leaders with a family name that nobody of another country has; ``heads`` of state and government only."""
        rows = (row for row in table("surnames").rows(name) if row["only"] and (not heads or row["rank"] in _HEADS))
        return tuple(self.entity(NodeId(row["person"])) for row in rows)

    def commodity(self, lemma_phrase: str) -> Entity | None:
        """The goods that a lower-case phrase of lemmas names, with their HS code; None if it names none."""
        row = next(table("commodities").rows(lemma_phrase.lower()), None)
        return self.entity(NodeId(row["id"])) if row else None

    def _titled(self, name: str, title: str, holder_of: str) -> Entity | None:
        row = _by_owner(name, title.lower()).get(holder_of)
        return self.entity(NodeId(row["id"])) if row else None

    def _usual(self, name: str, title: str, alpha3: str) -> Entity | None:
        """The office or body of a kind that every state has, made if the tables do not have it."""
        usual = _by_owner(name, title.lower()).get("*")
        government = self.government(alpha3)
        if usual is None or government is None:
            return None
        country = self.country(alpha3)
        node = NodeId(f"{usual['id']}-of-{country.id}")
        try:
            return self.entity(node)
        except KeyError:
            made = Entity(
                id=node,
                cls=_CLASSES[name],
                label=usual["label"] + government.label.removeprefix("Government"),
                country=alpha3,
                links=frozenset({Link("actsFor", country.id)}),
            )
        self._entities[node] = made
        return made

    def _terms(self, rows: Iterable[TableRow]) -> tuple[OfficeTerm, ...]:
        found = (
            OfficeTerm(
                self.entity(NodeId(row["person"])),
                self.entity(NodeId(row["office"])),
                date.fromisoformat(row["start"]) if row["start"] else None,
                date.fromisoformat(row["end"]) if row["end"] else None,
            )
            for row in rows
        )
        return tuple(sorted(found, key=lambda term: (term.start or date.min, term.office.id, term.person.id)))


@lru_cache(maxsize=4096)
def _by_owner(name: str, title: str) -> dict[str, TableRow]:
    """The first row of a title for each country or organization that has it."""
    return {row["of"]: row for row in reversed(tuple(table(name).rows(title)))}


@cache
def _terms_by_person() -> dict[str, list[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for row in table("terms"):
        found.setdefault(row["person"], []).append(row)
    return found


_Forms = dict[str, list[TableRow]]


class Gazetteer(Offices):
    """Names and what they stand for, from the tables of ``kg/data`` and the user's own aliases."""

    def __init__(self, aliases: "Sequence[Alias]" = ()) -> None:
        super().__init__()
        self._forms: dict[str, tuple[int, _Forms]] = {}
        self._read: dict[str, tuple[Entry, ...]] = {}
        self._aliases: dict[str, list[Entry]] = {}
        for alias in aliases:
            entity = self._entities[alias.id] = self._named(alias)
            self._aliases.setdefault(key(alias.surface), []).append(Entry(entity, alias.surface, "alias"))

    @classmethod
    def load(cls, aliases: Path | None = None) -> "Gazetteer":
        """The gazetteer, with the names of the user's CSV or TOML file before all others."""
        return cls(read_aliases(aliases) if aliases else ())

    def lookup(self, surface: str) -> tuple[Entry, ...]:
        """Every reading of a name, best first; case counts ("us" is not the US)."""
        return self._entries(key(surface))

    def matches(self, words: Sequence[str]) -> tuple[Match, ...]:
        """The longest known names in a tokenized text, from left to right, without overlaps."""
        found, begins, ends = cut(words)
        # The pieces of a text, with names in capitals in the case of the tables.
        written = list(found)
        for start, end in _runs(found):
            if any(_is_shouted(piece) and piece not in self._starting(piece)[1] for piece in found[start:end]):
                written[start:end] = _respelt(found[start:end])
        return tuple(self._matches(written, begins, ends))

    def _matches(self, found: list[str], begins: list[int], ends: list[int]) -> Iterator[Match]:
        place = 0
        while place < len(found):
            size = self._longest(found, place, ends) if begins[place] >= 0 else 0
            # Whether a name that begins with a small word breaks a longer one: "the West" in "the West Bank".
            if size and (found[place].islower() and size > 1 and self._longest(found, place + 1, ends) >= size):
                size = 0
            if size:
                entries = self._entries(" ".join(found[place : place + size]))
                yield Match(begins[place], ends[place + size - 1], entries)
            place += size or 1

    def _longest(self, found: list[str], place: int, ends: list[int]) -> int:
        """The number of pieces of the longest name that begins here and ends with a token; 0 if there is none."""
        longest, forms = self._starting(found[place])
        for size in range(min(longest, len(found) - place), 0, -1):
            if ends[place + size - 1] >= 0 and " ".join(found[place : place + size]) in forms:
                return size
        return 0

    def _entries(self, found: str) -> tuple[Entry, ...]:
        if found not in self._read:
            rows = self._starting(found.partition(" ")[0])[1].get(found, ())
            known = (Entry(self.entity(NodeId(row["id"])), row["surface"] or row["key"], row["kind"]) for row in rows)
            self._read[found] = (*self._aliases.get(found, ()), *known)
        return self._read[found]

    def _starting(self, word: str) -> tuple[int, _Forms]:
        """The names that begin with a word, and the number of pieces of the longest."""
        known = self._forms.get(word)
        if known is None:
            forms: _Forms = {found: [] for found in self._aliases if found.partition(" ")[0] == word}
            for row in table("names").starting(word):
                forms.setdefault(row["key"], []).append(row)
            longest = max((form.count(" ") + 1 for form in forms), default=0)
            known = self._forms[word] = (longest, forms)
        return known

    def _named(self, alias: "Alias") -> Entity:
        """The entity of an alias: what the tables know of it, changed as the user says."""
        try:
            known = self.entity(NodeId(alias.id))
        except KeyError:
            if not alias.cls:
                raise InputError(
                    f"{alias.place}: nothing has the id {alias.id!r}, and no class is given",
                    hint="give a class and a label, or the id of an entity that the gazetteer knows",
                ) from None
            known = Entity(NodeId(alias.id), alias.cls, alias.label or alias.surface)
        if alias.country and not self.has_country(alias.country):
            raise InputError(
                f"{alias.place}: no country has the code {alias.country!r}",
                hint="give an ISO 3166-1 alpha-3 code, such as CAN, or leave it empty",
            )
        return replace(
            known,
            cls=alias.cls or known.cls,
            label=alias.label or known.label,
            country=alias.country or known.country,
            wikidata=alias.wikidata or known.wikidata,
        )


SHORTEST = 4
_LONGEST = 8


def _runs(found: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches without a lower-case letter that hold a long word in capitals."""
    start, is_run = 0, False
    for place, piece in enumerate([*found, "end"]):
        if piece != piece.upper():
            if is_run:
                yield start, place
            start, is_run = place + 1, False
        else:
            is_run = is_run or _is_shouted(piece)


def _is_shouted(piece: str) -> bool:
    return len(piece) >= SHORTEST and piece.isalpha() and piece.isupper()


def _respelt(run: list[str]) -> list[str]:
    written: list[str] = []
    spelt, ordinary = _spellings(), words("capitals", "ordinary", "words")
    while len(written) < len(run):
        place = len(written)
        for size in range(min(_LONGEST, len(run) - place), 0, -1):
            part = run[place : place + size]
            name = spelt.get(" ".join(part).casefold())
            if name and (size > 1 or len(part[0]) >= SHORTEST):
                written += name.split(" ")
                break
        else:
            written.append(run[place].lower() if run[place] in ordinary else run[place])
    return written


@cache
def _spellings() -> dict[str, str]:
    return {name.casefold(): name for name in table("names").first()}


COLUMNS = ("surface", "id", "class", "label", "country", "wikidata")
_HINT = f"the columns are {', '.join(COLUMNS)}; only surface and id must be filled"
_SHAPES = {
    "id": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "class": re.compile(r"([A-Z][A-Za-z]+)?"),
    "country": re.compile(r"([A-Z]{3})?"),
    "wikidata": re.compile(r"(Q[1-9]\d*)?"),
}
_WANTED = {
    "id": "lower-case letters, digits and hyphens",
    "class": "the name of an ontology class, such as Company",
    "country": "an ISO 3166-1 alpha-3 code, such as CAN",
    "wikidata": "a bare Wikidata id, such as Q16",
}


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that the user added; empty fields are taken from the entity that the gazetteer knows."""

    surface: str
    id: str
    cls: str
    label: str
    country: str
    wikidata: str
    place: str
    """``FILE:LINE``, for messages."""


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The aliases of a file; raises ``InputError`` with file and line for what cannot be one."""
    check_ends(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}", hint="aliases are a CSV or TOML file in UTF-8") from error
    rows = _toml(path, text) if path.suffix.lower() == ".toml" else _csv(path, text)
    return tuple(_alias(row, place) for place, row in rows)


def _csv(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    lines = csv.reader(text.splitlines())
    header = [column.strip() for column in next(lines, [])]
    _check_columns(header, f"{path}:1")
    for row in lines:
        if any(cell.strip() for cell in row):
            place = f"{path}:{lines.line_num}"
            if len(row) > len(header):
                raise InputError(f"{place}: {len(row)} cells under {len(header)} columns", hint=_HINT)
            yield place, {column: cell.strip() for column, cell in zip(header, row, strict=False)}


def _toml(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        tables = tomllib.loads(text).get("alias", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}", hint="each name is a table [[alias]]") from error
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[alias]]")]
    for row, line in zip(tables, starts, strict=False):
        place = f"{path}:{line}"
        _check_columns(list(row), place)
        yield place, {str(column): str(value).strip() for column, value in row.items()}


def _check_columns(columns: list[str], place: str) -> None:
    for number, column in enumerate(columns, 1):
        if column not in COLUMNS:  # what stands there is told where it is like a name of ours: it may be any file
            name = f"{column!r}" if nearest(column, COLUMNS) else f"with the name of column {number}"
            raise InputError(f"{place}: there is no column {name}", hint=_HINT)
    for column in ("surface", "id"):
        if column not in columns:
            raise InputError(f"{place}: the column {column!r} is missing", hint=_HINT)


def _alias(row: Mapping[str, str], place: str) -> Alias:
    for column, shape in _SHAPES.items():
        if not shape.fullmatch(row.get(column, "")):
            raise InputError(f"{place}: {column} {row.get(column, '')!r} is not {_WANTED[column]}", hint=_HINT)
    if not row["surface"]:
        raise InputError(f"{place}: the surface is empty", hint=_HINT)
    surface, node, cls, label, country, wikidata = (row.get(column, "") for column in COLUMNS)
    return Alias(surface, node, cls, label, country, wikidata, place)
