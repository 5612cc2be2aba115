"""Words that report, and what they report, read off the parse: "X said that ...", "X's claim that ...", "X is sure that ...".

Each function below one kind of cue takes its token and gives an attribution without a number, or None. What stands
in quotation marks is completed afterwards (``kg.nlp.voice.speech``). Labels are ClearNLP's, as spaCy's models use them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache

from spacy.tokens import Doc, Token

from kg.lexicon import Value, lexicon, words
from kg.nlp.attribution import Attribution, Range
from kg.nlp.voice.adjuncts import according, adverb, citing, comment, view
from kg.nlp.voice.phrases import (
    clause_range,
    following_noun,
    has_opener,
    has_subject,
    has_that,
    is_finite,
    is_infinitive,
    noun_phrase,
    subtree,
    tidied,
    without,
)
from kg.nlp.voice.sources import is_document, is_passive, is_source, light_verb, noun_source, subject_of, verb_source

Content = tuple[Range, ...]
_FORM_NAMES = (
    "that", "noun", "infinitive", "accusative", "gerund", "raising", "naming", "as", "accusation", "hearer", "evidence", "taken_up",
    "clear", "feeling", "citing", "quotation",
)  # fmt: skip
_VERBS = {form: words("reporting", "forms", form, "verbs") for form in _FORM_NAMES}
_QUOTED_AS = words("reporting", "forms", "as", "quoted")
_ACCUSING = words("reporting", "forms", "accusation", "prepositions")
_CLEAR = words("reporting", "forms", "clear", "adjectives")
_VIEWS = words("reporting", "forms", "view", "nouns")
_ADVERBS = words("reporting", "forms", "adverb", "words")
_COMMENTING = words("reporting", "forms", "parenthesis", "words")
_ASKING = words("reporting", "kinds", "ask", "nouns")
_DENIED = words("reporting", "forms", "negated", "deny")
_NOBODY = words("reporting", "forms", "negated", "subjects")
_HEDGING = words("reporting", "forms", "negated", "hedging")
_OPENERS = words("reporting", "forms", "whether", "words")
_DROPPED = words("reporting", "forms", "whether", "dropped")
_CLAUSE_ENDS = frozenset({",", "”", "\"", "''", "’", "'", "»", "—", "–"})
_MIN_NOMINAL = 4  # words from which an object says something: "the legitimacy of the measures"
_HYPOTHETICAL = frozenset({"factive", "believe"})
_REACH = 15  # tokens between a reporting verb and its "that"
_TENSED = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLAUSES = frozenset({"acl", "ccomp", "advcl", "relcl"})


def reports(doc: Doc, quoted: Container[int]) -> Iterator[Attribution]:
    """Every report whose content the parse tells; ``quoted`` are the tokens in quotation marks."""
    readers = _readers()
    for token in doc:
        reader = readers.get(token.pos_)
        if reader is not None:
            found = reader(token, quoted)
            if found is not None:
                yield found


def spoken_kind(verb: Token) -> str | None:
    """The kind of a verb that can stand beside a quotation: one that reports, or one of speaking ("shouted")."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    return verb_kind(verb) or (_kinds("verbs")["say"] if lemma_of(verb) in _VERBS["quotation"] else None)


def verb_kind(verb: Token) -> str | None:
    """The kind of a verb that reports; None for any other verb, and for one whose particle is missing."""
    lemma = lemma_of(verb)
    kind = _kinds("verbs").get(lemma)
    particles = _with_words("particle").get(lemma)
    if particles and not any(child.dep_ in {"prt", "advmod"} and child.lower_ in particles for child in verb.rights):
        return None
    return kind


def lemma_of(token: Token) -> str:
    """The lemma, where the tagger misreads a form the right one."""
    lemma = token.lemma_.lower()
    return _misread().get(lemma, lemma)


def cue_of(verb: Token) -> Range:
    """The verb, with its particle where that follows at once."""
    following = next((child for child in verb.rights if child.dep_ == "prt"), None)
    return verb.i, verb.i + 1 + (following is not None and following.i == verb.i + 1)


def _verb(token: Token, quoted: Container[int]) -> Attribution | None:
    lemma = lemma_of(token)
    if lemma in _VERBS["clear"]:
        return _made_clear(token)
    kind = verb_kind(token)
    if kind is None:
        return _adjective(token, quoted)
    if lemma in _VERBS["citing"] and (found := citing(token)) is not None:
        return found
    inverted = _inverted(token, kind)
    if inverted is not None:
        return inverted
    for content in (_clause, _infinitive, _gerund, _raised, _named, _as, _accused, _nominal, _prepositional):
        ranges = tidied(token.doc, content(token, quoted))
        if ranges:
            return _reported(token, ranges, kind)
    return _commenting(token, kind)


def _reported(verb: Token, content: Content, kind: str) -> Attribution | None:
    """An attribution, if the verb's subject can be its source."""
    source = verb_source(verb)
    if (source is None and not _is_sourceless(verb)) or (kind in _HYPOTHETICAL and _is_hypothetical(verb)):
        return None
    if not is_passive(verb) and lemma_of(verb) in _VERBS["evidence"]:
        subject = subject_of(verb)
        if subject is not None and not is_source(subject):
            return None
    parts = tuple(piece for part in content for piece in without(part, cue_of(verb), *((source,) if source else ())))
    clear = tidied(verb.doc, parts)
    return Attribution(0, source, cue_of(verb), clear, _weakened(verb, kind)) if clear else None


def _is_hypothetical(verb: Token) -> bool:
    """Whether nobody is told to know or think so: "it will realize that", "to show that"."""
    return any(child.dep_ == "aux" and child.tag_ in {"MD", "TO"} and child.lower_ not in _HEDGING for child in verb.lefts)


def _is_sourceless(verb: Token) -> bool:
    """Whether a verb is a passive that may leave its source out: "it was reported that", "men believed to have fled"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.lefts):
        return True
    return is_passive(verb) and verb.dep_ in {"acl", "advcl", "conj"} and verb.i < verb.right_edge.i


def _weakened(verb: Token, kind: str) -> str:
    """ "Does not believe that" denies; "did not say that" leaves it open. """
    if kind == "ask" and any(child.dep_ == "ccomp" and child.tag_ == "VB" and has_that(child) for child in verb.rights):
        return "request"
    subject = subject_of(verb)
    nobody = subject is not None and subject.left_edge.lower_ in _NOBODY
    if not nobody and not any(child.dep_ == "neg" for child in verb.lefts):
        return kind
    return "deny" if lemma_of(verb) in _DENIED else "unsaid"


def _clause(verb: Token, _: Container[int]) -> Content:
    """A that-clause, with or without "that", on either side of its verb."""
    found: list[Range] = []
    for child in verb.children:
        if child.dep_ != "ccomp" or not _is_reported_clause(verb, child):
            continue
        start, end = clause_range(child)
        found.append((verb.left_edge.i if child.i < verb.i else _clause_start(verb, child, start), end))
    return tuple(found) or _clause_elsewhere(verb)


def _clause_start(verb: Token, clause: Token, start: int) -> int:
    """Where the clause begins: after "that" ("that development of it has been halted"), with the subject torn from it."""
    for token in verb.doc[verb.i + 1 : clause.i]:
        if token.lower_ in _DROPPED and (token.head in {clause, verb} or token.head.head == verb):
            return token.i + 1
        if token.pos_ in {"VERB", "AUX"}:
            break
    if has_subject(clause) or lemma_of(verb) in _VERBS["hearer"]:
        return start
    torn = (child.left_edge.i for child in verb.rights if child.dep_ == "dobj" and child.i < clause.i)
    return min([start, *torn])


def _is_reported_clause(verb: Token, clause: Token) -> bool:
    lemma = lemma_of(verb)
    if lemma in _VERBS["quotation"] and lemma not in _kinds("verbs"):
        return False
    if is_infinitive(clause):
        return lemma in _VERBS["accusative"]
    if not (is_finite(clause) or has_that(clause)):
        return False
    if clause.i < verb.i:
        return _follows_clause(verb, clause)
    if lemma not in _VERBS["that"] or has_opener(clause):
        return True
    subject = subject_of(verb)
    return lemma in _VERBS["evidence"] and subject is not None and is_document(subject)


def _follows_clause(verb: Token, clause: Token) -> bool:
    """Whether a finite verb stands behind a clause as its comment: "the plan will fail, he said"."""
    doc = verb.doc
    own = min([verb.i, *(child.left_edge.i for child in verb.lefts if child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"})])
    own = max(own, clause.right_edge.i + 1)
    marks = [token for token in doc[clause.right_edge.i + 1 : own] if not token.is_space]
    subject = subject_of(verb)
    both = any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.rights)
    if clause.right_edge.pos_ == "CCONJ" or (both and not marks):
        return False
    if subject is None:
        return is_passive(verb)
    if subject.i > verb.i and not (is_source(subject) or subject.pos_ == "PROPN" or any(mark.is_quote for mark in marks)):
        return False
    if verb.tag_ == "VBG" or not all(token.is_punct or token.is_quote for token in marks):
        return False
    return lemma_of(verb) not in _VERBS["that"] or any(token.text in _CLAUSE_ENDS for token in marks)


def _clause_elsewhere(verb: Token) -> Content:
    """A that-clause that the parser hung on another word: "told the paper he believed", "said in reply to them that"."""
    for noun in (child for child in verb.rights if child.dep_ == "dobj" and lemma_of(verb) in _VERBS["hearer"]):
        for clause in noun.rights:
            if clause.dep_ in {"relcl", "acl"} and is_finite(clause) and (has_that(clause) or _has_no_gap(clause)):
                return (clause_range(clause),)
    return _clause_after_that(verb)


def _clause_after_that(verb: Token) -> Content:
    """What follows a "that" which has no verb between itself and the reporting one."""
    that = _that_after(verb)
    if that is None or (is_passive(verb) and all(child.lower_ != "it" for child in verb.lefts)):
        return ()
    clause, end = that.head, verb.sent.end
    if that.dep_ == "mark" and clause.i > that.i:
        noun = clause.head
        carried = noun.dep_ == "pobj" and light_verb(noun) == verb  # "said in a statement that"
        owned = noun.lemma_.lower() in _kinds("nouns") and not carried
        return () if owned else ((that.i + 1, clause_range(clause)[1]),)
    at_once = (that.i == verb.i + 1 and that.tag_ == "IN") or (that.dep_ == "dobj" and clause == verb)
    finite = any(later.tag_ in _TENSED for later in verb.doc[that.i + 1 : end])
    return ((that.i + 1, end),) if at_once and finite and not is_passive(verb) else ()


def _that_after(verb: Token) -> Token | None:
    """The first "that" behind a verb, before any other verb or a colon."""
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.pos_ in {"VERB", "AUX"} or token.text in {":", ";"}:
            return None
        if token.lower_ in _DROPPED:
            return token
    return None


def _has_no_gap(clause: Token) -> bool:
    """Whether a clause read as relative has no relative pronoun."""
    return not any(token.tag_ in {"WDT", "WP", "WP$", "WRB"} for token in clause.lefts) and any(
        child.dep_ in {"nsubj", "nsubjpass"} for child in clause.lefts
    )


def _infinitive(verb: Token, _: Container[int]) -> Content:
    """ "Claims to have invented it." """
    lemma = lemma_of(verb)
    of_which = verb.dep_ == "relcl" and lemma in _VERBS["accusative"]  # "a firm which it estimates to be worth a million"
    if not (lemma in _VERBS["infinitive"] or of_which) or is_passive(verb):
        return ()
    return tuple(subtree(child) for child in verb.rights if child.dep_ == "xcomp" and is_infinitive(child))


def _gerund(verb: Token, _: Container[int]) -> Content:
    """ "Denies supplying the missiles." """
    if lemma_of(verb) not in _VERBS["gerund"] or is_passive(verb):
        return ()
    return tuple(
        subtree(child)
        for child in verb.rights
        if child.dep_ in {"xcomp", "ccomp", "dobj"}
        and child.tag_ == "VBG"
        and child.i == child.left_edge.i
        and not child.nbor(-1).is_punct
    )


def _nominal(verb: Token, _: Container[int]) -> Content:
    """ "Noted the legitimacy of the measures." """
    if lemma_of(verb) not in _VERBS["noun"] or is_passive(verb):
        return ()
    objects = (subtree(child) for child in verb.rights if child.dep_ == "dobj" and child.tag_ not in {"PRP", "WP", "WDT"})
    return tuple((start, end) for start, end in objects if end - start >= _MIN_NOMINAL and start > verb.i)


def _prepositional(verb: Token, _: Container[int]) -> Content:
    """ "Warned of a crisis in the east." """
    wanted = _with_words("preposition").get(lemma_of(verb), frozenset())
    if is_passive(verb):
        return ()
    phrases = (child for child in verb.rights if child.dep_ == "prep" and child.lower_ in wanted)
    objects = (child for phrase in phrases for child in phrase.rights if child.dep_ in {"pobj", "pcomp"})
    return tuple(subtree(child) for child in objects if child.tag_ == "VBG" or len(list(child.subtree)) >= _MIN_NOMINAL)[:1]


def _raised(verb: Token, _: Container[int]) -> Content:
    """ "The minister is said to have resigned": the subject is part of what is said. """
    clause = next((child for child in verb.rights if child.dep_ in {"xcomp", "ccomp"} and is_infinitive(child)), None)
    if clause is None or lemma_of(verb) not in _VERBS["raising"] or not is_passive(verb):
        return ()
    subject = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None)
    if subject is None or subject.lower_ in _OPENERS:
        return (subtree(clause),)
    return subtree(subject), subtree(clause)


def _named(verb: Token, quoted: Container[int]) -> Content:
    """ "Called the attack a 'heinous murder'." """
    if lemma_of(verb) not in _VERBS["naming"] or (is_passive(verb) and verb_source(verb) is None):
        return ()
    name = next((child for child in verb.rights if child.dep_ in {"oprd", "ccomp", "xcomp", "acomp", "attr", "dobj"} and _has(child, quoted)), None)
    if name is None:
        return ()
    named = next((child for child in verb.rights if child.dep_ in {"dobj", "nsubj"} and child.i < name.i), name)
    return ((named.left_edge.i, name.right_edge.i + 1),)


def _as(verb: Token, quoted: Container[int]) -> Content:
    """ "Described the visit as a success." """
    phrase = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _COMMENTING), None)
    lemma = lemma_of(verb)
    if phrase is None or not (lemma in _VERBS["as"] or (lemma in _QUOTED_AS and _has(phrase, quoted))):
        return ()
    if is_passive(verb):
        return (subtree(phrase),) if verb_source(verb) is not None else ()
    objects = (child for child in verb.rights if child.dep_ in {"dobj", "prep"} and child.i < phrase.i)
    first = next(objects, phrase)
    return ((first.left_edge.i, phrase.right_edge.i + 1),)


def _accused(verb: Token, _: Container[int]) -> Content:
    """ "Accused London of breaking its word." """
    phrase = next((child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _ACCUSING), None)
    if phrase is None or lemma_of(verb) not in _VERBS["accusation"]:
        return ()
    wanted = {"nsubjpass"} if is_passive(verb) else {"dobj"}
    accused = next((child for child in verb.children if child.dep_ in wanted and child.lower_ not in _OPENERS), None)
    return (*((subtree(accused),) if accused is not None else ()), subtree(phrase))


def _inverted(verb: Token, kind: str) -> Attribution | None:
    """ "The rebels, said a spokesman, had fled": the parser takes the rebels for the subject. """
    noun = following_noun(verb)
    if noun is None or verb.i == 0 or verb.nbor(-1).text != "," or lemma_of(verb) in _VERBS["that"]:
        return None
    source = noun_phrase(noun)
    sentence = verb.sent
    misread = any(child.dep_ == "nsubj" and child.i < verb.i for child in verb.lefts)
    if source is None or not misread or not is_source(noun) or source[1] >= sentence.end:
        return None
    if not verb.doc[source[1]].is_punct:
        return None
    content = tidied(verb.doc, ((sentence.start, verb.i), (source[1], sentence.end)))
    return Attribution(0, source, cue_of(verb), content, kind) if content else None


def _commenting(verb: Token, kind: str) -> Attribution | None:
    """ "The plan, the minister said, will fail"; "as the governor said, trade matters". """
    as_clause = any(child.lower_ in _COMMENTING and child.i < verb.i for child in verb.lefts)
    objects = any(child.dep_ in {"dobj", "ccomp", "xcomp", "acomp"} for child in verb.rights)
    if objects or verb.head == verb:
        return None
    parenthesis = verb.dep_ == "parataxis" and any(child.dep_ == "nsubj" for child in verb.children)
    if not parenthesis and not (as_clause and verb.dep_ == "advcl"):
        return None
    subject = subject_of(verb)
    return comment(verb, verb_source(verb), kind) if subject is not None and is_source(subject) else None


def _made_clear(verb: Token) -> Attribution | None:
    """ "Made clear that", "made it clear that". """
    clear = next((child for child in verb.rights if child.lower_ in _CLEAR), None)
    if clear is None:
        return None
    clause = next((child for child in (*clear.rights, *verb.rights) if child.dep_ in _CLAUSES and has_that(child)), None)
    subject = subject_of(verb)
    content = tidied(verb.doc, (subtree(clause),)) if clause is not None else ()
    if not content or subject is None or not is_source(subject):
        return None
    return Attribution(0, verb_source(verb), (verb.i, clear.i + 1), content, _kinds("verbs")["say"])


def _adjective(token: Token, _: Container[int]) -> Attribution | None:
    """ "The chancellor is confident that a deal can be reached." """
    kind = _kinds("adjectives").get(token.lower_)
    linking = token.head if token.dep_ in {"acomp", "attr", "oprd"} else token
    if kind is None or (linking == token and not (token.pos_ == "VERB" and is_passive(token))):
        return None
    if linking != token and linking.lemma_ not in _VERBS["feeling"]:
        return None
    clause = next((child for child in token.rights if child.dep_ in _CLAUSES and _is_felt(child)), None)
    subject = subject_of(linking)
    content = tidied(token.doc, (subtree(clause),)) if clause is not None else ()
    if not content or subject is None or subject.dep_ == "expl" or subject.lower_ == "it":
        return None
    source = verb_source(linking) if linking != token else (subject.left_edge.i, subject.right_edge.i + 1)
    return Attribution(0, source, (token.i, token.i + 1), content, _weakened(linking, kind)) if source else None


def _is_felt(clause: Token) -> bool:
    return has_that(clause) or (clause.dep_ == "ccomp" and is_finite(clause))


def _noun(noun: Token, _: Container[int]) -> Attribution | None:
    lemma = noun.lemma_.lower()
    if lemma in _VIEWS and (found := view(noun)) is not None:
        return found
    kind = _kinds("nouns").get(lemma)
    clause = _noun_clause(noun) if kind is not None else None
    content = tidied(noun.doc, (clause_range(clause),)) if clause is not None else ()
    if kind is None or not content or any(child.lower_ == "no" and child.dep_ == "det" for child in noun.lefts):
        return None
    governor = noun.head
    if noun.dep_ == "pobj" and light_verb(noun) is not None and verb_kind(governor.head) is not None:
        return None  # "told the paper in a statement that": the verb reports
    if noun.dep_ == "dobj" and governor.lemma_ in _VERBS["taken_up"] and not is_passive(governor):
        stance = _kinds("verbs")[governor.lemma_]
        return Attribution(0, verb_source(governor), (governor.i, noun.i + 1), content, _weakened(governor, stance))
    return Attribution(0, noun_source(noun), (noun.i, noun.i + 1), content, kind)


def _noun_clause(noun: Token) -> Token | None:
    """The that-clause of a noun: "claims that ..."; or, after "is", "his view is that ..."."""
    opened = has_opener if noun.lemma_ in _ASKING else has_that
    own = next((child for child in noun.rights if child.dep_ in {"acl", "ccomp", "relcl"} and opened(child)), None)
    own = own or next((child for child in noun.rights if _follows_at_once(noun, child)), None)
    if own is not None:
        return own
    copula = noun.head
    if noun.dep_ != "nsubj" or copula.lemma_ != "be" or light_verb(noun) is not None:
        return None
    if not any(child.dep_ == "poss" for child in noun.lefts):
        return None
    return next((child for child in copula.rights if child.dep_ == "ccomp" and has_that(child)), None)


def _follows_at_once(noun: Token, clause: Token) -> bool:
    """Whether a clause without "that" completes a noun: "expressed hope they would come"."""
    return clause.dep_ == "acl" and clause.left_edge.i == noun.i + 1 and is_finite(clause) and _has_no_gap(clause)


def _adverb(token: Token, _: Container[int]) -> Attribution | None:
    return adverb(token) if token.lower_ in _ADVERBS else None


def _according(token: Token, quoted: Container[int]) -> Attribution | None:
    return according(token) or _verb(token, quoted)


@cache
def _readers() -> Mapping[str, Callable[[Token, Container[int]], Attribution | None]]:
    return {
        "VERB": _according,
        "AUX": _verb,
        "NOUN": _noun,
        "PROPN": _noun,
        "ADJ": _adjective,
        "ADV": _adverb,
        "ADP": _according,
        "SCONJ": _according,
    }


@cache
def _kinds(part: str) -> Mapping[str, str]:
    """Each reporting word of a part of speech ("verbs", "nouns", "adjectives") with its kind; the first kind counts."""
    found: dict[str, str] = {}
    for kind, table in _tables("kinds").items():
        for word in _words(table, part):
            found.setdefault(word, kind)
    return found


@cache
def _with_words(form: str) -> Mapping[str, frozenset[str]]:
    """Of a form that lists verbs with their particles or prepositions, each verb with its words."""
    table = _tables("forms")[form]
    return {verb: frozenset(_words(table, verb)) for verb in _mapping(table) if verb not in {"examples", "counterexamples"}}


@cache
def _misread() -> Mapping[str, str]:
    return {form: str(lemma) for form, lemma in _mapping(lexicon("reporting")["misread"]).items()}


def _tables(section: str) -> Mapping[str, Value]:
    return _mapping(lexicon("reporting")[section])


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _words(table: Value, key: str) -> list[str]:
    found = _mapping(table).get(key, [])
    return [str(word) for word in found] if isinstance(found, list) else []


def _has(token: Token, quoted: Container[int]) -> bool:
    return any(position in quoted for position in range(*subtree(token)))
