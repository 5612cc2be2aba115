"""Every example of the ontology makes its statement and no counter-example makes one, but for those listed as known.

``ontology_failures.toml`` lists what does not hold yet, each with its cause; the list can only become shorter.
``python -m tests.ontology.test_ontology_examples`` prints what fails now, and drops from the list what holds.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from kg.model import Entity, Event, Graph, NodeId, Statement
from kg.ontology import Example, Ontology, Relation
from tests.reading import graphs, said

pytestmark = pytest.mark.model

LIST = Path(__file__).parent / "ontology_failures.toml"
CAUSES = {"parse", "names", "coreference", "clauses", "mapping", "wording"}
MOST_LISTED = 0
_DETERMINER = re.compile(r"^(the|a|an|its|their|his|her) ", re.IGNORECASE)
_TAIL = re.compile(r" (?:of|in|on|with|between|near|at|to|from|by|against|over|for|who|that|which) ")


def relations() -> list[Relation]:
    return list(Ontology.load().relations.values())


@cache
def read() -> Mapping[str, Graph]:
    """Every sentence of the ontology as a graph, parsed once."""
    sentences = (e.sentence for relation in relations() for e in (*relation.examples, *relation.counterexamples))
    return graphs(dict.fromkeys(sentences))


def failing(relation: Relation) -> Iterator[str]:
    """The examples that make no such statement, and the counter-examples that make one."""
    for example in relation.examples:
        if not any(_shows(found, statement, example, relation) for found, statement in _of(relation, example)):
            yield example.sentence
    for example in relation.counterexamples:
        if any(_of(relation, example)):
            yield example.sentence


def _of(relation: Relation, example: Example) -> Iterator[tuple[Graph, Statement]]:
    found = read()[example.sentence]
    yield from ((found, each) for each in found.statements if each.relation == relation.name and not each.is_open)


def _shows(found: Graph, statement: Statement, example: Example, relation: Relation) -> bool:
    subject, target = _names(found, statement.subject), _names(found, statement.object)
    here = _is(example.subject, subject, statement.subject_text) and _is(example.object, target, statement.object_text)
    there = _is(example.object, subject, "") and _is(example.subject, target, "")
    return here or (relation.symmetric and there)


def _names(found: Graph, node: NodeId) -> frozenset[str]:
    value = found.nodes[node]
    return frozenset({found.label(node)}) | (value.alt_labels if isinstance(value, Entity) else frozenset())


def _is(end: str, names: frozenset[str], words: str) -> bool:
    """Whether an end of an example stands for a node: it is one of its names, or what such a name is about."""
    wanted = _plain(end)
    return not end or any(_is_about(wanted, _plain(name)) for name in (*names, words))


def _is_about(wanted: str, name: str) -> bool:
    """ "students" of "ten students in Kaduna", but not "Japan" of "relations with Japan"."""
    core = _TAIL.split(name, maxsplit=1)[0]
    return name == wanted or f" {core}".endswith(f" {wanted}") or name.startswith(f"{wanted} of ")


def _plain(words: str) -> str:
    return _DETERMINER.sub("", words.replace("’", "'")).removesuffix("'s").lower()


def known() -> dict[str, dict[str, str]]:
    """Relation -> sentence -> cause."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.name)
def test_examples_hold_and_counterexamples_make_nothing(relation: Relation) -> None:
    fails, listed = set(failing(relation)), set(known().get(relation.name, {}))
    shown = {sentence: [str(each) for each in said(read()[sentence])] for sentence in fails - listed}
    assert not shown, "these held before"
    assert not listed - fails, "these hold now: python -m tests.ontology.test_ontology_examples takes them off the list"


def test_the_list_names_sentences_of_the_ontology_with_a_cause_and_does_not_grow() -> None:
    sentences = {r.name: {e.sentence for e in (*r.examples, *r.counterexamples)} for r in relations()}
    assert sum(len(sentences[name]) for name in sentences) >= 550
    assert sum(len(listed) for listed in known().values()) <= MOST_LISTED
    for name, listed in known().items():
        assert listed.keys() <= sentences[name]
        assert {cause.split(":")[0] for cause in listed.values()} <= CAUSES


def test_every_typed_statement_of_the_sentences_has_ends_of_domain_and_range() -> None:
    ontology = Ontology.load()
    found = [(graph, s) for graph in read().values() for s in graph.statements if not s.is_open]
    assert len(found) >= 500
    for graph, statement in found:
        relation = ontology.relations[statement.relation]
        assert ontology.is_any(_class(graph, statement.subject), relation.domain), statement
        assert ontology.is_any(_class(graph, statement.object), relation.range), statement


def _class(graph: Graph, node: NodeId) -> str:
    found = graph.nodes[node]
    return "Event" if isinstance(found, Event) else found.cls if isinstance(found, Entity) else "Quantity"


def main() -> None:
    """Print what fails, and rewrite the list without what holds; what fails anew is for a person to add."""
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for relation in relations():
        fails, listed = set(failing(relation)), known().get(relation.name, {})
        counts.update(sentences=len((*relation.examples, *relation.counterexamples)), failing=len(fails))
        for sentence in sorted(fails - listed.keys()):
            shown = "".join(f"\n    {each}" for each in said(read()[sentence]))
            sys.stdout.write(f"{relation.name}: {sentence}{shown}\n")
        kept = {sentence: cause for sentence, cause in listed.items() if sentence in fails}
        lines += [f"[{relation.name}]", *(f'"{s}" = "{c}"' for s, c in kept.items()), ""] if kept else []
    LIST.write_text("\n".join(["# What does not hold yet, with the cause.", "", *lines]), encoding="utf-8")
    sys.stdout.write(f"{dict(counts)}\n")


if __name__ == "__main__":
    main()
