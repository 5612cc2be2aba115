"""The component ``kg_coref``: names first, then noun phrases and pronouns from left to right."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy import tokens as spacy
from spacy.language import Language

from kg.coref import CLUSTERS
from kg.coref.anaphora import THIRD_PERSON, Anaphora
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.mentions import mentions
from kg.coref.names import holder_nodes, join_names
from kg.coref.phrases import MANY
from kg.coref.ranking import Ranker, Ranking
from kg.coref.speaking import SpeakerSieve
from kg.lexicon import words, words_by
from kg.names.groups import GROUP
from kg.parse.readings import CorefsRead, Together, put, reading_of
from kg.parse.tree import Doc, Span, tree

_NAMES = frozenset({Kind.NAME, Kind.ADJECTIVE})
_PAIR = 2
_NUMBERS = words("coref", "pair_numbers", "words")
_PAIRED = words_by("coref", "pair_of_", "words", "classes")
"""Noun -> the classes of what it may take together."""
_STATES = frozenset({"Country", "Government"})
_WINDOW = 3  # sentences that a pair reaches back
_REACH = 8  # sentences that a pair reaches back which was spoken of together


class SplitAntecedents:
    """Finds what a phrase takes together, one phrase at a time, left to right.

    "Both countries", "the two leaders", "the sides" are the two of their class that "and" or a verb joined last, or the
    only two that the text has named.
    """

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._named: list[int] = []
        self._told: dict[frozenset[int], int] = {}
        self._pairs: list[tuple[int, ...]] = []

    def members(self, index: int) -> tuple[int, ...]:
        """The split antecedent of a noun phrase, as mention indices; empty where there are not exactly two in reach."""
        mention = self._chains.mentions[index]
        if mention.kind in _NAMES:
            agents = (self._chains.by_head(subject) for subject in mention.position.agents)
            self._pairs.extend((agent, index) for agent in agents if agent is not None)  # "Chad attacked the Front"
            self._named.append(index)
        if mention.kind is Kind.LIST:
            heads = (self._chains.by_head(head) for head in mention.members)
            listed = tuple(member for member in heads if member is not None)
            if len(self._keys(listed)) != len(mention.members):
                return ()
            if len(listed) == _PAIR:
                self._pairs.append(listed)
            return listed
        # as "both sides", "the two sides", "the sides", not "the other sides"
        is_bare = mention.kind is Kind.NOMINAL and mention.pronouns == MANY and mention.words <= _NUMBERS
        is_pair = is_bare and (mention.determiner == "definite" or not _NUMBERS.isdisjoint(mention.text.split()))
        classes = _PAIRED.get(mention.lemma) if is_pair else None
        return (self._joined(mention, classes) or self._only(mention, classes)) if classes else ()

    def earlier_mention(self, index: int, members: tuple[int, ...]) -> int | None:
        """The latest mention with exactly these members ("Canada and China", "the two sides"), or None."""
        keys = self._keys(members)
        before = self._told.get(keys)
        self._told[keys] = index
        return before

    def _joined(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The last pair of the classes that was joined; none where a third is near: "Chad sued Peru. Oman met them"."""
        mentions = self._chains.mentions
        for pair in reversed(self._pairs):
            sentence = mentions[pair[-1]].position.sentence
            if mention.position.sentence - sentence > _REACH:
                break
            if all(self._chains.of(one).node and mentions[one].cls in classes for one in pair):
                among = {mentions[one].cls for one in pair}  # "Chile and Peru met, Apple said" has no third state
                by_verb = len({mentions[one].position.role for one in pair}) == _PAIR
                told = [(one, mentions[one].position.sentence) for one in self._named if mentions[one].cls in among]
                others = self._keys(one for one, at in told if at == sentence or (by_verb and sentence - at < _WINDOW))
                return pair if others == self._keys(pair) else ()
        return ()

    def _only(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The only two things of the classes that the text has named, both near by; of sides it is two states."""
        mentions, classes = self._chains.mentions, classes & _STATES or classes
        last = {self._chains.of(one).key: one for one in self._named if mentions[one].cls in classes}
        near = (mention.position.sentence - mentions[one].position.sentence <= _WINDOW for one in last.values())
        return tuple(sorted(last.values())) if len(last) == _PAIR and all(near) else ()

    def _keys(self, members: Iterable[int]) -> frozenset[int]:
        return frozenset(self._chains.of(member).key for member in members)


@Language.component("kg_coref", requires=["token.dep", "token.head", "token.tag", "doc.spans"], assigns=["doc.spans"])
def kg_coref(doc: spacy.Doc) -> spacy.Doc:
    """The Doc with its coreference clusters written on it."""
    parse = tree(doc)
    chains = resolved(parse, Ranker.of(parse))
    parse.spans[CLUSTERS] = list(_spans(parse, chains))
    places = [(mention.start, mention.end) for mention in chains.mentions]
    read = CorefsRead(
        links=tuple((places[one], places[other], rule) for one, other, rule in chains.links),
        together=tuple(_together(chains)),
        open=tuple(places[index] for index in chains.open),
        ambiguous=frozenset(chains.mentions[index].head for index in chains.open if index in chains.ambiguous),
    )
    put(doc, replace(reading_of(doc), corefs=read))
    return doc


def resolved(doc: Doc, ranking: Ranking | None = None) -> Chains:
    """The coreference chains of a Doc; without a ranking, anaphors are resolved by salience."""
    chains = Chains(mentions(doc))
    join_names(chains, holder_nodes(doc))
    speakers, pairs = SpeakerSieve(doc, chains), SplitAntecedents(chains)
    anaphora = Anaphora(chains, speakers, ranking)
    for index, mention in enumerate(chains.mentions):
        pair = pairs.members(index)
        if pair:
            chains.groups[index] = pair
            antecedent, rule = pairs.earlier_mention(index, pair), "pair"
        elif mention.kind is Kind.PRONOUN and mention.lemma not in THIRD_PERSON:
            antecedent, rule = speakers.antecedent(index), "speaker"
        else:
            antecedent = anaphora.antecedent(index)
            is_owned = mention.determiner == "possessive"
            rule = "pronoun" if mention.kind is Kind.PRONOUN else "owned" if is_owned else "noun"
            if antecedent is None and mention.kind is Kind.PRONOUN:
                chains.open.append(index)
        if antecedent is not None:
            chains.join(antecedent, index, rule)
    return chains


def _spans(doc: Doc, chains: Chains) -> Iterator[Span]:
    """The mentions of each chain of two or more; a demonym before a noun is none, but leads to its name."""
    # of groups named by role: "Chinese officials"
    groups, number = {span.root.i: span.kb_id_ for span in doc.spans.get("names", ()) if span.id_ == GROUP}, 0
    for chain in chains:
        found = [chains.mentions[member] for member in chain.members]
        told = [mention for mention in found if mention.kind is not Kind.ADJECTIVE]
        if len(told) > 1:
            number += 1
            node = chain.node or next((groups[mention.head] for mention in found if mention.head in groups), "")
            for mention in told:
                yield Span(doc, mention.start, mention.end, label=chain.cls, kb_id=node, span_id=str(number))


def _together(chains: Chains) -> Iterator[Together]:
    """Start and end of each mention that stands for several things, and their nodes, or heads where they have none."""
    for chain in chains:
        nodes = next(filter(None, (_nodes(chains, member) for member in chain.members)), ())
        told = (chains.mentions[member] for member in chain.members if nodes)
        yield from (Together(one.start, one.end, nodes) for one in told if one.kind is not Kind.LIST)


def _nodes(chains: Chains, index: int) -> tuple[int | str, ...]:
    """The nodes or heads of a pair or of the members of a list; none where one of them is left open."""
    mention = chains.mentions[index]
    heads = (chains.by_head(head) for head in mention.members)
    members = chains.groups.get(index) or tuple(member for member in heads if member is not None)
    nodes = tuple(chains.of(member).node or chains.mentions[member].head for member in members)
    is_told = all(chains.of(member).node or chains.mentions[member].kind is Kind.NOMINAL for member in members)
    return nodes if is_told and len(set(nodes)) == len(nodes) >= len(mention.members) else ()
