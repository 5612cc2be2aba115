"""A language model that the user has: it judges statements and proposes some, and must show its words.

It is asked by the chat completions protocol that OpenAI defined and Ollama, llama.cpp and vLLM speak, and only where a
command names its address. Answers are kept in a folder by the content of the request, so that the same text has the
same answers, with or without the model.
"""

import hashlib
import json
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import httpx
from anyio.from_thread import start_blocking_portal

from kg.errors import InputError, KgError
from kg.facts.wording import counted
from kg.fetch import web_parts
from kg.model.json import checked, is_whole
from kg.turtle.whole import write_whole
from kg.version import VERSION

KEY = "KG_LLM_KEY"
"""The environment variable of the key; the key is told to the address alone, and written nowhere."""
_DOOR = "/chat/completions"
_FORM = "response_format"
_THINKING, _THOUGHT = "<think>", "</think>"
_FENCE = "```"
_BAD = 400


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

    def is_met(self, answer: "Completion") -> bool:
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
        parts = web_parts(self.url)
        if parts is None:
            raise KgError(f"{self.url!r} is no address of a model", hint="--llm http://localhost:11434/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            told = f"--llm {parts.hostname}: an address with a login, a query or a fragment is not asked"
            raise KgError(told, hint=f"the key comes from {KEY} in the environment")
        if not self.name:
            raise KgError("a model has a name", hint="--llm-model NAME, as the server lists it")
        bare = self.url.rstrip("/").removesuffix(_DOOR)
        object.__setattr__(self, "door", bare + _DOOR)

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
        return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}

    def held(self, request: Request) -> Completion | None:
        """The answer that the folder has to a request of this model; None where it has none that is of use."""
        try:
            found = json.loads(self._place(request).read_bytes())
            read, written = number_of(found["read"]), number_of(found["written"])
            answer = Completion(str(found["content"]), read, written, door=str(found.get("door", "")))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return answer if is_whole(found) and request.is_met(answer) else None

    def keep(self, request: Request, answer: Completion) -> None:
        """Put an answer into the folder; ``InputError`` where it cannot be written."""
        self.open_folder()
        usage = {"read": answer.read, "written": answer.written}
        told = checked({"model": self.name, "door": self.door, "content": answer.content, **usage})
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


_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_PAUSE = 60.0  # seconds
_LARGEST = 4_000_000  # bytes
_COUNTS = ("prompt_tokens", "completion_tokens")
_CUT = frozenset({"length", "content_filter"})
"""Why a server ends an answer before the model does."""
_SHOWN = 300  # characters
_HINTS = {
    401: f"{KEY} has the key",
    403: f"{KEY} has the key",
    404: "an address ends before /chat/completions, in /v1 as a rule; and the model must be there",
    429: "the server takes no more now: what was answered is kept, and the same command goes on",
}
_REACHED = "is the server running, and is this its address? no proxy of the environment is asked"
_KEPT = "what was answered is kept, and the same command goes on"


class LlmError(KgError):
    """A language model that gives no answer: not reached, too slow, refused, or not in the protocol's form."""

    def __init__(self, message: str, *, hint: str = "", pause: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.pause = pause
        """The seconds after which it may be asked again; None where that is of no use."""


def ask(model: ChatModel, request: Request, *, sleep: Callable[[float], None] = time.sleep) -> Completion:
    """The model's answer to a request, from its folder where it has it, else by asking.

    It is kept there if it is whole and of the form that was asked for; another one is asked for again the next time.
    Raises ``LlmError`` where the model gives none, after some tries where the fault may pass.
    """
    held = model.held(request)
    if held is not None:
        return held
    for number in range(1, model.tries + 1):
        try:
            answer = _asked(model, request)
        except LlmError as error:
            if error.pause is None or number == model.tries:
                raise
            sleep(min(max(error.pause, 2.0 ** (number - 1)), _LONGEST_PAUSE))
        else:
            if request.is_met(answer):
                model.keep(request, answer)
            return answer
    raise LlmError(f"{model.door}: was not asked")


def _asked(model: ChatModel, request: Request) -> Completion:
    """The answer to one request, by one clock for all of it, however its server trickles."""
    headers = {"Content-Type": "application/json", "User-Agent": f"newsgraph/{VERSION}"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    try:
        with start_blocking_portal() as portal:
            return portal.call(_in_time, model, request, headers)
    except TimeoutError as error:
        told = f"{model.door}: took more than {model.seconds:g} seconds"
        raise LlmError(told, hint="--llm-seconds lets it take more") from error
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
        raise LlmError(f"{model.door}: the answer was cut off{_told(model, error)}", hint=_KEPT, pause=0.0) from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise LlmError(f"{model.door}{_told(model, error)}", hint=_REACHED) from error


async def _in_time(model: ChatModel, request: Request, headers: Mapping[str, str]) -> Completion:
    """The same, from the address alone: neither a proxy of the environment nor a redirect leads elsewhere."""
    secure = httpx.create_ssl_context()
    with anyio.fail_after(model.seconds):
        async with httpx.AsyncClient(verify=secure, headers=headers, timeout=None, trust_env=False) as client:
            response, data = await _sent(client, model, request.body(model.name))
            # Whether a server refuses a request for the form of answers that it asks for.
            if response.status_code == _BAD and _FORM.encode() in data:
                response, data = await _sent(client, model, request.body(model.name, formed=False))
            if not response.is_success:
                status = _told(model, f"{response.status_code} {response.reason_phrase}")
                said = _told(model, data.decode(errors="replace"))
                pause = _pause(response.headers.get("Retry-After", "")) if response.status_code in _AGAIN else None
                raise LlmError(f"{model.door}{status}{said}", hint=_HINTS.get(response.status_code, ""), pause=pause)
            try:
                told = json.loads(data)
                chosen = told["choices"][0]
                content: str = chosen["message"]["content"] + ""  # a refusal has none
                usage = told.get("usage") or {}
                read, written = (number_of(usage.get(name)) for name in _COUNTS)
                return Completion(content, read, written, is_cut=chosen.get("finish_reason") in _CUT)
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                told = f"{model.door}: answers in another form than chat completions have"
                raise LlmError(told, hint="an address of the protocol ends in /v1 as a rule") from error


async def _sent(client: httpx.AsyncClient, model: ChatModel, body: bytes) -> tuple[httpx.Response, bytes]:
    found = bytearray()
    async with client.stream("POST", model.door, content=body) as response:
        async for piece in response.aiter_bytes():
            found += piece
            if len(found) > _LARGEST:
                raise LlmError(f"{model.door}: answers with more than {_LARGEST:,} bytes")
    return response, bytes(found)


def _told(model: ChatModel, said: object) -> str:
    """What a server or the network says, to be put behind an address: one line, not long, without the key."""
    line = " ".join(str(said).split())
    line = line.replace(model.key, "…") if model.key else line
    return f": {line[:_SHOWN]}" if line else ""


def _pause(told: str) -> float:
    """The seconds of a header Retry-After, which has seconds or a date (RFC 9110, 10.2.3); 0 for one that has none."""
    if told.isascii() and told.strip().isdigit():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


_CHARACTERS = 4
"""Characters a token has in English, about; what a server counts is told afterwards."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model read and wrote, as its server counts them, for some requests; all 0 where it counts none."""

    requests: int = 0
    read: int = 0
    written: int = 0
    cut: int = 0
    """Answers that the server ended before the model did."""
    unfit: int = 0
    """Others that are not of the form that was asked for."""

    def lines(self) -> tuple[str, ...]:
        """What was used, and how many answers are of no use: these are not kept."""
        told = f"{self.read:,} tokens read, {self.written:,} written" if self.read else "its server counts no tokens"
        lines = [f"{counted(self.requests, 'request')} answered: {told}"]
        if self.cut:
            lines.append(f"{counted(self.cut, 'answer')} ended by the server: its limit of tokens, or its filter")
        if self.unfit:
            lines.append(f"{counted(self.unfit, 'answer')} in another form than was asked for")
        return (*lines, "what is of no use is asked for again the next time") if lines[1:] else tuple(lines)


@dataclass(frozen=True)
class Need:
    """The requests of a command to which the folder has no answer, each once."""

    model: ChatModel
    requests: tuple[Request, ...]
    held: int = 0
    """How many others it has answers to."""
    elsewhere: tuple[str, ...] = ()
    """Other addresses at which a model of this name gave some of these."""

    def lines(self, what: str) -> tuple[str, ...]:
        """What would be sent, and where; ``what`` are the things that it is about: "1 article"."""
        kept = f"{counted(self.held, 'answer')} of {self.model.name} stand in {self.model.folder}"
        kept += f", some from {', '.join(self.elsewhere)}" if self.elsewhere else ""
        if not self.requests:
            return (f"{kept}: nothing is sent",)
        key = ", and the key with it" if self.model.key else ""
        data = sum(len(one.data) for one in self.requests)
        tokens = sum(math.ceil((len(one.instructions) + len(one.data)) / _CHARACTERS) for one in self.requests)
        sent = f"{counted(len(self.requests), 'request')} about {what}: {data:,} characters of it"
        place = f"to {self.model.host} ({self.model.name})"
        lines = [f"{place}: {sent}, about {tokens:,} tokens with our instructions"]
        if self.model.is_open:
            lines.append(f"it goes unencrypted{key}")
        return (*lines, kept) if self.held else tuple(lines)

    def met(self, done: Callable[[str], None] = lambda _: None) -> Usage:
        """Ask, one request after the other; each answer is kept as it comes. Raises ``LlmError``."""
        used = Usage(len(self.requests))
        for request in self.requests:
            answer = ask(self.model, request)
            unfit = used.unfit + (not answer.is_cut and not request.is_met(answer))
            read, written = used.read + answer.read, used.written + answer.written
            used = replace(used, read=read, written=written, cut=used.cut + answer.is_cut, unfit=unfit)
            done("")
        return used


def needed(model: ChatModel, requests: Sequence[Request]) -> Need:
    """What of some requests has no answer yet."""
    each = {request: model.held(request) for request in requests}
    known = [answer for answer in each.values() if answer is not None]
    elsewhere = {answer.door for answer in known} - {"", model.door}
    return Need(model, tuple(one for one in each if each[one] is None), len(known), tuple(sorted(elsewhere)))
