"""The command line: options, one call, an exit code; a file a group of commands."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command of the process's arguments and exit with its code."""
    from kg.cli.app import run

    sys.exit(run(sys.argv[1:]))
