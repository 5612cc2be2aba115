"""What a command would send to a language model, told before anything is sent, and the asking itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.llm.client import ask
from kg.llm.models import ChatModel, Request

_CHARACTERS = 4
"""Characters a token has in English, about; what a server counts is told afterwards."""


def counted(number: int, noun: str) -> str:
    """So many things.

    >>> counted(1, "article"), counted(2000, "request")
    ('1 article', '2,000 requests')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model read and wrote, as its server counts them, for some requests; all 0 where it counts none."""

    requests: int = 0
    read: int = 0
    written: int = 0

    def __str__(self) -> str:
        told = f"{self.read:,} tokens read, {self.written:,} written" if self.read else "its server counts no tokens"
        return f"{counted(self.requests, 'request')} answered: {told}"


@dataclass(frozen=True)
class Need:
    """The requests of a command to which the folder has no answer, each once."""

    model: ChatModel
    requests: tuple[Request, ...]
    held: int = 0
    """How many others it has answers to."""

    def lines(self, what: str) -> tuple[str, ...]:
        """What would be sent, and where; ``what`` are the things that it is about: "1 article"."""
        kept = f"{counted(self.held, 'answer')} of {self.model.name} stand in {self.model.folder}"
        if not self.requests:
            return (f"{kept}: nothing is sent",)
        data = sum(len(one.data) for one in self.requests)
        tokens = sum(math.ceil((len(one.instructions) + len(one.data)) / _CHARACTERS) for one in self.requests)
        sent = (
            f"{counted(len(self.requests), 'request')} about {what}: {data:,} characters of it, about {tokens:,} tokens"
        )
        lines = [f"to {self.model.host} ({self.model.name}): {sent} with our instructions"]
        if self.model.is_open:
            lines.append("it goes unencrypted" + (", and the key with it" if self.model.key else ""))
        return (*lines, kept) if self.held else tuple(lines)

    def met(self, done: Callable[[str], None] = lambda _: None) -> Usage:
        """Ask, one request after the other; each answer is kept as it comes. Raises ``LlmError``."""
        read = written = 0
        for request in self.requests:
            answer = ask(self.model, request)
            read, written = read + answer.read, written + answer.written
            done("")
        return Usage(len(self.requests), read, written)


def needed(model: ChatModel, requests: Sequence[Request]) -> Need:
    """What of some requests has no answer yet."""
    each = tuple(dict.fromkeys(requests))
    open_ones = tuple(one for one in each if model.held(one) is None)
    return Need(model, open_ones, len(each) - len(open_ones))
