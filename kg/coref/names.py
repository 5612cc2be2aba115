"""The names of a Doc, and which corefer: by the same node or words, a family name, or an office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.coref.chains import Chains, Kind, Mention
from kg.lexicon import words
from kg.names.groups import GROUP
from kg.names.metonymy import is_of_another_time
from kg.parse.readings import reading_of
from kg.parse.syntax import PLURAL_TAGS
from kg.parse.tree import Doc

_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})
_BEFORE_NOUN = frozenset({"amod", "compound", "nmod"})
_PARTS = words("coref", "parts", "words")
_MINOR = frozenset({"of", "the", "and", "for", "in", "on"})
_PERSON, _SHORTEST_ACRONYM = "Person", 3


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name (token offsets, end excluded) with its class and node."""

    start: int
    end: int
    root: int
    cls: str
    node: str = ""
    known: bool = False
    """Whether a table vouches for the node; otherwise it was minted from the name's words."""
    people: bool = False
    """A demonym in the plural ("Americans"): it names its country and is taken up by "they"."""
    adjective: bool = False
    """A demonym before a noun ("Canadian officials")."""


def names(doc: Doc) -> Iterator[NameMention]:
    """Every name of a Doc; groups named by role ("Chinese officials") are left out, as they are nominals."""
    known = reading_of(doc).names.entities
    for span in doc.spans.get("names", ()):
        root, is_demonym, entity = span.root, span.id_ == "demonym", known.get(span.kb_id_)
        if span.id_ != GROUP:
            yield NameMention(
                start=span.start + (span[0].pos_ == "DET" and len(span) > 1),
                end=span.end,
                root=root.i,
                cls=span.label_,
                node=span.kb_id_,
                known=entity is not None and any((entity.wikidata, entity.alpha3, entity.country)),
                people=is_demonym and root.tag_ in PLURAL_TAGS,
                adjective=is_demonym and (root.pos_ == "ADJ" or root.dep_ in _BEFORE_NOUN),
            )


def amounts(doc: Doc) -> frozenset[int]:
    """Indices of tokens of times and of amounts of money or percent, which are no antecedents."""
    spans = [*doc.spans.get("times", ()), *(ent for ent in doc.ents if ent.label_ in _AMOUNTS)]
    return frozenset(token for span in spans for token in range(span.start, span.end))


def holder_nodes(doc: Doc) -> Mapping[int, str]:
    """Head token of an office's name -> node of its holder, where the text speaks of this holder's term."""
    known = reading_of(doc).names.holders
    offices = (span for span in doc.spans.get("names", ()) if span.kb_id_ in known)
    return {span.root.i: known[span.kb_id_] for span in offices if not is_of_another_time(span, span.root)}


def join_names(chains: Chains, holders: Mapping[int, str]) -> None:
    """Merge coreferent names over the whole Doc; ``holders``: head token of an office's name -> its holder's node."""
    kinds = {Kind.NAME, Kind.ADJECTIVE}
    named = [index for index, mention in enumerate(chains.mentions) if mention.kind in kinds]
    _join_equal(chains, [index for index in named if not _is_new(chains.mentions[index])])
    _join_family_names(chains, named)
    _join_holders(chains, named, holders)


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
        keys = [f"node {mention.node}", mention.text] if mention.node else [mention.text]
        for key in keys:
            if key in seen and _agree(chains.mentions[seen[key]], mention):
                chains.join(seen[key], index, "name")
        acronym = "".join(part[0] for part in mention.text.split() if part not in _MINOR)
        if len(acronym) >= _SHORTEST_ACRONYM:
            keys.append(acronym)
        for key in keys:
            seen.setdefault(key, index)


def _agree(first: Mention, second: Mention) -> bool:
    if first.node and second.node and (first.known or second.known):
        return first.node == second.node
    return bool(first.pronouns & second.pronouns) or first.cls == second.cls != _PERSON  # "Mr Berg", "Ms Berg"


def _join_family_names(chains: Chains, named: Sequence[int]) -> None:
    """Let "Heald" be Colette Heald, whatever the parser took it for, if she alone bore the name at its first use."""
    bearers: dict[str, list[int]] = {}
    for index in named:
        mention = chains.mentions[index]
        parts = mention.text.split()
        if mention.cls == _PERSON and len(parts) > 1:
            for part in (parts[0], parts[-1]):
                bearers.setdefault(part, []).append(index)
    used: set[str] = set()
    for index in named:
        mention = chains.mentions[index]
        if mention.text in bearers and mention.text not in used and not mention.known:
            used.add(mention.text)
            found = bearers[mention.text]
            people = {chains.of(other).key for other in [one for one in found if one < index] or found}
            if len(people) == 1:
                chains.join(people.pop(), index, "family name")


def _join_holders(chains: Chains, named: Sequence[int], holders: Mapping[int, str]) -> None:
    """Let "the prime minister" be who holds the office, once the person has been named."""
    people: dict[str, int] = {}
    for index in named:
        mention = chains.mentions[index]
        if mention.cls == _PERSON:
            people[mention.node] = index
        elif mention.cls == "Office" and mention.determiner != "indefinite":
            person = people.get(holders.get(mention.head, ""))
            if person is not None:
                chains.join(person, index, "holder")
