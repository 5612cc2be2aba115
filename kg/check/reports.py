"""Findings for people and for programs: plain lines, and SARIF 2.1.0 for editors and code hosts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from kg.check.telling import Finding
from kg.model.json import Json
from kg.version import VERSION

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ABOUT = {
    "shape": "What every node of a graph or an ontology must have, and may not",
    "graph": "Whether a file holds a graph that can be read",
    "words": "Quotes are the words of the article at their offsets",
    "identity": "One thing has one name",
    "terms": "Relations and classes are those of the ontology",
    "nodes": "What is named is described",
    "events": "Events stand as their statements do",
    "time": "What happened lies before it was told, causes before what they cause",
    "voice": "One voice does not say yes and no",
    "ends": "A statement is about two things",
    "ontology": "An ontology can be used",
}
"""The groups of rules, by what stands before the stroke."""
_BEGINS = re.compile(r"\S*[:/#<]([^\s:/#<>]+)[> ]")
_NAME = re.compile(r"""[:/#]([^\s:/#<>"',;]+)""")
_HEAD = 4096  # characters: the name of the program lies within


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """A line for what is wrong, one for the statement, one for its sentence."""
    for finding in findings:
        yield f"{finding.severity}: {finding.node or 'the graph'}: {finding.message}  [{finding.rule}]"
        if finding.said:
            yield f"    {finding.said}"
        if finding.sentence:
            yield f"    “{finding.sentence}”"


def sarif(findings: Sequence[Finding], path: Path, text: str) -> str:
    """A SARIF log of one run; a finding lies on the line where its node is described.

    ``text`` is what the file says; "" for what has no lines.
    """
    rules: list[Json] = [
        {"id": rule, "shortDescription": {"text": ABOUT[rule.partition("/")[0]]}}
        for rule in sorted({finding.rule for finding in findings})
    ]
    places = _places(text)
    results: list[Json] = [_result(finding, path, places.get(finding.node, 1)) for finding in findings]
    driver: dict[str, Json] = {"name": "newsgraph", "version": VERSION, "rules": rules}
    run: dict[str, Json] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log: dict[str, Json] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def is_report(path: Path) -> bool:
    """Whether a file is a SARIF log of ours."""
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
    return _SCHEMA in head and '"name": "newsgraph"' in head


def _result(finding: Finding, path: Path, line: int) -> Json:
    parts = [f"{finding.node}: {finding.message}" if finding.node else finding.message, finding.said, finding.sentence]
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    place: dict[str, Json] = {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}
    return {
        "ruleId": finding.rule,
        "level": finding.severity.value,
        "message": {"text": "\n".join(filter(None, parts))},
        "locations": [{"physicalLocation": place}],
    }


def _places(text: str) -> dict[str, int]:
    """The line that begins with each node, else the first that names it."""
    begun: dict[str, int] = {}
    named: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if begins := _BEGINS.match(line):
            begun.setdefault(unquote(begins[1]), number)
        for name in _NAME.findall(line):
            named.setdefault(unquote(name), number)
    return named | begun
