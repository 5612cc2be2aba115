"""A reader that keeps what is parsed, so that articles are read again and again by all that stands behind the parse."""

import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from itertools import chain, compress
from pathlib import Path

from spacy.tokens import Doc

from kg.parse.readings import reading_of
from kg.pipeline.workers import BuildSettings, reader_of
from kg.reader import Reader

KG = Path(__file__).resolve().parents[1] / "kg"
PARSER = (
    "data/**/parser.onnx", "lexicons/en/lemmas.toml", "parse/decoding.py", "parse/language_model.py",
    "parse/network.py", "parse/parser.py", "parse/readings.py",
)  # fmt: skip
"""What says of a block what it says, beside spaCy and its model."""


@dataclass(frozen=True)
class KeptReader(Reader):
    """A reader that parses a block only where the folder does not have it; without a folder each block, each time.

    A block is kept under a digest of it in a folder named by a digest of the parser: what is changed behind the parse
    costs no parsing, and another parser finds nothing kept.
    """

    folder: Path | None = None

    @classmethod
    def of(cls, folder: Path | None) -> "KeptReader":
        """The program's own reader, with what the folder keeps."""
        plain = reader_of(BuildSettings())
        return cls(plain.nlp, plain.model, plain.gazetteer, folder)

    def _piped(self, docs: list[Doc]) -> list[Doc]:
        if self.folder is None:
            return super()._piped(docs)
        paths = [self._home / _digest(doc) for doc in docs]
        is_new = [not path.exists() for path in paths]
        parsed = iter(super()._piped(list(compress(docs, is_new))))
        return [
            _keep(next(parsed), path) if new else Doc(self.nlp.vocab).from_bytes(path.read_bytes())
            for path, new in zip(paths, is_new, strict=True)
        ]

    @cached_property
    def _home(self) -> Path:
        told = sha256(f"{self.model} {version('spacy')} {version('numpy')} {version('onnxruntime')}".encode())
        for path in chain.from_iterable(sorted(KG.glob(name)) for name in PARSER):
            told.update(path.read_bytes())
        home = (self.folder or Path()) / told.hexdigest()[:16]
        home.mkdir(parents=True, exist_ok=True)
        return home


def _digest(doc: Doc) -> str:
    """A digest of what the parser is given, and of what it hands on."""
    told = [(token.text, token.whitespace_, token.is_sent_start) for token in doc]
    return sha256(repr((told, reading_of(doc))).encode()).hexdigest()


def _keep(doc: Doc, path: Path) -> Doc:
    """Keep a parsed block; a run that is broken off leaves none half written."""
    doc.tensor = doc.tensor[:0].copy()  # nobody reads it
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(doc.to_bytes())
    part.replace(path)
    return doc
