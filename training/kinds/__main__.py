"""From texts with entity types to the head that tells what kind of thing a phrase means (``kg.names.kinds``).

``python -m training.kinds --data FOLDER --held-out FILE --size large`` reads the texts with the program's own parser,
whose weights must be those that the head will run with. It learns from nouns and names of GUM and, three times as
often, from the names of data/read that are not put aside; countries, which are places and governments, are left out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kg.names.kinds import FILE, KINDS, LABELS, row
from kg.parse.feedforward import FeedForward, Numbers
from kg.parse.readings import states_of
from kg.reader import Reader
from training.feedforward import Course, trained, written
from training.options import GUM, HeadOptions
from training.reference.cases import DEVELOPMENT, TRAIN, Gold, Text, development, gum, read
from training.reference.texts import articles

SOURCE = f"{GUM}; data/read, CC BY 4.0"
OF_READ = {
    "Person": "person", "Group": "person", "Organization": "organization", "Company": "organization",
    "Government": "organization", "Place": "place", "Event": "event", "Product": "object", "Law": "abstract",
    "Disease": "abstract",
}  # fmt: skip
"""The types of GUM of the kinds of data/read."""
_NEWS = 3
"""How often each name of data/read is learned from."""
_COURSE = Course(12, 256)
_THRESHOLDS = (0.0, 0.6, 0.8, 0.9)


class Case(NamedTuple):
    """A phrase as numbers, whether it is a name, and its kind."""

    row: Numbers
    is_name: bool
    label: str
    """The parser's."""
    kind: str


def cases(reader: Reader, texts: Iterable[Text]) -> Iterator[Case]:
    """The nouns and names of some texts."""
    for one in read(reader, texts):
        states = states_of(one.doc)
        for gold in one.text.mentions:
            span = one.doc.char_span(*gold.place, alignment_mode="expand")
            if gold.kind not in KINDS or not span:
                continue
            heads = one.doc.char_span(*gold.heads[0], alignment_mode="expand") if gold.heads else None
            head = heads[0] if heads else span.root
            if head.pos_ != "PRON":
                is_name = head.pos_ == "PROPN"
                numbers = row(states, span.start, span.end, head.i, is_name=is_name)
                yield Case(numbers, is_name, head.ent_type_, gold.kind)


def read_names(*, aside: bool) -> Iterator[Text]:
    """The names of the articles of data/read that are put aside, or of the others."""
    for article in articles(aside=aside):
        names = ((one["start"], one["end"], OF_READ.get(one["kind"], "")) for one in article["names"])
        yield Text(article["id"], article["text"], [Gold((start, end), (), "", kind) for start, end, kind in names])


def figures(found: Sequence[Case], learned: FeedForward) -> dict[str, object]:
    """Of some phrases how many are told rightly, at some probabilities, and where the parser's label differs."""
    shares = [learned.shares(one.row) for one in found]
    told, sure = (
        [max(one, key=lambda kind: one[kind]) for one in shares],
        np.array([max(one.values()) for one in shares]),
    )
    right = np.array([kind == one.kind for kind, one in zip(told, found, strict=True)])
    of_label = {label: kind for kind, labels in LABELS.items() for label in labels}
    pairs = [(of_label.get(one.label, ""), kind, one.kind) for kind, one in zip(told, found, strict=True)]
    others = [
        pair
        for pair, share in zip(pairs, sure, strict=True)
        if pair[0] and pair[0] != pair[1] and share >= _THRESHOLDS[1]
    ]
    return {
        "phrases": len(found),
        "right, share of all, by least probability": {
            str(least): [round(float(right[sure >= least].mean()), 3), round(float((sure >= least).mean()), 3)]
            for least in _THRESHOLDS
        },
        "label of another kind: head right, label right, all": [
            sum(kind == gold for _, kind, gold in others),
            sum(label == gold for label, _, gold in others),
            len(others),
        ],
    }


def main() -> None:
    """Read, train, write, report."""
    options = HeadOptions.parse(__doc__ or "", "GUM in CoNLL-U")
    reader = Reader.load(options.size)
    found = list(cases(reader, (text for text in gum(options.data / TRAIN) if text.id not in options.held_out)))
    found += [one for one in cases(reader, read_names(aside=False)) for _ in range(_NEWS)]
    print(f"{len(found)} phrases", flush=True)
    learned = trained([one.row for one in found], [one.kind for one in found], KINDS, _COURSE)
    learned = written(learned, options.size, options.out / FILE)
    held = list(cases(reader, development(options.data, options.held_out)))
    told = {
        "GUM, development, names": figures([one for one in held if one.is_name], learned),
        "GUM, development, nouns": figures([one for one in held if not one.is_name], learned),
        "data/read, put aside, names but countries": figures(list(cases(reader, read_names(aside=True))), learned),
    }
    print(json.dumps(told, indent=1))
    options.report("kinds", (TRAIN, DEVELOPMENT), {"source": SOURCE, "phrases": len(found), "figures": told})


if __name__ == "__main__":
    main()
