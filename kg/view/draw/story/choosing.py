"""Selection of the most important acts for a story, by what is known of each card as named numbers."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import pairwise
from math import inf

from kg.facts.selection import is_dated, ordered
from kg.facts.status import is_denying
from kg.model import Article, ArticleId, Entity, Factuality, Graph, NodeId, Statement
from kg.model.classes import NAMED
from kg.view.draw.cards import NEXT, Card, balanced, cards_of, is_actor, is_bound, is_inner, is_named, name_if_unsaid
from kg.view.draw.choice import lack
from kg.view.draw.days import span
from kg.view.draw.look import card_words, class_of, doubt
from kg.view.draw.scene import ELLIPSIS
from kg.view.draw.story.hand import Hand
from kg.view.draw.values import MOST_ACTS, View

_MOSTLY = 0.6  # of the words of the shorter
_LETTERS = 4  # a shorter word says little
_LONGEST = 330  # letters of a sentence that is told whole


def is_fragment(one: Card) -> bool:
    """Whether no clause tells it, but a noun with what hangs on it: "Peru's war against Chad"."""
    return is_inner(one.statement) and not one.statement.clause_text


def is_torn(one: Card) -> bool:
    """Whether it is not so, or tells nothing, by itself: "(as soon as) both left", "at first refused"."""
    said, text = one.statement, one.text.casefold()
    bare = re.sub(r"[\"“][^\"”]*[\"”]", "", text)
    is_quoted = one.factuality is Factuality.DENIED and is_denying(text) and not is_denying(bare)
    is_empty = said.predicate_text.casefold() in card_words("empty")
    is_pronoun = not said.clause_text and said.subject_text.casefold() in card_words("pronouns")
    is_open = is_pronoun and said.attributed_to not in {None, said.subject}
    name, _, rest = text.removeprefix("[").partition("] ")
    subject, predicate = (re.escape(words.casefold()) for words in (said.subject_text, said.predicate_text))
    before = one.quote.partition(f" that {said.clause_text}")[0].rpartition(" ")[2] if said.clause_text else ""
    is_part = (
        (is_bound(said) and (is_inner(said) or one.factuality is not Factuality.ASSERTED))
        or (is_inner(said) and text.partition(" ")[0] in card_words("vague"))  # "whose men left"
        or (bool(rest) and rest in name)  # "[man who left] left"
        or re.match(f"{subject} (?:that|who|which) {predicate}", text) is not None  # "a man who left"
        or (one.is_past and one.factuality in {Factuality.PLANNED, Factuality.REQUESTED})  # of another verb
        or ("/shared-" in said.rule and not said.clause_text and one.is_ahead)
        or before in card_words("implying")  # of which no source is told
        or any(f" {word} " in text for word in card_words("passing"))  # what came of it is not in its clause
    )
    return is_part or is_empty or is_open or (is_quoted and said.predicate_text.casefold() in bare)


def says_same(one: Card, other: Card) -> bool:
    """Whether a card says what another does, in much the same words close by."""
    if (one.actor, one.factuality, one.family.name) != (other.actor, other.factuality, other.family.name):
        return False
    before, behind = sorted((one.statement.first_evidence, other.statement.first_evidence))
    if before.article != behind.article or behind.start - before.end > NEXT:
        return False
    first, second = _told_of(one), _told_of(other)
    least = min(len(first), len(second))
    figures, others = (set(re.findall(r"\d[\d.,]*", each.text)) for each in (one, other))
    return least > 0 and (figures <= others or others <= figures) and len(first & second) >= _MOSTLY * least


def is_within(one: Card, other: Card) -> bool:
    """Whether another card of its sentence tells it too: "he attended" in "Visser, who attended, praised it".

    In its words, or as firmly of the same actor; or it is what that one says, demands or warns of, or governs.
    """
    text, others, said = one.text.casefold(), other.text.casefold(), one.statement
    is_governed = is_bound(other.statement) and other.statement.clause_text.casefold() in text  # and told by this one
    if one.place != other.place or one is other or is_governed:
        return False
    if is_bound(said) and not is_inner(other.statement) and said.clause_text.casefold() in others:
        return True
    if len(text) >= len(others):  # as in "she said, warning that ...", of which the warning has a card
        return other.statement.attributed_to == said.subject and (text == others or (is_inner(said) and others in text))
    is_said = said.attributed_to == other.statement.subject
    if is_said and is_inner(other.statement):
        return False
    is_told = is_said or (one.actor, one.factuality) == (other.actor, other.factuality)
    is_firm = other.factuality in {one.factuality, Factuality.ASSERTED}
    is_part = (is_firm or is_inner(said)) and text.rpartition("] ")[2] in others
    return is_part or (is_told and _told_of(one) <= _content(other))


def _content(one: Card) -> set[str]:
    """Its longer words but a name of ours in brackets."""
    return {word for word in re.findall(r"\w+(?![^\[]*\])", one.text.casefold()) if len(word) >= _LETTERS}


def _told_of(one: Card) -> set[str]:
    """The longer words of a card but those of its subject, which two that share it have in common."""
    subject = set(re.findall(r"\w+", one.statement.subject_text.casefold()))
    return _content(one) - (subject if len(_content(one) - subject) > 1 else set())


def is_headline(quote: str, article: Article) -> bool:
    """Whether a sentence is the headline of its article."""
    return bool(quote.strip()) and f": {article.title.strip()}".endswith(f": {quote.strip()}")


def leads(graph: Graph) -> Mapping[ArticleId, tuple[ArticleId, int]]:
    """Where the first sentence of each article begins that is no headline."""
    articles = {article.id: article for article in graph.articles}
    firsts = (one.first_evidence for one in graph.statements)
    told = (one for one in firsts if one.article in articles and not is_headline(one.quote, articles[one.article]))
    return dict(sorted(((one.article, (one.article, one.start)) for one in told), reverse=True))


_MOST_OF_ONE = 3  # cards of one speaker that make a further one dearer

_TABLES = tomllib.loads((files("kg.view.draw.story") / "weights.toml").read_text(encoding="utf-8"))
WEIGHTS: Mapping[str, float] = _TABLES["card"]
_EARLY: Sequence[float] = _TABLES["early"]
_FEATURES: Mapping[str, float] = {**_TABLES["faults"], **_TABLES["firm"], **_TABLES["learned"]}
_SAME_WORDS = 5  # cards of one sentence that begin with so many words alike say the same
_HALF, _QUARTER, _FEWEST_WORDS = 0.5, 0.25, 4
_STATES = frozenset({"BeHaveInclude", "BeingSomewhere"})  # told where a clause tells it, or with a number, a time
_SAYING_CLASS, _STANDING_CLASSES = "Saying", frozenset({"Relating", "Thinking"})
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cards of a story: acts on the rows of who does them, and what others say."""

    acts: tuple[Card, ...]
    words: tuple[Card, ...]
    all_statements: int
    """Main statements that there were to choose from."""
    doubtful: int = 0
    """Main statements that are too unsure to be shown."""

    @property
    def shown(self) -> int:
        """How many of them the cards stand for."""
        return len({one for each in (*self.acts, *self.words) for one in each.said})


@dataclass(frozen=True)
class Weighed:
    """The candidate cards with their weights, and the number of main statements that they cover."""

    cards: tuple[Card, ...]
    weights: Mapping[NodeId, float]
    mains: int
    none: frozenset[NodeId]
    """The first statements of those that are no sentence, or of a headline, which stands over the picture."""
    asked: Mapping[NodeId, frozenset[object]]
    """What each tells of that an editor would ask for: the first sentences, who is in the headline, figures, plans."""


def weighed(graph: Graph, said: Iterable[Statement]) -> Weighed:
    """The cards of some statements, in the order of the text, with their weights by their first statement."""
    wanted = {one.id for one in said}
    mains = [one for one in ordered(graph) if one.id in wanted and one.is_main]
    titles = {article.id: article for article in graph.articles}
    cards = _joined(graph, mains)
    in_title = {one.said[0] for one in cards if one.place[0] in titles and is_headline(one.quote, titles[one.place[0]])}
    early: dict[tuple[ArticleId, int], float] = {}  # what a sentence is worth by where it stands: headline, first ...
    counts: Counter[ArticleId] = Counter()
    for one in sorted(cards, key=lambda each: each.place):
        article = one.place[0]
        if one.place not in early and one.said[0] in in_title:
            early[one.place] = WEIGHTS["title"]
        elif one.place not in early:
            early[one.place] = _EARLY[counts[article]] if counts[article] < len(_EARLY) else 0.0
            counts[article] += 1
    answered = {event for one in cards for event in one.answers}

    def weight(one: Card) -> float:
        known = [*told(graph, one), *_faults(graph, one), ("fragment", is_fragment(one))]
        known.append(("answer", bool(one.answers) + (one.event in answered)))
        return sum(_FEATURES.get(name, 0.0) * value for name, value in known) + early.get(one.place, 0.0)

    is_all = len(in_title) == len(cards)  # else the title stands over the picture, and is told once
    none = {one.said[0] for one in cards if is_fragment(one) or (one.said[0] in in_title and not is_all)}
    asked = _asked(graph, cards, answered)
    weights = {one.said[0]: weight(one) for one in cards}
    return Weighed(cards, weights, len(mains), frozenset(none), asked)


def _asked(graph: Graph, cards: Sequence[Card], answered: Set[NodeId]) -> Mapping[NodeId, frozenset[object]]:
    """What each card tells of that an editor would ask for: each sentence, who is in the headline, figures ..."""
    titles = {article.id: article.title for article in graph.articles}

    def asked(one: Card) -> Iterator[object]:
        title = titles.get(one.place[0], "")
        yield "sentence", one.place
        if title and is_actor(graph, one.actor) and not name_if_unsaid(graph, one.actor, title):
            yield "headline", one.actor
        if _NUMBER.search(one.text) and one.factuality is Factuality.ASSERTED:
            yield "figure", one.place
        if one.is_ahead and is_dated(one.time):
            yield "plan", span(one.time)
        if one.answers or one.event in answered:
            yield "answer", one.event

    return {one.said[0]: frozenset(asked(one)) for one in cards}


def chosen(graph: Graph, said: Iterable[Statement], most: int = MOST_ACTS, hand: Hand = Hand()) -> Chosen:  # noqa: B008
    """The best cards, at most ``most``, 0 for all, in the order of the text, as an editor's hand has them."""
    found = weighed(graph, said)
    edits = {one.said[0]: edit for one in found.cards if (edit := hand.edits(one))}
    kept = [one for one in found.cards if one.said[0] in edits and edits[one.said[0]].keep]

    def is_doubtful(one: Card) -> bool:
        """Whether it is too unsure: more so by a pronoun, or with a gap; of "the court" where there is another."""
        subject = one.statement.subject_text.casefold()
        least = doubt()["named" if subject in card_words("pronouns") and "[" in one.text else "left_out"]
        bare = subject.removeprefix("the ").removeprefix("same ")
        is_short = bare and graph.label(one.actor).casefold().endswith(f" {bare}") and not is_named(graph, one.actor)
        names = (node.label for node in graph.entities if is_short and node.label.casefold().endswith(f" {bare}"))
        alike = [name for name in names if not {"of", *card_words("leading")} & {*name.split()}]  # no "dam of the mine"
        is_another = len(alike) > 1 and graph.label(one.actor) in alike
        is_cut = one.is_unsure and f" {ELLIPSIS} " in one.text
        return is_another or is_cut or is_torn(one) or one.statement.confidence < least

    every = [one for one in found.cards if one.said[0] not in edits or not edits[one.said[0]].drop]
    unsure = {one.said[0]: one for one in every if most and one not in kept and is_doubtful(one)}
    passed = {*unsure, *(found.none - {one.said[0] for one in kept} if most else ())}
    sure = [one for one in every if one.said[0] not in passed]
    told, order = {one.place for one in sure}, sorted(every, key=lambda one: found.weights[one.said[0]])
    best_of = {one.place: one for one in order if most and one.place not in told}.values()
    whole = {made.place: made for made in (_whole(graph, one, found.cards) for one in best_of) if made}
    found = replace(found, weights={**found.weights, **{one.said[0]: 0.0 for one in whole.values()}})
    sure += whole.values()
    beside: dict[object, list[Card]] = {one.place: [] for one in sure}
    for one in sure:
        beside[one.place].append(one)
    for one in sorted(sure, key=lambda each: not is_bound(each.statement)):  # what another governs before that one
        if most and one not in kept and any(is_within(one, each) for each in beside[one.place]):
            beside[one.place].remove(one)
    others = [one for some in beside.values() for one in some if one not in kept]
    best = [*kept, *_picked(sorted(others, key=_place), found, most - len(kept))] if most else sure
    picked = [edits[one.said[0]].edited(one) if one.said[0] in edits else one for one in sorted(best, key=_place)]
    acts, words = (tuple(one for one in picked if one.is_words is kind) for kind in (False, True))
    return Chosen(acts, words, found.mains, sum(len(one.said) for one in unsure.values() if one.place not in whole))


def remarks(graph: Graph, view: View) -> Iterator[str]:
    """What is told beside a picture: each edit that fits no card, and what there is where nothing fits the view."""
    cards = weighed(graph, graph.statements).cards if view.hand else ()
    for edit in view.hand.cards if view.hand else ():
        if not any(map(edit.fits, cards)):
            yield f"an edit fits no card any more: {edit.of}"
    yield from filter(None, [lack(graph, view)])


def _whole(graph: Graph, one: Card, cards: Sequence[Card]) -> Card | None:
    """The words of its whole sentence, of which no clause stands by itself; "It left" behind the sentence before."""
    said, start, text = one.statement, one.place[1], one.quote.strip()
    near = (each.quote for each in cards if 0 <= start - each.statement.first_evidence.end <= NEXT)
    before = next(near, "") if text.partition(" ")[0].casefold() in card_words("vague") else text
    text = text if before is text else f"{before} {text}"
    if not before or len(text) > _LONGEST or text.rstrip("\"'”’")[-1:] not in {*".?!"}:  # else it is a heading
        return None
    is_named = not said.voice or not name_if_unsaid(graph, said.voice, text)
    said = replace(said, factuality=Factuality.ASSERTED, negated=False, confidence=1.0)
    told = replace(one, text=balanced(text.rstrip(" .")), speaker="" if is_named else one.speaker, target=None)
    return replace(told, statement=said, factuality=said.factuality, is_fact=False, is_words=True, has_doer=False)


def _place(one: Card) -> tuple[ArticleId, int, int, NodeId]:
    return (*one.place, list(Factuality).index(one.factuality), one.said[0])


def _joined(graph: Graph, mains: Sequence[Statement]) -> tuple[Card, ...]:
    """One card of the statements that have the same words, or tell of the same happening as firmly from one source."""

    def is_shown(one: Card) -> bool:
        """Whether it can be told by itself: of somebody, of what is done, in words of its own.

        What a gerund tells inside of another clause is not denied: "fell after failing to pay".
        """
        said = one.statement
        is_more = one.is_ahead or is_dated(one.time) or any(map(str.isdigit, one.text))
        is_state = {one.family.name, class_of(said)} & _STATES and class_of(said) != "Occurring"  # as a death
        if not one.text or (is_state and not said.clause_text and not is_more):
            return False
        if one.text.endswith(ELLIPSIS) and said.predicate_text.partition(" ")[0] not in one.text:
            return False  # cut before its verb
        if graph.label(one.actor).casefold() in card_words("vague"):
            return False
        return said.factuality is not Factuality.DENIED or not said.predicate_text.partition(" ")[0].endswith("ing")

    found: dict[object, Card] = {}
    for made in cards_of(graph, mains):
        if is_shown(made):
            key = made.place, made.text, made.factuality, made.speaker
            same = found.get(key)
            found[key] = made if same is None else _better(same, made)
    return tuple(_firmest(tuple(found.values())))


def _better(first: Card, second: Card) -> Card:
    """The card of two that tells who acts, and says more of upon whom, standing for both; dated if one date is told."""

    def fullness(one: Card) -> tuple[bool, bool, bool, bool, bool]:
        said = one.statement
        begins = one.text.casefold().startswith(("[", said.subject_text.casefold())) and not one.is_words
        return not is_inner(said), one.has_doer, begins, not said.is_open, one.target is not None

    best = max(first, second, key=fullness)
    is_part = any(is_inner(one.statement) or is_bound(one.statement) for one in (first, second))
    is_twice = not is_part and None not in {first.time, second.time}
    time = next((one.time for one in (best, first, second) if is_dated(one.time)), best.time)
    time = None if is_twice and span(first.time) != span(second.time) else time
    return replace(best, said=tuple(dict.fromkeys((*first.said, *second.said))), time=time)


def _firmest(cards: Sequence[Card]) -> Iterator[Card]:
    """The cards without those whose words a fact of the same sentence has.

    Of "they agreed to reopen it" the agreement is shown, not that the reopening is planned, in the same words; what is
    denied beside what is told is shown too, unless the words are the same to the last: then what they tell first is.
    """

    def predicate_at(one: Card) -> float:
        at = one.quote.find(one.statement.predicate_text)
        return at if at >= 0 else inf

    denials = {(one.place, one.text): predicate_at(one) for one in cards if one.factuality is Factuality.DENIED}
    cards = [
        one
        for one in cards
        if one.factuality is not Factuality.ASSERTED or denials.get((one.place, one.text), inf) >= predicate_at(one)
    ]
    facts: dict[object, set[str]] = {}
    for one in cards:
        if one.factuality is Factuality.ASSERTED and not is_bound(one.statement):
            facts.setdefault((one.place, *_first_words(one)), set()).add(one.text)
    for one in cards:
        same = facts.get((one.place, *_first_words(one)), set())
        is_again = one.text in same if one.factuality is Factuality.DENIED else bool(same)
        if one.factuality is Factuality.ASSERTED or not is_again:
            yield one


def _first_words(one: Card) -> tuple[str, ...]:
    """The words with which it begins, from its subject on where when or where it was stands before that."""
    text, subject = one.text.casefold(), one.statement.subject_text.casefold()
    _, found, rest = text.partition(f", {subject}") if subject else ("", "", "")
    return tuple((f"{subject}{rest}" if found else text).split()[:_SAME_WORDS])


def told(graph: Graph, one: Card) -> Iterator[tuple[str, float]]:
    """What it tells, by the names of ``weights.toml``: what may be learned from the leads of articles."""
    said = one.statement
    ends = (graph.nodes.get(end) for end in (one.actor, one.target) if end)
    yield "useful", _HALF if said.usefulness is None else said.usefulness
    yield "typed", not said.is_open
    yield "between", one.target is not None or bool(one.with_whom)
    yield "named", sum(isinstance(end, Entity) and end.cls in NAMED for end in ends)
    yield "nameless", not one.is_words and not is_named(graph, one.actor)
    yield "dated", is_dated(one.time)
    yield "number", bool(_NUMBER.search(one.text))
    yield "words", one.is_words
    yield "sourced", one.is_words and bool(one.speaker)
    yield class_of(said), not _speaks_in_vain(graph, one)
    if said.factuality is not Factuality.ASSERTED:
        yield f"{'words ' if one.is_words else ''}{said.factuality}", True


def _faults(graph: Graph, one: Card) -> Iterator[tuple[str, float]]:
    """What makes it less worth showing: that it is unsure, its words, that it tells of no act.

    It is "empty" where it tells of speaking to somebody or somewhere alone: "said to reporters", "said in a memo".
    """
    words, said = one.text.casefold().removesuffix("…").split(), one.statement
    yield "lead", said.is_lead
    yield "unsure", _HALF - said.confidence
    yield "cut", one.text.endswith("…")
    yield "short", len(words) < _FEWEST_WORDS
    found, text = graph.nodes.get(said.subject), one.text.casefold()
    names = {said.subject_text, graph.label(said.subject)} | (found.alt_labels if isinstance(found, Entity) else set())
    known = [name.casefold() for name in names if name.strip()]  # who does it, as the text or the graph calls them
    yield "not_named", not any(name in text or name.split()[-1] in text for name in known)
    yield "standing", class_of(said) in _STANDING_CLASSES or _speaks_in_vain(graph, one)
    is_led = said.is_open and "-" in said.relation and not said.is_passive
    yield "empty", class_of(said) == _SAYING_CLASS and (one.target is not None or is_led) and not said.negated
    is_own = bool(one.speaker) and bool(card_words("own") & {*words[:1]})  # "her government", said by her
    # 1 of words as in "They left", "the price of which", "some of these"; a part of that as in "thanked them".
    parts = {second for first, second in pairwise(words[:5]) if first == "of"}
    is_vague = bool({*words[:1], *parts} & card_words("vague"))
    vagueness = 1.0 if is_vague else _QUARTER if {*words[-1:]} & card_words("vague") else 0.0
    yield "vague", 0.0 if is_own or said.condition else vagueness


def _speaks_in_vain(graph: Graph, one: Card) -> bool:
    """Whether what cannot speak "says" or "underscores" something."""
    return class_of(one.statement) == _SAYING_CLASS and not is_actor(graph, one.actor)


def _picked(cards: Sequence[Card], found: Weighed, most: int) -> list[Card]:
    """Cards in the order of choice: the weightiest that adds most to those before it, and tells of another happening.

    Another card of one sentence, speaker or pair costs; what an editor asks for and none tells yet makes it dearer.
    """
    picked, left = list[Card](), dict(enumerate(cards))
    told, events = set[object](), set[NodeId | None]()
    sentences, ends, speakers = Counter[object](), Counter[object](), Counter[str]()

    def worth(one: Card) -> float:
        again = WEIGHTS["same_sentence"] * sentences[one.place, one.factuality]
        again += WEIGHTS["same_speaker"] * min(speakers[one.speaker], _MOST_OF_ONE)
        again += WEIGHTS["same_ends"] * ends[one.actor, one.target] if one.target else 0.0
        return found.weights[one.said[0]] - again + WEIGHTS["asked"] * len(found.asked[one.said[0]] - told)

    while left and len(picked) < most:
        best = left.pop(max(left, key=lambda number: (worth(left[number]), -number)))
        if worth(best) < WEIGHTS["least"]:
            break
        if best.event in events or any(says_same(best, other) for other in picked):
            continue
        picked.append(best)
        told |= found.asked[best.said[0]]
        events |= {best.event} - {None}
        sentences[best.place, best.factuality] += 1
        speakers[best.speaker] += bool(best.speaker)
        ends[best.actor, best.target] += 1
    return picked
