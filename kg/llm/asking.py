"""What a command would send to a language model, told before anything is sent, and the asking itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.llm.client import ask
from kg.llm.models import ChatModel, Completion, Request

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
    cut: int = 0
    """Answers that the server ended before the model did."""
    unfit: int = 0
    """Others that are not of the form that was asked for."""

    def with_one(self, answer: Completion, request: Request) -> Usage:
        """The same with the answer to one of the requests."""
        return replace(
            self,
            read=self.read + answer.read,
            written=self.written + answer.written,
            cut=self.cut + answer.is_cut,
            unfit=self.unfit + (not answer.is_cut and not request.is_met(answer)),
        )

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
        sent = (
            f"{counted(len(self.requests), 'request')} about {what}: {data:,} characters of it, about {tokens:,} tokens"
        )
        lines = [f"to {self.model.host} ({self.model.name}): {sent} with our instructions"]
        if self.model.is_open:
            lines.append(f"it goes unencrypted{key}")
        return (*lines, kept) if self.held else tuple(lines)

    def met(self, done: Callable[[str], None] = lambda _: None) -> Usage:
        """Ask, one request after the other; each answer is kept as it comes. Raises ``LlmError``."""
        used = Usage(len(self.requests))
        for request in self.requests:
            used = used.with_one(ask(self.model, request), request)
            done("")
        return used


def needed(model: ChatModel, requests: Sequence[Request]) -> Need:
    """What of some requests has no answer yet."""
    each = {request: model.held(request) for request in requests}
    known = [answer for answer in each.values() if answer is not None]
    elsewhere = {answer.door for answer in known} - {"", model.door}
    return Need(model, tuple(one for one in each if each[one] is None), len(known), tuple(sorted(elsewhere)))
