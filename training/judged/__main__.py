"""From judged statements to how sure a statement is, and how likely it is kept.

``python -m training.judged --texts FILE... --size large --write`` reads the texts of ``data/judged`` (articles as JSON
Lines, their ids those of ``texts.jsonl``) with the program itself, measures on articles and on genres left out, fits on
all, and writes ``judged.npz`` and ``judged.json`` beside the parser's weights and, for the best parser, the
tables of weights to ``kg/lexicons/en/confidence.toml``. Without ``--write`` it only measures.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.lexicon import lexicon
from kg.mapping.confidence import BASE
from kg.ontology.reading import packaged
from kg.parse.network import Network, installed, weights
from kg.parse.soundness import FINE, WORD_WEIGHTS
from kg.reader import Reader
from training.judged.cases import Case, cases
from training.judged.fit import Columns, Weights, by_name, fitted, folds, foretold, recalibrated
from training.judged.report import Figures, fifths, report, thresholds
from training.judged.rows import DATA, LEARNED, QUESTIONS, agreement, rows, texts, unlearned
from training.options import digest, parser_told, put_tables

LEXICON = Path(__file__).resolve().parents[2] / "kg" / "lexicons" / "en" / "confidence.toml"
Answers = NDArray[np.bool_]


class Question(NamedTuple):
    """What readers were asked, as it is learned: with what the parse tells and without."""

    name: str
    parsed: str
    unparsed: str
    feature: str


RIGHT, USEFUL = "words", "words kept"
"""The features that hold what the words add; see ``kg.mapping.confidence``."""
ASKED = (Question("right", "parsed", "unparsed", RIGHT), Question("useful", "useful", "useful unparsed", USEFUL))


def main() -> None:
    """Read, measure on articles and genres left out, fit on all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the texts, the first of each id")
    parser.add_argument("--size", choices=installed(), default=installed()[0], help="the parser that reads them")
    parser.add_argument("--write", action="store_true", help="write weights and figures, and do not only measure")
    options = parser.parse_args()
    judged, genres = rows(), {one.id: one.genre for one in texts().values()}
    asked = [*(row for row in judged if row.draw in LEARNED), *unlearned(judged)]
    made = list(cases(Reader.load(options.size), packaged(), asked, genres, options.texts))
    print(f"{len(made)} of {len(asked)} judged statements are made as they were judged", flush=True)
    found = [one for one in made if one.row.draw in LEARNED]
    aside = [one for one in made if one.row.draw not in LEARNED]
    for question in QUESTIONS:
        count, alike, kappa = agreement(judged, question)
        print(f"two readers on {question}: {alike:.3f} of {count} alike, kappa {kappa:.3f}")
    figures = {question.name: measured(found, question, aside) for question in ASKED}
    if options.write:
        written(found, aside, figures, options.size)


def answers(found: Sequence[Case], question: Question) -> Answers:
    """What the first reader said."""
    return np.array(
        [one.row.first.is_right if question.name == "right" else one.row.first.useful for one in found], bool
    )


def measured(found: Sequence[Case], question: Question, aside: Sequence[Case]) -> Mapping[str, object]:
    """Prints how well a question is foretold on articles, genres and draws left out; the figures of it."""
    so, genres = answers(found, question), [one.genre for one in found]
    columns, bare = Columns(found), Columns(found, words=False)
    by_article = folds([one.row.text for one in found])
    ways = {
        "articles left out": foretold(columns.all, so, by_article),
        "genres left out": foretold(columns.all, so, genres),
        "articles left out, without a parse that tells": foretold(bare.all, so, by_article),
    }
    for way, shares in ways.items():
        print(f"\n{question.name}, {way}", *report(so, shares, genres), sep="\n", flush=True)
    print(f"\n{question.name}, articles left out", *thresholds(so, ways["articles left out"], genres), sep="\n")
    answered = answers(aside, question), fitted(columns.all, so).shares(columns.of(aside))
    print(f"\n{question.name}, draws left out", *report(*answered, [one.genre for one in aside]), sep="\n")
    return {**{way: _told(so, shares) for way, shares in ways.items()}, "draws left out": _told(*answered)}


def _told(so: Answers, shares: NDArray[np.float64]) -> Mapping[str, object]:
    figures = Figures.of(so, shares)
    return {
        "statements": figures.count,
        "so": round(figures.share, 4),
        "AUC": round(figures.auc, 4),
        "Brier": round(figures.brier, 4),
        "Brier of the share": round(figures.bare, 4),
        "fifths, said and so": [[round(said, 3), round(right, 3)] for _, said, right in fifths(so, shares)],
    }


def written(found: Sequence[Case], aside: Sequence[Case], figures: Mapping[str, object], size: str) -> None:
    """Fits on all statements and writes weights, tables and report.

    How many are right is told as the strict readers of the draws left out found it; those of the first were milder.
    """
    columns, bare = Columns(found), Columns(found, words=False)
    whole = [fitted(columns.all, answers(found, question)) for question in ASKED]
    whole[0] = recalibrated(whole[0], columns.of(aside), answers(aside, ASKED[0]))
    path = weights(size, WORD_WEIGHTS)
    load_word_weights(columns, (whole[0], whole[1]), Network.load(size).version, path)
    if size == installed()[0]:
        by_table: dict[str, Mapping[str, float]] = {}
        for question, learned in zip(ASKED, whole, strict=True):
            by_table[question.parsed] = {**by_name(learned, columns), question.feature: 1.0}
            alone = fitted(bare.all, answers(found, question))
            if question is ASKED[0]:
                alone = recalibrated(alone, bare.of(aside), answers(aside, question))
            by_table[question.unparsed] = by_name(alone, bare)
        tables(by_table, LEXICON)
    about = {
        "sources": "data/judged: texts, licences and how they were judged stand in its README.md",
        "files": {name: digest(DATA / name) for name in ("statements.jsonl", "texts.jsonl")},
        "statements": len(found),
        "parser": parser_told(size),
        "threshold": lexicon("confidence")["threshold"],
        "figures": figures,
        "weights": digest(path),
    }
    path.with_suffix(".json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def load_word_weights(columns: Columns, found: tuple[Weights, Weights], parser: str, path: Path) -> None:
    """The weights of numbers and states for being right and being useful, as ``kg.parse.soundness`` has them.

    What they add is 0 in the mean of the statements that were learned from.
    """
    first, last = len(columns.names), len(columns.names) + len(columns.found[0].numbers)
    row = np.stack([weights.columns[first:last] for weights in found], axis=1)
    roles, _, kept = columns.basis.shape
    turned = [weights.columns[last:].reshape(roles, kept) for weights in found]
    states = np.stack([np.einsum("rwd,rd->wr", columns.basis, one) for one in turned], axis=2)
    bias = -np.array([float(weights.mean[first:] @ weights.columns[first:]) for weights in found])
    of_states, of_row, always = (np.rint(value / FINE).astype(np.int32) for value in (states, row, bias))
    np.savez_compressed(path, parser=np.array(parser), states=of_states, row=of_row, bias=always)


def tables(found: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Replace the tables of weights of the lexicon, which are its last; what weighs nothing is left out."""

    def told(learned: Mapping[str, float]) -> Mapping[str, str]:
        known = sorted(learned.items())
        return {name: f"{weight:.2f}" for name, weight in known if name == BASE or round(weight, 2)}

    put_tables(path, {name: told(learned) for name, learned in found.items()})


if __name__ == "__main__":
    main()
