"""PLOVER event types from cooperation to conflict, and the codes of statements by factuality.

What is announced is an agreement or a threat, what is denied a refusal; what is only expected, requested or possible is
no event. A statement's words tell whether it is a condition or depends on one.
Codebook: https://github.com/openeventdata/PLOVER. A code is a type, alone or with its mode: "SANCTION-discontinue".
"""

from collections.abc import Mapping

from kg.lexicon import words
from kg.model import Factuality

SCALE: Mapping[str, int] = {
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("ACCUSE", "REJECT", "THREATEN"), -1),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), -2),
}
"""Types by the four classes: 2 material cooperation, 1 verbal cooperation, -1 verbal conflict, -2 material conflict.

REQUEST has no place among them: who asks for help, or for talks, is neither friend nor foe by that.
"""
_COOPERATIVE = frozenset(kind for kind, score in SCALE.items() if score > 0)
_AGREED = _COOPERATIVE - {"AGREE"}
_THREATENED = frozenset(kind for kind, score in SCALE.items() if score == min(SCALE.values()))
KEPT_BY: Mapping[str, frozenset[str]] = {"AGREE": _AGREED, "THREATEN": _THREATENED - {"PROTEST"}}
"""Types of words, and the types of the acts that make them good."""
_REFUSED = frozenset({Factuality.DENIED, Factuality.PLANNED})
_FIRM = frozenset({Factuality.ASSERTED, Factuality.EXPECTED})


def plover_code(code: str, factuality: Factuality, predicate: str = "", *, negated: bool = False) -> str:
    """The PLOVER code, "" for none, of a statement whose relation has ``code``, with the text of its predicate.

    >>> plover_code("CONSULT-visit", Factuality.PLANNED), plover_code("CONSULT-visit", Factuality.ASSERTED)
    ('AGREE', 'CONSULT-visit')
    >>> plover_code("AID", Factuality.DENIED), plover_code("ASSAULT", Factuality.DENIED)
    ('REJECT', '')
    >>> plover_code("AID", Factuality.PLANNED, negated=True), plover_code("AID", Factuality.REQUESTED, negated=True)
    ('REJECT', '')
    >>> plover_code("AID", Factuality.CONDITIONAL, "will give"), plover_code("AID", Factuality.CONDITIONAL, "gives")
    ('AGREE', '')
    """
    if negated and factuality not in _REFUSED:
        return ""
    kind = event_type(code)
    said = predicate.lower().split()
    if factuality in _FIRM or (factuality is Factuality.POSSIBLE and _has(said, "attempt")):
        return code
    if negated or factuality is Factuality.DENIED:
        return "REJECT" if kind in _COOPERATIVE else ""
    is_announced = factuality is Factuality.PLANNED or (factuality is Factuality.CONDITIONAL and _has(said, "future"))
    if not is_announced:
        return ""
    return "AGREE" if kind in _AGREED else "THREATEN" if kind in _THREATENED else code


def event_type(code: str) -> str:
    """The type of a code without its mode, "" for no code: "SANCTION" of "SANCTION-discontinue"."""
    return code.partition("-")[0]


def _has(said: list[str], section: str) -> bool:
    return not words("plover", section, "words").isdisjoint(said)
