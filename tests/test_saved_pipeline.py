"""The pipeline that reads articles is one of spaCy's: it can be saved, loaded where nobody imports kg, and analysed."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.components  # noqa: F401  registers the factories
from kg.parse.readings import reading_of, states_of
from kg.reader import Reader

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "canada-china.txt"
FACTORIES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]
READ = """
import json, sys, warnings
warnings.filterwarnings("ignore", message=r"\\[W095\\]")
import spacy
from spacy.tokens import Doc
nlp = spacy.load(sys.argv[1])
doc = nlp.make_doc(open(sys.argv[2], encoding="utf-8").read())
doc = nlp(doc)
tokens = [[t.text, t.head.i, t.dep_, t.tag_, t.pos_, t.lemma_, str(t.morph), t.ent_type_] for t in doc]
spans = {
    name: [[s.start, s.end, s.label_, s.kb_id_, s.id_] for s in group] for name, group in sorted(doc.spans.items())
}
doc.to_disk(sys.argv[3])
json.dump([tokens, spans], sys.stdout, sort_keys=True)
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return Reader.load().nlp


@pytest.fixture(scope="module")
def saved(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pipeline") / "ours"
    nlp.to_disk(path)
    return path


def test_a_saved_pipeline_reads_the_same_in_a_process_that_never_imports_kg(
    nlp: Language, saved: Path, tmp_path: Path
) -> None:
    if not entry_points(group="spacy_factories").names >= set(FACTORIES):
        pytest.skip("newsgraph is not installed here as it is now; scripts/test installs it")
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(saved), str(SEED), str(tmp_path / "doc")],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    tokens, spans = json.loads(ran.stdout)
    doc = nlp.make_doc(SEED.read_text(encoding="utf-8"))
    doc = nlp(doc)
    assert tokens == [[t.text, t.head.i, t.dep_, t.tag_, t.pos_, t.lemma_, str(t.morph), t.ent_type_] for t in doc]
    assert {"names", "times", "quotes", "attributions", "corefs"} <= set(spans)
    assert min(map(len, (spans["names"], spans["times"], spans["corefs"]))) > 2
    for name, found in spans.items():
        assert found == [[s.start, s.end, s.label_, s.kb_id_, s.id_] for s in doc.spans[name]], name
    there = Doc(nlp.vocab).from_disk(tmp_path / "doc")
    assert reading_of(there) == reading_of(doc)
    assert (states_of(there) == states_of(doc)).all()


def test_a_saved_pipeline_reads_articles(saved: Path) -> None:
    from kg.api import build

    text = SEED.read_text(encoding="utf-8")
    assert build(text, model=str(saved)).to_turtle() == build(text).to_turtle()


def test_every_component_of_ours_has_what_it_requires(nlp: Language) -> None:
    problems = _problems(nlp)
    assert {"kg_parse", "kg_attributes", "kg_prefixes", "kg_names", "kg_coref"} <= problems.keys()
    assert not any(problems.values())


def test_a_component_without_those_before_it_is_told_about() -> None:
    alone = spacy.blank("en")
    for name in ("kg_coref", "kg_quotes"):
        alone.add_pipe(name)
    problems = _problems(alone)
    assert "doc.spans" in problems["kg_coref"]
    assert "token.dep" in problems["kg_quotes"]
    named = spacy.blank("en")
    for name in ("kg_names", "kg_coref"):
        named.add_pipe(name)
    assert "doc.spans" not in _problems(named)["kg_coref"]


def _problems(nlp: Language) -> Mapping[str, list[str]]:
    """Component -> what it requires and none before it assigns, as spaCy reads it."""
    found = nlp.analyze_pipes()
    assert found is not None
    return {name: list(missing) for name, missing in found["problems"].items()}
