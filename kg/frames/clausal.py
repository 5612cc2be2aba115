"""The frames of an article: one for each clause and each event noun, with factuality, source and time.

A frame knows no ontology: it is the predicate-argument structure of a clause in the text's own words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.coref.mentions import is_pleonastic
from kg.factuality.composition import denied_of, firmness_of
from kg.factuality.conditions import condition_above, limit, words_of
from kg.factuality.operators import is_asked, is_none, mark
from kg.frames.anchoring import TimeAnchors, is_range, with_bounds
from kg.frames.annotations import Annotations
from kg.frames.clauses import Clause, Slot, clause_of, clauses, governor, is_content, predicate_text
from kg.frames.labels import LabelWriter
from kg.frames.nominal import Nominals
from kg.frames.noun_phrases import core, text
from kg.frames.phrases import Phrases, lemma
from kg.frames.sources import Source, Sources, sentence_evidence
from kg.frames.summary import ASKED, LEFT_OPEN, leave_out
from kg.lexicon import pairs, words
from kg.model import Argument, Article, BlockKind, Entity, Evidence, Frame, NodeId, Phrase
from kg.model.classes import ORGANIZATIONS
from kg.model.construction import Construction
from kg.names.groups import GROUP
from kg.parse.control import subjects
from kg.parse.intervals import Intervals
from kg.parse.provenance import FIRMNESS, rule_id
from kg.parse.syntax import NOMINAL, VERBAL, determiner, is_perfect, is_predicate, negated_conjuncts
from kg.parse.tree import Parsed, Span, Token

_NOT_ARGUMENTS = words("clauses", "not_arguments", "words") | words("clauses", "list_prepositions", "words")
_ANSWERS, _CAUSE_MARKS = words("responses", "answer", "verbs"), words("responses", "cause", "marks")
_CONDITIONS = words("stance", "conditions", "words") | {"because"}
_NOMINALS = frozenset(pairs("clauses", "nominals"))
_EMPTY_PHRASES, _WITH_GERUND = (words("clauses", name, "words") for name in ("empty_phrases", "with_gerund"))
_CHARACTERIZING = words("clauses", "characterizing", "words")
_CLAUSE_BESIDE = words("stance", "gerund", "Denied") - {"short of"} | {"with"}
_MAX_BACK = 12  # frames; an answer stands near what it answers
_WHATEVER = words("clauses", "pointing", "whatever")
_URGING = words("signatures", "urge", "that_verbs") | words("signatures", "urge", "to_verbs")
_EMPTY = frozenset({"there", "which", "what", "who", "whom", "that"})
_PERSON = "Person"
_SEATED, _JOINED = (words("phrases", "joined", name) for name in ("seated", "words"))
_SEATED_KINDS = ORGANIZATIONS | {_PERSON}


def frames(doc: Parsed, article: Article, *, nouns: frozenset[str] = frozenset()) -> Iterator[Frame]:
    """Every frame of an article, in order of the text; captions, headings and bylines have none.

    ``nouns`` are the lemmas of nouns that have frames of their own ("tariff", "visit", "ally").
    """
    sources = Sources.of(doc)
    notes, phrases, anchors = sources.notes, sources.phrases, sources.anchors
    blocks, wording = Intervals.of(article.blocks), LabelWriter(phrases)
    yield from _Framer(article, blocks, nouns, notes, phrases, anchors, sources, wording).frames()


@dataclass(frozen=True)
class _Framer:
    article: Article
    blocks: Intervals
    nouns: frozenset[str]
    notes: Annotations
    phrases: Phrases
    anchors: TimeAnchors
    sources: Sources
    wording: LabelWriter

    def frames(self) -> Iterator[Frame]:
        earlier: list[Frame] = []
        nominals = Nominals(self.article, self.notes, self.phrases, self.sources, self.anchors, self.wording)
        compounds = Compounds(self.notes, self.phrases, self.sources)
        for sentence in self._sentences():
            evidence = sentence_evidence(sentence, self.notes, self.article.id)
            for clause in clauses(sentence):
                silent = ASKED if is_asked(clause.verb) else self.sources.omission_cause(clause.verb)
                if silent:
                    leave_out(self.notes.doc, silent, clause.verb.idx)
                    continue
                for frame in self._clause_frames(clause, evidence):
                    earlier.append(replace(frame, links=(*frame.links, *_answered(frame, earlier))))
                    yield earlier[-1]
            for token in sentence:
                if self._is_trigger(token) and not self.sources.omission_cause(token):
                    yield nominals.event_noun(token, evidence)
                if token.dep_ == "appos":
                    yield from nominals.apposition(token, evidence)
                yield from compounds.frames(token, evidence)
        yield from nominals.named()

    def _sentences(self) -> Iterator[Span]:
        """Those of words: a language model's parser makes one of blanks ahead of a paragraph."""
        for sentence in self.notes.doc.sents:
            kind = self.blocks.at(sentence.start_char)
            if sentence.text.strip() and (not kind or BlockKind(kind).makes_statements):
                yield sentence

    def _clause_frames(self, clause: Clause, evidence: Evidence) -> Iterator[Frame]:
        """The clause, and what it calls its object ("called it a success")."""
        # as in "if the broadcasts stop", "because they stopped"
        conditions = [child for child in clause.verb.children if child.dep_ == "advcl" and mark(child) in _CONDITIONS]
        told = (Argument(mark(each), self.phrases.phrase(each)) for each in conditions if is_predicate(each))
        arguments = (*self._arguments(clause), *self._whens(clause), *told)
        words = tuple(self._characterized(clause, evidence)) if clause.lemma in _CHARACTERIZING else ()
        is_told = any(argument.slot == "object" for argument in arguments)
        if clause.passive and clause.slot("object") is not None and not is_told:
            return  # "she was fined by Norway", where nobody knows who that is
        frame, subject = self._frame(clause, arguments, evidence), clause.slot("subject")
        asking = frame.source if clause.verb.dep_ in {"ccomp", "xcomp"} and clause.verb.head.lemma_ in _URGING else None
        if asking and subject and subject.head.pos_ != "PRON" and self.phrases.entity(subject.head).id == asking.id:
            return  # "China demanded that the state allow it": nobody asks it of himself by a noun
        noun, is_copula = next(filter(self._is_trigger, _said_of(clause)), None), clause.kind == "copula"
        if noun is not None and frame.governor is None and (is_copula or clause.lemma in _CHARACTERIZING):
            # "described the dam as part of a scheme", "is a member of": the noun tells all that the clause tells
            name = NodeId(f"noun:{noun.idx}:{self.phrases.event_id(noun)}")
            frame = replace(frame, governor=name, is_content=not is_copula)
        is_named = bool(words) and clause.slot("complement") is not None  # "called it a chance" is no call
        yield replace(frame, kind="characterization") if is_named else frame
        yield from words
        yield from self._denied(clause, frame)

    def _denied(self, clause: Clause, frame: Frame) -> Iterator[Frame]:
        """What a clause denies of a conjunct, which is no part of what it tells: "progress but not the removal"."""
        firm = denied_of(clause.verb)
        for name, noun in ((slot.name, noun) for slot in clause.slots for noun in negated_conjuncts(slot.head)):
            kept = tuple(one for one in frame.arguments if one.slot in {"subject", "object"} - {name})
            none = Argument(name, self.phrases.phrase(noun))
            before = [one.phrase.text for one in kept if one.slot == "subject"] or ["Not", none.phrase.text]
            after = ["… not", none.phrase.text] if name != "subject" else []
            yield replace(
                frame,
                id=NodeId(f"{frame.id}-not-{noun.idx}"),
                arguments=(*kept, none),
                factuality=firm.value,
                negated=firm.negated,
                firmness_cue=firm.cue,
                clause=" ".join([*before, frame.predicate_text, *after]),
                rules=(*frame.rules, *(rule_id(FIRMNESS, rule) for rule in firm.rules)),
                links=(),
            )

    def _characterized(self, clause: Clause, evidence: Evidence) -> Iterator[Frame]:
        """As in "described the dam as part of a scheme": the dam is part of a scheme, in that speaker's words."""
        speaker, target, words = clause.slot("subject"), clause.slot("object"), _said_of(clause)
        if speaker is None or target is None or not words or self._is_open(target):
            return
        source, outer = self.phrases.entity(speaker.head), self.sources.said(clause.verb, subject=None).source
        firmness = firmness_of(clause.verb)
        said = Source(source, outer if outer is not None and outer.id != source.id else None)
        told = self.wording.sentence(clause, firmness, Source())
        yield replace(
            self.sources.frame(
                words[0], clause.words, evidence, Construction("characterized"), said=said, firmness=firmness
            ),
            predicate_text=" ".join(token.text for token in clause.words),
            arguments=(
                Argument("subject", self.phrases.phrase(target.head)),
                *(Argument("complement", self.phrases.phrase(word)) for word in words),
            ),
            clause=told.label,
            clause_text=told.text,
            rules=self.sources.rules(clause.verb, firmness, Source()),
            governor=self._name(clause.verb),
            is_content=True,
        )

    def _arguments(self, clause: Clause) -> Iterator[Argument]:
        subject = clause.slot("subject")
        for slot in clause.slots:
            is_before = slot.name == "as" and subject is not None and slot.head.i < min(subject.head.i, clause.verb.i)
            if not self._is_argument(slot) or is_before:  # "As allies, they share": it tells of the subject
                continue
            if is_none(slot.head) and not firmness_of(clause.verb).negated:
                continue  # "nobody failed to sign" tells of no signing by nobody
            is_why = slot.head.left_edge.tag_ == "WRB"
            if slot.name == "clause" and clause.lemma == "ask" and (is_why or is_asked(slot.head)):
                continue  # "asked whether Peru paid" asks nothing of Peru
            if self._is_open(slot):
                leave_out(self.notes.doc, LEFT_OPEN, slot.head.idx)
            else:
                yield from (Argument(slot.name, phrase) for phrase in self._together(slot))

    def _is_open(self, slot: Slot) -> bool:
        if slot.name == "object" and slot.head.lower_ in _WHATEVER:
            return False  # "will not change anything"
        return slot.name != "complement" and is_unresolved(slot.head, self.phrases.entity(slot.head), self.notes)

    def _together(self, slot: Slot) -> tuple[Phrase, ...]:
        """The phrase, or once for each entity that it stands for: "both countries signed" is two who sign."""
        name = self.notes.names.get(slot.head.i)
        if slot.name == "complement" and name is not None and name.id_ == GROUP:
            return (self.phrases.description(slot.head),)  # "is the third Danish coach to leave"
        phrase = self.phrases.phrase(slot.head)
        return tuple(replace(phrase, entity=one) for one in self.phrases.together(slot.head)) or (phrase,)

    def _whens(self, clause: Clause) -> Iterator[Argument]:
        """The times of a clause as arguments in the slot ``when``; the lemma is the preposition before, if any."""
        ends = {"subject", "object", "clause", "complement"}
        found = [(slot.name, slot.head) for slot in clause.slots if slot.name not in ends]
        found += [("", child) for child in clause.verb.children if child.dep_ in {"npadvmod", "advmod"}]
        for preposition, head in found:
            span = self.notes.times.get(head.i)
            if span is None or span.kb_id_.endswith("_REF") or is_range(span, clause.verb):
                continue
            # as "2016" of "between 2014 and 2016"
            is_told = any(token.i in self.notes.times for token in with_bounds(span) if token.i < span.start)
            if not is_told and span.label_ in {"DATE", "TIME", "DURATION"}:
                yield Argument("when", self.phrases.time_phrase(span, preposition))

    def _is_argument(self, slot: Slot) -> bool:
        above = slot.preposition.head.lemma_.lower() if slot.preposition is not None else ""
        if slot.name in _CLAUSE_BESIDE and slot.head.pos_ in VERBAL and f"{above} {slot.name}" not in _WITH_GERUND:
            return False  # "with the president underscoring", "far from signing": a clause beside this one
        if slot.head.tag_ == "PRP$" and self.phrases.entity(slot.head).label.lower() == slot.head.lower_:
            return False  # "our effort to", where nobody is known for "our"
        is_of_something = slot.name == "to" and any(child.lower_ == "of" for child in slot.head.rights)
        if f"{slot.name} {slot.head.lower_}" in _EMPTY_PHRASES and not is_of_something:  # "led to an end of the war"
            return False
        is_empty = slot.head.lower_ in _EMPTY and not any(child.lower_ == "of" for child in slot.head.rights)
        if slot.name in _NOT_ARGUMENTS or slot.head.tag_ in {"WDT", "WP", "EX", "WRB"} or is_empty:
            return False  # "what" stands for nothing by itself; "that of its rival" does
        name = self.notes.inside.get(slot.head.i)
        if name is not None and slot.head.i not in self.notes.names and slot.head != name.root:
            return False  # "Marsh" of "hired Hall, Marsh and Co", which the parse takes for three
        is_end = slot.name in {"subject", "object", "clause"} and slot.preposition is None  # not "signed by Monday"
        return is_end or slot.head.i not in self.notes.times

    def _frame(self, clause: Clause, arguments: tuple[Argument, ...], evidence: Evidence) -> Frame:
        firmness = firmness_of(clause.verb)
        subject = next((argument.phrase.entity for argument in arguments if argument.slot == "subject"), None)
        said = self.sources.said(clause.verb, subject=subject)
        condition = None if firmness.is_asserted or firmness.is_denied else condition_above(clause.verb)
        condition = limit(clause.verb) if condition is None and firmness.negated else condition
        words = self.wording.sentence(clause, firmness, said, condition=condition)
        predicate, tense = predicate_text(clause.verb)
        first = min((noun.i for noun in subjects(clause.verb)), default=clause.verb.i)
        between = [self.notes.names.get(token.i) for token in self.notes.doc[first + 1 : clause.verb.i]]
        causal = _CAUSE_MARKS - ({"since"} if is_perfect(clause.verb) else set())  # "have died since the war began"
        causes = [child for child in clause.verb.children if child.dep_ == "advcl" and mark(child) in causal]
        time, outer = self.anchors.of_verb(clause.verb), governor(clause)
        # one with a day of its own tells of another time: "mend the bridge [that fell in April]"
        is_apart = clause.verb.dep_ == "relcl" and time is not None and time.start is not None
        return replace(
            self.sources.frame(clause.verb, clause.words, evidence, clause.construction, said=said, firmness=firmness),
            lemma=clause.lemma,
            kind="cue" if clause.verb.i in self.sources.cues else clause.kind,
            predicate_text=predicate,
            arguments=arguments,
            own_act=said.own_act,
            time=time,
            claimed_on=said.claimed_on,
            is_passive=clause.passive,
            tense=tense,
            # Karl Hall of "Anna Berg, who replaced Karl Hall, resigned"
            interposed=frozenset(self.phrases.entity(one.root).id for one in between if one and one.label_ == _PERSON),
            links=tuple(("cause", self.phrases.event_id(each)) for each in causes if is_predicate(each)),
            governor=None if outer is None or is_apart else self._name(outer.verb),
            is_content=is_content(clause),
            condition=words_of(condition),
            condition_frame=self._name(condition) if condition is not None and is_predicate(condition) else None,
            clause=words.label,
            clause_text=words.text,
            rules=self.sources.rules(clause.verb, firmness, said),
        )

    def _name(self, verb: Token) -> NodeId:
        """The ``Frame.name`` of the clause of a verb."""
        return NodeId(f"clause:{clause_of(verb).words[0].idx}:{self.phrases.event_id(verb)}")

    def _is_trigger(self, token: Token) -> bool:
        if token.pos_ not in NOMINAL or token.i in self.notes.times:
            return False
        if token.dep_ == "compound" and token.head.i not in self.notes.names:
            return False
        name = self.notes.names.get(token.i)
        is_plain = name is None or (name.label_ == "Agreement" and name.root == token)  # "the Lima Accord with Peru"
        return is_plain and (lemma(token) in self.nouns or lemma(token) in _NOMINALS)


def _said_of(clause: Clause) -> tuple[Token, ...]:
    """What is said of the object: "illegal" of "called it illegal", "a success" of "hailed it as a success"."""
    named = (slot.head for slot in clause.slots if slot.name in {"as", "complement"})
    return tuple(token for token in named if token.pos_ in {"NOUN", "PROPN", "ADJ"})


def _answered(frame: Frame, earlier: Sequence[Frame]) -> Iterator[tuple[str, NodeId]]:
    """The act of another country that a frame answers, and what that brought about: "China responded with tariffs"."""
    who = _country(frame)
    if frame.lemma not in _ANSWERS or not who:
        return
    for cause in reversed(earlier[-_MAX_BACK:]):
        is_theirs = cause.kind == "verb" and not cause.negated and _country(cause) not in {"", who}
        if is_theirs and any(phrase.entity.country == who for phrase in _within(cause.arguments)):
            objects = (one.phrase.entity for one in cause.arguments if one.slot == "object")
            yield "inResponseTo", cause.id
            yield from (("inResponseTo", one.id) for one in objects if one.cls == "Event")
            return


def _within(arguments: Iterable[Argument]) -> Iterator[Phrase]:
    """The phrases of arguments, and what the parser hung on the object: "a duty on [sugar from Peru]"."""
    for argument in arguments:
        yield argument.phrase
        if argument.slot not in {"subject", "clause"}:
            yield from _within(argument.phrase.arguments)


def _country(frame: Frame) -> str:
    return next((argument.phrase.entity.country for argument in frame.arguments if argument.slot == "subject"), "")


_POINTING = words("clauses", "pointing", "words") | words("clauses", "speakers", "words")
_RANKS, _ANYBODY = words("clauses", "ranks", "words"), frozenset({"those", "anyone", "anybody"})
_ANYTHING = frozenset({"it", "they", "them", "itself", "themselves"})
_ANY_PERSON = frozenset({"he", "she", "him", "her", "himself", "herself"})
_OF_WHOM = frozenset({"PRP", "WP", "WDT"})


def is_unresolved(head: Token, entity: Entity, notes: Annotations) -> bool:
    """Whether a phrase is an anaphor without antecedent; ``entity`` is its referent, as far as known.

    A text that begins with "it" or "she" is about that referent, which then counts as known.
    """
    said = entity.label.lower()
    if head.i in notes.ambiguous:
        return True
    if is_none(head):
        return False  # "no one signed"
    if said in _ANYTHING:
        return is_pleonastic(head) or any(token.pos_ in NOMINAL for token in head.doc[: head.i])
    if said in _ANY_PERSON:
        return any(name.label_ == _PERSON and name.start < head.i for name in notes.names.values())
    return (said == head.lower_ and said in _POINTING) or _is_elliptic(head, said, notes)


def _is_elliptic(head: Token, label: str, notes: Annotations) -> bool:
    """As in "the second was fined", "the most recent"; not "the first by a bank since 2010", which says of what."""
    if head.lower_ not in label.split() or head.tag_ in {"NNP", "NNPS"} or notes.cluster(head):
        return False
    of = [inner for child in head.rights if child.lower_ == "of" for inner in child.children if inner.dep_ == "pobj"]
    if of and head.pos_ not in NOMINAL:
        return head.lower_ not in _ANYBODY and all(inner.tag_ in _OF_WHOM and inner.lower_ != "you" for inner in of)
    superlative = [child for child in head.lefts if child.tag_ == "RBS"]
    is_rank = head.lower_ in _RANKS or head.tag_ == "CD" or bool(superlative)
    is_alone = all(child.dep_ in {"det", "punct"} or child in superlative for child in head.children)
    return is_rank and is_alone and determiner(head) in {"the", "these", "those"}


@dataclass(frozen=True)
class Compounds:
    """Makes frames of what stands before one Doc's nouns: "US-backed forces", "Munich-based Velox".

    The participle behind a name and a hyphen tells what that name does, or where: the United States backs the forces.
    """

    notes: Annotations
    phrases: Phrases
    sources: Sources

    def frames(self, token: Token, evidence: Evidence) -> Iterator[Frame]:
        """The frame of a participle behind a name ("US-[backed]"), or of a kind of body behind a demonym."""
        named, noun = self._before_hyphen(token), token
        while noun.dep_ in ("amod", "compound", "nmod") and noun.head.i > noun.i:
            noun = noun.head  # "Velox" of "carmaker Velox"
        if named is not None and noun is not token and noun.pos_ in NOMINAL:
            slot = "in" if token.lower_ in _SEATED else "subject"
            who = noun if slot == "subject" else self._named(noun) if named.label_ in {"Country", "Place"} else None
            if who is not None:
                yield self._frame(token, who, Argument(slot, self.phrases.named(named)), evidence)

    def _frame(self, trigger: Token, noun: Token, other: Argument, evidence: Evidence) -> Frame:
        made = self.sources.frame(trigger, (trigger,), evidence, Construction("compound", "participle"))
        label = text(core(noun))
        arguments, clause = (Argument("object", self.phrases.phrase(noun)), other), label[:1].upper() + label[1:]
        made = replace(made, lemma=lemma(trigger), kind="verb", predicate_text=trigger.text, is_passive=True)
        return replace(made, arguments=arguments, clause=clause)

    def _named(self, noun: Token) -> Token | None:
        """The noun, or what it is in apposition with, where that has a name: nothing of "14 Oslo-based firms"."""
        beside = [noun.head] if noun.dep_ == "appos" else [child for child in noun.rights if child.dep_ == "appos"]
        meant = ((one, self.phrases.entity(one)) for one in (noun, *beside))
        return next((one for one, it in meant if it.id in self.notes.entities and it.cls in _SEATED_KINDS), None)

    def _before_hyphen(self, token: Token) -> Span | None:
        """The name of "US-backed", "Munich-based"; None before any other word."""
        if token.lower_ not in _JOINED or token.i - 2 < 0 or token.nbor(-1).text not in ("-", "–"):
            return None
        name = self.notes.inside.get(token.i - 2)
        outer = self.notes.names.get(name.root.i) if name is not None else None
        return name if name is not None and name.end == token.i - 1 and outer in {None, name} else None
