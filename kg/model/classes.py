"""Sets of entity classes that several packages use; ``ontologies/news.ttl`` defines the classes."""

ORGANIZATIONS = frozenset(
    {
        "Company", "Government", "InternationalOrganization", "MediaOrganization", "Organization", "PoliticalParty",
        "PublicBody",
    }
)  # fmt: skip
PEOPLE = frozenset({"Group", "Office", "Person"})
ACTORS = ORGANIZATIONS | PEOPLE | {"Country"}
"""What can act, decide and say."""
NAMED = frozenset({"Company", "Country", "Government", "InternationalOrganization", "Office", "Person", "PublicBody"})
"""Actors that news calls by a name or a title of their own, so that a phrase for one is seldom mistaken."""
UNTOLD = frozenset({"Group", "Organization", "Topic"})
"""What a name or noun is taken for where nothing tells more."""
