"""Where the proper names of an article stand: the gazetteer's matches and the parser's entities made into one list.

The gazetteer is sure of its names and knows no others; the parser finds new names, but takes in determiners,
titles and verbs of headlines, and splits or joins at will. A longer name wins over one inside it, unless the
longer one is only two names side by side.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from kg.gazetteer.values import Entry, Match
from kg.model.classes import ORGANIZATIONS
from kg.names.entity_types import told_by
from kg.names.lexemes import field_words, name_words, title_words
from kg.names.spans import NameSpan, TokenSpan, token_indices
from kg.parse.nouns import is_person, noun_class
from kg.parse.syntax import NOMINAL, PLURAL_TAGS
from kg.parse.tree import Doc, Span, Token

_LABELS = ("EVENT", "FAC", "GPE", "LAW", "LOC", "NORP", "ORG", "PERSON", "PRODUCT", "WORK_OF_ART")
_BODIES = ("ORG", "FAC", "EVENT", "LAW", "PERSON", "PRODUCT", "WORK_OF_ART")
_NO_PARTS = ("VERB", "AUX", "ADV", "PRON", "SCONJ")
_PAIR = 2
_ALWAYS = ("Country", "Government", "InternationalOrganization")
_PERSON = "PERSON"
_AGE = re.compile(r"[1-9]\d")
_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
_SCORE_LENGTH = 3
_JOINS = frozenset({"and", "&"})
_NOT_LISTED = ("DATE", "GPE", "LOC")
_COUNTING = ("compound", "nummod", "quantmod")
_CUTS = (":", "(", "[", "$", "€", "£", "¥")


def name_spans(doc: Doc, matches: Sequence[Match]) -> tuple[NameSpan, ...]:
    """The proper names of a Doc in order, without overlaps; each surface form has one label everywhere.

    ``matches`` are the gazetteer's, in tokens of the Doc.
    """
    bare = _without_determiner(doc)
    sure = [match for match in matches if _is_sure(match, doc)]
    found = [_matched(TokenSpan(doc, match.start, match.end), match.entries) for match in sure]
    proposed = _outermost(name for name in _trimmed(doc) if _is_name(name, bare))
    preferred = _preferred(proposed, _with_national(found))
    return tuple(_one_label(_repeated(_with_partners(sorted(preferred)), doc)))


def _outermost(names: Iterable[NameSpan]) -> list[NameSpan]:
    """The names without those that a longer one behind them takes in."""
    kept: list[NameSpan] = []
    for name in names:
        while kept and kept[-1].start >= name.start:
            kept.pop()
        kept.append(name)
    return kept


def _with_national(found: Sequence[NameSpan]) -> list[NameSpan]:
    """The names, a national body as one of its own: "[Kenyan Red Cross]", but "a French [World Bank] official"."""
    national = {second: first for first, second in pairwise(sorted(found)) if _is_national(first, second)}
    short, taken = {name.form for name in national}, {*national, *national.values()}
    rest = [name for name in found if name not in taken]
    joined = [NameSpan(name.doc, first.start, name.end, "ORG") for name, first in national.items()]
    return sorted([*joined, *(NameSpan(n.doc, n.start, n.end, "ORG") if n.form in short else n for n in rest)])


def _is_national(first: NameSpan, name: NameSpan) -> bool:
    """Whether an adjective of a country belongs to the name of an international body behind it."""
    is_demonym = bool(first.entries) and first.entries[0].kind == "demonym" and first.end == name.start
    is_body = len(name) > 1 and bool(name.entries) and name.entries[0].entity.cls == "InternationalOrganization"
    return is_demonym and is_body and first.root.head in name and name.root.dep_ not in ("compound", "nmod")


def _trimmed(doc: Doc) -> Iterator[NameSpan]:
    """The parser's entities without determiners, quotation marks, titles, possessives and trailing small words."""
    for ent in doc.ents:
        for piece in _pieces(ent) if ent.label_ in _LABELS else ():
            start = next((token.i for token in piece if not _is_before(token, ent.label_)), piece.end)
            unbroken = next((token.i for token in doc[start : piece.end] if _breaks(token)), piece.end)
            end = _trimmed_end(start, unbroken, doc, ent.label_)
            if start < end:
                yield _list(_club(_governor(NameSpan(doc, start, end, ent.label_))))


def _with_partners(names: Sequence[NameSpan]) -> list[NameSpan]:
    """The names, two of which the text says that they are one firm joined: "[Baker and Cole], the law firm"."""
    pairs_of = {(first.form, second.form) for first, second in pairwise(names) if _are_one(first, second)}
    kept: list[NameSpan] = []
    for name in names:
        if kept and (kept[-1].form, name.form) in pairs_of and _is_joined(kept[-1], name):
            kept[-1] = NameSpan(name.doc, kept[-1].start, name.end, "ORG")
        else:
            kept.append(name)
    return kept


def _is_joined(first: NameSpan, second: NameSpan) -> bool:
    return first.after in ("and", "&") and first.end + 1 == second.start


def _are_one(first: NameSpan, second: NameSpan) -> bool:
    """Whether a noun for one body describes two names of one word, or both are the same word: "Baker and Baker"."""
    if _is_joined(first, second) and len(first) == 1 and first.form == second.form:
        return True
    if not (_is_joined(first, second) and second.after == "," and len(first) == len(second) == 1):
        return False
    nouns = (child for name in (first, second) for child in name.root.rights if child.dep_ == "appos")
    told = (told_by(noun) for noun in nouns if noun.tag_ == "NN" and noun.i > second.end)
    return any(cls in ("Company", "Organization") for cls in told)


def _pieces(ent: Span) -> Iterator[Span]:
    """The entity, cut at colons, brackets, scores: "Peace Facility: Council", "lend Chad [$] 5 million"."""
    cuts = [token.i for token in ent if token.text in _CUTS or is_score(token)]
    for start, end in zip([ent.start, *(place + 1 for place in cuts)], [*cuts, ent.end], strict=True):
        yield ent.doc[start:end]


def is_score(token: Token) -> bool:
    """Whether the score of a match begins with a token: "beat Peru [3]-1", not "lost 20-30 soldiers"."""
    if _SCORE.fullmatch(token.text):  # "3–1" is one token
        return token.dep_ not in _COUNTING
    words = token.doc[token.i : token.i + _SCORE_LENGTH]
    return _SCORE.fullmatch("".join(one.text for one in words)) is not None and words[-1].dep_ not in _COUNTING


def _breaks(token: Token) -> bool:
    """Whether a word joins no name: "Council [adopted] Resolution 2231", "Rathbun [the] Scientology"."""
    if not token.text.islower() or token.lower_ in name_words("particle"):
        return False
    is_free = token.lower_ in ("the", "a", "an") and token.nbor(-1).pos_ not in ("ADP", "CCONJ")
    return is_free or token.pos_ in _NO_PARTS


def _governor(name: NameSpan) -> NameSpan:
    """The person in "Biden Administration", which the parser takes for an organization; other names as they are."""
    is_pair = name.label == "ORG" and len(name) == _PAIR and noun_class(name[-1].lower_) == "Government"
    if is_pair and name[0].lower_ not in field_words():
        return NameSpan(name.doc, name.start, name.start + 1, "PERSON")
    return name


def _club(name: NameSpan) -> NameSpan:
    """A club with the first word of its name, which the parser leaves out: "[Real] Madrid"; other names as they are."""
    doc, first = name.doc, name.start - 1
    is_club = (
        name.before in name_words("club") and doc[first].text[0].isupper() and doc.same_sentence(first, name.start)
    )
    return NameSpan(doc, first, name.end, "ORG") if is_club else name


def _list(name: NameSpan) -> NameSpan:
    """A body named by a list with what the parser leaves out of it: "[Hall], Marsh and Co"; other names as they are."""
    doc, start = name.doc, name.start
    if len(name) <= _PAIR or name[-1].text in _JOINS or _JOINS.isdisjoint(name.form):
        return name
    while doc.lower_at(start - 1) == "," and _is_listed(doc[start - 2]):
        start -= 2
        while start and doc.same_sentence(start - 1, start) and _is_listed(doc[start - 1]):
            start -= 1
    is_firm = name[-_PAIR].text in _JOINS and name[-1].lower_ in name_words("business") | {"sons"}
    is_body = doc.lower_at(start - 1) == "the" and noun_class(name[-1].lower_) in ORGANIZATIONS
    return NameSpan(doc, start, name.end, "ORG") if start < name.start and (is_firm or is_body) else name


def _is_listed(token: Token) -> bool:
    """Whether a word may belong to such a list: capitalized, and neither a place nor a day."""
    return token.text[0].isupper() and token.pos_ in NOMINAL and token.ent_type_ not in _NOT_LISTED


def _trimmed_end(start: int, end: int, doc: Doc, label: str) -> int:
    """The end of a name without a title behind it: "European Commission" President, "Zambian" Health Minister."""
    is_titled = doc.lower_at(end) in title_words("head")
    while end > start:
        last = doc[end - 1]
        is_title = label != "PERSON" and "of" not in TokenSpan(doc, start, end).lower and _is_role(last)
        if not (is_title or _is_behind(last) or (is_titled and last.lower_ in field_words())):
            break
        is_titled = is_titled or is_title
        end -= 1
    return end


def _is_before(token: Token, label: str) -> bool:
    """Whether the first token of a proposed name is no part of it."""
    text, lower = token.text, token.lower_
    if label == "PERSON":
        return lower not in name_words("particle") and not (
            text[0].isupper() and lower not in title_words("head") | title_words("honorific")
        )
    return not text[0].isalnum() or lower in name_words("trim") or text.islower()


def _is_behind(token: Token) -> bool:
    """Whether the last token of a proposed name is no part of it."""
    return token.lower_ in ("'s", "’s") or not (token.text[0].isupper() or token.text[0].isdigit())


def _is_role(token: Token) -> bool:
    """Whether a capitalized token is a title, or people by role: NATO "Allies"."""
    return token.lower_ in title_words("head") or (token.tag_ in PLURAL_TAGS and is_person(token.lemma_.lower()))


def _is_name(name: NameSpan, bare: Set[str]) -> bool:
    """False for what the parser often takes for a name: a common noun, a heading, digits."""
    first, lower = name[0], " ".join(name.lower)
    if lower in name_words("not_a_name") | name_words("generation"):
        return False
    if len(name) > 1:  # "Commissioner for External Relations" is a title
        is_title = first.lower_ in title_words("head") and name[1].lower_ in ("for", "of")
        return any(token.text[0].isupper() for token in name) and first.tag_ != "VBG" and not is_title
    text = first.text
    if not text[0].isupper() or len(text) == 1:
        return False
    return text.isupper() or name.label == "PERSON" or noun_class(lower) == "Topic" or text in bare


def _without_determiner(doc: Doc) -> frozenset[str]:
    """The proper nouns that stand without a determiner inside a sentence: "Apple", but "the Court"."""
    return frozenset(
        token.text
        for before, token in pairwise(doc)
        if token.pos_ == "PROPN"
        and before.text.islower()
        and before.pos_ not in ("DET", "PRON", "ADJ", "NUM")
        and before.sent is token.sent
    )


def _matched(words: TokenSpan, entries: tuple[Entry, ...]) -> NameSpan:
    """A match as a name: without "the" ("the West", not "The Hague"), a title before it or a common noun behind it.

    A title goes before a person's full name, a common noun behind a medium's: "Xinhua" news agency.
    """
    label = "PERSON" if all(entry.entity.cls == "Person" for entry in entries) else ""
    start, end = words.start + (len(words) > 1 and words[0].text == "the"), words.end
    if label and end - start > _PAIR:
        while words.doc[start].lower_ in title_words("head") | title_words("honorific"):
            start += 1
    if entries[0].entity.cls == "MediaOrganization":
        while end - 1 > words.start and words.doc[end - 1].text.islower():
            end -= 1
    return NameSpan(words.doc, start, end, label, entries)


def _is_sure(match: Match, doc: Doc) -> bool:
    """A single word that the parser takes for no name is one only where it is tagged so, or is a country's."""
    first = match.entries[0]
    if first.entity.cls in _ALWAYS or first.kind in ("alias", "demonym"):
        return True
    return match.end - match.start > 1 or doc[match.start].pos_ in ("PROPN", "ADJ", "NUM")


def _preferred(proposed: Sequence[NameSpan], found: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Every match and every proposal that no match speaks against; a match of the same words takes the label along."""
    at = {place: match for match in found for place in range(match.start, match.end)}
    labels: dict[NameSpan, str] = {}
    outdone: set[NameSpan] = set()
    for name in proposed:
        inner = sorted({at[token.i] for token in name if token.i in at}, key=lambda match: match.start)
        outer = next((m for m in inner if m.start <= name.start and name.end <= m.end), None)
        if outer:
            labels[outer] = name.label
        elif not inner:
            yield name
        elif _holds(name, inner):
            outdone.update(inner)
            yield name
    yield from (match.labelled(match.label or labels.get(match, "")) for match in found if match not in outdone)


def _holds(name: NameSpan, inner: Sequence[NameSpan]) -> bool:
    """Whether a proposed name is one name, the known ones inside it its parts ("Bank of Canada")."""
    inside = token_indices(inner)
    rest = [token for token in name if token.i not in inside]
    if inner[0].start < name.start or not rest:
        return False
    if name.label in _BODIES:
        return len(inner) == 1 or noun_class(name[-1].lower_) not in ("Topic", "Group")
    is_known = inner[0].start == name.start and len(inner[0]) > 1
    return not is_known and all(token.text[0].isupper() for token in rest)


def _repeated(names: Sequence[NameSpan], doc: Doc) -> list[NameSpan]:
    """The names, and the same words where the parser overlooked them: one form is one name all over the article."""
    by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    labels: dict[tuple[str, ...], str] = {}
    for name in names:
        form = name.form
        if not name.entries and (len(form) > 1 or _is_distinct(name[0])):
            by_first[form[0]].add(form)
            labels.setdefault(form, name.label)
        if name.label == _PERSON and len(form) > 1 and _is_distinct(name[-1]):
            by_first[form[-1]].add(form[-1:])
            labels.setdefault(form[-1:], name.label)
    taken = token_indices(names)
    found = list(names)
    for token in doc:
        for form in sorted(by_first.get(token.text, ()), key=len, reverse=True) if token.text in by_first else ():
            end = token.i + len(form)
            is_tagged = len(form) > 1 or token.pos_ == "PROPN" or token.i == token.sent.start
            is_free = is_tagged and taken.isdisjoint(range(token.i, end))
            if is_free and TokenSpan(doc, token.i, end).form == form:
                taken.update(range(token.i, end))
                found.append(NameSpan(doc, token.i, end, labels[form]))
                break
    return sorted(found)


def _is_distinct(token: Token) -> bool:
    """Whether a one-word name can be told from a common word: it is never written in lower case here."""
    is_long = len(token) > _PAIR and token.text[0].isupper()
    return is_long and token.pos_ == "PROPN" and token.lower_ not in token.doc.lower_case_words


def _one_label(names: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The names, each form under the label that it has most often in the article; a person's as a person."""
    listed = list(names)
    persons = {name.form for name in listed if not name.entries and _is_called_who(name)}
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in listed:
        votes[name.form][name.label] += bool(name.label)
    for name in listed:
        counts = votes[name.form]
        label = max(sorted(counts), key=lambda label: (counts[label], label == name.label))
        yield name.labelled(_PERSON if name.form in persons else label)


def _is_called_who(name: NameSpan) -> bool:
    """As in "Elin Halvors, who", "Elin Halvors, 31, said"."""
    doc, end = name.doc, name.end + 1
    if name.after != "," or not doc.same_sentence(name.start, end):
        return False
    is_age = _AGE.fullmatch(doc.lower_at(end)) is not None and doc.lower_at(end + 1) in (",", ".")
    return doc.lower_at(end) == "who" or (is_age and len(name) > 1)
