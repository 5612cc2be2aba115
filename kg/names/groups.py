"""People and bodies named by role, and whose they are ("Chinese officials", "the Tusk government"); kinds of goods."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product

from kg.model.classes import ORGANIZATIONS
from kg.names.context import HYPHENS, Context, Name, TokenSpan, token_indices
from kg.names.lexemes import name_words
from kg.parse.nouns import noun_class
from kg.parse.syntax import NOMINAL, PLURAL_TAGS, has_child
from kg.parse.tree import Token

_SETS = ("Company", "Group", "MediaOrganization", "Organization", "PoliticalParty", "PublicBody")
_KINDS = (*_SETS, "Government", "Office")
_INSIDE = ("ADJ", "NOUN", "PROPN", "PART", "ADV", "VERB")
_APART = ("nummod", "det", "predet", "quantmod", "cc", "preconj")
_SINGULAR = ("NN", "NNP")
_OWNERS = ORGANIZATIONS | {"Country", "Person", "Place"}
GROUP = "group"  # how a group or body is named that goes by its role


def groups(named: Sequence[Name], titled: Sequence[Name], context: Context) -> Iterator[Name]:
    """The noun phrases "<whose> <role>" as names of groups and bodies, in the order of their heads.

    ``named`` are the proper names, ``titled`` the offices, which are no groups.
    """
    ending = {name.end: name for name in named}
    covered = token_indices([*named, *titled])
    people = {name.start for name in named if name.cls == "Person"}
    shared: dict[int, Name] = {}
    for head in context.doc:
        is_kind = _class(head) in _KINDS or _is_side(head)
        if head.pos_ not in NOMINAL or head.i in covered or head.i + 1 in people or not is_kind:
            continue
        is_relational = head.lemma_.lower() in name_words("relational") and head.tag_ in _SINGULAR  # "a U.S. ally"
        if is_relational or (head.dep_ == "compound" and head.head.i > head.i):
            continue
        start, own = _begin(head, ending)
        is_apart = has_child(head, {"det", "poss"}) or any(child.lower_ == "of" for child in head.children)
        whose = own or (shared.get(head.head.i) if head.dep_ == "conj" and not is_apart else None)  # "and state media"
        phrase = TokenSpan(context.doc, start, head.i + 1)
        if whose and (made := _group(phrase, whose, context)):
            shared[head.i] = whose
            yield made


def coordinated(
    grouped: Sequence[Name], named: Sequence[Name], context: Context
) -> Iterator[tuple[int, int, list[str]]]:
    """Groups that one noun names together: "Hungarian and [Romanian officials]" are two.

    Each is (start, end, node ids) in token indices, ``end`` excluded; the ids are sorted.
    """
    starting = {name.start: name for name in sorted(named, key=lambda name: name.end)}
    ending = {name.end: name for name in named}
    for group in grouped:
        doc, last, nodes, first = group.doc, starting.get(group.start), [group.node], group[0]
        while last and first.dep_ == "conj" and doc.lower_at(first.i - 1) in ("and", ","):
            other = ending.get(first.i - 1 - (doc.lower_at(first.i - 2) == ","))
            if other is None or other.cls not in ("Country", "Place"):
                break
            made = _group(TokenSpan(doc, last.end, group.end), other, context)
            if made:
                nodes.append(made.node)
            first = other[0]
        if len(set(nodes)) > 1:
            yield group.start, group.end, sorted(set(nodes))


def _named(phrase: TokenSpan, cls: str, node: str) -> Name:
    return Name(phrase.doc, phrase.start, phrase.end, cls, node, GROUP)


def _is_side(noun: Token) -> bool:
    """As in "the Canadian side noted", which is Canada; not "on the Canadian side", "the Canadian side of the lake"."""
    is_place = noun.head.lower_ in ("on", "to") or noun.doc.lower_at(noun.i + 1) == "of"
    return noun.lower_ in name_words("side") and not is_place


def _mint(phrase: TokenSpan, label: str, cls: str, whose: tuple[str, list[tuple[str, str]]], context: Context) -> str:
    """The node of a phrase, a name's ("the Chinese Embassy") or the article's own; ``whose``: country and links."""
    last = phrase[-1]
    is_name = last.text[0].isupper() and last.tag_ not in PLURAL_TAGS
    mint = context.entities.mint if is_name else context.entities.mint_own
    return mint(label, cls, *whose)


def _begin(head: Token, ending: Mapping[int, Name]) -> tuple[int, Name | None]:
    """Where the phrase of a noun begins, its determiner and number left out, and the name that says whose it is."""
    doc, start = head.doc, head.i
    whose: Name | None = None
    while start > head.sent.start:
        before = doc[start - 1]
        name = ending.get(start)
        if name is None and before.lower_ in ("'s", "’s"):
            name = ending.get(start - 1)
        if name and name.cls in _OWNERS and before.text not in HYPHENS and doc[start].text not in HYPHENS:
            if whose:
                break
            start, whose = name.start, name
        elif _is_inside(before, head) or doc[start].text in HYPHENS:
            start -= 1
        else:
            break
    named = range(whose.start, whose.end) if whose else ()  # "New" of New Zealand does not count
    for token in doc[start : head.i]:  # no hyphen, possessive or quantity leads in: "[35-year-old] Lima man"
        is_mark = token.text in ("-", "'s", "’s") or token.tag_ in ("PRP$", "DT")
        is_outside = is_mark or token.lower_ in name_words("quantity")
        if token.i in named or not is_outside or token.nbor().text in HYPHENS:
            return token.i, whose
    return head.i, whose


def _is_inside(token: Token, head: Token) -> bool:
    """Whether a token before a noun belongs to its phrase."""
    if token.text == "-":
        return True
    outside = next((top for top in token.ancestors if not token.i <= top.i < head.i), None)
    return token.dep_ not in _APART and token.pos_ in _INSIDE and outside is head


def _group(phrase: TokenSpan, whose: Name, context: Context) -> Name | None:
    """The group or body of a phrase, with its country where it has one."""
    if _is_side(phrase[-1]):
        is_state = whose.cls == "Country" and len(phrase) == len(whose) + 1
        return _named(phrase, "Country", whose.node) if is_state else None
    cls = _class(phrase[-1], phrase.lower[:-1])
    country = context.entities[whose.node].country
    if cls == "Government":
        return _government(phrase, whose, context)
    if cls == "PublicBody" and country:
        return _body(phrase, whose, context)
    cls = "Group" if cls == "Office" else cls
    is_apposed = phrase[-1].tag_ in _SINGULAR and whose.cls in (*_SETS, "InternationalOrganization")
    if is_apposed and cls != "Group":
        return None
    label = phrase.text if whose.start >= phrase.start else f"{whose.text} {phrase.text}"
    of = context.entities.use(context.gazetteer.country(country)) if country and whose.cls == "Country" else ""
    links = [("ofCountry", of)] if of else []
    return _named(phrase, cls, _mint(phrase, label, cls, (country, links), context))


def _government(phrase: TokenSpan, whose: Name, context: Context) -> Name | None:
    """As in "the Trudeau government", "Chinese authorities": the government of the country, unless a local one."""
    head, country = phrase[-1], context.entities[whose.node].country
    between = phrase.doc[whose.end : head.i]
    is_named_otherwise = head.tag_ in _SINGULAR or any(token.pos_ == "NOUN" for token in between)
    if head.lemma_.lower() == "authority" and is_named_otherwise:
        return None  # "U.S. authority to sanction", "sanctions authorities"
    is_capital = any(entry.kind == "capital" for entry in context.gazetteer.lookup(whose.text))  # "the Kiev regime"
    is_state = whose.cls in ("Country", "Person", "Government") or (whose.cls == "Place" and is_capital)
    is_local = any(token.lower_ in name_words("subnational") for token in between)
    if country and is_state and not is_local and (government := context.gazetteer.government(country)):
        node = context.entities.use(government)
    elif whose.cls in ("Country", "Place"):
        node = _mint(phrase, phrase.text, "Government", (country, []), context)
    else:
        return None
    return _named(phrase, "Government", node)


def _body(phrase: TokenSpan, whose: Name, context: Context) -> Name | None:
    """As in "the Russian army", "China's commerce ministry": a body of the state."""
    if whose.cls not in ("Country", "Government"):
        return None
    country = context.entities[whose.node].country
    words = TokenSpan(phrase.doc, whose.end, phrase.end).lower
    own = " ".join(word for word in words if word not in ("'s", "’s"))
    if known := context.gazetteer.body(own, country):
        return _named(phrase, "PublicBody", context.entities.use(known))
    of = context.gazetteer.country(country)
    links = [("actsFor", context.entities.use(of))]
    node = _mint(phrase, f"{own} of {of.label}", "PublicBody", (country, links), context)
    return _named(phrase, "PublicBody", node)


def _class(head: Token, before: Sequence[str] = ()) -> str:
    """The class of a noun with the words before it, as written ("state media") or by its lemma ("officials")."""
    written = noun_class(" ".join((*before, head.lower_)))
    return written if written != "Topic" else noun_class(" ".join((*before, head.lemma_.lower())))


_INNER = ("amod", "compound", "nmod", "punct")
_DETERMINING = ("det", "predet", "poss", "nummod", "quantmod")
_LONGEST = 4  # words


def goods(context: Context, covered: Set[int]) -> Iterator[tuple[int, int, str]]:
    """The first word, the head and the node of each kind of goods; ``covered`` are the tokens of names."""
    doc = context.doc
    for head in doc:
        if head.pos_ != "NOUN" or head.i in covered or any(child.dep_ in _DETERMINING for child in head.lefts):
            continue
        start = head.i  # where the words begin that stand side by side before it and qualify it
        while start > max(head.sent.start, head.i - _LONGEST + 1):
            before = doc[start - 1]
            if before.dep_ not in _INNER or not start - 1 <= before.head.i <= head.i:
                break
            start -= 1
        for first, last in product(range(start, head.i + 1), dict.fromkeys((head.lemma_.lower(), head.lower_))):
            words = " ".join((*(token.lower_ for token in doc[first : head.i]), last)).replace(" - ", "-")
            if found := context.gazetteer.commodity(words):
                yield first, head.i, context.entities.use(found)
                break
