"""The ledger of quotations, and who copied whom."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.corpus import linked
from kg.corpus.happenings import Corpus
from kg.corpus.past import changes_told, descents, ledger
from kg.diff import PLAIN
from kg.model import Article, ArticleId, Block, BlockKind, Evidence, Graph
from kg.model.merge import merged
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.corpus.made import PEOPLE, Clause, told
from tests.graphs import statement

DAYS = tuple(date(2026, 3, day) for day in range(2, 7))
WORDS = "We will not pay for the harbour this year"
OTHERS = "Nobody in this town has seen the ships of that company again"


def quoting(name: str, day: date | None, words: str, speaker: str = "karl-berg", *, is_known: bool = True) -> Graph:
    """The graph of an article that quotes somebody."""
    label = PEOPLE[speaker].label if is_known else "A voice"
    text = f"“{words},” {label} said on the quay."
    span = Evidence(ArticleId(name), 0, len(text), text)
    said = replace(
        statement(("peru", "paid", "chile"), span, name=f"statement-{name}", source=speaker if is_known else ""),
        predicate_text=" ".join(words.split()[1:4]),
    )
    article = Article(ArticleId(name), text, (Block(0, len(text), BlockKind.PARAGRAPH),), day)
    return Graph((article,), tuple(PEOPLE[one] for one in sorted({"peru", "chile", speaker})), statements=(said,))


def corpus(*graphs: Graph) -> Corpus:
    whole = merged(graphs)
    return Corpus(whole, linked(whole))


def test_the_same_words_of_one_speaker_are_one_quotation_of_the_earliest() -> None:
    found = ledger(corpus(quoting("b", DAYS[1], WORDS), quoting("a", DAYS[2], WORDS), quoting("c", DAYS[0], OTHERS)))
    told = [(one.words, one.articles, one.tellings[0].article) for one in found]
    assert told == [(WORDS, ["a", "b"], "b"), (OTHERS, ["c"], "c")]


def test_altered_words_are_shown_with_the_difference() -> None:
    altered = WORDS.replace("will not", "may not")
    (one,) = ledger(corpus(quoting("a", DAYS[0], WORDS), quoting("b", DAYS[1], altered)))
    assert [one.difference(telling) for telling in one.tellings] == ["", "will → may"]


def test_the_same_words_of_two_speakers_are_two_and_of_nobody_known_join() -> None:
    graphs = (quoting("a", DAYS[0], WORDS), quoting("b", DAYS[1], WORDS, "ana-berg"))
    assert len(ledger(corpus(*graphs))) == 2
    (one,) = ledger(corpus(graphs[0], quoting("c", DAYS[2], WORDS, is_known=False)))
    assert (one.speaker is not None, one.articles) == (True, ["a", "c"])


def test_a_few_words_in_marks_are_no_quotation() -> None:
    assert ledger(corpus(quoting("a", DAYS[0], "so-called free trade"))) == []


def test_commands_list_quotations_and_copies(kg: Kg, tmp_path: Path) -> None:
    altered = quoting("b", DAYS[1], WORDS.replace("will", "may"))
    write(quoting("a", DAYS[0], WORDS) | altered, tmp_path / "said.ttl", evidence="full")
    (row,) = json.loads(kg("corpus", "quotations", "said.ttl", "--altered", "--by", "Karl Berg", "-f", "json").out)
    assert (row["speaker"], row["words"], row["articles"], row["altered"]) == ("Karl Berg", WORDS, 2, "will → may")
    assert [(one["article"], one["day"]) for one in row["tellings"]] == [("a", "2026-03-02"), ("b", "2026-03-03")]
    assert WORDS in kg("corpus", "quotations", "said.ttl", "--articles", "2").out
    assert kg("corpus", "quotations", "said.ttl", "--articles", "3").err.endswith("no such quotation\n")
    write(story("a", DAYS[0]) | story("b", DAYS[1], count=15), tmp_path / "copied.ttl", evidence="full")
    (row,) = json.loads(kg("corpus", "lineage", "copied.ttl", "-f", "json").out)
    assert (row["first"], row["copy"], row["copied"], row["shared"]) == ("a", "b", "2026-03-03", "3 of 4")
    assert [(one["change"], one["words"]) for one in row["edits"]] == [("corrected", "12 → 15")]
    assert "1 corrected" in kg("corpus", "lineage", "copied.ttl").out


def story(name: str, day: date | None, count: int = 12, *more: Clause) -> Graph:
    """The graph of an article of four sentences, and more."""
    told_of = [Clause(one, "visited", "peru", source="ana-berg") for one in ("karl-berg", "velox", "chile")]
    return told(name, day, Clause("velox", "killed", "peru", count=count, source="ana-berg"), *told_of, *more)


def test_who_was_first_and_what_the_copy_changed() -> None:
    own = Clause("ana-berg", "praised", "mykhailo-podoliak", source="k-berg")
    (one,) = descents(merged([story("z", DAYS[0]), story("a", DAYS[1], 15, own)]), PLAIN)
    assert (one.first.id, one.copy.id, one.is_dated, len(one.shared), one.of) == ("z", "a", True, 3, 5)
    assert changes_told(one.edits) == "1 corrected, 1 added"


def test_of_one_day_or_none_the_order_is_not_known() -> None:
    for days in ((DAYS[0], DAYS[0]), (DAYS[0], None), (None, None)):
        (one,) = descents(merged(story(name, day) for name, day in zip("ab", days, strict=True)), PLAIN)
        assert (one.first.id, one.is_dated) == ("a", False)


def test_a_copy_of_a_copy_has_the_one_of_which_it_has_most() -> None:
    extra = Clause("ana-berg", "praised", "mykhailo-podoliak", source="k-berg")
    graphs = (story("a", DAYS[0]), story("b", DAYS[1], 15, extra), story("c", DAYS[2], 15, extra))
    assert [(one.first.id, one.copy.id) for one in descents(merged(graphs), PLAIN)] == [("a", "b"), ("b", "c")]


def test_what_many_articles_have_is_copied_from_none() -> None:
    def own(number: int) -> list[Clause]:
        """Clauses of words that no other article has."""
        return [Clause("velox", " ".join(f"{word}{number}x{k}" for word in "abcdefgh"), "peru") for k in range(6)]

    boilerplate = [Clause("chile", f"sued {verb} and", "peru", source="ana-berg") for verb in ("banks", "firms")]

    def articles(count: int, publisher: str = "") -> Graph:
        found = merged(told(f"a{n:02}", DAYS[n % 5], *own(n), *boilerplate) for n in range(count))
        return replace(found, articles=tuple(replace(one, publisher=publisher) for one in found.articles))

    assert descents(articles(14), PLAIN) == descents(articles(3, "Daily Velox"), PLAIN) == []
    assert len(descents(articles(3), PLAIN)) == 2
    assert [(one.first.id, one.copy.id) for one in descents(articles(2), PLAIN)] == [("a00", "a01")]
