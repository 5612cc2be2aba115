"""From texts whose trees and meaning are known to weights.

``python -m training --data FOLDER --held-out FILE --out FOLDER`` trains
parser and heads together.
"""

from __future__ import annotations

import json

from training.export import write
from training.options import Options
from training.report import digest, report, text
from training.train import averaged, train


def main() -> None:
    """Train, export, report."""
    options = Options.parse(__doc__ or "")
    options.out.mkdir(parents=True, exist_ok=True)
    history = train(options)
    last = [options.out / f"epoch{number}.pt" for number in range(max(options.epochs - 1, 1), options.epochs + 1)]
    write(averaged(last, options.out / "mean.pt"), options)
    found = {**report(options, history), "weights": digest(options.out / "parser.onnx")}
    (options.out / "report.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (options.out / "report.txt").write_text(text(found), encoding="utf-8")


if __name__ == "__main__":
    main()
