"""A clause in plain words: a sentence of its own, made of the text's words in their order.

What the clause leaves to others is filled in: who does it, the helping verbs that it shares, the noun behind "which"; a
pronoun is replaced by whom it means. What governs an infinitive stays, since it tells how firm it is: "Peru urged Chad
to sign". Where the words do not make heard that something is no fact, or who says so, the label says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.factuality.signatures import Firmness
from kg.frames.chunks import Chunk, chunk, count, joined_text, left_of, own_subject
from kg.frames.clauses import Clause, clause_of, predicate_words
from kg.frames.phrases import Phrases
from kg.frames.sources import Said
from kg.frames.speaker import Speaker
from kg.frames.tenses import described, tensed
from kg.lexicon import lexicon, words
from kg.names.lexemes import with_article
from kg.parse.control import subjects
from kg.parse.syntax import AUXILIARIES, NOMINAL, SUBJECTS, VERBAL, is_infinitive, is_passive, is_predicate
from kg.parse.tree import Token

_MOST = 20  # words of a sentence
_LEAST = 7  # words that there is room for behind a long subject
_MOST_OF_PHRASE = 12
_MOST_OF_CLAUSE = 15
_MOST_OF_TWO = 23  # words of a condition and what depends on it
_MOST_OF_NAME = 7
_DEEPEST = 4
_CORE = frozenset({"dobj", "obj", "dative", "attr", "acomp", "oprd", "xcomp", "ccomp", "agent"})
_MORE = frozenset({"prep", "npadvmod", "advmod", "pcomp", "advcl"})
_HANGING = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
_CONDITIONS = words("stance", "conditions", "words")
_CONNECTING = words("wording", "connecting", "words")
_JOINTS = words("wording", "joints", "words")
_PRONOUNS = words("wording", "pronouns", "words")
_OWNERS = words("wording", "pronouns", "owners")
_NUMBERS = frozenset({"one", "two", "three", "four", "five", "six", "some", "many", "several", "few", "both", "all"})
_MODAL = "MD"


@dataclass(frozen=True)
class Wording:
    """Words the clauses of one Doc."""

    phrases: Phrases

    def sentence(self, clause: Clause, firmness: Firmness, said: Said, *, denied: tuple[Token, ...] = ()) -> str:
        """The clause as a sentence; ``denied`` are the coordinated nouns of which alone it is said, denied."""
        verb = clause.verb
        group = _group(verb)
        room = max(_MOST - count(self._led(verb, group)), _LEAST)
        if denied:
            chunks = self._led(verb, [*group, *self._before(verb, denied), *_denied(denied)])
        else:
            arguments = tuple(self._arguments(verb, clause, room))
            chunks = self._described(verb, [*group, *arguments]) or self._led(verb, [*group, *arguments])
            chunks = self._conditioned(verb, _with_tense(verb, chunks, firmness))
        reported = self._reported(verb, chunks) if not denied and not _is_heard(chunks, firmness) else None
        if reported is not None and _is_heard(reported, firmness):
            return self._told(reported, firmness, said, names_source=True)
        return self._told(chunks, firmness, said, names_source=_hangs(verb), by=self._doer(verb))

    def nominal(self, noun: Token, firmness: Firmness, said: Said) -> str:
        """What a noun names, in its own phrase; in that of the clause whose object it is, where no one's is told."""
        verb = noun.head
        is_owned = any(child.dep_ in {"poss", "agent"} or child.lower_ == "by" for child in noun.children)
        is_told_by_verb = noun.dep_ in {"attr", "oprd"} or (noun.dep_ in {"dobj", "obj"} and not is_owned)
        if is_told_by_verb and is_predicate(verb):
            return self.sentence(clause_of(verb), firmness, said)
        if noun.dep_ == "appos" and noun.head.pos_ in NOMINAL:
            return self.apposition(noun.head, noun, said)
        while noun.dep_ == "compound" and noun.head != noun:
            noun = noun.head
        return self._told([chunk(noun, most=_MOST_OF_CLAUSE)], firmness, said)

    def apposition(self, named: Token, description: Token, said: Said) -> str:
        """As in "Acme, an oil company"."""
        first = chunk(named, most=_MOST_OF_NAME, without={description.i})
        second = chunk(description, most=_MOST_OF_PHRASE, without={named.i})
        speaker = Speaker(self.phrases)
        one, other = (joined_text([part], speaker) for part in (first, second))
        is_article = bool(second.tokens) and second.tokens[0].dep_ == "det"
        return _with_source(
            f"{one[:1].upper()}{one[1:]}, {other[:1].lower() + other[1:] if is_article else other}", said
        )

    def _doer(self, verb: Token) -> str:
        """The id of who does it in the active voice, or the empty string."""
        return next((self.phrases.entity(token).id for token in subjects(verb)), "")

    def _told(
        self, chunks: list[Chunk], firmness: Firmness, said: Said, *, names_source: bool = False, by: str = ""
    ) -> str:
        """The chunks with what they do not make heard; ``by`` is the id of who does it."""
        speaker = Speaker(self.phrases)
        text = joined_text(chunks, speaker)
        text = text[:1].upper() + text[1:]
        if not firmness.is_asserted and not _is_heard(chunks, firmness):
            text = f"{text} ({_firmness_word(firmness)})"
        source = said.source
        if names_source and source is not None and (source.label in speaker.named or source.id == by):
            return text
        return _with_source(text, said, by=by)

    def _led(self, verb: Token, tail: list[Chunk], depth: int = 0) -> list[Chunk]:
        """The words of a clause with what leads to them: its subject, or what governs it."""
        first = verb
        while first.dep_ == "conj" and first.head.pos_ in VERBAL and own_subject(first) is None:
            if _is_finite(first) and not _is_finite(first.head):  # "noted they plan to sign, and condemned it"
                return [*self._subjects(first, verb), *tail]
            first = first.head
        tail = [*_borrowed(first, verb), *tail] if first != verb else tail
        own = own_subject(first)
        if depth < _DEEPEST and first.dep_ in _HANGING and not _is_finite(first):
            subject = [*_for(first), self._subject(own)] if own is not None else []
            return self._under(first, [*subject, *tail], depth)
        condition = [Chunk((mark,)) for mark in first.children if mark.dep_ == "mark" and mark.lower_ in _CONDITIONS]
        return [*condition, *self._subjects(first, verb), *tail]

    def _under(self, verb: Token, tail: list[Chunk], depth: int) -> list[Chunk]:
        """What governs a clause that is not finite: "urged Peru [to sign]", "plans [to sign]", "after [signing]"."""
        head, joint = verb.head, list[Chunk]()
        if verb.dep_ == "advcl" and not _is_close(verb):
            own = [*self._subjects(verb, verb), *tail]
            return self._above(head, tail, depth, own) if is_infinitive(verb) else own
        if verb.dep_ == "pcomp":
            joint, head = [Chunk((head,))], head.head
            while joint[0].tokens[0].dep_ == "prep" and head.dep_ == "prep":  # "due to"
                joint, head = [Chunk((head,)), *joint], head.head
        if verb.dep_ == "acl" and not is_infinitive(verb):
            return [chunk(head, most=_MOST_OF_PHRASE, without={verb.i}), *tail]
        if head.pos_ in NOMINAL:
            tail = [left_of(head), *joint, *tail]
            is_object = head.dep_ in {"dobj", "obj"} and (joint or is_infinitive(verb)) and is_predicate(head.head)
            return self._above(head.head, tail, depth, tail) if is_object else tail
        if head.pos_ in {"ADJ", "ADV"} and is_predicate(head.head) and head.head != head:
            joint, head = [left_of(head), *joint], head.head
        if head.pos_ not in VERBAL:
            return [*self._subjects(verb, verb), *tail]
        between = [
            chunk(child, most=_MOST_OF_PHRASE, without={verb.i})
            for child in head.children
            if head.i < child.i < verb.i and child != verb.head and child.dep_ in {"dobj", "obj", "dative", "prep"}
        ]
        if verb.i < head.i:  # "upon arriving, he grabbed it"
            between = [chunk(child, most=_MOST_OF_NAME) for child in head.rights if child.dep_ in _CORE]
        return self._led(head, [*_group(head), *between, *joint, *tail], depth + 1)

    def _above(self, head: Token, tail: list[Chunk], depth: int, own: list[Chunk]) -> list[Chunk]:
        """As in "provides rice [to help Chad]", "takes [steps to help Chad]": the clause above; else its ``own`` words.

        The clause above is told where there is room and it has a subject.
        """
        first = tail[0].tokens[0].i
        between = [
            chunk(child, most=_MOST_OF_NAME)
            for child in head.rights
            if child.dep_ in _CORE - {"xcomp", "ccomp"} and child.right_edge.i < first
        ]
        led = self._led(head, [*_group(head), *between, *tail], depth + 1)
        return led if count(led) <= _MOST_OF_TWO and self._subjects(head, head) else own

    def _reported(self, verb: Token, chunks: list[Chunk]) -> list[Chunk] | None:
        """As in "denied that Peru signed": the words that deny stand in the clause above."""
        head = verb.head
        if verb.dep_ != "ccomp" or head == verb or not is_predicate(head):
            return None
        mark = [Chunk((child,)) for child in verb.children if child.dep_ == "mark"]
        return self._led(head, [*_group(head), *mark, *chunks], _DEEPEST - 1)

    def _subjects(self, first: Token, verb: Token) -> list[Chunk]:
        """Who does it, or undergoes it: the words of the clause, or of where they are shared from."""
        own = own_subject(first)
        if own is not None:
            return [self._subject(own)]
        shared = subjects(verb)
        if not shared:
            return []
        inside = {first.i, verb.i, *(token.i for token in verb.ancestors if token.dep_ in {"relcl", "acl"})}
        top = shared[0]
        return [chunk(top, most=_MOST_OF_PHRASE, without=inside | _clauses_of(shared))]

    def _described(self, verb: Token, tail: list[Chunk]) -> list[Chunk]:
        """As in "those who fled": a clause that only tells who is meant, with the noun; empty for any other."""
        noun = described(verb)
        relatives = [child for child in verb.children if child.tag_ in {"WDT", "WP"} or child.lower_ == "that"]
        subject = [child for child in relatives if child.dep_ in SUBJECTS]
        return [left_of(noun), Chunk((subject[0],)), *tail] if noun is not None and subject else []

    def _conditioned(self, verb: Token, chunks: list[Chunk]) -> list[Chunk]:
        """A condition with what depends on it, where there is room: "If Peru closes the port, Chile will open one"."""
        head = verb.head
        marks = [child for child in verb.children if child.dep_ == "mark" and child.lower_ in _CONDITIONS]
        if not marks or verb.dep_ != "advcl" or not is_predicate(head) or head.dep_ not in {"ROOT", "ccomp"}:
            return chunks
        room = max(_MOST - count(chunks), _LEAST)
        main = self._led(head, [*_group(head), *self._arguments(head, clause_of(head), room)])
        if count([*chunks, *main]) > _MOST_OF_TWO or not _is_finite(head):
            return chunks
        if verb.i > head.i:
            return [*main, *chunks]
        last = chunks[-1]
        comma = [token for token in verb.doc[verb.right_edge.i : head.i] if token.text == ","][:1]
        return [*chunks[:-1], replace(last, tokens=(*last.tokens, *comma)), *main]

    def _before(self, verb: Token, nouns: tuple[Token, ...]) -> list[Chunk]:
        """What the verb needs ahead of what is denied: "are blaming [it] not on the filter"."""
        first = min(noun.left_edge.i for noun in nouns)
        inside = {token.i for noun in nouns for token in noun.ancestors}
        found = [child for child in verb.rights if child.dep_ in _CORE and child.i < first and child.i not in inside]
        return [chunk(child, most=_MOST_OF_NAME) for child in found]

    def _subject(self, head: Token) -> Chunk:
        return chunk(head, most=_MOST_OF_PHRASE)

    def _arguments(self, verb: Token, clause: Clause, room: int) -> Iterator[Chunk]:
        """What follows the verb: what it needs, and as much of the rest as there is room for, in words."""
        for token in self._gaps(verb, clause):
            part = chunk(token, most=_MOST_OF_PHRASE, without=_clauses_of((token,)))
            room -= count([part])
            yield part
        for child in (*verb.rights, *_shared_objects(verb, clause)):
            if child.dep_ in _CORE:
                part = chunk(child, most=max(min(room, _MOST_OF_CLAUSE), _MOST_OF_NAME))
            elif _is_more(child):
                part = chunk(child, most=max(min(room, _MOST_OF_PHRASE), 1))
                if count([part]) > room or (part.is_cut and room < _MOST_OF_NAME):
                    continue
            else:
                continue
            if part.tokens[-1].dep_ == "prep":
                continue  # nothing that it leads to is left
            room -= count([part])
            yield part

    def _gaps(self, verb: Token, clause: Clause) -> tuple[Token, ...]:
        """The noun before a relative clause that is its object: "the tariffs [that Canada imposed]"."""
        if is_passive(verb):
            return ()
        inside = {token.i for token in verb.subtree}
        found = [slot.head for slot in clause.slots if slot.name == "object" and slot.preposition is None]
        return tuple(token for token in found[:1] if token.i not in inside and verb.dep_ == "relcl")


def _with_tense(verb: Token, chunks: list[Chunk], firmness: Firmness) -> list[Chunk]:
    """The chunks with the predicate that leads them in a tense: "The regime kills" for "The regime killing"."""
    line = {verb.i, *(token.i for token in verb.ancestors if token.pos_ in VERBAL)}
    for number, part in enumerate(chunks):
        top = [token for token in part.tokens if token.i in line and token.head.i not in {t.i for t in part.tokens}]
        if top and part.tokens[-1].i <= max(top[0].i, *(t.i for t in predicate_words(top[0]))):
            before = [token for one in chunks[:number] for token in one.tokens]
            return [
                *chunks[:number],
                replace(part, forms=tensed(top[0], part.tokens, before, firmness)),
                *chunks[number + 1 :],
            ]
    return chunks


def _group(verb: Token) -> list[Chunk]:
    found = [token for token in predicate_words(verb) if token == verb or token.lower_ not in _CONNECTING]
    return [Chunk(tuple(found))]


def _borrowed(first: Token, verb: Token) -> list[Chunk]:
    """The helping verbs that a coordinated verb shares: "will sign and [will] ratify"."""
    if any(child.dep_ in AUXILIARIES for child in verb.children) or first.tag_ != verb.tag_:
        return []
    shared = tuple(child for child in first.children if child.dep_ in AUXILIARIES | {"neg"} and child.i < first.i)
    return [Chunk(shared)] if shared and verb.tag_ in {"VB", "VBN", "VBG"} else []


def _denied(nouns: tuple[Token, ...]) -> list[Chunk]:
    """As in "not the immediate removal": the word that denies, then what."""
    found = []
    for noun in nouns:
        near = (*noun.children, *noun.head.children, *(t for child in noun.lefts for t in child.children))
        no = [t for t in near if t.dep_ == "neg" or t.lower_ in {"not", "never"}]
        found += [Chunk((t,)) for t in no[:1]]
        top = noun
        while top.dep_ in {"conj", "appos"} and top.head != top:
            top = top.head
        if top.dep_ == "pobj":
            found.append(Chunk((top.head,)))
        found.append(chunk(noun, most=_MOST_OF_PHRASE, without={token.i for token in no}))
    return found


def _for(verb: Token) -> list[Chunk]:
    """As in "ways [for] both to continue"."""
    return [Chunk((child,)) for child in verb.children if child.dep_ == "mark" and child.lower_ == "for"]


def _shared_objects(verb: Token, clause: Clause) -> Iterator[Token]:
    """As in "adopt or maintain [measures]": the object stands with the last of coordinated verbs."""
    if not is_passive(verb) and not any(child.dep_ in _CORE | {"prep"} for child in verb.rights):
        objects = (slot.head for slot in clause.slots if slot.name == "object" and slot.preposition is None)
        yield from (token for token in objects if token.head.dep_ == "conj" and token.i > verb.i)


def _is_close(verb: Token) -> bool:
    """As in "will work to reduce emissions": the verb above says nothing of its own; "met her to discuss" does."""
    head = verb.head
    if not is_infinitive(verb) or head.pos_ not in VERBAL or verb.i < head.i:
        return False
    return not any(child.dep_ in _CORE | {"prep"} for child in head.children if head.i < child.i < verb.i)


def _clauses_of(nouns: tuple[Token, ...]) -> set[int]:
    return {child.i for noun in nouns for child in noun.children if child.dep_ == "relcl"}


def _is_more(child: Token) -> bool:
    if child.dep_ == "advcl":
        return is_infinitive(child) and own_subject(child) is None
    return child.dep_ in _MORE and child.lower_ not in _CONNECTING


def _is_finite(verb: Token) -> bool:
    """Whether a verb, or one that helps it, has a tense."""
    helpers = [child for child in verb.children if child.dep_ in AUXILIARIES]
    tags = {token.tag_ for token in (verb, *helpers)}
    return bool(tags & {"VBD", "VBZ", "VBP", _MODAL}) or (
        verb.tag_ == "VBN" and verb.dep_ in {"ccomp", "advcl"} and not is_infinitive(verb)
    )


def _is_heard(chunks: list[Chunk], firmness: Firmness) -> bool:
    """Whether the words tell how firm it is: "will", "not", the verb that asks for it."""
    if firmness.is_asserted:
        return True
    tokens = [token for part in chunks for token in part.tokens]
    said = {form for token in tokens for form in (token.lower_, token.lemma_.lower())}
    cue = {word for word in firmness.cue.lower().split() if word not in _JOINTS}
    if cue & said:
        return True
    is_open = not firmness.is_denied
    return is_open and any(token.tag_ in {_MODAL, "TO"} and token.dep_ == "aux" for token in tokens)


def _firmness_word(firmness: Firmness) -> str:
    table = lexicon("wording")["firmness"]
    return str(table[firmness.value]) if isinstance(table, dict) else firmness.value.lower()


def _with_source(text: str, said: Said, *, by: str = "") -> str:
    """The text with who says so; ``by`` is the id of who does it."""
    if said.source is None or said.own_act:
        return text
    label = said.source.label
    if "according to" in text.lower():
        return text
    if label.lower() in _OWNERS:
        return f"{text}, as claimed"
    if label.lower() in _PRONOUNS:
        return f"{text}, {label.lower()} said"
    if said.source.id == by or text.lower().removeprefix("the ").startswith(label.lower()):
        return f"{text}, by own account"
    is_one = label[:1].islower() and not label.endswith("s") and label.split()[0] not in _NUMBERS
    return f"{text}, according to {'the ' if is_one else ''}{with_article(label)}"


def _hangs(verb: Token) -> bool:
    """Whether a clause is told with what governs it, which may be who says so: "the minister promised to sign"."""
    return verb.dep_ in _HANGING and not _is_finite(verb)
