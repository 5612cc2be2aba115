"""``kg query`` as a user runs it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store.questions import questions
from tests.conftest import Kg

COUNTRIES = "SELECT ?l { ?s a kg:Country ; rdfs:label ?l }"
ROOT = Path(__file__).resolve().parents[2]


def test_a_table_names_nodes_by_prefix(kg: Kg, trade: Path) -> None:
    out = kg("query", trade, "SELECT ?s ?l { ?s a kg:Country ; rdfs:label ?l }").out
    assert [line.split() for line in out.splitlines()] == [["s", "l"], ["id:canada", "Canada"], ["id:china", "China"]]


def test_each_form_for_machines(kg: Kg, trade: Path) -> None:
    assert kg("query", trade, COUNTRIES, "-f", "csv").out == "l\r\nCanada\r\nChina\r\n"
    assert kg("query", trade, COUNTRIES, "-f", "tsv").out == '?l\n"Canada"\n"China"\n'
    assert json.loads(kg("query", trade, COUNTRIES, "-f", "json").out)["head"] == {"vars": ["l"]}
    assert kg("query", trade, COUNTRIES, "-f", "jsonl").out == '{"l": "Canada"}\n{"l": "China"}\n'
    assert "<literal>Canada</literal>" in kg("query", trade, COUNTRIES, "-f", "xml").out


def test_a_graph_is_turtle_unless_said(kg: Kg, trade: Path) -> None:
    text = "DESCRIBE id:canada"
    assert "id:canada a kg:Country" in kg("query", trade, text).out.replace("\n\t", " ")
    assert list(ox.parse(kg("query", trade, text, "-f", "nt").out, format=ox.RdfFormat.N_TRIPLES))


def test_ask_says_true_or_false(kg: Kg, trade: Path) -> None:
    assert kg("query", trade, "ASK { id:canada a kg:Country }").out == "true\n"
    assert kg("query", trade, "ASK { id:canada a kg:Person }").out == "false\n"


def test_the_query_comes_from_a_file_or_from_standard_input(
    kg: Kg, trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "q.rq").write_text(COUNTRIES)
    direct = kg("query", trade, COUNTRIES).out
    assert kg("query", trade, "--file", "q.rq").out == direct
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(COUNTRIES.encode())))
    assert kg("query", trade, "-").out == direct
    for data, message in ((b"#" * 1_000_001, "is larger than 1,000,000 bytes"), (b"# \xff", "is no text after byte 2")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        ran = kg("query", trade, "-")
        assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: standard input: {message}")


def test_a_named_question_with_its_sentences(kg: Kg, trade: Path) -> None:
    ran = kg("query", trade, "--ask", "who-imposed-what", "-p", "who=Canada", "--sentences", "-f", "csv")
    (row,) = list(csv.DictReader(io.StringIO(ran.out)))
    assert (row["subject"], row["object"], row["rate"]) == ("Canada", "China", "100%")
    assert row["sentence"].startswith("Relations worsened further in 2024")


def test_a_row_leads_to_its_explanation(kg: Kg, trade: Path) -> None:
    ran = kg("query", trade, "--ask", "retaliation", "-f", "jsonl")
    statement = json.loads(ran.out)["statement"]
    assert "responded" in kg("explain", trade, statement).out


def test_questions_are_listed_and_shown(kg: Kg) -> None:
    rows = [json.loads(line) for line in kg("query", "--questions", "-f", "jsonl").out.splitlines()]
    assert [row["name"] for row in rows] == [one.name for one in questions()]
    assert kg("query", "--questions", "--ask", "denied").out.startswith("# title: What is denied")


def test_sentences_are_those_of_the_statement_in_any_column(kg: Kg, trade: Path) -> None:
    asks = "SELECT ?l ?s { ?s kg:factuality kg:Denied ; rdf:subject/rdfs:label ?l }"
    (row,) = csv.DictReader(io.StringIO(kg("query", trade, asks, "--sentences", "-f", "csv").out))
    assert row["sentence"].startswith("Canadian officials")


def test_a_file_may_begin_with_a_byte_order_mark(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(COUNTRIES, encoding="utf-8-sig")
    assert kg("query", trade, "--file", "q.rq").out == kg("query", trade, COUNTRIES).out != ""


def test_the_suffix_of_the_file_picks_the_format(kg: Kg, trade: Path) -> None:
    for name, form in (("a.csv", "csv"), ("a.json", "json"), ("a.JSONL", "jsonl"), ("a.txt", "table")):
        assert kg("query", trade, COUNTRIES, "-o", name).code == 0
        assert Path(name).read_text() == kg("query", trade, COUNTRIES, "-f", form).out.replace("\r\n", "\n")
    assert kg("query", trade, "DESCRIBE id:canada", "-o", "a.nt").code == 0
    assert Path("a.nt").read_text() == kg("query", trade, "DESCRIBE id:canada", "-f", "nt").out
    assert kg("query", trade, COUNTRIES, "-o", "b.csv", "-f", "json").code == 0
    assert Path("b.csv").read_text().startswith("{")


def test_questions_of_ones_own(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "countries.rq").write_text(f"# title: Countries\n# example: x\n{COUNTRIES}")
    assert kg("query", trade, "--ask", "countries", "--questions-from", "mine").out.splitlines()[1:] == [
        "Canada",
        "China",
    ]


def test_explain_shows_what_the_query_touches_and_does_not_run_it(kg: Kg, trade: Path) -> None:
    out = kg("query", trade, "SELECT ?s { ?s kg:imposedTariffOn ?o ; kg:nothing ?x }", "--explain").out
    assert [line.split() for line in out.splitlines()[:3]] == [
        ["part", "name", "uses"],
        ["form", "SELECT"],
        ["variables", "?o", "?s", "?x"],
    ]
    assert "term       kg:imposedTariffOn  2 as object, 3 as predicate, 4 as subject" in out
    assert "term       kg:nothing          not in the graph." in out


def test_explain_has_the_nearest_terms_and_the_formats_of_rows(kg: Kg, trade: Path) -> None:
    text = "PREFIX s: <http://schema.org/> SELECT ?s { ?s kg:imposedTarifOn ?o ; s:headline ?x }"
    uses = {row["name"]: row["uses"] for row in json.loads(kg("query", trade, text, "--explain", "-f", "json").out)}
    assert (
        uses["kg:imposedTarifOn"] == "not in the graph. Nearest: kg:imposedTariffOn (3 uses), kg:ImposeTariff (2 uses)"
    )
    assert uses["s:headline"].startswith("not in the graph. Nearest: schema:headline (")


def test_a_query_may_be_the_name_of_its_file(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "countries.rq").write_text(COUNTRIES)
    assert kg("query", trade, "countries.rq").out.splitlines()[1:] == ["Canada", "China"]


def test_a_misspelt_term_gets_the_nearest(kg: Kg, trade: Path) -> None:
    ran = kg("query", trade, "SELECT * { ?s kg:imposedTarifOn ?o }")
    assert ran.code == 0
    assert ran.err.startswith("note: kg:imposedTarifOn is not in the graph. Nearest: kg:imposedTariffOn")


def test_the_list_tells_of_bad_files_and_of_those_in_place_of_ours(kg: Kg, trade: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "bad.rq").write_text("SELECT * { ?s ?p ?o }")
    (folder / "slip.rq").write_text("# title: Slip\nSELECT * { ?s ?p }")
    (folder / "far.rq").write_text("# title: Far\nSELECT * { SERVICE <http://x.test/> { ?s ?p ?o } }")
    (folder / "denied.rq").write_text("# title: My denials\nSELECT * { ?s ?p ?o }")
    ran = kg("query", "--questions", "--questions-from", folder)
    assert ran.code == 0
    assert "My denials" in ran.out
    assert "bad.rq: no line `# title" in ran.err
    assert "slip.rq: the query does not parse: error at 2:19\n" in ran.err
    assert "far.rq: SERVICE <http://x.test/> is refused" in ran.err
    assert not {"slip", "far"} & set(ran.out.split())
    assert "denied.rq, in place of another" in ran.err
    assert kg("query", trade, "--ask", "planned", "--questions-from", folder).code == 0
    assert "bad.rq" in kg("query", trade, "--ask", "bad", "--questions-from", folder).err
    assert "slip.rq: the query does not" in kg("query", trade, "--ask", folder / "slip.rq").err


def test_rows_past_the_limit_are_told_of(kg: Kg, trade: Path) -> None:
    ran = kg("query", trade, "SELECT * { ?s ?p ?o }", "--max-rows", "3", "-f", "tsv")
    assert len(ran.out.splitlines()) == 4
    assert "there is more than these 3" in ran.err


def test_nothing_found_is_a_finding_when_asked(kg: Kg, trade: Path) -> None:
    assert kg("query", trade, "ASK { id:canada a kg:Person }", "--fail-empty").code == 1
    assert kg("query", trade, "ASK { id:canada a kg:Country }", "--fail-empty").code == 0
    assert kg("query", trade, "SELECT * { id:canada a kg:Person }", "--fail-empty").code == 1


def test_a_query_loads_no_language_model_and_no_rdflib(trade: Path) -> None:
    code = f"""import sys; from kg.cli.app import run; code = run(["query", {str(trade)!r}, "ASK {{}}"])
heavy = {{"spacy", "rdflib", "pandas", "networkx"}} & set(sys.modules)
sys.exit(f"loaded {{heavy}}" if heavy else code)"""
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})


def test_a_question_that_has_no_details_tells_that_it_has_none(kg: Kg, trade: Path) -> None:
    told = kg("query", trade, "--ask", "articles", "--details").err
    assert told == "note: --details changes nothing: the question articles does not ask for them\n"
    assert "--details" not in kg("query", trade, "--ask", "about", "-p", "who=Canada", "--details").err
