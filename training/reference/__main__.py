"""From texts with coreference to the ranking head.

``python -m training.reference --data FOLDER --held-out FILE --out FOLDER`` reads the texts with the program's own
parser, whose weights must be those that the head will run with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

from kg.coref.component import resolved
from kg.coref.ranking import Head, Ranker
from kg.parse.network import WEIGHTS, Network
from kg.parse.parser import STATES
from kg.parse.tree import tree
from kg.reader import Reader
from training.options import HeadOptions
from training.reference.cases import Case, Read, Tally, cases, read, tally
from training.reference.head import head, train, write
from training.reference.texts import Text, gap, gum

SOURCES = {
    "gum": "Georgetown University Multilayer Corpus (amir-zeldes/gum), annotation CC BY 4.0; texts CC BY 2.5, "
    "CC BY-SA 3.0, CC BY 4.0 or public domain, by genre",
    "gap": "GAP (google-research-datasets/gap-coreference), Apache-2.0; passages of Wikipedia",
}
TRAIN, DEVELOPMENT = "gum-train.conllu", "gum-dev.conllu"
PAIRS = ("gap-development.tsv", "gap-validation.tsv")
SEEDS = (1, 2)
PRECISION = 0.85
"""Of the pronouns that are resolved on the development set."""
THRESHOLDS = tuple(round(0.4 + 0.02 * step, 2) for step in range(23))


def main() -> None:
    """Read, train, choose the threshold, write, report."""
    options = HeadOptions.parse(__doc__ or "", "GUM in CoNLL-U and GAP")
    reader = Reader.load(own_parser=True)
    found: list[Case] = []
    for one in read(reader, _training(options)):
        found.extend(cases(one))
    print(f"{len(found)} pronouns", flush=True)
    networks = [train(found, seed) for seed in SEEDS]
    held = list(read(reader, _development(options)))
    heads = tuple(map(head, networks))
    figures = {least: _measured(held, heads, least) for least in THRESHOLDS}
    enough = [least for least in THRESHOLDS if figures[least].precision >= PRECISION]
    least = min(enough, default=THRESHOLDS[-1])
    write(networks, least, Network.load().version, options.out / "reference.npz")
    about = _about(options, len(found), least, _measured(held, (), 0), figures)
    (options.out / "reference.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _training(options: HeadOptions) -> Iterator[Text]:
    yield from (text for text in gum(options.data / TRAIN) if text.id not in options.held_out)
    for name in PAIRS:
        yield from gap(options.data / name)


def _development(options: HeadOptions) -> Iterator[Text]:
    yield from gum(options.data / DEVELOPMENT)
    yield from (text for text in gum(options.data / TRAIN) if text.id in options.held_out)


def _measured(held: Sequence[Read], heads: tuple[Head, ...], least: float) -> Tally:
    """What heads make of the pronouns of the development set; without any, what the rules make of them."""
    found = Tally()
    for one in held:
        ranking = Ranker(heads, one.doc.user_data[STATES], least) if heads else None
        found += tally(one, resolved(tree(one.doc), ranking))
    return found


def _about(
    options: HeadOptions, size: int, least: float, rules: Tally, figures: dict[float, Tally]
) -> dict[str, object]:
    """The report beside the weights."""
    return {
        "sources": SOURCES,
        "files": {
            name: sha256((options.data / name).read_bytes()).hexdigest() for name in (TRAIN, *PAIRS, DEVELOPMENT)
        },
        "held out": sorted(options.held_out),
        "seeds": SEEDS,
        "pronouns": size,
        "parser": {"version": Network.load().version, "sha256": sha256(WEIGHTS.read_bytes()).hexdigest()},
        "threshold": least,
        "resolved, precision, recall on the development set": {
            "rules": _figures(rules),
            **{f"{threshold:.2f}": _figures(one) for threshold, one in figures.items()},
        },
        "weights": sha256((options.out / "reference.npz").read_bytes()).hexdigest(),
    }


def _figures(one: Tally) -> list[float]:
    return [one.resolved, round(one.precision, 4), round(one.recall, 4)]


if __name__ == "__main__":
    main()
