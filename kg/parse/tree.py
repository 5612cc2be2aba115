"""A parsed Doc as plain Python objects, to be read many times over: spaCy's names, a tenth of their cost.

spaCy makes a Token, and decodes its strings, each time one is asked for, and looks for its children anew. ``tree``
reads all of it once. What the tree has behaves as in spaCy, so that a function that reads takes either; nothing can be
changed on it. A token's strings and numbers that are seldom asked for are asked of spaCy; what leads from one token to
others must be written here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, wraps
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast, overload

from spacy.strings import StringStore
from spacy.tokens import Doc, Span, SpanGroup, Token

if TYPE_CHECKING:
    _Slice = slice[int | None, int | None, None]

_Found = TypeVar("_Found")
_STRINGS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_NUMBERS = ("IDX", "HEAD", "SENT_START")
_FLAGS = ("IS_ALPHA", "IS_PUNCT", "IS_SPACE", "IS_QUOTE", "SPACY")
_IS_START = {0: None, 1: True, -1: False}


def tree(doc: Doc | _Doc) -> Doc:
    """The Doc as plain objects, which stand in for it wherever it is only read; the parse must not change any more."""
    return cast("Doc", doc if isinstance(doc, _Doc) else _tree(doc))


def below(top: Token, branches: Callable[[Token], Iterable[Token]]) -> tuple[Token, ...]:
    """A token and all that is reached from it, each before what is reached from it: a list of a thousand is a chain."""
    found, waiting = [], [top]
    while waiting:
        token = waiting.pop()
        found.append(token)
        waiting.extend(reversed(list(branches(token))))
    return tuple(found)


def once(function: Callable[[Token], _Found]) -> Callable[[Token], _Found]:
    """A function of a token alone, worked out once for a token of a tree; of a parse that may change, at each call."""

    @wraps(function)
    def found(token: Token) -> _Found:
        doc: object = token.doc
        if not isinstance(doc, _Doc):
            return function(token)
        key = (function, token.i)
        if key not in doc.worked_out:
            doc.worked_out[key] = function(token)
        return cast("_Found", doc.worked_out[key])

    return found


@lru_cache(maxsize=1)  # the components and the frames read one article after the other
def _tree(doc: Doc) -> _Doc:
    return _Doc(doc)


class _Token:
    """A token; see ``spacy.tokens.Token``."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_punct",
        "is_quote",
        "is_sent_start",
        "is_space",
        "left_edge",
        "lefts",
        "lemma_",
        "lower_",
        "pos_",
        "right_edge",
        "rights",
        "subtree",
        "tag_",
        "text",
        "whitespace_",
    )
    doc: _Doc
    i: int
    idx: int
    head: _Token
    children: tuple[_Token, ...]
    lefts: tuple[_Token, ...]
    rights: tuple[_Token, ...]
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    is_alpha: bool
    is_punct: bool
    is_space: bool
    is_quote: bool
    is_sent_start: bool | None
    left_edge: _Token
    right_edge: _Token
    subtree: tuple[_Token, ...]

    def __init__(self, doc: _Doc, i: int) -> None:
        self.doc, self.i = doc, i

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def __lt__(self, other: _Token) -> bool:
        return self.i < other.i

    def __getattr__(self, name: str) -> object:
        """What is worked out once it is asked for, and the strings and numbers that spaCy alone has."""
        if name in _WORKED_OUT:
            setattr(self, name, value := _WORKED_OUT[name](self))
            return value
        value = getattr(self.doc.real[self.i], name)
        if isinstance(value, str | int):
            return value
        raise AttributeError(f"the tree has no {name!r} of a token yet")

    @property
    def sent(self) -> _Span:
        return self.doc.sentences[self.i]

    @property
    def ancestors(self) -> Iterator[_Token]:
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def nbor(self, i: int = 1) -> _Token:
        if self.i + i < 0:
            raise IndexError(i)
        return self.doc.tokens[self.i + i]


def _left_edge(token: _Token) -> _Token:
    return token.doc.tokens[token.doc.real[token.i].left_edge.i]


def _right_edge(token: _Token) -> _Token:
    return token.doc.tokens[token.doc.real[token.i].right_edge.i]


def _subtree(token: _Token) -> tuple[_Token, ...]:
    """What hangs on a token, and the token among it: "said that ... said that ..." nests without end."""
    found: list[_Token] = []
    waiting: list[tuple[_Token, bool]] = [(token, False)]
    while waiting:
        top, is_next = waiting.pop()
        if is_next or not top.children:
            found.append(top)
            continue
        waiting.extend((child, False) for child in reversed(top.rights))
        waiting.append((top, True))
        waiting.extend((child, False) for child in reversed(top.lefts))
    return tuple(found)


_WORKED_OUT: Mapping[str, Callable[[_Token], object]] = {
    "left_edge": _left_edge,
    "right_edge": _right_edge,
    "subtree": _subtree,
}


class _Span:
    """A stretch of tokens; see ``spacy.tokens.Span``."""

    __slots__ = ("_root", "doc", "end", "id_", "kb_id_", "label_", "start")

    def __init__(self, doc: _Doc, start: int, end: int, key: tuple[str, str, str] = ("", "", "")) -> None:
        self.doc, self.start, self.end = doc, start, end
        self.label_, self.kb_id_, self.id_ = key
        self._root: _Token | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Span) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __iter__(self) -> Iterator[_Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, place: int) -> _Token: ...
    @overload
    def __getitem__(self, place: _Slice) -> _Span: ...
    def __getitem__(self, place: int | _Slice) -> _Token | _Span:
        places = range(self.start, self.end)[place]
        return self.doc.tokens[places] if isinstance(places, int) else _Span(self.doc, places.start, places.stop)

    @property
    def _key(self) -> tuple[int, int, str, str, str]:
        return self.start, self.end, self.label_, self.kb_id_, self.id_

    @property
    def start_char(self) -> int:
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char] if self.start < self.end else ""

    @property
    def sent(self) -> _Span:
        return self.doc.sentences[self.start]

    @property
    def root(self) -> _Token:
        """The root of a sentence, else the word nearest to one, the first of several."""
        if self._root is None:
            inside = self.doc.tokens[self.start : self.end]
            tops = [token for token in inside if not self.start <= token.head.i < self.end]
            roots = (token for token in inside if token.head is token)
            self._root = next(roots, None) or min(tops, key=_depth)
        return self._root


def _depth(token: _Token) -> int:
    """How far a token is from the root of its sentence; punctuation and space with nothing on them are the farthest."""
    if (token.is_punct or token.is_space) and not token.children:
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


class _Doc:
    """A Doc; see ``spacy.tokens.Doc``. Its span groups and ``user_data`` are read through to the Doc itself."""

    def __init__(self, doc: Doc) -> None:
        self.real: Doc = doc
        self.text = str(doc.user_data.get("kg.text") or doc.text)
        self.user_data: dict[str, object] = doc.user_data
        self.worked_out: dict[object, object] = {}
        self.read: dict[str, tuple[SpanGroup | None, tuple[_Span, ...]]] = {}
        self.tokens: list[_Token] = _tokens(self, doc)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[_Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> _Token: ...
    @overload
    def __getitem__(self, place: _Slice) -> _Span: ...
    def __getitem__(self, place: int | _Slice) -> _Token | _Span:
        if isinstance(place, int):
            return self.tokens[place]
        start, end, _ = place.indices(len(self.tokens))
        return _Span(self, start, max(start, end))

    @property
    def spans(self) -> _Groups:
        return _Groups(self)

    @cached_property
    def ents(self) -> tuple[_Span, ...]:
        return tuple([_span(self, span) for span in self.real.ents])

    @cached_property
    def sents(self) -> tuple[_Span, ...]:
        starts = [0, *(token.i for token in self.tokens[1:] if token.is_sent_start), len(self.tokens)]
        return tuple(_Span(self, start, end) for start, end in pairwise(starts) if start < end)

    @cached_property
    def sentences(self) -> tuple[_Span, ...]:
        """Token -> its sentence."""
        return tuple(sentence for sentence in self.sents for _ in range(len(sentence)))

    def has_annotation(self, attribute: str) -> bool:
        return self.real.has_annotation(attribute)


class _Group(tuple[_Span, ...]):
    """The spans of a group, with its attributes; see ``spacy.tokens.SpanGroup``."""

    attrs: dict[str, object]

    @classmethod
    def of(cls, doc: _Doc, group: SpanGroup) -> _Group:
        """A group of the Doc itself, read."""
        spans = cls([_span(doc, span) for span in group])
        spans.attrs = group.attrs
        return spans


class _Groups:
    """The span groups of a Doc as they are at the moment."""

    def __init__(self, doc: _Doc) -> None:
        self._doc = doc

    def __contains__(self, name: str) -> bool:
        return name in self._doc.real.spans

    def __getitem__(self, name: str) -> tuple[_Span, ...]:
        group: SpanGroup = self._doc.real.spans[name]
        known, spans = self._doc.read.get(name, (None, ()))
        if known is not group or len(spans) != len(group):
            spans = _Group.of(self._doc, group)
            self._doc.read[name] = group, spans
        return spans

    def get(self, name: str, default: tuple[_Span, ...] = ()) -> tuple[_Span, ...]:
        return self[name] if name in self._doc.real.spans else default


def _span(doc: _Doc, span: Span) -> _Span:
    return _Span(doc, span.start, span.end, (span.label_, span.kb_id_, span.id_))


def _tokens(doc: _Doc, parsed: Doc) -> list[_Token]:
    found = [_Token(doc, place) for place in range(len(parsed))]
    strings = _strings(parsed.vocab.strings)
    texts = [map(strings.__getitem__, column) for column in parsed.to_array([*_STRINGS]).T.tolist()]
    numbers = parsed.to_array([*_NUMBERS]).astype("int64").tolist()
    flags = parsed.to_array([*_FLAGS]).astype("bool").tolist()
    for token, words, (idx, head, start), marks in zip(found, zip(*texts, strict=True), numbers, flags, strict=True):
        token.idx, token.head = idx, found[token.i + head]
        token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.ent_type_ = words
        token.is_alpha, token.is_punct, token.is_space, token.is_quote, spaced = marks
        token.whitespace_ = " " if spaced else ""
        token.is_sent_start = _IS_START[start]
    _set_children(found)
    return found


@lru_cache(maxsize=1)  # a reader has one vocabulary
def _strings(store: StringStore) -> _Strings:
    return _Strings(store)


class _Strings(dict[int, str]):
    """The strings of a vocabulary, each decoded once."""

    def __init__(self, store: StringStore) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, key: int) -> str:
        found = self[key] = self._store[key]
        return found


def _set_children(tokens: list[_Token]) -> None:
    found: dict[_Token, list[_Token]] = {}
    for token in tokens:
        token.children = token.lefts = token.rights = ()
        if token.head is not token:
            found.setdefault(token.head, []).append(token)
    for head, children in found.items():
        before = bisect_left(children, head)
        head.children = tuple(children)
        head.lefts, head.rights = head.children[:before], head.children[before:]
    for token in tokens:
        if not token.children:
            token.left_edge = token.right_edge = token
            token.subtree = (token,)
