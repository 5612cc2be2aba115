"""Errors that a user can cause and cure; any other exception is a bug."""

import re
import sys
import warnings
from collections.abc import Iterable
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_LOGIN = re.compile(r"(?<=:/)(/?)(?!\[)(?=[^/?#\s]*@|[^/?#\s]*:(?!\d*(?:[/?#\s]|$)))\S*@")


class KgError(Exception):
    """An error of input or use: ``message`` names the file and the place, ``hint`` the cure; neither has a password."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = without_login(message)
        self.hint = without_login(hint)
        super().__init__(self.message)


class InputError(KgError):
    """A file, record or address that cannot be read."""


class WithheldError(InputError):
    """An article that its publisher holds back or has taken back; ``why`` is withheld, cancelled or embargoed."""

    def __init__(self, message: str, *, hint: str, article: str, why: str) -> None:
        super().__init__(message, hint=hint)
        self.article = article
        self.why = why


class OntologyError(KgError):
    """An invalid ontology, alignment or lexicon."""


class QueryError(KgError):
    """A query that is refused, does not parse or runs past its limits."""


class RemoteError(QueryError):
    """A query that would reach another machine."""


class MissingPartError(KgError):
    """A language model or an optional part that is not installed."""

    exit_code = 4


def without_login(text: str) -> str:
    """A text for people without the names and passwords in its addresses, however badly these are written.

    >>> without_login("http://anna:pa@ss/word@host/feed: is fetched"), without_login("https://host:8000/@anna")
    ('http://…@host/feed: is fetched', 'https://host:8000/@anna')
    """
    return _LOGIN.sub(r"\1…@", text) if "@" in text else text


def check_ends(path: Path) -> None:
    """``InputError`` for a device or a socket: reading it may never end."""
    if path.is_char_device() or path.is_block_device() or path.is_socket():
        raise InputError(f"{path}: is a device or a socket and no file", hint="name a file, or a pipe: <(command)")


def one_of(given: str, known: Iterable[str], what: str) -> str:
    """``given`` if it is among ``known``; else raises a ``KgError`` that lists them.

    >>> one_of("loud", ["quiet", "silent"], "mode")
    Traceback (most recent call last):
    kg.errors.KgError: 'loud' is no mode
    """
    names = tuple(known)
    if given not in names:
        raise KgError(f"{given!r} is no {what}", hint=f"one of {', '.join(filter(None, names))}")
    return given


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names most similar to one, ignoring case: three at most, the most similar first.

    >>> nearest("canda", ["Canada", "Kanada", "Peru"])
    ('Canada', 'Kanada')
    """
    names: dict[str, str] = {}
    for one in known:
        names.setdefault(one.casefold(), one)
    return tuple(names[one] for one in get_close_matches(name.casefold(), names))


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """A hint of the names most similar to an unknown one; "" where none is similar."""
    found = nearest(name, known)
    return f"Nearest: {', '.join(found)}" if found else ""


def install_hint(package: str) -> str:
    """The command that installs a package; in a clone, into the environment that ``scripts/kg`` made."""
    own = _ROOT / ".venv"
    if (_ROOT / "scripts" / "venv.sh").is_file() and Path(sys.prefix).resolve() == own.resolve():
        return f"{own / 'bin' / 'python'} -m pip install {package}"
    return f"pip install {package}"


class Ending(DeprecationWarning):
    """What is promised and will be gone; commands tell it as a note."""


def ends(what: str, instead: str, *, since: str, gone: str) -> None:
    """Warn that something ends with a version, and what takes its place; two minor versions at least say so.

    ``since`` is the first that does. Tests fail once ``gone`` has come (``tests/test_endings.py``).
    """
    warnings.warn(f"{what} ends with newsgraph {gone} (told since {since}): {instead}", Ending, stacklevel=3)


def check_extra(extra: str, modules: Iterable[str], use: str) -> None:
    """``MissingPartError`` where a module of an extra of newsgraph is not installed, which has a use."""
    for name in modules:
        if find_spec(name) is None:
            where = "." if (_ROOT / "pyproject.toml").is_file() else "newsgraph"
            raise MissingPartError(f"{name} is not installed, which {use}", hint=install_hint(f"'{where}[{extra}]'"))
