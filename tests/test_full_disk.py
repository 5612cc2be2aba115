"""On a disk that takes no more, what stands at a path is whole or is not there, and doing what the hint says works."""

import os
import resource
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Graph
from kg.store.disk import append, check_whole, lines_of_store
from kg.turtle.documents import write
from tests.chain import Chain
from tests.conftest import Kg, Ran
from tests.graphs import trade_graph
from tests.model.test_removal import of_article
from tests.view.draw.graphs import large_graph

WRITES: Mapping[str, str] = {
    "a build": "build news.txt -o out.store",
    "a build that adds to nothing": "build news.txt -o out.store --append",
    "a build into a file": "build news.txt -o out.ttl",
    "a graph as a store": "convert trade.ttl -o out.store",
    "a store as a store": "convert some.store -o out.store",
    "graphs as a store": "merge trade.ttl some.store -o out.store",
    "graphs as a file": "merge trade.ttl some.store -o out.nt",
    "a folder": "convert trade.ttl -o out -f csv",
    "a network": "convert trade.ttl -o out.graphml",
    "a picture": "draw trade.ttl -o out.svg",
    "a page": "draw trade.ttl -o out.html",
    "an answer": 'query some.store "SELECT * { ?s ?p ?o }" -o out.csv',
    "a report": "check trade.ttl -o out.sarif",
    "a difference": "diff trade.ttl some.store --draw out.svg",
}
CHANGES: Mapping[str, str] = {
    "an article is removed": "remove shared.store a1",
    "an article is replaced": "build new.jsonl -o shared.store --append --replace",
}
ROOM = (1_000, 2_000, 8_000, 30_000, 60_000, 120_000, 9_000_000)
"""Bytes that a file may have, from what a message takes to more than any of these has."""


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file may be larger meanwhile; Python is told by an error (https://github.com/python/cpython/issues/126606)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    keeps, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = keeps


@pytest.fixture
def place(chain: Chain, trade: Path, tmp_path: Path) -> Path:
    """A folder with what the commands read."""
    assert trade.is_file()
    chain.graph = trade_graph()
    (tmp_path / "news.txt").write_text("Norway protested.\n", encoding="utf-8")
    append(large_graph(40, 10), tmp_path / "some.store")
    return tmp_path


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content(path: Path) -> bytes:
    """What a path holds; a store must be whole."""
    if path.suffix == ".store":
        check_whole(path)
        return lines_of_store(path)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return b"".join(file.read_bytes() for file in files)


@pytest.mark.slow
@pytest.mark.parametrize("what", WRITES)
def test_what_does_not_fit_is_not_there_and_is_there_once_it_does(kg: Kg, place: Path, what: str) -> None:
    arguments = shlex.split(WRITES[what])
    before, out = listed(place), next(one for one in arguments if one.startswith("out"))
    refused = 0
    for size in ROOM:
        with files_of_at_most(size):
            ran = kg(*arguments)
        if ran.code != 2:
            break
        refused += 1
        assert ran.err.startswith(f"error: {out}: "), ran.err
        assert "\nhint: " in ran.err
        assert listed(place) == before
    assert refused
    assert ran.code in {0, 1}
    made = content(place / out)
    assert listed(place) == sorted([*before, out])
    (shutil.rmtree if (place / out).is_dir() else os.remove)(place / out)
    assert kg(*arguments).code in {0, 1}
    assert content(place / out) == made


@pytest.mark.parametrize("size", ROOM[:-2:2])
def test_a_store_that_is_added_to_keeps_what_it_has(kg: Kg, place: Path, size: int) -> None:
    before, held = listed(place), lines_of_store(place / "some.store")
    adding = ("build", "news.txt", "-o", "some.store", "--append")
    with files_of_at_most(size):
        ran = kg(*adding)
    assert ran.code in {0, 2}
    assert listed(place) == before
    if ran.code == 2:
        assert "\nhint: " in ran.err
        assert content(place / "some.store") == held
        assert kg(*adding).code == 0
    assert len(content(place / "some.store")) > len(held)


@pytest.fixture
def shared(place: Path, chain: Chain) -> Path:
    """A store of articles that tell the same, of which one is to change."""
    for name in ("a1", "a2", "a3"):
        append(of_article(trade_graph(), name), place / "shared.store", evidence="full")
    (place / "new.jsonl").write_text('{"id": "a1", "text": "Norway protested."}\n', encoding="utf-8")
    chain.graph = of_article(replace(trade_graph(), statements=trade_graph().statements[:1]), "a1")
    return place / "shared.store"


def changed(store: Path, kg: Kg, arguments: Sequence[str]) -> bytes:
    """What a store holds after a command; it is as it was then."""
    copy = store.with_name("kept")
    shutil.copytree(store, copy)
    assert kg(*arguments).code == 0
    found = content(store)
    shutil.rmtree(store)
    copy.rename(store)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_that_does_not_fit_leaves_the_store_as_it_was(kg: Kg, shared: Path, what: str) -> None:
    arguments, before = shlex.split(CHANGES[what]), content(shared)
    after, refused = changed(shared, kg, arguments), 0
    assert after != before
    for size in ROOM:
        with files_of_at_most(size):
            ran = kg(*arguments)
        if ran.code != 2:
            break
        refused += 1
        assert "\nhint: " in ran.err
        assert content(shared) == before
    assert refused
    assert ran.code == 0
    assert content(shared) == after


@pytest.fixture
def disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of some megabytes, on which one works."""
    mounted = place / "disk"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "kg-tests", str(mounted)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here: that needs root with CAP_SYS_ADMIN")
    try:
        for name in ("news.txt", "trade.ttl"):
            shutil.copy(place / name, mounted)
        for store in place.glob("*.store"):
            shutil.copytree(store, mounted / store.name)
        monkeypatch.chdir(mounted)
        yield mounted
    finally:
        monkeypatch.chdir(place)
        subprocess.run(["umount", "-l", str(mounted)], check=True)


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes."""
    free = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(max(free.f_bavail * free.f_frsize - left, 0)))


@pytest.mark.parametrize("what", WRITES)
def test_on_a_full_disk_the_hint_to_make_room_works(kg: Kg, disk: Path, what: str) -> None:
    arguments = shlex.split(WRITES[what])
    out, before = disk / next(one for one in arguments if one.startswith("out")), listed(disk)
    for left in (65_536, 0):
        fill(disk, left)
        ran = kg(*arguments)
        (disk / "filler").unlink()
        if ran.code == 2:
            assert "\nhint: make room" in ran.err, ran.err
        else:
            (shutil.rmtree if out.is_dir() else os.remove)(out)
        assert listed(disk) == before
    assert ran.code == 2
    ran = kg(*arguments)
    assert ran.code in {0, 1}, ran.err
    assert content(out)


def refuse(kg: Kg, disk: Path, arguments: Sequence[str], store: Path) -> Ran:
    """Run a command with more and more room until it has enough; before, the store stays as it was."""
    before, refused = content(store), 0
    for left in (0, 4096, 16_384, 65_536, 262_144):
        fill(disk, left)
        ran = kg(*arguments)
        if ran.code != 2:
            break
        refused += 1
        assert "\nhint: make room" in ran.err
        assert content(store) == before
        (disk / "filler").unlink()
    (disk / "filler").unlink(missing_ok=True)
    assert refused
    return ran


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_on_a_full_disk_leaves_the_store_as_it_was(kg: Kg, shared: Path, disk: Path, what: str) -> None:
    shutil.copy(shared.with_name("new.jsonl"), disk)
    arguments = shlex.split(CHANGES[what])
    after = changed(disk / "shared.store", kg, arguments)
    ran = refuse(kg, disk, arguments, disk / "shared.store")
    assert ran.code == 0 or kg(*arguments).code == 0
    assert content(disk / "shared.store") == after


def test_a_store_that_was_begun_and_has_no_data_gives_way(kg: Kg, place: Path) -> None:
    (place / "out.store").mkdir()
    for name in ("LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
        (place / "out.store" / name).touch()
    for number, what in enumerate(("a graph as a store", "a store as a store", "graphs as a store", "a build")):
        shutil.copytree(place / "out.store", place / f"{number}.store")
        assert kg(*shlex.split(WRITES[what].replace("out.store", f"{number}.store"))).code == 0
        assert content(place / f"{number}.store")


def test_what_somebody_else_put_there_meanwhile_stays(place: Path) -> None:
    from kg.errors import InputError
    from kg.store.disk import begun

    with pytest.raises(InputError, match=r"out\.store: "), begun(place / "out.store") as beside:  # noqa: PT012
        append(trade_graph(), beside)
        write(Graph(), place / "note.ttl")
        append(large_graph(40, 10), place / "out.store")
    assert lines_of_store(place / "out.store") == lines_of_store(place / "some.store")
