"""The passes in their order: names, then noun phrases and pronouns from left to right."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.nlp.coref.chains import Chains
from kg.nlp.coref.mention import Kind
from kg.nlp.coref.mentions import mentions
from kg.nlp.coref.names import join_names
from kg.nlp.coref.naming import holder_nodes
from kg.nlp.coref.nouns import NounSieve
from kg.nlp.coref.pronouns import THIRD_PERSON, PronounSieve
from kg.nlp.coref.speakers import SpeakerSieve


def resolved(doc: Doc) -> Chains:
    """The mentions of a Doc, joined where they stand for one thing."""
    chains = Chains(mentions(doc))
    join_names(chains, holder_nodes(doc))
    speakers, nouns, pronouns = SpeakerSieve(doc, chains), NounSieve(chains), PronounSieve(chains)
    for index, mention in enumerate(chains.mentions):
        for antecedent, rule in nouns.antecedents(index):
            chains.join(antecedent, index, rule)
        if mention.kind is Kind.PRONOUN:
            third = mention.lemma in THIRD_PERSON
            found = pronouns.antecedent(index) if third else speakers.antecedent(index)
            if found is not None:
                chains.join(found, index, "pronoun" if third else "speaker")
            elif third:
                chains.open.append(index)
    return chains
