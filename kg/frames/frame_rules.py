"""Which rules had a part in a frame, beside its construction and its phrases."""

from __future__ import annotations

from kg.factuality.signatures import Firmness
from kg.frames.anchoring import Moments
from kg.frames.annotations import Annotations
from kg.frames.sources import Said
from kg.parse.provenance import FIRMNESS, rule_id
from kg.parse.tree import Token


def rules_of(head: Token, notes: Annotations, firmness: Firmness, said: Said, moments: Moments) -> tuple[str, ...]:
    """Their ids: repairs of the words at its head, what decided how firm it is, the cue of its source, its time."""
    decided = (rule_id(FIRMNESS, firmness.rule),) if firmness.rule else ()
    mended = (rule for token in (head, *head.children) for rule in notes.mended.get(token.i, ()))
    return (*mended, *decided, *said.rules, *moments.rules(head))
