"""Files of RDF end with a digest: what has rotted in one is told, and what people put together is not."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from kg.convert import Style, convert
from kg.errors import InputError
from kg.turtle.documents import read, read_source
from kg.turtle.formats import FORMATS, RDF12_FORMATS
from kg.turtle.whole import is_as_written
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.shards.made import flip

STYLE = Style(evidence="full")


@pytest.mark.parametrize("form", [*FORMATS, *RDF12_FORMATS])
def test_a_bit_that_is_turned_is_told_or_changes_nothing(form: str, tmp_path: Path) -> None:
    path, name, chance = tmp_path / "trade", form.removesuffix("12"), Random(form)
    convert(trade_graph(), path, form, STYLE)
    whole, triples, told = path.read_bytes(), read_source(path, name).triples, 0
    assert is_as_written(path)
    for _ in range(150):
        flip(path, chance.randrange(len(whole) * 8))
        try:
            assert is_as_written(path) is False or read_source(path, name).triples == triples
            told += is_as_written(path) is False
        except InputError:
            told += 1
        path.write_bytes(whole)
    assert told > 130


def test_commands_tell_of_a_file_that_is_another_than_was_written(tmp_path: Path, kg: Kg) -> None:
    path = tmp_path / "trade.ttl"
    convert(trade_graph(), path, "ttl", STYLE)
    commands = (("show", "trade.ttl"), ("check", "trade.ttl"), ("query", "trade.ttl", "ASK {?s ?p ?o}"))
    assert all("as it was written" not in kg(*command).err for command in commands)
    path.write_text(path.read_text().replace("Canada", "Kanada"))
    for command in commands:
        assert "note: trade.ttl: is not as it was written: damaged, or changed by hand" in kg(*command).err
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]))
    assert all("as it was written" not in kg(*command).err for command in commands)


def test_files_that_are_put_together_are_as_they_were_written(tmp_path: Path) -> None:
    one, two = tmp_path / "one.nt", tmp_path / "two.nt"
    convert(trade_graph(), one, "nt", STYLE)
    two.write_bytes(one.read_bytes() * 2)
    assert is_as_written(two)
    assert read(two) == trade_graph()
    two.write_bytes(one.read_bytes() + b"<urn:a> <urn:b> <urn:c> .\n")
    assert is_as_written(two)
    two.write_bytes(b"<urn:a> <urn:b> <urn:c> .\n" + one.read_bytes())
    assert is_as_written(two) is False


def test_a_file_without_a_digest_is_any_file(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    assert is_as_written(path) is None
    path.write_bytes(b"")
    assert is_as_written(path) is None
    with pytest.raises(InputError):
        read(tmp_path / "none.ttl")
