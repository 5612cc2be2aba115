"""Record what the language model says of the texts of a set of tests: ``python -m tests.reader.record names coref``."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from spacy.tokens import Doc

from tests.reader import coref_cases, marked, name_cases
from tests.reader.recorded import Parse
from tests.reading import modelled

SETS: Mapping[str, tuple[Path, Callable[[], list[str]]]] = {
    "names": (name_cases.PARSES, name_cases.texts),
    "attributions": (marked.PARSES, marked.texts),
    "coref": (coref_cases.PARSES, coref_cases.texts),
}
"""Where the parses of each set of texts lie, and the texts."""


def main(names: Iterable[str]) -> None:
    """Write the parses of these sets anew."""
    for name in names:
        path, texts = SETS[name]
        lines = [json.dumps(parse, ensure_ascii=False) for parse in parsed(texts())]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def parsed(texts: Iterable[str]) -> Iterator[Parse]:
    """The parse of each text as the reader has it before its own components: line by line, joined."""
    lines = [re.findall(r".+?(?:\n+|\Z)", text, flags=re.DOTALL) for text in texts]
    docs = iter(modelled(line for text in lines for line in text))
    for text in lines:
        joined = Doc.from_docs(list(islice(docs, len(text))), ensure_whitespace=False)
        assert joined is not None
        yield _parse(joined)


def _parse(doc: Doc) -> Parse:
    """A Doc as plain columns."""
    return Parse(
        text=doc.text,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        starts=[bool(token.is_sent_start) for token in doc],
        ents=[(span.start, span.end, span.label_) for span in doc.ents],
    )


if __name__ == "__main__":
    main(sys.argv[1:] or SETS)
