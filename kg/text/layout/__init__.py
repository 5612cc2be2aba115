"""What the text of an article looks like: its blocks, what stands before and behind their words, what stands aside."""

from __future__ import annotations

from kg.text.layout.blocks import authors_of, blocks, date_line, dateline_of, day_without_year, kind_by_wording
from kg.text.layout.edges import apart

__all__ = ["apart", "authors_of", "blocks", "date_line", "dateline_of", "day_without_year", "kind_by_wording"]
