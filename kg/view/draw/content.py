"""The data of a page: the graph as plain values, each node and edge with its line of DOT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from textwrap import shorten

from kg.facts.selection import Counted, ordered
from kg.facts.status import statuses
from kg.model import Article, ArticleId, Entity, Factuality, Graph, NodeId, Statement
from kg.view.draw.acts import Act, acts, belongings, node_of, tone_of_statement, year_of
from kg.view.draw.cards import is_named
from kg.view.draw.choice import best, best_of, focused, said_in, title_of
from kg.view.draw.countries import shown_as
from kg.view.draw.dot import edge_line, legend_lines, node_line, preamble
from kg.view.draw.lanes import FAINT
from kg.view.draw.look import NONE, families, kind_shown, look_of, palette
from kg.view.draw.matrix import TINT, cells_of
from kg.view.draw.reading import WHYS, Marker, TextPiece, blocks
from kg.view.draw.scenes import scene_of
from kg.view.draw.sheet import credit_of, mixed
from kg.view.draw.story.choosing import weighed
from kg.view.draw.svg import svg
from kg.view.draw.values import DrawnNode, Edge, Layout, Theme, View

PageJson = dict[str, object]
MEANINGS = {
    Factuality.ASSERTED: "put forward as so",
    Factuality.PLANNED: "planned, not done",
    Factuality.EXPECTED: "expected, not done",
    Factuality.POSSIBLE: "may be or may not",
    Factuality.REQUESTED: "wished for or demanded",
    Factuality.CONDITIONAL: "under a condition",
    Factuality.DENIED: "said not to be so",
}


MOST_STATEMENTS = 5000
"""Of one page: with so many it answers at once, with many more it does not."""
_PHONE = 320  # pixels of a story on a narrow screen, which it is widened to
_MOST_STORIES = 12
"""Articles of a page up to which it has the story of each as the program draws it."""
_NOTE = "@note@"
"""Stands in the heading of a picture where the page puts its note."""


def content(graph: Graph, view: View) -> PageJson:
    """Everything that the page shows; plain values, in a fixed order.

    Of more than ``MOST_STATEMENTS`` those near the focus, or of the best connected, are given; the page says so.
    """
    graph, note = _part(graph, view)
    fitting = said_in(graph, view)
    names = {one.id for one in fitting}
    focus = focused(graph, view)
    shown = shown_as(graph, view).graph
    statements = tuple(one for one in ordered(shown) if one.id in names)
    numbers = {one.id: number for number, one in enumerate(statements)}
    every = best_first(acts(shown, statements))
    ends = [node.id for act in every for node in act.nodes if not node.is_act]
    known = statuses(shown)
    drawn = [node_of(shown, node, known) for node in dict.fromkeys([*ends, *sorted(focus)])]
    articles = _articles(shown, statements)
    said_of = {
        node for one in statements for node in (one.subject, one.object, one.attributed_to, one.reported_by) if node
    }
    preamble_of = partial(preamble, replace(view, theme=Theme.LIGHT))
    return {
        "title": title_of(graph) or "Graph",
        "note": note,
        "counted": asdict(Counted.of(fitting)),
        "detailsLeft": len(said_in(graph, replace(view, details=True))) - len(fitting),
        "credit": credit_of(graph, view.credit),
        "start": {
            "form": (view.layout or (Layout.NETWORK if focus else layouts(graph)[0])).value,
            "focus": sorted(focus),
            "hops": view.hops,
            "top": view.top,
            "theme": "dark" if view.theme is Theme.DARK else "",
        },
        "forms": _forms(graph, view),
        "preamble": list(preamble_of()),
        "heading": list(preamble_of(title_of(graph), _NOTE)),
        "noteHere": _NOTE,
        "legend": [{"kind": kind, "dot": line} for kind, line in legend_lines(Theme.LIGHT)],
        "whys": WHYS,
        "meanings": {one.value: words for one, words in MEANINGS.items()},
        "names": {node.kind: look_of(node.kind).name for node in drawn},
        "relations": {one.relation: one.relation_label for one in statements},
        "nodes": [_node(shown, node) for node in drawn],
        "labels": {node: shown.label(node) for node in sorted(said_of - {node.id for node in drawn})},
        "acts": [_act(act, numbers) for act in every],
        "ties": [_edge(edge) for edge in belongings(shown, drawn)],
        "cards": list(_cards(shown, statements, numbers)),
        "pairs": list(_pairs(shown, statements, numbers)),
        **_looks(),
        "statements": list(_statements(shown, statements, articles)),
        "articles": [
            _article(shown, one, statements, numbers)
            | {"drawn": story_sheets(of_article(graph, one.id)) if 1 < len(articles) <= _MOST_STORIES else {}}
            for one in articles
        ],
    }


def _part(graph: Graph, view: View) -> tuple[Graph, str]:
    """What of a graph a page has, and what that is in words where it is not all."""
    if len(graph.statements) <= MOST_STATEMENTS:
        return graph, ""
    focus = focused(graph, view)
    part = best_of(graph, focus, max(view.hops, 1), MOST_STATEMENTS)
    which = f"near {', '.join(sorted(map(graph.label, focus)))}" if focus else "of the best connected"
    here = Counted.of(part.statements).out_of(Counted.of(graph.statements))
    return part, f"{here} are on this page: those {which}. A focus shows others."


def best_first(every: Sequence[Act]) -> tuple[Act, ...]:
    """Acts in the order in which a picture takes them as long as there is room."""
    first = best(every)
    chosen = set(first)
    return (*first, *(act for act in every if act not in chosen))


def layouts(graph: Graph) -> tuple[Layout, ...]:
    """The kinds of pictures on a page, the usual one first."""
    first = (Layout.STORY,) if len(graph.articles) == 1 else (Layout.MATRIX, Layout.LANES)
    return (*first, Layout.NETWORK)


def _forms(graph: Graph, view: View) -> list[PageJson]:
    """Each kind of picture: those of scenes drawn, network and story of one of several left to the page."""
    found: list[PageJson] = [
        {
            "form": layout.value,
            "name": layout.value.capitalize(),
            "drawn": _sheets(graph, replace(view, layout=layout, theme=Theme.LIGHT)),  # the page darkens it
        }
        for layout in layouts(graph)
    ]
    if len(graph.articles) > 1:
        found.append({"form": Layout.STORY.value, "name": "Story of one article", "drawn": {}})
    return found


def of_article(graph: Graph, name: str) -> Graph:
    """What a graph tells from one article; without statements where it has no such article."""
    said = tuple(one for one in graph.statements if any(span.article == name for span in one.evidence))
    return replace(graph, articles=tuple(one for one in graph.articles if one.id == name), statements=said)


def story_sheets(graph: Graph) -> PageJson:
    """The story of an article, as a page of several shows it where nothing is left out."""
    return _sheets(graph, View(layout=Layout.STORY))


def _sheets(graph: Graph, view: View) -> PageJson:
    """What the program draws of a layout: a sheet for a wide screen, of a story one for a narrow one too."""
    if view.layout is Layout.NETWORK:
        return {}
    widths = {"wide": view.width, "narrow": _PHONE} if view.layout is Layout.STORY else {"wide": view.width}
    return {name: svg(scene_of(graph, replace(view, width=width))) for name, width in widths.items()}


def _node(graph: Graph, node: DrawnNode) -> PageJson:
    found = graph.nodes[node.id]
    entity = found if isinstance(found, Entity) else None
    name, kind = look_of(node.kind).name, kind_shown(node.kind)
    name = name if kind == node.kind else f"{name}: {node.kind}"
    return {
        "id": node.id,
        "label": node.label,
        "kind": kind,
        "name": name if node.is_fact else f"{name}, not told as a fact",
        "names": sorted(entity.alt_labels) if entity else [],
        "country": entity.country if entity else "",
        "wikidata": entity.wikidata if entity else "",
        "dot": node_line(node, Theme.LIGHT),
    }


def headline(article: Article, said: Iterable[Statement]) -> str:
    """The title of an article; without one the first words of its statements, and without these its id."""
    first = min((one.first_evidence for one in said if one.first_evidence.article == article.id), default=None)
    return article.title or (f"“{shorten(first.quote, 60, placeholder=' …')}”" if first and first.quote else article.id)


def _act(act: Act, numbers: Mapping[NodeId, int]) -> PageJson:
    between = next((node for node in act.nodes if node.is_act), None)
    return {
        "ends": list(act.ends),
        "nodes": [node.id for node in act.nodes],
        "said": sorted(numbers[one] for one in act.said),
        "open": act.is_open,
        "sentences": sorted(f"{article}:{start}" for article, start in act.sentences),
        "act": {"id": between.id, "dot": node_line(between, Theme.LIGHT)} if between else None,
        "edges": [_edge(edge) for edge in act.edges],
    }


def _edge(edge: Edge) -> PageJson:
    """An edge; its id in the picture is given where it is drawn, so that it is empty here."""
    return {"tail": edge.tail, "head": edge.head, "role": edge.role, "dot": edge_line(edge, Theme.LIGHT, "")}


def _cards(graph: Graph, said: Sequence[Statement], numbers: Mapping[NodeId, int]) -> Iterator[PageJson]:
    """What the page lays out by itself where filters leave a part of a picture: the heaviest card first."""
    found = weighed(graph, said)
    order = sorted(found.cards, key=lambda one: -found.weights[one.said[0]])
    for one in order:
        yield {
            "said": [numbers[each] for each in one.said],
            "text": one.text,
            "actor": one.actor,
            "target": one.target or "",
            "speaker": one.speaker,
            "family": one.family.name,
            "isFact": one.is_fact,
            "isAhead": one.is_ahead,
            "isWords": one.is_words,
            "firmness": one.firmness,
            "amounts": list(one.amounts),
            "answers": [place for place, other in enumerate(order) if other.event and other.event in one.answers],
        }


def _pairs(graph: Graph, said: Sequence[Statement], numbers: Mapping[NodeId, int]) -> Iterator[PageJson]:
    """The cells of a matrix, whose actors the page chooses again where filters leave a part of them."""
    for ends, cards in sorted(cells_of(graph, said).items()):
        told = [
            {
                "said": [numbers[each] for each in one.said],
                "text": one.text,
                "family": one.family.name,
                "isFact": one.is_fact,
                "firmness": one.firmness,
            }
            for one in cards
        ]
        yield {"ends": list(ends), "named": sum(is_named(graph, end) for end in ends), "cards": told}


def _looks() -> PageJson:
    """The signs and colours of families, the colours of either ground, and what the light ones are in the dark."""
    every = (*families().values(), NONE)
    light, dark = (asdict(palette(theme)) for theme in Theme)
    pairs = [*zip(light.values(), dark.values(), strict=True), *((one.light, one.dark) for one in every)]
    tints = [
        (mixed(one, light["ground"], part), mixed(other, dark["ground"], part))
        for one, other in pairs
        for part in (TINT, FAINT)
    ]
    return {
        "families": {one.name: {"sign": one.sign, "light": one.light, "dark": one.dark} for one in every},
        "inks": {Theme.LIGHT.value: light, Theme.DARK.value: dark},
        "darkened": dict([*tints, *reversed(pairs)]),
    }


def _statements(graph: Graph, said: Sequence[Statement], articles: Sequence[Article]) -> Iterator[PageJson]:
    places = {article.id: place for place, article in enumerate(articles)}
    days = graph.days
    for number, one in enumerate(said):
        time, year = one.time, year_of(one.time)
        first, last = (time.start, time.end) if time else (None, None)
        words = time.text if time else ""
        yield {
            "id": one.id,
            "number": number,
            "isMain": one.is_main,
            "subject": one.subject,
            "relation": one.relation,
            "label": one.relation_label,
            "object": one.object,
            "event": one.event or "",
            "factuality": one.factuality.value,
            "firmness": one.firmness,
            "condition": one.condition,
            "source": one.attributed_to or "",
            "reportedBy": one.reported_by or "",
            "tone": tone_of_statement(graph, one).value,
            # The words of the time, and the days where the words do not tell them: "this week · 2026-01".
            "when": words if year in words else " · ".join(filter(None, [words, year])),
            "first": str(first or ""),
            "last": str(last or ("9999-12-31" if first else "")),  # a begun time without an end is of any later day
            "published": min((str(days[span.article]) for span in one.evidence if span.article in days), default=""),
            "trust": one.trust.told,
            "confidence": one.confidence,
            "rule": one.rule,
            "subjectText": one.subject_text,
            "predicateText": one.predicate_text,
            "objectText": one.object_text,
            "sentence": one.label,
            "quote": one.first_evidence.quote,
            "articles": sorted({places[span.article] for span in one.evidence}),
            "spoken": _spoken(graph, one),
        }


def _spoken(graph: Graph, one: Statement) -> str:
    """A statement in plain words, for a tooltip and for those who hear the picture."""
    if one.label:
        return ", ".join(filter(None, [one.label, year_of(one.time)]))
    ends = [graph.label(one.subject), one.relation_label, "" if one.object == one.event else graph.label(one.object)]
    says = f"says {graph.label(one.voice)}" if one.voice and (one.attributed_to or not one.own_act) else ""
    more = [one.firmness, one.condition, says, year_of(one.time)]
    return ", ".join(filter(None, [" ".join(filter(None, ends)), *more]))


def _articles(graph: Graph, said: Iterable[Statement]) -> tuple[Article, ...]:
    """The articles that the statements stand on, those that the graph says nothing else of included."""
    named = sorted({span.article for one in said for span in one.evidence})
    known = {article.id: article for article in graph.articles}
    return tuple(known.get(name) or Article(ArticleId(name), "", ()) for name in named)


def _article(graph: Graph, article: Article, said: Sequence[Statement], numbers: Mapping[NodeId, int]) -> PageJson:
    here = [one for one in said if any(span.article == article.id for span in one.evidence)]
    marker = Marker.of(graph, here)

    def shown(piece: TextPiece) -> PageJson:
        marks = marker.marks(piece.text, [said[number] for number in piece.said])
        return {"text": piece.text, "said": list(piece.said), "why": piece.why, "marks": [list(mark) for mark in marks]}

    return {
        "id": article.id,
        "title": headline(article, here),
        "publisher": article.publisher,
        "date": str(article.date or ""),
        "isWhole": bool(article.text),
        "blocks": [
            {"kind": kind, "pieces": list(map(shown, pieces))} for kind, pieces in blocks(graph, article, numbers)
        ],
    }
