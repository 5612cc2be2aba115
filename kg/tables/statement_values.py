"""What a statement tells of itself, without the graph that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Evidence, Factuality, NodeId, Statement


@dataclass(frozen=True, repr=False)
class StatementValues:
    """A statement; ``value`` is the ``kg.Statement``."""

    value: Statement

    @property
    def id(self) -> NodeId:
        """The local name, a hash of the content."""
        return self.value.id

    @property
    def factuality(self) -> Factuality:
        """The factuality."""
        return self.value.factuality

    @property
    def negated(self) -> bool:
        """Whether it is told, planned, asked ... not to be so; always of what is denied."""
        return self.value.negated

    @property
    def firmness(self) -> str:
        """The factuality in words, with its polarity: "planned", "asked not to be"; empty for what is asserted."""
        return self.value.firmness

    @property
    def condition(self) -> str:
        """The clause that it depends on, in the text's words: "if Peru agreed"; empty where it depends on nothing."""
        return self.value.condition

    @property
    def is_fact(self) -> bool:
        """Whether the plain triple stands in the file (docs/reference/graph.md, 2)."""
        return self.value.is_fact

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, in order."""
        return tuple(sorted(self.value.evidence))

    @property
    def first_evidence(self) -> Evidence:
        """The first evidence, by article and offset."""
        return self.value.first_evidence

    @property
    def sentence(self) -> str:
        """The quotation of the first evidence; "" where it is withheld (``--evidence none``)."""
        return self.value.first_evidence.quote

    @property
    def subject_text(self) -> str:
        """The subject in the text's words."""
        return self.value.subject_text

    @property
    def predicate_text(self) -> str:
        """The predicate in the text's words."""
        return self.value.predicate_text

    @property
    def object_text(self) -> str:
        """The object in the text's words; "" where it has none of its own."""
        return self.value.object_text

    @property
    def confidence(self) -> float:
        """The expected share of such statements that are right, from 0 to 1."""
        return self.value.confidence

    @property
    def usefulness(self) -> float | None:
        """The expected share of such statements that readers keep, from 0 to 1; None in older files."""
        return self.value.usefulness

    @property
    def rule(self) -> str:
        """The construction that made it."""
        return self.value.rule

    @property
    def is_main(self) -> bool:
        """Whether it is the main statement of its clause, not a detail."""
        return self.value.is_main
