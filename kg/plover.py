"""PLOVER codes of statements, by how firmly they are put forward, as the PLOVER codebook has it.

What is announced is an agreement or a threat, what is withheld is a refusal; what is only supposed, wished of others or
taken for possible is no event. Its own words tell whether a condition stands in a statement or hangs on it.
"""

from __future__ import annotations

from kg.lexicon import words
from kg.model import Factuality

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
_CONFLICT = frozenset({"SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "PROTEST"})
_FIRM = frozenset({Factuality.ASSERTED, Factuality.EXPECTED})


def plover_code(code: str, factuality: Factuality, predicate: str = "") -> str:
    """The code of a statement whose relation has ``code`` and whose predicate is in the words ``predicate``.

    >>> plover_code("CONSULT-visit", Factuality.PLANNED), plover_code("CONSULT-visit", Factuality.ASSERTED)
    ('AGREE', 'CONSULT-visit')
    >>> plover_code("AID", Factuality.DENIED), plover_code("ASSAULT", Factuality.DENIED)
    ('REJECT', '')
    >>> plover_code("AID", Factuality.CONDITIONAL, "will give"), plover_code("AID", Factuality.CONDITIONAL, "gives")
    ('AGREE', '')
    """
    kind = code.split("-", maxsplit=1)[0]
    said = predicate.lower().split()
    if factuality in _FIRM or (factuality is Factuality.REQUESTED and _has(said, "attempt")):
        return code
    if factuality is Factuality.DENIED:
        return "REJECT" if kind in _COOPERATIVE or kind == "AGREE" else ""
    is_announced = factuality is Factuality.PLANNED or (factuality is Factuality.CONDITIONAL and _has(said, "future"))
    if not is_announced:
        return ""
    return "AGREE" if kind in _COOPERATIVE else "THREATEN" if kind in _CONFLICT else code


def _has(said: list[str], section: str) -> bool:
    return not words("plover", section, "words").isdisjoint(said)
