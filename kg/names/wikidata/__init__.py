"""Which item of Wikidata a name means that no table of actors knows, or that several share."""

from kg.names.wikidata.linking import LINKS, Form, Link, links, with_items
from kg.names.wikidata.ranking import Choice

__all__ = ["LINKS", "Choice", "Form", "Link", "links", "with_items"]
