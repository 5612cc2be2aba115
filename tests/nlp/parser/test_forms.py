"""Fixed expressions and names: each rule with arcs that it mends, and arcs that it leaves alone.

A word is written ``form/TAG/head/label/new head/new label``; heads count from 1, and a root hangs on itself.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.parser.blocks import Arc, Words
from kg.nlp.parser.forms import formed

CASES = {
    "such as": "towns/NNS/1/ROOT/1/ROOT such/JJ/1/prep/3/amod as/IN/2/pobj/1/prep Oslo/NNP/2/pobj/3/pobj",
    "such as it should be": "towns/NNS/1/ROOT/1/ROOT such/JJ/3/amod/3/amod as/IN/1/prep/1/prep Oslo/NNP/3/pobj/3/pobj",
    "as well as": (
        "Oslo/NNP/1/ROOT/1/ROOT as/RB/1/advmod/4/advmod well/RB/5/cc/4/advmod as/IN/3/advmod/5/cc "
        "Bonn/NNP/1/conj/1/conj"
    ),
    "as well as he can": (
        "sings/VBZ/1/ROOT/1/ROOT as/RB/3/advmod/3/advmod well/RB/1/advmod/1/advmod as/IN/6/mark/6/mark "
        "he/PRP/6/nsubj/6/nsubj can/MD/3/advcl/3/advcl"
    ),
    "more than": "more/JJR/3/advmod/3/amod than/IN/3/advmod/3/quantmod ten/CD/3/ROOT/3/ROOT",
    "more than before": "more/JJR/1/ROOT/1/ROOT than/IN/1/prep/1/prep ten/CD/2/pobj/2/pobj",
    "in order to": (
        "left/VBD/1/ROOT/1/ROOT in/IN/5/mark/1/prep order/NN/5/mark/2/pobj to/TO/5/aux/5/aux rest/VB/1/advcl/3/acl"
    ),
    "in order": "is/VBZ/1/ROOT/1/ROOT in/IN/1/prep/1/prep order/NN/2/pobj/2/pobj",
    "a hyphened name": (
        "Kim/NNP/2/compound/4/compound Jong/NNP/5/nsubj/4/compound -/HYPH/2/punct/4/punct "
        "un/NNP/2/compound/5/nsubj left/VBD/5/ROOT/5/ROOT"
    ),
    "a hyphened noun": "oil/NN/3/compound/3/compound -/HYPH/1/punct/1/punct price/NN/3/ROOT/3/ROOT",
    "one name": "China/NNP/3/nsubj/2/compound Daily/NNP/3/nsubj/3/nsubj wrote/VBD/3/ROOT/3/ROOT",
    "two names": ("gave/VBD/1/ROOT/1/ROOT Oslo/NNP/1/dative/1/dative Bonn/NNP/1/dobj/1/dobj"),
    "a described name": (
        "its/PRP$/2/poss/2/poss agency/NN/3/compound/4/nsubj Reuters/NNP/4/nsubj/2/appos said/VBD/4/ROOT/4/ROOT"
    ),
    "a title": "judge/NN/2/compound/2/compound Berg/NNP/3/nsubj/3/nsubj left/VBD/3/ROOT/3/ROOT",
    "a shared object": (
        "aided/VBD/1/ROOT/1/ROOT and/CC/1/cc/1/cc armed/VBD/1/conj/1/conj rebels/NNS/1/dobj/3/dobj in/IN/1/prep/3/prep "
        "Chad/NNP/5/pobj/5/pobj"
    ),
    "an object that is not shared": (
        "ran/VBD/1/ROOT/1/ROOT and/CC/1/cc/1/cc hit/VBD/1/conj/1/conj Chad/NNP/3/dobj/3/dobj then/RB/1/advmod/1/advmod"
    ),
    "a noun as subject": (
        "say/VBP/1/ROOT/1/ROOT that/IN/3/mark/4/mark access/NN/4/csubj/4/nsubj is/VBZ/1/ccomp/1/ccomp "
        "free/JJ/4/acomp/4/acomp"
    ),
    "a clause as subject": "what/WP/2/dobj/2/dobj remains/VBZ/3/csubj/3/csubj is/VBZ/3/ROOT/3/ROOT",
    "a speaker behind the verb": (
        "Rain/NN/2/nsubj/2/nsubj fell/VBD/4/ccomp/4/ccomp ,/,/4/punct/4/punct added/VBD/4/ROOT/4/ROOT "
        "Reuters/NNP/4/dobj/4/nsubj"
    ),
    "a speaker before it": "he/PRP/2/nsubj/2/nsubj quoted/VBD/2/ROOT/2/ROOT Reuters/NNP/2/dobj/2/dobj",
    "at least": ("at/IN/3/advmod/2/advmod least/JJS/1/pobj/3/advmod ten/CD/4/nummod/4/nummod men/NNS/4/ROOT/4/ROOT"),
    "over ten": "over/IN/2/advmod/2/quantmod ten/CD/3/nummod/3/nummod men/NNS/3/ROOT/3/ROOT",
    "nearly ten": "nearly/RB/2/advmod/2/advmod ten/CD/3/nummod/3/nummod men/NNS/3/ROOT/3/ROOT",
    "after a colon": (
        "these/DT/2/nsubj/2/nsubj include/VBP/2/ROOT/2/ROOT :/:/2/punct/2/punct boats/NNS/2/parataxis/2/dobj"
    ),
    "a clause after a colon": (
        "he/PRP/2/nsubj/2/nsubj left/VBD/2/ROOT/2/ROOT :/:/2/punct/2/punct rain/NN/5/nsubj/5/nsubj "
        "fell/VBD/2/parataxis/2/parataxis"
    ),
    "a quantifier behind": "locals/NNS/3/nsubj/3/nsubj all/DT/1/det/1/appos left/VBD/3/ROOT/3/ROOT",
    "a quantifier before": "all/DT/2/det/2/det locals/NNS/3/nsubj/3/nsubj left/VBD/3/ROOT/3/ROOT",
    "a share": "23.8/CD/3/dep/2/nummod %/NN/3/nsubj/3/nsubj left/VBD/3/ROOT/3/ROOT",
    "two nouns": "dogs/NNS/3/nsubj/3/nsubj cats/NNS/3/nsubj/3/nsubj run/VBP/3/ROOT/3/ROOT",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_arcs_are_put_into_form(text: str) -> None:
    rows = [word.split("/") for word in text.split()]
    words = Words([row[0] for row in rows], [row[1] for row in rows], [None] * len(rows))
    arcs = [Arc(int(row[2]) - 1, row[3], 1.0) for row in rows]
    assert formed(arcs, words) == [Arc(int(row[4]) - 1, row[5], 1.0) for row in rows]


WORDS = (
    "such/JJ",
    "as/IN",
    "well/RB",
    "in/IN",
    "order/NN",
    "than/IN",
    "more/JJR",
    "at/IN",
    "least/JJS",
    "ten/CD",
    "%/NN",
    "-/HYPH",
    ":/:",
    "all/DT",
    "its/PRP$",
    "Kim/NNP",
    "Chad/NNP",
    "agency/NN",
    "that/IN",
    "aided/VBD",
    "armed/VBD",
)
LABELS = ("nsubj", "dobj", "pobj", "compound", "conj", "cc", "prep", "mark", "advcl", "det", "csubj", "ccomp", "dep")


@given(st.data())
def test_trees_stay_trees(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 9))
    rows = [word.split("/") for word in data.draw(st.lists(st.sampled_from(WORDS), min_size=size, max_size=size))]
    order = data.draw(st.permutations(range(size)))
    arcs = [Arc(0, "", 1.0)] * size
    for number, place in enumerate(order):
        above = order[data.draw(st.integers(0, number - 1))] if number else place
        arcs[place] = Arc(above, data.draw(st.sampled_from(LABELS)) if number else "ROOT", 1.0)
    found = formed(arcs, Words([row[0] for row in rows], [row[1] for row in rows], [None] * size))
    assert sum(arc.head == place for place, arc in enumerate(found)) == 1
    for start in range(size):
        place = start
        for _ in range(size):
            place = found[place].head
        assert found[place].head == place
