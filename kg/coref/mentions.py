"""Candidate mentions of a Doc: names, nominals, lists, pronouns, and verbs of events that a noun may take up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.coref.chains import Kind, Mention
from kg.coref.names import NameMention, amounts, names
from kg.coref.nouns import may_be_taken_up
from kg.coref.pairs import ORDER
from kg.coref.phrases import (
    BODIES,
    FIRMS,
    MANY,
    PhraseWords,
    conjuncts,
    coordination,
    determiner,
    extent,
    pronouns_of_name,
    pronouns_of_noun,
)
from kg.coref.positions import Positions
from kg.lexicon import words
from kg.model.classes import ACTORS
from kg.parse.nouns import is_collective, is_event_noun, is_person, noun_class
from kg.parse.syntax import NOMINAL, VERBAL, has_child, is_infinitive
from kg.parse.tree import Doc, Token

_SERIES = {
    word: series for series in ("he", "she", "it", "they", "i", "we", "you") for word in words("coref", series, "words")
}
_NEGATIVE = words("coref", "negative", "words")
_OF = words("coref", "affiliation", "words")
_ADOPTING = words("coref", "adopting", "words")
_SIDES = words("coref", "sides", "words")
_REPRESENTATIVES = words("coref", "representatives", "words")
_FOUNDED = frozenset({"Company", "MediaOrganization", "Organization", "PoliticalParty"})
_OF_ANY = words("coref", "class_nouns", "of_any")
_EVENT = "Event"
_OTHER = "Topic"
_NOT_HEADS = frozenset({"compound", "nmod", "amod", "npadvmod", "quantmod", "nummod", "det"})
_BEFORE_NOUN = frozenset({"poss", "compound", "nmod", "amod"})
_PLACES = frozenset({"Country", "Place"})
_MODIFYING = frozenset({"compound", "nmod", "amod"})
_TO = words("coref", "pleonastic_infinitive", "words")
_THAT = words("coref", "pleonastic_that", "words")
_AGREED = words("coref", "pleonastic_passive", "words")
_APPEARANCES = words("coref", "pleonastic_as", "words")
_WEATHER = words("coref", "pleonastic_weather", "words")
_LINKING = words("coref", "linking", "words")
_TIMES = words("coref", "time_nouns", "words")
_COMPARING = frozenset({"as", "like"})
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
_CLAUSES = frozenset({"ccomp", "advcl", "acl", "csubj", "relcl", "xcomp"})
_Forms = Mapping[str, Mapping[tuple[str, ...], NameMention]]


def mentions(doc: Doc) -> tuple[Mention, ...]:
    """Every candidate mention of a Doc, in order of their heads."""
    return tuple(sorted(_Finder(doc).all(), key=lambda mention: (mention.head, mention.kind is Kind.LIST)))


class _Finder:
    """Finds the mentions of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.positions = Positions(doc)
        self.wording = PhraseWords(doc)
        found = sorted(names(doc), key=lambda name: name.end - name.start)
        self.names: Mapping[int, NameMention] = {name.root: name for name in found}
        self.apart = amounts(doc) | {i for name in found for i in range(name.start, name.end) if i not in self.names}

    def all(self) -> Iterator[Mention]:
        for token in self.doc:
            if _is_head(token):
                if not self._is_given_away(token) and (token.i in self.names or token.i not in self.apart):
                    yield self._phrase(token)
                    yield from self._list(token)
            elif token.i in self.names:
                yield from self._inside(self.names[token.i])
            elif _is_one_of_two(token):
                yield self._phrase(token)
            elif _is_numeral(token):
                yield self._phrase(token)._replace(pronouns=MANY, determiner="definite", numeral=True)
            elif token.pos_ == "VERB":
                if may_be_taken_up(token):
                    yield self._verb(token)
            elif _is_pronoun(token) and token.i not in self.apart:
                yield self._pronoun(token)
        own = [name for name in self.names.values() if _is_head(self.doc[name.root])]
        yield from (self._bare(name) for name in nested(self.doc, self.wording, own, self.names))

    def _is_given_away(self, token: Token) -> bool:
        """Whether an apposition belongs to the phrase before it and is no mention of its own."""
        if token.dep_ != "appos" or not _is_head(token.head) or self._is_listed(token):
            return False
        return not any(child.text == ":" for child in token.head.rights if child.i < token.i)

    def _is_listed(self, token: Token) -> bool:
        """Whether an apposition is another thing: "Sweden, Belgium", "Irving, Texas", "of Google, Page said"."""
        name, other = self.names.get(token.i), self.names.get(token.head.i)
        if name is None or (other is not None and name.node == other.node):
            return False
        if other is None:
            return name.cls == "Person" and token.head.pos_ == "NOUN" and not is_person(_compound(token.head))
        return {name.cls, other.cls} != {"Office", "Person"}

    def _is_adopted(self, token: Token) -> bool:
        """Whether the noun after a name goes by the name: "the [Scientology] organization"."""
        return self._adopted(token.head) == self.names[token.i]

    def _adopted(self, head: Token) -> NameMention | None:
        """The name that a phrase goes by: "the Scientology organization", "the Canadian side", not "the US team"."""
        lemma = head.lemma_.lower()
        if lemma not in _ADOPTING | _SIDES or head.tag_ == "NNS" or determiner(head) != "definite":
            return None
        before = [self.names[child.i] for child in head.lefts if child.i in self.names]
        of_country = lemma in _SIDES
        return next((name for name in before if name.cls in BODIES and (name.cls == "Country") == of_country), None)

    def _word(self, token: Token, kind: Kind, lemma: str) -> Mention:
        return Mention(token.i, token.i + 1, token.i, kind, lemma, self.positions.of(token))

    def _pronoun(self, token: Token) -> Mention:
        series = _SERIES[token.lower_]
        return self._word(token, Kind.PRONOUN, series)._replace(
            pronouns=frozenset({series}),
            text=token.lower_,
            beside=next((child.i for child in token.rights if child.dep_ == "appos"), -1),
            animate=series != "it",
        )

    def _verb(self, token: Token) -> Mention:
        subject = next((child.i for child in token.lefts if child.dep_ in {"nsubj", "nsubjpass"}), -1)
        return self._word(token, Kind.VERB, token.lemma_.lower())._replace(cls=_EVENT, owner=subject)

    def _inside(self, name: NameMention) -> Iterator[Mention]:
        if name.cls != "Office" and not self._is_adopted(self.doc[name.root]):
            yield self._bare(name)

    def _bare(self, name: NameMention) -> Mention:
        """A name inside another phrase: "[Google] headquarters"."""
        token = self.doc[name.root]
        word = self._word(token, Kind.NAME, token.lower_)._replace(start=name.start, end=name.end)
        found = self._named(word, name)._replace(animate=name.cls in ACTORS)
        return found._replace(kind=Kind.ADJECTIVE) if name.adjective else found

    def _phrase(self, token: Token) -> Mention:
        name = self._name_of(token)
        start, end = self._extent(token, name)
        before = self.wording.content_words(start, token.i)
        kind = Kind.NAME if token.pos_ == "PROPN" else Kind.NOMINAL
        found = self._word(token, kind, token.lemma_.lower())._replace(
            start=start,
            end=end,
            pronouns=pronouns_of_noun(token),
            text=self.wording.normalized(start, end),
            cls=_class(token),
            determiner=determiner(token),
            modifiers=before,
            words=before | self.wording.content_words(token.i + 1, end),
            titles=_titles(token, end, is_named=name is not None),
            owner=next((child.i for child in token.lefts if child.dep_ == "poss"), -1),
            affiliation=self._affiliation(token),
            animate=_is_animate(token, name),
            negative=any(child.lower_ in _NEGATIVE for child in token.lefts),
        )
        return self._named(found, name) if name else found

    def _named(self, found: Mention, name: NameMention) -> Mention:
        """A mention with what its name tells."""
        return found._replace(
            kind=Kind.NAME,
            pronouns=pronouns_of_name(self.doc, name, found.titles),
            text=self.wording.normalized(name.start, name.end),
            cls=name.cls,
            node=name.node,
            known=name.known,
        )

    def _name_of(self, token: Token) -> NameMention | None:
        """The name at the head of a phrase, or of its apposition ("a lawyer, Kendrick Moxon"), or an adopted one."""
        own = self.names.get(token.i)
        if own is not None and own.cls != "Office":
            return own
        given = (child for child in token.rights if child.dep_ == "appos" and child.i in self.names)
        other = next((self.names[child.i] for child in given if self._is_given_away(child)), None)
        return other or own or self._adopted(token)

    def _extent(self, token: Token, name: NameMention | None) -> tuple[int, int]:
        own = name if name is not None and name.root == token.i else None
        apart = next((child.i for child in token.rights if child.dep_ == "appos" and self._is_listed(child)), None)
        start, end = extent(token, bare=own is not None, stop=apart)
        return (min(start, own.start), max(end, own.end)) if own else (start, end)

    def _affiliation(self, token: Token) -> int:
        """The body or country before the noun, its title or apposition, or after its "of"."""
        described = (token, *(child for child in token.children if child.dep_ in {"appos", "compound"}))
        found = (child.i for noun in described for child in _attached(noun) if child.i in self.names)
        return next((i for i in found if self.names[i].cls in BODIES), -1)

    def _list(self, token: Token) -> Iterator[Mention]:
        span = coordination(token)
        if span is not None:
            members = conjuncts(token)
            yield self._word(token, Kind.LIST, token.lemma_.lower())._replace(
                start=span[0],
                end=span[1],
                pronouns=MANY,
                text=self.wording.normalized(*span),
                members=tuple(member.i for member in members),
                animate=any(_is_animate(member, self.names.get(member.i)) for member in members),
            )


def _is_head(token: Token) -> bool:
    return token.dep_ not in _NOT_HEADS and (token.pos_ in NOMINAL or token.tag_ == "NN")


def _is_one_of_two(token: Token) -> bool:
    """As in "the latter left"."""
    return token.lower_ in ORDER and token.dep_ not in _NOT_HEADS and determiner(token) == "definite"


def _is_numeral(token: Token) -> bool:
    """As in "the six left", "all six left": a number that stands for those whom it counted before."""
    is_word = token.tag_ == "CD" and token.dep_ not in _NOT_HEADS and token.is_alpha
    return is_word and [child.dep_ for child in token.children] == ["det"]


def _is_animate(token: Token, name: NameMention | None) -> bool:
    if name is not None:
        return name.cls in ACTORS
    lemma = token.lemma_.lower()
    return is_person(lemma) or is_collective(lemma) or token.pos_ == "PROPN"


def _titles(token: Token, end: int, *, is_named: bool) -> frozenset[str]:
    """Nouns for people and bodies before a name, at its head, or in its apposition before the token ``end``."""
    before = [child for child in token.lefts if child.dep_ in {"compound", "nmod"}]
    after = [child for child in token.rights if child.dep_ == "appos" and child.i < end]
    described = [token, *after, *(before if token.pos_ == "PROPN" else ())] if is_named else []
    people = {child.lemma_.lower() for child in (token, *before, *after)}
    firms = {child.lemma_.lower() for child in described}
    return frozenset({*filter(_is_title, people), *filter(_is_firm, firms)})


def _is_title(word: str) -> bool:
    return is_person(word) or word in _REPRESENTATIVES


def _is_firm(word: str) -> bool:
    """Whether a noun tells what body a name is of: "[drugmaker] Velora", not "the [company] Velora"."""
    return (noun_class(word) in _FOUNDED and word not in _OF_ANY) or word in FIRMS


def _class(token: Token) -> str:
    noun = _compound(token)
    found = noun_class(noun)
    return _EVENT if found == _OTHER and is_event_noun(noun) else found


def _is_pronoun(token: Token) -> bool:
    is_known = token.lower_ in _SERIES and token.pos_ in {"PRON", "DET"}
    return is_known and not (token.lower_ == "it" and is_pleonastic(token))


def _attached(noun: Token) -> Iterator[Token]:
    """Words before a noun and after its "of": "[Canada]'s minister", "president of [Lombardy]"."""
    yield from (child for child in noun.lefts if child.dep_ in _BEFORE_NOUN)
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in _OF:
            yield from (inner for inner in child.rights if inner.dep_ == "pobj")


def _compound(token: Token) -> str:
    """The head with the nouns before it: "prime minister"."""
    return " ".join([*(child.lower_ for child in token.lefts if child.dep_ == "compound"), token.lemma_.lower()])


def nested(doc: Doc, wording: PhraseWords, own: Iterable[NameMention], roots: Container[int]) -> Iterator[NameMention]:
    """Names embedded in other names, by the forms of ``own``; ``roots`` are the heads of names already found.

    A place may stand anywhere in another name ("Municipality of [Livorno]"), a body only before a noun: in "Church of
    Scientology" the second name is the first.
    """
    forms = _forms(wording, own)
    for place, word in enumerate(wording.lower):
        known = forms.get(word, {})
        for form in sorted(known, key=len, reverse=True):
            last = place + len(form) - 1
            stands = tuple(wording.lower[place : last + 1]) == form
            if stands and last not in roots and _may_nest(doc[last], known[form]):
                yield replace(known[form], start=place, end=last + 1, root=last)
                break


def _forms(wording: PhraseWords, own: Iterable[NameMention]) -> _Forms:
    """First word -> all words -> the name."""
    found: dict[str, dict[tuple[str, ...], NameMention]] = {}
    for name in own:
        if name.cls in BODIES | _PLACES:
            form = tuple(wording.normalized(name.start, name.end).split(" "))
            found.setdefault(form[0], {}).setdefault(form, name)
    return found


def _may_nest(last: Token, name: NameMention) -> bool:
    if last.pos_ != "PROPN":
        return False
    return last.dep_ in _MODIFYING or (name.cls in _PLACES and last.dep_ in {"pobj", "poss"})


def is_pleonastic(token: Token) -> bool:
    """Whether this "it" is expletive: "it is clear that", "it took months to", "it seems that".

    Pleonastic "it" after Lappin & Leass 1994, section 2.1.2, with the parse in place of word patterns.
    """
    if token.doc.text[token.idx - 1 : token.idx + 3] == "(it)":  # a wiki's mark of a source's language
        return True
    verb, is_passive = token.head, token.dep_ == "nsubjpass"
    if not (is_passive or token.dep_ == "nsubj") or verb.pos_ not in VERBAL:
        return False
    is_clipped = verb.tag_ == "VBZ" and verb.lower_ in {"'s", "’s"}  # "it's clear that"
    lemma = "be" if is_clipped else verb.lemma_.lower()
    has_infinitive = any(is_infinitive(child) for child in verb.children)
    if is_passive or lemma in _THAT:  # "it was agreed to", "it was reported that", "it seems that"
        return (lemma in _AGREED and has_infinitive) or any(child.dep_ == "ccomp" for child in verb.children)
    if lemma in _APPEARANCES and any(clause.left_edge.lower_ in _COMPARING for clause in _clauses(verb)):
        return True  # "it looks as if the talks will fail"
    if lemma in _WEATHER:
        return not has_child(verb, {"dobj"})  # "it hailed the treaty"
    return _is_extraposed(verb) if lemma in _LINKING else lemma == "take" and has_infinitive


def _is_extraposed(verb: Token) -> bool:
    """Whether a linking verb has an empty subject: "it is clear that", "it is hard to", "it was John who"."""
    complement = next((child for child in verb.children if child.dep_ in _COMPLEMENTS), None)
    if complement is None:
        return False
    lemma = complement.lemma_.lower()
    if lemma in _TIMES or complement.ent_type_ in {"DATE", "TIME"}:
        return True
    for clause in _clauses(verb, complement):
        if any(child.dep_ == "mark" and child.lower_ in {"that", "whether"} for child in clause.children):
            return True
        if not _TO.isdisjoint({lemma, complement.lower_}) and (is_infinitive(clause) or clause.dep_ == "ccomp"):
            return True
    return False


def _clauses(*hosts: Token) -> Iterator[Token]:
    """Clauses that depend on one of the hosts and follow it."""
    for host in hosts:
        yield from (child for child in host.children if child.dep_ in _CLAUSES and child.i > host.i)
