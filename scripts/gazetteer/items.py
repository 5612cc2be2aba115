"""Items of Wikidata that news names besides its actors: places, persons, organizations, clubs, works, events.

They are kept apart from the entities: many share a name, so a text must say which one it means
(``kg.names.linking``).

Kinds of names: "n" the name, "a" an alias, "c" an acronym, "d" what only sports pages call a club, "t" the town or
country that stands for its team. A name that is an English word is written in capitals: it never names without context.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from kg.gazetteer.words import key
from scripts.gazetteer.organizations import BRANCHES, is_branch
from scripts.gazetteer.rows import Record, Tables, Thing, folded, own, read

_BEFORE = {"city": 15, "capital": 15, "state": 5, "continent": 20, "sea": 10}
_LETTERS = {
    "naturalearth": "n", "whosonfirst": "w", "kgtk": "k", "fb15k": "f", "oewn": "o", "ror": "r", "isi-regions": "i",
    "every-politician": "e", "chadwick": "c", "reep": "p", "sfomuseum": "s", "transitland": "t", "digital-land": "d",
    "nsi": "b", "newspapers": "a", "wiki-media-cred": "m", "rigour": "g",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A row of ``items.tsv``; coordinates in degrees, as text."""

    qid: str
    cls: str
    kind: str
    label: str
    source: str
    weight: int
    country: str = ""
    region: str = ""
    latitude: str = ""
    longitude: str = ""

    @property
    def rank(self) -> int:
        """The weight, a city put before the state and the district of its name."""
        return self.weight + _BEFORE.get(self.kind, 0)

    @property
    def letters(self) -> str:
        """The sources, a letter each (``kg/data/SOURCES.md``)."""
        return "".join(sorted(_LETTERS[name] for name in self.source.split("+")))


def as_named(item: Item) -> Item:
    """The item; a political party or committee that its source lists as a business is none."""
    if item.cls != "Company":
        return item
    if "political party" in item.kind.lower():
        return replace(item, cls="PoliticalParty")
    is_committee = " " in item.label and item.label.partition(" of ")[0].endswith("Committee")
    return replace(item, cls="PublicBody" if "agency" in item.kind else "Organization") if is_committee else item


def sheet(path: Path) -> Iterator[Record]:
    """The rows of a tab-separated file without quoting."""
    with path.open(encoding="utf-8") as lines:
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(header, unescape(line).rstrip("\n").split("\t"), strict=True))


def listed(field: str) -> list[str]:
    """The values of a list within a field."""
    return [value.strip() for value in field.split("|") if value.strip()]


_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{1,6}")
_SHORTEST = 3
_ORDER = "nacdt"
_LONGEST = 7
_WELL_KNOWN = 100
"""The weight from which a place is meant before the word that is written like it: "Chicago", a card game."""


def acronym(form: str) -> str:
    """The kind of an alias in capitals, else the empty string."""
    return "c" if _ACRONYM.fullmatch(form) else ""


class Names:
    """Collects the names of all items."""

    def __init__(self, source: Path) -> None:
        self._found: dict[str, dict[str, str]] = defaultdict(dict)
        self._well_known: set[str] = set()
        # The names that are English words: of one word, or marked so in a source.
        found = {
            row["name"].lower()
            for name in ("places", "names", "teams")
            for row in sheet(source / f"{name}.tsv")
            if row["word"]
        }
        for row in sheet(source / "concepts.tsv"):
            found |= {form.lower() for form in (row["lemma"], *listed(row["synonyms"]))}
        self._words = frozenset(found)
        self._skipped = frozenset(row["name"] for row in own("skipped_items"))

    def add(self, form: str, kind: str, qid: str, *, of: Item) -> None:
        """Take in a name and its form without accents, unless it is too short, a word in lower case, or too long."""
        for name in {form, folded(form)}:
            if self._is_name(name, kind, of):
                known = self._found[key(name)].get(qid, kind)
                self._found[key(name)][qid] = min(known, kind, key=_ORDER.index)
        if of.cls == "Place" and of.weight >= _WELL_KNOWN:
            self._well_known.add(qid)

    def named(self, form: str, kind: str) -> list[str]:
        """The items that have a name as one of a kind, by their ids."""
        return sorted(qid for qid, its in self._found.get(key(form), {}).items() if its == kind)

    def rows(self, *, without: Container[str]) -> dict[str, str]:
        """The names with the kinds and ids of what they name: ``n84``, ``A123`` where the name is an English word."""
        cells = {
            name: " ".join(sorted(self._cell(name, qid, kind) for qid, kind in ids.items() if qid not in without))
            for name, ids in self._found.items()
        }
        return {name: cell for name, cell in cells.items() if cell}

    def _cell(self, name: str, qid: str, kind: str) -> str:
        is_word = name.lower() in self._words and (kind != "n" or qid not in self._well_known)
        return f"{kind.upper() if is_word else kind}{qid[1:]}"

    def _is_name(self, form: str, kind: str, of: Item) -> bool:
        words = form.split()
        if not form or form in self._skipped or len(words) > _LONGEST or not any(map(str.isupper, form)):
            return False
        if len(form) < _SHORTEST and not (kind == "c" and of.cls != "Place"):
            return False
        return not (of.cls == "Place" and kind == "c") and form[0].isalnum() and len(form) > 1


_KNOWN = ("kgtk", "fb15k", "oewn", "naturalearth")
_LEAST = 1_000
_RARE = 7.5
"""Minus the logarithm of the share of a full name from which nobody else is expected to have it."""
_MOST_PRIOR = 20


def fame(source: str) -> int:
    """The number of sources of well-known things that have an item."""
    return len(set(source.split("+")).intersection(_KNOWN))


class Commonness:
    """How often the parts of a person's name occur among all persons of the sources."""

    def __init__(self, source: Path) -> None:
        names = [row["name"] for row in sheet(source / "names.tsv") if row["class"] == "Person"]
        names += [row["name"] for row in read(source / "politicians_eps.csv")]
        parts = [name.split() for name in names if " " in name]
        self._first = Counter(words[0] for words in parts)
        self._last = Counter(words[-1] for words in parts)
        self._all = len(parts)

    def __call__(self, name: str) -> float:
        """Minus the logarithm of the share of people who have a name, its parts taken as independent."""
        words = name.split()
        first, last = max(self._first[words[0]], 1), max(self._last[words[-1]], 1)
        return -math.log10(first / self._all * last / self._all)


def of_person(row: Record, commonness: Commonness) -> int:
    """The weight of a person: well-known ones with rare names above 30, players and members of parliaments below 20."""
    known = set(row["source"].split("+"))
    famous = 20 * (("fb15k" in known) + ("oewn" in known)) + 10 * ("kgtk" in known)
    prior = min(int(row["prior"] or 0), _MOST_PRIOR)
    common = round(10 * max(0.0, _RARE - commonness(row["name"])))
    return max(0, 20 + famous + prior - common)


Rows = Iterator[tuple[Item, list[tuple[str, str]]]]
"""Each item with its names and their kinds."""

_SEEN = 10_000
"""Inhabitants from which a town that one source alone has is news."""
_HOMES = 50_000
_PROVIDERS = 2
_LONGEST_HINT = 60
_SPORTS = {"association football": "football", "": "sport"}
_LEAGUES = ("American football", "baseball", "basketball", "ice hockey", "Canadian football")
_DATES = re.compile(r"point in time|century|decade|month|day of the week|calendar")
_NATIONAL = re.compile(r"(.+?)(?: men's)? (?:national (?:association )?|(?=cricket))(\w+) team")
_UNKNOWN, _SUBDIVISION, _BRAND, _NEWSPAPER = 5, 60, 8, 12


def rows(source: Path, tables: Tables) -> Rows:
    """The items of all source tables, the best source of an item first."""
    commonness = Commonness(source)
    yield from _places(source, tables)
    yield from _divisions(source, tables)
    yield from _teams(source)
    yield from _named(source, commonness)
    yield from _politicians(source, tables, commonness)
    yield from _organizations(source, tables)
    for row in read(source / "brands_companies_nsi.csv"):
        if row["dissolved"] in ("", "0") and row["qid"] and row["name"].isascii():
            item = Item(row["qid"], "Company", row["description"][:_LONGEST_HINT], row["name"], "nsi", _BRAND)
            yield item, [(row["name"], "n")]
    yield from _newspapers(source, tables)


def _places(source: Path, tables: Tables) -> Rows:
    """States, regions, waters; towns that several sources or ten thousand people know; airports."""
    for row in sheet(source / "places.tsv"):
        people, known = int(row["population"] or 0), fame(row["source"])
        if known or not _is_obscure(row, people):
            item = Item(
                qid=row["qid"],
                cls="Place",
                kind=row["feature_class"],
                label=row["name"],
                source=row["source"],
                weight=round(10 * math.log10(max(people, _LEAST))) + 10 * known,
                country=row["country"] if row["country"] in tables.countries else "",
                region=row["admin1"],
                latitude=row["latitude"],
                longitude=row["longitude"],
            )
            yield item, [(row["name"], "n"), *((alias, acronym(alias) or "a") for alias in listed(row["aliases"]))]


def _is_obscure(row: Record, people: int) -> bool:
    match row["feature_class"]:
        case "neighbourhood":
            return True
        case "airport":
            return "International" not in row["name"]
        case kind if kind in ("city", "capital", "neighbourhood", "county"):
            return people < (_HOMES if row["source"] == "isi-regions" or kind == "county" else _SEEN)
        case _:
            return False


def _divisions(source: Path, tables: Tables) -> Rows:
    """The states and provinces of OpenSanctions' list of territories, where no other source has them: Berlin."""
    for row in read(source / "territories.csv"):
        country = tables.alpha3.get(row["parent"], "")
        if "-" in row["code"] and row["qid"] and country:
            label = re.sub(r" \([^)]*\)$", "", row["name"])
            yield Item(row["qid"], "Place", "state", label, "rigour", _SUBDIVISION, country), [(label, "n")]


def _teams(source: Path) -> Rows:
    """Clubs and national teams; what only sports pages call them is marked ("d"), and so is their town ("t")."""
    towns = {row["name"] for row in sheet(source / "places.tsv") if fame(row["source"]) > 1}
    towns |= {row["name"] for row in read(source / "cities.csv")}
    for row in sheet(source / "teams.tsv"):
        is_known, providers = fame(row["source"]) > 0, int(row["prior"] or 0)
        if row["kind"] != "reserve/youth" and (is_known or providers >= _PROVIDERS):
            kind, country = _kind_of_team(row)
            weight = 20 * is_known + min(providers, 20) * 3
            item = Item(row["qid"], "Organization", kind, row["name"], row["source"], weight, row["country"])
            forms = [(row["name"], "n"), *((alias, acronym(alias) or "d") for alias in listed(row["aliases"]))]
            forms += [(row["derived"], "d")] if row["derived"] else []
            stands = [country] if country else _towns(row["name"], towns) if row["sport"] in _LEAGUES else ()
            yield item, [*forms, *((town, "t") for town in stands)]


def _kind_of_team(row: Record) -> tuple[str, str]:
    """A team's kind, and the country that plays in it: "national football team"."""
    sport = _SPORTS.get(row["sport"], row["sport"])
    national = _NATIONAL.fullmatch(row["name"])
    if national is None or "under-" in row["name"]:
        return f"{'women ' * (row['kind'] == 'women')}{sport} club", ""
    if sport == "sport":
        sport = "football" if national[2] in ("football", "soccer") else national[2]
    return f"national {sport} team", national[1]


def _towns(name: str, towns: set[str]) -> Iterator[str]:
    """The town or state with which a club's name begins: "New York Yankees"."""
    words = name.split()
    town = next((t for size in range(len(words) - 1, 0, -1) if (t := " ".join(words[:size])) in towns), "")
    if town:
        yield town


def _named(source: Path, commonness: Commonness) -> Rows:
    """Persons, organizations, buildings, works, events and others, but no days, no things of one word."""
    kinds = {row["hint"]: row["class"] for row in own("item_kinds")}
    for row in sheet(source / "names.tsv"):
        cls, hint = _class(row, kinds), row["hint"]
        is_of_country = row["source"] == "ror" and cls == "Company" and int(row["qid"][1:]) in BRANCHES
        if not cls or is_of_country or _DATES.search(hint) or hint.startswith("fictional:"):
            continue
        weight = 10 * fame(row["source"]) + min(int(row["prior"] or 0), 30)
        weight = of_person(row, commonness) if cls == "Person" else weight
        kind = {"chadwick": "baseball player"}.get(row["source"]) or ("work" if row["class"] == "Work" else hint)
        item = Item(row["qid"], cls, kind[:_LONGEST_HINT], row["name"], row["source"], weight, row["country"])
        yield item, list(_forms(row, cls))


def _class(row: Record, kinds: dict[str, str]) -> str:
    """The class of an item in the ontology; "" for one that is left out."""
    match row["class"]:
        case "Place" | "Person":
            return row["class"]
        case "Other" if " " not in row["name"] and "relig" not in row["hint"]:
            return ""  # planets, constellations and gods share their names with others
        case cls:
            told = next((found for word, found in kinds.items() if word in row["hint"]), cls)
            return "Topic" if told in ("Work", "Other") else told


def _forms(row: Record, cls: str) -> Iterator[tuple[str, str]]:
    yield row["name"], "n"
    for alias in listed(row["aliases"]):
        if " " in alias or cls not in ("Person", "Topic"):
            yield alias, acronym(alias) or "a"


def _politicians(source: Path, tables: Tables, commonness: Commonness) -> Rows:
    """Members of parliaments, ministers and ambassadors who have an article of their own."""
    for row in read(source / "politicians_eps.csv"):
        if row["enwiki"] and " " in row["name"] and row["name"].isascii():
            country = tables.alpha3.get(row["country_qid"], "")
            weight = of_person({**row, "source": "every-politician", "prior": ""}, commonness)
            item = Item(row["qid"], "Person", "politician", row["name"], "every-politician", weight, country)
            yield item, [(row["name"], "n")]


def _organizations(source: Path, tables: Tables) -> Rows:
    """Companies and other bodies of the register of research bodies."""
    for row in read(source / "orgs_ror.csv"):
        if not is_branch(row) and (row["ror_name"] == row["name"] or row["enwiki"]):
            cls = {"company": "Company", "government": "PublicBody"}.get(row["kind"], "Organization")
            weight, country = _UNKNOWN + 5 * bool(row["enwiki"]), tables.alpha3.get(row["country_qid"], "")
            item = Item(row["qid"], cls, row["kind"], row["name"], "ror", weight, country)
            yield item, [(row["name"], "n"), *((form, "c") for form in listed(row["acronyms"]))]


def _newspapers(source: Path, tables: Tables) -> Rows:
    """Newspapers of the United States, and those elsewhere whose name no other has."""
    for row in read(source / "media_us_newspapers.csv"):
        name = re.sub(r" \(.*\)$", "", row["enwiki_title"])
        item = Item(
            row["qid"], "MediaOrganization", "newspaper", name, "wiki-media-cred", _NEWSPAPER, "USA", row["state"]
        )
        yield item, [(name, "n"), (name.removeprefix("The "), "n")]
    papers = [row for row in read(source / "media_newspapers.csv") if row["name"].isascii() and not row["ended"]]
    names = Counter(row["name"] for row in papers)
    for row in papers:
        if names[row["name"]] == 1 and row["enwiki"]:
            country, weight = tables.alpha3.get(row["country_qid"], ""), _UNKNOWN + min(int(row["sitelinks"] or 0), 20)
            item = Item(row["qid"], "MediaOrganization", "newspaper", row["name"], "newspapers", weight, country)
            yield item, [(row["name"], "n")]


_FILLED = {
    "Place": ("Place",),
    "Person": ("Person",),
    "Company": ("Company", "Organization"),
    "MediaOrganization": ("MediaOrganization", "Organization", "Company"),
    "Organization": ("Organization", "Company"),
    "InternationalOrganization": ("Organization", "InternationalOrganization"),
    "Agreement": ("Topic", "Agreement"),
    "PublicBody": ("PublicBody", "Organization"),
}
_MARGIN = 5
_OTHER_NAME, _SAME_NAME, _SAME_LABEL = 10, 15, 25
"""Points for a name that both have, for one that is the item's own, for one that is the entity's own."""
_SHORT = 4
_SURE = 1
_UNMISTAKABLE = 30
_PARTY = "party"


def items(tables: Tables, source: Path) -> tuple[dict[str, Item], Names]:
    """Every item by its id, and the names; of an id that two sources have the first is kept."""
    found: dict[str, Item] = {}
    names = Names(source)
    for item, forms in rows(source, tables):
        kept = found.setdefault(item.qid, as_named(item))
        for form, kind in forms:
            names.add(form, kind, item.qid, of=kept)
    return found, names


def fill(tables: Tables, found: dict[str, Item], names: Names) -> None:
    """Give entities that have no id that of the one item of their name, class and country."""
    forms: dict[str, set[str]] = {}
    for (form, node), (_, kind, _, _) in tables.names.items():
        if kind == "name":
            forms.setdefault(node, set()).add(form)

    def by_hand_and_longest_first(pair: tuple[str, Thing]) -> tuple[bool, int, str]:
        """So that Gaza City has its id before Gaza."""
        return not pair[1].source.startswith("own"), -len(pair[1].label.split()), pair[0]

    for node, thing in sorted(tables.things.items(), key=by_hand_and_longest_first):
        if not thing.wikidata and thing.cls in _FILLED:
            others = sorted(forms.get(node, ())) if thing.cls in ("Place", "Person") else ()
            points: Counter[str] = Counter()
            for form in dict.fromkeys([key(thing.label), *others]):
                for item in _same(thing, form, found, names):
                    is_name = form == key(item.label)
                    points[item.qid] += _OTHER_NAME + _SAME_NAME * is_name + _SAME_LABEL * (form == key(thing.label))
            best = _best((found[qid], number) for qid, number in points.items() if qid not in tables.by_wikidata)
            others_own = {
                qid for qid in points if not tables.things[tables.by_wikidata.get(qid, node)].source.startswith("own")
            }
            taken = (found[qid].rank + points[qid] for qid in others_own & tables.by_wikidata.keys())
            # The item may rather be one that another entity is: two entities are one place.
            if best and max(taken, default=-1) <= best.rank + points[best.qid]:
                tables.linked(node, best.qid, best.source.split("+")[0])


def _same(thing: Thing, form: str, found: dict[str, Item], names: Names) -> list[Item]:
    """The items of a name that can be an entity: those that have it as their own name, else those that also have it."""
    by_kind = {kind: [found[qid] for qid in names.named(form, kind)] for kind in "na"}
    is_short = form.isupper() and len(form) <= _SHORT
    own_name = [item for item in by_kind["n"] if _fits(item, thing) and not (is_short and fame(item.source) < _SURE)]
    other = [i for i in by_kind["a"] if _fits(i, thing) and i.kind != "state" and (i.country or thing.cls != "Place")]
    return own_name or [item for item in other if fame(item.source) or item.cls == "PublicBody"]


def _fits(item: Item, thing: Thing) -> bool:
    is_no_city = thing.source == "geonames" and item.kind == "state"
    if item.cls not in _FILLED[thing.cls] or " club" in item.kind or item.kind == "airport" or is_no_city:
        return False
    if thing.cls == "Person":
        return item.country == thing.country or (not item.country and item.weight >= _UNMISTAKABLE)
    return item.country == thing.country or (not thing.country) or (thing.cls != "Place" and not item.country)


def _best(same: Iterable[tuple[Item, int]]) -> Item | None:
    """The item that outweighs the others: by the names shared, and a city before the district or state of its name."""
    ranked = sorted((-item.rank - number, item.qid, item) for item, number in same)
    if not ranked:
        return None
    return ranked[0][2] if len(ranked) == 1 or ranked[1][0] - ranked[0][0] >= _MARGIN else None


def shelve(tables: Tables, found: dict[str, Item], names: Names) -> None:
    """The sheets of the items; an item that is an entity names its node, and countries keep their own names."""
    kept = {qid for qid in found if (node := tables.by_wikidata.get(qid, "")) and tables.things[node].cls == "Country"}
    for item in found.values():
        node = tables.by_wikidata.get(item.qid, "")
        place = (item.country, item.region, item.latitude, item.longitude)
        tables.sheet("items", item.qid, item.cls, item.kind, item.label, node, *place, str(item.weight), item.letters)
    for name, cell in names.rows(without=kept).items():
        if meant := " ".join(code for code in cell.split() if not _is_foreign(name, code, found)):
            tables.sheet("itemnames", name, meant)


def _is_foreign(name: str, code: str, found: Mapping[str, Item]) -> bool:
    """Whether another name ("a…") calls a party what nothing else calls so: "Freedom Party" of Hizb ut-Tahrir."""
    item = found.get(f"Q{code[1:]}")
    told = f"{item.cls} {item.kind} {item.label}".lower() if item else _PARTY
    return name.lower().endswith(f" {_PARTY}") and code[0] == "a" and _PARTY not in told
