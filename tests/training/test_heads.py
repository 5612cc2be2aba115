"""Each head learns from the words that its annotation is about, and has no loss where there is none."""

import pytest

from training.meaning import Meaning, Mention

torch = pytest.importorskip("torch", reason="training/requirements.txt is not installed")

from training.batches import Coded, documents  # noqa: E402
from training.heads import heads, told  # noqa: E402

WIDTH = 16
KNOWN = Meaning(
    events={0: 0.0, 1: 1.0, 2: 0.0},
    roles={1: ((0, "ARG0"), (2, "ARG1"))},
    factual={1: 3.0, 2: -2.0},
    mentions=(Mention(0, "norway", "1", "place"), Mention(2, "it", "1", "place", is_first=False)),
)


def sentence(meaning: Meaning = Meaning(), document: str = "d", pieces: int = 1) -> Coded:  # noqa: B008
    return Coded(document, [[7] * pieces] * 3, [1] * 3, [1] * 3, [0, 1, 1], [0] * 3, meaning)


def test_each_head_learns_what_a_batch_tells() -> None:
    torch.manual_seed(1)
    group = [[sentence(), sentence(KNOWN)], [sentence(KNOWN, "e")]]
    states = torch.randn(2, 7, WIDTH)
    found = heads(WIDTH).eval()
    optimizer = torch.optim.Adam(found.parameters(), lr=0.02)
    first = {name: float(head.loss(states, group).detach()) for name, head in found.items()}
    for _ in range(60):
        optimizer.zero_grad()
        sum(head.loss(states, group) for head in found.values()).backward()
        optimizer.step()
    assert all(head.loss(states, group).item() < first[name] / 2 for name, head in found.items())


def test_nothing_is_lost_where_nothing_is_known() -> None:
    for head in heads(WIDTH).values():
        assert head.loss(torch.randn(1, 4, WIDTH), [[sentence()]]) is None


def test_columns_of_words_count_from_the_root() -> None:
    first, second, other = told([[sentence(), sentence()], [sentence()]])
    assert (first.column(0), second.column(0), other.column(2)) == (1, 4, 3)
    assert list(second.columns) == [4, 5, 6]


def test_documents_are_not_mixed_and_runs_are_as_long_as_may_be() -> None:
    found = [sentence(document=name, pieces=15) for name in "aaaaab"]  # 45 word pieces each, 160 a run
    groups = [[[one.document for one in run] for run in group] for group in documents(found, 1e9)]
    assert groups == [[["a"] * 3, ["a"] * 2], [["b"]]]
    assert [len(group) for group in documents(found, 160)] == [1, 1, 1]
