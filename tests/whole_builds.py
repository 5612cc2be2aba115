"""Whole builds for properties of graphs: articles of many constructions that share countries, persons and events."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from kg.model import Article, ArticleId, Graph
from kg.pipeline.build import build
from kg.pipeline.workers import BuildSettings, ontology_of, reader_of
from kg.reviews import Reviews
from kg.text.articles import ReadingOptions, article_of

TEXTS: Mapping[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
ONTOLOGY = """
@prefix kg: <https://w3id.org/newsgraph/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

my:Remembering a kg:RelationClass ; skos:broader kg:Thinking ; rdfs:label "remember"@en ;
    rdfs:comment "Somebody keeps something in mind."@en ; kg:subjectIs "who remembers" ; kg:objectIs "what" ;
    kg:example "Canada remembers the war." ; kg:counterexample "Canada forgets the war." ;
    kg:classProperty my:remembering ; kg:verb "remember" .
my:lauded a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; rdfs:label "lauded"@en ;
    rdfs:comment "Spoke well of another."@en ; rdfs:domain kg:Actor ; rdfs:range kg:Actor ; kg:event my:Praise ;
    kg:evokedBy [ kg:verb "serenade" ] ; kg:example "Chile serenaded Peru. => Chile | Peru" .
my:Praise a owl:Class ; rdfs:subClassOf kg:VerbalCooperation ; rdfs:label "praise"@en .
"""
_DAY = date(2026, 1, 20)


@cache
def graphs(*, every: bool = False, ontology: Path | None = None, reviewed: Path | None = None) -> Mapping[str, Graph]:
    """The graph of each article, built with some settings."""
    recipe = BuildSettings(ontologies=(ontology,) if ontology else ())
    reviews = Reviews.of_files((reviewed,)) if reviewed else None
    return {
        name: build(
            [article(name)],
            reader_of(BuildSettings()),
            ontology_of(recipe),
            min_confidence=0.0 if every else None,
            reviews=reviews,
        ).graph
        for name in TEXTS
    }


def article(name: str, *, day: date | None = _DAY) -> Article:
    """An article as ``kg build`` reads it, with its name for an id."""
    return replace(article_of(TEXTS[name], reading=ReadingOptions(date=day)), id=ArticleId(name))
