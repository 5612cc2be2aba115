"""What a system's rows are worth: against the facts of gold articles, and against statements that readers judged.

A row has the columns of ``kg build -o FILE.jsonl``, of which ``article``, ``subject``, ``predicateText`` and ``object``
are needed. What has no ``factuality`` is asserted, what has no ``attributedTo`` is said by the article itself.
"""

import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
JUDGED = ROOT / "data" / "judged"
_CLOSED = frozenset({"canada-china"})
"""Gold articles that are not open."""
_FIRST_WHOLE = 3
"""The first draw whose statements are kept with both ends."""
Row = Mapping[str, object]


@dataclass(frozen=True)
class Figures:
    """What was measured of a system's rows; shares are of 1."""

    statements: int
    found: float
    """Of the core facts."""
    in_gold: float
    firmness: float
    source: float
    traps: int
    judged: int
    """Rows that say what a judged statement says."""
    right: float
    """Of these."""


def gold_articles() -> list[Row]:
    """The open gold articles, as records of JSON Lines."""
    found: list[Row] = []
    for path in sorted(GOLD.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if path.stem not in _CLOSED:
            text = (GOLD / "articles" / f"{path.stem}.txt").read_text(encoding="utf-8")
            found.append({"id": path.stem, "date": case["date"], "title": case["title"], "text": text})
    return found


def judged_articles(count: int) -> list[Row]:
    """The first open articles with judged statements, in the order of the file."""
    lines = (JUDGED / "open.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[:count]]


def figures(rows: Sequence[Row]) -> Figures:
    """All figures of a system's rows about these articles."""
    by_article: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_article[str(row["article"])].append(row)
    scorer = _scorer()
    cases = [json.loads((GOLD / f"{one['id']}.json").read_text(encoding="utf-8")) for one in gold_articles()]
    scored = [
        scorer.score([_said(row) for row in by_article[case["article"]]], case, scorer.event_of) for case in cases
    ]
    facts = [(fact, best) for one in scored for fact, best in one["_rows"]]
    marks = [best[1] for _, best in facts if best]
    said = [bool(one.facts) for each in scored for one in each["_said"]]
    verdicts = [is_right for name, found in by_article.items() for is_right in _verdicts(name, found)]
    return Figures(
        statements=len(rows),
        found=_share([best is not None for fact, best in facts if fact["core"]]),
        in_gold=_share(said),
        firmness=_share([one["factuality"] for one in marks]),
        source=_share([one["source"] for one in marks]),
        traps=sum(one["sprung"] for one in scored),
        judged=len(verdicts),
        right=_share(verdicts),
    )


@cache
def _scorer() -> ModuleType:
    """The scorer of gold facts, which takes statements in the place of a graph that has them."""
    spec = importlib.util.spec_from_file_location("score_facts", GOLD / "score_facts.py")
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    sys.modules["score_facts"] = found
    spec.loader.exec_module(found)
    lines = (GOLD / "relations.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    pairs = (dict(zip(header, line.split(","), strict=False)) for line in lines[1:])
    vars(found)["event_of"] = {one["relation"]: one["event"] for one in pairs if one.get("event")}
    vars(found)["statements"] = lambda said: said
    return found


def _said(row: Row) -> object:
    """A row as the scorer has a statement of a graph."""
    scorer = _scorer()
    roles = row.get("roles")
    words = [str(row.get(name) or "") for name in ("predicateText", "relation")]
    return scorer.Said(
        node=str(row.get("id")),
        subject=_names(row, "subject"),
        predicate=words[1] or words[0],
        relation_words={token for one in words for token in scorer.tokens(one.replace("-", " "))},
        object=_names(row, "object"),
        event=str(row["event"]) if row.get("event") else None,
        roles={str(role): _texts(value) for role, value in roles.items()} if isinstance(roles, dict) else {},
        factuality=str(row.get("factuality") or "Asserted"),
        source={str(row["attributedTo"])} if row.get("attributedTo") else set(),
        start=str(row["start"])[:10] if row.get("start") else None,
        end=str(row["end"])[:10] if row.get("end") else None,
        quote=str(row.get("quote") or ""),
        rule=str(row.get("rule") or ""),
    )


def _names(row: Row, end: str) -> set[str]:
    return {str(row[name]) for name in (end, f"{end}Text") if row.get(name)}


def _texts(value: object) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else {str(value)}


def _verdicts(article: str, rows: Sequence[Row]) -> Iterator[bool]:
    """Whether each row is right that says what a judged statement says.

    What readers found right is right with the firmness that it had, told as its own or another's words as it was. What
    they found wrong is wrong if it is told again with the same words, unless the firmness that they gave is its own.
    """
    scorer = _scorer()
    for row in rows:
        for one in _judged().get(article, ()):
            said = one["statement"]
            if not isinstance(said, dict) or not _says(scorer, row, said, is_exact=one["verdict"] != "right"):
                continue
            firmness, is_said = str(row.get("factuality") or "Asserted"), bool(row.get("attributedTo"))
            alike = firmness == said["factuality"] and is_said == said["said"]
            yield alike if one["verdict"] == "right" else one.get("instead") == firmness
            break


def _says(scorer: ModuleType, row: Row, said: Mapping[str, object], *, is_exact: bool) -> bool:
    if not set(scorer.tokens(str(row.get("predicateText") or ""))) & set(scorer.tokens(str(said["predicateText"]))):
        return False
    for end in ("subject", "object"):
        theirs, ours = _names(said, end), _names(row, end)
        if is_exact and not {scorer.tokens(one) for one in theirs} & {scorer.tokens(one) for one in ours}:
            return False
        if not scorer.any_same(sorted(theirs), ours):
            return False
    return True


@cache
def _judged() -> Mapping[str, list[Mapping[str, object]]]:
    found: defaultdict[str, list[Mapping[str, object]]] = defaultdict(list)
    for line in (JUDGED / "statements.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["draw"] >= _FIRST_WHOLE and one["statement"].get("predicateText"):
            found[one["text"]].append(one)
    return found


def _share(values: Sequence[float | bool]) -> float:
    return sum(values) / len(values) if values else 0.0
