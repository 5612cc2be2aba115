"""Turn a news or policy article into a knowledge graph that one can cite.

>>> import kg
>>> kg.build("Canada imposed tariffs on Chinese steel in 2024.")  # doctest: +SKIP
<kg.Graph: 1 statements, 1 articles, 3 entities>
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph, build, load
    from kg.errors import InputError, KgError, MissingPartError, OntologyError, QueryError
    from kg.extraction import Extractor
    from kg.frames.extractor import ClauseExtractor, FrameMaker
    from kg.model import (
        Argument,
        Article,
        Entity,
        Event,
        Evidence,
        Factuality,
        Frame,
        Phrase,
        Statement,
        TimeSpan,
        Trust,
    )
    from kg.ontology import Ontology
    from kg.reader import Reader
    from kg.text.articles import article_of
    from kg.view.draw import Layout, View

__all__ = [
    "Argument", "Article", "ClauseExtractor", "Entity", "Event", "Evidence", "Extractor", "Factuality", "Frame",
    "FrameMaker", "Graph", "InputError", "KgError", "Layout", "MissingPartError", "Ontology", "OntologyError",
    "Phrase", "QueryError", "Reader", "Statement", "TimeSpan", "Trust", "View", "article_of", "build", "load",
]  # fmt: skip

_HOMES = {
    **dict.fromkeys(("Graph", "build", "load"), "kg.api"),
    **dict.fromkeys(("article_of",), "kg.text.articles"),
    **dict.fromkeys(("InputError", "KgError", "MissingPartError", "OntologyError", "QueryError"), "kg.errors"),
    **dict.fromkeys(("Argument", "Article", "Entity", "Event", "Evidence", "Factuality", "Frame"), "kg.model"),
    **dict.fromkeys(("Phrase", "Statement", "TimeSpan", "Trust"), "kg.model"),
    **dict.fromkeys(("Extractor",), "kg.extraction"),
    **dict.fromkeys(("ClauseExtractor", "FrameMaker"), "kg.frames.extractor"),
    **dict.fromkeys(("Reader",), "kg.reader"),
    **dict.fromkeys(("Ontology",), "kg.ontology"),
    **dict.fromkeys(("Layout", "View"), "kg.view.draw"),
}
"""Where each public name lives; it is imported when it is asked for, so that ``import kg`` costs nothing."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
