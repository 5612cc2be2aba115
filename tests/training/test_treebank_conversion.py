"""The converter from Universal Dependencies, by trees of words ``form/TAG/head/relation/new head/new label``."""

from pathlib import Path

from tests.cases import tried_on
from training.convert import converted
from training.corpus import grown, varied
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


@tried_on("words")
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
    assert [(one.heads, one.labels) for one in map(grown, read(path))] == 2 * [((2, 0, 2), ("nsubj", "ROOT", "punct"))]


def test_varied_copies_keep_the_tree(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    row = (
        "1\tRain\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n"
        "2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\t_\n"
        "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
    )
    path.write_text(row * 300, encoding="utf-8")
    found = [grown(tree) for tree in read(path)]
    copies = list(varied(found, seed=1))
    assert {one.words for one in copies} == {
        ("RAIN", "FELL", "."),
        ("rain", "fell", "."),
        ("Rain", "Fell", "."),
        ("Rain", "fell"),
    }
    assert all(len(one.words) == len(one.heads) == len(one.labels) for one in copies)
    assert copies == list(varied(found, seed=1))
