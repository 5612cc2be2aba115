"""Releases of governments, parties and companies: whose they are, and what they say as that body's word."""

from dataclasses import replace

import pytest

from kg.attribution.releases import has_mark, in_its_voice, releasing_body, state_of_address
from kg.model import Block, BlockKind, Entity, Factuality, Graph, NodeId, Statement
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement
from tests.lexicons import listed
from tests.parses import annotated
from tests.reading import sentence

MINISTRY = entity("ministry", "PublicBody", "Ministry of Health of Peru", country="PER")
SAID = evidence("China responded with tariffs on Canadian canola.")


@tried_on("text", "url", "publisher", "body")
def test_a_release_is_that_of_its_body(text: str, url: str, publisher: str, body: str) -> None:
    found = releasing_body(annotated(text), replace(sentence(text), url=url, publisher=publisher))
    assert found is not None
    assert body in found.label


@tried_on("title", "text", "body")
def test_of_whom_a_title_tells_does_not_issue_it(title: str, text: str, body: str) -> None:
    whole = f"{title}\n\n{text}"
    blocks = (Block(0, len(title) + 2, BlockKind.TITLE), Block(len(title) + 2, len(whole), BlockKind.PARAGRAPH))
    article = replace(sentence(whole), blocks=blocks, url="https://www.gob.pe/news/1")
    found = releasing_body(annotated(f"{title}. {text}"), article)
    assert (found.label if found else "") == body


@pytest.mark.parametrize("publisher", ["", "The White House"])
@pytest.mark.parametrize(
    "host", ["example.gov", "gov.uk", "pm.gc.ca", "gob.mx", "info.gouv.fr", "eeas.europa.eu", "un.org"]
)
def test_who_is_told_of_is_not_the_body_of_an_address_of_others(host: str, publisher: str) -> None:
    whole = "Plans\n\nToday, President Anna Berg of Peru signed a plan."
    blocks = (Block(0, 7, BlockKind.TITLE), Block(7, len(whole), BlockKind.PARAGRAPH))
    article = replace(sentence(whole), blocks=blocks, url=f"https://www.{host}/1", publisher=publisher)
    assert releasing_body(annotated("Plans. Today, President Anna Berg of Peru signed a plan."), article) is None


def test_a_line_may_say_that_it_is_a_release() -> None:
    text = "The Ministry of Health of Peru has opened a hospital in Lima."
    article = sentence(text)
    assert releasing_body(annotated(text), article) is None
    found = releasing_body(annotated(text), replace(article, text=f"FOR IMMEDIATE RELEASE\n\n{text}"))
    assert found is not None
    assert "Ministry of Health" in found.label


@tried_on("text", "url", "publisher")
def test_an_article_about_a_body_is_no_release_of_it(text: str, url: str, publisher: str) -> None:
    assert releasing_body(annotated(text), replace(sentence(text), url=url, publisher=publisher)) is None


@pytest.mark.parametrize("section", ["marks", "domains"])
def test_signs_of_a_release_are_told_from_what_looks_like_them(section: str) -> None:
    sign = {"marks": has_mark, "domains": lambda url: state_of_address(url) is not None}[section]
    assert all(map(sign, listed("releases", section, "examples")))
    assert not any(map(sign, listed("releases", section, "counterexamples")))


@pytest.mark.parametrize("node", [entity("chile", "Country", "Chile", country="CHL"), MINISTRY])
def test_what_a_release_says_is_the_word_of_its_body_and_of_that_itself_its_own_act(node: Entity) -> None:
    (told,) = in_its_voice(Graph(entities=(node,), statements=(said(node.id),)), MINISTRY).statements
    is_own = node == MINISTRY
    assert (told.reported_by, told.own_act, told.is_fact) == ("ministry", is_own, is_own)
    assert told.voice == "ministry"


def test_what_others_say_in_a_release_stays_theirs() -> None:
    others = statement(("ministry", "opened", "chile"), SAID, source="mayor")
    (told,) = in_its_voice(Graph(entities=(MINISTRY,), statements=(others,)), MINISTRY).statements
    assert (told.attributed_to, told.reported_by, told.own_act) == ("mayor", "ministry", False)
    own = replace(others, attributed_to=NodeId("ministry"))
    assert in_its_voice(Graph(entities=(MINISTRY,), statements=(own,)), MINISTRY).statements == (own,)


def said(subject: str) -> Statement:
    return statement((subject, "opened", "peru"), SAID, Factuality.ASSERTED)
