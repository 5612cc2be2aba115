"""The ontology class of what a noun phrase denotes, and its country, by its noun and the words beside it.

Of the country, what stands before the noun counts first ("Canadian exports"), then where its people are or come from
("rebels in Chad", "the army of Chad"). Two countries are none, and who stands to a country in some way ("a U.S. ally",
"critics of Israel") or is away from home ("troops in Iraq") is not its own.
"""

from kg.frames.annotations import Annotations
from kg.frames.noun_phrases import core, counted_noun, is_party
from kg.lexicon import words
from kg.model import Entity
from kg.names.lexemes import name_words
from kg.names.metonymy import names_post
from kg.parse.nouns import is_event_noun, is_person, noun_class
from kg.parse.syntax import PLURAL_TAGS, conjuncts, has_child
from kg.parse.tree import Token

_TOPIC, _PLACE, _GROUP = "Topic", "Place", "Group"
_PEOPLE_PRONOUNS = frozenset({"he", "she", "who", "they", "we", "i", "those", "you"})
_LONGEST_KIND = 4  # words of the longest kinds that the lexicon lists
_NEIGHBOURS, _OWNERS = (words("phrases", "next_door", name) for name in ("words", "owners"))
_SITES = words("phrases", "sites", "words")
_WHERE = frozenset({"at", "in", "inside", "near", "on", "outside"})
_BODIES = ("Government", "PublicBody")
_SEATED = (*_BODIES, "Company", "Group", "MediaOrganization", "Organization", "PoliticalParty", "Place")
_OWNERS_OF_TOPICS = (*_BODIES, "Group")
_BEFORE = frozenset({"amod", "compound", "nmod", "poss"})


def noun_sense(head: Token, notes: Annotations) -> str:
    """The class of what a noun, pronoun or adjective that heads a phrase denotes; "Topic" where nothing tells."""
    head = counted_noun(head)  # "some of these firms" are firms
    if head.pos_ == "PRON":
        return _GROUP if head.lower_ in _PEOPLE_PRONOUNS else _TOPIC
    name, whole, lemma = notes.names.get(head.i), compound(head), head.lemma_.lower()
    is_group = name is not None and (name.label_ == _GROUP or name.id_ == "demonym")
    beside = [child for child in head.lefts if child.dep_ in {"det", "nummod", "poss", "amod"}]
    is_near = lemma in _NEIGHBOURS and all(child.lower_ in _OWNERS for child in beside)  # "his neighbour": no country
    if is_party(head) or is_group or is_near:
        return _GROUP  # "thousands of Kurds"
    found = noun_class(whole)
    is_adjective = head.tag_ in {"JJ", "JJR", "JJS"} and not has_child(head, {"det", "poss"})
    inner = [child for of in head.children if of.lower_ == "of" for child in of.children]
    is_polity = head.tag_ != "NN" or all(child.i in notes.inside for child in inner)
    if is_adjective or (found == "Country" and not is_polity):  # "a state of emergency", not "the State of Israel"
        return _TOPIC
    if is_person(lemma) and found in {_TOPIC, "Office"}:
        return "Office" if names_post(head) else _GROUP
    if lemma in _SITES and _is_sited(head, notes):
        return _PLACE
    found = "Event" if found == _TOPIC and is_event_noun(whole) else found
    return found if notes.kinds is None or lemma in _SITES else notes.kinds.sense(found, core(head), head)


def compound(head: Token) -> str:
    """A noun by its lemma behind the words before it that are its own: "danish pension fund"."""
    first = max(head.left_edge.i, head.i - _LONGEST_KIND + 1)
    return " ".join((*(token.lower_ for token in head.doc[first : head.i]), head.lemma_.lower()))


def _is_sited(noun: Token, notes: Annotations) -> bool:
    """As in "its Chad base", "a facility in Chad"; not "its capital base"."""
    placed = (child for child in noun.rights if child.dep_ == "prep" and child.lower_ in _WHERE)
    beside = [inner for child in placed for inner in child.rights if inner.dep_ == "pobj"]
    beside += [child for child in noun.lefts if child.dep_ in _BEFORE]
    names = (notes.inside.get(token.i) for token in beside)
    return any(name is not None and name.label_ in {"Country", "Place"} for name in names)


def country_of(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The country of a phrase of a class, as an entity that the article names or links to; None where it tells none."""
    name = notes.names.get(head.i)
    if name is not None and name.id_ == "demonym" and not is_ethnic(head):
        return _home(notes.entities[name.kb_id_], notes)  # "thousands of Iraqis"
    named = _named_before(head, cls, notes)
    if head.lemma_.lower() in name_words("relational") | name_words("stance"):
        return None if cls == "Group" else named
    return named or _placed(head, cls, notes)


def is_ethnic(head: Token) -> bool:
    """Whether a demonym names an ethnic group, not the people of a country: "ethnic Albanians"."""
    return any(child.lower_ in name_words("ethnic") for child in head.children)


def is_people(head: Token) -> bool:
    """Whether a demonym means people: "two Canadians", "the French"; in "speaks French" it is a language."""
    if head.tag_ in PLURAL_TAGS:
        return True
    if head.dep_ in {"amod", "compound", "nmod", "poss", "npadvmod"}:
        return False
    return any(child.dep_ in {"det", "nummod"} or child.lower_ in name_words("quantity") for child in head.lefts)


def _named_before(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The country that a demonym, compound or possessor names: "Canadian exports", "Sindh province"."""
    for child in head.children:
        name = notes.inside.get(child.i) if child.dep_ in _BEFORE else None
        if name is not None:
            entity = notes.entities[name.kb_id_]
            if entity.cls == "Country" or name.id_ == "demonym" or cls == entity.cls == "Place":
                return _home(entity, notes)
    return None


def _placed(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The one country behind the noun: where someone or something is, or whose it is."""
    if cls not in (*_SEATED, "Topic"):
        return None
    belonging = {"of"} if cls == "Topic" else name_words("belonging")
    if head.lemma_.lower() in name_words("away"):
        belonging = belonging & {"from", "of"}
    homes = _OWNERS_OF_TOPICS if cls == "Topic" else ("Country", "Place", *_OWNERS_OF_TOPICS)
    objects = (noun for child in head.rights if child.lower_ in belonging for noun in child.children)
    names = (notes.inside.get(noun.i) for first in objects if first.dep_ == "pobj" for noun in conjuncts(first))
    owners = (notes.entities[name.kb_id_] for name in names if name is not None)
    found = {home.id: home for owner in owners if owner.cls in homes and (home := _home(owner, notes)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _home(entity: Entity, notes: Annotations) -> Entity | None:
    """The country that an entity is, is in or acts for."""
    if entity.cls == "Country":
        return entity
    homes = {link.target for link in entity.links}
    return notes.entities[homes.pop()] if len(homes) == 1 else None
