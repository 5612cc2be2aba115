"""Cards of statements: text, actor and target, time, factuality, source."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts.selection import time_of
from kg.facts.states import is_called
from kg.facts.status import is_denying
from kg.lexicon import pairs
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Quantity, Statement, TimeSpan
from kg.model.classes import ACTORS
from kg.ontology import Ontology
from kg.view.draw.look import NONE, UNSURE, Family, card_table, card_words, class_of, doubt, family_of
from kg.view.draw.scene import ELLIPSIS

_IN_PASSING = ("noun/", "clause/participle")  # rules of what is told inside of a clause by a noun or a participle
_EMBEDDED = re.compile(
    r"noun/|compound/|apposition|clause/(?:shared-)?(?:aside|relative|participle|adverbial|gerund)-?"
)
"""Rules of what stands inside of a clause and is none: nouns, relative clauses, participles."""
_SHARED = "/shared-"  # in the rule of a clause that has its subject from the one before
NEXT = 3  # letters between a sentence and the next
_FEW_WORDS = 4
_STEM = 4  # letters of a name: those that "China" and "Chinese" share
_STATE = frozenset({"Government", "PublicBody", "Office"})  # who acts for a state and is shown in its row
_TOGETHER, _SAYING = frozenset({"party", "agent"}), "Saying"
_JUDGING = frozenset({"Thinking", "Approving", "Criticising", "Warning"})
_STATE_CLASS = "Country"  # of a state saying is an act: it broadcasts, publishes, announces
_OPENED = re.compile(r"[\"'“‘]")
_OPENING_QUOTE, _CLOSING_QUOTE = re.compile(r"(?<!\w)['‘](?=\w)"), re.compile(r"(?<=[\w.,])['’](?!\w)")
_ENDS = re.compile(r"[,;:!?]+([\"'”’]*)$")  # marks of a sentence at the end of a clause
_APART = r"[;:] |, (?:and|but|or|nor|so|yet|while) "  # between clauses that share nothing
_JOINED = re.compile(rf"{_APART}|^,? (?:and|but|or|nor|so|yet|while)\b| but ")
_QUOTES, _QUOTED = re.compile(r"[\"“”]"), ' "“”'
_BEFORE = re.compile(r"(\w[\w'’-]*) [\"“‘(]*")  # a word, up to the one behind it
_SELF = re.compile(r"\b(?:[A-Z]{2,}|(?i:he|she|they|we|i|it|who))\b")  # words by which a speaker is known
_STOP = re.compile(r"(?<!\.\w)[.,\s]*$")  # of a sentence; "U.S." and "2 p.m." keep theirs
EDITED = "edited"
"""Stands on a card whose words or day are an editor's."""
_FIRMNESS = pairs("wording", "firmness")
"""How firmly something is told, by factuality: "planned", "asked for", "not so"."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of statements that say one thing.

    ``text`` is in plain words without who says so; ``speaker`` is the name of who does, empty for the article.
    ``actor`` and ``target`` are rows, ``with_whom`` the rows of others who do the same together with the actor.
    """

    said: tuple[NodeId, ...]
    text: str
    actor: NodeId
    target: NodeId | None
    with_whom: tuple[NodeId, ...]
    is_mutual: bool
    speaker: str
    time: TimeSpan | None
    factuality: Factuality
    is_fact: bool
    family: Family
    event: NodeId | None
    answers: frozenset[NodeId]
    quote: str
    place: tuple[ArticleId, int]
    statement: Statement
    amounts: tuple[str, ...] = ()
    """Rates and amounts of the happening that its words do not tell."""
    is_words: bool = False
    """Whether it is what somebody says of others or of a matter, and no act."""
    has_doer: bool = True
    """Whether its row is that of who does it: no quake strikes as an actor, "was arrested" does not tell by whom."""

    is_open: bool = False
    """Whether the words leave to the reader of whom it is: "they" may be of another."""
    is_edited: bool = False
    """Whether an editor gave it words or a day that are not the article's."""
    note: str = ""
    """An editor's."""

    @property
    def is_act(self) -> bool:
        """Whether it stands in the row of who does it."""
        return self.has_doer and not self.is_words

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come when it is told, or may never; not what "may have been" or "would have been"."""
        is_done = re.search(r"\bhave (?!to\b)\w", self.statement.predicate_text) is not None
        is_over = self.is_past or self.is_over or self.is_deferred or is_done
        return not is_over and self.factuality not in {Factuality.ASSERTED, Factuality.DENIED}

    @property
    def is_past(self) -> bool:
        """Whether its clause is in the past, of which nothing is to come: "likely belonged", not "planned to leave"."""
        return self.statement.tense == "past" and " to " not in self.statement.predicate_text

    @property
    def is_over(self) -> bool:
        """Whether it is told that it was wanted, planned or expected, of the past: "was ordered to leave"."""
        said, told = self.statement, self.statement.predicate_text
        before, act = "|".join(sorted(card_words("over"))), re.escape(told.casefold().partition(" ")[0])
        is_order = said.tense == "past" and re.match(r"(?:(?:was|were) \w+|asked)(?: not)? to\b", told)
        if (is_order and said.factuality is Factuality.REQUESTED) or (said.tense == "past perfect" and " to " in told):
            return True
        return bool(act and re.search(rf"\b(?:{before})\b[^,;]* {act}\b", self.text.casefold()))

    @property
    def is_deferred(self) -> bool:
        """Whether it was put off, which is done, whatever was to be done."""
        return any(word in self.statement.predicate_text.casefold() for word in card_words("deferring"))

    @property
    def is_unsure(self) -> bool:
        """Whether fewer such statements are right than of others, or its words may be of another."""
        return self.is_open or self.statement.confidence < doubt()["unsure"]

    @property
    def firmness(self) -> str:
        """How firmly it is told, for people, with a "?" where it is doubtful; nothing for what is told as so."""
        says_no = is_denying(self.text) or any(f" {word} " in f" {self.text} " for word in card_words("denying"))
        is_told = self.is_deferred or self.is_over or (self.factuality is Factuality.DENIED and says_no)
        known = {**card_table("firmness"), **(card_table("past") if self.is_past else {})}
        told = "" if is_told else known.get(_named(self.statement), "")
        return " · ".join(filter(None, [self.note, told, UNSURE * self.is_unsure, EDITED * self.is_edited]))


def card(graph: Graph, one: Statement, rows: Mapping[NodeId, NodeId], among: Sequence[Statement] | None = None) -> Card:
    """A statement as a card; ``rows`` are the actors in whose place others are shown.

    ``among`` are those of its sentence that are shown too: joined clauses of which none tells are on its card.
    """
    spans = (replace(span, quote=" ".join(span.quote.split()).ljust(len(span.quote))) for span in one.evidence)
    one = _mended(replace(one, evidence=frozenset(spans)))  # each sentence in one line, as its clauses are
    first = one.first_evidence
    actor, target = rows.get(one.subject, one.subject), rows.get(one.object, one.object)
    relation = None if one.is_open else Ontology.load().relations.get(one.relation)
    is_own_office = relation is not None and "Office" in (relation.prefers or relation.range)  # as of who resigns
    is_own = one.own_act and not one.is_open
    event = graph.nodes.get(one.event) if one.event else None
    roles = sorted(event.roles) if isinstance(event, Event) else []
    own = {role.name for role in roles if role.filler == one.subject and role.name in _TOGETHER}
    others = {role.filler for role in roles if role.name in own and is_actor(graph, role.filler)}
    text = _words(graph, one, among)
    start = " ".join(one.clause_text.casefold().split()[:2])
    is_led = is_bound(one) and not text.casefold().startswith(("[", start))
    made = Card(
        said=(one.id,),
        text=text,
        actor=actor,
        target=target if is_actor(graph, target) and target != actor and not is_own_office else None,
        with_whom=tuple(sorted({rows.get(other, other) for other in others} - {actor, target})),
        is_mutual=bool(relation and relation.symmetric),
        speaker=called(graph, one.voice, first.quote) if one.voice and not is_own else "",
        time=None if is_led and not is_inner(one) else time_of(graph, one),  # "left as Chad had in 2019"
        factuality=one.factuality,
        is_fact=one.is_fact and (is_own or not one.voice),
        family=sign_of(graph, one),
        event=one.event,
        answers=frozenset(role.filler for role in roles if role.name == "inResponseTo"),
        quote=first.quote,
        place=(first.article, first.start),
        statement=one,
    )
    if made.speaker and _is_unnamed(graph, one):  # the reader sees who it is
        made = replace(made, text=_ENDS.sub(r"\1", balanced(_STOP.sub("", first.quote)).strip()), speaker="")
    quantities = ((role.name, graph.nodes.get(role.filler)) for role in roles)
    texts = [(name, found.text) for name, found in quantities if isinstance(found, Quantity)]
    amounts = tuple(f"{name} {text}" for name, text in texts if text.casefold() not in made.text.casefold())
    is_hidden = is_bound(one) and bool(name_if_unsaid(graph, made.actor, made.text))  # who does it, in what governs it
    has_doer = is_actor(graph, made.actor) and not one.is_passive and not is_hidden
    return replace(made, amounts=amounts, is_words=_is_words(graph, made, rows), has_doer=has_doer)


def cards_of(graph: Graph, said: Sequence[Statement]) -> Iterator[Card]:
    """The cards of statements, each by what others of its sentence tell, and the sentence before it."""
    rows, told = rows_of(graph), dict[tuple[ArticleId, int], list[Statement]]()  # by where their sentence ends
    for one in (each for each in graph.statements if each.is_main):
        told.setdefault((one.first_evidence.article, one.first_evidence.end), []).append(one)
    for one in said:
        first, subject = one.first_evidence, one.subject_text
        beside = [each for each in told.get((first.article, first.end), ()) if not is_bound(each) or each.is_fact]
        made = card(graph, one, rows, [each for each in beside if each is not one])
        ends = (told.get((first.article, end), ()) for end in range(first.start - NEXT, first.start))
        before = [each for some in ends for each in some]
        is_own = made.speaker and subject.casefold() in card_words("pronouns") and one.confidence < doubt()["named"]
        if is_own or _is_open(graph, one, before):  # of whom it is, is for the reader
            plain = re.sub(r"\[[^]]*\]", subject.capitalize() if made.text[:1] == "[" else subject, made.text, count=1)
            made = replace(made, text=plain, has_doer=False, is_open=True)
        yield made


def _is_open(graph: Graph, one: Statement, before: Sequence[Statement]) -> bool:
    """Whether "they" of the article, or an "it" of which the sentence before does not tell, may be of another."""
    first, subject = one.first_evidence, one.subject_text.casefold()
    if one.attributed_to or subject not in card_words("loose") or not name_if_unsaid(graph, one.subject, first.quote):
        return False
    known = {end for said in before for end in (said.subject, said.object, said.voice)}
    known |= {one.subject for said in before if not name_if_unsaid(graph, one.subject, said.first_evidence.quote)}
    at = first.quote.find(one.clause_text) if one.clause_text else 0  # as in "B said it left", of A
    return subject == "they" or one.subject not in known or first.quote[:at].count(" ") > _FEW_WORDS


def _mended(one: Statement) -> Statement:
    """A statement whose clause has what was cut from it for its length, and the "so" of "so far"."""
    quote, told = one.first_evidence.quote, one.clause_text.removesuffix(f" {ELLIPSIS}")
    told = told if told in quote or len(_QUOTES.findall(told)) % 2 == 0 else told.lstrip(_QUOTED)
    places = [quote.find(part) for part in told.split(f" {ELLIPSIS} ")]
    before = "".join(re.findall(r"\b(?:so|too) $", quote[: places[0]], re.IGNORECASE))
    told = f"{before}{told}" if told.casefold().startswith(("far ", "many ", "much ", "few ")) else told
    return one if min(places) < 0 else replace(one, clause_text=told)


def _is_unnamed(graph: Graph, one: Statement) -> bool:
    """Whether its sentence calls who says it by a name that may be another's: "the commission said"."""
    before, clause, rest = one.first_evidence.quote.partition(one.clause_text.strip(_QUOTED) or "\n")
    told = re.search(rf"\b(?:{'|'.join(sorted(card_words('telling')))})\b|\bthat $", f"{rest} {before}")
    is_by_name = one.attributed_to is None or not name_if_unsaid(graph, one.attributed_to, one.first_evidence.quote)
    return bool(clause and told) and not is_by_name and not re.search(_SELF, f"{before} {rest}")


def _is_words(graph: Graph, one: Card, rows: Mapping[NodeId, NodeId]) -> bool:
    """Whether it is what somebody says of others or of a matter, or in passing: "Peru regrets Chad's war", of Chad."""
    said, text, source = one.statement, one.text.casefold(), one.statement.attributed_to
    if said.voice and source is not None and rows.get(source, source) != one.actor:
        return True
    subject = said.subject_text.casefold()
    if said.rule.startswith(_IN_PASSING) and subject in text and not text.startswith(("[", subject)):
        return True
    first, found = class_of(said), graph.nodes[one.actor]
    is_speech = first in _JUDGING or (first == _SAYING and isinstance(found, Entity) and found.cls != _STATE_CLASS)
    return one.target is None and is_speech and not one.is_ahead


def is_actor(graph: Graph, node: NodeId) -> bool:
    """Whether a node is an actor: it can act, decide and speak."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls in ACTORS and (found.cls != _STATE_CLASS or is_called(found))


def name_if_unsaid(graph: Graph, node: NodeId, text: str) -> str:
    """The name of a node unless a text has one, by the stem of its last word: "Canadian exports" has Canada."""
    found = graph.nodes.get(node)
    names = {graph.label(node), *(found.alt_labels if isinstance(found, Entity) else ())}
    stems = tuple(words[-1][:_STEM] for name in names if (words := re.findall(r"\w+", name.casefold())))
    is_there = any(word.startswith(stems) for word in re.findall(r"\w+", text.casefold()))
    return "" if is_there else graph.label(node)


def called(graph: Graph, node: NodeId, quote: str) -> str:
    """What a sentence calls an organization by name, else its label: "IG Metall", whatever a table has for it."""
    found = graph.nodes.get(node)
    is_fixed = not isinstance(found, Entity) or found.cls in _STATE | {_STATE_CLASS, "Person"}
    others = found.alt_labels if isinstance(found, Entity) and not is_fixed else ()
    names = [graph.label(node), *sorted(others, key=lambda name: (-len(name), name))]
    return next((name for name in names if name[:1].isupper() and name in quote), names[0])


def rows_of(graph: Graph) -> Mapping[NodeId, NodeId]:
    """The country in whose row its government and offices are shown; its courts have rows of their own."""
    countries = {one.country: one.id for one in graph.entities if one.cls == "Country" and one.country}
    shared = _STATE - {"PublicBody"}
    return {one.id: countries[one.country] for one in graph.entities if one.cls in shared and one.country in countries}


def sign_of(graph: Graph, one: Statement) -> Family:
    """The family of what is done; none of who signs a law, which binds nobody to another."""
    value = graph.nodes.get(one.object)
    kind = value.cls if value is not None else ""
    found = {kind, "any", f"open {kind}"} if one.is_open else {kind, "any"}
    is_unfit = found & {*card_table("unsigned").get(class_of(one), "").split(", ")} - {""} and not one.is_passive
    return NONE if is_unfit else family_of(one)


def is_named(graph: Graph, node: NodeId) -> bool:
    """Whether it is an actor that news calls by name: no "country that imports oil", no "experts"."""
    found = graph.nodes.get(node)
    if not isinstance(found, Entity) or not found.label[:1].isupper():
        return False
    return found.cls in ACTORS - {"Group"} and (found.cls not in _STATE | {_STATE_CLASS} or is_called(found))


def together(graph: Graph, actors: Sequence[NodeId]) -> tuple[NodeId, ...]:
    """The actors in their order, grouped by country."""
    countries: dict[NodeId, str] = {entity.id: entity.country or entity.id for entity in graph.entities}
    homes: list[str] = [countries.get(one) or one for one in actors]
    return tuple(
        one for _, _, one in sorted((homes.index(home), place, actors[place]) for place, home in enumerate(homes))
    )


def _words(graph: Graph, one: Statement, among: Sequence[Statement] | None) -> str:
    """The whole clause of a statement as its sentence has it, with the name of its subject in brackets if need be.

    As for a pronoun, but "we" of a quotation, or "it" of a source of which it may be told, or for what it shares with
    the clause before it. Of what no clause tells, the label.
    """
    told = one.clause_text
    if not told:
        return balanced(plain_words(graph, one))
    is_done = "passive" in one.rule and not one.is_passive  # by one of whom its words tell behind the verb
    is_first = is_done and told.lower().startswith(one.object_text.lower() or " ")
    of, subject = (one.object, one.object_text) if is_first else (one.subject, one.subject_text)
    subject, found = subject.casefold(), graph.nodes.get(of)
    head, tail = _beside(graph, one, among)
    first, _, last = told.partition(f" {ELLIPSIS} ")
    whole = re.search(f"{re.escape(first)}(.*?){re.escape(last)}", one.first_evidence.quote) if last else None
    if whole and (
        (one.factuality is Factuality.DENIED and is_denying(whole[1]) and "," not in whole[1])
        or (_SHARED not in one.rule and not (is_inner(one) or _JOINED.search(whole[1]) or one.voice))
    ):
        told = whole[0]  # as a whole too "X neither confirmed nor denied it"
    told = re.sub(rf"^({re.escape(one.subject_text)}), (?:who|which) ([^,]+)$", r"[\1] \2", f"{told}{tail}")
    is_several = subject == "they" and isinstance(found, Entity) and found.cls == "Person"  # of whom one alone is known
    name = f"[{called(graph, of, one.first_evidence.quote)}]"
    speakers = card_words("speakers")
    is_loose = subject in card_words("loose") and one.attributed_to not in {None, of}
    before, _, rest = told.partition(f" {ELLIPSIS} ")
    if rest and (before.casefold() == subject or (_SHARED in one.rule and "," in before)):
        head, told = head if head.endswith(", ") else "", f"{name} {rest}"
    elif not is_loose and (
        (subject in card_words("pronouns") and not is_several) or (subject in speakers and _OPENED.match(told) is None)
    ):
        is_own = subject in speakers and one.attributed_to == of
        told = told if is_own else re.sub(rf"\b{subject}\b", lambda _: name, told, count=1, flags=re.IGNORECASE)
    told = _ENDS.sub(r"\1", balanced(f"{head}{told}").strip())
    return told[:1].upper() + told[1:]


def _beside(graph: Graph, one: Statement, among: Sequence[Statement] | None) -> tuple[str, str]:
    """What stands before and after a clause in its sentence and is of it: "Under the deal, ", " until he left".

    Of one that another governs, that one. No clause joined to it of which another card tells, nor who tells it and what
    he does by that: ", she said, warning that ...".
    """
    quote, parts = one.first_evidence.quote, one.clause_text.split(f" {ELLIPSIS} ")
    start, end = quote.find(parts[0]), quote.rfind(parts[-1])
    if min(start, end) < 0 or is_inner(one) or _QUOTES.match(parts[-1][-1:]):
        return "", ""
    head, behind = quote[:start], quote[end + len(parts[-1]) :]
    is_within = len(_QUOTES.findall(one.clause_text)) % 2 and not _OPENED.match(one.clause_text)
    within = "".join(re.findall(r"^[^\"“”]*[\"“”]", behind)) if is_within else ""  # the rest of a quotation in it
    tail, *more = re.split(f"({_JOINED.pattern})", behind[len(within) :])
    tail = f"{within}{tail}"
    is_ahead = one.factuality not in {Factuality.ASSERTED, Factuality.DENIED}
    told = rf"\b(?:{'|'.join(sorted(card_words('telling')))})\b"
    name = re.escape(graph.label(one.voice).rpartition(" ")[2]) if one.voice else ""
    tag = rf', (?:[^,;"]*{name}\b[^;"]*?{told}[^,;"]*,? ?|[^,;"]*?{told}(?:[^,;"]*,?[^,;"]*{name}\b[^;"]*|[^,;"]*,? ?))'
    for link, clause in zip(more[::2], more[1::2], strict=True) if among is not None else ():
        words = {*re.findall(r"[\w'’-]+", clause)}
        told_of = [other for other in among or () if {*other.predicate_text.split()} <= words]
        is_part = any(_shares_verb(other, clause) for other in told_of)
        told_in = {one.clause_text.split(f" {ELLIPSIS} ")[-1].strip(_QUOTED) for one in told_of} - {""}
        is_anothers = one.voice and not (clause.lstrip().startswith(("that ", "not ")) or re.search(tag, clause))
        is_few = all(word[0].isupper() or word[0].isdigit() or word in card_words("leading") for word in words)
        is_more = is_ahead and "but" not in link  # what a plan came to is of the plan, and so is "and 500 in Sweden"
        if not (is_part or is_few) and (any(part in clause for part in told_in) or is_anothers or is_more):
            break
        tail = f"{tail}{link}{clause}"
    inside, *ends = _QUOTES.split(tail, maxsplit=1)
    if ends and not inside.endswith(" "):  # a quotation ends: of words of the clause alone, or of all that is said
        tail = f'{inside}"{ends[0]}' if is_within else inside
    if is_bound(one):
        last = re.split(_APART, head)[-1]
        head = head if last.startswith("to ") else last
    else:
        head = head.rpartition(" that ")[2] if one.attributed_to else head
        is_led = head.partition(" ")[0].casefold() in card_words("leading") and head.endswith(", ")
        head = head if is_led and not re.search(told, head) else ""
    if one.voice:
        tail, *rest = [tail] if re.search(told, quote[:start]) else re.split(tag, tail, maxsplit=1)
        adds = rf"(?:\w+ing that|{'|'.join(sorted(card_words('adding')))})\b|\W"  # what who tells it does by that
        tail = re.split(f", (?:{adds})", tail)[0]
        tail += "".join(f" {ELLIPSIS} {more}" for more in rest if more and not re.match(adds, more))
        head = re.split(rf"{told}(?: that)? ", head)[-1]
    return head, _STOP.sub("", tail)


def _shares_verb(one: Statement, clause: str) -> bool:
    """Whether what a clause begins with has words of the verb before it: "will … move", "birds … been culled"."""
    before, _, rest = one.clause_text.partition(f" {ELLIPSIS} ")
    is_first = clause.split()[:1] == one.predicate_text.split()[:1]
    return is_first and _SHARED in one.rule and not (rest and before.casefold() == one.subject_text.casefold())


def is_bound(one: Statement) -> bool:
    """Whether another clause of its sentence governs its own: "(as soon as) both left"; of what a source says none."""
    first, quote = one.clause_text.partition(f" {ELLIPSIS} ")[0].lstrip('"“‘('), one.first_evidence.quote
    words = _BEFORE.finditer(quote) if first else ()
    last = next((word[1].casefold() for word in words if quote.startswith(first, word.end())), "")
    is_asked = {last, one.clause_text.partition(" ")[0].casefold()} & card_words("asking")  # "it shows how bad it is"
    return last in card_words("leading") or bool(is_asked) or (last == "that" and not one.attributed_to)


def is_inner(one: Statement) -> bool:
    """Whether what it tells stands inside of a clause and is none: a noun, a relative clause, a participle."""
    return _EMBEDDED.match(one.rule) is not None


def balanced(text: str) -> str:
    """A text without quotation marks that have lost their other half, and not from a bracket on that has.

    >>> balanced("Peru puts its army on 'highest alert")
    'Peru puts its army on highest alert'
    """
    for opening, closing in (("“", "”"), ('"', '"')):
        if text.count(opening) % 2 if opening == closing else text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    if len(_OPENING_QUOTE.findall(text)) != len(_CLOSING_QUOTE.findall(text)):
        text = _OPENING_QUOTE.sub("", text)
    before, opened, inside = text.rpartition(" (")
    return f"{before} {ELLIPSIS}" if opened and ")" not in inside else text


def plain_words(graph: Graph, one: Statement) -> str:
    """A statement's words without who says so and how firmly; of one without a label, its ends and its predicate."""
    if not one.label:
        is_plain = one.factuality is Factuality.ASSERTED
        predicate = one.relation_label if is_plain and not one.is_open else one.predicate_text
        return " ".join([graph.label(one.subject), predicate, graph.label(one.object)])
    text = one.label
    if one.attributed_to:
        name = re.escape(graph.label(one.attributed_to))
        text = re.sub(rf",? (according to .+|{name} said)$", "", text, flags=re.IGNORECASE)
    text = text.removesuffix(", by own account").removesuffix(", as claimed")
    suffix = f" ({_FIRMNESS.get(_named(one), '')})"
    return text if one.factuality is Factuality.DENIED else text.removesuffix(suffix)


def _named(one: Statement) -> str:
    """How firmly it is told, as lexicons name it: "Planned", "not Planned"."""
    is_turned = one.negated and one.factuality is not Factuality.DENIED
    return f"not {one.factuality}" if is_turned else one.factuality.value
