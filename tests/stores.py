"""Stores for tests: one on disk as a graph; on loopback Oxigraph (PyPI ``oxigraph``) and Virtuoso (Debian)."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.model import Graph
from kg.store.disk import source_of_store

_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{web}
"""


def read_store(folder: Path) -> Graph:
    return source_of_store(folder).graph


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, address: str) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"the store ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"nothing listens at {address}")


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server."""
    beside = Path(sys.executable).with_name("oxigraph")
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not binary:
        pytest.skip("oxigraph is not installed")
    place = f"127.0.0.1:{free_port()}"
    command = [binary, "serve", "--location", str(folder / "data"), "--bind", place]
    with _running(command, folder, f"http://{place}") as address:
        yield address


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso server; its administrator is dba with the password dba."""
    binary = shutil.which("virtuoso-t")
    if not binary:
        pytest.skip("virtuoso-t is not installed")
    web = free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=free_port(), web=web))
    with _running([binary, "+foreground", "+configfile", "virtuoso.ini"], folder, f"http://127.0.0.1:{web}") as address:
        yield address
