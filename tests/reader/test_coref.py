"""Coreference: marked sentences with controls, candidates, what is written on the Doc, and the rows."""

from collections import Counter
from collections.abc import Sequence

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.attribution.component import kg_quotes
from kg.coref import clusters, entity_rows
from kg.coref.chains import Kind
from kg.coref.component import kg_coref
from kg.coref.mentions import is_pleonastic, mentions
from kg.gazetteer import Gazetteer
from kg.lexicon import lexicon
from kg.names.component import Names
from kg.parse.readings import reading_of
from kg.parse.tree import Doc as Tree
from kg.parse.tree import tree
from tests.cases import tried_on
from tests.reader.coref_cases import PARSES, Case, Place, cases, examples
from tests.reader.recorded import parses, recorded, vocabulary

_PARSES = parses(PARSES)
_NAMES = Names(Gazetteer.load())
_CASES = cases()
_EXAMPLES = examples()


def _read(text: str) -> Doc:
    doc: Doc = kg_coref(kg_quotes(_NAMES(recorded(_PARSES[text]))))
    return doc


def _cluster(doc: Doc, place: Place) -> str:
    """The cluster of the mention at a place: of just these words, else of their head; "" for none."""
    spans = list(doc.spans["corefs"])
    exact = [span.id_ for span in spans if (span.start_char, span.end_char) == place]
    marked = doc.char_span(*place)
    assert marked is not None
    return next(iter([*exact, *(span.id_ for span in spans if span.root == marked.root)]), "")


def _doc(parse: str) -> Tree:
    """A tree, of each token "word/part of speech/tag/head/relation"."""
    columns = zip(*(token.split("/") for token in parse.split()), strict=True)
    words, pos, tags, heads, deps = map(list, columns)
    lemmas = [word.lower() for word in words]
    above = [int(head) for head in heads]
    return tree(Doc(vocabulary(), words=words, pos=pos, tags=tags, heads=above, deps=deps, lemmas=lemmas))


# -- marked sentences --------------------------------------------------------------------------------------------------


def test_the_cases_are_all_there() -> None:
    counts = Counter(case.section for case in _CASES)
    assert set(counts) == {
        "names", "appositions", "he_and_she", "it_and_they", "speakers", "who_is_told_of", "noun_phrases",
        "happenings", "pairs",
    }  # fmt: skip
    assert sum(counts.values()) >= 60


def test_each_rule_of_the_lexicon_has_an_example_and_a_control() -> None:
    told = Counter((case.section, case.same) for case in _EXAMPLES)
    assert all(told[section, same] for section in lexicon("coref") for same in (True, False))


@pytest.mark.parametrize("case", [*_CASES, *_EXAMPLES], ids=lambda case: f"{case.section}: {case.line}"[:90])
def test_phrases_stand_for_one_thing_where_marked_so(case: Case) -> None:
    doc = _read(case.text)
    first, second = (_cluster(doc, place) for place in case.places)
    assert (bool(first) and first == second) is case.same, [(span.text, span.id_) for span in doc.spans["corefs"]]


# -- candidates --------------------------------------------------------------------------------------------------------

_LIST = _doc(
    "the/DET/DT/1/det minister/NOUN/NN/6/nsubj and/CCONJ/CC/1/cc his/PRON/PRP$/4/poss deputy/NOUN/NN/1/conj "
    "both/DET/DT/6/dep spoke/VERB/VBD/6/ROOT"
)


def test_candidates_stand_in_order_of_their_heads() -> None:
    found = mentions(_LIST)
    assert [mention.head for mention in found] == [1, 1, 3, 4]
    assert [mention.kind for mention in found] == [Kind.NOMINAL, Kind.LIST, Kind.PRONOUN, Kind.NOMINAL]


def test_a_list_is_taken_up_by_they_and_a_minister_by_he_or_she() -> None:
    minister, both, *_ = mentions(_LIST)
    assert both.pronouns == {"they"}
    assert minister.pronouns == {"he", "she"}


@tried_on("words", "heads", "deps", "empty")
def test_it_is_empty_before_a_clause(words: str, heads: list[int], deps: list[str], empty: bool) -> None:
    lemmas = {"is": "be", "seems": "seem"}
    tokens = words.split()
    pos = ["PRON", "VERB", *["ADJ"] * (len(tokens) - 2)]
    doc = Doc(
        vocabulary(), words=tokens, heads=heads, deps=deps, pos=pos, lemmas=[lemmas.get(w, w.lower()) for w in tokens]
    )
    assert is_pleonastic(tree(doc)[0]) is empty


# -- what is written on the Doc ----------------------------------------------------------------------------------------


@tried_on("text", "mentions")
def test_a_text_has_these_mentions_with_node_and_class(text: str, mentions: list[str]) -> None:
    assert [f"{span.text}: {span.label_} {span.kb_id_}".strip() for span in _read(text).spans["corefs"]] == mentions


def test_each_joint_tells_its_rule() -> None:
    doc = _read("China said it would respond.")
    assert reading_of(doc).corefs.links == (((2, 3), (0, 1), "pronoun"),)


def test_a_pronoun_without_antecedent_is_told_as_open() -> None:
    doc = _read("The companies closed two plants. It gave no reason.")
    assert reading_of(doc).corefs.open == ((6, 7),)


@tried_on("text", "pairs")
def test_a_pair_has_the_nodes_of_its_members_where_two_were_told_of_together(text: str, pairs: list[str]) -> None:
    told = reading_of(doc := _read(text)).corefs.together
    assert [f"{doc[one.start : one.end]}: {' '.join(map(str, one.nodes))}" for one in told] == pairs


def test_a_doc_keeps_its_reading_as_bytes() -> None:
    doc = _read("France and Italy signed a pact. Both countries hope for more trade.")
    assert Doc(doc.vocab).from_bytes(doc.to_bytes()).user_data == doc.user_data


def test_reading_twice_writes_the_same() -> None:
    doc = _read("China said it would respond.")
    before = [(span.start, span.end, span.id_) for span in doc.spans["corefs"]]
    assert [(span.start, span.end, span.id_) for span in kg_coref(doc).spans["corefs"]] == before


def test_a_doc_without_names_falls_back_on_the_parsers_entities() -> None:
    doc = recorded(_PARSES["China said it would respond."])
    assert [span.text for span in kg_coref(doc).spans["corefs"]] == ["China", "it"]


def test_an_empty_doc_has_no_clusters() -> None:
    doc = kg_coref(Doc(vocabulary()))
    assert (clusters(doc), entity_rows(doc)) == ((), [])


def test_a_doc_that_was_not_read_has_no_clusters() -> None:
    assert clusters(Doc(vocabulary(), words=["It"])) == ()


# -- rows --------------------------------------------------------------------------------------------------------------


def _marked_doc(words: Sequence[str], spaces: Sequence[bool]) -> Doc:
    """ "Canada's exports": a possessor in a cluster with itself."""
    doc = Doc(
        vocabulary(),
        words=list(words),
        spaces=list(spaces),
        tags=["NNP", "POS", "NNS"],
        pos=["PROPN", "PART", "NOUN"],
        heads=[2, 0, 2],
        deps=["poss", "case", "ROOT"],
    )
    doc.spans["corefs"] = [Span(doc, 0, 2, label="Country", kb_id="canada", span_id="1")]
    return doc


def test_in_running_text_a_row_ends_before_the_genitive() -> None:
    (row,) = entity_rows(_marked_doc(["Canada", "'s", "exports"], [False, True, False]))
    assert (row["start"], row["end"], row["text"]) == (0, 6, "Canada")


def test_in_tokenized_text_a_row_holds_the_genitive() -> None:
    (row,) = entity_rows(_marked_doc(["Canada", "'s", "exports"], [True, True, False]))
    assert row["text"] == "Canada 's"


def test_rows_tell_each_mention_once_and_no_demonym() -> None:
    doc = _read("Canadian officials met in Canada. The country exports oil.")
    assert [(row["text"], row["entity"]) for row in entity_rows(doc)] == [
        ("Canada", "canada"),
        ("The country", "canada"),
    ]


def test_the_component_can_be_added_to_any_pipeline() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("kg_coref")
    assert "corefs" in pipeline("").spans
