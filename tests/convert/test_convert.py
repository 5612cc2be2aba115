"""Other programs' formats: each is opened by a tool that reads it; what they hold back."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis.strategies import floats

from kg.convert import Style, convert, form_of, format_named, own_formats
from kg.convert.networks import kgx, neo4j, whole_network
from kg.errors import InputError
from kg.gazetteer import Gazetteer
from kg.graph import Projection, plain_edges, plain_nodes, to_networkx
from kg.model import ArticleId, Entity, Event, Evidence, Factuality, Graph, NodeId, Role, Statement
from kg.ontology import ontology_folder
from kg.tables.rows import Vocabulary
from tests.cases import tried_on
from tests.conftest import Kg
from tests.foreign.deals import deal, written
from tests.graphs import converted, entity, evidence, graphs, statement, trade_graph

STYLE = Style(Vocabulary(plover={"imposedTariffOn": "SANCTION-discontinue"}), "full")
WHOLE = Projection(links=True, roles=True)


def text(form: str, graph: Graph | None = None) -> str:
    return converted(graph or trade_graph(), form, STYLE).decode()


def lines_of(path: Path) -> io.StringIO:
    return io.StringIO(path.read_text(encoding="utf-8"), newline="")


@pytest.mark.parametrize("form", [form for form in own_formats() if not format_named(form).files])
def test_the_same_graph_gives_the_same_bytes(form: str) -> None:
    pytest.importorskip("pyarrow")
    assert converted(trade_graph(), form, STYLE) == converted(trade_graph(), form, STYLE)


def test_networkx_reads_graphml_back_with_all_its_edges() -> None:
    found = nx.read_graphml(io.BytesIO(converted(trade_graph(), "graphml", STYLE)), force_multigraph=True)
    network = whole_network(trade_graph(), STYLE.vocabulary)
    assert isinstance(found, nx.MultiDiGraph)
    assert plain_nodes(found) == plain_nodes(network)
    assert plain_edges(found) == plain_edges(network)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_no_two_edges_have_the_same_id(form: str) -> None:
    graph = trade_graph() | Graph(
        entities=(
            entity("alberta", "Place", "Alberta", ("inCountry", "canada")),
            entity("ontario", "Place", "Ontario", ("inCountry", "canada")),
        )
    )
    ids = re.findall(rb'<edge [^>]*?\bid="([^"]*)"', converted(graph, form, STYLE))
    assert len(ids) == len(set(ids)) == to_networkx(graph, WHOLE).number_of_edges()


def test_networkx_reads_gexf() -> None:
    data = converted(trade_graph(), "gexf", STYLE)
    found = nx.read_gexf(io.BytesIO(data))
    assert set(found) == set(to_networkx(trade_graph(), WHOLE))
    assert found.nodes["canada"]["label"] == "Canada"
    assert b"lastmodified" not in data


@given(graphs())
def test_no_text_breaks_graphml_or_gexf(graph: Graph) -> None:
    network = to_networkx(graph, WHOLE)
    for found in (
        nx.read_graphml(io.BytesIO(converted(graph, "graphml", STYLE)), force_multigraph=True),
        nx.read_gexf(io.BytesIO(converted(graph, "gexf", STYLE))),
    ):
        assert set(found) == set(network)
        assert sorted(found.edges()) == sorted(network.edges())


def test_pandas_reads_the_rows() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.read_json(io.StringIO(text("jsonl")), lines=True)
    assert list(table["subject"]) == [
        "Canada",
        "Government of China",
        "Mark Carney",
        "Mark Carney",
        "Government of Canada",
    ]
    assert table["plover"][0] == "SANCTION-discontinue"


def test_pyarrow_reads_parquet_with_types() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(converted(trade_graph(), "parquet", STYLE)))
    first = table.to_pylist()[0]
    assert (first["subject"], first["start"].isoformat(), first["fact"]) == ("Canada", "2024-01-01", True)
    assert dict(first["roles"]) == {"commodity": ["Chinese electric vehicles"], "rate": ["100%"]}


def test_an_empty_graph_is_an_empty_parquet_table() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(converted(Graph(), "parquet", STYLE)))
    assert table.num_rows == 0
    assert "subject" in table.column_names


def test_csv_is_what_neo4j_imports(tmp_path: Path) -> None:
    convert(trade_graph(), tmp_path / "trade-csv", "csv", STYLE)
    nodes = list(csv.DictReader(lines_of(tmp_path / "trade-csv" / "nodes.csv")))
    edges = list(csv.DictReader(lines_of(tmp_path / "trade-csv" / "relationships.csv")))
    assert {row["id:ID"] for row in nodes} >= {row[":START_ID"] for row in edges} | {row[":END_ID"] for row in edges}
    (told,) = [row for row in edges if row["statement"] == "statement-b2"]
    assert (told[":TYPE"], told["fact:boolean"], told["start:date"]) == ("imposedTariffOn", "true", "2024-01-01")


def kgx_rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(lines_of(folder / name), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_kgx_has_the_slots_of_biolink(tmp_path: Path) -> None:
    convert(trade_graph(), tmp_path, "kgx", STYLE)
    nodes = {row["id"]: row for row in kgx_rows(tmp_path, "nodes.tsv")}
    edges = {row["id"]: row for row in kgx_rows(tmp_path, "edges.tsv")}
    assert nodes["id:canada"]["category"] == "biolink:Agent|biolink:GeographicLocation|biolink:NamedThing"
    assert nodes["id:canada"]["xref"] == "WIKIDATA:Q16"
    told = edges["id:statement-b2"]
    assert (told["subject"], told["predicate"], told["object"]) == ("id:canada", "biolink:related_to", "id:china")
    assert (told["original_predicate"], told["negated"]) == ("kg:imposedTariffOn", "false")
    assert (told["knowledge_level"], told["agent_type"]) == ("not_provided", "text_mining_agent")
    assert told["supporting_text"]
    assert {row["original_predicate"] for row in edges.values()} >= {"rel:ease", "kg:actsFor"}
    assert {row[end] for row in edges.values() for end in ("subject", "object")} <= nodes.keys()


def test_terms_of_another_ontology_are_whole_in_kgx(tmp_path: Path) -> None:
    graph = trade_graph()
    others = replace(
        graph,
        entities=tuple(replace(one, cls="https://example.org/State") for one in graph.entities),
        statements=tuple(replace(one, relation="https://schema.org/knows") for one in graph.statements),
    )
    convert(others, tmp_path, "kgx", STYLE)
    told = {row["original_predicate"] for row in kgx_rows(tmp_path, "edges.tsv") if row["kind"] == "statement"}
    assert told == {"https://schema.org/knows"}
    assert "https://example.org/State" in {row["type"] for row in kgx_rows(tmp_path, "nodes.tsv")}


def test_a_denied_statement_is_negated_in_kgx(tmp_path: Path) -> None:
    graph = trade_graph()
    denied = replace(graph.statements[0], factuality=Factuality.DENIED)
    convert(replace(graph, statements=(denied,)), tmp_path, "kgx", STYLE)
    assert {(row["kind"], row["negated"]) for row in kgx_rows(tmp_path, "edges.tsv") if row["factuality"]} == {
        ("statement", "true"),
        ("role", "true"),
    }


def planned_tariff() -> Graph:
    """A tariff that is planned: who would impose it on what, and nothing that is a fact but what the things are."""
    graph = trade_graph()
    tariff = replace(graph.statements[0], factuality=Factuality.PLANNED)
    events = tuple(event for event in graph.events if event.id == tariff.event)
    return replace(graph, statements=(tariff,), events=events)


def marks(form: str, path: Path) -> set[tuple[str, str, str]]:
    """Of all edges in a format, and of its events, the kind, factuality and whether they are told as a fact."""
    convert(planned_tariff(), path, form, STYLE)
    match form:
        case "graphml" | "gexf":
            network = nx.read_graphml(path, force_multigraph=True) if form == "graphml" else nx.read_gexf(path)
            rows = [data for *_, data in (*network.edges(data=True), *network.nodes(data=True))]
        case "cypher":
            lines = path.read_text(encoding="utf-8").splitlines()
            rows = [dict(re.findall(r'(kind|factuality|fact): "?(\w+)', line)) for line in lines]
        case "csv":
            rows = [row for name in ("nodes.csv", "relationships.csv") for row in csv.DictReader(lines_of(path / name))]
        case _:
            found = (row for name in ("nodes.tsv", "edges.tsv") for row in kgx_rows(path, name))
            rows = [row | {"kind": row.get("kind") or "event"} for row in found]
    told = [(row["kind"], row.get("factuality", ""), row.get("fact:boolean", row.get("fact"))) for row in rows]
    return {(kind, factuality, str(fact).lower()) for kind, factuality, fact in told if fact not in {None, ""}}


@pytest.mark.parametrize("form", ["graphml", "gexf", "cypher", "csv", "kgx"])
def test_a_planned_tariff_looks_like_a_fact_nowhere(tmp_path: Path, form: str) -> None:
    assert marks(form, tmp_path / "there") == {
        ("statement", "Planned", "false"),
        ("role", "Planned", "false"),
        ("event", "Planned", "false"),
        ("link", "", "true"),
    }


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("graphml", ">ReportedEvent<"),
        ("gexf", 'value="ReportedEvent"'),
        ("cypher", 'SET n:ReportedEvent, n += {attributedTo: "china", eventClass: "ImposeTariff"'),
        ("csv", ",Asserted,false,ImposeTariff,china,false,,ReportedEvent\n"),
        ("kgx", "\tkg:ReportedEvent\thttps://w3id.org/newsgraph/id/event-3f\tAsserted\tfalse\tkg:ImposeTariff\tid:china\tfalse\n"),
    ],
)  # fmt: skip
def test_a_tariff_that_a_source_alone_tells_of_is_of_no_class_of_tariffs(tmp_path: Path, form: str, words: str) -> None:
    tariff = replace(planned_tariff().statements[0], factuality=Factuality.ASSERTED, attributed_to=NodeId("china"))
    convert(replace(planned_tariff(), statements=(tariff,)), tmp_path / "there", form, STYLE)
    files = [tmp_path / "there" / name for name in format_named(form).files or ("",)]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert words in text
    assert not re.search(r"n:ImposeTariff|,ImposeTariff\n|\tkg:ImposeTariff\thttps", text)


def test_the_biolink_model_takes_our_kgx(tmp_path: Path) -> None:
    model = pytest.importorskip("biolink_model.datamodel.pydanticmodel_v2")
    convert(trade_graph(), tmp_path, "kgx", STYLE)
    several = {"publications", "supporting_text"}
    for row in kgx_rows(tmp_path, "edges.tsv"):
        filled = {name: [cell] if name in several else cell for name, cell in row.items() if cell}
        known = {name: filled[name] for name in filled.keys() & model.Association.model_fields.keys()}
        assert model.Association(**known | {"category": [row["category"]]}).subject == row["subject"]
    for row in kgx_rows(tmp_path, "nodes.tsv"):
        for category in row["category"].split("|"):
            thing = getattr(model, category.removeprefix("biolink:"))
            assert thing(id=row["id"], name=row["name"], category=[category]).name == row["name"]


@given(graphs())
def test_a_table_has_as_many_lines_as_rows(graph: Graph) -> None:
    network = whole_network(graph, STYLE.vocabulary)
    for tables in (kgx(network), neo4j(network)):
        assert [len(table.decode().split("\n")) - 2 for table in tables] == [len(network), network.number_of_edges()]


def test_cypher_says_each_node_and_edge_once() -> None:
    lines = text("cypher").splitlines()
    network = to_networkx(trade_graph(), WHOLE)
    assert len(lines) == network.number_of_nodes() + network.number_of_edges()
    assert lines[0].startswith('MERGE (n:Node {id: "canada"}) SET n:Country, n += {country: "CAN", ')
    assert any("-[r:imposedTariffOn {statement: " in line for line in lines)


def _of_confidence(confidence: float) -> str:
    """The relationship of a statement with this confidence, as Cypher."""
    graph = trade_graph()
    lines = text(
        "cypher", replace(graph, statements=(replace(graph.statements[0], confidence=confidence),))
    ).splitlines()
    return next(line for line in lines if "confidence:" in line)


@given(floats(min_value=0, max_value=1))
def test_a_number_in_cypher_has_no_exponent_and_keeps_its_value(value: float) -> None:
    (written,) = re.findall(r"confidence: ([^,}]+)", _of_confidence(value))
    assert "e" not in written.lower()
    assert float(written) == value


@pytest.mark.parametrize("confidence", [6.103515625e-05, 1e-20, 0.5, 1.0])
def test_cypher_parses_whatever_the_confidence(confidence: float) -> None:
    _assert_cypher(_of_confidence(confidence))


@pytest.mark.parametrize("label", ['O\'Brien "the Boss"', "back\\slash", "two\nlines", "Türkiye — $1 {x}", "`tick`"])
def test_cypher_parses_whatever_the_text(label: str) -> None:
    (line,) = text("cypher", Graph(entities=(entity("a", "Topic", label),))).splitlines()
    _assert_cypher(line)


def _assert_cypher(line: str) -> None:
    cypher = pytest.importorskip("antlr4_cypher")
    antlr4 = pytest.importorskip("antlr4")
    parser = cypher.CypherParser(antlr4.CommonTokenStream(cypher.CypherLexer(antlr4.InputStream(line))))
    parser.removeErrorListeners()
    parser.script()
    assert parser.getNumberOfSyntaxErrors() == 0, line


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.ttl", "ttl"), ("a.rdf", "rdfxml"), ("a.json-ld", "jsonld"), ("a.cql", "cypher"), ("a.parquet", "parquet")],
)
def test_the_suffix_picks_the_format(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


def test_an_unknown_suffix_is_refused_with_all_that_are_known() -> None:
    with pytest.raises(InputError) as caught:
        form_of(Path("a.doc"))
    assert "graphml" in caught.value.hint


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(InputError, match="No space"):
        convert(trade_graph(), tmp_path / "out", "csv", STYLE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["graphml", "gexf", "cypher"])
def test_a_node_has_its_iri_in_a_network(form: str) -> None:
    own = Style(Vocabulary(base_iri="https://example.org/x/"), "full")
    assert b"https://example.org/x/mark-carney" in converted(trade_graph(), form, own)


@pytest.mark.parametrize(("form", "column"), [("csv", "id:ID"), ("kgx", "id")])
def test_a_node_has_its_iri_in_a_table(tmp_path: Path, form: str, column: str) -> None:
    convert(trade_graph(), tmp_path, form, STYLE)
    nodes = csv.DictReader(lines_of(tmp_path / format_named(form).files[0]), delimiter="," if form == "csv" else "\t")
    iris = {row[column].removeprefix("id:"): row["iri"] for row in nodes}
    assert iris["mark-carney"] == "https://w3id.org/newsgraph/id/mark-carney"


@pytest.mark.parametrize("form", own_formats())
def test_a_file_of_ours_is_known_by_its_look(tmp_path: Path, form: str) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "there"
    convert(trade_graph(), path, form, Style(Vocabulary(base_iri="https://example.org/x/"), "full"))
    is_ours = format_named(form).recognizes
    files = [path / name for name in format_named(form).files or ("",)]
    assert all(is_ours(file) for file in files if file.stat().st_size)  # no item of Wikidata is in it
    for file in files:
        file.write_bytes(b"<html>dear diary, facts and ID" * 9)
    assert not any(map(is_ours, files))


@tried_on("form", "text")
def test_a_file_that_only_has_a_form_like_ours_is_none(tmp_path: Path, form: str, text: str) -> None:
    (tmp_path / "mine").write_text(text)
    assert not format_named(form).recognizes(tmp_path / "mine")


VERBS = """@prefix kg: <https://w3id.org/newsgraph/ontology#> .
kg:criticised kg:evokedBy [ kg:verb "skewer" ; kg:slot "topic: over" ] .
"""
ARTICLE = """@prefix schema: <https://schema.org/> .
<https://example.org/news/1> a schema:NewsArticle ; schema:headline "Talks fail in Oslo" .
"""


@pytest.mark.parametrize(
    "text",
    [VERBS, ARTICLE, *((ontology_folder() / name).read_text() for name in ("news.ttl", "shapes.ttl"))],
    ids=["verbs", "article", "ontology", "shapes"],
)
@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "graphml", "jsonl"])
def test_what_only_has_to_do_with_our_graphs_is_none(tmp_path: Path, text: str, form: str) -> None:
    (tmp_path / "mine").write_text(text)
    assert not format_named(form).recognizes(tmp_path / "mine")


# Graphs as GeoJSON: places and events with a position are features, what has none is told.


MOSCOW = Entity(NodeId("moscow"), "Place", "Moscow", wikidata="Q649", country="RUS", position=(55.7522, 37.6155))
NOWHERE = Entity(NodeId("nowhere"), "Place", "Nowhere")
QUOTE = "Protesters marched there."
CROWD = Entity(NodeId("crowd"), "Group", "protesters")


def march(place: NodeId, name: str = "march") -> Event:
    return Event(NodeId(name), "Protest", "Protesters marched", frozenset({Role("place", place)}))


def told(event: NodeId, factuality: Factuality) -> Statement:
    span = Evidence(ArticleId("a"), 0, len(QUOTE), QUOTE)
    return statement((CROWD.id, "protestedAgainst", event), span, factuality, name=f"statement-{event}", event=event)


def collection(graph: Graph) -> dict[str, object]:
    read = json.loads(converted(graph, "geojson", Style()))
    assert isinstance(read, dict)
    return read


def features(graph: Graph) -> list[dict[str, dict[str, object]]]:
    found = collection(graph)["features"]
    assert isinstance(found, list)
    return found


def test_a_place_is_a_point_longitude_first() -> None:
    (place,) = features(Graph(entities=(MOSCOW,)))
    assert place["geometry"] == {"type": "Point", "coordinates": [37.6155, 55.7522]}
    assert (place["properties"]["title"], place["properties"]["country"]) == ("Moscow", "RUS")


def test_what_has_no_position_is_no_feature_and_is_told() -> None:
    graph = Graph(entities=(MOSCOW, NOWHERE), events=(march(NOWHERE.id),))
    found = collection(graph)
    assert [feature["properties"]["title"] for feature in features(graph)] == ["Moscow"]
    assert (found["withoutPosition"], found["eventsWithoutPlace"]) == (["Nowhere"], 1)


@pytest.mark.parametrize(("factuality", "is_fact"), [(Factuality.ASSERTED, True), (Factuality.PLANNED, False)])
def test_an_event_stands_at_its_place_with_firmness_and_words(factuality: Factuality, *, is_fact: bool) -> None:
    event = march(MOSCOW.id)
    graph = Graph((), (MOSCOW, CROWD), (event,), (), (told(event.id, factuality),))
    _, feature = features(graph)
    said = feature["properties"]
    assert (said["kind"], said["place"], said["fact"]) == ("event", "Moscow", is_fact)
    assert (said["factuality"], said["quote"]) == (factuality.value, QUOTE)


def test_the_order_of_what_is_given_changes_no_byte() -> None:
    events = (march(MOSCOW.id), march(MOSCOW.id, "other"))
    one = Graph((), (MOSCOW, NOWHERE), events)
    other = Graph((), (NOWHERE, MOSCOW), events[::-1])
    assert converted(one, "geojson", Style()) == converted(other, "geojson", Style())


def test_a_position_survives_joining_in_either_order() -> None:
    bare = replace(MOSCOW, position=())
    assert (MOSCOW | bare).position == (bare | MOSCOW).position == MOSCOW.position


def test_countries_and_cities_of_the_tables_have_positions() -> None:
    gazetteer = Gazetteer.load()
    for node in ("china", "london", "moscow", "springfield-q28515"):
        latitude, longitude = gazetteer.entity(NodeId(node)).position
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180


@pytest.mark.model
def test_an_article_becomes_a_map(kg: Kg, tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "a.txt").write_text("Protesters marched in Moscow on 3 May 2024.\n", encoding="utf-8")
    assert kg("build", folder / "a.txt", "-o", folder / "a.ttl").code == 0
    assert kg("convert", folder / "a.ttl", "-o", folder / "places.geojson").code == 0
    read = json.loads((folder / "places.geojson").read_text(encoding="utf-8"))
    kinds = [feature["properties"]["kind"] for feature in read["features"]]
    assert "event" in kinds


# What formats hold back: words that are withheld, what is unsure, what only a language model proposed.


@pytest.mark.parametrize("form", ["ftm", "ftm-statements", "claimreview", "quickstatements"])
def test_what_is_unsure_or_only_proposed_stays_out_and_is_told(form: str) -> None:
    graph = deal()
    how = ({"confidence": 0.2}, {"extracted_by": "llm:m1"}, {"extracted_by": "llm:m1", "reviewed_by": frozenset("R")})
    unsure, proposed, judged = (tuple(replace(one, **changes) for one in graph.statements) for changes in how)
    lines: list[str] = []
    assert "statement-" not in written(form, replace(graph, statements=unsure), lines)
    assert lines[0] == f"statements left out below the default confidence: {len(unsure)}"
    assert "statement-" not in written(form, replace(graph, statements=proposed), lines)
    assert f"statements left out that only a language model proposed: {len(proposed)}" in lines
    assert written(form, replace(graph, statements=judged)) == written(form, graph)


@pytest.mark.parametrize("form", sorted(own_formats()))
def test_withheld_words_stay_out_of_every_format(form: str, tmp_path: Path) -> None:
    for how, quoted in (("none", False), ("offsets", True)):
        convert(deal(), tmp_path / how, form, Style(evidence=how))
        folder = tmp_path / how
        paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        content = b"".join(path.read_bytes() for path in paths if path.is_file())
        assert b"Peru plans to buy Berg Cars. Peru denied" not in content
        if not quoted:
            assert b"Velox Motors owns Berg Cars." not in content
            assert b"Peru did not sell Berg Cars" not in content


@pytest.mark.parametrize("form", sorted(own_formats().keys() - {"geojson"}))
def test_a_statement_that_a_model_proposed_is_marked_or_left_out(form: str, tmp_path: Path) -> None:
    """A map has no statements."""
    triple = ("china", "sanctioned", "canada")
    made = replace(statement(triple, evidence("Trade and Tensions"), name="statement-x"), extracted_by="llm:m1")
    lines: list[str] = []
    convert(replace(trade_graph(), statements=(made,)), tmp_path / "x", form, Style(tell=lines.append))
    paths = sorted((tmp_path / "x").rglob("*")) if (tmp_path / "x").is_dir() else [tmp_path / "x"]
    content = b"".join(path.read_bytes() for path in paths if path.is_file())
    assert b"llm:m1" in content or "statements left out that only a language model proposed: 1" in lines
    assert form.endswith("12") or b"kg:sanctioned id:canada" not in content  # a triple term says nothing
