"""Where English stands: its lexicons (``lexicons/en/<name>.toml``), and its tables and weights (``data``).

In a clone they lie beside the code. Installed they are a package of their own, newsgraph-en, found by the entry point
``en`` of the group ``newsgraph.languages``. Articles in other languages are refused (``kg.text.articles``).
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from kg.errors import MissingPartError, OntologyError
from kg.version import VERSION

LANGUAGE = "en"
LANGUAGES = "newsgraph.languages"

LexiconTable = Mapping[str, "LexiconValue"]
LexiconValue = str | int | float | bool | list["LexiconValue"] | dict[str, "LexiconValue"]


@cache
def language_folder() -> Path:
    """The folder of English; ``MissingPartError`` where it is not installed."""
    beside = Path(__file__).parent
    if (beside / "lexicons").is_dir():
        return beside
    for point in entry_points(group=LANGUAGES, name=LANGUAGE):
        if (found := find_spec(point.module)) and found.origin:
            return Path(found.origin).parent
    raise MissingPartError("the English of newsgraph is not installed", hint=f"pip install newsgraph-en=={VERSION}")


def data_file(name: str) -> Path:
    """A table or a file of weights."""
    return language_folder() / "data" / name


def lexicon_file(name: str) -> Path:
    """A file of words."""
    return language_folder() / "lexicons" / LANGUAGE / f"{name}.toml"


@cache
def lexicon(name: str) -> LexiconTable:
    """The tables of one lexicon; each is a rule with its words, ``examples`` and ``counterexamples``.

    Raises ``OntologyError`` where there is none of that name, or where it is no TOML.
    """
    path = lexicon_file(name)
    try:
        return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise OntologyError(f"there is no lexicon {name!r}") from None
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: {error}") from error


def table(name: str, *keys: str) -> LexiconTable:
    """The table at a place of a lexicon, ``table("stance", "degrees")``; ``OntologyError`` where it has none."""
    found = lexicon(name)
    for key in keys:
        inner = found.get(key)
        if not isinstance(inner, dict):
            raise OntologyError(f"lexicon {name!r} has no table {'.'.join(keys)}")
        found = inner
    return found


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """The words at a place of a lexicon: ``words("stance", "negators", "words")``.

    Raises ``OntologyError`` where the lexicon has no such place, or no list there.
    """
    found = table(name, *keys[:-1]).get(keys[-1])
    if not isinstance(found, list):
        raise OntologyError(f"lexicon {name!r} has no list of words {'.'.join(keys)}")
    return frozenset(map(str, found))


@cache
def patterns(name: str, *keys: str) -> tuple[re.Pattern[str], ...]:
    """The regular expressions at a place of a lexicon; raises ``OntologyError`` as ``words`` does."""
    return tuple(re.compile(pattern) for pattern in sorted(words(name, *keys)))


@cache
def pairs(name: str, section: str) -> Mapping[str, str]:
    """Word -> value of a section: ``pairs("titles", "abbreviation")["PM"]`` is "prime minister".

    Raises ``OntologyError`` where the section has no such table.
    """
    return MappingProxyType({word: str(meant) for word, meant in table(name, section, "words").items()})


@cache
def numbers(name: str, *keys: str) -> Mapping[str, float]:
    """The numbers of a table: ``numbers("weights", "pronouns")["sentence"]``.

    Raises ``OntologyError`` where the lexicon has no such table.
    """
    found = table(name, *keys).items()
    return {key: float(number) for key, number in found if isinstance(number, int | float)}


@cache
def words_by(name: str, prefix: str, key: str, value: str) -> Mapping[str, frozenset[str]]:
    """Word under ``key`` -> all words under ``value`` of the same sections, of those that begin with ``prefix``."""
    found: dict[str, frozenset[str]] = {}
    for section in lexicon(name):
        if section.startswith(prefix):
            for word in words(name, section, key):
                found[word] = found.get(word, frozenset()) | words(name, section, value)
    return MappingProxyType(found)
