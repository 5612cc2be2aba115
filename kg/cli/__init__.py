"""The command line: options, one call, an exit code; a file a group of commands."""

import io
import os
import signal
import sys
from types import ModuleType


def main() -> None:
    """Run the command of the process's arguments and exit with its code."""
    # Let what goes to a stream that the shell has closed (>&-) go nowhere, and no other file take its number
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 standard error
        pass
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    # Put a buffer before standard output where ``PYTHONUNBUFFERED`` has taken it away
    raw = sys.stdout.buffer
    if isinstance(raw, io.RawIOBase):
        buffered = io.BufferedWriter(raw)
        sys.stdout = io.TextIOWrapper(buffered, sys.stdout.encoding, sys.stdout.errors, write_through=True)
    # End as on an interrupt: temporary files and worker processes go
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(_STOPPED + number))
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker process is a core's, and numpy's threads would wait
    # Keep spaCy from importing its own commands, with the HTTP clients that they need: a tenth of the start
    unused = ModuleType("spacy.cli.info")
    vars(unused)["info"] = None
    sys.modules[unused.__name__] = unused
    from kg.cli.app import run

    sys.exit(run(sys.argv[1:]))


_STOPPED = 128  # what a shell adds to a signal's number
