"""The component ``kg_quotes``: writes ``doc.spans["quotes"]`` and ``doc.spans["attributions"]``.

A quotation's label is "direct" where it is speech, "scare" where it is a title, a name or a word at arm's length.

Parsers split and misread quoted sentences, so quotation marks come first. A quotation extends the report whose content
it overlaps; else a verb of speech is looked for after and before it, then a colon; a quotation that stands alone
continues the speech of its neighbour's speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy import tokens as spacy
from spacy.language import Language

from kg.attribution import Attribution, Range, write
from kg.attribution.cues import is_evidence, reports
from kg.attribution.lexemes import cue_of, speech_kind
from kg.attribution.phrases import (
    cut_out,
    following_noun,
    is_passive_verb,
    is_source,
    merged,
    noun_phrase,
    subject_of,
    trimmed,
    verb_source,
)
from kg.attribution.quotations import Quotation, line_start, next_word, outermost, previous_word, quotations
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.nouns import is_person
from kg.parse.readings import reading_of
from kg.parse.syntax import TENSED_TAGS, VERBAL
from kg.parse.tree import Doc, Span, Token, tree

_NOUNS = words("reporting", "forms", "headline", "nouns")
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_BARE = frozenset({"NOUN", "PROPN", "ADJ"})
_MAX_SIGNATURE = 25  # tokens
_MIN_NAME = 2  # a first name and a family name
_NEUTRAL = "neutral"


def headline_sources(doc: Doc) -> Iterator[Attribution]:
    """Attributions of lines that open with a person, by name or bare noun, or titles with any source, and a colon."""
    titles = [(b.start, b.end) for b in reading_of(doc).blocks if b.kind is BlockKind.TITLE]
    for line in _lines(doc):
        colon = next((token.i for token in doc[slice(*line)] if token.text == ":"), line[0])
        source, content = trimmed(doc, line[0], colon), trimmed(doc, colon + 1, line[1])
        if source is None or content is None or not any(token.pos_ in VERBAL for token in doc[slice(*content)]):
            continue
        speaker, in_title = doc[source[1] - 1], any(start <= doc[line[0]].idx < end for start, end in titles)
        named = all(token.pos_ == "PROPN" and token.ent_type_ == "PERSON" for token in doc[slice(*source)])
        bare = is_person(speaker.lemma_.lower()) and all(token.pos_ in _BARE for token in doc[slice(*source)])
        is_said = named or bare or (in_title and (is_source(speaker) or speaker.lower_ in _NOUNS))
        if is_said and not _is_dateline(doc, source, content, in_title=in_title):
            yield Attribution(0, source, (colon, colon + 1), (content,), _NEUTRAL, form="headline")


def _is_dateline(doc: Doc, source: Range, content: Range, *, in_title: bool = False) -> bool:
    """As in "Kigali: Ministers met on Monday"; a state or capital may speak: "Moscow: Talks to end on Monday"."""
    place = next((name.label_ for name in doc.spans.get("names", ()) if (name.start, name.end) == source), "")
    said = doc[slice(*content)]
    is_past = any(word.ent_type_ == "DATE" for word in said) and any(word.tag_ == "VBD" for word in said)
    return (place == "Place" and not in_title) or (place in {"Country", "Place"} and is_past)


def signed_paragraphs(doc: Doc, said: Iterable[Attribution]) -> Iterator[Attribution]:
    """Attributions of paragraphs in the first person that a line with name and title follows."""
    taken = {token for each in said for start, end in each.content for token in range(start, end)}
    for paragraph, line in pairwise(_lines(doc)):
        source = _signature(doc, line)
        personal = any(token.lower_ in _FIRST_PERSON for token in doc[slice(*paragraph)])
        if source is not None and personal and taken.isdisjoint(range(*paragraph)):
            content = merged(doc, (paragraph,))
            yield Attribution(0, source, (line[0] - 1, line[0]), content, _NEUTRAL, direct=True, form="headline")


def _signature(doc: Doc, line: Range) -> Range | None:
    """The words of a line "Ilse Brandt, Minister for Foreign Affairs"; None for any other line."""
    tokens = doc[slice(*line)]
    comma = next((token.i for token in tokens if token.text == ","), line[0])
    name = doc[line[0] : comma]
    if len(tokens) > _MAX_SIGNATURE or tokens[-1].text == "." or len(name) < _MIN_NAME:
        return None
    is_named = all(token.pos_ == "PROPN" for token in name) and all(token.pos_ not in VERBAL for token in tokens)
    return trimmed(doc, *line) if is_named else None


def _lines(doc: Doc) -> list[Range]:
    """The lines that have words, in tokens, without their line breaks."""
    breaks = [token.i for token in doc if "\n" in token.text]
    edges = zip([0, *(position + 1 for position in breaks)], [*breaks, len(doc)], strict=True)
    return [(start, end) for start, end in edges if any(token.is_alpha for token in doc[start:end])]


def after_colon(doc: Doc, quotation: Quotation) -> Attribution | None:
    """The attribution of a quotation after a colon without reporting word ("The senator was blunt: '...'"), or None."""
    last = previous_word(doc, quotation.start)
    if last is None or doc[last].text != ":":
        return None
    line = line_start(doc, last)
    opener = max([token.i + 1 for token in doc[line:last] if token.text in _SENTENCE_END], default=line)
    verb = next((token for token in doc[opener:last] if _has_subject(token, opener, last)), None)
    source, cue = (verb_source(verb), verb.i) if verb is not None else (trimmed(doc, opener, last), last)
    speaker = subject_of(verb) if verb is not None else doc[slice(*source)].root if source is not None else None
    if source is None or speaker is None or not is_source(speaker) or _is_dateline(doc, source, quotation.inner):
        return None
    return Attribution(0, source, (cue, cue + 1), (quotation.inner,), _NEUTRAL)


def _has_subject(verb: Token, start: int, end: int) -> bool:
    """Whether a verb has its subject in a stretch of tokens."""
    subject = subject_of(verb) if verb.pos_ in VERBAL else None
    return subject is not None and start <= subject.i < end


GROUP = "quotes"
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_SPEECH_END = frozenset({",", ".", "?", "!", "…", "...", "—", "–", "-"})
_OPEN_END = frozenset({",", "?", "!", "…", "...", "—", "–", "-"})
_SENTENCE_END = frozenset({".", "?", "!", "…", "...", ":"})
_TAKING_STANCE = frozenset({"deny", "judge", "factive", "believe"})
_INTRODUCING = frozenset({":", ","})
_WITHIN_OBJECT = frozenset({"det", "amod", "compound", "advmod", "poss", "nummod", "pobj", "nmod", "npadvmod"})
_LEADS = frozenset({",", ":", "-", "–", "—"})
_WINDOW = 25  # tokens between a quotation and its word of speaking
_SHORT = 3  # words from which a clause in quotation marks is speech
_LONG = 8  # words from which anything in quotation marks is speech


@Language.component("kg_quotes", requires=["token.dep", "token.head", "token.tag"], assigns=["doc.spans"])
def kg_quotes(doc: spacy.Doc) -> spacy.Doc:
    """Write quotations and attributions on a parsed Doc."""
    parse = tree(doc)
    found = quotations(parse)
    said = _attributed(parse, found)
    parse.spans[GROUP] = [Span(parse, *quotation.inner, label=_label(parse, quotation, said)) for quotation in found]
    write(parse, said)
    return doc


def _attributed(doc: Doc, found: tuple[Quotation, ...]) -> tuple[Attribution, ...]:
    """Every attribution of a text with these quotations, unnumbered."""
    if not doc.has_annotation("DEP"):
        return ()
    outer = outermost(found)
    quoted = frozenset(token for quotation in found for token in range(*quotation.inner))
    said = _spoken(doc, outer, (*reports(doc, quoted), *headline_sources(doc)))
    return tuple(each for each in (*said, *signed_paragraphs(doc, said)) if each.content)  # none has 'said: "..."'


def _label(doc: Doc, quotation: Quotation, said: tuple[Attribution, ...]) -> str:
    span = range(quotation.start, quotation.end)
    whole = any(each.direct and each.holds(quotation.inner[0]) and each.cue[0] not in span for each in said)
    return "direct" if whole or _is_speech(doc, quotation) else "scare"


def _spoken(doc: Doc, outer: Sequence[Quotation], reported: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The reports, completed by the outermost quotations, with those that only a quotation shows."""
    found = list(reported)
    for quotation in outer:
        _complete(doc, quotation, found)
    return tuple(_with_manner(each, outer) for each in found)


def _is_speech(doc: Doc, quotation: Quotation) -> bool:
    """Whether words in quotation marks are somebody's sentence, not a title, a name or a word held at arm's length."""
    tokens = list(doc[slice(*quotation.inner)])
    if _is_title(tokens):
        return False
    if tokens[-1].text in _SPEECH_END and _at_start_of_speech(doc, quotation):
        return True
    letters = sum(token.is_alpha for token in tokens)
    return letters >= _LONG or (letters >= _SHORT and any(token.tag_ in TENSED_TAGS for token in tokens))


def _is_title(tokens: Sequence[Token]) -> bool:
    """Whether words are capitalized as in a title: "The Long Road Home"."""
    longer = [
        token for token in tokens if token.is_alpha and (len(token) > _SHORT or token.pos_ in {"NOUN", "VERB", "PROPN"})
    ]
    return len(longer) > 1 and all(token.text[0].isupper() for token in longer)


def _at_start_of_speech(doc: Doc, quotation: Quotation) -> bool:
    before = previous_word(doc, quotation.start)
    return before is None or doc[before].text in _SENTENCE_END | _LEADS or not doc[quotation.inner[0]].is_lower


def _complete(doc: Doc, quotation: Quotation, found: list[Attribution]) -> None:
    """Let one quotation extend a report, or add one."""
    holders = [
        index for index, each in enumerate(found) if _overlaps(each, quotation) and not _within(each.cue, quotation)
    ]
    speech = _is_speech(doc, quotation)
    for index in holders:
        found[index] = _extended(doc, found[index], quotation)
    if holders:
        nearer = _before(doc, quotation, speech=True) if speech else None
        if nearer is not None and all(nearer.cue[0] > each.cue[0] for each in found if _overlaps(each, quotation)):
            found.append(nearer)
        return
    beside = _beside(doc, quotation, found) if speech else _before(doc, quotation, speech=False)
    if beside is None:
        return
    same = next((index for index, each in enumerate(found) if each.cue == beside.cue), None)
    if same is None:
        found.append(beside)
    else:
        found[same] = _extended(doc, found[same], quotation)


def _overlaps(each: Attribution, quotation: Quotation) -> bool:
    return any(start < quotation.inner[1] and quotation.inner[0] < end for start, end in each.content)


def _within(part: Range, quotation: Quotation) -> bool:
    return quotation.start <= part[0] and part[1] <= quotation.end


def _extended(doc: Doc, each: Attribution, quotation: Quotation) -> Attribution:
    """The report with the whole quotation in its content, its own cue and source apart."""
    outside = [piece for part in each.content for piece in cut_out(part, (quotation.start, quotation.end))]
    if _is_speech(doc, quotation) and doc[quotation.inner[1] - 1].text in _OPEN_END:
        outside = [
            piece for piece in outside if piece[0] < quotation.start
        ]  # a comma inside the marks ends what is said
    apart = (each.cue, *((each.source,) if each.source else ()))
    pieces = [piece for part in (*outside, quotation.inner) for piece in cut_out(part, *apart)]
    return replace(each, content=merged(doc, pieces))


def _with_manner(each: Attribution, outer: Sequence[Quotation]) -> Attribution:
    inside = sum(
        max(0, min(end, quotation.inner[1]) - max(start, quotation.inner[0]))
        for start, end in each.content
        for quotation in outer
    )
    return replace(each, direct=inside * 10 >= each.width * 9)


def _beside(doc: Doc, quotation: Quotation, found: Sequence[Attribution]) -> Attribution | None:
    """A report of speech: its word of speaking stands next to it, a colon leads to it, or who spoke last goes on."""
    return (
        _after(doc, quotation)
        or _before(doc, quotation, speech=True)
        or after_colon(doc, quotation)
        or _carried_on(doc, quotation, found)
    )


def _after(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A report after its quotation: "...," said X; "...," X told reporters."""
    first = next_word(doc, quotation.end)
    if first is None or (doc[quotation.inner[1] - 1].text not in _OPEN_END and doc[first].is_title):
        return None
    for token in doc[first : first + _WINDOW]:
        if token.is_space or token.is_quote or token.text in {";", ":", "."}:
            return None
        kind = speech_kind(token)
        if kind is not None:
            source = _source_after(token, first)
            return _direct(token, source, kind, quotation) if source else None
    return None


def _source_after(verb: Token, first: int) -> Range | None:
    """Who speaks: before the verb, or after it where it stands first."""
    if verb.i > first:
        return verb_source(verb)
    noun = following_noun(verb)
    return noun_phrase(noun) if noun is not None else None


def _before(doc: Doc, quotation: Quotation, *, speech: bool) -> Attribution | None:
    """A report before its quotation: X said: "..."; X called it "..."; in the words' own clause where they are few."""
    last = previous_word(doc, quotation.start, over_lines=True)
    if last is None or doc[last].text in _SENTENCE_END - {":"}:
        return None
    if doc[last].text not in _INTRODUCING and any("\n" in token.text for token in doc[last : quotation.start]):
        return None
    opening = doc[quotation.inner[0]]
    for token in reversed(doc[max(0, last - _WINDOW) : last + 1]):
        if token.i != last and (token.text == "." or token.is_quote or "\n" in token.text):
            break
        kind = speech_kind(token)
        if kind is None or is_passive_verb(token) or is_evidence(token):
            continue
        led = last == token.i or doc[last].text in _LEADS or _within_hearer(token, last)
        if not (led and speech) and (kind in _TAKING_STANCE or not _governs(token, opening)):
            continue
        source = verb_source(token)
        named = source is not None and source[1] <= quotation.start and doc[slice(*source)].root.pos_ in _NOMINAL
        return _direct(token, source, kind, quotation) if named else None
    return None


def _within_hearer(verb: Token, last: int) -> bool:
    """Whether no other verb stands between the verb and the quotation: "said in a statement"."""
    return verb.doc[last].pos_ != "ADP" and all(token.pos_ not in VERBAL for token in verb.doc[verb.i + 1 : last + 1])


def _governs(verb: Token, word: Token) -> bool:
    """Whether quoted words are an object of the verb: "expressed 'deep concern'"."""
    while word.head != verb:
        if word.dep_ not in _WITHIN_OBJECT:
            return False
        word = word.head
    return word.dep_ in {"dobj", "oprd"}


def _carried_on(doc: Doc, quotation: Quotation, found: Sequence[Attribution]) -> Attribution | None:
    """Who spoke last goes on, where a quotation is a sentence by itself."""
    previous = previous_word(doc, quotation.start, over_lines=True)
    if previous is None or not _stands_alone(doc, quotation):
        return None
    sentence = doc[previous].sent
    speaking = [each for each in found if each.source and _reaches(each, sentence.start, quotation.start)]
    speaking = [each for each in speaking if not any(other.holds(each.cue[0]) for other in speaking)]
    return min(speaking, key=lambda each: each.cue[0]) if speaking else None


def _reaches(each: Attribution, start: int, end: int) -> bool:
    """Whether a report's cue stands in the sentence before, or its content ends there."""
    return start <= each.cue[0] < end or start < max(each.content, default=(0, 0))[1] <= end


def _stands_alone(doc: Doc, quotation: Quotation) -> bool:
    """Whether nothing but the quotation stands between two sentence ends."""
    before = previous_word(doc, quotation.start)
    after = next_word(doc, quotation.end)
    ends = {doc[quotation.inner[1] - 1].text, doc[min(quotation.end, len(doc) - 1)].text}
    opens = before is None or doc[before].text in _SENTENCE_END - {":"} or doc[before].is_quote
    return opens and (after is None or not ends.isdisjoint(_SENTENCE_END))


def _direct(verb: Token, source: Range | None, kind: str, quotation: Quotation) -> Attribution:
    return Attribution(0, source, cue_of(verb), merged(verb.doc, (quotation.inner,)), kind, form="quotation")
