"""Name after name: the same node, the same words, a part of a person's name; an office and its holder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.coref.chains import Chains, Kind, Mention
from kg.lexicon import words

_PARTS = words("coref", "parts", "words")
_SHORTEST_ACRONYM = 3
_MINOR = frozenset({"of", "the", "and", "for", "in", "on"})
_OF_FAMILY_NAMES = frozenset({"Organization", "Place", "Person", "Company", "Topic"})
"""Classes that the parser gives to a bare family name."""


def join_names(chains: Chains, holders: Mapping[int, str], holdings: Iterable[tuple[int, int]] = ()) -> None:
    """Join the names of one thing, over the whole Doc.

    ``holders`` tells, by head, who holds an office that is named, ``holdings`` the heads of a person and the office
    told beside him.
    """
    kinds = {Kind.NAME, Kind.ADJECTIVE}
    named = [index for index, mention in enumerate(chains.mentions) if mention.kind in kinds]
    _join_equal(chains, [index for index in named if not _is_new(chains.mentions[index])])
    _join_family_names(chains, named)
    _join_holders(chains, named, holders)
    for first, second in holdings:
        one, other = chains.at(first), chains.at(second)
        if one is not None and other is not None:
            chains.join(one, other, "holding")


def _is_new(mention: Mention) -> bool:
    """Whether a phrase names another thing: "a World Cup" (unless a table knows it), "mainland Australia"."""
    if not _PARTS.isdisjoint(mention.modifiers.difference(mention.text.split())):
        return True
    return mention.determiner == "indefinite" and not mention.known and mention.lemma == mention.text.split()[-1]


def _join_equal(chains: Chains, named: Sequence[int]) -> None:
    """The same node or the same words, an acronym of earlier words among them."""
    seen: dict[str, int] = {}
    for index in named:
        mention = chains.mentions[index]
        for key in _keys(mention):
            if key in seen and _agree(chains.mentions[seen[key]], mention):
                chains.join(seen[key], index, "name")
        for key in (*_keys(mention), *_acronym(mention)):
            seen.setdefault(key, index)


def _keys(mention: Mention) -> Iterator[str]:
    if mention.node:
        yield f"node {mention.node}"
    yield mention.text


def _acronym(mention: Mention) -> Iterator[str]:
    letters = "".join(part[0] for part in mention.text.split() if part not in _MINOR)
    if len(letters) >= _SHORTEST_ACRONYM:
        yield letters


def _agree(first: Mention, second: Mention) -> bool:
    if first.node and second.node and (first.known or second.known):
        return first.node == second.node
    return bool(first.fits & second.fits) or first.cls == second.cls


def _join_family_names(chains: Chains, named: Sequence[int]) -> None:
    """Let "Heald" be Colette Heald, whatever the parser took it for, if she alone bore the name at its first use."""
    bearers: dict[str, list[int]] = {}
    for index in named:
        mention = chains.mentions[index]
        parts = mention.text.split()
        if mention.cls == "Person" and len(parts) > 1:
            for part in (parts[0], parts[-1]):
                bearers.setdefault(part, []).append(index)
    used: set[str] = set()
    for index in named:
        mention = chains.mentions[index]
        if (
            mention.text in bearers
            and mention.text not in used
            and not mention.known
            and mention.cls in _OF_FAMILY_NAMES
        ):
            used.add(mention.text)
            people = _bearers(chains, bearers[mention.text], index)
            if len(people) == 1:
                chains.join(people.pop(), index, "family name")


def _bearers(chains: Chains, found: Sequence[int], index: int) -> set[int]:
    """The people of a name: those already mentioned, else all."""
    before = {chains.of(other).key for other in found if other < index}
    return before or {chains.of(other).key for other in found}


def _join_holders(chains: Chains, named: Sequence[int], holders: Mapping[int, str]) -> None:
    """Let "the prime minister" be who holds the office, once the person has been named."""
    people: dict[str, int] = {}
    for index in named:
        mention = chains.mentions[index]
        if mention.cls == "Person" and mention.node:
            people[mention.node] = index
        elif mention.cls == "Office" and mention.determiner != "indefinite":
            person = people.get(holders.get(mention.head, ""))
            if person is not None:
                chains.join(person, index, "holder")
