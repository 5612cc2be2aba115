"""The HTML pages: overview, questions, SPARQL, an entity's card, an article to paste."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.facts.selection import Counted, ordered
from kg.facts.status import LEAD, status_of
from kg.facts.wording import counted
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Statement, Trust
from kg.store import Answer
from kg.store.questions import Parameter, Question, questions
from kg.turtle.terms import term_curie
from kg.view.draw.content import MOST_STATEMENTS, headline
from kg.view.draw.front import Front, front_body, front_style
from kg.view.draw.look import page_table
from kg.view.draw.page import data_text, source_hash
from kg.view.serve.library import ServedPart

if TYPE_CHECKING:
    from kg.several.pairs import PairJudging

_FIRMNESS = {name: f"{name.lower()}: {told}" for name, told in page_table("meanings").items()}

_FORMULA = ("=", "+", "-", "@", "\t")  # how a cell begins that a spreadsheet would run
_LABEL, _STATEMENT = "label", "statement"
"""Columns of named questions: the words of a statement, and its id."""


def said_table(graph: Graph, said: Iterable[Statement]) -> str:
    """Statements with their sentences and articles; what no source says its publisher does, else the article."""
    published = {one.id: one.publisher for one in graph.articles}

    def voice(one: Statement) -> str:
        told = " as reported by ".join(_link(graph, node) for node in (one.attributed_to, one.reported_by) if node)
        by = [published[span.article] for span in sorted(one.evidence) if published.get(span.article)]
        return told or escape(f"{' and '.join(dict.fromkeys(by))} itself" if by else "the article itself")

    def how_firm(one: Statement) -> str:
        is_turned = one.negated and one.factuality is not Factuality.DENIED
        told = one.firmness if is_turned else firmness(one.factuality.value)
        return ", ".join(filter(None, [told, one.condition, LEAD if one.is_lead else ""]))

    rows = (
        f"<tr><td>{_link(graph, one.subject)}<td>{escape(one.relation_label)}<td>{_link(graph, one.object)}"
        f"<td>{voice(one)}<td>{escape(how_firm(one))}<td>{_sentence(graph, one)}"
        for one in said
    )
    names = ("subject", "relation", "object", "who says so", "how firm", "sentence")
    head = "".join(f'<th scope="col">{name}' for name in names)
    return _scrolled(f"<table><tr>{head}{''.join(rows)}</table>", "Statements")


def answer_table(graph: Graph, answer: Answer, *, named: bool = False) -> str:
    """The answer to a query: nodes lead to their cards, and a row that names a statement has its sentence.

    Of a named question its statements are links in their own words, and empty columns are left out.
    """
    if not named and (answer.kind == "graph" or not answer.variables):
        return f"<h2>Answer</h2><pre>{escape(answer.body.decode(errors='replace'))}</pre>"
    rows = [{name: answer.short(row.get(name) or "") for name in answer.variables} for row in answer.rows()]
    columns = [name for name in answer.variables if not named or any(row[name] for row in rows)]
    if named and _LABEL in columns and _STATEMENT in columns:
        columns = [_LABEL, *(name for name in columns if name not in {_LABEL, _STATEMENT})]
    said = {f"id:{one.id}": one for one in graph.statements}
    names = {entity.label: entity.id for entity in graph.entities}

    def cell(column: str, value: str, told: Statement | None) -> str:
        """A value: nodes, names of entities, statements and their words are links to where they are told of."""
        node = names.get(value) or NodeId(value.removeprefix("id:"))
        one = told if column == _LABEL else said.get(value)
        if one and value:
            return _address(_place(one), value)
        if node != value and node in graph.nodes:
            return _link(graph, node, value)
        return escape(firmness(value))

    told = [next((said[value] for value in row.values() if value in said), None) for row in rows]
    head = "".join(f'<th scope="col">{escape(name)}' for name in columns)
    head += '<th scope="col">sentence' if any(told) else ""
    shown = ""
    for row, one in zip(rows, told, strict=True):
        cells = ((' class="words"' if name == _LABEL else "", cell(name, row[name], one)) for name in columns)
        shown += f"<tr>{''.join(f'<td{wide}>{words}' for wide, words in cells)}"
        shown += f"<td>{_sentence(graph, one)}" if one else ""
    left = "; the rest is left out" if answer.truncated else ""
    caption = f"<caption>{answer.count} row{'' if answer.count == 1 else 's'}{left}</caption>"
    table = f"<table>{caption}<tr>{head}{shown}</table>"
    return f"<h2>Answer</h2>{_scrolled(table, 'Answer')}{_download(graph, answer.variables, rows, told)}"


def _download(
    graph: Graph, columns: Sequence[str], rows: Sequence[Mapping[str, str]], told: Sequence[Statement | None]
) -> str:
    """A link that saves an answer as CSV, each row with its sentence and article; a cell is never run as a formula."""
    writer = csv.writer(made := StringIO())
    published = {one.id: one.publisher for one in graph.articles}
    writer.writerow([*columns, "quote", "article", "publisher"])
    for row, one in zip(rows, told, strict=True):
        span = one.first_evidence if one else None
        source = [span.quote, span.article, published.get(span.article, "")] if span else ["", "", ""]
        cells = [*(row[name] for name in columns), *source]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    address = f"data:text/csv;charset=utf-8,{quote(made.getvalue())}"
    return f'<p><a download="answer.csv" href="{address}">CSV</a></p>'


def firmness(value: str) -> str:
    """A factuality in words; any other value as it is."""
    return _FIRMNESS.get(value.removeprefix("kg:"), value)


def _scrolled(table: str, name: str) -> str:
    """A table in a frame of its own: on a narrow screen it is scrolled, and its columns never break words."""
    return f'<div class="scrolled" role="region" tabindex="0" aria-label="{name}">{table}</div>'


def _sentence(graph: Graph, said: Statement) -> str:
    """The sentence, and a way to it in its article, where the statement is selected."""
    span = said.first_evidence
    found = next((one for one in graph.articles if one.id == span.article), None)
    title = " · ".join(filter(None, [found.publisher, found.title])) if found else ""
    return f"{escape(' '.join(span.quote.split()))} <small>{_address(_place(said), title or span.article)}</small>"


def _place(said: Statement) -> str:
    """The address at which a statement is selected, in its article."""
    article = said.first_evidence.article
    return f"/graph?{urlencode({'article': article})}#{urlencode({'said': said.detail_of or said.id})}"


def _link(graph: Graph, node: NodeId, words: str = "") -> str:
    return _address(f"/entity/{quote(node, safe='')}", words or graph.label(node))


def _address(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


_MANY = 30


def policy(*styles: str) -> str:
    """The Content-Security-Policy of these pages: their own script and styles, forms to this server."""
    script, allowed = source_hash(_asset("serve.js")), " ".join(map(source_hash, (_asset("serve.css"), *styles)))
    return (
        f"default-src 'none'; script-src {script}; style-src {allowed}; img-src data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def home(part: ServedPart, review: PairJudging | None = None) -> str:
    """The overview page of a graph, with a way to the review of doubtful pairs where there is one."""
    graph = part.graph
    counts = Counter(node for one in graph.statements for node in (one.subject, one.object))
    top = [known for node, _ in counts.most_common() if isinstance(known := graph.nodes.get(node), Entity)]
    entities = "".join(
        f'<li><a href="/entity/{quote(one.id, safe="")}">{escape(one.label)}</a> <small>{counts[one.id]}</small></li>'
        for one in top[:_MANY]
    )
    said: defaultdict[ArticleId, list[Statement]] = defaultdict(list)
    for one in graph.statements:
        for article_id in {span.article for span in one.evidence}:
            said[article_id].append(one)
    is_whole, articles = len(graph.articles) > 1 and len(graph.statements) <= MOST_STATEMENTS, ""
    for article in graph.articles:
        place, own = urlencode({"article": article.id}), said[article.id]
        address = f"/graph#form=story&{place}" if is_whole else f"/graph?{place}"
        more = " · ".join(filter(None, [article.publisher, str(article.date or ""), str(Counted.of(own))]))
        title = escape(headline(article, own))
        articles += f'<li><a href="{escape(address)}">{title}</a> <small>{escape(more)}</small></li>'
    told = f"<small>{escape(review.progress)}</small>" if review else ""
    review_link = told and f'<p><a href="/review">Decide doubtful pairs</a> {told}</p>'
    every = len(graph.entities)
    body = (
        f"{_left_out(part.note)}<p>{counted(len(graph.articles), 'article')}, {every:,} "
        f"{'entity' if every == 1 else 'entities'}, {Counted.of(graph.statements)}.</p>"
        '<form action="/graph"><label>See what is linked to <input name="focus" list="entities" required></label>'
        '<label>hops <input name="hops" type="number" min="1" max="4" value="1"></label><button>Draw</button></form>'
        f"{_DATALIST}"
        '<p><a href="/graph">The best connected of the whole</a></p>'
        f"{review_link}"
        f"<h2>Most spoken of</h2><ul class=columns>{entities}</ul>"
        f"<h2>Articles</h2><ul>{articles}</ul>"
        f"{_asset('paste.html').rstrip()}"
    )
    return page_of("Graphs", body)


def front(values: Front) -> str:
    """The front page of several articles, with a way to the overview of the graph."""
    return page_of(values.title, _asset("days.html").rstrip() + front_body(values), front_style())


def card(part: ServedPart, node: NodeId) -> str:
    """An entity: its names, and every statement about it with its sentence."""
    graph = part.graph
    found = graph.nodes[node]
    fields = [("class", found.cls)]
    if isinstance(found, Entity):
        names = "; ".join(sorted(found.alt_labels))
        fields += [("also", names), ("country", found.country), ("Wikidata", found.wikidata)]
    if isinstance(found, Event):
        fields += [("status", status_of(graph, node).line(graph))]
    about = [one for one in ordered(graph) if node in {one.subject, one.object}]
    table = f"<p>{Counted.of(about)}</p>{said_table(graph, about)}"
    beside = f'<a href="/graph#{urlencode({"view": "sides", "sides": f"{node}|"})}">Side by side with another</a>'
    picture = f'<p><a href="/graph?{urlencode({"focus": node})}">Draw what is linked to it</a> · {beside}</p>'
    told = "".join(f"<dt>{name}<dd>{escape(value)}" for name, value in fields if value)
    return page_of(graph.label(node), f"{_left_out(part.note)}<dl>{told}</dl>{picture}{table}")


def ask_page(part: ServedPart, text: str = "", answer: Answer | None = None, error: str = "") -> str:
    """Named questions as forms, below them an editor for SPARQL; above them the answer where something was asked."""
    graph = part.graph
    relations = {term_curie(one.relation, "rel" if one.is_open else "kg") for one in graph.statements}
    used = {f"<{name}>" if "://" in name else name for name in relations}
    own = ("kg:Statement", "kg:factuality", "kg:attributedTo", "kg:start", "kg:end", "kg:event", "kg:evidence")
    terms = sorted({*used, *own, *(f"id:{node}" for node in graph.nodes)})
    shown, text = answer_table(graph, answer) if answer else "", text or _asset("example.rq")
    body = (
        f"{_left_out(part.note)}{_fault(error)}{shown}<h2>Questions</h2>"
        '<p><label>Find a question <input id="find" type="search"></label> <small id="found" role="status"></small></p>'
        f'<div class="questions" role="region" aria-label="Questions" tabindex="0">{_questions()}</div>{_DATALIST}'
        '<h2>SPARQL</h2><form action="/ask"><label for="sparql">Query; Ctrl+Space completes our terms</label>'
        f'<textarea id="sparql" name="sparql" rows="12" spellcheck="false">{escape(text)}</textarea>'
        '<div id="completions" role="listbox" aria-label="Completions" hidden></div><button>Ask</button></form>'
        f'<script type="application/json" id="terms">{data_text(terms)}</script>'
    )
    return page_of("Ask", body)


def question_page(
    part: ServedPart, asked: Question, given: Mapping[str, str], answer: Answer | None = None, error: str = ""
) -> str:
    """A named question as it was asked, with its answer; the address of the page is a link to it."""
    shown = answer_table(part.graph, answer, named=True) if answer else ""
    others = '<p><a href="/ask">Other questions</a></p>'
    return page_of(asked.title, f"{_left_out(part.note)}{_form(asked, given)}{_DATALIST}{_fault(error)}{shown}{others}")


def day_page(text: str) -> str:
    """Asks for the day of an article that was pasted without one, and whose dateline gives none."""
    return page_of("What day is it of?", _asset("day.html").rstrip().replace("{text}", escape(text)))


def drawn(page: str, shown: Counted, every: Counted, note: str = "") -> str:
    """A page of a graph with a way back, and with how much of all statements it has where that is not all."""
    told = f"{shown.out_of(every)} are on this page. " if shown != every else ""
    more = "A focus or an article, chosen under Graphs, shows others." if told else ""
    said = f"{told}{more} {escape(note)}".strip()
    return page.replace("<header>", f'<header><a href="/">Graphs</a> <small role="note">{said}</small>', 1)


def fault(message: str) -> str:
    """An error as a page."""
    return page_of("That did not work", _fault(message) + '<p><a href="/">Back</a></p>')


def page_of(title: str, body: str, style: str = "") -> str:
    """A page of the server around its body."""
    more = f"<style>{style}</style>" if style else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<style>{_asset("serve.css")}</style>{more}</head><body><header><nav aria-label="Pages">'
        '<a href="/">Graphs</a> <a href="/graph">Picture</a> <a href="/ask">Ask</a></nav></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main>"
        f"<script>{_asset('serve.js')}</script></body></html>"
    )


@cache
def _questions() -> str:
    """The forms of our questions; read once, since all of their files are lexed."""
    return "".join(
        f"<details><summary>{escape(asked.title)}</summary>{_form(asked, {})}</details>" for asked in questions()
    )


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
_DATALIST = '<datalist id="entities"></datalist>'  # filled by the names that begin as what is typed


def _left_out(note: str) -> str:
    return note and f'<p role="note">{escape(note)}.</p>'


def _fault(message: str) -> str:
    return f'<p class="fault" role="alert">{escape(message)}</p>' if message else ""


@cache
def _asset(name: str) -> str:
    return (files("kg.view.serve") / "assets" / name).read_text(encoding="utf-8")


ANSWERS = {"same": ("y", "The same"), "other": ("n", "Not the same"), "skip": ("s", "Skip"), "undo": ("u", "Undo")}
"""To a doubtful pair: answer -> its key and its words; the keys are those of the terminal."""


@dataclass(frozen=True)
class PairSide:
    """A node as its article speaks of it; each sentence behind the title of its article."""

    name: str
    cls: str
    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownPair:
    """A doubtful pair; ``key`` names it in an answer."""

    key: str
    kind: str
    probability: float
    reasons: tuple[str, ...]
    sides: tuple[PairSide, PairSide]


def pair_review(review: PairJudging) -> str:
    """The page's body: the pair that waits, both sides with their sentences, or that none does; what takes effect."""
    pair = review.waiting
    asked = "<p>No doubtful pair is left.</p>"
    if pair:
        reasons = f" Speaking for it: {escape('; '.join(pair.reasons))}." if pair.reasons else ""
        sides = ""
        for number, side in enumerate(pair.sides, 1):
            sentences = "".join(f"<li>{escape(text)} <small>{escape(title)}</small>" for title, text in side.sentences)
            sides += (
                f'<section aria-labelledby="side-{number}"><h2 id="side-{number}">{escape(side.name)} '
                f"<small>{escape(side.cls)}</small></h2><ul>{sentences}</ul></section>"
            )
        asked = (
            f'<input type="hidden" name="pair" value="{escape(pair.key)}"><div class="sides">{sides}</div>'
            f'<p class="whole">{escape(pair.kind.capitalize())}: the same with a probability of '
            f"<b>{pair.probability:.0%}</b>.{reasons}</p>"
        )
    buttons = "".join(
        f'<button name="answer" value="{answer}" aria-keyshortcuts="{key}">{words} <kbd aria-hidden="true">{key}</kbd>'
        "</button>"
        for answer, (key, words) in ANSWERS.items()
        if pair or answer == "undo"
    )
    return (
        f'<p>{escape(review.progress)}</p><p role="status">{escape(review.last)}</p>'
        f'<form class="pair" action="/review" method="post" tabindex="-1" autofocus aria-label="A doubtful pair">'
        f"{asked}{buttons}</form>"
        f"<p>Links stay as they are until this is run: <code>{escape(review.command)}</code></p>"
    )
