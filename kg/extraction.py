"""What turns a parsed article into frames: the seam at which another extractor takes the place of the house's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kg.model import Article, Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc


@runtime_checkable
class Extractor(Protocol):
    """Finds what an article says, sentence by sentence; mapping and resolution go on from its frames.

    The Doc went through the whole pipeline: its text is ``article.text``, its span groups are "names", "times",
    "quotes" and "corefs". Frames come in the order of the text, the same for the same Doc. What an extractor raises is
    told as an error of that article, and the others go on. One that is given to several processes must be
    picklable; one that they are told by its name (``kg.frames.registry``) need not be.
    """

    @property
    def name(self) -> str:
        """What the graph's activity is to say of who found its statements; a version belongs to it."""

    def frames(self, doc: Doc, article: Article) -> Iterator[Frame]:
        """Every frame of an article."""
