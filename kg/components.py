"""Registers newsgraph's spaCy components: importing this module makes ``nlp.add_pipe("kg_times")`` work.

The entry points of the distribution lead here.
"""

from kg.attribution.component import kg_quotes
from kg.coref.component import kg_coref
from kg.names.component import kg_names
from kg.parse.language_model import Attributes as kg_attributes  # noqa: N813  a factory's name is its component's
from kg.parse.language_model import Prefixes as kg_prefixes  # noqa: N813
from kg.parse.parser import kg_parse
from kg.parse.repairs import kg_repairs
from kg.time.component import kg_times

__all__ = [
    "kg_attributes", "kg_coref", "kg_names", "kg_parse", "kg_prefixes", "kg_quotes", "kg_repairs", "kg_times",
]  # fmt: skip
