"""Who held an office from when to when: by the table of holders, and by what articles call somebody on their days.

Where articles of two days call one person the holder, and none between them another, that person held the office all
the time between. What articles tell is bounded by their days, and the table by its own and by them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.corpus.happenings import Corpus
from kg.corpus.links import NOWHERE
from kg.corpus.profiles import gazetteer
from kg.corpus.words import BEHIND
from kg.facts.selection import HELD, is_dated, is_held
from kg.model import ArticleId, Entity, NodeId, Statement, TimeSpan
from kg.parse.nouns import noun_class

HOLDING = "heldOffice"


@dataclass(frozen=True, order=True, slots=True)
class Tenure:
    """A time in which somebody held an office, of which both ends are known days, None where the table has it open."""

    title: str
    """The name of the office."""
    start: date | None
    end: date | None
    holder: str
    """The name of who held it."""
    office: NodeId
    person: NodeId
    is_of_table: bool = False
    """Whether the table of holders has it; else its ends are the first and the last day on which articles tell so."""
    statements: tuple[tuple[NodeId, ArticleId], ...] = ()
    """Those that tell so of days within it, with the article of each."""

    def covers(self, day: date) -> bool:
        """Whether the office is known to have been held so on a day."""
        return (self.start or date.min) <= day <= (self.end or date.max)


@dataclass(frozen=True, order=True, slots=True)
class _Sighting:
    """Somebody called the holder of an office from one day to another."""

    first: date
    last: date
    person: NodeId
    statement: NodeId
    article: ArticleId


def tenures(corpus: Corpus, offices: Iterable[NodeId] = ()) -> tuple[Tenure, ...]:
    """The tenures of some offices, by node or cluster, else of all that articles tell of; by office, then by time."""
    told: defaultdict[NodeId, list[_Sighting]] = defaultdict(list)
    nodes: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for said in corpus.graph.statements:
        named = corpus.graph.nodes.get(said.object)
        if said.relation != HOLDING or not isinstance(named, Entity):
            continue
        # It is an office by its item or the head of its phrase, which no line in capitals tells.
        is_headed = noun_class(BEHIND.split(named.label)[0]) == "Office" and not named.label.isupper()
        for article in sorted({span.article for span in said.evidence}) if named.wikidata or is_headed else ():
            office = corpus.links.cluster(said.object, article)
            nodes[office].add(said.object)
            told[office] += _sightings(corpus, said, article)
    asked = {corpus.links.cluster(node, NOWHERE) for node in offices} or nodes.keys()
    found = (one for office in asked for one in _of_office(corpus, office, nodes[office] or {office}, told[office]))
    return tuple(sorted(found, key=lambda one: (one.title, one.office, one.start or date.min, one.holder)))


def _sightings(corpus: Corpus, said: Statement, article: ArticleId) -> Iterator[_Sighting]:
    """When an article tells as a fact that somebody holds an office; nothing where that is on no known day.

    Both ends of a time that the text has are known; without them only what is told in the present tense reaches the
    day of the article.
    """
    # An office stands beside the name of its holder, or a clause has it in the present tense.
    day = corpus.day_of(said, article) if said.rule in HELD or is_held(said) else None
    time = said.time if is_dated(said.time) else TimeSpan(day)
    first, last = time.start or day, min(filter(None, (time.end, day)), default=time.start)
    if said.is_fact and first is not None and last is not None and first <= last:
        yield _Sighting(first, last, corpus.links.cluster(said.subject, article), said.id, article)


def _of_office(
    corpus: Corpus, office: NodeId, nodes: Iterable[NodeId], sightings: Iterable[_Sighting]
) -> Iterator[Tenure]:
    is_told = office in corpus.names or office in corpus.graph.nodes
    title = corpus.label(office) if is_told else gazetteer().entity(office).label
    known = sorted(set(sightings))
    held = dict[Tenure, list[_Sighting]]()
    for term in {term for node in sorted(nodes) for term in gazetteer().tenures(node)}:
        person = corpus.links.cluster(term.person.id, NOWHERE)
        end = term.end if term.end and term.is_over(date.max) else None
        one = Tenure(title, term.start, end, term.person.label, office, person, is_of_table=True)
        mine = (seen for seen in known if seen.person == person)
        held[one] = [seen for seen in mine if one.covers(seen.first) or one.covers(seen.last)]
    proven = {seen for own in held.values() for seen in own}
    for one, own in held.items():  # it ends where another is called so by a full name of another family name
        last = max((seen.last for seen in own), default=one.start or date.min)
        others = (seen for seen in known if seen not in proven and last < seen.first and one.covers(seen.first))
        names = ((seen.first, corpus.label(seen.person).split()) for seen in others)
        after = min((day for day, name in names if len(name) > 1 and name[-1] not in one.holder.split()), default=None)
        yield replace(one, end=after - timedelta(1) if after else one.end, statements=_proofs(own))
    for run in _runs(known):
        rest = [seen for seen in run if seen not in proven]
        if rest:
            person, last = rest[0].person, max(seen.last for seen in rest)
            yield Tenure(title, rest[0].first, last, corpus.label(person), office, person, statements=_proofs(rest))


def _runs(known: Sequence[_Sighting]) -> Iterator[Sequence[_Sighting]]:
    """The sightings of each person in order, apart where another holder is seen strictly between two."""
    for person in sorted({seen.person for seen in known}):
        others = [seen for seen in known if seen.person != person]
        days, run = [seen.first for seen in others], list[_Sighting]()
        reached = date.min
        for seen in (one for one in known if one.person == person):
            start, end = bisect_right(days, reached), bisect_left(days, seen.first)
            if run and any(one.last < seen.first for one in others[start:end]):
                yield run
                run = []
            run.append(seen)
            reached = max(reached, seen.last)
        yield run


def _proofs(some: Iterable[_Sighting]) -> tuple[tuple[NodeId, ArticleId], ...]:
    return tuple((seen.statement, seen.article) for seen in some)


def office_named(title: str) -> NodeId | None:
    """The office that a full title names in the table, whether articles tell of it or not; None for none."""
    return next((entry.entity.id for entry in gazetteer().lookup(title) if entry.entity.cls == "Office"), None)
