"""Documents that ask their parser for too much are refused; those that only look so are read."""

from pathlib import Path

import pytest

from kg.turtle.documents import holds_ours, read, serialize
from kg.turtle.formats import DEEPEST, FORMATS, parsed
from kg.turtle.terms import checked_base
from tests.conftest import Kg
from tests.graphs import trade_graph

_HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:">'


def nested(depth: int) -> bytes:
    """N-Triples with a triple term of a triple term and so on."""
    return f"<urn:a> <urn:b> {'<<( <urn:a> <urn:b> ' * depth}<urn:c>{' )>>' * depth} .\n".encode()


def entities(*declared: str, used: str = "&a;") -> bytes:
    """RDF/XML with entities."""
    return f"<!DOCTYPE r [{''.join(declared)}]>{_HEAD}<a:b><a:c>{used}</a:c></a:b></rdf:RDF>".encode()


LAUGHS = entities(
    '<!ENTITY a0 "ha ha ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)), '<!ENTITY a "&a8;">'
)
GROWS = entities(f'<!ENTITY a "{"ha" * 5000}">', used="&a;" * 5000)
DESCRIBED = ("<rdf:Description><a:b>", "</a:b></rdf:Description>")
ALONE = "<a:d a:e='/>' rdf:resource='a:b/' />"
DEEP = "".join((_HEAD, DESCRIBED[0] * 50_000, DESCRIBED[1] * 50_000, "</rdf:RDF>")).encode()
BOUNDLESS = {
    "laughs.rdf": (LAUGHS, "declares an entity that is no plain text"),
    "grows.rdf": (GROWS, "its entities grow to 50,000,000 bytes"),
    "file.rdf": (entities('<!ENTITY a SYSTEM "file:///etc/hostname">'), "declares an entity that is no plain text"),
    "close.rdf": (entities('<!ENTITYa "b">'), "declares an entity that is no plain text"),
    "deep.rdf": (DEEP, "has elements nested more than 1,000 deep"),
    "deep.nt": (nested(30_000), "has triple terms nested more than 100 deep"),
    "deep.ttl": (nested(DEEPEST + 1), "has triple terms nested more than 100 deep"),
    "hidden.ttl": (
        b"@prefix a: <urn:a:> . a:b\\' a:c " + nested(500)[:-3].removeprefix(b"<urn:a> <urn:b>") + b", a:d\\' .",
        "has triple terms nested more than 100 deep",
    ),
}


@pytest.mark.parametrize("name", BOUNDLESS)
def test_what_asks_for_too_much_is_refused_by_every_command_that_reads_it(kg: Kg, tmp_path: Path, name: str) -> None:
    data, message = BOUNDLESS[name]
    (tmp_path / name).write_bytes(data)
    for command in (["show", name], ["query", name, "ASK { ?s ?p ?o }"], ["convert", name, "-f", "nt"]):
        ran = kg(*command)
        assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {name}: {message}")
    assert not holds_ours(tmp_path / name)


def test_what_only_looks_so_is_read() -> None:
    marks = "<<( " * 500
    for data in (
        f'<urn:a> <urn:b> "{marks}" .'.encode(),
        f"# it's {marks}\n<urn:a> <urn:b> '''{marks}''' . # {marks}".encode(),
        f'<urn:a> <urn:b> """a "quoted" {marks}""" .'.encode(),
        nested(DEEPEST),
        nested(1) * 500,
    ):
        assert list(parsed(data, "ttl", "x"))
    for data in (
        entities('<!ENTITY a "http://www.w3.org/2002/07/owl#">', '<!ENTITY b "urn:%20">', used="&a;&b;" * 2000),
        entities('<!ENTITY a "&#160;">'),
        f"{_HEAD}<!-- {'<a> ' * 2000}-->{''.join(DESCRIBED) * 2000}</rdf:RDF>".encode(),
        f"{_HEAD}<a:b><a:c><![CDATA[{'<a> ' * 2000}]]></a:c></a:b></rdf:RDF>".encode(),
        f"{_HEAD}<a:b>{ALONE * 2000}</a:b></rdf:RDF>".encode(),
        f"{_HEAD}{DESCRIBED[0] * 400}{DESCRIBED[1] * 400}</rdf:RDF>".encode(),
    ):
        assert list(parsed(data, "rdfxml", "x"))
    assert list(parsed(serialize(trade_graph(), "ttl12"), "ttl", "x"))


@pytest.mark.parametrize("base", ["http://[::1]:80/", "urn:news:", "https://é.example/ü#", "https://a/%C3%A9/?q=1#"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_base_that_is_taken_is_read_back(tmp_path: Path, base: str, form: str) -> None:
    path = tmp_path / f"graph.{'rdf' if form == 'rdfxml' else form}"
    path.write_bytes(serialize(trade_graph(), form, base_iri=checked_base(base), evidence="full"))
    assert read(path) == trade_graph()
