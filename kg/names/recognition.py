"""Where the proper names of an article stand: the gazetteer's matches and the parser's entities made into one list.

The gazetteer is sure of its names and knows no others; the parser finds new names, but takes in determiners,
titles and verbs of headlines, and splits or joins at will. A longer name wins over one inside it, unless the
longer one is only two names side by side. In a headline in title case a capital gives no name away: "Foreign Minister
Visits Ankara" names no person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from kg.gazetteer.values import Entry, Match
from kg.model import BlockKind
from kg.names.context import NameSpan, TokenSpan, token_indices
from kg.names.kinds import PhraseKinds, labelled
from kg.names.lexemes import field_words, name_words, title_words
from kg.parse.nouns import is_person, noun_class
from kg.parse.readings import reading_of
from kg.parse.syntax import PLURAL_TAGS, VERBAL
from kg.parse.tree import Doc, Span, Token

_SMALL = frozenset({"ADP", "CCONJ", "DET", "PART", "SCONJ"})
_PAIR, _LEAST = 2, 3  # words of "Toyota Kenya", of a headline


def in_title_case(token: Token) -> bool:
    """Whether a token stands in a headline of which all words begin with a capital, small ones aside."""
    if reading_of(token.doc).kind_at(token.idx) not in (BlockKind.TITLE.value, BlockKind.HEADING.value):
        first = next((sentence for sentence in token.doc.sents if sentence.text.strip()), token.sent)
        if token.i >= first.end or first.text.strip().endswith((".", "!", "?", "”", '"')):
            return False  # else it is of the first words of a text, which end without a full stop
    words = [other for other in token.sent if other.is_alpha and other.pos_ not in _SMALL]
    return len(words) >= _LEAST and all(word.text[0].isupper() for word in words)


def without_headline_persons(names: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    """The names without persons whom a headline alone has."""
    found = list(names)
    titled = {name: in_title_case(name[0]) for name in found}
    named = {word for name in found if name.label == "PERSON" and not titled[name] for word in name.form}
    doubtful = {name for name in found if titled[name] and name.label == "PERSON" and not name.entries}
    return tuple(name for name in found if name not in doubtful or name.form[-1] in named)


_LABELS = ("EVENT", "FAC", "GPE", "LAW", "LOC", "NORP", "ORG", "PERSON", "PRODUCT", "WORK_OF_ART")
_BODIES = ("ORG", "FAC", "EVENT", "LAW", "PERSON", "PRODUCT", "WORK_OF_ART")
_NO_PARTS = ("VERB", "AUX", "ADV", "PRON", "SCONJ")
_BRANCHED = ("Company", "MediaOrganization", "Organization")
_ALWAYS = ("Country", "Government", "InternationalOrganization")


def name_spans(doc: Doc, matches: Sequence[Match]) -> tuple[NameSpan, ...]:
    """The proper names of a Doc in order, without overlaps; each surface form has one label everywhere.

    ``matches`` are the gazetteer's, in tokens of the Doc.
    """
    bare = _without_determiner(doc)
    sure = []
    for one in matches:  # a single word that the parser takes for no name is one where it is tagged so, or a country's
        first, is_tagged = one.entries[0], doc[one.start].pos_ in ("PROPN", "ADJ", "NUM")
        is_known = first.entity.cls in _ALWAYS or first.kind in ("alias", "demonym")
        if is_tagged or is_known or one.end - one.start > 1:
            sure.append(_matched(TokenSpan(doc, one.start, one.end), one.entries))
    proposed = [name for name in _trimmed(doc) if _is_name(name, bare)]
    found = sorted(_preferred(proposed, _with_branches(sure)))
    return labelled(tuple(_one_label(_repeated(found, doc))), PhraseKinds.of(doc))


def _with_branches(found: Sequence[NameSpan]) -> list[NameSpan]:
    """The matches; "Toyota Kenya" is one of no table: a company or association, then a place, and neither of them."""
    joined = list(found[:1])
    for first, second in pairwise(found):
        known, place = first.entries[0], second.entries[0]
        is_noun = first.root.dep_ == "compound" and first.root.head == second.root and second.root.dep_ != "compound"
        is_named = is_noun or {token.ent_type_ for token in (*first, *second)} == {"ORG"}
        is_place = place.entity.cls in ("Country", "Place") and place.kind != "demonym"
        if first.end == second.start and known.entity.cls in _BRANCHED and is_place and is_named:
            joined[-1:] = [NameSpan(first.doc, first.start, second.end, "ORG")]
        else:
            joined.append(second)
    return joined


def _trimmed(doc: Doc) -> Iterator[NameSpan]:
    """The parser's entities without determiners, quotation marks, titles, possessives and trailing small words."""
    for ent in (one for one in doc.ents if one.label_ in _LABELS):
        for piece in _pieces(ent):
            start = next((token.i for token in piece if not _is_before(token, ent.label_)), piece.end)
            unbroken = next((token.i for token in doc[start + 1 : piece.end] if _breaks(token)), piece.end)
            end = _trimmed_end(start, unbroken, doc, ent.label_)
            name = NameSpan(doc, start, max(start, end), ent.label_)
            if name.label == "ORG" and len(name) == _PAIR and noun_class(name[-1].lower_) == "Government":
                is_person = name[0].lower_ not in field_words()  # of "Biden Administration" the first
                name = NameSpan(doc, start, start + 1, "PERSON") if is_person else name
            if name:
                yield name


def _pieces(ent: Span) -> Iterator[Span]:
    """The entity, cut at colons, brackets and sums: "Peace Facility: Council", "lend Chad [$] 5 million"."""
    cuts = [token.i for token in ent if token.text in (":", "(", "[", "$", "€", "£", "¥")]
    for start, end in zip([ent.start, *(place + 1 for place in cuts)], [*cuts, ent.end], strict=True):
        yield ent.doc[start:end]


def _breaks(token: Token) -> bool:
    """Whether a word joins no name: "Council [adopted] Resolution 2231", "Rathbun [the] Scientology", "Chad [5]"."""
    if token.tag_ == "CD" and token.head.i > token.i:  # but of "Boeing 737 jets"
        return token.nbor(-1).head not in {token, token.head}
    if token.tag_ == "CD" and token.head.pos_ in VERBAL:  # "would give Berg [54] of the seats"
        return token.nbor(-1).head != token
    if not token.text.islower() or token.lower_ in name_words("particle"):
        return False
    is_free = token.lower_ in ("the", "a", "an") and token.nbor(-1).pos_ not in ("ADP", "CCONJ")
    return is_free or token.pos_ in _NO_PARTS


def _trimmed_end(start: int, end: int, doc: Doc, label: str) -> int:
    """The end of a name without a title behind it: "European Commission" President, "Zambian" Health Minister."""
    is_titled = doc.lower_at(end) in title_words("head")
    while end > start:
        last = doc[end - 1]
        is_role = last.lower_ in title_words("head") or (last.tag_ in PLURAL_TAGS and is_person(last.lemma_.lower()))
        is_title = is_role and label != "PERSON" and "of" not in TokenSpan(doc, start, end).lower  # NATO "Allies"
        is_small = last.lower_ in ("'s", "’s") or not (last.text[0].isupper() or last.text[0].isdigit())
        is_firm = label == "ORG" and noun_class(last.lower_) == "Company"  # "Central [Bank]" governor
        if not (is_title or is_small or (is_titled and last.lower_ in field_words() and not is_firm)):
            break
        is_titled = is_titled or is_title
        end -= 1
    return end


def _is_before(token: Token, label: str) -> bool:
    """Whether the first token of a proposed name is no part of it."""
    text, lower = token.text, token.lower_
    if label == "PERSON":
        is_role = lower in title_words("head") | title_words("honorific")
        return lower not in name_words("particle") and (is_role or not text[0].isupper())
    return not text[0].isalnum() or lower in name_words("trim") or text.islower()


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
    found = ((before, token) for before, token in pairwise(doc) if token.pos_ == "PROPN" and before.text.islower())
    determining = ("DET", "PRON", "ADJ", "NUM")
    return frozenset(t.text for before, t in found if before.sent is t.sent and before.pos_ not in determining)


def _matched(words: TokenSpan, entries: tuple[Entry, ...]) -> NameSpan:
    """A match as a name, without "the" ("the West", not "The Hague") and the title of a person."""
    label = "PERSON" if all(entry.entity.cls == "Person" for entry in entries) else ""
    start, titles = words.start + (len(words) > 1 and words[0].text == "the"), title_words("head")
    titles = titles | title_words("honorific") if label else frozenset()
    while words.end - start > _PAIR and words.doc[start].lower_ in titles:
        start += 1
    return NameSpan(words.doc, start, words.end, label, entries)


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
        if name.label == "PERSON" and len(form) > 1 and _is_distinct(name[-1]):
            by_first[form[-1]].add(form[-1:])
            labels.setdefault(form[-1:], name.label)
    taken = token_indices(names)
    found = list(names)
    for token in doc:
        for form in sorted(by_first.get(token.text, ()), key=len, reverse=True):
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
    """The names, each form under the label that it has most often in the article."""
    listed = list(names)
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in listed:
        votes[name.form][name.label] += bool(name.label)
    for name in listed:
        counts = votes[name.form]
        label = max(sorted(counts), key=lambda label: (counts[label], label == name.label))
        yield name.labelled(label)
