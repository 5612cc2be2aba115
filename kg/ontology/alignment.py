"""Terms of ours in other vocabularies, from the files of ``ontologies/align``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from pyoxigraph import NamedNode

from kg.ontology.triples import KG, Triples
from kg.ontology.values import ontology_folder

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SAME = tuple(NamedNode(_SKOS + name) for name in ("exactMatch", "closeMatch"))


@cache
def wikidata_properties() -> Mapping[str, str]:
    """Relation -> the property of Wikidata that says the same in the same direction; those with several are left out.

    >>> wikidata_properties()["heldOffice"]
    'P39'
    """
    path = ontology_folder() / "align" / "wikidata.ttl"
    triples = Triples().add(path.read_text(encoding="utf-8"), path.as_uri())
    found: defaultdict[str, set[str]] = defaultdict(set)
    for predicate in _SAME:
        for ours, theirs in triples.pairs(predicate):
            if isinstance(ours, NamedNode) and isinstance(theirs, NamedNode):
                found[ours.value.removeprefix(KG)].add(re.split("[/#]", theirs.value)[-1])
    return {name: codes.pop() for name, codes in sorted(found.items()) if len(codes) == 1}
