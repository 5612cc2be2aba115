"""What no parser of good prose makes is read without a fault: nested prepositions, signs alone, sentences of blanks."""

import spacy
from spacy.tokens import Doc

from kg.frames.clausal import frames
from kg.frames.labels import chunk, left_of
from kg.frames.noun_phrases import number_tokens
from kg.model import Block, BlockKind
from kg.names.entity_types import head_of
from kg.parse.language_model import Prefixes
from kg.parse.readings import Reading, put
from kg.parse.tree import tree
from kg.reader import COMPONENTS
from tests.reader.built import doc
from tests.reading import sentence


def test_a_conjunction_that_is_a_head_is_its_own_phrase() -> None:
    words = tree(doc("and/CC/1/cc left=leave/VBD/1/ROOT")).tokens
    assert [token.text for token in chunk(words[0], most=7).tokens] == ["and"]
    assert [token.text for token in left_of(words[0]).tokens] == ["and"]


def test_a_sign_that_is_no_number_is_its_own_words() -> None:
    words = tree(doc("#/$/0/ROOT concerns=concern/NNS/0/dobj")).tokens
    assert number_tokens(words[0]) == (words[0],)


def test_a_sentence_of_blanks_has_no_frames_and_the_next_one_has() -> None:
    found = doc("\u00a0/_SP/0/ROOT Norway/NNP/2/nsubj signed=sign/VBD/2/ROOT it/PRP/2/dobj ././2/punct")
    text = found.text
    put(found, Reading(article="a", blocks=(Block(0, len(text), BlockKind.PARAGRAPH),)))
    assert [span.text.strip() for span in found.sents] == ["", "Norway signed it ."]
    assert [frame.lemma for frame in frames(tree(_annotated(found)), sentence(text))] == ["sign"]


def test_a_clause_whose_words_stand_apart_has_an_extent() -> None:
    found = doc(
        "It/PRP/1/nsubj seeks=seek/VBZ/1/ROOT to/TO/4/aux */NFP/4/punct ban/VB/1/xcomp */NFP/1/punct now/RB/3/advmod"
    )
    text = found.text
    put(found, Reading(article="a", blocks=(Block(0, len(text), BlockKind.PARAGRAPH),)))
    seek = next(frame for frame in frames(tree(_annotated(found)), sentence(text)) if frame.lemma == "seek")
    clause = next(argument.phrase for argument in seek.arguments if argument.slot != "subject")
    assert text[clause.start : clause.end] == clause.text == "ban * now"


def test_a_name_that_begins_with_a_preposition_has_a_head() -> None:
    assert head_of(["of", "fisheries"]).split()[-1] == "fisheries"
    assert head_of(["ministry", "of", "fisheries"]) == "ministry"


def test_a_prefix_without_a_word_keeps_its_lemma() -> None:
    nlp = spacy.blank("en")
    found = Prefixes(nlp, "kg_prefixes")(Doc(nlp.vocab, words=["Re-"], lemmas=["re-"]))
    assert found[0].lemma_ == "re-"


def _annotated(found: Doc) -> Doc:
    import kg.components  # noqa: F401  registers the factories

    nlp = spacy.blank("en")
    for name in COMPONENTS:
        found = nlp.add_pipe(name)(found)
    return found
