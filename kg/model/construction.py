"""The grammatical construction that made a frame or a statement: its family, form and voice."""

from dataclasses import dataclass, replace
from functools import lru_cache


@dataclass(frozen=True, order=True, slots=True)
class Construction:
    """What a frame was made from; ``str`` of it is the ``rule`` of frames and statements.

    ``family`` is the predicate ("clause", "noun", "apposition", "holding" ...); ``form`` is how a clause depends
    on another ("shared" with a conjunct, "relative", "infinitive"; "" for an independent one) or a subtype of another
    family; ``voice`` of a clause is "active" or "passive". ``wording``, of statements alone, is what evoked the
    ontology's relation.

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
    def of(cls, rule: str) -> "Construction":
        """The construction of a written rule; one in another style is all family."""
        return _of(rule)

    @property
    def is_clause(self) -> bool:
        """Whether the predicate is a verb or copula."""
        return self.family == "clause"

    @property
    def is_nominal(self) -> bool:
        """Whether the predicate is an event noun."""
        return self.family == "noun"

    @property
    def is_apposition(self) -> bool:
        """Whether the predicate is an apposition."""
        return self.family == "apposition"

    @property
    def kind(self) -> str:
        """The form of a dependent clause, the voice of an independent one, and of all others the family.

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
    if voice in {"active", "passive"}:
        return Construction(family, form, voice, wording)
    return Construction(family, how, "", wording)
