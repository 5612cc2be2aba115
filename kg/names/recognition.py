"""Where the proper names of an article stand: the gazetteer's matches and the parser's entities made into one list.

The gazetteer is sure of its names and knows no others; the parser finds new names, but takes in determiners,
titles and verbs of headlines, and splits or joins at will. A longer name wins over one inside it, unless the
longer one is only two names side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.gazetteer import Entry, Match, candidates
from kg.names.context import NameSpan, Words
from kg.names.lexemes import field_words, is_generation, name_words, title_words
from kg.parse.nouns import is_person, noun_class
from kg.parse.syntax import PLURAL_TAGS
from kg.parse.tree import Doc, Span

LABELS = ("EVENT", "FAC", "GPE", "LAW", "LOC", "NORP", "ORG", "PERSON", "PRODUCT", "WORK_OF_ART")
_BODIES = ("ORG", "FAC", "EVENT", "LAW", "PERSON", "PRODUCT", "WORK_OF_ART")
_NO_PARTS = ("VERB", "AUX", "ADV", "PRON", "SCONJ")
_PAIR = 2
_BRACKETS = ("(", "[")
_ALWAYS = ("Country", "Government", "InternationalOrganization")
_DASHES = ("-", "–")
_CURRENCIES = ("$", "€", "£", "¥")
_SCORE_SIZE = 3
_JOINTS = ("-", "–", "/", "and", ",", "&")


def name_spans(doc: Doc, words: Words, matches: Sequence[Match]) -> tuple[NameSpan, ...]:
    """The proper names of a Doc in order, without overlaps; each surface form has one label everywhere."""
    proposed = [name for name in _whole(_trimmed(doc, words)) if _is_name(name, words)]
    found = [
        NameSpan(_determined(match, words), _bare_end(match, words), _own_label(match), match.entries)
        for match in matches
        if _is_sure(match, words)
    ]
    joined = _without_overlaps(list(_preferred(proposed, found, words)))
    return tuple(_one_label(_repeated(joined, words), words))


def with_more(names: Sequence[NameSpan], more: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    """The names, and those others that touch none of them."""
    taken = {place for name in names for place in range(name.start, name.end)}
    return tuple(sorted([*names, *(name for name in more if taken.isdisjoint(range(name.start, name.end)))]))


def _trimmed(doc: Doc, words: Words) -> Iterator[NameSpan]:
    """The parser's entities without determiners, quotation marks, titles, possessives and trailing small words."""
    for ent in doc.ents:
        for first, until in _pieces(ent, words) if ent.label_ in LABELS else ():
            start = next((place for place in range(first, until) if not _is_before(place, words, ent.label_)), until)
            end = _trimmed_end(start, _unbroken(start, until, words), words, ent.label_)
            if start < end and "|" not in words.readable[start:end]:
                yield _governor(NameSpan(start, end, ent.label_), words)


def _pieces(ent: Span, words: Words) -> Iterator[tuple[int, int]]:
    """The entity up to a bracket, cut at colons and scores: "Peace Facility: Council" is two names."""
    end = next((place for place in range(ent.start, ent.end) if words.text[place] in _BRACKETS), ent.end)
    numbers = _row(ent.start, end, words) if ent.label_ != "LAW" else ()
    cuts = [place for place in range(ent.start, end) if place in numbers or _parts(place, end, words)]
    yield from zip([ent.start, *(place + 1 for place in cuts)], [*cuts, end], strict=True)


def _row(start: int, end: int, words: Words) -> tuple[int, ...]:
    """The numbers in a row of a table: "Everton [7] Southampton [1]"."""
    until = min(end + 1, len(words))
    found = [place for place in range(start + 1, until) if words.text[place].isdigit()]
    is_row = len(found) == _PAIR and found[1] >= end - 1 and found[1] - found[0] > 1
    return tuple(found) if is_row else ()


def _parts(place: int, end: int, words: Words) -> bool:
    """Whether a token ends a name: a colon, "Chelsea [2-1]", "CLEVELAND [AT] BOSTON", "lend Chad [$] 5 million"."""
    is_behind = end >= _SCORE_SIZE and place >= end - _SCORE_SIZE
    return words.text[place] in (":", "AT", *_CURRENCIES) or (is_behind and _is_score(end - _SCORE_SIZE, words))


def _is_score(start: int, words: Words) -> bool:
    """Whether a result of a match is here, as "2-1", and no date."""
    home, hyphen, away = words.text[start : start + _SCORE_SIZE]
    is_date = words.text[start - 1] in _DASHES
    return home.isdigit() and hyphen in _DASHES and away.isdigit() and not is_date


def _unbroken(start: int, end: int, words: Words) -> int:
    """The end of a name before what joins no name: "Council [adopted] Resolution 2231", "Rathbun [the] Scientology"."""
    return min((place for place in range(start, end) if _breaks(place, start, words)), default=end)


def _breaks(place: int, start: int, words: Words) -> bool:
    if not words.text[place].islower() or words.lower[place] in name_words("particle"):
        return False
    is_free = (
        words.lower[place] in ("the", "a", "an") and place > start and words.pos[place - 1] not in ("ADP", "CCONJ")
    )
    return words.pos[place] in _NO_PARTS or is_free


def _governor(name: NameSpan, words: Words) -> NameSpan:
    """The person in "Biden Administration", which the parser takes for an organization; other names as they are."""
    first, last = words.lower[name.start], words.lower[name.end - 1]
    is_pair = name.label == "ORG" and name.end - name.start == _PAIR and noun_class(last) == "Government"
    if is_pair and noun_class(first) == "Topic" and first not in field_words() and words.pos[name.start] == "PROPN":
        return NameSpan(name.start, name.start + 1, "PERSON")
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


def _whole(names: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The names, two halves of a person's name made one."""
    last: NameSpan | None = None
    for name in names:
        if last and last.label == name.label == "PERSON" and last.end == name.start:
            last = replace(last, end=name.end)
        else:
            if last:
                yield last
            last = name
    if last:
        yield last


def _is_shouted(name: NameSpan, words: Words) -> bool:
    """As in the headline "CHINA IN SURPRISE DEFEAT": in capitals, in no table, and nowhere else a name."""
    if words.shouted.isdisjoint(range(name.start, name.end)):
        return False
    text = words.text[name.start : name.end]
    written = " ".join(map(str.capitalize, text))
    known = (*candidates(" ".join(text)), *candidates(written))
    return f" {written} " not in words.running and all(candidate.is_word for candidate in known)


def _is_name(name: NameSpan, words: Words) -> bool:
    """False for what the parser often takes for a name: a common noun, a heading, digits."""
    lower = " ".join(words.lower[name.start : name.end])
    if _is_shouted(name, words):
        return False
    if lower in name_words("not_a_name") | name_words("generation") or _is_title_with_field(name, words):
        return False
    if name.end - name.start > 1:
        return words.tag[name.start] != "VBG" and any(map(words.is_name_case, range(name.start, name.end)))
    text = words.text[name.start]
    if not text[0].isupper() or len(text) == 1:
        return False
    return text.isupper() or name.label == "PERSON" or noun_class(lower) == "Topic" or text in words.alone


def _is_title_with_field(name: NameSpan, words: Words) -> bool:
    """As in "Commissioner for External Relations", but "Office of the Commissioner for Refugees" is a body."""
    for place in range(name.start, name.end - 1):
        if words.lower[place] in title_words("head") and words.lower[place + 1] in ("for", "of"):
            return name.label == "ORG" and "of" not in words.lower[name.start : place]
    return False


def _determined(match: Match, words: Words) -> int:
    """The start of a match without "the" ("the West", not "The Hague") and without a title before a full name."""
    start = match.start + (words.text[match.start] == "the" and match.end - match.start > 1)
    names = [place for place in range(start, match.end) if not is_generation(words.text[place])]
    if _own_label(match) and len(names) > _PAIR:
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
    is_shouted = match.start in words.shouted and f" {words.text[match.start].capitalize()} " in words.running
    return is_shouted or match.end - match.start > 1 or words.pos[match.start] in ("PROPN", "ADJ", "NUM")


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
            yield replace(name, entries=_own_entries(name, inner))
    yield from (match.labelled(match.label or labels.get(match, "")) for match in found if match not in outdone)


def _own_entries(name: NameSpan, inner: Sequence[NameSpan]) -> tuple[Entry, ...]:
    """A known person under a longer name: "Iván Duque" in "Iván Duque Márquez"."""
    first = inner[0]
    return first.entries if name.label == "PERSON" and first.label == "PERSON" and first.start == name.start else ()


def _holds(name: NameSpan, inner: Sequence[NameSpan], words: Words) -> bool:
    """Whether a proposed name is one name, the known ones inside it its parts ("Bank of Canada")."""
    if inner[0].start < name.start or inner[-1].end > name.end:
        return False
    is_side_by_side = sum(match.end - match.start for match in inner) == name.end - name.start
    is_person = name.label == "PERSON"
    if (is_side_by_side and not is_person) or any(
        match.label == "PERSON" and (not is_person or match.start != name.start) for match in inner
    ):
        return False
    inside = {place for match in inner for place in range(match.start, match.end)}
    rest = [place for place in range(name.start, name.end) if place not in inside]
    is_joint = any(words.lower[place] in _JOINTS for place in rest)
    if name.label not in _BODIES:
        if inner[0].start == name.start and inner[0].end - name.start > 1:
            return False
        return not is_joint and all(words.is_name_case(place) for place in rest)
    if is_person and is_joint:
        return False
    head = noun_class(words.lower[name.end - 1])
    return len(inner) == 1 or head not in ("Topic", "Group")


def _without_overlaps(names: Sequence[NameSpan]) -> list[NameSpan]:
    """The longest names first, then those that do not touch them, in order of the text."""
    taken: set[int] = set()
    kept = []
    for name in sorted(names, key=lambda n: (-(n.end - n.start), not n.entries, n.start)):
        if taken.isdisjoint(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    return sorted(kept)


def _repeated(names: Sequence[NameSpan], words: Words) -> list[NameSpan]:
    """The names, and the same words where the parser overlooked them: one form is one name all over the article."""
    by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    labels: dict[tuple[str, ...], str] = {}
    for name in names:
        form = words.text[name.start : name.end]
        if not name.entries and (len(form) > 1 or _is_distinct(name.start, words)):
            by_first[form[0]].add(form)
            labels.setdefault(form, name.label)
        if name.label == "PERSON" and len(form) > 1 and _is_distinct(name.end - 1, words):
            by_first[form[-1]].add(form[-1:])
            labels.setdefault(form[-1:], name.label)
    taken = {place for name in names for place in range(name.start, name.end)}
    found = list(names)
    for place, text in enumerate(words.text):
        for form in sorted(by_first.get(text, ()), key=len, reverse=True) if text in by_first else ():
            end = place + len(form)
            is_tagged = len(form) > 1 or words.pos[place] == "PROPN" or not words.same_sentence(place - 1, place)
            if is_tagged and words.text[place:end] == form and taken.isdisjoint(range(place, end)):
                taken.update(range(place, end))
                found.append(NameSpan(place, end, labels[form]))
                break
    return sorted(found)


def _is_distinct(place: int, words: Words) -> bool:
    """Whether a one-word name can be told from a common word: it is never written in lower case here."""
    is_long = len(words.text[place]) > _PAIR and words.text[place][0].isupper()
    return is_long and words.pos[place] == "PROPN" and words.lower[place] not in words.common


def _one_label(names: Iterable[NameSpan], words: Words) -> Iterator[NameSpan]:
    """The names, each form under the label that it has most often in the article."""
    listed = list(names)
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in listed:
        votes[words.text[name.start : name.end]][name.label] += bool(name.label)
    for name in listed:
        counts = votes[words.text[name.start : name.end]]
        yield name.labelled(max(sorted(counts), key=lambda label: (counts[label], label == name.label)))
