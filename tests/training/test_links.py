"""Weights of pairs are fitted beside those that are kept, and the table of the lexicon has both."""

import numpy as np
import pytest

from kg.corpus.clusters import BASE, weights
from kg.corpus.links import ENTITY
from training.links.__main__ import KEPT, Cases, fitted, learned

ROWS = [({"near": 1.0}, True)] * 60 + [({"near": 1.0}, False)] * 20 + [({}, False)] * 60 + [({}, True)] * 20
CASES = Cases([features for features, _ in ROWS], np.array([same for _, same in ROWS]))


def test_a_weight_is_learned_for_what_tells_pairs_apart() -> None:
    found = learned(CASES, "event").by_name
    assert found["near"] > 0 > found[BASE]


def test_what_is_given_is_not_learned_again() -> None:
    columns = CASES.columns(["near"])
    alone, beside = (fitted(columns, CASES.same, given * columns[:, 0]) for given in (0.0, 1.0))
    assert alone[0] > beside[0]


@pytest.mark.parametrize("name", sorted(KEPT[ENTITY]))
def test_kept_weights_stand_in_the_table(name: str) -> None:
    assert weights(ENTITY).by_name[name] == KEPT[ENTITY][name]
