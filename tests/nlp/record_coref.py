"""Record what the language model says of the coreference texts: ``python -m tests.nlp.record_coref``."""

from __future__ import annotations

import json

from kg.nlp.reader import _loaded, best_model
from tests.nlp.coref_cases import PARSES, cases, examples
from tests.nlp.record import parse, parsed


def main() -> None:
    """Write the parses anew."""
    nlp = _loaded(best_model())
    texts = sorted({case.text for case in (*cases(), *examples())})
    lines = [json.dumps(parse(parsed(nlp, text)), ensure_ascii=False) for text in texts]
    PARSES.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
