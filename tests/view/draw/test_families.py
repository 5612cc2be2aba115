"""The colours of families: apart for who sees no red, green or blue, and in grey; each with a sign of its own."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from kg.ontology import Ontology
from kg.view.draw.cards import sign_of
from kg.view.draw.choice import tone_of_statement
from kg.view.draw.look import families, family_of, palette
from kg.view.draw.values import Theme, Tone
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement, trade_graph

# Viénot, Brettel and Mollon (1999): linear red, green and blue as seen without the long or the middle cones.
_SEEN = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}
_LEAST_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: what tells parts of a picture apart."""
_LEAST_STEP = 1.12
"""Between two neighbours in grey, as a ratio of contrast."""
_LEAST_APART = 0.03
"""Between two colours in linear light, the farthest channel."""


def _linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _grey(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True)) + 0.05


def test_every_family_of_the_ontology_has_a_look_and_no_other_has() -> None:
    known = Ontology.load().relation_classes
    assert set(families()) == {name for name, one in known.items() if not one.broader} - {"Other"}
    assert len(families()) == 8


@pytest.mark.parametrize("theme", list(Theme))
def test_colours_stand_out_from_the_ground_and_differ_in_grey(theme: Theme) -> None:
    ground = _grey(palette(theme).ground)
    greys = sorted(_grey(one.colour(theme)) for one in families().values())
    contrasts = [max(ground, grey) / min(ground, grey) for grey in greys]
    assert min(contrasts) >= _LEAST_CONTRAST - 0.05
    assert min(after / before for before, after in pairwise(greys)) >= _LEAST_STEP


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("kind", sorted(_SEEN))
def test_no_two_colours_are_alike_for_who_sees_less(theme: Theme, kind: str) -> None:
    seen = []
    for one in families().values():
        light = _linear(one.colour(theme))
        seen.append([sum(weight * part for weight, part in zip(row, light, strict=True)) for row in _SEEN[kind]])
    for first, second in combinations(seen, 2):
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) >= _LEAST_APART


def test_every_sign_is_another_figure_within_its_square() -> None:
    signs = [one.sign for one in families().values()]
    assert len(set(signs)) == len(signs)
    assert all(0 <= value <= 1 for sign in signs for point in sign for value in point)


def test_a_statement_is_of_the_family_of_its_class() -> None:
    said = statement(("china", "slam", "canada"), evidence("Trade and Tensions"))
    assert family_of(replace(said, relation_class="Criticising")).name == "SayAndJudge"
    assert family_of(replace(said, relation_class="OpposeAndHarm https://x.org/Raid")).name == "OpposeAndHarm"
    assert family_of(said).name == ""


@tried_on("thing", "cls", "expected")
def test_the_sign_is_of_the_class_of_the_act_or_there_is_none(thing: str, cls: str, expected: str) -> None:
    graph = replace(trade_graph(), entities=(*trade_graph().entities, entity("paper", thing, "paper")))
    said = replace(statement(("canada", "signed", "paper"), evidence("Trade and Tensions")), relation_class=cls)
    assert sign_of(graph, said).name == expected
    is_friendly = expected == "CooperateAndHelp"
    assert tone_of_statement(graph, said) is (Tone.COOPERATION if is_friendly else Tone.NEUTRAL)
