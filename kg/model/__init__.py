"""The data model: frozen, ordered values that depend on no library.

``Article`` is a source text; ``Phrase``, ``Argument`` and ``Frame`` are the predicate-argument structure of a
sentence; ``Entity``, ``Event``, ``Quantity`` and ``Statement`` make up a ``Graph``. Offsets are Unicode code points of
the article's text, start included, end excluded.
"""

from kg.model.article import CORRECTION, Anchor, Article, ArticleId, Block, Evidence, Untold
from kg.model.graph import Activity, Argument, Frame, Graph, Phrase, Statement
from kg.model.nodes import Entity, Event, Link, NodeId, Quantity, Role, TimeSpan
from kg.model.scales import BlockKind, Factuality, Precision, Trust, Why

# fmt: off
__all__ = [
    "CORRECTION", "Activity", "Anchor", "Argument", "Article", "ArticleId", "Block", "BlockKind", "Entity", "Event",
    "Evidence", "Factuality", "Frame", "Graph", "Link", "NodeId", "Phrase", "Precision", "Quantity", "Role",
    "Statement", "TimeSpan", "Trust", "Untold", "Why",
]
# fmt: on
