"""By which steps of coreference one mention leads to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from kg.coref.output import JOINTS
from kg.parse.provenance import COREF, rule_id

Place = tuple[int, int]
"""Start and end of a mention, in tokens."""


@dataclass(frozen=True)
class Joints:
    """The pairs of mentions that coreference joined: a forest, for it joins only what stood apart."""

    beside: Mapping[Place, tuple[tuple[Place, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> Joints:
        """Those that coreference left on a Doc; none where it has not run."""
        found: dict[Place, tuple[tuple[Place, str], ...]] = {}
        for start, end, first, last, rule in doc.user_data.get(JOINTS, ()):
            mention, antecedent = (start, end), (first, last)
            found[mention] = (*found.get(mention, ()), (antecedent, rule))
            found[antecedent] = (*found.get(antecedent, ()), (mention, rule))
        return cls(found)

    def steps(self, mention: Span, other: Span) -> tuple[str, ...]:
        """The ids of the steps from one mention to another of its chain, each once; none where nothing joins them."""
        goal = (other.start, other.end)
        waiting: deque[tuple[Place, tuple[str, ...]]] = deque([((mention.start, mention.end), ())])
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
