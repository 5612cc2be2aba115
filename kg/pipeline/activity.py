"""The activity of a build: what of its settings belongs to what made its statements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError

Settings = tuple[tuple[str, str], ...]
_DIGITS = 12  # hexadecimal


def settings(min_confidence: float | None, *, extractor: str = "", reviews: str = "", files: Settings = ()) -> Settings:
    """The settings that affect what is stated; what is usual goes without saying.

    ``extractor`` is the name of another than the usual one, ``reviews`` the digest of the reviews that are kept to.
    """
    from kg.mapping.threshold import threshold

    named = (("extractor", extractor),) if extractor else ()
    read = (("reviews", reviews),) if reviews else ()
    least = ("min_worth", f"{threshold():g}") if min_confidence is None else ("min_confidence", f"{min_confidence:g}")
    return (*named, least, *read, *files)


def file_settings(ontologies: Iterable[Path], aliases: Path | None) -> Settings:
    """The user's own ontologies and names, by digests of their contents; ``InputError`` for a file that is none."""
    own = tuple(ontologies)
    named = (("aliases", _digest((aliases,))),) if aliases else ()
    return (*named, *((("ontology", _digest(own)),) if own else ()))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from error
    return digest.hexdigest()[:_DIGITS]
