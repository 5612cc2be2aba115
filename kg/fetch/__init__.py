"""What is fetched from addresses that the user typed, and nothing else; pages of a feed's entries where asked for."""

from kg.fetch.client import Fetched, FetchError, FetchLimits, ForbiddenError, Validators, fetch
from kg.fetch.following import Follower
from kg.fetch.web import Web

__all__ = [
    "FetchError", "FetchLimits", "Fetched", "Follower", "ForbiddenError", "Validators", "Web", "fetch",
]  # fmt: skip
