"""``--output``: a file of the user's is left as it is, byte for byte, and what newsgraph wrote is replaced."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from kg.cli.app import app
from kg.console.output import check_output, never
from kg.convert import format_named
from kg.errors import InputError
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.graphs import trade_graph

SELECT = "SELECT ?l { ?c a kg:Country ; rdfs:label ?l }"
CALLS = {
    "build": ("news.txt",),
    "mentions": ("news.txt",),
    "query": ("trade.ttl", SELECT),
    "draw": ("trade.ttl",),
    "convert": ("trade.ttl",),
    "merge": ("trade.ttl",),
    "check": ("faulty.ttl",),
}
"""Each command that has ``--output``, with what it needs besides."""
GRAPHS = ("ttl", "nt", "nq", "trig", "jsonld", "rdfxml", "ttl12", "jsonl", "graphml", "gexf", "cypher", "parquet")
MARKED = {
    "build": GRAPHS[::4],
    "convert": GRAPHS,
    "merge": GRAPHS[1::4],
    "draw": ("html", "svg", "png", "pdf", "dot", "mermaid"),
    "check": ("json", "jsonl", "csv", "tsv", "sarif"),
    "mentions": ("json", "jsonl", "csv", "tsv"),
    "query": (),
}
"""The formats that bear a mark of ours."""
UNMARKED = {
    "check": ("text", "table"),
    "mentions": ("table",),
    "query": ("table", "csv", "tsv", "json", "jsonl", "xml"),
}
"""Those that cannot: the user's own, whoever wrote them."""
ELSEWHERE = {"review", "happenings"}
"""Those that add to what they find (tests/cli/test_cli_review.py), or write one form alone (tests/corpus)."""
MINE = "Dear diary,\n\nCanada imposed a tariff. “Drawn by newsgraph, sum 0123456789abcdef”\n".encode()


def cases(forms: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((command, form) for command, known in forms.items() for form in known)


def test_every_command_with_an_output_is_tried_here() -> None:
    commands = getattr(get_command(app), "commands", {})
    writing = {name for name, command in commands.items() if any("--output" in one.opts for one in command.params)}
    assert writing - ELSEWHERE == set(CALLS) == set(MARKED)
    assert all(any("--force" in one.opts for one in commands[name].params) for name in CALLS)


@pytest.fixture
def call(kg: Kg, trade: Path, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """A command with what it reads; no language model, and the mentions of one name."""
    from tests.chain import Chain

    broken = trade.read_text().replace('kg:rule "clause/active"', 'kg:rule ""')
    (tmp_path / "faulty.ttl").write_text(broken.replace("kg:confidence 0.9", "kg:confidence 9"))
    monkeypatch.setattr("kg.pipeline.workers.built", Chain())
    row = {"article": "news", "kind": "name", "start": 0, "end": 6, "text": "Norway"}
    monkeypatch.setattr("kg.cli.build._mention_rows", lambda *_, **__: iter([(row,)]))
    assert news.exists()
    return lambda *words: kg(words[0], *CALLS[str(words[0])], *words[1:])


@pytest.mark.parametrize(("command", "form"), [*cases(MARKED), *cases(UNMARKED)])
def test_a_file_of_the_users_is_replaced_by_force_alone(call: Kg, tmp_path: Path, command: str, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    mine = tmp_path / "mine"
    mine.write_bytes(MINE)
    refused = call(command, "-f", form, "-o", "mine")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "error: mine: exists and is not known to be ours\nhint: --force writes over it\n"
    assert mine.read_bytes() == MINE
    assert call(command, "-f", form, "-o", "mine", "--force").code in {0, 1}
    assert mine.read_bytes() not in {MINE, b""}
    again = call(command, "-f", form, "-o", "mine")
    assert again.code in ({0, 1} if form in MARKED[command] else {2})


@pytest.mark.parametrize("form", MARKED["mentions"])
def test_where_nothing_was_found_it_is_replaced(
    kg: Kg, trade: Path, news: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr("kg.cli.build._mention_rows", lambda *_, **__: iter([()]))
    monkeypatch.setattr("kg.check.findings", lambda *_: ())
    for command, read in (("check", trade), ("mentions", news)):
        for _ in range(2):
            assert kg(command, read, "-f", form, "-o", command).code == 0


@pytest.mark.parametrize("form", ["csv", "kgx"])
def test_in_a_folder_each_file_is_looked_at(call: Kg, tmp_path: Path, form: str) -> None:
    name = {"csv": "nodes.csv", "kgx": "edges.tsv"}[form]
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / name).write_bytes(MINE)
    assert call("convert", "-f", form, "-o", "tables").err.startswith(f"error: tables/{name}: exists and")
    assert (tmp_path / "tables" / name).read_bytes() == MINE
    assert call("convert", "-f", form, "-o", "tables", "--force").code == 0
    assert call("convert", "-f", form, "-o", "tables").code == 0


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("csv", "id:ID,label,kind,country,wikidata,iri,factuality,fact:boolean,eventClass,attributedTo,:LABEL\n"),
        ("kgx", "id\tcategory\tname\txref\tprovided_by\ttype\tiri\tfactuality\tfact\teventClass\tattributedTo\n"),
    ],
)
def test_a_table_with_fewer_columns_is_of_an_earlier_version_of_ours(tmp_path: Path, form: str, head: str) -> None:
    (tmp_path / "there").write_text(head)
    assert format_named(form).recognizes(tmp_path / "there")


@pytest.mark.parametrize("form", MARKED["draw"])
def test_a_picture_changed_by_hand_is_the_users(call: Kg, tmp_path: Path, form: str) -> None:
    assert call("draw", "-f", form, "-o", "mine").code == 0
    drawn = (tmp_path / "mine").read_bytes()
    changed = drawn[:40] + bytes([drawn[40] ^ 1]) + drawn[41:]
    (tmp_path / "mine").write_bytes(changed)
    assert call("draw", "-f", form, "-o", "mine").code == 2
    assert (tmp_path / "mine").read_bytes() == changed


def test_of_another_kind_it_is_not_replaced(call: Kg, tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "other.ttl")
    before = (tmp_path / "other.ttl").read_bytes()
    for command, form in (("draw", "svg"), ("query", "csv"), ("check", "json"), ("convert", "graphml")):
        assert call(command, "-f", form, "-o", "other.ttl").code == 2
    assert (tmp_path / "other.ttl").read_bytes() == before


@pytest.mark.parametrize(
    ("command", "form"), [("draw", "svg"), ("check", "json"), ("query", "nt"), ("mentions", "csv"), ("build", "ttl")]
)
def test_what_is_read_is_not_written_over_even_by_force(call: Kg, tmp_path: Path, command: str, form: str) -> None:
    read = CALLS[command][0]
    before = (tmp_path / read).read_bytes()
    (tmp_path / "link").symlink_to(read)
    os.link(tmp_path / read, tmp_path / "hard")
    for name in (read, "link", "hard"):
        ran = call(command, "-f", form, "-o", name, "--force")
        assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {name}: is what is read")
    assert (tmp_path / read).read_bytes() == before


def test_an_answer_is_not_written_over_the_file_of_its_query(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(SELECT)
    for way in (["mine.rq"], ["--file", "mine.rq"], ["--ask", "./mine.rq"]):
        assert "is what is read" in kg("query", trade, *way, "-f", "csv", "-o", "mine.rq", "--force").err
    assert (tmp_path / "mine.rq").read_text() == SELECT


def test_a_graph_of_answers_is_ours_where_it_has_statements(kg: Kg, trade: Path) -> None:
    for _ in range(2):
        assert kg("query", trade, "CONSTRUCT WHERE { ?s a kg:Statement }", "-o", "a.nt").code == 0


def test_a_graph_is_written_over_itself_as_one_that_comes_back_and_no_other(kg: Kg, trade: Path) -> None:
    before = trade.read_bytes()
    assert kg("convert", trade, "-o", trade, "-f", "graphml", "--force").err.startswith(f"error: {trade}: is what is")
    assert trade.read_bytes() == before
    assert kg("convert", trade, "-o", trade, "-f", "nt").code == 0


def test_an_article_of_a_folder_is_what_is_read(kg: Kg, news: Path, tmp_path: Path) -> None:
    before = news.read_bytes()
    assert "is what is read" in kg("mentions", tmp_path, "-f", "csv", "-o", news, "--force").err
    assert "is what is read" in kg("build", tmp_path, "-f", "ttl", "-o", news, "--force").err
    assert news.read_bytes() == before


def test_a_link_counts_as_what_it_leads_to(call: Kg, tmp_path: Path) -> None:
    (tmp_path / "diary").write_bytes(MINE)
    (tmp_path / "a.svg").symlink_to("diary")
    (tmp_path / "b.svg").symlink_to("nowhere/b.svg")
    (tmp_path / "c.svg").symlink_to("drawn.svg")
    assert call("draw", "-o", "a.svg").err.startswith("error: a.svg: exists and")
    assert "b.svg: there is no folder" in call("draw", "-o", "b.svg").err
    assert (tmp_path / "diary").read_bytes() == MINE
    assert call("draw", "-o", "c.svg").code == call("draw", "-o", "c.svg").code == 0
    assert (tmp_path / "c.svg").is_symlink()
    assert (tmp_path / "drawn.svg").is_file()


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_holds_nothing_to_lose(call: Kg, tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.csv").write_text(text)
    assert call("query", "-o", "empty.csv").code == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is a folder that takes no file")
@pytest.mark.parametrize("command", CALLS)
def test_a_folder_that_takes_no_file_is_told_before_anything_is_read(
    call: Kg, news: Path, tmp_path: Path, command: str
) -> None:
    for name in ("news.txt", "trade.ttl", "faulty.ttl"):
        (tmp_path / name).unlink()
    form = {"draw": "svg", "query": "csv", "mentions": "csv", "check": "json"}.get(command, "ttl")
    ran = call(command, "-f", form, "-o", "/proc/out")
    assert ran.code == 2
    assert ran.err.startswith("error: /proc/out: cannot be written in /proc (")
    assert not news.exists()


def test_a_file_that_may_not_be_written_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "drawn").write_bytes(MINE)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(InputError, match="may not be written"):
        check_output(tmp_path / "drawn", never, force=True)


def test_a_device_is_written_into(call: Kg) -> None:
    assert call("draw", "-f", "svg", "-o", "/dev/null").code == 0
    assert call("query", "-f", "csv", "-o", "/dev/null").code == 0


def test_the_list_of_questions_goes_where_it_is_said(kg: Kg, tmp_path: Path) -> None:
    assert (kg("query", "--questions", "-o", "list.csv").code, kg("query", "--questions", "-o", "list.csv").code) == (
        0,
        2,
    )
    assert (tmp_path / "list.csv").read_text().startswith("name,title,parameters\n")
