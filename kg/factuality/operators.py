"""The factuality of a clause by its own modals, negation, adverbs, conditions and questions."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from kg.factuality.conditions import UNTIL, conditions, is_condition, marks
from kg.factuality.futures import FUTURES, future, is_expectation, is_intended, is_norm
from kg.factuality.signatures import PLAIN, Firmness, least_firm, with_denial, word_effects
from kg.lexicon import words
from kg.model import Factuality
from kg.parse import syntax
from kg.parse.nouns import is_person
from kg.parse.tree import Token, once

_OF_DEGREE, _NEARLY = (words("stance", "nearly", name) for name in ("verbs", "Denied"))
_SCARCE, _SCARCELY = (words("stance", "scarce", name) for name in ("words", "adverbs"))
_NOBODY = words("stance", "nobody", "words")
_NOT_ALONE = words("stance", "not_alone", "words")
_DEGREES, _TIMES = (words("stance", "degrees", name) for name in ("words", "times"))
_STORIES = words("stance", "fiction", "words")
_MAKING = words("stance", "fiction", "making")
_DEPICTING = words("stance", "fiction", "verbs")
_LASTING = words("stance", "lasting", "verbs")
_COPULAS, _STATES = (words("stance", "predicate", name) for name in ("verbs", "prepositions"))
_COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})
_NOT = frozenset({"not", "n't", "n’t"})
_NEITHER = frozenset({"neither", "nor"})
_NEGATIVE, _EXCEPTING = (words("stance", "inversion", name) for name in ("words", "excepting"))
_WHOEVER = words("stance", "whoever", "words")
_REPORTED = words("stance", "modals", "reported")
_QUALIFIED = words("stance", "qualified", "words")
_OF_LIKELIHOOD = words("stance", "prediction", "likelihood")
ASKING = words("stance", "asking", "verbs")
WITHOUT = words("stance", "gerund", "Denied")  # "instead of", "rather than"


def own_firmness(verb: Token) -> Firmness:
    """The firmness of a clause apart from its governors: "may sign" Possible, "met nobody" Denied."""
    return with_denial(shared_firmness(verb), _of_objects(verb))


@once
def shared_firmness(verb: Token) -> Firmness:
    """The same without its objects: what a verb behind "and" or "or" may share."""
    if is_condition(verb):
        return with_denial(Firmness(Factuality.CONDITIONAL, mark(verb) or "if", "conditions"), _denial(verb))
    # "in the novel, X signed", "a novel in which X signs"
    fronted = (child for child in verb.lefts if child.lower_ == "in" and verb.lemma_ not in _MAKING)
    told = (verb.head if noun.tag_ == "WDT" else noun for child in fronted for noun in child.children)
    found = [due(verb), _story(told, "in {}"), *_helped(verb)]
    adverbs = [child for child in verb.children if child.dep_ == "advmod"]
    phrases = [verb.doc[max(verb.i - 2, 0) : verb.i], *(verb.doc[one.left_edge.i : one.i + 1] for one in adverbs)]
    found += [_adverb(verb, word.lower()) for word in (*(phrase.text for phrase in phrases), *map(str, adverbs))]
    parties = (child for child in verb.children if child.dep_ in syntax.SUBJECTS)
    anybody = (word.lower_ for party in parties for word in (party, *party.lefts) if word.lower_ in _WHOEVER)
    found += [Firmness(Factuality.CONDITIONAL, cue, "anybody") for cue in anybody]  # "whichever bidder pays"
    found.append(_condition(verb, {each.value for each in found if each.rule != "would"}))
    if _is_question(verb):
        found.append(Firmness(Factuality.POSSIBLE, "?", "question"))
    firm = least_firm(*(each for each in found if not (each.is_asserted or each.is_denied)), PLAIN)
    return with_denial(firm, least_firm(PLAIN, *(each for each in found if each.is_denied)))


def _helped(verb: Token) -> Iterator[Firmness]:
    """What auxiliaries and negation make of a clause: "will not sign" is a plan not to, "cannot sign" denied."""
    helpers = [child for child in verb.children if child.dep_ in syntax.AUXILIARIES]
    denial, modal = _denial(verb), next((child for child in helpers if child.tag_ == "MD"), None)
    told = [_modal(helper) for helper in helpers]
    if modal is not None and denial.is_denied:
        section = "perfect_denied" if syntax.is_perfect(verb) else "modals_denied"
        turned = word_effects(section).get(modal.lower_)
        is_forecast = any(each.value in FUTURES for each in told)
        is_refusal = any(each.rule == "would" for each in told) and is_intended(verb)
        if turned is not None and (is_refusal or not is_forecast):
            yield Firmness(turned, f"{modal.lower_} {denial.cue}", section)
            return
    yield from told
    yield denial


def mark(verb: Token) -> str:
    """The subordinating conjunction of a clause in lower case, or the empty string."""
    return next(iter(marks(verb)), "")


def tense(verb: Token) -> str:
    """The Penn tag of the finite verb of a clause: of "is ratified" that of "is"."""
    return syntax.finite_verb(verb).tag_


def link(verb: Token) -> str:
    """The conjunction right before the second of two coordinated verbs; empty for any other verb."""
    between = range(verb.i - 1, verb.head.i, -1) if verb.dep_ == "conj" else ()
    return next((word for word in map(verb.doc.lower_at, between) if word in {"and", "but", "nor", "or"}), "")


# Modals, adverbs, what is due


def _modal(auxiliary: Token) -> Firmness:
    """As in "would" in reported speech is a future seen from the past ("stated it would attack": Planned)."""
    verb, word = auxiliary.head, auxiliary.lower_
    if auxiliary.tag_ == "TO" and verb.dep_ == "ROOT":
        return Firmness(Factuality.PLANNED, word, "modals")  # the headline "Canada to sign treaty"
    if auxiliary.tag_ != "MD":
        return PLAIN
    perfect = word_effects("perfect").get(word) if syntax.is_perfect(verb) else None
    if perfect is not None:
        return Firmness(perfect, word, "perfect")
    firm = Firmness(word_effects("modals").get(word) or Factuality.ASSERTED, word, "modals")
    if word in _REPORTED:
        is_content = verb.dep_ in {"ccomp", "conj"} or mark(verb) == "that"  # "made it clear that it would"
        above = [verb.head, verb.head.head] if is_content else []
        above += [child for child in verb.children if child.dep_ == "parataxis"]  # "the talks, he said, would"
        is_agreed = verb.dep_ == "relcl" and is_norm(verb.head) and is_intended(verb)  # "a deal by which it would pay"
        if not (is_agreed or any(each.tag_ in {"VBD", "VBN"} for each in above)):
            return Firmness(Factuality.EXPECTED, word, "would")
        firm = replace(firm, value=Factuality.PLANNED)
    is_foreseen = firm.value is Factuality.PLANNED and future(verb) is Factuality.EXPECTED
    is_foreseen |= word in _OF_LIKELIHOOD and is_expectation(verb)
    return replace(firm, value=Factuality.EXPECTED, rule="prediction") if is_foreseen else firm


def _adverb(verb: Token, word: str) -> Firmness:
    """As in "probably signed"; "nearly signed", which it did not, but "nearly doubled" tells how much."""
    if word in _NEARLY:
        is_act = verb.pos_ == "VERB" and verb.lemma_.lower() not in _OF_DEGREE
        return Firmness(Factuality.DENIED, word, "nearly") if is_act else PLAIN
    return Firmness(word_effects("adverbs").get(word) or Factuality.ASSERTED, word, "adverbs")


def due(verb: Token) -> Firmness:
    """The factuality that "is expected in May" gives its subject; "is expected to sign" gives it to the signing."""
    said = [child for child in verb.children if child.dep_ == "acomp"] if verb.lemma_ == "be" else [verb]
    if verb.lemma_ != "be" and (not syntax.is_passive(verb) or syntax.has_child(verb, {"agent"})):
        return PLAIN
    below = [child for token in (verb, *said) for child in token.children]
    has_content = (c.dep_ in {"xcomp", "ccomp", "oprd"} or (c.lower_ == "to" and c.head in said) for c in below)
    if any(has_content):
        return PLAIN  # "was due to a fault"
    effects = ((word_effects("due").get(syntax.verb_name(word)), word) for word in said)
    return least_firm(PLAIN, *(Firmness(effect, word.lower_, "due") for effect, word in effects if effect is not None))


# Stories


def of_story(verb: Token) -> Firmness:
    """The factuality that a verb leaves to what it tells: Possible in "the film shows X signing"."""
    is_depicting = verb.lemma_.lower() in _DEPICTING
    return _story((child for child in verb.children if child.dep_ == "nsubj" and is_depicting), "{}")


def _story(nouns: Iterable[Token], cue: str) -> Firmness:
    found = next((noun.lower_ for noun in nouns if noun.lemma_.lower() in _STORIES), "")
    return Firmness(Factuality.POSSIBLE, cue.format(found), "fiction") if found else PLAIN


# Negation


def _denial(verb: Token) -> Firmness:
    """As in "did not sign", "at no time did it sign", "neither signed nor", "no country signed", "met nobody"."""
    fronted = _fronted(verb)
    if fronted is not None:
        return fronted
    if (negation := next(filter(_negates, verb.children), None)) is None:
        return _of_others(verb)
    told = [child for child in verb.rights if child.dep_ == "advmod" and child.lower_ not in _TIMES]
    if _is_until(verb) or any(degree.lower_ in _DEGREES for adverb in told for degree in adverb.children):
        return PLAIN  # "had never cooperated as closely", "did not grow more quickly": it did, so much or less
    manner = next((one.lower_ for one in verb.children if one.dep_ == "advmod" and one.lower_ in _QUALIFIED), "")
    if manner and negation.lower_ in _NOT:
        return Firmness(Factuality.POSSIBLE, f"not {manner}", "qualified")
    return Firmness(Factuality.DENIED, "no longer" if negation.lower_ == "longer" else negation.lower_, "negation")


def _negates(child: Token) -> bool:
    if child.dep_ == "neg":
        return child.doc.lower_at(child.i + 1) not in _NOT_ALONE
    if child.lower_ in _NEITHER:
        return child.dep_ in {"advmod", "preconj"}
    return child.lower_ == "longer" and any(inner.lower_ == "no" for inner in child.children)


def _fronted(verb: Token) -> Firmness | None:
    """As in "at no time did it sign", "nor has it signed"; "not until May did it sign", "only then did it": it did."""
    if link(verb) == "nor":
        return Firmness(Factuality.DENIED, "nor", "inversion")
    first = syntax.finite_verb(verb)
    subject = syntax.own_subject(verb)
    is_helped = first.tag_ != "TO" and (first != verb or verb.lemma_ == "be")  # not "“It is not so,” added the agency"
    if subject is None or subject.i < first.i or not is_helped:
        return None
    fronted = (child for child in verb.lefts if child.i < first.i and child.dep_ not in {"ccomp", "advcl", "parataxis"})
    before, told = verb.doc.lower_at(verb.left_edge.i - 1), [w.lower_ for child in fronted for w in child.subtree]
    cue = before if before in _NEITHER & _NEGATIVE else next((word for word in told if word in _NEGATIVE), "")
    if not cue:
        return None
    return Firmness(Factuality.DENIED, cue, "inversion") if _EXCEPTING.isdisjoint([before, *told]) else PLAIN


def _of_others(verb: Token) -> Firmness:
    """What the words beside a verb deny: "no country signed", "nobody signed or paid", "to match, rather than beat"."""
    first = syntax.finite_verb(verb)
    before = verb.doc[max(first.i - 2, 0) : first.i].text.lower()
    if verb.dep_ == "conj" and first.tag_ == "VB" and before in WITHOUT:
        return Firmness(Factuality.DENIED, before, "gerund")
    host = verb
    while host.dep_ == "conj" and host.head.pos_ in syntax.VERBAL and not syntax.has_child(host, syntax.SUBJECTS):
        host = host.head
    subject = syntax.own_subject(host)
    if subject is not None and is_negative_phrase(subject):
        return Firmness(Factuality.DENIED, subject.left_edge.lower_, "nobody")
    return PLAIN


def _of_objects(verb: Token) -> Firmness:
    """As in "met no minister", "spoke to nobody", "is no ally"; "at no cost", "with no money" stand beside."""
    objects = [child for child in verb.children if child.dep_ in _COMPLEMENTS | {"dobj", "dative"}]
    phrases = (child for host in (verb, *objects) for child in host.rights if child.dep_ in {"prep", "agent", "dative"})
    parties = [noun for child in phrases for noun in child.children if noun.dep_ == "pobj"]
    objects += [n for n in parties if n.lower_ in _NOBODY | {"one"} or is_person(n.lemma_.lower())]
    objects += [noun for noun in parties if syntax.determiner(noun) == "neither"]  # "gave aid to neither country"
    none = next(filter(is_none, objects), None)
    return Firmness(Factuality.DENIED, none.left_edge.lower_, "nobody") if none is not None else PLAIN


def is_none(noun: Token) -> bool:
    """Whether a noun phrase names nothing: "nobody", "no injuries", "neither side", "neither Peru nor Chile"."""
    dets = (child for child in noun.children if child.dep_ in {"det", "preconj"} and child.lower_ in {"no", "neither"})
    return noun.lower_ in _NOBODY or any(child.doc.lower_at(child.i + 1) != "-" for child in dets)  # not "no-fly zone"


def is_negative_phrase(noun: Token) -> bool:
    """Whether a noun phrase is negative: "no country", "not a single country", "few countries", "hardly any"."""
    children = list(noun.children)
    if is_none(noun) or any(c.lower_ in {"no", "neither"} and c.dep_ in {"cc", "advmod"} for c in children):
        return True
    first = noun.left_edge
    if first.lower_ in _NOT and first != noun:  # "not every country"
        return first.nbor().lower_ not in _NOT_ALONE  # "not only the union but"
    if is_indefinite(noun) and first.lower_ in _SCARCELY:
        return True
    scarce = any(c.lower_ in _SCARCE and c.dep_ == "amod" for c in children)
    return scarce and not any(c.lower_ in {"a", "an", "the"} for c in children)


def is_indefinite(noun: Token) -> bool:
    """Whether a noun phrase is indefinite: "a tariff", "any tariff"."""
    return syntax.determiner(noun) in {"a", "an", "any", "no"}


def is_predicate_noun(noun: Token) -> bool:
    """As in "is in talks", "is not on a visit": what the clause says; "is in the talks" takes them as held."""
    preposition, copula = noun.head, noun.head.head
    is_beside = any(child.dep_ in _COMPLEMENTS or child.tag_ == "EX" for child in copula.children)
    is_said = copula.lemma_ in _COPULAS and preposition.dep_ == "prep" and preposition.lower_ in _STATES
    return is_said and not is_beside and (is_indefinite(noun) or not syntax.has_child(noun, {"det", "poss"}))


def _is_until(verb: Token) -> bool:
    """As in "did not resign until Friday": on Friday it did; "did not last until Friday" is another matter."""
    told = any(child.lower_ == "did" for child in verb.children) and verb.lemma_.lower() not in _LASTING
    due = [child for child in verb.rights if child.dep_ == "acomp" and child.lower_ == "due"]
    words = (w for host in (verb, *due) for c in host.rights if c.dep_ in {"prep", "advcl"} for w in (c, *c.children))
    return (told or bool(due)) and any(word.lower_ in UNTIL and word.dep_ in {"prep", "mark"} for word in words)


# Conditions and questions


def _condition(verb: Token, found: Set[Factuality]) -> Firmness:
    """As in "if X, Y": Y is conditional; "X may happen if Y" stays possible, "even if X, Y" leaves Y alone."""
    marked = {*marks(verb)}  # "attacked as if it was an enemy"
    if {"as", "if"} <= marked or {"as", "though"} <= marked or (verb.dep_ == "advcl" and "whether" in marked):
        return Firmness(Factuality.POSSIBLE, mark(verb), "conditions")
    if Factuality.POSSIBLE in found or next(conditions(verb), None) is None:
        return PLAIN
    return Firmness(Factuality.CONDITIONAL, "if", "conditions")


def is_asked(verb: Token) -> bool:
    """Whether a clause is part of a question: "did Norway sign?", "asked whether Norway signed".

    Of "did it sign?, he asked" the question alone is.
    """
    top, is_content = verb, True
    while top.head != top:
        if is_content and _is_indirect_question(top):
            return True
        is_content &= top.dep_ != "relcl"  # "asked whether the firm, which failed, would pay": it failed
        top = top.head
    return _is_question(top) and any(child.i > top.i for child in top.children if child.text == "?")


def _is_indirect_question(verb: Token) -> bool:
    """As in "asked whether Norway signed", "did it sign?, he asked"; "asked for help if it signs" is a condition."""
    asking, first = verb.head, verb.left_edge
    helper = next((child.i for child in verb.lefts if child.dep_ in syntax.AUXILIARIES), verb.i)
    is_turned = verb.dep_ == "ccomp" and any(one.i > helper for one in verb.lefts if one.dep_ in syntax.SUBJECTS)
    is_turned &= first.tag_ != "WRB"  # why they did is asked of what they did
    is_open = first.lower_ in {"if", "whether"} and first.i > asking.i
    if asking.lemma_.lower() not in ASKING or is_turned or not is_open:
        return is_turned and asking.lemma_.lower() in ASKING
    is_other = any(child.dep_ in {"prep", "xcomp", "ccomp"} and child.i < first.i for child in asking.children)
    return verb.dep_ == "ccomp" or (verb.dep_ == "advcl" and not is_other)


def _is_question(verb: Token) -> bool:
    """As in "did it sign?"; in "it had asked the firm: did it sign?" what stands behind the colon is asked."""
    mark = next((child for child in verb.children if child.text == "?"), None)
    if verb.dep_ != "ROOT" or mark is None:
        return False
    return not any(token.text == ":" for token in verb.doc[verb.i : mark.i])
