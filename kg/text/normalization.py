r"""Normalization of an article's text for reading, and projection of what was read back onto the original characters.

A PDF parts words by soft hyphens, writes "fi" as one letter and puts zero-width marks between words; a text that was
taken out of JSON has "\\u201c" in the place of its quotation marks. No table and no parser knows such words. They are
read without; evidence quotes them as they stand.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kg.model import Graph
from kg.model.article import Article, Block, Evidence
from kg.model.mention import AnyMention, AttributionMention

_INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_ESCAPE = r"\\u(?:00[a-f][0-9a-f]|20[0-4][0-9a-f])"
_NAME = r"[^\W\d_a-z][\w-]+"
_TWICE = rf"(?P<name>\b(?P<first>{_NAME})(?P<last>(?: {_NAME}){{1,2}}))(?P=last) (?P=first)[^.!?:\n]{{0,120}}(?=:)"
_TWICE += r"|\s?\(retranslated\)(?=:)"  # "Erik Berg Berg ErikHead of the Bank(retranslated): I ..." of a web page
_ODD = re.compile(
    rf"{_TWICE}|{_ESCAPE}|\u00ad[ \t]*\r?\n[ \t]*(?=[a-z])"
    rf"|[^\W\d_](?:[{_INVISIBLE}]*[\u0300-\u036f])+|[{_INVISIBLE}]+|[\ufb00-\ufb06]"
)
"""Escapes of JSON, words broken at the end of a line by a soft hyphen, accents apart, invisible marks, ligatures."""
_SIGN = re.compile(rf"[{_INVISIBLE}\u0300-\u036f\ufb00-\ufb06]|{_ESCAPE}|{_TWICE}")
"""What a text has that has any of these."""


@dataclass(frozen=True)
class Readable:
    """An article as it is read: ``places[i]`` is where the character ``i`` of its text begins in the ``source``.

    ``ends[i]`` is where that character ends. Both are empty where the text is read as it is.
    """

    source: Article
    article: Article
    places: Sequence[int] = ()
    ends: Sequence[int] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of a span that was read; invisible marks at its edges stay outside."""
        return (self.places[start], self.ends[end - 1]) if self.places and start < end else (start, end)

    def place(self, offset: int) -> int:
        """The offset in the text as it is read of one in the original."""
        return bisect_left(self.places, offset) if self.places else offset

    def tiles(self, found: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks that tile the source, from those of the text as it is read; what is not read goes with them."""
        if not self.places or not found:
            return tuple(found)
        starts = [0, *(self.places[block.start] for block in found[1:]), len(self.source.text)]
        return tuple(Block(*span, block.kind) for span, block in zip(pairwise(starts), found, strict=True))

    def restored(self, graph: Graph) -> Graph:
        """A graph that was read, with its evidence from the source."""
        if not self.places:
            return graph
        statements = []
        for said in graph.statements:
            places = ((one.article, self.original(one.start, one.end)) for one in said.evidence)
            found = (Evidence(article, *span, self.source.text[slice(*span)]) for article, span in places)
            statements.append(replace(said, evidence=frozenset(found)))
        return replace(graph, statements=tuple(statements))

    def restored_mention(self, mention: AnyMention) -> AnyMention:
        """A mention that was read, at its place in the source."""
        if not self.places:
            return mention
        if isinstance(mention, AttributionMention):
            parts = (mention.source, mention.cue, mention.content)
            source, cue, content = (tuple(self.original(*span) for span in spans) for spans in parts)
            return replace(mention, source=source, cue=cue, content=content)
        start, end = self.original(mention.start, mention.end)
        return replace(mention, start=start, end=end, text=self.source.text[start:end])


@lru_cache(maxsize=8)  # several steps ask
def readable(article: Article) -> Readable:
    r"""The article as it is read; the same article where its text has nothing odd.

    >>> from kg.model.article import ArticleId
    >>> read = readable(Article(ArticleId("a"), "The e\ufb00ort of Nor\u00adway", ()))
    >>> read.article.text, read.original(14, 20)
    ('The effort of Norway', (13, 20))
    """
    if not _SIGN.search(article.text):
        return Readable(article, article)
    places = array("L", (start for start, _, words in _pieces(article.text) for _ in words))
    ends = array("L", (end for _, end, words in _pieces(article.text) for _ in words))
    read = Readable(article, article, places, ends)
    tiles = (Block(read.place(block.start), read.place(block.end), block.kind) for block in article.blocks)
    blocks = tuple(tile for tile in tiles if tile.start < tile.end)
    return replace(read, article=replace(article, text=normalized(article.text), blocks=blocks))


def normalized(text: str) -> str:
    """The text without what is not read of it."""
    return "".join(words for _, _, words in _pieces(text)) if _SIGN.search(text) else text


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Each character that is read with the start and end of what it was read from; of a ligature all its letters."""
    done = 0
    for found in _ODD.finditer(text):
        start, end = max(found.start(), found.end("name")), found.end()
        yield from ((place, place + 1, text[place]) for place in range(done, start))
        yield start, end, _words(text[start:end])
        done = end
    yield from ((place, place + 1, text[place]) for place in range(done, len(text)))


def _words(odd: str) -> str:
    """What is read for an escape, a ligature, an accented letter, or invisible marks: of these nothing."""
    if odd[0] == "\\":
        odd = odd.encode().decode("unicode-escape")
    if _UNSEEN.match(odd) or odd[0] in " (":
        return ""
    return unicodedata.normalize("NFKC" if "\ufb00" <= odd[0] <= "\ufb06" else "NFC", _UNSEEN.sub("", odd))
