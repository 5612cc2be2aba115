"""Treebanks as documents: running text, and where each sentence stands with its converted tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from training.convert import converted
from training.treebank import Tree, read


@dataclass(frozen=True)
class Sentence:
    """Where the words of a sentence stand in the text, and its tree; heads count words from 0, a root's is itself."""

    places: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def start(self) -> int:
        """The first character."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """The character behind the last."""
        return self.places[-1][1]


@dataclass
class Document:
    """A text with its sentences."""

    id: str
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, tree: Tree) -> None:
        """One more sentence; a paragraph stands on a line of its own."""
        if self.text:
            self.text = self.text.rstrip() + ("\n" if tree.starts_paragraph else " ")
        places = []
        for form, space in zip(tree.form[1:], tree.space[1:], strict=True):
            places.append((len(self.text), len(self.text) + len(form)))
            self.text += form + (" " if space else "")
        heads, labels = converted(tree)
        tops = tuple(head - 1 if head else place for place, head in enumerate(heads))
        self.sentences.append(Sentence(tuple(places), tops, tuple(labels)))


def documents(path: Path) -> Iterator[Document]:
    """The documents of a file in CoNLL-U."""
    for name, trees in groupby(read(path), key=lambda tree: tree.document):
        found = Document(name)
        for tree in trees:
            found.add(tree)
        found.text = found.text.rstrip()
        yield found
