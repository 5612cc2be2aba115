"""Read every sentence of the grammar and tell how many are read as they are meant, operator by operator.

python -m tests.grammar                        the open half by operator, embedding and pair; the other as one figure
python -m tests.grammar --only implicative     operators whose "class.name" has these letters
python -m tests.grammar --examples 3           with sentences that are read otherwise, so many of each operator
python -m tests.grammar --every 10             every tenth sentence alone
python -m tests.grammar --write                with the figures written into the documentation

What is put aside is counted, and never shown.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from tests.grammar.judging import RIGHT, VERDICTS, Read, judged
from tests.grammar.pairs import held
from tests.grammar.sentences import Made, made

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "test-sentences.md"
BEGIN = "<!-- figures -->"
Case = tuple[Made, str, tuple[Read, ...]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    cases = list(judged(one for one in islice(made(), 0, None, arguments.every) if arguments.only in name_of(one)))
    tell("\n".join(figures("operator", cases, name_of)))
    for name, some in grouped(cases).items():
        for one, verdict, read in [case for case in some if case[1] != RIGHT][: arguments.examples]:
            tell(f"\n{name}: {verdict}: {one.text}\n    meant {' or '.join(sorted(one.meaning.values))}")
            for row in read:
                tell(f"    read {row.firmness}: {row.who} | {row.does} | {row.whom} < {row.source}")
    if arguments.only:
        return
    lines = [*figures("class of operators", cases, family), "", *figures("embedding", cases, lambda one: one.embedding)]
    lines += ["", f"{'pairs that differ in':32} pairs  read alike"]
    lines += [f"{name:32} {count:5}  {share:.3f}" for name, (share, count) in held(every=arguments.every).items()]
    aside = Counter(verdict for _, verdict, _ in judged(islice(made(aside=True), 0, None, arguments.every)))
    lines += ["", f"{'put aside, all together':32} {aside.total():9}  {aside[RIGHT] / aside.total():.3f}"]
    tell("\n".join(["", *lines]))
    if arguments.write:
        before = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
        PAGE.write_text(f"{before}{BEGIN}\n\n```text\n" + "\n".join(lines) + "\n```\n", encoding="utf-8")


def tell(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")


def name_of(one: Made) -> str:
    """The class of an operator and its name."""
    return f"{one.operator.family}.{one.operator.name}"


def family(one: Made) -> str:
    """The class of an operator."""
    return one.operator.family


def grouped(cases: Iterable[Case], by: Callable[[Made], str] = name_of) -> Mapping[str, list[Case]]:
    """Cases by what is asked of their sentences."""
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        found[by(case[0])].append(case)
    return found


def figures(what: str, cases: Sequence[Case], by: Callable[[Made], str]) -> Iterator[str]:
    """A table: the share that is right, then how many are not, by verdict."""
    yield f"{what:32} sentences  right  " + "  ".join(f"{verdict:6}" for verdict in VERDICTS[1:])
    for name, some in [*grouped(cases, by).items(), ("all", list(cases))]:
        count = Counter(verdict for _, verdict, _ in some)
        wrong = "  ".join(f"{count[verdict]:6}" for verdict in VERDICTS[1:])
        yield f"{name:32} {len(some):9}  {count[RIGHT] / max(len(some), 1):.3f}  {wrong}"


if __name__ == "__main__":
    main()
