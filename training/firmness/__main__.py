"""From read news to the head that tells how firm a clause is told (``kg.factuality.learned``).

``python -m training.firmness --data FOLDER --held-out FILE --size large`` reads the articles of data/read with the
program's own parser, whose weights must be those that the head will run with, and learns from the clauses of those that
are not put aside. The operators' own answer is among what it reads, so that it learns where that is wrong: after each
change of ``kg.factuality`` it is to be trained again.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.factuality.composition import composed
from kg.factuality.learned import FILE, NAMES, UNKNOWN, row, settled_by
from kg.factuality.signatures import Firmness
from kg.parse.feedforward import FeedForward, Numbers
from kg.parse.readings import states_of
from kg.parse.syntax import VERBAL
from kg.parse.tree import tree
from kg.reader import Reader
from training.feedforward import Course, trained, written
from training.options import HeadOptions
from training.reference.cases import Text, read
from training.reference.texts import articles

SOURCE = "data/read, CC BY 4.0"
OF_READ = {
    "F": "Asserted", "N": "Denied", "P": "Planned", "E": "Expected", "M": "Possible", "R": "Requested",
    "C": "Conditional", "Q": UNKNOWN, "PN": "not Planned", "EN": "not Expected", "MN": "not Possible",
    "RN": "not Requested", "CN": "not Conditional",
}  # fmt: skip
"""What the marks of data/read are called; what tells of no event of its own is left out."""
_COURSE = Course(25, 128)


class Case(NamedTuple):
    """A clause as numbers, what its operators compose to, and how firm it is."""

    row: Numbers
    composed: Firmness
    firmness: str


def cases(reader: Reader, *, aside: bool) -> Iterator[Case]:
    """The clauses of the articles of data/read that are put aside, or of the others."""
    found = articles(aside=aside)
    for article, one in zip(found, read(reader, (Text(a["id"], a["text"], []) for a in found)), strict=True):
        doc, states = tree(one.doc), states_of(one.doc)
        verbs = {token.idx: token for token in doc if token.pos_ in VERBAL}
        for clause in article["clauses"]:
            if clause["start"] in verbs and clause["firmness"] in OF_READ:
                verb = verbs[clause["start"]]
                firm = composed(verb)
                yield Case(row(states, verb, firm), firm, OF_READ[clause["firmness"]])


def figures(found: Sequence[Case], learned: FeedForward) -> dict[str, object]:
    """Of how many clauses operators and head are right, and where the head decides, or differs."""
    told = [settled_by(learned.shares(one.row), one.composed) for one in found]
    both = list(zip(found, told, strict=True))
    other = [(one, firm) for one, firm in both if firm.name != one.composed.name]
    agreed = [one.composed.name == one.firmness for one, firm in both if not firm.doubted]
    doubted = [firm.name == one.firmness for one, firm in both if firm.doubted]
    return {
        "clauses": len(found),
        "right: operators, settled": [
            round(sum(one.composed.name == one.firmness for one in found) / len(found), 3),
            round(sum(firm.name == one.firmness for one, firm in both) / len(found), 3),
        ],
        "decided: all, now right, no longer right": [
            len(other),
            sum(firm.name == one.firmness for one, firm in other),
            sum(one.composed.name == one.firmness for one, _ in other),
        ],
        "decided to be a fact: all, that are none": [
            sum(firm.is_asserted for _, firm in other),
            sum(firm.is_asserted and one.firmness != "Asserted" for one, firm in other),
        ],
        "both agree: all, right": [len(agreed), round(sum(agreed) / len(agreed), 3)],
        "doubted: all, right": [len(doubted), round(sum(doubted) / max(len(doubted), 1), 3)],
    }


def main() -> None:
    """Read, train, write, report."""
    options = HeadOptions.parse(__doc__ or "", "nothing that is read")
    reader = Reader.load(options.size)
    found = list(cases(reader, aside=False))
    learned = trained([one.row for one in found], [one.firmness for one in found], (*NAMES, UNKNOWN), _COURSE)
    told = figures(list(cases(reader, aside=True)), written(learned, options.size, options.out / FILE))
    print(json.dumps(told, indent=1))
    options.report("firmness", (), {"source": SOURCE, "clauses": len(found), "figures, put aside": told})


if __name__ == "__main__":
    main()
