"""The endpoint under load: quick queries stay quick beside heavy ones, and what it tells of itself."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.store import Limits, Query, StoppedError, Worker
from tests.serving import Reply, asked, served
from tests.waiting import until

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from prometheus_client.parser import text_string_to_metric_families

from kg.view.endpoint import Endpoint
from kg.view.endpoint.seats import Forecast
from kg.view.serve import endpoint_alone

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o FILTER(?a != id:x%d) }"


LOWEST = 19
"""The niceness of what gives way to all others."""


@contextmanager
def endpoint(path: Path, limits: Limits) -> Iterator[str]:
    """The address of an endpoint alone, whose queries are stopped when it ends."""
    found = Endpoint([path], limits)
    found.open()
    with served(endpoint_alone(found)) as address:
        yield address
        found.stop()
    found.close()


def ask(address: str, query: str) -> Reply:
    return asked(f"{address}/sparql?query={quote(query)}")


def figures(address: str) -> dict[str, float]:
    """The samples of the metrics, by name and labels as Prometheus reads them."""
    reply = asked(f"{address}/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples = [one for family in text_string_to_metric_families(reply.body.decode()) for one in family.samples]
    return {
        " ".join((one.name, *(f"{name}={value}" for name, value in one.labels.items()))): one.value for one in samples
    }


@pytest.mark.slow
def test_quick_queries_stay_quick_while_more_heavy_ones_run_than_may(trade: Path) -> None:
    with ThreadPoolExecutor(8) as pool, endpoint(trade, Limits(seconds=20)) as address:
        heavy = [pool.submit(ask, address, ENDLESS % number) for number in range(6)]
        until(lambda: figures(address)["kg_workers state=long"])
        assert {ask(address, COUNT).status for _ in range(10)} == {200}
        assert sum(one.done() for one in heavy) == 0
    assert {one.result().status for one in heavy} == {503}


def test_a_query_that_gives_way_leaves_a_process_that_answers_as_quickly_as_before(trade: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != id:x) }"
    with Worker([trade], Limits(seconds=1)) as worker, ThreadPoolExecutor(1) as pool:
        worker.open()
        for _ in range(2):
            asking = pool.submit(worker.ask, Query(slow + " LIMIT 1"))
            until(lambda: worker.effort)
            worker.give_way()
            with pytest.raises(StoppedError, match="1 second"):
                asking.result()
        assert worker.ask(Query("ASK {}")).holds()


def test_a_process_has_its_old_priority_for_the_query_after_the_one_that_gave_way(trade: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("the priority of a thread is read in /proc")
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    with Worker([trade]) as worker, ThreadPoolExecutor(1) as pool:
        worker.open()
        usual = max(nice_of_threads(worker))
        if usual == LOWEST:
            pytest.skip("nothing runs with a lower priority than these tests do")

        def is_seen_to_give_way() -> bool:
            asking = pool.submit(worker.ask, Query(query.replace("}", ". ?g ?h ?i FILTER(?a = ?d && ?d = ?g) }")))
            until(lambda: worker.effort or asking.done())
            worker.give_way()
            until(lambda: asking.done() or max(nice_of_threads(worker)) > usual)
            is_seen = not asking.done()
            assert asking.result().kind == "solutions"
            return is_seen

        until(is_seen_to_give_way)  # on a busy machine a query may be answered before
        # A thread that gave way takes its time to end too.
        until(lambda: worker.ask(Query("ASK {}")).holds() and max(nice_of_threads(worker)) == usual)


def nice_of_threads(worker: Worker) -> list[int]:
    """The niceness of each thread of a worker (proc(5))."""
    tasks = Path(f"/proc/{worker.pid}/task").glob("*/stat")
    return [int(task.read_text().rpartition(")")[2].split()[16]) for task in tasks]


def test_a_query_of_a_shape_that_was_long_is_forecast_to_be_long_until_three_are_quick() -> None:
    forecast = Forecast()
    forecast.learn("SELECT ?o { id:china ?p ?o } LIMIT 3", was_long=True)
    assert forecast.is_long("SELECT ?o\n{ id:canada ?p ?o } LIMIT 10")
    assert not forecast.is_long("SELECT ?s { ?s ?p id:canada } LIMIT 10")
    for expected in (True, True, False):
        forecast.learn("SELECT ?o { id:norway ?p ?o } LIMIT 3", was_long=False)
        assert forecast.is_long("SELECT ?o { id:canada ?p ?o } LIMIT 10") is expected


def test_the_metrics_count_by_kind_and_outcome(trade: Path) -> None:
    with endpoint(trade, Limits(seconds=3)) as address:
        for query in ("ASK {}", COUNT, COUNT, "nonsense", "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }"):
            ask(address, query)
        ask(address, ENDLESS % 1)
        found = figures(address)
        queries = {
            name.removeprefix("kg_queries_total "): value for name, value in found.items() if "queries_total" in name
        }
        assert queries == {
            "kind=ask outcome=answered": 1,
            "kind=select outcome=answered": 2,
            "kind=other outcome=refused": 1,
            "kind=select outcome=refused": 1,
            "kind=select outcome=stopped": 1,
        }
        assert {name: value for name, value in found.items() if name.startswith("kg_refusals_total")} == {
            "kg_refusals_total status=400": 1,
            "kg_refusals_total status=403": 1,
            "kg_refusals_total status=503": 1,
        }
        assert found["kg_query_seconds_count kind=select"] == 4
        assert found["kg_query_seconds_bucket kind=select le=0.2"] <= 3
        assert found["kg_source_bytes"] == trade.stat().st_size


def test_every_figure_that_the_documentation_names_is_there(trade: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "serve.md"
    named = set(re.findall(r"\bkg_[a-z_]+", page.read_text(encoding="utf-8")))
    with endpoint(trade, Limits()) as address:
        ask(address, "ASK {}")
        ask(address, "nonsense")
        told = asked(f"{address}/metrics").body.decode()
    assert len(named) > 8
    assert {name for name in named if f"# TYPE {re.sub('_(bucket|count)$', '', name)} " not in told} == {
        "kg_connections"
    }


@pytest.mark.slow
def test_the_metrics_tell_the_size_of_the_graph_and_what_the_processes_do(trade: Path) -> None:
    with ThreadPoolExecutor(1) as pool, endpoint(trade, Limits(seconds=20)) as address:
        counted = ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
        found = figures(address)
        assert f'"{found["kg_graph_triples"]:.0f}"'.encode() in counted
        assert [found[f"kg_workers state={state}"] for state in ("idle", "quick", "long")] == [4, 0, 0]
        pool.submit(ask, address, ENDLESS % 1)
        until(lambda: figures(address)["kg_workers state=long"])
        found = figures(address)
        assert [found[f"kg_workers state={state}"] for state in ("idle", "quick", "long")] == [3, 0, 1]
        trade.write_bytes(trade.read_bytes() + b"<urn:a> <urn:b> <urn:c> .\n")
        until(lambda: figures(address)["kg_graph_triples"] == found["kg_graph_triples"] + 1)
