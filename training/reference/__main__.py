"""From texts with coreference to the ranking head.

``python -m training.reference --data FOLDER --held-out FILE --size large`` reads the texts with the program's own
parser, whose weights must be those that the head will run with.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.coref.component import resolved
from kg.coref.ranking import NOUN, SERIES, Ranker, RankingHead
from kg.parse.network import Network
from kg.parse.readings import states_of
from kg.parse.tree import tree
from kg.reader import Reader
from training.options import GUM, HeadOptions
from training.reference.cases import DEVELOPMENT, TRAIN, Read, Tally, cases, development, gum, read, tally
from training.reference.head import head, train, write
from training.reference.texts import litbank, read_articles
from training.semantic.chains import FILE as LITBANK

SOURCE = f"{GUM}; LitBank, CC BY 4.0; data/read, CC BY 4.0"
SEEDS = (1, 2, 3)
NOUN_PLACE = (*SERIES, NOUN).index(NOUN)
"""Nouns are learned from GUM alone: elsewhere not all names of a thing are joined."""
NEWS = 3
"""How often each mention of data/read is learned from, where those of other texts are once."""
PRECISION = {("he", "she"): 0.915, ("it", "they"): 0.8, (NOUN,): 0.76}
"""Of the mentions that are resolved on the development set, by series."""
THRESHOLDS = tuple(round(0.3 + 0.05 * step, 2) for step in range(12))
Figures = dict[str, Tally]


def main() -> None:
    """Read, train, choose the thresholds, write, report."""
    options = HeadOptions.parse(__doc__ or "", "GUM in CoNLL-U")
    reader = Reader.load(options.size)
    learned = (text for text in gum(options.data / TRAIN) if text.id not in options.held_out)
    found = [case for one in read(reader, learned) for case in cases(one)]
    for times, texts in ((NEWS, read_articles(aside=False)), (1, litbank(options.data / "semantic" / LITBANK))):
        others = (case for one in read(reader, texts) for case in cases(one) if not case.series[NOUN_PLACE])
        found.extend(case for case in others for _ in range(times))
    print(f"{len(found)} mentions", flush=True)
    networks = [train(found, seed) for seed in SEEDS]
    held = list(read(reader, development(options.data, options.held_out)))
    heads = tuple(map(head, networks))
    figures = {least: _measured(held, heads, dict.fromkeys((*SERIES, NOUN), least)) for least in THRESHOLDS}
    least = {one: _threshold(figures, group) for group in PRECISION for one in group}
    write(networks, least, Network.load(options.size).version, options.out / "reference.npz")
    figures_by = {"rules": _measured(held, (), {}), **{f"{threshold:.2f}": one for threshold, one in figures.items()}}
    aside = list(read(reader, read_articles(aside=True)))
    figures_by["data/read aside, as chosen"] = _measured(aside, heads, least)
    on_development = {
        name: {", ".join(group): _figures(_of(one, group)) for group in PRECISION} for name, one in figures_by.items()
    }
    told = {
        "source": SOURCE,
        "seeds": SEEDS,
        "mentions": len(found),
        "thresholds": least,
        "resolved, precision, recall on the development set": on_development,
    }
    options.report("reference", (TRAIN, DEVELOPMENT), told)


def _measured(held: Sequence[Read], heads: tuple[RankingHead, ...], least: Mapping[str, float]) -> Figures:
    """What heads make of the mentions of the development set, by series; without any, what the rules make of them."""
    found: Figures = defaultdict(Tally)
    for one in held:
        ranking = Ranker(heads, states_of(one.doc), least) if heads else None
        for name, counted in tally(one, resolved(tree(one.doc), ranking)).items():
            found[name] += counted
    return found


def _threshold(figures: Mapping[float, Figures], group: tuple[str, ...]) -> float:
    """The lowest threshold at which enough of a group of series are right."""
    enough = [least for least, one in figures.items() if _of(one, group).precision >= PRECISION[group]]
    return min(enough, default=THRESHOLDS[-1])


def _of(figures: Figures, group: tuple[str, ...]) -> Tally:
    return sum((figures[name] for name in group), Tally())


def _figures(one: Tally) -> list[float]:
    return [one.resolved, round(one.precision, 4), round(one.recall, 4)]


if __name__ == "__main__":
    main()
