"""Names -> countries, governments, offices, people, organizations, by date.

The tables are in ``kg/data``; ``kg/data/SOURCES.md`` says where they come from. A name may have several
readings; they are all given, best first, and where two of one class remain (two Koreas, two Congos) the
caller must not choose without more to go by.
"""

from __future__ import annotations

from kg.gazetteer.aliases import Alias, read_aliases
from kg.gazetteer.items import Item, ItemCandidate, candidates
from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.values import Entry, Match, OfficeTerm

__all__ = ["Alias", "Entry", "Gazetteer", "Item", "ItemCandidate", "Match", "OfficeTerm", "candidates", "read_aliases"]
