"""A language model's address, requests to it, and the folder that keeps its answers."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import KgError
from kg.turtle import write_whole

KEY = "KG_LLM_KEY"
"""The environment variable of the key; the key is told to the address alone, and written nowhere."""
_DOOR = "/chat/completions"
_FORM, _THOUGHT = "response_format", "</think>"
_BAD = 400
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked at once: the instructions, and the data that they are to be applied to, as JSON."""

    instructions: str
    data: str

    def body(self, model: str, *, formed: bool = True) -> bytes:
        """The request as the protocol has it, always of the same bytes; no text is drawn by chance.

        Where it is ``formed`` it asks the server to let the model write JSON alone, which some servers cannot.
        """
        said = ({"role": "system", "content": self.instructions}, {"role": "user", "content": self.data})
        form = {_FORM: {"type": "json_object"}} if formed else {}
        asked = {"model": model, "messages": said, "temperature": 0, "stream": False, **form}
        return json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class Completion:
    """The words of an answer, and the tokens that were read and written for it; 0 where the server counts none."""

    content: str
    read: int = 0
    written: int = 0

    def fields(self) -> dict[str, object] | None:
        """The JSON object that an answer is, or that stands in it behind its thoughts; None where there is none."""
        text = self.content.rpartition(_THOUGHT)[2]
        try:
            found = json.loads(text[text.find("{") : text.rfind("}") + 1])
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


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
        parts = urlsplit(self.url)
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
        """The key, as the environment has it; "" for none."""
        return os.environ.get(KEY, "")

    @property
    def is_open(self) -> bool:
        """Whether what is sent goes unencrypted to another machine."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and parts.hostname not in _LOCAL

    def held(self, request: Request) -> Completion | None:
        """The answer that the folder has to a request of this model; None where it has none that can be read."""
        try:
            found = json.loads(self._place(request).read_bytes())
            return Completion(str(found["content"]), int(found["read"]), int(found["written"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, request: Request, answer: Completion) -> None:
        """Put an answer into the folder; ``InputError`` where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {"model": self.name, "content": answer.content, "read": answer.read, "written": answer.written}
        write_whole((json.dumps(told, ensure_ascii=False) + "\n").encode(), self._place(request))

    def _place(self, request: Request) -> Path:
        return self.folder / f"{hashlib.sha256(request.body(self.name)).hexdigest()[:32]}.json"


def default_folder() -> Path:
    """Where answers are kept if nothing else is said: the user's cache (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsgraph" / "llm"


def instructions(name: str) -> str:
    """One of our texts of instructions: "judging", "proposing"."""
    return (files("kg") / "llm" / f"{name}.txt").read_text(encoding="utf-8")
