"""Labels agree with the tag of their word and with what hangs beside it and below."""

from kg.parse.parser import Arc, consistent_labels
from tests.cases import tried_on


@tried_on("words", "expected")
def test_labels_agree(words: str, expected: str) -> None:
    rows = [word.split("/") for word in words.split()]
    arcs = [Arc(int(head), label, 1.0) for _, _, head, label in rows]
    assert " ".join(consistent_labels(arcs, [tag for _, tag, _, _ in rows])) == expected
