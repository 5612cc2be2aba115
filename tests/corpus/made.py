"""Graphs of made articles about a few persons, bodies and places, and a strategy for any of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from hypothesis import strategies as st

from kg.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Entity,
    Event,
    Evidence,
    Factuality,
    Graph,
    NodeId,
    Quantity,
    Role,
)
from kg.model.merge import merged
from tests.graphs import entity, statement

PEOPLE = {
    "karl-berg": entity("karl-berg", "Person", "Karl Berg"),
    "k-berg": entity("k-berg", "Person", "K. Berg"),
    "ana-berg": entity("ana-berg", "Person", "Ana Berg"),
    "mykhailo-podoliak": entity("mykhailo-podoliak", "Person", "Mykhailo Podoliak"),
    "mykhailo-podolyak": entity("mykhailo-podolyak", "Person", "Mykhailo Podolyak"),
    "velox": entity("velox", "Company", "Velox"),
    "velox-inc": entity("velox-inc", "Company", "Velox Inc"),
    "peru": Entity(NodeId("peru"), "Country", "Peru", wikidata="Q419", alpha3="PER", country="PER"),
    "chile": Entity(NodeId("chile"), "Country", "Chile", wikidata="Q298", alpha3="CHL", country="CHL"),
}


@dataclass(frozen=True)
class Clause:
    """Who did what to whom, in the words of a sentence."""

    subject: str
    verb: str
    value: str
    cls: str = "Event"
    firmness: Factuality = Factuality.ASSERTED
    count: int | None = None
    source: str = ""

    @property
    def sentence(self) -> str:
        """The clause as a sentence."""
        names = [PEOPLE[end].label if end in PEOPLE else end for end in (self.subject, self.value)]
        said = f", {PEOPLE[self.source].label} said" if self.source else ""
        counted = f" {self.count} miners of" if self.count is not None else ""
        mark = "" if self.firmness is Factuality.ASSERTED else f"{self.firmness.value.lower()}: "
        return f"{mark}{names[0]} {self.verb}{counted} {names[1]} near the old harbour{said}."


def told(name: str, day: date | None, *clauses: Clause, more: str = "") -> Graph:
    """The graph of an article with these clauses, a sentence each."""
    text = "\n".join([*(clause.sentence for clause in clauses), more])
    article = Article(ArticleId(name), text, (Block(0, len(text), BlockKind.PARAGRAPH),), day)
    return Graph((article,)) | merged(_said(clause, name, text) for clause in clauses)


def _said(clause: Clause, name: str, text: str) -> Graph:
    start = text.index(clause.sentence)
    evidence = Evidence(ArticleId(name), start, start + len(clause.sentence), clause.sentence)
    own = sha256(f"{name} {start}".encode()).hexdigest()[:8]
    event = NodeId(f"event-{own}")
    roles = frozenset({Role("agent", NodeId(clause.subject)), Role("target", NodeId(clause.value))})
    quantity = Quantity(NodeId(f"quantity-{clause.count}"), str(clause.count), Decimal(clause.count or 0), "miners")
    ends = clause.subject, clause.verb, quantity.id if clause.count is not None else clause.value
    said = statement(
        ends, evidence, clause.firmness, name=f"statement-{own}", event=event, source=clause.source, is_open=True
    )
    names = {clause.subject, clause.value, clause.source} & PEOPLE.keys()
    return Graph(
        entities=tuple(PEOPLE[one] for one in sorted(names)),
        events=(Event(event, clause.cls, f"{clause.verb} {clause.value}", roles),),
        quantities=(quantity,) if clause.count is not None else (),
        statements=(said,),
    )


_clauses = st.builds(
    Clause,
    st.sampled_from(sorted(PEOPLE)),
    st.sampled_from(["visited", "attacked", "praised", "sued"]),
    st.sampled_from(sorted(PEOPLE)),
    st.sampled_from(["Event", "Visit"]),
    st.sampled_from([Factuality.ASSERTED, Factuality.PLANNED, Factuality.DENIED]),
    st.none() | st.integers(1, 40),
    st.sampled_from(["", "ana-berg"]),
)
_days = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 20))


@st.composite
def corpora(draw: st.DrawFn, most: int = 4) -> list[Graph]:
    """Graphs of one article each."""
    count = draw(st.integers(1, most))
    return [
        told(
            f"a{number}", draw(_days), *draw(st.lists(_clauses, min_size=1, max_size=4, unique_by=lambda c: c.sentence))
        )
        for number in range(count)
    ]
