"""A state stands for those who act for it: with one meaning, in the same words in every question that takes one."""

import re
from pathlib import Path

import pytest

from kg.model import Graph, NodeId
from kg.ontology import Ontology
from kg.store import Query, Worker
from kg.store.questions import Question, question, questions
from kg.turtle.documents import write
from tests.asking import Here, told
from tests.graphs import entity, evidence, statement, trade_graph

OURS = questions()
STANDING = re.compile(
    r"\?side\d? a \?class\d? \.\s+FILTER\((?P<words>!BOUND\(.*?)\)\n(?= *(\}|OPTIONAL|\?|BIND|FILTER))", re.DOTALL
)
SPAN = evidence("China responded with tariffs on Canadian canola.")

FOR_IT = [
    "canada", "government-of-canada", "treasury", "armed-forces", "prime-minister-of-canada", "mark-carney",
    "judge-office", "judge", "anita-anand", "prince", "canadian-officials", "state-media",
]  # fmt: skip
NOT_FOR_IT = [
    "big-company", "company-chief", "chief-office", "employee", "un-chief", "un-office", "newspaper", "party",
    "toronto", "trade-topic", "people-of-an-ngo", "china", "xi-jinping",
]  # fmt: skip
ACTORS = dict.fromkeys(FOR_IT, True) | dict.fromkeys(NOT_FOR_IT, False)
"""Who acts for Canada, and who does not."""


def _graph() -> Graph:
    made = (
        entity("treasury", "PublicBody", "the Treasury", ("actsFor", "government-of-canada")),
        entity("armed-forces", "PublicBody", "Armed Forces", country="CAN"),
        entity("judge-office", "Office", "Justice of Supreme Court of Canada", country="CAN"),
        entity("judge", "Person", "Richard Wagner", country="CAN"),
        entity("anita-anand", "Person", "Anita Anand", country="CAN"),
        entity("prince", "Person", "A Prince", country="CAN"),
        entity("crown-prince", "Office", "Crown Prince"),
        entity("state-media", "MediaOrganization", "Canadian state media", ("ofCountry", "canada"), country="CAN"),
        entity("big-company", "Company", "Big Maple", ("ofCountry", "canada"), country="CAN"),
        entity("chief-office", "Office", "CEO of Big Maple", country="CAN"),
        entity("company-chief", "Person", "A Chief", country="CAN"),
        entity("employee", "Person", "An Employee", country="CAN"),
        entity("un-office", "Office", "Secretary-General of the United Nations"),
        entity("un-chief", "Person", "A Diplomat", country="CAN"),
        entity("newspaper", "MediaOrganization", "The Globe", country="CAN"),
        entity("party", "PoliticalParty", "Liberal Party", country="CAN"),
        entity("toronto", "Place", "Toronto", ("inCountry", "canada"), country="CAN"),
        entity("trade-topic", "Topic", "Canadian trade", country="CAN"),
        entity("people-of-an-ngo", "Group", "helpers of an NGO", country="CAN"),
        entity("xi-jinping", "Person", "Xi Jinping", country="CHN"),
    )
    said = (
        statement(("judge", "heldOffice", "judge-office"), SPAN),
        statement(("company-chief", "heldOffice", "chief-office"), SPAN),
        statement(("un-chief", "heldOffice", "un-office"), SPAN),
        statement(("prince", "heldOffice", "crown-prince"), SPAN),
        statement(("employee", "worksFor", "big-company"), SPAN),
        *(statement((one, "did", "trade-topic"), SPAN, name=f"did-{one}", is_open=True) for one in ACTORS),
        *(
            statement(("canola", "fell", "trade-topic"), SPAN, name=f"said-{one}", source=one, is_open=True)
            for one in ACTORS
        ),
    )
    return trade_graph() | Graph(entities=made, statements=said)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    path = tmp_path_factory.mktemp("states") / "trade.ttl"
    write(_graph(), path)
    return Here([path])


def ends(row: dict[str, str | None], name: str) -> bool:
    return str(row["statement"]).rpartition("/")[2] == name


@pytest.mark.parametrize(("actor", "acts"), ACTORS.items(), ids=str)
def test_who_acts_for_a_state(worker: Worker, actor: str, acts: bool) -> None:
    assert [row["subject"] for row in told(worker, "acts-of", who="Canada") if ends(row, f"did-{actor}")] == (
        [_graph().label(NodeId(actor))] if acts else []
    )


@pytest.mark.parametrize(("actor", "acts"), ACTORS.items(), ids=str)
def test_what_they_say_is_said_by_the_state(worker: Worker, actor: str, acts: bool) -> None:
    said = [row for row in told(worker, "claims-by", source="Canada") if ends(row, f"said-{actor}")]
    assert len(said) == acts


def test_a_person_stands_for_nobody_else(worker: Worker) -> None:
    assert {row["subject"] for row in told(worker, "acts-of", who="Mark Carney")} == {"Mark Carney"}


def _standing(one: Question) -> list[str]:
    """The words by which the question says who stands for a parameter's value, for any names of variables."""
    found = [match["words"] for match in STANDING.finditer(one.text)]
    return [re.sub(r"\s+", " ", re.sub(r"\?([a-z]+)2\b", r"?\1", words)) for words in found]


def test_every_question_that_takes_a_state_says_so_in_the_same_words() -> None:
    counted = 0
    wordings = set()
    for one in OURS:
        states = [parameter.name for parameter in one.parameters if parameter.kind == "entity"]
        found = _standing(one)
        assert len(found) == len(states), one.name
        counted += len(found)
        for name, words in zip(sorted(states), sorted(found), strict=True):
            assert f"?{name}" in " ".join(found)
            wordings |= {re.sub(r"!BOUND\(\?(\w+)\)(.*)", lambda m: m[2].replace(f"?{m[1]} ", "?who "), words)}
    assert counted >= 25
    assert len(wordings) == 1, wordings


def test_the_question_of_the_manual_is_one_like_ours(worker: Worker, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "ask-a-graph.md"
    text = page.read_text(encoding="utf-8").split("```sparql\n")[1].split("```\n")[0]
    (tmp_path / "visits.rq").write_text(text.replace("kg:visited", "rel:did"))
    mine = question("visits", [tmp_path])
    assert _standing(mine) == _standing(question("warnings"))
    rows = list(worker.ask(Query(mine.filled({"who": "Canada"}, worker))).rows())
    assert len(rows) == sum(ACTORS.values())


@pytest.mark.parametrize("name", ["contradictions", "planned", "planned-then-done"])
def test_the_symmetric_relations_are_those_of_the_ontology(name: str) -> None:
    ours = {f"kg:{one.name}" for one in Ontology.load().relations.values() if one.symmetric}
    for listed in re.findall(r"\?p IN \(([^)]*)\)", question(name).text):
        assert set(re.findall(r"kg:\w+", listed)) == ours
