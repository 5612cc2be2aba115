"""Who says what a clause tells: the one place where it is decided.

``Speakers.of`` gives the sources of a clause, the nearest first, as attributions tell them; none where the article
itself says so. Who asks another to do something is one: "Beijing urged Ottawa to lift the tariffs".
"""

from dataclasses import dataclass
from functools import cached_property

from kg.attribution import Attribution, Range, attributions
from kg.attribution.phrases import is_actor
from kg.factuality.signatures import signature
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.control import subjects
from kg.parse.provenance import ATTRIBUTION, rule_id
from kg.parse.syntax import SUBJECTS, has_child, is_passive, is_predicate
from kg.parse.tree import Doc, Token

_FIRST_PERSON = words("reporting", "forms", "first_person", "singular")
_MESSAGES, _SENDING = (words("reporting", "forms", "messages", of) for of in ("nouns", "sending"))
_AUTHORED = frozenset({"poss", "prep", "agent", "acl", "relcl"})
_REQUESTED = rule_id(ATTRIBUTION, "requester")


@dataclass(frozen=True)
class Spoken:
    """Who says a clause: the heads of its sources, the nearest first; none where the article says it itself."""

    sources: tuple[Token, ...] = ()
    attribution: Attribution | None = None
    """Of the nearest source; None where nobody reports the clause."""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speakers:
    """The attributions of one Doc, and whose words each clause is."""

    doc: Doc

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """Those on the Doc."""
        return attributions(self.doc)

    def of(self, clause: Token) -> Spoken:
        """Who says the clause with this head, or names the happening: the sources, with the rules that tell so."""
        asking, held = self._requester(clause), self.holding(clause)[:2]
        found = [self._source(each) for each in held]
        sources = [head for head in (asking, *found) if head is not None]
        nearest = held[0] if held and found[0] is not None else None
        rules = (*(nearest.rules if nearest else ()), *((_REQUESTED,) if asking is not None else ()))
        return Spoken(tuple(dict.fromkeys(sources)), nearest, rules)

    def holding(self, token: Token) -> list[Attribution]:
        """The attributions whose content holds a token, the tightest first: "A said that B warned that ..."."""
        return self._held[token.i]

    def source(self, own: Attribution) -> Range | None:
        """Who says it, in tokens; for "I think", or where nobody is named, that of the next wider attribution."""
        if own.source is not None and not self._is_first_person(own.source):
            return own.source
        wider = (each.source for each in self._held[own.cue[0]] if each is not own)
        return next((one for one in wider if one is not None and not self._is_first_person(one)), own.source)

    @cached_property
    def _held(self) -> list[list[Attribution]]:
        held: list[list[Attribution]] = [[] for _ in range(len(self.doc))]
        for each in sorted(self.attributions, key=lambda each: (each.width, -each.number)):
            for start, end in each.content:
                for token in range(start, end):
                    held[token].append(each)
        return held

    def _is_first_person(self, source: Range) -> bool:
        return source[1] - source[0] == 1 and self.doc[source[0]].lower_ in _FIRST_PERSON

    def _source(self, each: Attribution) -> Token | None:
        """The head of who says it; None where that is left open."""
        source = self.source(each)
        if source is None or each.leaves_open_who:
            return None
        head = self.doc[slice(*source)].root
        return self._sender(head) or head

    def _sender(self, message: Token) -> Token | None:
        """Who sent "the message" that says so: the subject of the sentence before; None where it is told whose."""
        if message.lemma_.lower() not in _MESSAGES or any(child.dep_ in _AUTHORED for child in message.children):
            return None
        first = message.sent.start
        before = self.doc[first - 1].sent.root if first else None
        while before is not None and before.pos_ == "SPACE" and before.sent.start:
            before = self.doc[before.sent.start - 1].sent.root
        if before is None or before.lemma_.lower() not in _SENDING or is_passive(before):
            return None
        return next((one for one in subjects(before) if is_actor(one)), None)

    def _requester(self, verb: Token) -> Token | None:
        """Who asks another for it: a person or body, no agreement that encourages it."""
        while verb.dep_ == "conj" and is_predicate(verb.head) and not has_child(verb, SUBJECTS):
            verb = verb.head  # "urged Chad to stop and to leave"
        governor = verb.head
        if verb.dep_ not in {"xcomp", "ccomp"} or not is_predicate(governor) or is_passive(governor):
            return None
        asks = signature("to", "verbs", governor.lemma_.lower())
        if asks is None or asks.holds.value is not Factuality.REQUESTED:
            return None
        asking, asked = subjects(governor), subjects(verb)
        is_other = bool(asking and asked) and asking[0] != asked[0] and asking[0].lower_ != "you"
        return asking[0] if is_other and is_actor(asking[0]) else None
