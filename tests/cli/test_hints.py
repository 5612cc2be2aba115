"""A hint that names a command or an option is followed: what it says works."""

import hashlib
import io
import json
import re
import shlex
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, ArticleId, Graph
from kg.store.disk import append
from kg.turtle.documents import write
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.hints import hints
from tests.view.draw.graphs import large_graph

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FOLLOWED: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "--any-language reads it all the same": (
        ("build french.txt -o out.ttl", ("build french.txt -o out.ttl --any-language",)),
    ),
    "--as network": (("draw trade.ttl -f dot --as story", ("draw trade.ttl -f dot --as network",)),),
    "--by, one of {}": (("stats trade.ttl -f csv", ("stats trade.ttl -f csv --by counts",)),),
    "--force writes over it": (
        ("convert trade.ttl -o mine.nt", ("convert trade.ttl -o mine.nt --force",)),
        ("draw trade.ttl -o mine.svg", ("draw trade.ttl -o mine.svg --force",)),
    ),
    "--format, one of {}": (
        ("convert trade.ttl -o out.xyz", ("convert trade.ttl -o out.xyz --format nt",)),
        ("query trade.ttl 'SELECT * { ?s ?p ?o }' -o out.xyz", ("query trade.ttl 'ASK {}' --format json -o out.xyz",)),
    ),
    "--max-seconds lets it take more": (),
    "--max-memory lets it take more": (),
    "--output FOLDER": (("convert trade.ttl -f csv", ("convert trade.ttl -f csv --output tables",)),),
    "-f {}": (
        ("query trade.ttl 'ASK {}' -f ttl", ("query trade.ttl 'ASK {}' -f json",)),
        ("query trade.ttl --ask meetings --sentences -f xml", ("query trade.ttl --ask meetings --sentences -f csv",)),
    ),
    "-o FILE.jsonl": (("review trade.ttl -o folder", ("review trade.ttl -o judged.jsonl",)),),
    "-p {}=VALUE": (
        (
            "query trade.ttl --ask who-imposed-what -p who",
            ("query trade.ttl --ask who-imposed-what -p who=Canada",),
        ),
    ),
    "`kg check` lists all that is wrong": (("show broken.ttl", ("check broken.ttl",)),),
    "add --ask NAME; SPARQL sees all statements": (
        ("query trade.ttl 'ASK {}' -p who=Canada", ("query trade.ttl --ask who-imposed-what -p who=Canada",)),
    ),
    "another name, or no --format": (
        (
            "convert trade.ttl -o out.store -f nt",
            ("convert trade.ttl -o out.nt -f nt", "convert trade.ttl -o out.store"),
        ),
    ),
    "ask for less, or set --timeout": (
        (
            f"query some.store '{HEAVY}' --timeout 1",
            ("query some.store 'ASK {}' --timeout 0.1", "query some.store 'ASK {}' --timeout 60"),
        ),
    ),
    "bring back a copy of it, or build it again; kg check STORE tells whether a store is whole": (
        (
            "convert damaged.store -o out.nt",
            ("check some.store", "convert some.store -o back.store", "build news.txt -o again.store"),
        ),
    ),
    "build to .ttl with --append, then convert": (
        (
            "build news.txt -o tables.graphml --append",
            ("build news.txt -o trade.ttl --append", "convert trade.ttl -o tables.graphml"),
        ),
    ),
    "give SPARQL, --file FILE, or --ask NAME; kg query --questions lists the names": (
        (
            "query trade.ttl",
            (
                "query trade.ttl 'ASK {}'",
                "query trade.ttl --file ask.rq",
                "query trade.ttl --ask who-imposed-what",
                "query --questions",
            ),
        ),
    ),
    "give its number or id, or --subject, --relation, --object": (
        (
            "explain trade.ttl",
            (
                "explain trade.ttl 1",
                "explain trade.ttl --subject Canada",
                "explain trade.ttl --relation imposedTariffOn",
                "explain trade.ttl --object China",
            ),
        ),
    ),
    "kg build --append adds to its store": (
        ("build news.txt -o some.store", ("build news.txt -o some.store --append",)),
        ("convert trade.ttl -o some.store", ("build news.txt -o some.store --append",)),
        ("merge trade.ttl trade.ttl -o some.store", ("build news.txt -o some.store --append",)),
    ),
    "kg build SOURCE -o NAME.store makes one": (
        ("show folder", ("build news.txt -o made.store", "show made.store")),
        ("build news.txt -o folder --append", ("build news.txt -o made.store",)),
    ),
    "kg merge and kg build change graphs": (
        (
            "query trade.ttl 'INSERT DATA { <urn:a> <urn:b> 1 }'",
            ("merge trade.ttl some.store -o trade.ttl", "build news.txt -o trade.ttl --append"),
        ),
    ),
    "kg query --questions lists them": (("query trade.ttl --ask zzz", ("query --questions",)),),
    "kg query --questions shows how ours are written": (
        ("query trade.ttl --ask ask.rq", ("query --questions --ask who-imposed-what",)),
    ),
    'kg query GRAPH "SELECT ..." or --ask NAME': (
        ("query trade.ttl ' '", ("query trade.ttl 'SELECT * { ?s ?p ?o }'", "query trade.ttl --ask who-imposed-what")),
    ),
    'kg query GRAPH "SELECT …", or kg query --questions': (
        ("query", ("query trade.ttl 'SELECT * { ?s ?p ?o }'", "query --questions")),
    ),
    "kg query reads any RDF; kg build makes ours": (
        ("convert foreign.ttl -o out.nt", ("query foreign.ttl 'ASK { ?s ?p ?o }'", "build news.txt -o out.nt")),
    ),
    'kg brief GRAPH "Mark Carney"': (
        ("brief trade.ttl ' '", ("brief trade.ttl 'Mark Carney'",)),
        ("brief trade.ttl held.ttl", ("brief trade.ttl held.ttl 'Mark Carney'",)),
    ),
    "--with FILE takes another graph": (
        (
            "draw trade.ttl held.ttl",
            ("corpus link trade.ttl -o t.links.jsonl", "draw trade.ttl --with held.ttl --links t.links.jsonl -f html"),
        ),
        ("query trade.ttl held.ttl 'ASK {}'", ("query trade.ttl --with held.ttl 'ASK {}'",)),
    ),
    "its page takes --focus, --since and --until": (
        (
            "draw trade.ttl --links judged.json -f html --top 3",
            (
                "corpus link trade.ttl -o t.links.jsonl",
                "draw trade.ttl --links t.links.jsonl -f html --focus Canada --since 2018 --until 2026",
            ),
        ),
    ),
    "--links FILE": (
        (
            "draw trade.ttl --with held.ttl",
            ("corpus link trade.ttl -o t.links.jsonl", "draw trade.ttl --with held.ttl --links t.links.jsonl -f html"),
        ),
    ),
    "-f html": (("draw trade.ttl --links judged.json -f svg", ("draw trade.ttl -f html",)),),
    "kg corpus link writes such files": (
        ("happenings trade.ttl --links judged.json", ("corpus link trade.ttl -o new.links.jsonl",)),
    ),
    "kg corpus review writes them": (
        ("corpus link trade.ttl --decisions no.jsonl -o new.links.jsonl", ("corpus review trade.ttl",)),
    ),
    "put back a copy of the file, or take the line out: kg corpus review asks about its pair again": (
        ("corpus link trade.ttl --decisions judged.json -o new.links.jsonl", ("corpus review trade.ttl",)),
    ),
    "kg review writes reviews": (),
    "kg review writes them": (
        ("build news.txt -o out.ttl --reviewed judged.json", ("review trade.ttl -o judged.jsonl",)),
    ),
    "kg rules lists them": (),
    "kg show, query and convert read graphs: name it .ttl, .nt, .rdf ...": (
        ("build graph.txt -o out.ttl", ("show graph.ttl", "query graph.ttl 'ASK {}'", "convert graph.ttl -o out.nt")),
    ),
    "leave --base-iri out; kg convert --base-iri writes all names anew": (
        (
            "build news.txt -o trade.ttl --append --base-iri https://example.org/id/",
            (
                "build news.txt -o trade.ttl --append",
                "convert trade.ttl --base-iri https://example.org/id/ -o renamed.ttl",
            ),
        ),
        (
            "build news.txt -o some.store --append --base-iri https://example.org/id/",
            (
                "build news.txt -o some.store --append",
                "convert some.store --base-iri https://example.org/id/ -o new.store",
            ),
        ),
    ),
    "split it, or raise the limit with --max-characters": (
        ("build news.txt -o out.ttl --max-characters 9", ("build news.txt -o out.ttl --max-characters 900",)),
    ),
    "{}, or give --date": (("build odd.html -o out.ttl", ("build odd.html -o out.ttl --date 2026-01-14",)),),
    "kg query GRAPH --ask articles lists them": (("remove trade.ttl zzzzzz", ("query trade.ttl --ask articles",)),),
    "kg review GRAPH": (("review", ("review trade.ttl",)),),
    "kg remove changes RDF and stores": (("remove tables.graphml trade", ("remove trade.ttl trade",)),),
}
"""Commands that are wrong, by the hint that they get, and what it says to do."""
_MODEL = "needs a language model: tests/llm"
_CORPORA = "tests/shards, tests/corpus, tests/fetch"
UNTRIED: Mapping[str, str] = {
    "--embargo-by TIME reads what is free by then": "tests/text/test_news_items.py",
    "kg remove GRAPH ID takes it out of a graph that has it": "tests/text/test_news_items.py",
    "--as": _CORPORA,
    "--ask NAME asks it; kg corpus export -o NAME.store makes a store of it once, -f nquads files for a server, both "
    "with --since for a part": _CORPORA,
    "(--evidence full, from kg build on, keeps paragraphs)": "no error but a note: tests/convert",
    "--width is for svg, png and pdf of a story": "tests/view/draw/test_draw_command.py",
    "other programs keep the machine busy: ask again later, or set --timeout": "a busy machine: tests/store",
    "--host lets pages of another host be fetched": _CORPORA,
    "--links FILE has them": _CORPORA,
    "-o FILE writes these to a file of their own, --force over those": _CORPORA,
    "articles whose text is not kept (kg corpus replace reads them from their source)": _CORPORA,
    "change it there, then kg corpus upgrade reads with it what was read otherwise": _CORPORA,
    "for want of memory perhaps: give the workers more, or let them read less at once (--nthreads)": _CORPORA,
    "give both corpus.toml the same settings and kg corpus upgrade one of them": _CORPORA,
    "give the earlier day to --since": _CORPORA,
    "kg corpus add NAME.corpus SOURCE makes a corpus": _CORPORA,
    "kg corpus add and kg corpus remove change it": _CORPORA,
    "kg corpus link CORPUS links one of any size; kg corpus add puts articles of several into one": _CORPORA,
    "kg corpus link {} finds what is the same in all of it": _CORPORA,
    "kg corpus status {} tells its days": _CORPORA,
    "kg show has their ids": _CORPORA,
    "put back a copy of the file, or make the corpus anew from its sources (kg corpus add)": _CORPORA,
    "kg corpus add CORPUS SOURCE --again reads it from its source": _CORPORA,
    "kg corpus link writes it anew": _CORPORA,
    "kg corpus upgrade {} reads them again from the texts that are kept, and tells which have none": _CORPORA,
    "articles of damaged shards of which nothing is known any more (kg corpus add SOURCE --again reads them)": _CORPORA,
    "--llm URL asks it": _MODEL,
    "--llm http://localhost:11434/v1": _MODEL,
    "--llm-model NAME, as the server lists it": _MODEL,
    "--llm-cache FOLDER is one that can be written into": _MODEL,
    "--llm-seconds lets it take more": _MODEL,
    "--yes allows it": _MODEL,
    "kg review writes them; data/judged has them too": _MODEL,
    "leave out --extractor, or --llm": _MODEL,
    "leave out GRAPH and -o, or --try": _MODEL,
    "leave out --sparql and --port, or --mcp": "serves until it is ended: tests/view/serve/test_assistants.py",
    "--debug shows where": "of a bug alone: tests/pipeline/test_isolation.py",
    "--graph IRI": "needs a remote store: tests/push/test_push.py",
    "--max-memory lets it take more": "needs the language model: tests/pipeline/test_isolation.py",
    "--max-seconds lets it take more": "needs the language model: tests/pipeline/test_isolation.py",
    "--max-memory sets another limit; a store (kg convert SOURCE -o NAME.store) is not loaded": "takes all memory",
    "--port 0 takes a free one": "listens until it is ended: tests/view/serve/test_serve_running.py",
    "--user NAME, with the password in KG_PASSWORD; or KG_TOKEN": "needs a remote store: tests/push/test_push.py",
    "-o FILE": "needs a terminal",
    "ask for less, or set --max-memory": "takes all memory: tests/store/test_store.py",
    "fewer --jobs need less, and a store (-o NAME.store) less than a file": "takes all memory",
    "for want of memory perhaps: --max-memory sets how much it may take, fewer --jobs leave more for each": "a kill",
    "for want of memory perhaps: try fewer --jobs": "a kill: tests/pipeline/test_isolation.py",
    "kg remove GRAPH ARTICLE": "of a value that no command makes",
    "kg review writes reviews": "of a value that no command makes",
    "kg rules lists them": "of the Python API: kg.rules.rule_named",
    "kg serve --all shows what is unsure too": "a page: tests/view/serve/test_serve_threshold.py",
    "the address may speak the other protocol: try --via update or --via store": "needs a remote store",
    "ulimit -f unlimited": "a limit of the shell: tests/test_full_disk.py",
    "ulimit -n 4096": "a limit of the shell",
    "{} kg build reads the article from a file: --debug shows where it failed, --max-seconds and --max-memory let "
    "it take more.": "a page: tests/view/serve/test_serve_running.py",
}
"""The others, and why they are not followed here."""
_NEWS = "Norway protested against it in the capital.\n"
_NO_DAY = '<meta property="article:published_time" content="2026-02-30">'
CASES = [(hint, wrong, right) for hint, cases in FOLLOWED.items() for wrong, right in cases]


def _record(name: str, text: str, day: str = "2026-01-14") -> str:
    return json.dumps({"id": name, "text": text, "date": day}) + "\n"


@pytest.fixture
def place(chain: Chain, trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what is right and what is wrong."""
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    chain.graph = trade_graph()
    text = trade.read_text(encoding="utf-8")
    broken = re.sub(r"kg:factuality kg:\w+ ;", "", text)
    files = {
        "news.txt": _NEWS,
        "french.txt": "Le président de la République a rencontré le Premier ministre pour parler des droits.\n" * 3,
        "foreign.ttl": '<urn:a> <urn:b> "c" .\n',
        "broken.ttl": broken,
        "graph.txt": text,
        "graph.ttl": text,
        "ask.rq": "ASK { ?s ?p ?o }\n",
        "judged.json": '{"judged": "yes"}\n',
        "tables.graphml": "",
        "dated.jsonl": _record("a", "Norway protested.", "2026-02-01"),
        "other.jsonl": _record("a", "Norway denied it."),
        "another.jsonl": _record("b", "Norway denied it."),
        "odd.html": f"<html><head>{_NO_DAY}</head><body><article><p>{_NEWS * 9}</p></article></body></html>",
        "mine.nt": "notes of mine\n",
        "mine.svg": "a drawing of mine\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    digest = hashlib.sha256(b"Norway protested.").hexdigest()
    held = Article(ArticleId("a"), "", (), date(2026, 1, 14), sha256=digest)
    write(trade_graph() | Graph(articles=(held,)), tmp_path / "held.ttl")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.md").write_text("notes\n", encoding="utf-8")
    append(large_graph(40, 10), tmp_path / "some.store")
    shutil.copytree(tmp_path / "some.store", tmp_path / "damaged.store")
    for table in (tmp_path / "damaged.store").glob("*.sst"):
        table.write_bytes(bytes(table.stat().st_size))
    return tmp_path


def test_each_hint_is_followed_or_it_is_said_why_not() -> None:
    assert set(FOLLOWED) | set(UNTRIED) == hints()
    assert {hint for hint, cases in FOLLOWED.items() if not cases} <= set(UNTRIED)


@pytest.mark.parametrize(("hint", "wrong", "right"), CASES, ids=[wrong for _, wrong, _ in CASES])
def test_what_a_hint_says_works(kg: Kg, place: Path, hint: str, wrong: str, right: tuple[str, ...]) -> None:
    assert place.is_dir()
    ran = kg(*shlex.split(wrong))
    assert ran.code in {2, 3}, ran.err
    told = ran.err.partition("hint: ")[2]
    assert re.search(".*".join(map(re.escape, hint.split("{}"))), told, re.DOTALL), ran.err
    for command in right:
        ran = kg(*shlex.split(command))
        assert ran.code in {0, 1}, (command, ran.err)
