"""The page on what a graph contains: it names what is written, and nothing that is not; what it promised stays.

``python -m tests.docs.test_graph_page`` records what the contract promises, once its version was raised.
"""

import json
import re
from pathlib import Path

import pytest

from kg.model import Factuality, Precision
from kg.model.classes import ACTORS
from kg.ontology import Ontology
from kg.tables.rows import COLUMNS
from kg.turtle.documents import to_rdflib
from kg.turtle.terms import KG
from kg.version import CONTRACT, VERSION
from tests.graphs import trade_graph

RECORD = Path(__file__).parents[1] / "old" / "contract.json"
"""What the newest version of the contract promised when it was made."""
PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "graph.md").read_text(encoding="utf-8")
NAMED = frozenset(re.findall(r"`([a-z]+:[A-Za-z]\w*)`", PAGE))
BARE = frozenset(re.findall(r"`([A-Za-z]\w*)`", PAGE))


def written() -> set[str]:
    """The properties that a graph has, relations and RDF's own left out, and the classes of nodes that are no event."""
    graph = to_rdflib(trade_graph(), evidence="full")
    known = Ontology.load().relations
    names = {graph.namespace_manager.curie(str(one)) for one in graph.predicates()}
    return {
        name for name in names if not name.startswith(("rel:", "rdf:type", "rdfs:subClassOf")) and name[3:] not in known
    }


def test_every_property_that_is_written_is_named() -> None:
    assert len(written()) > 40
    assert written() - NAMED == set()


def test_every_term_of_ours_that_is_named_is_in_the_ontology() -> None:
    import rdflib

    from kg.ontology import packaged_files

    files = (rdflib.Graph().parse(path) for path in packaged_files())
    defined = {str(one) for found in files for one in found.subjects()}
    ours = {name for name in NAMED if name.startswith("kg:")}
    assert len(ours) > 60
    assert {name for name in ours if KG + name.removeprefix("kg:") not in defined} == set()


@pytest.mark.parametrize("name", [*sorted(ACTORS), *(f.value for f in Factuality)])
def test_every_actor_and_factuality_is_named(name: str) -> None:
    assert f"kg:{name}" in NAMED


def test_every_role_is_named() -> None:
    assert {f"kg:{role}" for role in Ontology.load().role_ranges} <= NAMED


@pytest.mark.parametrize("name", [*COLUMNS, *(p.value for p in Precision)])
def test_every_column_and_precision_is_named(name: str) -> None:
    assert name in BARE


def promised() -> dict[str, list[str]]:
    """The terms, columns and values that others rely on."""
    values = [*(f.value for f in Factuality), *(p.value for p in Precision), *ACTORS]
    return {"terms": sorted(written()), "columns": list(COLUMNS), "values": sorted(values)}


def test_what_the_contract_promised_is_written_still() -> None:
    """What is gone, or means something else, raises the first number of ``kg.version.CONTRACT``."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert record["contract"].partition(".")[0] == CONTRACT.partition(".")[0]
    now = promised()
    gone = {name for kind, names in record["promised"].items() for name in set(names) - set(now[kind])}
    assert gone == set()
    assert now["columns"][: len(record["promised"]["columns"])] == record["promised"]["columns"], "no column moves"


def test_the_page_and_the_program_are_of_one_contract() -> None:
    assert f"which is version {CONTRACT} of the contract" in PAGE
    assert f"| {CONTRACT} | {VERSION} |" in PAGE


if __name__ == "__main__":
    RECORD.write_text(json.dumps({"contract": CONTRACT, "promised": promised()}, indent=1) + "\n", encoding="utf-8")
