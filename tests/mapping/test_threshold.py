"""Which statements of a clause are told where some of them are not sure enough."""

from dataclasses import replace

from kg.mapping.threshold import above_threshold, least_useful, threshold
from kg.model import Factuality, Graph, NodeId
from kg.model.article import ArticleId, Evidence
from tests.graphs import statement

PLACE = Evidence(ArticleId("a"), 0, 8, "sentence")


def piece(
    name: str,
    confidence: float,
    *,
    of: str = "",
    typed: bool = False,
    usefulness: float | None = None,
    read_by: str = "",
) -> Graph:
    """A statement of a clause; ``of`` is the main one of which it is a detail."""
    said = replace(
        statement(("canada", "send", "peru"), PLACE, name=name, is_open=not typed),
        confidence=confidence,
        usefulness=usefulness,
        reviewed_by=frozenset({read_by} - {""}),
        detail_of=NodeId(of) if of else None,
    )
    return Graph(statements=(said,))


def kept(*pieces: Graph, least: float | None = 0.5) -> list[str]:
    return [said.id for piece in above_threshold(pieces, least) for said in piece.statements]


def test_what_is_less_sure_is_left_out_and_what_is_as_sure_is_not() -> None:
    assert kept(piece("a", 0.49), piece("b", 0.5)) == ["b"]
    assert kept(piece("a", 0.0), piece("b", 0.5), least=0.0) == ["a", "b"]


def test_details_in_the_text_s_own_words_go_with_their_main_statement() -> None:
    assert kept(piece("main", 0.4), piece("where", 0.9, of="main")) == []
    assert kept(piece("main", 0.6), piece("where", 0.9, of="main")) == ["main", "where"]


def test_a_detail_of_a_relation_of_the_ontology_stays() -> None:
    assert kept(piece("main", 0.4), piece("signed", 0.9, of="main", typed=True)) == ["signed"]


def test_a_main_statement_stays_without_its_details() -> None:
    assert kept(piece("main", 0.9), piece("where", 0.4, of="main")) == ["main"]


def test_a_clause_that_hangs_in_one_left_out_stays() -> None:
    assert kept(piece("main", 0.9, of="the-clause-above")) == ["main"]


def test_without_a_number_the_worth_decides_and_what_a_reader_found_right_stays() -> None:
    """What is sure and of no use goes as what is of use and unsure does."""
    sure, useful, both = (
        piece("a", 0.9, usefulness=0.1),
        piece("b", 0.1, usefulness=0.9),
        piece("c", 0.9, usefulness=0.9),
    )
    assert kept(sure, useful, both, least=None) == ["c"]
    assert kept(piece("a", 1.0, usefulness=0.1, read_by="Anna"), least=None) == ["a"]


def test_a_main_statement_in_the_text_s_own_words_must_be_of_use() -> None:
    """A detail, and a relation of the ontology, is judged by its worth alone."""
    dull = least_useful() - 0.05
    assert kept(piece("a", 1.0, usefulness=dull), piece("b", 1.0, usefulness=least_useful()), least=None) == ["b"]
    assert kept(piece("a", 1.0, usefulness=dull, typed=True), least=None) == ["a"]
    assert kept(piece("a", 1.0, usefulness=dull, of="above"), least=None) == ["a"]
    assert kept(piece("a", 1.0, usefulness=dull, read_by="Anna"), least=None) == ["a"]
    assert kept(piece("a", 1.0, usefulness=dull), least=0.0) == ["a"]
    assert kept(piece("a", 1.0), least=None) == ["a"]
    alone = above_threshold([piece("a", 1.0, usefulness=dull)], None, beside_better=False)
    assert [said.id for one in alone for said in one.statements] == ["a"]


def test_a_condition_of_which_nothing_depends_is_no_main_statement() -> None:
    """ "... if the underwriters take up more"; "would lift its ban if Peru agreed" has its condition with it."""
    (alone,) = piece("if", 1.0, usefulness=1.0, typed=True).statements
    bare = replace(alone, factuality=Factuality.CONDITIONAL)
    whole = replace(bare, id=NodeId("would"), condition="if Peru agreed")
    hung = replace(bare, id=NodeId("agreed"), detail_of=NodeId("would"))
    assert kept(*(Graph(statements=(one,)) for one in (bare, whole, hung)), least=None) == ["would", "agreed"]


def test_the_usual_thresholds_are_shares() -> None:
    assert 0 < threshold() < least_useful() < 1
