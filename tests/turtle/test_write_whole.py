"""A file is written whole or not at all, and stays the kind of file that it was."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.turtle.whole import whole_folder, write_whole


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_old_file_keeps_its_mode_and_a_new_one_has_that_of_any_other(tmp_path: Path) -> None:
    private, new, other = (tmp_path / name for name in ("private", "new", "other"))
    private.write_bytes(b"old")
    private.chmod(0o600)
    other.touch()
    for path in (private, new):
        write_whole(b"new", path)
        assert path.read_bytes() == b"new"
    assert (mode(private), mode(new)) == (0o600, mode(other))


@pytest.mark.parametrize("old", [b"old", None])
def test_a_link_is_followed(tmp_path: Path, old: bytes | None) -> None:
    (tmp_path / "folder").mkdir()
    file, link = tmp_path / "folder" / "file", tmp_path / "link"
    if old is not None:
        file.write_bytes(old)
    link.symlink_to(Path("folder") / "file")
    write_whole(b"new", link)
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(b"new", pipe)
        assert pipe.is_fifo()
        assert os.read(reader, 9) == b"new"
    finally:
        os.close(reader)


def test_threads_that_write_one_file_are_not_in_each_others_way(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: write_whole(b"new", tmp_path / "file"), range(90)))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_cannot_be_written_is_an_error_that_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "nowhere" / "file", tmp_path / ("x" * 256)):
        with pytest.raises(InputError, match=path.name):
            write_whole(b"new", path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_folder_takes_its_place_when_all_is_in_it(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "new") as made:
        made.mkdir()
        (made / "file").write_bytes(b"new")
        assert not (tmp_path / "new").exists()
    assert (tmp_path / "new" / "file").read_bytes() == b"new"
    with whole_folder(tmp_path / "none"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_is_not_finished_leaves_nothing_and_one_that_is_there_stays(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "new") as made:  # noqa: PT012
        made.mkdir()
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_bytes(b"old")
    with pytest.raises(InputError, match="there"), whole_folder(tmp_path / "there") as made:
        made.mkdir()
    with pytest.raises(InputError, match="nowhere"), whole_folder(tmp_path / "nowhere" / "new"):
        pass
    assert [path.name for path in tmp_path.rglob("*")] == ["there", "file"]


_WRITES_A_FOLDER = """
import sys, time
from pathlib import Path
from kg.turtle.whole import whole_folder
with whole_folder(Path(sys.argv[1])) as made:
    made.mkdir()
    print(made.parent, flush=True)
    time.sleep(60)
"""


def test_what_a_killed_program_left_of_a_folder_goes_and_what_another_writes_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITES_A_FOLDER, str(tmp_path / "new")]
    killed, running = (subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2))
    places = []
    for process in (killed, running):
        assert process.stdout is not None
        places.append(Path(process.stdout.readline().strip()))
        os.utime(places[-1], (0, 0))
    killed.kill()
    killed.wait()
    with whole_folder(tmp_path / "new") as made:
        made.mkdir()
    assert [place.exists() for place in places] == [False, True]
    running.kill()
    running.wait()
    for process in (killed, running):
        process.communicate()
