"""Numbers with their units, read from words: "about 90%", "more than 45", "US$460 million"; "dozens" states none."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from kg.lexicon import lexicon
from kg.model import NodeId, Quantity

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def quantity(text: str, *, unit: str = "") -> Quantity | None:
    """The quantity that a phrase states, or None; ``unit`` is the noun counted ("troops") where the text has none.

    ``value`` is exact, or the middle for "about"; "more than" gives a minimum, "up to" a maximum, and no value.
    """
    lowered = text.lower().replace("\u2009", " ")
    number = _number(lowered)
    if number is None:
        return None
    found_unit = _currency(lowered) or ("percent" if _is_percent(lowered) else unit)
    low, high = _bounds(lowered)
    about = _starts(lowered, "about")
    return Quantity(
        id=_node(lowered, found_unit),
        text=text,
        value=None if low or high else number,
        unit=found_unit,
        minimum=number if low else number * Decimal("0.9") if about else None,
        maximum=number if high else number * Decimal("1.1") if about else None,
    )


def _node(text: str, unit: str) -> NodeId:
    words, kind = (_NOT_IN_ID.sub("-", part.lower()).strip("-") for part in (text, unit))
    return NodeId(f"quantity-{words[:50]}-{kind[:20]}".rstrip("-"))


def _number(text: str) -> Decimal | None:
    words = _number_words()
    digits = re.search(_NUMBER, text)
    if digits:
        try:
            value = Decimal(digits.group().replace(",", ""))
        except InvalidOperation:
            return None
        rest = text[digits.end() :]
    else:
        named = next((word for word in re.findall(r"[a-z]+", text) if word in words), None)
        if named is None:
            return None
        value, rest = words[named], text[text.index(named) + len(named) :]
    scale = re.match(r"[\s-]*(?:of\s+)?([a-z]+)", rest)
    factor = _scales().get(scale.group(1)) if scale else None
    return value * factor if factor else value


def _currency(text: str) -> str:
    signs = ((sign, code) for sign, code in _currencies() if sign in text)
    return next((code for sign, code in signs if re.search(rf"(?<![a-z]){re.escape(sign)}(?![a-z])", text)), "")


def _is_percent(text: str) -> bool:
    return bool(re.search(r"%|\bper\s?cent\b", text))


def _bounds(text: str) -> tuple[bool, bool]:
    return _starts(text, "more"), _starts(text, "less")


def _starts(text: str, key: str) -> bool:
    return any(word in text and re.search(rf"\b{word}\b", text) for word in _words("bounds", key))


@cache
def _number_words() -> dict[str, Decimal]:
    return {word: Decimal(str(value)) for word, value in _section("numbers").items()}


@cache
def _scales() -> dict[str, Decimal]:
    return {word: Decimal(str(value)) for word, value in _section("scales").items()}


@cache
def _currencies() -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            ((str(sign), str(code)) for sign, code in _section("currencies").items()), key=lambda pair: -len(pair[0])
        )
    )


@cache
def _words(section: str, key: str) -> tuple[str, ...]:
    values = _section(section)[key]
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def _section(name: str) -> dict[str, object]:
    value = lexicon("quantities")[name]
    return dict(value) if isinstance(value, dict) else {}
