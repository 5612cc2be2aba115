"""What a full disk, a damaged store and a program that is ended leave behind, and what is told of it."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path

import pytest

from kg.files.articles import Holdings
from kg.files.target import _ARTICLES_A_COMMIT, Sink, Target
from kg.model import Article, ArticleId, Graph
from kg.store.disk import append, lines_of_store
from kg.turtle.documents import write
from kg.turtle.whole import write_whole
from tests.chain import Chain
from tests.conftest import Kg, Ran
from tests.graphs import trade_graph
from tests.parts import parts_of
from tests.stores import read_store
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]


def test_a_store_gets_its_articles_some_at_a_time(tmp_path: Path) -> None:
    target = Target.of(tmp_path / "news.store", "")
    with Sink(target, target.before(append=True), _nothing()) as sink:
        _fill(sink)
        assert len(read_store(tmp_path / "news.store").articles) == _ARTICLES_A_COMMIT
        sink.close()
    assert len(read_store(tmp_path / "news.store").articles) == _ARTICLES_A_COMMIT + 1
    assert len(list(sink.whole().articles)) == _ARTICLES_A_COMMIT + 1


def _nothing() -> Holdings:
    """What nothing is added to."""
    return Holdings(None, "news.store", replace=False, asked=tuple)


def _fill(sink: Sink) -> None:
    """Add one article more than go to a store at a time."""
    for number in range(_ARTICLES_A_COMMIT + 1):
        sink.add(Graph(articles=(Article(ArticleId(f"a{number}"), "", (), sha256=f"{number:064}"),)))


def test_a_new_store_is_there_when_it_is_whole(tmp_path: Path) -> None:
    target = Target.of(tmp_path / "news.store", "")
    with Sink(target, target.before(), _nothing()) as sink:
        _fill(sink)
        assert not (tmp_path / "news.store").exists()
        sink.close()
    assert len(read_store(tmp_path / "news.store").articles) == _ARTICLES_A_COMMIT + 1
    assert [path.name for path in tmp_path.iterdir()] == ["news.store"]


def test_a_build_that_is_stopped_leaves_no_new_store(tmp_path: Path) -> None:
    target = Target.of(tmp_path / "news.store", "")
    with pytest.raises(KeyboardInterrupt), Sink(target, target.before(), _nothing()) as sink:  # noqa: PT012
        _fill(sink)
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_a_store_is_the_same_whether_its_articles_come_at_once_or_not(tmp_path: Path) -> None:
    graph = trade_graph()
    append(graph, tmp_path / "whole.store")
    for part in parts_of(graph, 3):
        append(part, tmp_path / "parts.store")
    assert lines_of_store(tmp_path / "whole.store") == lines_of_store(tmp_path / "parts.store")


def test_append_goes_on_where_a_store_stopped(kg: Kg, chain: Chain, news: Path) -> None:
    chain.graph = Graph()
    (read,) = _articles_of(news)
    append(Graph(articles=(read,)), Path("news.store"))
    other = Path("other.txt")
    other.write_text("Sweden replied.\n")
    ran = kg("build", news, other, "-o", "news.store", "--append")
    assert ran.code == 0
    assert [one.text for one in chain.read] == ["Sweden replied.\n"]
    assert "      1  articles that are there already\n" in ran.err
    news.write_text("Norway protested again.\n")
    kg("build", news, "-o", "news.store", "--append")
    assert [one.text for one in chain.read] == ["Norway protested again.\n"]


@pytest.mark.parametrize("name", ["news.store", "news.ttl"])
def test_another_text_under_an_id_that_is_there_is_an_error_of_the_article(kg: Kg, chain: Chain, name: str) -> None:
    def built(*records: tuple[str, str]) -> Ran:
        lines = (json.dumps({"id": article, "text": text}) + "\n" for article, text in records)
        Path("news.jsonl").write_text("".join(lines))
        return kg("build", "news.jsonl", "-o", name, "--append")

    chain.graph = Graph(articles=(Article(ArticleId("a b/ü"), "", (), sha256=_sha256("Norway protested.")),))
    assert built(("a b/ü", "Norway protested.")).code == 0
    chain.graph = Graph()
    again = built(("a b/ü", "Norway protested."), ("c", "Peru replied."))
    assert (again.code, [one.id for one in chain.read]) == (0, ["c"])
    assert "      1  articles that are there already\n" in again.err
    ran = built(("a b/ü", "Norway denied it."), ("d", "Chile replied."))
    assert (ran.code, [one.id for one in chain.read]) == (3, ["d"])
    assert f"error: news.jsonl:1 (a b/ü): {name} has another text under this id\n" in ran.err
    assert "hint: give this one an id of its own, or --replace puts it in the other's place\n" in ran.err
    assert "      1  sources that could not be read\n" in ran.err
    assert built(("a b/ü", "Norway denied it.")).code == 2


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_store_that_was_killed_before_it_was_one_is_begun_anew(kg: Kg, chain: Chain, news: Path) -> None:
    append(trade_graph(), Path("whole.store"))
    Path("news.store").mkdir()
    for name in ("LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
        (Path("news.store") / name).touch()
    assert kg("build", news, "-o", "news.store", "--append").code == 0
    assert len(read_store(Path("news.store")).statements) == len(chain.graph.statements)
    Path("whole.store/CURRENT").unlink()
    assert kg("build", news, "-o", "whole.store", "--append").code == 2


MANIFEST = b64decode(
    "IxmeDScAAYFAJGJjZjFiYmU1LTZkODQtNDg5Mi04YWIzLWU1ZjhhOWE4MmI4YgUrKEMAAAE1QD+IIAABARpsZXZlbG"
    "RiLkJ5dGV3aXNlQ29tcGFyYXRvcolAAQH0AwxaBAABAgAEAPwsJvkGAAEJAAMGBAA="
)
"""What RocksDB notes of a store before its tables are made."""


def test_a_store_that_was_killed_before_its_tables_were_made_is_begun_anew(kg: Kg, chain: Chain, news: Path) -> None:
    Path("news.store").mkdir()
    for name, data in {
        "000004.log": b"",
        "LOCK": b"",
        "CURRENT": b"MANIFEST-000005\n",
        "MANIFEST-000005": MANIFEST,
    }.items():
        (Path("news.store") / name).write_bytes(data)
    assert kg("build", news, "-o", "news.store", "--append").code == 0
    assert len(read_store(Path("news.store")).statements) == len(chain.graph.statements)


def _articles_of(path: Path) -> list[Article]:
    from kg.text.articles import articles

    return list(articles([path]))


def _limited(size: int, *arguments: str | Path, unbuffered: bool = False) -> subprocess.CompletedProcess[bytes]:
    """A command that can write no file larger than that many bytes, its output in ``out``."""
    code = (
        f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "from kg.cli import main; main()"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"PYTHONUNBUFFERED": "1"} if unbuffered else {}
    with Path("out").open("wb") as out:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            stdout=out, stderr=subprocess.PIPE, env=environment, check=False,
        )  # fmt: skip


@pytest.mark.parametrize("unbuffered", [False, True])
def test_standard_output_is_written_whole_or_it_is_an_error(
    trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, unbuffered: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = _limited(1000, "convert", trade, "-f", "nt", unbuffered=unbuffered)
    assert (ran.returncode, ran.stderr) == (2, b"error: cannot write: File too large\n")
    ran = _limited(1_000_000, "convert", trade, "-f", "nt", unbuffered=unbuffered)
    assert (ran.returncode, ran.stderr) == (0, b"")
    write(trade_graph(), tmp_path / "whole.nt", evidence="full")
    whole, _, digest = (tmp_path / "whole.nt").read_bytes().partition(b"# sha256 ")
    assert digest
    assert (tmp_path / "out").read_bytes() == whole


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Graph(), Path("old.nt"))
    before, old = sorted(path.name for path in tmp_path.iterdir()), Path("old.nt").read_bytes()
    ran = _limited(1000, "convert", trade, "-o", "old.nt", "--force")
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"error: old.nt: File too large\n")
    assert Path("old.nt").read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*before, "out"])


def test_a_full_disk_under_a_store_is_an_error_with_a_cure(
    trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = _limited(1000, "convert", trade, "-o", "new.store")
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"error: new.store: ")
    assert b"\nhint: " in ran.stderr


def test_what_a_killed_program_left_goes_when_the_file_is_written_again(tmp_path: Path) -> None:
    left = tmp_path / ".news.nt.0123.part"
    left.write_bytes(b"half")
    write_whole(b"new", tmp_path / "news.nt")
    assert left.exists()
    os.utime(left, (0, 0))
    write_whole(b"new", tmp_path / "news.nt")
    assert [path.name for path in tmp_path.iterdir()] == ["news.nt"]


def test_sigterm_ends_as_an_interrupt_does(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-m", "kg", "convert", "pipe", "--from", "ttl"]
    program = subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)})
    with (tmp_path / "pipe").open("wb"):
        time.sleep(0.2)
        program.send_signal(signal.SIGTERM)
        assert program.wait(PATIENCE) == 128 + signal.SIGTERM
