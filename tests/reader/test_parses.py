"""The recorded parses are what the language model says today: where one fails after a new model, record anew."""

import pytest

from tests.parses import recorded, rows_of
from tests.reader.record import SETS, parsed
from tests.reader.recorded import parses
from tests.reading import modelled

pytestmark = pytest.mark.model


def test_parses_that_one_can_read_are_those_of_the_model() -> None:
    """Remove ``parses.conllu`` and run ``KG_RECORD=1 pytest tests/reader`` to record them."""
    changed = [doc.text for doc in modelled(recorded()) if rows_of(doc) != recorded()[doc.text]]
    assert len(recorded()) > 150
    assert changed == []


@pytest.mark.parametrize(("name", "least"), [("names", 200), ("attributions", 350), ("coref", 230)])
def test_parses_of_a_set_are_those_of_the_model(name: str, least: int) -> None:
    """``python -m tests.reader.record NAME`` records them."""
    path, texts = SETS[name]
    kept = parses(path)
    assert set(texts()) == kept.keys()
    assert [parse["text"] for parse in parsed(texts()) if parse != kept[parse["text"]]] == []
    assert len(kept) >= least
