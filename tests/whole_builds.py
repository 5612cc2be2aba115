"""Whole builds for properties of graphs: articles of many constructions that share countries, persons and events."""

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

TEXTS: Mapping[str, str] = {
    "wars": (
        "The Great Recession hurt Germany in 2009. Canada remembers the War of 1812. The Gulf War cost Iraq dearly. "
        "Ottawa said that the War of 1812 shaped Canada. Would Germany forget the Great Recession?"
    ),
    "tariffs": (
        "Peru imposes tariffs\n\nLIMA, 3 May 2024 - Peru imposed a 25% tariff on Bolivian steel and aluminum in 2023. "
        "Bolivia responded with duties of $40 million on Peruvian fish, grapes and copper. Bolivian officials said "
        "that the government of Peru would lift the tariff next month if Bolivia opened its market. "
        "Peru denied that it had broken the treaty. President Luis Arce warned Lima, according to El Comercio."
    ),
    "visit": (
        "Visit\n\nPrime Minister Mark Carney arrived in Beijing on Tuesday. Carney, who leads Canada, is scheduled "
        "to sign several memoranda of understanding with Xi Jinping. China has urged Canada to ease its tariffs. "
        "Canadian officials are expected to meet about 300 investors. Beijing may lift its ban on Canadian canola."
    ),
    "answer": (
        "Canada answers\n\nOTTAWA, 20 January 2026 - Ottawa welcomed the visit of Mark Carney to China. The United "
        "States criticized Canada, a White House spokesman said. “Canada will not yield,” Carney told reporters in "
        "Ottawa. The U.S. imposed a 25% tariff on Canadian steel; Washington threatened further tariffs."
    ),
    "treaty": (
        "São Paulo pact\n\nBrazil, Peru and Chile signed the São Paulo Agreement on 4 March 2024. The agreement "
        "protects the Amazon. Brazil's President Luiz Inácio Lula da Silva praised Peru. Greenpeace said Brazil "
        "failed to protect the Amazon; the ministry rejected the claim. Some 1,200 people protested in São Paulo. "
        "Inflation rose by 3.5 percent to $2.1 billion. Chile serenaded Peru. "
        "Microsoft acquired the Chilean firm Norte for €5 million."
    ),
    "court": (
        "Court rules\n\nThe Supreme Court of Peru sentenced former president Pedro Castillo to 11 years in prison. "
        "Peru was not told. He said he would appeal. Canada, China and Mexico condemned the ruling, Reuters reported "
        "on Friday. Peru imposed a 25% tariff on Bolivian steel. Mexico's Claudia Sheinbaum holds the presidency."
    ),
    "captions": "A photo. What now?\n\n- one\n- two\n",
}  # fmt: skip
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
