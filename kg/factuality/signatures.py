"""Factuality values, and the signatures by which a governor determines that of its complement.

The signatures of ``signatures.toml`` are after Nairn, Condoravdi and Karttunen, "Computing relative polarity for
textual inference" (2006): a word has a value for each polarity of its own clause; the value of a chain ("refused to
stop buying") is worked out from the top down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.lexicon import LexiconTable, lexicon, table, words
from kg.model import Factuality
from kg.model.scales import is_negated

_UNLISTED = "*"
_SHOWN = {"to": "{} to", "ing": "{} doing", "that": "{} that", "act": "{}"}
_STRENGTH = tuple(one for one in Factuality if one is not Factuality.DENIED)
_NOT = "not "


@dataclass(frozen=True, slots=True)
class Firmness:
    """A factuality value with its polarity, and its cue ("fail to"), empty for a plain assertion.

    What is asserted and negated is Denied, and Denied is negated. ``rule`` is what rule decided the value, a section of
    ``stance.toml`` or ``signatures.toml``, ``denial`` what rule the polarity where that is another.
    """

    value: Factuality = Factuality.ASSERTED
    cue: str = ""
    rule: str = ""
    negated: bool = False
    denial: str = ""
    doubted: bool = False
    """Whether the head that has read the clause says otherwise than its operators."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "negated", is_negated(self.value, negated=self.negated))

    @property
    def is_denied(self) -> bool:
        """Whether the value is Denied."""
        return self.value is Factuality.DENIED

    @property
    def is_asserted(self) -> bool:
        """Whether the value is Asserted."""
        return self.value is Factuality.ASSERTED

    @property
    def name(self) -> str:
        """The value with its polarity, as lexicons name it: "Planned", "not Planned", "Denied"."""
        return f"{_NOT}{self.value}" if self.negated and not self.is_denied else self.value.value

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided value and polarity, and ``doubted``."""
        return tuple(dict.fromkeys(filter(None, (self.rule, self.denial, "doubted" if self.doubted else ""))))

    def unless_denied(self, instead: Factuality) -> "Firmness":
        """The same, or ``instead`` where it is negated."""
        return Firmness(instead, self.cue, self.rule) if self.negated else self

    def under(self, above: Factuality) -> "Firmness":
        """The same polarity, the value no firmer than that of what stands above it: Denied under Planned is negated."""
        value = max(Factuality.ASSERTED if self.is_denied else self.value, above, key=_STRENGTH.index)
        if not self.negated:
            return replace(self, value=value)
        return replace(self, value=Factuality.DENIED if value is Factuality.ASSERTED else value)


PLAIN = Firmness()


@dataclass(frozen=True, slots=True)
class Signature:
    """The firmness of a complement where its governor is asserted, denied, in between or past.

    ``words`` are the entry as it is shown, ``rule`` is its section.
    """

    holds: Firmness
    denied: Firmness
    open: Firmness | None = None
    past: Firmness | None = None
    words: str = ""
    rule: str = ""


def firmness_named(name: object) -> Firmness:
    """The firmness of a name in a lexicon: "Planned", "not Planned"; ``ValueError`` for an unknown one."""
    return Firmness(Factuality(str(name).removeprefix(_NOT)), negated=str(name).startswith(_NOT))


def signature(construction: str, field: str, word: str) -> Signature | None:
    """The signature of a word in its list: ``signature("to", "verbs", "fail")``; None where no list has it."""
    return _signatures().get((f"{construction}_{field}", word))


def unlisted(construction: str, word: str = "") -> Signature:
    """The signature of a governor that no list has."""
    words = _SHOWN[construction].format(word) if word else ""
    return replace(_signatures()[f"{construction}_unlisted", _UNLISTED], words=words)


def implied(found: Signature, above: Firmness, *, is_past: bool = False) -> Firmness:
    """The firmness of a complement by its governor's signature and the governor's own firmness ``above``."""
    if above.is_asserted:
        return _by(found.past if is_past and found.past is not None else found.holds, found)
    if found.open is not None and not above.is_denied:
        return _by(found.open, found)
    if above.negated:  # "did not refuse to sign", "was told not to refuse to sign"
        said = _by(found.denied, found, above.cue)
        return said if above.is_denied else said.under(above.value)
    if found.holds.value is Factuality.REQUESTED and above.value is Factuality.POSSIBLE:
        return above  # "may try to sign": who need not wish it is not said to
    if found.holds.is_denied:
        return replace(_by(found.holds, found).under(above.value), rule=above.rule, denial=found.rule)
    return least_firm(above, _by(found.holds, found))


def _by(said: Firmness, found: Signature, negation: str = "") -> Firmness:
    return replace(said, cue=f"{negation} {found.words}".strip(), rule=found.rule)


@cache
def _signatures() -> Mapping[tuple[str, str], Signature]:
    """(List, word) -> signature."""
    found: dict[tuple[str, str], Signature] = {}
    for name in lexicon("signatures"):
        found |= _listed(table("signatures", name), name)
    return found


def _listed(told: LexiconTable, rule: str) -> Mapping[tuple[str, str], Signature]:
    holds, denied = firmness_named(told["holds"]), firmness_named(told["denied"])
    left_open, past = (firmness_named(told[key]) if key in told else None for key in ("open", "past"))
    return {
        (key, str(word)): Signature(holds, denied, left_open, past, shown.format(word), rule)
        for key, listed in told.items()
        if "_" in key and isinstance(listed, list)
        for construction, _, field in (key.partition("_"),)
        for shown in (_SHOWN[construction] if field != "phrases" or construction == "to" else "{}",)
        for word in listed
    }


def least_firm(*found: Firmness) -> Firmness:
    """The least firm of several, with its cue: a request for a plan is a request, a failed plan is denied.

    It is negated where any of them is.
    """
    denied = max((each for each in found if each.is_denied), key=lambda each: bool(each.cue), default=None)
    if denied is not None:
        return denied
    least = max(found, key=lambda each: (_STRENGTH.index(each.value), bool(each.cue)))
    against = next((each for each in found if each.negated), None)
    return replace(least, negated=True, denial=against.denial or against.rule) if against is not None else least


def with_denial(found: Firmness, denial: Firmness) -> Firmness:
    """A firmness negated where ``denial`` is Denied: "will" with "not" is a plan not to."""
    if not denial.is_denied or found.is_denied:
        return least_firm(found, denial)
    if found.is_asserted:
        return denial
    head = found.cue.removesuffix(" to")
    cue = f"{head} {denial.cue} to" if head != found.cue else " ".join(filter(None, (found.cue, denial.cue)))
    return replace(found, negated=not found.negated, cue=cue, denial=denial.rule)


@cache
def word_effects(section: str) -> Mapping[str, Factuality]:
    """Word of a table ("modals", "adverbs") -> the factuality that it gives its clause."""
    values = [value for value in Factuality if value.value in table("stance", section)]
    return {word: value for value in values for word in words("stance", section, value.value)}
