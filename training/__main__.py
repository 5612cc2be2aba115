"""From texts whose trees and meaning are known to weights.

``python -m training --data FOLDER --held-out FILE --out FOLDER`` trains
parser and heads together.
"""

import json
from collections.abc import Sequence

import torch

from training.corpus import files
from training.encoders import Pretrained
from training.export import write
from training.options import Options, digest
from training.train import Figures, averaged, train

SOURCES = {
    "ewt": "English Web Treebank in Universal Dependencies (UniversalDependencies/UD_English-EWT), CC BY-SA 4.0",
    "gum": "Georgetown University Multilayer Corpus (amir-zeldes/gum), annotation CC BY 4.0; texts CC BY 2.5 (news, "
    "interviews), CC BY-SA 3.0 (biographies, travel), CC BY 4.0 (academic, court, textbooks, vlogs), public domain "
    "(speeches)",
    "roles": "PropBank on the English Web Treebank (propbank/propbank-release), CC BY-SA 4.0",
    "firmness": "Universal Decompositional Semantics 2.0 on the English Web Treebank, CC BY-SA 4.0",
    "nouns": "QANom (kleinay/QANom), MIT; sentences of Wikinews, CC BY 2.5, and Wikipedia, CC BY-SA 3.0",
    "fiction": "LitBank (dbamman/litbank), CC BY 4.0; texts in the public domain",
}
TAUGHT = "what the large parser reads in open texts, whose terms stand in kg/data/SOURCES.md"


def report(options: Options, history: Sequence[Figures]) -> dict[str, object]:
    """All that is said about a training run."""
    encoder = Pretrained.of(options.encoder, options.layers)
    return {
        "name": options.name,
        "sources": {**SOURCES, **({"taught": TAUGHT} if options.taught else {}), "encoder": encoder.about},
        "layers": options.layers,
        "files": {path.name: digest(path) for path in files(options)},
        "held out": options.held_out.name,
        "never": [folder.name for folder in options.never],
        "seed": options.seed,
        "epochs": options.epochs,
        "pieces a step": options.batch,
        "rates": {"encoder": options.encoder_rate, "heads": options.head_rate},
        "started from": digest(options.start) if options.start else "encoder",
        "torch": torch.__version__,
        "history": list(history),
    }


def main() -> None:
    """Train, export, report."""
    options = Options.parse(__doc__ or "")
    options.out.mkdir(parents=True, exist_ok=True)
    history = train(options)
    last = [options.out / f"epoch{number}.pt" for number in range(max(options.epochs - 1, 1), options.epochs + 1)]
    write(averaged(last, options.out / "mean.pt"), options)
    parser = options.out / "parser.onnx"
    weights = {"bytes": parser.stat().st_size, "sha256": digest(parser)}
    found = {**report(options, history), "weights": weights}
    (options.out / "report.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
