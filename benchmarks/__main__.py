"""Measure systems on open articles, and print one table: python -m benchmarks.

A system is a program: articles as JSON Lines on standard input (``id``, ``text``, ``date``, ``title``), statements as
JSON Lines on standard output, in the columns of ``kg build -o FILE.jsonl``. ``--system NAME=COMMAND`` puts another one
into the table, ``--llm URL --llm-model NAME`` a language model that speaks the chat protocol.
"""

import argparse
import json
import os
import resource
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.scoring import ROOT, Figures, Row, figures, gold_articles, judged_articles

HERE = Path(__file__).parent
_BUILD = [sys.executable, "-P", "-m", "kg", "build", "-", "-f", "jsonl", "--quiet"]
OWN = {"newsgraph": _BUILD, "newsgraph, small parser": [*_BUILD, "--model", "small"]}
OTHERS = {"textacy": "textacy_rows.py", "triplet_extract": "triplet_rows.py"}
"""The module that must be installed, and the program that asks it."""
COLUMNS = (
    "system", "statements", "found", "among the facts", "firmness", "source", "traps", "right, of judged",
    "words a second", "same bytes",
)  # fmt: skip


def main() -> int:
    """Run each system twice, and print its line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40, help="judged articles beside the gold: 40, at most 270")
    parser.add_argument("--system", action="append", default=[], metavar="NAME=COMMAND", help="another program")
    parser.add_argument("--llm", default="", metavar="URL", help="the address of a language model (chat completions)")
    parser.add_argument("--llm-model", default="", metavar="NAME", help="its name, as its server has it")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this system; repeatable")
    given = parser.parse_args()
    systems = dict(OWN)
    systems |= {name: [sys.executable, str(HERE / file)] for name, file in OTHERS.items() if find_spec(name)}
    systems |= {name: shlex.split(command) for name, _, command in (one.partition("=") for one in given.system)}
    if given.llm:
        systems[given.llm_model] = [sys.executable, "-m", "benchmarks.chat_rows", given.llm, given.llm_model]
    articles = [*gold_articles(), *judged_articles(given.articles)]
    print(f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}", sep="\n")
    for name in given.only or systems:
        print(line(name, *measured(systems[name], articles)), flush=True)
    return 0


def measured(command: Sequence[str], articles: Sequence[Row]) -> tuple[Figures, float, bool]:
    """The figures of a system, its words a second of processor, and whether a second run gives the same bytes."""
    before = processor()
    written = ran(command, articles)
    spent = processor() - before
    words = sum(len(str(one["text"]).split()) for one in articles)
    few = gold_articles()
    return figures([*rows(written)]), words / max(spent, 0.01), ran(command, few) == ran(command, few)


def ran(command: Sequence[str], articles: Sequence[Row]) -> bytes:
    """What a system writes of some articles; where it fails the benchmark ends."""
    given = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles).encode()
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, cwd=ROOT, env=around, check=True).stdout


def rows(written: bytes) -> Iterator[Mapping[str, object]]:
    """The statements; other rows, as those of articles without one, have no subject."""
    for one in written.decode().splitlines():
        row = json.loads(one)
        if row.get("subject"):
            yield row


def processor() -> float:
    """The seconds of processor that ended child processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line(name: str, found: Figures, speed: float, is_same: bool) -> str:  # noqa: FBT001 - a cell of the table
    """The line of a system in the table."""
    shares = (found.found, found.in_gold, found.firmness, found.source)
    cells = [name, f"{found.statements:,}", *(f"{one:.2f}" for one in shares), str(found.traps)]
    cells += [f"{found.right:.2f} of {found.judged}", f"{speed:,.0f}", "yes" if is_same else "no"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
