"""The attribute ruler of a language model, its rules looked up by the word instead of tried one after the other.

spaCy tries each of some two hundred rules at each token, which takes an eighth of a whole parse. Most rules look at one
token alone, at its tag, label and form: which of them match is found once for all tokens that are alike in these.
"""

from __future__ import annotations

from typing import cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Span

_REPEATS = "OP"  # a pattern of one token with an operator may match several
_Pattern = list[dict[str, object]]
_Rule = tuple[int, int]
"""The place of a rule in the ruler, by which later rules go before earlier ones, and its key."""


@Language.factory("kg_attributes")
class Attributes:
    """Component that sets what the attribute ruler of the same pipeline sets, which need not run any more."""

    def __init__(self, nlp: Language, name: str) -> None:
        """``nlp`` has an attribute ruler; ``name`` is the component's."""
        self.name = name
        ruler = nlp.get_pipe("attribute_ruler")
        if not isinstance(ruler, AttributeRuler):
            raise TypeError("attribute_ruler is not spaCy's own component")
        self._ruler = ruler
        self._single, self._longer = Matcher(nlp.vocab), Matcher(nlp.vocab)
        looked_at: set[str] = set()
        for place, rule in enumerate(ruler.patterns):
            for pattern in cast("list[_Pattern]", rule["patterns"]):
                if len(pattern) == 1 and _REPEATS not in pattern[0]:
                    self._single.add(str(place), [pattern])
                    looked_at.update(pattern[0])
                else:
                    self._longer.add(str(place), [pattern])
        self._looked_at: list[int | str] = [*sorted(looked_at)]
        self._known: dict[tuple[int, ...], tuple[_Rule, ...]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc."""
        found = [(*rule, start, start + 1) for start, rules in enumerate(self._of_tokens(doc)) for rule in rules]
        found += [(*self._rule(key), start, end) for key, start, end in self._longer(doc, allow_missing=True)]
        self._ruler.set_annotations(doc, sorted(found))  # type: ignore[no-untyped-call]
        return doc

    def _of_tokens(self, doc: Doc) -> list[tuple[_Rule, ...]]:
        """For each token the rules that match it alone."""
        alike = list(map(tuple, doc.to_array(self._looked_at).tolist()))
        for place, token in enumerate(alike):
            if token not in self._known:
                self._known[token] = self._matching(doc[place : place + 1])
        return [self._known[token] for token in alike]

    def _matching(self, token: Span) -> tuple[_Rule, ...]:
        return tuple(self._rule(key) for key, _, _ in self._single(token, allow_missing=True))

    def _rule(self, key: int) -> _Rule:
        return int(self._ruler.vocab.strings[key]), key
