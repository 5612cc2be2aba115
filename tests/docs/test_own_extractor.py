"""An extractor of one's own, as the page on it shows: its frames become statements like any other."""

import pickle
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from spacy.tokens import Doc

import kg
from kg.api import Graph
from kg.isolation import ArticleError
from kg.pipeline.workers import BuildSettings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "your-own-extractor.md").read_text(encoding="utf-8")
TEXT = "Norway protested against the tariffs."

pytestmark = pytest.mark.model


class Nothing:
    """An extractor that finds nothing, or fails."""

    def __init__(self, *, fails: bool = False) -> None:
        self.name = "nothing 1.0"
        self._fails = fails

    def frames(self, doc: Doc, article: kg.Article) -> Iterator[kg.Frame]:
        """Nothing of a Doc that went through the pipeline."""
        assert doc.text == article.text
        assert {"names", "times", "quotes", "corefs"} <= set(doc.spans)
        if self._fails:
            raise IndexError("no such token")
        yield from ()


def test_the_example_of_the_page_says_what_stands_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, code = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    shown = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    scope: dict[str, object] = {}
    (tmp_path / "signatories.py").write_text(module, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "signatories", raising=False)
    exec(compile(code, "your-own-extractor.md", "exec"), scope)
    del sys.modules["signatories"]
    assert capsys.readouterr().out == shown[1]
    graph = scope["graph"]
    assert isinstance(graph, Graph)
    assert {said.rule.partition("/")[0] for said in graph.statements(relation="signed")} == {"list"}
    assert {said.sentence for said in graph.statements()} == {
        "Signatories of the Oslo Treaty: Norway, Sweden and Peru."
    }


def test_the_usual_extractor_finds_nothing_in_such_a_list() -> None:
    assert len(kg.build("Signatories of the Oslo Treaty: Norway, Sweden and Peru.")) == 0


def test_who_found_it_stands_in_the_graph_unless_it_is_the_usual_one() -> None:
    usual = kg.build(TEXT)
    named = kg.build(TEXT, extractor=kg.ClauseExtractor.of())
    assert usual.to_turtle() == named.to_turtle()
    assert "extractor" not in usual.to_turtle()
    other = kg.build(TEXT, extractor=kg.ClauseExtractor(kg.Ontology.load().nouns, name="mine 2.1"))
    assert "mine 2.1" in other.to_turtle()


def test_it_takes_the_place_of_the_usual_one() -> None:
    assert len(kg.build(TEXT, extractor=Nothing())) == 0
    assert isinstance(Nothing(), kg.Extractor)


def test_it_reaches_worker_processes_whole() -> None:
    recipe = BuildSettings(extractor=kg.ClauseExtractor(frozenset({"tariff"}), name="mine 2.1"))
    sent = pickle.loads(pickle.dumps(recipe))
    assert sent.extractor == recipe.extractor
    assert sent == BuildSettings()  # what is loaded once a process does not depend on it


def test_what_it_raises_fails_that_article_by_name() -> None:
    with pytest.raises(ArticleError, match="no such token") as raised:
        kg.build(TEXT, extractor=Nothing(fails=True))
    assert raised.value.step == f"extractor {Nothing().name}"


def test_names_that_stand_inside_others_are_left_to_those() -> None:
    reader = kg.Reader.load()
    ((article, doc),) = reader.read([kg.article_of("The Government of Norway met the Prime Minister of Sweden.")])
    found = kg.FrameMaker(doc, article).names(doc[:])
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert found
    (meeting,) = (token for token in doc if token.text == "met")
    subject = kg.FrameMaker(doc, article).phrase(next(token for token in meeting.children if token.dep_ == "nsubj"))
    assert isinstance(subject, kg.Phrase)
    assert subject.entity.country == "NOR"
