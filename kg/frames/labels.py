"""The label of a statement: its clause as a sentence of its own, made of the text's words in their order.

Nothing is rebuilt: a participle stays one. What the clause shares with others is filled in: its subject, auxiliaries,
the antecedent of "which"; personal pronouns are whom they mean. The governor of an infinitive stays, since it
determines factuality: "Peru urged Chad to sign". A phrase that is too long loses the clauses at its end, the last one
first, and other phrases where there is no clause.

Where the words do not show factuality or source, the label adds them.
"""

import re
import sys
from collections.abc import Container, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from kg.coref.anaphora import THIRD_PERSON
from kg.factuality.conditions import condition_words
from kg.factuality.operators import link
from kg.factuality.signatures import Firmness
from kg.frames.clauses import Clause, begins_clause, clause_of, predicate_words
from kg.frames.phrases import Phrases
from kg.frames.sources import Source
from kg.lexicon import pairs, words
from kg.names.lexemes import definite, with_article
from kg.parse import syntax
from kg.parse.control import subjects
from kg.parse.tree import Doc, Token

_MOST = 28  # words of a sentence
_LEAST = 7  # words that there is room for behind a long subject
_MOST_OF_NAME = 7  # words of a name in place of a pronoun, or of a phrase of which only the head matters
_MOST_OF_PHRASE, _MOST_OF_CLAUSE = 12, 15
_MOST_OF_TWO = 30  # words of an aim and what it is the aim of
_MOST_AS_IT_STANDS, _DEEPEST = 40, 4
_MOST_OF_CONDITION = 80  # of one that hangs on a condition, which stands in it
_OBJECTS = frozenset({"dobj", "dative", "attr", "acomp", "oprd", "agent"})
_CORE = _OBJECTS | {"xcomp", "ccomp"}
_MORE = frozenset({"prep", "npadvmod", "advmod", "pcomp", "advcl"})
_HANGING = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
_CLAUSES = frozenset({"acl", "relcl", "advcl"})
_PARTING = _CLAUSES | {"prep", "conj", "npadvmod", "agent", "ccomp", "xcomp"}
_FEW = 8  # words more than wanted, for which nothing is cut
_CONDITIONS, _CHARACTERIZING = words("stance", "conditions", "words"), words("clauses", "characterizing", "words")
_CONNECTING, _JOINTS = (words("wording", name, "words") for name in ("connecting", "joints"))
_GENERIC, _GENERIC_DETERMINERS = (words("wording", "generic", name) for name in ("heads", "determiners"))
_PRONOUNS, _DETERMINERS = words("wording", "pronouns", "words"), words("wording", "articles", "determiners")
_FIRMNESS = pairs("wording", "firmness")
_DASHES, _OPENING = frozenset({"—", "–", "--"}), frozenset("\"'“‘")
_ENDS, _CUT = " ,;:-–—", "…"
_BEFORE_MARK = re.compile(r"\s+([,;:.?!%)\]’”]|['’](?:s|re|ve|ll|d)\b|n't\b)")
_TWICE = re.compile(r"([,;:])(\s*[,;:])+")
_DOUBTFUL_QUOTES = str.maketrans("", "", '"“”')
_AND, _SPACES = re.compile(r"(, | and )"), re.compile(r"\s+")


@dataclass(frozen=True)
class Chunk:
    """Tokens in order of the text; ``is_cut`` where restrictive ones were left out at the end."""

    tokens: tuple[Token, ...]
    is_cut: bool = False


class ClauseWords(NamedTuple):
    """A clause in words: as a sentence of its own, and as it stands in its sentence ("" where none tells it)."""

    label: str
    text: str = ""


@dataclass(frozen=True)
class LabelWriter:
    """Writes the labels of the statements of one Doc."""

    phrases: Phrases

    def sentence(
        self, clause: Clause, firmness: Firmness, said: Source, *, condition: Token | None = None
    ) -> ClauseWords:
        """The clause as a sentence with its condition; under the verb that tells how firm it is, where no word does."""
        verb = clause.verb
        chunks = _of_clause(clause)
        if condition is not None and not any(condition in part.tokens for part in chunks):
            # whatever room there is, as nothing is told without it; an aside at its end is none: "[— a rare step —]"
            told = condition_words(condition)
            dashes = (place for place, token in enumerate(told) if token.text in _DASHES and token.i > condition.i)
            chunks.append(Chunk(told[: next(dashes, None)]))
        by, names_source = next((self.phrases.entity(token).id for token in subjects(verb)), ""), _hangs(verb)
        if verb.dep_ == "ccomp" and syntax.is_predicate(verb.head) and not _is_heard(chunks, firmness):
            own = chunks if _own_subject(verb) else [part for part in chunks if part not in _subject(verb, verb)]
            under = _led(verb.head, [*_group(verb.head), *_marks(verb), *own], _DEEPEST - 1)
            if _is_heard(under, firmness):  # "denied that Peru signed", "denied signing"
                chunks, by, names_source = under, "", True
        label = self._told(chunks, firmness, said, names_source=names_source, by=by)
        return ClauseWords(label, self._as_it_stands(clause, chunks, firmness, is_conditional=condition is not None))

    def nominal(self, noun: Token, firmness: Firmness, said: Source) -> ClauseWords:
        """The label of an event noun: its noun phrase, or, without a possessor, the clause whose object it is."""
        verb = noun.head
        is_owned = any(child.dep_ in {"poss", "agent"} or child.lower_ == "by" for child in noun.children)
        is_told_by_verb = noun.dep_ in {"attr", "oprd"} or (noun.dep_ == "dobj" and not is_owned)
        if is_told_by_verb and syntax.is_predicate(verb):
            return self.sentence(clause_of(verb), firmness, said)
        if verb.lower_ == "as" and verb.head.lemma_.lower() in _CHARACTERIZING and syntax.is_predicate(verb.head):
            return self.sentence(clause_of(verb.head), firmness, Source())  # the clause itself names who says so
        if noun.dep_ == "appos" and noun.head.pos_ in syntax.NOMINAL:
            return self.apposition(noun.head, noun, said)
        while noun.dep_ == "compound":
            noun = noun.head
        return ClauseWords(self._told([chunk(noun, most=_MOST_OF_CLAUSE)], firmness, said))

    def apposition(self, named: Token, description: Token, said: Source) -> ClauseWords:
        """The label of an apposition: "Acme, an oil company"."""
        second = chunk(description, most=_MOST_OF_PHRASE, without={named.i})
        label = _Realizer(self.phrases)
        one = label.text([chunk(named, most=_MOST_OF_NAME, without={description.i})])
        other = label.text([second])
        if second.tokens[0].dep_ == "det":
            other = other[:1].lower() + other[1:]
        return ClauseWords(_with_source(f"{one[:1].upper()}{one[1:]}, {other}", said))

    def _told(
        self, chunks: list[Chunk], firmness: Firmness, said: Source, *, names_source: bool = False, by: str = ""
    ) -> str:
        """The chunks with what they do not make heard; ``by`` is the id of who does it."""
        label = _Realizer(self.phrases)
        text = label.text(chunks)
        text = text[:1].upper() + text[1:]
        if not _is_heard(chunks, firmness):
            text = f"{text} ({_FIRMNESS[firmness.name]})"
        source = said.source
        if names_source and source is not None and (source.label in label.named or source.id == by):
            return text
        return _with_source(text, said, by=by)

    def _as_it_stands(self, clause: Clause, chunks: list[Chunk], firmness: Firmness, *, is_conditional: bool) -> str:
        """The clause in the words of its sentence: its label, and what hangs on its verb but other clauses.

        Words that it shares with a clause before it stand before "…": "Peru … paid Chad". None of what only tells which
        one is meant ("the ships that Peru sold", "ships sold by Peru"), nor of "they" in a quotation.
        """
        verb, doc, first = clause.verb, clause.verb.doc, syntax.first_conjunct(clause.verb)
        label = {token.i for part in chunks for token in part.tokens}
        relatives = {child.i for child in first.children if _is_relative(child)}
        told = sorted(label | self._whole(verb, label))
        while len(told) > 1 and (doc[told[0]].is_punct or _only_joins(doc[told[0]], firmness)):
            told = told[1:]
        is_quoted = sum(token.is_quote for token in doc[verb.sent.start : told[0]]) % 2 > 0
        if (
            (first.dep_ == "acl" and not syntax.is_infinitive(first))
            or (verb.dep_ == "relcl" and (obj := clause.slot("object")) and obj.head not in set(verb.subtree))
            or not relatives.isdisjoint(label)
            or not (verb.dep_ == "ROOT" or any(doc[place].tag_ in syntax.TENSED_TAGS for place in told))
            or (is_quoted and doc[told[0]].lower_ in THIRD_PERSON)
        ):
            return ""
        above = (token for token in (verb, *verb.ancestors) if token.dep_ == "conj")
        shared = relatives | {token.head.i for token in above if token.head.pos_ in syntax.VERBAL}
        runs = [[told[0]]]
        for before, place in pairwise(told):
            between = range(before + 1, place)
            if shared.isdisjoint(between) and (len(between) <= _MOST_OF_NAME or told[-1] - told[0] <= _MOST_OF_TWO):
                runs[-1] += [*between, place]
            else:
                runs.append([place])
        return _with_quotes(doc, _cut(verb, runs, _MOST_OF_CONDITION if is_conditional else _MOST_AS_IT_STANDS))

    def _whole(self, verb: Token, label: Set[int]) -> set[int]:
        """What hangs on a verb but who says so, and clauses that have a subject of their own or are set off."""
        attributions = self.phrases.notes.speakers.attributions
        cues = {place for each in attributions for place in range(*each.cue)} - label
        kept, waiting = {verb.i}, [verb]
        while waiting:
            token = waiting.pop()
            for child in token.children:
                is_finite = child.dep_ == "advcl" and syntax.has_child(child, syntax.SUBJECTS)
                is_finite = is_finite and not _marks(child, _CONDITIONS)
                is_finite = is_finite and verb.doc[child.left_edge.i - 1].dep_ != "npadvmod"  # "a day after it left"
                is_apart = child.dep_ != "advcl" and _is_beside(child, token, verb)
                is_apart = is_apart or is_finite or child.i in cues or (token == verb and _is_relative(child))
                if not child.is_punct and (child.i in label or not is_apart):
                    kept.add(child.i)
                    waiting.append(child)
        return kept


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


def _with_source(text: str, said: Source, *, by: str = "") -> str:
    """The text with who says so; ``by`` is the id of who does it."""
    if said.source is None or said.own_act or "according to" in text.lower():
        return text
    label = said.source.label
    if label.lower() in _PRONOUNS:
        return f"{text}, {label.lower()} said"
    is_own = said.source.id == by and not text.startswith(("I ", "We "))
    if is_own or text.lower().removeprefix("the ").startswith(label.lower()):
        return f"{text}, by own account"
    is_one = label[:1].islower() and not label.endswith("s") and label.split()[0] not in _DETERMINERS
    return f"{text}, according to {'the ' if is_one else ''}{with_article(label)}"


def _only_joins(token: Token, firmness: Firmness) -> bool:
    """As "and", "when", "however" at the beginning of a clause, which tell nothing; not "before Peru could pay"."""
    is_mark = token.dep_ in {"mark", "cc"} or token.tag_ == "WRB" or token.lower_ in _CONNECTING
    is_told = token.lower_ in {"nor", "neither"} | _CONDITIONS or (firmness.is_denied and token.lower_ == "before")
    return is_mark and not is_told


def _cut(verb: Token, runs: list[list[int]], most: int) -> list[list[int]]:
    """Runs of words without those of the last beyond ``most`` words, cut where a phrase ends, with [] behind."""
    *before, last = runs
    room = most - sum(map(len, before))
    if len(last) <= room:
        return runs
    ends = {token.right_edge.i for token in verb.subtree if token.dep_ in _MORE | _CORE}
    kept = [place for place in last if place in ends and place - last[0] < room]
    return [*before, last[: last.index(max(kept)) + 1 if kept else max(room, 1)], []]


def _with_quotes(doc: Doc, runs: list[list[int]]) -> str:
    """The text of runs of words with "…" between them, and the quotation marks around the first and the last of all."""
    first, last = runs[0], runs[-1]
    if doc[first[0] - 1 : first[0]].text in _OPENING:
        first.insert(0, first[0] - 1)
    if last and sum(token.is_quote for run in runs for token in doc[run[0] : run[-1] + 1]) % 2:
        end = last[-1] + 1
        last += range(end, next((token.i + 1 for token in doc[end : end + 2] if token.is_quote), end))
    return f" {_CUT} ".join(" ".join(doc[run[0] : run[-1] + 1].text.split()) if run else "" for run in runs).strip()


# The words of a clause, with those that it shares and those that govern it


def _of_clause(clause: Clause) -> list[Chunk]:
    verb, group = clause.verb, _group(clause.verb)
    room = max(_MOST - sum(_count(part.tokens) for part in _led(verb, group)), _LEAST)
    chunks = [*group, *_arguments(clause, room)]
    noun = _described(verb)
    relative = next((child for child in verb.children if child.dep_ in syntax.SUBJECTS and _is_relative(child)), None)
    if noun is not None and relative is not None:
        return [left_of(noun), Chunk((relative,)), *chunks]
    return _led(verb, chunks)


def _led(verb: Token, tail: list[Chunk], depth: int = 0) -> list[Chunk]:
    """The words of a clause with what leads to them: its subject, or what governs it."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in syntax.VERBAL and _own_subject(first) is None:
        if _is_finite(first) and not _is_finite(first.head):  # "noted they plan to sign, and condemned it"
            return [*_subject(first, verb), *tail]
        first = first.head
    is_alike = first != verb and first.tag_ == verb.tag_ in {"VB", "VBN", "VBG"}
    if is_alike and not syntax.has_child(verb, syntax.AUXILIARIES):
        kinds = syntax.AUXILIARIES if link(verb) == "but" else syntax.AUXILIARIES | {"neg"}
        shared = tuple(child for child in first.children if child.dep_ in kinds)
        tail = [Chunk(shared), *tail] if shared else tail  # "will sign and [will] ratify"
    if depth < _DEEPEST and _hangs(first):
        own = _own_subject(first)
        subject = [*_marks(first, {"for"}), *_subject(first, verb)] if own is not None else []
        return _under(first, [*subject, *tail], depth)
    return [*_marks(first, _CONDITIONS), *_subject(first, verb), *tail]


def _under(verb: Token, tail: list[Chunk], depth: int) -> list[Chunk]:
    """What governs a clause that is not finite ("urged Peru [to sign]"), an aim only where there is room for both."""
    head, subject = verb.head, _subject(verb, verb)
    if verb.dep_ == "advcl" and not syntax.is_infinitive(verb):
        return [*(replace(part, is_cut=True) for part in subject), *tail]  # "The regime … killing thousands"
    if verb.dep_ == "acl" and not syntax.is_infinitive(verb):
        return [chunk(head, most=_MOST_OF_PHRASE, without={verb.i}), *tail]
    if verb.dep_ == "pcomp":
        tail, head = [Chunk((head,)), *tail], head.head
    own = [*subject, *tail]
    if head.pos_ in syntax.NOMINAL | {"ADJ", "ADV"}:
        is_noun = head.pos_ in syntax.NOMINAL
        tail = own = [left_of(head), *tail] if is_noun or syntax.is_predicate(head.head) else own
        head = head.head if not is_noun or head.dep_ == "dobj" else head
    if not syntax.is_predicate(head):
        return own
    is_first = verb.i < head.i  # "upon arriving, he grabbed it"
    end, labels = (sys.maxsize, _CORE) if is_first else (tail[0].tokens[0].i, _OBJECTS | {"prep"})
    between = [c for c in head.rights if c.dep_ in labels and c.right_edge.i < end]
    led = _led(head, [*_group(head), *(chunk(c, most=_MOST_OF_NAME) for c in between), *tail], depth + 1)
    is_aim = verb.dep_ == "advcl" and bool(between)
    is_long = sum(_count(part.tokens) for part in led) > _MOST_OF_TWO or not _subject(head, head)
    return own if is_long and (is_aim or verb.dep_ == "acl") else led


def _subject(first: Token, verb: Token) -> list[Chunk]:
    """Who does it, or undergoes it: the words of the clause, or of where they are shared from; empty for nobody."""
    own = _own_subject(first)
    if own is not None:
        return [chunk(own, most=_MOST_OF_PHRASE)]
    shared = subjects(verb)[:1]
    inside = {first.i, verb.i, *(token.i for token in verb.ancestors if token.dep_ in {"relcl", "acl"})}
    return [chunk(noun, most=_MOST_OF_PHRASE, without=inside | _relatives(noun)) for noun in shared]


def _own_subject(verb: Token) -> Token | None:
    """The subject that stands in the clause: "Canada" of "when Canada imposed", "there" of "there is"."""
    found = (child for child in verb.children if child.dep_ in syntax.SUBJECTS | {"expl"})
    return next((child for child in found if not _is_relative(child)), None)


def _is_relative(token: Token) -> bool:
    return token.tag_ in {"WDT", "WP", "WP$"} or token.lower_ == "that"


def _described(verb: Token) -> Token | None:
    """The noun of "those who fled", "countries importing oil", which the clause tells apart; None for any other."""
    clause = syntax.first_conjunct(verb)
    noun = clause.head
    if clause.dep_ not in {"relcl", "acl"} or noun.pos_ not in {"NOUN", "PRON", "DET"} or syntax.is_set_off(clause):
        return None
    lefts = [child for child in noun.lefts if child.dep_ not in {"amod", "compound", "punct", "advmod"}]
    if lefts:
        return noun if any(child.lower_ in _GENERIC_DETERMINERS for child in lefts) else None
    return noun if noun.lower_ in _GENERIC or noun.tag_ == "NNS" else None


def _arguments(clause: Clause, room: int) -> Iterator[Chunk]:
    """What the verb needs, and as much else as there is room for; an object may be before: "tariffs [it imposed]"."""
    verb, slot = clause.verb, clause.slot("object")
    if verb.dep_ == "relcl" and not clause.passive and slot is not None and slot.head not in set(verb.subtree):
        part = chunk(slot.head, most=_MOST_OF_PHRASE, without=_relatives(slot.head))
        room -= _count(part.tokens)
        yield part
    for child in verb.rights:
        if child.dep_ in _CORE or (child.dep_ == "prt" and child.i > verb.i + 1):  # "voted it [down]"
            part = chunk(child, most=max(min(room, _MOST_OF_CLAUSE), _MOST_OF_NAME))
        elif _is_more(child):
            part = chunk(child, most=max(min(room, _MOST_OF_PHRASE), 1))
            if _count(part.tokens) > room or (part.is_cut and room < _MOST_OF_NAME):
                return
        else:
            continue
        if part.tokens[-1].dep_ != "prep" or child.lower_ == "than":  # else nothing that it leads to is left
            room -= _count(part.tokens)
            yield part


def _is_more(child: Token) -> bool:
    if child.dep_ == "advcl":
        return syntax.is_infinitive(child) and _own_subject(child) is None
    is_count = child.dep_ == "npadvmod" and (child.tag_ == "NNS" or child.nbor(-1).lower_ in {"a", "an"})
    is_distance = is_count and child.doc[child.i + 1 : child.i + 2].text in {
        "after",
        "before",
    }  # "[a day] after it left"
    return child.dep_ in _MORE and not is_distance and child.lower_ not in _CONNECTING and not begins_clause(child)


def _group(verb: Token) -> list[Chunk]:
    found = [one for one in predicate_words(verb) if one.dep_ != "prt" or one.i <= verb.i + 1]
    return [Chunk(tuple(one for one in found if one.i >= verb.i or one.head != verb or one.lower_ not in _CONNECTING))]


def _marks(verb: Token, words: Set[str] | None = None) -> list[Chunk]:
    """The conjunctions that introduce a clause, or those among some."""
    marks = (child for child in verb.children if child.dep_ == "mark")
    return [Chunk((mark,)) for mark in marks if words is None or mark.lower_ in words]


def _relatives(noun: Token) -> set[int]:
    return {child.i for child in noun.children if child.dep_ == "relcl"}


def _is_finite(verb: Token) -> bool:
    """Whether a verb, or one that helps it, has a tense."""
    tags = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in syntax.AUXILIARIES)}
    return bool(tags & syntax.TENSED_TAGS) or (
        verb.tag_ == "VBN" and verb.dep_ in {"ccomp", "advcl"} and not syntax.is_infinitive(verb)
    )


def _hangs(verb: Token) -> bool:
    """Whether a clause is told with what governs it, which may be who says so: "the minister promised to sign"."""
    return verb.dep_ in _HANGING and not _is_finite(verb)


# Phrases, cut to a length


def chunk(head: Token, *, most: int, without: Container[int] = ()) -> Chunk:
    """A token's subtree; of one longer than ``most`` words what stands before its last phrase that begins within them.

    ``without``: indices of tokens to leave out.
    """
    kept = _below(head, without)
    words = [i for i in sorted(kept) if not kept[i].is_punct]
    ends = [kept[i].left_edge.i for i in words[: most + 1] if kept[i].dep_ in _PARTING and i > head.i]
    if len(words) <= most or not ends or len(words) - most <= _FEW:
        return Chunk(_with_marks(head, kept))
    return Chunk(_with_marks(head, {i: token for i, token in kept.items() if i < max(ends)}), is_cut=True)


def left_of(head: Token) -> Chunk:
    """A noun with its premodifiers: "its effort" of "its effort to reduce tariffs"."""
    kept = {t.i: t for child in head.lefts if child.dep_ not in {"cc", "preconj", "punct"} for t in child.subtree}
    return Chunk(_with_marks(head, {**kept, head.i: head}))


def _count(tokens: Iterable[Token]) -> int:
    return sum(not token.is_punct for token in tokens)


def _below(head: Token, without: Container[int]) -> dict[int, Token]:
    """The tokens under one that belong to its phrase."""
    kept, waiting = {head.i: head}, [head]
    while waiting:
        token = waiting.pop()
        for child in token.children:
            if child.i not in without and not child.is_punct and not _is_beside(child, token, head):
                kept[child.i] = child
                waiting.append(child)
    return kept


def _is_beside(child: Token, token: Token, head: Token) -> bool:
    """What is no part of a phrase: asides, appositions, conjuncts, clauses: "was late [and that Ada left]"."""
    if child.is_space or child.dep_ in {syntax.META, "parataxis", "intj"} or syntax.is_negated_conjunct(child):
        return True
    is_left_over = child.dep_ == "cc" or (child.dep_ == "neg" and child.i > token.i)
    if is_left_over and any(map(syntax.is_negated_conjunct, token.children)):
        return True
    after = (one for one in token.children if one.i >= child.i and one.dep_ == "conj")
    clause = next(after, None) if child.dep_ in {"cc", "conj"} and token.pos_ not in syntax.VERBAL else None
    if clause is not None and clause.pos_ in syntax.VERBAL and syntax.has_child(clause, syntax.SUBJECTS):
        return True
    if child.dep_ == "appos" or ((child.tag_, token.ent_type_) == ("CD", "PERSON") and child.i > token.i):  # "Berg, 57"
        first = child.left_edge
        return child.pos_ != "PROPN" or first.is_punct or child.doc[max(first.i - 1, 0)].is_punct
    if child.dep_ in _CLAUSES and child.i > token.i:
        return syntax.is_set_off(child)
    return token == head and token.pos_ in syntax.VERBAL and child.dep_ in {"conj", "cc", "preconj"}


def _with_marks(head: Token, kept: dict[int, Token]) -> tuple[Token, ...]:
    """The tokens with the marks that stand between two of them; a conjunction that leads to nothing is left out."""
    doc = head.doc
    for i in sorted(kept):
        if i != head.i and doc[i].dep_ in {"cc", "preconj"}:
            others = [child.i for child in doc[i].head.children if child.dep_ == "conj" and child.i > i]
            if others[:1] not in [[place] for place in kept] and doc[i].right_edge.i + 1 not in kept:
                kept = {place: token for place, token in kept.items() if token not in set(doc[i].subtree)}
    marks = [doc[i + 1] for i, after in pairwise(sorted(kept)) if after == i + 2 and doc[i + 1].is_punct]
    return tuple(sorted((*kept.values(), *marks), key=lambda token: token.i))


# Tokens as text


@dataclass(frozen=True)
class _Realizer:
    """Writes the tokens of one label; a pronoun as its antecedent, unless the label has named that before."""

    phrases: Phrases
    named: set[str] = field(default_factory=set)
    _spoken: set[int] = field(default_factory=set)

    def text(self, chunks: Iterable[Chunk]) -> str:
        """The text of chunks as one line, without stray marks at its ends or quotation marks that are not closed."""
        pieces: list[str] = []
        for part in chunks:
            for here, after in zip(part.tokens, (*part.tokens[1:], None), strict=True):
                is_next = after is not None and after.i == here.i + 1
                pieces.append(self._word(here) + (here.whitespace_ if is_next else " "))
            if part.is_cut:
                pieces.append(f"{_CUT} ")
        plain = _TWICE.sub(r"\1", _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", "".join(pieces)))).strip(_ENDS)
        if plain.count("“") != plain.count("”") or plain.count('"') % 2:
            plain = plain.translate(_DOUBTFUL_QUOTES)
        for marks in ("()", "[]"):
            if plain.count(marks[0]) != plain.count(marks[1]):
                plain = _SPACES.sub(" ", plain.translate(dict.fromkeys(map(ord, marks), " ")))
        return plain.replace(f", {_CUT}", f" {_CUT}").removesuffix(".").strip(_ENDS)

    def _word(self, token: Token) -> str:
        """The words for the next token."""
        self._spoken.add(token.i)
        name = self.phrases.notes.inside.get(token.i)
        if name is not None and name.root.i == token.i:
            self.named.update({name.text, self.phrases.entity(token).label})
        if token.tag_ == "PRP" and not (token.lower_ in {"i", "we"} and syntax.finite_verb(token.head).tag_ == "VBP"):
            return self._replaced(token, self.phrases.pronoun_referent(token))  # a name would want "takes" for "I take"
        is_inside = name is None and token.pos_ != "PROPN" and len(self._spoken) > 1
        # as "The" in 'said: "The water that they drank"', "If" in '"If it rains, ...'
        begins = is_inside and (token.is_sent_start or (token.tag_ in {"DT", "IN"} and token.nbor(-1).is_quote))
        return token.lower_ if begins else token.text

    def _replaced(self, token: Token, words: str | None) -> str:
        """The words in place of a pronoun, unless they tell nothing new or are too many."""
        if words is None or words.lower() == token.lower_ or len(words.split()) > _MOST_OF_NAME:
            return token.text
        if any(mention.root.i in self._spoken - {token.i} for mention in self.phrases.notes.cluster(token)):
            return token.text
        self.named.add(words.removesuffix("'").removesuffix("'s"))
        if token.i in self.phrases.notes.groups:
            return "".join(piece if _AND.fullmatch(piece) else definite(piece) for piece in _AND.split(words))
        return definite(words)
