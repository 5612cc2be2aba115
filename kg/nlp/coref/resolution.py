"""The passes in their order: names, then noun phrases and pronouns from left to right."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.nlp.coref.chains import Chains
from kg.nlp.coref.mention import Kind
from kg.nlp.coref.mentions import mentions
from kg.nlp.coref.names import join_names
from kg.nlp.coref.naming import holder_nodes, holdings
from kg.nlp.coref.nouns import NounSieve
from kg.nlp.coref.pairs import PairSieve, is_numbered_pair
from kg.nlp.coref.pronouns import THIRD_PERSON, PronounSieve
from kg.nlp.coref.speakers import SpeakerSieve


def resolved(doc: Doc) -> Chains:
    """The mentions of a Doc, joined where they stand for one thing."""
    chains = Chains(mentions(doc))
    join_names(chains, holder_nodes(doc), holdings(doc))
    speakers, pairs = SpeakerSieve(doc, chains), PairSieve(chains)
    nouns, pronouns = NounSieve(chains), PronounSieve(chains)
    for index, mention in enumerate(chains.mentions):
        pair = pairs.members(index)
        if pair:
            chains.groups[index] = pair
            told = pairs.told(index, pair)
            if told is not None:
                chains.join(told, index, "pair")
        for antecedent, rule in nouns.antecedents(index):
            if not pair and not is_numbered_pair(mention):
                chains.join(antecedent, index, rule)
        if mention.kind is Kind.PRONOUN:
            third = mention.lemma in THIRD_PERSON
            found = pronouns.antecedent(index, speakers.barred(index)) if third else speakers.antecedent(index)
            if found is not None:
                chains.join(found, index, "pronoun" if third else "speaker")
            elif third:
                chains.open.append(index)
    return chains
