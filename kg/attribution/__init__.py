"""Who says what: attributions as values, kept in and read back from ``doc.spans["attributions"]``.

The modules of this package find them: words that report, quotation marks, and the source of each (PARC's source, cue
and content). ``kg.attribution.component`` is the component that does; ``kg.attribution.speakers`` decides whose words a
clause is.

The spans are labelled "source", "cue" and "content" and share the number of their attribution as ``span.id_``;
the cue's ``kb_id_`` is its kind and, behind a slash, the form of report where that is no verb with its clause (both of
``kg/lexicons/en/reporting.toml``), the content's is "direct" or "indirect".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.parse.provenance import ATTRIBUTION, rule_id
from kg.parse.tree import Doc, Parsed, Span

GROUP = "attributions"
Range = tuple[int, int]
"""Tokens from the first to before the second."""
_NEGATED, _UNSAID = "negated", "unsaid"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, a cue and a content as token ranges; ``source`` is None where the text names nobody."""

    number: int
    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    kind: str
    direct: bool = False
    form: str = ""
    """Of what form the report is, where it is no verb with its clause: "according", "quotation"."""

    @property
    def leaves_open_who(self) -> bool:
        """Whether it denies that its source says so: "did not say whether he would appeal"."""
        return self.kind == _UNSAID

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that found it: that of the cue's kind, and that of the form of report."""
        kind = _NEGATED if self.leaves_open_who else self.kind
        return tuple(rule_id(ATTRIBUTION, name) for name in (kind, self.form) if name)

    def holds(self, token: int) -> bool:
        """Whether the token with this index lies in the content."""
        return any(start <= token < end for start, end in self.content)

    @property
    def width(self) -> int:
        """The number of tokens of the content."""
        return sum(end - start for start, end in self.content)


def attributions(doc: Parsed) -> tuple[Attribution, ...]:
    """The attributions on a Doc, by number; none where ``kg_quotes`` has not run."""
    parts: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for span in doc.spans.get(GROUP, ()):
        parts[int(span.id_)][span.label_].append(span)
    return tuple(_attribution(number, parts[number]) for number in sorted(parts))


def write(doc: Doc, found: Iterable[Attribution]) -> None:
    """Write attributions to ``doc.spans``, numbered from 1 in order of the text."""
    ordered = sorted(found, key=lambda each: (min(each.content), each.cue, -each.width))
    numbered = [replace(each, number=number) for number, each in enumerate(ordered, start=1)]
    doc.spans[GROUP] = [span for each in numbered for span in _spans(doc, each)]


def _spans(doc: Doc, each: Attribution) -> list[Span]:
    number = str(each.number)
    manner = "direct" if each.direct else "indirect"
    source = [Span(doc, *each.source, label="source", span_id=number)] if each.source else []
    told = f"{each.kind}/{each.form}" if each.form else each.kind
    cue = Span(doc, *each.cue, label="cue", kb_id=told, span_id=number)
    return [*source, cue, *(Span(doc, *part, label="content", kb_id=manner, span_id=number) for part in each.content)]


def _attribution(number: int, parts: dict[str, list[Span]]) -> Attribution:
    cue = parts["cue"][0]
    source = next(iter(parts["source"]), None)
    kind, _, form = cue.kb_id_.partition("/")
    return Attribution(
        number=number,
        source=(source.start, source.end) if source is not None else None,
        cue=(cue.start, cue.end),
        content=tuple((span.start, span.end) for span in parts["content"]),
        kind=kind,
        direct=any(span.kb_id_ == "direct" for span in parts["content"]),
        form=form,
    )
