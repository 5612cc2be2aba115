"""The body that released an article, whose word it is what the article tells of others.

Signs of a release are a line that says so, the host of its address, or its publisher. What the body tells of itself is
its own act, as good as the voice of an article.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from kg.gazetteer.tables import table
from kg.lexicon import pairs, words
from kg.model import Article, BlockKind, Entity, Graph, NodeId
from kg.parse.readings import reading_of
from kg.parse.syntax import SUBJECTS, VERBAL
from kg.parse.tree import Parsed, Token, tree

_MARKS = words("releases", "marks", "lines")
_HOSTS = words("releases", "domains", "hosts")
_BODIES = words("releases", "bodies", "classes")
_MARKED = words("releases", "bodies", "marked")
_PUBLIC = frozenset({"Government", "PublicBody", "Office", "Country", "Person"})
"""Who of the same state as a releasing body of it does what the body does."""
_PAPERS = words("clauses", "issued", "words")
_HEAD = 5  # lines
_STATES = {row["code"]: row["alpha3"] for row in table("countries")} | {**pairs("releases", "domains")}
"""The end of a host -> the code of its state."""
_EDGE = re.compile(r"^\W+|(?<!\W)\W+$")  # a run of signs is looked at once, be it as long as the text


def releasing_body(doc: Parsed, article: Article) -> Entity | None:
    """The body that released an article; None where nothing says that one did, or nobody is named."""
    is_marked, is_official = has_mark(article.text), state_of_address(article.url) is not None
    if not (is_marked or is_official or article.publisher or article.authors):
        return None
    parse, classes = tree(doc), _BODIES | _MARKED if is_marked else _BODIES
    known = reading_of(parse).names.entities
    spans = sorted(parse.spans.get("names", ()), key=lambda span: (span.start, -span.end))
    bodies = [(span.root, known[span.kb_id_]) for span in spans if span.kb_id_ in known]
    bodies = [(root, body) for root, body in bodies if body.cls in classes]
    published = {name.casefold() for name in (article.publisher, *article.authors) if name}
    for _, body in bodies:
        if published & {label.casefold() for label in (body.label, *body.alt_labels)}:
            return body
    end = _end_of_head(article.text)
    near = [(token, body) for token, body in bodies if token.idx < end]
    return _issuer(near, article) if is_marked or is_official else None


def in_its_voice(piece: Graph, body: Entity | None) -> Graph:
    """A statement of a release: reported by its body, or that body's own act; unchanged where there is none.

    Confidence has learned what speaks for a statement without it, so that it is told last.
    """
    (said,) = piece.statements
    if body is None or said.reported_by or said.attributed_to == body.id:
        return piece
    is_own = said.attributed_to is None and _is_of(piece, said.subject, body)
    told = replace(said, reported_by=body.id, own_act=said.own_act or is_own)
    return replace(piece, entities=(*piece.entities, body), statements=(told,))


def _is_of(piece: Graph, node: NodeId, body: Entity) -> bool:
    """Whether a subject is the body, or acts for the same state."""
    subject = next((entity for entity in piece.entities if entity.id == node), None)
    if node == body.id or subject is None or body.cls not in _PUBLIC:
        return node == body.id
    return subject.cls in _PUBLIC and bool(body.country) and subject.country == body.country


def has_mark(text: str) -> bool:
    """Whether one of the first lines of a text is, or ends with, the words for a release."""
    lines = (_EDGE.sub("", line).casefold() for line in _first_lines(text))
    return any(line == mark or re.search(rf"\W{mark}$", line) for line in lines for mark in _MARKS)


def host_of(url: str) -> str:
    """The host of an address; "" for what is none, as "https://[gov/"."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def state_of_address(url: str) -> str | None:
    """The code of the state whose government publishes under an address; "" for a union of states, None for neither.

    >>> [state_of_address(f"https://{one}") for one in ("www.gob.pe/a", "gov.scot", "hhs.gov", "un.org", "a.org/gov")]
    ['PER', 'GBR', 'USA', '', None]
    """
    parts = host_of(url).split(".")
    ends = {".".join(parts[place:]) for place in range(len(parts))}
    is_second = len(parts) > 1 and parts[-1] in _STATES and parts[-2] in _HOSTS  # "gov.au", "gob.pe"
    return _STATES.get(parts[-1], "") if is_second or ends & _HOSTS else None


def _first_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:_HEAD]


def _end_of_head(text: str) -> int:
    """The offset behind the first lines of a text, of which the last is cut at its first sentence."""
    lines = _first_lines(text)
    return text.find(lines[-1]) + len(lines[-1].partition(". ")[0]) if lines else 0


def _issuer(near: Iterable[tuple[Token, Entity]], article: Article) -> Entity | None:
    """Of the bodies that are named first that of a letterhead, "Statement by" or "we", or of whom the text tells first.

    Of whom a title tells is none ("Fact Sheet: Threats by the Government of Iran"), nor is who is told of under the
    address of another state or a union of them, or beside a publisher under no official address.
    """
    state = state_of_address(article.url)
    running = [(block.start, block.end) for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    for token, body in near:
        above = [token, *token.ancestors]
        is_signed = token.head.lower_ == "by" and token.head.head.lemma_.lower() in _PAPERS
        is_letterhead = not any(word.dep_ == "pobj" or word.pos_ in VERBAL for word in above)
        if is_signed or is_letterhead or any(word.lower_ == "we" for word in above):
            return body
        if any(start <= token.idx < end for start, end in running):
            named = token.head if token.dep_ == "compound" else token  # "President Berg met"
            is_abroad = state is not None and body.country not in (None, "", state)
            is_of_others = bool(article.publisher) and state is None
            return body if named.dep_ in SUBJECTS and not (is_of_others or is_abroad) else None
    return None
