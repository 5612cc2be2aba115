"""Reviews of statements: their rows, their files, and what building makes of them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli.review import _LETTERS
from kg.errors import InputError
from kg.model import Entity, Factuality, Graph, NodeId, Statement
from kg.model.article import Article, ArticleId
from kg.pipeline.build import build
from kg.reviews import CAUSES, Applied, Review, ReviewFile, Reviews, Verdict, review_key, reviews_in, row_of
from tests.cases import tried_on
from tests.graphs import TEXT, evidence, statement, trade_graph
from tests.reading import sentence, tools
from tests.sampling import some
from tests.shards.made import flip

ARTICLE = Article(ArticleId("trade"), TEXT, ())
SAID = replace(
    statement(("canada", "imposed", "china"), evidence("China responded with tariffs on Canadian canola.")),
    confidence=0.6,
)
OFFICIALS = Entity(NodeId("canadian-officials"), "Group", "Canadian officials", frozenset({"officials"}))


def review(verdict: str = "right", said: Statement = SAID, **more: str) -> Review:
    return Review(
        review_key(said),
        Verdict(verdict),
        more.get("cause", ""),
        more.get("instead", ""),
        reader=more.get("reader", "Anna"),
        sentence=more.get("sentence", said.first_evidence.quote),
        place="file, line 1",
    )


def applied(*reviews: Review, article: Article = ARTICLE, said: Iterable[Statement] = (SAID,)) -> Applied:
    clause = tuple(Graph(entities=(OFFICIALS,), statements=(one,)) for one in said)
    return Reviews(reviews).applied(article, [clause])


def only(found: Applied) -> Statement:
    ((piece,),) = found.clauses
    return piece.statements[0]


def test_a_review_s_row_is_read_as_it_was_written() -> None:
    graph = trade_graph()
    for said in graph.statements:
        made = replace(review("wrong", said, cause="factuality", instead="Planned"), useful=True, place="")
        row = row_of(graph, said, made)
        assert Review.from_row(json.loads(json.dumps(row))) == made
        assert row["end"] == said.first_evidence.end


def test_a_row_tells_what_the_statement_says_and_leaves_out_what_it_does_not() -> None:
    graph = trade_graph()
    (told,) = (one for one in graph.statements if one.id == "statement-b2")
    row = row_of(graph, told, review(said=told))
    assert isinstance(row["statement"], dict)
    assert row["statement"]["subject"] == "Canada"
    assert row["statement"]["timeText"] == "in 2024"
    assert "attributedTo" not in row["statement"]
    assert "cause" not in row


def test_what_a_reader_found_right_is_sure_and_tells_who_read_it() -> None:
    found = only(applied(review(), review(reader="Berg"), review("wrong", replace(SAID, relation="other"))))
    assert found.confidence == 1.0
    assert found.reviewed_by == frozenset({"Anna", "Berg"})
    assert only(applied()) == SAID


def test_what_a_reader_found_wrong_is_noted_and_the_last_review_counts() -> None:
    wrong = review("wrong", cause="parse")
    assert applied(wrong).wrong == {SAID.id}
    assert applied(wrong, review()).wrong == frozenset()
    assert applied(review(), wrong).wrong == {SAID.id}


def test_the_right_firmness_is_put_in_place() -> None:
    found = only(applied(review("wrong", cause="factuality", instead="Planned")))
    assert (found.factuality, found.confidence) == (Factuality.PLANNED, 1.0)
    assert applied(review("wrong", cause="factuality", instead="Opinion")).wrong == {SAID.id}
    assert applied(review("wrong", cause="factuality")).wrong == {SAID.id}


def test_what_was_put_right_may_be_judged_again() -> None:
    put_right = review("wrong", cause="factuality", instead="Planned")
    again = review("wrong", replace(SAID, factuality=Factuality.PLANNED), cause="relation")
    assert applied(put_right, again).wrong == {SAID.id}
    assert only(applied(put_right, replace(again, verdict=Verdict.RIGHT, cause="", reader="Berg"))).reviewed_by == {
        "Anna",
        "Berg",
    }


@tried_on("told", "source", "label")
def test_the_right_source_is_put_in_place(told: str, source: str, label: str) -> None:
    said = replace(SAID, attributed_to=NodeId("china"), label="Canada imposed, according to China", own_act=True)
    found = only(applied(review("wrong", said, cause="source", instead=told), said=[said]))
    assert (found.attributed_to, found.label, found.own_act) == ((source or None), label, False)


def test_a_sentence_that_moved_is_followed_and_one_that_is_gone_is_told() -> None:
    longer = replace(ARTICLE, text="New. " + TEXT)
    first = SAID.first_evidence
    moved = replace(SAID, evidence=frozenset({replace(first, start=first.start + 5, end=first.end + 5)}))
    assert only(applied(review(), article=longer, said=[moved])).confidence == 1.0
    gone = applied(review(), article=replace(ARTICLE, text="Nothing of it."))
    assert only(gone) == SAID
    assert dict(gone.counts)["reviews whose sentence no longer stands in the text (file, line 1)"] == 1


def test_a_statement_that_is_no_longer_made_so_is_counted() -> None:
    other = replace(SAID, factuality=Factuality.POSSIBLE)
    found = applied(review(said=other))
    assert only(found) == SAID
    assert dict(found.counts)["reviews of statements that are no longer made as they were judged"] == 1


def test_the_reviews_of_a_text_without_an_id_of_its_own_outlive_a_change_of_it() -> None:
    before = replace(SAID, evidence=frozenset({replace(SAID.first_evidence, article=ArticleId("trade-0123abcd"))}))
    article = replace(ARTICLE, id=ArticleId("trade-ffffffff"))
    now = replace(SAID, evidence=frozenset({replace(SAID.first_evidence, article=article.id)}))
    assert only(applied(review(said=before), article=article, said=[now])).confidence == 1.0
    assert Reviews([review(said=before)]).elsewhere([article.id]) == 0
    assert Reviews([review(said=before)]).elsewhere([ArticleId("war-ffffffff")]) == 1


def written(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def test_a_file_keeps_what_others_wrote_and_the_last_answer_of_each(tmp_path: Path) -> None:
    path, graph = tmp_path / "reviews.jsonl", trade_graph()
    first, second = graph.statements[:2]
    anna, berg = ReviewFile(path, "Anna", written), ReviewFile(path, "Berg", written)
    anna.put(row_of(graph, first, review(said=first)))
    berg.put(row_of(graph, first, review("wrong", first, cause="time", reader="Berg")))
    anna.put(row_of(graph, second, review(said=second)))
    anna.put(row_of(graph, first, review("wrong", first, cause="subject")))
    assert [(one.reader, one.cause) for one in reviews_in(path)] == [
        ("Berg", "time"),
        ("Anna", ""),
        ("Anna", "subject"),
    ]
    assert anna.reviews().keys() == {review_key(first), review_key(second)}
    assert berg.reviews()[review_key(first)].cause == "time"


def test_a_bit_that_is_turned_in_a_review_is_told_or_changes_nothing(tmp_path: Path) -> None:
    path, graph = tmp_path / "reviews.jsonl", trade_graph()
    ReviewFile(path, "Anna", written).put(row_of(graph, SAID, review("wrong", cause="factuality", instead="Denied")))
    whole, before, told = path.read_bytes(), reviews_in(path), 0
    for place in (places := some(range(len(whole) * 8), 600)):
        flip(path, place)
        try:
            assert reviews_in(path) == before
        except InputError:
            told += 1
        path.write_bytes(whole)
    assert told > len(places) * 7 / 8
    path.write_text(json.dumps({**json.loads(whole), "reader": "Berg"}))
    with pytest.raises(InputError, match="line 1: is damaged, or was changed by hand"):
        reviews_in(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [("no json", "line 1: is no JSON"), ("[]", "line 1: is no review"), ('{"text": "a"}', "line 1: is no review")],
)
def test_a_file_of_something_else_is_told_and_left_alone(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text)
    with pytest.raises(InputError, match=told):
        ReviewFile(path, "Anna", written)
    assert path.read_text() == text


def test_every_cause_has_a_letter_of_its_own() -> None:
    assert sorted(_LETTERS.values()) == sorted(CAUSES)


@pytest.mark.model
def test_a_graph_is_built_as_readers_found_it() -> None:
    reader, ontology = tools()
    texts = ("Kenya accused Uganda.", "Paul Berg praised the treaty.", "Anna Amati will visit Sweden.")
    article = sentence(" ".join(texts))
    told = _mains(build([article], reader, ontology).graph)
    reviews = Reviews(
        [
            review("wrong", told["Kenya"], cause="relation"),
            review("right", told["Paul Berg"]),
            review("wrong", told["Anna Amati"], cause="factuality", instead="Denied"),
        ],
        "digest",
    )
    built = build([article], reader, ontology, reviews=reviews)
    mains, ids = _mains(built.graph), {one.id for one in built.graph.statements}
    assert all(one.detail_of in ids for one in built.graph.statements if one.detail_of)
    assert mains.keys() == {"Paul Berg", "Anna Amati"}
    assert mains["Paul Berg"].confidence == 1.0
    assert mains["Paul Berg"].reviewed_by == frozenset({"Anna"})
    assert mains["Anna Amati"].factuality is Factuality.DENIED
    assert built.counts["statements that readers found wrong, and details of them"] >= 1
    (activity,) = mains["Paul Berg"].activities
    assert ("reviews", "digest") in activity.settings


def _mains(graph: Graph) -> dict[str, Statement]:
    return {graph.label(one.subject): one for one in graph.statements if one.detail_of is None}
