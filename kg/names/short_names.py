"""Second names that an article gives: acronyms in brackets, "the Commission" after "European Commission".

A body goes by the beginning or the end of its name, as a person by the family name: "Tarn" is "Tarn Logistics" unless a
person of that name was named last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.model.classes import ORGANIZATIONS
from kg.names.context import Context, Name, NameSpan, TokenSpan, token_indices
from kg.names.entity_types import head_of
from kg.names.lexemes import field_words, name_words, title_words
from kg.parse.nouns import noun_class
from kg.parse.syntax import SUBJECTS
from kg.parse.tree import Doc, Token

Body = tuple[str, str]
"""Class and node of a body."""

_OPENING, _CLOSING = ("(", "["), (")", "]")
_SHORTEST, _LONGEST = 2, 8
_JOINING = ("of", "and", "for", "the", "'s", "’s", "'", "’", "-")
_SITES = ("in", "at", "near", "from", "to", "outside")
_BODY = "ORG"
_NO_FIRMS = ORGANIZATIONS - {"Company"}
_TOLD = ("det", "amod", "nummod", "compound", "poss")
_SHORT_FORMS = (
    "Agreement",
    "Company",
    "InternationalOrganization",
    "MediaOrganization",
    "Organization",
    "Policy",
    "PoliticalParty",
    "PublicBody",
)


def acronyms(names: Sequence[NameSpan]) -> Mapping[str, NameSpan]:
    """Acronym -> the name that it abbreviates, for those that the article introduces, in brackets or as initials."""
    found: dict[str, NameSpan] = {}
    for name in names:
        doc, place = name.doc, name.end + (name.after in ("'s", "’s"))
        if doc.lower_at(place) in _OPENING and doc.lower_at(place + 2) in _CLOSING:
            short = doc[place + 1].text
            if _abbreviates(short, name):
                found.setdefault(short, name)
    return found | _initials(names, found)


def _initials(names: Sequence[NameSpan], found: Mapping[str, NameSpan]) -> dict[str, NameSpan]:
    """The acronyms without brackets: unknown words in capitals that are the initials of a longer name before them."""
    longer: dict[str, NameSpan] = {}
    for name in names:
        capitals = [word[0] for word in name.form if word[0].isupper()]
        is_place = bool(name.entries) and name.entries[0].entity.cls == "Place"  # "LA" after Los Angeles
        if len(capitals) > _SHORTEST - is_place:
            longer.setdefault("".join(capitals), name)
    read: dict[str, NameSpan] = {}
    for name in names:
        text = name[0].text
        is_short = not name.entries and len(name) == 1 and text in longer and text not in found
        if is_short and longer[text].start < name.start:
            read.setdefault(text, longer[text])
    return read


def short_forms(context: Context, named: Sequence[Name]) -> Iterator[Name]:
    """Names like "the Commission": the one body named before with that head noun, or that body of the EU, UN ..."""
    doc, taken = context.doc, token_indices(named)
    heads: dict[str, dict[Body, int]] = defaultdict(dict)
    for name in named:
        if name.cls in _SHORT_FORMS and len(name) > 1:
            head = head_of(name.lower).split()[-1]  # the head noun as it stands there: "Ministry", "Commission"
            if noun_class(head) != "Topic":
                heads[[token.text for token in name if token.lower_ == head][-1]].setdefault(
                    (name.cls, name.node), name.start
                )
    places: dict[str, list[int]] = defaultdict(list)
    for token in doc:
        if token.i not in taken and _is_alone(token):
            places[token.text].append(token.i)
    known = sorted({name.text for name in named if name.cls == "InternationalOrganization"})
    for text, at in places.items():
        bodies = set(heads[text]) if min(heads[text].values(), default=len(doc)) < at[0] else set()
        for form in known if not bodies and noun_class(text.lower()) in _SHORT_FORMS else ():
            found = context.gazetteer.lookup(f"{text} of the {form}") or context.gazetteer.lookup(f"{form} {text}")
            bodies |= {(entry.entity.cls, context.entities.use(entry.entity)) for entry in found[:1]}
        if len(bodies) == 1:
            cls, node = next(iter(bodies))
            yield from (Name(doc, place, place + 1, cls, node, "short") for place in at)


def _abbreviates(short: str, name: TokenSpan) -> bool:
    """Whether a word is a name's acronym: its letters stand in the name in their order, from the beginning of a word.

    That of a body in another language has all initials of its name, or the name says what kind of body it is.
    """
    if not _SHORTEST <= len(short) <= _LONGEST or sum(map(str.isupper, short)) < _SHORTEST:
        return False
    letters = short.lower().removesuffix("s")
    start = next((place for place, word in enumerate(name.lower) if word[0] == letters[0]), len(name))
    rest = iter("".join(name.lower[start:]))
    initials = {text[0] for text in name.form if text[0].isupper()}
    has_kind = len(name) > 1 and noun_class(name[-1].lower_) in _SHORT_FORMS
    has_initials = len(initials) >= _SHORTEST and initials <= set(short)
    return has_kind or has_initials or all(letter in rest for letter in letters)


def introduced(names: Sequence[NameSpan], doc: Doc) -> tuple[NameSpan, ...]:
    """The names, and those that only an acronym in brackets makes known: "the [Workers' Unity Party] (WUP)"."""
    added: list[NameSpan] = []
    known = {name.end for name in names if len(name) > 1}
    for token in doc[2:-1]:
        if token.text in _OPENING and token.i not in known and doc.lower_at(token.i + 2) in _CLOSING:
            phrase = _capitalized(doc, token.i)
            short = doc[token.i + 1].text
            if phrase and _abbreviates(short, phrase):
                added.append(phrase)
    taken = token_indices(added)
    return tuple(sorted([*added, *(name for name in names if taken.isdisjoint(range(name.start, name.end)))]))


def _capitalized(doc: Doc, end: int) -> NameSpan | None:
    """The words with capitals before a token, small words between them; None where there are fewer than two."""
    start = end
    for token in reversed(doc[max(end - _LONGEST, 0) : end]):
        if not (token.text[0].isupper() or token.lower_ in _JOINING) or token.sent != doc[end].sent:
            break
        start = token.i
    while start < end and (doc[start].lower_ in _JOINING or doc[start].pos_ == "DET"):
        start += 1
    capitals = [token for token in doc[start:end] if token.text[0].isupper()]
    return NameSpan(doc, start, end, "ORG") if len(capitals) >= _SHORTEST else None


def shortened(names: Sequence[NameSpan]) -> Mapping[NameSpan, NameSpan]:
    """Names that are the beginning or the end of a body's name -> that name, the last one before that may be meant."""
    found: dict[NameSpan, NameSpan] = {}
    longer: dict[tuple[str, ...], NameSpan] = {}
    own = set[tuple[str, ...]]()  # "Nordvik" before, or beside, "Nordvik Sweden" is another
    for name in sorted(names):
        full = longer.get(name.form)
        if full is None or full[0].sent == name[0].sent:
            own |= set() if _is_demonym(name) else {name.form}
        elif name.form not in own and (full.label == _BODY and _may_be_short(name, full)):
            found[name] = full
            continue
        if len(name) > 1 and name.label == "PERSON":
            longer |= {name.form[:1]: name, name.form[-1:]: name}
        elif len(name) > 1 and name.label == _BODY:
            is_other = bool(name.entries) and name.entries[0].entity.cls not in _SHORT_FORMS
            longer |= dict.fromkeys(() if is_other else _own_parts(name), name)
    return found


def _own_parts(name: NameSpan) -> Iterator[tuple[str, ...]]:
    """The beginnings of a body's name, and its last word, that are no words of their own: not "General", "United"."""
    form = name.form
    if "of" in form:
        return
    firm = form[:1] if _is_firm(form) else ()
    yield from (form[:end] for end in range(1, len(form)) if form[:end] == firm or _is_distinct(name, form[:end]))
    if _is_distinct(name, form[-1:]):
        yield form[-1:]


def _is_firm(form: Sequence[str]) -> bool:
    """Whether a name is one word and what firms are called behind it: "Congress Financial Corp"."""
    return all(word.lower() in name_words("business") for word in form[1:])


def _is_distinct(name: NameSpan, form: tuple[str, ...]) -> bool:
    """Whether some word tells a body from others: no common noun, field of work or word of the article."""
    common = name.doc.lower_case_words | field_words() | title_words("head") | name_words("business")
    words = [word.lower() for word in form]
    return any(word not in common and noun_class(word) == "Topic" and len(word) > _SHORTEST for word in words)


def _may_be_short(name: NameSpan, full: NameSpan) -> bool:
    """Whether a short name may be a body's: no country or person of the tables, a place only where it acts.

    A demonym that acts is neither people nor one of them without an article: "American said". What the tables know as
    a body is the firm that is called nothing else ("Congress" after "Congress Financial Corp"), but a firm may have a
    daughter of its name.
    """
    if name.entries and all(entry.entity.cls in _NO_FIRMS for entry in name.entries):
        return _is_firm(full.form) and len(name) == 1
    if not name.entries:
        return name.before not in title_words("honorific")
    is_place = all(entry.entity.cls == "Place" and entry.kind == "name" for entry in name.entries)
    root = name.root
    is_one = _is_demonym(name) and root.tag_ != "NNPS" and all(child.dep_ not in _TOLD for child in root.lefts)
    return (is_place or is_one) and root.dep_ in SUBJECTS | {"poss"} and name.before not in _SITES


def _is_demonym(name: NameSpan) -> bool:
    return any(entry.kind == "demonym" for entry in name.entries)


def _is_alone(token: Token) -> bool:
    """Whether a capitalized noun stands after "the" and begins no longer name."""
    doc, after = token.doc, token.i + 1
    if not token.text[0].isupper() or doc.lower_at(token.i - 1) != "the" or after == len(doc):
        return False
    return not doc[after].text[0].isupper() and doc[after].lower_ not in ("of", "for", "on", "-")
