"""What reading an article found, and what it left out, by cause."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from spacy.tokens import Doc

from kg.model import Article, Graph
from kg.parse.intervals import Stretches
from kg.parse.lengths import PARTED
from kg.parse.tree import tree

GENERIC, LEFT_OPEN, LISTED = "kg.generic_clauses", "kg.arguments_left_open", "kg.listed_appositions"
EMPTY, UNSURE = "kg.empty_clauses", "kg.unsure_statements"
"""Where ``doc.user_data`` counts what rules leave out: clauses, arguments, appositions that may be items of a list."""
_LINKED = frozenset(
    {"Person", "Country", "Government", "PublicBody", "Company", "Organization", "InternationalOrganization"}
)


def count(doc: Doc, cause: str) -> None:
    """One more left out for a cause."""
    doc.user_data[cause] = doc.user_data.get(cause, 0) + 1


def left_out(doc: Doc, article: Article, graph: Graph) -> Counter[str]:
    """Counts by cause: sentences without a statement, pronouns left open, dates not resolved, names not linked."""
    told = sorted({evidence.start for statement in graph.statements for evidence in statement.evidence})
    silent = [
        block
        for block in article.blocks
        if not block.kind.makes_statements and article.text[block.start : block.end].strip()
    ]
    quiet = Stretches.of(silent)
    sentences = [s for s in tree(doc).sents if s.text.strip() and not quiet.at(s.start_char)]
    untold = [s for s in sentences if bisect_left(told, s.start_char) == bisect_left(told, s.end_char)]
    times = doc.spans.get("times", ())
    return Counter(
        {
            "sentences read": len(sentences),
            "sentences without a statement": len(untold),
            "places where a sentence was too long to be one": doc.user_data.get(PARTED, 0),
            "captions, bylines and headings passed over": len(silent),
            "pronouns left open": len(doc.user_data.get("kg.open_pronouns", ())),
            "arguments that point at something unknown": doc.user_data.get(LEFT_OPEN, 0),
            "clauses that only say which things are meant": doc.user_data.get(GENERIC, 0),
            "clauses that say nothing by themselves": doc.user_data.get(EMPTY, 0),
            "statements below the confidence asked for": doc.user_data.get(UNSURE, 0),
            "descriptions that may be items of a list": doc.user_data.get(LISTED, 0),
            "times without a date": sum(
                not any(span.id_.split("/")[:2]) for span in times if span.label_ in {"DATE", "TIME"}
            ),
            "names not linked to Wikidata": sum(not e.wikidata for e in graph.entities if e.cls in _LINKED),
        }
    )
