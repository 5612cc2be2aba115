"""The command line: options, one call, an exit code; a file a group of commands."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command of the process's arguments and exit with its code."""
    _open_closed_streams()
    from kg.cli.app import run

    sys.exit(run(sys.argv[1:]))


def _open_closed_streams() -> None:
    """Let what goes to a stream that the shell has closed (``>&-``) go nowhere, and no other file take its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 standard error
        pass
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
