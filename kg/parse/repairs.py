"""The component ``kg_repairs``: corrects known parser errors before anything reads the parse.

Each repair fires on a pattern that is wrong in any sentence, never on a guess.
"""

from collections.abc import Callable, Mapping

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.lexicon import pairs, words
from kg.parse.provenance import REPAIR, note_rule
from kg.parse.syntax import RELATIVE_TAGS, has_child, is_verb

_PARTICLES, _PHRASAL = (words("clauses", "particles", name) for name in ("words", "verbs"))
_CURRENCIES, _SHARES = frozenset(pairs("quantities", "currencies")), words("quantities", "shares", "words")
_OBJECTS = frozenset({"attr", "dative", "dobj", "nsubjpass"})
_NOT_ALONE, _JOINED = words("stance", "not_alone", "words"), words("clauses", "linking", "joined")
_TELLING = words("reporting", "kinds", "neutral", "verbs")
_SPEAKING = frozenset().union(*(words("reporting", "kinds", kind, "verbs") for kind in ("claim", "warn", "request")))


@Language.component(
    "kg_repairs", requires=["token.dep", "token.head", "token.tag"], assigns=["token.dep", "token.head"]
)
def kg_repairs(doc: Doc) -> Doc:
    """The Doc with its parse repaired."""
    repair(doc)
    return doc


def repair(doc: Doc) -> None:
    """Change heads and labels of a parsed Doc, in place, where the parse cannot be right."""
    for token in doc:
        for name, mend in REPAIRS.get(token.dep_, ()):
            before = token.head.i, token.dep_, token.tag_
            mend(token)
            if (token.head.i, token.dep_, token.tag_) != before:
                note_rule(doc, REPAIR, name, token.i)


def _headline_infinitive(token: Token) -> None:
    """As in "Canada to sign treaty": in a headline an infinitive behind a name is what will be done."""
    name = token.head
    has_to = any(child.tag_ == "TO" and child.i == name.i + 1 for child in token.children)
    if token.tag_ != "VB" or not has_to or name.dep_ != "ROOT" or name.pos_ not in {"PROPN", "NOUN"}:
        return
    if has_child(name, {"det", "poss", "prep"}):
        return
    token.head, token.dep_ = token, "ROOT"
    name.head, name.dep_ = token, "nsubj"


def _reporting_verb(token: Token) -> None:
    """As in "prosecutors in Lima allege that": what heads a clause with a subject and a that-clause is a verb."""
    that = (child for child in token.rights if child.dep_ == "ccomp" and has_child(child, {"mark"}))
    is_noun = token.tag_ in {"NN", "NNS"} and has_child(token, {"nsubj"})
    if is_noun and any(that) and not has_child(token, {"det", "poss", "amod", "compound"}):
        token.tag_, token.pos_ = "VBP", "VERB"


def _base_form(token: Token) -> None:
    """As in "will close a mill and cut jobs": what joins an infinitive and has its form is one."""
    is_like = token.head.tag_ == "VB" and token.tag_ in {"VBD", "VBN", "VBP"} and token.lower_ == token.lemma_
    if is_like and not has_child(token, {"nsubj", "nsubjpass", "aux", "auxpass", "expl"}):
        token.tag_ = "VB"


def _particle(token: Token) -> None:
    """As in "looked forward to", "fell apart": an adverb right behind the verb that makes another verb of it."""
    verb, children = token.head, list(token.children)
    is_known = token.lower_ in _PARTICLES or f"{verb.lemma_.lower()} {token.lower_}" in _PHRASAL
    if not is_known or token.i != verb.i + 1 or verb.pos_ != "VERB" or any(child.lower_ == "of" for child in children):
        return  # "ahead of the talks"
    for child in children:
        child.head = verb
    token.dep_ = "prt"


def _state_of_object(token: Token) -> None:
    """As in "left the port empty": a word without "be" heads no clause, it tells what became of the object."""
    verb, noun = token.head, next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    is_bare = token.tag_ == "NN" and verb.lemma_ == "leave" and not has_child(token, {"det", "poss", "prep"})
    if not (is_bare or token.tag_ in {"JJ", "JJR"}) or has_child(token, {"aux", "mark", "ccomp", "xcomp"}):
        return  # "made it clear that"
    if noun is not None and noun.tag_ not in RELATIVE_TAGS and verb.i < noun.i and not has_child(verb, {"dobj"}):
        noun.head, noun.dep_ = verb, "dobj"
    if any(child.dep_ == "dobj" and verb.i < child.i < token.i for child in verb.rights):
        token.dep_ = "oprd"


def _amount_as_object(token: Token) -> None:
    """As in "rose 5 percent": by how much is what the verb tells of, where it has no object."""
    amounts = [child.tag_ for child in (token, *token.lefts)]
    is_amount = "$" in amounts or token.lower_ in _SHARES or (token.lower_ in _CURRENCIES and "CD" in amounts)
    if is_amount and token.head.pos_ == "VERB" and token.head.i < token.i and not has_child(token.head, _OBJECTS):
        token.dep_ = "dobj"


def _corrected(token: Token) -> None:
    """As in "attacked not Israel but Syria": what is denied stands beside what is said in its place."""
    first = token.head
    near = (word for word in (*first.lefts, *first.head.children) if word.i < first.i)
    denial = next((word for word in near if word.dep_ == "neg"), None)
    butted = [child for child in first.rights if child.i < token.i and child.dep_ in {"cc", "punct"}]
    if denial is None or is_verb(first) or "but" not in {child.lower_ for child in butted}:
        return
    if denial.nbor().lower_ in _NOT_ALONE or has_child(token, {"neg"}):
        return
    if denial.i + 1 not in {first.left_edge.i, first.left_edge.i + 1}:
        token.dep_ = "parataxis" if is_verb(first.head) else "conj"  # "did not attack Israel but Syria"
        return
    token.head, token.dep_ = token if first.head == first else first.head, first.dep_
    for word in (first, *butted):
        word.head = token
    denial.head, first.dep_ = first, "conj"


def _level(token: Token) -> None:
    """As in "said its men had left, and accused Chad", "said cuts were late but did nothing": a comma tells of whom."""
    first, speaker, goal = token.head, token.head.head, None
    links = [child for child in first.children if child.dep_ == "cc" and child.i < token.i]
    if not links or token.tag_ not in {"VBD", "VBZ"} or has_child(token, {"nsubj", "nsubjpass", "aux", "mark"}):
        return
    is_apart = token.doc[links[-1].i - 1].text == ","
    if is_apart and first.dep_ == "ccomp" and speaker.lemma_ in _TELLING and speaker.i < first.i:
        is_theirs = any(child.tag_ == "PRP$" for noun in first.lefts for child in noun.lefts)
        is_speech = token.lemma_ in _SPEAKING and token.tag_ == speaker.tag_
        goal = speaker if is_speech and (is_theirs or first.tag_ != token.tag_) else None
    elif not is_apart and first.lemma_ in _TELLING and links[-1].lower_ == "but":
        does = {token.lemma_, *(f"{token.lemma_} {child.lower_}" for child in token.rights if child.dep_ == "dobj")}
        told = (one for one in first.rights if (one.dep_, one.lemma_, one.tag_) == ("ccomp", "be", token.tag_))
        goal = next(told, None) if does & _JOINED else None
    if goal is not None:
        token.head = links[-1].head = goal


_REPORTING = ("reporting-verb", _reporting_verb)
REPAIRS: Mapping[str, tuple[tuple[str, Callable[[Token], None]], ...]] = {
    "ROOT": (_REPORTING,),
    "advmod": (("particle", _particle),),
    "ccomp": (("state-of-object", _state_of_object), _REPORTING),
    "npadvmod": (("amount-as-object", _amount_as_object),),
    "conj": (("corrected", _corrected), _REPORTING, ("base-form", _base_form), ("level", _level)),
    **dict.fromkeys(("acl", "advcl", "parataxis", "relcl", "xcomp"), (("headline-infinitive", _headline_infinitive),)),
}
"""The repairs of tokens with a label, each with its name."""
