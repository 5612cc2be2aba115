"""Show all that is read of a sentence, for whoever writes a rule.

python scripts/look.py "Canada imposed tariffs on steel in May." [--date 2026-01-14]

First its parse in the notation of kg/lexicons/en/rules.toml, to be pasted there: as the parser has it, and once more
where a repair changed it. Then, each with the rules that had a part in it: names, times, coreference, attributions,
frames with their slots, statements; and why a sentence makes no statement. "/" within a word is shown as "|".
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from kg.parse.readings import reading_of

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spacy.tokens import Doc, Span  # noqa: E402 the folder above comes first

from kg.attribution import attributions  # noqa: E402
from kg.errors import KgError  # noqa: E402
from kg.frames.clausal import frames  # noqa: E402
from kg.mapping.matching import misfits  # noqa: E402
from kg.model import Frame, Graph  # noqa: E402
from kg.ontology import Ontology  # noqa: E402
from kg.parse.provenance import COREF, NAME, TIME, noted_rules, rule_id  # noqa: E402
from kg.pipeline.build import build  # noqa: E402
from kg.reader import Reader  # noqa: E402
from kg.rules import construction_of, rules_of  # noqa: E402
from kg.text.articles import ReadingOptions, article_of  # noqa: E402


def main() -> int:
    """Print what is read of the sentence on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="a sentence, or several")
    parser.add_argument("--date", type=date.fromisoformat, help="the day of the article: YYYY-MM-DD")
    parser.add_argument("--ontology", type=Path, action="append", default=[], help="Turtle added to ours; repeatable")
    arguments = parser.parse_args()
    try:
        article_of(arguments.text)
    except KgError as error:
        parser.error(f"{error}: give an English sentence in quotation marks")
    print(look(arguments.text, Reader.load(), Ontology.load(*arguments.ontology), on=arguments.date))
    return 0


def look(text: str, reader: Reader, ontology: Ontology, *, on: date | None = None) -> str:
    """All that is read of a text, as lines under headings; a heading with nothing below is left out."""
    article = article_of(text, reading=ReadingOptions(date=on))
    (parsed,) = reader.parsed([article])
    raw = [notation(sentence) for sentence in parsed.sents]
    doc = reader.doc(parsed)
    found = [*frames(doc, article, nouns=ontology.nouns)]
    graph = build([article], reader, ontology).graph
    parts = {
        "parse": raw,
        "repaired": [line for line in map(notation, doc.sents) if line not in raw],
        "rules of tokens": [f"{doc[place]}  {' '.join(rules)}" for place, rules in sorted(noted_rules(doc).items())],
        **{title: [*lines(doc)] for title, lines in _NOTES.items()},
        "frames": [*_frames(found)],
        "wording matched, classes not": [
            f"{one.lemma}: {relation.name}  {wrong}" for one in found for relation, _, wrong in misfits(one, ontology)
        ],
        "statements": [*_statements(graph)],
        "no statement": sorted(f"{text[one.start : one.end]}  {one.why}" for of in graph.articles for one in of.untold),
    }
    return "\n".join(f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in parts.items() if lines)


def notation(sentence: Span) -> str:
    """A sentence as the examples of repairs have it: word=lemma/tag/head/label, white space left out.

    The lemma is given where it is not the word itself, in lower case but for names; heads are counted from 0.
    """
    tokens = [token for token in sentence if not token.is_space]
    places = {token.i: place for place, token in enumerate(tokens)}
    return " ".join(
        "/".join((_form(token.text, token.tag_, token.lemma_), token.tag_, str(places[token.head.i]), token.dep_))
        for token in tokens
    )


def _form(word: str, tag: str, lemma: str) -> str:
    usual = word if tag.startswith("NNP") else word.lower()
    return (word if lemma == usual else f"{word}={lemma}").replace("/", "|")


def _names(doc: Doc) -> Iterator[str]:
    for span in doc.spans["names"]:
        yield f"{span.text}  {span.label_} {span.kb_id_}  {rule_id(NAME, span.id_)}"


def _times(doc: Doc) -> Iterator[str]:
    rules: Mapping[str, str] = doc.spans["times"].attrs["rules"]
    for span in doc.spans["times"]:
        rule = rule_id(TIME, rules[f"{span.start}-{span.end}"])
        yield f"{span.text}  {span.label_} {span.kb_id_}  {span.id_}  {rule}"


def _corefs(doc: Doc) -> Iterator[str]:
    for (start, end), (first, last), rule in reading_of(doc).corefs.links:
        yield f"{doc[start:end]}  is {doc[first:last]}  {rule_id(COREF, rule)}"
    for start, end in reading_of(doc).corefs.open:
        yield f"{doc[start:end]}  stays open"


def _attributions(doc: Doc) -> Iterator[str]:
    for each in attributions(doc):
        source = doc[slice(*each.source)].text if each.source else "nobody named"
        content = " … ".join(doc[start:end].text for start, end in each.content)
        yield f"{source}  by “{doc[slice(*each.cue)]}”: {content}  {' '.join(each.rules)}"


_NOTES = {"names": _names, "times": _times, "coreference": _corefs, "attributions": _attributions}


def _frames(found: Iterable[Frame]) -> Iterator[str]:
    for frame in found:
        slots = (f"{each.slot}={each.phrase.text}" for each in frame.arguments)
        by = f"by {frame.source.label}" if frame.source else ""
        how = (frame.factuality.value, by, frame.time.text if frame.time else "")
        rules = (construction_of(frame.rule), *frame.rules)
        yield "  ".join((f"{frame.lemma} ({frame.kind})", *slots, " ".join(filter(None, how)), " ".join(rules)))


def _statements(graph: Graph) -> Iterator[str]:
    order = {said.id: said.first_evidence for said in graph.statements}
    for said in sorted(graph.statements, key=lambda said: (order[said.id].start, said.id)):
        relation = said.relation_label if said.is_open else said.relation
        ends = " | ".join((graph.label(said.subject), relation, graph.label(said.object)))
        by = f" by {graph.label(said.attributed_to)}" if said.attributed_to else ""
        yield f"{ends}  {said.factuality.value}{by} {said.confidence:.2f}  {' '.join(rules_of(said))}"


if __name__ == "__main__":
    sys.exit(main())
