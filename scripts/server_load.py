"""Answers a second of ``kg serve --sparql`` and their times, without and with heavy queries among quick ones.

    python scripts/server_load.py [STATEMENTS] [--clients 50] [--seconds 15] [--heavy 0 8] [--mixed]

Each client asks, waits for the answer, and asks again on a new connection. So many in a hundred clients ask nothing but
heavy queries (a join of some seconds), the others quick ones; with ``--mixed`` each client asks both in that share, and
so soon all wait for heavy ones. The graph is made up: states that visit, sanction and accuse one another, each act
with event, time and sentence; 28,000 statements are about a million triples.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg import model
from kg.store.disk import append

_OK = 200
_STATES = 200
_PER_ARTICLE = 40
_RELATIONS = {
    "visited": "Visit", "sanctioned": "ImposeSanctions", "accused": "Accuse", "imposedTariffOn": "ImposeTariff",
}  # fmt: skip
_SENTENCE = "One state did something to another on that day, it was said in the capital."
_QUICK = (
    "ASK {{ id:state-{0} kg:sanctioned ?o }}",
    "SELECT ?p ?o {{ id:state-{0} ?p ?o }}",
    "SELECT ?statement {{ ?statement rdf:subject id:state-{0} ; rdf:predicate kg:sanctioned }} LIMIT 20",
)
_HEAVY = "SELECT (COUNT(*) AS ?n) {{ ?b rdf:predicate ?p . ?c rdf:predicate ?p FILTER(?b != id:state-{0}) }}"


@dataclass
class Load:
    """What a run gave: seconds of quick answers, and outcomes of both kinds by status."""

    quick: list[float] = field(default_factory=list)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def row(self, percent: int, seconds: float) -> str:
        """One line of the table."""
        answered = self.statuses["quick", _OK]
        rank = statistics.quantiles(self.quick, n=100) if len(self.quick) > 1 else [0.0] * 99
        refused = sum(count for (kind, status), count in self.statuses.items() if kind == "quick" and status != _OK)
        heavy = {status: count for (kind, status), count in sorted(self.statuses.items()) if kind == "heavy"}
        return (
            f"{percent:3d} % heavy  {answered / seconds:7.1f} a second  median {rank[49]:6.3f} s  "
            f"95 % {rank[94]:6.3f} s  refused {refused} of {answered + refused}  heavy by status {heavy}"
        )


def main() -> int:
    """Print a line for each share of heavy queries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", nargs="?", type=int, default=5_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--heavy", type=int, nargs="*", default=[0, 8])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "load.store"
        append(made_up(given.statements), store)
        for percent in given.heavy:
            heavy = round(given.clients * percent / 100)
            apart = [1.0] * heavy + [0.0] * (given.clients - heavy)
            shares = [percent / 100] * given.clients if given.mixed else apart
            with _served(store) as address:
                load = asyncio.run(_load(address, shares, given.seconds))
            print(load.row(percent, given.seconds), flush=True)
    return 0


@contextmanager
def _served(store: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "kg", "serve", str(store), "--sparql"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        if server.stdout is None:
            raise AssertionError("the process was started with a pipe")
        try:
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()


async def _load(address: str, shares: Sequence[float], seconds: float) -> Load:
    """What clients get in that time; those who still wait then are not counted."""
    load, until = Load(), time.monotonic() + seconds
    asking = [
        asyncio.ensure_future(_client(address, load, until, share, number)) for number, share in enumerate(shares)
    ]
    await asyncio.wait(asking, timeout=seconds)
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    return load


async def _client(address: str, load: Load, until: float, share: float, number: int) -> None:
    chance = random.Random(number)
    async with httpx.AsyncClient(headers={"Connection": "close"}, timeout=None, verify=False) as client:
        while time.monotonic() < until:
            kind, texts = ("heavy", (_HEAVY,)) if chance.random() < share else ("quick", _QUICK)
            started = time.monotonic()
            query = chance.choice(texts).format(chance.randrange(200))
            status = (await client.get(address, params={"query": query})).status_code
            load.statuses[kind, status] += 1
            if kind == "quick" and status == _OK:
                load.quick.append(time.monotonic() - started)


def made_up(statements: int) -> model.Graph:
    """A graph of that many statements; the same number gives the same graph."""
    chance = random.Random(0)
    states = [
        model.Entity(model.NodeId(f"state-{n}"), "Country", f"State {n}", country=f"S{n:02}") for n in range(_STATES)
    ]
    governments = [
        model.Entity(
            model.NodeId(f"government-{n}"),
            "Government",
            f"Government {n}",
            links=frozenset({model.Link("actsFor", state.id)}),
        )
        for n, state in enumerate(states)
    ]
    actors = [*states, *governments]
    articles = [
        model.Article(model.ArticleId(f"a{n}"), "", (), date(2024, 1, 1) + timedelta(n % 700), f"Article {n}")
        for n in range(statements // _PER_ARTICLE + 1)
    ]
    made = [_statement(n, articles[n // _PER_ARTICLE].id, chance, actors) for n in range(statements)]
    events = tuple(event for _, event in made)
    return model.Graph(tuple(articles), tuple(actors), events, (), tuple(told for told, _ in made))


def _statement(
    number: int, article: model.ArticleId, chance: random.Random, actors: list[model.Entity]
) -> tuple[model.Statement, model.Event]:
    first, second = chance.sample(actors, 2)
    relation = chance.choice(sorted(_RELATIONS))
    day = date(2024, 1, 1) + timedelta(chance.randrange(700))
    time_ = model.TimeSpan(day, day, "that day", model.Precision.DAY)
    roles = frozenset({model.Role("agent", first.id), model.Role("target", second.id)})
    event = model.Event(model.NodeId(f"event-{number}"), _RELATIONS[relation], f"{relation} {number}", roles, time_)
    start = number % _PER_ARTICLE * 100
    told = model.Statement(
        id=model.NodeId(f"statement-{number}"),
        subject=first.id,
        relation=relation,
        relation_label=relation,
        is_open=False,
        object=second.id,
        event=event.id,
        factuality=chance.choice(list(model.Factuality)),
        evidence=frozenset({model.Evidence(article, start, start + len(_SENTENCE), _SENTENCE)}),
        subject_text=first.label,
        predicate_text=relation,
        object_text=second.label,
        rule="made/up",
        confidence=chance.randrange(50, 100) / 100,
        attributed_to=chance.choice(actors).id if chance.random() < 1 / 3 else None,
        time=time_,
    )
    return told, event


if __name__ == "__main__":
    sys.exit(main())
