"""From treebanks to the head that tells whether a structure is sound.

``python -m training.soundness --data FOLDER --held-out FILE --out FOLDER`` reads the texts with the program's own
parser, whose weights must be those that the head will run with, and with gold trees in its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np

from kg.ontology.reading import packaged
from kg.parse.network import WEIGHTS, Network
from kg.reader import Reader
from training.measures import auc, brier
from training.options import HeadOptions
from training.soundness.cases import Case, cases
from training.soundness.documents import documents
from training.soundness.network import log_odds, train, write

SOURCES = {
    "ewt": "English Web Treebank (UniversalDependencies/UD_English-EWT), CC BY-SA 4.0",
    "gum": "Georgetown University Multilayer Corpus (amir-zeldes/gum), annotation CC BY 4.0; texts CC BY 2.5, "
    "CC BY-SA 3.0, CC BY 4.0 or public domain, by genre",
}
DEVELOPMENT = ("gum-dev.conllu", "ewt-dev.conllu")
TRAIN = "gum-train.conllu"
"""Of these only the documents that were held out of the parser's training: on others it errs less than it will."""
SEED = 1
FOLDS = 5


def main() -> None:
    """Read, measure on documents left out, train on all, write, report."""
    options = HeadOptions.parse(__doc__ or "", "EWT and GUM in CoNLL-U")
    found = list(_cases(options))
    print(f"{len(found)} statements", flush=True)
    figures = _held_out(found)
    write(train(found, SEED), Network.load().version, options.out / "soundness.npz")
    about = {
        "sources": SOURCES,
        "files": {name: sha256((options.data / name).read_bytes()).hexdigest() for name in (*DEVELOPMENT, TRAIN)},
        "held out": sorted(options.held_out),
        "seed": SEED,
        "statements": len(found),
        "parser": {"version": Network.load().version, "sha256": sha256(WEIGHTS.read_bytes()).hexdigest()},
        "on documents left out": figures,
        "weights": sha256((options.out / "soundness.npz").read_bytes()).hexdigest(),
    }
    (options.out / "soundness.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures))


def _cases(options: HeadOptions) -> Iterator[Case]:
    """The statements of all documents that are new to the parser."""
    reader, ontology = Reader.load(own_parser=True), packaged()
    for name in (*DEVELOPMENT, TRAIN):
        new = (one for one in documents(options.data / name) if name != TRAIN or one.id in options.held_out)
        yield from cases(reader, ontology, new)


def _held_out(found: Sequence[Case]) -> dict[str, float]:
    """How well statements of documents left out are told apart, by a head trained on the others."""
    names = sorted({one.document for one in found})
    fold = {name: place % FOLDS for place, name in enumerate(names)}
    told: list[float] = []
    sound: list[bool] = []
    for number in range(FOLDS):
        left = [one for one in found if fold[one.document] == number]
        others = [one for one in found if fold[one.document] != number]
        told.extend(log_odds(train(others, SEED), left).tolist())
        sound.extend(one.is_sound for one in left)
    share = sum(sound) / len(sound)
    return {
        "sound": round(share, 4),
        "AUC": round(auc(sound, told), 4),
        "Brier": round(brier(sound, (1 / (1 + np.exp(-np.array(told)))).tolist()), 4),
        "Brier of the share": round(share * (1 - share), 4),
    }


if __name__ == "__main__":
    main()
