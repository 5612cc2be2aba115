"""What articles tell together: which entities and events are the same, and what follows from that.

Three layers that never overwrite each other. What articles say is a graph of ``kg build``. What is the same (``links``)
is computed from it, by weights that ``training.links`` learned, and from what readers decided. What follows
(``happenings``, ``claims``, ``trends``) is computed from both, and may be thrown away. Each is a function of the graph
and the decisions alone: the order in which articles came does not show.
"""

from kg.errors import check_extra

check_extra("corpus", ("datasketch", "msgspec", "pyarrow", "rapidfuzz", "snowballstemmer"), "links are made with")

from kg.corpus.blocks.linking import linked  # noqa: E402 what is not installed is told first
from kg.corpus.copies import Copies  # noqa: E402
from kg.corpus.decisions import DecisionFile, PairDecision  # noqa: E402
from kg.corpus.links import Cluster, Doubt, Links, Unit  # noqa: E402

__all__ = ["Cluster", "Copies", "DecisionFile", "Doubt", "Links", "PairDecision", "Unit", "linked"]
