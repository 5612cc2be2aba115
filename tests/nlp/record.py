"""Record what the language model says of the attribution texts: ``python -m tests.nlp.record``."""

from __future__ import annotations

import json
import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.reader import _loaded, best_model
from tests.nlp.marked import PARSES, texts
from tests.nlp.recorded import Parse


def main() -> None:
    """Write the parses anew."""
    nlp = _loaded(best_model())
    lines = [json.dumps(parse(parsed(nlp, text)), ensure_ascii=False) for text in texts()]
    PARSES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def parsed(nlp: Language, text: str) -> Doc:
    """A text parsed as the reader does it: line by line, joined."""
    lines = re.findall(r".+?(?:\n+|\Z)", text, flags=re.DOTALL)
    joined = Doc.from_docs(list(nlp.pipe(lines)), ensure_whitespace=False)
    assert joined is not None
    return joined


def parse(doc: Doc) -> Parse:
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
    main()
