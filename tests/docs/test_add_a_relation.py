"""The how-to of that name: its files load, its relation is found, its test passes, its error is the real one."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology import Ontology
from kg.pipeline.build import build
from kg.reader import Reader
from kg.text.articles import article_of
from scripts.look import look
from tests.cases import tried_on
from tests.conftest import Kg

HOW_TO = (Path(__file__).parents[2] / "docs" / "how-to" / "add-a-relation.md").read_text(encoding="utf-8")


@cache
def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", HOW_TO, re.MULTILINE | re.DOTALL)


def written(folder: Path, name: str) -> Path:
    """A Turtle block as the file that its first line names."""
    path = folder / name
    path.write_text(next(block for block in blocks("turtle") if block.startswith(f"# {name}\n")), encoding="utf-8")
    return path


@cache
def reader() -> Reader:
    return Reader.load()


def test_its_files_load(tmp_path: Path) -> None:
    names = ("verbs.ttl", "space.ttl", "lobbying.ttl")
    ontology = Ontology.load(*(written(tmp_path, name) for name in names))
    assert "https://example.org/space#launchedSatelliteFor" in ontology.relations
    assert ontology.is_a("https://example.org/space#SatelliteLaunch", "Event")


@pytest.mark.model
def test_its_commands_build_and_ask_with_its_prefix(kg: Kg, tmp_path: Path) -> None:
    written(tmp_path, "space.ttl")
    Path("launches.txt").write_text("India launched a satellite for Brazil.")
    commands = re.findall(r"^\$ kg (.*)$", HOW_TO, re.MULTILINE)
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code == 0, ran.err
    assert ran.out.split() == ["who", "India"]
    assert "space:launchedSatelliteFor" in Path("launches.ttl").read_text(encoding="utf-8")
    Path("kg.toml").write_text(blocks("toml")[0])
    assert kg(*shlex.split(commands[-1].partition(" --prefix")[0])).out == ran.out


def test_its_error_is_the_real_one(tmp_path: Path) -> None:
    path = written(tmp_path, "space.ttl")
    path.write_text(
        path.read_text(encoding="utf-8").replace('kg:head "satellite"', 'kg:hed "satellite"'), encoding="utf-8"
    )
    with pytest.raises(OntologyError) as raised:
        Ontology.load(path)
    shown = f"error: {raised.value.message.removeprefix(str(tmp_path) + '/')}\nhint: {raised.value.hint}\n"
    assert shown in blocks("text")


def test_it_names_every_key_of_a_wording() -> None:
    from kg.ontology.reading import EVOCATION_KEYS

    assert not {key for key in EVOCATION_KEYS if f"`kg:{key}`" not in HOW_TO}


@pytest.mark.model
def test_its_class_is_that_of_its_verbs(tmp_path: Path) -> None:
    ontology = Ontology.load(written(tmp_path, "lobbying.ttl"))
    graph = build([article_of("The firm buttonholed the minister.")], reader(), ontology).graph
    assert [one.relation_class for one in graph.statements] == ["Asking https://example.org/my#Lobbying"]


@pytest.mark.model
@pytest.mark.parametrize(
    "sentence", ["Kenya skewered Uganda over the delay.", "Uganda was skewered by Kenya over the delay."]
)
def test_its_verb_is_learnt(sentence: str, tmp_path: Path) -> None:
    ontology = Ontology.load(written(tmp_path, "verbs.ttl"))
    graph = build([article_of(sentence)], reader(), ontology).graph
    said = {(graph.label(s.subject), s.relation, graph.label(s.object)) for s in graph.statements if not s.is_open}
    assert said == {("Kenya", "criticised", "Uganda")}


@pytest.mark.model
def test_its_test_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "space.ttl")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, object] = {}
    exec(compile(blocks("python")[0], "add-a-relation.md", "exec"), scope)
    test = scope["test_the_examples_of_space"]
    assert callable(test)
    test()


@pytest.mark.parametrize("name", ["verbs.ttl", "space.ttl", "lobbying.ttl"])
def test_a_check_of_its_files_finds_nothing(kg: Kg, tmp_path: Path, name: str) -> None:
    ran = kg("check", written(tmp_path, name))
    assert (ran.code, ran.out) == (0, "")


@tried_on("old", "new", "told")
def test_a_check_blames_what_the_file_itself_says_wrongly(
    kg: Kg, tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = written(tmp_path, "space.ttl")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    ran = kg("check", path)
    assert ran.code == 1
    assert told in ran.out
    assert "Happening" not in ran.out


@pytest.mark.model
def test_a_build_tells_whose_words_were_there_and_whose_classes_were_not(kg: Kg, tmp_path: Path) -> None:
    written(tmp_path, "space.ttl")
    sentences = "The plan launched a satellite for Brazil. India launched a satellite for Brazil."
    Path("launches.txt").write_text(sentences)
    ran = kg("build", "launches.txt", "-o", "launches.ttl", "--ontology", "space.ttl")
    (told,) = [line for line in ran.err.splitlines() if "clauses with the words" in line]
    assert told in HOW_TO
    assert "clauses with the words" not in kg("build", "launches.txt", "-o", "ours.ttl").err


@pytest.mark.model
def test_a_build_tells_it_of_words_added_to_a_relation_of_ours(kg: Kg, tmp_path: Path) -> None:
    written(tmp_path, "verbs.ttl")
    Path("words.txt").write_text("The plan skewered Uganda. The plan criticised Uganda. Kenya skewered Uganda.")
    ran = kg("build", "words.txt", "-o", "words.ttl", "--ontology", "verbs.ttl")
    (told,) = [line for line in ran.err.splitlines() if "clauses with the words" in line]
    assert told.strip().startswith(
        "1  clauses with the words of “criticised”, whose subject is Policy, not Actor: “The"
    )


@pytest.mark.model
def test_looking_at_a_sentence_tells_it_of_our_relations_too() -> None:
    shown = look("The plan criticised Brazil.", reader(), Ontology.load())
    assert "criticise: criticised  subject is Policy, not Actor" in shown
    assert "wording matched" not in look("India launched a satellite.", reader(), Ontology.load())
