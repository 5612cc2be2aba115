"""The HTML pages: overview, questions, SPARQL, an entity's card, an article to paste."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote, urlencode

from kg.facts.selection import Counted, kind_of, ordered
from kg.facts.status import status_of
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Statement, Trust
from kg.store import Answer
from kg.store.questions import Parameter, Question, questions
from kg.turtle.terms import term_curie
from kg.view.draw.content import MOST_STATEMENTS, headline
from kg.view.draw.front import Front, front_body, front_style
from kg.view.draw.page import data_text, source_hash
from kg.view.serve.doubts import PairReview, pair_review
from kg.view.serve.library import ServedPart
from kg.view.serve.rows import answer_table, named_table, said_table

_MANY = 30
_PREFIXES = (
    "PREFIX kg: <https://w3id.org/newsgraph/ontology#>\n"
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n"
)
EXAMPLE = (
    _PREFIXES + "SELECT ?who ?whom ?how WHERE {\n"
    "  ?s rdf:predicate kg:imposedTariffOn ; rdf:subject/rdfs:label ?who ;\n"
    "     rdf:object/rdfs:label ?whom ; kg:factuality ?how .\n}\n"
)


def policy(*styles: str) -> str:
    """The Content-Security-Policy of these pages: their own script and styles, forms to this server."""
    script, allowed = source_hash(_asset("serve.js")), " ".join(map(source_hash, (_style(), *styles)))
    return (
        f"default-src 'none'; script-src {script}; style-src {allowed}; img-src data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def home(part: ServedPart, review: PairReview | None = None) -> str:
    """The overview page of a graph, with a way to the review of doubtful pairs where there is one."""
    graph = part.graph
    counts = Counter(node for one in graph.statements for node in (one.subject, one.object))
    top = [graph.nodes[node] for node, _ in counts.most_common() if isinstance(graph.nodes.get(node), Entity)]
    body = (
        f"{_left_out(part.note)}<p>{_counted(graph.articles, 'article')}, {_counted(graph.entities, 'entity')}, "
        f"{Counted.of(graph.statements)}.</p>"
        '<form action="/graph"><label>See what is linked to <input name="focus" list="entities" required></label>'
        '<label>hops <input name="hops" type="number" min="1" max="4" value="1"></label><button>Draw</button></form>'
        f"{_DATALIST}"
        '<p><a href="/graph">The best connected of the whole</a></p>'
        f"{_way_to(review)}"
        f"<h2>Most spoken of</h2><ul class=columns>{''.join(_entity_items(top[:_MANY], counts))}</ul>"
        f"<h2>Articles</h2><ul>{''.join(_article_items(graph))}</ul>"
        f"{_paste()}"
    )
    return _page("Graphs", body)


def front(values: Front) -> str:
    """The front page of several articles, with a way to the overview of the graph."""
    way = '<p><a href="/graphs">Names, articles, an article of yours</a></p>'
    return _page(values.title, way + front_body(values), front_style())


def _way_to(review: PairReview | None) -> str:
    told = f"<small>{escape(review.progress)}</small>" if review else ""
    return told and f'<p><a href="/review">Decide doubtful pairs</a> {told}</p>'


def review_page(review: PairReview) -> str:
    """The doubtful pair that waits for a reader."""
    return _page("The same, or not?", pair_review(review))


def card(part: ServedPart, node: NodeId) -> str:
    """An entity: its names, and every statement about it with its sentence."""
    graph = part.graph
    found = graph.nodes[node]
    fields = [("class", kind_of(found))]
    if isinstance(found, Entity):
        fields += [("also", "; ".join(sorted(found.alt_labels))), ("country", found.country)]
        fields += [("Wikidata", found.wikidata)]
    if isinstance(found, Event):
        fields += [("status", status_of(graph, node).line(graph))]
    about = [one for one in ordered(graph) if node in {one.subject, one.object}]
    table = f"<p>{Counted.of(about)}</p>{said_table(graph, about)}"
    picture = f'<p><a href="/graph?{urlencode({"focus": node})}">Draw what is linked to it</a></p>'
    return _page(graph.label(node), _left_out(part.note) + _definitions(fields) + picture + table)


def ask_page(part: ServedPart, text: str = "", answer: Answer | None = None, error: str = "") -> str:
    """Named questions as forms, below them an editor for SPARQL; above them the answer where something was asked."""
    graph = part.graph
    shown = answer_table(graph, answer) if answer else ""
    body = (
        f"{_left_out(part.note)}{_fault(error)}{shown}<h2>Questions</h2>"
        '<p><label>Find a question <input id="find" type="search"></label> <small id="found" role="status"></small></p>'
        f'<div class="questions" role="region" aria-label="Questions" tabindex="0">{_questions()}</div>{_DATALIST}'
        '<h2>SPARQL</h2><form action="/ask"><label for="sparql">Query; Ctrl+Space completes our terms</label>'
        f'<textarea id="sparql" name="sparql" rows="12" spellcheck="false">{escape(text or EXAMPLE)}</textarea>'
        '<div id="completions" role="listbox" aria-label="Completions" hidden></div><button>Ask</button></form>'
        f'<script type="application/json" id="terms">{data_text(_terms(graph))}</script>'
    )
    return _page("Ask", body)


def question_page(
    part: ServedPart, asked: Question, given: Mapping[str, str], answer: Answer | None = None, error: str = ""
) -> str:
    """A named question as it was asked, with its answer; the address of the page is a link to it."""
    shown = named_table(part.graph, answer) if answer else ""
    others = '<p><a href="/ask">Other questions</a></p>'
    return _page(asked.title, f"{_left_out(part.note)}{_form(asked, given)}{_DATALIST}{_fault(error)}{shown}{others}")


def day_page(text: str) -> str:
    """Asks for the day of an article that was pasted without one, and whose dateline gives none."""
    body = (
        "<p>No dateline tells the day of this article, and without it “last year” or “on Monday” has no date.</p>"
        '<form action="/articles" method="post"><label>The day it was published <input name="date" type="date"></label>'
        f'<label class="whole">The article <textarea name="text" rows="6" required>{escape(text)}</textarea></label>'
        '<button>Build its graph</button> <small role="status">Left empty, it is read without a date.</small></form>'
    )
    return _page("What day is it of?", body)


def drawn(page: str, shown: Counted, every: Counted, note: str = "") -> str:
    """A page of a graph with a way back, and with how much of all statements it has where that is not all."""
    told = f"{shown.out_of(every)} are on this page. " if shown != every else ""
    more = "A focus or an article, chosen under Graphs, shows others." if told else ""
    said = f"{told}{more} {escape(note)}".strip()
    return page.replace("<header>", f'<header><a href="/">Graphs</a> <small role="note">{said}</small>', 1)


def fault(message: str) -> str:
    """An error as a page."""
    return _page("That did not work", _fault(message) + '<p><a href="/">Back</a></p>')


def _page(title: str, body: str, style: str = "") -> str:
    more = f"<style>{style}</style>" if style else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<style>{_style()}</style>{more}</head><body><header><nav aria-label="Pages"><a href="/">Graphs</a> '
        f'<a href="/graph">Picture</a> <a href="/ask">Ask</a></nav></header><main><h1>{escape(title)}</h1>{body}</main>'
        f"<script>{_asset('serve.js')}</script></body></html>"
    )


def _entity_items(top: Iterable[object], counts: Counter[NodeId]) -> Iterator[str]:
    for entity in top:
        if isinstance(entity, Entity):
            address = f"/entity/{quote(entity.id, safe='')}"
            yield f'<li><a href="{address}">{escape(entity.label)}</a> <small>{counts[entity.id]}</small></li>'


def _article_items(graph: Graph) -> Iterator[str]:
    said: defaultdict[ArticleId, list[Statement]] = defaultdict(list)
    for one in graph.statements:
        for article_id in {span.article for span in one.evidence}:
            said[article_id].append(one)
    is_whole = len(graph.articles) > 1 and len(graph.statements) <= MOST_STATEMENTS
    for article in graph.articles:
        place = urlencode({"article": article.id})
        address = f"/graph#form=story&{place}" if is_whole else f"/graph?{place}"
        more = " · ".join(filter(None, [article.publisher, str(article.date or ""), str(Counted.of(said[article.id]))]))
        title = escape(headline(article, said[article.id]))
        yield f'<li><a href="{escape(address)}">{title}</a> <small>{escape(more)}</small></li>'


def _counted(things: Sequence[object], noun: str) -> str:
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{len(things):,} {noun if len(things) == 1 else many}"


def _paste() -> str:
    return (
        "<h2>An article of yours</h2>"
        '<form id="paste" action="/articles" method="post"><input type="hidden" name="ask" value="date">'
        '<label for="text">Paste it, title first, or choose a file'
        '</label><textarea id="text" name="text" rows="8" required></textarea>'
        '<label>Its date, from which "last year" is reckoned; its dateline may give it '
        '<input name="date" type="date"></label>'
        '<input type="file" id="file" accept=".txt,.md" aria-label="A text file"><button>Build its graph</button>'
        ' <small id="busy" role="status"></small></form>'
    )


@cache
def _questions() -> str:
    """The forms of our questions; read once, since all of their files are lexed."""
    return "".join(map(_question, questions()))


def _question(asked: Question) -> str:
    return f"<details><summary>{escape(asked.title)}</summary>{_form(asked, {})}</details>"


def _form(asked: Question, given: Mapping[str, str]) -> str:
    """The form of a question: its answer is at the address that it makes."""
    fields = "".join(
        f"<label>{escape(one.description)} {_field(one, given.get(one.name, ''))}</label>" for one in asked.parameters
    )
    return f'<form action="/ask/{quote(asked.name)}">{fields}<button>Ask</button></form>'


def _field(parameter: Parameter, value: str) -> str:
    """A parameter's field: a choice of firmnesses or of how sure, a day, names of the graph, or any words."""
    name, kind = escape(parameter.name), parameter.kind.value
    if choices := _CHOICES.get(kind):
        words = ("", *map(str.lower, choices))
        chosen = "".join(f"<option{' selected' if one == value.lower() else ''}>{one}</option>" for one in words)
        return f'<select name="{name}">{chosen}</select>'
    more = {"date": ' type="date"', "entity": ' list="entities"'}.get(kind, "")
    return f'<input name="{name}"{more} value="{escape(value)}">'


_CHOICES: Mapping[str, Sequence[str]] = {"factuality": tuple(Factuality), "trust": (Trust.SURE, Trust.LEAD)}
_DATALIST = '<datalist id="entities"></datalist>'
"""Filled by the names that begin as what is typed."""


def _terms(graph: Graph) -> Sequence[str]:
    relations = {term_curie(one.relation, "rel" if one.is_open else "kg") for one in graph.statements}
    used = {f"<{name}>" if "://" in name else name for name in relations}
    own = ("kg:Statement", "kg:factuality", "kg:attributedTo", "kg:start", "kg:end", "kg:event", "kg:evidence")
    return sorted({*used, *own, *(f"id:{node}" for node in graph.nodes)})


def _definitions(fields: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{name}<dd>{escape(value)}' for name, value in fields if value)}</dl>"


def _left_out(note: str) -> str:
    return note and f'<p role="note">{escape(note)}.</p>'


def _fault(message: str) -> str:
    return f'<p class="fault" role="alert">{escape(message)}</p>' if message else ""


@cache
def _asset(name: str) -> str:
    return (files("kg.view.serve") / "assets" / name).read_text(encoding="utf-8")


def _style() -> str:
    return _asset("serve.css")
