"""Bring figures in ``docs`` and ``README.md`` to what ``kg/data`` and ``tests/baseline.json`` have.

They are those of ``kg/data/accuracy.toml``, and of ``kg/data/trust.json``: of what is sure the share that is right, how
much of what is right that is, how many right sure rows a thousand words yield (``python -m training.judged.trust``).
scripts/accuracy.py prints the latter by genre, then what differs; the exit code is 1 where something does. ``--write``
writes it.
"""

import json
import re
import sys
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "kg" / "data" / "accuracy.toml"
TRUST = ROOT / "kg" / "data" / "trust.json"
PAGES = (ROOT / "docs" / "accuracy.md", ROOT / "README.md")
PARTS = ("judged", "gold", "trust")
_GOLD = {
    "core_found": "core facts found",
    "found": "all facts found",
    "in_gold": "statements that are among the facts",
    "sprung": "traps sprung: what a hasty reader would have got wrong",
}
_PART = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def filled(text: str, names: Collection[str] = PARTS) -> str:
    """A page with the named figures as they are now; what stands between their marks is written anew."""
    parts = {"judged": _judged, "gold": _gold, "trust": _trust}
    return _PART.sub(
        lambda found: f"{found[1]}{parts[found[2]]()}\n{found[3]}" if found[2] in names else found[0], text
    )


def _judged() -> str:
    rows = tomllib.loads(FIGURES.read_text(encoding="utf-8"))["judged"]
    lines = ["| texts | statements | right | sound in structure | useful |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *map(_row, rows)])


def _row(row: Mapping[str, float | str]) -> str:
    shares = (f"{row[name]:.2f}" if name in row else "" for name in ("right", "structure", "useful"))
    count = f"{row['statements']:,}" if "statements" in row else ""
    return f"| {row['texts']} | {count} | {' | '.join(shares)} |".replace("  |", " |")


def _trust() -> str:
    """What holds of what is sure: of all texts, of general news, of policy, and of each genre."""
    groups = json.loads(TRUST.read_text(encoding="utf-8"))["groups"]
    names = ("texts", "judged", "right", "sure", "of these right", "of right ones sure", "right, sure, in 1,000 words")
    return "\n".join([f"| {' | '.join(names)} |", "|---" * len(names) + "|", *map(_of_group, groups.items())])


def _of_group(named: tuple[str, Mapping[str, float]]) -> str:
    name, group = named
    shares = (f"{group[of]:.2f}" if group["sure"] else "" for of in ("right of sure", "sure of right"))
    counts = f"| {name} | {group['statements']} | {group['right']:.2f} | {group['sure']} | "
    return f"{counts}{' | '.join(shares)} | {group['right sure rows in 1,000 words']:.1f} |".replace("  |", " |")


def _gold() -> str:
    figures = json.loads((ROOT / "tests" / "baseline.json").read_text(encoding="utf-8"))
    lines = ["| of six articles | statements as usual | with `--all` |", "|---|---|---|"]
    values = ((words, figures["default"][name], figures["all"][name]) for name, words in _GOLD.items())
    return "\n".join([*lines, *(f"| {words} | {usual:.2f} | {every:.2f} |" for words, usual, every in values)])


def main() -> int:
    """Compare, or write."""
    stale = [path for path in PAGES if filled(path.read_text(encoding="utf-8")) != path.read_text(encoding="utf-8")]
    if "--write" in sys.argv:
        for path in stale:
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    print(_trust())
    print("\n".join(f"{path.relative_to(ROOT)}: its figures are old; scripts/accuracy.py --write" for path in stale))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
