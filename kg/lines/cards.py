"""What a graph tells, as lines of text and as rows: ``kg show``, ``explain``, ``review``, ``timeline``, ``diff``."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kg.console import folded, is_coloured
from kg.console.output import PrintedRow
from kg.diff.names import SAID_BY, Change
from kg.facts.selection import ordered
from kg.facts.status import LEAD, firmness_shown, is_denying, line, put_forward, shown, status_of
from kg.facts.wording import when as edtf
from kg.lexicon import table, words
from kg.mapping.threshold import is_kept, is_of_use, least_useful, threshold
from kg.mapping.trust import surest
from kg.model import Article, Entity, Event, Evidence, Factuality, Graph, NodeId, Quantity, Statement, TimeSpan
from kg.model.graph import BY_MODEL
from kg.model.nodes import meant
from kg.ontology import Ontology
from kg.rules import construction_of, of_family, rules_of
from kg.tables.rows import word_places
from kg.tables.timeline import TimelineEntry
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
_UNSEEN = frozenset({
    "fact", "trust", "confidence", "for it", "against it", "usefulness", "rule", "made by", "id", "detail of",
    "proposed by", "judged right by",
})  # fmt: skip
"""Fields of an explanation that who judges a statement does not see."""


def sentences(graph: Graph, said: Sequence[Statement], *, is_part: bool = False) -> Iterator[str]:
    """The statements under the sentences that they stand on, by article; those of a part by their ids."""
    numbers: dict[NodeId, int | str] = {one.id: number for number, one in enumerate(ordered(graph), 1)}
    if is_part:
        numbers = {name: name.removeprefix("statement-") for name in numbers}
    for name, of_article in groupby(said, key=lambda one: one.first_evidence.article):
        article = _article(graph, name)
        told = (str(article.date or ""), article.title, article.publisher) if article else ()
        yield from folded(" · ".join(filter(None, [f"== {name}", *told])), more=" " * 3)
        for evidence, of_sentence in groupby(of_article, key=lambda one: one.first_evidence):
            yield ""
            yield from folded(words_of(evidence))
            for statement in of_sentence:
                yield from _statement_lines(graph, numbers[statement.id], statement)


def words_of(evidence: Evidence) -> str:
    """A sentence in one line, or where it stands if its words are withheld."""
    return " ".join(evidence.quote.split()) or f"(words withheld: {evidence.start} to {evidence.end})"


def card(graph: Graph, node: NodeId) -> Iterator[str]:
    """What the graph knows of one node, before the statements about it."""
    found = graph.nodes[node]
    yield f"{graph.label(node)} · {found.cls} · id:{node}"
    match found:
        case Entity():
            links = [f"{link.relation} {graph.label(link.target)}" for link in sorted(found.links, key=repr)]
            fields = [
                ("also", "; ".join(sorted(found.alt_labels))),
                ("country", found.alpha3 or found.country),
                ("Wikidata", found.wikidata),
                ("links", "; ".join(links)),
            ]
        case Event():
            fields = [("status", status_of(graph, found.id).line(graph)), *_event_fields(graph, found)]
        case Quantity():
            fields = [("value", f"{found.value if found.value is not None else found.text} {found.unit}")]
    yield from _fields(fields)
    yield ""


def explanation(
    graph: Graph, number: int, said: Statement, lost: Iterable[tuple[str, str]] = (), *, is_full: bool = False
) -> Iterator[str]:
    """Why a statement is there; ``lost`` are fields about the readings that lost; in full with the places of rules."""
    yield from folded(f"{number}  {shown(graph, said)}", more=" " * 4)
    for evidence in sorted(said.evidence):
        yield ""
        yield from folded(" ".join(marked(evidence, said).split()), " " * 4)
        article = _article(graph, evidence.article)
        told = (str(article.date or ""), article.url) if article else ()
        where = " · ".join(filter(None, [evidence.article, *told]))
        yield from folded(f"{where}, characters {evidence.start} to {evidence.end}", " " * 4)
    yield ""
    yield from _fields(_explained(graph, said))
    yield from _fields(lost)
    for name in rules_of(said):  # `kg rules` tells more by its id
        rule = of_family(name.partition("/")[0]).get(name)
        told_of = f": {rule.description}" if rule else ""  # none of another version
        yield from _fields([("because of", f"{name}{told_of}")])
        if rule and is_full:
            yield from _fields([("stands in", rule.place), *(("decided in", str(one)) for one in rule.deciding)])


def to_judge(graph: Graph, said: Statement) -> Iterator[str]:
    """What a reader sees who judges a statement: neither how sure it is nor the rule that made it."""
    first = said.first_evidence
    yield from folded(" ".join(text.split()), "    … ") if (text := before(graph, first)) else ()
    yield from folded(" ".join(marked(first, said).split()), " " * 4)
    yield ""
    yield from _fields([("it says", shown(graph, said))])
    yield from _fields(field for field in _explained(graph, said) if field[0] not in _UNSEEN)


def marked(evidence: Evidence, said: Statement) -> str:
    """The words of the evidence, subject, predicate and object marked: in colour on a terminal, else in brackets."""
    if not evidence.quote:
        return "(the words are withheld)"
    colour = is_coloured()
    pieces, done = [], 0
    for start, end, part in word_places(evidence, said):
        words = evidence.quote[start:end]
        pieces += [evidence.quote[done:start], f"{_STYLES[part]}{words}{_PLAIN}" if colour else f"[{part}: {words}]"]
        done = end
    return "".join([*pieces, evidence.quote[done:]])


def before(graph: Graph, evidence: Evidence) -> str:
    """The text before a sentence, where the graph has it (``--evidence full``)."""
    article = _article(graph, evidence.article)
    return article.text[max(0, evidence.start - _CONTEXT) : evidence.start].strip() if article else ""


def confidence_words(confidence: float) -> str:
    """A confidence for people.

    >>> confidence_words(0.8)
    '0.8, likely: of statements as sure as this about 8 in 10 were right when read'
    """
    words = next(words for least, words in _CONFIDENCE_WORDS if confidence >= least)
    share = f"of statements as sure as this about {round(confidence * 10)} in 10 were right when read"
    return f"{confidence:g}, {words}: {share}"


def when(time: TimeSpan | None) -> str:
    """A time for people: "in 2024 (2024-01-01 to 2024-12-31)"."""
    if time is None:
        return ""
    first, last = (str(day) if day else "" for day in (time.start, time.end))
    days = first if first == last else f"{first or '...'} to {last or '...'}"
    if not first and not last:
        return f"{time.text} (no date can be told)" if time.text else ""
    return f"{time.text} ({days})" if time.text else days


def _article(graph: Graph, name: str) -> Article | None:
    return next((article for article in graph.articles if article.id == name), None)


def _statement_lines(graph: Graph, number: int | str, said: Statement) -> Iterator[str]:
    """A statement with its status as far as its sentence does not tell it, its time, and whom its pronouns mean."""
    typed = line(graph, said) if said.label and not said.is_open else ""

    def is_heard(part: str) -> bool:
        """Whether the sentence of the statement tells a part of its status already."""
        if part == "not so":
            return is_denying(said.label)
        source = part.removeprefix("says ")
        words = rf"according to (the )?{re.escape(source)}\b|by own account"
        words = rf"(?<!\w){re.escape(part.strip('“”'))}(?!\w)" if source == part else words
        return re.search(words, said.label, re.IGNORECASE) is not None

    told = [part for part in put_forward(graph, said) if (typed and part == firmness_shown(said)) or not is_heard(part)]
    # As in "its: Canada": the first pronoun of an end with whom it means, unless that is the statement's subject.
    owners: list[str] = []
    for node in (said.subject, said.object):
        pronoun = next((word for word in graph.label(node).lower().split() if word in _PRONOUNS), "")
        others = [graph.label(one) for one in meant(graph.nodes.get(node)) if one != said.subject]
        owners += [f"{pronoun}: {', '.join(others)}"] if pronoun and others else []
    tail = " · ".join(filter(None, [typed, *told, said.time.text if said.time else "", *owners]))
    text = shown(graph, said) + (f"   [{tail}]" if tail else "")
    yield from folded(text, f"{number:>5}  {'+ ' if said.detail_of else ''}", " " * 9)


def _fields(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in fields:
        if value:
            yield from folded(value, f"  {name:<12}", " " * 14)


def _event_fields(graph: Graph, event: Event) -> list[tuple[str, str]]:
    roles = sorted((role.name, graph.label(role.filler)) for role in event.roles)
    return [
        *((name, "; ".join(label for _, label in same)) for name, same in groupby(roles, key=lambda role: role[0])),
        ("when", when(event.time)),
        ("Wikidata", event.wikidata),
    ]


def _explained(graph: Graph, said: Statement) -> list[tuple[str, str]]:
    use = said.usefulness
    worth = "" if use is None else f"{use:g}: of such statements about {round(use * 10)} in 10 were worth keeping"
    unclaimed = f"{term_curie(said.relation, 'rel')}, which no relation of the ontology claims"
    relation = unclaimed if said.is_open else term_curie(said.relation)
    other = misfit(graph, said)
    why = Reasons() if said.is_read else reasons(said)
    condition = f" (id:{said.condition_statement})" if said.condition_statement else ""
    reporter = graph.label(said.reported_by) if said.reported_by else ""
    if said.attributed_to is None:
        told = f"the article itself{f', released by {reporter}' if reporter else ''}"
    else:
        told = f"{graph.label(said.attributed_to)}{f', as reported by {reporter}' if reporter else ''}"
    return [
        ("statement", line(graph, said) if said.label else ""),
        ("detail of", f"id:{said.detail_of}" if said.detail_of else ""),
        ("subject", _resolved(graph, said.subject_text, said.subject)),
        ("predicate", f"“{said.predicate_text}” → {relation}" if said.predicate_text else relation),
        ("", f"wording matched {other}" if other else ""),
        ("object", _resolved(graph, said.object_text, said.object)),
        *(
            (f"{end} of", "; ".join(graph.label(one) for one in meant(graph.nodes.get(node))))
            for end, node in (("subject", said.subject), ("object", said.object))
        ),
        ("event", _event_line(graph, said.event)),
        ("when", when(said.time)),
        ("said by", f"{told}{', of its own act' if said.own_act else ''}"),
        ("firmness", _firmness(said)),
        ("condition", f"“{said.condition}”{condition}" if said.condition else ""),
        ("fact", "yes, a plain triple of the graph" if said.is_fact else "no, only this statement"),
        ("trust", _trust(said)),
        ("confidence", _sureness(said)),
        ("for it", "; ".join(why.surer)),
        ("against it", "; ".join(why.less)),
        ("usefulness", worth),
        ("rule", "" if construction_of(said.rule) else said.rule),  # the others stand below, by the ids of `kg rules`
        ("made by", "; ".join(f"newsgraph {one.version}, {one.model}" for one in sorted(said.activities))),
        ("proposed by", said.extracted_by),
        ("judged right by", ", ".join(sorted(name for name in said.reviewed_by if name.startswith(BY_MODEL)))),
        ("id", f"id:{said.id}"),
    ]


def _resolved(graph: Graph, words: str, node: NodeId) -> str:
    """A node, after the words that it was read from, if any."""
    found = graph.nodes.get(node)
    return f"{f'“{words}” → ' if words else ''}{graph.label(node)}{f' ({found.cls})' if found else ''}"


def _event_line(graph: Graph, node: NodeId | None) -> str:
    event = graph.nodes.get(node) if node else None
    if not isinstance(event, Event):
        return ""
    roles = ", ".join(f"{name} {value}" for name, value in _event_fields(graph, event) if value)
    shown = f"{event.cls}, {status_of(graph, event.id).line(graph)}"
    return f"{shown}: {roles}" if roles else shown


def _firmness(said: Statement) -> str:
    """As in "Denied, by “fail to”: said not to be so", "Requested, by “tell not to”: asked not to be so"."""
    by = f", by “{said.firmness_cue}”" if said.firmness_cue else ""
    is_plain = not said.negated or said.factuality is Factuality.DENIED
    told = _FACTUALITY_WORDS[said.factuality] if is_plain else f"{said.firmness} so"
    return f"{said.factuality.value}{by}: {told}"


def _trust(said: Statement) -> str:
    """Whether a statement is sure, and what makes it a lead; nothing for one of an earlier version."""
    least = surest(said)
    why = f"its confidence is below {least:g}" if said.confidence < least else "a link it stands on may not hold"
    why = why if least <= 1 else "what a source says, and what is planned, possible or denied, always is one"
    return f"{LEAD}: {why}" if said.is_lead else said.trust.told.lower()


def _sureness(said: Statement) -> str:
    """How sure a statement is, and why where readers tell it or a build leaves it out."""
    if said.is_read:
        return f"{said.confidence:g}: read and found right, or put right, by {', '.join(sorted(said.reviewed_by))}"
    left_out = f"; times its use {said.worth:.2g}: kg build leaves out what is below {threshold():g}"
    if not is_of_use(said):
        least = f"{least_useful():g} and beside better"
        left_out = f"; of use {said.usefulness:.2g}: kg build leaves out what is below {least}"
    return confidence_words(said.confidence) + ("" if is_kept(said) else left_out)


class Reasons(NamedTuple):
    """Phrases for reasons that raise a statement's confidence, and for those that lower it."""

    surer: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


def reasons(said: Statement) -> Reasons:
    """Why a statement is as sure as it is, the strongest reason first; none where its file tells none.

    A feature that the lexicon does not know, of a later version, goes by its name.
    """
    known = table("confidence", "telling")
    pairs = ((float(weight), name) for weight, _, name in (reason.partition(" ") for reason in said.reasons))
    told: dict[bool, list[str]] = {True: [], False: []}
    for value, name in sorted(pairs, key=lambda pair: (-abs(pair[0]), pair[1])):
        feature, _, about = name.partition(": ")
        words = known.get(f"{feature}:" if about else feature, known.get(feature, feature))
        told[value > 0].append(str(words).replace("{words}", about))
    return Reasons(tuple(told[True]), tuple(told[False]))


def misfit(graph: Graph, said: Statement) -> str:
    """The relation of ours whose wording an open statement has, and which end is of another class; else "".

    Told by the statement alone, and so only of verbs that ask for nothing beside subject and object:
    "`kg:criticised`; subject is Policy, not Actor".
    """
    known = Ontology.load()
    for relation, wording in known.by_word.get(("verb", said.relation), ()) if said.is_open and said.is_main else ():
        asks_for_more = wording.heads or wording.modifiers or wording.requires or wording.excludes
        has_ends = all(end in wording.slots.get(end, ()) for end in ("subject", "object"))
        if said.relation not in wording.verbs or asks_for_more or not has_ends:
            continue
        ends = (("subject", said.subject, relation.domain), ("object", said.object, relation.range))
        for end, node, classes in ends:
            wanted = wording.classes.get(end) or classes
            if node in graph.nodes and node != said.event and wanted:
                kind = graph.nodes[node].cls
                if not known.is_any(kind, wanted):
                    return f"`kg:{relation.name}`; {end} is {kind}, not {' or '.join(sorted(wanted))}"
    return ""


_SAID = ("subject", "relation", "object", "factuality", "source")
MOMENT_COLUMNS = ("when", "start", "end", *_SAID, "statements", "sentence")
CHANGE_COLUMNS = ("change", *_SAID, "details", "before", "after", "sentence", "sentenceBefore")


def moment_row(graph: Graph, moment: TimelineEntry) -> PrintedRow:
    """A happening: the statement to show, and the ids of all that tell of it."""
    told = moment.first
    start, end = (moment.time.start, moment.time.end) if moment.time else (None, None)
    days = str(start) if start == end else f"{start or '…'} to {end or '…'}"
    return {
        "when": days if moment.time else "",
        "start": str(start) if start else None,
        "end": str(end) if end else None,
        **_said(graph, told),
        "statements": [str(one.id) for one in moment.statements],
        "sentence": told.first_evidence.quote,
    }


def moment_lines(graph: Graph, moments: Iterable[TimelineEntry]) -> Iterator[str]:
    """Happenings: when, what and by whose word, and the sentence beneath."""

    def head(moment: TimelineEntry) -> list[str]:
        days = edtf(moment.time).replace("/", " to ").replace("..", "…")
        return _entry(days or "undated", shown(graph, moment.first), " · ".join(put_forward(graph, moment.first)))

    return _joined((head(one), _sentence("", one.first)) for one in moments)


def change_row(first: Graph, second: Graph, change: Change) -> PrintedRow:
    """A difference: the statement that makes it, the one that was before, and the ids of all."""
    graph, told = second if change.after else first, _telling(change)
    return {
        "change": change.kind.value,
        **_said(graph, told),
        "details": "; ".join(change.details),
        "before": [str(one.id) for one in change.before],
        "after": [str(one.id) for one in change.after],
        "sentence": told.first_evidence.quote,
        "sentenceBefore": min(change.before, key=_place).first_evidence.quote if change.before else "",
    }


def change_lines(first: Graph, second: Graph, changes: Iterable[Change]) -> Iterator[str]:
    """Differences: what changed, and beneath it the sentence of each graph."""

    def entry(change: Change) -> tuple[list[str], list[str]]:
        graph, told = second if change.after else first, _telling(change)
        status = put_forward(graph, told)
        if change.details:  # they tell how and by whom it was put forward before and is now
            known = {one.firmness for one in change.before}
            is_sourced = any(detail.startswith(SAID_BY) for detail in change.details)
            status = [one for one in status if (not is_sourced if one.startswith("says ") else one in known)]
        notes = [" · ".join(status), *change.details]
        head = _entry(change.kind.value, line(graph, told), "; ".join(filter(None, notes)))
        if not change.before or not change.after:
            return head, _sentence("", told)
        return head, [*_sentence("before: ", min(change.before, key=_place)), *_sentence("after: ", told)]

    return _joined(map(entry, changes))


def _joined(entries: Iterable[tuple[list[str], list[str]]]) -> Iterator[str]:
    """Entries of one sentence above it, so that it stands there once."""
    for sentence, same in groupby(entries, key=lambda entry: entry[1]):
        yield from (words for head, _ in same for words in head)
        yield from sentence


def _telling(change: Change) -> Statement:
    """The statement that makes the difference: put forward as none was before, by whom none was before; facts first."""
    factualities = {one.firmness for one in change.before}
    sources = {one.attributed_to for one in change.before}
    return min(
        change.after or change.before,
        key=lambda one: (one.firmness in factualities, one.attributed_to in sources, not one.is_fact, *_place(one)),
    )


def _place(one: Statement) -> tuple[Evidence, int, bool, NodeId]:
    """By article and place."""
    return one.first_evidence, len(one.predicate_text), one.is_open, one.id


def _entry(head: str, text: str, notes: str) -> list[str]:
    return folded(f"{head}  {text}" + (f"   [{notes}]" if notes else ""), more=" " * 4)


def _sentence(before: str, told: Statement) -> list[str]:
    return folded(f"{before}{words_of(told.first_evidence)}", " " * 6)


def _said(graph: Graph, told: Statement) -> PrintedRow:
    """What a statement says and how firmly; no object where that is the event itself."""
    return {
        "subject": graph.label(told.subject),
        "relation": told.relation_label,
        "object": "" if told.object == told.event else graph.label(told.object),
        "factuality": told.firmness_told,
        "source": graph.label(told.attributed_to) if told.attributed_to is not None else "",
    }
