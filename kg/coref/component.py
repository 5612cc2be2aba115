"""The component ``kg_coref``: names first, then noun phrases and pronouns from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy import tokens as spacy
from spacy.language import Language

from kg.coref import CLUSTERS
from kg.coref.chains import Chains, Kind
from kg.coref.mentions import mentions
from kg.coref.names import countries, group_nodes, holder_nodes, join_names
from kg.coref.nouns import NounSieve
from kg.coref.pairs import SplitAntecedentSieve
from kg.coref.pronouns import THIRD_PERSON, PronounSieve
from kg.coref.ranking import Ranker, Ranking
from kg.coref.speaking import LastSpeakerSieve, SpeakerSieve
from kg.parse.readings import CorefsRead, Together, put, reading_of
from kg.parse.tree import Doc, Span, tree


@Language.component("kg_coref", requires=["token.dep", "token.head", "token.tag", "doc.spans"], assigns=["doc.spans"])
def kg_coref(doc: spacy.Doc) -> spacy.Doc:
    """The Doc with its coreference clusters written on it."""
    parse = tree(doc)
    _write(parse, resolved(parse, Ranker.of(parse)))
    return doc


def resolved(doc: Doc, ranking: Ranking | None = None) -> Chains:
    """The coreference chains of a Doc; without a ranking, pronouns are resolved by salience."""
    chains = Chains(mentions(doc))
    join_names(chains, holder_nodes(doc))
    return _Passes(doc, chains, ranking).all()


class _Passes:
    """The sieves of one Doc, asked for one mention after the other."""

    def __init__(self, doc: Doc, chains: Chains, ranking: Ranking | None) -> None:
        self._chains = chains
        self._speakers, self._pairs = SpeakerSieve(doc, chains), SplitAntecedentSieve(doc, chains)
        self._nouns, self._pronouns = NounSieve(chains, countries(doc), ranking), PronounSieve(chains, ranking)
        self._last_speakers = LastSpeakerSieve(doc, chains)

    def all(self) -> Chains:
        for index, mention in enumerate(self._chains.mentions):
            self._noun(index)
            if mention.kind is Kind.PRONOUN and mention.lemma in THIRD_PERSON:
                self._third(index)
            elif mention.kind is Kind.PRONOUN:
                self._join(self._speakers.antecedent(index), index, "speaker")
        return self._chains

    def _noun(self, index: int) -> None:
        pair = self._pairs.members(index)
        if pair:
            self._take_together(pair, index)
        self._join(self._pairs.one_of_pair(index), index, "pair")
        for antecedent, rule in self._nouns.antecedents(index, self._speakers.tellers(index)):
            if not pair:
                self._chains.join(antecedent, index, rule)

    def _third(self, index: int) -> None:
        """A pronoun of the third person; what says something, and could be any of several, is who spoke last."""
        excluded = self._speakers.excluded(index)
        found = self._pronouns.antecedent(index, excluded)
        if found is not None:
            self._chains.join(found, index, "pronoun")
        elif (last := self._last_speakers.antecedent(index, excluded)) is not None:
            self._chains.join(last, index, "speaker")
        else:
            self._chains.open.append(index)

    def _take_together(self, pair: tuple[int, ...], index: int) -> None:
        self._chains.groups[index] = pair
        self._join(self._pairs.earlier_mention(index, pair), index, "pair")

    def _join(self, antecedent: int | None, index: int, rule: str) -> None:
        if antecedent is not None:
            self._chains.join(antecedent, index, rule)


def _write(doc: Doc, chains: Chains) -> None:
    """Put clusters, links and open pronouns on a Doc."""
    found = chains.mentions
    doc.spans[CLUSTERS] = list(_spans(doc, chains))
    places = [(mention.start, mention.end) for mention in found]
    read = CorefsRead(
        links=tuple((places[one], places[other], rule) for one, other, rule in chains.links),
        together=tuple(_together(chains)),
        open=tuple(places[index] for index in chains.open),
        ambiguous=frozenset(found[index].head for index in chains.open if index in chains.ambiguous),
    )
    put(doc, replace(reading_of(doc), corefs=read))


def _spans(doc: Doc, chains: Chains) -> Iterator[Span]:
    """The mentions of each chain of two or more; a demonym before a noun is none, but leads to its name."""
    groups, number = group_nodes(doc), 0
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
        nodes = next((found for member in chain.members if (found := _nodes(chains, member))), ())
        for mention in (chains.mentions[member] for member in chain.members) if nodes else ():
            if mention.kind is not Kind.LIST:
                yield Together(mention.start, mention.end, nodes)


def _nodes(chains: Chains, index: int) -> tuple[int | str, ...]:
    """The nodes or heads of a pair or of the members of a list; none where one of them is left open."""
    mention = chains.mentions[index]
    heads = (chains.by_head(head) for head in mention.members)
    members = chains.groups.get(index) or tuple(member for member in heads if member is not None)
    nodes = tuple(chains.of(member).node or chains.mentions[member].head for member in members)
    is_told = all(chains.of(member).node or chains.mentions[member].kind is Kind.NOMINAL for member in members)
    return nodes if is_told and len(set(nodes)) == len(nodes) >= len(mention.members) else ()
