"""The version, read by the build backend as well."""

from __future__ import annotations

from kg.errors import KgError

VERSION = "0.2.0"


def check_version(version: str) -> None:
    """``KgError`` where a worker, which calls it, has another version than who asks."""
    if version != VERSION:
        raise KgError(
            f"a worker has newsgraph {VERSION}, this is {version}", hint="install the same one on all of them"
        )
