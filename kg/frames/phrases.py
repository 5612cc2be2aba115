"""Noun phrases as ``Phrase`` values: their text, arguments, and entity; whose they are and what their pronouns mean.

A phrase keeps the text's words ("its record"); whose it is tells it apart from the record of another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.frames.anchoring import with_bounds
from kg.frames.annotations import Annotations
from kg.frames.clauses import clause_of, modals, preposition_slots
from kg.frames.noun_phrases import (
    Tokens,
    core,
    count_tokens,
    counted_noun,
    duration,
    informativeness,
    is_list_preposition,
    is_number,
    label_tokens,
    measures,
    members,
    quantity_of,
    shortened,
    text,
    trimmed,
)
from kg.frames.senses import country_of, is_people, noun_sense
from kg.gazetteer.words import shared_id
from kg.lexicon import words
from kg.model import Argument, Entity, Link, NodeId, Phrase, Quantity
from kg.model.nodes import MENTIONED, OWNER
from kg.names.groups import GROUP
from kg.names.metonymy import stands_for_holder
from kg.parse.provenance import COREF, NAME, rule_id
from kg.parse.syntax import NOMINAL, PLURAL_TAGS, conjuncts, has_child, is_predicate, is_would_be
from kg.parse.tree import Span, Token

_NAMING, _MAX_DEPTH = frozenset({"appos", "compound"}), 2
_OWNED = {
    "Group": "ofCountry", "Event": "ofCountry", "Government": "actsFor", "PublicBody": "actsFor",
    "Commodity": "originCountry", "Place": "inCountry",
}  # fmt: skip
"""The link by which an entity of a class is tied to the country that its words name."""
_POSSESSIVE, _HUMAN_VERBS = "PRP$", words("clauses", "human_verbs", "words")
_PRONOUNS = frozenset({"PRP", _POSSESSIVE})
_SUBJECT_FORMS = {"their": "they", "his": "he", "her": "she", "its": "it"}


@dataclass(frozen=True)
class Phrases:
    """Makes the phrases of one Doc, each once."""

    notes: Annotations
    _phrases: dict[tuple[int, int], Phrase] = field(default_factory=dict, repr=False, compare=False)
    _entities: dict[int, Entity] = field(default_factory=dict, repr=False, compare=False)

    def phrase(self, head: Token, *, depth: int = 0) -> Phrase:
        """The phrase of a head, with its arguments down to a small depth."""
        key = (head.i, depth)
        if key not in self._phrases:
            self._phrases[key] = self._phrase(head, depth)
        return self._phrases[key]

    def _phrase(self, head: Token, depth: int) -> Phrase:
        if is_predicate(head):
            return self._clause(head, depth)
        tokens = core(head)
        shallow = depth >= _MAX_DEPTH
        inner = counted_noun(head)
        listed = dict.fromkeys((*members(inner), *members(head)))
        return Phrase(
            start=tokens[0].idx,
            end=tokens[-1].idx + len(tokens[-1]),
            text=text(tokens),
            lemma=lemma(inner),
            entity=self.entity(head),
            arguments=() if shallow else tuple(self.arguments(inner, depth)),
            members=() if shallow else tuple(self.phrase(member, depth=_MAX_DEPTH) for member in listed),
            quantity=self._quantity(head),
            is_named=self._is_named(head),
            rules=self._rules(head),
        )

    def named(self, span: Span) -> Phrase:
        """The phrase of a name as ``kg_names`` delimits it ("Prime Minister" alone)."""
        name = self.notes.names[span.root.i]
        entity, rules, told = self.notes.entities[name.kb_id_], (rule_id(NAME, name.id_),), self._is_told(name)
        return Phrase(span.start_char, span.end_char, span.text, lemma(span.root), entity, is_named=told, rules=rules)

    def description(self, head: Token) -> Phrase:
        """A predicative phrase, which does not refer: "an oil company" of "Acme, an oil company"."""
        return replace(self.phrase(head), entity=self._nominal(head))

    def time_phrase(self, span: Span, preposition: str) -> Phrase:
        """A time expression as a phrase; its lemma is the preposition before it."""
        told, span = duration(span), span.doc[span.start : with_bounds(span).end]
        return Phrase(span.start_char, span.end_char, span.text, preposition, self._words(span.text), quantity=told)

    def entity(self, head: Token) -> Entity:
        """The referent of a noun phrase or pronoun; of an office that acts its holder, where known."""
        if head.i not in self._entities:
            self._entities[head.i] = self._entity(head)
        return self._entities[head.i]

    def _entity(self, head: Token) -> Entity:
        behind = self._named_after(head)
        if behind is not None:
            return self.entity(behind)
        name, antecedent = self.notes.names.get(head.i), self._antecedent(head)
        proper = self.notes.names.get(antecedent.i) if antecedent is not None else None
        is_other = proper is not None and proper.id_ != GROUP
        if name is not None and name.id_ == GROUP and head.tag_ not in PLURAL_TAGS and is_other:
            name = None  # "the Danish company" is Halden
        if name is not None and name.id_ == "demonym" and is_people(head):
            return self._nominal(head)  # "7.5 million Canadians": people of the country, not the country
        if name is not None:
            is_holder = name.label_ == "Office" and stands_for_holder(name, head)
            holder = self.notes.holders.get(name.kb_id_, "") if is_holder else ""
            return self.notes.entities.get(holder) or self.notes.entities[name.kb_id_]
        if antecedent is not None and antecedent != head:
            return self.entity(antecedent)
        if self._is_quantity(head):
            return self._measure(head)
        return self._nominal(head)

    def together(self, token: Token) -> tuple[Entity, ...]:
        """The referents that a phrase stands for together ("both countries"); none for what stands for one."""
        members = self.notes.groups.get(token.i, ())
        return tuple(self.notes.entities[i] if isinstance(i, str) else self.entity(token.doc[i]) for i in members)

    def _rules(self, head: Token) -> tuple[str, ...]:
        """The ids of the rules by which a phrase got its entity: how it was named, by which steps it was resolved."""
        behind, name = self._named_after(head), self.notes.names.get(head.i)
        if behind is None and name is not None:
            return (rule_id(NAME, name.id_),)
        pair = (rule_id(COREF, "pair"),) if head.i in self.notes.groups else ()
        other = behind or self._antecedent(head)
        return pair if other is None or other == head else (*self.notes.steps(head, other), *self._rules(other))

    def _is_named(self, head: Token) -> bool:
        """Whether a phrase has the name of what it means: no pronoun, no noun, no office for its holder."""
        name = self.notes.names.get((self._named_after(head) or head).i)
        return name is not None and self.entity(head).id == self.notes.entities[name.kb_id_].id and self._is_told(name)

    def _is_told(self, name: Span) -> bool:
        """Whether the article itself tells whose a name is: in full somewhere, as a surname alone may be another's."""
        return not self.notes.entities[name.kb_id_].wikidata or name.kb_id_ in self._in_full

    @cached_property
    def _in_full(self) -> frozenset[str]:
        """The nodes of which the article has names of several words."""
        return frozenset(span.kb_id_ for span in self.notes.names.values() if len(span) > 1)

    def event_id(self, token: Token) -> NodeId:
        """The id of the event of a verb or noun; the same for all its coreferent mentions."""
        first = min((span.root.i for span in self.notes.cluster(token)), default=token.i)
        return self.notes.local_id("event", "event", first)

    def arguments(self, head: Token, depth: int = 0) -> Iterator[Argument]:
        """The arguments of a noun or adjective: possessor, compounds, demonyms, prepositional phrases, infinitive."""
        is_adjective = head.pos_ == "ADJ" or head.dep_ == "acomp"
        for child in head.children:
            if child.dep_ == "amod" or self._is_demonym(child) or is_would_be(child):
                yield self._modifier(child)
                joined = (*conjuncts(child)[1:], *self._hyphened(child))
                yield from (self._modifier(token) for token in joined if token.i in self.notes.inside)
            elif child.dep_ in {"poss", "compound", "nmod", "nummod"} and child.i not in self.notes.times:
                slot = "poss" if child.dep_ == "poss" else "compound"
                joined = (*conjuncts(child), *self._hyphened(child))
                yield from (Argument(slot, self.phrase(token, depth=depth + 1)) for token in joined)
            elif child.dep_ in {"prep", "agent"} and not is_list_preposition(child):
                slots = (slot for slot in preposition_slots(child) if slot.head.i not in self.notes.times)
                yield from (Argument(slot.name, self.phrase(slot.head, depth=depth + 1)) for slot in slots)
            elif child.dep_ in ({"acl", "xcomp", "ccomp"} if is_adjective else {"acl"}) and is_predicate(child):
                yield Argument("clause", self._clause(child, depth + 1))

    def _is_demonym(self, token: Token) -> bool:
        """Whether a noun before a noun is a demonym that was taken for a name: "[Kazakh] wheat"."""
        name = self.notes.inside.get(token.i)
        return token.dep_ == "compound" and name is not None and name.id_ == "demonym"

    def _hyphened(self, token: Token) -> Iterator[Token]:
        """The other name of "Canada-U.S. relations", "Russian-Chinese relations", whichever the parse hangs it on."""
        names = (child for child in token.children if {child.i, token.i} <= self.notes.names.keys())
        return (name for name in names if name.nbor(1 if name.i < token.i else -1).text in {"-", "–", "/"})

    def _modifier(self, token: Token) -> Argument:
        name = self.notes.inside.get(token.i)
        if name is not None and name.label_ == "Country":
            return Argument("demonym", _word(token, self.notes.entities[name.kb_id_]))
        word = _word(token, self._words(token.text))
        return Argument("modifier", replace(word, text="would-be", lemma="would-be") if is_would_be(token) else word)

    def _named_after(self, head: Token) -> Token | None:
        """The name behind a noun: "the firm [Andes Metals] refused", "its owner, [Anna Berg]", "the fund [Acme]"."""
        beside = [child for child in head.rights if child.dep_ in _NAMING]
        nested = (i for child in beside for i in child.rights if i.dep_ in _NAMING and i.left_edge.i == child.i + 1)
        names = self.notes.names
        named = [one for one in beside if one.i in names] or [one for one in nested if one.i in names]
        first = named[0].left_edge if named else head
        if head.pos_ == "NOUN" and first.i == head.i + 1 and first.text not in {"(", "["}:  # not "the dam (Peru) broke"
            return named[0]
        if head.tag_ in PLURAL_TAGS or len(named) != 1 or has_child(named[0], {"cc", "conj"}):
            return None
        title = self.notes.names.get(head.i)
        is_post = (title.label_ if title is not None else noun_sense(head, self.notes)) in {"Group", "Office"}
        return named[0] if is_post and self.notes.names[named[0].i].label_ in {"Person", "Company"} else None

    def _nominal(self, head: Token) -> Entity:
        whole = core(head)
        bare, short = label_tokens(head)
        owner = tuple(token for token in whole if token.tag_ == _POSSESSIVE and token.i < bare[0].i)
        again = [span.root for span in self.notes.cluster(head) if span.root.pos_ in NOMINAL and span.root != head]
        if any(all(child.tag_ != _POSSESSIVE for child in one.lefts) for one in again):
            owner = ()  # other words name it without the pronoun: "[its] holdings ... the holdings"
        full = (*owner, *bare)
        open_owner = _SUBJECT_FORMS.get(head.lower_) if head.tag_ == _POSSESSIVE else None
        label, cls = open_owner or _worded(full), noun_sense(head, self.notes)
        forms = {whole, full, bare, (*owner, *short), shortened(head, (*owner, *short))}
        labels = frozenset(name for form in forms for name in (text(form), _worded(form)))
        country = country_of(counted_noun(head), cls, self.notes)
        owned = _OWNED.get(cls)
        links = frozenset({Link(owned, country.id)}) if country is not None and owned else frozenset()
        if cls == "Event":
            event = Entity(self.event_id(head), cls, label, labels, links=links)
            self._entities.setdefault(head.i, event)
            return self._linked(event, full, head)
        goods = self._goods(head, whole)
        node, code = (goods.id, goods.hs_code) if goods is not None else (self._own_id(label, full, cls), "")
        home = country.country if country is not None else ""
        made = Entity(node, cls, label, labels, country=home, links=links, hs_code=code)
        self._entities.setdefault(head.i, made)  # what its pronouns mean may speak of it in turn
        return self._linked(made, full, head)

    def _linked(self, made: Entity, tokens: Tokens, head: Token) -> Entity:
        """An entity of some words with links to whose it is, and to what the pronouns deeper inside mean."""
        owners = frozenset(self._whose(head)) - {made.id}
        meant = {node for token in tokens if token.tag_ in _PRONOUNS for node in self._meant(token)} - {made.id}
        links = [Link(OWNER, node) for node in owners] + [Link(MENTIONED, node) for node in meant - owners]
        return replace(made, links=made.links.union(links))

    def _whose(self, head: Token) -> Iterable[NodeId]:
        """Whose "its own rules" are, where that is sure."""
        owner = next((child for child in head.lefts if child.dep_ == "poss"), None)
        if owner is not None and owner.tag_ == "WP$":  # "Peru, [whose] company left"
            owner = next((above.head for above in owner.ancestors if above.dep_ == "relcl"), None)
        if owner is None:
            return ()
        return self._meant(owner) if owner.tag_ == _POSSESSIVE else (self.entity(owner).id,)

    def _meant(self, pronoun: Token) -> Iterable[NodeId]:
        """What a pronoun means; nothing where that stays open."""
        several = self.together(pronoun)
        if several:
            return [entity.id for entity in several]
        return () if self._antecedent(pronoun) is None else (self.entity(pronoun).id,)

    def _goods(self, head: Token, whole: Tokens) -> Entity | None:
        """The goods of the tables that a bare noun names, in every article: "canola", "Chinese electric vehicles"."""
        first, node = self.notes.goods.get(head.i, (head.i, ""))
        before = [token for token in whole if token.i < first]
        names = [self.notes.inside.get(token.i) for token in before]
        if not node or whole[-1] != head or not all(name is not None and name.label_ == "Country" for name in names):
            return None
        kind = self.notes.entities[node]
        return replace(kind, id=NodeId(shared_id(_worded(whole)))) if before else kind

    def pronoun_referent(self, token: Token) -> str | None:
        """The antecedent of a pronoun as text ("Canada and Peru"); None where it is unresolved."""
        labels = [entity.label for entity in self.together(token)]
        named = " and ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))
        return named or (self.entity(token).label if self._antecedent(token) is not None else None)

    def _own_id(self, label: str, tokens: Tokens, cls: str) -> NodeId:
        """The id that words have in this article alone; "became president" is none with "the president said"."""
        key = self._key(label, tokens)
        return self.notes.local_id(key[0], *key, *([cls] if cls == "Office" else []))

    def _antecedent(self, token: Token) -> Token | None:
        """The root of the mention that names best what a coreferent mention stands for."""
        mention = self.notes.corefs.get(token.i)
        return self._best_named[mention.id_] if mention is not None else None

    @cached_property
    def _best_named(self) -> Mapping[str, Token | None]:
        """The root of the mention of each cluster that says most: a name, or else a noun phrase."""
        found: dict[str, Token | None] = {}
        for key, cluster in self.notes.clusters.items():
            nominal = [span for span in cluster if span.root.pos_ != "PRON"]
            named = [span for span in cluster if span.root.i in self.notes.names]
            own = [span for span in named if self.notes.names[span.root.i].id_ != GROUP]
            best = min(own or named or nominal, key=lambda span: (-informativeness(span), span.start), default=None)
            found[key] = best.root if best is not None else None
        return found

    def _key(self, label: str, tokens: Tokens) -> tuple[str, ...]:
        """What tells a phrase apart: its words without an owner, whose it is ("its exports"), who its pronouns are."""
        whose = next((token for token in tokens if token.dep_ == "poss" and token.head in tokens), None)
        first = tokens[0]
        if whose is None or first not in (whose, whose.left_edge):
            return (label, *self._keys_of_pronouns(tokens))
        rest = tuple(t for t in tokens if t.i > whose.right_edge.i)
        return (text(rest), "of", self._referent(whose), *self._keys_of_pronouns(rest)) if rest else (label,)

    def _keys_of_pronouns(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """What the pronouns among some words mean, those aside that mean one of the words."""
        kept = list(tokens)
        pronouns = [token for token in kept if token.tag_ in _PRONOUNS]
        return tuple(self._referent(token) for token in pronouns if self._antecedent(token) not in kept)

    def _referent(self, token: Token) -> str:
        """A key for what a noun or pronoun means; that of a pronoun left open is its place."""
        if token.i in self.notes.groups:
            return " ".join(map(str, self.notes.groups[token.i]))
        name, mention = self.notes.names.get(token.i), self.notes.corefs.get(token.i)
        node = name.kb_id_ if name is not None else mention.kb_id_ if mention is not None else ""
        if node:
            return node
        best = self._antecedent(token) or token
        return str(best.idx) if best.tag_ in _PRONOUNS else text(core(best)).lower()

    def _words(self, words: str) -> Entity:
        """The entity of words that are only themselves."""
        return Entity(self.notes.local_id(words, words), "Topic", words)

    def _clause(self, verb: Token, depth: int) -> Phrase:
        """A clause as an argument: "to pursue strategic autonomy" stands as "pursue strategic autonomy"."""
        slots = clause_of(verb).slots if depth < _MAX_DEPTH else ()
        opening = {t for t in verb.children if t.dep_ == "mark" or t.tag_ == "TO"}
        tokens = trimmed(sorted(t for t in verb.subtree if not t.is_space and t not in opening))
        label = _worded(tokens)
        return Phrase(
            start=tokens[0].idx,
            end=tokens[-1].idx + len(tokens[-1]),
            text=text(tokens),
            lemma=verb.lemma_.lower(),
            entity=self._linked(Entity(self._own_id(label, tokens, "Topic"), "Topic", label), tokens, verb),
            arguments=(
                *(Argument(slot.name, self.phrase(slot.head, depth=depth + 1)) for slot in slots),
                *(Argument("modal", _word(token, self._words(token.text))) for token in modals(verb)),
            ),
        )

    def _is_quantity(self, head: Token) -> bool:
        if not is_number(head) or head.i in self.notes.times:
            return False
        return head.pos_ == "NUM" or any(sign.isdigit() for sign in text(core(head)))

    def _quantity(self, head: Token) -> Quantity | None:
        """The number that a phrase holds: "about 90%", "189 vessels" with the noun as its unit, "nine years"."""
        lasting = (self.notes.times.get(token.i) for token in (head, *measures(head)))
        found = next((duration(span) for span in lasting if span is not None), None)
        if found or head.i in self.notes.times or any(token.i in self.notes.times for token in count_tokens(head)):
            return found
        return quantity_of(head, stands_alone=self._is_quantity(head))

    def _measure(self, head: Token) -> Entity:
        """A bare number is a quantity; "about 90% of its exports" is the exports, with a number."""
        found = self._quantity(head)
        told = text(core(head))
        if found is None or any(child.lower_ == "of" for child in head.rights):
            return self._nominal(head)
        if not found.unit and head.head.lemma_.lower() in _HUMAN_VERBS:  # "five were wounded"
            return Entity(self.notes.local_id(told, told), "Group", told)
        return Entity(found.id, "Quantity", told)


def _word(token: Token, entity: Entity) -> Phrase:
    return Phrase(token.idx, token.idx + len(token), token.text, token.lemma_.lower(), entity)


def lemma(head: Token) -> str:
    """The lower-case lemma of a head; a name keeps its words."""
    return head.lemma_.lower() if head.pos_ != "PROPN" else head.lower_


def _worded(tokens: Tokens) -> str:
    """The words of a phrase as they stand, those that are left out aside."""
    followed = {token.i for token in tokens}
    # not "talksbetween", where a mark is left out
    found = (token.text + (token.whitespace_ if token.i + 1 in followed else " ") for token in tokens)
    return " ".join("".join(found).split())
