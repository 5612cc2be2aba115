"""JSON as values."""

from __future__ import annotations

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
