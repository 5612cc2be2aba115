"""Registers the house's spaCy components: importing this module makes ``nlp.add_pipe("kg_times")`` work."""

from __future__ import annotations

from kg.nlp import coref, names, quotes, times
from kg.nlp.parser import component as parser

__all__ = ["coref", "names", "parser", "quotes", "times"]
