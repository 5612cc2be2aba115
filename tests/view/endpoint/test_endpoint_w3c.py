"""The W3C's SPARQL 1.1 Protocol tests (w3c/rdf-tests), query part, from the folder that ``KG_W3C_PROTOCOL`` names."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

from tests.serving import asked, served

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from kg.view.endpoint import Endpoint

FOLDER = Path(os.environ.get("KG_W3C_PROTOCOL", "nowhere"))
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


def manifest() -> rdflib.Graph:
    path = FOLDER / "manifest.ttl"
    return rdflib.Graph().parse(path) if path.exists() else rdflib.Graph()


MANIFEST = manifest()
TESTS = sorted(test for test in MANIFEST.subjects(rdflib.RDF.type, MF.ProtocolTest) if isinstance(test, rdflib.URIRef))
OURS = [test for test in TESTS if not str(test).split("#")[-1].startswith("update_")]

pytestmark = pytest.mark.skipif(not TESTS, reason="KG_W3C_PROTOCOL names no folder with the tests")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An endpoint with the data of the tests, each file under the name that the tests give it."""
    path = tmp_path_factory.mktemp("w3c") / "data.nq"
    lines: list[str] = []
    for name in ("data1", "data2", "data3"):
        graph = f"<http://kasei.us/2009/09/sparql/data/{name}.rdf>"
        triples = filter(str.strip, (FOLDER / f"{name}.nt").read_text(encoding="utf-8").splitlines())
        lines += (f"{line.rstrip().removesuffix('.')} {graph} .\n" for line in triples)
    path.write_text("".join(lines), encoding="utf-8")
    endpoint = Endpoint([path])
    with served(endpoint) as found:
        yield found
    endpoint.close()


@pytest.mark.parametrize("test", OURS, ids=lambda test: str(test).split("#")[-1])
def test_the_protocol(address: str, test: Node) -> None:
    requests = MANIFEST.value(MANIFEST.value(test, MF.action), HT.requests)
    assert requests is not None
    for request in Collection(MANIFEST, requests):
        _check(address, request)


def _check(address: str, request: Node) -> None:
    method = str(MANIFEST.value(request, HT.methodName))
    path = str(MANIFEST.value(request, HT.absolutePath))
    content = MANIFEST.value(request, HT.body)
    encoding = str(MANIFEST.value(content, CNT.characterEncoding) or "UTF-8") if content else "UTF-8"
    body = str(MANIFEST.value(content, CNT.chars)).encode(encoding) if content else None
    headers = {
        str(MANIFEST.value(header, HT.fieldName)): str(MANIFEST.value(header, HT.fieldValue))
        for header in Collection(MANIFEST, MANIFEST.value(request, HT.headers) or rdflib.RDF.nil)
    }
    if body is not None and not headers:
        headers = {"Content-Type": ""}
    reply = asked(address + path, method=method, body=body, headers=headers)
    response = MANIFEST.value(request, HT.resp)
    wanted = {str(status)[-3:-2] for status in MANIFEST.objects(response, MF.expectedStatus)}
    assert str(reply.status)[0] in wanted, reply.body
    form = MANIFEST.value(response, MF.expectedFormat)
    if form is not None:
        assert reply.headers["content-type"].partition(";")[0] in FORMATS[str(form)]
    truth = MANIFEST.value(response, MF.expectedBoolean)
    if truth is not None:
        assert str(truth).lower().encode() in reply.body.lower()
