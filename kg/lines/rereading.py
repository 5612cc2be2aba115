"""Readings that lost, for ``kg explain``: it reads the article of a statement again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, MissingPartError
from kg.lexicon import words
from kg.model.nodes import meant
from kg.tables.rows import places_of
from kg.text.articles import ReadingOptions, article_of, articles

if TYPE_CHECKING:
    from kg.console.output import Cell
    from kg.coref.candidates import Decision
    from kg.model import Article, ArticleId, Graph, Statement
    from kg.parse.tree import Doc
    from kg.reader import Reader

_MOST = 3
_BREAK = "\n\n"
_UNSURE = "unsound"
_POINTING = frozenset({"the", "this", "that", "these", "those"}).union(
    *(words("coref", name, "words") for name in ("he", "she", "it", "they"))
)
_WHY = {
    "agreement": "of other number or gender",
    "binding": "told of beside it",
    "class": "of another class",
    "speaker": "who says or is told it",
    "words": "not called so",
}


@dataclass(frozen=True)
class Readings:
    """What else a statement could have been."""

    decisions: tuple[Decision, ...] = ()
    """Those about pronouns and definite noun phrases at its ends, and about its source."""
    others: tuple[str, ...] = ()
    """What the other parser makes of its sentence instead."""
    is_agreed: bool = False
    """Whether the other parser reads it so too."""

    def fields(self) -> Iterator[tuple[str, str]]:
        """Lines for people."""
        for decision in self.decisions:
            first, *others = [f"{each.name} ({each.score:g})" for each in decision.likely]
            if not decision.antecedent:
                stays = f"“{decision.text}” stays open: at best {', '.join((first, *others))}"
                yield "reference", f"{stays}, {decision.least:g} needed"
            else:
                before = ", before " if others else ", no other is likely"
                yield "reference", f"“{decision.text}” is {first}{before}{', '.join(others)}"
            if decision.excluded:
                nearer = "; ".join(f"{one.name} ({_WHY[one.constraint]})" for one in decision.excluded)
                yield "", f"nearer, but ruled out: {nearer}"
        if self.is_agreed:
            yield "other parse", "reads it so too"
        elif self.others:
            yield "other parse", f"reads instead: {'; '.join(self.others)}"

    def columns(self) -> dict[str, Cell]:
        """The same for machines."""
        told: list[Cell] = [
            {
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "antecedent": one.antecedent or None,
                "candidates": [{"name": each.name, "score": each.score} for each in one.candidates],
                "least": one.least,
                "scale": "probability",
                "excluded": [{"name": each.name, "constraint": each.constraint.value} for each in one.excluded],
            }
            for one in self.decisions
        ]
        return {"references": told, "otherParse": list(self.others), "otherParseAgrees": self.is_agreed}


class Rereading:
    """Reads the articles of a graph again: those of a file, else the text or the sentences that the graph has."""

    def __init__(self, graph: Graph, file: Path | None = None) -> None:
        self._graph = graph
        self._given = {one.sha256: one for one in articles([file])} if file else {}
        if file and not self._given.keys() & {one.sha256 for one in graph.articles}:
            raise InputError(f"{file}: none of the articles that the graph was made from", hint="give the same text")
        self._read, self._told = cache(self._reread), cache(self._otherwise)

    def of(self, said: Statement) -> Readings:
        """The readings of a statement; none where nothing in it was chosen, its words are not there, or no model is."""
        place = said.first_evidence
        is_unsure = any(one.split()[1].startswith(_UNSURE) for one in said.reasons)
        told = f"{said.subject_text} {said.object_text} {place.quote if said.attributed_to else ''}"
        if not place.quote or not (is_unsure or _POINTING & {*told.lower().split()}):
            return Readings()
        try:
            article, doc, decisions = self._read(place.article)
        except MissingPartError:
            return Readings()
        if article.text[place.start : place.end] != place.quote:
            return Readings()
        # Without the whole text it may be decided otherwise than it was when the graph was made.
        nodes = {said.subject, said.object, said.attributed_to, said.reported_by}
        same = nodes.union(one for node in nodes if node for one in meant(self._graph.nodes.get(node)))
        found = (one for one in decisions if _is_about(one, said, doc) and (not one.node or one.node in same))
        others, agreed = self._of_parse(said) if is_unsure else ((), False)
        return Readings(tuple(found), others, is_agreed=agreed)

    def _reread(self, name: ArticleId) -> tuple[Article, Doc, tuple[Decision, ...]]:
        from kg.coref.candidates import decisions
        from kg.parse.tree import tree
        from kg.pipeline.workers import BuildSettings, reader_of

        ((article, doc),) = reader_of(BuildSettings()).read([self._article(name)])
        return article, tree(doc), decisions(tree(doc))

    def _article(self, name: ArticleId) -> Article:
        """The article with its text, or with as much of it as the graph has, each sentence in its place."""
        known = next((one for one in self._graph.articles if one.id == name), None)
        if known and known.sha256 in self._given:
            return self._given[known.sha256]
        text = known.text if known else ""
        if not text:
            places = sorted({one for said in self._graph.statements for one in said.evidence if one.article == name})
            for one in places:
                gap = one.start - len(text)
                text += "" if gap < 0 else f"{_BREAK if gap > 1 else ''}{one.quote}".rjust(gap + len(one.quote))
        return article_of(text, reading=ReadingOptions(date=known.date if known else None, any_language=True))

    def _of_parse(self, said: Statement) -> tuple[tuple[str, ...], bool]:
        """What the other parser tells of the sentence of a statement, and whether it tells the same."""
        place = said.first_evidence
        others = [one for one in self._told(place.article) if one.first_evidence.start == place.start and one.is_main]
        labels = {one.label for one in self._graph.statements if one.first_evidence == place}
        new = sorted((one for one in others if one.label not in labels), key=lambda one: (-one.worth, one.id))
        return tuple(one.label for one in new[:_MOST]), said.label in {one.label for one in others}

    def _otherwise(self, name: ArticleId) -> tuple[Statement, ...]:
        """What the language model's own parser makes of an article; nothing where it is the one that is used."""
        from kg.pipeline.build import build
        from kg.pipeline.workers import BuildSettings, ontology_of

        reader = _other_reader()
        return build([self._article(name)], reader, ontology_of(BuildSettings())).graph.statements if reader else ()


@cache
def _other_reader() -> Reader | None:
    from kg.reader import Reader, own_size

    return Reader.load(own_parser=False) if own_size("") else None


def _is_about(decision: Decision, said: Statement, doc: Doc) -> bool:
    """Whether a decision is about an end of a statement, or about who says it."""
    from kg.attribution import attributions

    place = said.first_evidence
    parts = {"predicate": said.predicate_text, "subject": said.subject_text, "object": said.object_text}
    found = {part: (place.start + start, place.start + end) for start, end, part in places_of(place.quote, parts)}
    ends = [found[part] for part in ("subject", "object") if part in found]
    if any(start <= decision.start and decision.end <= end for start, end in ends):
        return True
    start = found.get("predicate", (place.start, place.end))[0]
    token = next((token.i for token in doc if token.idx >= start), -1)
    sources = [each.source for each in attributions(doc) if each.source and each.holds(token)]
    return said.attributed_to is not None and any(first <= decision.head < last for first, last in sources)
