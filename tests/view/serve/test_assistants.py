"""``kg serve --mcp``: the tools for assistants, asked by the package's own client over standard input and output."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import cast

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

from kg.errors import KgError
from kg.model import Graph
from kg.store import Limits
from kg.turtle.documents import write
from kg.view.serve.assistants import GraphTools, server_of
from kg.view.serve.library import Library
from tests.conftest import Kg
from tests.graphs import TEXT, entity, evidence, statement, trade_graph
from tests.serving import run_alone
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[3]
Rows = list[dict[str, object]]
CLAIM = "Peru threatened Chile."


def session(path: Path, work: Callable[[ClientSession], Awaitable[None]], *options: str) -> None:
    """Start a server as an assistant does, and work with it; it ends when the client hangs up."""

    async def run() -> None:
        arguments = ["-m", "kg", "serve", str(path), "--mcp", *options]
        program = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)
        async with stdio_client(program) as streams, ClientSession(*streams) as client:
            with anyio.fail_after(PATIENCE):
                await client.initialize()
                await work(client)

    run_alone(run)


def rows(result: CallToolResult, name: str) -> Rows:
    assert not result.is_error, words(result)
    assert result.structured_content is not None
    return cast("Rows", result.structured_content[name])


def words(result: CallToolResult) -> str:
    return " ".join(part.text for part in result.content if isinstance(part, TextContent))


def test_an_assistant_finds_asks_and_shows_with_sentences(trade: Path) -> None:
    async def work(client: ClientSession) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == [
            "search_entities", "show_statements", "list_questions", "path", "article", "ask_question",
        ]  # fmt: skip
        assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)
        assert all(tool.description for tool in tools)
        call = client.call_tool
        (canada, *_) = rows(await call("search_entities", {"words": "canad"}), "entities")
        assert (canada["name"], canada["class"], canada["wikidata"]) == ("Canada", "Country", "Q16")
        said = rows(await call("show_statements", {"about": "Canada", "relation": "imposedTariffOn"}), "statements")
        assert {one["object"] for one in said} == {"China"}
        assert all(one["sentence"] and one["firmness"] and one["article"] == "trade" for one in said)
        asked = rows(await call("ask_question", {"name": "who-imposed-what", "parameters": {"who": "Canada"}}), "rows")
        assert asked
        assert all(one["sentence"] and one["fact"] in {True, False} for one in asked)
        names = [one["name"] for one in rows(await call("list_questions", {}), "questions")]
        assert "who-imposed-what" in names
        assert rows(await call("path", {"start": "Canada", "goal": "China"}), "steps")[0]["from"] == "Canada"
        article = await call("article", {"id": "trade"})
        assert article.structured_content is not None
        assert {"id", "text", "statements", "of"} <= article.structured_content.keys()

    session(trade, work)


def test_what_is_wrong_is_told_with_its_cure_and_the_server_goes_on(trade: Path) -> None:
    async def work(client: ClientSession) -> None:
        wrong = {
            "Nearest: Canada": ("show_statements", {"about": "Cannada"}),
            "write it as 2026-01-14": ("show_statements", {"since": "soon"}),
            "no parameter 'colour'": ("ask_question", {"name": "who-imposed-what", "parameters": {"colour": "x"}}),
            "there is no question": ("ask_question", {"name": "DROP ALL"}),
            "is not in the graph": ("article", {"id": "../../etc/passwd"}),
            "valid string": ("search_entities", {"words": 3}),
        }
        for told, (tool, arguments) in wrong.items():
            result = await client.call_tool(tool, cast("dict[str, object]", arguments))
            assert (result.is_error, told in words(result)) == (True, True), words(result)
        assert rows(await client.call_tool("search_entities", {"words": "China"}), "entities")
        assert rows(await client.call_tool("search_entities", {"words": " "}), "entities") == []

    session(trade, work)


def test_no_answer_has_more_rows_than_the_limit(trade: Path) -> None:
    async def work(client: ClientSession) -> None:
        result = await client.call_tool("show_statements", {"limit": 1000, "details": True})
        assert len(rows(result, "statements")) == 2
        assert result.structured_content is not None
        left = len(trade_graph().statements) - 2
        assert result.structured_content["note"] == f"{left} more: ask for less, or with a higher offset"
        asked = await client.call_tool("ask_question", {"name": "about", "parameters": {"who": "Canada"}})
        assert len(rows(asked, "rows")) == 2
        assert "there are more rows than the server gives" in words(asked)

    session(trade, work, "--max-rows", "2")


def test_the_command_of_the_page_ends_well_when_the_client_hangs_up(trade: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "assistants.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^\$ kg (.*)$", page, re.MULTILINE)
    arguments = [sys.executable, "-m", "kg", *shlex.split(command)]
    ran = subprocess.run(
        arguments, cwd=trade.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == (b"", b"")


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[GraphTools]:
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path, evidence="full")
    with closing(Library([path])) as library:
        yield GraphTools(library, Limits(rows=5))


def test_rows_go_on_where_the_last_ended(tools: GraphTools) -> None:
    every = [tools.show_statements(limit=1, offset=number)["statements"] for number in range(3)]
    assert every == [[one] for one in cast("Rows", tools.show_statements(limit=3)["statements"])]
    assert tools.show_statements(offset=1000)["statements"] == []
    assert tools.show_statements(limit=-3, offset=-3)["statements"] == every[0]


def test_what_is_not_so_says_how_firm_it_is_and_that_it_is_no_fact(tools: GraphTools) -> None:
    (denied,) = cast("Rows", tools.show_statements(firmness="denied")["statements"])
    assert (denied["firmness"], denied["fact"]) == ("denied", False)
    with pytest.raises(KgError):
        tools.show_statements(firmness="certain")


def test_a_tool_that_takes_too_long_is_given_up(tools: GraphTools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.serve.assistants.chain_rows", lambda *_: __import__("time").sleep(0.5))
    server = server_of(tools, Limits(seconds=0.05))
    asked = partial(server.call_tool, "path", {"start": "Canada", "goal": "China"})
    with pytest.raises(Exception, match=r"took more than 0\.05 seconds\. ask for less"):
        run_alone(asked)


def test_a_question_that_takes_too_long_is_given_up(tools: GraphTools, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: object) -> None:
        await anyio.sleep(5)

    monkeypatch.setattr(Library, "answered", slow)
    asked = partial(server_of(tools, Limits(seconds=0.05)).call_tool, "ask_question", {"name": "about"})
    with pytest.raises(Exception, match=r"took more than 0\.05 seconds"):
        run_alone(asked)


def test_a_chain_of_claims_says_whose_they_are_and_that_they_are_no_facts(tmp_path: Path) -> None:
    peru, chile, bank = (entity(name.lower(), "Country", name) for name in ("Peru", "Chile", "Bolivia"))
    claim = statement(("peru", "threatened", "chile"), evidence(CLAIM, text=CLAIM), source="bolivia")
    write(Graph(entities=(peru, chile, bank), statements=(claim,)), tmp_path / "claim.ttl")
    with closing(Library([tmp_path / "claim.ttl"])) as library:
        found = GraphTools(library).path("Peru", "Chile", claims=True)
    (step,) = cast("Rows", found["steps"])
    assert (step["source"], step["fact"], step["factuality"]) == ("Bolivia", False, "asserted")
    assert str(step["statement"]).startswith("id:statement")


def test_that_there_are_more_chains_is_told(tmp_path: Path) -> None:
    names = ("Peru", "Chile", "Bolivia", "Brazil", "Ecuador", "Uruguay")
    said = [
        statement((end, "threatened", other), evidence(CLAIM, text=CLAIM))
        for end in ("peru", "chile")
        for other in ("bolivia", "brazil", "ecuador", "uruguay")
    ]
    entities = tuple(entity(name.lower(), "Country", name) for name in names)
    write(Graph(entities=entities, statements=tuple(said)), tmp_path / "many.ttl")
    with closing(Library([tmp_path / "many.ttl"])) as library:
        found = GraphTools(library).path("Peru", "Chile")
    assert max(int(str(step["path"])) for step in cast("Rows", found["steps"])) == 3
    assert found["note"] == "there are more chains: the 3 shortest are shown"


def test_a_text_that_is_cut_says_so_and_goes_on(tools: GraphTools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.serve.assistants._CHARACTERS", 60)
    first = tools.article("trade")
    left = len(TEXT) - 60
    assert first["note"] == f"the text has {left} characters more: ask with character 60"
    parts = [tools.article("trade", character=place).get("text", "") for place in range(0, len(TEXT), 60)]
    assert "".join(map(str, parts)) == TEXT
    assert "note" not in tools.article("trade", character=len(TEXT))


def test_the_way_to_more_is_one_that_there_is(tools: GraphTools) -> None:
    assert "with a higher limit, or with a higher offset" in str(tools.show_statements(limit=1)["note"])
    assert "offset" not in str(tools.search_entities("a", limit=1)["note"])


def test_without_the_package_it_is_told_how_to_get_it(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    ran = kg("serve", trade, "--mcp")
    assert (ran.code, "mcp 2 is not installed" in ran.err, "pip install" in ran.err) == (4, True, True)
