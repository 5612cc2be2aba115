"""The benchmark puts any program into its table, and counts what it writes by gold facts and verdicts of readers."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import COLUMNS, OTHERS, line, measured
from benchmarks.scoring import GOLD, JUDGED, ROOT, Row, figures, gold_articles, judged_articles

TOY = """
import json, sys
for line in sys.stdin:
    article = json.loads(line)
    first, second, *_ = article["text"].split()
    print(json.dumps({"article": article["id"], "subject": first, "predicateText": second, "object": "nothing"}))
    print(json.dumps({"article": article["id"], "subject": None}))
"""


def fact(name: str) -> tuple[Row, dict[str, object]]:
    """A core fact of an article, and the row that tells all of it."""
    case = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    found = next(one for one in case["facts"] if one["core"] and one["object"] and one["relation"]["words"])
    row = {
        "article": name, "subject": found["subject"][0], "predicateText": found["relation"]["words"][0],
        "object": found["object"][0], "factuality": found["factuality"], "attributedTo": (found["source"] or [None])[0],
    }  # fmt: skip
    return found, row


def test_the_articles_are_open_and_the_seed_is_none_of_them() -> None:
    assert len(gold_articles()) == 5
    assert "canada-china" not in {one["id"] for one in gold_articles()}
    known = {one["id"]: one for one in map(json.loads, (JUDGED / "texts.jsonl").read_text().splitlines())}
    assert all(known[str(one["id"])]["open"] for one in judged_articles(270))


def test_a_gold_fact_is_found_with_its_firmness_and_source() -> None:
    wanted, row = fact("eu-sanctions-17")
    told = figures([row])
    assert 0 < told.found < 0.1
    assert (told.statements, told.in_gold, told.firmness, told.source, told.traps) == (1, 1, 1, 1, 0)
    other = figures([{**row, "factuality": "Denied" if wanted["factuality"] != "Denied" else "Asserted"}])
    assert (other.found, other.firmness) == (told.found, 0)
    assert figures([{**row, "subject": "Nobody"}]).found == 0


def judged(verdict: str) -> tuple[Row, Row]:
    """A judged statement of an open article, and the row that says it."""
    articles = {one["id"] for one in judged_articles(270)}
    for text in (JUDGED / "statements.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(text)
        said = one["statement"]
        if one["verdict"] == verdict and one["text"] in articles and "predicateText" in said and not one.get("instead"):
            names = {name: said[name] for name in ("subject", "predicateText", "object", "factuality")}
            return one, {"article": one["text"], **names, "attributedTo": "X" if said["said"] else None}
    raise AssertionError(verdict)


def test_what_readers_judged_is_right_or_wrong_as_they_found_it() -> None:
    _, right = judged("right")
    _, wrong = judged("wrong")
    assert (figures([right]).judged, figures([right]).right) == (1, 1)
    assert figures([{**right, "factuality": "Denied"}]).right == 0
    assert (figures([wrong]).judged, figures([wrong]).right) == (1, 0)
    assert figures([{**right, "object": "something else"}]).judged == 0


def test_any_program_stands_in_the_table(tmp_path: Path) -> None:
    program = tmp_path / "toy.py"
    program.write_text(TOY)
    told, speed, is_same = measured([sys.executable, str(program)], gold_articles())
    assert (told.statements, told.found, is_same) == (5, 0, True)
    cells = line("toy", told, speed, is_same).strip("| ").split(" | ")
    assert len(cells) == len(COLUMNS)
    assert (cells[0], cells[1], cells[-1]) == ("toy", "5", "yes")


def test_a_program_that_draws_lots_is_told(tmp_path: Path) -> None:
    program = tmp_path / "lots.py"
    program.write_text(f"import os{TOY}print(json.dumps({{'article': 'x', 'subject': os.urandom(9).hex()}}))\n")
    assert measured([sys.executable, str(program)], gold_articles())[2] is False


def test_the_programs_of_others_are_there() -> None:
    assert all((ROOT / "benchmarks" / file).is_file() for file in OTHERS.values())


@pytest.mark.model
def test_ours_writes_what_is_measured() -> None:
    from benchmarks.__main__ import OWN, ran, rows

    (first, *_) = gold_articles()
    found = [*rows(ran(OWN["newsgraph"], [first]))]
    assert {row["article"] for row in found} == {first["id"]}
    assert figures(found).found > 0
