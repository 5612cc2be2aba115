"""Second names that an article gives: acronyms in brackets, "the Commission" after "European Commission"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.names.context import Context
from kg.names.entity_types import head_of
from kg.names.spans import Name, NameSpan, token_indices
from kg.parse.nouns import noun_class
from kg.parse.tree import Token

Body = tuple[str, str]
"""Class and node of a body."""

_OPENING, _CLOSING = ("(", "["), (")", "]")
_SHORTEST, _LONGEST = 2, 8
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
            if _is_acronym(short) and _stands_for(short, name.lower):
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
    doc = context.doc
    heads: dict[str, set[Body]] = {}
    taken = token_indices(named)
    for name in named:
        if name.cls in _SHORT_FORMS and len(name) > 1 and (head := _head(name)):
            heads.setdefault(head, set()).add((name.cls, name.node))
    places: dict[str, list[int]] = {}
    for token in doc:
        if token.i not in taken and _is_alone(token):
            places.setdefault(token.text, []).append(token.i)
    first = _first_in_name(named)
    known = {name.text for name in named if name.cls == "InternationalOrganization"}
    for text, at in places.items():
        bodies = heads.get(text, set()) if first.get(text, len(doc)) < at[0] else set()
        bodies = bodies or _bodies(text, sorted(known), context)
        if len(bodies) == 1:
            cls, node = next(iter(bodies))
            yield from (Name(doc, place, place + 1, cls, node, "short") for place in at)


def _first_in_name(named: Sequence[Name]) -> dict[str, int]:
    """Word -> where the first name of several words begins that has it."""
    found: dict[str, int] = {}
    for name in named:
        for text in name.form if len(name) > 1 else ():
            found[text] = min(found.get(text, name.start), name.start)
    return found


def _bodies(text: str, forms: Sequence[str], context: Context) -> set[Body]:
    """The bodies of that name of the international organizations that the article names: "Council of the EU"."""
    found: set[Body] = set()
    if noun_class(text.lower()) in _SHORT_FORMS:
        for form in forms:
            entries = context.gazetteer.lookup(f"{text} of the {form}") or context.gazetteer.lookup(f"{form} {text}")
            if entries:
                found.add((entries[0].entity.cls, context.entities.use(entries[0].entity)))
    return found


def _is_acronym(text: str) -> bool:
    return _SHORTEST <= len(text) <= _LONGEST and sum(map(str.isupper, text)) >= _SHORTEST


def _stands_for(short: str, lower: Sequence[str]) -> bool:
    """Whether the letters of an acronym come in the name in their order, the first one at the beginning of a word."""
    letters = short.lower().removesuffix("s")
    start = next((place for place, word in enumerate(lower) if word[0] == letters[0]), len(lower))
    rest = iter("".join(lower[start:]))
    return all(letter in rest for letter in letters)


def _head(name: Name) -> str:
    """The head noun of a body's name as it stands there ("Ministry", "Commission"), if it is a common noun."""
    head = head_of(name.lower).split()[-1]
    return "" if noun_class(head) == "Topic" else [token.text for token in name if token.lower_ == head][-1]


def _is_alone(token: Token) -> bool:
    """Whether a capitalized noun stands after "the" and begins no longer name."""
    doc, after = token.doc, token.i + 1
    if not token.text[0].isupper() or doc.lower_at(token.i - 1) != "the" or after == len(doc):
        return False
    return not doc[after].text[0].isupper() and doc[after].lower_ not in ("of", "for", "on", "-")
