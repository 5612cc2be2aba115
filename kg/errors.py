"""The errors that a user can cause and cure; anything else is a bug and crashes."""

from __future__ import annotations


class KgError(Exception):
    """A user's fault: ``message`` names the file and the place, ``hint`` the cure."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(KgError):
    """A file, record or address that cannot be read."""


class OntologyError(KgError):
    """An ontology, alignment or lexicon that breaks its shape."""


class QueryError(KgError):
    """A query that is refused, does not parse or runs past its limits."""


class RemoteError(QueryError):
    """A query that would reach another machine."""


class MissingPartError(KgError):
    """A language model or an optional part that is not installed."""

    exit_code = 4
