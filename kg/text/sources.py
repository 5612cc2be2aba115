"""Sources of articles: files, folders, standard input, addresses of the web. Links out of a folder are not followed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kg.errors import InputError, KgError, check_ends, nearest, without_login

if TYPE_CHECKING:
    from kg.fetch import Fetched, Web

KINDS: Mapping[str, str] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".jsonl": "jsonl", ".ndjson": "jsonl", ".rss": "feed", ".atom": "feed",
    ".warc": "warc", ".warc.gz": "warc",
}  # fmt: skip
"""What a file is by its suffix; any other is looked into."""


CORPUS_FILE = "corpus.toml"
"""What the folder of a corpus has (``kg.shards``), whose files are no articles."""


def kind_by_name(path: Path) -> str:
    """The kind of a file by its suffix, "" where that tells none."""
    name = path.name.lower()
    return next((kind for suffix, kind in KINDS.items() if name.endswith(suffix)), "")


def is_read(path: Path) -> bool:
    """Whether a file in a folder is read: by its suffix, or as news items in JSON."""
    from kg.text.kinds import is_file_of_items

    return bool(kind_by_name(path)) or is_file_of_items(path)


Notify = Callable[[str], None]
OnError = Callable[[KgError], None]


class Memory(Protocol):
    """What was read of files before."""

    def is_new(self, path: Path) -> bool:
        """Whether a file is to be read."""

    def fail(self) -> None:
        """Something of the source that is being read could not be read."""


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """A source: its name for messages, its bytes on demand, its kind if the name shows it."""

    name: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]
    kind: str = ""
    stem: str = "article"
    fetched: Fetched | None = None
    """What the address gave that the source is."""


def sources(
    paths: Iterable[str | Path],
    skipped: OnError,
    noted: Notify,
    web: Web | None,
    memory: Memory | None,
) -> Iterator[ArticleSource]:
    """The sources of paths, addresses and ``-`` (standard input), in that order, folders sorted.

    Files that the ``memory`` has are passed over.
    """
    read = memory.is_new if memory else lambda _: True
    for given in paths:
        path = Path(given)
        try:
            if is_address(given):
                yield from _address(str(given), noted, web)
            elif str(given) == "-":
                yield ArticleSource("standard input", lambda: nullcontext(sys.stdin.buffer))
            elif path.is_dir():
                yield from map(_file, filter(read, _folder(path, skipped, noted)))
            elif path.exists():
                check_ends(path)
                yield from map(_file, filter(read, [path]))
            else:
                skipped(_no_such_file(str(given)))
        except KgError as error:
            skipped(error)
        except OSError as error:
            skipped(unreadable(str(path), error))


def is_address(source: str | Path) -> bool:
    """Whether a source is an address of the web and no file."""
    return str(source).lower().startswith(("http://", "https://"))


def files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files that would be read, those of folders included."""
    for path in (Path(given) for given in paths if not is_address(given)):
        if path.is_dir():
            yield from filter(is_read, _visible(path))
        else:
            yield path


def most_articles(paths: Iterable[str | Path]) -> int | None:
    """How many articles there are at most, by the lines of JSON Lines and the number of other files.

    None where nobody knows before they are read: of standard input, feeds and archives of the web.
    """
    total = 0
    for path in files(given := list(paths)):
        kind = kind_by_name(path)
        if kind in {"warc", "feed"} or not path.is_file():
            return None
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(_CHUNK), b"")
            total += sum(chunk.count(b"\n") for chunk in chunks) if kind == "jsonl" else 1
    return None if any(is_address(one) for one in given) else total


_CHUNK = 1 << 20  # bytes


def unreadable(name: str, error: OSError) -> InputError:
    """The error for a file that the operating system cannot read."""
    return InputError(f"{name}: cannot be read ({error.strerror})")


def _folder(folder: Path, skipped: OnError, noted: Notify) -> Sequence[Path]:
    """The files of a folder and those below it whose suffix we know; the others are counted."""
    visible = _visible(folder, noted)
    own = folder.resolve()  # a folder of somebody else may have a link to any file of yours
    ends = {path: path.exists() and path.resolve().is_relative_to(own) for path in visible if path.is_symlink()}
    inside = [path for path in visible if ends.get(path, True)]
    known = [path for path in inside if path.is_file() and is_read(path)]
    left = Counter(path.suffix or "no suffix" for path in inside if path.is_file() and path not in known)
    if left:
        noted(f"{folder}: left alone {', '.join(f'{n} file(s) {kind}' for kind, n in sorted(left.items()))}")
    if len(inside) < len(visible):
        noted(f"{folder}: left alone {len(visible) - len(inside)} link(s) that lead out of it or nowhere")
    if not known:
        skipped(InputError(f"{folder}: no file to read in this folder", hint=f"kinds read: {', '.join(sorted(KINDS))}"))
    return known


def _visible(folder: Path, noted: Notify = lambda _: None) -> list[Path]:
    """The files and links of a folder and those below it, sorted; hidden ones and those of a corpus are left out."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    inside = [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    corpora = [path.parent for path in inside if path.name == CORPUS_FILE]
    for corpus in corpora:
        noted(f"{corpus}: left alone, as it is a corpus; kg corpus add NAME.corpus {corpus} copies its articles")
    return [path for path in inside if not any(path.is_relative_to(corpus) for corpus in corpora)]


def _file(path: Path) -> ArticleSource:
    return ArticleSource(str(path), lambda: path.open("rb"), kind=kind_by_name(path), stem=path.stem)


def _address(url: str, noted: Notify, web: Web | None) -> Iterator[ArticleSource]:
    """What an address of the web gives that the user typed; nothing where it has not changed."""
    from kg.fetch import Web
    from kg.text.captures import KIND_OF_TYPE, media_type
    from kg.text.kinds import kind_by_content

    noted(f"{without_login(url)}: is fetched")
    found = (web or Web()).get(url)
    if found is None:
        noted(f"{url}: has not changed since it was read")
        return
    if found.url != url:
        noted(f"{url}: was found at {found.url}")
    kind = kind_by_content(found.data, url)
    kind = KIND_OF_TYPE.get(media_type(found.content_type), kind) if kind == "text" else kind
    yield ArticleSource(url, lambda: nullcontext(BytesIO(found.data)), kind, fetched=found)


def _no_such_file(given: str) -> InputError:
    if "://" in given:
        return InputError(f"{given}: is not fetched", hint="only http:// and https:// are; save it, and name the file")
    path = Path(given)
    folder = path.parent
    if path.is_symlink():
        return InputError(f"{path}: leads to {path.readlink()}, where nothing is", hint="name the file itself")
    near = nearest(path.name, sorted(entry.name for entry in folder.iterdir())) if folder.is_dir() else ()
    return InputError(f"{path}: there is no such file", hint=f"did you mean {folder / near[0]}?" if near else "")
