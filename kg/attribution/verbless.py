"""Sources without a word of speaking: a colon, a dash, a line below or a list names who says it.

"UN: thousands flee", "Thousands flee – UN", "...", then "Name, Title"; "We are lost." - Anna Roux, mayor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kg.attribution import Attribution, Range
from kg.attribution.lexemes import cue_of, spoken_kind
from kg.attribution.phrases import root, tidied, tidy
from kg.attribution.quotations import Quotation, line_start, previous_word
from kg.attribution.sources import is_document, is_passive_form, is_source, subject_of, verb_source
from kg.lexicon import words
from kg.parse.nouns import is_person
from kg.parse.syntax import VERBAL
from kg.parse.tree import Doc, Token

_NOUNS = words("reporting", "forms", "headline", "nouns")
_FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_DASHES = frozenset({"–", "—", "-"})
_PERSON = "PERSON"
_SPEAKING_NAMES = frozenset(
    {
        "Person", "Office", "Government", "PublicBody", "InternationalOrganization", "Company", "MediaOrganization",
        "PoliticalParty", "Organization", "Group",
    }
)  # fmt: skip
_MAX_SOURCE = 6  # tokens of a source before a colon
_MAX_SIGNATURE_LINE = 25
_MIN_CLAUSE = 3
_MIN_NAME = 2  # a first name and a family name
_KIND = "neutral"
_NEUTRAL = "neutral"
_SENTENCE_END = frozenset({".", "?", "!", "…", "...", ":"})
_SIGNS = frozenset({"-", "–", "—", "--", ":", "~"})
_BULLETS = frozenset({"-", "–", "•", "*", "·"})
_NAMED = frozenset({"PERSON", "ORG"})
_MAX_SIGNATURE = 12  # tokens of a name with its title
_MAX_LIST = 12  # lines that a list goes back to its first


def headlines(doc: Doc) -> Iterator[Attribution]:
    """Reports of headlines, and of lines that begin with a speaker's name and a colon."""
    lines = _lines(doc)
    titles = _titles(doc, lines)
    for line in lines:
        for token in doc[line[0] : line[1]]:
            if token.text == ":" or (token.text in _DASHES and line in titles):
                found = _parted(doc, line, token.i, is_headline=line in titles)
                if found is not None:
                    yield found
                break


def signatures(doc: Doc, quotations: Sequence[Quotation], said: Iterable[Attribution]) -> Iterator[Attribution]:
    """Reports of signed paragraphs: a line with name and title follows words of the first person, or in marks."""
    taken = {token for each in said for start, end in each.content for token in range(start, end)}
    lines = _lines(doc)
    for paragraph, line in pairwise(lines):
        source = _signature(doc, line)
        if source is None or _signature(doc, paragraph) is not None:
            continue
        start = _statement_start(doc, paragraph, quotations)
        if start is None or not taken.isdisjoint(range(*paragraph)):
            continue
        content = tidied(doc, (paragraph,))
        if content:
            yield Attribution(0, source, (line[0] - 1, line[0]), content, _KIND, direct=True, form="headline")


def _parted(doc: Doc, line: Range, mark: int, *, is_headline: bool) -> Attribution | None:
    """A line parted by a colon or dash into who says and what is said."""
    left, right = tidy(doc, line[0], mark), tidy(doc, mark + 1, line[1])
    if left is None or right is None:
        return None
    for source, content in ((left, right), (right, left)):
        speaks = _is_speaker(doc, source, by_role=is_headline)
        if speaks and _is_clause(doc, content) and (is_headline or source == left):
            return Attribution(0, source, (mark, mark + 1), (content,), _KIND, form="headline")
    return None


def _is_speaker(doc: Doc, part: Range, *, by_role: bool) -> bool:
    """Whether words name who speaks; outside headlines only a person's name does."""
    if part[1] - part[0] > _MAX_SOURCE:
        return False
    tokens = doc[part[0] : part[1]]
    if not by_role:
        return all(token.pos_ == "PROPN" and token.ent_type_ == _PERSON for token in tokens)
    last = tokens[-1]
    if any(token.pos_ in VERBAL for token in tokens):
        return False
    named = [span.label_ for span in doc.spans.get("names", ()) if span.end == part[1] and span.start >= part[0]]
    if named:
        return not _SPEAKING_NAMES.isdisjoint(named)
    acronym = last.is_upper and len(last) > 1 and not any(token.is_upper for token in doc[part[0] : part[1] - 1])
    common = last.pos_ == "NOUN" and is_source(last) and not is_document(last)
    return last.ent_type_ in {_PERSON, "ORG"} or acronym or common or last.lower_ in _NOUNS


def _is_clause(doc: Doc, part: Range) -> bool:
    tokens = doc[part[0] : part[1]]
    return len(tokens) >= _MIN_CLAUSE and any(token.pos_ in VERBAL for token in tokens)


def _signature(doc: Doc, line: Range) -> Range | None:
    """The words of a line "Ilse Brandt, Minister for Foreign Affairs"; None for any other line."""
    part = tidy(doc, *line)
    if part is None or part[1] - part[0] > _MAX_SIGNATURE_LINE or doc[line[1] - 1].text == ".":
        return None
    tokens = list(doc[part[0] : part[1]])
    comma = next((number for number, token in enumerate(tokens) if token.text == ","), 0)
    name, title = tokens[:comma], tokens[comma + 1 :]
    if (
        len(name) < _MIN_NAME
        or not all(token.pos_ == "PROPN" for token in name)
        or any(_is_verb(token) for token in title)
    ):
        return None
    return part if any(is_person(token.lower_) for token in title) else None


def _is_verb(token: Token) -> bool:
    return token.pos_ in VERBAL


def _statement_start(doc: Doc, paragraph: Range, quotations: Sequence[Quotation]) -> int | None:
    """Where a paragraph's statement begins, if it is one: all in quotation marks, or in the first person."""
    part = tidy(doc, *paragraph)
    if part is None:
        return None
    marked = any(start <= part[0] and part[1] <= end for each in quotations for start, end in each.pieces)
    personal = any(token.lower_ in _FIRST_PERSON for token in doc[part[0] : part[1]])
    return part[0] if marked or personal else None


def _lines(doc: Doc) -> list[Range]:
    """The lines that have words, in tokens, without their line breaks."""
    breaks = [token.i for token in doc if "\n" in token.text]
    edges = zip([0, *(position + 1 for position in breaks)], [*breaks, len(doc)], strict=True)
    return [(start, end) for start, end in edges if any(token.is_alpha for token in doc[start:end])]


def _titles(doc: Doc, lines: Sequence[Range]) -> frozenset[Range]:
    """Lines that are titles: as the article's blocks say, else a first line without a full stop."""
    blocks = doc.user_data.get("kg.blocks")
    if blocks:
        titles = [(start, end) for start, end, kind in blocks if kind == "title"]
        return frozenset(line for line in lines if any(start <= doc[line[0]].idx < end for start, end in titles))
    first = lines[:1] if len(lines) > 1 else []
    return frozenset(line for line in first if doc[line[1] - 1].text != ".")


def verbless_report(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A report that marks alone show."""
    return _signed(doc, quotation) or _after_colon(doc, quotation) or _listed(doc, quotation)


def root_of(doc: Doc, part: Range) -> Token:
    """The head of a range of tokens."""
    return doc[part[0] : part[1]].root


def _signed(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation that fills its line but for a name behind it: "We are lost." - Anna Roux, mayor."""
    if quotation.start != line_start(doc, quotation.start) or quotation.end >= len(doc):
        return None
    mark = quotation.end + (doc[quotation.end].is_space and quotation.end + 1 < len(doc))
    if doc[mark].text not in _SIGNS or (mark > quotation.end and doc[mark].text == ":"):
        return None
    end = next((token.i for token in doc[mark:] if "\n" in token.text), len(doc))
    source = tidy(doc, mark + 1, end)
    if source is None or source[1] - source[0] > _MAX_SIGNATURE or doc[end - 1].text in _SENTENCE_END:
        return None
    tokens = doc[source[0] : source[1]]
    named = tokens[0].ent_type_ in _NAMED or tokens[0].pos_ == "PROPN" or is_person(tokens.root.lemma_.lower())
    if not named or any(token.pos_ in VERBAL or token.is_quote for token in tokens):
        return None
    return Attribution(0, source, (mark, mark + 1), tidied(doc, quotation.pieces), _NEUTRAL)


def _after_colon(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation after a colon, with no word of speaking: "The senator was blunt: '...'"."""
    last = previous_word(doc, quotation.start)
    if last is None or doc[last].text != ":":
        return None
    line = line_start(doc, last)
    opener = max([token.i + 1 for token in doc[line:last] if token.text in _SENTENCE_END], default=line)
    verb = next((token for token in doc[opener:last] if _has_subject(token, opener, last)), None)
    if verb is None:
        comma = next((token.i for token in doc[opener:last] if token.text == ","), last)
        source = tidy(doc, opener, comma)
        named = source is not None and is_source(root_of(doc, source))
        return Attribution(0, source, (last, last + 1), quotation.pieces, _NEUTRAL) if named else None
    subject = subject_of(verb)
    if subject is None or not is_source(subject) or subject.i < opener:
        return None
    source = verb_source(verb)
    return Attribution(0, source, (verb.i, verb.i + 1), quotation.pieces, _NEUTRAL) if source else None


def _has_subject(verb: Token, start: int, end: int) -> bool:
    """Whether a verb has its subject in a stretch of tokens."""
    subject = subject_of(verb) if verb.pos_ in VERBAL else None
    return subject is not None and start <= subject.i < end


def _listed(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation in a list that a report opens: "The envoy told reporters: - On trade: '...' - On steel: '...'"."""
    start = line_start(doc, quotation.start)
    before = previous_word(doc, quotation.start)
    if before is None or doc[before].text != ":" or doc[start].text not in _BULLETS:
        return None
    for first, end in _lines_before(doc, start):
        if doc[first].text in _BULLETS:
            continue
        verb = next((token for token in doc[first:end] if spoken_kind(token) and not is_passive_form(token)), None)
        source = _teller(verb, first, end) if verb is not None and doc[end - 1].text == ":" else None
        if verb is None or source is None:
            return None
        return Attribution(0, source, cue_of(verb), tidied(doc, quotation.pieces), _NEUTRAL)
    return None


def _teller(verb: Token, start: int, end: int) -> Range | None:
    """Who tells what a line opens; of "went on television to inform the public" who went."""
    for told in (verb, root(verb)):
        if (subject := subject_of(told)) is not None and is_source(subject) and start <= subject.i < end:
            return verb_source(told)
    return None


def _lines_before(doc: Doc, position: int) -> Iterator[Range]:
    """The lines with words before the line that starts at a token, the nearest first."""
    for _ in range(_MAX_LIST):
        end = position
        while end > 0 and doc[end - 1].is_space:
            end -= 1
        if end == 0:
            return
        position = line_start(doc, end - 1)
        yield position, end
