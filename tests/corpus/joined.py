"""A corpus whose events all are one happening."""

from kg.corpus.happenings import Corpus
from kg.corpus.links import Cluster, Links, Unit
from kg.model import Graph
from kg.model.merge import merged


def one_happening(*graphs: Graph) -> Corpus:
    """The graphs as a corpus whose events all are one, as a reader may decide."""
    graph = merged(graphs)
    units = sorted(Unit(said.event, said.first_evidence.article) for said in graph.statements if said.event)
    return Corpus(graph, Links((Cluster("event", tuple(units)),)))
