"""Normalization of a text before parsing, and projection of the parse back onto the text's own tokens.

Headlines are parsed in sentence case. The words of a bracket are parsed by themselves, and hang as an apposition on
the word before; brackets that say nothing hang there under the label ``meta``. Runs
of words too long to be a sentence are parted: the longest sentence of news and treaties has some 130 words; what goes
on for twice as many without a full stop is a list, a table or noise, and the time that a parse of it takes to be read
grows with its square. A paragraph of many pages is parsed in stretches that end where a sentence does, and a word too
long to be one is a token that the parser does not see, as is what a sentence has that goes on for longer than a
stretch: time and memory are bounded whatever the text. No token's place in the text changes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.lexicon import patterns, words
from kg.parse.readings import put, reading_of
from kg.parse.syntax import META, NOMINAL

_SHORT = 3  # letters; prepositions and articles stay small in any headline
_TITLE_CASE = 0.6  # share of capitalized words from which a headline counts as title case
_MAX_TOPIC = 6  # words before a colon
LONGEST = 250
"""Tokens of a sentence."""
LONGEST_WORD = 250
"""Characters without a blank; the tokenizer looks through all of them for each mark that it takes off their ends."""
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}} ?")
_LONGEST_STRETCH = 20_000  # characters that are parsed as one text: ten pages
_MOST_TOKENS, _MOST_TEXTS = 4_000, 256  # that go through the language model together
_STRETCH = re.compile(
    rf"(?s:.{{1,{_LONGEST_STRETCH}}}(?:\Z|(?<=[.!?…])\s+)|.{{1,{_LONGEST_STRETCH}}}(?:\Z|\s)|.{{1,{_LONGEST_STRETCH}}})"
)
"""Up to the last end of a sentence within the limit, else up to the last blank, else all that the limit allows."""
_REST = re.compile(rf"(?s:.{{1,{_LONGEST_STRETCH}}}?(?:\Z|(?<=[.!?…])\s+)|.{{1,{_LONGEST_STRETCH}}})")
"""Up to the first end of a sentence within the limit, else all that it allows."""
_BRACKET = re.compile(
    r"(?<=[^\s([])\s+(?P<whole>[(\[](?P<inner>[^()\[\]\n]{1,80})[)\]])(?:(?<!\d[)\]])|(?! ?\d))(?=[\s,.;:!?’'\"”—–]|$)"
)
_WORD_BEFORE = re.compile(r"[\w.’'-]+$")
_LONGEST_BEFORE = 60  # characters before a bracket that are looked at
_BRACKETS, _POSSESSIVE, _STOPS = ("-LRB-", "-RRB-"), "POS", frozenset({".", "!", "?", "…"})
_ACRONYM = 3  # tokens: "(WHO)"
_APPOSED = NOMINAL | {"NUM", "SYM"}
_DESCRIBED = _APPOSED | {"PRON"}


def sentence_cased(doc: Doc, known: frozenset[str]) -> Doc:
    """The tokens of a headline in sentence case; ``known`` are its words that are names.

    The parser takes capitalized verbs for names: those of names are kept, the others lowered. Of "Chad: Council lists
    five firms" the topic is no part of the sentence behind it, nor of a name there.
    """
    words = [token.text for token in doc]
    letters = [token.text for token in doc if token.is_alpha and len(token) > _SHORT]
    if sum(text[0].isupper() for text in letters) >= _TITLE_CASE * len(letters):
        names = (not place or text.isupper() or text in known for place, text in enumerate(words))
        read = zip(words, names, strict=True)
        words = [text.lower() if text[0].isupper() and not is_name else text for text, is_name in read]
    found = _spoken(doc, words)
    colon = next((token.i for token in found[:_MAX_TOPIC] if token.text == ":"), 0)
    if colon and colon + 1 < len(found) and found[colon + 1].text[:1].isupper():
        found[colon + 1].is_sent_start = True
    return found


def title_cased(doc: Doc) -> Doc:
    """The tokens with words in capitals in title case: the parser takes "ANNA BERG:" for no name."""
    return _spoken(doc, [token.text.title() if token.is_upper and len(token) > 1 else token.text for token in doc])


def _spoken(doc: Doc, words: list[str]) -> Doc:
    """A Doc of these words, which keeps those that are written there."""
    written = [token.text for token in doc]
    if words == written:
        return doc
    found = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    put(found, replace(reading_of(doc), written=tuple(written)))
    return found


def with_original_words(doc: Doc, attributes: list[int | str]) -> Doc:
    """A Doc of the words as they were before their case was changed, with the parse; ``attributes`` are copied."""
    written = reading_of(doc).written
    if not written:
        return doc
    original = Doc(doc.vocab, words=list(written), spaces=[bool(token.whitespace_) for token in doc])
    original.tensor = doc.tensor
    values = doc.to_array(attributes)
    return original.from_array(attributes, values)  # type: ignore[arg-type]  # spaCy's stub knows one dtype of two


def unparsed(nlp: Language, text: str) -> Iterator[Doc]:
    """The unparsed Docs of the stretches of a text; almost any paragraph is one.

    What a sentence has after the end of a stretch is no part of one: up to its end each stretch is a single token.
    """
    place, is_over = 0, False
    while place < len(text):
        part = (_REST if is_over else _STRETCH).match(text, place)[0]  # type: ignore[index]  # they match any text
        is_long = is_over and len(part) > LONGEST_WORD
        yield Doc(nlp.vocab, [part.removesuffix(" ")], [part.endswith(" ")]) if is_long else tokens(nlp, part)
        place, is_over = place + len(part), part.rstrip()[-1:] not in _STOPS


def groups(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Docs in groups that the language model takes at once, in order, of limited size."""
    group: list[Doc] = []
    size = 0
    for doc in docs:
        if group and (len(group) == _MOST_TEXTS or size + len(doc) > _MOST_TOKENS):
            yield group
            group, size = [], 0
        group.append(doc)
        size += len(doc)
    if group:
        yield group


def without_tensor(doc: Doc) -> Doc:
    """The parsed Doc without the vectors of the language model, which nobody reads."""
    doc.tensor = doc.tensor[:0].copy()  # a view would keep all
    return doc


def tokens(nlp: Language, text: str) -> Doc:
    """The unparsed Doc of a text; more than ``LONGEST_WORD`` characters without a blank are one token."""
    long = [found.span() for found in _LONG_WORD.finditer(text)]
    if not long:
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise([0, *(place for span in long for place in span), len(text)]):
        if (start, end) in long:
            words.append(text[start:end].removesuffix(" "))
            spaces.append(text[start:end].endswith(" "))
        elif start < end:
            found = nlp.make_doc(text[start:end])
            words += (token.text for token in found)
            spaces += (bool(token.whitespace_) for token in found)
    return Doc(nlp.vocab, words=words, spaces=spaces)


def with_sentence_limit(doc: Doc) -> Doc:
    """The Doc with a sentence start set after each ``LONGEST`` tokens without a full stop; counts them on the Doc."""
    start = parts = 0
    for token in doc:
        if token.i - start >= LONGEST:
            token.is_sent_start = True
            start, parts = token.i, parts + 1
        if token.text in _STOPS:
            start = token.i + 1
    put(doc, replace(reading_of(doc), forced_splits=parts))
    return doc


@dataclass(frozen=True, order=True, slots=True)
class Aside:
    """What is kept from the parser, brackets included, in characters or tokens; one that ``tells`` is parsed alone."""

    start: int
    end: int
    tells: bool


def asides(text: str) -> Iterator[Aside]:
    """The parentheticals of a paragraph that are no part of their sentence, in characters, in order, without overlaps.

    "(WHO)", "(1.8 metres)", "[sic]" are found by their form; in doubt a bracket stays: "(which runs until May)".

    >>> text = "The World Bank (WB) will lend money [sic], not by halves (it said so)."
    >>> [text[each.start : each.end] for each in asides(text)]
    ['(WB)', '[sic]']
    """

    def is_any(kind: str, inner: str) -> bool:
        return any(pattern.fullmatch(inner) for pattern in patterns("layout", "asides", kind))

    governing = words("layout", "asides", "governors") | words("layout", "asides", "cited")
    for match in _BRACKET.finditer(text) if "(" in text or "[" in text else ():
        inner, first = match["inner"].strip(), match.start()
        if is_any("silent", inner):
            yield Aside(*match.span("whole"), tells=False)
            continue
        # It stands behind a word, and not in the place of one: "the (U.S.) has declared".
        before = _WORD_BEFORE.search(text[max(0, first - _LONGEST_BEFORE) : first])
        if before and before.group().lower() not in governing and is_any("telling", inner):
            yield Aside(*match.span("whole"), tells=True)


@dataclass(frozen=True, slots=True)
class _Row:
    """What a parse says of a token; ``head`` counts in the whole."""

    head: int
    dep: str
    tag: str
    pos: str
    lemma: str
    morph: str = ""
    ent: str = "O"
    sure: float = 1.0


@dataclass(frozen=True)
class ParserInput:
    """A paragraph's tokens split for the parser into the main text and its asides in brackets."""

    whole: Doc
    hidden: tuple[Aside, ...] = ()

    @classmethod
    def of(cls, doc: Doc) -> "ParserInput":
        """The tokens with their asides; one whose edges are not token boundaries is ignored."""
        long = [Aside(token.i, token.i + 1, tells=False) for token in doc if len(token) > LONGEST_WORD]
        spans = ((doc.char_span(each.start, each.end), each.tells) for each in asides(doc.text))
        hidden = [Aside(span.start, span.end, tells) for span, tells in spans if span is not None]
        cut = cls(doc, tuple(sorted([*hidden, *long])))
        return cut if any(not doc[place].is_space for place in cut.parts[0]) else cls(doc)

    @property
    def parts(self) -> list[list[int]]:
        """Token indices of each Doc to parse: the text without its asides, then each aside that has content."""
        aside = {place for each in self.hidden for place in range(each.start, each.end)}
        told = [list(range(e.start + 1, e.end - 1)) for e in self.hidden if e.tells]
        return [[place for place in range(len(self.whole)) if place not in aside], *told]

    def docs(self) -> list[Doc]:
        """The Docs to parse, one for each of ``parts``."""
        if not self.hidden:
            return [self.whole]
        texts, blanks = [token.text for token in self.whole], [bool(token.whitespace_) for token in self.whole]
        ends = [[*part[1:], part[-1] + 1] for part in self.parts]  # a blank stands where one did before these
        placed = ((part, [blanks[at - 1] for at in after]) for part, after in zip(self.parts, ends, strict=True))
        return [Doc(self.whole.vocab, [texts[at] for at in part], spaces) for part, spaces in placed]

    def joined(self, parsed: Sequence[Doc]) -> Doc:
        """One Doc of all tokens, from the parsed ``docs``."""
        if not self.hidden:
            return parsed[0]
        rows: dict[int, _Row] = {}
        for doc, part in zip(parsed, self.parts, strict=True):
            rows |= zip(part, _rows(doc, part), strict=True)
        words = [place for place in self.parts[0] if not self.whole[place].is_space]
        for each in self.hidden:  # it hangs on the word before it, no comma nor "'s"
            word = words[max(bisect_left(words, each.start) - 1, 0)]
            is_mark = rows[word].pos == "PUNCT" or rows[word].tag == _POSSESSIVE
            rows |= _hung(each, rows, rows[word].head if is_mark else word, self.whole)
        doc = _rebuilt(self.whole, [rows[place] for place in range(len(self.whole))], parsed[0])
        first = reading_of(parsed[0]).states
        if first is not None:  # the encoder's states of all tokens; those that it did not see have none
            states = np.zeros((len(self.whole), first.shape[1]), dtype=np.float16)
            for read, part in zip(parsed, self.parts, strict=True):
                seen = reading_of(read).states
                states[part] = 0 if seen is None else seen
            put(doc, replace(reading_of(doc), states=states))
        return doc


def _rows(doc: Doc, places: Sequence[int]) -> Iterator[_Row]:
    """The rows of a part; a name that an aside parts ends there."""
    certain = reading_of(doc).arcs or [1.0] * len(doc)
    is_broken = False
    for token, before, place, sure in zip(doc, (-1, *places[:-1]), places, certain, strict=True):
        is_broken = token.ent_iob_ == "I" and (is_broken or before != place - 1)
        yield _Row(
            head=places[token.head.i],
            dep=token.dep_,
            tag=token.tag_,
            pos=token.pos_,
            lemma=token.lemma_,
            morph=str(token.morph),
            ent=f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ and not is_broken else "O",
            sure=sure,
        )


def _hung(hidden: Aside, rows: Mapping[int, _Row], anchor: int, whole: Doc) -> dict[int, _Row]:
    """The rows of an aside, hung on a word."""
    places = range(hidden.start, hidden.end)
    if not hidden.tells:
        return {place: _Row(anchor, META, "LS", "X", whole[place].text) for place in places}
    first, *others = (place for place in places[1:-1] if rows[place].head == place)
    top = rows[first]
    if len(places) == _ACRONYM and whole[first].is_upper:  # "(WHO)" is no pronoun
        top = replace(top, tag="NNP", pos="PROPN", lemma=whole[first].text)
    is_apposed = top.pos in _APPOSED and rows[anchor].pos in _DESCRIBED
    found = {first: replace(top, head=anchor, dep="appos" if is_apposed else "dep")}
    found |= {other: replace(rows[other], head=anchor, dep="dep") for other in others}
    for place, tag in zip((places[0], places[-1]), _BRACKETS, strict=True):
        found[place] = _Row(first, "punct", tag, "PUNCT", whole[place].text)
    return found


def _rebuilt(whole: Doc, rows: Sequence[_Row], parsed: Doc) -> Doc:
    doc = Doc(
        whole.vocab,
        words=[token.text for token in whole],
        spaces=[bool(token.whitespace_) for token in whole],
        tags=[row.tag for row in rows],
        pos=[row.pos for row in rows],
        morphs=[row.morph for row in rows],
        lemmas=[row.lemma for row in rows],
        heads=[row.head for row in rows],
        deps=[row.dep for row in rows],
        ents=[row.ent for row in rows],
    )
    doc.tensor = parsed.tensor[:0]  # one width in all blocks, or they cannot be joined; nobody reads them
    reading = reading_of(parsed)
    put(doc, replace(reading, arcs=tuple(row.sure for row in rows) if reading.arcs else ()))
    return doc
