"""The component ``kg_quotes``: writes ``doc.spans["quotes"]`` and ``doc.spans["attributions"]``.

A quotation's label is "direct" where it is speech, "scare" where it is a title, a name or a word at arm's length.
"""

from __future__ import annotations

from spacy import tokens as spacy
from spacy.language import Language

from kg.attribution import Attribution, write
from kg.attribution.cues import reports
from kg.attribution.quotations import Quotation, outermost, quotations
from kg.attribution.speech import is_speech, spoken
from kg.attribution.verbless import headlines, signatures
from kg.parse.tree import Doc, Span, tree

GROUP = "quotes"


@Language.component("kg_quotes", requires=["token.dep", "token.head", "token.tag"], assigns=["doc.spans"])
def kg_quotes(doc: spacy.Doc) -> spacy.Doc:
    """Write quotations and attributions on a parsed Doc."""
    parse = tree(doc)
    found = quotations(parse)
    said = attributed(parse, found)
    parse.spans[GROUP] = [Span(parse, *quotation.inner, label=_label(parse, quotation, said)) for quotation in found]
    write(parse, said)
    return doc


def attributed(doc: Doc, found: tuple[Quotation, ...]) -> tuple[Attribution, ...]:
    """Every attribution of a text with these quotations, unnumbered."""
    if not doc.has_annotation("DEP"):
        return ()
    outer = outermost(found)
    quoted = frozenset(token for quotation in found for token in range(*quotation.inner))
    said = spoken(doc, outer, (*reports(doc, quoted), *headlines(doc)))
    return (*said, *signatures(doc, said))


def _label(doc: Doc, quotation: Quotation, said: tuple[Attribution, ...]) -> str:
    span = range(quotation.start, quotation.end)
    whole = any(each.direct and each.holds(quotation.inner[0]) and each.cue[0] not in span for each in said)
    return "direct" if whole or is_speech(doc, quotation) else "scare"
