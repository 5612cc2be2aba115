"""How each name came to its item: by a table alone, by what the text tells, or by what is best known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import Entry
from kg.names.context import Context
from kg.names.recognition import Proper
from kg.names.roster import Name
from kg.names.wikidata.choosing import CONTEXT, PRIOR, TABLE, Choice
from kg.names.wikidata.naming import Form

LINKS = "kg.links"
_READ = ("short", "metonym")


@dataclass(frozen=True, slots=True)
class Link:
    """A name in tokens, what decided which item it means, and the ids of the items that it does not mean."""

    start: int
    end: int
    by: str
    lost: tuple[str, ...]


def links(
    names: Iterable[Name], found: Sequence[Proper], chosen: Mapping[Form, Choice], context: Context
) -> Iterator[Link]:
    """How each of the names that lead to an item was linked."""
    entries = {(name.start, name.end): name.entries for name in found}
    for name in names:
        entity = context.roster[name.node]
        if entity.wikidata:
            choice = chosen.get(context.words.text[name.start : name.end])
            known = entries.get((name.start, name.end), ())
            if choice and choice.item.qid == entity.wikidata:
                yield Link(name.start, name.end, choice.by, choice.lost)
            else:
                yield _of_table(name, known, entity.wikidata)


def _of_table(name: Name, known: Sequence[Entry], wikidata: str) -> Link:
    """A link by the tables of actors: the best reading of the name, unless the text said how to read it."""
    others = dict.fromkeys(entry.entity.wikidata for entry in known if entry.entity.wikidata not in ("", wikidata))
    by = CONTEXT if name.how in _READ or not known else PRIOR if others else TABLE
    return Link(name.start, name.end, by, tuple(others))
