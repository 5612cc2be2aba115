"""The noun phrase of a mention: its extent, its determiner, its content words, and the pronouns that agree with it.

It extends from its determiner to its last modifier, as in OntoNotes. An apposition belongs to it ("Steve Whitmore, a
spokesman for the sheriff"), a conjunct does not; nor do commas around it, nor words of another line. Number, gender
and animacy are one set of "he", "she", "it", "they".
"""

from collections.abc import Iterator, Set

from kg.coref.names import NameMention
from kg.lexicon import words
from kg.model.classes import ORGANIZATIONS
from kg.names.lexemes import gender
from kg.parse.nouns import is_collective, is_person
from kg.parse.syntax import NOMINAL, PLURAL_TAGS, below
from kg.parse.tree import Doc, Token

BODIES = ORGANIZATIONS | {"Country"}
MANY = frozenset({"they"})
_THING, _BODY, _PERSON = frozenset({"it"}), frozenset({"it", "they"}), frozenset({"he", "she"})
_PRONOUNS = {"male": frozenset({"he"}), "female": frozenset({"she"})}
_ANYONE = frozenset({"he", "she", "they"})
_GENDERED = {"he": words("coref", "male", "words"), "she": words("coref", "female", "words")}
FIRMS = words("names", "firms", "words")
"""Nouns that beside a name denote a firm, be they for a person otherwise: "the maker", "the fund"."""
_PLURAL_NOUNS = words("coref", "plural_nouns", "words")
_SOMEBODY = words("coref", "somebody", "words")
_AFTER = frozenset({"acl", "advmod", "amod", "appos", "case", "nmod", "npadvmod", "nummod", "prep", "relcl"})
_AFTER_NAME = frozenset({"appos", "case", "npadvmod"})
_NOT_BEFORE = frozenset({"cc", "preconj", "punct", "advcl", "dep", "prep", "mark", "intj"})
_ENDS = frozenset({"cc", "conj", "preconj"})
_BREAKS = frozenset({":", ";", "/"})
_PAIRS = {")": "(", "]": "[", "”": "“", '"': '"', "’": "‘", "'": "'"}
_DETERMINERS = {
    word: kind for kind in ("definite", "demonstrative", "indefinite") for word in words("coref", kind, "words")
}
_EMPTY = words("coref", "empty_modifiers", "words")
_ARTICLES = frozenset({"det", "predet", "nummod", "amod"})


def extent(head: Token, *, bare: bool = False, stop: int | None = None) -> tuple[int, int]:
    """Token offsets of the noun phrase with this head, ending before the token ``stop``.

    A ``bare`` name takes no restrictive modifiers, whatever the parser hangs on it ("Braverman with Darmanin").
    """
    start = min((child.left_edge.i for child in head.lefts if child.dep_ not in _NOT_BEFORE), default=head.i)
    end = head.i + 1
    for child in _kept(head, bare=bare):
        if stop is not None and child.right_edge.i >= stop:
            break
        end = child.right_edge.i + 1
    return start, _trimmed(head, start, end)


def coordination(head: Token) -> tuple[int, int] | None:
    """Token offsets of the coordination that begins with this noun ("Canada, China and Japan"); None for no list."""
    if head.dep_ == "conj":
        return None
    members = conjuncts(head)
    return (extent(head)[0], extent(members[-1])[1]) if len(members) > 1 else None


def conjuncts(head: Token) -> tuple[Token, ...]:
    """A noun and its conjuncts."""
    kinds = NOMINAL | {"PRON"}
    return below(head, lambda token: (each for each in token.rights if each.dep_ == "conj" and each.pos_ in kinds))


def _kept(head: Token, *, bare: bool) -> Iterator[Token]:
    """The modifiers after the head, up to the first coordination."""
    comma = False
    for child in head.rights:
        # "the response [last week]" belongs to the verb, whatever the parser hangs it on
        is_time = child.dep_ == "npadvmod" and child.ent_type_ in {"DATE", "TIME"}
        if child.dep_ in _ENDS or child.is_space or child.text in _BREAKS or is_time:
            return
        if child.dep_ == "punct":
            comma = comma or child.text == ","
        elif child.dep_ in _AFTER and (comma or not bare or child.dep_ in _AFTER_NAME or child.lower_ == "of"):
            yield child


def _trimmed(head: Token, start: int, end: int) -> int:
    """The end without closing punctuation (what closes a bracket or quotation of the phrase stays) and line breaks."""
    doc = head.doc
    end = next((i for i in range(head.i + 1, end) if doc[i].is_space), end)
    while end > head.i + 1 and (doc[end - 1].is_space or (doc[end - 1].is_punct and not _closes(head, start, end - 1))):
        end -= 1
    return end + 1 if end < len(doc) and _closes(head, start, end) else end


def _closes(head: Token, start: int, place: int) -> bool:
    """Whether a bracket or quotation mark closes one inside the phrase."""
    doc = head.doc
    mark = doc[place].text
    opening = _PAIRS.get(mark)
    if opening is None:
        return False
    marks = [doc[i].text for i in range(start, place)]
    return marks.count(opening) % 2 == 1 if opening == mark else marks.count(opening) > marks.count(mark)


def determiner(head: Token) -> str:
    """The kind of a noun's determiner: "definite", "demonstrative", "indefinite", "possessive" or ""."""
    for child in head.lefts:
        dep = child.dep_
        if dep == "poss":
            return "possessive"
        if dep in _ARTICLES and child.lower_ in _DETERMINERS:
            return _DETERMINERS[child.lower_]
        if dep == "nummod":
            return "indefinite"
    return ""


class PhraseWords:
    """The words of phrases of one Doc, in lower case."""

    def __init__(self, doc: Doc) -> None:
        self.lower = [token.lower_ for token in doc]
        self._silent = frozenset(
            place for place, token in enumerate(doc) if self.lower[place] in _EMPTY or token.is_punct or token.is_space
        )
        self._genitives = frozenset(token.i for token in doc if token.tag_ == "POS")

    def content_words(self, start: int, end: int) -> frozenset[str]:
        """The content words of a token range: those that restrict a noun."""
        return frozenset([self.lower[place] for place in range(start, end) if place not in self._silent])

    def normalized(self, start: int, end: int) -> str:
        """The text of a token range without article and genitive."""
        if end - start > 1 and self.lower[start] in _DETERMINERS:
            start += 1
        if end - start > 1 and end - 1 in self._genitives:
            end -= 1
        return " ".join(self.lower[start:end])


def pronouns_of_name(doc: Doc, name: NameMention, titles: frozenset[str]) -> frozenset[str]:
    """The pronouns that agree with a name; its gender is known by title, the word before, or given name."""
    if name.cls in {"Person", "Office"}:
        before = {doc[i].lower_ for i in range(max(0, name.start - 1), name.end)}
        given = gender(doc[name.start].text) if name.end - name.start > 1 else ""
        return _gendered(titles | before) or _PRONOUNS.get(given, _PERSON)
    if name.cls == "Group" or name.people:
        return MANY
    return _BODY if name.cls in BODIES else _THING


def pronouns_of_noun(head: Token) -> frozenset[str]:
    """The pronouns that agree with a common noun, or with a name that the gazetteer lacks."""
    lemma = head.lemma_.lower()
    if lemma in _SOMEBODY:
        return _ANYONE
    if head.tag_ in PLURAL_TAGS or lemma in _PLURAL_NOUNS:
        return MANY
    if is_collective(lemma):
        return _BODY
    if is_person(lemma):  # one who is not singled out may be "they": "an individual ... their claim"
        people = _gendered({lemma}) or (_ANYONE if determiner(head) == "indefinite" else _PERSON)
        return people | _BODY if lemma in FIRMS else people
    if head.pos_ == "PROPN" and head.text[0].isupper() and determiner(head) != "definite":
        return _THING | _PERSON  # "Moser", not "the Tunnel", "typhoid"
    return _THING


def _gendered(found: Set[str]) -> frozenset[str]:
    """He or she, as the words for men or for women among those found tell; neither where both or none are."""
    told = [series for series, nouns in _GENDERED.items() if not nouns.isdisjoint(found)]
    return frozenset(told) if len(told) == 1 else frozenset()
