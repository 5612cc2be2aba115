"""A field is added in one place: a copy of the package gets one, and finds it in all that follows from the table."""

import shutil
import subprocess
import sys
from pathlib import Path

from kg.model import Entity, Event, Quantity, Statement
from kg.model.fields import Law, of_law, told_fields
from kg.tables.rows import COLUMNS

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "    evidence: Annotated[frozenset[Evidence]"
ADDED = '''    severity: Annotated[str, Told("kg:severity", "severity", Law.SHORTEST)] = ""
    """How grave it is."""
'''
TRIED = """
import io
import pathlib
import sys
from dataclasses import replace

import pyarrow.parquet as pq

import kg
from kg.convert.networks import cypher
from kg.convert.networks import kgx
from kg.convert.networks import whole_network
from kg.convert.formats.parquet import write_parquet
from kg.model import Graph
from kg.tables.rows import OURS, statement_rows
from scripts.reference import field_tables
from tests.graphs import trade_graph
from kg.turtle.documents import read, to_turtle

assert kg.__file__.startswith(sys.argv[1])
graph = trade_graph()
first, *rest = graph.statements
grave = replace(graph, statements=(replace(first, severity="grave"), *rest))
path = pathlib.Path(sys.argv[1], "grave.ttl")
written = to_turtle(grave, evidence="full")
path.write_text(written, encoding="utf-8")
assert 'kg:severity "grave"' in written
again = read(path)
assert again == grave
assert [row["severity"] for row in statement_rows(again)].count("grave") == len(first.evidence)
columns = io.BytesIO()
write_parquet(columns, statement_rows(again))
assert "grave" in pq.read_table(columns).column("severity").to_pylist()
network = whole_network(again, OURS)
assert "grave" in {data.get("severity") for *_, data in network.edges(data=True)}
assert "severity" in kgx(network)[1].decode().partition("\\n")[0].split("\\t")
assert b'severity: "grave"' in cypher(network)
mild = replace(graph, statements=(replace(first, severity="mild"), *rest))
(joined,) = [said for said in (grave | mild | graph).statements if said.id == first.id]
assert joined.severity == "mild"
assert any("| `severity` | `kg:severity` | `severity` | the shortest that is told | How grave it is. |" in line
           for line in field_tables())
"""


def test_a_field_is_added_in_one_place(tmp_path: Path) -> None:
    for folder in ("kg", "ontologies"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("data", "__pycache__"))
    (tmp_path / "kg" / "data").symlink_to(ROOT / "kg" / "data")
    for folder in ("tests", "scripts"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    model = tmp_path / "kg" / "model" / "graph.py"
    source = model.read_text(encoding="utf-8")
    assert source.count(BEFORE) == 1
    model.write_text(source.replace(BEFORE, ADDED + BEFORE), encoding="utf-8")
    tried = subprocess.run(
        [sys.executable, "-c", TRIED, str(tmp_path)],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tried.returncode == 0, tried.stderr


def test_each_field_of_a_statement_declares_how_it_is_told() -> None:
    assert {field.name for field in told_fields(Statement)} == set(Statement.__annotations__)
    assert {field.name for field in told_fields(Entity)} == set(Entity.__annotations__)


def test_each_property_of_ours_is_in_the_ontology() -> None:
    """Else ``kg check`` refuses every graph that tells the field."""
    text = (ROOT / "ontologies" / "news.ttl").read_text(encoding="utf-8")
    told = {field.told.property for node in (Statement, Entity, Event, Quantity) for field in told_fields(node)}
    assert [name for name in sorted(told) if name.startswith("kg:") and f"\n{name} a " not in text] == []


def test_columns_are_those_of_the_table_and_none_comes_twice() -> None:
    told = {field.told.column for field in told_fields(Statement)} - {""}
    assert told < set(COLUMNS)
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_identity_is_what_the_id_is_made_of() -> None:
    assert set(of_law(Statement, Law.IDENTITY)) == {
        "id", "subject", "relation", "relation_label", "is_open", "object", "event", "factuality", "attributed_to",
        "reported_by",
    }  # fmt: skip
