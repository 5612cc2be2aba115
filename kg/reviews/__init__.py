"""What readers found of statements: a review says of one that it is right, or wrong and why, and whether it is useful.

A file of reviews is JSON Lines in the form of judged statements (``docs/how-to/how-sure.md``): ``kg review`` writes it,
``kg build --reviewed`` keeps to it.
"""

from kg.reviews.applying import Reviews
from kg.reviews.files import ReviewFile
from kg.reviews.values import CAUSES, Asked, Review, Verdict, asked_of, row_of

__all__ = ["CAUSES", "Asked", "Review", "ReviewFile", "Reviews", "Verdict", "asked_of", "row_of"]
