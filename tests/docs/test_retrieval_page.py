"""What the page on retrieval shows runs, each part with the program that it is about, models but by their protocol."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock
from zlib import crc32

import pytest

from kg.convert import own_formats
from kg.turtle.documents import read
from tests.conftest import Kg
from tests.docs.test_how_to import HOW_TO, commands_of
from tests.webserver import listening

ROOT = Path(__file__).resolve().parents[2]
PAGE = (HOW_TO / "retrieval.md").read_text(encoding="utf-8")
SIZE = 64
pytestmark = pytest.mark.filterwarnings("ignore")  # of other people's programs


def blocks(section: str, kind: str = "python") -> Sequence[str]:
    """The blocks of a section of the page."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def vector(text: str) -> list[float]:
    """An embedding by words."""
    found = [0.0] * SIZE
    for word in text.lower().split():
        found[crc32(word.encode()) % SIZE] += 1.0
    return found


@pytest.fixture
def files(kg: Kg, trade: Path) -> Path:
    """The files that the page makes, but for the first, which is there."""
    for command in commands_of("retrieval.md")[1:]:
        ran = kg(*command)
        assert ran.code == 0, ran.err
    return trade.parent


def test_the_page_makes_each_format_of_retrieval(files: Path) -> None:
    written = {command[command.index("-o") + 1] for command in commands_of("retrieval.md")[1:]}
    assert all((files / name).exists() for name in written)
    assert len(written) == 5
    assert {name.rpartition(".")[2] for name in written if "." in name} <= set(own_formats())


def test_lightrag_holds_what_it_is_given(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = pytest.importorskip("numpy")
    utils = pytest.importorskip("lightrag.utils")
    asked: list[str] = []

    async def model(prompt: str, system_prompt: str = "", **_: object) -> str:
        asked.append(f"{prompt}\n{system_prompt}")
        return json.dumps({"high_level_keywords": ["imposed tariff on"], "low_level_keywords": ["Canada"]})

    async def embed(texts: Sequence[str]) -> object:
        return numpy.array([vector(text) for text in texts])

    letters = SimpleNamespace(encode=lambda text: list(map(ord, text)), decode=lambda ids: "".join(map(chr, ids)))
    words = utils.Tokenizer("letters", letters)  # the one that it takes by itself is fetched
    monkeypatch.setattr("lightrag.lightrag.TiktokenTokenizer", lambda *_: words)
    embedding = utils.EmbeddingFunc(embedding_dim=SIZE, max_token_size=8192, func=embed)
    names = {"model": model, "embedding": embedding}
    exec(blocks("LightRAG")[0], names)
    assert any("Canada imposed a 100% tariff on Chinese electric vehicles" in prompt for prompt in asked)
    given = json.loads((files / "trade.lightrag").read_text(encoding="utf-8"))
    counted = (files / "lightrag" / "graph_chunk_entity_relation.graphml").read_text(encoding="utf-8")
    chunks = json.loads((files / "lightrag" / "kv_store_text_chunks.json").read_text(encoding="utf-8"))
    assert (counted.count("<node "), counted.count("<edge ")) == (len(given["entities"]), len(given["relationships"]))
    assert len(chunks) == len(given["chunks"])


def test_llamaindex_retrieves_statements_with_their_passages(files: Path) -> None:
    core = pytest.importorskip("llama_index.core")
    embeddings = pytest.importorskip("llama_index.core.embeddings")

    class Words(embeddings.BaseEmbedding):  # type: ignore[misc, name-defined]
        def _get_text_embedding(self, text: str) -> list[float]:
            return vector(text)

        _get_query_embedding = _get_text_embedding

        async def _aget_query_embedding(self, text: str) -> list[float]:
            return vector(text)

    names: dict[str, object] = {"llm": core.llms.MockLLM(), "embed_model": Words()}
    exec(blocks("LlamaIndex")[0], names)
    given = json.loads((files / "trade.llamaindex").read_text(encoding="utf-8"))
    store, retriever = names["store"], names["retriever"]
    assert len(store.graph.triplets) == len(store.get_triplets(entity_names=list(store.graph.nodes)))  # type: ignore[attr-defined]
    assert len(store.graph.relations) == len(given["relations"])  # type: ignore[attr-defined]
    assert len(store.graph.nodes) == len(given["nodes"])  # type: ignore[attr-defined]
    found = retriever.retrieve("Who imposed a tariff on Chinese electric vehicles?")  # type: ignore[attr-defined]
    best = next(one.node for one in found if "imposed a 100% tariff" in one.node.get_content())
    assert best.metadata["url"] == "https://example.org/trade?x=1"
    assert "imposed a 100% tariff" in str(names["answer"])


def test_langchain_writes_each_relation_to_its_store(files: Path) -> None:
    neo4j = pytest.importorskip("langchain_neo4j")

    class Noted(neo4j.Neo4jGraph):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            self._driver = None
            self.structured_schema: dict[str, object] = {"metadata": {"constraint": []}}
            self.asked: list[tuple[str, dict[str, object]]] = []

        def query(self, query: str, params: dict[str, object] | None = None, **_: object) -> list[object]:
            self.asked.append((query, params or {}))
            return []

        def refresh_schema(self) -> None:
            pass

    graph = Noted()
    exec(blocks("LangChain")[0], {"graph": graph})
    rows = [row for query, found in graph.asked if "merge.relationship" in query for row in found["data"]]  # type: ignore[attr-defined]
    given = [json.loads(line) for line in (files / "trade.langchain").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == sum(len(one["relationships"]) for one in given)
    assert {"IMPOSED_TARIFF_ON", "PLANNED__SIGNED"} <= {row["type"] for row in rows}
    keys = sorted((row["source"], row["type"], row["target"], *row["properties"]["statements"]) for row in rows)
    assert all(len(set(same)) == 1 for _, same in groupby(keys, key=lambda key: key[:3]))


def test_neo4j_graphrag_writes_and_searches(files: Path) -> None:
    pytest.importorskip("neo4j_graphrag")
    neo4j = pytest.importorskip("neo4j")
    embedder = pytest.importorskip("neo4j_graphrag.embeddings.base")
    asked: list[tuple[str, dict[str, object]]] = []
    version = {"name": "Neo4j Kernel", "versions": ["5.26.0"], "edition": "enterprise", "version": "5.26.0"}
    index = {"labels": ["Chunk"], "properties": ["embedding"], "dimensions": SIZE}

    def execute(query: str, parameters_: dict[str, object] | None = None, **_: object) -> object:
        asked.append((getattr(query, "text", query), parameters_ or {}))
        return neo4j.EagerResult([neo4j.Record(version | index)], None, [])

    driver = MagicMock(spec=neo4j.Driver, execute_query=execute, _pool=MagicMock())

    class Words(embedder.Embedder):  # type: ignore[misc, name-defined]
        def embed_query(self, text: str) -> list[float]:
            return vector(text)

    names: dict[str, object] = {"driver": driver, "embedder": Words(), "size": SIZE}
    for block in blocks("neo4j-graphrag"):
        exec(block, names)
    assert names["written"].status == "SUCCESS"  # type: ignore[attr-defined]
    given = json.loads((files / "trade.neo4j-graphrag").read_text(encoding="utf-8"))
    rows = [row for _, found in asked for row in found.get("rows", [])]  # type: ignore[attr-defined]
    assert len(rows) == len(given["nodes"]) + len(given["relationships"])
    assert any("collect(DISTINCT said.description)" in query for query, _ in asked)


class Stub(BaseHTTPRequestHandler):
    """Speaks as much of the OpenAI protocol as an index and a question need; keeps the prompts."""

    prompts: list[str] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("embeddings"):
            vectors = [
                {"object": "embedding", "index": number, "embedding": vector(text)}
                for number, text in enumerate(asked["input"])
            ]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            self._send(json.dumps({"object": "list", "model": "stub", "data": vectors, "usage": usage}))
            return
        self.prompts.append(asked["messages"][0]["content"])
        head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "stub"}
        said: dict[str, object] = {"index": 0, "delta": {"role": "assistant", "content": "Canada did."}}
        end: dict[str, object] = {"index": 0, "delta": {}, "finish_reason": "stop"}
        lines = [json.dumps(head | {"choices": [choice]}) for choice in (said, end)]
        self._send("".join(f"data: {line}\n\n" for line in (*lines, "[DONE]")), "text/event-stream")

    def _send(self, text: str, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture
def server() -> Iterator[str]:
    with listening(Stub) as address:
        yield f"{address}/v1"


@pytest.mark.slow
def test_graphrag_embeds_the_tables_and_answers(files: Path, server: str) -> None:
    pytest.importorskip("graphrag")
    Stub.prompts.clear()
    (settings,) = blocks("GraphRAG", "yaml")
    settings = settings.replace("http://127.0.0.1:11434/v1", server).replace("1536", str(SIZE))
    (files / "settings.yaml").write_text(settings)
    (files / "input").mkdir()
    (files / "input" / "none.txt").touch()
    graphrag = Path(sys.executable).parent / "graphrag"
    ran = subprocess.run(
        [graphrag, "index", "--root", files, "--skip-validation"], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for method in ("local", "basic"):
        asked: list[Path | str] = [graphrag, "query", "--root", files, "--method", method, "Who taxed China?"]
        ran = subprocess.run(asked, check=True, capture_output=True, text=True)
        assert "Canada did." in ran.stdout
    local, basic = Stub.prompts
    assert "[Data: Relationships (" in local
    for prompt in (local, basic):
        assert "Canada imposed a 100% tariff on Chinese electric vehicles" in prompt
    assert "[planned]" in local


@pytest.mark.model
def test_the_ids_of_the_page_are_those_of_its_article(kg: Kg, tmp_path: Path) -> None:
    _, article, *options = commands_of("retrieval.md")[0]
    assert kg("build", str(ROOT / article), *options).code == 0
    graph = read((tmp_path / "trade.ttl").read_text(encoding="utf-8"))
    named = set(re.findall(r"\b(?:statement|event)-[0-9a-f]{8,12}\b", PAGE))
    assert len(named) == 2
    assert named <= {*graph.nodes, *(told.id for told in graph.statements)}
    assert re.findall(r"`([\w-]+):\d+-\d+`", PAGE) == [graph.articles[0].id]
