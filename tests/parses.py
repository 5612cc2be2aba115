"""Docs from parses that one can read: ``nlp/parses.conllu`` holds what the language model says of each test sentence.

``KG_RECORD=1 pytest tests/reader`` adds the sentences that are not there yet (this alone loads the model). Columns are
those of CoNLL-U: id, form, lemma, upos, xpos, features (none), head, relation, entity, misc ("SpaceAfter=No").
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date as isodate
from functools import cache
from pathlib import Path

import spacy
from spacy import tokens as spacy_tokens
from spacy.language import Language

from kg.frames.clausal import frames
from kg.frames.clauses import Clause
from kg.model import Block, BlockKind, Frame
from kg.parse.readings import Reading, put
from kg.parse.repairs import repair
from kg.parse.tree import Doc, Parsed, Token, tree
from kg.reader import COMPONENTS
from tests.reading import modelled, sentence

PARSES = Path(__file__).parent / "reader" / "parses.conllu"
_ROOT = "0"


def raw(text: str) -> spacy_tokens.Doc:
    """spaCy's Doc of a text as the model parses it."""
    rows = recorded().get(text)
    if rows is None:
        if not os.environ.get("KG_RECORD"):
            raise LookupError(f"no parse of {text!r}: KG_RECORD=1 pytest {PARSES.parent}")
        rows = _record(text)
    return _doc(rows)


def parsed(text: str) -> Doc:
    """The Doc of a text with its parse repaired."""
    doc = raw(text)
    repair(doc)
    return tree(doc)


def annotated(text: str, *, date: str = "", article: str = "a") -> Doc:
    """The Doc of a text with names, times, attributions and coreferent mentions, as the reader leaves it."""
    doc = raw(text)
    day = isodate.fromisoformat(date) if date else None
    put(doc, Reading(article=article, date=day, blocks=(Block(0, len(text), BlockKind.PARAGRAPH),)))
    for name in COMPONENTS:
        doc = _blank().get_pipe(name)(doc)
    return tree(doc)


def framed(text: str, *, nouns: Sequence[str] = (), date: str = "") -> dict[str, Frame]:
    """The frames of a text by lemma; the first of a lemma stands for it."""
    found: dict[str, Frame] = {}
    for frame in frames(annotated(text, date=date), sentence(text), nouns=frozenset(nouns)):
        found.setdefault(frame.lemma, frame)
    return found


@cache
def recorded() -> Mapping[str, list[list[str]]]:
    """The lines of every recorded text."""
    blocks = PARSES.read_text(encoding="utf-8").strip().split("\n\n") if PARSES.exists() else []
    found: dict[str, list[list[str]]] = {}
    for block in blocks:
        first, *lines = block.splitlines()
        found[first.removeprefix("# text = ")] = [line.split("\t") for line in lines]
    return found


def at(doc: Parsed, word: str) -> Token:
    """The first token with these letters."""
    return next(token for token in tree(doc) if token.text == word)


def shown(clause: Clause) -> str:
    """ "Norway imposed tariffs; on Japan": subject or "-", words without auxiliaries, objects or "=" complement."""
    by_slot: dict[str, list[str]] = {}
    for slot in clause.slots:
        by_slot.setdefault(slot.name, []).append(slot.head.text)
    said = [word.text for word in clause.words if word.dep_ not in {"aux", "auxpass"} or word.tag_ == "TO"]
    linked = ["=", *by_slot.pop("complement")] if clause.kind == "copula" else []
    core = " ".join([*by_slot.pop("subject", ["-"]), *said, *by_slot.pop("object", []), *linked])
    return "; ".join([core, *(f"{name} {' '.join(heads)}" for name, heads in by_slot.items() if name != "clause")])


def _doc(rows: Sequence[Sequence[str]]) -> spacy_tokens.Doc:
    forms, lemmas, pos, tags = ([row[column] for row in rows] for column in (1, 2, 3, 4))
    return spacy_tokens.Doc(
        _blank().vocab,
        words=forms,
        spaces=[row[9] != "SpaceAfter=No" for row in rows],
        lemmas=lemmas,
        pos=pos,
        tags=tags,
        heads=[number if row[6] == _ROOT else int(row[6]) - 1 for number, row in enumerate(rows)],
        deps=[row[7] for row in rows],
        ents=["" if row[8] == "_" else row[8] for row in rows],
    )


@cache
def _blank() -> Language:
    import kg.components  # noqa: F401  registers the factories

    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def _record(text: str) -> list[list[str]]:
    (doc,) = modelled([text])
    rows = rows_of(doc)
    found = dict(recorded()) | {text: rows}
    blocks = ("\n".join([f"# text = {key}", *("\t".join(row) for row in found[key])]) for key in sorted(found))
    PARSES.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    recorded.cache_clear()
    return rows


def rows_of(doc: spacy_tokens.Doc) -> list[list[str]]:
    """The lines of a Doc."""
    return [_row(token) for token in doc]


def _row(token: spacy_tokens.Token) -> list[str]:
    head = _ROOT if token.head == token else str(token.head.i + 1)
    entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "_"
    space = "_" if token.whitespace_ else "SpaceAfter=No"
    return [str(token.i + 1), token.text, token.lemma_, token.pos_, token.tag_, "_", head, token.dep_, entity, space]
