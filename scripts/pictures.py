"""Draw the pictures of README and documentation from the articles in ``seeds``: scripts/pictures.py [FOLDER].

The same article gives the same picture; ``FOLDER`` is ``docs/images`` unless another is named.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ARTICLES = {"canada-china": date(2026, 1, 14)}
"""The articles by name, with the day of each."""


def main() -> int:
    """Build each article's graph and draw it."""
    import kg

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for name, day in ARTICLES.items():
        graph = kg.build(ROOT / "seeds" / f"{name}.txt", date=day)
        graph.draw(folder / f"{name}.svg")
        print(f"{folder / name}.svg: {len(graph)} statements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
