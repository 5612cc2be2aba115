"""A local web application: graphs looked at, asked, and made of an article."""

from __future__ import annotations

from kg.serve.app import application, endpoint_alone
from kg.serve.running import run, run_endpoint

__all__ = ["application", "endpoint_alone", "run", "run_endpoint"]
