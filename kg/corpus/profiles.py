"""What is known of each entity and event of a graph as one article speaks of it, to compare it with others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import islice

from kg.corpus.copies import publishers_of, texts_of
from kg.corpus.links import Unit
from kg.corpus.words import BEHIND, head_of, is_plural, proper, proper_behind, stem, stems, words
from kg.facts.selection import is_dated
from kg.facts.states import is_of_one_article
from kg.gazetteer import Gazetteer
from kg.gazetteer.items import item
from kg.gazetteer.words import pieces
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.model import Anchor, ArticleId, BlockKind, Entity, Event, Factuality, Graph, NodeId, Quantity, Statement
from kg.model.classes import ACTORS
from kg.time.grammar import words_of

KILLED, INJURED = "killed", "injured"
_THINGS = {"Casualty": KILLED, "ViolentCasualty": KILLED, "Injury": INJURED, "ViolentInjury": INJURED}


@dataclass(frozen=True, order=True, slots=True)
class Toll:
    """How many an event cost: ``thing`` is "killed" or "injured", ``whom`` a noun."""

    thing: str
    whom: str
    number: Decimal
    is_told_of: bool = False
    """Whether the clause tells of the toll, and what cost it is told elsewhere."""
    bound: str = field(default="", compare=False)

    @property
    def what(self) -> str:
        """What the number counts: "people (killed)"."""
        return f"{self.whom} ({self.thing})"


def toll_of(graph: Graph, event: Event) -> Toll | None:
    """The toll that an event tells; None where it tells none."""
    told_of = next((thing for node in _fillers(graph, event, "theme") if (thing := _told_of(graph.label(node.id)))), "")
    thing = _THINGS.get(event.cls, told_of)
    for node in _fillers(graph, event, "amount") if thing else ():
        if isinstance(node, Quantity) and node.number is not None:
            unit = node.unit.lower()
            is_people = not unit or unit in lexicon_words("links", "people", "words")
            return Toll(thing, "people" if is_people else unit, node.number, not _THINGS.get(event.cls), node.bound)
    return None


def _fillers(graph: Graph, event: Event, role: str) -> Iterator[Entity | Event | Quantity]:
    for name in sorted(one.filler for one in event.roles if one.name == role):
        if (node := graph.nodes.get(NodeId(name))) is not None:
            yield node


def _told_of(label: str) -> str:
    """Of what a noun phrase is the toll; "" where it is none.

    >>> _told_of("death toll from a bomb attack"), _told_of("number of deaths"), _told_of("bell")
    ('killed', 'killed', '')
    """
    found, things = " ".join(stems(label)), (KILLED, INJURED)
    told = ((thing, " ".join(stems(one))) for thing in things for one in lexicon_words("links", "tolls", thing))
    return next((thing for thing, begins in told if found.startswith(begins)), "")


_TOWNS = frozenset({"capital", "city"})
"""The kinds of places that lie apart from each other; a state or a sea may hold the town that another article names."""
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_LEAD = 2
"""Sentences that tell where the story of an article is set, besides its title."""


@dataclass(frozen=True, slots=True)
class StoryScene:
    """Towns where something is, and those that the article names anywhere."""

    here: frozenset[NodeId] = frozenset()
    named: frozenset[NodeId] = frozenset()

    def is_elsewhere(self, other: "StoryScene") -> bool:
        """Whether two things are in different towns, of which at least one article does not name the other's."""
        if not self.here or not other.here or self.here & other.here:
            return False
        return not (self.here & other.named and other.here & self.named)


NOWHERE = StoryScene()
"""Of what no town is known."""


@cache
def gazetteer() -> Gazetteer:
    """The names that come along."""
    return Gazetteer.load()


@lru_cache(1000)
def towns(text: str) -> frozenset[NodeId]:
    """The towns that a text names, where their name is no part of a longer one.

    >>> sorted(towns("A bomb in Quetta; the Quetta Electric Company is closed. Police in Peshawar ..."))
    ['peshawar', 'quetta']
    """
    words = pieces(text)
    return frozenset(
        entry.entity.id
        for match in gazetteer().matches(words)
        for entry in match.entries[:1]
        if (found := item(entry.entity.wikidata)) is not None
        and found.kind in _TOWNS
        and entry.kind != "capital"  # a town that stands for a government
        and not any(
            word[0].isupper() and word.lower() not in lexicon_words("links", "common", "words")
            for word in (*words[max(0, match.start - 1) : match.start], *words[match.end : match.end + 1])
        )
    )


_TOPICS = frozenset({"commodity", "content", "topic"})
_PATIENTS = frozenset({"patient", "target", "theme"})
TEXT, _NAMED_TEXT = "text", "named text"
_ON = re.compile(r"\b(?:on|about|concerning|regarding) (.+)")
"""What stands before the topic of an agreement."""


def topic_of(label: str) -> frozenset[str]:
    """The stems of the words that tell what an agreement is on.

    >>> sorted(topic_of("agreement on fishing")), sorted(topic_of("agreement of Friday"))
    (['fish'], [])
    """
    found = _ON.search(label)
    return frozenset(map(stem, _strong(found[1]))) if found else frozenset()


_LINKED = ACTORS | {"Agreement", "Commodity", "Place", "Policy", "Topic"}
"""Classes of entities that are linked."""
_PERSON = "Person"
TITLED = frozenset({"Agreement", "Policy"})
"""Classes of what is called by a long title, of which the name may be the beginning."""
_WHOSE = (" of ", " for ", " to ")
"""What stands between a name that several have and whose it is: "the Board of Trustees of the Herons"."""
_ACTING = frozenset({"agent", "party", "target"})
"""Roles of those who do something, or to or with whom it is done."""


@dataclass(frozen=True)
class EntityProfile:
    """An entity: its names as words, its class, what else is known of it.

    A bare one has no name of its own: its article only describes it ("a hotel in Lima").
    """

    unit: Unit
    cls: str
    names: frozenset[tuple[str, ...]]
    wikidata: str = ""
    country: str = ""
    beside: frozenset[NodeId] = frozenset()
    """Other named entities of its statements."""
    articles: frozenset[ArticleId] = frozenset()
    publishers: frozenset[str] = frozenset()
    """Of these articles, as far as they are told."""
    head: str = ""
    """The stem of the head of a bare one."""
    proper: tuple[str, ...] = ()
    """The words with a capital behind the head of a bare one, "Quetta" of "the city of Quetta", or a name; sorted."""
    scene: StoryScene = NOWHERE
    """Of a bare one: where its article has it."""
    is_plural: bool = False
    is_proper: bool = False
    """Whether the description begins as a name does: "Saints"."""
    topic: frozenset[str] = frozenset()
    """Of an agreement: the stems of the words that tell what it is on."""

    @property
    def is_bare(self) -> bool:
        """Whether its article only describes it."""
        return bool(self.head)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words of all its names."""
        return frozenset(stem(word) for name in self.names for word in name)

    @cached_property
    def plain_stems(self) -> frozenset[str]:
        """Those that are no numbers."""
        known = {**pairs("quantities", "scales"), **words_of("number")}
        return frozenset(one for one in self.stems if not one[0].isdigit() and one not in known)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The stem of the head of a bare one, else those of the last words of its names without "of" or the like."""
        little = lexicon_words("links", "little", "words")
        return frozenset(
            {self.head} if self.is_bare else {stem(one[-1]) for one in self.names if little.isdisjoint(one)}
        )

    @cached_property
    def name(self) -> tuple[str, ...]:
        """The longest name."""
        return max(self.names, key=lambda name: (len(name), name), default=())

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of its longest name, in digits."""
        known = {**pairs("quantities", "scales"), **words_of("number")}
        return frozenset(str(known.get(part, part)) for part in self.name if part[0].isdigit() or part in known)

    @property
    def is_person(self) -> bool:
        """Whether it is a human being."""
        return self.cls == _PERSON


@dataclass(frozen=True)
class EventProfile:
    """An event: what names it, who takes part, where, when, how firmly, in which sentences."""

    unit: Unit
    cls: str
    heads: frozenset[str]
    """Stems of the words that name it."""
    fillers: Mapping[str, frozenset[NodeId]] = field(default_factory=dict)
    """Role -> entities, or their clusters."""
    people: frozenset[NodeId] = frozenset()
    """The named entities of its statements."""
    persons: frozenset[NodeId] = frozenset()
    """The persons who do it, or to or with whom it is done."""
    countries: frozenset[str] = frozenset()
    """Codes of the countries that its statements name, or that those whom they name belong to."""
    days: tuple[date, date] | None = None
    told: date | None = None
    publisher: str = ""
    is_negated: bool = False
    is_act: bool = True
    """Whether the article itself tells that it happened."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """The stems of its sentences, counted."""
    sentences: frozenset[str] = frozenset()
    scene: StoryScene = NOWHERE
    toll: Toll | None = None
    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Role -> the stems of the words for what it is about, and for several whom it befalls and who have no name."""
    objects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Role -> the heads of what it befalls; "text", "named text" -> the words of what is signed, told by its names."""

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of happenings that its words may stand for."""
        return frozenset(kind for head in self.heads for kind in kinds_of().get(head, ()))


@dataclass(frozen=True)
class Profiles:
    """The profiles of a graph."""

    graph: Graph

    @cached_property
    def told(self) -> Mapping[Unit, tuple[Statement, ...]]:
        """Node in article -> the statements of it there: as subject, object or event, or as a role of that."""
        found: defaultdict[Unit, dict[NodeId, Statement]] = defaultdict(dict)
        for said in self.graph.statements:
            for article in sorted({span.article for span in said.evidence}):
                for node in self._nodes_of(said):
                    found[Unit(node, article)][said.id] = said
        return {unit: tuple(some.values()) for unit, some in found.items()}

    def _nodes_of(self, said: Statement) -> Iterator[NodeId]:
        yield from filter(None, (said.subject, said.object, said.event, said.attributed_to))
        event = self.graph.nodes.get(said.event) if said.event else None
        if isinstance(event, Event):
            yield from (role.filler for role in event.roles)

    @cached_property
    def scenes(self) -> Mapping[ArticleId, StoryScene]:
        """Article -> the towns of its title and first sentences but those of its dateline, and all that it names."""
        found, texts = dict[ArticleId, StoryScene](), texts_of(self.graph)
        for article in self.graph.articles:
            text, known = texts[article.id], " ".join(article.title.split())
            for block in reversed(article.blocks if article.text else ()):
                if block.kind is BlockKind.DATELINE:
                    text = text[: block.start] + text[block.end :]
            others = (one for one in _END.split(text.strip()) if " ".join(one.split()) not in known)
            lead = (article.title, *islice(others, _LEAD))
            found[article.id] = StoryScene(frozenset().union(*map(towns, lead)), towns(text))
        return found

    def _scene(self, article: ArticleId, sentences: Iterable[str]) -> StoryScene:
        """The scene of what some sentences of an article tell: their own towns, else those of the story."""
        story = self.scenes.get(article, NOWHERE)
        own = frozenset[NodeId]().union(*map(towns, sentences))
        return StoryScene(own or story.here, story.named | own)

    @cached_property
    def entities(self) -> tuple[EntityProfile, ...]:
        """The entities of classes that are linked, of which statements speak, sorted."""
        by_item: defaultdict[Unit, set[Unit]] = defaultdict(set)
        for unit in self.told:
            node = self.graph.nodes.get(unit.node)
            if isinstance(node, Entity) and node.cls in _LINKED:
                by_item[Unit(unit.node) if node.wikidata else unit].add(unit)
        return tuple(self._entity(unit, by_item[unit]) for unit in sorted(by_item))

    def _entity(self, unit: Unit, places: Iterable[Unit]) -> EntityProfile:
        node = self.graph.nodes[unit.node]
        assert isinstance(node, Entity)
        labels = {node.label, *node.alt_labels}
        said = [one for place in sorted(places) for one in self.told[place]]
        beside = {other for one in said for other in self._nodes_of(one) if other != node.id and self._is_named(other)}
        ends = (both for one in said for both in ((one.subject, one.subject_text), (one.object, one.object_text)))
        behind = {text.partition(label)[2] for end, text in ends if end == node.id for label in labels}
        whose = {one for one in behind if node.cls in TITLED or one.startswith(_WHOSE)} if is_named(node) else labels
        return EntityProfile(
            unit,
            node.cls,
            names_of(node) if is_named(node) else frozenset(filter(None, map(tuple, map(_strong, labels)))),
            node.wikidata,
            node.alpha3 or node.country,
            frozenset(beside),
            frozenset(place.article for place in places),
            frozenset(filter(None, (self._publishers.get(place.article) for place in places))),
            "" if is_named(node) else stem(head_of(node.label)),
            tuple(sorted({word for one in whose for word in proper_behind(one)})),
            NOWHERE if is_named(node) else self._scene(unit.article, labels),
            not is_named(node) and is_plural(node.label),
            not is_named(node) and node.label[:1].isupper(),
            topic_of(node.label) if node.cls == "Agreement" else frozenset(),
        )

    def _is_named(self, node: NodeId) -> bool:
        found = self.graph.nodes.get(node)
        return isinstance(found, Entity) and is_named(found)

    @cached_property
    def _publishers(self) -> Mapping[ArticleId, str]:
        return publishers_of(self.graph)

    @cached_property
    def events(self) -> tuple[EventProfile, ...]:
        """The events that statements speak of, or that words alone name, sorted."""
        told = {unit for unit in self.told if isinstance(self.graph.nodes.get(unit.node), Event)}
        return tuple(self._event(unit) for unit in sorted(told | self._anchors.keys()))

    @cached_property
    def _anchors(self) -> Mapping[Unit, Sequence[tuple[Anchor, str, str]]]:
        """Happening in article -> what names it there, with its words and sentence; none where the text is withheld."""
        found: defaultdict[Unit, list[tuple[Anchor, str, str]]] = defaultdict(list)
        for article in self.graph.articles:
            for one in sorted(article.anchors if article.text else ()):
                texts = article.text[one.start : one.end], article.text[slice(*one.sentence)]
                found[Unit(one.event, article.id)].append((one, *texts))
        return found

    @cached_property
    def _named(self) -> Mapping[ArticleId, Sequence[tuple[int, frozenset[NodeId]]]]:
        """Article -> where its statements begin, and the named nodes of each."""
        found: defaultdict[ArticleId, list[tuple[int, frozenset[NodeId]]]] = defaultdict(list)
        for said in self.graph.statements:
            for span in said.evidence:
                found[span.article].append((span.start, frozenset(filter(self._is_named, self._nodes_of(said)))))
        return found

    def _event(self, unit: Unit) -> EventProfile:
        """An event that statements tell, or that a word alone names: then by its sentence, and whom that names."""
        anchors, event, said = self._anchors.get(unit, ()), self.graph.nodes.get(unit.node), self.told.get(unit, ())
        if not isinstance(event, Event):
            event = Event(unit.node, anchors[0][0].cls, anchors[0][1])
        own = [one for one in said if one.event == unit.node] or list(said)
        fillers: defaultdict[str, set[NodeId]] = defaultdict(set)
        topics: defaultdict[str, set[str]] = defaultdict(set)
        objects: defaultdict[str, set[str]] = defaultdict(set)
        persons: set[NodeId] = set()
        phrases = dict(end for one in own for end in ((one.subject, one.subject_text), (one.object, one.object_text)))
        for role in event.roles:
            label, has_name = self.graph.label(role.filler), self._is_named(role.filler)
            if role.name in {"agreement", "policy"}:
                text, phrase = _NAMED_TEXT if has_name else TEXT, phrases.get(role.filler) or label
                objects[text].update(map(stem, proper(phrase) if has_name else _strong(phrase)))
            elif role.name in _TOPICS:
                topics[role.name].update(map(stem, _strong(label)))
            elif role.name in _PATIENTS and not has_name:
                (topics if is_plural(label) else objects)[role.name].add(stem(head_of(label)))
            if has_name:
                fillers[role.name].add(role.filler)
                if role.name in _ACTING and self.graph.nodes[role.filler].cls == _PERSON:
                    persons.add(role.filler)
        people = {node for one in own for node in self._nodes_of(one) if self._is_named(node)}
        quotes = {s.quote for one in own for s in one.evidence if s.article == unit.article and s.quote}
        if not own:
            quotes = {sentence for *_, sentence in anchors}
            places, near = {one.sentence for one, *_ in anchors}, self._named.get(unit.article, ())
            people = {node for a, z in places for start, some in near if a <= start < z for node in some}
        # Who and what takes part, without whoever tells of it.
        taking_part = [*(role.filler for role in event.roles), *(one.object for one in own)]
        ends = filter(None, map(self.graph.nodes.get, {*taking_part, *(one.subject for one in own)}))
        countries = {code for end in ends if isinstance(end, Entity) and (code := end.alpha3 or end.country)}
        times = [event.time, *(one.time for one in own)]
        found = [(time.start or date.min, time.end or date.max) for time in times if is_dated(time)]
        return EventProfile(
            unit,
            event.cls,
            frozenset(_base(strong[-1]) for _, named, _ in anchors if (strong := _strong(named)))
            or frozenset(_heads(event, said)),
            {name: frozenset(nodes) for name, nodes in sorted(fillers.items())},
            frozenset(people),
            frozenset(persons),
            frozenset(countries),
            min(found, key=lambda days: ((days[1] - days[0]).days, days), default=None),
            self.graph.days.get(unit.article),
            self._publishers.get(unit.article, ""),
            is_negated=bool(own) and all(one.negated for one in own),
            is_act=not own or any(one.factuality is Factuality.ASSERTED for one in own),
            counts=Counter(stem(word) for quote in sorted(quotes) for word in words(quote)),
            sentences=frozenset(" ".join(words(quote)) for quote in quotes),
            scene=self._scene(unit.article, quotes),
            toll=toll_of(self.graph, event),
            topics={name: frozenset(some) for name, some in sorted(topics.items())},
            objects={name: frozenset(some) for name, some in sorted(objects.items())},
        )


@cache
def kinds_of() -> Mapping[str, frozenset[str]]:
    """Stem -> the kinds of happenings, each by one of its words, that it may stand for.

    >>> kinds_of()[stem("murder")] & kinds_of()[stem("killing")]
    frozenset({'kill'})
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in lexicon_words("links", "alike", "words"):
        for word in line.split():
            found[stem(word)].add(line.split()[0])
    return {head: frozenset(kinds) for head, kinds in found.items()}


def is_named(entity: Entity) -> bool:
    """Whether an entity has a name of its own, not just a description in one article."""
    if entity.cls not in _LINKED or entity.cls == "Group":
        return False
    return bool(entity.wikidata) or (entity.label[:1].isupper() and not is_of_one_article(entity.id))


def names_of(entity: Entity) -> frozenset[tuple[str, ...]]:
    """The names of an entity as tuples of words; those that begin in lower case only describe it."""
    labels = {label for label in (entity.label, *entity.alt_labels) if label[:1].isupper() or label[:1].isdigit()}
    titles = frozenset[str]() if entity.cls == "Office" else lexicon_words("links", "titles", "words")
    names = set[tuple[str, ...]]()
    for label in labels:
        if entity.cls == _PERSON and re.search("['’]s ", label):  # what a person made or has
            continue
        found = words(label.replace("'s", "").replace("’s", ""))
        while found and found[0] in titles:
            del found[0]
        while found and found[-1] in lexicon_words("links", "generations", "words"):
            del found[-1]
        names.add(tuple(found))
    return frozenset(names - {()})


def _heads(event: Event, said: Iterable[Statement]) -> Iterator[str]:
    """The stems of the words that name an event: of the predicates of its statements, else the head of its label.

    Where no main clause tells it, it is the shortest of its predicates: "was charged with stealing rings".
    """
    own = [one for one in said if one.event == event.id]
    told = [one for one in own if one.is_main] or sorted(own, key=lambda one: (len(one.predicate_text), one.id))[:1]
    verbs = {strong[-1] for one in told if (strong := _strong(one.predicate_text))}
    verbs |= {strong[0] for one in told if one.is_open and (strong := _strong(one.relation.replace("-", " ")))}
    label = [word for word in _strong(BEHIND.split(event.label)[0]) if not word[0].isdigit()]
    yield from {_base(word) for word in verbs or label[-1:]}


@cache
def _base(word: str) -> str:
    """The stem of a verb or noun, of an irregular verb that of its base form."""
    lines = map(str.split, lexicon_words("links", "irregular", "words"))
    return stem(next((base for base, *forms in lines if word in forms), word))


def _strong(text: str) -> list[str]:
    """The words of a predicate or label that say something."""
    return [word for word in words(text) if word not in lexicon_words("links", "weak", "words")]
