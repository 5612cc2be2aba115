"""What whole sentences say, parsed and read: what a phrase or clause hangs on, with sentences that do not say so."""

import pytest

from tests.cases import tried_on
from tests.reading import graph, said

pytestmark = pytest.mark.model


@tried_on("text", "part")
def test_a_sentence_says_so(text: str, part: str) -> None:
    lines = [str(statement) for statement in said(graph(text))]
    assert any(part in line for line in lines), lines


@tried_on("text", "part")
def test_a_sentence_says_nothing_of_the_kind(text: str, part: str) -> None:
    assert not any(str(statement).startswith(part) for statement in said(graph(text)))
