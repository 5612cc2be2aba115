"""Attributions that the parse shows: the reporting verb, noun, adjective or adjunct, its source and its content.

The content of a verb goes by its form: a that-clause, "to have won", "the visit as a success". What stands in quotation
marks is completed afterwards (``kg.attribution.component``). The words are those of ``reporting.toml``.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from kg.attribution import Attribution, Range
from kg.attribution.phrases import (
    COMMENTING,
    DROPPED,
    QUESTION_WORDS,
    THINGS,
    clause_head,
    cut_out,
    has_complementizer,
    has_subject,
    has_that,
    is_document,
    is_finite,
    is_passive_verb,
    is_source,
    merged,
    noun_phrase,
    noun_source,
    subject_of,
    subtree,
    trimmed,
    verb_source,
)
from kg.lexicon import table, words
from kg.parse.syntax import AUXILIARIES, SUBJECTS, TENSED_TAGS, VERBAL, has_child, is_infinitive
from kg.parse.tree import Doc, Token

_FORMS = ("that", "noun", "infinitive", "accusative", "gerund", "raising", "evidence", "quotation")
VERBS = {form: words("reporting", "forms", form, "verbs") for form in _FORMS}
"""For each form of report the verbs that take it."""
_DENIED = words("reporting", "forms", "negated", "deny")
_NOBODY = words("reporting", "forms", "negated", "subjects")
_SAMPLES = frozenset({"examples", "counterexamples"})
_ADVERBS = words("reporting", "forms", "adverb", "words")
_HEDGING = words("reporting", "forms", "negated", "hedging")
FIRST_PERSON = words("reporting", "forms", "first_person", "all")
_ASKING = words("reporting", "kinds", "ask", "nouns")
_FIRST, _SECOND = words("reporting", "forms", "according", "first"), words("reporting", "forms", "according", "second")
_NOT_SOURCES = words("reporting", "forms", "according", "not_sources")
_VIEWS = words("reporting", "forms", "view", "nouns")
_VIEW_PREPOSITIONS = words("reporting", "forms", "view", "prepositions")
_REQUESTING = "request"
_DENYING = "deny"
Content = tuple[Range, ...]
_BEFORE_VERB = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})
_MIN_NOMINAL = 4  # words from which an object says something: "the legitimacy of the measures"
_REACH = 15  # tokens between a reporting verb and its "that"


def reports(doc: Doc) -> Iterator[Attribution]:
    """Every attribution whose content the parse shows."""
    for token in doc:
        reader = _READERS.get(token.pos_)
        found = reader(token) if reader is not None else None
        if found is not None and found.content:
            yield found


def is_evidence(verb: Token) -> bool:
    """Whether a verb tells what shows something, and says nothing: "his role showed that '...'"."""
    subject = subject_of(verb)
    return verb.lemma_ in VERBS["evidence"] and subject is not None and not is_source(subject)


def _verb(verb: Token) -> Attribution | None:
    """As in "the minister said that the plant was safe", if the verb's subject can be its source."""
    kind, felt = verb_kind(verb), _adjective(verb)
    if kind is None or felt is not None:
        return felt
    content, source, is_passive = content_of(verb), verb_source(verb), is_passive_verb(verb)
    if not content:
        return _commenting(verb, kind, source)
    if (source is None or is_evidence(verb)) and not is_passive:
        return None
    if kind in {"factive", "believe"} and _is_hypothetical(verb):
        return None
    cue = cue_of(verb)
    parts = (piece for part in content for piece in cut_out(part, cue, *((source,) if source else ())))
    return Attribution(0, source, cue, merged(verb.doc, parts), stance_of(verb, kind))


def _is_hypothetical(verb: Token) -> bool:
    """Whether nobody is told to know or think so: "it will see that", "Peru must see that", not "I must admit"."""
    subject = subject_of(verb)
    hedging = _HEDGING if subject is None or subject.lower_ in FIRST_PERSON else _HEDGING - {"must"}
    modals = (child for child in verb.lefts if child.dep_ == "aux" and child.tag_ in {"MD", "TO"})
    return any(modal.lower_ not in hedging for modal in modals)


def _commenting(verb: Token, kind: str, source: Range | None) -> Attribution | None:
    """As in "the plan, the minister said, will fail"; "as the governor said, trade matters"."""
    as_clause = any(child.lower_ in COMMENTING for child in verb.lefts)
    parenthesis = verb.dep_ == "parataxis" and has_child(verb, {"nsubj"})
    objects = any(child.dep_ in {"dobj", "ccomp", "xcomp", "acomp"} for child in verb.rights)
    if objects or verb.head == verb or kind == _REQUESTING or not (parenthesis or as_clause):
        return None  # "left the town, as demanded by the council": not said by it
    subject = subject_of(verb)
    if subject is None or not is_source(subject) or source is None:
        return None
    shows = verb.lemma_ in VERBS["evidence"]  # who speaks may go on behind "but"
    beyond = [subtree(child) for child in verb.head.rights if shows and child.i > verb.i and _is_opposed(child)]
    content = merged(verb.doc, cut_out(subtree(clause_head(verb.head)), subtree(verb), source, *beyond))
    return Attribution(0, source, (verb.i, verb.i + 1), content, kind, form="parenthesis")


def _is_opposed(clause: Token) -> bool:
    """As in "prices fell, figures showed, but [the minister resigned]", which the figures do not show."""
    before = clause.doc.lower_at(clause.left_edge.i - 1)
    return clause.dep_ == "conj" and has_child(clause, SUBJECTS) and before == "but"


def _noun(noun: Token) -> Attribution | None:
    """As in "the minister's claim that the plant was safe"."""
    lemma = noun.lemma_.lower()
    found = _view(noun) if lemma in _VIEWS else None
    kind = kinds("nouns").get(lemma)
    clause = _noun_clause(noun) if kind is not None and found is None else None
    if kind is None or clause is None or any(child.lower_ in _NOBODY for child in noun.lefts):
        return found
    content, source, governor = merged(noun.doc, (clause_range(clause),)), noun_source(noun), noun.head
    if source is None and noun.dep_ == "dobj" and kinds("verbs").get(governor.lemma_) == _DENYING:
        cue, denying = (governor.i, noun.i + 1), verb_source(governor)  # "rejected the claim that ..."
        return Attribution(0, denying, cue, content, stance_of(governor, _DENYING))
    return Attribution(0, source, (noun.i, noun.i + 1), content, kind)


def _noun_clause(noun: Token) -> Token | None:
    """The that-clause of a noun: "claims that ...", "hope they ..."; or, after "is", "his view is that ..."."""
    opened = has_complementizer if noun.lemma_ in _ASKING else has_that
    for child in noun.rights:
        at_once = child.dep_ == "acl" and child.left_edge.i == noun.i + 1 and is_finite(child) and has_subject(child)
        if at_once or (child.dep_ in {"acl", "ccomp", "relcl"} and opened(child)):
            return child
    if noun.dep_ != "nsubj" or noun.head.pos_ != "AUX" or not has_child(noun, {"poss"}):
        return None
    return next((child for child in noun.head.rights if child.dep_ == "ccomp" and has_that(child)), None)


def _view(noun: Token) -> Attribution | None:
    """As in "in the chairman's view, ..."."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _VIEW_PREPOSITIONS:
        return None
    source, phrase = noun_source(noun), subtree(noun.head)
    set_off = any(token.text == "," for token in noun.doc[phrase[1] : phrase[1] + 1])
    return _beside(noun.head, (noun.i, noun.i + 1), source, phrase, "view") if source and set_off else None


def _adjective(token: Token) -> Attribution | None:
    """As in "the chancellor is confident that a deal can be reached"."""
    kind = kinds("adjectives").get(token.lower_)
    linking = token.head if token.dep_ in {"acomp", "attr", "oprd"} else token
    if kind is None or (linking == token and not (token.pos_ == "VERB" and is_passive_verb(token))):
        return None
    clause = next((child for child in token.rights if child.dep_ in {"acl", "ccomp", "advcl", "relcl"}), None)
    if clause is None:
        clause = next((child for child in linking.rights if child.dep_ == "ccomp" and has_that(child)), None)
    subject = subject_of(linking)
    if clause is None or subject is None or subject.lower_ in THINGS:
        return None
    source = verb_source(linking) if linking != token else noun_phrase(subject)
    content = merged(token.doc, (subtree(clause),))
    return Attribution(0, source, (token.i, token.i + 1), content, stance_of(linking, kind))


def _adverb(token: Token) -> Attribution | None:
    """As in "the man allegedly shot two guards"."""
    if token.lower_ not in _ADVERBS:
        return None
    cue = (token.i, token.i + 1)
    content = merged(token.doc, cut_out(subtree(token.head), cue))
    return Attribution(0, None, cue, content, form_kind("adverb"), form="adverb")


def _according(token: Token) -> Attribution | None:
    """As in "according to the ministry, the dam is full"; else what the token reports as a verb."""
    if token.lower_ not in _FIRST:
        return _verb(token)
    second = (child for child in token.rights if child.lower_ in _SECOND)
    noun = next((child for to in second for child in to.rights if child.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() in _NOT_SOURCES:
        return None
    return _beside(token, (token.i, noun.head.i + 1), noun_phrase(noun), subtree(token), "according")


def _beside(phrase: Token, cue: Range, source: Range, apart: Range, form: str) -> Attribution:
    """The clause that a phrase stands beside; at either end of the sentence, behind a comma, the whole sentence."""
    doc, (start, end), whole = phrase.doc, subtree(phrase), subtree(phrase.sent.root)
    opens, closes = trimmed(doc, whole[0], start) is None, trimmed(doc, end, whole[1]) is None
    is_at_edge = opens or (closes and phrase.nbor(-1).is_punct)
    head = phrase.sent.root if is_at_edge else clause_head(phrase.head)
    content = merged(doc, cut_out(subtree(head), apart, source))
    return Attribution(0, source, cue, content, form_kind(form), form=form)


_READERS: Mapping[str, Callable[[Token], Attribution | None]] = {
    "VERB": _according, "AUX": _verb, "NOUN": _noun, "PROPN": _noun, "ADJ": _adjective, "ADV": _adverb,
    "ADP": _according, "SCONJ": _according,
}  # fmt: skip


def content_of(verb: Token) -> Content:
    """The token ranges that a verb reports, trimmed; empty for none."""
    for form in (_clause, _verbal, _raised, _phrase):
        found = merged(verb.doc, form(verb))
        if found:
            return found
    return ()


def clause_range(clause: Token) -> Range:
    """The range of a clause; to the end of the sentence where it ends in an "and" whose conjunct has another head."""
    start, end = subtree(clause)
    doc, last = clause.doc, end - 1
    while last > start and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return (start, clause.sent.end) if doc[last].pos_ == "CCONJ" else (start, end)


def _clause(verb: Token) -> Content:
    """A that-clause, with or without "that", on either side of its verb."""
    found: list[Range] = []
    for child in verb.children:
        if child.dep_ == "ccomp" and _is_reported_clause(verb, child):
            start, end = clause_range(child)
            is_before = child.i < verb.i
            end = max(end, _end_before(verb)) if is_before else end
            found.append((verb.left_edge.i if is_before else _clause_start(verb, child, start), end))
    return tuple(found) or _clause_after_that(verb)


def _clause_start(verb: Token, clause: Token, start: int) -> int:
    """Where the clause begins: after "that" ("that work on it has been halted"), with the subject torn from it."""
    for token in verb.doc[verb.i + 1 : clause.i]:
        if token.lower_ in DROPPED and (token.head in {clause, verb} or token.head.head == verb):
            return token.i + 1
        if token.pos_ in VERBAL:
            break
    torn = [] if has_subject(clause) else [child.left_edge.i for child in verb.rights if child.dep_ == "dobj"]
    return min([start, *torn])


def _is_reported_clause(verb: Token, clause: Token) -> bool:
    """Whether a verb's finite clause is what it reports; of one in other uses common only behind "that"."""
    lemma, subject = verb.lemma_, subject_of(verb)
    if is_infinitive(clause):
        return lemma in VERBS["accusative"]
    has_auxiliary = clause.tag_ != "VBN" or any(child.dep_ in AUXILIARIES for child in clause.lefts)
    is_tensed = is_finite(clause) and (has_auxiliary or verb_kind(verb) == "neutral")  # not "found the road blocked"
    if not (is_tensed or has_complementizer(clause)):
        return False
    if clause.i > verb.i:
        is_open = lemma not in VERBS["that"] or has_complementizer(clause)
        return is_open or (lemma in VERBS["evidence"] and subject is not None and is_document(subject))
    after = _end_before(verb)  # "the plan will fail, he said"
    own = max(after, min([verb.i, *(child.left_edge.i for child in verb.lefts if child.dep_ in _BEFORE_VERB)]))
    return subject is not None and all(mark.is_punct or mark.is_quote or mark.is_space for mark in verb.doc[after:own])


def _end_before(verb: Token) -> int:
    """Where the clauses before a verb end, which parsers cut in two: "the border [is] [closed], the ministry added"."""
    return max((child.right_edge.i + 1 for child in verb.lefts if child.dep_ == "ccomp"), default=0)


def _verbal(verb: Token) -> Content:
    """As in "claims to have invented it", "denies supplying the missiles"."""
    if is_passive_verb(verb):
        return ()
    clauses = [child for child in verb.rights if child.dep_ in {"xcomp", "ccomp", "dobj"}]
    told = [child for child in clauses if child.dep_ == "xcomp" and is_infinitive(child)]
    if told and verb.lemma_ in VERBS["infinitive"]:
        return tuple(map(subtree, told))
    tags = ((child, {child.tag_, *(one.tag_ for one in child.lefts if one.dep_ in AUXILIARIES)}) for child in clauses)
    return tuple(subtree(child) for child, found in tags if "VBG" in found and verb.lemma_ in VERBS["gerund"])


def _raised(verb: Token) -> Content:
    """As in "the minister is said to have resigned": the subject is part of what is said."""
    clause = next((child for child in verb.rights if child.dep_ in {"xcomp", "ccomp"} and is_infinitive(child)), None)
    if clause is None or verb.lemma_ not in VERBS["raising"] or not is_passive_verb(verb):
        return ()
    subject = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None)
    is_told = subject is not None and subject.lower_ not in QUESTION_WORDS
    return (subtree(subject), subtree(clause)) if subject is not None and is_told else (subtree(clause),)


def _phrase(verb: Token) -> Content:
    """As in "warned of a crisis in the east", "noted the legitimacy of the measures", "described it as a success"."""
    lemma = verb.lemma_
    if is_passive_verb(verb) and has_child(verb, {"agent"}):  # "was accused by Oslo of breaking its word"
        named = required_words("object").get(lemma, frozenset())
        return tuple(subtree(phrase) for phrase in verb.rights if phrase.dep_ == "prep" and phrase.lower_ in named)
    if is_passive_verb(verb) or is_infinitive(verb):
        return ()
    thing = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    if thing is not None and lemma in VERBS["noun"] and len(thing.subtree) >= _MIN_NOMINAL:
        return (subtree(thing),)
    for phrase in (child for child in verb.rights if child.dep_ == "prep"):
        if thing is not None and phrase.lower_ in required_words("object").get(lemma, frozenset()):
            return ((thing.left_edge.i, phrase.right_edge.i + 1),)
        if phrase.lower_ in required_words("preposition").get(lemma, frozenset()):
            told = (child for child in phrase.rights if child.tag_ == "VBG" or len(child.subtree) >= _MIN_NOMINAL)
            return tuple(map(subtree, told))[:1]
    return ()


def _clause_after_that(verb: Token) -> Content:
    """What follows a "that" which has no verb between itself and the reporting one: "said in reply to them that"."""
    that: Token | None = None
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.pos_ in VERBAL or token.text in {":", ";"} or that is not None:
            break
        that = token if token.lower_ in DROPPED else None
    if that is None or (is_passive_verb(verb) and not any(child.lower_ == "it" for child in verb.lefts)):
        return ()
    clause, end = that.head, verb.sent.end
    if that.dep_ == "mark":
        owned = clause.head.lemma_.lower() in kinds("nouns")
        return () if owned else ((that.i + 1, clause_range(clause)[1]),)
    at_once = (that.i == verb.i + 1 and that.tag_ == "IN") or (that.dep_ == "dobj" and clause == verb)
    finite = any(later.tag_ in TENSED_TAGS for later in verb.doc[that.i + 1 : end])
    return ((that.i + 1, end),) if at_once and finite else ()


# What the lexicon tells of reporting words


def verb_kind(verb: Token) -> str | None:
    """The kind of a reporting verb; None for any other verb, and for one whose required particle is missing."""
    particles = required_words("particle").get(verb.lemma_)
    if particles and not any(child.dep_ in {"prt", "advmod"} and child.lower_ in particles for child in verb.rights):
        return None
    return kinds("verbs").get(verb.lemma_)


def speech_kind(verb: Token) -> str | None:
    """The kind of a verb that can introduce a quotation: a reporting verb or one of manner of speaking ("shouted")."""
    if verb.pos_ not in VERBAL:
        return None
    return verb_kind(verb) or (kinds("verbs")["say"] if verb.lemma_ in VERBS["quotation"] else None)


def stance_of(verb: Token, kind: str) -> str:
    """The kind of a report with its polarity: negation makes "does not believe" a denial, leaves "did not say" open."""
    subject = subject_of(verb)
    nobody = subject is not None and subject.left_edge.lower_ in _NOBODY
    if not nobody and not any(child.dep_ == "neg" for child in verb.lefts):
        return kind
    return "deny" if verb.lemma_ in _DENIED else form_kind("negated")


def cue_of(verb: Token) -> Range:
    """The token range of a verb, with a particle that directly follows."""
    following = next((child for child in verb.rights if child.dep_ == "prt"), None)
    return verb.i, verb.i + 1 + (following is not None and following.i == verb.i + 1)


def form_kind(form: str) -> str:
    """The kind of all reports of a form such as "according"."""
    return str(table("reporting", "forms", form)["kind"])


@cache
def kinds(part: str) -> Mapping[str, str]:
    """Lemma -> kind, of a part of speech ("verbs", "nouns", "adjectives"); the first kind that lists a lemma counts."""
    found: dict[str, str] = {}
    for kind in table("reporting", "kinds"):
        if part in table("reporting", "kinds", kind):
            found = dict.fromkeys(words("reporting", "kinds", kind, part), kind) | found
    return found


@cache
def required_words(form: str) -> Mapping[str, frozenset[str]]:
    """Verb lemma -> the particles or prepositions that it must have in a form: "particle", "preposition", "object"."""
    verbs = table("reporting", "forms", form).keys() - _SAMPLES
    return {verb: words("reporting", "forms", form, verb) for verb in verbs}
