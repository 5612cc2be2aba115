"""A read-only view of a parsed Doc as plain Python objects: spaCy's interface at a tenth of its cost.

spaCy makes a Token, and decodes its strings, each time one is asked for, and looks for its children anew. ``tree``
reads all of it once. What the tree has behaves as in spaCy, whose documentation tells of it. Nothing of the parse can
be changed on it; span groups that are set on it are set on spaCy's Doc.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, wraps
from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, overload

from spacy import tokens as spacy
from spacy.strings import StringStore

from kg.parse.readings import reading_of

if TYPE_CHECKING:
    _Slice = slice[int | None, int | None, None]

Parsed: TypeAlias = "spacy.Doc | Doc"
"""A parsed Doc, as spaCy has it or as a tree."""
SpanNotes: TypeAlias = "dict[str, dict[str, str | list[int]]]"
"""Attributes of a span group: for each name what is known of a span, by its tokens ("3-5")."""
AnyToken = TypeVar("AnyToken", spacy.Token, "Token")
"""A token, as spaCy has it or as one of a tree."""
_Found = TypeVar("_Found")
_STRINGS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_NUMBERS, _FLAGS = ("IDX", "HEAD", "SENT_START"), ("IS_ALPHA", "IS_PUNCT", "IS_SPACE", "IS_QUOTE", "SPACY")
_AT_ONCE = 1000
"""Tokens whose rows are lists at one time: those of a long text take a hundred megabytes."""
_IS_START = {0: None, 1: True, -1: False}


def tree(doc: Parsed) -> Doc:
    """The view of a Doc, made once; the parse must not change any more."""
    return doc if isinstance(doc, Doc) else _tree(doc)


def once(function: Callable[[Token], _Found]) -> Callable[[Token], _Found]:
    """Decorator that caches a function of one token for the life of its Doc."""

    @wraps(function)
    def found(token: Token) -> _Found:
        doc, key = token.doc, (function, token.i)
        if key not in doc.worked_out:
            doc.worked_out[key] = function(token)
        return cast("_Found", doc.worked_out[key])

    return found


@lru_cache(maxsize=1)  # the components and the frames read one article after the other
def _tree(doc: spacy.Doc) -> Doc:
    return Doc(doc)


class Token:
    """A token; see ``spacy.tokens.Token``. A page has some thousand: its attributes are slots, which take a third."""

    __slots__ = (
        "__dict__", "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_alpha", "is_punct", "is_quote",
        "is_sent_start", "is_space", "lefts", "lemma_", "lower_", "pos_", "rights", "tag_", "text", "whitespace_",
    )  # fmt: skip

    doc: Doc
    i: int
    idx: int
    head: Token
    children: tuple[Token, ...]
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
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

    def __init__(self, doc: Doc, i: int) -> None:
        self.doc, self.i = doc, i

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def __lt__(self, other: Token) -> bool:
        return self.i < other.i

    @property
    def is_title(self) -> bool:
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        return self.text.isupper()

    @property
    def left_edge(self) -> Token:
        return self.doc.tokens[self.doc.real[self.i].left_edge.i] if self.children else self

    @property
    def right_edge(self) -> Token:
        return self.doc.tokens[self.doc.real[self.i].right_edge.i] if self.children else self

    @property
    def subtree(self) -> tuple[Token, ...]:
        """What hangs on the token, and itself among it."""
        return self._nested if self.children else (self,)

    @cached_property
    def _nested(self) -> tuple[Token, ...]:
        """The subtree without recursion: "said that ... said that ..." nests without end."""
        found: list[Token] = []
        waiting: list[tuple[Token, bool]] = [(self, False)]
        while waiting:
            top, is_next = waiting.pop()
            if is_next or not top.children:
                found.append(top)
                continue
            waiting.extend((child, False) for child in reversed(top.rights))
            waiting.append((top, True))
            waiting.extend((child, False) for child in reversed(top.lefts))
        return tuple(found)

    @property
    def sent(self) -> Span:
        return self.doc.sentences[self.i]

    @property
    def ancestors(self) -> Iterator[Token]:
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def nbor(self, i: int = 1) -> Token:
        return self.doc.tokens[self.i + i]


class Span:
    """A stretch of tokens; see ``spacy.tokens.Span``."""

    __slots__ = ("_root", "doc", "end", "id_", "kb_id_", "label_", "start")

    def __init__(  # noqa: PLR0913 - spaCy's signature
        self, doc: Doc, start: int, end: int, *, label: str = "", kb_id: str = "", span_id: str = ""
    ) -> None:
        self.doc, self.start, self.end = doc, start, end
        self.label_, self.kb_id_, self.id_ = label, kb_id, span_id
        self._root: Token | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: _Slice) -> Span: ...
    def __getitem__(self, place: int | _Slice) -> Token | Span:
        places = range(self.start, self.end)[place]
        return self.doc.tokens[places] if isinstance(places, int) else Span(self.doc, places.start, places.stop)

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
    def root(self) -> Token:
        """The root of a sentence, else the word nearest to one, the first of several."""
        if self._root is None:
            inside = self.doc.tokens[self.start : self.end]
            tops = [token for token in inside if not self.start <= token.head.i < self.end]
            roots = (token for token in inside if token.head is token)
            self._root = next(roots, None) or min(tops, key=_depth)
        return self._root


def _depth(token: Token) -> int:
    """How far a token is from the root of its sentence; punctuation with nothing on it is the farthest."""
    if token.is_punct and not token.children:
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


class Doc:
    """A Doc; see ``spacy.tokens.Doc``. Its span groups and ``user_data`` are read through to the Doc itself."""

    def __init__(self, doc: spacy.Doc) -> None:
        self.real: spacy.Doc = doc
        self.text = reading_of(doc).text or doc.text
        self.user_data = doc.user_data
        self.worked_out: dict[object, object] = {}
        self.read: dict[str, tuple[spacy.SpanGroup | None, SpanGroup]] = {}
        self.tokens: list[Token] = _tokens(self, doc)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: _Slice) -> Span: ...
    def __getitem__(self, place: int | _Slice) -> Token | Span:
        if isinstance(place, int):
            return self.tokens[place]
        start, end, _ = place.indices(len(self.tokens))
        return Span(self, start, max(start, end))

    @property
    def spans(self) -> SpanGroups:
        return SpanGroups(self)

    @cached_property
    def ents(self) -> tuple[Span, ...]:
        return tuple([_span(self, span) for span in self.real.ents])

    @cached_property
    def sents(self) -> tuple[Span, ...]:
        starts = [0, *(token.i for token in self.tokens[1:] if token.is_sent_start), len(self.tokens)]
        return tuple(Span(self, start, end) for start, end in pairwise(starts) if start < end)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Token -> its sentence."""
        return tuple(sentence for sentence in self.sents for _ in range(len(sentence)))

    def lower_at(self, place: int) -> str:
        """The token at an index in lower case; the empty string outside the Doc, and for a negative index."""
        return self.tokens[place].lower_ if 0 <= place < len(self.tokens) else ""

    def same_sentence(self, first: int, second: int) -> bool:
        """Whether both indices are of tokens of one sentence; none outside the Doc is, and no negative one."""
        is_inside = 0 <= first < len(self.tokens) and 0 <= second < len(self.tokens)
        return is_inside and self.sentences[first] is self.sentences[second]

    @cached_property
    def lower_case_words(self) -> frozenset[str]:
        """The words that are written in lower case somewhere: with a capital elsewhere they need not be names."""
        return frozenset([token.text for token in self.tokens if token.text.islower()])

    def has_annotation(self, attribute: str) -> bool:
        return self.real.has_annotation(attribute)


class SpanGroup(tuple[Span, ...]):
    """The spans of a group, with its attributes; see ``spacy.tokens.SpanGroup``."""

    attrs: SpanNotes

    @classmethod
    def of(cls, doc: Doc, group: spacy.SpanGroup) -> SpanGroup:
        """A group of the Doc itself, read."""
        return cls.with_attrs([_span(doc, span) for span in group], group.attrs)

    @classmethod
    def with_attrs(cls, spans: Iterable[Span], attrs: SpanNotes) -> SpanGroup:
        """Spans, and what is known of them together."""
        group = cls(spans)
        group.attrs = attrs
        return group


class SpanGroups:
    """The span groups of a Doc as they are at the moment."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    def __contains__(self, name: str) -> bool:
        return name in self._doc.real.spans

    def __getitem__(self, name: str) -> SpanGroup:
        group: spacy.SpanGroup = self._doc.real.spans[name]
        known, spans = self._doc.read.get(name, (None, SpanGroup()))
        if known is not group:
            spans = SpanGroup.of(self._doc, group)
            self._doc.read[name] = group, spans
        return spans

    def __setitem__(self, name: str, spans: Iterable[Span]) -> None:
        real = self._doc.real
        written = [
            spacy.Span(real, each.start, each.end, label=each.label_, kb_id=each.kb_id_, span_id=each.id_)
            for each in spans
        ]
        attrs = spans.attrs if isinstance(spans, SpanGroup) else {}
        real.spans[name] = spacy.SpanGroup(real, name=name, spans=written, attrs=attrs)

    def get(self, name: str, default: tuple[Span, ...] = ()) -> tuple[Span, ...]:
        return self[name] if name in self._doc.real.spans else default


def _span(doc: Doc, span: spacy.Span) -> Span:
    return Span(doc, span.start, span.end, label=span.label_, kb_id=span.kb_id_, span_id=span.id_)


def _tokens(doc: Doc, parsed: spacy.Doc) -> list[Token]:
    found = [Token(doc, place) for place in range(len(parsed))]
    strings = _strings(parsed.vocab.strings)
    texts = parsed.to_array([*_STRINGS])
    numbers = parsed.to_array([*_NUMBERS]).astype("int64")
    flags = parsed.to_array([*_FLAGS]).astype("bool")
    parts = (slice(start, start + _AT_ONCE) for start in range(0, len(found), _AT_ONCE))
    rows = (
        zip(found[part], *(table[part].tolist() for table in (texts, numbers, flags)), strict=True) for part in parts
    )
    for token, words, (idx, head, start), marks in chain.from_iterable(rows):
        token.idx, token.head = idx, found[token.i + head]
        texts_of = map(strings.__getitem__, words)
        token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.ent_type_ = texts_of
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


def _set_children(tokens: list[Token]) -> None:
    found: dict[Token, list[Token]] = {}
    for token in tokens:
        token.children = token.lefts = token.rights = ()
        if token.head is not token:
            found.setdefault(token.head, []).append(token)
    for head, children in found.items():
        before = bisect_left(children, head)
        head.children = tuple(children)
        head.lefts, head.rights = head.children[:before], head.children[before:]
