"""Which rules had a part in a frame, beside its construction and its phrases."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp.annotations import Annotations
from kg.nlp.firmness import Firmness
from kg.nlp.moments import Moments
from kg.nlp.provenance import FIRMNESS, rule_id
from kg.nlp.sources import Said


def rules_of(head: Token, notes: Annotations, firmness: Firmness, said: Said, moments: Moments) -> tuple[str, ...]:
    """Their ids: repairs of the words at its head, what decided how firm it is, the cue of its source, its time."""
    decided = (rule_id(FIRMNESS, firmness.rule),) if firmness.rule else ()
    mended = (rule for token in (head, *head.children) for rule in notes.mended.get(token.i, ()))
    return (*mended, *decided, *said.rules, *moments.rules(head))
