"""Run the sessions of README.md and hold their output against what stands there; ``--write`` puts it there.

A ``console`` block is a session: a line ``$ command``, then what it prints, standard error included. A ``pycon``
block is one of Python. All run one after another in a folder of their own that has the seeds.
"""

import code
import contextlib
import difflib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(?P<kind>console|pycon)\n(?P<session>.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| newsgraph \|.*\|$", re.MULTILINE)
_NOT_RUN = ("git clone", "cd ", "scripts/test", "pip install", "uv tool", "uvx")
"""Commands that need the network or take minutes; they are tried on clean machines, not here."""


def main() -> int:
    """Print how the README differs from what its commands do; 1 if it does."""
    written = README.read_text(encoding="utf-8")
    actual = rerun(written)
    if "Traceback" in actual:
        print(actual[actual.index("Traceback") :], file=sys.stderr)
        return 1
    if "--write" in sys.argv[1:]:
        README.write_text(actual, encoding="utf-8")
        return 0
    lines = difference(written, actual)
    print("\n".join(lines) or "README.md does what it says")
    return 1 if lines else 0


def difference(written: str, actual: str) -> list[str]:
    """The lines of a unified diff; none where the two are the same."""
    pair = (written.splitlines(), actual.splitlines())
    return list(difflib.unified_diff(*pair, "README.md", "what it does", lineterm="", n=0))


def rerun(text: str) -> str:
    """The text with the output of each session as it is now."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "seeds").symlink_to(ROOT / "seeds")
        # Commands of the README's names that run this checkout.
        for name in ("scripts/kg", "bin/kg", "bin/newsgraph"):
            command = place / name
            command.parent.mkdir(exist_ok=True)
            command.write_text(
                f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -P -m kg "$@"\n', encoding="utf-8"
            )
            command.chmod(0o755)
        pieces, done = [], 0
        for block in _BLOCK.finditer(text):
            run = _console if block["kind"] == "console" else _python
            pieces += [text[done : block.start("session")], "".join(run(block["session"], place))]
            done = block.end("session")
        return _ROW.sub(_figures(), "".join([*pieces, text[done:]]))


def _figures() -> str:
    """Our row of the table of figures, from the floor that the tests hold."""
    floor = json.loads((ROOT / "tests" / "baseline.json").read_text(encoding="utf-8"))["default"]
    return f"| newsgraph | {floor['core_found']:.2f} | {floor['score']:.2f} | {floor['sprung']:.0f} |"


def _console(session: str, place: Path) -> Iterator[str]:
    """Each command with its output; a command that is not run keeps what stands under it."""
    for said in re.split(r"^(?=\$ )", session, flags=re.MULTILINE):
        command = said.partition("\n")[0].removeprefix("$ ")
        if not said.startswith("$ ") or command.startswith(_NOT_RUN):
            yield said
            continue
        environment = {**os.environ, "PATH": f"{place / 'bin'}:{os.environ['PATH']}", "NO_COLOR": "1"}
        ran = subprocess.run(
            ["bash", "-c", f"exec 2>&1; {command}"],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        yield f"$ {command}\n{ran.stdout}"


def _python(session: str, place: Path) -> Iterator[str]:
    """Each statement with what it prints, as Python's own prompt shows it."""
    sys.path.insert(0, str(ROOT))
    console = code.InteractiveConsole()
    with contextlib.chdir(place):
        for line in session.splitlines():
            if not line.startswith((">>> ", "... ", "...")):
                continue
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                console.push(line[4:])
            yield f"{line}\n{printed.getvalue()}"


if __name__ == "__main__":
    sys.exit(main())
