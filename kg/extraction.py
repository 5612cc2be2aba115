"""The interface of extractors, which turn a parsed article into frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kg.model import Article, Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc


@runtime_checkable
class Extractor(Protocol):
    """Finds the frames of an article; mapping and resolution start from them.

    The Doc went through the whole pipeline: its text is ``article.text``, its span groups are "names", "times",
    "quotes" and "corefs". Frames come in the order of the text, the same for the same Doc. What an extractor raises is
    reported as an error of that article, and the others go on. One that is given to several processes must be
    picklable; one that they get by name (``kg.frames.extractor``) need not be.
    """

    @property
    def name(self) -> str:
        """The extractor's name with its version, for the activity of the graph's statements."""

    def frames(self, doc: Doc, article: Article) -> Iterator[Frame]:
        """Every frame of an article, in order of the text."""
