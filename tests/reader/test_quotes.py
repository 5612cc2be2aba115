"""Who says what: quotation marks, attributions of recorded parses, and what other stages read back."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

import pytest
from spacy.tokens import Doc, DocBin, Span

from kg.attribution import Attribution, attributions, write
from kg.attribution.component import kg_quotes
from kg.attribution.quotations import outermost, quotations
from kg.attribution.speakers import Speakers
from kg.frames.annotations import mentions
from kg.model import ArticleId, Block, BlockKind
from kg.model.mention import AttributionMention
from kg.parse.readings import Reading, put
from kg.parse.tree import tree
from tests.cases import tried_on
from tests.parses import annotated
from tests.reader.marked import PARSES, Marked, Place, cases, marked, samples
from tests.reader.recorded import parses, recorded, vocabulary

_PARSES = parses(PARSES)
_CASES = cases()
_RIGHT_SOURCE = 0.85  # share of words, as F1, from which a source counts as right
_RIGHT_CONTENT = 0.9
_ASSERTED = [line for section, lines in _CASES.items() if section not in {"none", "unsolved"} for line in lines]


def _read(text: str) -> Doc:
    doc = recorded(_PARSES[text])
    title, paragraph, _ = text.partition("\n\n")
    put(doc, Reading(blocks=(Block(0, len(title), BlockKind.TITLE),) if paragraph else ()))
    read: Doc = kg_quotes(doc)
    return read


def _places(doc: Doc, ranges: Iterable[tuple[int, int]]) -> list[Place]:
    return [(doc[start:end].start_char, doc[start:end].end_char) for start, end in ranges]


def _shared(ours: Sequence[Place], gold: Sequence[Place]) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a, b in itertools.product(ours, gold))


def _likeness(ours: Sequence[Place], gold: Sequence[Place]) -> float:
    """F1 of the characters; two empty places are alike."""
    size = sum(end - start for start, end in (*ours, *gold))
    return 2 * _shared(ours, gold) / size if size else 1.0


def _candidates(doc: Doc, case: Marked) -> Iterator[Attribution]:
    """The attributions that share the cue; where no cue is marked, those that share the content."""
    for found in attributions(doc):
        ours = _places(doc, [found.cue] if case.places["cue"] else found.content)
        if _shared(ours, case.places["cue"] or case.places["content"]):
            yield found


def _is_right(doc: Doc, found: Attribution, case: Marked) -> bool:
    source = _likeness(_places(doc, [found.source] if found.source else []), case.places["source"])
    return source >= _RIGHT_SOURCE and _likeness(_places(doc, found.content), case.places["content"]) >= _RIGHT_CONTENT


def _is_found(line: str) -> bool:
    case = marked(line)
    doc = _read(case.text)
    return any(_is_right(doc, found, case) for found in _candidates(doc, case))


def test_the_cases_are_read() -> None:
    assert len(_ASSERTED) > 180
    assert len(_CASES["none"]) > 45


@pytest.mark.parametrize("line", _ASSERTED)
def test_a_marked_attribution_is_found(line: str) -> None:
    assert _is_found(line), [str(found) for found in attributions(_read(marked(line).text))]


@pytest.mark.parametrize("line", _CASES["none"])
def test_a_text_in_which_nobody_reports_has_no_attribution(line: str) -> None:
    assert not attributions(_read(line))


def test_few_cases_are_unsolved() -> None:
    unsolved = [line for line in _CASES["unsolved"] if not _is_found(line)]
    assert len(unsolved) <= 0.05 * len(_ASSERTED)


@pytest.mark.parametrize(("rule", "line"), list(samples("examples")))
def test_an_example_of_the_lexicon_fires(rule: str, line: str) -> None:
    assert _is_found(line), (rule, [str(found) for found in attributions(_read(marked(line).text))])


@pytest.mark.parametrize(("rule", "line"), list(samples("counterexamples")))
def test_a_counterexample_of_the_lexicon_does_not_fire(rule: str, line: str) -> None:
    assert not attributions(_read(line)), rule


def _quoted(text: str) -> list[str]:
    doc = _plain(text)
    return [doc[slice(*found.inner)].text.strip() for found in quotations(tree(doc))]


def _plain(text: str) -> Doc:
    """Words and marks, without a parse."""
    words, spaces = [], []
    for piece in text.split(" "):
        cut = _cut(piece)
        words += cut
        spaces += [False] * (len(cut) - 1) + [True]
    return Doc(vocabulary(), words=words, spaces=[*spaces[:-1], False])


def _cut(piece: str) -> list[str]:
    parts = [""]
    for character in piece:
        if character.isalnum():
            parts[-1] += character
        else:
            parts += [character, ""]
    return [part for part in parts if part] or [""]


@tried_on("text", "quoted")
def test_marks_of_every_style_are_paired(text: str, quoted: list[str]) -> None:
    assert _quoted(text) == quoted


@tried_on("text")
def test_an_apostrophe_is_no_quotation_mark(text: str) -> None:
    assert not _quoted(text)


def test_a_quotation_within_another_is_not_outermost() -> None:
    doc = _plain("He said “we call it ‘home’ here” twice.")
    assert len(quotations(tree(doc))) == 2
    assert len(outermost(quotations(tree(doc)))) == 1


@tried_on("text", "label")
def test_a_quotation_is_direct_or_scare(text: str, label: str) -> None:
    doc = _read(text)
    assert [span.label_ for span in doc.spans["quotes"]] == [label]


@tried_on("text", "kinds")
def test_the_kind_is_that_of_the_cue(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in attributions(_read(text))] == kinds


def _chain() -> Doc:
    """The BBC says words 3 to 9, the mayor 6 to 9."""
    words = ["The", "BBC", "said", "the", "mayor", "warned", "it", "would", "rain", "."]
    doc = Doc(vocabulary(), words=words)
    write(
        tree(doc),
        [Attribution(0, (3, 5), (5, 6), ((6, 9),), "warn"), Attribution(0, (0, 2), (2, 3), ((3, 9),), "neutral")],
    )
    return doc


def test_attributions_are_numbered_in_order_and_read_back() -> None:
    assert attributions(_chain()) == (
        Attribution(1, (0, 2), (2, 3), ((3, 9),), "neutral"),
        Attribution(2, (3, 5), (5, 6), ((6, 9),), "warn"),
    )


def test_each_token_knows_the_attributions_that_hold_it_the_tightest_first() -> None:
    doc = tree(_chain())
    held = [[each.kind for each in Speakers(doc).holding(token)] for token in doc]
    assert held == [[]] * 3 + [["neutral"]] * 3 + [["warn", "neutral"]] * 3 + [[]]


def test_whose_words_a_clause_is_is_told_the_nearest_source_first() -> None:
    doc = tree(_chain())
    rain, warned, said = (Speakers(doc).of(doc[place]) for place in (8, 5, 2))
    assert [head.i in range(3, 5) for head in rain.sources] == [True, False]
    assert (len(warned.sources), said.sources, said.attribution) == (1, (), None)


def test_a_doc_without_attributions_has_none() -> None:
    doc = Doc(vocabulary(), words=["Hello"])
    assert attributions(doc) == ()
    assert Speakers(tree(doc)).of(tree(doc)[0]).sources == ()


def test_i_in_a_quotation_is_its_speaker() -> None:
    doc = _read('"I think we can win," said Lopez.')
    found = Speakers(tree(doc))
    named = [doc[slice(*place)].text for each in found.attributions if (place := found.source(each)) is not None]
    assert named == ["Lopez", "Lopez"]


def test_a_sourceless_report_in_a_quotation_is_its_speakers() -> None:
    doc = Doc(vocabulary(), words=["Reports", "that", "it", "fell", "said", "Kim"])
    write(
        tree(doc),
        [Attribution(0, (5, 6), (4, 5), ((0, 4),), "neutral"), Attribution(0, None, (0, 1), ((2, 4),), "neutral")],
    )
    found = Speakers(tree(doc))
    assert list(map(found.source, found.attributions)) == [(5, 6), (5, 6)]


def _reports(doc: Doc) -> list[AttributionMention]:
    return [mention for mention in mentions(doc, ArticleId("a")) if isinstance(mention, AttributionMention)]


def test_mentions_count_in_characters_and_leave_a_cue_of_marks_out() -> None:
    (found,) = _reports(_read("Carney said that the visit was part of a wider effort."))
    assert (found.source, found.cue, found.content) == (((0, 6),), ((7, 11),), ((17, 53),))
    (headline,) = _reports(_read("UN: Thousands flee fighting in the east\n\nThe fighting began on Monday."))
    assert headline.cue == ()


@tried_on("text", "sources")
def test_a_town_before_a_colon_is_no_speaker(text: str, sources: list[str]) -> None:
    doc = annotated(text)
    assert [doc[slice(*each.source)].text for each in attributions(doc) if each.source] == sources


def test_what_is_written_survives_serialization() -> None:
    doc = _read('"I think we can win," said Lopez.')
    again = next(iter(DocBin(docs=[doc]).get_docs(vocabulary())))
    assert attributions(again) == attributions(doc)
    assert [_fields(span) for span in again.spans["quotes"]] == [_fields(span) for span in doc.spans["quotes"]]


def _fields(span: Span) -> tuple[int, int, str, str, str]:
    return span.start, span.end, span.label_, span.kb_id_, span.id_


def test_a_doc_without_a_parse_has_quotations_and_no_attributions() -> None:
    doc = kg_quotes(_plain('He said "we agree" twice.'))
    assert [span.text for span in doc.spans["quotes"]] == ["we agree"]
    assert not attributions(doc)


@pytest.mark.parametrize("text", ["", "\n", '"', "'", '""', "“”", '" "', "``", "«", '\n\n"\n\n'])
def test_odd_texts_are_read(text: str) -> None:
    doc = Doc(vocabulary(), words=list(text), spaces=[False] * len(text))
    assert kg_quotes(doc).text == text
