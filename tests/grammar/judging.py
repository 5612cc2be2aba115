"""What the program reads of made sentences, held against what they say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Event, Factuality, Graph, Statement
from tests.grammar.semantics import NOT
from tests.grammar.sentences import Made
from tests.reading import graphs

RIGHT, FALSE, OTHER, UNSAID, SOURCE = "right", "false", "other", "unsaid", "source"
VERDICTS = (RIGHT, FALSE, OTHER, UNSAID, SOURCE)
"""``FALSE`` makes a fact, or a denial, of what is none; ``OTHER`` is another firmness that is wrong."""
_BATCH = 500
_NOBODY = re.compile(r"(?:nobody|none|no \w+)\b", re.IGNORECASE)
_POSITIVE = frozenset({"Asserted", "Planned", "Expected", "Requested"})


@dataclass(frozen=True, order=True)
class Read:
    """A statement as a judge sees it."""

    firmness: str
    who: str
    does: str
    whom: str
    source: str

    def tells_of(self, made: Made, who: str) -> bool:
        """Whether it is about the clause of a sentence, done by ``who``."""
        found = ((who, self.who), (made.clause.does, self.does), (made.whom, self.whom))
        return all(re.search(pattern, text, re.IGNORECASE) for pattern, text in found)


def judged(sentences: Iterable[Made]) -> Iterator[tuple[Made, str, tuple[Read, ...]]]:
    """Each sentence with its verdict and what was read of its clause."""
    several = list(sentences)
    for first in range(0, len(several), _BATCH):
        some = several[first : first + _BATCH]
        read = {text: statements(graph) for text, graph in graphs([made.text for made in some]).items()}
        for made in some:
            yield made, verdict(made, read[made.text]), about(made, read[made.text])


def statements(graph: Graph) -> tuple[Read, ...]:
    """All statements of a graph, however unsure."""
    return tuple(sorted({_read(graph, one) for one in graph.statements}))


def about(made: Made, read: Sequence[Read]) -> tuple[Read, ...]:
    """What was read of the clause."""
    return tuple(one for one in read if one.tells_of(made, made.who))


def verdict(made: Made, read: Sequence[Read]) -> str:
    """What a judge calls it."""
    found = about(made, read)
    wrong = {one.firmness for one in found} - made.meaning.values
    if made.operator.of_other:
        wrong |= {one.firmness for one in read if one.tells_of(made, made.other)} - made.operator.of_other.values
    beside = (one for one in read if made.beside and made.beside in one.who and "arriv" in one.does)
    wrong |= {one.firmness for one in beside} - {"Asserted", *made.shared}
    wrong |= {one.firmness for one in read if _NOBODY.match(one.who) and one.firmness in _POSITIVE}
    if wrong:
        return FALSE if wrong & {"Asserted", "Denied"} else OTHER
    if not found:
        return RIGHT if made.meaning.is_open else UNSAID
    return RIGHT if all(_is_said_by(made.source, one) for one in found) else SOURCE


def _is_said_by(source: str | None, one: Read) -> bool:
    """Who promises to sign it says so of himself."""
    return source is None or (source in one.source if source else one.source in {"", one.who})


def _read(graph: Graph, one: Statement) -> Read:
    event = graph.nodes.get(one.event) if one.event else None
    roles = sorted(graph.label(role.filler) for role in event.roles) if isinstance(event, Event) else []
    sources = (graph.label(node) for node in (one.attributed_to, one.reported_by) if node)
    return Read(
        f"{NOT if one.negated and one.factuality is not Factuality.DENIED else ''}{one.factuality.value}",
        graph.label(one.subject),
        f"{one.relation} {one.relation_label} {one.predicate_text}",
        " ; ".join((graph.label(one.object), one.object_text, *roles)),
        " ; ".join(sources),
    )
