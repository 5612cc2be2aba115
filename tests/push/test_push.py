"""``kg push``: into real stores, whole or not at all, again and again."""

import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import kg.push
from kg.model import Graph
from kg.push import Login, PushError, PushTarget, Receipt, StoreProtocol, own_name, push, target_at
from kg.turtle.documents import serialize
from tests.conftest import Kg
from tests.graphs import evidence, statement, trade_graph
from tests.serving import asked
from tests.stores import free_port, oxigraph, virtuoso
from tests.webserver import QuietHandler, listening

NEWS = "https://example.org/news"
DBA = Login("dba", "dba")


@pytest.fixture(scope="module")
def oxi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="module")
def virtuoso_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several pieces for a small graph."""
    monkeypatch.setattr(kg.push, "_PIECE", 50)


def target(address: str, door: StoreProtocol, graph: str = NEWS, *, replaces: bool = False) -> PushTarget:
    return PushTarget(f"{address}/{door}", door, graph, replaces)


def stored(address: str, graph: str = NEWS) -> ox.Store:
    """What the graph of an Oxigraph server holds."""
    name = f"graph={quote(graph, safe='')}" if graph else "default"
    reply = asked(f"{address}/store?{name}", headers={"Accept": "application/n-triples"})
    found = ox.Store()
    if reply.status == 200:
        found.load(reply.body, format=ox.RdfFormat.N_TRIPLES)
    return found


def ours(graph: Graph) -> set[ox.Quad]:
    found = ox.Store()
    found.load(serialize(graph, "nt"), format=ox.RdfFormat.N_TRIPLES)
    return set(found)


def graphs_of(address: str) -> list[str]:
    query = quote("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    return asked(f"{address}/query?query={query}", headers={"Accept": "text/csv"}).body.decode().splitlines()[1:]


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_the_store_has_what_the_file_has(oxi: str, door: StoreProtocol) -> None:
    name = f"{NEWS}/{door}"
    size = len(ours(trade_graph()))
    assert push(trade_graph(), target(oxi, door, name)) == Receipt(size, size)
    assert set(stored(oxi, name)) == ours(trade_graph())
    assert not [graph for graph in graphs_of(oxi) if "incoming" in graph]


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_separators_of_lines_in_a_literal_part_no_triples(
    oxi: str, door: StoreProtocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.push, "_PIECE", 1)
    name, graph = f"{NEWS}/separators/{door}", trade_graph()
    odd = replace(graph, entities=tuple(replace(one, label=f"{one.label}\u2028\x85\v\f x") for one in graph.entities))
    assert push(odd, target(oxi, door, name)).held == len(ours(odd))
    assert set(stored(oxi, name)) == ours(odd)


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_it_adds_unless_it_is_to_replace(oxi: str, door: StoreProtocol) -> None:
    name = f"{NEWS}/replace/{door}"
    other = replace(trade_graph(), statements=(statement(("canada", "visited", "china"), evidence("China responded")),))
    push(trade_graph(), target(oxi, door, name))
    push(other, target(oxi, door, name))
    assert set(stored(oxi, name)) == ours(trade_graph()) | ours(other)
    push(other, target(oxi, door, name, replaces=True))
    assert set(stored(oxi, name)) == ours(other)


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_without_a_name_it_is_the_default_graph(oxi: str, door: StoreProtocol) -> None:
    push(trade_graph(), target(oxi, door, ""))
    assert ours(trade_graph()) <= set(stored(oxi, ""))


@contextmanager
def breaking(address: str, after: int) -> Iterator[str]:
    """A way to a store that breaks after some requests."""
    seen: list[str] = []

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.path)
            if len(seen) > after:
                self.close_connection = True
                return
            reply = asked(address + self.path, method="POST", body=body, headers=dict(self.headers))
            self.send_response(reply.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with listening(Handler) as here:
        yield here


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_push_that_breaks_leaves_the_target_as_it_was_and_can_be_repeated(oxi: str, after: int) -> None:
    name = f"{NEWS}/breaks/{after}"
    old = replace(trade_graph(), statements=())
    push(old, target(oxi, StoreProtocol.UPDATE, name))
    with breaking(oxi, after) as way, pytest.raises(PushError):
        push(trade_graph(), target(way, StoreProtocol.UPDATE, name, replaces=True))
    assert set(stored(oxi, name)) == ours(old)
    push(trade_graph(), target(oxi, StoreProtocol.UPDATE, name, replaces=True))
    assert set(stored(oxi, name)) == ours(trade_graph())
    assert not [graph for graph in graphs_of(oxi) if "incoming" in graph]


def _count_in_virtuoso(address: str, graph: str) -> int:
    query = quote(f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}")
    with urllib.request.urlopen(f"{address}/sparql?query={query}&format=text/csv", timeout=60) as answer:
        return int(answer.read().split()[-1].strip(b'"'))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("door", "path"), [(StoreProtocol.STORE, "sparql-graph-crud-auth"), (StoreProtocol.UPDATE, "sparql-auth")]
)
def test_virtuoso_takes_it_by_both_doors_again_and_again(virtuoso_: str, door: StoreProtocol, path: str) -> None:
    name = f"{NEWS}/{door}"
    for _ in range(2):
        push(trade_graph(), PushTarget(f"{virtuoso_}/{path}", door, name, replace=True, login=DBA))
    assert _count_in_virtuoso(virtuoso_, name) == len(ours(trade_graph()))


@pytest.mark.slow
def test_virtuoso_refuses_a_wrong_password(virtuoso_: str) -> None:
    wrong = PushTarget(f"{virtuoso_}/sparql-auth", StoreProtocol.UPDATE, NEWS, login=Login("dba", "wrong"))
    with pytest.raises(PushError) as caught:
        push(trade_graph(), wrong)
    assert "KG_PASSWORD" in caught.value.hint


@pytest.mark.slow
@pytest.mark.parametrize(
    ("door", "path"), [(StoreProtocol.STORE, "sparql-graph-crud-auth"), (StoreProtocol.UPDATE, "sparql-auth")]
)
def test_virtuoso_asks_for_a_login(virtuoso_: str, door: StoreProtocol, path: str) -> None:
    with pytest.raises(PushError, match="401") as caught:
        push(trade_graph(), PushTarget(f"{virtuoso_}/{path}", door, NEWS))
    assert "--user" in caught.value.hint


@pytest.mark.slow
def test_of_a_web_page_that_is_an_error_one_line_is_shown(virtuoso_: str) -> None:
    with pytest.raises(PushError, match="404") as caught:
        push(trade_graph(), PushTarget(f"{virtuoso_}/nowhere", graph=NEWS))
    assert not {"<", "\n"} & set(caught.value.message)


@pytest.mark.parametrize("kind", ['Digest realm="x", nonce="y"', 'Basic realm="x"', "Negotiate", "Bearer", "Digest"])
@pytest.mark.parametrize("login", [Login(), DBA], ids=["nobody", "dba"])
def test_a_store_that_asks_for_a_login_of_any_kind_is_an_error_with_a_hint(kind: str, login: Login) -> None:
    with refusing(401, {"WWW-Authenticate": kind}) as address, pytest.raises(PushError, match="401") as caught:
        push(trade_graph(), PushTarget(address, login=login))
    assert "--user" in caught.value.hint


@pytest.mark.parametrize("status", [400, 405, 415, 500])
def test_an_address_of_the_other_protocol_gets_a_hint(status: int) -> None:
    with refusing(status) as address, pytest.raises(PushError) as caught:
        push(trade_graph(), PushTarget(address))
    assert "--via" in caught.value.hint
    assert caught.value.message.endswith(f"{status} so: Not found & gone")


@contextmanager
def refusing(status: int, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """A server that answers everybody with a page that is an error."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            page = b"<!DOCTYPE html><style>a { b }</style><title>\n </title><p>Not found &amp; gone</p><p>More"
            self.send_response(status, "so")
            for name, value in {"Content-Length": str(len(page)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page)

    with listening(Handler) as address:
        yield f"{address}/store"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "trade.ttl", "ftp://example.org/", "", "http://x:y/", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(PushError, match="no address"):
        target_at(url)


@pytest.mark.parametrize("url", ["ftp://me:se/cret@example.org/", "http://me:se/cret@example.org/", "//me:secret@h/"])
def test_no_error_shows_a_password(url: str) -> None:
    for made in (PushTarget, target_at):
        with pytest.raises(PushError) as caught:
            made(url)
        assert "cret" not in caught.value.message


def test_an_address_brings_its_login_and_its_graph() -> None:
    found = target_at("http://me:p%40ss@127.0.0.1:1/store?a=1&graph=https%3A%2F%2Fexample.org%2Fnews")
    assert found == PushTarget("http://127.0.0.1:1/store?a=1", graph=NEWS, login=Login("me", "p@ss"))
    assert target_at("http://me@h/store?default", login=Login(password="x")).login == Login("me", "x")
    assert target_at("http://me:p@h/", login=DBA) == PushTarget("http://h/", login=DBA)
    with pytest.raises(PushError, match="names the graph"):
        target_at("http://h/store?graph=urn:a", graph="urn:b")


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_an_empty_graph_replaces_nothing_and_a_repeated_push_changes_nothing(oxi: str, door: StoreProtocol) -> None:
    name = f"{NEWS}/empty/{door}"
    for _ in range(2):
        push(trade_graph(), target(oxi, door, name))
    with pytest.raises(PushError, match="empty"):
        push(Graph(), target(oxi, door, name, replaces=True))
    assert set(stored(oxi, name)) == ours(trade_graph())


def test_two_pushes_at_once_have_names_of_their_own_and_a_repeated_one_the_old() -> None:
    with own_name("a") as first:
        with own_name("a") as second, own_name("b") as third:
            assert len({first, second, third}) == 3
        with own_name("a") as again:
            assert again == second
    with own_name("a") as last:
        assert last == first


def test_the_same_graph_is_pushed_twice_at_once(oxi: str) -> None:
    name = f"{NEWS}/at-once"
    with ThreadPoolExecutor(3) as pool:
        found = list(
            pool.map(lambda _: push(trade_graph(), target(oxi, StoreProtocol.UPDATE, name, replaces=True)), range(6))
        )
    assert len(set(found)) == 1
    assert set(stored(oxi, name)) == ours(trade_graph())
    assert not [graph for graph in graphs_of(oxi) if "at-once#" in graph]


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_rdf_1_2_goes_to_a_store_that_knows_it(oxi: str, door: StoreProtocol) -> None:
    name = f"{NEWS}/rdf12/{door}"
    push(trade_graph(), target(oxi, door, name), rdf12=True)
    assert any(isinstance(quad.object, ox.Triple) for quad in stored(oxi, name))


def test_the_default_graph_is_never_replaced() -> None:
    with pytest.raises(PushError, match="not replaced"):
        PushTarget("http://127.0.0.1/", replace=True)


def test_a_store_that_is_not_there_is_an_error_with_a_hint() -> None:
    with pytest.raises(PushError) as caught:
        push(trade_graph(), PushTarget(f"http://127.0.0.1:{free_port()}/store"))
    assert "running" in caught.value.hint


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("door", list(StoreProtocol))
def test_a_store_that_sends_elsewhere_gets_nothing_sent_there(oxi: str, door: StoreProtocol, status: int) -> None:
    name = f"{NEWS}/redirected/{door}/{status}"
    elsewhere = {"Location": f"{oxi}/{door}"}
    with refusing(status, elsewhere) as address, pytest.raises(PushError, match=f"sends to {oxi}"):
        push(trade_graph(), PushTarget(address, door, name, login=Login(token="secret")))
    assert not list(stored(oxi, name))


@pytest.mark.parametrize("graph", ["a:x>; DROP ALL; DROP SILENT GRAPH <a:y", "not an iri", "news", "http://x/ y"])
def test_a_graph_is_named_by_an_iri(graph: str) -> None:
    with pytest.raises(PushError, match="is no IRI"):
        PushTarget("http://127.0.0.1/update", StoreProtocol.UPDATE, graph)


def test_the_command(kg: Kg, trade: Path, oxi: str) -> None:
    ran = kg("push", trade, f"{oxi}/store", "--graph", f"{NEWS}/command", "--replace")
    assert (ran.code, ran.out) == (0, "")
    assert f"triples are in {NEWS}/command" in ran.err
    assert set(stored(oxi, f"{NEWS}/command")) == ours(trade_graph())
    assert kg("push", trade, f"{oxi}/nowhere").code == 2
    assert kg("push", trade, oxi, "--via", "post").err.startswith("error: 'post' is no protocol")


def test_the_command_takes_login_and_graph_from_the_address_and_tells_no_password(
    kg: Kg, trade: Path, oxi: str
) -> None:
    ran = kg("push", trade, f"{oxi.replace('//', '//me:secret@')}/store?graph={quote(NEWS, safe='')}/address")
    assert ran.code == 0, ran.err
    assert ran.err.endswith(f"triples are in {NEWS}/address of {oxi}/store\n")
    assert set(stored(oxi, f"{NEWS}/address")) == ours(trade_graph())


@pytest.mark.parametrize("text", ["", "<urn:a> <urn:b> <urn:c> ."])
def test_what_is_not_ours_is_not_pushed(kg: Kg, tmp_path: Path, oxi: str, text: str) -> None:
    (tmp_path / "other.ttl").write_text(text)
    for door in StoreProtocol:
        ran = kg("push", "other.ttl", f"{oxi}/{door}", "--via", door, "--graph", NEWS, "--replace")
        assert (ran.code, ran.err.splitlines()[0]) == (2, "error: no statement of ours in other.ttl")
