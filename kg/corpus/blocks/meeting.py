"""The steps of linking by blocks: what is known of each article, in which windows it meets others, and the pairs.

A window is two overlapping weeks in which articles are told, or that they tell of. Units that meet are compared, and
those that may be one get their features and a score.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import chain, groupby
from operator import itemgetter

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.blocks import tasks as task
from kg.corpus.blocks.tasks import AT_ONCE, MOST, Tasks, windows_of
from kg.corpus.clusters import Constraints, Features, Pair, clustered, probability, united, weights
from kg.corpus.decisions import Decisions
from kg.corpus.entity_pairs import LARGEST, MANY, NEAR, together, with_story
from kg.corpus.event_pairs import NAMED
from kg.corpus.links import DENIAL, ENTITY, EVENT, NOWHERE, Cluster, Doubt, Links, Unit
from kg.corpus.profiles import EntityProfile, EventProfile
from kg.corpus.words import Frequencies, circles
from kg.model import ArticleId, Graph, NodeId
from kg.shards.codec import packed, unpacked

_Counts = dict[str, int]
_Days = tuple[tuple[date, date], ...]


def steady(articles: int) -> int:
    """Of how many of the oldest articles the frequencies are, so that a few new ones change no weights of others.

    >>> steady(1200), steady(2000), steady(2100)
    (1200, 1898, 1898)
    """
    most = float(AT_ONCE)
    while most * 9 / 8 <= articles:
        most *= 9 / 8
    return min(articles, int(most))


def gather(index: sqlite3.Connection, base: sqlite3.Connection, tasks: Tasks) -> None:
    """Put the words of all articles into the tables, and their nodes, each with what all articles tell of it."""
    for number, result in enumerate(tasks(task.words_of_shard, map(packed, _shards(index)))):
        found = unpacked(task.ShardWords, result)
        base.execute("INSERT INTO shard VALUES (?, ?)", (number, packed(sorted(found.nodes))))
        rows = ((a.name, a.day and a.day.isoformat(), packed(a.words), packed(a.names)) for a in found.articles)
        base.executemany("INSERT INTO article VALUES (?, ?, NULL, ?, ?)", rows)
        for name, data in found.nodes.items():  # joined with what others tell of it
            known = base.execute("SELECT data FROM node WHERE name = ?", (name,)).fetchone()
            whole = data
            if known and known[0] != data:
                whole = packed(unpacked(Graph, known[0]).union(unpacked(Graph, data)))
            several = known is not None or name in found.several
            base.execute("INSERT OR REPLACE INTO node VALUES (?, ?, ?)", (name, several, whole))


def _shards(index: sqlite3.Connection) -> Iterator[list[task.Packed]]:
    """The graphs of the articles of each shard; shards by their names, which tell what they hold."""
    wanted = """SELECT shard.name, size, graph FROM article JOIN shard ON shard.id = shard
        ORDER BY shard.name, article.name"""
    for _, rows in groupby(index.execute(wanted), key=itemgetter(0)):
        yield [(size, graph) for _, size, graph in rows]


def profile(index: sqlite3.Connection, base: sqlite3.Connection, tasks: Tasks) -> None:
    """Put the profiles of entities and events into the tables."""
    numbered = enumerate(_shards(index))
    given = (packed((graphs, _told_elsewhere(base, number))) for number, graphs in numbered)
    for result in tasks(task.profiles_of_shard, given):
        for one in unpacked(tuple[task.ArticleProfiles, ...], result):
            base.execute("UPDATE article SET days = ? WHERE name = ?", (packed(one.days), one.name))
            base.executemany(
                "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (row.unit.node, one.name, row.unit.article, row.item, row.is_bare, row.is_full, packed(row.keys),
                     row.profile)
                    for row in one.entities
                ),
            )  # fmt: skip
            base.executemany(
                "INSERT INTO event VALUES (?, ?, ?)", ((node, one.name, data) for node, data in one.events)
            )


def _told_elsewhere(base: sqlite3.Connection, shard: int) -> Graph:
    """What all articles tell of the nodes of a shard that several speak of, with what describes these."""
    ((names,),) = base.execute("SELECT nodes FROM shard WHERE number = ?", (shard,))
    found, waiting = dict[NodeId, task.SharedNode](), unpacked(list[NodeId], names)
    wanted = "SELECT data FROM node WHERE name = ? AND is_several"
    while waiting:
        name = waiting.pop()
        row = base.execute(wanted, (name,)).fetchone() if name not in found else None
        if row is not None:
            found[name] = unpacked(Graph, row[0]).nodes[name]
            waiting += task.ends_of([found[name]])
    return task.graph_with(found[name] for name in sorted(found))


def place(base: sqlite3.Connection) -> tuple[Frequencies, int]:
    """Put articles into windows; the frequencies of words, and how many articles without a day are left out of one."""
    names = frequencies(base, "names")
    for name, day, days, told in base.execute("SELECT name, day, days, names FROM article"):
        windows = windows_of(
            name, day and date.fromisoformat(day), unpacked(_Days, days), unpacked(_Counts, told), names
        )
        base.executemany("INSERT INTO window VALUES (?, ?)", ((window, name) for window in windows))
        base.execute("INSERT INTO home VALUES (?, ?)", (name, windows[0]))
    cut = """DELETE FROM window WHERE name >= 'name ' AND name < 'name!' AND (name, member) IN (
        SELECT name, member FROM (SELECT name, member, row_number() OVER (PARTITION BY name ORDER BY member) AS place
            FROM window) WHERE place > ?)"""
    return frequencies(base, "words"), base.execute(cut, (MOST,)).rowcount


def frequencies(base: sqlite3.Connection, column: str) -> Frequencies:
    """In how many articles each term is: of all, or of many the oldest, those without a day first."""
    ((count,),) = base.execute("SELECT count(*) FROM article")
    most, shares = steady(count), Counter[str]()
    for (found,) in base.execute(f"SELECT {column} FROM article ORDER BY day, name LIMIT ?", (most,)):
        shares.update(unpacked(_Counts, found).keys())
    return Frequencies(most, shares)


def _of_terms(known: Frequencies, counts: Iterable[Iterable[str]]) -> Frequencies:
    """The frequencies of some terms alone."""
    terms = {term for some in counts for term in some}
    return Frequencies(known.texts, {term: known.shares[term] for term in sorted(terms & known.shares.keys())})


def find_stories(base: sqlite3.Connection, tasks: Tasks, words: Frequencies) -> None:
    """Put pairs of articles that are alike into the tables, each in the first window that both have."""
    windows, names = windows_with(base, 2), frequencies(base, "names")

    def given(window: str) -> task.WindowWords:
        rows = base.execute(
            """SELECT article.name, words, names FROM window CROSS JOIN article ON article.name = member
            WHERE window.name = ?""",
            (window,),
        ).fetchall()
        counts, named = ({row[0]: unpacked(_Counts, row[place]) for row in rows} for place in (1, 2))
        others = "SELECT name FROM window WHERE member = ? ORDER BY name"
        every = {name: tuple(one for (one,) in base.execute(others, (name,))) for name in counts}
        of_terms = _of_terms(words, counts.values()), _of_terms(names, named.values())
        return task.WindowWords(window, every, counts, named, *of_terms)

    results = tasks(task.stories_of_window, (packed(given(window)) for window in windows))
    for window, result in zip(windows, results, strict=True):
        for one in unpacked(tuple[task.AlikeArticles, ...], result):
            row = (one.words, one.names, window)
            base.execute("INSERT INTO near VALUES (?, ?, ?, ?, ?, NULL)", (one.one, one.other, *row))
    likeness = {(one, other): value for one, other, value in base.execute("SELECT one, other, words + names FROM near")}
    rows = ((circle, *both) for both, circle in circles(likeness).items())
    base.executemany("UPDATE near SET circle = ? WHERE one = ? AND other = ?", rows)


def windows_with(base: sqlite3.Connection, least: int) -> Sequence[str]:
    """The windows of at least so many articles, sorted."""
    wanted = "SELECT name FROM window GROUP BY name HAVING count(*) >= ? ORDER BY name"
    return [name for (name,) in base.execute(wanted, (least,))]


_OfNode = tuple[str, int, str, int, bytes, bytes]
"""An entity of an article: node, number of its unit, item, whether it has a full name, keys, profile."""
_SHORT = 16
"""A block of keys ends with one of so many, whichever others there are."""
_ONE_BLOCK = 2000  # units, at most but for those of the last key
_TOGETHER = 50  # articles of small stories that are one block


def put_units(base: sqlite3.Connection) -> None:
    """Number all units in their order, and find those that stand for others: items, and nodes of many articles."""
    for kind, told in ((ENTITY, "entity GROUP BY node, article"), (EVENT, "event")):
        units = f"SELECT ?, node, article, data FROM {told} ORDER BY node, article"
        base.execute(f"INSERT INTO unit (kind, node, article, data) {units}", (kind,))
    rows = base.execute(
        """SELECT entity.node, id, item, is_full, keys, entity.data FROM entity
        CROSS JOIN unit ON unit.kind = ? AND unit.node = entity.node AND unit.article = entity.article
        WHERE NOT is_bare ORDER BY entity.node, source""",
        (ENTITY,),
    )
    items: dict[str, int] = {}
    for _, group in groupby(rows, key=itemgetter(0)):
        _put_node(base, list(group), items)


def _put_node(base: sqlite3.Connection, rows: list[_OfNode], items: dict[str, int]) -> None:
    """The units of one node that stand to be compared."""
    _, first, item, is_full, keys, _ = rows[0]
    known = items.setdefault(item, first) if item else first
    if known != first:
        base.execute("INSERT INTO sure VALUES (?, ?, ?)", (known, first, ENTITY))
    is_many = bool(item) or (bool(is_full) and len(rows) > MANY)
    if is_many:
        profile = packed(together([unpacked(EntityProfile, row[-1]) for row in rows]))
        standing = [(first, True, profile)]
        others = sorted({number for _, number, *_ in rows} - {first})
        base.executemany("INSERT INTO sure VALUES (?, ?, ?)", ((first, other, ENTITY) for other in others))
    else:
        standing = [(number, False, profile) for _, number, *_, profile in rows]
    base.executemany("INSERT INTO standing VALUES (?, ?, ?)", standing)
    found = unpacked(tuple[str, ...], keys)
    base.executemany("INSERT INTO key VALUES (?, ?)", ((key, number) for key in found for number, *_ in standing))


def meet_by_names(base: sqlite3.Connection, tasks: Tasks) -> int:
    """Put the pairs of entities whose names share a key into the tables; how many keys are too common for all pairs."""

    def given(keys: Iterable[str]) -> task.NamedBlock:
        wanted, profile = "SELECT id FROM key WHERE key = ?", "SELECT data FROM standing WHERE id = ?"
        groups = {key: sorted(number for (number,) in base.execute(wanted, (key,))) for key in keys}
        units = sorted({number for group in groups.values() for number in group})
        places = {number: place for place, number in enumerate(units)}
        found = (unpacked(EntityProfile, base.execute(profile, (number,)).fetchone()[0]) for number in units)
        return task.NamedBlock(
            tuple(replace(one, articles=frozenset()) for one in found),
            {key: tuple(places[number] for number in group) for key, group in groups.items()},
        )

    for result in tasks(task.pairs_of_names, (packed(given(block)) for block in _blocks(base))):
        put_pairs(base, unpacked(tuple[task.FoundPair, ...], result))
    wanted = "SELECT count(*) FROM (SELECT key FROM key GROUP BY key HAVING count(*) > ?)"
    ((common,),) = base.execute(wanted, (LARGEST,))
    return int(common)


def _blocks(base: sqlite3.Connection) -> Iterator[list[str]]:
    """The keys of several units, in blocks that end by a digest of the key, so that others stay as they are."""
    block, size = list[str](), 0
    wanted = "SELECT key, count(*) FROM key GROUP BY key HAVING count(*) > 1 ORDER BY key"
    for key, count in base.execute(wanted).fetchall():
        block.append(key)
        size += count
        if size > _ONE_BLOCK or sha256(key.encode()).digest()[0] % _SHORT == 0:
            yield block
            block, size = [], 0
    if block:
        yield block


def put_pairs(base: sqlite3.Connection, found: Iterable[task.FoundPair]) -> None:
    """Pairs of entities with their scores, now that it is looked up how alike their articles are."""
    weighed = weights(ENTITY)
    for pair in found:
        one, other = (number_of(base, ENTITY, unit) for unit in (pair.one, pair.other))
        story = _likeness(base, (one, other), (pair.one, pair.other))
        if pair.wants_story and story < NEAR:
            continue
        features = with_story(pair.features, pair.form, story)
        row = (one, other, ENTITY, weighed.log_odds(features), packed(features))
        base.execute("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)", row)


def number_of(base: sqlite3.Connection, kind: str, unit: Unit) -> int:
    """The number of a unit."""
    wanted = "SELECT id FROM unit WHERE kind = ? AND node = ? AND article = ?"
    ((number,),) = base.execute(wanted, (kind, unit.node, unit.article))
    return int(number)


def _likeness(base: sqlite3.Connection, numbers: tuple[int, int], units: tuple[Unit, Unit]) -> float:
    """How alike the articles of two entities are, the most alike of them; 1 where one article has both."""
    # Whether each stands for a node in several articles.
    wanted = "SELECT 1 FROM standing WHERE id = ? AND is_many"
    many = [
        unit.article == NOWHERE or base.execute(wanted, (number,)).fetchone() is not None
        for number, unit in zip(numbers, units, strict=True)
    ]
    if not any(many):
        both = sorted(unit.article for unit in units)
        row = base.execute("SELECT words FROM near WHERE one = ? AND other = ?", both).fetchone()
        return 1.0 if both[0] == both[1] else float(row[0]) if row else 0.0
    first, second = units if many[0] else (units[1], units[0])
    articles = [(second.article,)]
    if all(many):
        articles = base.execute("SELECT source FROM entity WHERE node = ?", (second.node,)).fetchall()
    # Each article by those that speak of the other node.
    alike = """SELECT iif(EXISTS (SELECT 1 FROM entity WHERE node = ?2 AND source = ?1), 1.0, (
        SELECT max(words) FROM (
            SELECT other AS far, words FROM near WHERE one = ?1 UNION ALL
            SELECT one AS far, words FROM near WHERE other = ?1
        ) WHERE EXISTS (SELECT 1 FROM entity WHERE node = ?2 AND source = far)))"""
    return max((base.execute(alike, (name, first.node)).fetchone()[0] or 0.0 for (name,) in articles), default=0.0)


def meet_by_stories(base: sqlite3.Connection, tasks: Tasks) -> None:
    """Put the pairs of entities that articles of one story only describe into the tables."""

    def given(articles: Iterable[ArticleId], stories: Iterable[task.AlikeArticles]) -> bytes:
        rows = (row for name in articles for row in base.execute("SELECT data FROM entity WHERE source = ?", (name,)))
        return packed((task.item_once(unpacked(EntityProfile, data) for (data,) in rows), list(stories)))

    blocks = _blocks_of_stories(base, lambda one: one.names >= NAMED)
    for result in tasks(task.pairs_of_descriptions, (given(*block) for block in blocks)):
        put_pairs(base, unpacked(tuple[task.FoundPair, ...], result))


def _blocks_of_stories(
    base: sqlite3.Connection, is_one: Callable[[task.AlikeArticles], bool]
) -> Iterator[tuple[Sequence[ArticleId], Sequence[task.AlikeArticles]]]:
    """Articles of whole stories, as pairs of articles tie them, with those pairs of which a window is the first.

    An article that is tied to none stands with others in the block of its first window.
    """
    told = "SELECT one, other, words, names, circle FROM near WHERE window = ? ORDER BY one, other"
    for window in windows_with(base, 1):
        pairs = [one for one in (task.AlikeArticles(*row) for row in base.execute(told, (window,))) if is_one(one)]
        own = [name for (name,) in base.execute("SELECT article FROM home WHERE window = ?", (window,))]
        ends = [(one.one, one.other) for one in pairs]
        blocks: list[dict[ArticleId, None]] = []
        for story in united({*own, *chain.from_iterable(ends)}, ends):
            if not blocks or len(blocks[-1]) >= _TOGETHER:
                blocks.append({})
            blocks[-1] |= dict.fromkeys(story)
        for block in blocks:
            yield sorted(block), [one for one in pairs if one.one in block]


def meet_as_events(base: sqlite3.Connection, tasks: Tasks, known: tuple[Frequencies, Frequencies]) -> None:
    """Put the pairs of events of one story into the tables; ``known`` as for ``events_of``."""
    blocks = _blocks_of_stories(base, lambda one: one.circle >= event_pairs.NEAR)
    given = (packed(events_of(base, *block, known)) for block in blocks)
    for result in tasks(task.pairs_of_events, given):
        put_events(base, result)


def put_events(base: sqlite3.Connection, result: bytes) -> None:
    """Put ``EventsFound`` into the tables."""
    found, weighed = unpacked(task.EventsFound, result), weights(EVENT)

    def numbers(*units: Unit) -> Iterator[int]:
        return (number_of(base, EVENT, unit) for unit in units)

    for *both, features in found.pairs:
        row = (*numbers(*both), EVENT, weighed.log_odds(features), packed(features))
        base.execute("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)", row)
    base.executemany("INSERT OR IGNORE INTO sure VALUES (?, ?, ?)", ((*numbers(*both), EVENT) for both in found.sure))
    base.executemany(
        "INSERT OR REPLACE INTO denied VALUES (?, ?, ?)",
        ((*numbers(*both), packed(features)) for *both, features in found.denied),
    )


def events_of(
    base: sqlite3.Connection,
    articles: Sequence[ArticleId],
    stories: Sequence[task.AlikeArticles],
    known: tuple[Frequencies, Frequencies],
) -> task.EventBlock:
    """The events of some articles as a block; the frequencies are of words, and of those who take part."""
    wanted = "SELECT id, data FROM unit WHERE article = ? AND kind = ?"
    rows = sorted(row for name in articles for row in base.execute(wanted, (name, EVENT)))
    profiles = tuple(unpacked(EventProfile, data) for _, data in rows)
    of_terms = (
        _of_terms(known[0], (one.counts for one in profiles)),
        _of_terms(known[1], (event_pairs.named(one) | event_pairs.forms(one) for one in profiles)),
    )
    return task.EventBlock(tuple(stories), profiles, *of_terms)


def name_participants(base: sqlite3.Connection, articles: Sequence[ArticleId]) -> Frequencies:
    """Put clusters of entities in place of those who take part in events of some articles; in how many each does."""
    shares = Counter[str]()
    for article in articles:
        clusters = {
            NodeId(node): NodeId(name)
            for node, name in base.execute(
                """SELECT entity.node, name FROM entity
                CROSS JOIN unit ON unit.kind = ? AND unit.node = entity.node AND unit.article = entity.article
                CROSS JOIN cluster ON cluster.id = unit.cluster WHERE source = ?""",
                (ENTITY, article),
            )
        }
        wanted, names = "SELECT id, data FROM unit WHERE article = ? AND kind = ?", set[str]()
        for number, data in base.execute(wanted, (article, EVENT)).fetchall():
            profile = task.of_clusters(unpacked(EventProfile, data), clusters)
            names |= event_pairs.named(profile) | event_pairs.forms(profile)
            base.execute("UPDATE unit SET data = ? WHERE id = ?", (packed(profile), number))
        shares.update(names)
    return Frequencies(len(articles), {one: count for one, count in shares.items() if count > 1 or " " not in one})


Units = dict[Unit, tuple[int, bytes]]
"""The units of a part, each with its number and profile."""


def unite(base: sqlite3.Connection, kind: str, decisions: Decisions) -> None:
    """Put the clusters of a kind into the tables."""
    # Parts of several units are numbered by their first: what may be joined is in one.
    edges = """SELECT one, other FROM pair WHERE kind = ?1 AND score >= ?2
        UNION ALL SELECT one, other FROM sure WHERE kind = ?1"""
    numbered = "SELECT id FROM unit WHERE kind = ? AND node = ? AND article = ?"
    answers = (
        [number for unit in both for (number,) in base.execute(numbered, (kind, unit.node, unit.article))]
        for both in decisions.pairs(same=True)
    )
    joined = base.execute(edges, (kind, weights(kind).join)).fetchall()
    joined += [(numbers[0], numbers[1]) for numbers in answers if len(numbers) > 1]
    parts = united({end for both in joined for end in both}, joined)
    base.executemany("UPDATE unit SET part = ? WHERE id = ?", ((part[0], one) for part in parts for one in part))
    wanted = "SELECT part, id, node, article, data FROM unit WHERE kind = ? AND part IS NOT NULL ORDER BY part, id"
    for _, rows in groupby(base.execute(wanted, (kind,)), key=itemgetter(0)):
        units = {Unit(node, name): (number, data) for _, number, node, name, data in rows}
        for cluster in clusters_in(base, kind, units, decisions):
            _put(base, cluster, [units[unit][0] for unit in cluster.members])
    wanted = "SELECT id, node, article FROM unit WHERE kind = ? AND part IS NULL"
    for number, node, article in base.execute(wanted, (kind,)):
        _put(base, Cluster(kind, (Unit(node, article),)), [number])


def clusters_in(
    base: sqlite3.Connection, kind: str, units: Units, decisions: Decisions, homes: Mapping[Unit, int] | None = None
) -> list[Cluster]:
    """The clusters of some units, by what the tables have of pairs of them, each with what speaks for its best pair.

    Those that have ``homes``, clusters of before, stay in them and with no others.
    """
    by_number = {number: unit for unit, (number, _) in units.items()}
    pairs = _inside(base, "SELECT other, features FROM pair WHERE one = ?", by_number)
    sure = _inside(base, "SELECT other, NULL FROM sure WHERE one = ?", by_number)
    # First unit -> all units of a node for which it stands.
    wanted = "SELECT 1 FROM standing WHERE id = ? AND is_many"
    many = [unit for unit, (number, _) in units.items() if unit.article and base.execute(wanted, (number,)).fetchone()]
    rules = Constraints(
        must=frozenset(decisions.pairs(same=True)),
        never=frozenset(decisions.pairs(same=False)),
        sure=[both for both, _ in sure],
        crowds={first: [unit for unit in units if unit.node == first.node] for first in many},
        apart=_apart_in(kind, units, homes or {}),
    )
    features, weighed = {both: unpacked(dict[str, float], data) for both, data in pairs}, weights(kind)
    scores = {both: weighed.log_odds(found) for both, found in features.items()}
    found = clustered(units, scores, weighed, rules)
    home = {unit: number for number, (members, _) in enumerate(found) for unit in members}
    best: dict[int, tuple[float, Pair]] = {}
    for both, score in scores.items():
        one, other = (home[unit] for unit in both)
        if one == other:
            best[one] = max(best.get(one, (score, both)), (score, both))
    return [
        Cluster(kind, members, probability(least), weighed.reasons(features[best[number][1]]) if number in best else ())
        for number, (members, least) in enumerate(found)
    ]


def _inside(
    base: sqlite3.Connection, wanted: str, by_number: Mapping[int, Unit]
) -> Iterator[tuple[tuple[Unit, Unit], bytes]]:
    """The pairs of a table of which a part has both units."""
    for one, unit in by_number.items():
        for other, data in base.execute(wanted, (one,)):
            if other in by_number:
                yield (unit, by_number[other]), data


def _apart_in(kind: str, units: Units, homes: Mapping[Unit, int]) -> Callable[[Unit, Unit], bool]:
    """Whether two units of a part can never be one; names are compared once for all articles that have them."""
    event = cache(lambda unit: unpacked(EventProfile, units[unit][1]))
    entity = cache(lambda unit: unpacked(EntityProfile, units[unit][1]))
    found: dict[tuple[NodeId, NodeId], bool] = {}

    def apart(one: Unit, other: Unit) -> bool:
        if one in homes and other in homes:
            return homes[one] != homes[other]
        if kind == EVENT:
            return event_pairs.are_apart(event(one), event(other))
        nodes, both = (one.node, other.node), (entity(one), entity(other))
        if any(known.is_bare or known.proper for known in both):
            return entity_pairs.are_apart(*both)
        if nodes not in found:
            found[nodes] = entity_pairs.are_apart(*both)
        return found[nodes]

    return apart


def _put(base: sqlite3.Connection, cluster: Cluster, numbers: list[int]) -> None:
    row = (numbers[0], cluster.id, len(numbers), cluster.score, packed(cluster.evidence))
    base.execute("INSERT INTO cluster VALUES (?, ?, ?, ?, ?)", row)
    base.executemany("UPDATE unit SET cluster = ? WHERE id = ?", ((numbers[0], number) for number in numbers))


TOLD = """size > 1 OR EXISTS (SELECT 1 FROM unit AS other WHERE other.kind = unit.kind AND other.node = unit.node
    AND other.cluster != unit.cluster)"""
"""Of which clusters links tell."""
_DOUBTS = """SELECT one, other, features FROM (
        SELECT *, row_number() OVER (
            PARTITION BY min(first.cluster, second.cluster), max(first.cluster, second.cluster)
            ORDER BY score DESC, one, other
        ) AS place
        FROM pair CROSS JOIN unit AS first ON first.id = one CROSS JOIN unit AS second ON second.id = other
        WHERE pair.kind = ? AND score >= ? AND first.cluster != second.cluster
    ) WHERE place = 1 ORDER BY one, other"""
"""Of each two clusters the best pair that is neither joined nor surely apart."""


def links_in(base: sqlite3.Connection, decisions: Decisions, some: str = "1", *, is_part: bool = False) -> Links:
    """All links, or those of units for which a condition of SQL holds."""
    wanted = f"""SELECT cluster.id, unit.kind, score, name, evidence, node, article
        FROM unit CROSS JOIN cluster ON cluster.id = cluster WHERE {some} ORDER BY cluster.id, node, article"""
    clusters = [
        Cluster(kind, tuple(Unit(*one[5:]) for one in rows), score, unpacked(tuple[str, ...], evidence), name)
        for (_, kind, score, name, evidence), rows in groupby(base.execute(wanted), itemgetter(*range(5)))
    ]
    unsure = (
        doubt_of(base, kind, (one, other), features)
        for kind in (ENTITY, EVENT)
        for one, other, features in base.execute(_DOUBTS, (kind, weights(kind).doubt))
    )
    doubts = (doubt for doubt in unsure if (doubt.first, doubt.second) not in decisions.verdicts)
    denied = base.execute("SELECT one, other, features FROM denied").fetchall()
    denials = (doubt_of(base, DENIAL, (one, other), features) for one, other, features in denied)
    return Links(tuple(sorted(clusters)), tuple(sorted(doubts)), tuple(sorted(denials)), is_part)


def doubt_of(base: sqlite3.Connection, kind: str, numbers: tuple[int, int], data: bytes) -> Doubt:
    """A pair that is doubtful, or a denial."""
    features: Features = unpacked(dict[str, float], data)
    weighed = weights(EVENT if kind == DENIAL else kind)
    rows = (base.execute("SELECT node, article FROM unit WHERE id = ?", (number,)).fetchone() for number in numbers)
    first, second = (Unit(NodeId(node), ArticleId(name)) for node, name in rows)
    return Doubt(kind, first, second, probability(weighed.log_odds(features)), weighed.reasons(features))
