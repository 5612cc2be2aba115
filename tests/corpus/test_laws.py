"""What is the same does not depend on how articles came, and no reader's decision is lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import Links, linked
from kg.corpus.claims import ties
from kg.corpus.doubtful import DoubtfulPairs
from kg.corpus.happenings import Corpus
from kg.corpus.links import ENTITY, Doubt, Unit, read_links
from kg.model import ArticleId, Graph, NodeId
from kg.model.merge import merged, removed
from tests.corpus.made import Clause, corpora, told
from tests.sampling import COSTLY


def layers(graph: Graph) -> tuple[str, object, object]:
    """Both layers above a graph: the bytes of its links, and what follows."""
    links = linked(graph)
    return links.text(), Corpus(graph, links).happenings, ties(Corpus(graph, links))


@COSTLY
@given(corpora().flatmap(lambda graphs: st.tuples(st.just(graphs), st.permutations(graphs))))
def test_any_order_of_adding_gives_the_same(graphs: tuple[list[Graph], list[Graph]]) -> None:
    first, second = graphs
    assert layers(merged(first)) == layers(merged(second))


@COSTLY
@given(corpora())
def test_adding_twice_is_adding_once(graphs: list[Graph]) -> None:
    assert layers(merged([*graphs, graphs[0]])) == layers(merged(graphs))


@COSTLY
@given(corpora(), corpora(most=1))
def test_removing_what_was_added_gives_what_was_before(graphs: list[Graph], more: list[Graph]) -> None:
    added = told("new", None, Clause("karl-berg", "visited", "peru"))
    whole = merged([*graphs, added])
    assert layers(removed(whole, {ArticleId("new")})) == layers(merged(graphs))
    assert layers(removed(merged([*graphs, *more, added]), {ArticleId("new")})) == layers(merged([*graphs, *more]))


@COSTLY
@given(corpora())
def test_shards_give_what_all_at_once_gives(graphs: list[Graph]) -> None:
    half = len(graphs) // 2
    assert layers(merged([merged(graphs[:half]), merged(graphs[half:])])) == layers(merged(graphs))


@COSTLY
@given(corpora(), st.booleans(), st.data())
def test_a_readers_decision_is_never_lost(graphs: list[Graph], is_same: bool, data: st.DataObject) -> None:
    graph = merged(graphs)
    units = sorted(unit for cluster in linked(graph).clusters for unit in cluster.members if cluster.kind == ENTITY)
    one, other = data.draw(st.sampled_from(units)), data.draw(st.sampled_from(units))
    if one == other:
        return
    decision = DoubtfulPairs(graph, ()).decision(Doubt(ENTITY, one, other, 0.5), "", is_same=is_same)
    more = merged([graph, told("later", None, Clause("velox", "sued", "velox-inc"))])
    for links in (linked(graph, [decision]), linked(more, [decision])):
        assert (links.of_unit[one] == links.of_unit[other]) is is_same
        assert not any({one, other} == {doubt.first, doubt.second} for doubt in links.doubts)


@COSTLY
@given(corpora())
def test_links_come_back_from_their_file(graphs: list[Graph]) -> None:
    links = linked(merged(graphs))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "links.jsonl"
        path.write_text(links.text(), encoding="utf-8")
        assert read_links(path) == Links(links.told, links.doubts, links.denials)


def test_the_id_of_a_cluster_stays_when_another_member_comes() -> None:
    graph = merged([told("a", None, Clause("velox", "sued", "peru")), told("b", None, Clause("velox", "sued", "peru"))])
    more = merged([graph, told("c", None, Clause("velox", "sued", "peru"))])
    unit = Unit(NodeId("velox"), ArticleId("a"))
    before, after = linked(graph).of_unit[unit], linked(more).of_unit[unit]
    assert len(before.members) < len(after.members)
    assert before.id == after.id
