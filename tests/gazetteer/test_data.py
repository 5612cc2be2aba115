"""The gazetteer's tables: whole, sorted, linked, and without a guessed id."""

import re
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.items import candidates
from kg.gazetteer.tables import Table, TableRow, table
from kg.gazetteer.words import key

DATA = Path(str(files("kg") / "data"))
TABLES = ("bodies", "commodities", "countries", "entities", "names", "surnames", "terms", "titles")
LARGE = ("items", "itemnames")
KINDS = {"name", "demonym", "capital", "acronym", "title", "seat"}


@pytest.fixture(scope="module")
def entities() -> dict[str, TableRow]:
    return {row["id"]: row for row in table("entities")}


def test_the_tables_are_the_ones_known_here() -> None:
    assert {path.stem for path in DATA.glob("*.tsv")} == {*TABLES, *LARGE}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_sorted_and_every_row_has_a_source(name: str) -> None:
    _, *lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) > 100
    assert all(row["source"] for row in table(name))


def test_every_source_is_explained() -> None:
    explained = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    used = {source for name in TABLES for row in table(name) for source in row["source"].split("+")}
    assert [source for source in sorted(used) if f"`{source}`" not in explained] == []


def test_ids_are_unique_slugs(entities: dict[str, TableRow]) -> None:
    ids = list(table("entities").first())
    assert len(ids) == len(set(ids)) == len(entities)
    assert [node for node in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", node)] == []


def test_wikidata_ids_are_ids_and_name_one_entity_each(entities: dict[str, TableRow]) -> None:
    written = [row["wikidata"] for row in entities.values() if row["wikidata"]]
    assert [qid for qid in written if not re.fullmatch(r"Q[1-9]\d*", qid)] == []
    assert [qid for qid, count in Counter(written).items() if count > 1] == []
    assert len(written) > 8000


def test_no_wikidata_id_is_written_by_hand(entities: dict[str, TableRow]) -> None:
    assert [row["id"] for row in entities.values() if row["wikidata"] and row["source"] == "own"] == []
    by_hand = Path(__file__).parents[2] / "scripts" / "gazetteer" / "own"
    for path in sorted(by_hand.glob("*.csv")):
        assert not re.search(r"\bQ\d{2,}\b", path.read_text(encoding="utf-8")), path.name


def test_links_and_countries_lead_somewhere(entities: dict[str, TableRow]) -> None:
    codes = {row["alpha3"] for row in table("countries")}
    for row in entities.values():
        assert row["country"] in codes | {""}, row
        for link in row["links"].split():
            relation, target = link.split(":")
            assert relation in {"actsFor", "inCountry"}
            assert target in entities, row


def test_every_row_of_every_table_names_known_entities(entities: dict[str, TableRow]) -> None:
    columns = {"countries": "id", "commodities": "id", "names": "id", "surnames": "person"}
    for name, column in columns.items():
        assert [row for row in table(name) if row[column] not in entities] == []
    for row in table("terms"):
        assert entities.keys() >= {row["office"], row["person"]}
    for name in ("titles", "bodies"):
        assert [row for row in table(name) if row["of"] != "*" and row["id"] not in entities] == []


def test_names_are_keyed_as_text_is_cut() -> None:
    for row in table("names"):
        assert row["kind"] in KINDS
        assert key(row["surface"] or row["key"]) == row["key"]
        assert row["rank"] in "123456789"


def test_terms_do_not_end_before_they_start() -> None:
    for row in table("terms"):
        start, end = (date.fromisoformat(row[column]) if row[column] else None for column in ("start", "end"))
        assert start is None or end is None or start <= end, row


def test_goods_have_codes_of_two_four_or_six_digits(entities: dict[str, TableRow]) -> None:
    goods = [row for row in entities.values() if row["class"] == "Commodity"]
    assert len(goods) > 150
    assert [row for row in goods if not re.fullmatch(r"(\d\d){1,3}", row["hs"])] == []


def test_every_entity_that_is_named_can_be_made(entities: dict[str, TableRow]) -> None:
    gazetteer = Gazetteer.load()
    for node in entities:
        assert gazetteer.entity(gazetteer.entity(node).id).label  # type: ignore[arg-type]


def test_the_tables_stay_small() -> None:
    assert sum((DATA / f"{name}.tsv").stat().st_size for name in TABLES) < 6_000_000
    assert sum((DATA / f"{name}.tsv").stat().st_size for name in LARGE) < 20_000_000


def _large(name: str) -> list[list[str]]:
    _, *lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    return [line.split("\t") for line in lines]


def test_items_are_sorted_have_letters_for_sources_and_lead_to_entities_and_places(
    entities: dict[str, TableRow],
) -> None:
    explained = set(re.findall(r"^\| `([a-z])` ", (DATA / "SOURCES.md").read_text(encoding="utf-8"), re.MULTILINE))
    nodes = []
    for qid, cls, _, label, node, country, _, latitude, longitude, weight, letters in _large("items"):
        assert re.fullmatch(r"Q[1-9]\d*", qid)
        assert all((cls, label, weight.isdigit()))
        assert set(letters) <= explained
        assert re.fullmatch(r"([A-Z]{3})?", country)
        assert bool(latitude) == bool(longitude)
        assert not latitude or (-90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180)
        nodes += [(node, qid)] if node else []
    assert len(nodes) > 5000
    assert [pair for pair in nodes if entities[pair[0]]["wikidata"] != pair[1]] == []


def test_names_of_items_are_cut_as_text_is_and_name_items() -> None:
    known = {row[0] for row in _large("items")}
    for name, cell in _large("itemnames"):
        assert key(name) == name
        for mark in cell.split():
            assert mark[0] in "nacdtNACDT"
            assert f"Q{mark[1:]}" in known


@pytest.mark.parametrize("name", ["May", "Monday", "President", "King", "Sept"])
def test_months_days_and_titles_name_no_item(name: str) -> None:
    assert candidates(name) == ()
    assert candidates(f"{name} Day Sale") == ()


def test_a_large_table_finds_its_first_and_its_last_row_and_no_other() -> None:
    rows = _large("itemnames")
    for name, cell in (rows[0], rows[len(rows) // 2], rows[-1]):
        assert list(table("itemnames").rows(name)) == [{"key": name, "items": cell}]
    assert list(table("itemnames").rows("")) == list(table("itemnames").rows("\U0010ffff")) == []


def test_a_large_table_is_read_as_well_where_it_is_no_file() -> None:
    made = Table(b"key\titems\na\t1\na b\t2\na b\t3\nb\t4\n")
    found = [[row["items"] for row in made.rows(key)] for key in ("a", "a b", "b", "c")]
    assert found == [["1"], ["2", "3"], ["4"], []]
