"""What a program asks the kernel for: addresses, names of hosts, files to write (strace, Linux)."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CALLS = (
    "connect", "sendto", "sendmsg", "sendmmsg", "bind", "?open", "openat", "?openat2", "?creat", "?mkdir", "mkdirat",
    "?rename", "?renameat", "renameat2", "?link", "linkat", "?symlink", "symlinkat", "?mknod", "mknodat",
)  # fmt: skip
_LINE = re.compile(r"(?P<name>\w+)\((?P<given>.*)\) += (?P<result>-?\d+)(?:<(?P<path>.*?)>)?(?: [A-Z].*)?$")
_ADDRESS = re.compile(
    r"sa_family=AF_INET6?, sin6?_port=htons\((?P<port>\d+)\).*?"
    r'(?:inet_addr\("|inet_pton\(AF_INET6, ")(?P<host>[^"]+)"|sun_path=@?"(?P<path>[^"]*)"'
)
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_(WR|RDWR|CREAT|TRUNC)")
_TELLS_HOSTS = re.compile(r"/etc/(resolv\.conf|hosts|host\.conf|gai\.conf)|.*/libnss_dns\b.*|.*/machine-id")
_MAKES = frozenset({"mkdir", "mkdirat", "mknod", "mknodat"})
_MOVES = frozenset({"rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"})
_LOOPBACK = re.compile(r"127\.[\d.]+|::1|::ffff:127\.[\d.]+")


@dataclass(frozen=True)
class Trace:
    """What a program and all that it started did."""

    contacts: frozenset[str]
    """Where it connected or sent to: ``host:port``, or the path of a local socket; attempts that failed too."""
    listens: frozenset[str]
    """Addresses that are none of the loopback's on which it wanted to listen."""
    lookups: frozenset[str]
    """Files that tell how names of hosts are looked up, or which machine this is, that it wanted to read."""
    written: frozenset[str]
    """Files and folders that it opened for writing, made or moved; devices and what the kernel shows are none."""


@cache
def missing() -> str:
    """Why nothing can be traced here; "" where it can."""
    if not shutil.which("strace"):
        return "strace is not installed (Debian: apt install strace)"
    ran = subprocess.run([*_command(Path("/dev/null")), "true"], capture_output=True, text=True, check=False)
    return f"strace does not work here: {ran.stderr.strip()[:200]}" if ran.returncode or ran.stderr else ""


def _command(into: Path) -> list[str]:
    of_each = ["-ff"] if into != Path("/dev/null") else ["-f"]
    return ["strace", *of_each, "-qq", "-y", "--seccomp-bpf", "-e", f"trace={','.join(_CALLS)}", "-o", str(into)]


@contextmanager
def traced(
    command: Sequence[str | Path], into: Path, folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """A command under a trace, which ``trace_of`` reads when it ended; signals to its group reach it, not strace."""
    process = subprocess.Popen(
        [*_command(into), *map(str, command)], cwd=folder, env=dict(environment), text=True, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            process.kill()


def trace_of(into: Path, folder: Path) -> Trace:
    """What the files of a trace tell of a command that ran in ``folder``."""
    calls = [found for path in sorted(into.parent.glob(f"{into.name}.*")) for found in _calls(path)]
    sent = {one for call in calls if call["name"] in _SENDS for one in _addresses(call["given"])}
    bound = {one for call in calls if call["name"] == "bind" for one in _addresses(call["given"])}
    return Trace(
        contacts=frozenset(sent),
        listens=frozenset(one for one in bound if not _LOOPBACK.fullmatch(one.rpartition(":")[0])),
        lookups=frozenset(one for call in calls if "open" in call["name"] for one in _lookups(call["given"])),
        written=frozenset(one for call in calls if int(call["result"]) >= 0 for one in _written(call, folder)),
    )


_SENDS = frozenset({"connect", "sendto", "sendmsg", "sendmmsg"})


def _calls(path: Path) -> Iterator[re.Match[str]]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return filter(None, map(_LINE.match, lines))


def _addresses(given: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(given):
        yield found["path"] if found["host"] is None else f"{found['host']}:{found['port']}"


def _lookups(given: str) -> Iterable[str]:
    return filter(_TELLS_HOSTS.fullmatch, _PATH.findall(given)[:1])


def _written(call: re.Match[str], folder: Path) -> Iterator[str]:
    named = _PATH.findall(call["given"])
    if call["name"] in _MAKES | _MOVES:
        yield str(folder / named[-1])
    elif call["name"] == "creat" or ("open" in call["name"] and _WRITES.search(call["given"])):
        path = (call["path"] or named[0]).removesuffix(" (deleted)")
        if not path.startswith(("/dev/", "/proc/", "/sys/")):
            yield path
