"""From texts whose trees and meaning are known to weights.

``python -m training --data FOLDER --held-out FILE --out FOLDER`` trains
parser and heads together; with ``--frozen`` the heads alone, on the states of the packaged parser.
"""

from __future__ import annotations

import json

from training import frozen
from training.export import write, write_heads
from training.options import Options
from training.report import digest, report, text
from training.train import averaged, train


def main() -> None:
    """Train, export, report."""
    options = Options.parse(__doc__ or "")
    options.out.mkdir(parents=True, exist_ok=True)
    if options.is_frozen:
        found, history = frozen.train(options)
        write_heads(found, options.out / "heads.npz")
        _write_report({**report(options, history), "weights": digest(options.out / "heads.npz")}, options)
        return
    history = train(options)
    last = [options.out / f"epoch{number}.pt" for number in range(max(options.epochs - 1, 1), options.epochs + 1)]
    write(averaged(last, options.out / "mean.pt"), options)
    _write_report({**report(options, history), "weights": digest(options.out / "parser.onnx")}, options)


def _write_report(found: dict[str, object], options: Options) -> None:
    (options.out / "report.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (options.out / "report.txt").write_text(text(found), encoding="utf-8")


if __name__ == "__main__":
    main()
