"""How the rows of ``kg path`` look: chains between two entities, a step a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.graph.paths import ChainRow


def lines(rows: Sequence[ChainRow]) -> Iterator[str]:
    """The chains for a person: a step a line, an arrow as the statement points, its sentence beneath."""
    for row in rows:
        if row["step"] == 1:
            yield f"path {row['path']}"
        arrow = f"— {row['relation']} →" if row["forward"] else f"← {row['relation']} —"
        marks = [*({row["factuality"]} - {"", "asserted"}), *([f"said by {row['source']}"] if row["source"] else [])]
        mark = f"   [{', '.join(map(str, marks))}]" if marks else ""
        yield f"  {row['from']} {arrow} {row['to']}{mark}"
        if row["sentence"]:
            yield f"      {row['sentence']}"
