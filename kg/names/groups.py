"""People and bodies named by role, and whose they are: "Chinese officials", "the Tusk government", "the Liberals"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.classes import ORGANIZATIONS
from kg.lexicon import pairs
from kg.model import Entity
from kg.names.context import Context, Name, Words
from kg.names.lexemes import name_words
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
_BEFORE = ("amod", "compound", "nmod", "poss")
_TIES = ("of", "in")
_OWNERS = ORGANIZATIONS | {"Country", "Person", "Place"}
_PARTY = "party"
_OPENING = ('"', "“", ":")


def groups(named: Sequence[Name], titled: Sequence[Name], context: Context) -> Iterator[Name]:
    """The phrases "<whose> <role>"; ``named`` are the proper names, ``titled`` the offices, which are no groups."""
    ending, starting = {name.end: name for name in named}, {name.start: name for name in named}
    covered = {place for name in (*named, *titled) for place in range(name.start, name.end)}
    people = {name.start for name in named if name.cls == "Person"}
    titled_at = {place for name in titled for place in range(name.start, name.end)}
    shared: dict[int, Name] = {}
    yield from _peoples(named, ending, context)
    for place in _heads(context, covered, people):
        if behind := _owned(place, starting, context):
            yield behind
            continue
        start, whose = _begin(place, ending, titled_at, context)
        if whose is None and (joined := _joined(place, shared, context)):
            whose = joined
        if other := _hyphened(start, ending, context):
            yield from _of_two(other, place, context)
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
    if joint < 1 or words.lower[joint] not in ("and", ","):
        return None
    name = ending.get(joint - (words.lower[joint - 1] == ","))
    if name is None or name.cls not in ("Country", "Place") or not words.same_sentence(name.start, place):
        return None
    return name if words.dep[place] == "conj" and words.dep[name.end - 1] in (*_BEFORE, "conj") else None


def _hyphened(start: int, ending: Mapping[int, Name], context: Context) -> Name | None:
    """The first country of "a French-German company"."""
    is_joined = start > 1 and context.words.text[start - 1] in ("-", "–")
    name = ending.get(start - 1) if is_joined else None
    return name if name and name.cls == "Country" else None


def _of_two(first: Name, head: int, context: Context) -> Iterator[Name]:
    """A group or body of two countries, which is neither's alone."""
    cls = _class(head, context.words)
    cls = "Group" if cls == "Office" else cls
    if cls == "Group" and context.words.is_name_case(head):
        cls = "Organization"  # "the U.S.-Israel Strategic Consultative Group"
    if cls in _SETS:
        node = context.entities.mint(context.text(first.start, head + 1), cls)
        yield Name(first.start, head + 1, cls, node, "group")


def _peoples(named: Sequence[Name], ending: Mapping[int, Name], context: Context) -> Iterator[Name]:
    """A people by two names, of the first one's country: "Turkish Kurds", "Bosnian Serbs", but "Greek Cypriots"."""
    words = context.words
    for name in named:
        first = ending.get(name.start)
        is_people = name.cls == "Group" or (name.how == "demonym" and words.tag[name.start] in PLURAL_TAGS)
        is_first = first and first.cls in ("Country", "Place") and words.head[first.end - 1] == name.start
        if is_people and first and is_first and name.end - name.start == 1:
            whose = name if words.lower[name.start] in name_words("settled") else first
            country = context.entities[whose.node].country
            links = [("ofCountry", context.entities.use(context.gazetteer.country(country)))] if country else []
            node = context.entities.mint(context.text(first.start, name.end), "Group", country, links)
            yield Name(first.start, name.end, "Group", node, "group")


def _owned(head: int, starting: Mapping[int, Name], context: Context) -> Name | None:
    """A body of a state that is named behind it: "the army of Chad", "the government in Khartoum"."""
    words, at = context.words, head + 1
    if at >= len(words) or words.head[at] != head or words.lower[at] not in _TIES:
        return None
    name = starting.get(at + 1 + (words.lower[at + 1 : at + 2] == ("the",)))
    country = context.entities[name.node].country if name else ""
    cls = _class(head, words)
    children = words.children[head]
    below = name_words("subnational")
    is_other = any(words.lower[child] in below or (child > at and words.dep[child] == "prep") for child in children)
    if not name or not country or is_other:
        return None
    if cls == "Government" and (name.cls == "Country" or _is_capital(name, country, context)):
        government = context.gazetteer.government(country)
        return Name(head, name.end, cls, context.entities.use(government), "group") if government else None
    body = context.gazetteer.body(words.lower[head], country) if words.lower[at] == "of" else None
    if cls == "PublicBody" and name.cls == "Country" and body:
        return Name(head, name.end, cls, context.entities.use(body), "group")
    return None


def _is_capital(name: Name, country: str, context: Context) -> bool:
    """Whether a city is where the government sits."""
    entries = context.gazetteer.lookup(context.text(name.start, name.end))
    return any(entry.kind == "capital" and entry.entity.country == country for entry in entries)


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


def _begin(head: int, ending: Mapping[int, Name], titled: set[int], context: Context) -> tuple[int, Name | None]:
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
        elif start - 1 not in titled and _is_inside(start - 1, head, context):
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
    entity = context.entities[whose.node]
    country = entity.country
    text = context.text(start, head + 1)
    if cls == "Government":
        return _government(start, head, whose, context)
    if cls == "PublicBody" and country:
        return _body(start, head, whose, context)
    cls = "Group" if cls == "Office" else cls
    is_apposed = context.words.tag[head] in ("NN", "NNP") and whose.cls in (*_SETS, "InternationalOrganization")
    if cls not in _SETS or (is_apposed and cls != "Group"):
        return None
    links = (
        [("ofCountry", context.entities.use(context.gazetteer.country(country)))]
        if country and whose.cls == "Country"
        else []
    )
    label = text if whose.start >= start else f"{context.text(whose.start, whose.end)} {text}"
    node = context.entities.mint(label, cls, country, links)
    return Name(start, head + 1, cls, node, "group")


def _government(start: int, head: int, whose: Name, context: Context) -> Name | None:
    """As in "the Trudeau government", "Chinese authorities": the government of the country, unless a local one."""
    words, entity = context.words, context.entities[whose.node]
    between = words.lower[whose.end : head]
    is_power = words.lemma[head].lower() == _POWER and (
        words.tag[head] in ("NN", "NNP") or "NOUN" in words.pos[whose.end : head]
    )
    is_capital = (
        words.lemma[head].lower() != _POWER and whose.cls == "Place" and _is_capital(whose, entity.country, context)
    )
    if is_power:  # "U.S. authority to sanction", "sanctions authorities"
        return None
    is_state = whose.cls in ("Country", "Person", "Government") or is_capital
    if entity.country and is_state and name_words("subnational").isdisjoint(between):
        government = context.gazetteer.government(entity.country)
        if government is None:  # "Antarctica's government"
            return None
        node = context.entities.use(government)
    elif whose.cls in ("Country", "Place"):
        node = context.entities.mint(context.text(start, head + 1), "Government", entity.country)
    else:
        return None
    return Name(start, head + 1, "Government", node, "group")


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
    return Name(start, head + 1, "PublicBody", node, "group")


def _class(head: int, words: Words, start: int | None = None) -> str:
    """The class of a noun with what stands before it, as written ("state media") or by its lemma ("officials")."""
    before = words.lower[head if start is None else start : head]
    written = noun_class(" ".join((*before, words.lower[head])))
    return written if written != "Topic" else noun_class(" ".join((*before, words.lemma[head].lower())))


def _is_relational(head: int, words: Words) -> bool:
    """Whether a noun in the singular says how one named elsewhere stands to the owner: "a U.S. ally"."""
    return words.lemma[head].lower() in name_words("relational") and words.tag[head] in (
        "NN",
        "NNP",
    )


def party_words(words: Words) -> Iterator[int]:
    """The tokens that may stand for a party: such a word with a capital that does not owe it to its place."""
    known = pairs("names", _PARTY)
    for place, text in enumerate(words.text):
        is_inside = text in known and words.same_sentence(place - 1, place)
        if is_inside and words.text[place - 1] not in _OPENING and words.lower[place + 1 : place + 2] != (_PARTY,):
            yield place


def party(word: str, context: Context) -> Entity | None:
    """The one party of that name in the countries that the article names."""
    base = pairs("names", _PARTY).get(word)
    if base is None:
        return None
    labels = [context.gazetteer.country(code).label for code in sorted(context.countries)]
    forms = [f"{base} Party", *(f"{base} Party of {label}" for label in labels)]
    entries = (entry.entity for form in forms for entry in context.gazetteer.lookup(form))
    found = {e.id: e for e in entries if e.cls == "PoliticalParty" and e.country in context.countries}
    return next(iter(found.values())) if len(found) == 1 else None
