"""What editors did to articles, told from version to version: thirty of them, and the parts one by one."""

import json
import re
import shlex
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import kg.api
from kg.cli.look import meanings
from kg.corpus.happenings import Corpus
from kg.corpus.links import Links
from kg.corpus.past import Edit, EditKind, edits, noted
from kg.model import Factuality, Graph
from kg.shards.folder import CorpusWriter
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.shards.made import corpus, shard_of

DAY = date(2026, 3, 2)
EDITED = tomllib.loads(Path(__file__).with_name("edited.toml").read_text(encoding="utf-8"))["article"]
MISREAD: frozenset[str] = frozenset()
"""Of which another kind of change is told."""


def changes(*versions: Graph) -> list[Edit]:
    before, after = versions
    return list(edits(before, after, meanings()))


def kinds(before: Clause, after: Clause) -> list[tuple[EditKind, str]]:
    rest = Clause("peru", "sued", "velox")
    return [(one.kind, one.words) for one in changes(told("a", DAY, before, rest), told("a", DAY, after, rest))]


@pytest.mark.model
@pytest.mark.parametrize("article", EDITED, ids=lambda one: one["id"])
def test_what_an_editor_did_is_told(article: dict[str, object]) -> None:
    done = [dict(one) for one in article["edits"]]  # type: ignore[attr-defined]
    text = str(article["text"])
    for one in done:
        text = text.replace(one["old"], one["new"])
    found = changes(*(kg.api.build(version, date="2024-05-01").values for version in (str(article["text"]), text)))
    is_right = sorted(one.kind.value for one in found) == sorted(one["kind"] for one in done)
    for one in done if is_right else ():
        (edit,) = (each for each in found if each.kind.value == one["kind"])
        assert edit.before is None or " ".join(one["old"].split()).rstrip(".") in edit.before.words
        assert edit.after is None or " ".join(one["new"].split()).rpartition(". ")[2].rstrip(".") in edit.after.words
    assert is_right is (article["id"] not in MISREAD), [(one.kind, one.words, one.details) for one in found]


def test_a_number_is_corrected_and_both_sentences_are_told() -> None:
    before, after = (told("a", DAY, Clause("velox", "killed", "peru", count=count)) for count in (12, 15))
    (one,) = changes(before, after)
    assert (one.kind, one.words) == (EditKind.CORRECTED, "12 → 15")
    sides = [side for side in (one.before, one.after) if side]
    assert ["12 miners" in sides[0].words, "15 miners" in sides[1].words] == [True, True]
    assert [len(side.told) for side in sides] == [1, 1]


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (Factuality.ASSERTED, Factuality.POSSIBLE, EditKind.WEAKER),
        (Factuality.POSSIBLE, Factuality.PLANNED, EditKind.FIRMER),
        (Factuality.PLANNED, Factuality.ASSERTED, EditKind.FIRMER),
        (Factuality.ASSERTED, Factuality.DENIED, EditKind.CONTRADICTED),
    ],
)
def test_a_sentence_gets_weaker_firmer_or_the_opposite(was: Factuality, now: Factuality, kind: EditKind) -> None:
    before, after = (Clause("velox", "visited", "peru", firmness=one) for one in (was, now))
    assert [one for one, _ in kinds(before, after)] == [kind]


def test_who_says_so_and_who_did_it_are_told_apart() -> None:
    plain = Clause("velox", "visited", "peru")
    assert [kind for kind, _ in kinds(plain, replace(plain, source="ana-berg"))] == [EditKind.RESOURCED]
    assert kinds(plain, replace(plain, value="chile")) == [(EditKind.CORRECTED, "Peru → Chile")]


def test_sentences_go_and_come_and_a_move_is_no_change() -> None:
    one, other = Clause("velox", "visited", "peru"), Clause("ana-berg", "praised", "chile")
    (edit,) = changes(told("a", DAY, one, other), told("a", DAY, one))
    assert (edit.kind, edit.after) == (EditKind.WITHDRAWN, None)
    (edit,) = changes(told("a", DAY, one), told("a", DAY, other, one))
    assert (edit.kind, edit.before) == (EditKind.ADDED, None)
    assert changes(told("a", DAY, one, other), told("a", DAY, other, one)) == []


def test_a_headline_is_a_sentence() -> None:
    graph = told("a", DAY, Clause("velox", "visited", "peru"))
    titled = (
        replace(graph, articles=(replace(graph.articles[0], title=title),)) for title in ("Six dead", "Nine dead")
    )
    assert [one.words for one in changes(*titled)] == ["Six → Nine"]


def test_where_words_are_withheld_labels_stand_for_them() -> None:
    def silent(clause: Clause) -> Graph:
        graph = told("a", DAY, clause)
        said = tuple(
            replace(one, label=clause.sentence, evidence=frozenset(replace(span, quote="") for span in one.evidence))
            for one in graph.statements
        )
        return replace(graph, articles=(replace(graph.articles[0], text="", blocks=()),), statements=said)

    plain = Clause("velox", "visited", "peru")
    (one,) = changes(silent(plain), silent(replace(plain, value="chile")))
    assert (one.kind, one.words) == (EditKind.CORRECTED, "Peru → Chile")
    graph = silent(plain)
    (said,) = graph.statements
    assert (
        Corpus(replace(graph, statements=(replace(said, label=""),)), Links()).sentence(said.id)
        == "Velox → visited → Peru"
    )


def test_a_publishers_correction_is_told_with_the_sentence_that_is_meant() -> None:
    note = "Correction: The number of miners that Velox killed was 15, not 12."
    graph = told("a", DAY, Clause("velox", "killed", "peru", count=15), Clause("ana-berg", "praised", "chile"))
    noting = replace(graph, articles=(replace(graph.articles[0], notes=frozenset({("correction", note)})),))
    (one,) = noted(noting)
    assert (one.kind, one.words, one.before) == (EditKind.NOTED, note, None)
    assert "15 miners" in (one.after.words if one.after else "")
    assert [edit.kind for edit in changes(graph, noting)] == [EditKind.NOTED]
    assert changes(noting, noting) == []


def test_a_corpus_that_was_linked_is_asked_as_it_was_known_on_a_day(kg: Kg, tmp_path: Path) -> None:
    graphs = [told("fire", DAY, Clause("velox", "killed", "peru", count=count)) for count in (12, 15)]
    first, second = (replace(one, articles=(replace(one.articles[0], title=str(one.quantities)),)) for one in graphs)
    with CorpusWriter(corpus(tmp_path, [shard_of(first)])) as writer:
        writer.put(shard_of(second), date(2026, 3, 5))
    assert kg("corpus", "link", "news.corpus").code == 0
    for command in (["happenings", "news.corpus"], ["brief", "news.corpus", "Velox"]):
        found = [kg(*command, "-f", "csv", *more).out for more in ([], ["--as-of", "2026-03-04"])]
        assert [("15 miners" in out, "12 miners" in out) for out in found] == [(True, False), (False, True)]


@pytest.mark.model
def test_history_of_a_corpus_and_what_was_known_on_a_day(kg: Kg, tmp_path: Path) -> None:
    note = "An earlier version of this article misstated the number of people killed. It was 15, not 12."
    texts = (
        "A fire killed 12 people in Lima. Peru will sign the treaty.",
        f"A fire killed 15 people in Lima.\n\n{note}",
    )
    for number, text in enumerate(texts, 2):
        row = {"id": "fire", "text": text, "date": "2026-01-02", "modified": f"2026-01-0{number}T10:00:00Z"}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row))
    assert kg("corpus", "add", "news.corpus", "2.jsonl").code == 0
    assert "no article has another version" in kg("corpus", "history", "news.corpus").err
    refused = kg("corpus", "add", "news.corpus", "3.jsonl")
    assert "kg corpus replace puts it in the other's place" in refused.err
    assert kg("corpus", "replace", "news.corpus", "3.jsonl").code == 0
    rows = json.loads(kg("corpus", "history", "news.corpus", "-f", "json").out)
    assert [(row["change"], row["known"], row["words"]) for row in rows] == [
        ("corrected", "2026-01-03", "12 → 15"),
        ("withdrawn", "2026-01-03", ""),
        ("correction noted", "2026-01-03", note),
    ]
    assert rows[2]["after"] == "A fire killed 15 people in Lima."
    assert "12 people" in kg("show", "news.corpus", "--as-of", "2026-01-02").out
    now = kg("show", "news.corpus").out
    assert "15 people" in now
    assert "12" not in now
    assert "not in the corpus" not in kg("show", "news.corpus", "--as-of", "2026-01-01").out
    row = json.loads(kg("query", "news.corpus", "--ask", "corrections", "-f", "jsonl").out)
    assert (row["correction"], row["modified"]) == (note, "2026-01-03")
    for day, count in (("2026-01-01", "0"), ("2026-01-02", "12"), ("2026-01-03", "15")):
        asked = 'SELECT ?words { ?s <http://www.w3.org/ns/oa#exact> ?words FILTER(CONTAINS(?words, "people")) }'
        answer = kg("query", "news.corpus", asked, "--as-of", day, "-f", "csv").out
        assert (f"{count} people" in answer) is (count != "0")
    kg("corpus", "export", "news.corpus", "-o", "then.nt", "--as-of", "2026-01-02")
    assert "12 people" in (tmp_path / "then.nt").read_text()
    for command in (("show", "then.nt"), ("query", "then.nt", "--ask", "planned")):
        assert "is no corpus" in kg(*command, "--as-of", "2026-01-02").err
    kg("corpus", "remove", "news.corpus", "fire")
    assert not list((tmp_path / "news.corpus" / "shards").iterdir())


PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "what-changed.md"


@pytest.mark.model
def test_every_command_of_the_page_runs(kg: Kg, tmp_path: Path) -> None:
    said = "“Peru will impose a tariff on Chile this year,” Anna Berg said on Friday."
    for name, count in (("monday", 12), ("tuesday", 15)):
        row = {"id": "fire", "text": f"A fire killed {count} people in Lima.\n\n{said}", "date": "2026-01-02"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row))
    commands = re.findall(r"^\$ kg (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) >= 10
    silent = []
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code == 0, (command, ran.err)
        silent += [] if ran.out else [command]
    assert [command.split()[1] for command in silent] == ["add", "replace", "export", "lineage"]
