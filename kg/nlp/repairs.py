"""Mends parses that the language model is known to get wrong, on the Doc, before anything reads it.

Each repair is sure of its ground: it fires on a pattern that is wrong in any sentence, never on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Token

from kg.lexicon import words
from kg.nlp.attachment import ATTACHMENT
from kg.nlp.coordination import COORDINATION
from kg.nlp.nouns import is_event_noun
from kg.nlp.syntax import NOMINAL, PLURAL_TAGS, RELATIVE_TAGS, VERBAL, tensed

_ACCUSING = words("signatures", "accuse", "ing_words")
_AUXILIARIES = words("clauses", "auxiliaries", "words")
_CHARACTERIZING = words("clauses", "characterizing", "words")
_GERUND_TAKERS = words("clauses", "gerund_takers", "words")
_PARTICLES = words("clauses", "particles", "words")
_PHRASAL = words("clauses", "particles", "verbs")
_PREPOSITIONAL = words("clauses", "participle_prepositions", "words")
_BEFORE_CLAUSES = frozenset({"after", "before", "since", "until", "till"})
_CLAUSAL = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "dobj", "attr"})
_YEAR = re.compile(r"(1[89]|20)\d\d")
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_MOVED = frozenset({"nsubj", "nsubjpass", "advmod", "mark", "cc", "conj", "punct", "advcl", "prep", "npadvmod", "neg"})


def repair(doc: Doc) -> None:
    """Change heads and labels of a parsed Doc where the parse cannot be right."""
    for token in doc:
        label = token.dep_
        if label in _MENDED:
            for labels, mend in _REPAIRS:
                if label in labels:
                    mend(token)
                    label = token.dep_


def _full_verb(token: Token) -> None:
    """As in "Cuba faces escalating friction": no auxiliary; what follows it modifies its object."""
    verb = token.head
    if (
        token.dep_ != "aux"
        or token.lemma_.lower() in _AUXILIARIES
        or token.tag_ in {"MD", "TO"}
        or verb.tag_ != "VBG"
        or verb.i < token.i
    ):
        return
    target = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    if target is None:
        return
    above, label, moved = verb.head, verb.dep_, [c for c in verb.children if c.dep_ in _MOVED]
    is_root = above == verb
    token.head, token.dep_, token.pos_ = (token if is_root else above), ("ROOT" if is_root else label), "VERB"
    token.lemma_ = _base(token)
    for child in moved:
        if child.dep_ == "prep" and child.i == target.i + 1:
            child.head = target
        else:
            child.head = token
    target.head, target.dep_ = token, "dobj"
    verb.head, verb.dep_, verb.pos_ = target, "amod", "ADJ"


def _base(verb: Token) -> str:
    """The base form of a verb in the third person, which the lemmatizer leaves alone where it saw an auxiliary."""
    form = verb.lower_
    if verb.tag_ != "VBZ" or not form.endswith("s"):
        return verb.lemma_
    if form.endswith("ies"):
        return f"{form[:-3]}y"
    return form[:-2] if form.endswith(("sses", "shes", "ches", "xes", "zzes")) else form[:-1]


def _coordinated_happening(token: Token) -> None:
    """As in "a tariff on cars and duties on steel": what is coordinated is the tariff with the duties, not the cars."""
    inner = token.head
    if (
        token.dep_ != "conj"
        or inner.dep_ != "pobj"
        or inner.head.dep_ != "prep"
        or not is_event_noun(token.lemma_.lower())
    ):
        return
    outer = inner.head.head
    if outer.pos_ != "NOUN" or is_event_noun(inner.lemma_.lower()) or not is_event_noun(outer.lemma_.lower()):
        return
    for child in list(outer.children):
        if child.dep_ == "prep" and child.i > token.i:
            child.head = token
    for child in list(inner.children):
        if child.dep_ == "cc" and child.i < token.i:
            child.head = outer
    token.head = outer


def _shifting_priorities(token: Token) -> None:
    """As in "reflects shifting priorities": a verb that takes no gerund governs the noun."""
    verb = token.head
    if token.tag_ != "VBG" or token.dep_ != "xcomp" or token.i != verb.i + 1 or verb.lemma_.lower() in _GERUND_TAKERS:
        return
    target = next((child for child in token.children if child.dep_ == "dobj"), None)
    if target is None or any(child.dep_ == "det" for child in target.children):
        return
    for child in list(token.children):
        if child != target and child.i > target.i:
            child.head = verb
    target.head, token.head = verb, target
    token.dep_, token.pos_ = "amod", "ADJ"


def _subject_of_gerund(token: Token) -> None:
    """As in "stemmed from Canada aligning with": the preposition governs the whole clause."""
    before = token.doc[token.i - 1] if token.i else token
    if token.tag_ != "VBG" or token.dep_ != "advcl" or before.dep_ != "pobj" or before.head.dep_ != "prep":
        return
    preposition = before.head
    if preposition.head != token.head or preposition.i > before.i or preposition.lower_ in {"with", "without"}:
        return
    before.head, before.dep_ = token, "nsubj"
    token.head, token.dep_ = preposition, "pcomp"


def _relative_agrees(token: Token) -> None:
    """As in "memoranda of understanding that remain": the clause belongs to the noun that agrees."""
    noun = token.head
    if token.dep_ != "relcl" or noun.dep_ != "pobj" or noun.head.lower_ != "of" or noun.head.head.pos_ != "NOUN":
        return
    if not any(child.tag_ in RELATIVE_TAGS and child.dep_ == "nsubj" for child in token.children):
        return
    verb = tensed(token)
    plural = {"VBP": True, "VBZ": False}.get(verb.tag_)
    outer = noun.head.head
    if plural is None or (noun.tag_ in PLURAL_TAGS) == plural or (outer.tag_ == "NNS") != plural:
        return
    token.head = outer


def _noun_beside_object(token: Token) -> None:
    """As in "yield progress but not the removal of tariffs": a noun is coordinated with the object."""
    verb = token.head
    if (
        token.dep_ != "conj"
        or token.pos_ != "NOUN"
        or verb.pos_ != "VERB"
        or any(c.dep_ in _CLAUSAL for c in token.children)
    ):
        return
    target = next((child for child in verb.children if child.dep_ == "dobj" and verb.i < child.i < token.i), None)
    joint = next((child for child in verb.children if child.dep_ == "cc" and child.i < token.i), None)
    if target is None or joint is None or joint.i < target.i:
        return
    token.head = joint.head = target


def _noun_beside_adjective(token: Token) -> None:
    """As in "due to the rain as well as the roads": a noun is coordinated with the noun behind the adjective."""
    adjective = token.head
    if token.dep_ != "conj" or token.pos_ not in NOMINAL or adjective.dep_ != "acomp":
        return
    if adjective.pos_ not in {"ADJ", "ADP"} or any(child.dep_ in _CLAUSAL for child in token.children):
        return
    behind = [child for child in adjective.rights if child.dep_ == "prep" and child.i < token.i]
    target = next((child for child in (behind[-1].rights if behind else ()) if child.dep_ == "pobj"), None)
    if target is not None:
        for child in list(adjective.children):
            if child.dep_ in {"cc", "punct"} and target.i < child.i < token.i:
                child.head = target
        token.head = target


def _participle_as_preposition(token: Token) -> None:
    """As in "fell following the tariffs": a participle that has become a preposition."""
    if token.lower_ not in _PREPOSITIONAL or token.tag_ != "VBG" or token.dep_ not in {"advcl", "xcomp"}:
        return
    children = list(token.children)
    target = next((child for child in children if child.dep_ == "dobj" and child.i > token.i), None)
    if (
        target is None
        or token.i < token.head.i
        or any(child.dep_ not in {"dobj", "punct", "prep"} for child in children)
    ):
        return
    token.dep_, token.pos_, target.dep_ = "prep", "ADP", "pobj"


def _year_before_subject(token: Token) -> None:
    """Give "In 2024 Norway imposed tariffs" the year to the preposition, and the noun after it to the verb."""
    noun, preposition = token.head, token.nbor(-1) if token.i else token
    verb = preposition.head
    if token.dep_ != "nummod" or not _YEAR.fullmatch(token.text) or noun.left_edge != token:
        return
    if preposition.dep_ != "prep" or verb.pos_ not in VERBAL or verb.i < noun.i:
        return
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if subjects == [noun] and not list(preposition.children):
        token.head, token.dep_ = preposition, "pobj"
    elif not subjects and noun.dep_ == "pobj" and noun.head == preposition:
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        token.head, token.dep_ = preposition, "pobj"
        noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"


def _agent_after_with(token: Token) -> None:
    """Give "was hit with tariffs by Norway" its agent: "by" after the means of a passive names who did it."""
    means = token.head
    if token.lower_ != "by" or token.dep_ != "prep" or means.dep_ != "pobj" or means.head.lower_ != "with":
        return
    verb = means.head.head
    children = {child.dep_ for child in verb.children}
    if "auxpass" in children and "agent" not in children:
        token.head, token.dep_ = verb, "agent"


def _day_of_saying(token: Token) -> None:
    """Give "said on Tuesday it would send" its day: before the content begins, the words are the cue's."""
    content = token.head
    cue = content.head
    if token.dep_ not in {"prep", "npadvmod"} or content.dep_ != "ccomp" or token.left_edge.i != cue.i + 1:
        return
    subject = next((child for child in content.children if child.dep_ in _SUBJECTS), None)
    if subject is not None and token.right_edge.i + 1 == subject.left_edge.i and subject.i < content.i:
        token.head = cue


def _shared_auxiliary(token: Token) -> None:
    """Read "two were killed and five injured" as two passives: the second leaves the auxiliary out."""
    first = token.head
    if token.dep_ == "acl" and first.dep_ == "conj" and first.pos_ == "NUM" and token.i == first.i + 1:
        verb, number = first.head, first
    else:
        number = next((child for child in token.children if child.dep_ == "nsubj"), token)
        verb = first if token.dep_ == "conj" and number.pos_ == "NUM" else token
    if token.tag_ != "VBN" or verb == token or not any(child.dep_ == "auxpass" for child in verb.children):
        return
    if not any(child.dep_ in {"aux", "auxpass", "dobj"} for child in token.children):
        token.head, token.dep_ = verb, "conj"
        number.head, number.dep_ = token, "nsubjpass"


def _small_clause(token: Token) -> None:
    """As in "considers Cuba an ally": without a verb of its own it is no clause, but what is said of the object."""
    verb = token.head
    if token.dep_ != "ccomp" or token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.i < verb.i:
        return
    children = list(token.children)
    subject = next((child for child in children if child.dep_ == "nsubj" and child.i < token.i), None)
    if subject is None or verb.lemma_.lower() not in _CHARACTERIZING:
        return
    if any(child.dep_ in {"aux", "cop", "mark", "punct"} for child in children):
        return
    subject.head, subject.dep_ = verb, "dobj"
    token.dep_ = "oprd"


def _considered(token: Token) -> None:
    """As in "considers the party a threat": without a comma it is no apposition, but what somebody says of it."""
    about = token.head
    verb = about.head
    if token.dep_ != "appos" or about.dep_ != "dobj" or verb.lemma_.lower() not in _CHARACTERIZING:
        return
    if token.left_edge.i == about.i + 1 and token.left_edge.lower_ in {"a", "an"}:
        token.head, token.dep_ = verb, "oprd"


def _particle(token: Token) -> None:
    """As in "looked forward to", "fell apart": an adverb right behind the verb that makes another verb of it."""
    children = list(token.children)
    is_known = token.lower_ in _PARTICLES or f"{token.head.lemma_.lower()} {token.lower_}" in _PHRASAL
    if not is_known or token.i != token.head.i + 1 or token.head.pos_ != "VERB":
        return
    if all(child.dep_ == "prep" and child.lower_ != "of" for child in children):  # not "ahead of the talks"
        for child in children:
            child.head = token.head
        token.dep_ = "prt"


def _gerund_as_subject(token: Token) -> None:
    """As in "left after shelling killed many": what stands before a finite verb without a subject is its subject."""
    gerund = token.doc[token.i - 1] if token.i else token
    preposition = gerund.head
    if token.dep_ != "advcl" or token.tag_ not in {"VBD", "VBZ"} or gerund.dep_ != "pcomp" or gerund.tag_ != "VBG":
        return
    if preposition.head != token.head or any(child.dep_ in _CLAUSAL for child in (*gerund.children, *token.lefts)):
        return
    gerund.head, gerund.dep_, gerund.pos_, gerund.tag_ = token, "nsubj", "NOUN", "NN"
    preposition.head, preposition.dep_ = token, "mark"


def _noun_as_subject(token: Token) -> None:
    """As in "left after an earthquake on Monday toppled houses": what stands before a finite verb is its subject."""
    children = {child.dep_ for child in token.children}
    is_finite = token.tag_ in {"VBD", "VBZ"} or (token.tag_ == "VBN" and "dobj" in children)
    if token.dep_ != "advcl" or not is_finite or children & {"nsubj", "nsubjpass", "aux", "auxpass", "agent", "mark"}:
        return
    for preposition in token.head.rights:
        noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
        if preposition.lower_ in _BEFORE_CLAUSES and noun is not None and noun.right_edge.i == token.i - 1:
            noun.head, noun.dep_ = token, "nsubj"
            preposition.head, preposition.dep_ = token, "mark"
            return


def _subject_behind_opening(token: Token) -> None:
    """As in "According to Reuters, Chad left", "In Paris, France signed": the verb's subject, and no apposition."""
    top = token.head
    while top.dep_ in {"pobj", "prep"}:
        top = top.head
    after = token.right_edge.i + 1
    if token.head.dep_ != "pobj" or top.pos_ not in VERBAL or not token.i < top.i or after >= len(token.doc):
        return
    follows = token.doc[after]
    is_next = follows == top or (follows.head == top and not follows.is_punct)
    if not is_next or token.doc[token.left_edge.i - 1].text != "," or any(c.dep_ in _SUBJECTS for c in top.children):
        return
    if tensed(top).tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        token.head, token.dep_ = top, ("nsubjpass" if any(c.dep_ == "auxpass" for c in top.children) else "nsubj")


def _met_to_discuss(token: Token) -> None:
    """As in "spoke with the king to discuss trade": whom one speaks with is no subject of the purpose."""
    children = {child.dep_: child for child in token.children}
    mark, subject = children.get("mark"), children.get("nsubj")
    if token.dep_ != "advcl" or token.tag_ != "VB" or mark is None or subject is None or mark.lower_ != "with":
        return
    is_active = any(child.tag_ == "TO" for child in token.children) and "auxpass" not in children
    if is_active and subject.pos_ in {"PROPN", "PRON"} and token.head.i < mark.i < subject.i < token.i:
        mark.head, mark.dep_ = token.head, "prep"
        subject.head, subject.dep_ = mark, "pobj"


def _day_before_verb(token: Token) -> None:
    """As in "the junta in Chad on Monday declared": what is no happening has no day, the verb behind it has."""
    host, verb = token.head, token.right_edge.nbor(1) if token.right_edge.i + 1 < len(token.doc) else token
    if token.lower_ != "on" or host.dep_ not in {"pobj", "nsubj"} or is_event_noun(host.lemma_.lower()):
        return
    day = next((child for child in token.children if child.dep_ == "pobj"), None)
    if day is None or day.ent_type_ != "DATE" or verb.tag_ not in {"VBD", "VBZ"} or verb.pos_ != "VERB":
        return
    if any(child.dep_ == "nsubj" and child.right_edge == token.right_edge for child in verb.children):
        token.head = verb


def _apposition_in_opening(token: Token) -> None:
    """As in "According to a doctor, Ann Lee, the illness spread": the first of two subjects names the noun before."""
    first, last = token.left_edge.i - 1, token.i + 1
    if token.dep_ not in _SUBJECTS or token.pos_ != "PROPN" or first < 1 or token.doc[first].text != ",":
        return
    noun, after = token.doc[first - 1], token.doc[last] if last < len(token.doc) else token
    is_second = any(child.dep_ in _SUBJECTS and child.i > token.i for child in token.head.lefts)
    if noun.dep_ == "pobj" and noun.pos_ in NOMINAL and after.text == "," and is_second:
        token.head, token.dep_ = noun, "appos"


def _accused_of(token: Token) -> None:
    """As in "accused the group of hiding arms": what somebody is accused of, and no group of it."""
    accused = token.head
    if token.lower_ != "of" or token.dep_ != "prep" or accused.dep_ != "dobj":
        return
    if accused.head.lemma_.lower() in _ACCUSING and any(child.dep_ == "pcomp" for child in token.children):
        token.head = accused.head


_REPAIRS: tuple[tuple[tuple[str, ...], Callable[[Token], None]], ...] = (
    (("aux",), _full_verb),
    (("conj",), _coordinated_happening),
    (("xcomp",), _shifting_priorities),
    (("advcl",), _subject_of_gerund),
    (("relcl",), _relative_agrees),
    (("conj",), _noun_beside_object),
    (("conj",), _noun_beside_adjective),
    (("advcl", "xcomp"), _participle_as_preposition),
    (("nummod",), _year_before_subject),
    (("prep",), _agent_after_with),
    (("npadvmod", "prep"), _day_of_saying),
    (("acl", "conj"), _shared_auxiliary),
    (("ccomp",), _small_clause),
    (("appos",), _considered),
    (("advmod",), _particle),
    (("advcl",), _gerund_as_subject),
    (("advcl",), _noun_as_subject),
    (("advcl",), _met_to_discuss),
    (("prep",), _day_before_verb),
    (("appos",), _subject_behind_opening),
    (("nsubj", "nsubjpass"), _apposition_in_opening),
    (("prep",), _accused_of),
    *COORDINATION,
    *ATTACHMENT,
)
"""Each repair with the labels of the tokens that it may mend, in the order in which they are tried."""
_MENDED = frozenset(label for labels, _ in _REPAIRS for label in labels)
