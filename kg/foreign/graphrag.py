"""GraphRAG's "bring your own graph": the tables of its index in Parquet; tried with graphrag 3.3.0.

Communities and their reports are made here, of the best statements, so that no model is needed to make an index.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kg.convert import FolderFormat, Style
from kg.convert.formats.parquet import footer_has, table_of
from kg.foreign.retrieval import Retrieval, by_passage, in_words, retrieval
from kg.model import Graph
from kg.model.json import Json

_CHARACTERS = 4  # of a token, about
_NAMED, _FINDINGS, _HIGHEST = 3, 20, 10
_PLACE = {"community": int, "level": int, "parent": int, "children": tuple}
_TABLES: Mapping[str, Mapping[str, type]] = {
    "entities": {
        "title": str, "type": str, "description": str, "text_unit_ids": list, "frequency": int, "degree": int,
        "iri": str,
    },
    "relationships": {
        "source": str, "target": str, "description": str, "weight": float, "combined_degree": int,
        "text_unit_ids": list, "relation": str, "firmness": str, "says": list, "fact": str,
    },
    "text_units": {
        "text": str, "n_tokens": int, "document_id": str, "entity_ids": list, "relationship_ids": list,
        "covariate_ids": list,
    },
    "documents": {"title": str, "text": str, "text_unit_ids": list, "creation_date": str, "raw_data": str},
    "communities": {
        **_PLACE, "title": str, "entity_ids": list, "relationship_ids": list, "text_unit_ids": list, "period": str,
        "size": int,
    },
    "community_reports": {
        **_PLACE, "title": str, "summary": str, "full_content": str, "rank": float, "rating_explanation": str,
        "findings": dict, "full_content_json": str, "period": str, "size": int,
    },
}  # fmt: skip
"""The columns of each table behind ``id`` and ``human_readable_id``; those that are ours alone come last."""
_NUMBERED = ("human_readable_id", "id")
_Row = tuple[Json, ...]
"""The id and the cells of a table's columns, in their order."""


def _contents(graph: Graph, style: Style) -> tuple[bytes, ...]:
    found = retrieval(graph, style)
    degrees = Counter(end.id for edge in found.edges for end in (edge.source, edge.target))
    tables: Mapping[str, list[_Row]] = {name: [] for name in _TABLES}
    for node in found.nodes:
        passages = list[Json](node.passages)
        row = node.id, node.name, node.cls, node.description, passages, len(passages), degrees[node.id], node.iri
        tables["entities"].append(row)
    for edge in found.edges:
        both = degrees[edge.source.id] + degrees[edge.target.id]
        told = edge.label, edge.firmness, list[Json](edge.sources), str(edge.fact).lower()
        ends = edge.ids[0], edge.source.name, edge.target.name
        tables["relationships"].append((*ends, edge.description, edge.weight, both, list[Json](edge.passages), *told))
    nodes, edges = by_passage(found.nodes), by_passage(found.edges)
    for one in found.passages:
        inside: list[Json] = [node.id for node in nodes[one.id]]
        related: list[Json] = [edge.ids[0] for edge in edges[one.id]]
        length = len(one.text) // _CHARACTERS + 1
        tables["text_units"].append((one.id, one.text, length, one.article.id, inside, related, []))
    for article, units in found.by_article():
        text, names = "\n\n".join(one.text for one in units), list[Json](one.id for one in units)
        raw = json.dumps({"url": article.url, "publisher": article.publisher}, ensure_ascii=False)
        tables["documents"].append((article.id, article.title or article.id, text, names, str(article.date or ""), raw))
    for community, report in _communities(graph, style, found, degrees):
        tables["communities"].append(community)
        tables["community_reports"].append(report)
    return tuple(
        table_of(
            [dict(zip((*_NUMBERED, *columns), (number, *row), strict=True)) for number, row in enumerate(tables[name])],
            {"id": str, "human_readable_id": int, **columns},
        )
        for name, columns in _TABLES.items()
    )


def _communities(
    graph: Graph, style: Style, found: Retrieval, degrees: Mapping[str, int]
) -> Iterator[tuple[_Row, _Row]]:
    """The communities of one level, each with its report; nodes without an edge are in none."""
    from kg.convert.networks import whole_network
    from kg.graph.analysis import communities

    numbers = {edge.ids[0]: number for number, edge in enumerate(found.edges)}
    period = str(max(graph.days.values(), default=""))
    said = {str(one.id): one for one in graph.statements}
    for number, one in enumerate(communities(whole_network(graph, style.vocabulary))):
        best = sorted(
            (said[key] for key in one.statements if key in said),
            key=lambda told: (not told.is_main, -told.worth, told.id),
        )
        passages = dict.fromkeys(name for key in one.statements for name in found.edges[numbers[key]].passages)
        place: _Row = (f"community-{number}", number, 0, -1, [])
        inside = list[Json](one.members), list[Json](one.statements), list[Json](passages)
        names = sorted(one.members, key=lambda name: (-degrees[name], name))[:_NAMED]
        findings = [(in_words(graph, told), numbers[told.id]) for told in best[:_FINDINGS]]
        told = _report(", ".join(map(graph.label, names)), findings, float(min(len(best), _HIGHEST)))
        size = len(one.members)
        yield (*place, f"Community {number}", *inside, period, size), (*place, *told, period, size)


def _report(title: str, findings: Sequence[tuple[str, int]], rank: float) -> _Row:
    """A report in the words of statements, each with the relationship that it is, as the model is asked to cite it."""
    cited = [f"{text} [Data: Relationships ({number})]" for text, number in findings]
    summary = "\n".join(cited[:_NAMED])
    found: list[Json] = [
        {"summary": text, "explanation": line} for (text, _), line in zip(findings, cited, strict=True)
    ]
    why = f"The number of statements, {_HIGHEST} at most."
    told = {"title": title, "summary": summary, "findings": found, "rating_explanation": why}
    content = "\n".join([f"# {title}", "", *(f"- {line}" for line in cited)])
    return title, summary, content, rank, why, found, json.dumps(told, ensure_ascii=False)


FORMAT = FolderFormat(
    name="graphrag",
    description="GraphRAG: the tables of its index, for graphrag query; needs pyarrow",
    files=tuple(f"{name}.parquet" for name in _TABLES),
    contents=_contents,
    recognizes=footer_has(b"human_readable_id", b"newsgraph"),
)
