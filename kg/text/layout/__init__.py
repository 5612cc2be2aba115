"""Layout analysis of an article: its blocks, their run-in openings and credits, and parenthetical asides."""

from __future__ import annotations

from kg.text.layout.blocks import authors_of, blocks, date_line, dateline_of, day_without_year, kind_by_wording
from kg.text.layout.edges import split_edges

__all__ = ["authors_of", "blocks", "date_line", "dateline_of", "day_without_year", "kind_by_wording", "split_edges"]
