"""Speakers: whom "I" and "we" mean, and whom what somebody says cannot mean."""

from collections.abc import Iterator, Mapping

from kg.attribution import Attribution, Range, attributions
from kg.attribution.component import TURN
from kg.attribution.speakers import Speakers
from kg.coref.chains import GENDERED, Chains, Kind, Mention
from kg.lexicon import words
from kg.parse.tree import Doc, Span

_REPRESENTATIVES = words("coref", "representatives", "words")
_SPEAKING = GENDERED | {"i"}
_TOLD = frozenset({"dobj", "dative"})


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
        found = ((doc[slice(*each.source)].root.i, each) for each in attributions(doc) if each.source is not None)
        self._contents = [(source, each) for head, each in found if (source := chains.by_head(head)) is not None]
        """Source and what it says."""
        self._said: dict[tuple[str, int], int] = {}
        """Pronoun and voice -> the first such pronoun that nothing else answers."""

    def excluded(self, index: int) -> frozenset[int]:
        """The chains, by their keys, that a third-person pronoun or a noun for a person cannot mean.

        A pronoun of a fully quoted sentence not who says it or is told it, one that says something no name in its words
        ("Berg was on leave, he said"), a noun not who says the words in which it stands.
        """
        chains, mention = self._chains, self._chains.mentions[index]
        found: list[int] = []
        if mention.kind is Kind.PRONOUN:
            known = (self._speakers, self._addressed) if mention.head in self._in_full else ()
            found += (told[mention.head] for told in known if mention.head in told)
            said = [each for source, each in self._contents if source == index and mention.lemma in GENDERED]
            inside = {token for each in said for part in each.content for token in range(*part)}
            told = (other for token in inside if (other := chains.by_head(token)) is not None)
            named = ((one, chains.mentions[one]) for one in told)
            found += (one for one, other in named if other.kind is Kind.NAME and not other.position.is_agent)
        elif mention.kind is Kind.NOMINAL and not mention.pronouns.isdisjoint(GENDERED):
            found += (source for source, each in self._contents if each.holds(mention.head))
        return frozenset(chains.of(one).key for one in found)

    def antecedent(self, index: int) -> int | None:
        """What a first-person pronoun takes up: the speaker or the speaker's body, else the speaker's first pronoun."""
        mention = self._chains.mentions[index]
        speaker, told = self._speakers.get(mention.head, -1), self._chains.by_head(mention.beside)
        if told is not None:
            self._said.setdefault(self._voice(mention, speaker), index)
            return told
        if speaker >= 0 and mention.lemma != "you":
            says_i = not self._chains.of(speaker).pronouns.isdisjoint(_SPEAKING)  # no document or body does
            found = self._collective(speaker) if mention.lemma != "i" else speaker if says_i else None
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

    def _collective(self, speaker: int) -> int | None:
        chain = self._chains.of(speaker)
        if "they" in chain.pronouns:
            return speaker
        if chain.heads.isdisjoint(_REPRESENTATIVES):
            return None
        stands_for = (self._chains.by_head(self._chains.mentions[member].affiliation) for member in chain.members)
        return next((found for found in stands_for if found is not None), None)


def _speaking(doc: Doc, chains: Chains) -> Mapping[int, int]:
    """Directly quoted token -> index of the outermost mention of who says it; what is said inside comes later."""
    found, mentions = dict[int, int](), chains.mentions
    for each, source in sorted(_spoken(doc), key=lambda pair: -pair[0].width):
        inside = [index for head in range(*(source or (0, 0))) if (index := chains.by_head(head)) is not None]
        named = [index for index in inside if mentions[index].lemma not in {"i", "we"}]
        if named:
            speaker = min(named, key=lambda index: (mentions[index].start, -mentions[index].end))
            found.update((token, speaker) for part in each.content for token in range(*part))
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


def _spoken(doc: Doc) -> Iterator[tuple[Attribution, Range | None]]:
    """Who says each direct quotation and turn; "he knows" inside a quotation quotes nothing."""
    inside = {token: span.start for span in _quotations(doc) for token in range(span.start, span.end)}
    speakers = Speakers(doc)
    for each in speakers.attributions:
        quoted = each.direct and inside.get(each.cue[0], -1) != inside.get(each.content[0][0], -2)
        if quoted or each.form == TURN:
            yield each, speakers.source(each)


def _quotations(doc: Doc) -> Iterator[Span]:
    return (span for span in doc.spans.get("quotes", ()) if span.label_ == "direct")
