"""The client of the chat completions protocol: one request at a time, asked again where that may help."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

import anyio
import httpx
from anyio.from_thread import start_blocking_portal

from kg.errors import KgError
from kg.llm.models import KEY, ChatModel, Completion, Request, number_of
from kg.version import VERSION

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
            if model.wants_no_form(response.status_code, data):
                response, data = await _sent(client, model, request.body(model.name, formed=False))
            return _answer(model, response, data)


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


def _answer(model: ChatModel, response: httpx.Response, data: bytes) -> Completion:
    if not response.is_success:
        raise _refused(model, response, data)
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


def _refused(model: ChatModel, response: httpx.Response, data: bytes) -> LlmError:
    status = _told(model, f"{response.status_code} {response.reason_phrase}")
    said = _told(model, data.decode(errors="replace"))
    pause = _pause(response.headers.get("Retry-After", "")) if response.status_code in _AGAIN else None
    return LlmError(f"{model.door}{status}{said}", hint=_HINTS.get(response.status_code, ""), pause=pause)


def _pause(told: str) -> float:
    """The seconds of a header Retry-After, which has seconds or a date (RFC 9110, 10.2.3); 0 for one that has none."""
    if told.isascii() and told.strip().isdigit():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0
