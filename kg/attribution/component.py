"""The component ``kg_quotes``: writes ``doc.spans["quotes"]`` and ``doc.spans["attributions"]``.

A quotation's label is "direct" where it is speech, "scare" where it is a title, a name or a word at arm's length.

Parsers split and misread quoted sentences, so quotation marks come first. A quotation extends the report whose content
it overlaps; else a verb of speech is looked for after and before it; a quotation that stands alone continues the speech
of its neighbour's speaker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy import tokens as spacy
from spacy.language import Language

from kg.attribution import Attribution, Range, phrases, write
from kg.attribution.cues import FIRST_PERSON, cue_of, is_evidence, reports, speech_kind
from kg.attribution.quotations import Quotation, next_word, outermost, previous_word, quotations
from kg.lexicon import words
from kg.model import BlockKind
from kg.parse.nouns import is_person
from kg.parse.readings import reading_of
from kg.parse.syntax import TENSED_TAGS, VERBAL
from kg.parse.tree import Doc, Span, Token, tree

GROUP = "quotes"
_NOUNS = words("reporting", "forms", "headline", "nouns")
_NEUTRAL = "neutral"
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_SPEECH_END = frozenset({",", ".", "?", "!", "…", "...", "—", "–", "-"})
_OPEN_END = _SPEECH_END - {"."}
_SENTENCE_END = frozenset({".", "?", "!", "…", "...", ":"})
_JUDGING = "judge"
_TAKING_STANCE = frozenset({"deny", _JUDGING, "factive", "believe"})
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
    said: list[Attribution] = []
    if parse.has_annotation("DEP"):
        outer = outermost(found)
        spoken = list(turns(parse))
        labels = {each.cue for each in spoken}
        said = [*reports(parse), *(each for each in headline_sources(parse) if each.cue not in labels), *spoken]
        for quotation in outer:
            _complete(parse, quotation, said)
        said = [_with_manner(each, outer) for each in said if each.content]  # none has 'said: "..."'
    spans = []
    for one in found:
        led = (each for each in said if each.direct and not one.start <= each.cue[0] < one.end)
        is_direct = any(each.holds(one.inner[0]) for each in led) or _is_speech(parse, one)
        spans.append(Span(parse, *one.inner, label="direct" if is_direct else "scare"))
    parse.spans[GROUP] = spans
    write(parse, said)
    return doc


def headline_sources(doc: Doc) -> Iterator[Attribution]:
    """Attributions of lines that open with a person, by name or bare noun, or titles with any source, and a colon.

    Their content is the first sentence: what goes on is a text, or a transcript.
    """
    titles = [(b.start, b.end) for b in reading_of(doc).blocks if b.kind is BlockKind.TITLE]
    breaks = [token.i for token in doc if "\n" in token.text]
    for start, end in zip([0, *(place + 1 for place in breaks)], [*breaks, len(doc)], strict=True):
        colon = next((token.i for token in doc[start:end] if token.text == ":"), start)
        last = min(end, doc[colon + 1].sent.end) if colon + 1 < end else end
        source, content = phrases.trimmed(doc, start, colon), phrases.trimmed(doc, colon + 1, last)
        if source is None or content is None or _is_place(doc, source):
            continue
        named, speaker = doc[slice(*source)], doc[source[1] - 1]
        in_title = any(first <= doc[start].idx < last for first, last in titles)
        is_name = all(token.pos_ == "PROPN" and token.ent_type_ == "PERSON" for token in named)
        is_noun = is_person(speaker.lemma_.lower()) and all(t.pos_ in {"NOUN", "PROPN", "ADJ"} for t in named)
        is_titled = in_title and (phrases.is_source(speaker) or speaker.lower_ in _NOUNS)
        if (is_name or is_noun or is_titled) and any(token.pos_ in VERBAL for token in doc[slice(*content)]):
            yield Attribution(0, source, (colon, colon + 1), (content,), _NEUTRAL, form="headline")


def _is_place(doc: Doc, source: Range) -> bool:
    """As in "Kigali: Ministers met on Monday"; a country may speak."""
    names = (name for name in doc.spans.get("names", ()) if name.label_ == "Place")
    return any((name.start, name.end) == source for name in names)


def _is_speech(doc: Doc, quotation: Quotation) -> bool:
    """Whether words in quotation marks are somebody's sentence, not a title, a name or a word held at arm's length."""
    tokens = list(doc[slice(*quotation.inner)])
    names = [one for one in tokens if one.is_alpha and (len(one) > _SHORT or one.pos_ in {"NOUN", "VERB", "PROPN"})]
    if len(names) > 1 and all(token.text[0].isupper() for token in names):  # "The Long Road Home"
        return False
    before = previous_word(doc, quotation.start)
    begins = before is None or doc[before].text in _SENTENCE_END | _LEADS or not tokens[0].text.islower()
    if tokens[-1].text in _SPEECH_END and begins:
        return True
    letters = sum(token.is_alpha for token in tokens)
    return letters >= _LONG or (letters >= _SHORT and any(token.tag_ in TENSED_TAGS for token in tokens))


def _complete(doc: Doc, quotation: Quotation, found: list[Attribution]) -> None:
    """Let one quotation extend the reports that it overlaps, or the one beside it, or add one."""
    speech, (first, last) = _is_speech(doc, quotation), quotation.inner
    overlapping = (any(start < last and first < end for start, end in each.content) for each in found)
    places = [place for place, overlaps in enumerate(overlapping) if overlaps]
    holding = [at for at in places if found[at].cue[0] < quotation.start or found[at].cue[1] > quotation.end]
    nearer = _before(doc, quotation, speech=True) if holding and speech else None
    if nearer is not None and all(nearer.cue[0] > found[place].cue[0] for place in holding):
        found.append(nearer)
    if not holding:
        beside = (_after(doc, quotation) if speech else None) or _before(doc, quotation, speech=speech)
        if speech:
            beside = beside or _after_colon(doc, quotation) or _carried_on(doc, quotation, found)
        if beside is None:
            return
        holding = [place for place, each in enumerate(found) if each.cue == beside.cue][:1]
        if not holding:
            found.append(beside)
    for place in holding:
        found[place] = _extended(doc, found[place], quotation, speech=speech)


def _extended(doc: Doc, each: Attribution, quotation: Quotation, *, speech: bool) -> Attribution:
    """The report with the whole quotation in its content, its own cue and source apart."""
    outside = [piece for part in each.content for piece in phrases.cut_out(part, (quotation.start, quotation.end))]
    if speech and doc[quotation.inner[1] - 1].text in _OPEN_END:  # a comma inside the marks ends what is said
        outside = [piece for piece in outside if piece[0] < quotation.start]
    apart = (each.cue, *((each.source,) if each.source else ()))
    pieces = [piece for part in (*outside, quotation.inner) for piece in phrases.cut_out(part, *apart)]
    return replace(each, content=phrases.merged(doc, pieces))


def _with_manner(each: Attribution, outer: Sequence[Quotation]) -> Attribution:
    inner = [quotation.inner for quotation in outer]
    shared = (min(end, last) - max(start, first) for start, end in each.content for first, last in inner)
    return replace(each, direct=sum(max(0, size) for size in shared) * 10 >= each.width * 9)


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
            source = phrases.verb_source(token) if token.i > first else _noun_behind(token)
            return _direct(token, source, kind, quotation) if source else None
    return None


def _noun_behind(verb: Token) -> Range | None:
    """The noun phrase right after a verb: "said [a spokesman for the army]"; None where there is none."""
    heads = (token for token in verb.doc[verb.i + 1 : verb.i + 12] if token.dep_ != "compound")
    heads = (token for token in heads if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.left_edge.i == verb.i + 1)
    return next(map(phrases.noun_phrase, heads), None)


def _before(doc: Doc, quotation: Quotation, *, speech: bool) -> Attribution | None:
    """A report before its quotation: X said: "..."; X called it "..."; in the words' own clause where they are few."""
    last, first = previous_word(doc, quotation.start), quotation.inner[0]
    if last is None or doc[last].text in _SENTENCE_END - {":"}:
        return None
    for token in reversed(doc[max(0, last - _WINDOW) : last + 1]):
        if token.i != last and (token.text == "." or token.is_quote or "\n" in token.text):
            return None
        kind = speech_kind(token)
        if kind is None or phrases.is_passive_verb(token) or is_evidence(token):
            continue
        between = doc[token.i + 1 : last + 1]  # "said in a statement"
        led = doc[last].text in _LEADS or (doc[last].pos_ != "ADP" and all(one.pos_ not in VERBAL for one in between))
        part = _governed(token, doc[first])
        is_name = kind == _JUDGING and part is not None and part.dep_ != "dobj"
        is_object = kind not in _TAKING_STANCE and part is not None and part.dep_ != "prep"
        if (led and speech) or is_name or is_object:
            source = phrases.verb_source(token)
            if source is None or source[1] > quotation.start or doc[slice(*source)].root.pos_ not in _NOMINAL:
                return None
            found = _direct(token, source, kind, quotation)
            named = next((child.left_edge.i for child in token.rights if is_name and child.dep_ == "dobj"), first)
            return replace(found, content=phrases.merged(doc, [(named, quotation.inner[1])]))
    return None


def _after_colon(doc: Doc, quotation: Quotation) -> Attribution | None:
    """A quotation after a colon without reporting word: "The senator was blunt: '...'", "Berg: '...'"."""
    last = previous_word(doc, quotation.start)
    if last is None or doc[last].text != ":":
        return None
    before = range(last - 1, max(-1, last - _WINDOW), -1)
    start = next((place + 1 for place in before if doc[place].is_space or doc[place].text in _SENTENCE_END), 0)
    verbs = (token for token in doc[start:last] if token.pos_ in VERBAL)
    verb = next((token for token in verbs if phrases.subject_of(token) is not None), None)
    source, cue = (phrases.verb_source(verb), verb.i) if verb is not None else (phrases.trimmed(doc, start, last), last)
    if source is None or _is_place(doc, source) or not phrases.is_source(doc[slice(*source)].root):
        return None
    return Attribution(0, source, (cue, cue + 1), (quotation.inner,), _NEUTRAL)


def _governed(verb: Token, word: Token) -> Token | None:
    """What a quoted word is part of: the verb's object, or its name for that: "called it 'unfair'", "as 'unfair'"."""
    while word.head != verb:
        if word.dep_ not in _WITHIN_OBJECT and word.lower_ not in phrases.COMMENTING:
            return None
        word = word.head
    return word if word.dep_ in {"dobj", "oprd"} or word.lower_ in phrases.COMMENTING else None


def _carried_on(doc: Doc, quotation: Quotation, found: Sequence[Attribution]) -> Attribution | None:
    """Who spoke in the sentence before goes on, where nothing but the quotation stands between two sentence ends."""
    before, after = previous_word(doc, quotation.start), next_word(doc, quotation.end)
    if before is None or not (doc[before].text in _SENTENCE_END - {":"} or doc[before].is_quote):
        return None
    ends = {doc[quotation.inner[1] - 1].text, doc[min(quotation.end, len(doc) - 1)].text}
    if after is not None and ends.isdisjoint(_SENTENCE_END):
        return None
    start, end = doc[before].sent.start, quotation.start
    lasts = ((each, max(each.content, default=(0, 0))[1]) for each in found if each.source)
    speaking = [each for each, last in lasts if start <= each.cue[0] < end or start < last <= end]
    outer = [each for each in speaking if not any(other.holds(each.cue[0]) for other in speaking)]
    return min(outer, key=lambda each: each.cue[0]) if outer else None


def _direct(verb: Token, source: Range | None, kind: str, quotation: Quotation) -> Attribution:
    return Attribution(0, source, cue_of(verb), phrases.merged(verb.doc, (quotation.inner,)), kind, form="quotation")


# -- speeches and interviews written down by turns ---------------------------------------------------------------------

TURN = "transcript"
"""The form of report of a turn."""
_ASKING = frozenset(word for of in ("questions", "others") for word in words("layout", "speaker", of))
_LABEL = 14  # tokens of a name with its offices
_OPENING = 60  # tokens of a turn in which its speaker says "I" or "we"
_LABEL_ENDS = frozenset({".", "!", "?", "*", "…"})
_BREAKS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.LABEL})


def turns(doc: Doc) -> Iterator[Attribution]:
    """What each speaker of a transcript says, as attributions; of "Question:" that word is the source.

    A text has turns where sentences open with the name of a person and a colon: two of them, or one whose speaker says
    "I" or "we". A turn ends at the next label, at a heading, and at asterisks.
    """
    read, labels = reading_of(doc), list(_labels(doc))
    for (start, colon), (end, _) in pairwise([*labels, (len(doc), len(doc))]):
        breaks = (one.i for one in doc[colon + 1 : end] if one.text == "*" or read.kind_at(one.idx) in _BREAKS)
        said, source = (colon + 1, next(breaks, end)), phrases.trimmed(doc, start, colon)
        content = phrases.merged(doc, [said])
        is_spoken = len(labels) > 1 or any(token.lower_ in FIRST_PERSON for token in doc[slice(*said)][:_OPENING])
        if is_spoken and source is not None and content:
            yield Attribution(0, source, (colon, colon + 1), content, "neutral", form=TURN)


def _labels(doc: Doc) -> Iterator[Range]:
    """The start and the colon of each label: a person's name with offices between the end of a sentence and a colon."""
    for colon in (token.i for token in doc if token.text == ":"):
        start = colon
        while start and not (doc[start - 1].is_space or doc[start - 1].is_punct):
            start -= 1
        name = doc[start:colon]
        opens = start == 0 or doc[start - 1].is_space or doc[start - 1].text in _LABEL_ENDS
        is_name = 0 < len(name) <= _LABEL and (name[-1].ent_type_ == "PERSON" or name.text.lower() in _ASKING)
        if opens and is_name and not any(one.pos_ in VERBAL for one in name):
            yield start, colon
