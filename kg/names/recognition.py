"""Where the proper names of an article stand: the gazetteer's matches and the parser's entities made into one list.

The gazetteer is sure of its names and knows no others; the parser finds new names, but takes in determiners,
titles and verbs of headlines, and splits or joins at will. A longer name wins over one inside it, unless the
longer one is only two names side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.gazetteer import Match
from kg.names.context import Words
from kg.names.lexemes import field_words, name_words, title_words
from kg.names.spans import NameSpan, token_indices
from kg.parse.nouns import is_person, noun_class
from kg.parse.syntax import PLURAL_TAGS
from kg.parse.tree import Doc, Span

_LABELS = ("EVENT", "FAC", "GPE", "LAW", "LOC", "NORP", "ORG", "PERSON", "PRODUCT", "WORK_OF_ART")
_BODIES = ("ORG", "FAC", "EVENT", "LAW", "PERSON", "PRODUCT", "WORK_OF_ART")
_NO_PARTS = ("VERB", "AUX", "ADV", "PRON", "SCONJ")
_PAIR = 2
_ALWAYS = ("Country", "Government", "InternationalOrganization")
_CUTS = (":", "(", "[", "$", "€", "£", "¥")


def name_spans(doc: Doc, words: Words, matches: Sequence[Match]) -> tuple[NameSpan, ...]:
    """The proper names of a Doc in order, without overlaps; each surface form has one label everywhere."""
    proposed = [name for name in _trimmed(doc, words) if _is_name(name, words)]
    found = [
        NameSpan(doc, _determined(match, words), _bare_end(match, words), _own_label(match), match.entries)
        for match in matches
        if _is_sure(match, words)
    ]
    return tuple(_one_label(_repeated(sorted(_preferred(proposed, found, words)), words)))


def _trimmed(doc: Doc, words: Words) -> Iterator[NameSpan]:
    """The parser's entities without determiners, quotation marks, titles, possessives and trailing small words."""
    for ent in doc.ents:
        for first, until in _pieces(ent, words) if ent.label_ in _LABELS else ():
            start = next((place for place in range(first, until) if not _is_before(place, words, ent.label_)), until)
            unbroken = next((place for place in range(start, until) if _breaks(place, words)), until)
            end = _trimmed_end(start, unbroken, words, ent.label_)
            if start < end:
                yield _governor(NameSpan(doc, start, end, ent.label_), words)


def _pieces(ent: Span, words: Words) -> Iterator[tuple[int, int]]:
    """The entity, cut at colons, brackets and amounts: "Peace Facility: Council", "lend Chad [$] 5 million"."""
    cuts = [place for place in range(ent.start, ent.end) if words.text[place] in _CUTS]
    yield from zip([ent.start, *(place + 1 for place in cuts)], [*cuts, ent.end], strict=True)


def _breaks(place: int, words: Words) -> bool:
    """Whether a word joins no name: "Council [adopted] Resolution 2231", "Rathbun [the] Scientology"."""
    if not words.text[place].islower() or words.lower[place] in name_words("particle"):
        return False
    is_free = words.lower[place] in ("the", "a", "an") and words.pos[place - 1] not in ("ADP", "CCONJ")
    return is_free or words.pos[place] in _NO_PARTS


def _governor(name: NameSpan, words: Words) -> NameSpan:
    """The person in "Biden Administration", which the parser takes for an organization; other names as they are."""
    first, last = words.lower[name.start], words.lower[name.end - 1]
    is_pair = name.label == "ORG" and len(name) == _PAIR and noun_class(last) == "Government"
    if is_pair and first not in field_words():
        return NameSpan(name.doc, name.start, name.start + 1, "PERSON")
    return name


def _trimmed_end(start: int, end: int, words: Words, label: str) -> int:
    """The end of a name without a title behind it: "European Commission" President, "Zambian" Health Minister."""
    is_titled = end < len(words) and words.lower[end] in title_words("head")
    while end > start:
        lower = words.lower[end - 1]
        is_title = label != "PERSON" and "of" not in words.lower[start:end] and _is_role(end - 1, words)
        if not (is_title or _is_behind(end - 1, words) or (is_titled and lower in field_words())):
            break
        is_titled = is_titled or is_title
        end -= 1
    return end


def _is_before(place: int, words: Words, label: str) -> bool:
    """Whether the first token of a proposed name is no part of it."""
    text, lower = words.text[place], words.lower[place]
    if label == "PERSON":
        return lower not in name_words("particle") and not (
            text[0].isupper() and lower not in title_words("head") | title_words("honorific")
        )
    return not text[0].isalnum() or lower in name_words("trim") or text.islower()


def _is_behind(place: int, words: Words) -> bool:
    """Whether the last token of a proposed name is no part of it."""
    text, lower = words.text[place], words.lower[place]
    return lower in ("'s", "’s") or not (text[0].isupper() or text[0].isdigit())


def _is_role(place: int, words: Words) -> bool:
    """Whether a capitalized token is a title, or people by role: NATO "Allies"."""
    lower, plural = words.lower[place], words.tag[place] in PLURAL_TAGS
    return lower in title_words("head") or (plural and is_person(words.lemma[place].lower()))


def _is_name(name: NameSpan, words: Words) -> bool:
    """False for what the parser often takes for a name: a common noun, a heading, digits."""
    lower = " ".join(name.lower)
    text = words.text[name.start]
    if lower in name_words("not_a_name") | name_words("generation"):
        return False
    if len(name) > 1:  # "Commissioner for External Relations" is a title
        is_title = words.lower[name.start] in title_words("head") and words.lower[name.start + 1] in ("for", "of")
        is_capital = any(map(words.is_name_case, range(name.start, name.end)))
        return is_capital and words.tag[name.start] != "VBG" and not is_title
    if not text[0].isupper() or len(text) == 1:
        return False
    return text.isupper() or name.label == "PERSON" or noun_class(lower) == "Topic" or text in words.alone


def _determined(match: Match, words: Words) -> int:
    """The start of a match without "the" ("the West", not "The Hague") and without a title before a full name."""
    start = match.start + (words.text[match.start] == "the" and match.end - match.start > 1)
    if _own_label(match) and match.end - start > _PAIR:
        while words.lower[start] in title_words("head") | title_words("honorific"):
            start += 1
    return start


def _bare_end(match: Match, words: Words) -> int:
    """The end of a match without the common noun behind a medium's name: "Xinhua" news agency."""
    end = match.end
    while (
        match.entries[0].entity.cls == "MediaOrganization" and end - 1 > match.start and words.text[end - 1].islower()
    ):
        end -= 1
    return end


def _own_label(match: Match) -> str:
    return "PERSON" if all(entry.entity.cls == "Person" for entry in match.entries) else ""


def _is_sure(match: Match, words: Words) -> bool:
    """A single word that the parser takes for no name is one only where it is tagged so, or is a country's."""
    first = match.entries[0]
    if first.entity.cls in _ALWAYS or first.kind in ("alias", "demonym"):
        return True
    return match.end - match.start > 1 or words.pos[match.start] in ("PROPN", "ADJ", "NUM")


def _preferred(proposed: Sequence[NameSpan], found: Sequence[NameSpan], words: Words) -> Iterator[NameSpan]:
    """Every match and every proposal that no match speaks against; a match of the same words takes the label along."""
    at = {place: match for match in found for place in range(match.start, match.end)}
    labels: dict[NameSpan, str] = {}
    outdone: set[NameSpan] = set()
    for name in proposed:
        inner = sorted({at[place] for place in range(name.start, name.end) if place in at}, key=lambda m: m.start)
        outer = next((m for m in inner if m.start <= name.start and name.end <= m.end), None)
        if outer:
            labels[outer] = name.label
        elif not inner:
            yield name
        elif _holds(name, inner, words):
            outdone.update(inner)
            yield name
    yield from (match.labelled(match.label or labels.get(match, "")) for match in found if match not in outdone)


def _holds(name: NameSpan, inner: Sequence[NameSpan], words: Words) -> bool:
    """Whether a proposed name is one name, the known ones inside it its parts ("Bank of Canada")."""
    inside = token_indices(inner)
    rest = [place for place in range(name.start, name.end) if place not in inside]
    if inner[0].start < name.start or not rest:
        return False
    if name.label in _BODIES:
        return len(inner) == 1 or noun_class(words.lower[name.end - 1]) not in ("Topic", "Group")
    is_known = inner[0].start == name.start and inner[0].end - name.start > 1
    return not is_known and all(map(words.is_name_case, rest))


def _repeated(names: Sequence[NameSpan], words: Words) -> list[NameSpan]:
    """The names, and the same words where the parser overlooked them: one form is one name all over the article."""
    by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    labels: dict[tuple[str, ...], str] = {}
    for name in names:
        form = name.form
        if not name.entries and (len(form) > 1 or _is_distinct(name.start, words)):
            by_first[form[0]].add(form)
            labels.setdefault(form, name.label)
        if name.label == "PERSON" and len(form) > 1 and _is_distinct(name.end - 1, words):
            by_first[form[-1]].add(form[-1:])
            labels.setdefault(form[-1:], name.label)
    taken = token_indices(names)
    found = list(names)
    for place, text in enumerate(words.text):
        for form in sorted(by_first.get(text, ()), key=len, reverse=True) if text in by_first else ():
            end = place + len(form)
            is_tagged = len(form) > 1 or words.pos[place] == "PROPN" or not words.same_sentence(place - 1, place)
            if is_tagged and words.text[place:end] == form and taken.isdisjoint(range(place, end)):
                taken.update(range(place, end))
                found.append(NameSpan(words.doc, place, end, labels[form]))
                break
    return sorted(found)


def _is_distinct(place: int, words: Words) -> bool:
    """Whether a one-word name can be told from a common word: it is never written in lower case here."""
    is_long = len(words.text[place]) > _PAIR and words.text[place][0].isupper()
    return is_long and words.pos[place] == "PROPN" and words.lower[place] not in words.common


def _one_label(names: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The names, each form under the label that it has most often in the article."""
    listed = list(names)
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in listed:
        votes[name.form][name.label] += bool(name.label)
    for name in listed:
        counts = votes[name.form]
        yield name.labelled(max(sorted(counts), key=lambda label: (counts[label], label == name.label)))
