"""From treebanks to weights: ``python -m training --data FOLDER --held-out FILE --out FOLDER``."""

from __future__ import annotations

import json

from training.export import write
from training.options import Options
from training.report import report, text
from training.train import averaged, train


def main() -> None:
    """Train, export, report."""
    options = Options.parse(__doc__ or "")
    history = train(options)
    last = [options.out / f"epoch{number}.pt" for number in range(max(options.epochs - 1, 1), options.epochs + 1)]
    write(averaged(last, options.out / "mean.pt"), options)
    found = report(options, history)
    (options.out / "report.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (options.out / "report.txt").write_text(text(found), encoding="utf-8")


if __name__ == "__main__":
    main()
