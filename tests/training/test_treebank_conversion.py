"""The converter from Universal Dependencies: each rule with a tree that it rewrites, and one that it leaves alone.

A word is written ``form/TAG/head/relation/new head/new label``; heads count from 1, 0 is the root.
"""

from pathlib import Path

import pytest

from training.convert import converted
from training.prepare import sentences, varied
from training.treebank import Tree, read

_LEMMAS = {
    "is": "be",
    "was": "be",
    "were": "be",
    "'s": "be",
    "said": "say",
    "gave": "give",
    "told": "tell",
    "made": "make",
}

CASES = {
    "a preposition governs its noun": (
        "She/PRP/2/nsubj/2/nsubj lives/VBZ/0/root/0/ROOT in/IN/4/case/2/prep Oslo/NNP/2/obl/3/pobj"
    ),
    "a possessive does not": (
        "Oslo/NNP/3/nmod:poss/3/poss 's/POS/1/case/1/case mayor/NN/4/nsubj/4/nsubj left/VBD/0/root/0/ROOT"
    ),
    "prepositions in a row": (
        "He/PRP/2/nsubj/2/nsubj came/VBD/0/root/0/ROOT out/IN/6/case/2/prep of/IN/6/case/3/prep "
        "the/DT/6/det/6/det house/NN/2/obl/4/pobj"
    ),
    "prepositions side by side": (
        "He/PRP/2/nsubj/2/nsubj lives/VBZ/0/root/0/ROOT in/IN/7/case/2/prep or/CC/5/cc/3/cc near/IN/3/conj/3/conj "
        "a/DT/7/det/7/det city/NN/2/obl/5/pobj"
    ),
    "because of": (
        "It/PRP/2/nsubj/2/nsubj closed/VBD/0/root/0/ROOT because/IN/5/case/2/prep of/IN/3/fixed/3/pcomp "
        "rain/NN/2/obl/3/pobj"
    ),
    "such as": ("towns/NNS/0/root/0/ROOT such/JJ/4/case/3/amod as/IN/2/fixed/1/prep Oslo/NNP/1/nmod/3/pobj"),
    "as well as": (
        "Oslo/NNP/0/root/0/ROOT as/RB/5/cc/4/advmod well/RB/2/fixed/4/advmod as/IN/2/fixed/1/cc Rome/NNP/1/conj/1/conj"
    ),
    "more than ten": (
        "more/JJR/3/advmod/3/amod than/IN/1/fixed/3/quantmod ten/CD/4/nummod/4/nummod people/NNS/0/root/0/ROOT"
    ),
    "at least ten": (
        "at/IN/2/case/2/advmod least/JJS/3/nmod/3/advmod ten/CD/4/nummod/4/nummod people/NNS/0/root/0/ROOT"
    ),
    "what does the deed of a passive": (
        "It/PRP/3/nsubj:pass/3/nsubjpass was/VBD/3/aux:pass/3/auxpass built/VBN/0/root/0/ROOT by/IN/5/case/3/agent "
        "Rome/NNP/3/obl:agent/4/pobj"
    ),
    "a copula governs its clause": (
        "Oslo/NNP/5/nsubj/3/nsubj also/RB/5/advmod/3/advmod is/VBZ/5/cop/0/ROOT very/RB/5/advmod/5/advmod "
        "big/JJ/0/root/3/acomp"
    ),
    "a copula with a place": ("She/PRP/4/nsubj/2/nsubj is/VBZ/4/cop/0/ROOT in/IN/4/case/2/prep Oslo/NNP/0/root/3/pobj"),
    "a copula with a noun": ("She/PRP/4/nsubj/2/nsubj is/VBZ/4/cop/0/ROOT a/DT/4/det/4/det judge/NN/0/root/2/attr"),
    "a copula with a clause": (
        "The/DT/2/det/2/det plan/NN/5/nsubj/3/nsubj is/VBZ/5/cop/0/ROOT to/TO/5/mark/5/aux leave/VB/0/root/3/xcomp"
    ),
    "what there is": ("There/EX/2/expl/2/expl is/VBZ/0/root/0/ROOT rain/NN/2/nsubj/2/attr"),
    "conjuncts in a chain": (
        "Oslo/NNP/0/root/0/ROOT ,/,/3/punct/1/punct Rome/NNP/1/conj/1/conj and/CC/5/cc/3/cc Bonn/NNP/1/conj/3/conj"
    ),
    "conjuncts with prepositions": (
        "He/PRP/2/nsubj/2/nsubj works/VBZ/0/root/0/ROOT in/IN/4/case/2/prep Oslo/NNP/2/obl/3/pobj and/CC/7/cc/3/cc "
        "in/IN/7/case/3/conj Rome/NNP/4/conj/6/pobj"
    ),
    "names are headed by their last word": (
        "President/NNP/2/nmod:desc/3/compound Jo/NNP/4/nsubj/3/compound Berg/NNP/2/flat/4/nsubj left/VBD/0/root/0/ROOT"
    ),
    "a name behind a noun with its article stands in apposition": (
        "the/DT/4/det/2/det agency/NN/4/nmod:desc/5/nsubj Radio/NNP/4/compound/4/compound Oslo/NNP/5/nsubj/2/appos "
        "left/VBD/0/root/0/ROOT"
    ),
    "a name behind a noun without one has a title": (
        "agency/NN/2/nmod:desc/2/compound Oslo/NNP/3/nsubj/3/nsubj left/VBD/0/root/0/ROOT"
    ),
    "a name with a hyphen is headed by its last word": (
        "al/NNP/4/nsubj/3/compound -/HYPH/1/punct/3/punct Qaeda/NNP/1/flat/4/nsubj left/VBD/0/root/0/ROOT"
    ),
    "a name joined to a noun by a hyphen is not": (
        "Oslo/NNP/0/root/0/ROOT -/HYPH/1/punct/1/punct trips/NNS/1/compound/1/compound"
    ),
    "an object that two verbs share": (
        "They/PRP/2/nsubj/2/nsubj fed/VBD/0/root/0/ROOT and/CC/4/cc/2/cc armed/VBD/2/conj/2/conj "
        "rebels/NNS/2/obj/4/dobj"
    ),
    "an object that is one verb's own": (
        "They/PRP/2/nsubj/2/nsubj fed/VBD/0/root/0/ROOT rebels/NNS/2/obj/2/dobj and/CC/5/cc/2/cc left/VBD/2/conj/2/conj"
    ),
    "a limit before a number": ("over/RB/2/advmod/2/quantmod ten/CD/3/nummod/3/nummod people/NNS/0/root/0/ROOT"),
    "an adverb before a number": ("about/RB/2/advmod/2/advmod ten/CD/3/nummod/3/nummod people/NNS/0/root/0/ROOT"),
    "a quantifier behind": ("we/PRP/3/nsubj/3/nsubj all/DT/1/det/1/appos left/VBD/0/root/0/ROOT"),
    "a quantifier in front": ("all/DT/2/det/2/det towns/NNS/3/nsubj/3/nsubj left/VBD/0/root/0/ROOT"),
    "what an adjective is completed by": ("wise/JJ/0/root/0/ROOT to/TO/3/mark/3/aux leave/VB/1/advcl/1/xcomp"),
    "what stands behind a comma is no complement": (
        "wise/JJ/0/root/0/ROOT ,/,/4/punct/1/punct to/TO/4/mark/4/aux leave/VB/1/advcl/1/advcl"
    ),
    "a number after a name is not its head": (
        "In/IN/2/case/4/prep Section/NNP/4/obl/1/pobj "
        "6/CD/2/flat/2/nummod stand/VBP/0/root/0/ROOT rules/NNS/4/nsubj/4/nsubj"
    ),
    "an adjective in a name": ("United/NNP/2/amod/2/compound States/NNPS/0/root/0/ROOT"),
    "an adjective before a name": ("northern/JJ/2/amod/2/amod Norway/NNP/0/root/0/ROOT"),
    "a date": (
        "on/IN/3/case/0/ROOT May/NNP/3/compound/1/pobj "
        "3/CD/0/root/2/nummod ,/,/5/punct/2/punct 2024/CD/3/nmod:unmarked/2/nummod"
    ),
    "a time of day": ("at/IN/2/case/0/ROOT 5/CD/0/root/3/nummod p.m./NN/2/nmod:unmarked/1/pobj"),
    "money in millions": ("$/$/0/root/3/quantmod 5/CD/3/compound/3/compound million/CD/1/nummod/0/ROOT"),
    "money": ("costs/VBZ/0/root/0/ROOT $/$/1/obj/3/nmod 5/CD/2/nummod/1/dobj"),
    "how much higher": ("10/CD/2/nummod/2/nummod percent/NN/3/obl:unmarked/3/npadvmod higher/JJR/0/root/0/ROOT"),
    "a gerund after a preposition": (
        "He/PRP/2/nsubj/2/nsubj won/VBD/0/root/0/ROOT after/IN/4/mark/2/prep trying/VBG/2/advcl/3/pcomp"
    ),
    "a clause after a conjunction": (
        "He/PRP/2/nsubj/2/nsubj won/VBD/0/root/0/ROOT "
        "after/IN/5/mark/5/mark she/PRP/5/nsubj/5/nsubj left/VBD/2/advcl/2/advcl"
    ),
    "the subject of an infinitive": ("made/VBD/0/root/0/ROOT them/PRP/1/obj/3/nsubj go/VB/1/xcomp/1/ccomp"),
    "the object of a request": (
        "told/VBD/0/root/0/ROOT them/PRP/1/obj/1/dobj to/TO/4/mark/4/aux go/VB/1/xcomp/1/xcomp"
    ),
    "to whom something is given": ("gave/VBD/0/root/0/ROOT her/PRP/1/iobj/1/dative books/NNS/1/obj/1/dobj"),
    "what is said, before the verb of saying": (
        "Rain/NN/2/nsubj/2/nsubj fell/VBD/0/root/5/ccomp "
        ",/,/5/punct/5/punct he/PRP/5/nsubj/5/nsubj said/VBD/2/parataxis/0/ROOT"
    ),
    "a clause beside another": (
        "Rain/NN/2/nsubj/2/nsubj fell/VBD/0/root/0/ROOT "
        ",/,/5/punct/2/punct he/PRP/5/nsubj/5/nsubj left/VBD/2/parataxis/2/parataxis"
    ),
    "what somebody did": (
        "know/VBP/0/root/0/ROOT what/WP/1/obj/4/dobj he/PRP/4/nsubj/4/nsubj did/VBD/2/acl:relcl/1/ccomp"
    ),
    "a relative clause": ("man/NN/0/root/0/ROOT who/WP/3/nsubj/3/nsubj left/VBD/1/acl:relcl/1/relcl"),
    "what is negated": ("did/VBD/3/aux/3/aux not/RB/3/advmod/3/neg go/VB/0/root/0/ROOT"),
}


@pytest.mark.parametrize("words", CASES.values(), ids=CASES.keys())
def test_a_tree_is_rewritten(words: str) -> None:
    tree, heads, labels = Tree(), [], []
    for word in words.split():
        form, tag, head, rel, above, label = word.replace(",/,", "comma/,").split("/")
        form = "," if form == "comma" else form
        tree.add(form, _LEMMAS.get(form, form), tag, (int(head), rel))
        heads.append(int(above))
        labels.append(label)
    assert converted(tree) == (heads, labels)


def test_a_treebank_is_read_with_its_documents(tmp_path: Path) -> None:
    rows = [
        ["1", "Rain", "rain", "NOUN", "NN", "_", "2", "nsubj", "_", "SpaceAfter=No"],
        ["2", "fell", "fall", "VERB", "VBD", "_", "0", "root", "_", "_"],
        ["3", ".", ".", "PUNCT", ".", "_", "2", "punct", "_", "_"],
    ]
    sentence = "\n".join("\t".join(row) for row in rows)
    path = tmp_path / "a.conllu"
    path.write_text(f"# newdoc id = one\n{sentence}\n\n# newdoc id = two\n# text = x\n{sentence}\n\n", encoding="utf-8")
    assert [(tree.document, tree.form[1:], tree.space[1]) for tree in read(path)] == [
        ("one", ["Rain", "fell", "."], False),
        ("two", ["Rain", "fell", "."], False),
    ]
    kept = list(sentences([path], frozenset({"one"})))
    assert [(one.document, one.heads, one.labels) for one in kept] == [("two", (2, 0, 2), ("nsubj", "ROOT", "punct"))]


def test_varied_copies_keep_the_tree(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    row = (
        "1\tRain\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n"
        "2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\t_\n"
        "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
    )
    path.write_text(row * 300, encoding="utf-8")
    found = list(sentences([path], frozenset()))
    copies = list(varied(found, seed=1))
    assert {one.words for one in copies} == {
        ("RAIN", "FELL", "."),
        ("rain", "fell", "."),
        ("Rain", "Fell", "."),
        ("Rain", "fell"),
    }
    assert all(len(one.words) == len(one.heads) == len(one.labels) for one in copies)
    assert copies == list(varied(found, seed=1))
