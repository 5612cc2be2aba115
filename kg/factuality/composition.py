"""How firm a clause or event noun is told, and of which polarity: the operators above it, composed along the tree.

The scale is FactBank's (Saurí and Pustejovsky 2009). ``governed`` says what stands above a word and what that makes of
it, an ``Above``; ``firmness_of`` follows them up to the root of the sentence and composes them from there down, each
with the word's own modals, negation and adverbs, as Nairn, Condoravdi and Karttunen (2006) do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from kg.factuality import complements, operators
from kg.factuality.conditions import is_condition, limit
from kg.factuality.futures import FUTURES, occurs, predicted
from kg.factuality.learned import settled
from kg.factuality.signatures import PLAIN, Firmness, Signature, implied, least_firm, signature, with_denial
from kg.lexicon import words
from kg.model import Factuality
from kg.parse import syntax
from kg.parse.control import subjects
from kg.parse.nouns import is_event_noun, is_person, noun_class
from kg.parse.tree import Token, once

_LONGEST = 10  # steps; past them what a word makes of another is open
_OPEN = frozenset({"whether", "if"})
_CIRCUMSTANCES = frozenset({"why", "how", "when", "where"})
_WH = _CIRCUMSTANCES | {"what", "who", "which"}
_ENDING, _FAILING = (words("stance", "ending", name) for name in ("verbs", "subjects"))
_UNDOING = _ENDING | words("stance", "ending", "foiling")
_CHANGING = words("stance", "ending", "changing") | words("stance", "presupposed", "definite")
_TIME_MARKS, _AHEAD = (words("stance", "conditions", name) for name in ("times", "ahead"))
_ANYBODY, _ANYTHING = (words("stance", "whoever", name) for name in ("any", "things"))
_AS_WILL = words("stance", "prediction", "governors")  # "is going to fall", "is set to fall"
_CREATING = words("stance", "creating", "words")
_INHERITED = words("stance", "gerund", "inherited")
_OPPOSING = words("stance", "opposing", "words")
_PRESUPPOSED = words("stance", "presupposed", "phrases")
_GRANTING = words("stance", "granting", "words") | words("stance", "presupposed", "verbs")
_HYPOTHETICAL = FUTURES | {Factuality.CONDITIONAL, Factuality.REQUESTED}
_GERUNDS = (Factuality.DENIED, Factuality.PLANNED, Factuality.POSSIBLE)
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_TELLING, _BEFALLS = (words("stance", "own_acts", name) for name in ("telling", "befalls"))
_OBJECTS, _OF_CONTENT = frozenset({"dobj", "nsubjpass"}), frozenset({"of", "for", "to"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "all"})
_DUTY = Signature(complements.IS_ASKED, complements.MAY_BE, past=complements.IS_SO, words="have to", rule="modals")
Effect = Callable[[Firmness], Firmness]


@dataclass(frozen=True, slots=True)
class Above:
    """The word above one that bears on it, and what it makes of the one by its own firmness; None where none does."""

    host: Token | None
    effect: Effect

    def then(self, effect: Effect) -> "Above":
        """The same with one effect more."""
        return Above(self.host, lambda above: effect(self.effect(above)))

    def implying(self, found: Signature) -> "Above":
        """The same with what a signature leaves of a complement."""
        return self.then(partial(implied, found))

    def unless_denied(self, instead: Factuality) -> "Above":
        """The same, or ``instead`` of what is negated."""
        return self.then(lambda firm: firm.unless_denied(instead))

    def no_firmer_than(self, *limits: Firmness) -> "Above":
        """The same, or the least firm of ``limits`` where that is less."""
        return self.then(lambda firm: least_firm(*limits, firm))


@once
def firmness_of(head: Token) -> Firmness:
    """How firm the clause is that a verb heads, or the happening that a noun names."""
    return settled(head, composed(head))


def denied_of(verb: Token) -> Firmness:
    """How firm a clause is of a conjunct that it denies: "will yield progress but not [the removal]"."""
    return with_denial(firmness_of(verb), Firmness(Factuality.DENIED, "not", "negation"))


def composed(head: Token) -> Firmness:
    """How firm a clause or happening is told by the operators above it."""
    path: list[tuple[Token, Effect]] = []
    above: Token | None = head
    while above is not None and len(path) <= _LONGEST:
        step = governed(above)
        path.append((above, step.effect))
        above = step.host
    firm = PLAIN if above is None else complements.MAY_BE
    for word, effect in reversed(path):
        firm = _with_own(word, effect(firm))
    if firm.is_denied and limit(head) is not None:  # "would not sign until X paid"
        return Firmness(Factuality.CONDITIONAL, firm.cue, "lasting", negated=True, denial=firm.rule)
    return firm


def governed(head: Token) -> Above:
    """What stands above a clause or event noun and bears on it."""
    if head.pos_ not in syntax.VERBAL:
        return _context(head)
    if head.dep_ == "conj" and head.head.pos_ in syntax.VERBAL:
        return _conjoined(head)
    rule = _GOVERNED.get(head.dep_)
    return rule(head) if rule is not None else _fixed(PLAIN)


def _fixed(firm: Firmness) -> Above:
    return Above(None, lambda _: firm)


def _of(host: Token) -> Above:
    return Above(host, lambda firm: firm)


def _with_own(word: Token, firm: Firmness) -> Firmness:
    """What is left of a word with its own modals, adjectives and negation: "planned tariffs", "no tariffs"."""
    if word.pos_ in syntax.VERBAL:
        told = operators.own_firmness(word)
        if firm.is_denied and told.is_denied and word.dep_ in _GOVERNED:
            return Firmness(Factuality.POSSIBLE, firm.cue, firm.rule, denial=told.rule)  # "denied that it did not sign"
        return with_denial(firm, told)
    own = [PLAIN]
    for child in word.children:
        listed = signature("act", "adjectives", child.lower_) if child.dep_ in {"amod", "compound"} else None
        if listed is not None:
            own.append(replace(listed.holds, cue=child.lower_, rule=listed.rule))
        if child.dep_ == "acl" and child.tag_ == "VBN":
            own.append(operators.due(child))  # "the talks planned for Friday"
    firm = least_firm(*own, firm)
    if firm.negated or not operators.is_negative_phrase(word):  # its clause has counted the "no" of an object
        return firm
    return with_denial(firm, Firmness(Factuality.DENIED, "no", "negation"))


# Clauses under a verb, an adjective or a noun


def _governor(governor: Token) -> Above:
    """How firm a verb, noun or adjective leaves what stands under it, before its own signature counts."""
    if governor.pos_ in syntax.NOMINAL:
        return _outcome(governor)
    host = syntax.clause_above(governor)
    if host is None:
        return _fixed(PLAIN)
    told = operators.of_story(governor)
    return _of(host).then(lambda firm: least_firm(firm, told)) if governor.pos_ in syntax.VERBAL else _of(host)


def _complement(verb: Token) -> Above:
    """As in "failed to sign", "denied that X signed", "stopped signing", "is likely to sign"."""
    governor, kind, question = verb.head, complements.complement_kind(verb), _question_word(verb)
    above = _governor(governor)
    if kind == "infinitive" and governor.pos_ in syntax.VERBAL and governor.lemma_ in {"be", "have"}:
        asked = complements.judged(governor, verb) if syntax.has_child(verb, syntax.SUBJECTS) else None
        wanted = signature("that", "adjectives", asked.lower_) if asked is not None else None
        be_to = partial(_under_be_or_have, governor)
        return above.implying(wanted) if wanted is not None else above.then(be_to)  # "it is vital for Norway to sign"
    is_open = question in _OPEN or (question and governor.lemma_ in operators.ASKING and operators.tense(verb) == "MD")
    if kind == "clause" and is_open:
        return _fixed(Firmness(Factuality.POSSIBLE, question, "question"))
    if kind == "clause" and question in _CIRCUMSTANCES and operators.tense(verb) == "VBD":
        return _fixed(operators.of_story(governor))  # "may ask why it signed": it did
    if kind == "clause" and question in _WH:
        return above.unless_denied(Factuality.ASSERTED)
    if kind == "infinitive" and question in _WH | _OPEN:  # "discussed how to sign"
        return above.no_firmer_than(Firmness(Factuality.POSSIBLE, f"{question} to", "question"))
    clause = governor if governor.pos_ in syntax.VERBAL else governor.head
    is_past = syntax.is_perfect(clause) or operators.tense(clause) == "VBD"  # "has been able to"
    found = complements.of_complement(verb, kind)
    is_anybodys = any(map(operators.is_indefinite, subjects(governor)))

    def left(firm: Firmness) -> Firmness:
        is_condition_only = firm.value is Factuality.CONDITIONAL or firm.rule == "conditions"
        taken = replace(found, open=None) if is_condition_only and is_anybodys else found
        return implied(taken, firm, is_past=is_past)  # "once a country stops signing": nobody need sign

    is_future = kind == "infinitive" and governor.lower_ in _AS_WILL
    return above.then(lambda firm: predicted(left(firm), verb) if is_future else left(firm))


def _question_word(verb: Token) -> str:
    """The question word of a complement, or the empty string."""
    own = next((child.lower_ for child in verb.children if child.dep_ == "mark" or child.tag_ == "WRB"), "")
    return own or (verb.left_edge.lower_ if verb.left_edge.tag_ == "WP" else "")  # "what he was tried for"


def _under_be_or_have(governor: Token, firm: Firmness) -> Firmness:
    """As in "is to sign", "has to sign", "had to sign" (it did), "has yet to sign" (it has not)."""
    if governor.doc.lower_at(governor.i + 1) == "yet":
        return implied(replace(complements.NOT, words=f"{governor.lemma_} yet to", rule="negation"), firm)
    if governor.lemma_ == "be":
        planned = Firmness(Factuality.PLANNED, "be to", "modals")
        return with_denial(planned, firm) if firm.is_denied else least_firm(firm, planned)
    if firm.value in FUTURES:  # "will have to stop"
        return Firmness(Factuality.EXPECTED, f"{firm.cue} have to", "modals")
    return implied(_DUTY, firm, is_past=governor.tag_ == "VBD" and governor.dep_ != "ccomp")


def _subject_clause(verb: Token) -> Above:
    """As in "whether X signed is unclear" (Possible), "that X signed is false" (Denied)."""
    if operators.mark(verb) in _OPEN:
        return _fixed(Firmness(Factuality.POSSIBLE, operators.mark(verb), "question"))
    said = complements.said_of(verb) if operators.tense(verb) in syntax.TENSED_TAGS else None
    return _of(verb.head).implying(said) if said is not None else _fixed(PLAIN)


def _conjoined(verb: Token) -> Above:
    """As in "will sign and ratify" shares the modal; "signed and may ratify" does not; both share what governs them."""
    head = verb.head
    has_subject = syntax.has_child(verb, syntax.SUBJECTS)
    is_apart = has_subject and syntax.first_conjunct(head).dep_ not in {"ccomp", "advcl"}
    above = _fixed(PLAIN) if is_apart else governed(head)
    shared = PLAIN
    is_bare = syntax.finite_verb(verb).tag_ in {"VB", "VBN", "VBG"} or operators.link(verb) == "or"
    if is_bare and not has_subject:  # "will sign or be fined"
        shared = operators.shared_firmness(head)
        if operators.link(verb) == "but" and shared.negated:  # "will not raise but lower", "cannot but may"
            is_able = shared.is_denied and any(child.tag_ == "MD" for child in head.children)
            plain = Firmness(Factuality.POSSIBLE, "but", "modals") if is_able else PLAIN
            shared = plain if shared.is_denied else replace(shared, negated=False, cue=shared.cue.split()[0], denial="")
        is_finite = verb.tag_ in {"VBD", "VBZ"} and verb.lower_ != verb.lemma_ and head.tag_ == "VB"
        if is_finite and shared.is_denied:  # "did not report it, or reported it late"
            shared = Firmness(Factuality.POSSIBLE, "or", "modals")
        elif shared.rule in {"modals", "prediction"}:  # "tariffs will begin and harm": of each verb it is asked anew
            shared = predicted(shared, verb)
    condition = Firmness(Factuality.CONDITIONAL, "if", "conditions") if is_condition(head) else PLAIN
    return above.then(lambda firm: least_firm(shared, firm, condition))


def _infinitive(verb: Token) -> Above:
    """As in "a plan to sign" (Planned), "took the opportunity to sign" (Asserted)."""
    noun = verb.head
    phrase = f"{syntax.verb_name(noun.head)} {noun.lemma_.lower()}" if noun.dep_ == "dobj" else ""
    told = signature("to", "phrases", phrase)
    if told is not None:
        return _of(noun.head).implying(told)
    asked = _outcome(noun).then(lambda firm: firm if firm.value is not Factuality.REQUESTED else PLAIN)
    return asked.implying(complements.of_noun(noun))


def _modifier(verb: Token) -> Above:
    """As in "a tariff targeting steel", which is as firm as the tariff where that is only meant."""
    noun = verb.head
    if syntax.is_infinitive(verb):
        return _infinitive(verb)
    asked = next((c.lower_ for c in verb.children if c.lower_ in _OPEN or c.tag_ in {"WRB", "WP"}), "")
    if asked:  # "doubts whether X signed", "no idea of how X signed"
        return _fixed(Firmness(Factuality.POSSIBLE, asked, "question") if asked in _OPEN else PLAIN)
    if _is_content(noun, verb):
        return _content(noun)
    if operators.is_negative_phrase(noun) and verb.tag_ in {"VBN", "VBG"}:
        return _of(noun)  # "there were no injuries reported"
    is_bare = not syntax.has_child(noun, {"det", "poss", "nummod"}) or operators.is_indefinite(noun)
    is_meant = noun.dep_ in {"dobj", "pobj"} and is_bare and is_event_noun(noun.lemma_.lower())
    if is_meant or (noun.dep_ == "dobj" and operators.is_indefinite(noun)):
        return _context(noun)  # "seeks a tariff targeting steel", "could lead to tariffs targeting it"
    told = operators.of_story(noun.head) if noun.dep_ == "dobj" else PLAIN  # "the film shows X attacking"
    if verb.tag_ == "VBN" and noun.dep_ in syntax.SUBJECTS and operators.is_indefinite(noun) and _is_hypothetical(noun):
        told = Firmness(Factuality.CONDITIONAL, noun.lower_, "anybody")  # "a bank fined by them will close"
    return _fixed(told)


def _is_content(noun: Token, verb: Token) -> bool:
    """Whether a clause is what a noun is about: "the rumour that X signed", "no doubt X signed"."""
    is_relative = any(child.tag_ in syntax.RELATIVE_TAGS for child in verb.children)
    is_whole = syntax.has_child(verb, syntax.SUBJECTS) and not is_relative and operators.is_negative_phrase(noun)
    is_told = is_whole and signature("that", "nouns", noun.lemma_.lower()) is not None
    return operators.mark(verb) == "that" or is_told


def _outcome(noun: Token) -> Above:
    """How firm what a noun is about is left: denied in "abandoned its plan", "foiled the bid", "the effort failed"."""
    verb, word = noun.head, noun.lemma_.lower()
    listed = _UNDOING if noun.dep_ in _OBJECTS else _FAILING if noun.dep_ in syntax.SUBJECTS else frozenset()
    has_content = any(signature(construction, "nouns", word) for construction in ("to", "that", "act"))
    if syntax.verb_name(verb) not in listed or not has_content:
        return _of(noun)
    return _of(verb).implying(replace(complements.NOT, words=syntax.verb_name(verb)))


def _content(noun: Token, *, unknown: Factuality = Factuality.POSSIBLE) -> Above:
    """As in "denied a report that X signed", "the claim that X signed proved false"; a report alone is no fact."""
    name = noun.lemma_.lower()
    listed = signature("that", "nouns", name)
    found = listed or Signature(Firmness(unknown), complements.IS_NOT, words=f"{name} that", rule="unlisted_that")
    said = complements.said_of(noun)
    if said is not None:
        return _of(noun.head).implying(said)
    act = signature("act", "verbs", syntax.verb_name(noun.head)) if noun.dep_ in _OBJECTS else None

    def left(firm: Firmness) -> Firmness:
        is_under_verb = act is None and noun.dep_ != "attr"  # not "it is not the case that"
        if firm.negated and is_under_verb and found.denied.is_denied and not operators.is_negative_phrase(noun):
            return Firmness(Factuality.POSSIBLE, found.words, found.rule)  # "the report that X signed was not verified"
        if act is not None and not (firm.negated or operators.own_firmness(noun.head).negated):
            firm = least_firm(firm, replace(act.holds, cue=act.words, rule=act.rule))
        left = implied(found, firm)
        if firm.negated or firm.is_asserted or found.open is not None:
            return left
        return least_firm(left, Firmness(Factuality.POSSIBLE, left.cue, left.rule))

    return _of(noun).then(left)


def _relative(verb: Token) -> Above:
    """As in "any country that attacks" (Conditional), "wants a law that bans imports" (as firm as the law)."""
    noun = verb.head
    if syntax.is_infinitive(verb):
        return _infinitive(verb)
    is_it = noun.head.lemma_ == "be" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in noun.head.children)
    is_role = any(c.tag_ in {"WDT", "WP"} and c.dep_ in syntax.SUBJECTS | {"dobj"} for c in verb.children)
    if noun.dep_ == "attr" and noun.pos_ == "PROPN" and is_it and is_role:
        return _of(noun.head)  # "it was not Norway that attacked": as firm as the clause above
    if _is_content(noun, verb):  # "the rumour that X signed": no relative clause
        return _content(noun, unknown=Factuality.ASSERTED)
    if operators.is_negative_phrase(noun) or noun.lower_ in _ANYBODY or syntax.determiner(noun) == "any":
        return _fixed(Firmness(Factuality.CONDITIONAL, noun.left_edge.lower_, "anybody"))
    return _fixed(PLAIN) if syntax.finite_verb(verb).tag_ not in _PRESENT else _present_relative(verb, noun)


def _present_relative(verb: Token, noun: Token) -> Above:
    is_aside = verb.doc[verb.left_edge.i - 1].text == ","  # "peacekeepers, who are there": those that there are
    word, is_bare = noun.lemma_.lower(), not syntax.has_child(noun, {"det", "poss", "amod", "nummod"})
    is_anybody = noun.lower_ == "those" or (noun.tag_ == "NNS" and is_bare)
    if not is_aside and is_anybody and not is_person(word) and _is_hypothetical(noun):
        return _fixed(Firmness(Factuality.CONDITIONAL, noun.lower_, "anybody"))  # "those who attack must pay"
    # "will sign a deal that", "promotes a region that"; "visits a city that is"
    is_created = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _CREATING
    is_yet_to_be = is_created or noun_class(word) in {"Policy", "Agreement"} or is_event_noun(word)
    is_open = is_yet_to_be and operators.is_indefinite(noun)
    return _context(noun).unless_denied(Factuality.POSSIBLE) if is_open else _fixed(PLAIN)


def _is_hypothetical(noun: Token) -> bool:
    """Whether what the clause of a noun tells has not happened, as far as is told."""
    governor = noun.head if noun.dep_ in syntax.SUBJECTS else syntax.clause_above(noun.head)
    return governor is not None and firmness_of(governor).value in _HYPOTHETICAL


# Adverbial clauses and gerunds


def _adverbial(verb: Token) -> Above:
    """As in "met to sign", "before it could sign", "left, signing it"."""
    governor = verb.head if verb.head.pos_ in syntax.VERBAL else verb.head.head
    if governor.pos_ not in syntax.VERBAL:
        return _fixed(PLAIN)
    if syntax.is_infinitive(verb):
        return _of(governor).then(partial(_purpose, governor))
    if not operators.mark(verb) and verb.tag_ in {"VBG", "VBN"}:
        hosts = (governor, *(child for child in governor.children if child.dep_ == "acomp"))
        inner = [c for host in hosts for c in host.children if c.dep_ == "xcomp" and c.i < verb.i]
        is_raised = syntax.is_passive(governor) or governor.lemma_ == "be"  # "is expected to arrive, bringing food"
        return _of(inner[0] if inner and is_raised else governor).unless_denied(Factuality.POSSIBLE)
    return _of(governor).then(partial(_in_time, verb))


def _in_time(verb: Token, governor: Firmness) -> Firmness:
    """As in "before he could sign", "will stay until it signs", "will act before it signs", "once it signs"."""
    before = operators.mark(verb)
    is_prevented = any(child.lower_ == "could" or syntax.determiner(child) == "any" for child in verb.children)
    if before == "before" and is_prevented:
        return Firmness(Factuality.DENIED if governor.is_asserted else Factuality.POSSIBLE, before, "conditions")
    if before in {"until", "till"} and (operators.tense(verb) in _PRESENT or not governor.is_asserted):
        return Firmness(Factuality.POSSIBLE, before, "conditions")
    is_present = operators.tense(verb) in {"VBZ", "VBP"}
    if is_present and (before == "before" or (before in _AHEAD and governor.value in _HYPOTHETICAL)):
        return Firmness(Factuality.EXPECTED, before, "conditions")
    is_gerund = operators.tense(verb) == "VBG" and governor.value in _HYPOTHETICAL
    is_open = is_gerund or (is_present and (before == "once" or not governor.is_asserted))
    if before in _TIME_MARKS and is_open:
        return Firmness(Factuality.CONDITIONAL, before, "conditions")
    return PLAIN


def _purpose(governor: Token, firm: Firmness) -> Firmness:
    """As in "met to sign"; of "did not close the port to curb trade" the aim is open."""
    if firm.negated:
        is_bare = all(child.dep_ != "dobj" or child.lower_ in _ANYTHING for child in governor.children)
        return firm if is_bare else firm.unless_denied(Factuality.POSSIBLE)
    return least_firm(Firmness(Factuality.PLANNED, f"{syntax.verb_name(governor)} to", "purpose"), firm)


def _gerund(verb: Token) -> Above:
    """As in "prevented X from signing" by the governor; "without signing", "by signing" by the preposition."""
    preposition = verb.head
    governor, name = preposition.head, syntax.preposition_name(preposition)
    listed = complements.of_gerund(verb)
    if listed is not None:
        return _governor(governor).implying(listed)
    is_ruled = governor.pos_ in syntax.VERBAL or governor.dep_ in {*_OBJECTS, "attr"}
    above = _governor(governor) if is_ruled else _fixed(PLAIN)
    if name in _INHERITED:
        return above.unless_denied(Factuality.POSSIBLE)
    value = next((value for value in _GERUNDS if name in words("stance", "gerund", value.value)), None)
    if value is None:
        return above.no_firmer_than(Firmness(Factuality.POSSIBLE, f"{name} doing", "gerund"))
    own = Firmness(value, name, "gerund")
    return above.then(lambda firm: least_firm(own, firm) if value is not Factuality.PLANNED else own)


# Happenings that nouns name


def _context(noun: Token) -> Above:
    """As in "rejected tariffs", "the risk of tariffs", "the tariffs failed"."""
    while noun.dep_ == "conj" and noun.head != noun:
        noun = noun.head
    match noun.dep_:
        case "nsubj" | "nsubjpass" if (verb := _raised(noun.head)) is not None:
            return _of(verb) if occurs(verb) else _under_verb(noun, verb)
        case "attr" | "oprd":
            return _of(noun.head)  # "is an ally", "called it an attack"
        case "dobj" | "nsubjpass":
            return _under_verb(noun, noun.head)
        case "pobj" | "pcomp":
            # "the rejection of Sweden's tariffs"
            lent = _after_preposition(noun)
            return lent.unless_denied(Factuality.POSSIBLE) if _is_act_of_another(noun) else lent
    return _fixed(PLAIN)


def _raised(verb: Token) -> Token | None:
    """The verb that tells what becomes of a subject: "begin" of "talks were due to begin", "is" of "is due in May"."""
    hosts = (verb, *(child for child in verb.children if child.dep_ in {"acomp", "prep"}))
    below = [child for host in hosts for child in host.children if child.dep_ == "xcomp"]
    lifted = [each for each in below if syntax.is_passive(each) and (verb.lemma_ == "be" or syntax.is_passive(verb))]
    return next((each for each in (verb, *below) if occurs(each) or each in lifted or operators.due(each).cue), None)


def _under_verb(noun: Token, head: Token) -> Above:
    """As in "rejected tariffs", "announced tariffs"; an act of another is open where it is rejected, not confirmed."""
    name = syntax.verb_name(head)
    if _is_taken_for_granted(noun, name):
        return _fixed(Firmness(Factuality.ASSERTED, name, "ending"))
    above = _governor(head) if head.pos_ in syntax.VERBAL else _fixed(PLAIN)
    if noun.dep_ == "dobj" and syntax.has_child(head, {"oprd"}):
        return above.unless_denied(Factuality.ASSERTED)  # "called the killing a crime": it was one
    if name in _TELLING and noun.lemma_.lower() in _BEFALLS:
        return above  # "announced the death of"
    listed = signature("act", "verbs", name)
    is_opposed = listed is not None and listed.holds.is_denied and head.lemma_.lower() in _OPPOSING
    if is_opposed and (_is_act_of_another(noun) or syntax.determiner(noun) in _DEFINITE):
        return _fixed(Firmness(Factuality.POSSIBLE, name, "opposing"))  # "opposed the war": it is not denied
    if listed is not None:
        return above.implying(listed)
    return above.unless_denied(Factuality.POSSIBLE) if _is_act_of_another(noun) else above


def _is_taken_for_granted(noun: Token, verb: str) -> bool:
    """As in "will lift tariffs", "may ease the ban", "should accept Norway's offer": it is there before."""
    is_open = operators.is_indefinite(noun) or operators.is_negative_phrase(noun)
    if is_open or signature("act", "nouns", noun.lemma_.lower()) is not None:
        return False
    is_owned = syntax.has_child(noun, {"poss"})
    is_there = is_owned or syntax.determiner(noun) in _DEFINITE
    return verb in _ENDING or (verb in _CHANGING and is_there) or (verb in _GRANTING and is_owned)


def _is_act_of_another(noun: Token) -> bool:
    """As in "Sweden's tariffs", "the attack by Togo"; whose "its tariffs" are is not to be seen."""
    agents = [child for child in noun.children if child.dep_ in {"poss", "agent"} or child.lower_ == "by"]
    return any(token.pos_ in syntax.NOMINAL for child in agents for token in (child, *child.children))


def _after_preposition(noun: Token) -> Above:
    """As in "without tariffs", "the risk of tariffs", "called for tariffs"; "respond to tariffs": there are some."""
    governor, name = noun.head.head, syntax.preposition_name(noun.head)
    if name in operators.WITHOUT:
        return _fixed(Firmness(Factuality.DENIED, name, "gerund"))
    is_verb, word = governor.pos_ in syntax.VERBAL, governor.lemma_.lower()
    if operators.is_predicate_noun(noun):
        return _of(governor)
    phrase = f"{syntax.verb_name(governor) if is_verb else word} {name}"
    listed = signature("act", "phrases", phrase)
    if listed is None and is_verb and name == "for":
        listed = signature("act", "verbs", word)
    if listed is None and governor.pos_ in syntax.NOMINAL and name in _OF_CONTENT:
        listed = signature("act", "nouns", word)
    if listed is not None:
        return _governor(governor).implying(listed)
    if not is_verb or phrase in _PRESUPPOSED:
        return _fixed(PLAIN)
    if name in _OF_CONTENT:
        return _of(governor)
    is_bare = not syntax.has_child(noun, {"det", "poss", "nummod"})
    is_new = operators.is_indefinite(noun) or (name == "with" and is_bare)
    return _of(governor).unless_denied(Factuality.POSSIBLE) if is_new else _fixed(PLAIN)


_GOVERNED: Mapping[str, Callable[[Token], Above]] = {
    "xcomp": _complement, "ccomp": _complement, "advcl": _adverbial, "acl": _modifier, "relcl": _relative,
    "pcomp": _gerund, "csubj": _subject_clause, "csubjpass": _subject_clause,
}  # fmt: skip
"""What governs a clause, by its label."""
