"""One fault of a graph is one finding: what only follows from it is not told again."""

import re
from pathlib import Path

import pytest

from kg.check import findings
from kg.turtle.documents import to_turtle
from tests.sound import sound

FAULTS = [
    # name, sound part, damage, rule, words
    ("class", "id:canada a kg:Country", "id:canada a kg:Contry", "terms/class", "no class kg:Contry"),
    ("event class", "a kg:ImposeTariff", "a kg:ImposTariff", "terms/class", "nearest: kg:ImposeTariff"),
    (
        "relation",
        "rdf:predicate kg:imposedTariffOn",
        "rdf:predicate kg:imposedTarifOn",
        "terms/relation",
        "nearest: kg:imposedTariffOn",
    ),
    ("no class", "id:canada a kg:Country ;", "id:canada", "nodes/undescribed", "canada has no description"),
    ("no label", '    rdfs:label "Canada" ;\n', "", "shape/label", "an entity has a name"),
    ("two labels", 'rdfs:label "Canada"', 'rdfs:label "Canada", "Kanada"', "shape/label", "one name"),
    ("agent", "kg:agent id:canada", "kg:agent id:chinese-electric-vehicles", "shape/agent", "vehicles is a Commodity"),
    ("no article", "id:article-trade a schema:NewsArticle ;", "id:article-trade", "nodes/undescribed", "article-trade"),
    ("no subject", "rdf:subject id:canada ;", "", "shape/subject", "one subject"),
    ("two subjects", "rdf:subject id:canada ;", "rdf:subject id:canada, id:china ;", "shape/subject", "one subject"),
    ("other end", "rdf:subject id:canada ;", "rdf:subject id:china ;", "ends/alike", "same subject and object"),
    ("hash", r'kg:textSha256 "....', 'kg:textSha256 "zzzz', "shape/textSha256", "64 hexadecimal digits"),
    ("text", r"Tensions\\nRelations", r"tensions\\nRelations", "words/text", "SHA-256"),
    ("offsets", "oa:start 19 ; oa:end 117", "oa:start 20 ; oa:end 118", "words/quote", "at 20 to 118, not the quote"),
    ("foreign", "schema:datePublished ", "schema:datePublishd ", "terms/property", "nearest: schema:datePublished"),
]


@pytest.mark.parametrize(
    ("sound_part", "damage", "rule", "words"), [pytest.param(*one, id=name) for name, *one in FAULTS]
)
def test_one_fault_is_one_finding(tmp_path: Path, sound_part: str, damage: str, rule: str, words: str) -> None:
    text, count = re.subn(sound_part, damage, to_turtle(sound(), evidence="full"), count=1)
    assert count == 1
    (tmp_path / "damaged.ttl").write_text(text)
    (finding,) = findings(tmp_path / "damaged.ttl")
    assert finding.rule == rule
    assert words in finding.message


def test_two_faults_are_two_findings(tmp_path: Path) -> None:
    text = to_turtle(sound()).replace("id:canada a kg:Country", "id:canada a kg:Contry")
    damaged = text.replace("kg:confidence 0.9", "kg:confidence 9", 1) + "\nid:mark-carney kg:attacked id:china .\n"
    (tmp_path / "damaged.ttl").write_text(damaged)
    found = [finding.rule for finding in findings(tmp_path / "damaged.ttl")]
    assert found == ["shape/confidence", "shape/facts-are-said", "terms/class"]


@pytest.mark.parametrize("added", ["org:memberOf", "schema:dateModified", "skos:prefLabel", "prov:wasDerivedFrom"])
def test_another_property_of_a_vocabulary_is_no_misspelt_one(tmp_path: Path, added: str) -> None:
    (tmp_path / "more.ttl").write_text(to_turtle(sound()) + f"\nid:canada {added} id:china .\n")
    assert findings(tmp_path / "more.ttl") == ()


def test_a_label_in_another_language_is_no_second_name(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(to_turtle(sound()) + '\nid:canada rdfs:label "Kanada"@de .\n')
    assert findings(tmp_path / "more.ttl") == ()
