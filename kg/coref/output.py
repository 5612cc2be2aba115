"""Chains become span groups, and span groups the rows of ``kg mentions``; the links by which one leads to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from kg.coref.chains import Chain, Chains, CorefLink, Kind
from kg.coref.names import group_nodes, names
from kg.parse.provenance import COREF, rule_id
from kg.parse.tree import Doc, Parsed, Span, tree

GROUP = "corefs"
OPEN = "kg.open_pronouns"
AMBIGUOUS = "kg.ambiguous_pronouns"
LINKS = "kg.coref_links"
TOGETHER = "kg.coref_groups"
Place = tuple[int, int]
"""Start and end of a mention, in tokens."""


class EntityRow(TypedDict):
    """A mention in characters of the text, and what it stands for."""

    start: int
    end: int
    text: str
    entity: str
    """Node id, or "cluster-7" where no name tells."""
    cls: str


def write(doc: Doc, chains: Chains) -> None:
    """Put clusters and open pronouns on a Doc."""
    groups = group_nodes(doc)
    kept = [chain for chain in chains if _is_told(chain, chains)]
    doc.spans[GROUP] = [
        span
        for number, chain in enumerate(kept, start=1)
        for span in _spans(doc, chain, chains, (str(number), _node(chain, chains, groups)))
    ]
    doc.user_data[LINKS] = [_link(link, chains) for link in chains.links]
    doc.user_data[TOGETHER] = list(_together(chains))
    doc.user_data[OPEN] = [[mention.start, mention.end] for mention in (chains.mentions[i] for i in chains.open)]
    doc.user_data[AMBIGUOUS] = [chains.mentions[index].head for index in chains.open if index in chains.ambiguous]


def _link(link: CorefLink, chains: Chains) -> list[int | str]:
    """Start and end of a mention and of its antecedent, and the rule that joined them."""
    mention, antecedent = chains.mentions[link.mention], chains.mentions[link.antecedent]
    return [mention.start, mention.end, antecedent.start, antecedent.end, link.rule]


def _together(chains: Chains) -> Iterator[list[int | str]]:
    """Start and end of each mention that stands for several named things, and their nodes."""
    for chain in chains:
        nodes = next((found for member in chain.members if (found := _nodes(chains, member))), ())
        for mention in (chains.mentions[member] for member in chain.members) if nodes else ():
            if mention.kind is not Kind.LIST:
                yield [mention.start, mention.end, *nodes]


def _nodes(chains: Chains, index: int) -> tuple[str, ...]:
    """The nodes of a pair or of the members of a list; none where one of them has none."""
    mention = chains.mentions[index]
    heads = (chains.at(head) for head in mention.members)
    members = chains.groups.get(index) or tuple(member for member in heads if member is not None)
    nodes = tuple(chains.of(member).node for member in members)
    return nodes if all(nodes) and len(set(nodes)) == len(nodes) >= len(mention.members) else ()


def _is_told(chain: Chain, chains: Chains) -> bool:
    """Two mentions or more, or one that leads to a name which is itself no mention ("Canadian ... the country")."""
    seen = [member for member in chain.members if chains.mentions[member].kind is not Kind.ADJECTIVE]
    unnamed = any(chains.mentions[member].kind is not Kind.NAME for member in seen)
    return len(seen) > 1 or (bool(chain.node) and unnamed)


def _node(chain: Chain, chains: Chains, groups: Mapping[int, str]) -> str:
    if chain.node:
        return chain.node
    found = (groups.get(chains.mentions[member].head, "") for member in chain.members)
    return next((node for node in found if node), "")


def _spans(doc: Doc, chain: Chain, chains: Chains, key: tuple[str, str]) -> Iterator[Span]:
    for member in chain.members:
        mention = chains.mentions[member]
        if mention.kind is not Kind.ADJECTIVE:
            yield Span(doc, mention.start, mention.end, label=chain.cls, kb_id=key[1], span_id=key[0])


def clusters(doc: Parsed) -> tuple[tuple[Span, ...], ...]:
    """The clusters on a Doc, each in order of the text; none where ``kg_coref`` has not run."""
    found: dict[str, list[Span]] = {}
    for span in tree(doc).spans.get(GROUP):
        found.setdefault(span.id_, []).append(span)
    return tuple(tuple(spans) for spans in found.values())


def entity_rows(doc: Parsed) -> list[EntityRow]:
    """Every mention of a cluster, and every name that is in none, in order of the text.

    A mention is one row, as long as OntoNotes marks it; demonyms before a noun ("Canadian officials") are none.
    """
    parse = tree(doc)
    rows = [_row(span, span.kb_id_ or f"cluster-{span.id_}") for spans in clusters(parse) for span in spans]
    told = {(token.i, span.kb_id_) for spans in clusters(parse) for span in spans for token in span}
    rows += [
        _row(Span(parse, name.start, name.end, label=name.cls), name.node)
        for name in names(parse)
        if name.node and not name.adjective and (name.root, name.node) not in told
    ]
    return sorted(rows, key=lambda row: (row["start"], -row["end"], row["entity"]))


def _row(span: Span, entity: str) -> EntityRow:
    end = _end(span)
    return EntityRow(
        start=span.start_char, end=end, text=span.doc.text[span.start_char : end], entity=entity, cls=span.label_
    )


def _end(span: Span) -> int:
    """The end of a mention; the genitive's mark counts where it is a word of its own, as in treebanks."""
    last = span[-1]
    glued = last.tag_ == "POS" and len(span) > 1 and not span[-2].whitespace_
    return span[-2].idx + len(span[-2]) if glued else span.end_char


@dataclass(frozen=True)
class CorefLinks:
    """The pairs of mentions that coreference joined: a forest, for it joins only what stood apart."""

    beside: Mapping[Place, tuple[tuple[Place, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> CorefLinks:
        """Those that coreference left on a Doc; none where it has not run."""
        found: dict[Place, tuple[tuple[Place, str], ...]] = {}
        for start, end, first, last, rule in doc.user_data.get(LINKS, ()):
            mention, antecedent = (start, end), (first, last)
            found[mention] = (*found.get(mention, ()), (antecedent, rule))
            found[antecedent] = (*found.get(antecedent, ()), (mention, rule))
        return cls(found)

    def steps(self, mention: Span, other: Span) -> tuple[str, ...]:
        """The ids of the steps from one mention to another of its chain, each once; none where nothing joins them."""
        goal = (other.start, other.end)
        waiting: deque[tuple[Place, tuple[str, ...]]] = deque([((mention.start, mention.end), ())])
        seen = {(mention.start, mention.end)}
        while waiting:
            place, path = waiting.popleft()
            if place == goal:
                return tuple(dict.fromkeys(path))
            for following, rule in self.beside.get(place, ()):
                if following not in seen:
                    seen.add(following)
                    waiting.append((following, (*path, rule_id(COREF, rule))))
        return ()
