"""A corpus on disk: articles in shards of Parquet, which are the truth, written whole or not at all.

``read_batch`` makes a shard of articles, wherever it runs; ``CorpusWriter.put`` puts shards into the folder of a
corpus, ``CorpusFolder`` reads them. The list of shards (``log``) says which count; the catalog follows from them.
"""

from pathlib import Path

from kg.text.sources import CORPUS_FILE as FILE

__all__ = ["FILE", "LINKS", "SUFFIX", "is_corpus"]

SUFFIX = ".corpus"
LINKS = "derived/links.sqlite"
"""What is the same in several articles, in the folder of a corpus that was linked (``kg.corpus.blocks.kept``)."""


def is_corpus(path: Path) -> bool:
    """Whether a folder is that of a corpus: it has the file of its settings."""
    return (path / FILE).is_file()
