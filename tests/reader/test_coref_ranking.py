"""The ranking head: what it reads, what it leaves open, and that its weights go with the parser's."""

from collections.abc import Sequence

import numpy as np
import pytest
from spacy.tokens import Doc

from kg.coref import ranking
from kg.coref.anaphora import Anaphora
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.positions import SUBJECT, Position
from kg.coref.ranking import NOUN, SERIES, Candidate, Ranker, RankingHead, features
from kg.coref.speaking import SpeakerSieve
from kg.parse.network import SIZES, Network, Window, weights
from kg.parse.readings import Reading, put
from kg.parse.tree import tree
from tests.reader.recorded import vocabulary

_WIDTH = 2


def _name(place: int, *, pronouns: str = "it") -> Mention:
    position = Position(sentence=0, role=SUBJECT)
    return Mention(place, place + 1, place, Kind.NAME, f"n{place}", position, frozenset({pronouns}), text=f"n{place}")


def _pronoun(place: int) -> Mention:
    return Mention(place, place + 1, place, Kind.PRONOUN, "it", Position(sentence=1), frozenset({"it"}), text="it")


def _head(size: int, *, none: float = -9.0) -> RankingHead:
    """A head that reads nothing but the first number of a candidate's state."""
    weights = {
        "mention": np.zeros((_WIDTH, 1)),
        "mention_bias": np.zeros(1),
        "candidate": np.array([[1.0], [0.0]]),
        "candidate_bias": np.zeros(1),
        "mean": np.zeros(size),
        "spread": np.ones(size),
        "hidden": np.vstack([np.zeros((size + 1, 1)), [[1.0]], np.zeros((1, 1))]),
        "hidden_bias": np.zeros(1),
        "out": np.ones(1),
        "out_bias": np.zeros(1),
        "none": np.zeros((6, 1)),
        "none_bias": np.array([none]),
    }
    return RankingHead({name: value.astype(np.float32) for name, value in weights.items()})


def _least(least: float) -> dict[str, float]:
    return dict.fromkeys((*SERIES, NOUN), least)


def _chosen(states: Sequence[float], mentions: Sequence[Mention], *, least: float = 0.5) -> int | None:
    """What the last of the mentions takes up."""
    chains = Chains(mentions)
    size = features(mentions[-1], [Candidate(mentions[0], chains.of(0), 1.0)]).shape[1]
    rows = np.array([[state, 0.0] for state in states], dtype=np.float16)
    speakers = SpeakerSieve(tree(Doc(vocabulary())), chains)
    return Anaphora(chains, speakers, Ranker((_head(size),), rows, _least(least))).antecedent(len(mentions) - 1)


def test_the_likeliest_candidate_is_meant() -> None:
    mentions = [_name(0), _name(1), _pronoun(2)]
    assert _chosen([1.0, 5.0, 0.0], mentions) == 1
    assert _chosen([5.0, 1.0, 0.0], mentions) == 0


def test_a_pronoun_stays_open_where_nothing_is_likely_enough() -> None:
    mentions = [_name(0), _name(1), _pronoun(2)]
    assert _chosen([2.0, 2.1, 0.0], mentions, least=0.9) is None


def test_what_agreement_rules_out_is_not_ranked() -> None:
    assert _chosen([1.0, 9.0, 0.0], [_name(0), _name(1, pronouns="he"), _pronoun(2)]) == 0
    assert _chosen([9.0, 0.0], [_name(0, pronouns="she"), _pronoun(1)]) is None


def test_a_definite_noun_takes_up_the_likeliest_called_so() -> None:
    firm = _name(0)._replace(kind=Kind.NOMINAL, lemma="firm", cls="Company")
    other = firm._replace(start=1, end=2, head=1)
    noun = firm._replace(start=2, end=3, head=2, determiner="definite", position=Position(sentence=1))
    assert _chosen([5.0, 1.0, 0.0], [firm, other, noun]) == 0
    assert _chosen([2.0, 1.0, 0.0], [firm, other, noun], least=0.9) is None
    assert _chosen([5.0, 1.0, 0.0], [firm, other, noun._replace(determiner="indefinite")]) is None


def test_a_noun_told_more_closely_is_not_what_was_told_otherwise() -> None:
    trade = _name(0)._replace(kind=Kind.NOMINAL, lemma="deficit", cls="Topic", words=frozenset({"trade"}))
    noun = trade._replace(start=1, end=2, head=1, determiner="definite", position=Position(sentence=1))
    assert _chosen([5.0, 0.0], [trade, noun]) == 0
    assert _chosen([5.0, 0.0], [trade, noun._replace(words=frozenset({"budget"}))]) is None


def test_who_speaks_without_a_name_is_nobody_named() -> None:
    berg = _name(0)._replace(cls="Person", node="berg", pronouns=frozenset({"he"}), titles=frozenset({"official"}))
    here = Position(sentence=1)
    noun = berg._replace(start=1, end=2, head=1, kind=Kind.NOMINAL, lemma="official", node="", cls="Group")
    noun = noun._replace(determiner="definite", position=here, titles=frozenset())
    assert _chosen([5.0, 0.0], [berg, noun]) == 0
    assert _chosen([5.0, 0.0], [berg, noun._replace(lemma="source")]) is None
    source = noun._replace(start=0, end=1, head=0, lemma="source", position=Position(sentence=0))
    assert _chosen([5.0, 0.0], [source, noun._replace(lemma="source")]) == 0


def test_mentions_of_one_thing_count_together() -> None:
    mentions = [_name(0), _name(1), _name(2), _pronoun(3)]
    chains = Chains(mentions)
    chains.join(0, 1, "name")
    described = [Candidate(one, chains.of(place), 0.0) for place, one in enumerate(mentions[:-1])]
    head = _head(features(mentions[-1], described).shape[1])
    states = np.array([[2.0, 0], [2.0, 0], [2.5, 0], [0, 0]], dtype=np.float16)
    assert Ranker((head,), states, _least(0.5)).best(mentions[-1], described) == 1


def test_without_states_the_rules_rank() -> None:
    assert Ranker.of(Doc(vocabulary(), words=["He", "left"])) is None


def test_weights_of_another_parser_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = Doc(vocabulary(), words=["He", "left"])
    put(doc, Reading(states=np.zeros((2, _WIDTH), dtype=np.float16)))
    monkeypatch.setattr(ranking, "load_heads", lambda _: ((), {}, "of another parser"))
    assert Ranker.of(doc) is None


@pytest.mark.parametrize("size", SIZES)
def test_the_weights_go_with_the_parser(size: str) -> None:
    heads, _, parser = ranking.load_heads(weights(size, ranking.WEIGHTS))
    words = ["He", "left"]
    network = Network.load(size)
    (scored,) = network.score([Window(network.pieces(words), words, ["PRP", "VBD"])])
    if not scored.states.size:
        pytest.skip("the weights of the parser give no states")
    assert parser == network.version
    assert all(head.weights["mention"].shape[0] == scored.states.shape[1] for head in heads)


@pytest.mark.parametrize("size", SIZES)
def test_the_weights_are_small_and_have_their_report(size: str) -> None:
    path = weights(size, ranking.WEIGHTS)
    assert path.stat().st_size < 1_000_000
    assert path.with_suffix(".json").is_file()
    assert all(0 < least < 1 for least in ranking.load_heads(path)[1].values())
