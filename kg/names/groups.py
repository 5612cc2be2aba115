"""People and bodies named by role, and whose they are: "Chinese officials", "the Tusk government", "the Liberals"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.classes import ORGANIZATIONS
from kg.lexicon import pairs
from kg.model import Entity
from kg.names.context import Context, Words
from kg.names.lexemes import name_words
from kg.names.spans import Name, TokenSpan, token_indices
from kg.parse.nouns import noun_class
from kg.parse.syntax import NOMINAL, PLURAL_TAGS

_KINDS = (
    "Company",
    "Government",
    "Group",
    "MediaOrganization",
    "Office",
    "Organization",
    "PoliticalParty",
    "PublicBody",
)
_SETS = ("Company", "Group", "MediaOrganization", "Organization", "PoliticalParty", "PublicBody")
_INSIDE = ("ADJ", "NOUN", "PROPN", "PART", "ADV", "VERB")
_APART = ("nummod", "det", "predet", "quantmod", "cc", "preconj")
_POWER = "authority"  # a government, or what it may do
_SINGULAR = ("NN", "NNP")
_OWNERS = ORGANIZATIONS | {"Country", "Person", "Place"}
_PARTY = "party"


def groups(named: Sequence[Name], titled: Sequence[Name], context: Context) -> Iterator[Name]:
    """The phrases "<whose> <role>"; ``named`` are the proper names, ``titled`` the offices, which are no groups."""
    ending, starting = {name.end: name for name in named}, {name.start: name for name in named}
    covered = token_indices([*named, *titled])
    people = {name.start for name in named if name.cls == "Person"}
    shared: dict[int, Name] = {}
    yield from _peoples(named, ending, context)
    for place in _heads(context, covered, people):
        if behind := _owned(place, starting, context):
            yield behind
            continue
        start, own = _begin(place, ending, context)
        whose = own or _joined(place, shared, context)
        if context.words.at(start - 1) in ("-", "–") and (other := ending.get(start - 1)):
            yield _of_two(other, place, context)
        elif whose and (made := _group(start, place, whose, context)):
            shared[place] = whose
            yield made


def together(grouped: Sequence[Name], named: Sequence[Name], context: Context) -> Iterator[tuple[int, int, list[str]]]:
    """Groups that one noun names together, as start, end and nodes: "Hungarian and [Romanian officials]" are two."""
    starting = {name.start: name for name in sorted(named, key=lambda name: name.end)}
    ending = {name.end: name for name in named}
    for group in grouped:
        last, nodes, place = starting.get(group.start), [group.node], group.start
        while last and (other := _joined_owner(place, ending, context)):
            made = _group(last.end, group.end - 1, other, context)
            nodes += [made.node] if made else []
            place = other.start
        if len(set(nodes)) > 1:
            yield group.start, group.end, sorted(set(nodes))


def _joined_owner(place: int, ending: Mapping[int, Name], context: Context) -> Name | None:
    """The country whose people or body the noun behind names too, across "and" or a comma."""
    words, joint = context.words, place - 1
    name = ending.get(joint - (words.at(joint - 1) == ","))
    is_joined = words.dep[place] == "conj" and words.at(joint) in ("and", ",")
    return name if name and name.cls in ("Country", "Place") and is_joined else None


def _of_two(first: Name, head: int, context: Context) -> Name:
    """A group or body of two countries, which is neither's alone: "a French-German company"."""
    cls = _class(head, context.words)
    if cls == "Group" and context.words.is_name_case(head):
        cls = "Organization"  # "the U.S.-Israel Strategic Consultative Group"
    return Name(
        context.doc,
        first.start,
        head + 1,
        cls,
        context.entities.mint(TokenSpan(context.doc, first.start, head + 1).text, cls),
        "group",
    )


def _peoples(named: Sequence[Name], ending: Mapping[int, Name], context: Context) -> Iterator[Name]:
    """A people by two names, of the first one's country: "Turkish Kurds", "Bosnian Serbs", but "Greek Cypriots"."""
    words = context.words
    for name in named:
        first = ending.get(name.start)
        is_people = name.cls == "Group" or (name.how == "demonym" and words.tag[name.start] in PLURAL_TAGS)
        is_first = first and first.cls in ("Country", "Place") and words.head[first.end - 1] == name.start
        if is_people and first and is_first:
            whose = name if words.lower[name.start] in name_words("settled") else first
            country = context.entities[whose.node].country
            node = context.entities.mint(
                TokenSpan(context.doc, first.start, name.end).text, "Group", country, _of_country(country, context)
            )
            yield Name(context.doc, first.start, name.end, "Group", node, "group")


def _of_country(country: str, context: Context) -> list[tuple[str, str]]:
    return [("ofCountry", context.entities.use(context.gazetteer.country(country)))] if country else []


def _owned(head: int, starting: Mapping[int, Name], context: Context) -> Name | None:
    """The government of a state that is named behind it: "the government of Chad", but "the city government of"."""
    words, at = context.words, head + 1
    name = starting.get(at + 1 + (words.at(at + 1) == "the"))
    if _class(head, words) != "Government" or words.at(at) not in ("of", "in") or not name or name.cls != "Country":
        return None
    government = context.gazetteer.government(context.entities[name.node].country)
    is_other = any(
        words.lower[child] in name_words("subnational") or (child > at and words.dep[child] == "prep")
        for child in words.children[head]
    )
    if government is None or is_other or words.head[at] != head:
        return None
    return Name(context.doc, head, name.end, "Government", context.entities.use(government), "group")


def _heads(context: Context, covered: set[int], people: set[int]) -> Iterator[int]:
    """The nouns for people, governments, public bodies and media that end their noun phrase."""
    words = context.words
    for place, pos in enumerate(words.pos):
        if pos not in NOMINAL or place in covered or place + 1 in people:
            continue
        if (
            _class(place, words) in _KINDS
            and not _is_relational(place, words)
            and not (words.dep[place] == "compound" and words.head[place] > place)
        ):
            yield place


def _begin(head: int, ending: Mapping[int, Name], context: Context) -> tuple[int, Name | None]:
    """Where the phrase of a noun begins, its determiner and number left out, and the name that says whose it is."""
    words, start = context.words, head
    whose: Name | None = None
    while start > 0 and words.same_sentence(start - 1, head):
        name = ending.get(start)
        if name is None and words.lower[start - 1] in ("'s", "’s"):
            name = ending.get(start - 1)
        if name and name.cls in _OWNERS:
            if whose:
                break
            start, whose = name.start, name
        elif _is_inside(start - 1, head, context):
            start -= 1
        else:
            break
    return _without_status(start, head, context), whose


def _is_inside(place: int, head: int, context: Context) -> bool:
    """Whether a token before a noun belongs to its phrase."""
    words = context.words
    if words.text[place] == "-":
        return True
    if words.dep[place] in _APART or words.pos[place] not in _INSIDE:
        return False
    top = place
    while place <= top < head:
        if words.head[top] == top:
            return False
        top = words.head[top]
    return top == head


def _without_status(start: int, head: int, context: Context) -> int:
    """The beginning without a leading hyphen, possessive or quantity ("some", "many")."""
    words = context.words
    while start < head and (
        words.text[start] in ("-", "'s", "’s")
        or words.tag[start] in ("PRP$", "DT")
        or words.lower[start] in name_words("quantity")
    ):
        start += 1
    return start


def _joined(place: int, shared: Mapping[int, Name], context: Context) -> Name | None:
    """As in "Chinese officials and state media": the second noun shares what stands before the first."""
    words = context.words
    if words.dep[place] != "conj" or any(words.dep[child] in ("det", "poss") for child in words.children[place]):
        return None
    return shared.get(words.head[place])


def _group(start: int, head: int, whose: Name, context: Context) -> Name | None:
    """The group or body of a phrase, with its country where it has one."""
    cls = _class(head, context.words, start)
    country = context.entities[whose.node].country
    if cls == "Government":
        return _government(start, head, whose, context)
    if cls == "PublicBody" and country:
        return _body(start, head, whose, context)
    cls = "Group" if cls == "Office" else cls
    is_apposed = context.words.tag[head] in _SINGULAR and whose.cls in (*_SETS, "InternationalOrganization")
    if is_apposed and cls != "Group":
        return None
    text = TokenSpan(context.doc, start, head + 1).text
    label = text if whose.start >= start else f"{whose.text} {text}"
    links = _of_country(country, context) if whose.cls == "Country" else []
    return Name(context.doc, start, head + 1, cls, context.entities.mint(label, cls, country, links), "group")


def _government(start: int, head: int, whose: Name, context: Context) -> Name | None:
    """As in "the Trudeau government", "Chinese authorities": the government of the country, unless a local one."""
    words, country = context.words, context.entities[whose.node].country
    is_power = words.lemma[head].lower() == _POWER
    if is_power and (words.tag[head] in _SINGULAR or "NOUN" in words.pos[whose.end : head]):
        return None  # "U.S. authority to sanction", "sanctions authorities"
    is_capital = whose.cls == "Place" and not is_power and _is_capital(whose, context)
    is_state = whose.cls in ("Country", "Person", "Government") or is_capital
    is_local = not name_words("subnational").isdisjoint(words.lower[whose.end : head])
    if country and is_state and not is_local and (government := context.gazetteer.government(country)):
        node = context.entities.use(government)
    elif whose.cls in ("Country", "Place"):
        node = context.entities.mint(TokenSpan(context.doc, start, head + 1).text, "Government", country)
    else:
        return None
    return Name(context.doc, start, head + 1, "Government", node, "group")


def _is_capital(name: Name, context: Context) -> bool:
    """Whether a city is where a government sits: "the Kiev regime"."""
    return any(entry.kind == "capital" for entry in context.gazetteer.lookup(name.text))


def _body(start: int, head: int, whose: Name, context: Context) -> Name | None:
    """As in "the Russian army", "China's commerce ministry": a body of the state."""
    words, country = context.words, context.entities[whose.node].country
    if whose.cls not in ("Country", "Government"):
        return None
    own = " ".join(word for word in words.lower[whose.end : head + 1] if word not in ("'s", "’s"))
    if known := context.gazetteer.body(own, country):
        node = context.entities.use(known)
    else:
        of = context.gazetteer.country(country)
        node = context.entities.mint(
            f"{own} of {of.label}", "PublicBody", country, [("actsFor", context.entities.use(of))]
        )
    return Name(context.doc, start, head + 1, "PublicBody", node, "group")


def _class(head: int, words: Words, start: int | None = None) -> str:
    """The class of a noun with what stands before it, as written ("state media") or by its lemma ("officials")."""
    before = words.lower[head if start is None else start : head]
    written = noun_class(" ".join((*before, words.lower[head])))
    return written if written != "Topic" else noun_class(" ".join((*before, words.lemma[head].lower())))


def _is_relational(head: int, words: Words) -> bool:
    """Whether a noun in the singular says how one named elsewhere stands to the owner: "a U.S. ally"."""
    return words.lemma[head].lower() in name_words("relational") and words.tag[head] in _SINGULAR


def party_words(words: Words) -> Iterator[int]:
    """The tokens that may stand for a party: such a word with a capital that does not owe it to its place."""
    known = pairs("names", _PARTY)
    for place, text in enumerate(words.text):
        if text in known and words.same_sentence(place - 1, place) and words.at(place + 1) != _PARTY:
            yield place


def party(word: str, context: Context) -> Entity | None:
    """The one party of that name in the countries that the article names."""
    base = pairs("names", _PARTY).get(word)
    if base is None:
        return None
    labels = [context.gazetteer.country(code).label for code in sorted(context.countries)]
    forms = [f"{base} Party", *(f"{base} Party of {label}" for label in labels)]
    entries = (entry.entity for form in forms for entry in context.gazetteer.lookup(form))
    found = {e.id: e for e in entries if e.country in context.countries}
    return next(iter(found.values())) if len(found) == 1 else None
