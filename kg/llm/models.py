"""A language model's address, requests to it, and the folder that keeps its answers."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import InputError, KgError
from kg.turtle import write_whole

KEY = "KG_LLM_KEY"
"""The environment variable of the key; the key is told to the address alone, and written nowhere."""
_DOOR = "/chat/completions"
_FORM = "response_format"
_THINKING, _THOUGHT = "<think>", "</think>"
_FENCE = "```"
_BAD = 400
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked at once: the instructions, and the data that they are to be applied to, as JSON."""

    instructions: str
    data: str
    fits: Callable[[Mapping[str, object]], bool] = bool
    """Whether the fields of an answer are such as were asked for."""

    def body(self, model: str, *, formed: bool = True) -> bytes:
        """The request as the protocol has it, always of the same bytes; no text is drawn by chance.

        Where it is ``formed`` it asks the server to let the model write JSON alone, which some servers cannot.
        """
        said = ({"role": "system", "content": self.instructions}, {"role": "user", "content": self.data})
        form = {_FORM: {"type": "json_object"}} if formed else {}
        asked = {"model": model, "messages": said, "temperature": 0, "stream": False, **form}
        return json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()

    def is_met(self, answer: Completion) -> bool:
        """Whether an answer is of the form that was asked for."""
        told = answer.fields()
        return told is not None and self.fits(told)


@dataclass(frozen=True, slots=True)
class Completion:
    """The words of an answer, and the tokens that were read and written for it; 0 where the server counts none."""

    content: str
    read: int = 0
    written: int = 0
    is_cut: bool = False
    """Whether its server ended it before the model did."""
    door: str = field(default="", compare=False)
    """The address that gave it, where the folder has that."""

    def fields(self) -> dict[str, object] | None:
        """The JSON object that an answer is, a fence around it and what comes before it apart; None for another form.

        Thoughts are passed over where an answer begins with them. Nothing stands behind the object, and no field of it
        twice: who quotes the text there would let the text speak.
        """
        text = self.content.strip()
        thought, mark, behind = text.partition(_THOUGHT)
        if mark and (thought.startswith(_THINKING) or "{" not in thought):
            text = behind
        try:
            found, end = _DECODER.raw_decode(text, text.index("{"))
        except (ValueError, RecursionError):
            return None
        is_whole = not self.is_cut and text[end:].strip() in {"", _FENCE}
        return found if is_whole and isinstance(found, dict) else None


def _single(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field stands twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_single)


def number_of(told: object) -> int:
    """A count of tokens as a server tells it; 0 for what is none."""
    return told if isinstance(told, int) and told > 0 else 0


@dataclass(frozen=True)
class ChatModel:
    """A model at an address, with the folder of its answers; ``KgError`` for what is no address.

    ``tries`` is how often a request is sent at most, ``seconds`` how long one may take.
    """

    url: str
    name: str
    folder: Path
    seconds: float = 300.0
    tries: int = 4
    door: str = field(init=False)
    """The address that requests go to."""

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            parts.port  # noqa: B018 - raises for a port that is no number
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise KgError(f"{self.url!r} is no address of a model", hint="--llm http://localhost:11434/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            told = f"--llm {parts.hostname}: an address with a login, a query or a fragment is not asked"
            raise KgError(told, hint=f"the key comes from {KEY} in the environment")
        if not self.name:
            raise KgError("a model has a name", hint="--llm-model NAME, as the server lists it")
        bare = self.url.rstrip("/").removesuffix(_DOOR)
        object.__setattr__(self, "door", bare + _DOOR)

    @staticmethod
    def wants_no_form(status: int, data: bytes) -> bool:
        """Whether a server refuses a request for the form of answers that it asks for."""
        return status == _BAD and _FORM.encode() in data

    @property
    def host(self) -> str:
        """Where requests go, for people: "localhost:11434"."""
        return urlsplit(self.url).netloc

    @property
    def key(self) -> str:
        """The key, as the environment has it, spaces around it apart; "" for none. ``KgError`` for what is none."""
        key = os.environ.get(KEY, "").strip()
        if not all("!" <= sign <= "~" for sign in key):
            raise KgError(f"{KEY} has a character that no key has", hint="letters, digits and signs of ASCII, no space")
        return key

    @property
    def is_open(self) -> bool:
        """Whether what is sent goes unencrypted to another machine."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and parts.hostname not in _LOCAL

    def held(self, request: Request) -> Completion | None:
        """The answer that the folder has to a request of this model; None where it has none that is of use."""
        try:
            found = json.loads(self._place(request).read_bytes())
            read, written = number_of(found["read"]), number_of(found["written"])
            answer = Completion(str(found["content"]), read, written, door=str(found.get("door", "")))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return answer if request.is_met(answer) else None

    def keep(self, request: Request, answer: Completion) -> None:
        """Put an answer into the folder; ``InputError`` where it cannot be written."""
        self.open_folder()
        usage = {"read": answer.read, "written": answer.written}
        told = {"model": self.name, "door": self.door, "content": answer.content, **usage}
        write_whole((json.dumps(told, ensure_ascii=False) + "\n").encode(), self._place(request))

    def open_folder(self) -> None:
        """See that answers can be kept, before one is paid for; ``InputError`` where not."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            is_open = os.access(self.folder, os.W_OK | os.X_OK)
        except OSError:
            is_open = False
        if not is_open:
            hint = "--llm-cache FOLDER is one that can be written into"
            raise InputError(f"{self.folder}: answers cannot be kept there", hint=hint)

    def _place(self, request: Request) -> Path:
        return self.folder / f"{hashlib.sha256(request.body(self.name)).hexdigest()[:32]}.json"


def default_folder() -> Path:
    """Where answers are kept if nothing else is said: the user's cache (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsgraph" / "llm"


def instructions(name: str) -> str:
    """One of our texts of instructions: "judging", "proposing"."""
    return (files("kg") / "llm" / f"{name}.txt").read_text(encoding="utf-8")
