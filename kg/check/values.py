"""Findings of validation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of a finding."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """What is wrong; ``rule`` names the check, ``node`` the local name or IRI of what is wrong."""

    severity: Severity
    rule: str
    node: str
    message: str
    statement: str = ""
    """The id of the statement concerned, if there is one."""
    said: str = ""
    """The statement in words: "Canada → imposed tariff on → China"."""
    sentence: str = ""
