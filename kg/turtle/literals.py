"""Literals of a graph in RDF, from plain values; a list with nothing in it where there is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kg.turtle.terms import XSD, Literal


def true(*, is_so: bool) -> list[Literal]:
    """True, or nothing."""
    return [Literal("true", XSD + "boolean")] if is_so else []


def text(text: str) -> list[Literal]:
    """A text; nothing where it is empty."""
    return [Literal(text)] if text else []


def day(day: date | None) -> list[Literal]:
    """A day, if it is known."""
    return [Literal(day.isoformat(), XSD + "date")] if day else []


def integer(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), XSD + "integer")


def exact(number: float | None) -> Decimal | None:
    """A number as it is written, not as the machine holds it."""
    return None if number is None else Decimal(repr(number))


def decimal(number: Decimal | None) -> list[Literal]:
    """The number with a decimal point, which tells it from an integer in Turtle."""
    if number is None:
        return []
    plain = format(number, "f")
    return [Literal(plain if "." in plain else plain + ".0", XSD + "decimal")]


def degrees(degrees: float) -> list[Literal]:
    """Degrees of latitude or longitude, to some ten metres."""
    return [Literal(f"{degrees:.4f}", XSD + "decimal")]
