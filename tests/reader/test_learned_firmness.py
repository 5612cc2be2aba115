"""What the head that has read a clause may change: what operators leave open; no "if", no "allegedly" to a fact."""

import pytest

from kg.factuality.learned import NAMES, UNKNOWN, settled_by
from kg.factuality.signatures import Firmness
from kg.model import Factuality

PURPOSE = Firmness(Factuality.POSSIBLE, "to", "purpose")
ALLEGED = Firmness(Factuality.POSSIBLE, "allegedly", "adverbs")
SUPPOSED = Firmness(Factuality.CONDITIONAL, "if", "conditions")
AFTER = Firmness(Factuality.CONDITIONAL, "after", "conditions")
PLAIN = Firmness()


def _shares(best: str, share: float) -> dict[str, float]:
    rest = (1 - share) / len(NAMES)
    return {name: share if name == best else rest for name in (*NAMES, UNKNOWN)}


@pytest.mark.parametrize(
    ("composed", "best", "share", "name", "doubted"),
    [
        (PURPOSE, "Planned", 0.6, "Planned", True),
        (PURPOSE, "Planned", 0.5, "Possible", True),
        (PURPOSE, "Possible", 0.5, "Possible", False),
        (PURPOSE, "Asserted", 0.8, "Possible", True),
        (PURPOSE, "Asserted", 0.9, "Asserted", True),
        (PURPOSE, "Denied", 0.88, "Possible", True),
        (PURPOSE, "Denied", 0.95, "Denied", True),
        (ALLEGED, "Asserted", 0.99, "Possible", True),
        (SUPPOSED, "Asserted", 0.99, "Conditional", True),
        (Firmness(Factuality.POSSIBLE, "nobody", "unlisted_that"), "Asserted", 0.99, "Possible", True),
        (AFTER, "Asserted", 0.99, "Asserted", True),
        (PLAIN, "Denied", 0.99, "Asserted", True),
        (PURPOSE, UNKNOWN, 0.9, "Possible", False),
    ],
)
def test_the_head_decides_what_is_open_where_it_is_sure(
    composed: Firmness, best: str, share: float, name: str, *, doubted: bool
) -> None:
    found = settled_by(_shares(best, share), composed)
    assert (found.name, found.doubted) == (name, doubted)
    assert ("doubted" in found.rules) is doubted
