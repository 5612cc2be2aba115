"""Lists of words and examples, as the lexicons have them."""

from kg.lexicon import lexicon


def listed(name: str, section: str, key: str) -> list[str]:
    """The list ``key`` of a section of a lexicon, in its order."""
    table = lexicon(name)[section]
    assert isinstance(table, dict)
    found = table[key]
    assert isinstance(found, list)
    return [str(word) for word in found]
