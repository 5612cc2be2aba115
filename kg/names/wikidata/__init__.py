"""Which item of Wikidata a name means that no table of actors knows, or that several share."""

from kg.names.wikidata.choosing import Choice
from kg.names.wikidata.links import LINKS, Link, links
from kg.names.wikidata.naming import Form, with_items

__all__ = ["LINKS", "Choice", "Form", "Link", "links", "with_items"]
