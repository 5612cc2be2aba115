"""The recorded parses are what the language model says today."""

from __future__ import annotations

import pytest

from kg.nlp.reader import COMPONENTS
from tests.parses import recorded, rows_of
from tests.reading import tools


@pytest.mark.model
def test_the_recorded_parses_are_those_of_the_model() -> None:
    """Remove ``parses.conllu`` and run ``KG_RECORD=1 pytest tests/nlp`` where this fails after a new model."""
    reader, _ = tools()
    with reader.nlp.select_pipes(disable=COMPONENTS):
        changed = [doc.text for doc in reader.nlp.pipe(recorded()) if rows_of(doc) != recorded()[doc.text]]
    assert len(recorded()) > 150
    assert changed == []
