"""CPU time of the whole build over the bare parse of the same articles: python scripts/speed.py news.jsonl [...].

The bare parse is the language model alone, as spaCy loads it, over the articles' blocks, in the batches that the reader
makes. Loading is left out on both sides. Set OMP_NUM_THREADS=1 for figures that can be compared.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from time import process_time

from spacy.language import Language

from kg.model import Article
from kg.pipeline.workers import BuildSettings, built, ontology_of, reader_of
from kg.reader import _loaded, best_model
from kg.text.articles import articles

_RUNS = 3


def main() -> int:
    """Print both times and their ratio."""
    found = tuple(articles(sys.argv[1:], noted=lambda _note: None))
    recipe = BuildSettings()
    reader_of(recipe)
    ontology_of(recipe)
    model = _loaded(best_model())
    built(found[:1], recipe)
    bare = _best(lambda: _parse(found, model))
    whole = _best(lambda: built(found, recipe))
    words = sum(len(article.text.split()) for article in found)
    print(f"{words:,} words in {len(found)} articles: bare parse {bare:.2f} s, whole build {whole:.2f} s CPU, ", end="")
    print(f"{whole / bare:.2f} times, {words / whole:,.0f} words a second")
    return 0


def _parse(found: Sequence[Article], model: Language) -> None:
    texts = [article.text[block.start : block.end] for article in found for block in article.blocks]
    for _ in model.pipe(texts, batch_size=256):
        pass


def _best(run: Callable[[], object]) -> float:
    """The least CPU time of some runs: what else the machine does only adds."""
    times = []
    for _ in range(_RUNS):
        start = process_time()
        run()
        times.append(process_time() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
