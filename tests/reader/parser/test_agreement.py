"""Labels agree with the tag of their word and with what hangs beside it and below."""

import pytest

from kg.parse.parser import Arc, consistent_labels


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("went/VBD/0/ROOT on/RP/0/advmod", "ROOT prt"),
        ("went/VBD/0/ROOT often/RB/0/advmod", "ROOT advmod"),
        ("named/VBD/0/ROOT it/PRP/0/dobj as/RB/0/advmod vital/JJ/2/pobj", "ROOT dobj prep pobj"),
        ("expect/VBP/0/ROOT it/PRP/3/nsubj to/TO/3/aux hold/VB/0/xcomp", "ROOT nsubj aux ccomp"),
        ("expects/VBZ/0/ROOT to/TO/2/aux hold/VB/0/xcomp", "ROOT aux xcomp"),
        ("was/VBD/0/ROOT wise/JJ/0/acomp to/TO/3/aux sign/VB/1/advcl", "ROOT acomp aux xcomp"),
        ("left/VBD/0/ROOT to/TO/2/aux sign/VB/0/advcl", "ROOT aux advcl"),
        ("called/VBD/0/ROOT it/PRP/0/dobj false/JJ/0/ccomp", "ROOT dobj oprd"),
        ("said/VBD/0/ROOT false/JJ/0/ccomp", "ROOT ccomp"),
        ("Guards/NNS/1/nsubjpass shot/VBD/1/ROOT", "nsubj ROOT"),
        ("Guards/NNS/2/nsubjpass were/VBD/2/auxpass shot/VBN/2/ROOT", "nsubjpass auxpass ROOT"),
        ("leaving/VBG/0/ROOT it/PRP/2/nsubj exposed/VBN/0/ccomp", "ROOT nsubjpass ccomp"),
        ("leaving/VBG/0/ROOT it/PRP/2/nsubj facing/VBG/0/ccomp", "ROOT nsubj ccomp"),
    ],
)
def test_labels_agree(words: str, expected: str) -> None:
    rows = [word.split("/") for word in words.split()]
    arcs = [Arc(int(head), label, 1.0) for _, _, head, label in rows]
    assert " ".join(consistent_labels(arcs, [tag for _, tag, _, _ in rows])) == expected
