"""PLOVER codes of statements: what is only planned is an agreement or a threat, as the PLOVER codebook has it."""

from __future__ import annotations

from kg.model import Factuality

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
_CONFLICT = frozenset({"SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "PROTEST"})


def plover_code(code: str, factuality: Factuality) -> str:
    """The code of a statement whose relation has ``code``: "will visit" is AGREE, "will attack" is THREATEN.

    >>> plover_code("CONSULT-visit", Factuality.PLANNED), plover_code("CONSULT-visit", Factuality.ASSERTED)
    ('AGREE', 'CONSULT-visit')
    """
    if factuality is not Factuality.PLANNED:
        return code
    kind = code.split("-", maxsplit=1)[0]
    return "AGREE" if kind in _COOPERATIVE else "THREATEN" if kind in _CONFLICT else code
