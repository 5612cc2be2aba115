"""All that is learned from and measured on: treebanks, what their sentences mean, and texts with meaning alone.

No sentence that shares eight words in a row with a text that is measured on is learned.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from spacy.tokens import Doc

from training.convert import converted
from training.meaning import NOTHING, Sentence
from training.options import Options
from training.rewriting import lines
from training.semantic import chains, propbank, qanom
from training.semantic.silver import parsed, taught
from training.treebank import Tree, read

_STOPS = frozenset(".!?")
_INSERTED = 0.1
"""Share of the sentences that are repeated with a day or a speaker put in."""
_SHARE = 0.03
"""Share of the sentences that are repeated in upper case, in lower case, in title case, and without full stop."""


def grown(tree: Tree) -> Sentence:
    """A tree in the scheme that is learned."""
    heads, labels = converted(tree)
    words, spaces = tuple(tree.form[1:]), tuple(tree.space[1:])
    return Sentence(tree.document, words, spaces, tuple(heads), tuple(labels), id=tree.id)


def varied(found: Sequence[Sentence], seed: int) -> Iterator[Sentence]:
    """Copies of some sentences as agencies, headlines and careless writers have them; each is a document of its own."""
    chance = random.Random(seed)
    for number, sentence in enumerate(found):
        if chance.random() < _INSERTED:
            for again, other in enumerate(rearranged(sentence, chance)):
                yield replace(other, document=f"news-{number}-{again}", meaning=NOTHING)
        alone = replace(sentence, meaning=replace(sentence.meaning, mentions=()))
        for name, change in (("upper", str.upper), ("lower", str.lower), ("title", str.title)):
            if chance.random() < _SHARE:
                words = tuple(change(word) if word.isalpha() else word for word in sentence.words)
                yield replace(alone, document=f"{name}-{number}", words=words)
        last = len(sentence.words)
        if chance.random() < 2 * _SHARE and last > 1 and sentence.words[-1] in _STOPS and last not in sentence.heads:
            yield replace(
                sentence,
                document=f"open-{number}",
                meaning=NOTHING,
                words=sentence.words[:-1],
                spaces=sentence.spaces[:-1],
                heads=sentence.heads[:-1],
                labels=sentence.labels[:-1],
            )


def tagged(found: Sequence[Sentence], folder: Path) -> list[Sentence]:
    """The sentences with the tags of a spaCy pipeline."""
    nlp = spacy.load(folder, disable=["parser", "ner", "lemmatizer", "attribute_ruler"])
    docs = (Doc(nlp.vocab, words=list(one.words), spaces=list(one.spaces)) for one in found)
    parsed = nlp.pipe(docs, batch_size=256)
    return [replace(one, tags=tuple(token.tag_ for token in doc)) for one, doc in zip(found, parsed, strict=True)]


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPEAKERS = lines("news", "speakers")
_SAYING = lines("news", "saying")
_BEHIND = 0.4
"""Share of the cues that stand before the speaker."""
_DATED = 0.3
_TOLD_SOMEBODY = 0.2
_QUOTING = 0.1
_MARKED = 0.4
_HEARERS = ("reporters", "Reuters", "lawmakers", "journalists", "parliament")
_PRONOUNS = 3
"""How many of the speakers, at the end of the list, are pronouns."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TOLD = frozenset({'"', "“", "”", "''", "``", "said", "says", "?"})
_SHORTEST = 5


def rearranged(sentence: Sentence, chance: random.Random) -> Iterator[Sentence]:
    """The copies of a sentence that begins with its subject; none of a sentence in which something is said."""
    words, root = sentence.words, sentence.heads.index(0)
    subject = next((i for i in range(root) if sentence.heads[i] - 1 == root and sentence.labels[i] in _SUBJECTS), -1)
    if subject < 0 or len(words) < _SHORTEST or words[-1] != "." or _TOLD & {word.lower() for word in words}:
        return
    end = subject + 1
    while end < root and _hangs_on(sentence, end, subject):
        end += 1
    if not all(_hangs_on(sentence, i, subject) for i in range(end)):
        return
    if end == root and words[root].endswith("ed"):
        yield _inserted(sentence, root, (_Word("on", -1, "prep"), _Word(chance.choice(_DAYS), 0, "pobj")), root)
    inside, behind = _cue(chance), _cue(chance)
    one, other = _inserted(sentence, end, (_COMMA, *inside, _COMMA), root), _said(sentence, (_COMMA, *behind))
    if chance.random() < _MARKED:
        one = _quoted(one, (0, end + 1, end + 2 + len(inside), len(one.words)))
        other = _quoted(other, (0, len(words)))
    yield from (one, other)


@dataclass(frozen=True)
class _Word:
    """A word that is inserted; its head counts from the insertion's first word, and below 0 is the clause's verb."""

    form: str
    head: int
    label: str


_COMMA = _Word(",", -1, "punct")


def _cue(chance: random.Random) -> tuple[_Word, ...]:
    """Who says so: "the mayor said", "said the mayor", "the mayor told reporters"; heads count from a comma before it.

    Now and then there is a day, or whom the speaker quotes.
    """
    speaker, verb = chance.choice(_SPEAKERS).split(), chance.choice(_SAYING)
    is_told = chance.random() < _TOLD_SOMEBODY
    is_behind = not is_told and chance.random() < _BEHIND
    doer = len(speaker) + (1 if is_behind else 0)
    at = 1 if is_behind else len(speaker) + 1
    parts = _noun_phrase(speaker, doer, at, "nsubj")
    parts.insert(0 if is_behind else len(parts), _Word("told" if is_told else verb, -1, "parataxis"))
    if is_told:
        parts.append(_Word(chance.choice(_HEARERS), at, "dobj"))
    if chance.random() < _DATED:
        on = len(parts) + 1
        parts += [_Word("on", at, "prep"), _Word(chance.choice(_DAYS), on, "pobj")]
    if chance.random() < _QUOTING:
        quoted, quoting = chance.choice(_SPEAKERS[:-_PRONOUNS]).split(), len(parts) + 2
        parts += [_Word(",", at, "punct"), _Word(chance.choice(("citing", "quoting")), at, "advcl")]
        parts += _noun_phrase(quoted, quoting + len(quoted), quoting, "dobj")
    return tuple(parts)


def _noun_phrase(words: Sequence[str], at: int, above: int, label: str) -> list[_Word]:
    """A noun phrase whose last word stands at a place and hangs on another."""
    before = [_Word(word, at, "det" if word in {"the", "a"} else "compound") for word in words[:-1]]
    return [*before, _Word(words[-1], above, label)]


def _quoted(sentence: Sentence, places: Sequence[int]) -> Sentence:
    """The sentence with quotation marks before some of its words; the last place may be its end."""
    for place in sorted(places, reverse=True):
        verb = next(i for i, label in enumerate(sentence.labels) if label in {"ROOT", "ccomp"})
        sentence = _inserted(sentence, place, (_Word('"', -1, "punct"),), verb)
    return sentence


def _said(sentence: Sentence, cue: Sequence[_Word]) -> Sentence:
    """The sentence with who says it at its end: the verb of saying governs it."""
    root, last = sentence.heads.index(0), len(sentence.words) - 1
    found = _inserted(sentence, last, cue, root)
    verb = next(last + i for i, word in enumerate(cue) if word.label == "parataxis")
    heads, labels = list(found.heads), list(found.labels)
    heads[verb], labels[verb] = 0, "ROOT"
    heads[root], labels[root] = verb + 1, "ccomp"
    for place in (last, len(found.words) - 1):
        heads[place] = verb + 1
    return replace(found, heads=tuple(heads), labels=tuple(labels))


def _inserted(sentence: Sentence, at: int, new: Sequence[_Word], verb: int) -> Sentence:
    """The sentence with words put in before a place."""
    moved = [head + (len(new) if head > at else 0) for head in sentence.heads]
    top = verb + 1 + (len(new) if verb >= at else 0)
    heads = [top if word.head < 0 else at + word.head + 1 for word in new]
    words = (*sentence.words[:at], *(word.form for word in new), *sentence.words[at:])
    return replace(
        sentence,
        words=words,
        spaces=tuple(after not in {",", "."} for after in (*words[1:], ".")),
        heads=(*moved[:at], *heads, *moved[at:]),
        labels=(*sentence.labels[:at], *(word.label for word in new), *sentence.labels[at:]),
    )


def _hangs_on(sentence: Sentence, word: int, top: int) -> bool:
    while word != top and sentence.heads[word]:
        word = sentence.heads[word] - 1
    return word == top


_RUN = 8
_WORD = re.compile(r"\w+")


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every eight words in a row, in lower case."""
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def measured(folders: Iterable[Path]) -> frozenset[tuple[str, ...]]:
    """The runs of words of all texts, JSON and JSON Lines under some folders."""
    found: set[tuple[str, ...]] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".txt", ".json", ".jsonl"}:
                for text in _texts(path):
                    found.update(runs(text))
    return frozenset(found)


def _texts(path: Path) -> Iterator[str]:
    whole = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        yield whole
        return
    for part in whole.splitlines() if path.suffix == ".jsonl" else [whole]:
        yield from _strings(json.loads(part))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield " ".join(value)
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


def is_measured(words: Iterable[str], known: frozenset[tuple[str, ...]]) -> bool:
    """Whether a sentence shares a run of words with a text that is measured on."""
    return not known.isdisjoint(runs(" ".join(words)))


EWT, GUM = ("ewt-train.conllu", "ewt-dev.conllu"), ("gum-train.conllu", "gum-dev.conllu")
HELD_OUT = "gum-train.conllu, held out"
_FICTION = 600
"""Words of each text of fiction."""


@dataclass(frozen=True)
class Corpus:
    """Tagged sentences to learn from, by how they are put together; and those to measure on."""

    trees: list[Sentence]
    """With trees, in runs of some neighbours."""
    documents: list[Sentence]
    """Whole documents with what they mention."""
    asked: list[Sentence]
    """Sentences whose nouns were asked about."""
    taught: list[Sentence]
    """Sentences of open texts with the trees of a larger parser."""
    tests: dict[str, list[Sentence]]
    left_out: int
    """Sentences that share words with texts that are measured on."""

    @classmethod
    def of(cls, options: Options) -> "Corpus":
        """The corpus that the options ask for."""
        held_out = frozenset(json.loads(line)["id"] for line in options.held_out.read_text().splitlines())
        known = measured(options.never)

        def ready(trees: list[Tree]) -> list[Sentence]:
            return tagged(list(map(grown, trees)), options.tagger)

        # Of the English Web Treebank events, roles and firmness are known, of GUM what is mentioned.
        ewt, gum = ([list(read(options.data / name)) for name in names] for names in (EWT, GUM))
        web, web_dev = (list(propbank.annotated(ready(one), options.semantic)) for one in ewt)
        talked, talked_dev = (list(chains.gum(ready(one), one)) for one in gum)
        news = [one for one in talked if one.document in held_out]
        talked = [one for one in talked if one.document not in held_out]

        def grow(found: Sequence[Sentence]) -> Iterator[Sentence]:
            return parsed(tagged(found, options.tagger))

        asked, asked_dev = (
            list(qanom.sentences(options.semantic / qanom.FILE, part, grow)) for part in ("train", "dev")
        )
        fiction = list(chains.litbank(options.semantic / chains.FILE, _FICTION, grow))
        told = list(taught(options.taught, options.tagger)) if options.taught else []
        whole = (web, talked, asked, told)
        parts = [[one for one in part if not is_measured(one.words, known)] for part in whole]
        clean_web, clean_talked, clean_asked, clean_told = parts
        copies = tagged(list(varied([*clean_web, *clean_talked], options.seed)), options.tagger)
        tests = {EWT[1]: web_dev, GUM[1]: talked_dev, HELD_OUT: news, f"{qanom.FILE}, dev": asked_dev}
        left_out = sum(map(len, whole)) - sum(map(len, parts))
        return cls([*clean_web, *copies], [*clean_talked, *fiction], clean_asked, clean_told, tests, left_out)


def files(options: Options) -> list[Path]:
    """All files that are read."""
    meant = (propbank.ROLES_FILE, propbank.FACTUALITY_FILE, qanom.FILE, chains.FILE)
    open_texts = [options.taught] if options.taught else []
    return [*(options.data / name for name in (*EWT, *GUM)), *(options.semantic / name for name in meant), *open_texts]
