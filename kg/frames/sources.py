"""Whose words a clause is: the article's own, or a source's, and who reports that source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.attribution import Attribution
from kg.classes import ACTORS, ORGANIZATIONS
from kg.factuality.signatures import signature
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.phrases import Phrases
from kg.lexicon import words
from kg.model import Entity, Factuality
from kg.parse.control import subjects
from kg.parse.provenance import ATTRIBUTION, rule_id
from kg.parse.syntax import SUBJECTS, is_infinitive, is_passive, is_predicate
from kg.parse.tree import Token

_OFFICIAL = frozenset({"Government", "PublicBody", "InternationalOrganization", "Country", "Office"})
_DIRECTED = words("clauses", "directed", "words")
_LIGHT = words("reporting", "forms", "light", "verbs")
_FIRST_PERSON = frozenset({"we", "i"})
_NOBODY = frozenset({"that", "which", "this"})
_PERSON = "Person"
_ANNOUNCES = "announce"
_REQUESTED = (rule_id(ATTRIBUTION, "requester"),)


@dataclass(frozen=True)
class Said:
    """Who says a clause; all empty for the article's own voice."""

    source: Entity | None = None
    reported_by: Entity | None = None
    own_act: bool = False
    claimed_on: date | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sources:
    """Sources of one Doc."""

    notes: Annotations
    phrases: Phrases
    anchors: TimeAnchors

    def said(self, verb: Token, *, subject: Entity | None) -> Said:
        """Who says the clause of ``verb``; ``subject`` tells a source that announces its own act."""
        requester = self._requester(verb)
        index = self.notes.attributed[verb.i]
        if index is None:
            return Said(source=requester, rules=_REQUESTED if requester is not None else ())
        attribution = self.notes.attributions[index]
        source, reporter = self._source(index), self._source(self.notes.outer[verb.i])
        if requester is not None and source is not None and requester.id != source.id:
            source, reporter = requester, source
        if source is None:
            source, reporter = reporter, None
        if source is not None and source.label.lower() == "it":  # "the mission would stay, it said"
            source = subject if subject is not None and subject.cls in ACTORS else source
        if source is None:
            return Said(source=requester, rules=_REQUESTED if requester is not None else ())
        reporter = reporter if reporter is not None and reporter.id != source.id else None
        own = (
            attribution.kind == _ANNOUNCES
            and source.cls in _OFFICIAL
            and subject is not None
            and subject.id == source.id
        )
        rules = (*attribution.rules, *(_REQUESTED if requester is not None else ()))
        return Said(source, reporter, own_act=own, claimed_on=self._claimed(attribution), rules=rules)

    def is_cue(self, verb: Token) -> bool:
        """Whether a verb does nothing but introduce what a source says."""
        return verb.i in self._cues

    @cached_property
    def _cues(self) -> frozenset[int]:
        return frozenset(place for each in self.notes.attributions for place in range(*each.cue))

    def _source(self, index: int | None) -> Entity | None:
        speaker = self.notes.speakers[index] if index is not None else None
        root = self._speaking(*speaker) if speaker is not None else None
        if root is None or any(child.lower_ == "no" for child in root.children):
            return None
        found = self.phrases.entity(root)
        if root.lower_ in _FIRST_PERSON and found.label.lower() == root.lower_:
            return None  # "we announce": the article's own voice
        if root.lower_ in _NOBODY and found.label.lower() == root.lower_:
            return None  # a conjunction that the parser takes for a subject
        return found if found.cls != "Quantity" else None  # "of the dead, 40 percent were": no number says anything

    def _speaking(self, start: int, end: int) -> Token:
        """Who speaks; of "Ministry of Health (MOH) Secretary Anna Berg", which the parser takes apart, Anna Berg."""
        root = self.notes.doc[start:end].root
        if root.dep_ == "det" and root.head.i == end:  # "an Oxfam release reports", where the verb is taken for a noun
            root = self.notes.doc[end - 1]
        named, person = self.notes.names.get(root.i), self.notes.inside.get(end - 1)
        if named is None or person is None or person.label_ != _PERSON or named.label_ not in ORGANIZATIONS:
            return root
        apart = {token.dep_ for token in (person.root, *person.root.ancestors) if root.i < token.i < end}
        is_described = person.start > named.end and not apart & {"conj", "agent", "acl", "relcl"}
        return person.root if is_described and self.notes.doc[person.start - 1].is_title else root

    def _requester(self, verb: Token) -> Entity | None:
        """As in "Beijing urged Ottawa to pursue autonomy": the pursuit is Beijing's word, not the article's."""
        while verb.dep_ == "conj" and is_predicate(verb.head) and not any(c.dep_ in SUBJECTS for c in verb.children):
            verb = verb.head  # "urged Chad to stop and to leave"
        governor = verb.head
        if verb.dep_ == "acl" and is_infinitive(verb) and governor.lemma_.lower() in _DIRECTED:
            return self._caller(verb, governor.head)
        if verb.dep_ not in {"xcomp", "ccomp"} or not is_predicate(governor) or is_passive(governor):
            return None
        asks = signature("to", "verbs", governor.lemma_.lower())
        if asks is None or asks.holds is not Factuality.REQUESTED:
            return None
        asking, asked = subjects(governor), subjects(verb)
        if not asking or not asked or asking[0] == asked[0]:
            return None
        found = self.phrases.entity(asking[0])
        return found if found.cls in ACTORS else None  # no agreement that encourages X to sign says so

    def _caller(self, verb: Token, light: Token) -> Entity | None:
        """As in "issued a call for Chad to leave": that Chad leave is the word of who issued the call."""
        calling = subjects(light)
        if (
            verb.head.dep_ != "dobj"
            or light.lemma_.lower() not in _LIGHT
            or is_passive(light)
            or not calling
            or not subjects(verb)
        ):
            return None
        found = self.phrases.entity(calling[0])
        return found if found.cls in ACTORS else None

    def _claimed(self, attribution: Attribution) -> date | None:
        time = self.anchors.of_verb(self.notes.doc[attribution.cue[0] : attribution.cue[1]].root)
        return time.start if time is not None and time.start is not None and time.start == time.end else None
