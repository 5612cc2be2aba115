"""Which item of Wikidata a name means that no table of actors knows, or that several share."""

from kg.nlp.items.choosing import Choice
from kg.nlp.items.linking import LINKS, Link, links
from kg.nlp.items.naming import Form, with_items

__all__ = ["LINKS", "Choice", "Form", "Link", "links", "with_items"]
