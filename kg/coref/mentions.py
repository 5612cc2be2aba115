"""Candidate mentions of a Doc: names, nominals, lists and pronouns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.coref import phrases
from kg.coref.chains import Kind, Mention
from kg.coref.names import NameMention, amounts, names
from kg.coref.positions import Positions
from kg.lexicon import words
from kg.model.classes import ACTORS
from kg.parse.nouns import is_collective, is_event_noun, is_person, noun_class
from kg.parse.syntax import NOMINAL, VERBAL, is_infinitive
from kg.parse.tree import Doc, Token

_SERIES = {
    word: series for series in ("he", "she", "it", "they", "i", "we", "you") for word in words("coref", series, "words")
}
_PLACES = frozenset({"Country", "Place"})
_MODIFYING = frozenset({"compound", "nmod", "amod"})
_NEGATIVE = words("coref", "negative", "words")
_OF = words("coref", "affiliation", "words")
_REPRESENTATIVES = words("coref", "representatives", "words")
_FOUNDED = frozenset({"Company", "MediaOrganization", "Organization", "PoliticalParty"})
_OF_ANY = words("coref", "class_nouns", "of_any")
_NOT_HEADS = frozenset({"compound", "nmod", "amod", "npadvmod", "quantmod", "nummod", "det"})
_BEFORE_NOUN = frozenset({"poss", "compound", "nmod", "amod"})
_TO = words("coref", "pleonastic_infinitive", "words")
_THAT = words("coref", "pleonastic_that", "words")
_AGREED = words("coref", "pleonastic_passive", "words")
_WEATHER = words("coref", "pleonastic_weather", "words")
_LINKING = words("coref", "linking", "words")
_TIMES = words("coref", "time_nouns", "words")
_MARKS = frozenset({"that", "whether"})
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
_CLAUSES = frozenset({"ccomp", "advcl", "acl", "csubj", "relcl", "xcomp"})


def mentions(doc: Doc) -> tuple[Mention, ...]:
    """Every candidate mention of a Doc, in order of their heads."""
    return tuple(sorted(_Finder(doc).all(), key=lambda mention: (mention.head, mention.kind is Kind.LIST)))


class _Finder:
    """Finds the mentions of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.positions = Positions(doc)
        self.wording = phrases.PhraseWords(doc)
        found = sorted(names(doc), key=lambda name: name.end - name.start)
        self.names: Mapping[int, NameMention] = {name.root: name for name in found}
        self.apart = amounts(doc) | {i for name in found for i in range(name.start, name.end) if i not in self.names}

    def all(self) -> Iterator[Mention]:
        for token in self.doc:
            is_pronoun = token.lower_ in _SERIES and token.pos_ in {"PRON", "DET"} and token.i not in self.apart
            if _is_head(token):
                if not self._is_given_away(token) and (token.i in self.names or token.i not in self.apart):
                    yield self._phrase(token)
                    yield from self._list(token)
            elif token.i in self.names:
                if self.names[token.i].cls != "Office":
                    yield self._bare(self.names[token.i])
            elif is_pronoun and not (token.lower_ == "it" and is_pleonastic(token)):
                yield self._pronoun(token)
        yield from map(self._bare, self._nested())

    def _nested(self) -> Iterator[NameMention]:
        """Names of the text that stand within others: "[Google] Science Fair", "Municipality of [Livorno]".

        A place may stand anywhere in another name, a body only before a noun: in "Church of Scientology" the second is
        the first.
        """
        known: dict[str, dict[tuple[str, ...], NameMention]] = {}
        for name in self.names.values():
            if name.cls in phrases.BODIES | _PLACES and _is_head(self.doc[name.root]):
                form = tuple(self.wording.normalized(name.start, name.end).split(" "))
                known.setdefault(form[0], {}).setdefault(form, name)
        lower = self.wording.lower
        for place, word in enumerate(lower):
            for form in sorted(known.get(word, ()), key=len, reverse=True):
                last, name = self.doc[min(place + len(form), len(lower)) - 1], known[word][form]
                may_nest = last.dep_ in _MODIFYING or (name.cls in _PLACES and last.dep_ in {"pobj", "poss"})
                is_free = last.i not in self.names and last.pos_ == "PROPN" and may_nest
                if is_free and tuple(lower[place : last.i + 1]) == form:
                    yield replace(name, start=place, end=last.i + 1, root=last.i)
                    break

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

    def _word(self, token: Token, kind: Kind, lemma: str) -> Mention:
        return Mention(token.i, token.i + 1, token.i, kind, lemma, self.positions.of(token))

    def _pronoun(self, token: Token) -> Mention:
        series = _SERIES[token.lower_]
        beside = next((child.i for child in token.rights if child.dep_ == "appos"), -1)
        found = self._word(token, Kind.PRONOUN, series)._replace(pronouns=frozenset({series}), text=token.lower_)
        return found._replace(beside=beside, animate=series != "it")

    def _bare(self, name: NameMention) -> Mention:
        """A name inside another phrase: "[Google] headquarters"."""
        token = self.doc[name.root]
        word = self._word(token, Kind.NAME, token.lower_)._replace(start=name.start, end=name.end)
        found = self._named(word, name)._replace(animate=name.cls in ACTORS)
        return found._replace(kind=Kind.ADJECTIVE) if name.adjective else found

    def _phrase(self, token: Token) -> Mention:
        name = self._name_of(token)
        own = name if name is not None and name.root == token.i else None
        apart = next((child.i for child in token.rights if child.dep_ == "appos" and self._is_listed(child)), None)
        start, end = phrases.extent(token, bare=own is not None, stop=apart)
        start, end = (min(start, own.start), max(end, own.end)) if own else (start, end)
        before, noun = self.wording.content_words(start, token.i), _compound(token)
        cls = noun_class(noun)
        kind = Kind.NAME if token.pos_ == "PROPN" else Kind.NOMINAL
        found = self._word(token, kind, token.lemma_.lower())._replace(
            start=start,
            end=end,
            pronouns=phrases.pronouns_of_noun(token),
            text=self.wording.normalized(start, end),
            cls="Event" if cls == "Topic" and is_event_noun(noun) else cls,
            determiner=phrases.determiner(token),
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
        pronouns = phrases.pronouns_of_name(self.doc, name, found.titles)
        text = self.wording.normalized(name.start, name.end)
        told = found._replace(kind=Kind.NAME, cls=name.cls, node=name.node, known=name.known)
        return told._replace(pronouns=pronouns, text=text)

    def _name_of(self, token: Token) -> NameMention | None:
        """The name at the head of a phrase, or of its apposition ("a lawyer, Kendrick Moxon")."""
        own = self.names.get(token.i)
        if own is not None and own.cls != "Office":
            return own
        given = (child for child in token.rights if child.dep_ == "appos" and child.i in self.names)
        other = next((self.names[child.i] for child in given if self._is_given_away(child)), None)
        return other or own

    def _affiliation(self, token: Token) -> int:
        """The body or country before the noun, its title or apposition, or after "of": "president of [Lombardy]"."""
        for noun in (token, *(child for child in token.children if child.dep_ in {"appos", "compound"})):
            before = (child for child in noun.lefts if child.dep_ in _BEFORE_NOUN)
            of = (child for child in noun.rights if child.dep_ == "prep" and child.lower_ in _OF)
            inside = (inner for child in of for inner in child.rights if inner.dep_ == "pobj")
            for each in (*before, *inside):
                if each.i in self.names and self.names[each.i].cls in phrases.BODIES:
                    return each.i
        return -1

    def _list(self, token: Token) -> Iterator[Mention]:
        span = phrases.coordination(token)
        if span is not None:
            members = phrases.conjuncts(token)
            yield self._word(token, Kind.LIST, token.lemma_.lower())._replace(
                start=span[0],
                end=span[1],
                pronouns=phrases.MANY,
                text=self.wording.normalized(*span),
                members=tuple(member.i for member in members),
                animate=any(_is_animate(member, self.names.get(member.i)) for member in members),
            )


def _is_head(token: Token) -> bool:
    return token.dep_ not in _NOT_HEADS and (token.pos_ in NOMINAL or token.tag_ == "NN")


def _is_animate(token: Token, name: NameMention | None) -> bool:
    if name is not None:
        return name.cls in ACTORS
    lemma = token.lemma_.lower()
    return is_person(lemma) or is_collective(lemma) or token.pos_ == "PROPN"


def _titles(token: Token, end: int, *, is_named: bool) -> frozenset[str]:
    """Nouns that tell what a name is, beside it up to ``end``: "[drugmaker] Velora", not "the [company] Velora"."""
    before = [child for child in token.lefts if child.dep_ in {"compound", "nmod"}]
    after = [child for child in token.rights if child.dep_ == "appos" and child.i < end]
    people = {child.lemma_.lower() for child in (token, *before, *after)}
    named = (token, *after, *(before if token.pos_ == "PROPN" else ())) if is_named else ()
    firms = {child.lemma_.lower() for child in named} - _OF_ANY
    told = [word for word in people if is_person(word) or word in _REPRESENTATIVES]
    return frozenset([*told, *(word for word in firms if noun_class(word) in _FOUNDED or word in phrases.FIRMS)])


def _compound(token: Token) -> str:
    """The head with the nouns before it: "prime minister"."""
    return " ".join([*(child.lower_ for child in token.lefts if child.dep_ == "compound"), token.lemma_.lower()])


def is_pleonastic(token: Token) -> bool:
    """Whether this "it" is expletive: "it is clear that", "it took months to", "it seems that", "it was John who".

    Pleonastic "it" after Lappin & Leass 1994, section 2.1.2, with the parse in place of word patterns.
    """
    verb, is_passive = token.head, token.dep_ == "nsubjpass"
    if not (is_passive or token.dep_ == "nsubj") or verb.pos_ not in VERBAL:
        return False
    lemma = "be" if verb.lower_ in {"'s", "’s"} else verb.lemma_.lower()  # "it's clear that"
    has_infinitive = any(is_infinitive(child) for child in verb.children)
    if is_passive or lemma in _THAT:  # "it was agreed to", "it was reported that", "it seems that"
        return (lemma in _AGREED and has_infinitive) or any(child.dep_ == "ccomp" for child in verb.children)
    if lemma in _WEATHER:
        return not any(child.dep_ == "dobj" for child in verb.children)
    complement = next((child for child in verb.children if child.dep_ in _COMPLEMENTS), None)
    if lemma not in _LINKING or complement is None:
        return lemma == "take" and has_infinitive
    told = {complement.lemma_.lower(), complement.lower_}
    if not _TIMES.isdisjoint(told) or complement.ent_type_ in {"DATE", "TIME"}:
        return True
    clauses = [
        child for host in (verb, complement) for child in host.rights if child.dep_ in _CLAUSES and child.i > host.i
    ]
    has_that = any(mark.dep_ == "mark" and mark.lower_ in _MARKS for clause in clauses for mark in clause.children)
    has_clause = any(is_infinitive(clause) or clause.dep_ == "ccomp" for clause in clauses)
    return has_that or (has_clause and not _TO.isdisjoint(told))
