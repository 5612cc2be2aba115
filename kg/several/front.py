"""The values of the front page of several articles, from what they tell together, and what its lines may stand on."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import combinations, groupby
from pathlib import Path
from threading import Thread
from typing import TypeVar
from urllib.parse import quote, urlencode

from kg.corpus.claims import STANDING, Bond, Claim, Tie, are_apart, claims, ties
from kg.corpus.clusters import united as groups_of
from kg.corpus.happenings import Corpus, Happening, Telling
from kg.corpus.rdf import united
from kg.corpus.words import stems
from kg.facts.wording import counted
from kg.model import Article, ArticleId, Event, Graph, NodeId
from kg.several.opened import OpenedCorpus
from kg.several.told import values_of
from kg.shards import is_corpus
from kg.shards import wanted as limits
from kg.shards.codec import packed, unpacked
from kg.shards.log import ShardLog
from kg.shards.wanted import Wanted
from kg.store.files import State, state_of
from kg.turtle.whole import write_whole
from kg.version import VERSION
from kg.view.draw import front as page
from kg.view.draw.cards import Card, is_named
from kg.view.draw.content import headline
from kg.view.draw.days import between, day, span
from kg.view.draw.front import Front, FrontArticle, FrontContest, FrontOfDays, FrontRow, FrontSentence, FrontSide
from kg.view.draw.look import UNSURE, card_words, class_of
from kg.view.draw.matrix import matrix
from kg.view.draw.scene import ELLIPSIS, svg
from kg.view.draw.story.choosing import WEIGHTS, Weighed, leads, weighed
from kg.view.draw.values import Layout, Theme, View

_Value = TypeVar("_Value")
_FEW_WORDS = 4  # words of a sentence by which its ends are found on the web
A_SOURCE = 2.0  # what another source adds to the weight of a happening
_BOUND = re.compile(r"\b(?:at least|more than|over|up to|nearly|almost|no fewer than)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\s(?:has|have|had|is|are|was|were|will|would)\b")
_INSIDE = frozenset({"over", "since", "about", "against"})  # "those angry over the tax have left" is not of the tax
_LENGTHS = (7, 31, 366)  # days of the period: the shortest that has articles enough
_KEPT, _AWAITED = f"derived/front-{VERSION}", 100  # articles whose page is made while somebody waits
_FEWEST = 3
_MOST = 12  # rows of a part of the page
_MOST_SIDES = 8  # rows and columns of its matrix
_LONGEST = timedelta(31)  # that what is of a period takes at most, and that what is new in it is older at most
_STORY = timedelta(7)  # how far apart two articles of one story are at most
_LETTERS = 25  # what makes a line longer takes away one from its weight


@dataclass(frozen=True)
class FrontDays:
    """The days that the page is about; without ``since`` all of them."""

    since: date | None = None
    until: date | None = None
    of: int = 0  # articles of a corpus that are of them, of which the page has the newest

    def holds(self, when: date | None) -> bool:
        """Whether a day is one of them; one that is not known is where all are."""
        if when is None:
            return self.since is None
        return (self.since is None or when >= self.since) and (self.until is None or when <= self.until)


def opened(
    paths: Sequence[Path], links: Path | None, since: date | None = None, until: date | None = None
) -> tuple[Corpus, FrontDays]:
    """What articles tell together, of the days asked for (from ``date.min`` all), else of the newest week or longer."""
    is_kept, asked = any(map(is_corpus, paths)), FrontDays(None if since == date.min else since, until)
    whole = OpenedCorpus(paths, links, Wanted(most=1) if is_kept else None)
    last = max(whole.graph.days.values(), default=None)
    newest = [FrontDays(last - timedelta(one - 1), last) for one in _LENGTHS] if last and not (since or until) else []
    for period in (*newest, asked):
        part = OpenedCorpus(paths, links, Wanted(told_since=period.since, most=limits.MANY)) if is_kept else whole
        if sum(map(period.holds, part.graph.days.values())) >= _FEWEST:
            break
    return part.told, replace(period, of=part.of)


def front_of(told: Corpus, period: FrontDays, title: str, address: Callable[[Article], str]) -> Front:
    """The values of the page; ``address`` is where an article can be read, "" for nowhere."""
    return _Filling(told, period, address).front(title)


def served_front(paths: Sequence[Path], links: Path | None) -> FrontOfDays | None:
    """What makes the front page of graphs that are served, once while their shards are the same; None without links.

    Of a corpus it is the page that is kept in it; once more came that is told, and it is made anew meanwhile.
    """
    corpus, making = OpenedCorpus(paths, links), list[Thread]()
    if corpus.is_piped or not (links or all(map(is_corpus, paths)) or corpus.beside("links").exists()):
        return None

    def front(since: date | None, until: date | None) -> Front:
        state, place = _state(paths), paths[0] / _KEPT
        if since or until or not (corpus.is_linked_corpus and place.is_file()):
            return _served(state, tuple(paths), links, since, until)
        of, kept = unpacked(tuple[State, Front], place.read_bytes())
        if of != state and not any(map(Thread.is_alive, making)):
            making[:] = [Thread(target=keep_front, args=paths, daemon=True)]
            making[0].start()
        return replace(kept, period=kept.period + " More came since, of which the page is being made." * (of != state))

    return front


def keep_front(corpus: Path) -> None:
    """Keep the front page of a corpus in it, where that is too large for it to be made while somebody waits."""
    state, place = _state([corpus]), corpus / _KEPT
    if place.exists() or sum(one.articles for one in ShardLog(corpus / ShardLog.NAME).entries()) > _AWAITED:
        write_whole(packed((state, _served(state, (corpus,), None))), place)


def _state(paths: Iterable[Path]) -> State:
    names = ShardLog.NAME, "derived/links.jsonl"
    return state_of(path.resolve() / name for path in paths if is_corpus(path) for name in names)


@lru_cache(4)
def _served(_of: State, paths: Sequence[Path], links: Path | None, *days: date | None) -> Front:
    told = opened(paths, links, *days)
    return front_of(*told, paths[0].stem, lambda article: f"/graph?{urlencode({'article': article.id})}")


def filed_front(paths: Sequence[Path], links: Path | None, *days: date | None) -> bytes:
    """The front page as a file, of the newest days or of those from one to another."""
    made = front_of(*opened(paths, links, *days), paths[0].stem, file_address)
    return page.front_page(replace(made, period=f"{made.period} kg draw --as front --since DAY has other days."))


def file_address(article: Article) -> str:
    """Where an article can be read on the web; "" for nowhere."""
    return article.url if article.url.startswith(("https://", "http://")) else ""


@dataclass(frozen=True)
class _Filling:
    told: Corpus
    period: FrontDays
    address: Callable[[Article], str]

    def front(self, title: str) -> Front:
        """All of the page."""
        happened = [one for one in self._happenings if not one.card.is_ahead]
        ahead = [one for one in self._happenings if one.card.is_ahead]
        pictures, pairs = self._matrix()
        stories, others = self._stories([*happened[:_MOST], *ahead[:_MOST]])
        left = max(len(happened) - _MOST, 0) + max(len(ahead) - _MOST, 0)
        return Front(
            title=stories[0].title if len(stories) == 1 and not others else title,
            period=self._days(),
            happened=[self._row(one) for one in happened[:_MOST]],
            ahead=[self._row(one) for one in ahead[:_MOST]],
            pictures=pictures,
            pairs=pairs,
            contested=sorted(self._contests(), key=lambda one: (one.what, one.first.value, one.second.value)),
            said=list(self._said()),
            stories=stories,
            others=others,
            left=f"{left} more happenings of these days are not on this page; kg happenings lists all." if left else "",
        )

    @cached_property
    def _known(self) -> Mapping[ArticleId, FrontArticle]:
        """All articles."""
        said = sorted(self.told.graph.statements, key=lambda one: one.first_evidence, reverse=True)
        first = {one.first_evidence.article: [one] for one in said}
        titles = ((one, headline(one, first.get(one.id, ()))) for one in self.told.graph.articles)
        return {one.id: FrontArticle(one.date, title, one.publisher, self.address(one)) for one, title in titles}

    @cached_property
    def _articles(self) -> Mapping[ArticleId, FrontArticle]:
        """The articles of the period."""
        return {name: one for name, one in self._known.items() if self.period.holds(one.day)}

    def _days(self) -> str:
        found = sorted(one.day for one in self._articles.values() if one.day)
        first, last = (self.period.since or found[0], self.period.until or found[-1]) if found else (None, None)
        count, publishers = len(self._articles), len({one.publisher for one in self._articles.values()} - {""})
        told = [between(first, last)] if first and last else []
        newest, of = (f"the newest {count:,} of ", self.period.of) if self.period.of > count else ("", count)
        several = f" of {publishers} publishers" if publishers > 1 else ""
        told.append(f"{newest}{counted(of, 'article')}{several}")
        return f"{', '.join(told)}. A line opens to its sentences."

    @cached_property
    def _graph(self) -> Graph:
        """What the articles of the period tell, with what is the same as one."""
        whole = united(self.told)
        own = tuple(one for one in whole.articles if one.id in self._articles)
        said = tuple(one for one in whole.statements if any(span.article in self._articles for span in one.evidence))
        return replace(whole, statements=said, articles=own)

    @cached_property
    def _weighed(self) -> Weighed:
        return weighed(self._graph, self._graph.statements)

    @cached_property
    def _cards(self) -> Mapping[NodeId, Card]:
        """Statement -> its card."""
        return {one: card for card in self._weighed.cards for one in card.said}

    def _weight(self, card: Card) -> float:
        return self._weighed.weights[card.said[0]]

    def _fitness(self, card: Card) -> float:
        """How well a card tells its happening in one line."""
        return card.is_fact - card.is_unsure + self._weight(card) - len(card.text) / _LETTERS

    @cached_property
    def _notices(self) -> frozenset[ArticleId]:
        """Articles that begin with a greeting or praise, whose lines stand behind what is done."""
        first, cards = {*leads(self._graph).values()}, self._weighed.cards
        return frozenset(one.place[0] for one in cards if one.place in first and class_of(one.statement) == "Approving")

    @cached_property
    def _happenings(self) -> "Sequence[RankedHappening]":
        """What is told first in the period, or of its days or days to come, the weightiest first, a sentence's once."""
        found = [self._found(one) for one in self.told.happenings if self._is_current(one)]
        ranked = sorted(filter(None, found), key=lambda one: (-one.weight, one.happening.id))
        story_of = {name: number for number, group in enumerate(self._groups) for name in group}
        return grouped(self.told, ranked, story_of)

    def _found(self, one: Happening) -> "RankedHappening | None":
        """A happening as the period tells it; None where no card of it is worth its room."""
        given = [telling for telling in one.tellings if telling.article in self._articles]
        acts = [(self._best(some), some) for some in of_one_act(self.told, given)]
        told = [
            (best, some, self.told.copies.independent({each.article for each in some})) for best, some in acts if best
        ]
        if not told:
            return None
        best, tellings, sources = max(
            told, key=lambda act: (act[2], act[0].is_fact, self._fitness(act[0]), act[0].said)
        )
        weight = self._weight(best)
        is_worth, is_notice = weight >= WEIGHTS["least"] or sources > 1, sources == 1 and best.place[0] in self._notices
        rank = weight + A_SOURCE * (sources - 1) + WEIGHTS["notice"] * is_notice
        return RankedHappening(one, best, tellings, sources, rank) if is_worth else None

    def _best(self, tellings: Iterable[Telling]) -> Card | None:
        """The card that tells an act best; None where none of its own says it clearly."""
        cards = {one.statement: card for one in tellings if (card := self._cards.get(one.statement))}
        clear = (card for name, card in cards.items() if card.statement.id == name and is_clear(self._graph, card))
        return max(clear, key=lambda card: (card.is_fact, self._fitness(card), card.said), default=None)

    def _is_current(self, one: Happening) -> bool:
        """Whether it is of days of the period or to come, or of shortly before and not told before; else it is past."""
        first, last = (one.time.start, one.time.end) if one.time else (None, None)
        since = self.period.since
        if since is None or not (first or last):
            return True
        if (first and last and last - first > _LONGEST) or not any(map(self._articles.__contains__, one.articles)):
            return False
        is_new = all(telling.day >= since for telling in one.tellings)
        return (last or first or date.min) >= (since - _LONGEST if is_new else since)

    def _row(self, one: "RankedHappening") -> FrontRow:
        told_on = min((telling.told_on for telling in one.tellings if telling.told_on), default=None)
        when = span(one.happening.time) or (f"told {day(told_on)}" if told_on else "")
        note = counted(one.sources, "source")
        said = ((telling.article, self.told.sentence_of(telling), telling.statement) for telling in one.tellings)
        values = values_of(self.told, self._claims.get(one.happening.id, ()))
        values = values if len({value.number for value in values}) > 1 else ()
        return FrontRow(one.happening.id, when, _words(one.card), note, self._sentences(said), values)

    @cached_property
    def _claims(self) -> Mapping[NodeId, Sequence[Claim]]:
        """Happening -> what is held of it."""
        return {name: [*some] for name, some in groupby(claims(self.told), lambda one: one.happening)}

    def _sentences(self, said: Iterable[tuple[ArticleId, str, NodeId]]) -> Sequence[FrontSentence]:
        """Sentences by day, each once, with where the article tells it."""
        found = {(self._articles[name], text): one for name, text, one in said if name in self._articles}
        placed = sorted(found.items(), key=lambda one: (one[0][0].day or date.max, one))
        return [
            FrontSentence(text, replace(one, address=place_of(one.address, text, name))) for (one, text), name in placed
        ]

    def _matrix(self) -> tuple[Mapping[str, str], Sequence[FrontRow]]:
        """Who acts on whom, drawn by theme, each pair with its sentences; as sure as a card is that has no "?"."""
        wanted = {one.statement.id for one in self._weighed.cards if is_act(self._graph, one)}
        acts = [one for one in self._graph.statements if one.id in wanted]
        scenes = {
            theme: matrix(self._graph, acts, View(theme=theme, layout=Layout.MATRIX, actors=_MOST_SIDES))
            for theme in Theme
        }
        pairs: defaultdict[frozenset[str], list[NodeId]] = defaultdict(list)
        for group in scenes[Theme.LIGHT].groups("cell"):
            pairs[frozenset(group.title.partition(": ")[0].split(" on ", 1))] += group.said
        places = {one: f"#pair-{number}" for number, said in enumerate(pairs.values()) for one in said}
        drawn = {theme.value: svg(scene, linked=places.__getitem__) for theme, scene in scenes.items()}
        return drawn, [self._pair(number, *pair) for number, pair in enumerate(pairs.items())]

    def _pair(self, number: int, names: frozenset[str], said: Iterable[NodeId]) -> FrontRow:
        once, statements = list(dict.fromkeys(said)), self.told.statements
        places = ((one, span.article) for one in once for span in statements[one].evidence)
        told = [(name, self.told.sentence(one, name), one) for one, name in places]
        sources = self.told.copies.independent({name for name, *_ in told if name in self._articles})
        note = counted(sources, "source")
        return FrontRow(f"pair-{number}", "", " – ".join(sorted(names)), note, self._sentences(told))

    def _contests(self) -> Iterator[FrontContest]:
        labels = {one.id: one.label for one in self.told.happenings}
        for tie in ties(self.told):
            both = {tie.first.telling.article, tie.second.telling.article}
            is_against = tie.bond in {Bond.CONFLICTS, Bond.DENIES} and is_contest(self.told, tie)
            if is_against and both & set(self._articles):
                what = [labels[tie.first.happening], *([tie.first.what] if tie.first.what != STANDING else [])]
                yield FrontContest(": ".join(what), tie.bond.value, self._side(tie.first), self._side(tie.second))

    def _side(self, claim: Claim) -> FrontSide:
        article = self._known[claim.telling.article]
        holder = article.publisher or article.title if claim.is_own else claim.holder
        return FrontSide(holder, claim.value, FrontSentence(self.told.sentence_of(claim.telling), article))

    def _said(self) -> Iterator[FrontRow]:
        """What somebody says who is called by name, the weightiest first."""
        shown = {one.card.place for one in self._happenings[:_MOST]}
        named = (one for one in self._weighed.cards if is_named(self._graph, one.statement.voice or one.actor))
        cards = [one for one in named if one.speaker and one.place not in shown and is_clear(self._graph, one)]
        best = sorted(cards, key=lambda one: (-self._weight(one), one.place, one.said))
        worth = (one for one in best if self._weight(one) >= WEIGHTS["least"])
        placed = first_of_each(worth, lambda one: one.place)
        for one in first_of_each(placed, lambda one: (one.speaker, one.text))[:_MOST]:
            when = self._articles[one.place[0]].day if one.place[0] in self._articles else None
            sentences = self._sentences([(one.place[0], " ".join(one.quote.split()), one.statement.id)])
            row = one.said[0], day(when) if when else "", f"{one.speaker}: {one.text}", _firmness(one)
            yield FrontRow(*row, sentences)

    def _stories(self, rows: "Sequence[RankedHappening]") -> tuple[Sequence[page.FrontStory], Sequence[FrontArticle]]:
        """Articles that tell a happening alike, as stories, those with most sources first; and the other articles."""
        several = [self._story(some, rows) for some in self._groups if len(some) > 1]
        others = (self._articles[group[0]] for group in self._groups if len(group) == 1)
        alone = sorted(others, key=lambda one: (one.day or date.max, one.title))
        return sorted(several, key=lambda one: (-one.sources, -len(one.articles), one.title)), alone

    @cached_property
    def _groups(self) -> Sequence[Sequence[ArticleId]]:
        """The articles of each story."""
        told = ([name for name in one.articles if name in self._articles] for one in self.told.happenings)
        days = {name: one.day for name, one in self._articles.items()}
        pairs = ((pair, [days[name] for name in pair]) for some in told for pair in combinations(some, 2))
        near = (pair for pair, (one, other) in pairs if one is None or other is None or abs(one - other) <= _STORY)
        return tuple(groups_of(self._articles, near))

    def _story(self, group: Sequence[ArticleId], rows: "Sequence[RankedHappening]") -> page.FrontStory:
        own = [one for one in rows if one.articles <= set(group)]
        told = Counter(name for one in self._happenings if len(one.articles) > 1 for name in one.articles)
        first = max(group, key=lambda name: (told[name], name))
        articles = sorted((self._articles[name] for name in group), key=lambda one: (one.day or date.max, one.title))
        sources = self.told.copies.independent(group)
        return page.FrontStory(self._articles[first].title, sources, articles, [self._row(one) for one in own])


def _words(card: Card) -> str:
    """A card in one line: what, how firmly, who says so."""
    more = ", ".join(filter(None, [_firmness(card), f"says {card.speaker}" if card.speaker else ""]))
    return f"{card.text} ({more})" if more else card.text


def _firmness(card: Card) -> str:
    """How firmly a card is told, in words alone."""
    return card.firmness.replace(UNSURE, "unsure")


@dataclass(frozen=True)
class RankedHappening:
    """A happening with the card of its best statement, what of it is told in the period, and its worth."""

    happening: Happening
    card: Card
    tellings: tuple[Telling, ...]
    sources: int
    weight: float

    @property
    def articles(self) -> frozenset[ArticleId]:
        """The articles of the period that tell it."""
        return frozenset(one.article for one in self.tellings)


def grouped(
    told: Corpus, ranked: Iterable[RankedHappening], story_of: Mapping[ArticleId, int]
) -> list[RankedHappening]:
    """Happenings, the weightiest first; those that are again one of more sources are told with it."""
    kept, alike = list[RankedHappening](), defaultdict[Hashable, set[int]](set)
    for one in sorted(ranked, key=lambda one: -one.sources):
        near = sorted({at for key in _keys(one, story_of) for at in alike[key]})
        at = next((at for at in near if _is_again(told, one, kept[at], story_of)), len(kept))
        if at == len(kept):
            kept.append(one)
        else:
            other = kept[at]
            tellings = tuple(sorted({*other.tellings, *one.tellings}))
            sources = told.copies.independent({telling.article for telling in tellings})
            weight = other.weight + A_SOURCE * (sources - other.sources)
            kept[at] = replace(other, tellings=tellings, sources=sources, weight=weight)
        for key in _keys(kept[at], story_of):
            alike[key].add(at)
    return sorted(kept, key=lambda one: (-one.weight, one.happening.id))


def _keys(one: RankedHappening, story_of: Mapping[ArticleId, int]) -> Iterator[Hashable]:
    """What it has in common with whatever it may be again: its sentence, or its class, days and a story."""
    yield one.card.place
    if one.happening.cls != "Event" and (time := one.happening.time):
        yield from {(one.happening.cls, time.start, time.end, story_of[name]) for name in one.articles}


def _is_again(told: Corpus, one: RankedHappening, other: RankedHappening, story_of: Mapping[ArticleId, int]) -> bool:
    """Whether two with a key in common are told in one sentence, or are of one story with a participant in common."""
    stories = ({story_of[name] for name in each.articles} for each in (one, other))
    ends = ({end for telling in each.tellings for end in participants(told, telling)} for each in (one, other))
    is_in_both = next(stories) == next(stories) and bool(next(ends) & next(ends))
    return one.card.place == other.card.place or is_in_both


def first_of_each(values: Iterable[_Value], key: Callable[[_Value], Hashable]) -> list[_Value]:
    """The first of those with the same key, in their order."""
    found: dict[Hashable, _Value] = {}
    for one in values:
        found.setdefault(key(one), one)
    return list(found.values())


def of_one_act(told: Corpus, tellings: Sequence[Telling]) -> Iterator[tuple[Telling, ...]]:
    """Tellings in groups of one act: the same class or verb, by one who is called alike or with one participant."""
    vague = card_words("vague")

    def is_one(one: Telling, other: Telling) -> bool:
        first, second = told.statements[one.statement], told.statements[other.statement]
        verbs = ({stem for stem in stems(said.predicate_text) if stem not in vague} for said in (first, second))
        is_alike = first.narrowest_class == second.narrowest_class or bool(next(verbs) & next(verbs))
        return is_alike and bool(
            participants(told, one) & participants(told, other)
            or set(stems(told.graph.label(first.subject))) & set(stems(told.graph.label(second.subject)))
        )

    pairs = (pair for pair in combinations(tellings, 2) if is_one(*pair))
    return (tuple(group) for group in groups_of(tellings, pairs))


def participants(told: Corpus, one: Telling) -> set[NodeId]:
    """Who and what takes part in what is told, as clusters."""
    said = told.statements[one.statement]
    event = told.graph.nodes.get(said.event) if said.event else None
    roles = event.roles if isinstance(event, Event) else ()
    ends = {role.filler for role in roles if role.name not in {"amount", "rate"}} | {said.subject, said.object}
    return {told.links.cluster(end, one.article) for end in ends}


def is_clear(graph: Graph, one: Card) -> bool:
    """Whether the words of a card say by themselves who does what: no cut inside, no open pronoun, no half of a clause.

    It is not unsure, a name in brackets is that of an actor, and who says it is called by more than a pronoun.
    """
    text, said = one.text, one.statement
    first = text.partition(" ")[0].casefold()
    if f" {ELLIPSIS} " in text or first in card_words("vague") or one.speaker.casefold() in card_words("vague"):
        return False
    if one.is_unsure or (text.startswith("[") and not is_named(graph, one.actor)):
        return False
    before, found, _ = " ".join(one.quote.split()).partition(said.subject_text)
    if found and said.subject_text and before.split() and before.split()[-1].casefold() in _INSIDE:
        return False
    behind = text.partition(said.object_text)[2] if said.object_text else ""
    return not _GOES_ON.match(behind)  # else a half: the clause goes on behind its object with another predicate


def is_act(graph: Graph, one: Card) -> bool:
    """Whether a card is a clear act of an actor on another: none of who says, is, has or comes from something."""
    said = one.statement
    is_state = {one.family.name, said.narrowest_class} & {"BeHaveInclude", "BeingSomewhere", "Moving"}
    return one.target is not None and one.is_act and not (one.speaker or is_state) and is_clear(graph, one)


def is_contest(told: Corpus, tie: Tie) -> bool:
    """Whether two articles independently tell otherwise of one act; a bound contradicts no number."""
    one, other = tie.first, tie.second
    if not are_apart(told, one, other):
        return False
    first, second = (told.statements[each.telling.statement] for each in (one, other))
    if one.what == STANDING:  # both are of the same object, or call it alike to the last word
        shared = (
            told.links.cluster(said.object, each.telling.article) for said, each in ((first, one), (second, other))
        )
        return next(shared) == next(shared) or stems(first.object_text) == stems(second.object_text)
    before = (told.sentence_of(each.telling).partition(each.value)[0].split()[-2:] for each in (one, other))
    return not any(map(_BOUND.search, (first.object_text, second.object_text, *map(" ".join, before))))


def place_of(address: str, text: str, statement: NodeId) -> str:
    """Where a sentence is marked: by its statement on a page of ours, by its words on the web."""
    if not address:
        return ""
    words = text.split()
    ends = f"{quote(' '.join(words[:_FEW_WORDS]), safe='')},{quote(' '.join(words[-_FEW_WORDS:]), safe='')}"
    told = ends.replace("-", "%2D") if len(words) > 2 * _FEW_WORDS else quote(text, safe="").replace("-", "%2D")
    mark = f"said={quote(statement)}" if address.startswith("/") else f":~:text={told}"
    return f"{address}{'' if '#' in address else '#'}{mark}"
