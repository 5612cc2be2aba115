"""Statements, entities and explanations as lines of text: for ``kg show`` and ``kg explain``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.cli.console import folded, is_coloured
from kg.cli.reasons import Reasons, misfit, reasons
from kg.facts.selection import kind_of, ordered
from kg.facts.status import line, put_forward, shown, status_of
from kg.lexicon import words
from kg.mapping.threshold import is_kept, is_of_use, least_useful, threshold
from kg.model import Article, Entity, Event, Evidence, Factuality, Graph, NodeId, Quantity, Statement, TimeSpan
from kg.model.graph import BY_MODEL
from kg.model.nodes import meant
from kg.rules import construction_of, of_family, rules_of
from kg.tables.rows import word_places
from kg.turtle.terms import term_curie

_PRONOUNS = frozenset().union(
    *(words("coref", name, "words") for name in ("he", "she", "it", "they", "i", "we", "you"))
)
_CONFIDENCE_WORDS = ((0.9, "nearly certain"), (0.75, "likely"), (0.5, "rather likely"), (0.0, "doubtful"))
_STYLES = {"subject": "\x1b[1;34m", "predicate": "\x1b[1;35m", "object": "\x1b[1;32m"}
_PLAIN = "\x1b[0m"
_CONTEXT = 500  # characters
_FACTUALITY_WORDS = {
    Factuality.ASSERTED: "put forward as so",
    Factuality.PLANNED: "planned, not done",
    Factuality.EXPECTED: "expected, not done",
    Factuality.POSSIBLE: "possible, no more",
    Factuality.REQUESTED: "asked for, not done",
    Factuality.CONDITIONAL: "so if something else is",
    Factuality.DENIED: "said not to be so",
}


def sentences(graph: Graph, said: Sequence[Statement], *, is_part: bool = False) -> Iterator[str]:
    """The statements under the sentences that they stand on, by article; those of a part by their ids."""
    numbers: dict[NodeId, int | str] = {one.id: number for number, one in enumerate(ordered(graph), 1)}
    if is_part:
        numbers = {name: name.removeprefix("statement-") for name in numbers}
    titles = {article.id: article for article in graph.articles}
    for article, of_article in groupby(said, key=lambda one: one.first_evidence.article):
        yield from folded(_heading(titles.get(article), article), more=" " * 3)
        for evidence, of_sentence in groupby(of_article, key=lambda one: one.first_evidence):
            yield ""
            yield from folded(_words(evidence))
            for statement in of_sentence:
                yield from _statement_lines(graph, numbers[statement.id], statement)


def card(graph: Graph, node: NodeId) -> Iterator[str]:
    """What the graph knows of one node, before the statements about it."""
    found = graph.nodes[node]
    yield f"{graph.label(node)} · {kind_of(found)} · id:{node}"
    match found:
        case Entity():
            yield from _fields(_entity_fields(graph, found))
        case Event():
            yield from _fields([("status", status_of(graph, found.id).line(graph)), *_event_fields(graph, found)])
        case Quantity():
            yield from _fields([("value", f"{found.value if found.value is not None else found.text} {found.unit}")])
    yield ""


def explanation(graph: Graph, number: int, said: Statement, lost: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    """Why a statement is there; ``lost`` are fields about the readings that lost."""
    yield from folded(f"{number}  {shown(graph, said)}", more=" " * 4)
    for evidence in sorted(said.evidence):
        yield ""
        yield from _wrapped(marked(evidence, said), "    ")
        yield from folded(_where(graph, evidence), " " * 4)
    yield ""
    yield from _fields(_explained(graph, said))
    yield from _fields(lost)
    yield from _fields(_reasons(said))


def to_judge(graph: Graph, said: Statement) -> Iterator[str]:
    """What a reader sees who judges a statement: neither how sure it is nor the rule that made it."""
    first = said.first_evidence
    yield from _wrapped(before(graph, first), "    … ") if before(graph, first) else ()
    yield from _wrapped(marked(first, said), "    ")
    yield ""
    unseen = {"fact", "confidence", "for it", "against it", "usefulness", "rule", "made by", "id", "detail of"}
    unseen |= {"proposed by", "judged right by"}
    yield from _fields([("it says", shown(graph, said))])
    yield from _fields(field for field in _explained(graph, said) if field[0] not in unseen)


def marked(evidence: Evidence, said: Statement) -> str:
    """The words of the evidence, subject, predicate and object marked: in colour on a terminal, else in brackets."""
    if not evidence.quote:
        return "(the words are withheld)"
    places = word_places(evidence, said)
    colour = is_coloured()
    pieces, done = [], 0
    for start, end, part in places:
        words = evidence.quote[start:end]
        pieces += [evidence.quote[done:start], f"{_STYLES[part]}{words}{_PLAIN}" if colour else f"[{part}: {words}]"]
        done = end
    return "".join([*pieces, evidence.quote[done:]])


def confidence_words(confidence: float) -> str:
    """A confidence for people.

    >>> confidence_words(0.8)
    '0.8, likely: of statements as sure as this about 8 in 10 were right when read'
    """
    words = next(words for least, words in _CONFIDENCE_WORDS if confidence >= least)
    share = f"of statements as sure as this about {round(confidence * 10)} in 10 were right when read"
    return f"{confidence:g}, {words}: {share}"


def _sureness(said: Statement) -> str:
    """How sure a statement is, and why where readers tell it or a build leaves it out."""
    if said.is_read:
        return f"{said.confidence:g}: read and found right, or put right, by {', '.join(sorted(said.reviewed_by))}"
    left_out = f"; times its use {said.worth:.2g}: kg build leaves out what is below {threshold():g}"
    if not is_of_use(said):
        left_out = (
            f"; of use {said.usefulness:.2g}: kg build leaves out what is below {least_useful():g} and beside better"
        )
    return confidence_words(said.confidence) + ("" if is_kept(said) else left_out)


def _usefulness(said: Statement) -> str:
    if said.usefulness is None:
        return ""
    return f"{said.usefulness:g}: of such statements about {round(said.usefulness * 10)} in 10 were worth keeping"


def when(time: TimeSpan | None) -> str:
    """A time for people: "in 2024 (2024-01-01 to 2024-12-31)"."""
    if time is None:
        return ""
    first, last = (str(day) if day else "" for day in (time.start, time.end))
    days = first if first == last else f"{first or '...'} to {last or '...'}"
    if not first and not last:
        return f"{time.text} (no date can be told)" if time.text else ""
    return f"{time.text} ({days})" if time.text else days


def _heading(article: Article | None, identifier: str) -> str:
    if article is None:
        return f"== {identifier}"
    return " · ".join(filter(None, [f"== {identifier}", str(article.date or ""), article.title, article.publisher]))


def _words(evidence: Evidence) -> str:
    return " ".join(evidence.quote.split()) or f"(words withheld: {evidence.start} to {evidence.end})"


def _statement_lines(graph: Graph, number: int | str, said: Statement) -> Iterator[str]:
    typed = line(graph, said) if said.label and not said.is_open else ""
    told = [
        part
        for part in put_forward(graph, said)
        if (typed and part == said.firmness) or not _is_heard(part, said.label)
    ]
    tail = " · ".join(filter(None, [typed, *told, said.time.text if said.time else "", *_owners(graph, said)]))
    text = shown(graph, said) + (f"   [{tail}]" if tail else "")
    mark = "+ " if said.detail_of else ""
    yield from folded(text, f"{number:>5}  {mark}", " " * 9)


def _owners(graph: Graph, said: Statement) -> Iterator[str]:
    """As in "its: Canada": the first pronoun of an end with whom it means, unless that is the statement's subject."""
    for node in (said.subject, said.object):
        pronoun = next((word for word in graph.label(node).lower().split() if word in _PRONOUNS), "")
        others = [graph.label(one) for one in meant(graph.nodes.get(node)) if one != said.subject]
        if pronoun and others:
            yield f"{pronoun}: {', '.join(others)}"


def _is_heard(part: str, label: str) -> bool:
    """Whether the sentence of a statement tells a part of its status already."""
    source = part.removeprefix("says ")
    if source != part:
        return re.search(rf"according to (the )?{re.escape(source)}\b|by own account", label, re.IGNORECASE) is not None
    words = re.escape(part.strip("“”"))
    return re.search(rf"(?<!\w){words}(?!\w)", label) is not None


def _fields(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in fields:
        if value:
            yield from folded(value, f"  {name:<12}", " " * 14)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from folded(" ".join(text.split()), indent)


def _entity_fields(graph: Graph, entity: Entity) -> list[tuple[str, str]]:
    links = [f"{link.relation} {graph.label(link.target)}" for link in sorted(entity.links, key=repr)]
    return [
        ("also", "; ".join(sorted(entity.alt_labels))),
        ("country", entity.alpha3 or entity.country),
        ("Wikidata", entity.wikidata),
        ("links", "; ".join(links)),
    ]


def _event_fields(graph: Graph, event: Event) -> list[tuple[str, str]]:
    roles = sorted((role.name, graph.label(role.filler)) for role in event.roles)
    return [
        *((name, "; ".join(label for _, label in same)) for name, same in groupby(roles, key=lambda role: role[0])),
        ("when", when(event.time)),
        ("Wikidata", event.wikidata),
    ]


def _explained(graph: Graph, said: Statement) -> list[tuple[str, str]]:
    relation = (
        f"{term_curie(said.relation, 'rel')}, which no relation of the ontology claims"
        if said.is_open
        else term_curie(said.relation)
    )
    other = misfit(graph, said)
    why = Reasons() if said.is_read else reasons(said)
    made = "; ".join(f"newsgraph {one.version}, {one.model}" for one in sorted(said.activities))
    models = sorted(name for name in said.reviewed_by if name.startswith(BY_MODEL))
    return [
        ("statement", line(graph, said) if said.label else ""),
        ("detail of", f"id:{said.detail_of}" if said.detail_of else ""),
        ("subject", _resolved(graph, said.subject_text, said.subject)),
        ("predicate", _from_words(said.predicate_text, relation)),
        ("", f"wording matched {other}" if other else ""),
        ("object", _resolved(graph, said.object_text, said.object)),
        *((f"{end} of", _means(graph, node)) for end, node in (("subject", said.subject), ("object", said.object))),
        ("event", _event_line(graph, said.event)),
        ("when", when(said.time)),
        ("said by", _voice(graph, said)),
        ("firmness", _firmness(said)),
        ("condition", _condition(said)),
        ("fact", "yes, a plain triple of the graph" if said.is_fact else "no, only this statement"),
        ("confidence", _sureness(said)),
        ("for it", "; ".join(why.surer)),
        ("against it", "; ".join(why.less)),
        ("usefulness", _usefulness(said)),
        ("rule", "" if construction_of(said.rule) else said.rule),  # the others stand below, by the ids of `kg rules`
        ("made by", made),
        ("proposed by", said.extracted_by),
        ("judged right by", ", ".join(models)),
        ("id", f"id:{said.id}"),
    ]


def _reasons(said: Statement) -> Iterator[tuple[str, str]]:
    """Each rule that had a part in a statement with what it does; `kg rules` tells more by its id."""
    for name in rules_of(said):
        rule = of_family(name.partition("/")[0]).get(name)
        told = f": {rule.description}" if rule else ""  # none of another version
        yield "because of", f"{name}{told}"


def _condition(said: Statement) -> str:
    """The words of the condition, and the statement that it makes."""
    told = f" (id:{said.condition_statement})" if said.condition_statement else ""
    return f"“{said.condition}”{told}" if said.condition else ""


def _firmness(said: Statement) -> str:
    """As in "Denied, by “fail to”: said not to be so", "Requested, by “tell not to”: asked not to be so"."""
    by = f", by “{said.firmness_cue}”" if said.firmness_cue else ""
    is_plain = not said.negated or said.factuality is Factuality.DENIED
    told = _FACTUALITY_WORDS[said.factuality] if is_plain else f"{said.firmness} so"
    return f"{said.factuality.value}{by}: {told}"


def _resolved(graph: Graph, words: str, node: NodeId) -> str:
    found = graph.nodes.get(node)
    kind = f" ({kind_of(found)})" if found else ""
    return _from_words(words, f"{graph.label(node)}{kind}")


def _means(graph: Graph, node: NodeId) -> str:
    return "; ".join(graph.label(one) for one in meant(graph.nodes.get(node)))


def _from_words(words: str, what: str) -> str:
    """What was read, after the words that it was read from, if any."""
    return f"“{words}” → {what}" if words else what


def _voice(graph: Graph, said: Statement) -> str:
    if said.attributed_to is None:
        release = f", released by {graph.label(said.reported_by)}" if said.reported_by else ""
        return f"the article itself{release}{', of its own act' if said.own_act else ''}"
    source = graph.label(said.attributed_to)
    outer = f", as reported by {graph.label(said.reported_by)}" if said.reported_by else ""
    return f"{source}{outer}{', of its own act' if said.own_act else ''}"


def _event_line(graph: Graph, node: NodeId | None) -> str:
    event = graph.nodes.get(node) if node else None
    if not isinstance(event, Event):
        return ""
    roles = ", ".join(f"{name} {value}" for name, value in _event_fields(graph, event) if value)
    shown = f"{event.cls}, {status_of(graph, event.id).line(graph)}"
    return f"{shown}: {roles}" if roles else shown


def before(graph: Graph, evidence: Evidence) -> str:
    """The text before a sentence, where the graph has it (``--evidence full``)."""
    text = next((article.text for article in graph.articles if article.id == evidence.article), "")
    return text[max(0, evidence.start - _CONTEXT) : evidence.start].strip()


def _where(graph: Graph, evidence: Evidence) -> str:
    article = next((article for article in graph.articles if article.id == evidence.article), None)
    named = " · ".join(
        filter(None, [evidence.article, str(article.date or "") if article else "", article.url if article else ""])
    )
    return f"{named}, characters {evidence.start} to {evidence.end}"
