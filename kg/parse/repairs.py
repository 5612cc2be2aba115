"""The component ``kg_repairs``: corrects known parser errors before anything reads the parse.

Each repair is sure of its ground: it fires on a pattern that is wrong in any sentence, never on a guess. Where a form
shows that a verb is coordinated with the wrong one and two others would do, it is left without a subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.lexicon import lexicon, words
from kg.parse.condition_repairs import CONDITION_REPAIRS
from kg.parse.nouns import is_event_noun
from kg.parse.provenance import REPAIR, note_rule
from kg.parse.speech_repairs import SPEECH_REPAIRS
from kg.parse.syntax import RELATIVE_TAGS, addressee, has_child, is_perfect, is_verb, verb_name

_ADDRESSED = words("clauses", "addressed", "words")
_SHARES = words("quantities", "shares", "words")
_CIRCUMSTANTIAL = words("clauses", "circumstantial", "words")
_CLAUSAL = words("clauses", "clausal_prepositions", "words")
_PARTICLES = words("clauses", "particles", "words")
_PHRASAL = words("clauses", "particles", "verbs")
_NOT_ALONE = words("stance", "not_alone", "words")
_SAID = words("reporting", "forms", "raising", "verbs")
_URGING = words("signatures", "urge", "to_verbs") | words("signatures", "refuse", "to_verbs")
_TAKE_GERUND = frozenset(
    verb
    for name, table in lexicon("signatures").items()
    if isinstance(table, dict) and "ing_verbs" in table
    for verb in words("signatures", name, "ing_verbs")
)
_INFLECTED = frozenset({"VBZ", "VBP", "VBD", "VBN", "VBG"})
_COMPLEMENTS = frozenset({"dobj", "acomp"})
_MOST = frozenset({"JJS", "RBS"})
_TAKEN = frozenset({"dobj", "attr", "acomp", "oprd", "ccomp", "xcomp"})
_NO_CLAUSE = words("clauses", "no_clause", "words")
_NAMING = words("clauses", "naming", "words")
_SET = words("clauses", "what_is_set", "words")
_SPEAKING = words("clauses", "speaking", "words")
_OWN = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


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
        label = token.dep_
        if label in _MENDED:
            for name, labels, mend in REPAIRS:
                if label in labels:
                    before = token.head.i, label, token.tag_
                    mend(token)
                    label = token.dep_
                    if (token.head.i, label, token.tag_) != before:
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


def _subject_of_gerund(token: Token) -> None:
    """As in "stemmed from Canada aligning with", "with prices rising": the preposition governs the whole clause."""
    before = token.doc[token.i - 1]
    preposition = before.head
    if not token.i or token.tag_ != "VBG" or before.dep_ != "pobj":
        return
    names = {preposition.lower_, f"{token.head.lemma_.lower()} {preposition.lower_}"} & _CLAUSAL
    if preposition == token.head or (preposition.head == token.head and preposition.dep_ == "prep" and names):
        before.head, before.dep_ = token, "nsubj"
        token.head, token.dep_ = preposition, "pcomp"


def _particle(token: Token) -> None:
    """As in "looked forward to", "fell apart": an adverb right behind the verb that makes another verb of it."""
    verb, children = token.head, list(token.children)
    is_known = token.lower_ in _PARTICLES or f"{verb.lemma_.lower()} {token.lower_}" in _PHRASAL
    if not is_known or token.i != verb.i + 1 or verb.pos_ != "VERB" or any(child.lower_ == "of" for child in children):
        return  # "ahead of the talks"
    for child in children:
        child.head = verb
    token.dep_ = "prt"


def _circumstance_of_act(token: Token) -> None:
    """As in "lifted the ban following the talks": what an act follows stands with the verb, not with its object."""
    noun = token.head
    if noun.dep_ not in _COMPLEMENTS or token.i < noun.i or token.lower_ not in _CIRCUMSTANTIAL:
        return
    if noun.dep_ == "acomp" and noun.head.lemma_ == "be":
        return
    if not any(child.tag_ in _MOST for child in noun.children):  # "the largest summit since 2017"
        token.head = noun.head


def _doer_behind(token: Token) -> None:
    """As in "was hit with tariffs by Chad", "the seizure of ships by rebels": who does it is no part of the noun."""
    noun = token.head
    if token.lower_ != "by":
        return
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        outer = noun.head.head
        if noun.head.lower_ != "with" and is_event_noun(noun.lemma_.lower()):
            return
        if has_child(outer, {"auxpass"}) and not has_child(outer, {"agent"}):
            token.head, token.dep_ = outer, "agent"
            return
        if outer.pos_ == "NOUN" and is_event_noun(outer.lemma_.lower()):
            token.head = outer
            return
        noun = outer


def _amount_of_change(token: Token) -> None:
    """As in "rates were cut by 5 per cent": by how much, and not by whom, as in "by 5 per cent of farmers"."""
    for amount in (child for child in token.children if child.dep_ == "pobj" and not has_child(child, {"prep"})):
        is_share = amount.lower_ in _SHARES and amount.tag_ in {"NN", "NNS"}  # not "50 Cent"
        if is_share or any(child.tag_ == "$" for child in (amount, *amount.lefts)):
            token.dep_ = "prep"


def _infinitive_of_adjective(token: Token) -> None:
    """As in "is due to visit Chad": what an infinitive hangs on is no preposition."""
    adjective, has_to = token.head, any(child.tag_ == "TO" for child in token.children)
    if token.tag_ == "VB" and has_to and adjective.tag_ == "JJ" and adjective.head.lemma_ == "be":
        adjective.dep_, token.dep_ = "acomp", "xcomp"


def _gerund_complement(token: Token) -> None:
    """As in "ruled out backing Greece": right behind a verb that takes a gerund it is what the verb is about."""
    verb, before = token.head, token.nbor(-1) if token.i else token
    is_behind = before == verb or (before.head == verb and before.dep_ == "prt")
    if token.tag_ == "VBG" and is_behind and verb_name(verb) in _TAKE_GERUND:
        token.dep_ = "xcomp"


def _since_of_superlative(token: Token) -> None:
    """As in "fell to its lowest level since 2015": what is compared, and not how long it has been falling."""
    noun, verb = token.doc[token.i - 1], token.head
    if token.lower_ != "since" or not token.i or verb == noun or is_perfect(verb):
        return  # "has held the largest share since"
    if any(child.tag_ in _MOST for child in noun.children):
        token.head = noun


def _act_of_addressee(token: Token) -> None:
    """As in "called on all sides to leave", "ordered Chad to leave": what they are to do, not what who calls does."""
    verb = token.head
    is_infinitive = token.tag_ == "VB" and any(child.tag_ == "TO" for child in token.children)
    is_ordered = verb.lemma_.lower() in _URGING and any(
        child.dep_ == "dobj" and child.i < token.i for child in verb.rights
    )
    if is_infinitive and (is_ordered or addressee(verb, token, _ADDRESSED) is not None):
        token.dep_ = "xcomp"


def _bare_infinitive(token: Token) -> None:
    """As in "is working to end the war, sign a treaty": an infinitive stands beside another."""
    verb = token.head
    has_to = any(child.tag_ == "TO" for child in token.children)
    if token.tag_ != "VB" or verb.tag_ not in _INFLECTED or not is_verb(verb) or has_child(token, _OWN):
        return
    if _takes_infinitive(verb) or (has_child(token, {"aux"}) and not has_to):
        return
    beside = [other for other in _between(verb, token) if other.tag_ == "VB"]
    above = [other for other in verb.ancestors if other.tag_ == "VB"][:1]
    others = beside or above
    if len(others) == 1:
        _join(others[0], token)
    elif has_to or verb.tag_ == "VBZ":
        token.dep_ = "dep"


def _finite_conjunct(token: Token) -> None:
    """As in "plans to mend the bridge that fell and killed ten": a past verb stands beside another, no infinitive."""
    verb = token.head
    if token.tag_ != "VBD" or verb.tag_ != "VB" or not is_verb(verb) or has_child(token, _OWN):
        return
    beside = [other for other in _between(verb, token) if other.tag_ == "VBD"]
    if len(beside) == 1:
        _join(beside[0], token)


def _join(verb: Token, token: Token) -> None:
    """Coordinate a verb with another, with the commas and the "and" that stand between them."""
    for child in list(token.head.children):
        if child.dep_ in {"punct", "cc"} and verb.i < child.i < token.i:
            child.head = verb
    token.head, token.dep_ = verb, "conj"


def _between(verb: Token, token: Token) -> Iterator[Token]:
    """The verbs inside a clause that stand between its verb and one coordinated with that."""
    for other in verb.subtree:
        if verb.i < other.i < token.i and is_verb(other) and token not in {other, *other.ancestors}:
            yield other


def _takes_infinitive(verb: Token) -> bool:
    """As in "will be lifted and become": after a modal every verb of the list is bare."""
    return any(child.tag_ in {"MD", "TO"} or child.lemma_ == "do" for child in verb.children if child.dep_ == "aux")


def _agency(token: Token) -> None:
    """As in "in the Americas, WHO says", "the virus, WHO says, spread": a body named by its capitals, no pronoun."""
    named = [child for child in token.children if child.dep_ == "nsubj" and child.tag_ in RELATIVE_TAGS]
    if not named or not named[0].is_upper or all(other.is_upper for other in token.sent if other.is_alpha):
        return
    named[0].tag_, named[0].pos_, named[0].lemma_ = "NNP", "PROPN", named[0].text
    noun, preposition = token.head, token.head.head
    if noun.dep_ == "pobj" and preposition.dep_ == "ROOT":
        token.head, token.dep_ = token, "ROOT"
        preposition.head, preposition.dep_ = token, "prep"
    else:
        token.dep_ = "parataxis"


def _infinitive_before_noun(token: Token) -> None:
    """As in "agreed to deepen security cooperation": behind "to" a verb is no part of the noun, which is its object."""
    noun, to = token.head, token.doc[token.i - 1]
    verb = to.head
    if token.tag_ == "VB" and to.tag_ == "TO" and noun.head == to and is_verb(verb):
        token.head, token.dep_, token.pos_ = verb, "xcomp", "VERB"
        to.head, to.dep_ = token, "aux"
        noun.head, noun.dep_ = token, "dobj"


def _extraposed_clause(token: Token) -> None:
    """As in "it was claimed on Monday that X signed": what was claimed, be it parsed with the day or as main clause."""
    noun, below = token.head, next((child for child in token.lefts if child.dep_ == "parataxis"), None)
    verb = below or next((above for above in token.ancestors if is_verb(above)), token)
    it = next((word for word in verb.subtree if word.lower_ == "it" and word.head in {verb, *verb.lefts}), None)
    is_clause = has_child(token, _OWN) and "that" in {child.lower_ for child in token.children if child.dep_ == "mark"}
    if it is None or not is_clause or not has_child(verb, {"auxpass"}) or not it.i < verb.i < token.i:
        return
    if below or noun == verb or noun.pos_ == "PROPN" or verb.lemma_.lower() in _SAID:
        if below:
            verb.head, verb.dep_ = noun if noun != token else verb, token.dep_
        it.head, it.dep_ = verb, "nsubjpass"
        token.head, token.dep_ = verb, "ccomp"


def _corrected(token: Token) -> None:
    """As in "attacked not Israel but Syria": what is denied stands beside what is said in its place."""
    first = token.head
    above = (*first.lefts, *first.head.children)
    denial = next((word for word in above if word.dep_ == "neg" and word.i < first.i), None)
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


def _object_behind(token: Token) -> None:
    """As in "the visit underscores Peru's effort": no apposition reaches over the verb of what it stands beside."""
    subject, verb = token.head, token.head.head
    if subject.dep_ == "nsubj" and subject.i < verb.i < token.i and is_verb(verb) and not has_child(verb, _TAKEN):
        token.head, token.dep_ = verb, "dobj"


def _participle_of_object(token: Token) -> None:
    """As in "backs a policy less aligned with Peru": what a verb that takes no clause has behind it is its object."""
    verb, noun = token.head, next((child for child in token.lefts if child.dep_ in _OWN), None)
    helpers = {"aux", "auxpass", "mark"}
    if token.tag_ != "VBN" or verb.lemma_.lower() not in _NO_CLAUSE or noun is None or has_child(token, helpers):
        return
    if noun.pos_ in {"NOUN", "PROPN"} and verb.i < noun.i and not has_child(verb, {"dobj"}):
        noun.head, noun.dep_ = verb, "dobj"
        token.head, token.dep_ = noun, "acl"


def _named_thing(token: Token) -> None:
    """As in "rejected what it called an insult": "what" is the object of the naming, the insult what it is called."""
    verb = token.head
    if verb.dep_ != "ccomp" or verb.lemma_.lower() not in _NAMING or token.i < verb.i:
        return
    what = next((child for child in verb.head.children if child.i == verb.left_edge.i - 1), None)
    if what is not None and what.lower_ == "what" and has_child(verb, {"nsubj"}):
        what.head, what.dep_, token.dep_ = verb, "dobj", "oprd"


def _name_of_subject(token: Token) -> None:
    """As in "the party Narc called on him": a name before a verb is no auxiliary, but in apposition to the subject."""
    noun = token.nbor(-1) if token.i else token
    if (
        token.tag_ == "NNP"
        and token.ent_type_ != "DATE"
        and noun.dep_ in _OWN
        and noun.head == token.head
        and noun.tag_ == "NN"
    ):
        token.head, token.dep_ = noun, "appos"


def _thing_set(token: Token) -> None:
    """As in "broke a record set in 1987": the record was set then, and there is no set of records."""
    noun, following = token.nbor(-1) if token.i else token, token.doc[token.i + 1 : token.i + 2]
    if token.lower_ != "set" or noun.head != token or noun.dep_ != "compound" or noun.lemma_.lower() not in _SET:
        return
    for phrase in following:
        if phrase.tag_ == "IN" and phrase.dep_ in {"prep", "agent"} and phrase.head in {token, token.head}:
            noun.head, noun.dep_ = token.head, token.dep_
            for child in [*token.lefts, *token.children]:
                child.head = token if child.i > token.i else noun
            phrase.head = token
            token.head, token.dep_, token.tag_, token.pos_ = noun, "acl", "VBN", "VERB"


def _state_of_object(token: Token) -> None:
    """As in "left the port empty": an adjective without "be" heads no clause, it tells what became of the object."""
    verb, noun = token.head, next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    if token.tag_ not in {"JJ", "JJR"} or has_child(token, {"aux", "mark", "ccomp", "xcomp"}):
        return  # "made it clear that"
    if noun is not None and noun.tag_ not in RELATIVE_TAGS and verb.i < noun.i and not has_child(verb, {"dobj"}):
        noun.head, noun.dep_ = verb, "dobj"
    if any(child.dep_ == "dobj" and verb.i < child.i < token.i for child in verb.rights):
        token.dep_ = "oprd"


def _participle_of_speaker(token: Token) -> None:
    """As in "urged Chad to leave, saying that", "refused to leave, saying": who says so urged or refused it."""
    act, is_speaking = token.head, token.tag_ == "VBG" and token.lemma_.lower() in _SPEAKING
    speaking = act.head
    if not is_speaking or act.dep_ not in {"xcomp", "ccomp"} or act.tag_ != "VB" or act.i > token.i:
        return
    is_set_off = token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].text in {",", "”", '"', "''"}
    if is_set_off and is_verb(speaking) and speaking.lemma_.lower() in _URGING:
        token.head = speaking


def _phrase_of_adjective(token: Token) -> None:
    """As in ", with oil central to the talks": what follows the adjective of such a phrase tells of it alone."""
    before = token.nbor(-1) if token.i else token
    noun = before.head
    if before.tag_ not in {"JJ", "VBN"} or before.dep_ not in {"amod", "advmod"} or not noun.i < before.i:
        return
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "with" and noun.head.head == token.head:
        token.head = before


REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("headline-infinitive", ("acl", "advcl", "parataxis", "relcl", "xcomp"), _headline_infinitive),
    ("subject-of-gerund", ("advcl", "pcomp"), _subject_of_gerund),
    ("particle", ("advmod",), _particle),
    ("circumstance-of-act", ("prep",), _circumstance_of_act),
    ("bare-infinitive", ("conj",), _bare_infinitive),
    ("finite-conjunct", ("conj",), _finite_conjunct),
    ("doer-behind", ("prep",), _doer_behind),
    ("adjective-before-infinitive", ("pcomp",), _infinitive_of_adjective),
    ("gerund-complement", ("advcl",), _gerund_complement),
    ("amount-of-change", ("agent",), _amount_of_change),
    ("since-of-superlative", ("prep",), _since_of_superlative),
    ("agency", ("relcl",), _agency),
    ("act-of-addressee", ("advcl",), _act_of_addressee),
    ("infinitive-before-noun", ("amod", "compound"), _infinitive_before_noun),
    ("corrected", ("conj",), _corrected),
    ("object-behind", ("appos",), _object_behind),
    ("participle-of-object", ("ccomp",), _participle_of_object),
    ("state-of-object", ("ccomp",), _state_of_object),
    ("thing-set", ("dobj", "pobj"), _thing_set),
    ("name-of-subject", ("aux", "dep"), _name_of_subject),
    ("named-thing", ("dobj",), _named_thing),
    ("participle-of-speaker", ("advcl",), _participle_of_speaker),
    ("phrase-of-adjective", ("prep",), _phrase_of_adjective),
    *CONDITION_REPAIRS,
    *SPEECH_REPAIRS,
    ("extraposed-clause", ("ROOT", "acl", "ccomp", "csubjpass", "relcl"), _extraposed_clause),
)
"""Each repair by name, with the labels of the tokens that it may mend, in the order in which they are tried."""
_MENDED = frozenset(label for _, labels, _ in REPAIRS for label in labels)
