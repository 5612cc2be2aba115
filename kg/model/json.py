"""JSON as values."""

import json
from collections.abc import Mapping
from hashlib import sha256

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None

CHECK = "check"
"""The field of a row of a file that has a digest of the others, by which a damaged row is known."""


def checked(row: Mapping[str, Json]) -> dict[str, Json]:
    """A row with its digest, in place of one that it has."""
    told = {name: value for name, value in row.items() if name != CHECK}
    return {**told, CHECK: sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]}


def is_whole(row: Mapping[str, Json]) -> bool:
    """Whether a row is as it was written; one without a digest, of an earlier version, is held to be."""
    return CHECK not in row or checked(row)[CHECK] == row[CHECK]
