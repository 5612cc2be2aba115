"""A store whose files are damaged: told as an error of that store, with what to do, and never as a bug."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.store import StoppedError
from kg.store.disk import append, check_whole, copy_store, lines_of_store
from tests.asking import ask
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.stores import read_store
from tests.view.draw.graphs import large_graph
from tests.waiting import PATIENCE

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_NEEDED = ("CURRENT", "MANIFEST-*", "*.sst")
"""The files without which a store has not all its data; the others are its diary, and locks."""
_SECTOR = 512


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _zeroed(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def _inverted(file: Path) -> None:
    """Some bytes in the middle, as of a sector of the disk."""
    data = bytearray(file.read_bytes())
    start = len(data) // 3
    for place in range(start, min(start + _SECTOR, len(data))):
        data[place] ^= 0xFF
    file.write_bytes(bytes(data))


def _turned_into_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


WAYS: Mapping[str, Callable[[Path], None]] = {
    "deleted": Path.unlink,
    "emptied": _emptied,
    "halved": _halved,
    "zeroed": _zeroed,
    "inverted": _inverted,
    "a folder": _turned_into_a_folder,
}
USES: Mapping[str, Callable[[Path], object]] = {
    "check": check_whole,
    "read": read_store,
    "lines": lines_of_store,
    "append": lambda folder: append(trade_graph(), folder),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was added to, and so has files of several ages."""
    folder = tmp_path_factory.mktemp("whole") / "archive.store"
    append(trade_graph(), folder)
    append(large_graph(30, 10), folder)
    return folder


def _copies(whole: Path, folder: Path, way: str) -> list[Path]:
    """A copy for each file that is needed, with that file damaged."""
    made = []
    for file in sorted(found for pattern in _NEEDED for found in whole.glob(pattern)):
        copy = folder / f"{way} {file.name}" / "archive.store"
        shutil.copytree(whole, copy)
        WAYS[way](copy / file.name)
        made.append(copy)
    assert len(made) > 5
    return made


def _told(use: Callable[[Path], object], store: Path) -> str:
    """What a use of a damaged store ends in: "" where it is none, or does not meet the damage."""
    try:
        use(store)
    except (StoppedError, InputError) as error:
        names_it = error.message.startswith(f"{store}: ") or "kg check" in error.hint
        return error.message if names_it and error.hint else pytest.fail(error.message)
    return ""


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_file_is_an_error_of_its_store(whole: Path, tmp_path: Path, way: str) -> None:
    for store in _copies(whole, tmp_path, way):
        assert "damaged" in _told(check_whole, store), store
        for use in ("read", "lines", "append"):
            _told(USES[use], store)


@pytest.mark.parametrize("way", ["deleted", "zeroed", "inverted"])
def test_the_commands_name_the_store_and_the_cure(kg: Kg, whole: Path, tmp_path: Path, way: str) -> None:
    stores = _copies(whole, tmp_path, way)
    for store in (stores[0], stores[1], stores[-1]):
        for arguments in (
            ("show", store),
            ("query", store, COUNT, "--timeout", str(PATIENCE)),
            ("convert", store, "-o", "x.nt"),
            ("check", store),
        ):
            ran = kg(*arguments)
            assert ran.code in {0, 2}, ran.err
            assert (ran.code == 2) == ran.err.startswith("error: "), ran.err
            assert (ran.code == 2) == ("kg check STORE" in ran.err)
        assert kg("check", store).code == 2


@pytest.mark.slow
def test_a_query_that_meets_the_damage_is_an_error_of_the_store(whole: Path, tmp_path: Path) -> None:
    errors = {_told(lambda store: ask(store, COUNT), store) for store in _copies(whole, tmp_path, "inverted")}
    assert any("checksum" in error for error in errors)


def test_files_that_changed_places_are_told(whole: Path, tmp_path: Path) -> None:
    for number, (one, other) in enumerate(combinations(sorted(whole.glob("*.sst")), 2)):
        store = tmp_path / str(number) / "archive.store"
        shutil.copytree(whole, store)
        (store / one.name).write_bytes(other.read_bytes())
        (store / other.name).write_bytes(one.read_bytes())
        assert "damaged" in _told(check_whole, store)


def test_an_index_that_lacks_a_triple_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(trade_graph(), tmp_path / "archive.store")
    opened = ox.Store.read_only(str(tmp_path / "archive.store"))

    class Lacking:
        """A store whose order by object has lost what it had."""

        def __iter__(self) -> object:
            return iter(opened)

        def quads_for_pattern(self, _: None, relation: ox.NamedNode | None, value: object, __: None) -> object:
            return iter(()) if value else opened.quads_for_pattern(None, relation, None, None)

    monkeypatch.setattr("kg.store.disk.opened", lambda _: Lacking())
    with pytest.raises(InputError, match=r"(\d\d+) by subject, \1 by predicate, 0 by object"):
        check_whole(tmp_path / "archive.store")


def test_a_store_may_lose_its_diary(whole: Path, tmp_path: Path) -> None:
    store = tmp_path / "archive.store"
    shutil.copytree(whole, store)
    for file in store.iterdir():
        if not any(file.match(pattern) for pattern in _NEEDED):
            file.unlink()
    check_whole(store)
    assert read_store(store) == read_store(whole)


_AS_ANOTHER = """
import os, sys
from pathlib import Path
from kg.store.disk import check_whole
from tests.asking import ask
from tests.stores import read_store
os.setuid(65534)
check_whole(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("name", ["CURRENT", "*.sst"])
def test_a_file_that_may_not_be_read_is_told_so(whole: Path, tmp_path: Path, name: str) -> None:
    store = tmp_path / "archive.store"
    shutil.copytree(whole, store)
    for file in store.glob(name):
        file.chmod(0)
    if os.getuid() != 0:
        assert "may not be read" in _told(check_whole, store)
        return
    for folder in (tmp_path, *tmp_path.parents[:3]):  # with workers there is one folder more
        folder.chmod(0o755)
    command = [sys.executable, "-c", _AS_ANOTHER, str(store)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "may not be read or written" in ran.stderr


def test_a_store_that_is_written_to_is_told_so(whole: Path, tmp_path: Path) -> None:
    store = tmp_path / "archive.store"
    shutil.copytree(whole, store)
    code = f"import pyoxigraph, time; s = pyoxigraph.Store({str(store)!r}); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert _told(USES["append"], store).endswith("another program is writing to it")
        other.kill()


def test_a_copy_has_all_that_a_store_has_what_is_not_ours_too(kg: Kg, tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "archive.store", evidence="full")
    store = ox.Store(str(tmp_path / "archive.store"))
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("mine"), ox.NamedNode("urn:graph")))
    store.flush()
    del store
    ran = kg("convert", "archive.store", "-o", "backup.store")
    assert ran.code == 0
    assert re.fullmatch(r"backup\.store: a copy of all \d+ triples of archive\.store\n", ran.err)
    whole, copy = (ox.Store.read_only(str(tmp_path / name)) for name in ("archive.store", "backup.store"))
    assert set(copy) == set(whole)
    assert kg("check", "backup.store").code in {0, 1}
    assert kg("convert", "archive.store", "-o", "backup.store").code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive.store", "backup.store"]


def test_a_damaged_store_is_not_copied(whole: Path, tmp_path: Path) -> None:
    for store in _copies(whole, tmp_path, "halved"):
        with pytest.raises(InputError, match="damaged"):
            copy_store(store, tmp_path / "backup.store")
        assert not (tmp_path / "backup.store").exists()
    assert not list(tmp_path.glob(".backup*"))
