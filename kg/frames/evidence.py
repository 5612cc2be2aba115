"""What a frame rests on: the sentence that is its evidence, and the rules that had a part in it."""

from __future__ import annotations

from kg.factuality.signatures import Firmness
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.sources import Said
from kg.model import ArticleId, Evidence
from kg.parse.provenance import FIRMNESS, rule_id
from kg.parse.tree import Span, Token


def sentence_evidence(sentence: Span, notes: Annotations, article: ArticleId) -> Evidence:
    """The sentence without the white space round it, and all of a name or time that it breaks off within."""
    spans = [sentence, *(span for span in notes.broken if span.start < sentence.end and span.end > sentence.start)]
    whole = sentence.doc[min(span.start for span in spans) : max(span.end for span in spans)]
    text = whole.text
    start = whole.start_char + len(text) - len(text.lstrip())
    return Evidence(article, start, start + len(text.strip()), text.strip())


def rules_of(head: Token, notes: Annotations, firmness: Firmness, said: Said, anchors: TimeAnchors) -> tuple[str, ...]:
    """Their ids: repairs of the words at its head, what decided how firm it is, the cue of its source, its time."""
    decided = (rule_id(FIRMNESS, firmness.rule),) if firmness.rule else ()
    mended = (rule for token in (head, *head.children) for rule in notes.mended.get(token.i, ()))
    return (*mended, *decided, *said.rules, *anchors.rules(head))
