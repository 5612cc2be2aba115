"""Items of Wikidata that news names besides its actors: places, persons, organizations, clubs, works, events.

They are kept apart from the entities: many share a name, so a text must say which one it means
(``kg.names.linking``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.gazetteer.words import key
from scripts.gazetteer.item_rows import Item, Names, as_named, fame, rows
from scripts.gazetteer.rows import Tables, Thing

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
    for node, thing in sorted(tables.things.items(), key=_by_hand_and_longest_first):
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
            if best and not any(_outdoes(found[qid], best, points) for qid in others_own & tables.by_wikidata.keys()):
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


def _by_hand_and_longest_first(pair: tuple[str, Thing]) -> tuple[bool, int, str]:
    """So that Gaza City has its id before Gaza."""
    node, thing = pair
    return not thing.source.startswith("own"), -len(thing.label.split()), node


def _outdoes(taken: Item, best: Item, points: Mapping[str, int]) -> bool:
    """Whether the item is rather one that another entity is: two entities are one place."""
    return taken.rank + points[taken.qid] > best.rank + points[best.qid]


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
