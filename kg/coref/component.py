"""The component ``kg_coref``: names first, then noun phrases and pronouns from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy import tokens as spacy
from spacy.language import Language

from kg.coref import CLUSTERS
from kg.coref.anaphora import THIRD_PERSON, Anaphora
from kg.coref.chains import Chains, Kind
from kg.coref.mentions import mentions
from kg.coref.names import group_nodes, holder_nodes, join_names
from kg.coref.pairs import SplitAntecedents
from kg.coref.ranking import Ranker, Ranking
from kg.coref.speaking import SpeakerSieve
from kg.parse.readings import CorefsRead, Together, put, reading_of
from kg.parse.tree import Doc, Span, tree


@Language.component("kg_coref", requires=["token.dep", "token.head", "token.tag", "doc.spans"], assigns=["doc.spans"])
def kg_coref(doc: spacy.Doc) -> spacy.Doc:
    """The Doc with its coreference clusters written on it."""
    parse = tree(doc)
    _write(parse, resolved(parse, Ranker.of(parse)))
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
