"""The data of a page: the graph as plain values, each node and edge with its line of DOT."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import accumulate, pairwise
from textwrap import shorten

from kg.errors import KgError
from kg.facts.selection import Counted, ordered, time_of
from kg.facts.status import statuses
from kg.model import Article, ArticleId, Block, BlockKind, Entity, Event, Graph, NodeId, Role, Statement
from kg.view.draw import choice
from kg.view.draw.cards import EDITED, Card, is_named
from kg.view.draw.days import span
from kg.view.draw.dot import edge_line, legend_lines, node_line, preamble
from kg.view.draw.look import NONE, families, kind_shown, look_of, page_table, palette
from kg.view.draw.matrix import TINT, cells_of, matrix
from kg.view.draw.scene import Scene, svg
from kg.view.draw.sheet import credit_of, mixed
from kg.view.draw.story.choosing import chosen, weighed
from kg.view.draw.story.hand import Hand
from kg.view.draw.story.strip import story
from kg.view.draw.values import DrawnNode, Edge, Layout, Theme, View

_GAP = "…"
_BEFORE = frozenset({BlockKind.DATELINE, BlockKind.LABEL})
_ELSEWHERE, _UNKNOWN, _ACTING = "elsewhere", "unknown", frozenset({"agent", "party", "target"})
_UNREAD = tuple(kind.value for kind in BlockKind if not kind.makes_statements)
WHYS = {kind: f"It is a {kind}; only titles and paragraphs are read" for kind in _UNREAD} | page_table("whys")
"""Why words make no statement, by what ``TextPiece.why`` says."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of text with the numbers of its statements, or why there are none."""

    text: str
    said: tuple[int, ...] = ()
    why: str = ""


@dataclass
class _Spans:
    """Where statements stand, where those stand that are not shown, and where none stand."""

    said: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    quotes: dict[tuple[int, int], str] = field(default_factory=dict)
    whys: dict[tuple[int, int], str] = field(default_factory=dict)


def blocks(
    graph: Graph, article: Article, numbers: Mapping[NodeId, int]
) -> Iterator[tuple[str, tuple[TextPiece, ...]]]:
    """The article block by block: its kind and its pieces; ``numbers`` are those of the statements that are shown.

    Where the graph has no text of the article, its sentences stand each in a block of its own, with a mark where
    words between them are missing.
    """
    spans = _Spans()
    for sentence in article.untold:
        spans.whys[sentence.start, sentence.end] = sentence.why.value
    for one in graph.statements:
        for told in one.evidence:
            if told.article == article.id:
                place = told.start, told.end
                spans.quotes[place] = told.quote
                if one.id in numbers:
                    spans.said.setdefault(place, []).append(numbers[one.id])
                else:
                    spans.whys[place] = _ELSEWHERE
    if not article.text:
        done = 0
        for start, end in sorted({*spans.said, *spans.whys}):
            words = spans.quotes.get((start, end)) or f"(words withheld: {start} to {end})"
            said = tuple(sorted(set(spans.said.get((start, end), ()))))
            gap = (TextPiece(f"{_GAP} "),) if start > done + 2 else ()
            yield BlockKind.PARAGRAPH.value, (*gap, TextPiece(words, said, "" if said else spans.whys[start, end]))
            done = max(done, end)
        return
    every = sorted({*spans.said, *spans.whys})
    reach = list(accumulate((end for _, end in every), max))  # how far any span up to this one goes
    before: tuple[TextPiece, ...] = ()  # a dateline, a label go before the words of their line
    for block in article.blocks or (Block(0, len(article.text), BlockKind.PARAGRAPH),):
        near = every[bisect_right(reach, block.start) : bisect_left(every, (block.end,))]
        pieces = (*before, *_pieces(article.text, block, spans, [one for one in near if one[1] > block.start]))
        before = pieces if block.kind in _BEFORE and article.text[block.end - 1] not in "\r\n" else ()
        if any(piece.text.strip() for piece in pieces) and not before:
            yield block.kind.value, pieces


def _pieces(text: str, block: Block, spans: _Spans, inside: Sequence[tuple[int, int]]) -> Iterator[TextPiece]:
    """A block cut at every border of a span: a piece is said by the statements of all spans that hold it.

    Why words outside all sentences make no statement is what their block is; of mere signs and space nothing is told.
    """
    borders = {block.start, block.end}
    borders |= {min(max(place, block.start), block.end) for span in inside for place in span}
    for start, end in pairwise(sorted(borders)):
        holding = [span for span in inside if span[0] <= start and end <= span[1]]
        said = tuple(sorted({number for span in holding for number in spans.said.get(span, ())}))
        why = next((spans.whys[span] for span in holding if span in spans.whys), "")
        if not why and any(map(str.isalnum, text[start:end])):
            why = _UNKNOWN if block.kind.makes_statements else block.kind.value
        yield TextPiece(text[start:end], said, "" if said else why)


Mark = tuple[int, int, str]
"""Start and end in a stretch of text, and what the words are: ``name``, ``time`` or ``source``."""
_UNNAMED = frozenset({"Topic", "Commodity", "Group", "Policy"})  # classes of what an article speaks of without a name
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Marker:
    """Marks in the text of an article; ``names`` are the names that it has, by their first words."""

    graph: Graph
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, graph: Graph, said: Iterable[Statement]) -> "Marker":
        """The marker of an article with these statements."""
        ends = {node for one in said for node in (one.subject, one.object, one.attributed_to) if node}
        named = [one for end in ends if isinstance(one := graph.nodes.get(end), Entity) and one.cls not in _UNNAMED]
        names = {name for one in named for name in (one.label, *one.alt_labels)}
        found = {name for name in names if name[:1].isupper() and _WORD.match(name)}
        by_word: dict[str, list[str]] = {}
        for name in sorted(found, key=lambda name: (-len(name), name)):
            by_word.setdefault(_WORD.findall(name)[0], []).append(name)
        return cls(graph, {word: tuple(names) for word, names in by_word.items()})

    def marks(self, text: str, said: Sequence[Statement]) -> tuple[Mark, ...]:
        """The marks in a stretch of text on which statements stand, in order; none overlaps another."""
        nodes = self.graph.nodes
        sources = {node for one in said for node in (one.attributed_to, one.reported_by) if node}
        named = (one for node in sources if isinstance(one := nodes.get(node), Entity))
        names = {name for one in named for name in (one.label, *one.alt_labels)}
        events = (nodes.get(one.event) for one in said if one.event)
        times = [*(one.time for one in said), *(event.time for event in events if isinstance(event, Event))]
        found = [mark for name in sorted(names) for mark in _places(text, name, "source")]
        found += [
            mark
            for words in sorted({time.text for time in times if time and time.text})
            for mark in _places(text, words, "time")
        ]
        for word in _WORD.finditer(text):
            start = word.start()
            names_here = (name for name in self.names.get(word[0], ()) if text.startswith(name, start))
            ends = (start + len(name) for name in names_here)
            end = next((end for end in ends if not text[end : end + 1].isalnum()), None)
            found += [(start, end, "name")] if end else []
        kept: list[Mark] = []
        for mark in sorted(found, key=lambda mark: (mark[0] - mark[1], mark[2] != "source", mark)):
            if all(mark[1] <= other[0] or mark[0] >= other[1] for other in kept):
                kept.append(mark)
        return tuple(sorted(kept))


def _places(text: str, words: str, part: str) -> Iterator[Mark]:
    """Where words stand in a text, whatever the case of their first letter."""
    either = (
        f"[{re.escape(words[0].upper())}{re.escape(words[0].lower())}]" if words[:1].isalpha() else re.escape(words[:1])
    )
    pattern = rf"(?<!\w){either}{re.escape(words[1:])}(?!\w)" if words else r"(?!)"
    yield from ((found.start(), found.end(), part) for found in re.finditer(pattern, text))


_NETWORKS = frozenset({"dot", "mermaid"})  # formats in which only a network is drawn


def layout_of(graph: Graph, form: str, view: View) -> Layout:
    """The requested layout, by default the story for one article and the matrix for several."""
    return view.layout or (Layout.NETWORK if form in _NETWORKS else _usual(graph))


def scene_of(graph: Graph, view: View) -> Scene:
    """The scene of a graph; ``KgError`` for a name that it lacks, and for a network, which Graphviz lays out."""
    said = choice.said_near(graph, view)
    if view.by_country:
        graph = choice.by_country(graph).graph
        wanted = {one.id for one in said}
        said = tuple(one for one in graph.statements if one.id in wanted)
    match view.layout or _usual(graph):
        case Layout.STORY:
            return story(graph, said, view)
        case Layout.MATRIX:
            return matrix(graph, said, view)
        case Layout.NETWORK:
            raise KgError("a network is no scene", hint="kg.view.draw.picture")


def _usual(graph: Graph) -> Layout:
    return Layout.STORY if len(graph.articles) == 1 else Layout.MATRIX


PageJson = dict[str, object]
MOST_STATEMENTS = 5000
"""Of one page: with so many it answers at once, with many more it does not."""
_PHONE = 320  # pixels of a story on a narrow screen, which it is widened to
_MOST_STORIES = 12  # articles of a page up to which it has the story of each as the program draws it
_NOTE = "@note@"  # stands in the heading of a picture where the page puts its note


def content(graph: Graph, view: View) -> PageJson:
    """Everything that the page shows; plain values, in a fixed order.

    Of more than ``MOST_STATEMENTS`` those near the focus, or of the best connected, are given; the page says so.
    """
    graph, note = _part(graph, view)
    fitting = choice.said_in(graph, view)
    names = {one.id for one in fitting}
    focus = choice.focused(graph, view)
    shown = choice.shown_as(graph, view).graph
    statements = tuple(one for one in ordered(shown) if one.id in names)
    numbers = {one.id: number for number, one in enumerate(statements)}
    unordered = choice.acts(shown, statements)  # in the order in which a picture takes them as long as there is room
    every = tuple(dict.fromkeys((*choice.best(unordered), *unordered)))
    ends = [node.id for act in every for node in act.nodes if not node.is_act]
    known = statuses(shown)
    drawn = [choice.node_of(shown, node, known) for node in dict.fromkeys([*ends, *sorted(focus)])]
    # Those that the statements stand on, those that the graph says nothing else of included.
    named = sorted({span.article for one in statements for span in one.evidence})
    described = {article.id: article for article in shown.articles}
    articles = tuple(described.get(name) or Article(ArticleId(name), "", ()) for name in named)
    said_of = {node for one in statements for node in (one.subject, one.object, one.attributed_to, one.reported_by)}
    preamble_of = partial(preamble, replace(view, theme=Theme.LIGHT))
    return {
        "title": choice.title_of(graph) or "Graph",
        "note": note or choice.lack(graph, view),
        "counted": asdict(Counted.of(fitting)),
        "detailsLeft": len(choice.said_in(graph, replace(view, details=True))) - len(fitting),
        "credit": credit_of(graph, view.credit),
        "start": {
            "form": (view.layout or (Layout.NETWORK if focus else layouts(graph)[0])).value,
            "focus": sorted(focus),
            "hops": view.hops,
            "top": view.top,
            "theme": "dark" if view.theme is Theme.DARK else "",
        },
        "forms": list(_forms(graph, view)),
        "preamble": list(preamble_of()),
        "heading": list(preamble_of(choice.title_of(graph), _NOTE)),
        "noteHere": _NOTE,
        "legend": [{"kind": kind, "dot": line} for kind, line in legend_lines(Theme.LIGHT)],
        "whys": WHYS,
        "meanings": page_table("meanings"),
        "names": {node.kind: look_of(node.kind).name for node in drawn},
        "relations": {one.relation: one.relation_label for one in statements},
        "nodes": [_node(shown, node) for node in drawn],
        "labels": {node: shown.label(node) for node in sorted(filter(None, said_of - {node.id for node in drawn}))},
        "acts": [_act(act, numbers) for act in every],
        "ties": [_edge(edge) for edge in choice.belongings(shown, drawn)],
        "cards": list(_cards(shown, statements, numbers)),
        "pairs": list(_pairs(shown, statements, numbers)),
        **_looks(view.hand or Hand()),
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
    focus = choice.focused(graph, view)
    part = choice.best_of(graph, focus, max(view.hops, 1), MOST_STATEMENTS)
    which = f"near {', '.join(sorted(map(graph.label, focus)))}" if focus else "of the best connected"
    here = Counted.of(part.statements).out_of(Counted.of(graph.statements))
    return part, f"{here} are on this page: those {which}. A focus shows others."


def layouts(graph: Graph) -> tuple[Layout, ...]:
    """The kinds of pictures on a page, the usual one first."""
    first = (Layout.STORY,) if len(graph.articles) == 1 else ()
    return (*first, Layout.MATRIX, Layout.NETWORK)


def _forms(graph: Graph, view: View) -> Iterator[PageJson]:
    """Each kind of picture: those of scenes drawn, network and story of one of several left to the page."""
    for layout in layouts(graph):
        sheets = _sheets(graph, replace(view, layout=layout, theme=Theme.LIGHT))  # the page darkens it
        yield {"form": layout.value, "name": layout.value.capitalize(), "drawn": sheets}
    if len(graph.articles) > 1:
        yield {"form": Layout.STORY.value, "name": "Story of one article", "drawn": {}}


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


def _act(act: choice.Act, numbers: Mapping[NodeId, int]) -> PageJson:
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
    picked = chosen(graph, said) if len(graph.articles) == 1 else None
    shown = {one.said[0]: one for one in (*picked.acts, *picked.words)} if picked else {}
    order = [shown.get(one.said[0], one) for one in sorted(found.cards, key=lambda one: -found.weights[one.said[0]])]
    places = dict[NodeId | None, list[int]]()
    for place, one in enumerate(order):
        places.setdefault(one.event, []).append(place)
    for one in order:
        yield _card(one, numbers) | {
            "actor": one.actor,
            "target": one.target or "",
            "speaker": one.speaker,
            "isAhead": one.is_ahead,
            "isWords": not one.is_act,
            "isChosen": one.said[0] in shown,
            "amounts": list(one.amounts),
            "answers": sorted(place for event in one.answers if event for place in places.get(event, ())),
        }


def _card(one: Card, numbers: Mapping[NodeId, int]) -> PageJson:
    said, family = [numbers[each] for each in one.said], one.family.name
    return {"said": said, "text": one.text, "family": family, "isFact": one.is_fact, "firmness": one.firmness}


def _pairs(graph: Graph, said: Sequence[Statement], numbers: Mapping[NodeId, int]) -> Iterator[PageJson]:
    """The cells of a matrix, whose actors the page chooses again where filters leave a part of them."""
    for ends, cards in sorted(cells_of(graph, said).items()):
        told = [_card(one, numbers) for one in cards]
        actor, target = (is_named(graph, end) for end in ends)
        yield {"ends": list(ends), "named": 2 * actor + target, "cards": told}


def _looks(hand: Hand) -> PageJson:
    """Families' signs and colours, those of either ground, what the light ones are in the dark; an editor's changes."""
    edits = [asdict(edit).items() for edit in hand.cards]
    every = (*families().values(), NONE)
    light, dark = (asdict(palette(theme)) for theme in Theme)
    pairs = [*zip(light.values(), dark.values(), strict=True), *((one.light, one.dark) for one in every)]
    tints = [(mixed(one, light["ground"], TINT), mixed(other, dark["ground"], TINT)) for one, other in pairs]
    return {
        "families": {one.name: {"sign": one.sign, "light": one.light, "dark": one.dark} for one in every},
        "inks": {Theme.LIGHT.value: light, Theme.DARK.value: dark},
        "darkened": dict([*tints, *reversed(pairs)]),
        "edits": [{name: str(value) if name == "day" else value for name, value in one if value} for one in edits],
        "editedAs": {"title": hand.title, "note": hand.note},
        "edited": EDITED,
    }


def _statements(graph: Graph, said: Sequence[Statement], articles: Sequence[Article]) -> Iterator[PageJson]:
    places, days = {article.id: place for place, article in enumerate(articles)}, graph.days
    roles: Mapping[NodeId | None, Iterable[Role]] = {event.id: event.roles for event in graph.events}
    for number, one in enumerate(said):
        when = span(time := time_of(graph, one))
        first, last, words = (time.start, time.end, time.text) if time else (None, None, "")
        # In plain words, for a tooltip and for those who hear the picture.
        spoken = [one.label, when]
        if not one.label:
            value = "" if one.object == one.event else graph.label(one.object)
            ends = " ".join(filter(None, [graph.label(one.subject), one.relation_label, value]))
            says = f"says {graph.label(one.voice)}" if one.voice and (one.attributed_to or not one.own_act) else ""
            spoken = [ends, one.firmness, one.condition, says, when]
        yield {
            "id": one.id,
            "number": number,
            "isMain": one.is_main,
            "subject": one.subject,
            "relation": one.relation,
            "label": one.relation_label,
            "object": one.object,
            "event": one.event or "",
            "parts": sorted({role.filler for role in roles.get(one.event, ()) if role.name in _ACTING}),
            "factuality": one.factuality.value,
            "firmness": one.firmness,
            "condition": one.condition,
            "source": one.attributed_to or "",
            "reportedBy": one.reported_by or "",
            "tone": choice.tone_of_statement(graph, one).value,
            # The words of the time, and the days where the words do not tell them: "this week · 12–18 Jan 2026".
            "when": words if when in words else " · ".join(filter(None, [words, when])),
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
            "spoken": ", ".join(filter(None, spoken)),
        }


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
