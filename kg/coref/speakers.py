"""First person: "I" is who speaks; "we" is the body or group that speaks, or that the speaker stands for.

Who speaks is told by the attributions on the Doc, in a transcript by the name before the colon ("Vladimir Putin: I
..."), in an interview by its letters ("Q: ... A: ...").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.attribution import Range, attributions, speakers
from kg.coref.chains import Chains, Kind, Mention
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.intervals import Intervals
from kg.parse.tree import Doc, Span

_REPRESENTATIVES = words("coref", "representatives", "words")
_FIRST_PERSON = words("coref", "i", "words") | words("coref", "we", "words")
_PERSONS = frozenset({"he", "she", "i"})
_QUESTIONS = words("layout", "speaker", "questions")
_ANSWERS = words("layout", "speaker", "answers")
_MARKS = (":", ".")
_LONGEST = 8  # tokens that a speaker's name and title may take before the colon


class SpeakerSieve:
    """Resolves the first person of quotations, of transcripts and of an article's own voice."""

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._chains = chains
        self._speakers = _speaking(doc, chains)
        self._in_full = frozenset(token for span in _quotations(doc) if _is_full(span) for token in _range(span))
        self._said: dict[tuple[str, int], int] = {}
        """Pronoun and voice -> the first such pronoun that nothing else answers."""

    def barred(self, index: int) -> int | None:
        """Who is not meant by a pronoun of the third person: the speaker of a sentence that is quoted in full."""
        head = self._chains.mentions[index].head
        return self._speakers.get(head) if head in self._in_full else None

    def antecedent(self, index: int) -> int | None:
        """What a pronoun of the first person stands for; pronouns of one speaker are one where he stands for none."""
        mention = self._chains.mentions[index]
        speaker = self._speakers.get(mention.head, -1)
        if mention.beside >= 0 and (told := self._chains.at(mention.beside)) is not None:
            self._said.setdefault(self._voice(mention, speaker), index)
            return told
        if speaker >= 0 and mention.lemma != "you":
            found = self._person(speaker) if mention.lemma == "i" else self._collective(speaker)
            if found is not None:
                return found
        first = self._said.setdefault(self._voice(mention, speaker), index)
        return first if first != index else None

    def _voice(self, mention: Mention, speaker: int) -> tuple[str, int]:
        """Pronouns of one voice are one: of a speaker, of a quotation, of the article; who is addressed may change."""
        quote = mention.position.quote
        if mention.lemma == "you" or (speaker < 0 and quote >= 0):
            return f"{mention.lemma} in", quote
        return f"{mention.lemma} by", self._chains.of(speaker).key if speaker >= 0 else -1

    def _person(self, speaker: int) -> int | None:
        """Who says "I": no document or body."""
        return None if self._chains.of(speaker).fits.isdisjoint(_PERSONS) else speaker

    def _collective(self, speaker: int) -> int | None:
        chain = self._chains.of(speaker)
        if "they" in chain.fits:
            return speaker
        if chain.heads.isdisjoint(_REPRESENTATIVES):
            return None
        stands_for = (self._chains.at(self._chains.mentions[member].affiliation) for member in chain.members)
        return next((found for found in stands_for if found is not None), None)


def _speaking(doc: Doc, chains: Chains) -> Mapping[int, int]:
    """Token -> index of the mention of who says it."""
    found: dict[int, int] = {}
    for tokens, source in (*turns(doc, chains.mentions), *_quoted(doc)):
        speaker = _mention_in(source, chains)
        if speaker is not None:
            found.update((token, speaker) for token in tokens)
    return found


def _quoted(doc: Doc) -> Iterator[tuple[range, Range]]:
    """Directly quoted tokens with their source, the widest first; "he knows" inside a quotation quotes nothing."""
    inside = {token: number for number, span in enumerate(_quotations(doc)) for token in _range(span)}
    said = zip(attributions(doc), speakers(doc), strict=True)
    for each, source in sorted(said, key=lambda pair: -pair[0].width):
        if each.direct and source is not None and inside.get(each.cue[0], -1) != inside.get(each.content[0][0], -2):
            yield from ((range(*part), source) for part in each.content)


def _quotations(doc: Doc) -> Iterator[Span]:
    yield from (span for span in doc.spans.get("quotes", ()) if span.label_ == "direct")


def _is_full(span: Span) -> bool:
    """Whether a quotation gives the speaker's own sentence: it begins one, or he says "I" or "we" in it."""
    return span.text[:1].isupper() or any(token.lower_ in _FIRST_PERSON for token in span)


def _range(span: Span) -> range:
    return range(span.start, span.end)


def _mention_in(source: Range, chains: Chains) -> int | None:
    """The outermost mention of a source."""
    inside = [chains.at(head) for head in range(*source)]
    found = [index for index in inside if index is not None and chains.mentions[index].lemma not in {"i", "we"}]
    return min(found, key=lambda index: (chains.mentions[index].start, -chains.mentions[index].end), default=None)


class _Label(NamedTuple):
    """What the layout says stands before the words of a line: its tokens, and its words in lower case."""

    start: int
    end: int
    text: str


def turns(doc: Doc, mentions: Sequence[Mention]) -> Iterator[tuple[range, Range]]:
    """The tokens of each turn with the name of who speaks: from the label before them to the next label of that kind.

    The answers of an interview are those of the one person whom the text names before the first question.
    """
    people = [mention for mention in mentions if mention.kind is Kind.NAME and mention.cls == "Person"]
    labels = list(_labels(doc))
    begun = [(person.start, person.end, person) for person in people if _opens_turn(doc, person)]
    asked = _interviewee(doc, people, labels)
    if asked is not None:
        begun += [(label.start, label.end, asked) for label in labels if label.text in _ANSWERS]
    starts = sorted({*(start for start, _, _ in begun), *(label.start for label in labels), len(doc)})
    for _, end, person in begun:
        yield range(end, next(stop for stop in starts if stop >= end)), (person.start, person.end)


def _labels(doc: Doc) -> Iterator[_Label]:
    """The labels that tell who speaks; the sign of an item, the time of an entry do not."""
    text, blocks = doc.text, doc.user_data.get("kg.blocks", ())
    wanted = [(start, end) for start, end, kind in blocks if kind == BlockKind.LABEL]
    places = {token.idx: token.i for token in doc} if wanted else {}
    for start, end in wanted:
        label = text[start:end].strip()
        if label.endswith(_MARKS) and any(map(str.isalpha, label)) and start in places:
            yield _Label(places[start], places.get(end, len(doc)), label.rstrip(":. 0123456789").lower())


def _interviewee(doc: Doc, people: Sequence[Mention], labels: Sequence[_Label]) -> Mention | None:
    """The one person that stands before the first question, bylines apart."""
    first = next((label.start for label in labels if label.text in _QUESTIONS), 0)
    blocks = Intervals(doc.user_data.get("kg.blocks", ()))
    before = [person for person in people if person.start < first]
    named = [person for person in before if blocks.at(doc[person.start].idx) != BlockKind.BYLINE]
    return named[0] if len({person.node for person in named}) == 1 else None


def _opens_turn(doc: Doc, mention: Mention) -> bool:
    at_line_start = mention.start == 0 or "\n" in doc[mention.start - 1].text
    is_labelled = mention.end < len(doc) and doc[mention.end].text == ":"
    return at_line_start and is_labelled and mention.end - mention.start <= _LONGEST
