"""The component ``newsgraph`` in a spaCy pipeline of somebody else."""

import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import kg
from kg.errors import KgError
from kg.pipeline.component import SpokenStatement

pytestmark = pytest.mark.model
TEXT = "Canada imposed a tariff on Chinese steel last week. The minister said Peru\u00advians protested against Chile."
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "spacy.md"
ALONE = """
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("newsgraph")
(said,) = nlp("Peru protested against Chile.")._.statements
print(said.subject, said.said.relation, said.object, nlp.pipe_names)
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.add_pipe("newsgraph", config={"date": "2026-01-14"})
    return made


def statements(doc: Doc) -> tuple[SpokenStatement, ...]:
    found: tuple[SpokenStatement, ...] = doc._.statements
    return found


def test_statements_are_those_of_a_build_with_spans_of_the_user_s_tokens(nlp: Language) -> None:
    doc = nlp(TEXT)
    graph = kg.build(TEXT, date="2026-01-14")
    assert [one.said.id for one in statements(doc)] == [one.id for one in graph.statements()]
    assert kg.Graph(doc._.newsgraph) == graph
    first = statements(doc)[0]
    assert (str(first.subject), str(first.predicate)) == ("Canada", "imposed")
    assert first.subject is not None
    assert first.subject.doc is doc
    assert first.sentence.text == "Canada imposed a tariff on Chinese steel last week."
    assert (first.label, repr(first)) == (first.said.label, repr(first.said))
    assert str(first.said.time and first.said.time.start) == "2026-01-05"


def test_the_model_of_the_user_s_stays_as_it_is(nlp: Language) -> None:
    bare = spacy.blank("en")(TEXT)
    doc = nlp(TEXT)
    assert [token.text for token in doc] == [token.text for token in bare]
    assert not doc.ents
    assert not doc.has_annotation("DEP")
    assert not doc.spans


def test_each_text_may_have_a_day_of_its_own(nlp: Language) -> None:
    doc = nlp.make_doc("Peru protested against Chile on Monday.")
    doc._.published = "2026-03-04"
    (said,) = statements(nlp(doc))
    assert str(said.said.time and said.said.time.start) == "2026-03-02"
    doc._.published = "yesterday"
    with pytest.raises(KgError, match="'yesterday' is no day"):
        nlp(doc)


def test_a_text_without_words_says_nothing(nlp: Language) -> None:
    assert [statements(doc) for doc in nlp.pipe(["", "  \n"])] == [(), ()]
    assert statements(spacy.blank("en")("Peru protested.")) == ()


def test_it_survives_the_disk_and_other_processes(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    told = [repr(one) for one in statements(doc)]
    there = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (binned,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    (piped,) = nlp.pipe([TEXT], n_process=2)
    assert [[repr(one) for one in statements(one)] for one in (there, binned, piped)] == [told] * 3
    nlp.to_disk(tmp_path / "mine")
    assert [repr(one) for one in statements(spacy.load(tmp_path / "mine")(TEXT))] == told


def test_the_page_shows_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    code, told = (re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) for kind in ("python", "text"))
    exec(compile(code[0], "spacy.md", "exec"), {})
    assert capsys.readouterr().out == told[0]


def test_nobody_need_import_newsgraph() -> None:
    if "newsgraph" not in entry_points(group="spacy_factories").names:
        pytest.skip("newsgraph is not installed here as it is now; scripts/test installs it")
    ran = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    assert ran.stdout == "Peru protested against Chile ['newsgraph']\n"
