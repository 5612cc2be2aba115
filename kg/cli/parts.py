"""The parts of an installation, for ``kg doctor``: what is there, what is not, how to get it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from kg.errors import KgError, install_hint
from kg.plugins import package_of
from kg.version import CONTRACT, VERSION

_LEAST_PYTHON = (3, 11)
_NEEDED = {
    "spaCy": "spacy",
    "rdflib": "rdflib",
    "pyoxigraph": "pyoxigraph",
    "pySHACL": "pyshacl",
    "networkx": "networkx",
    "trafilatura": "trafilatura",
    "pypdfium2": "pypdfium2",
    "markdown-it-py": "markdown_it",
    "charset-normalizer": "charset_normalizer",
    "py3langid": "py3langid",
    "httpx": "httpx",
}
_EXTRAS = {
    "pygraphviz": "pygraphviz",
    "reportlab": "reportlab",
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "pandas": "pandas",
    "polars": "polars",
    "pyarrow": "pyarrow",
    "warcio": "warcio",
    "feedparser": "feedparser",
    "mcp": "mcp",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: ``state`` is "ok", "missing", "not installed" (an extra that may stay away) or "broken" (another's)."""

    name: str
    state: str
    detail: str = ""
    cure: str = ""

    @property
    def is_fatal(self) -> bool:
        """Whether it belongs to every installation."""
        return self.state == "missing"


def checkup() -> Iterator[Part]:
    """Every part, in the order of need."""
    here = Path(__file__).resolve().parents[1]
    yield Part("newsgraph", "ok", f"{VERSION} in {here}, graphs by contract {CONTRACT}")
    python = ".".join(map(str, sys.version_info[:3]))
    new_enough = sys.version_info >= _LEAST_PYTHON
    yield Part(
        "Python", "ok" if new_enough else "missing", python, "" if new_enough else "install Python 3.11 or later"
    )
    for name, module in _NEEDED.items():
        yield _package(name, module, cure=install_hint(name), absent="missing")
    if find_spec("spacy"):
        yield _model()
        yield _parser()
        yield from _extractors()
    yield _ontology()
    yield from _formats()
    for name, module in _EXTRAS.items():
        yield _package(name, module, cure=install_hint(name), absent="not installed")


def _package(name: str, module: str, *, cure: str, absent: str) -> Part:
    if find_spec(module) is None:
        return Part(name, absent, cure=cure)
    try:
        return Part(name, "ok", version(name))
    except PackageNotFoundError:
        return Part(name, "ok")


def _model() -> Part:
    from kg.reader import best_model

    try:
        return Part("language model", "ok", best_model())
    except KgError as error:
        return Part("language model", "missing", error.message, error.hint)


def _parser() -> Part:
    from kg.reader import parsing

    return Part("parser", "ok", parsing())


def _extractors() -> Iterator[Part]:
    from kg.frames.extractor import CLAUSES
    from kg.frames.registry import foreign_extractors

    yield Part("extractors", "ok", CLAUSES)
    yield from (_of_others("extractor", point, found) for point, found in foreign_extractors())


def _formats() -> Iterator[Part]:
    from kg.convert import foreign_formats, own_formats

    yield Part("formats", "ok", ", ".join(own_formats()))
    yield from (_of_others("format", point, found) for point, found in foreign_formats())


def _of_others(kind: str, point: EntryPoint, found: object) -> Part:
    name = f"{kind} {point.name}"
    if isinstance(found, KgError):
        return Part(name, "broken", found.message, found.hint)
    return Part(name, "ok", f"{point.value} of {package_of(point)}{f' {point.dist.version}' if point.dist else ''}")


def _ontology() -> Part:
    from kg.ontology import Ontology

    try:
        known = Ontology.load()
    except KgError as error:
        return Part("ontology", "missing", error.message, error.hint)
    return Part("ontology", "ok", f"{len(known.relations)} relations, {len(known.classes)} classes")
