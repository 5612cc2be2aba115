"""Rules beyond SHACL: quotations at their offsets, duplicates, impossible orders, self-contradicting sources."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from itertools import combinations

import rdflib
from rdflib import RDF, RDFS, URIRef

from kg.check.telling import KG, Finding, Severity, label_of, local
from kg.errors import nearest
from kg.facts.status import REPORTED, Status, statuses
from kg.model import Article, Entity, Event, Factuality, Graph, NodeId, Precision, Statement, TimeSpan
from kg.model.nodes import MENTIONED, OWNER
from kg.ontology import Ontology, external_iris
from kg.text.normalization import normalized
from kg.turtle.terms import prefixes, split_iri, term_name

_BACKWARD = frozenset({"inResponseTo", "cause"})
"""Roles that lead to an earlier event."""
_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12, Precision.DECADE: 12}
CheckRule = Callable[[Graph, Ontology], Iterator[Finding]]


def rule_findings(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """The findings of all rules."""
    for rule in _RULES:
        yield from rule(graph, ontology)


def _quotes(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """``text[start:end] == exact``, always (docs/reference/graph.md, 1)."""
    texts = {article.id: article.text for article in graph.articles if article.text and not _is_another_text(article)}
    for told in graph.statements:
        for span in told.evidence:
            text = texts.get(span.article)
            if text is not None and span.quote and text[span.start : span.end] != span.quote:
                message = (
                    f"the article has “{text[span.start : span.end]}” at {span.start} to {span.end}, not the quote"
                )
                yield Finding(Severity.ERROR, "words/quote", told.id, message, told.id)


def _parts(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """The texts of a statement's parts are words of its sentence (docs/reference/graph.md, 1)."""
    for told in graph.statements:
        sentences = [_spaced(span.quote) for span in told.evidence]
        if not all(sentences):
            continue  # Words that are withheld cannot be looked up.
        parts = {"subject": told.subject_text, "object": told.object_text, "time": told.time.text if told.time else ""}
        for name, text in parts.items():
            if not any(_spaced(text) in sentence for sentence in sentences):
                yield _not_said(told, name, text)
        # A predicate leaves out what stands between its words: "announced in", "has urged".
        words = re.findall(r"\w+", told.predicate_text.lower())
        if not any(all(word in sentence.lower() for word in words) for sentence in sentences):
            yield _not_said(told, "predicate", told.predicate_text)


def _spaced(text: str) -> str:
    """The words as they are read: without soft hyphens and zero-width marks, with single blanks between."""
    return " ".join(normalized(text).split())


def _not_said(told: Statement, name: str, text: str) -> Finding:
    message = f"the sentence does not have the words of its {name}, “{text}”"
    return Finding(Severity.ERROR, "words/part", told.id, message, told.id)


def _texts(graph: Graph, _: Ontology) -> Iterator[Finding]:
    for article in graph.articles:
        starts, ends = [block.start for block in article.blocks], [0, *(block.end for block in article.blocks)]
        tiles = not starts or (starts == ends[:-1] and ends[-1] == len(article.text))
        if article.text and _is_another_text(article):
            message = "the text is not the one whose SHA-256 is given, so quotes are not looked up in it"
            yield Finding(Severity.ERROR, "words/text", f"article-{article.id}", message)
        elif article.text and not tiles:
            yield Finding(Severity.ERROR, "words/blocks", f"article-{article.id}", "its blocks do not tile its text")


def _is_another_text(article: Article) -> bool:
    """Whether the text is not that whose hash is given; a hash that is none is a fault of its own."""
    return (
        re.fullmatch("[0-9a-f]{64}", article.sha256) is not None
        and sha256(article.text.encode()).hexdigest() != article.sha256
    )


def _twins(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """One thing under two ids, two governments of a country: statements about them do not come together."""
    known: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in graph.entities:
        if entity.wikidata:
            known["twins", entity.wikidata].append(entity)
        for link in entity.links if entity.cls == "Government" else ():
            if link.relation == "actsFor":
                known["governments", link.target].append(entity)
    for (rule, of), several in sorted(known.items()):
        if len(several) > 1:
            some = several if rule == "twins" else sorted(several, key=lambda one: one.id)
            names = " and ".join(f"{entity.label} ({entity.id})" for entity in some)
            are = "one Wikidata item," if rule == "twins" else "both the government of"
            node = some[0].id if rule == "twins" else of
            yield Finding(Severity.WARNING, f"identity/{rule}", node, f"{names} are {are} {of}")


def _unknown_terms(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """Relations and classes that no ontology defines, with the nearest that it does."""
    relations = {told.relation: told for told in graph.statements if not told.is_open and "://" not in told.relation}
    for relation, told in sorted(relations.items()):
        if relation not in ontology.relations:
            yield _unknown("relation", relation, list(ontology.relations), told.id)
    classes = {entity.cls: entity.id for entity in graph.entities} | {event.cls: event.id for event in graph.events}
    for cls, node in sorted(classes.items()):
        if cls not in ontology.classes and "://" not in cls:
            yield _unknown("class", cls, list(ontology.classes), node)
    known = [*ontology.role_ranges, "ofCountry", OWNER, MENTIONED]
    for event in graph.events:
        for name in sorted({role.name for role in event.roles} - set(known)):
            yield _unknown("role", name, known, event.id)


def _unknown(kind: str, name: str, known: list[str], node: NodeId) -> Finding:
    near = nearest(name, known)
    hint = f"; nearest: kg:{near[0]}" if near else ""
    message = f"the ontology has no {kind} kg:{name}{hint}"
    return Finding(Severity.ERROR, f"terms/{kind}", node, message, node if kind == "relation" else "")


def _undescribed(graph: Graph, _: Ontology) -> Iterator[Finding]:
    for told in graph.statements:
        ends = (told.subject, told.object, told.event, told.attributed_to, told.reported_by)
        for node in sorted({end for end in ends if end} - graph.nodes.keys()):
            yield Finding(
                Severity.ERROR,
                "nodes/undescribed",
                node,
                f"{node} has no description with a class and a label",
                told.id,
            )


def _future(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """Nobody asserts in January what happened in May: a plan read as a fact, or a date read wrong."""
    days = {article.id: article.date for article in graph.articles}
    for told in graph.statements:
        start = told.time.start if told.time else None
        published = max(
            (days[span.article] or date.max for span in told.evidence if span.article in days), default=None
        )
        if told.factuality is Factuality.ASSERTED and start and published and start > published:
            message = f"is asserted for {start}, after the article of {published}"
            yield Finding(Severity.WARNING, "time/future", told.id, message, told.id)


def _precisions(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """Dates are as wide as their precision says: "in 1999" is no day."""
    dated = [(told.id, told.time) for told in graph.statements] + [(event.id, event.time) for event in graph.events]
    for node, time in dated:
        if time and time.start and time.end and not _fits(time, time.start, time.end):
            message = f"{time.start} to {time.end} is not of the precision {time.precision}"
            yield Finding(Severity.WARNING, "time/precision", node, message)


def _fits(time: TimeSpan, start: date, end: date) -> bool:
    """Whether a bound at least lies where its unit has one; of days, whether whole months are told by their days."""
    opens, closes = start.day == 1, (end + timedelta(days=1)).day == 1
    match time.precision:
        case Precision.DAY:
            return not (opens and closes) or re.search(rf"\b{end.day}(?!\d)", time.text) is not None
        case Precision.MONTH | Precision.QUARTER | Precision.YEAR | Precision.DECADE as precision:
            months = _MONTHS[precision]
            return (opens and start.month % months == 1 % months) or (closes and end.month % months == 0)
    return True


def _answers(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """An answer comes after what it answers, and nothing answers itself."""
    events = {event.id: event for event in graph.events}
    for event in graph.events:
        for role in sorted(event.roles):
            earlier = events.get(role.filler)
            if role.name not in _BACKWARD or earlier is None:
                continue
            end = event.time.end if event.time else None
            start = earlier.time.start if earlier.time else None
            if earlier.id == event.id:
                yield Finding(Severity.ERROR, "time/answer", event.id, f"{event.label} is its own {role.name}")
            elif end and start and end < start:
                message = f"{event.label} is over before {earlier.label} begins, its {role.name}"
                yield Finding(Severity.WARNING, "time/answer", event.id, message)


def _circles(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """What answers an event is not answered by it, directly or by way of others."""
    earlier = {
        event.id: {role.filler for role in event.roles if role.name in _BACKWARD and role.filler != event.id}
        for event in sorted(graph.events, key=lambda event: event.id)
    }
    while circle := _circle(earlier):
        names = ", ".join(event.label for one in circle if isinstance(event := graph.nodes[one], Event))
        yield Finding(Severity.WARNING, "time/circle", circle[0], f"answers and causes go in a circle: {names}")
        earlier[circle[1]].discard(circle[0])


def _circle(earlier: Mapping[NodeId, set[NodeId]]) -> list[NodeId]:
    """A circle of events, each earlier than the next, its first the last too; none where there is none."""
    try:
        TopologicalSorter({event: sorted(found) for event, found in earlier.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _own_contradictions(graph: Graph, _: Ontology) -> Iterator[Finding]:
    """One voice that says yes and no of the same in one article: one of the two is read wrong."""
    said: dict[tuple[object, ...], dict[Factuality, Statement]] = defaultdict(dict)
    for told in graph.statements:
        for article in {span.article for span in told.evidence}:
            said[told.subject, told.relation, told.object, told.attributed_to, article][told.factuality] = told
    for found in said.values():
        if {Factuality.ASSERTED, Factuality.DENIED} <= found.keys():
            told = found[Factuality.DENIED]
            message = f"is denied, and asserted by the same voice in {found[Factuality.ASSERTED].id}"
            yield Finding(Severity.WARNING, "voice/contradiction", told.id, message, told.id)


def _ends_alike(graph: Graph, _: Ontology) -> Iterator[Finding]:
    for told in graph.statements:
        if told.subject == told.object and isinstance(graph.nodes.get(told.subject), Entity):
            yield Finding(Severity.WARNING, "ends/alike", told.id, "has the same subject and object", told.id)
    for entity in graph.entities:
        for relation in sorted(link.relation for link in entity.links if link.target == entity.id):
            yield Finding(Severity.ERROR, "ends/self", entity.id, f"kg:{relation} leads from {entity.label} to itself")


def _other_events(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """Who does what to whom takes part in what is done, or whom they act for does."""
    linked = {entity.id: {link.target for link in entity.links} for entity in graph.entities}
    for told in graph.statements:
        event = graph.nodes.get(told.event) if told.event else None
        if told.relation not in ontology.relations or not isinstance(event, Event):
            continue
        ends = {told.subject, told.object}.union(*(linked.get(end, ()) for end in (told.subject, told.object)))
        if ends.isdisjoint({event.id, *(role.filler for role in event.roles)}):
            message = f"neither its subject nor its object takes part in its event, {event.label}"
            yield Finding(Severity.WARNING, "ends/event", told.id, message, told.id)


_RULES: tuple[CheckRule, ...] = (
    _quotes, _parts, _texts, _twins, _unknown_terms, _undescribed, _future, _precisions, _answers, _circles,
    _own_contradictions, _ends_alike, _other_events,
)  # fmt: skip


_NEARLY = 0.9
"""From here on a name is another misspelt: not ``org:memberOf`` for ``org:member``."""


def blank_nodes(data: rdflib.Graph) -> Iterator[Finding]:
    """No blank nodes in a graph (docs/reference/graph.md)."""
    count = len({node for node in data.subjects() if isinstance(node, rdflib.BNode)})
    if count:
        message = f"{count} blank node{'s' * (count > 1)}: no name stays from file to file without an IRI"
        yield Finding(Severity.WARNING, "nodes/blank", "", message)


def unknown_properties(data: rdflib.Graph, graph: Graph, vocabulary: rdflib.Graph) -> Iterator[Finding]:
    """Properties with our prefix that no ontology defines; relations and roles have a rule of their own."""
    told = {one.relation for one in graph.statements} | {role.name for event in graph.events for role in event.roles}
    known = {local(node): node for node in vocabulary.subjects() if str(node).startswith(KG)}
    used = {predicate for predicate in data.predicates() if isinstance(predicate, URIRef) and predicate.startswith(KG)}
    for predicate in sorted(used - set(known.values())):
        if (property_ := local(predicate)) not in told:
            near = get_close_matches(property_, known, n=1)
            hint = f"; nearest: kg:{near[0]}" if near else ""
            node = min(map(local, data.subjects(predicate)))
            yield Finding(Severity.ERROR, "terms/property", node, f"the ontology has no property kg:{property_}{hint}")


def misspelt_properties(data: rdflib.Graph) -> Iterator[Finding]:
    """Properties of the vocabularies that we use which are nearly one that we use: "schema:datePublishd"."""
    ours = {URIRef(iri) for iri in external_iris()}
    names = {iri: name for name, iri in prefixes().items()}
    for predicate in sorted({URIRef(str(one)) for one in data.predicates()} - ours):
        space, property_ = split_iri(predicate)
        near = get_close_matches(property_, [local(one) for one in ours if split_iri(one)[0] == space], 1, _NEARLY)
        if near and space in names and space != KG:
            node = min(map(local, data.subjects(predicate)))
            message = f"{names[space]}:{property_} is read by nobody; nearest: {names[space]}:{near[0]}"
            yield Finding(Severity.WARNING, "terms/property", node, message)


def classes_that_differ(data: rdflib.Graph, ontology: Ontology) -> Iterator[Finding]:
    """A node is of one class, and of those above it."""
    types: dict[URIRef, set[str]] = {}
    for subject, cls in data.subject_objects(RDF.type):
        if isinstance(subject, URIRef) and isinstance(cls, URIRef) and term_name(cls) in ontology.classes:
            types.setdefault(subject, set()).add(term_name(cls))
    for subject, found in types.items():
        for one, other in combinations(sorted(found), 2):
            if not (ontology.is_a(one, other) or ontology.is_a(other, one)):
                told = f"is a kg:{one} and a kg:{other}, and neither is a kind of the other"
                yield Finding(Severity.ERROR, "nodes/classes", local(subject), f"{label_of(data, subject)} {told}")


def event_findings(
    data: rdflib.Graph, graph: Graph, ontology: Ontology, unread: Iterable[str] = ()
) -> Iterator[Finding]:
    """Events whose class, factuality or sources are not those of their statements (docs/reference/graph.md, 2).

    Nothing is said of an event of which a statement tells that could not be read.
    """
    known = statuses(graph)
    spoilt = {local(event) for one in unread for event in data.objects(URIRef(one), KG.event)}
    nodes = {local(node): node for node in data.subjects(RDF.type) if isinstance(node, URIRef)}
    told = [event for event in graph.events if known[event.id].factuality and event.id in nodes]
    if told and not any((nodes[event.id], KG.factuality, None) in data for event in told):
        if no_facts := sum(not known[event.id].is_fact for event in graph.events):
            message = (
                f"written by 0.1.0: {no_facts} of its events have their class, and no statement tells them as facts; "
                "kg convert writes it anew"
            )
            yield Finding(Severity.WARNING, "events/form", "", message)
        return
    for event in graph.events:
        if event.id in nodes and event.id not in spoilt:
            found = _event_findings(data, nodes[event.id], ontology, event, known[event.id])
            yield from (Finding(Severity.ERROR, f"events/{rule}", event.id, message) for rule, message in found)


def _event_findings(
    data: rdflib.Graph, node: URIRef, ontology: Ontology, event: Event, status: Status
) -> Iterator[tuple[str, str]]:
    """What a file says of an event, held to its statements: rules that are broken, with messages."""
    types = {term_name(cls) for cls in data.objects(node, RDF.type) if isinstance(cls, URIRef)}
    classes = sorted(cls for cls in types if cls != REPORTED and ontology.is_a(cls, "Event"))
    told, voices = (", ".join(sorted(map(local, data.objects(node, by)))) for by in (KG.factuality, KG.attributedTo))
    if classes and not status.is_fact:
        claimed = " and a ".join(f"kg:{cls}" for cls in classes)
        yield "class", f"is a {claimed}, and no statement tells it as a fact: it is a kg:{REPORTED}"
    elif REPORTED in types and status.is_fact and not classes:
        yield "class", f"is a kg:{REPORTED}, and a statement tells it as a fact: it is a kg:{event.cls}"
    firmest, sources = status.factuality.value if status.factuality else "", ", ".join(status.sources)
    if told != firmest:
        yield "factuality", f"is {told or 'nothing'}; by its statements {firmest or 'nothing'}"
    elif voices != sources:
        yield "source", f"is told by {voices or 'nothing'}; by its statements {sources or 'nothing'}"


def misplaced_terms(data: rdflib.Graph, terms: rdflib.Graph) -> Iterator[Finding]:
    """Terms of the ontology that a file has below what the ontology does not have them below."""
    for link in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term, above in sorted(data.subject_objects(link)):
            is_ours = isinstance(term, URIRef) and term.startswith(str(KG)) and (term, None, None) in terms
            if is_ours and above not in set(terms.transitive_objects(term, link)):
                message = f"kg:{local(term)} is no kind of {local(above)} in the ontology"
                yield Finding(Severity.ERROR, "terms/above", local(term), message)
