"""QuickStatements of Wikidata, version 1: a file to look through and then to send, which nothing here does.

A line is a fact of two items by a property that says the same (``ontologies/align/wikidata.ttl``), with the article as
its reference: address, title, day of publication, the sentence. Only those with an address are written, and of what
lasts (an office, a membership) what the text tells of its own day, or with its begin and end.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kg.convert import FileFormat, Style, head_is
from kg.facts.selection import is_dated, is_present, is_span, time_of
from kg.foreign import trusted
from kg.model import Article, Entity, Event, Evidence, Graph, NodeId, Precision, Statement
from kg.ontology.reading import wikidata_properties

_LONGEST = 400  # characters of a quotation there
_PARTIES = ("PoliticalParty", "P102")
"""What a party has instead of "member of"."""
_STAYS = frozenset({"bornIn", "attended"})
"""Relations that hold for ever; the others may be over."""
_PRECISIONS: Mapping[Precision | None, tuple[int, str]] = {
    Precision.YEAR: (9, "%Y-00-00"),
    Precision.MONTH: (10, "%Y-%m-00"),
}
_DAY = (11, "%Y-%m-%d")
_Cells = tuple[str, ...]


def _content(graph: Graph, style: Style) -> bytes:
    said = trusted(graph, style)
    facts = [told for told in said if told.is_fact]
    items = [told for told in facts if _item(graph, told.subject) and _item(graph, told.object)]
    meant = [told for told in items if told.relation in wikidata_properties() and not told.is_open]
    named = [told for told in meant if _is_named(graph, told)]
    current = [told for told in named if _qualifiers(graph, told) or told.relation in _STAYS or is_present(told)]
    articles = {article.id: article for article in graph.articles if article.url}
    told_at = [told for told in current if any(span.article in articles for span in told.evidence)]
    style.count(len(said) - len(facts), "statements left out that are no facts: planned, denied, claimed")
    style.count(len(facts) - len(items), "facts left out of which an end has no item of Wikidata")
    style.count(len(items) - len(meant), "facts left out whose relation is no property of Wikidata")
    style.count(len(meant) - len(named), "facts left out of which an end is not called by its name")
    style.count(len(named) - len(current), "facts left out that may be over, without their end")
    style.count(len(current) - len(told_at), "facts left out of articles without an address")
    same = defaultdict[_Cells, list[Statement]](list)
    for told in told_at:
        known = graph.nodes.get(told.object)
        is_party = told.relation == "memberOf" and isinstance(known, Entity) and known.cls == _PARTIES[0]
        code = _PARTIES[1] if is_party else wikidata_properties()[told.relation]
        same[(*(_item(graph, told.subject), code, _item(graph, told.object)), *_qualifiers(graph, told))].append(told)
    lines = ""
    for cells, some in same.items():  # with their references; how sure each is stands in the comment
        spans = sorted({span for told in some for span in told.evidence if span.article in articles})
        references = dict.fromkeys(tuple(_reference(articles[span.article], span)) for span in spans)
        found = [f"{'!' * (number > 0)}{first}\t" + "\t".join(rest) for number, (first, *rest) in enumerate(references)]
        ids = ", ".join(f"{told.id} (confidence {told.confidence:g})" for told in some)
        lines += "\t".join([*cells, *found, f"/* newsgraph {ids} */"]) + "\n"
    return lines.encode()


def _qualifiers(graph: Graph, told: Statement) -> _Cells:
    """Begin and end of what is told to have ended: "from 2005 to 2021", "until 2020"; of any other nothing."""
    time = time_of(graph, told)
    if told.relation in _STAYS or not (is_dated(time) and time.end and is_span(time)):
        return ()
    precision, form = _PRECISIONS.get(time.precision, _DAY)
    days: Iterable[tuple[str, date | None]] = (("P580", time.start), ("P582", time.end))
    return tuple(cell for code, day in days if day for cell in (code, f"+{day.strftime(form)}T00:00:00Z/{precision}"))


def _is_named(graph: Graph, told: Statement) -> bool:
    """Whether the text calls both ends by a name of theirs; "he" and "the company" are doubtful links."""

    def capitalized(*texts: str) -> frozenset[str]:
        found = (word for text in texts for word in re.findall(r"\w+", text) if not word.islower())
        return frozenset(word.casefold() for word in found) - {"the", "a", "an"}

    for node, words in ((told.subject, told.subject_text), (told.object, told.object_text)):
        known = graph.nodes.get(node)
        others = known.alt_labels if isinstance(known, Entity) else ()
        if not capitalized(words) & capitalized(graph.label(node), *others):
            return False
    return True


def _reference(article: Article, span: Evidence) -> Iterator[str]:
    language = article.language or "en"
    yield from ("S854", _text(article.url))
    if article.title:
        yield from ("S1476", f"{language}:{_text(article.title)}")
    if article.date:
        yield from ("S577", f"+{article.date.isoformat()}T00:00:00Z/11")
    if 0 < len(span.quote) <= _LONGEST:
        yield from ("S1683", f"{language}:{_text(span.quote)}")


def _text(text: str) -> str:
    """A text in quotation marks, of which it has none itself: they cannot be escaped there."""
    return '"' + re.sub(r"\s+", " ", text).strip().replace('"', "'") + '"'


def _item(graph: Graph, node: NodeId) -> str:
    known = graph.nodes.get(node)
    return known.wikidata if isinstance(known, Entity | Event) else ""


FORMAT = FileFormat(
    name="quickstatements",
    description="QuickStatements: facts of two items for Wikidata, with references; nothing is sent",
    content=_content,
    recognizes=head_is(lambda head: b"\t/* newsgraph statement-" in head.partition(b"\n")[0]),
    suffixes=("qs",),
)
