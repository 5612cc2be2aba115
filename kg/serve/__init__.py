"""A local web application: graphs looked at, asked, and made of an article."""

from __future__ import annotations

from kg.serve.app import application
from kg.serve.running import run

__all__ = ["application", "run"]
