"""A graph of companies, a person, an office and states, with a plan and a dispute, for formats of facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kg.convert import Style
from kg.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Event,
    Factuality,
    Graph,
    NodeId,
    Precision,
    Quantity,
    Role,
    Statement,
    TimeSpan,
)  # fmt: skip
from tests.graphs import converted, entity, evidence, statement

TEXT = (
    "Velox Motors owns Berg Cars. Ana Ruiz leads Velox Motors. Peru fined Velox Motors $2 million. "
    "Ana Ruiz is minister of trade. Peru plans to buy Berg Cars. Peru denied a sale. "
    "Chile said that Peru sold Berg Cars. Peru did not sell Berg Cars, Lima said. "
    "Velox Motors makes cars. Ana Ruiz comes from Lima."
)
LABELS = {
    "velox": "Velox Motors", "berg": "Berg Cars", "ana": "Ana Ruiz", "minister": "minister of trade",
    "lima-gov": "Government of Peru", "peru": "Peru", "chile": "Chile", "lima": "Lima", "party": "Green Party",
}  # fmt: skip


def said(quote: str, triple: tuple[str, str, str], name: str, text: str = TEXT, **more: object) -> Statement:
    """A statement whose words are the names of both ends."""
    made = statement(triple, evidence(quote, "deal", text), name=f"statement-{name}", **more)  # type: ignore[arg-type]
    subject, _, target = triple
    is_past = any(f" {word} " in quote for word in ("denied", "did", "fined", "served", "was"))
    return replace(
        made,
        tense="" if "former" in quote else "past" if is_past else "present",
        subject_text=LABELS.get(subject, subject),
        predicate_text=made.predicate_text.replace("memberOf", "member of"),
        object_text=LABELS.get(target, target),
    )


def deal() -> Graph:
    """Companies, a person, an office and a state, with a plan and a dispute."""
    year = TimeSpan(date(2025, 1, 1), date(2025, 12, 31), "in 2025", Precision.YEAR)
    sale = "Chile said that Peru sold Berg Cars."
    statements = (
        said("Velox Motors owns Berg Cars.", ("velox", "owns", "berg"), "owns", time=year),
        said("Ana Ruiz leads Velox Motors.", ("ana", "leads", "velox"), "leads"),
        said("Peru fined Velox Motors $2 million.", ("lima-gov", "fined", "velox"), "fined", event="fine"),
        said("Ana Ruiz is minister of trade.", ("ana", "heldOffice", "minister"), "held"),
        said("Peru plans to buy Berg Cars.", ("peru", "acquired", "berg"), "plans", factuality=Factuality.PLANNED),
        said("Peru denied a sale.", ("peru", "denied", "sale"), "denied"),
        said(sale, ("peru", "sold", "berg"), "sold", source="chile", is_open=True),
        said(
            "Peru did not sell Berg Cars, Lima said.",
            ("peru", "sold", "berg"),
            "unsold",
            factuality=Factuality.DENIED,
            source="lima-gov",
            is_open=True,
        ),
        said("Velox Motors makes cars.", ("velox", "make", "cars"), "makes", is_open=True),
        said("Ana Ruiz comes from Lima.", ("ana", "bornIn", "lima"), "born"),
    )
    fine = Event(
        NodeId("fine"),
        "Fine",
        "the fine",
        frozenset({Role("target", NodeId("velox")), Role("amount", NodeId("money")), Role("place", NodeId("lima"))}),
    )
    return Graph(
        articles=(
            Article(
                ArticleId("deal"), TEXT, (Block(0, len(TEXT), BlockKind.PARAGRAPH),), date(2026, 1, 14), 'A "deal"',
                ("A. Writer",), "The Paper", "https://example.org/deal", "en", "ab",
            ),
        ),
        entities=tuple(
            sorted(
                (
                    replace(entity("velox", "Company", "Velox Motors"), wikidata="Q1", alt_labels=frozenset({"Velox"})),
                    replace(entity("berg", "Company", "Berg Cars"), wikidata="Q2"),
                    replace(entity("ana", "Person", "Ana Ruiz", country="PER"), wikidata="Q3"),
                    entity("minister", "Office", "minister of trade"),
                    entity("lima-gov", "Government", "Government of Peru", country="PER"),
                    replace(entity("peru", "Country", "Peru", country="PER"), wikidata="Q419"),
                    entity("chile", "Country", "Chile"),
                    replace(entity("lima", "Place", "Lima"), wikidata="Q2868"),
                    entity("sale", "Topic", "a sale"),
                    entity("cars", "Commodity", "cars"),
                ),
                key=lambda one: one.id,
            )
        ),
        events=(fine,),
        quantities=(Quantity(NodeId("money"), "$2 million", Decimal(2_000_000), "USD"),),
        statements=tuple(sorted(statements, key=lambda one: one.id)),
    )  # fmt: skip


def written(form: str, graph: Graph, lines: list[str] | None = None) -> str:
    style = Style(evidence="full", tell=lines.append) if lines is not None else Style(evidence="full")
    return converted(graph, form, style).decode()


DAY, YEARS = (
    TimeSpan(date(2025, 3, 3), date(2025, 3, 3), "on 3 March 2025", Precision.DAY),
    TimeSpan(date(2005, 1, 1), date(2021, 12, 31), "from 2005 to 2021", Precision.YEAR),
)
SINCE = TimeSpan(date(2017, 1, 1), None, "since 2017", Precision.YEAR)
