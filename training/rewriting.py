"""A tree while it is rewritten from one scheme into another, and the words of ``words.toml`` that this goes by."""

import tomllib
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from training.treebank import Tree

_FILE = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def words(section: str, name: str) -> frozenset[str]:
    """The words of a list."""
    listed: str = _FILE[section][name]
    return frozenset(listed.split())


def expressions() -> dict[str, tuple[int, tuple[str, ...]]]:
    """Fixed expression -> which of its words is the head, and the label of each."""
    return {key: (row[0], tuple(row[1:])) for key, row in _FILE["fixed"].items()}


def lines(section: str, name: str) -> tuple[str, ...]:
    """The lines of an entry, which may be several words each."""
    return tuple(_FILE[section][name].strip().splitlines())


@dataclass
class Draft(Tree):
    """A tree with the labels that have been decided; the empty label stands for "as the relation says"."""

    label: list[str] = field(default_factory=lambda: [""])
    joint: list[int] = field(default_factory=lambda: [0])
    """Of each "and" the conjunct that it introduces."""

    @classmethod
    def of(cls, tree: Tree) -> "Draft":
        """A copy of a tree, with no label decided."""
        joint = [
            tree.head[i] if tree.rel[i] == "cc" and tree.rel[tree.head[i]] == "conj" else 0
            for i in range(len(tree) + 1)
        ]
        return cls(**deepcopy(vars(tree)), label=[""] * (len(tree) + 1), joint=joint)

    def lower(self, place: int) -> str:
        """The word in lower case."""
        return self.form[place].lower()

    def promote(self, below: int, above: int, label: str) -> None:
        """Put a word in the place of its head, which hangs on it from now on."""
        self.head[below], self.rel[below], self.label[below] = self.head[above], self.rel[above], self.label[above]
        self.head[above], self.label[above] = below, label
        self.joint[below], self.joint[above] = self.joint[below] or self.joint[above], 0

    def head_by(self, below: int, above: int, label: str) -> None:
        """Make a dependent the head: it stands in the place of its head, and takes over what else hung on that."""
        others = [child for child in self.children(above) if child != below]
        self.promote(below, above, label)
        self.move(others, below)

    def move(self, places: Iterable[int], head: int) -> None:
        """Hang words on another head."""
        for place in places:
            if place != head:
                self.head[place] = head

    def subtree(self, top: int) -> set[int]:
        """A word and all that hangs on it."""
        found, waiting = {top}, [top]
        while waiting:
            for child in self.children(waiting.pop()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found
