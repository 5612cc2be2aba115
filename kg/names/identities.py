"""What each proper name that is no person's stands for: a known entity, or one minted under its class."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from kg.gazetteer.values import Entry
from kg.model import Entity
from kg.model.classes import ORGANIZATIONS
from kg.names.context import POSSESSIVE, Context, Name, NameSpan, TokenSpan, reading, token_indices, with_disjoint
from kg.names.entity_types import class_hint, head_of, proper_class
from kg.names.lexemes import field_words, name_words, title_words
from kg.names.metonymy import is_government
from kg.parse.nouns import noun_class
from kg.parse.syntax import SUBJECTS
from kg.parse.tree import Doc

_SEATED = ("capital", "seat")
_STATE = ("Government", "PublicBody")
_LOOSE = ("ORG", "PERSON", "PRODUCT", "GPE", "NORP", "")
_HINT = 100  # votes: one hint weighs more than all labels
_SITES = ("FAC", "GPE", "LOC")
_NO_SITES = ("Commodity", "Company", "MediaOrganization", "Organization")
_PARTY = "PoliticalParty"
_HALVES = ("north", "south", "east", "west")
_NATIONAL = ("Organization", _PARTY, "PublicBody")


def identities(
    names: Sequence[NameSpan], parts: Mapping[NameSpan, Sequence[NameSpan]], context: Context
) -> dict[NameSpan, Name]:
    """The entity of each name; ``parts`` are the known names inside an unknown one. Doubtful names are left out."""
    ending = {name.end: name for name in names}
    classes = _classes(names)
    found: dict[NameSpan, Name] = {}
    for name in names:
        form = name.form
        # inside the name ("Ministry of Defence of Japan") or right before it ("China's")
        told = (*parts.get(name, ()), ending.get(name.start - (name.before in POSSESSIVE)))
        meant = (reading(part, context.countries) for part in told if part and part.entries)
        country = next((one.entity.country for one in meant if one and one.entity.cls == "Country"), "")
        if name.entries and not _is_of_another(name, country, context):
            read = _known(name, context)
        elif len(form) == 1 and name[0].lower_ in _HALVES:
            continue  # "the North"
        else:
            cls = proper_class("ORG", name.lower) if name.entries else classes[form]
            read = _minted(name, cls, country, context)
        if read:
            found[name] = read
    return found


def _is_of_another(name: NameSpan, country: str, context: Context) -> bool:
    """As in "Peru's Congress": the tables know the name as a body of one state, the text says that it is another's."""
    entry = reading(name, context.countries) if country else None
    if entry is None:
        return False
    is_party = entry.kind == "item" and name[-1].lower_ == "party"  # which of the many no table tells by its country
    return is_party or (entry.entity.cls in _NATIONAL and entry.entity.country not in {"", country})


def halves(names: Sequence[NameSpan], context: Context) -> Iterator[Name]:
    """As in "the North", "North and South Korea": a half of a divided country, of which the article names one."""
    doc, whole = context.doc, dict[str, Entity]()
    known = [n for n in names if n.entries and n.entries[0].entity.cls == "Country" and n[0].lower_ in _HALVES]
    for half, name in product(_HALVES, known):
        for entry in context.gazetteer.lookup(" ".join((half.title(), *name.form[1:])))[:1]:
            if entry.entity.cls == "Country":
                whole[half] = entry.entity
    taken, starts = token_indices(known), {name.start for name in known}
    for token in doc:
        if token.lower_ in whole and token.i not in taken and token.text[0].isupper():
            is_alone = doc.lower_at(token.i - 1) == "the" and not doc[token.i + 1 : token.i + 2].text[:1].isupper()
            if is_alone or (doc.lower_at(token.i + 1) == "and" and token.i + 2 in starts):  # not "the North Pacific"
                yield Name(doc, token.i, token.i + 1, "Country", context.entities.use(whole[token.lower_]), "short")


def _known(name: NameSpan, context: Context) -> Name | None:
    """A name of the gazetteer: a capital or seat by its role, others by their best reading."""
    seated = [entry for entry in name.entries if entry.kind in _SEATED]
    entry = None if seated else reading(name, context.countries)
    if entry is None:
        return _seated(name, seated, context) if seated else None
    if name.label in _SITES and entry.entity.cls in _NO_SITES and entry.kind != "item":
        return _minted(name, "Place", "", context)
    is_short = entry.kind == "demonym" or (entry.kind == "acronym" and len(name) == 1)
    return _name(name, entry.entity, entry.kind if is_short else "name", context)


def _seated(name: NameSpan, seated: Sequence[Entry], context: Context) -> Name:
    if is_government(name):
        meant = max(seated, key=lambda entry: (entry.entity.country in context.countries, entry.kind == "seat"))
        return _name(name, meant.entity, "metonym", context)
    place = next((entry for entry in name.entries if entry.kind not in _SEATED), None)
    if place:
        return _name(name, place.entity, "name", context)
    country = context.gazetteer.country(seated[0].entity.country)
    links = [("inCountry", context.entities.use(country))]
    node = context.entities.mint(name.text, "Place", country.country, links)
    return Name(name.doc, name.start, name.end, "Place", node, "name")


def _name(name: NameSpan, entity: Entity, how: str, context: Context) -> Name:
    node = context.entities.use(entity)
    if how != "demonym":
        context.entities.label(node, name.text)
    return Name(name.doc, name.start, name.end, entity.cls, node, how)


def _classes(names: Sequence[NameSpan]) -> dict[tuple[str, ...], str]:
    """The class of each unknown form: what most of its neighbours hint at, else what most of its labels say."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        if not name.entries:
            lower = name.lower
            is_open = len(lower) == 1 or noun_class(head_of(lower)) == "Topic"
            hint = class_hint(name) if is_open and name.label in _LOOSE else ""
            own = proper_class(name.label, lower)
            read = own if hint == "Organization" and own in ORGANIZATIONS else hint or own
            votes[name.form][read] += _HINT if hint else 1
    return {form: max(sorted(counts), key=lambda cls: counts[cls]) for form, counts in votes.items()}


def _minted(name: NameSpan, cls: str, country: str, context: Context) -> Name:
    """An entity of its own for a name that no table has; a public body belongs to the country named with it."""
    lower, text = name.lower, name.text
    whose = context.gazetteer.country(country) if country else None
    if whose and cls in _STATE:  # the title may begin with the country's own word: "russian foreign ministry"
        bodies = (context.gazetteer.body(" ".join(lower[place:]), country) for place in (0, 1))
        if body := next(filter(None, bodies), None):
            return _name(name, body, "name", context)
    relation = "actsFor" if cls in _STATE else "ofCountry" if cls in ("Group", _PARTY) else ""
    if cls == "Place" and lower[0] in name_words("direction"):
        relation = "inCountry"  # "South Lebanon"
    if whose and relation:
        is_told = cls not in (*_STATE, _PARTY) or whose.label in text or "of" in lower
        label = text if is_told else f"{text} of {whose.label}"
        node = context.entities.mint(label, cls, country, [(relation, context.entities.use(whose))])
    else:
        mint = context.entities.mint_own if _is_description(name) else context.entities.mint
        node = mint(text, cls)
    context.entities.label(node, text)
    return Name(name.doc, name.start, name.end, cls, node, "name")


def _is_description(name: NameSpan) -> bool:
    """As in "the Ministry", "the Supreme Court", which many have: no word of its own, and no country told with it."""
    words = [word for word in name.lower if word not in name_words("trim")]
    if len(words) == 1 and words[0] in name.doc.lower_case_words:
        return True
    return all(word in field_words() | title_words("head") or noun_class(word) != "Topic" for word in words)


_OPENING, _CLOSING = ("(", "["), (")", "]")
_JOINING = ("of", "and", "for", "the", "'s", "’s", "'", "’", "-")
_SHORTEST, _LONGEST = 2, 8
_INITIALS = 3
_AT_PLACES = ("in", "at", "near", "from", "to", "outside")
_BODY = "ORG"
_SHORT_FORMS = (ORGANIZATIONS | {"Agreement", "Policy"}) - {"Government"}


def acronyms(names: Sequence[NameSpan], *, by_initials: bool = True) -> Mapping[str, NameSpan]:
    """Acronym -> the name that it abbreviates: introduced in brackets, or the one body with just these initials."""
    found: dict[str, NameSpan] = {}
    for name in names:
        doc, place = name.doc, name.end + (name.after in ("'s", "’s"))
        if doc.lower_at(place) in _OPENING and doc.lower_at(place + 2) in _CLOSING:
            short = doc[place + 1].text
            if _abbreviates(short, name):
                found.setdefault(short, name)
    spelt: dict[str, dict[tuple[str, ...], NameSpan]] = defaultdict(dict)
    for name in names:
        if name.label != "PERSON" and len(name) >= _INITIALS:
            spelt["".join(text[0] for text in name.form if text[0].isupper())].setdefault(name.form, name)
    words = {name.text for name in names if by_initials and len(name) == 1}
    used = words - {name.text for name in names if any(entry.entity.cls == "Country" for entry in name.entries)}
    for short, full in spelt.items():  # "the RSF" are "the Rapid Support Forces", "the USA" is no United States Army
        if short in used and len(short) >= _INITIALS and len(full) == 1:
            found.setdefault(short, next(iter(full.values())))
    return found


def short_forms(context: Context, named: Sequence[Name]) -> Iterator[Name]:
    """Names like "the Commission": the one body named before with that head noun, or that body of the EU, UN ..."""
    doc, taken = context.doc, token_indices(named)
    heads: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for name in named:
        if name.cls in _SHORT_FORMS and len(name) > 1:
            head = head_of(name.lower).split()[-1]  # the head noun as it stands there: "Ministry", "Commission"
            if noun_class(head) != "Topic":
                written = [token.text for token in name if token.lower_ == head][-1]
                heads[written].setdefault((name.cls, name.node), name.start)
    places: dict[str, list[int]] = defaultdict(list)
    for the, token, after in zip(doc, doc[1:], doc[2:], strict=False):
        is_longer = after.text[0].isupper() or after.lower_ in ("of", "for", "on", "-")
        if the.lower_ == "the" and token.text[0].isupper() and not is_longer and token.i not in taken:
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
    return with_disjoint(added, names)


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
            if all(entry.kind != "demonym" for entry in name.entries):
                own.add(name.form)
        elif name.form not in own and full.label == _BODY and _may_be_short(name):
            found[name] = full
            continue
        if len(name) > 1 and name.label == "PERSON":
            longer |= {name.form[:1]: name, name.form[-1:]: name}
        elif len(name) > 1 and name.label == _BODY and all(e.entity.cls in _SHORT_FORMS for e in name.entries[:1]):
            longer |= dict.fromkeys(_own_parts(name), name)
    return found


def _own_parts(name: NameSpan) -> Iterator[tuple[str, ...]]:
    """The beginnings of a body's name, and its last word, that are no words of their own: not "General", "United"."""
    form = name.form
    if "of" in form:
        return
    is_firm = all(word.lower() in name_words("business") for word in form[1:])  # "Congress Financial Corp"
    begun = (form[:end] for end in range(1, len(form)))
    yield from (part for part in begun if (is_firm and len(part) == 1) or _is_distinct(name, part))
    if _is_distinct(name, form[-1:]):
        yield form[-1:]


def _is_distinct(name: NameSpan, form: tuple[str, ...]) -> bool:
    """Whether some word tells a body from others: no common noun, field of work or word of the article."""
    common = name.doc.lower_case_words | field_words() | title_words("head") | name_words("business")
    words = [word.lower() for word in form]
    return any(word not in common and noun_class(word) == "Topic" and len(word) > _SHORTEST for word in words)


def _may_be_short(name: NameSpan) -> bool:
    """Whether a short name may be a body's: no country or person of the tables, a place only where it acts."""
    if not name.entries:
        return name.before not in title_words("honorific")
    is_place = all(entry.entity.cls == "Place" and entry.kind == "name" for entry in name.entries)
    return is_place and name.root.dep_ in SUBJECTS | {"poss"} and name.before not in _AT_PLACES
