"""Copies of sentences with a day or a speaker put in keep the tree of what they tell."""

import random

from training.corpus import rearranged
from training.meaning import Sentence

LEFT = Sentence(
    "one",
    ("The", "army", "secured", "the", "town", "."),
    (True, True, True, True, False, False),
    (2, 3, 0, 5, 3, 3),
    ("det", "nsubj", "ROOT", "det", "dobj", "punct"),
)


def arcs(sentence: Sentence) -> set[tuple[str, str, str]]:
    """Word, label and head of each word that is no punctuation."""
    found = zip(sentence.words, sentence.labels, sentence.heads, strict=True)
    return {(word, label, sentence.words[head - 1] if head else "") for word, label, head in found if label != "punct"}


def test_a_day_and_a_speaker_are_put_in() -> None:
    for seed in range(20):
        dated, inside, behind = rearranged(LEFT, random.Random(seed))
        assert dated.words[:3] == ("The", "army", "on")
        assert ("on", "prep", "secured") in arcs(dated)
        assert arcs(LEFT) <= arcs(dated)
        assert arcs(LEFT) <= arcs(inside)
        (cue,) = (word for word, label, head in arcs(inside) if (label, head) == ("parataxis", "secured"))
        assert ("nsubj", cue) in {(label, head) for _, label, head in arcs(inside)}
        (top,) = (word for word, label, _ in arcs(behind) if label == "ROOT")
        assert ("secured", "ccomp", top) in arcs(behind)
        assert [word for word in behind.words if word != '"'][:6] == [*LEFT.words[:5], ","]
        assert all(words.words.count('"') % 2 == 0 for words in (inside, behind))
        for copy in (dated, inside, behind):
            assert len(copy.words) == len(copy.spaces) == len(copy.heads) == len(copy.labels)
            assert ("town", "dobj", "secured") in arcs(copy)


def test_what_is_said_already_is_left_alone() -> None:
    told = Sentence("two", ("The", "army", "said", "so", "now", "."), (True,) * 6, (2, 3, 0, 3, 3, 3), LEFT.labels)
    assert not list(rearranged(told, random.Random(1)))
    open_ended = Sentence("three", LEFT.words[:-1], LEFT.spaces[:-1], LEFT.heads[:-1], LEFT.labels[:-1])
    assert not list(rearranged(open_ended, random.Random(1)))
