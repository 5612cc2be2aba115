"""How likely a reader keeps a statement: the share of statements like it that careful readers judged worth keeping.

Apart from whether it is right: a true statement may say nothing that anybody wants. The weights stand in the tables
"useful" (where the parse tells of the words) and "useful unparsed" of ``confidence.toml``, in log-odds;
``python -m training.judged`` fits them.
"""

from __future__ import annotations

from kg.mapping.confidence import logistic, table
from kg.mapping.features import SOUND, Features


def usefulness(found: Features) -> float:
    """The share of such statements that readers keep, 0 to 1, rounded to hundredths, from the ``features`` of one."""
    return round(logistic(table("useful" if SOUND in found else "useful unparsed"), found), 2)
