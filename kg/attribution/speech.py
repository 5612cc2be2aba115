"""Quotations get their source: the mark leads, the parse helps, for parsers split and mistake quoted sentences.

A quotation completes the report whose content it overlaps; else a word of speaking beside it is looked for, after
and before it, then a colon; a quotation that stands alone carries on what its neighbour's speaker said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.attribution import Attribution, Range
from kg.attribution.lexemes import cue_of, lemma_of, spoken_kind
from kg.attribution.phrases import following_noun, noun_phrase, root, subtree, tidied, tidy, without
from kg.attribution.quotations import Quotation, line_breaks, next_word, previous_word
from kg.attribution.sources import is_passive_form, quoted_saying, subject_of, verb_source
from kg.attribution.verbless import root_of, verbless_report
from kg.lexicon import words
from kg.parse.syntax import TENSED_TAGS, VERBAL
from kg.parse.tree import Doc, Token

_THINGS = words("reporting", "forms", "evidence", "things")
_SPEAKER_VERBS = words("reporting", "forms", "speaker", "verbs")
_CITING = words("reporting", "forms", "citing", "verbs")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_SPEECH_END = frozenset({",", ".", "?", "!", "…", "...", "—", "–", "-"})
_OPEN_END = frozenset({",", "?", "!", "…", "...", "—", "–", "-"})
_SENTENCE_END = frozenset({".", "?", "!", "…", "...", ":"})
_CRIES = frozenset({"?", "!"})
_TAKING_STANCE = frozenset({"deny", "judge", "factive", "believe"})
_INTRODUCING = frozenset({":", ","})
_LEADS = frozenset({",", ":", "-", "–", "—"})
_NEUTRAL = "neutral"
_WINDOW = 25  # tokens between a quotation and its word of speaking
_SHORT = 3  # words from which a clause in quotation marks is speech
_LONG = 8  # words from which anything in quotation marks is speech


def spoken(doc: Doc, quotations: Sequence[Quotation], reports: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The reports, completed by quotations (the outermost), with those that only a quotation shows."""
    found = [each for each in _parted(doc, list(reports)) if not _leaves_quotation(each, quotations)]
    for quotation in quotations:
        _complete(doc, quotation, found)
    return tuple(_with_manner(each, quotations) for each in found)


def is_speech(doc: Doc, quotation: Quotation) -> bool:
    """Whether words in quotation marks are somebody's sentence, not a title, a name or a word held at arm's length."""
    tokens = [token for start, end in quotation.pieces for token in doc[start:end] if not token.is_space]
    if not tokens or (is_title(tokens) and tokens[-1].text not in _CRIES):
        return False
    if tokens[-1].text in _SPEECH_END and len(tokens) > 1 and _at_start_of_speech(doc, quotation):
        return True
    letters = sum(token.is_alpha for token in tokens)
    return letters >= _LONG or (letters >= _SHORT and any(token.tag_ in TENSED_TAGS for token in tokens))


def is_title(tokens: Sequence[Token]) -> bool:
    """Whether words are capitalized as in a title: "The Long Road Home"."""
    longer = [
        token for token in tokens if token.is_alpha and (len(token) > _SHORT or token.pos_ in {"NOUN", "VERB", "PROPN"})
    ]
    return len(longer) > 1 and all(token.text[0].isupper() for token in longer)


def _parted(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Reports without the absolute clauses beside them: "..., with an analyst saying it was dear" is the writer's."""
    apart = [subtree(doc[cue].head if doc[cue].head.pos_ == "ADP" else doc[cue]) for cue in _absolutes(doc, found)]
    return [
        replace(
            each, content=tidied(doc, [piece for part in each.content for piece in without(part, *_later(each, apart))])
        )
        for each in found
    ]


def _leaves_quotation(each: Attribution, quotations: Sequence[Quotation]) -> bool:
    """Whether a cue within one quotation would report what stands in another: "If they come," he said, "we answer"."""
    around = [quotation for quotation in quotations if _within(each.cue, quotation)]
    return any(not _overlaps(each, quotation) for quotation in around)


def _later(each: Attribution, apart: Sequence[Range]) -> list[Range]:
    """The absolute clauses within a report's content; its own is none of them."""
    return [
        part for part in apart if each.cue[0] < part[0] and any(start < part[0] < end for start, end in each.content)
    ]


def _absolutes(doc: Doc, found: Sequence[Attribution]) -> list[int]:
    """Participles of reporting that have a subject of their own, behind a comma."""
    cues = (doc[each.cue[0]] for each in found if each.source and each.source[1] <= each.cue[0])
    return [
        cue.i
        for cue in cues
        if cue.tag_ == "VBG"
        and any(child.dep_ == "nsubj" for child in cue.lefts)
        and not any(child.dep_ == "aux" for child in cue.lefts)
        and _opens_with_comma(cue)
    ]


def _opens_with_comma(cue: Token) -> bool:
    start = subtree(cue.head if cue.head.pos_ == "ADP" else cue)[0]
    return start > 0 and (cue.doc[start - 1].text == "," or cue.doc[start].text == ",")


def _complete(doc: Doc, quotation: Quotation, found: list[Attribution]) -> None:
    """Let one quotation extend a report, or add one."""
    holders = [
        index for index, each in enumerate(found) if _overlaps(each, quotation) and not _within(each.cue, quotation)
    ]
    speech = is_speech(doc, quotation)
    for index in holders:
        if speech or line_breaks(doc, quotation.start, quotation.end) == 0:
            found[index] = _extended(doc, found[index], quotation)
    if holders:
        nearer = _before(doc, quotation, speech=True) if speech else None
        if nearer is not None and all(nearer.cue[0] > each.cue[0] for each in found if _overlaps(each, quotation)):
            found.append(nearer)
        return
    beside = _beside(doc, quotation, speech=speech)
    if beside is None:
        beside = _carried_on(doc, quotation, found) if speech else None
    if beside is None:
        return
    same = next((index for index, each in enumerate(found) if each.cue == beside.cue), None)
    if same is None:
        found.append(beside)
    else:
        found[same] = _extended(doc, found[same], quotation)


def _overlaps(each: Attribution, quotation: Quotation) -> bool:
    return any(a < end and start < b for a, b in each.content for start, end in quotation.pieces)


def _within(part: Range, quotation: Quotation) -> bool:
    return quotation.start <= part[0] and part[1] <= quotation.end


def _extended(doc: Doc, each: Attribution, quotation: Quotation) -> Attribution:
    """The report with the whole quotation in its content, its own cue and source apart."""
    outside = [piece for part in each.content for piece in without(part, (quotation.start, quotation.end))]
    if (
        is_speech(doc, quotation) and doc[quotation.pieces[-1][1] - 1].text in _OPEN_END
    ):  # a comma inside the marks ends what is said
        outside = [
            piece for piece in outside if piece[0] < quotation.start or piece[0] >= _sentence_end(doc, quotation.end)
        ]
    apart = (each.cue, *((each.source,) if each.source else ()))
    pieces = [piece for part in (*outside, *quotation.pieces) for piece in without(part, *apart)]
    return replace(each, content=tidied(doc, pieces))


def _sentence_end(doc: Doc, position: int) -> int:
    return int(doc[min(position, len(doc) - 1)].sent.end)


def _with_manner(each: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    inside = sum(
        max(0, min(b, end) - max(a, start))
        for a, b in each.content
        for quotation in quotations
        for start, end in quotation.pieces
    )
    return replace(each, direct=inside * 10 >= each.width * 9)


def _beside(doc: Doc, quotation: Quotation, *, speech: bool) -> Attribution | None:
    """A report whose word of speaking stands next to the quotation."""
    if speech:
        after = _after(doc, quotation)
        if after is not None:
            return after
    before = _before(doc, quotation, speech=speech)
    return before if before is not None or not speech else verbless_report(doc, quotation)


def _after(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A report after its quotation: "...," said X; "...," X told reporters."""
    first = next_word(doc, quotation.end)
    last = quotation.pieces[-1][1] - 1
    if first is None or not (doc[last].text in _OPEN_END or doc[first - 1].text == "," or not doc[first].is_title):
        return None
    for token in doc[first : first + _WINDOW]:
        if token.is_space or token.is_quote or token.text in {";", ":", "."}:
            return None
        kind = spoken_kind(token) or (_NEUTRAL if token.i == first and _is_manner(token, quotation) else None)
        if kind is not None and (token.i == first or not _has_clause_after(token)):
            said = quoted_saying(token) or token
            source = _source_after(said, first)
            return _direct(said, source, kind, quotation) if source else None
    return None


def _is_manner(verb: Token, quotation: Quotation) -> bool:
    """Whether any verb tells how a sentence was said, behind the comma within its marks: "It's over," sobbed Amira."""
    start, end = quotation.pieces[-1]
    spoken = [token.tag_ for token in verb.doc[start:end]]
    behind_comma = verb.nbor(-1).is_quote and verb.doc[end - 1].text in _OPEN_END
    return verb.pos_ == "VERB" and verb.tag_ in TENSED_TAGS and behind_comma and not TENSED_TAGS.isdisjoint(spoken)


def _source_after(verb: Token, first: int) -> Range | None:
    """Who speaks in the words from ``first`` on: before the verb, or after it where it stands first."""
    if verb.i > first:
        source = verb_source(verb)
        if source is not None and source[0] >= first:
            return source
        return tidy(verb.doc, first, verb.i) if verb.doc[first].pos_ in {"PROPN", "PRON", "DET", "NOUN"} else None
    noun = following_noun(verb)
    return noun_phrase(noun) if noun is not None else None


def _has_clause_after(verb: Token) -> bool:
    """Whether a verb reports something else: "..., he told us they had left"; not the rest of a quotation."""
    edges = (child.left_edge for child in verb.rights if child.dep_ == "ccomp")
    return not all(edge.is_quote or edge.nbor(-1).is_quote for edge in edges)


def _before(doc: Doc, quotation: Quotation, *, speech: bool) -> Attribution | None:
    """A report before its quotation: X said: "..."; X called it "..."; in the words' own clause where they are few."""
    last = previous_word(doc, quotation.start, over_lines=True)
    if last is None or doc[last].text in _SENTENCE_END - {":"}:
        return None
    if doc[last].text not in _INTRODUCING and line_breaks(doc, last, quotation.start):
        return None
    opening = doc[quotation.pieces[0][0]]
    for token in reversed(doc[max(0, last - _WINDOW) : last + 1]):
        if token.i != last and (token.text == "." or token.is_quote or "\n" in token.text):
            break
        kind = spoken_kind(token)
        if kind is None or is_passive_form(token) or (lemma_of(token) in _CITING and token.tag_ == "VBG"):
            continue
        led = last == token.i or doc[last].text in _LEADS or _within_hearer(token, last)
        if not (led and speech) and (kind in _TAKING_STANCE or not _governs(token, opening)):
            continue
        source = verb_source(token)
        named = source is not None and source[1] <= quotation.start and root_of(doc, source).pos_ in _NOMINAL
        return _direct(token, source, kind, quotation) if named else None
    return None


def _within_hearer(verb: Token, last: int) -> bool:
    """Whether all between the verb and the quotation hangs on the verb: "said in a statement"."""
    if verb.doc[last].pos_ == "ADP" or any(token.pos_ in VERBAL for token in verb.doc[verb.i + 1 : last + 1]):
        return False
    return verb.i < last < subtree(verb)[1] and all(
        token == verb or verb in token.ancestors for token in verb.doc[verb.i : last + 1]
    )


def _governs(verb: Token, word: Token) -> bool:
    """Whether quoted words are an object of the verb: "expressed 'deep concern'"."""
    while word.head != verb:
        if word.head == word or word.dep_ not in {
            "det",
            "amod",
            "compound",
            "advmod",
            "poss",
            "nummod",
            "pobj",
            "nmod",
            "npadvmod",
        }:
            return False
        word = word.head
    return word.dep_ in {"dobj", "oprd"} and word.i > verb.i


def _carried_on(doc: Doc, quotation: Quotation, found: Sequence[Attribution]) -> Attribution | None:
    """Who spoke last goes on, where a quotation is a sentence by itself."""
    if not _stands_alone(doc, quotation):
        return None
    previous = previous_word(doc, quotation.start, over_lines=True)
    if previous is None or line_breaks(doc, previous, quotation.start) > 1:
        return None
    sentence = doc[previous].sent
    speaking = [each for each in found if each.source and _reaches(each, sentence.start, quotation.start)]
    speaking = [each for each in speaking if not any(other.holds(each.cue[0]) for other in speaking)]
    if speaking:
        return max(speaking, key=lambda each: (each.direct, -each.cue[0]))
    return _introduced(root(doc[previous]), quotation)


def _reaches(each: Attribution, start: int, end: int) -> bool:
    """Whether a report's cue stands in the sentence before, or its quotation ends there."""
    return start <= each.cue[0] < end or (each.direct and start < max(each.content)[1] <= end)


def _introduced(verb: Token, quotation: Quotation) -> Attribution | None:
    """As in "Maria Silva welcomed the ruling. '...'"."""
    subject = subject_of(verb)
    if lemma_of(verb) not in _SPEAKER_VERBS or subject is None or is_passive_form(verb):
        return None
    if not (subject.ent_type_ == "PERSON" or subject.tag_ == "PRP") or subject.lower_ in _THINGS:
        return None
    source = verb_source(verb)
    return _direct(verb, source, _NEUTRAL, quotation) if source else None


def _stands_alone(doc: Doc, quotation: Quotation) -> bool:
    """Whether nothing but the quotation stands between two sentence ends."""
    before = previous_word(doc, quotation.start)
    after = next_word(doc, quotation.end)
    closed = doc[quotation.pieces[-1][1] - 1].text in _SENTENCE_END or doc[min(quotation.end, len(doc) - 1)].text == "."
    opens = before is None or doc[before].text in _SENTENCE_END - {":"} or doc[before].is_quote
    return opens and (after is None or (closed and not doc[after].is_lower))


def _at_start_of_speech(doc: Doc, quotation: Quotation) -> bool:
    before = previous_word(doc, quotation.start)
    return before is None or doc[before].text in _SENTENCE_END | _LEADS or not doc[quotation.pieces[0][0]].is_lower


def _direct(verb: Token, source: Range | None, kind: str, quotation: Quotation) -> Attribution:
    return Attribution(0, source, cue_of(verb), tidied(verb.doc, quotation.pieces), kind, form="quotation")
