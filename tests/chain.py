"""A chain for tests: no language model, a graph made by hand."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.isolation import USUAL, ArticleError, ArticleLimits
from kg.model import Article, Graph
from kg.pipeline.outcomes import Built
from kg.pipeline.workers import BuildSettings
from tests.graphs import trade_graph

COUNTS = {"sentences read": 9, "sentences without a statement": 4, "pronouns left open": 0}


@dataclass
class Chain:
    """A chain that remembers what it was given and gives ``graph``."""

    graph: Graph = field(default_factory=trade_graph)
    recipes: list[BuildSettings] = field(default_factory=list)
    read: list[Article] = field(default_factory=list)
    jobs: int = 0
    limits: ArticleLimits = USUAL
    fails: str = ""
    """Articles with this in their text fail."""

    def __call__(
        self, articles: Iterable[Article], recipe: BuildSettings, *, jobs: int = 1, limits: ArticleLimits = USUAL
    ) -> Iterator[Built | ArticleError]:
        self.read, self.jobs, self.limits = list(articles), jobs, limits
        self.recipes.append(recipe)
        graphs = [self.graph]
        for article in self.read:
            if self.fails and self.fails in article.text:
                yield ArticleError("IndexError", step="names", trace="Traceback of it\n").of(article.place)
            else:
                graph = graphs.pop() if graphs else Graph()
                yield Built(graph, Counter(COUNTS if graph.articles else {}))


@dataclass
class ChainCrew:
    """The processes that read articles, replaced by a chain in this one."""

    chain: Chain

    def read(self, articles: Iterable[Article]) -> Iterator[Built | ArticleError]:
        yield from self.chain(articles, BuildSettings())

    def close(self) -> None:
        """End nothing."""
