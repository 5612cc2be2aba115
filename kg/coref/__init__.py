"""Coreference resolution: which mentions of an article corefer; a tie stays unresolved.

A rule-based sieve in the spirit of Lee et al. 2013 ("Deterministic coreference resolution based on entity-centric,
precision-ranked rules"). The antecedents of third-person pronouns and of definite noun phrases are ranked by a trained
model (``ranking``) among the candidates that the rules leave; where its weights or the parser's states are missing, by
salience, or it is the latest that was called so. Mentions have the spans of OntoNotes: with determiner, modifiers,
apposition and the genitive's "'s". What ``kg_coref`` writes on the Doc, and what is read from it here:

- ``doc.spans["corefs"]``: ``id_`` the cluster's number, ``kb_id_`` the node of its name (or ""), ``label_`` its class;
- ``kg.parse.readings.CorefsRead`` in the reading: links, anaphors of several antecedents, pronouns that stay open.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from kg.coref.names import names as names_of
from kg.parse.provenance import COREF, rule_id
from kg.parse.readings import TokenRange, reading_of
from kg.parse.tree import Doc, Parsed, Span, tree

CLUSTERS = "corefs"


class EntityRow(TypedDict):
    """A mention in character offsets, with its entity's node (or cluster) and class."""

    start: int
    end: int
    text: str
    entity: str
    """Node id, or "cluster-7" where no name tells."""
    cls: str


def clusters(doc: Parsed) -> tuple[tuple[Span, ...], ...]:
    """The clusters on a Doc, mentions in order of the text; none where ``kg_coref`` has not run."""
    found: dict[str, list[Span]] = {}
    for span in tree(doc).spans.get(CLUSTERS):
        found.setdefault(span.id_, []).append(span)
    return tuple(tuple(spans) for spans in found.values())


def entity_rows(doc: Parsed) -> list[EntityRow]:
    """Every mention of a cluster, and every name outside clusters, in order of the text.

    Spans are those of OntoNotes; demonyms before a noun ("Canadian officials") are no mentions.
    """
    parse = tree(doc)
    spans = [span for cluster in clusters(parse) for span in cluster]
    rows = [_row(span, span.kb_id_ or f"cluster-{span.id_}") for span in spans]
    told = {(token.i, span.kb_id_) for span in spans for token in span}
    others = (name for name in names_of(parse) if not name.adjective and (name.root, name.node) not in told)
    rows += [_row(Span(parse, name.start, name.end, label=name.cls), name.node) for name in others]
    return sorted(rows, key=lambda row: (row["start"], -row["end"], row["entity"]))


def _row(span: Span, entity: str) -> EntityRow:
    """The row of a mention; the genitive's mark counts where it is a word of its own, as in treebanks."""
    is_glued = span[-1].tag_ == "POS" and not span[-2].whitespace_
    end = span[-1].idx if is_glued else span.end_char
    return EntityRow(
        start=span.start_char, end=end, text=span.doc.text[span.start_char : end], entity=entity, cls=span.label_
    )


@dataclass(frozen=True)
class CorefLinks:
    """The coreference links of a Doc: a forest, as only mentions of different chains are linked."""

    beside: Mapping[TokenRange, tuple[tuple[TokenRange, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> "CorefLinks":
        """The links on a Doc; none where ``kg_coref`` has not run."""
        found: dict[TokenRange, tuple[tuple[TokenRange, str], ...]] = {}
        for mention, antecedent, rule in reading_of(doc).corefs.links:
            found[mention] = (*found.get(mention, ()), (antecedent, rule))
            found[antecedent] = (*found.get(antecedent, ()), (mention, rule))
        return cls(found)

    def steps(self, mention: Span, other: Span) -> tuple[str, ...]:
        """The ids of the rules on the path between two mentions, each once; none where they do not corefer."""
        goal = (other.start, other.end)
        waiting: deque[tuple[TokenRange, tuple[str, ...]]] = deque([((mention.start, mention.end), ())])
        seen = {(mention.start, mention.end)}
        while waiting:
            place, path = waiting.popleft()
            if place == goal:
                return tuple(dict.fromkeys(path))
            for following, rule in self.beside.get(place, ()):
                if following not in seen:
                    seen.add(following)
                    waiting.append((following, (*path, rule_id(COREF, rule))))
        return ()
