"""Graphs for tests: one made by hand after the example of docs/reference/graph.md, and a strategy for any graph."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from io import BytesIO

from hypothesis import strategies as st

from kg.convert import Style, convert_to
from kg.model import (
    Activity,
    Article,
    ArticleId,
    Block,
    BlockKind,
    Entity,
    Event,
    Evidence,
    Factuality,
    Graph,
    Link,
    NodeId,
    Precision,
    Quantity,
    Role,
    Statement,
    TimeSpan,
    Trust,
)

TEXT = (
    "Trade and Tensions\n"
    "Relations worsened further in 2024 when Canada imposed a 100% tariff on Chinese electric vehicles. "
    "China responded with tariffs on Canadian canola. "
    "Carney is scheduled to sign several memoranda of understanding. "
    "Canadian officials say Ottawa did not ease the tariffs."
)
YEAR_2024 = TimeSpan(date(2024, 1, 1), date(2024, 12, 31), "in 2024", Precision.YEAR)


def converted(graph: Graph, form: str, style: Style) -> bytes:
    """The graph in a format of one file."""
    file = BytesIO()
    convert_to(file, graph, form, style)
    return file.getvalue()


def evidence(quote: str, article: str = "trade", text: str = TEXT) -> Evidence:
    start = text.index(quote)
    return Evidence(ArticleId(article), start, start + len(quote), quote)


def entity(name: str, cls: str, label: str, *links: tuple[str, str], country: str = "") -> Entity:
    return Entity(
        id=NodeId(name),
        cls=cls,
        label=label,
        country=country,
        links=frozenset(Link(relation, NodeId(target)) for relation, target in links),
    )


def statement(
    triple: tuple[str, str, str],
    spans: Evidence | tuple[Evidence, ...],
    factuality: Factuality = Factuality.ASSERTED,
    *,
    name: str = "",
    event: str = "",
    source: str = "",
    time: TimeSpan | None = None,
    is_open: bool = False,
    own_act: bool = False,
    cue: str = "",
    negated: bool = False,
    condition: tuple[str, str] = ("", ""),
) -> Statement:
    subject, relation, value = triple
    found = (spans,) if isinstance(spans, Evidence) else spans
    return Statement(
        id=NodeId(name or f"statement-{subject}-{relation}-{value}-{factuality}-{source}".lower()),
        subject=NodeId(subject),
        relation=relation,
        relation_label=relation.lower(),
        is_open=is_open,
        object=NodeId(value),
        event=NodeId(event) if event else None,
        factuality=factuality,
        evidence=frozenset(found),
        subject_text=subject,
        predicate_text=relation,
        object_text=value,
        rule="clause/active",
        confidence=0.9,
        attributed_to=NodeId(source) if source else None,
        time=time,
        own_act=own_act,
        firmness_cue=cue,
        negated=negated,
        condition=condition[0],
        condition_statement=NodeId(condition[1]) if condition[1] else None,
    )


def event(name: str, label: str, time: TimeSpan | None = None, **roles: str) -> Event:
    """A tariff with its roles."""
    fillers = frozenset(Role(role, NodeId(node)) for role, node in roles.items())
    return Event(NodeId(name), "ImposeTariff", label, fillers, time)


def trade_graph() -> Graph:
    """The example of docs/reference/graph.md with a claim and a denial beside it."""
    imposed = evidence(
        "Relations worsened further in 2024 when Canada imposed a 100% tariff on Chinese electric vehicles."
    )
    answered = evidence("China responded with tariffs on Canadian canola.")
    planned = evidence("Carney is scheduled to sign several memoranda of understanding.")
    denied = evidence("Canadian officials say Ottawa did not ease the tariffs.")
    first = event(
        "event-3f",
        "tariff on Chinese electric vehicles",
        YEAR_2024,
        agent="canada",
        target="china",
        commodity="chinese-electric-vehicles",
        rate="quantity-100-percent",
    )
    answer = {"agent": "china", "target": "canada", "inResponseTo": "event-3f", "commodity": "canola"}
    second = event("event-9a", "tariffs on Canadian canola", None, **answer)
    graph = Graph(
        articles=(
            Article(
                ArticleId("trade"),
                TEXT,
                (Block(0, 19, BlockKind.HEADING), Block(19, len(TEXT), BlockKind.PARAGRAPH)),
                date(2026, 1, 14),
                "Trade and Tensions",
                ("B. Writer", "A. Writer"),
                "The Paper",
                "https://example.org/trade?x=1",
                "en",
                "ab12",
            ),
        ),
        entities=(
            Entity(NodeId("canada"), "Country", "Canada", frozenset({"Canadian"}), "Q16", "CAN", "CAN"),
            entity("canadian-officials", "Group", "Canadian officials", ("ofCountry", "canada"), country="CAN"),
            entity("canola", "Commodity", "canola"),
            Entity(
                NodeId("china"),
                "Country",
                "China",
                wikidata="Q148",
                alpha3="CHN",
                country="CHN",
                position=(36.5, 103.819),
            ),
            entity("chinese-electric-vehicles", "Commodity", "Chinese electric vehicles", ("originCountry", "china")),
            entity("government-of-canada", "Government", "Government of Canada", ("actsFor", "canada"), country="CAN"),
            entity("government-of-china", "Government", "Government of China", ("actsFor", "china"), country="CHN"),
            entity("mark-carney", "Person", "Mark Carney", country="CAN"),
            entity("prime-minister-of-canada", "Office", "Prime Minister of Canada", ("actsFor", "canada")),
            entity("several-memoranda-of-understanding", "Agreement", "several memoranda of understanding"),
            entity("the-tariffs", "Policy", "the tariffs"),
        ),
        events=(first, second),
        quantities=(Quantity(NodeId("quantity-100-percent"), "100%", Decimal(100), "percent"),),
        statements=(
            statement(
                ("canada", "imposedTariffOn", "china"), imposed, name="statement-b2", event="event-3f", time=YEAR_2024
            ),
            statement(("government-of-china", "imposedTariffOn", "government-of-canada"), answered, event="event-9a"),
            statement(("mark-carney", "signed", "several-memoranda-of-understanding"), planned, Factuality.PLANNED),
            statement(
                ("government-of-canada", "ease", "the-tariffs"),
                denied,
                Factuality.DENIED,
                source="canadian-officials",
                is_open=True,
                cue="not",
            ),
            statement(("mark-carney", "heldOffice", "prime-minister-of-canada"), planned, time=YEAR_2024),
        ),
    )
    made = graph.made_by(Activity("0.1.0", "en_core_web_md 3.8.0", (("min-confidence", "0.5"),)))
    return Graph() | made


_SLUG = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
FEW_WORDS = st.sampled_from(["a", "b"])
"""So few that two graphs agree by chance in all but one field."""
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)
_DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3)
_NAMES = tuple(f"node-{number}" for number in range(3))
_POLARITIES = ((False, True), (False,))
"""Whether a statement may be negated: what is asserted may not."""
_ARTICLES = ("a1", "https://example.org/x?y=1#z", "Ärger 2")


def _times(words: st.SearchStrategy[str]) -> st.SearchStrategy[TimeSpan | None]:
    def span(start: date | None, days: int, text: str, precision: Precision | None) -> TimeSpan:
        return TimeSpan(start, start + timedelta(days) if start and days else None, text, precision)

    spans = st.builds(span, st.none() | _DAYS, st.integers(0, 400), words, st.none() | st.sampled_from(Precision))
    return st.none() | spans


@cache
def graphs(words: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[Graph]:
    """Any graph of a few nodes; ids are few, so that two graphs share nodes that they describe differently."""
    names = st.sampled_from(_NAMES).map(NodeId)
    return st.builds(
        _joined,
        st.lists(_articles(words), max_size=2, unique_by=lambda article: article.id),
        st.lists(_entities(names, words), max_size=3, unique_by=lambda entity: entity.id),
        st.lists(_events(names, words), max_size=2, unique_by=lambda event: event.id),
        st.lists(_quantities(words), max_size=2, unique_by=lambda quantity: quantity.id),
        st.lists(_statements(names, words), max_size=4, unique_by=lambda statement: statement.id),
    )


def _joined(
    articles: list[Article],
    entities: list[Entity],
    events: list[Event],
    quantities: list[Quantity],
    told: list[Statement],
) -> Graph:
    return Graph() | Graph(tuple(articles), tuple(entities), tuple(events), tuple(quantities), tuple(told))


def named_by_content(graph: Graph) -> Graph:
    """The graph with ids of statements from what they say, as in every graph that is built."""

    def name(told: Statement) -> NodeId:
        firm = told.factuality, told.negated, told.condition
        voice = told.attributed_to, told.reported_by
        said = (told.subject, told.relation, told.object, told.event, told.is_open, firm, voice)
        return NodeId(f"statement-{sha256(repr(said).encode()).hexdigest()[:12]}")

    return Graph() | replace(graph, statements=tuple(replace(told, id=name(told)) for told in graph.statements))


def _articles(words: st.SearchStrategy[str]) -> st.SearchStrategy[Article]:
    blocks = st.sampled_from(BlockKind).map(lambda kind: (Block(0, 3, kind), Block(3, 9, BlockKind.PARAGRAPH)))
    authors = st.lists(_LINE, max_size=3).map(tuple)
    return st.builds(
        Article,
        st.sampled_from(_ARTICLES).map(ArticleId),
        words,
        blocks,
        st.none() | _DAYS,
        words | st.just(""),
        authors,
        words | st.just(""),
        words | st.just(""),
        st.sampled_from(["", "en"]),
        st.sampled_from(["", "ab12"]),
    )


def _entities(names: st.SearchStrategy[NodeId], words: st.SearchStrategy[str]) -> st.SearchStrategy[Entity]:
    links = st.builds(Link, st.sampled_from(["actsFor", "inCountry", "ofCountry"]), names)
    return st.builds(
        Entity,
        names.map(lambda name: NodeId(f"entity-{name}")),
        st.sampled_from(["Country", "Government", "Person", "https://example.org/Ship"]),
        words,
        st.frozensets(words, max_size=2),
        st.sampled_from(["", "Q16", "Q148"]),
        st.sampled_from(["", "CAN", "CHN"]),
        st.sampled_from(["", "CAN"]),
        st.frozensets(links, max_size=2),
        st.sampled_from(["", "1205"]),
        st.sampled_from([(), (36.5, 103.819), (-0.0001, 180.0)]),
    )


def _events(names: st.SearchStrategy[NodeId], words: st.SearchStrategy[str]) -> st.SearchStrategy[Event]:
    roles = st.builds(Role, st.sampled_from(["agent", "target", "cause"]), names)
    return st.builds(
        Event,
        names.map(lambda name: NodeId(f"event-{name}")),
        st.sampled_from(["Event", "Visit", "ImposeTariff"]),
        words,
        st.frozensets(roles, max_size=3),
        _times(words),
        st.sampled_from(["", "Q26013"]),
    )


def _quantities(words: st.SearchStrategy[str]) -> st.SearchStrategy[Quantity]:
    name = st.sampled_from(_NAMES).map(lambda name: NodeId(f"quantity-{name}"))
    number = st.none() | _NUMBERS
    return st.builds(Quantity, name, words, number, st.sampled_from(["", "percent"]), number, number)


def _spans() -> st.SearchStrategy[Evidence]:
    text = "One clause, or one noun that names a happening"

    def span(article: str, start: int, length: int) -> Evidence:
        return Evidence(ArticleId(article), start, start + length, text[start : start + length])

    return st.builds(span, st.sampled_from(_ARTICLES), st.integers(0, 10), st.integers(1, 12))


def _statements(names: st.SearchStrategy[NodeId], words: st.SearchStrategy[str]) -> st.SearchStrategy[Statement]:
    ends = names.map(lambda name: NodeId(f"entity-{name}"))
    settings_ = st.lists(st.tuples(_SLUG, _LINE), max_size=2, unique_by=lambda pair: pair[0]).map(sorted).map(tuple)
    activities = st.builds(Activity, st.sampled_from(["0.1.0", "0.2.0"]), st.sampled_from(["", "md"]), settings_)
    return st.builds(
        lambda relation, firm, rest: Statement(
            relation=relation[0],
            relation_label=relation[1],
            is_open=relation[2],
            factuality=firm[0],
            negated=firm[1],
            **rest,
        ),
        st.sampled_from([("signed", "signed", False), ("heldOffice", "held", False), ("naïve-to", "naïve to", True)]),
        st.sampled_from([(one, negated) for one in Factuality for negated in _POLARITIES[one is Factuality.ASSERTED]]),
        st.fixed_dictionaries(
            {
                "id": names.map(lambda name: NodeId(f"statement-{name}")),
                "subject": ends,
                "object": ends,
                "event": st.none() | names.map(lambda name: NodeId(f"event-{name}")),
                "evidence": st.frozensets(_spans(), min_size=1, max_size=3),
                "subject_text": words,
                "predicate_text": words,
                "object_text": words | st.just(""),
                "rule": words,
                "confidence": st.floats(0, 1),
                "attributed_to": st.none() | ends,
                "reported_by": st.none() | ends,
                "time": _times(words),
                "claimed_on": st.none() | _DAYS,
                "own_act": st.booleans(),
                "firmness_cue": words | st.just(""),
                "activities": st.frozensets(activities, max_size=2),
                "condition": words | st.just(""),
                "condition_statement": st.none() | names.map(lambda name: NodeId(f"statement-{name}")),
                "detail_of": st.none() | names.map(lambda name: NodeId(f"statement-{name}")),
                "label": words | st.just(""),
                "relation_class": st.sampled_from(["", "Saying", "Other", "Asking https://example.org/my#Lobbying"]),
                "usefulness": st.none() | st.floats(0, 1),
                "trust": st.sampled_from(Trust),
                "reasons": st.frozensets(st.sampled_from(["+0.50 subject known name", "-0.30 unsound: of Peru"])),
                "reviewed_by": st.frozensets(st.sampled_from(["Anna Berg", "b"])),
                "rules": st.frozensets(st.sampled_from(["coref/pronoun", "firmness/fail", "name/short"])),
            }
        ),
    )
