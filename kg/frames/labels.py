"""The label of a statement: its clause as a sentence of its own, made of the text's words in their order.

Nothing is rebuilt: a participle stays one, beside the clause that it goes with. What the clause shares with others is
filled in: its subject, auxiliaries, the antecedent of "which"; personal pronouns are whom they mean. The governor of an
infinitive stays, since it determines factuality: "Peru urged Chad to sign".

Where the words do not show factuality or source, the label adds them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from kg.factuality.conditions import condition_words, is_condition
from kg.factuality.signatures import Firmness
from kg.frames.clauses import Clause, begins_clause, clause_of, predicate_words
from kg.frames.label_words import MOST_OF_NAME, Chunk, Realizer, chunk, count, left_of, of_condition, with_source
from kg.frames.phrases import Phrases
from kg.frames.sources import Source
from kg.lexicon import pairs, words
from kg.parse.control import subjects
from kg.parse.syntax import (
    AUXILIARIES,
    NOMINAL,
    SUBJECTS,
    TENSED_TAGS,
    VERBAL,
    first_conjunct,
    has_child,
    is_infinitive,
    is_predicate,
    is_set_off,
)
from kg.parse.tree import Token

_MOST = 28  # words of a sentence
_LEAST = 7  # words that there is room for behind a long subject
_MOST_OF_PHRASE = 12
_MOST_OF_CLAUSE = 15
_MOST_OF_TWO = 30  # words of a condition and what depends on it
_DEEPEST = 4
_OBJECTS = frozenset({"dobj", "dative", "attr", "acomp", "oprd", "agent"})
_CORE = _OBJECTS | {"xcomp", "ccomp"}
_MORE = frozenset({"prep", "npadvmod", "advmod", "pcomp", "advcl"})
_HANGING = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
_CONDITIONS = words("stance", "conditions", "words")
_CONNECTING = words("wording", "connecting", "words")
_CHARACTERIZING = words("clauses", "characterizing", "words")
_JOINTS = words("wording", "joints", "words")
_GENERIC = words("wording", "generic", "heads")
_GENERIC_DETERMINERS = words("wording", "generic", "determiners")
_FIRMNESS = pairs("wording", "firmness")


@dataclass(frozen=True)
class LabelWriter:
    """Writes the labels of the statements of one Doc."""

    phrases: Phrases

    def sentence(
        self,
        clause: Clause,
        firmness: Firmness,
        said: Source,
        *,
        denied: tuple[Token, ...] = (),
        condition: Token | None = None,
    ) -> str:
        """The clause as a sentence with its condition; ``denied`` are negated conjuncts, which it is then about."""
        verb = clause.verb
        chunks = _of_denied(verb, denied) if denied else _of_clause(clause)
        chunks += of_condition(condition, chunks)
        reported = [] if denied or _is_heard(chunks, firmness) else _reported(verb, chunks)
        if reported and _is_heard(reported, firmness):
            return self._told(reported, firmness, said, names_source=True)
        by = next((self.phrases.entity(token).id for token in subjects(verb)), "")
        return self._told(chunks, firmness, said, names_source=_hangs(verb), by=by)

    def nominal(self, noun: Token, firmness: Firmness, said: Source) -> str:
        """The label of an event noun: its noun phrase, or, without a possessor, the clause whose object it is."""
        verb = noun.head
        is_owned = any(child.dep_ in {"poss", "agent"} or child.lower_ == "by" for child in noun.children)
        is_told_by_verb = noun.dep_ in {"attr", "oprd"} or (noun.dep_ == "dobj" and not is_owned)
        if is_told_by_verb and is_predicate(verb):
            return self.sentence(clause_of(verb), firmness, said)
        if verb.lower_ == "as" and verb.head.lemma_.lower() in _CHARACTERIZING and is_predicate(verb.head):
            return self.sentence(clause_of(verb.head), firmness, Source())  # the clause itself names who says so
        if noun.dep_ == "appos" and noun.head.pos_ in NOMINAL:
            return self.apposition(noun.head, noun, said)
        while noun.dep_ == "compound":
            noun = noun.head
        return self._told([chunk(noun, most=_MOST_OF_CLAUSE)], firmness, said)

    def apposition(self, named: Token, description: Token, said: Source) -> str:
        """The label of an apposition: "Acme, an oil company"."""
        first = chunk(named, most=MOST_OF_NAME, without={description.i})
        second = chunk(description, most=_MOST_OF_PHRASE, without={named.i})
        label = Realizer(self.phrases)
        one, other = label.text([first]), label.text([second])
        if second.tokens[0].dep_ == "det":
            other = other[:1].lower() + other[1:]
        return with_source(f"{one[:1].upper()}{one[1:]}, {other}", said)

    def _told(
        self, chunks: list[Chunk], firmness: Firmness, said: Source, *, names_source: bool = False, by: str = ""
    ) -> str:
        """The chunks with what they do not make heard; ``by`` is the id of who does it."""
        label = Realizer(self.phrases)
        text = label.text(chunks)
        text = text[:1].upper() + text[1:]
        if not _is_heard(chunks, firmness):
            text = f"{text} ({_FIRMNESS[firmness.name]})"
        source = said.source
        if names_source and source is not None and (source.label in label.named or source.id == by):
            return text
        return with_source(text, said, by=by)


def _of_clause(clause: Clause) -> list[Chunk]:
    verb, group = clause.verb, _group(clause.verb)
    arguments = _arguments(clause, room=max(_MOST - count(_led(verb, group)), _LEAST))
    chunks = [*group, *arguments]
    noun = _described(verb)
    relative = next((child for child in verb.children if child.dep_ in SUBJECTS and _is_relative(child)), None)
    if noun is not None and relative is not None:
        return [left_of(noun), Chunk((relative,)), *chunks]
    return _conditioned(clause, _led(verb, chunks))


def _of_denied(verb: Token, nouns: tuple[Token, ...]) -> list[Chunk]:
    """As "reached … but not a deal": what it reached is told beside it, and is not denied."""
    first = min(noun.left_edge.i for noun in nouns)
    if first < verb.i:  # "neither Peru nor Chad signed"
        return _led(verb, [*_group(verb), *_between(verb, sys.maxsize)])
    negation = [token for token in verb.doc[verb.i + 1 : first] if token.dep_ in {"cc", "neg"}][-2:]
    last = chunk(max(nouns, key=lambda noun: noun.i), most=_MOST_OF_PHRASE)
    denied = Chunk((*negation, *verb.doc[first : last.tokens[-1].i + 1]), is_cut=last.is_cut)
    is_cut = denied.tokens[0].left_edge.i > verb.i + 1
    return _led(verb, [*(replace(part, is_cut=is_cut) for part in _group(verb)), denied])


def _led(verb: Token, tail: list[Chunk], depth: int = 0) -> list[Chunk]:
    """The words of a clause with what leads to them: its subject, or what governs it."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in VERBAL and _own_subject(first) is None:
        if _is_finite(first) and not _is_finite(first.head):  # "noted they plan to sign, and condemned it"
            return [*_subject(first, verb), *tail]
        first = first.head
    tail = [*_borrowed(first, verb), *tail] if first != verb else tail
    if depth < _DEEPEST and _hangs(first):
        own = _own_subject(first)
        subject = [*_marks(first, {"for"}), *_subject(first, verb)] if own is not None else []
        return _under(first, [*subject, *tail], depth)
    return [*_marks(first, _CONDITIONS), *_subject(first, verb), *tail]


def _under(verb: Token, tail: list[Chunk], depth: int) -> list[Chunk]:
    """What governs a clause that is not finite: "urged Peru [to sign]", "plans [to sign]", "after [signing]"."""
    head, joint = verb.head, list[Chunk]()
    if verb.dep_ == "advcl" and not _is_close(verb):
        own = [*(_subject(verb, verb) if is_infinitive(verb) else _left_out(_subject(verb, verb))), *tail]
        return _above(head, tail, depth, own) if is_infinitive(verb) else _beside(verb, tail, depth, own)
    if verb.dep_ == "pcomp":
        joint, head = [Chunk((head,))], head.head
        while joint[0].tokens[0].dep_ == "prep" and head.dep_ == "prep":  # "due to"
            joint, head = [Chunk((head,)), *joint], head.head
    if verb.dep_ == "acl" and not is_infinitive(verb):
        return [chunk(head, most=_MOST_OF_PHRASE, without={verb.i}), *tail]
    if head.pos_ in NOMINAL:
        tail = [left_of(head), *joint, *tail]
        is_object = head.dep_ == "dobj" and is_predicate(head.head)
        return _above(head.head, tail, depth, tail) if is_object else tail
    if head.pos_ in {"ADJ", "ADV"} and is_predicate(head.head):
        joint, head = [left_of(head), *joint], head.head
    if head.pos_ not in VERBAL:
        return [*_subject(verb, verb), *tail]
    tail = [*joint, *tail]
    if verb.i < head.i:  # "upon arriving, he grabbed it"
        between = _between(head, sys.maxsize, _CORE)
    else:
        between = _between(head, tail[0].tokens[0].i, _OBJECTS | {"prep"}, most=_MOST_OF_PHRASE)
    return _led(head, [*_group(head), *between, *tail], depth + 1)


def _beside(verb: Token, tail: list[Chunk], depth: int, own: list[Chunk]) -> list[Chunk]:
    """As in "Peru left the union[, opening the ports]", "[Citing costs,] Peru left": with the clause that it goes with.

    Its ``own`` words where there is no room, or where that has no subject.
    """
    head, begin = verb.head, verb.left_edge.i
    if head.pos_ not in VERBAL or not _subject(head, head):
        return own
    if verb.i > head.i:
        comma = [Chunk((token,)) for token in verb.doc[begin - 1 : begin] if token.text == ","]
        marks = _marks(verb)
        taken = _between(head, begin, _CORE | {"prep"}, most=_MOST_OF_PHRASE)
        led = _led(head, [*_group(head), *taken, *comma, *marks, *tail], depth + 1)
    else:
        comma = [Chunk((token,)) for token in verb.doc[verb.right_edge.i + 1 : head.i] if token.text == ","][:1]
        taken = _between(head, sys.maxsize, _CORE | {"prep"}, most=_MOST_OF_PHRASE)
        led = [*_marks(verb), *tail, *comma, *_led(head, [*_group(head), *taken], depth + 1)]
    return led if count(led) <= _MOST_OF_TWO else own


def _left_out(subject: list[Chunk]) -> list[Chunk]:
    """A subject with the mark of what is left out behind it: "The regime … killing thousands"."""
    return [*subject[:-1], *(replace(part, is_cut=True) for part in subject[-1:])]


def _above(head: Token, tail: list[Chunk], depth: int, own: list[Chunk]) -> list[Chunk]:
    """As in "provides rice [to help Chad]", "takes [steps to help Chad]": the clause above; else its ``own`` words.

    The clause above is told where there is room and it has a subject.
    """
    led = _led(head, [*_group(head), *_between(head, tail[0].tokens[0].i), *tail], depth + 1)
    return led if count(led) <= _MOST_OF_TWO and _subject(head, head) else own


def _between(verb: Token, end: int, labels: Set[str] = _OBJECTS, *, most: int = MOST_OF_NAME) -> list[Chunk]:
    """What a verb takes ahead of a place: "rice" of "provides rice to help Chad"."""
    return [chunk(child, most=most) for child in verb.rights if child.dep_ in labels and child.right_edge.i < end]


def _reported(verb: Token, chunks: list[Chunk]) -> list[Chunk]:
    """As in "denied that Peru signed": the words that deny stand in the clause above; empty where there is none."""
    head = verb.head
    if verb.dep_ != "ccomp" or not is_predicate(head):
        return []
    return _led(head, [*_group(head), *_marks(verb), *chunks], _DEEPEST - 1)


def _subject(first: Token, verb: Token) -> list[Chunk]:
    """Who does it, or undergoes it: the words of the clause, or of where they are shared from; empty for nobody."""
    own = _own_subject(first)
    if own is not None:
        return [chunk(own, most=_MOST_OF_PHRASE)]
    shared = subjects(verb)
    inside = {first.i, verb.i, *(token.i for token in verb.ancestors if token.dep_ in {"relcl", "acl"})}
    return [chunk(noun, most=_MOST_OF_PHRASE, without=inside | _relatives(shared)) for noun in shared[:1]]


def _own_subject(verb: Token) -> Token | None:
    """The subject that stands in the clause: "Canada" of "when Canada imposed", "there" of "there is"."""
    found = (child for child in verb.children if child.dep_ in SUBJECTS | {"expl"})
    return next((child for child in found if not _is_relative(child)), None)


def _is_relative(token: Token) -> bool:
    return token.tag_ in {"WDT", "WP", "WP$"} or token.lower_ == "that"


def _described(verb: Token) -> Token | None:
    """The noun of "those who fled", "countries importing oil", which the clause tells apart; None for any other."""
    clause = first_conjunct(verb)
    noun = clause.head
    if clause.dep_ not in {"relcl", "acl"} or noun.pos_ not in {"NOUN", "PRON", "DET"} or is_set_off(clause):
        return None
    lefts = [child for child in noun.lefts if child.dep_ not in {"amod", "compound", "punct", "advmod"}]
    if lefts:
        return noun if any(child.lower_ in _GENERIC_DETERMINERS for child in lefts) else None
    is_told = clause.dep_ == "acl" and verb.tag_ == "VBN"  # "monkeys imported from Chad" were imported
    return noun if noun.lower_ in _GENERIC or (noun.tag_ == "NNS" and not is_told) else None


def _conditioned(clause: Clause, chunks: list[Chunk]) -> list[Chunk]:
    """A condition with what depends on it, where there is room: "If Peru closes the port, Chile will open one"."""
    verb, head = clause.verb, clause.verb.head
    is_main = head.dep_ in {"ROOT", "ccomp"} and is_predicate(head) and _is_finite(head)
    if verb.dep_ != "advcl" or not is_condition(verb) or not is_main:
        return chunks
    chunks = chunks if _marks(verb, _CONDITIONS) else [Chunk(condition_words(verb))]
    room = max(_MOST - count(chunks), _LEAST)
    main = _led(head, [*_group(head), *_arguments(clause_of(head), room)])
    if count([*chunks, *main]) > _MOST_OF_TWO:
        return chunks
    if verb.i > head.i:
        return [*main, *chunks]
    comma = [Chunk((token,)) for token in verb.doc[verb.right_edge.i : head.i] if token.text == ","][:1]
    return [*chunks, *comma, *main]


def _arguments(clause: Clause, room: int) -> Iterator[Chunk]:
    """What follows the verb: what it needs, and as much of the rest as there is room for, in words."""
    verb = clause.verb
    for token in _gap(clause):
        part = chunk(token, most=_MOST_OF_PHRASE, without=_relatives((token,)))
        room -= count([part])
        yield part
    for child in (*_before_gap(verb), *_shared_objects(clause)):
        if child.dep_ in _CORE:
            part = chunk(child, most=max(min(room, _MOST_OF_CLAUSE), MOST_OF_NAME))
        elif _is_more(child):
            part = chunk(child, most=max(min(room, _MOST_OF_PHRASE), 1))
            if count([part]) > room or (part.is_cut and room < MOST_OF_NAME):
                return
        else:
            continue
        if part.tokens[-1].dep_ == "prep":
            continue  # nothing that it leads to is left
        room -= count([part])
        yield part


def _before_gap(verb: Token) -> Iterator[Token]:
    """What follows the verb, up to what leaves it out: "opened an office in May [and another on Monday]"."""
    for child in verb.rights:
        if child.dep_ == "conj" and child.pos_ in NOMINAL | {"NUM", "PRON"}:
            return
        yield child


def _gap(clause: Clause) -> Iterator[Token]:
    """The noun before a relative clause that is its object: "the tariffs [that Canada imposed]"."""
    verb, slot = clause.verb, clause.slot("object")
    if verb.dep_ == "relcl" and not clause.passive and slot is not None and slot.head not in set(verb.subtree):
        yield slot.head


def _shared_objects(clause: Clause) -> Iterator[Token]:
    """As in "adopt or maintain [measures]": the object stands with the last of coordinated verbs."""
    if not clause.passive and not any(child.dep_ in _CORE | {"prep"} for child in clause.verb.rights):
        objects = (slot.head for slot in clause.slots if slot.name == "object")
        yield from (token for token in objects if token.head.dep_ == "conj" and token.i > clause.verb.i)


def _group(verb: Token) -> list[Chunk]:
    return [Chunk(tuple(token for token in predicate_words(verb) if token == verb or token.lower_ not in _CONNECTING))]


def _marks(verb: Token, words: Set[str] | None = None) -> list[Chunk]:
    """The conjunctions that introduce a clause, or those among some."""
    marks = (child for child in verb.children if child.dep_ == "mark")
    return [Chunk((mark,)) for mark in marks if words is None or mark.lower_ in words]


def _borrowed(first: Token, verb: Token) -> list[Chunk]:
    """The helping verbs that a coordinated verb shares: "will sign and [will] ratify"."""
    if has_child(verb, AUXILIARIES) or first.tag_ != verb.tag_ or verb.tag_ not in {"VB", "VBN", "VBG"}:
        return []
    shared = tuple(child for child in first.children if child.dep_ in AUXILIARIES | {"neg"})
    return [Chunk(shared)] if shared else []


def _is_close(verb: Token) -> bool:
    """As in "will work to reduce emissions": the verb above says nothing of its own; "met her to discuss" does."""
    head = verb.head
    if not is_infinitive(verb) or head.pos_ not in VERBAL or verb.i < head.i:
        return False
    return not any(child.dep_ in _CORE | {"prep"} for child in head.rights if child.i < verb.i)


def _relatives(nouns: Iterable[Token]) -> set[int]:
    return {child.i for noun in nouns for child in noun.children if child.dep_ == "relcl"}


def _is_more(child: Token) -> bool:
    if child.dep_ == "advcl":
        return is_infinitive(child) and _own_subject(child) is None
    return child.dep_ in _MORE and child.lower_ not in _CONNECTING and not begins_clause(child)


def _is_finite(verb: Token) -> bool:
    """Whether a verb, or one that helps it, has a tense."""
    tags = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in AUXILIARIES)}
    return bool(tags & TENSED_TAGS) or (
        verb.tag_ == "VBN" and verb.dep_ in {"ccomp", "advcl"} and not is_infinitive(verb)
    )


def _hangs(verb: Token) -> bool:
    """Whether a clause is told with what governs it, which may be who says so: "the minister promised to sign"."""
    return verb.dep_ in _HANGING and not _is_finite(verb)


def _is_heard(chunks: list[Chunk], firmness: Firmness) -> bool:
    """Whether the words tell how firm it is: "will", "not", the verb that asks for it."""
    if firmness.is_asserted:
        return True
    tokens = [token for part in chunks for token in part.tokens]
    said = {form for token in tokens for form in (token.lower_, token.lemma_.lower())}
    cue = set(firmness.cue.lower().split()) - _JOINTS
    if cue and (cue <= said if firmness.negated else cue & said):  # not "no longer" where "longer" alone is told
        return True
    return not firmness.negated and any(token.tag_ in {"MD", "TO"} and token.dep_ == "aux" for token in tokens)
