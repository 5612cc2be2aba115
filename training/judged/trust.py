"""The confidences from which statements are sure, by what readers judged strictly and no weights learned from.

``python -m training.judged.trust --texts FILE... --write`` reads the texts of those draws with the program as it is,
finds the judged statements among what it makes, and sets the thresholds of ``kg/lexicons/en/trust.toml`` by risk
control: ``sure`` of what the article itself asserts, ``sure_otherwise`` of what is said, planned, possible or denied,
each by statements of its kind (Mondrian conformal prediction: Vovk 2005); figures go to ``kg/data/trust.json``.
Without ``--write`` it only prints them. Run it whenever the weights of confidence are fitted anew.

Rows are selected as by conformal p-values (Jin and Candès 2023, "Selection by Prediction with Conformal p-values"): the
least threshold of which one more than the wrong rows among the sure ones of the sample are no more than ``RISK`` of
these. So of the sure rows of texts like these no more than ``RISK`` are wrong in the mean; how many they are at most is
told too, with a probability of 1 - ``CHANCE``, by the binomial distribution (Geifman and El-Yaniv 2017).
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scipy.stats import beta

from kg.mapping.threshold import is_kept
from kg.mapping.trust import is_firm, is_plain
from kg.model import Article
from kg.ontology import Ontology
from kg.ontology.reading import packaged
from kg.parse.network import Network, installed
from kg.parse.soundness import Soundness
from kg.parse.tree import Doc, tree
from kg.reader import Reader
from training.judged.cases import first_of_each, key_of, told_in
from training.judged.report import GENERAL, POLICY
from training.judged.rows import Key, Row, rows, texts, unlearned

RISK, CHANCE = 0.14, 0.1
_NOTHING = 1.01
"""The threshold that no statement reaches."""
_PLACES = Path(__file__).resolve().parents[2]
LEXICON, FIGURES = _PLACES / "kg" / "lexicons" / "en" / "trust.toml", _PLACES / "kg" / "data" / "trust.json"


@dataclass(frozen=True)
class Weighed:
    """A judged statement: genre and draw, how sure the program is of it, whether its links are firm, the verdict."""

    genre: str
    draw: int
    confidence: float
    firm: bool
    right: bool
    plain: bool
    """Whether the article itself asserts it."""


@dataclass
class Sample:
    """What was found of the judged statements, and of each genre the words read, and the confidences of firm rows."""

    judged: list[Weighed] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    firm: Counter[tuple[str, bool, float]] = field(default_factory=Counter)
    """Firm main statements that a build keeps, by genre, whether they are plain, and confidence."""

    def read(self, article: Article, doc: Doc, ontology: Ontology, known: Mapping[Key, list[Row]], genre: str) -> None:
        """Read one text, and find its judged statements."""
        waiting = dict(known)
        self.words[genre] += len(article.text.split())
        for said, of, ends, _ in told_in(article, doc, ontology, Soundness.of(doc)):
            firm, plain = is_firm(said, of, ends), is_plain(said)
            if firm and said.is_main and is_kept(said):
                self.firm[genre, plain, said.confidence] += 1
            for row in waiting.pop(key_of(said), ()):
                self.judged.append(Weighed(genre, row.draw, said.confidence, firm, row.first.is_right, plain))


def sample(reader: Reader, ontology: Ontology, files: Iterable[Path]) -> Sample:
    """The judged statements to measure on that the program makes as they were judged."""
    genres, wanted = {one.id: one.genre for one in texts().values()}, dict[str, dict[Key, list[Row]]]()
    for row in unlearned(rows()):
        wanted.setdefault(row.text, {}).setdefault(row.key, []).append(row)
    found = Sample()
    for article, doc in reader.read(one for one in first_of_each(files) if one.id in wanted):
        found.read(article, tree(doc), ontology, wanted[article.id], genres[article.id])
    return found


Thresholds = Mapping[bool, float]
"""Of plain statements, and of others."""


def threshold(found: Sequence[Weighed], risk: float = RISK) -> float:
    """The least confidence, in hundredths, from which no more than ``risk`` of the firm statements are wrong.

    ``_NOTHING`` where there is none.
    """
    for hundredths in range(50, 100):
        kept = [one for one in found if one.firm and one.confidence >= hundredths / 100]
        if 1 + sum(not one.right for one in kept) <= risk * len(kept):
            return hundredths / 100
    return _NOTHING


def at_most(wrong: int, count: int, chance: float = CHANCE) -> float:
    """The largest share of wrong ones of which so few would be found among ``count`` with that probability.

    >>> round(at_most(0, 2, 0.25), 2)
    0.5
    """
    return float(beta.ppf(1 - chance, wrong + 1, count - wrong)) if wrong < count else 1.0


def figures(found: Sample, least: Thresholds, size: str) -> dict[str, object]:
    """What holds at a threshold: of all, of general news and of policy, and of each genre."""
    groups = {"all": frozenset(found.words), "general news": GENERAL, "policy": POLICY}
    groups |= {genre: frozenset({genre}) for genre in sorted(found.words)}
    told = {name: dict(_of_group(found, least, genres)) for name, genres in groups.items()}
    draws = Counter(one.draw for one in found.judged)
    return {
        "sure": least[True],
        "sure_otherwise": least[False],
        "risk": RISK,
        "chance": CHANCE,
        "draws": {str(draw): draws[draw] for draw in sorted(draws)},
        "parser": Network.load(size).version,
        "groups": {name: values for name, values in told.items() if values["statements"]},
    }


def _of_group(found: Sample, least: Thresholds, genres: frozenset[str]) -> Iterator[tuple[str, float]]:
    judged = [one for one in found.judged if one.genre in genres]
    sure = [one for one in judged if one.firm and one.confidence >= least[one.plain]]
    right, of_sure = sum(one.right for one in judged), sum(one.right for one in sure)
    words = sum(found.words[genre] for genre in genres)
    firm = found.firm.items()
    rows_sure = sum(count for (genre, plain, of), count in firm if genre in genres and of >= least[plain])
    rate = of_sure / len(sure) if sure else 0.0
    yield "statements", len(judged)
    yield "right", round(right / len(judged), 3) if judged else 0.0
    yield "sure", len(sure)
    yield "right of sure", round(rate, 3)
    yield "right of sure at least", round(1 - at_most(len(sure) - of_sure, len(sure)), 3) if sure else 0.0
    yield "right of leads", round((right - of_sure) / max(len(judged) - len(sure), 1), 3)
    yield "sure of right", round(of_sure / right, 3) if right else 0.0
    yield "words", words
    yield "right sure rows in 1,000 words", round(1000 * rows_sure * rate / words, 1) if words else 0.0


def main() -> None:
    """Read, find the threshold, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the texts, the first of each id")
    parser.add_argument("--size", choices=installed(), default=installed()[0], help="the parser that reads them")
    parser.add_argument("--write", action="store_true", help="set the threshold")
    options = parser.parse_args()
    found = sample(Reader.load(options.size), packaged(), options.texts)
    least = {plain: threshold([one for one in found.judged if one.plain == plain]) for plain in (True, False)}
    told = json.dumps(figures(found, least, options.size), indent=1)
    print(told)
    if options.write:
        FIGURES.write_text(told + "\n", encoding="utf-8")
        text = LEXICON.read_text(encoding="utf-8")
        whole = json.loads(told)["groups"]["all"]
        shares = (("right_of_sure", whole["right of sure"]), ("right_of_leads", whole["right of leads"]))
        for name, value in (("sure", least[True]), ("sure_otherwise", least[False]), *shares):
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value:.2f}", text)
        LEXICON.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
