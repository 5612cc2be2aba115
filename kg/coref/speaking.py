"""Speakers: whom "I" and "we" mean, whom no pronoun of a quotation means, and who spoke last.

"They added that ..." after "Dealers said that ..." are the dealers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.attribution import Attribution, Range, attributions, speakers
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.phrases import MANY
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.readings import reading_of
from kg.parse.tree import Doc, Span

_REPRESENTATIVES = words("coref", "representatives", "words")
_SPEAKING = frozenset({"he", "she", "i"})
_GENDERED = frozenset({"he", "she"})
_TOLD = frozenset({"dobj", "dative"})
_WINDOW = 2  # sentences that a pronoun reaches back


class SpeakerSieve:
    """Resolves first-person pronouns of quotations, of transcripts and of an article's own voice.

    "I" is the speaker; "we" is the body or group that speaks, or that the speaker represents. The speaker is known from
    the attributions on the Doc, in a transcript from the name before the colon ("Vladimir Putin: I ...").
    """

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._chains = chains
        self._speakers, self._addressed = _speaking(doc, chains), _addressed(doc, chains)
        full = (span for span in _quotations(doc) if span.text[:1].isupper())  # a sentence of the speaker's own
        self._in_full = frozenset(token for span in full for token in range(span.start, span.end))
        found = ((each.content, each.source) for each in attributions(doc) if each.source is not None)
        self._contents = {doc[slice(*source)].root.i: content for content, source in found}
        """Head of a source -> what it says."""
        self._said: dict[tuple[str, int], int] = {}
        """Pronoun and voice -> the first such pronoun that nothing else answers."""

    def excluded(self, index: int) -> tuple[int, ...]:
        """Mentions that a third-person pronoun cannot take up for the sake of who speaks.

        In a fully quoted sentence who says it and who is told it; of a pronoun that says something whom that names
        ("Berg was on leave, he said"), though a body may be named in its own words, and no thing says them.
        """
        mention = self._chains.mentions[index]
        known = (self._speakers, self._addressed) if mention.head in self._in_full else ()
        speaking = (found[mention.head] for found in known if mention.head in found)
        return (*speaking, *(other for other in self._told(mention) if self._is_told_of(mention, other)))

    def tellers(self, index: int) -> frozenset[int]:
        """The chains, by their keys, of who says the words in which a noun for a person stands, and is another."""
        mention = self._chains.mentions[index]
        if mention.kind is not Kind.NOMINAL or mention.pronouns.isdisjoint(_GENDERED):
            return frozenset()
        saying = (head for head, content in self._contents.items() if _holds(content, mention.head))
        found = (self._chains.by_head(head) for head in saying)
        return frozenset(self._chains.of(one).key for one in found if one is not None)

    def _told(self, mention: Mention) -> Iterator[int]:
        """The mentions in what a mention says, but for who says something there: "Berg warned of rain, he said"."""
        tokens = (token for part in self._contents.get(mention.head, ()) for token in range(*part))
        found = (index for token in tokens if (index := self._chains.by_head(token)) is not None)
        return (index for index in found if not self._chains.mentions[index].position.is_agent)

    def _is_told_of(self, mention: Mention, other: int) -> bool:
        candidate = self._chains.mentions[other]
        if mention.lemma in _GENDERED:
            return candidate.kind is Kind.NAME
        return candidate.kind is Kind.NOMINAL and not candidate.animate

    def antecedent(self, index: int) -> int | None:
        """What a first-person pronoun takes up: the speaker or the speaker's body, else the speaker's first pronoun."""
        mention = self._chains.mentions[index]
        speaker = self._speakers.get(mention.head, -1)
        if mention.beside >= 0 and (told := self._chains.by_head(mention.beside)) is not None:
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
        return None if self._chains.of(speaker).pronouns.isdisjoint(_SPEAKING) else speaker

    def _collective(self, speaker: int) -> int | None:
        chain = self._chains.of(speaker)
        if "they" in chain.pronouns:
            return speaker
        if chain.heads.isdisjoint(_REPRESENTATIVES):
            return None
        stands_for = (self._chains.by_head(self._chains.mentions[member].affiliation) for member in chain.members)
        return next((found for found in stands_for if found is not None), None)


class LastSpeakerSieve:
    """Resolves a third-person pronoun that is a source, where nothing else does, to the last source that agrees."""

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._chains = chains
        roots = {doc[slice(*each.source)].root.i for each in attributions(doc) if each.source is not None}
        found = ((head, chains.by_head(head)) for head in sorted(roots))
        self._sources = [index for _, index in found if index is not None]

    def antecedent(self, index: int, excluded: Sequence[int] = ()) -> int | None:
        """The source before the pronoun with this index, at most two sentences back, that agrees in number and gender.

        "They" are several rather than one body. None within a quotation, whose speaker may tell of anybody.
        """
        mention = self._chains.mentions[index]
        if index not in self._sources or mention.position.quote >= 0:
            return None
        found = [other for other in self._sources if other < index and self._agrees(mention, other)]
        barred = {self._chains.of(other).key for other in excluded}
        found = [other for other in found if self._chains.of(other).key not in barred]
        several = [other for other in found if self._chains.mentions[other].pronouns == MANY]
        return max(several or found, default=None)

    def _agrees(self, mention: Mention, other: int) -> bool:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        here, there = mention.position, candidate.position
        if here.sentence - there.sentence > _WINDOW or here.governor == there.governor or candidate.negative:
            return False
        if all(self._chains.mentions[member].kind is Kind.PRONOUN for member in chain.members):
            return False  # one that is left open itself
        return mention.lemma in candidate.pronouns and mention.lemma in chain.pronouns


def _holds(content: Iterable[Range], token: int) -> bool:
    return any(start <= token < end for start, end in content)


def _speaking(doc: Doc, chains: Chains) -> Mapping[int, int]:
    """Token -> index of the mention of who says it."""
    found: dict[int, int] = {}
    for tokens, source in (*_turns(doc, chains.mentions), *_quoted(doc)):
        speaker = _mention_in(source, chains)
        if speaker is not None:
            found.update((token, speaker) for token in tokens)
    return found


def _addressed(doc: Doc, chains: Chains) -> Mapping[int, int]:
    """Quoted token -> index of the mention of who is told it: "told [the court], '...'"."""
    found: dict[int, int] = {}
    for each, _ in _spoken(doc):
        told = (child for child in doc[slice(*each.cue)].root.rights if child.dep_ in _TOLD and not each.holds(child.i))
        for index in (chains.by_head(child.i) for child in told):
            if index is not None:
                found.update((token, index) for part in each.content for token in range(*part))
    return found


def _turns(doc: Doc, mentions: Sequence[Mention]) -> Iterator[tuple[range, Range]]:
    """The tokens of each turn of a transcript with the name of who speaks: from it to the next such name or label."""
    people = (mention for mention in mentions if mention.kind is Kind.NAME and mention.cls == "Person")
    begun = [(person.start, person.end) for person in people if _opens_turn(doc, person)]
    labels = {block.start for block in reading_of(doc).blocks if block.kind is BlockKind.LABEL}
    stops = [*(start for start, _ in begun), *(token.i for token in doc if token.idx in labels), len(doc)]
    for start, end in begun:
        yield range(end, min(stop for stop in stops if stop >= end)), (start, end)


def _opens_turn(doc: Doc, person: Mention) -> bool:
    at_line_start = person.start == 0 or "\n" in doc[person.start - 1].text
    return at_line_start and person.end < len(doc) and doc[person.end].text == ":"


def _quoted(doc: Doc) -> Iterator[tuple[range, Range]]:
    """Directly quoted tokens with their source, the widest first."""
    for each, source in sorted(_spoken(doc), key=lambda pair: -pair[0].width):
        if source is not None:
            yield from ((range(*part), source) for part in each.content)


def _spoken(doc: Doc) -> Iterator[tuple[Attribution, Range | None]]:
    """Who says each direct quotation; "he knows" inside a quotation quotes nothing."""
    inside = {token: span.start for span in _quotations(doc) for token in range(span.start, span.end)}
    for each, source in zip(attributions(doc), speakers(doc), strict=True):
        if each.direct and inside.get(each.cue[0], -1) != inside.get(each.content[0][0], -2):
            yield each, source


def _quotations(doc: Doc) -> Iterator[Span]:
    yield from (span for span in doc.spans.get("quotes", ()) if span.label_ == "direct")


def _mention_in(source: Range, chains: Chains) -> int | None:
    """The outermost mention of a source."""
    inside = [chains.by_head(head) for head in range(*source)]
    found = [index for index in inside if index is not None and chains.mentions[index].lemma not in {"i", "we"}]
    return min(found, key=lambda index: (chains.mentions[index].start, -chains.mentions[index].end), default=None)
