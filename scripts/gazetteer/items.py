"""Items of Wikidata that news names besides its actors: places, persons, organizations, clubs, works, events.

They are kept apart from the entities: many share a name, so a text must say which one it means (``kg.nlp.items``).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.gazetteer.words import key
from scripts.gazetteer.item_names import Names
from scripts.gazetteer.item_rows import Item
from scripts.gazetteer.item_sources import rows
from scripts.gazetteer.rows import Tables, Thing
from scripts.gazetteer.weights import fame

_FILLED = {
    "Place": ("Place",),
    "Person": ("Person",),
    "Company": ("Company", "Organization"),
    "MediaOrganization": ("MediaOrganization", "Organization", "Company"),
    "Organization": ("Organization", "Company"),
    "InternationalOrganization": ("Organization", "InternationalOrganization"),
    "Agreement": ("Topic", "Agreement"),
}
_MARGIN = 10
_SHORT = 4
_SURE = 2


def items(tables: Tables, source: Path) -> tuple[dict[str, Item], Names]:
    """Every item by its id, and the names; of an id that two sources have the first is kept."""
    found: dict[str, Item] = {}
    names = Names(source)
    for item, forms in rows(source, tables):
        kept = found.setdefault(item.qid, item)
        for form, kind in forms:
            names.add(form, kind, item.qid, of=kept)
    return found, names


def fill(tables: Tables, found: dict[str, Item], names: Names) -> None:
    """Give entities that have no id that of the one item of their name, class and country."""
    forms: dict[str, set[str]] = {}
    for (form, node), (_, kind, _, _) in tables.names.items():
        if kind == "name":
            forms.setdefault(node, set()).add(form)
    for node, thing in sorted(tables.things.items(), key=lambda pair: (not pair[1].source.startswith("own"), pair[0])):
        if not thing.wikidata and thing.cls in _FILLED:
            others = sorted(forms.get(node, ())) if thing.cls in ("Place", "Person") else ()
            for form in dict.fromkeys([key(thing.label), *others]):
                same = _same(thing, form, found, names)
                best = _best(same)
                if best and best.qid not in tables.by_wikidata:
                    tables.linked(node, best.qid, best.source.split("+")[0])
                if same and (best is None or thing.wikidata != tables.things[node].wikidata):
                    break


def _same(thing: Thing, form: str, found: dict[str, Item], names: Names) -> list[Item]:
    """The items of a name that can be an entity: those that have it as their own name, else those that also have it."""
    by_kind = {kind: [found[qid] for qid in names.named(form, kind)] for kind in "na"}
    is_short = form.isupper() and len(form) <= _SHORT
    own_name = [item for item in by_kind["n"] if _fits(item, thing) and not (is_short and fame(item.source) < _SURE)]
    other = [i for i in by_kind["a"] if _fits(i, thing) and i.kind != "state" and (i.country or thing.cls != "Place")]
    return own_name or [item for item in other if fame(item.source)]


def _fits(item: Item, thing: Thing) -> bool:
    if item.cls not in _FILLED[thing.cls] or " club" in item.kind or item.kind == "airport":
        return False
    if thing.cls == "Person":
        return item.country == thing.country
    return item.country == thing.country or (not thing.country) or (thing.cls != "Place" and not item.country)


def _best(same: Iterable[Item]) -> Item | None:
    """The item that outweighs the others: a city before the district or the state of its name."""
    ranked = sorted(same, key=lambda item: (-item.rank, item.qid))
    if not ranked:
        return None
    return ranked[0] if len(ranked) == 1 or ranked[0].rank >= ranked[1].rank + _MARGIN else None


def shelve(tables: Tables, found: dict[str, Item], names: Names) -> None:
    """The sheets of the items; an item that is an entity names its node, and countries keep their own names."""
    kept = {qid for qid in found if (node := tables.by_wikidata.get(qid, "")) and tables.things[node].cls == "Country"}
    for item in found.values():
        node = tables.by_wikidata.get(item.qid, "")
        place = (item.country, item.region, item.latitude, item.longitude)
        tables.sheet("items", item.qid, item.cls, item.kind, item.label, node, *place, str(item.weight), item.letters)
    for name, cell in names.rows(without=kept).items():
        tables.sheet("itemnames", name, cell)
