"""The gazetteer's tables: whole, sorted, linked, and without a guessed id."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import Row, table
from kg.gazetteer.words import key

DATA = Path(str(files("kg") / "data"))
TABLES = ("bodies", "commodities", "countries", "entities", "members", "names", "surnames", "terms", "titles")
KINDS = {"name", "demonym", "capital", "acronym", "title", "seat"}


@pytest.fixture(scope="module")
def entities() -> dict[str, Row]:
    return {row["id"]: row for row in table("entities")}


def test_the_tables_are_the_ones_known_here() -> None:
    assert {path.stem for path in DATA.glob("*.tsv")} == set(TABLES)


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


def test_ids_are_unique_slugs(entities: dict[str, Row]) -> None:
    ids = list(table("entities").first())
    assert len(ids) == len(set(ids)) == len(entities)
    assert [node for node in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", node)] == []


def test_wikidata_ids_are_ids_and_name_one_entity_each(entities: dict[str, Row]) -> None:
    written = [row["wikidata"] for row in entities.values() if row["wikidata"]]
    assert [qid for qid in written if not re.fullmatch(r"Q[1-9]\d*", qid)] == []
    assert [qid for qid, count in Counter(written).items() if count > 1] == []
    assert len(written) > 8000


def test_no_wikidata_id_is_written_by_hand(entities: dict[str, Row]) -> None:
    assert [row["id"] for row in entities.values() if row["wikidata"] and row["source"] == "own"] == []
    by_hand = Path(__file__).parents[1] / "scripts" / "gazetteer" / "own"
    for path in sorted(by_hand.glob("*.csv")):
        assert not re.search(r"\bQ\d{2,}\b", path.read_text(encoding="utf-8")), path.name


def test_links_and_countries_lead_somewhere(entities: dict[str, Row]) -> None:
    codes = {row["alpha3"] for row in table("countries")}
    for row in entities.values():
        assert row["country"] in codes | {""}, row
        for link in row["links"].split():
            relation, target = link.split(":")
            assert relation in {"actsFor", "inCountry"}
            assert target in entities, row


def test_every_row_of_every_table_names_known_entities(entities: dict[str, Row]) -> None:
    columns = {"countries": "id", "commodities": "id", "members": "organization", "names": "id", "surnames": "person"}
    for name, column in columns.items():
        assert [row for row in table(name) if row[column] not in entities] == []
    for row in table("terms"):
        assert {row["office"], row["person"]} <= set(entities)
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


def test_members_are_countries() -> None:
    codes = {row["alpha3"] for row in table("countries")}
    for row in table("members"):
        assert set(row["members"].split()) <= codes


def test_goods_have_codes_of_two_four_or_six_digits(entities: dict[str, Row]) -> None:
    goods = [row for row in entities.values() if row["class"] == "Commodity"]
    assert len(goods) > 150
    assert [row for row in goods if not re.fullmatch(r"(\d\d){1,3}", row["hs"])] == []


def test_every_entity_that_is_named_can_be_made(entities: dict[str, Row]) -> None:
    gazetteer = Gazetteer.load()
    for node in entities:
        assert gazetteer.entity(gazetteer.entity(node).id).label  # type: ignore[arg-type]


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("*.tsv")) < 6_000_000


@pytest.mark.slow
def test_matching_is_fast() -> None:
    table.cache_clear()
    text = (Path(__file__).parents[1] / "seeds" / "canada-china.txt").read_text(encoding="utf-8")
    words = re.findall(r"\w+|[^\w\s]", text)
    begin = time.perf_counter()
    gazetteer = Gazetteer.load()
    gazetteer.matches(words)
    loaded = time.perf_counter()
    gazetteer.matches(words * (30_000 // len(words)))
    matched = time.perf_counter()
    assert loaded - begin < 1
    assert matched - loaded < 1
