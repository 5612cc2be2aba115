"""How firm a clause is told, by a head that has read it: it decides where it is sure; where it differs, that is told.

``firmness.npz`` has a network over what the operators above a clause compose to and the encoder's states of its verb
and of the word that governs it (``python -m training.firmness``). Where operators leave much open it decides, of a fact
or another polarity only where it is quite sure; a clause of which it says otherwise than the operators is a lead.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kg.factuality.signatures import Firmness, firmness_named
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.feedforward import Numbers, OverStates
from kg.parse.readings import States
from kg.parse.syntax import VERBAL
from kg.parse.tree import Token

FILE = "firmness.npz"
NAMES = (
    "Asserted", "Conditional", "Denied", "Expected", "Planned", "Possible", "Requested",
    "not Conditional", "not Expected", "not Planned", "not Possible", "not Requested",
)  # fmt: skip
"""What operators compose to."""
UNKNOWN = "unknown"
"""What a question, or "whether", leaves open."""
RULE = "learned"
_OPEN = frozenset({
    "allow", "believe", "conditions", "consider", "fear", "gerund", "intend", "plan", "prediction", "purpose", "try",
    "unlisted_ing", "unlisted_that", "unlisted_to", "urge", "want", "wish", "would",
})  # fmt: skip
"""The rules of operators that leave much open; what others tell, as "may", "allegedly", "in the novel" do, stands."""
_NO_FACT = words("stance", "conditions", "words") | words("stance", "nobody", "words")  # "if", "nobody said that"
_LEAST, _LEAST_OF_FACTS, _LEAST_OF_POLARITY = 0.55, 0.85, 0.9
"""The probabilities at which the head decides: for another firmness, for a fact, for another polarity."""


def row(states: States, verb: Token, composed: Firmness) -> Numbers:
    """What the network reads of a clause."""
    told = np.array([2.0 * (name == composed.name) for name in NAMES])
    return np.concatenate([told, *states[[verb.i, verb.head.i]].astype(np.float64)])


def settled(verb: Token, composed: Firmness) -> Firmness:
    """The firmness of a clause: that of its operators, unless the head is sure of another."""
    over = OverStates.of(verb.doc, FILE) if verb.pos_ in VERBAL else None
    return composed if over is None else settled_by(over.head.shares(row(over.states, verb, composed)), composed)


def settled_by(shares: Mapping[str, float], composed: Firmness) -> Firmness:
    """What the head's probabilities make of the firmness that operators compose to."""
    best = max(shares, key=lambda name: shares[name])
    if best == UNKNOWN:
        best = Factuality.POSSIBLE.value if composed.is_asserted else composed.name
    if best == composed.name:
        return composed
    least = _LEAST_OF_FACTS if best == Factuality.ASSERTED else _LEAST
    stands = not _OPEN.issuperset(composed.rules or {""}) or (best == Factuality.ASSERTED and composed.cue in _NO_FACT)
    told = firmness_named(best)
    if composed.negated != told.negated:
        least = max(least, _LEAST_OF_POLARITY)
    if max(shares.values()) < least or stands:
        return replace(composed, doubted=True)
    return replace(told, cue=composed.cue, rule=RULE, doubted=True)
