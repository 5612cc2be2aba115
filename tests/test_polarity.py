"""Polarity apart from firmness, and the condition of what is conditional: in values, files, merging and checks."""

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph as Rdf
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.api import Graph as OurGraph
from kg.convert.networks import kgx, whole_network
from kg.facts.status import Status, status_of
from kg.graph import to_networkx
from kg.model import Article, ArticleId, Event, Evidence, Factuality, Graph, NodeId, Statement, Trust
from kg.model.scales import firmness_words
from kg.ontology import ontology_folder
from kg.pipeline.build import resolve
from kg.tables.rows import OURS, statement_rows
from kg.turtle.documents import read, to_turtle
from tests.check.test_shapes import ID, KG, faults, trade
from tests.graphs import entity, statement

TEXT = "Norway told Peru not to attack Chile. Norway would lift the ban if Peru agreed."
SAID = Evidence(ArticleId("a"), 0, 37, TEXT[:37])
IF = Evidence(ArticleId("a"), 38, 79, TEXT[38:])
TOLD_NOT_TO = statement(
    ("peru", "attacked", "chile"), SAID, Factuality.REQUESTED, name="s1", source="norway", negated=True, event="e1"
)
AGREED = statement(("peru", "agree", "peru"), IF, Factuality.CONDITIONAL, name="s2", is_open=True)
LIFTED = statement(
    ("norway", "lift", "ban"), IF, Factuality.CONDITIONAL, name="s3", is_open=True, condition=("if Peru agreed", "s2")
)


def graph(*said: Statement) -> Graph:
    nodes = tuple(entity(name, "Country", name.title()) for name in ("chile", "norway", "peru"))
    return Graph(
        (Article(ArticleId("a"), TEXT, ()),),
        (*nodes, entity("ban", "Policy", "the ban")),
        (Event(NodeId("e1"), "Attack", "attack"),),
        statements=said,
    )


WHOLE = Graph() | graph(TOLD_NOT_TO, AGREED, LIFTED)


def test_what_is_denied_is_negated_and_what_is_asserted_is_not() -> None:
    assert replace(TOLD_NOT_TO, factuality=Factuality.DENIED, negated=False).negated
    assert not LIFTED.negated
    with pytest.raises(ValueError, match="is Denied"):
        replace(TOLD_NOT_TO, factuality=Factuality.ASSERTED)


def test_firmness_in_words_has_the_polarity() -> None:
    words = [firmness_words(one, negated=True) for one in Factuality if one is not Factuality.ASSERTED]
    assert TOLD_NOT_TO.firmness == "asked not to be"
    assert firmness_words(Factuality.ASSERTED) == ""
    assert len(set(words)) == len(words)


def test_turtle_keeps_polarity_and_condition(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(to_turtle(WHOLE), encoding="utf-8")
    assert read(tmp_path / "g.ttl").statements == WHOLE.statements
    text = (tmp_path / "g.ttl").read_text(encoding="utf-8")
    assert text.count("kg:negated true") == 2, "the statement and its event"
    assert 'kg:conditionText "if Peru agreed" ; kg:conditionStatement id:s2' in text


def test_a_file_without_the_terms_has_what_is_denied_negated(tmp_path: Path) -> None:
    denied = replace(TOLD_NOT_TO, factuality=Factuality.DENIED)
    text = to_turtle(graph(denied, LIFTED)).replace(" kg:negated true ;", "")
    (tmp_path / "old.ttl").write_text(text, encoding="utf-8")
    assert "negated" not in text
    assert {one.id: one.negated for one in read(tmp_path / "old.ttl").statements} == {"s1": True, "s3": False}


def test_no_plain_triple_comes_of_a_request_not_to_act() -> None:
    facts = to_turtle(WHOLE).partition("Facts")[2]
    assert "id:peru kg:attacked" not in facts
    assert not any(one.is_fact for one in WHOLE.statements)


def test_an_event_is_negated_where_all_of_its_firmest_statements_are() -> None:
    planned = replace(TOLD_NOT_TO, id=NodeId("s4"), factuality=Factuality.PLANNED)
    wished = replace(TOLD_NOT_TO, id=NodeId("s5"), negated=False)
    assert status_of(WHOLE, NodeId("e1")) == Status(
        Factuality.REQUESTED, (NodeId("norway"),), negated=True, trust=Trust.OLD
    )
    assert status_of(graph(TOLD_NOT_TO, wished), NodeId("e1")).negated is False
    assert status_of(graph(planned, wished), NodeId("e1")).negated is True
    assert status_of(WHOLE, NodeId("e1")).words(WHOLE) == "asked not to be, says Norway"


def test_ids_tell_polarity_and_condition_apart() -> None:
    said = (TOLD_NOT_TO, replace(TOLD_NOT_TO, negated=False), LIFTED, replace(LIFTED, condition="unless Peru agreed"))
    found = resolve([graph(one) for one in said], Article(ArticleId("a"), TEXT, ()), lambda _: None)
    assert len(found.statements) == 4


def test_a_condition_leads_to_its_statement_after_resolution() -> None:
    found = resolve([graph(AGREED), graph(LIFTED)], Article(ArticleId("a"), TEXT, ()), lambda _: None)
    (lifted,) = [one for one in found.statements if one.relation == "lift"]
    assert lifted.condition_statement in {one.id for one in found.statements} - {lifted.id}
    alone = resolve([graph(LIFTED)], Article(ArticleId("a"), TEXT, ()), lambda _: None)
    assert alone.statements[0].condition_statement is None


def test_rows_have_polarity_and_condition() -> None:
    first, second, third = sorted(statement_rows(WHOLE, OURS), key=lambda row: str(row["id"]))
    assert (first["factuality"], first["negated"], first["eventNegated"]) == ("Requested", True, True)
    assert (second["negated"], second["condition"]) == (False, None)
    assert (third["condition"], third["conditionStatement"]) == ("if Peru agreed", "s2")


def test_networks_and_their_tables_have_polarity_and_condition() -> None:
    edges = {key: data for *_, key, data in to_networkx(WHOLE).edges(keys=True, data=True)}
    assert edges["s1"]["negated"] is True
    assert edges["s3"]["condition"] == "if Peru agreed"
    head, *rows = (line.split("\t") for line in kgx(whole_network(WHOLE, OURS))[1].decode().splitlines())
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert (told["id:s1"]["negated"], told["id:s3"]["negated"]) == ("true", "false")
    assert told["id:s3"]["conditionStatement"] == "id:s2"


def test_a_statement_of_the_interface_tells_them() -> None:
    said = {str(one.id): one for one in OurGraph(WHOLE).statements()}
    assert (said["s1"].negated, said["s1"].firmness) == (True, "asked not to be")
    assert said["s3"].condition == "if Peru agreed"
    assert said["s3"].condition_statement == said["s2"]


def test_what_is_negated_and_asserted_is_found() -> None:
    data = trade()
    data.add((ID["statement-b2"], KG.negated, Literal("true", datatype=XSD.boolean)))
    assert any("what is asserted not to be is kg:Denied" in message for message in faults(data))


def test_a_condition_without_words_is_found() -> None:
    data = trade()
    data.add((ID["statement-b2"], KG.conditionStatement, ID["statement-b2"]))
    assert any("does not show its words" in message for message in faults(data))


def test_every_firmness_has_its_value_in_factbank() -> None:
    data = Rdf().parse(ontology_folder() / "align" / "factbank.ttl")
    known = {
        one.value: (str(data.value(KG[one.value], KG.factBank)), data.value(KG[one.value], KG.factBankNegated))
        for one in Factuality
    }
    assert known["Asserted"][0] == "CT+"
    assert all(value for _, value in known.values())
    assert URIRef(KG.Denied) not in set(data.subjects(KG.factBank))
