"""Reads treebanks in CoNLL-U: sentences as trees of words, each with the document it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_CELLS = 10


@dataclass
class Tree:
    """One sentence; words count from 1, head 0 is the root, and index 0 of every list is the root itself."""

    document: str = ""
    id: str = ""
    form: list[str] = field(default_factory=lambda: [""])
    lemma: list[str] = field(default_factory=lambda: [""])
    tag: list[str] = field(default_factory=lambda: [""])
    head: list[int] = field(default_factory=lambda: [0])
    rel: list[str] = field(default_factory=lambda: [""])
    space: list[bool] = field(default_factory=lambda: [False])
    entity: list[str] = field(default_factory=lambda: [""])
    """GUM's marks of the mentions that start and end at each word."""
    starts_paragraph: bool = False

    def __len__(self) -> int:
        return len(self.form) - 1

    @property
    def places(self) -> range:
        """The indices of the words."""
        return range(1, len(self.form))

    def children(self, place: int, *rels: str) -> list[int]:
        """What hangs on a word from left to right; only with one of the relations, where any are given."""
        return [i for i in self.places if self.head[i] == place and i != place and (not rels or self.rel[i] in rels)]

    def add(self, form: str, lemma: str, tag: str, arc: tuple[int, str], *, space: bool = True) -> None:
        """One more word, with its head and relation."""
        self.form.append(form)
        self.lemma.append(lemma.lower())
        self.tag.append(tag)
        self.head.append(arc[0])
        self.rel.append(arc[1])
        self.space.append(space)
        self.entity.append("")


def laid_out(trees: Iterable[Tree]) -> tuple[str, list[tuple[tuple[int, int], ...]]]:
    """The text of some sentences, and the places of the words of each; a paragraph begins on a line of its own."""
    text, places = "", []
    for tree in trees:
        if text:
            text = text.rstrip() + ("\n" if tree.starts_paragraph else " ")
        words = list[tuple[int, int]]()
        for form, space in zip(tree.form[1:], tree.space[1:], strict=True):
            words.append((len(text), len(text) + len(form)))
            text += form + " " * space
        places.append(tuple(words))
    return text.rstrip(), places


def read(path: Path) -> Iterator[Tree]:
    """The sentences of a file, in order."""
    document, tree = "", Tree()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# newdoc id = "):
                document = line.split(" = ", 1)[1].strip()
            elif line.startswith("# sent_id = "):
                tree.id = line.split(" = ", 1)[1].strip()
            elif line.startswith("# newpar"):
                tree.starts_paragraph = True
            elif len(cells) == _CELLS and cells[0].isdigit():
                marks = cells[9].split("|")
                entity = next((mark.removeprefix("Entity=") for mark in marks if mark.startswith("Entity=")), "")
                arc, space = (int(cells[6]), cells[7]), "SpaceAfter=No" not in marks
                tree.add(cells[1], cells[2], cells[4], arc, space=space)
                tree.entity[-1] = entity
            elif not line.strip() and len(tree):
                tree.document = document
                yield tree
                tree = Tree()
    if len(tree):
        tree.document = document
        yield tree
