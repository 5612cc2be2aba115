"""Every example and counter-example of the lexicons of grammar reads as it says: "sentence => what is read".

A counter-example says what is read instead. ``_READINGS`` tells, lexicon by lexicon and section by section, what
is read of a sentence; lexicons of names, times, sources, coreference and layout have tests of their own.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest

from kg.factuality.composition import firmness_of
from kg.frames.clausal import frames
from kg.frames.clauses import clauses
from kg.frames.noun_phrases import counted_noun, label_tokens, members, quantity
from kg.frames.noun_phrases import text as words
from kg.lexicon import LexiconValue, lexicon
from kg.mapping.openie import nominal_triples, triples
from kg.mapping.threshold import is_uninformative
from kg.model import Frame
from kg.names.lexemes import gender
from kg.parse.tree import Doc, Token, tree
from tests.parses import shown
from tests.reading import sentence, tools

pytestmark = pytest.mark.model

ELSEWHERE = {
    "capitals", "classes", "coref", "items", "layout", "links", "names", "nouns", "places", "plover", "releases",
    "reporting", "rules", "signatures", "states", "times", "titles",
}  # fmt: skip
HERE = ("clauses", "empty", "given", "lemmas", "phrases", "quantities", "responses", "stance")
NO_EXAMPLES = {
    "wording": "words of labels, tried by test_wording.py",
    "roles": "slots of roles, tried by the examples of the ontology",
    "weights": "numbers",
    "confidence": "weights that a script fits",
    "trust": "words of what could hurt, tried by tests/mapping/test_trust.py",
}
Case = tuple[str, str, str]


def cases() -> Iterator[Case]:
    """(lexicon and section, sentence, what is read)."""
    for name in HERE:
        for section, lines in _lines(lexicon(name)):
            for line in lines:
                text, _, expected = line.partition("=>")
                yield f"{name}.{section}", text.strip(), expected.strip()


def _lines(table: Mapping[str, LexiconValue], path: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        inside = f"{path}.{key}".strip(".")
        if isinstance(value, dict):
            yield from _lines(value, inside)
        elif key in {"examples", "counterexamples"} and isinstance(value, list):
            yield path, [str(line) for line in value]


@cache
def docs() -> Mapping[str, Doc]:
    """Every text, parsed once."""
    reader, _ = tools()
    texts = dict.fromkeys(text for _, text, _ in cases())
    return {article.text: tree(doc) for article, doc in reader.read(map(sentence, texts))}


@pytest.mark.parametrize(("rule", "text", "expected"), list(cases()), ids=lambda value: value)
def test_an_example_reads_as_it_says(rule: str, text: str, expected: str) -> None:
    read = next(function for prefix, function in _READINGS.items() if rule.startswith(prefix))
    found = read(docs()[text])
    assert expected in found if isinstance(found, tuple) else expected == found


def test_every_lexicon_is_tried_and_every_rule_both_ways() -> None:
    from importlib.resources import files

    there = {path.name.removesuffix(".toml") for path in (files("kg") / "lexicons" / "en").iterdir()}
    assert there == ELSEWHERE | set(HERE) | NO_EXAMPLES.keys()
    assert len(list(cases())) >= 120
    for name in HERE:
        for section, table in _rules(lexicon(name)):
            assert table.get("examples"), (name, section)
            assert table.get("counterexamples"), (name, section)


def _rules(table: Mapping[str, LexiconValue], path: str = "") -> Iterator[tuple[str, Mapping[str, LexiconValue]]]:
    """The tables that hold lists of words; a table of numbers or currencies is none."""
    for key, value in table.items():
        if isinstance(value, dict):
            if any(isinstance(inner, list) for inner in value.values()):
                yield f"{path}{key}", value
            yield from _rules(value, f"{path}{key}.")


# What is read


def _firmness(doc: Doc) -> str:
    """How firm the innermost clause is; the governor is asserted in all of them."""
    verbs = [clause.verb for clause in clauses(doc)]
    return firmness_of(max(verbs, key=lambda verb: len(list(verb.ancestors)))).name


def _each_firmness(doc: Doc) -> str:
    """How firm each clause is, by its verb."""
    return ", ".join(f"{clause.verb.lemma_} {firmness_of(clause.verb).name}" for clause in clauses(doc))


def _noun_firmness(doc: Doc) -> str:
    """How firm the happening is that a noun of the sentence names."""
    return firmness_of(next(token for token in doc if token.lower_ == "tariffs")).name


def _predicates(doc: Doc) -> str:
    return " ".join(clause.lemma for clause in clauses(doc))


def _object(doc: Doc) -> Token:
    return next(token for token in doc if token.dep_ == "dobj")


def _members(doc: Doc) -> str:
    return f"{_object(doc).text}: {', '.join(member.text for member in members(_object(doc)))}".strip()


def _arguments(doc: Doc) -> str:
    return " ".join(argument.slot for argument in _frames(doc)[0].arguments)


def _contents(doc: Doc) -> str:
    """The verbs of the clauses that are what another is about."""
    return " ".join(frame.lemma for frame in _frames(doc) if frame.is_content) or "none"


def _class_of_object(doc: Doc) -> str:
    return next(argument.phrase.entity.cls for argument in _frames(doc)[0].arguments if argument.slot == "object")


def _nominal(doc: Doc) -> str:
    """What the first noun tells that tells anything of its participants."""
    found = [triple for frame in _frames(doc) if frame.kind == "noun" for triple in nominal_triples(frame)]
    ends = [(t.subject.entity.label, t.label, "" if t.is_happening else t.object.lemma) for t in found[:1]]
    return " ".join(filter(None, *ends)) if ends else ""


def _openly(doc: Doc) -> str:
    """The open statements of the first clause, without their objects."""
    return "; ".join(f"{triple.subject.text} | {triple.label}" for triple in triples(_frames(doc)[0])) or "none"


def _telling(doc: Doc) -> str:
    """The open statement of the first clause that says something."""
    found = [t for frame in _frames(doc) if not is_uninformative(frame) for t in triples(frame)]
    return " | ".join((found[0].subject.text, found[0].label, found[0].object_text)) if found else "none"


def _described(doc: Doc) -> str:
    for frame in _frames(doc):
        if frame.rule == "characterized" and frame.source is not None:
            subject, complement = (argument.phrase.lemma for argument in frame.arguments)
            return f"{frame.source.label}: {subject} = {complement}"
    return "none"


def _apposed(doc: Doc) -> str:
    """What an apposition says of a name."""
    for frame in frames(doc, sentence(doc.text)):
        if frame.rule == "apposition":
            return " = ".join(argument.phrase.entity.label for argument in frame.arguments)
    return "none"


def _imposer(doc: Doc) -> str:
    """Who would impose the tariffs that the sentence names."""
    made = next(f for f in frames(doc, sentence(doc.text), nouns=frozenset({"tariff"})) if f.kind == "noun")
    who = next((a.phrase.entity.label for a in made.arguments if a.slot in {"by", "poss"}), "nobody")
    return f"{who} imposes tariffs"


def _numbered(doc: Doc) -> str:
    """The class of what a number stands for."""
    phrases = [argument.phrase for argument in _frames(doc)[0].arguments]
    return next(f"{p.text}: {p.entity.cls}" for p in phrases if p.quantity is not None)


def _dated(doc: Doc) -> str:
    """When the first clause took place."""
    time = _frames(doc)[0].time
    return time.text if time is not None else "never"


def _compounds(doc: Doc) -> str:
    """What a participle behind a name tells of the noun that it modifies."""
    found = [frame for frame in _frames(doc) if frame.rule.startswith("compound")]
    said = (f"{frame.lemma} {frame.arguments[0].phrase.entity.label}" for frame in found)
    return next(said, "nothing")


def _open_statements(doc: Doc) -> tuple[str, ...]:
    return tuple(f"{t.subject.lemma} {t.label} {t.object_text.removeprefix('the ')}" for t in triples(_frames(doc)[0]))


def _frames(doc: Doc) -> list[Frame]:
    return list(frames(doc, sentence(doc.text), nouns=frozenset()))


def _quantity(doc: Doc) -> str:
    found = quantity(doc.text)
    if found is None:
        return "none"
    bound = (
        "about" if found.minimum and found.maximum else "over" if found.minimum else "under" if found.maximum else ""
    )
    value = found.value if found.value is not None else found.minimum or found.maximum
    return f"{bound} {value} {found.unit}".strip()


def _links(doc: Doc) -> str:
    found = _frames(doc)
    by_id = {frame.id: frame.lemma for frame in reversed(found)}
    links = [(frame.lemma, name, by_id[node]) for frame in found for name, node in frame.links if node in by_id]
    return ", ".join(f"{answer}: {name} {lemma}" for answer, name, lemma in links) or "none"


_OF: tuple[tuple[Callable[[Doc], str | tuple[str, ...]], tuple[str, ...]], ...] = (
    (_telling, ("empty",)),
    (_each_firmness, ("stance.announcing",)),
    (_noun_firmness, ("stance.opposing", "stance.presupposed", "stance.granting", "stance.ending", "stance.occurring")),
    (_imposer, ("stance.own_acts",)),
    (lambda doc: firmness_of(next(token for token in doc if token.lower_ == "talks")).name, ("stance.predicate",)),
    (_predicates, ("clauses.prepositional_verbs", "clauses.downtoners")),
    (_members, ("clauses.list_prepositions",)),
    (
        _arguments,
        (
            "clauses.empty_phrases",
            "clauses.not_arguments",
            "clauses.pointing",
            "clauses.two_objects",
            "clauses.ranks",
            "clauses.speakers",
        ),
    ),
    (_nominal, ("clauses.nominals",)),
    (_openly, ("clauses.incomplete", "clauses.transitive", "clauses.light_objects", "clauses.circumstances")),
    (_described, ("clauses.characterizing",)),
    (_apposed, ("clauses.summing",)),
    (_dated, ("clauses.ranking",)),
    (_numbered, ("clauses.human_verbs",)),
    (_open_statements, ("clauses.idioms",)),
    (lambda doc: counted_noun(_object(doc)).text, ("clauses.transparent",)),
    (_contents, ("clauses.ensuring", "clauses.of_content")),
    (_compounds, ("phrases.joined",)),
    (_class_of_object, ("phrases.next_door", "phrases.sites")),
    (_quantity, ("quantities",)),
    (_links, ("responses",)),
    (lambda doc: gender(doc[0].text) or "none", ("given",)),
    (lambda doc: doc[1].lemma_, ("lemmas",)),
    (_firmness, ("stance",)),
    (lambda doc: tuple(map(shown, clauses(doc))), ("clauses",)),
    (lambda doc: words(label_tokens(_object(doc))[0]), ("phrases",)),
)
"""What is read of an example, by lexicon and section; what is more general comes last."""
_READINGS = {section: reading for reading, sections in _OF for section in sections}
