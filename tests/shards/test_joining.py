"""Articles of one corpus come into another as they were read, and nothing is read again."""

from pathlib import Path

from tests.conftest import Kg
from tests.shards.made import corpus, failed, shard_of, trade


def test_parts_that_were_read_apart_make_the_corpus_that_was_read_at_once(kg: Kg, tmp_path: Path) -> None:
    shards = [shard_of(trade(number)) for number in range(5)] + [failed(trade(9))]
    corpus(tmp_path, shards, "whole.corpus")
    corpus(tmp_path, shards[:3], "one.corpus")
    corpus(tmp_path, shards[2:], "two.corpus")
    ran = kg("corpus", "add", "both.corpus", "one.corpus", "two.corpus")
    assert ran.code == 0, ran.err
    assert "6 articles added, 6 in all\n      1  articles that are there already\n" in ran.err
    kg("corpus", "export", "both.corpus", "-o", "both.nt")
    kg("corpus", "export", "whole.corpus", "-o", "whole.nt")
    assert (tmp_path / "both.nt").read_bytes() == (tmp_path / "whole.nt").read_bytes()
    assert [one.name for one in (tmp_path / "both.corpus" / "shards").iterdir()] == [
        one.name for one in (tmp_path / "whole.corpus" / "shards").iterdir()
    ]
    again = kg("corpus", "add", "both.corpus", "one.corpus")
    assert "0 articles added, 6 in all" in again.err


def test_one_that_keeps_its_articles_otherwise_is_refused(kg: Kg, tmp_path: Path) -> None:
    corpus(tmp_path, [shard_of(trade(1))], "one.corpus")
    other = corpus(tmp_path, [shard_of(trade(2))], "other.corpus")
    (other / "corpus.toml").write_text('form = 1\n[reading]\nevidence = "none"\n')
    ran = kg("corpus", "add", "one.corpus", "other.corpus")
    assert ran.code == 2
    assert "other.corpus: keeps its articles otherwise than one.corpus" in ran.err
