"""The construction that made a frame or a statement, as a value: what family, in which form, in which voice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

_VOICES = frozenset({"active", "passive"})
_CLAUSE = "clause"
_NOUN = "noun"
_APPOSITION = "apposition"


@dataclass(frozen=True, order=True, slots=True)
class Construction:
    """What a frame was made from; ``str`` of it is the ``rule`` that frames and statements name.

    ``family`` is what stands as predicate ("clause", "noun", "apposition", "holding" ...), ``form`` of a clause how it
    hangs on another ("shared" with a conjunct, "relative", "infinitive"; "" where it stands alone) and of the others a
    kind of the family, ``voice`` "active" or "passive" of a clause. ``wording`` is what the ontology's relation was
    evoked by, in the rule of a statement alone.

    >>> Construction.of("clause/shared-active")
    Construction(family='clause', form='shared', voice='active', wording='')
    >>> str(Construction("clause", voice="passive"))
    'clause/passive'
    """

    family: str
    form: str = ""
    voice: str = ""
    wording: str = ""

    @classmethod
    def of(cls, rule: str) -> Construction:
        """The construction of a rule as it is written; of one in another style all of it is the family."""
        return _of(rule)

    @property
    def is_clause(self) -> bool:
        """Whether a verb or a copula is the predicate."""
        return self.family == _CLAUSE

    @property
    def is_nominal(self) -> bool:
        """Whether a noun names the happening."""
        return self.family == _NOUN

    @property
    def is_apposition(self) -> bool:
        """Whether a noun phrase beside another is the predicate."""
        return self.family == _APPOSITION

    @property
    def kind(self) -> str:
        """How a clause hangs on another, of one that stands alone its voice; of all others the family.

        >>> [Construction.of(rule).kind for rule in ("clause/shared-active", "clause/passive", "noun/happening")]
        ['shared', 'passive', 'noun']
        """
        return (self.form.partition("-")[0] or self.voice or self.family) if self.is_clause else self.family

    def evoking(self, wording: str) -> str:
        """The rule of a statement whose relation a wording evoked.

        >>> Construction("clause", voice="active").evoking("impose tariff")
        'clause/active/impose tariff'
        """
        return str(replace(self, wording=wording))

    def __str__(self) -> str:
        how = "-".join(filter(None, (self.form, self.voice)))
        return "/".join(filter(None, (self.family, how, self.wording)))


@lru_cache(maxsize=1024)
def _of(rule: str) -> Construction:
    family, _, rest = rule.partition("/")
    how, _, wording = rest.partition("/")
    form, _, voice = how.rpartition("-")
    if voice in _VOICES:
        return Construction(family, form, voice, wording)
    return Construction(family, how, "", wording)
