"""Coreference: which mentions of an article stand for one thing; a tie stays open.

A rule-based sieve in the spirit of Lee et al. 2013 ("Deterministic coreference resolution based on entity-centric,
precision-ranked rules"). What a pronoun of the third person means is chosen by a trained head (``ranking``) among the
candidates that the rules leave; where its weights or the parser's states are missing, by salience. Mentions are as long
as OntoNotes marks them: with determiner, modifiers, apposition and the genitive's "'s". What is written on the Doc:

- ``doc.spans["corefs"]``: ``id_`` the cluster's number, ``kb_id_`` the node of its name (or ""), ``label_`` its class;
- ``doc.user_data["kg.coref_groups"]``: [start, end, node, node ...] of what stands for several things ("both sides");
- ``doc.user_data["kg.coref_links"]``: [start, end, start, end, rule] of each mention and its antecedent;
- ``doc.user_data["kg.open_pronouns"]``: [start, end] of each third-person pronoun left open;
- ``doc.user_data["kg.ambiguous_pronouns"]``: the head of each for which there were candidates. All count tokens.
"""

from __future__ import annotations

from kg.coref.output import EntityRow, clusters, entity_rows

__all__ = ["EntityRow", "clusters", "entity_rows"]
