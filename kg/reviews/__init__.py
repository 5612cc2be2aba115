"""Reviews: readers' judgements that a statement is right, or wrong and why, and whether it is useful.

A file of reviews is JSON Lines in the form of judged statements (``docs/how-to/how-sure.md``): ``kg review`` writes it,
``kg build --reviewed`` applies it.
"""

from kg.reviews.applying import Reviews
from kg.reviews.values import CAUSES, Review, ReviewFile, ReviewKey, Verdict, judged_rows, review_key, row_of

__all__ = [
    "CAUSES", "Review", "ReviewFile", "ReviewKey", "Reviews", "Verdict", "judged_rows", "review_key", "row_of",
]  # fmt: skip
