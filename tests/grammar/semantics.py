"""What a made sentence says of its clause, worked out from its operators alone; the program has no part in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

NOT = "not "
FUTURE = frozenset({"Planned", "Expected"})


@dataclass(frozen=True)
class Meaning:
    """The values that a reader may take of a clause: "Denied", "not Planned". ``is_open`` where none need be said."""

    values: frozenset[str]
    is_open: bool = False

    @classmethod
    def named(cls, text: str) -> Meaning:
        """Of "Planned|Expected", "Possible?"."""
        return cls(frozenset(text.removesuffix("?").split("|")), text.endswith("?"))

    @property
    def is_settled(self) -> bool:
        """Whether it is told to be so, or not to be so."""
        return self.values <= {"Asserted", "Denied"}


POSSIBLE = Meaning.named("Possible")
ASKED = Meaning(frozenset(f"{no}{value}" for no in ("", NOT) for value in ("Possible", "Conditional")), is_open=True)


def negated(value: str) -> str:
    """The same firmness of the opposite: Asserted of Denied, "not Planned" of Planned."""
    turned = {"Asserted": "Denied", "Denied": "Asserted"}
    return turned.get(value, value.removeprefix(NOT) if value.startswith(NOT) else f"{NOT}{value}")


def complement(matrix: Meaning, holds: str, denied: str, taken: str = "") -> Meaning:
    """What a verb with a signature and the value ``matrix`` leaves of its complement; ``taken`` is so where open."""
    found = [_left(value, denied if value == "Denied" or value.startswith(NOT) else holds) for value in matrix.values]
    if taken and not matrix.is_settled:
        found.append({"Asserted" if taken == "+" else "Denied"})
    return Meaning(frozenset().union(*found), matrix.is_open)


def _left(value: str, sign: str) -> set[str]:
    strength = value.removeprefix(NOT).replace("Denied", "Asserted")
    if sign == "?":
        return {"Possible", *({strength} if strength != "Asserted" else ())}
    return {strength if sign == "+" else negated(strength)}


def conditional(meaning: Meaning) -> Meaning:
    """The same as a condition: "if Norway did not sign"."""
    return Meaning(frozenset({"Asserted": "Conditional", "Denied": f"{NOT}Conditional"}[v] for v in meaning.values))


def asked(meaning: Meaning) -> Meaning:
    """The same under a question: what is firm by itself is open, what was open may stay as it is."""
    return replace(ASKED, values=ASKED.values | {v for v in meaning.values if v not in {"Asserted", "Denied"}})
