"""Corrections to a spaCy language model: its tokenization, its attribute ruler and its lemmas.

It parts "re-elected" into three words and then takes "re" for the verb; as one word it is parsed well. Its attribute
ruler tries each of some two hundred rules at each token, which takes an eighth of a whole parse; most rules look at one
token alone, at its tag, label and form: which of them match is found once for all tokens that are alike in these.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex

from kg.lexicon import words

PREFIXES = words("lemmas", "prefix", "words")
_HYPHEN_AFTER_ABBREVIATION = r"(?<=[A-Z]\.[A-Z]\.)[-–](?=[A-Za-z])"
_QUOTED_WITHOUT_BLANK = r"(?<=\w)[:,](?=[\"“])", r"(?<=[:,])[\"“](?=\w)"
"""As in: the message reads:"We won"."""
_HYPHENS = "(?:-|"  # how the pattern of spaCy begins that parts a word at its hyphens
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_Pattern = list[dict[str, object]]
_Rule = tuple[int, int]
"""The place of a rule in the ruler, by which later rules go before earlier ones, and its key."""
_OfToken = tuple[tuple[_Rule, ...], bool]


def prepare(nlp: Language) -> None:
    """Correct how a language model tokenizes and lemmatizes abbreviations, prefixed words, and rare or unknown verbs.

    A saved model that was prepared before stays as it is.
    """
    if isinstance(nlp.tokenizer, Tokenizer):
        no_prefix = "".join(f"(?<!^(?i:{prefix}))" for prefix in sorted(PREFIXES))
        patterns = [str(infix) for infix in nlp.Defaults.infixes or ()]
        infixes = [no_prefix + infix if _HYPHENS in infix else infix for infix in patterns]
        nlp.tokenizer.infix_finditer = compile_infix_regex(
            [*infixes, _HYPHEN_AFTER_ABBREVIATION, *_QUOTED_WITHOUT_BLANK]
        ).finditer
    if nlp.has_pipe("attribute_ruler") and not nlp.has_pipe("kg_attributes"):
        nlp.add_pipe("kg_attributes", after="attribute_ruler")
        nlp.disable_pipe("attribute_ruler")
    if nlp.has_pipe("lemmatizer"):
        _correct_verbs(nlp)
        if not nlp.has_pipe("kg_prefixes"):
            nlp.add_pipe("kg_prefixes", after="lemmatizer")


@Language.factory("kg_prefixes", requires=["token.lemma", "token.tag"], assigns=["token.lemma"])
class Prefixes:
    """Component that gives a word with a prefix its base form: "re-elected" is "reelect", "co-hosted" is "co-host".

    Its pipeline has a lemmatizer by rules, whose tables are read at the first call: a saved pipeline makes its
    components before it loads what they know.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """``nlp`` is the pipeline; ``name`` is the component's."""
        self.name = name
        self._nlp = nlp
        self._known: dict[tuple[str, str, str], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc; ``KeyError`` where the pipeline has no lemmatizer."""
        for token in doc:
            prefix, hyphen, rest = token.lower_.partition("-")
            if hyphen and rest and prefix in PREFIXES:
                token.lemma_ = self._lemma(token, prefix, rest)
        return doc

    def _lemma(self, token: Token, prefix: str, rest: str) -> str:
        """The lemma in one word where the dictionary has that, else with the hyphen."""
        key = token.lower_, token.pos_, str(token.morph)
        if key not in self._known:
            joined = self._base(token, prefix + rest)
            known = joined in self._index.get(token.pos_.lower(), ())
            self._known[key] = joined if known else f"{prefix}-{self._base(token, rest)}"
        return self._known[key]

    def _base(self, token: Token, form: str) -> str:
        """The lemma that a form would have as the same part of speech."""
        alone = Doc(token.vocab, words=[form], tags=[token.tag_], pos=[token.pos_], morphs=[str(token.morph)])
        return str(self._lemmatizer.rule_lemmatize(alone[0])[0])

    @cached_property
    def _lemmatizer(self) -> Lemmatizer:
        return cast("Lemmatizer", self._nlp.get_pipe("lemmatizer"))

    @cached_property
    def _index(self) -> Mapping[str, Container[str]]:
        """Part of speech -> the base forms that there are."""
        return cast("Mapping[str, Container[str]]", self._lemmatizer.lookups.get_table("lemma_index"))


def _correct_verbs(nlp: Language) -> None:
    """Tell the lemmatizer which verbs there are: "staged" is a form of "stage", not of "stag".

    A verb like "hop" doubles its consonant, so that "hopes", "hoped" are never its forms where there is "hope".
    What spaCy lists is made to be looked up: a list is searched word by word, which took a tenth of a first parse.
    """
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    known = set(index["verb"]) - words("lemmas", "verb", "rare") | words("lemmas", "verb", "known")
    doubling = {verb for verb in known if f"{verb}e" in known and _DOUBLES.fullmatch(verb)}
    index["verb"] = sorted(known - doubling)
    for part_of_speech, listed in index.items():
        index[part_of_speech] = dict.fromkeys(listed)


def is_in_dictionary(nlp: Language, word: str) -> bool:
    """Whether a word in lower case is a form of one that the lemmatizer of a pipeline lists; else it is a name."""
    tables = nlp.get_pipe("lemmatizer").lookups if nlp.has_pipe("lemmatizer") else None  # type: ignore[attr-defined]
    if tables is None:
        return True
    form, index, rules = word.lower(), tables.get_table("lemma_index"), tables.get_table("lemma_rules")
    exceptions = tables.get_table("lemma_exc")
    return nlp.vocab[form].is_stop or any(
        form in listed
        or form in exceptions.get(kind, ())
        or any(form.endswith(old) and form.removesuffix(old) + new in listed for old, new in rules.get(kind, ()))
        for kind, listed in index.items()
    )


@Language.factory("kg_attributes", requires=["token.tag"], assigns=["token.pos", "token.morph"])
class Attributes:
    """Component that sets what the attribute ruler of the same pipeline sets, which need not run any more.

    The ruler's patterns are read at the first call: a saved pipeline makes its components before it loads them.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """``nlp`` is the pipeline; ``name`` is the component's."""
        self.name = name
        self._nlp = nlp
        self._known: dict[tuple[int, ...], _OfToken] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc; ``KeyError`` where the pipeline has no attribute ruler."""
        alone = self._of_tokens(doc)
        found = [(*rule, start, start + 1) for start, (rules, _) in enumerate(alone) for rule in rules]
        longer = self._patterns.longer(doc, allow_missing=True) if any(begins for _, begins in alone) else ()
        found += [(*self._rule(key), start, end) for key, start, end in longer]
        self._ruler.set_annotations(doc, sorted(found))  # type: ignore[no-untyped-call]
        return doc

    def _of_tokens(self, doc: Doc) -> list[_OfToken]:
        """For each token the rules that match it alone, and whether a longer pattern may begin there."""
        alike = list(map(tuple, doc.to_array(self._patterns.looked_at).tolist()))
        for place, token in enumerate(alike):
            if token not in self._known:
                self._known[token] = self._matching(doc[place : place + 1])
        return [self._known[token] for token in alike]

    def _matching(self, token: Span) -> _OfToken:
        rules = tuple(self._rule(key) for key, _, _ in self._patterns.single(token, allow_missing=True))
        return rules, bool(self._patterns.beginning(token, allow_missing=True))

    def _rule(self, key: int) -> _Rule:
        return int(self._ruler.vocab.strings[key]), key

    @cached_property
    def _ruler(self) -> AttributeRuler:
        ruler = self._nlp.get_pipe("attribute_ruler")
        if not isinstance(ruler, AttributeRuler):
            raise TypeError("attribute_ruler is not spaCy's own component")
        return ruler

    @cached_property
    def _patterns(self) -> "_Patterns":
        return _Patterns.of(self._ruler)


@dataclass(frozen=True)
class _Patterns:
    """The patterns of an attribute ruler, by how many tokens each looks at."""

    single: Matcher
    longer: Matcher
    beginning: Matcher
    """The first tokens of the longer ones."""
    looked_at: list[int | str]
    """The attributes of a token by which the patterns of one token tell, and the beginnings of the longer ones."""

    @classmethod
    def of(cls, ruler: AttributeRuler) -> "_Patterns":
        """The patterns that a ruler has, each under the place of its rule."""
        single, longer, beginning = (Matcher(ruler.vocab) for _ in range(3))
        looked_at: set[str] = set()
        for place, rule in enumerate(ruler.patterns):
            for pattern in cast("list[_Pattern]", rule["patterns"]):
                looked_at.update(pattern[0])
                if len(pattern) == 1:
                    single.add(str(place), [pattern])
                else:
                    longer.add(str(place), [pattern])
                    beginning.add(str(place), [pattern[:1]])
        return cls(single, longer, beginning, [*sorted(looked_at)])
