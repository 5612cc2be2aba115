"""The version, read by the build backend as well."""

from kg.errors import KgError

VERSION = "0.2.0"
CONTRACT = "2.0"
"""The version of what a graph contains (docs/reference/graph.md): the second number rises with what is added, the first
with what is gone or means something else."""


def check_version(version: str) -> None:
    """``KgError`` where a worker, which calls it, has another version than who asks."""
    if version != VERSION:
        raise KgError(
            f"a worker has newsgraph {VERSION}, this is {version}", hint="install the same one on all of them"
        )
