"""Pairs of sentences that differ in one thing: what is read of the clause must not, or in that one thing alone."""

from collections.abc import Iterator, Mapping
from itertools import islice

from tests.grammar.judging import Read, about, statements
from tests.grammar.sentences import PLAIN, Made, open_made, sentence
from tests.reading import graphs

SOURCE_MORE = "a source more"
_CLAUSES = 3  # of each operator


def pairs(*, every: int = 1) -> Iterator[tuple[str, Made, Made]]:
    """A name of what differs, a sentence and another."""
    for operator, clauses in islice(open_made().items(), 0, None, every):
        for number, clause in enumerate(clauses[:: max(len(clauses) // _CLAUSES, 1)]):
            one = sentence(clause, operator, PLAIN, number)
            yield "other names", one, sentence(clause, operator, PLAIN, number + 1)
            passive = clause.passive()
            if passive is not None and operator.takes(passive):
                yield "passive for active", one, sentence(passive, operator, PLAIN, number)
            if operator.embeddings() != (PLAIN,):
                before, behind, said, left, right = (
                    sentence(clause, operator, name, number) for name in ("after", "before", "said", "left", "right")
                )
                yield "a sentence before", one, before
                yield "a sentence behind", one, behind
                yield SOURCE_MORE, one, said
                yield "order of conjuncts", left, right


def held(*, every: int = 1) -> Mapping[str, tuple[float, int]]:
    """The share of pairs of each name that are read alike, and how many there are."""
    found = list(pairs(every=every))
    texts = dict.fromkeys(one.text for _, *both in found for one in both)
    read = {text: statements(graph) for text, graph in graphs(texts).items()}
    alike: dict[str, list[bool]] = {}
    for name, one, other in found:
        first, second = (_told(about(each, read[each.text])) for each in (one, other))
        if name == SOURCE_MORE:
            first = frozenset((firmness, True) for firmness, _ in first)
        alike.setdefault(name, []).append(first == second)
    return {name: (sum(same) / len(same), len(same)) for name, same in alike.items()}


def _told(read: tuple[Read, ...]) -> frozenset[tuple[str, bool]]:
    """How firm a clause is, and whether somebody says so."""
    return frozenset((one.firmness, bool(one.source)) for one in read)
