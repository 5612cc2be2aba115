"""What the reading of an article left out, by cause."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Article, Block, Graph, Untold, Why
from kg.parse.intervals import Intervals
from kg.parse.readings import Omission, put, reading_of
from kg.parse.syntax import VERBAL
from kg.parse.tree import Parsed, Span, tree
from kg.text.normalization import Readable, readable

LEFT_OPEN, LISTED = "arguments left open", "listed appositions"
EMPTY, UNSURE, WRONG = "empty clauses", "unsure statements", "wrong statements"
ASKED, UNSAID = "asked clauses", "clauses of open source"
"""Causes for which rules leave out clauses, arguments, appositions that may be items."""
REFUSED = "proposals of the language model refused"
"""How a cause begins for which a proposal is left out."""
_TOLD = {
    LEFT_OPEN: "arguments that point at something unknown",
    ASKED: "clauses of questions",
    UNSAID: "clauses whose source is a pronoun left open",
    EMPTY: "clauses that say nothing by themselves",
    WRONG: "statements that readers found wrong, and details of them",
    LISTED: "descriptions that may be items of a list",
}
_LAST_WORDS = 3  # of a question: its mark may stand before a quotation mark
_LINKED = frozenset(
    {"Person", "Country", "Government", "PublicBody", "Company", "Organization", "InternationalOrganization"}
)


def leave_out(doc: Parsed, cause: str, place: int) -> None:
    """Record on a Doc that what begins at the character offset ``place`` is left out for a cause."""
    reading = reading_of(doc)
    put(doc, replace(reading, omitted=(*reading.omitted, (cause, place))))


def left_out(doc: Parsed, article: Article, graph: Graph, omitted: Iterable[Omission]) -> Counter[str]:
    """Counts by cause: sentences without a statement, pronouns left open, dates not resolved, names not linked."""
    reading, read = reading_of(doc), readable(article)
    causes = Counter(cause for cause, _ in omitted)
    silent = _passed_over(read.article)
    sentences = _sentences(doc, silent)
    dates = [span for span in doc.spans.get("times", ()) if span.label_ in {"DATE", "TIME"}]
    advice = "" if reading.date else " (--date of the article gives them one)"
    return Counter(
        {
            "sentences read": len(sentences),
            "sentences without a statement": len(_without(sentences, graph, read)),
            "places where a sentence was too long to be one": reading.forced_splits,
            "words too long to be read": reading.long_words,
            "captions, bylines and headings passed over": len(silent),
            "pronouns left open": len(reading.corefs.open),
            **{told: causes[cause] for cause, told in _TOLD.items()},
            **{cause: count for cause, count in causes.items() if cause.startswith(REFUSED)},
            f"times without a date{advice}": sum(not any(span.id_.split("/")[:2]) for span in dates),
            "names not linked to Wikidata": sum(not e.wikidata for e in graph.entities if e.cls in _LINKED),
        }
    )


def untold(doc: Parsed, article: Article, graph: Graph, omitted: Sequence[Omission]) -> frozenset[Untold]:
    """The sentences that were read but made no statement, each with its most important cause."""
    read = readable(article)
    sentences = _without(_sentences(doc, _passed_over(read.article)), graph, read)
    words = ((one, [token for token in one if not token.is_space]) for one in sentences)
    ends = ((one, said[0].idx, said[-1].idx + len(said[-1])) for one, said in words)
    return frozenset(Untold(*read.original(start, end), _why(one, doc, omitted)) for one, start, end in ends)


def _passed_over(article: Article) -> list[Block]:
    silent = (block for block in article.blocks if not block.kind.makes_statements)
    return [block for block in silent if article.text[block.start : block.end].strip()]


def _sentences(doc: Parsed, silent: Iterable[Block]) -> list[Span]:
    quiet = Intervals.of(silent)
    return [one for one in tree(doc).sents if one.text.strip() and not quiet.at(one.start_char)]


def _without(sentences: Iterable[Span], graph: Graph, read: Readable) -> list[Span]:
    told = sorted({read.place(evidence.start) for said in graph.statements for evidence in said.evidence})
    return [one for one in sentences if bisect_left(told, one.start_char) == bisect_left(told, one.end_char)]


def _why(sentence: Span, doc: Parsed, omitted: Iterable[Omission]) -> Why:
    causes = {cause for cause, place in omitted if sentence.start_char <= place < sentence.end_char}
    is_open = any(sentence.start <= start < sentence.end for start, _ in reading_of(doc).corefs.open)
    reasons = {
        Why.WRONG: WRONG in causes,
        Why.UNSURE: UNSURE in causes,
        Why.QUESTION: ASKED in causes or "?" in "".join(token.text for token in sentence[-_LAST_WORDS:]),
        Why.PRONOUN: is_open or LEFT_OPEN in causes or UNSAID in causes,
        Why.EMPTY: EMPTY in causes,
        Why.LISTED: LISTED in causes,
        Why.VERBLESS: not any(token.pos_ in VERBAL for token in sentence),
    }
    return next((why for why, holds in reasons.items() if holds), Why.ENDS)
