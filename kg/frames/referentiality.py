"""What refers to nothing that the article tells of: generic clauses, and words that point at something left open.

"Goods produced by forced labour" only says which things are meant: that there are such goods is not what the sentence
states. "This", "the former", "doing so" say nothing where nobody knows at what they point. Both are counted.
"""

from __future__ import annotations

from kg.coref.pronouns import is_pleonastic
from kg.factuality.modality import is_asked, mark
from kg.factuality.stance import clause_firmness
from kg.frames.annotations import Annotations
from kg.frames.clauses import Clause
from kg.frames.summary import ASKED, EMPTY, GENERIC
from kg.lexicon import words
from kg.model import Entity
from kg.parse.control import subjects
from kg.parse.nouns import is_event_noun, is_person
from kg.parse.syntax import AUXILIARIES, NOMINAL, SUBJECTS, VERBAL, determiner, is_infinitive, is_passive, tensed
from kg.parse.tree import Token

_ACTS = words("clauses", "acts", "words")
_DATING = words("empty", "dating", "words")
_DATING_MARKS = words("empty", "dating", "marks")
_PERSON = "Person"
_ANYBODY = frozenset({"those", "anyone", "anybody"})
_DETERMINERS = frozenset({"det", "poss", "nummod", "predet"})
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_ORDINALS = words("clauses", "ordinals", "words")
_POINTING = words("clauses", "pointing", "words")
_RANKS = words("clauses", "ranks", "words")
_ANYTHING = frozenset({"it", "they", "them", "itself", "themselves"})
_ANY_PERSON = frozenset({"he", "she", "him", "her", "himself", "herself"})
_POINTED = frozenset({"the", "these", "those"})
_OF_WHOM = frozenset({"PRP", "WP", "WDT"})
_SPEAKERS = words("clauses", "speakers", "words")


def why_untold(clause: Clause, notes: Annotations) -> str:
    """The cause for which a clause is left out, as ``leave_out`` counts it; the empty string where it is told."""
    if is_asked(clause.verb):
        return ASKED
    if _only_dates(clause.verb):
        return EMPTY
    return GENERIC if is_generic(clause, notes) else ""


def _only_dates(verb: Token) -> bool:
    """As in "since the outbreak began"; "when a war began in Mali" tells more."""
    if verb.dep_ != "advcl" or verb.lemma_.lower() not in _DATING or mark(verb) not in _DATING_MARKS:
        return False
    ends = [child for child in verb.children if child.dep_ in SUBJECTS]
    beside = [
        child for child in verb.children if child.dep_ not in SUBJECTS | AUXILIARIES | {"mark", "advmod", "punct"}
    ]
    return not beside and all(determiner(end) == "the" for end in ends)


def is_generic(clause: Clause, notes: Annotations) -> bool:
    """Whether a clause says which things are meant by a bare noun, and holds no name, no date and nothing past."""
    verb = _first(clause.verb)
    noun = verb.head
    if verb.dep_ not in {"acl", "relcl"} or is_infinitive(verb):
        return False
    if _is_bare(noun, notes) and noun.lemma_.lower() in _ACTS and subjects(verb)[:1] in {(), (noun,)}:
        return tensed(verb).tag_ in _PRESENT or (verb.dep_ == "acl" and not _has_agent(verb))
    return not _is_aside(verb) and _only_tells_which(verb, noun, notes)


def _only_tells_which(verb: Token, noun: Token, notes: Annotations) -> bool:
    if not (_is_bare(noun, notes) or (verb.dep_ == "acl" and _is_any(noun, notes))):
        return False
    if verb.dep_ == "acl" and not is_passive(verb):
        return False
    if verb.dep_ == "relcl" and (tensed(verb).tag_ not in _PRESENT or subjects(verb)[:1] != (noun,)):
        return False
    return not any(
        place in notes.inside or place in notes.times for place in range(noun.left_edge.i, verb.right_edge.i + 1)
    )


def _has_agent(verb: Token) -> bool:
    """As in "actions taken by Chad": there were some."""
    return any(child.dep_ == "agent" for child in verb.children)


def _first(verb: Token) -> Token:
    """The first of coordinated verbs."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        verb = verb.head
    return verb


def _is_bare(noun: Token, notes: Annotations) -> bool:
    """As in "goods", "other countries": a common noun that nothing points out."""
    if noun.lower_ in _ANYBODY:
        return True
    if noun.pos_ != "NOUN" or noun.i in notes.names or noun.i in notes.corefs:
        return False
    return not any(child.dep_ in _DETERMINERS for child in noun.children)


def _is_any(noun: Token, notes: Annotations) -> bool:
    """As in "a bank fined under the law will lose its licence": whichever is fined."""
    if noun.pos_ != "NOUN" or noun.i in notes.names or noun.dep_ not in SUBJECTS:
        return False
    return determiner(noun) in {"a", "an", "any"} and not clause_firmness(noun.head).is_asserted


def _is_aside(verb: Token) -> bool:
    """As in "goods, produced in": told besides."""
    first = verb.left_edge.i
    return first > 0 and verb.doc[first - 1].text in {",", "-", "–", "—", "("}


def is_left_open(head: Token, entity: Entity, notes: Annotations) -> bool:
    """Whether a phrase points at something unknown; ``entity`` is what it stands for, as far as that is known."""
    said = entity.label.lower()
    if head.i in notes.ambiguous or (entity.cls != "Event" and _is_of_happening(head)):
        return True
    if said in _ANYTHING:
        return is_pleonastic(head) or _could_be_told(head)
    if said in _ANY_PERSON:
        return _could_be_named(head, notes)
    if said != head.lower_:
        return _is_act_left_open(head) or _is_elliptic(head, said, notes)
    return head.lower_ in _POINTING | _SPEAKERS or _is_elliptic(head, said, notes)


def _could_be_named(pronoun: Token, notes: Annotations) -> bool:
    """Whether a person was named before: in a text that begins with "she", she is whom the text tells of."""
    return any(name.label_ == _PERSON and name.start < pronoun.i for name in notes.names.values())


def _could_be_told(pronoun: Token) -> bool:
    """Whether a noun stands before: in a text that begins with "it", it is what the text tells of."""
    return any(token.pos_ in {"NOUN", "PROPN"} for token in pronoun.doc[: pronoun.i])


def _is_elliptic(head: Token, label: str, notes: Annotations) -> bool:
    """As in "the second was fined", "the three left", "one of whom fell": a part of what was told before."""
    if head.lower_ not in label.split() or head.tag_ in {"NNP", "NNPS"} or notes.cluster(head):
        return False
    of = [inner for child in head.rights if child.lower_ == "of" for inner in child.children if inner.dep_ == "pobj"]
    if of and head.pos_ not in NOMINAL:
        return head.lower_ not in _ANYBODY and all(inner.tag_ in _OF_WHOM and inner.lower_ != "you" for inner in of)
    return determiner(head) in _POINTED and (_is_rank(head) or _is_number(head) or _is_most(head))


def _is_rank(head: Token) -> bool:
    """As in "the first", "the others", not "the first by a bank since 2010", "the other side"."""
    return head.lower_ in _RANKS and all(child.dep_ in {"det", "punct"} for child in head.children)


def _is_number(head: Token) -> bool:
    """As in "the three left", not "the 717", "the 4 million who fled"."""
    return head.tag_ == "CD" and all(child.dep_ == "det" for child in head.children)


def _is_most(head: Token) -> bool:
    """As in "the latest was fined", "the most recent was fined"."""
    is_superlative = head.tag_ == "JJS" or any(child.tag_ == "RBS" for child in head.lefts)
    return is_superlative and head.pos_ not in NOMINAL and head.dep_ in SUBJECTS


def _is_of_happening(head: Token) -> bool:
    """As in "it was the worst flood since 1990": what was the flood is a happening, whatever "it" was taken for."""
    verb = head.head
    if head.lower_ not in {"it", "this", "that"} or head.dep_ != "nsubj" or verb.lemma_ != "be":
        return False
    said = [child for child in verb.children if child.dep_ == "attr"]
    ranks = [child for noun in said for child in noun.children if child.tag_ == "JJS" or child.lower_ in _ORDINALS]
    return bool(ranks) and all(is_event_noun(noun.lemma_.lower()) for noun in said)


def _is_act_left_open(head: Token) -> bool:
    """As in "doing so will preserve unity"."""
    return head.lemma_.lower() == "do" and any(child.lower_ in {"so", "this", "that"} for child in head.children)


def described_by(noun: Token, verb: Token, notes: Annotations) -> Token | None:
    """The name of which a relative clause tells by a noun: "Anna Berg, the dealer who sold it", "it is a firm that".

    Only what is said to be so: in "it is no firm that sells oil" the clause tells of no name.
    """
    if verb.dep_ not in {"relcl", "acl"} or verb.head != noun or noun.pos_ != "NOUN" or noun.i in notes.names:
        return None
    if any(child.dep_ in {"cc", "conj", "neg"} for child in noun.children) or not determiner(noun):
        return None
    named = noun.head if noun.dep_ == "appos" and noun.i > noun.head.i else _identified(noun)
    name = notes.names.get(named.i) if named is not None else None
    if named is None or name is None or is_person(noun.lemma_.lower()) != (name.label_ == _PERSON):
        return None
    return named


def _identified(noun: Token) -> Token | None:
    """The subject of which "be" says an indefinite noun."""
    if noun.dep_ != "attr" or determiner(noun) not in {"a", "an"} or noun.head.lemma_ != "be":
        return None
    found = subjects(noun.head)
    return found[0] if len(found) == 1 and clause_firmness(noun.head).is_asserted else None
