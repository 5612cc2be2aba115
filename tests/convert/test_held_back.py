"""What formats hold back: words that are withheld, what is unsure, what only a language model proposed."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.convert import Style, convert, own_formats
from tests.foreign.deals import deal, written
from tests.graphs import evidence, statement, trade_graph


@pytest.mark.parametrize("form", ["ftm", "ftm-statements", "claimreview", "quickstatements"])
def test_what_is_unsure_or_only_proposed_stays_out_and_is_told(form: str) -> None:
    graph = deal()
    how = ({"confidence": 0.2}, {"extracted_by": "llm:m1"}, {"extracted_by": "llm:m1", "reviewed_by": frozenset("R")})
    unsure, proposed, judged = (tuple(replace(one, **changes) for one in graph.statements) for changes in how)
    lines: list[str] = []
    assert "statement-" not in written(form, replace(graph, statements=unsure), lines)
    assert lines[0] == f"statements left out below the default confidence: {len(unsure)}"
    assert "statement-" not in written(form, replace(graph, statements=proposed), lines)
    assert f"statements left out that only a language model proposed: {len(proposed)}" in lines
    assert written(form, replace(graph, statements=judged)) == written(form, graph)


@pytest.mark.parametrize("form", sorted(own_formats()))
def test_withheld_words_stay_out_of_every_format(form: str, tmp_path: Path) -> None:
    for how, quoted in (("none", False), ("offsets", True)):
        convert(deal(), tmp_path / how, form, Style(evidence=how))
        folder = tmp_path / how
        paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        content = b"".join(path.read_bytes() for path in paths if path.is_file())
        assert b"Peru plans to buy Berg Cars. Peru denied" not in content
        if not quoted:
            assert b"Velox Motors owns Berg Cars." not in content
            assert b"Peru did not sell Berg Cars" not in content


@pytest.mark.parametrize("form", sorted(own_formats().keys() - {"geojson"}))
def test_a_statement_that_a_model_proposed_is_marked_or_left_out(form: str, tmp_path: Path) -> None:
    """A map has no statements."""
    triple = ("china", "sanctioned", "canada")
    made = replace(statement(triple, evidence("Trade and Tensions"), name="statement-x"), extracted_by="llm:m1")
    lines: list[str] = []
    convert(replace(trade_graph(), statements=(made,)), tmp_path / "x", form, Style(tell=lines.append))
    paths = sorted((tmp_path / "x").rglob("*")) if (tmp_path / "x").is_dir() else [tmp_path / "x"]
    content = b"".join(path.read_bytes() for path in paths if path.is_file())
    assert b"llm:m1" in content or "statements left out that only a language model proposed: 1" in lines
    assert form.endswith("12") or b"kg:sanctioned id:canada" not in content  # a triple term says nothing
