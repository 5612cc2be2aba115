"""The version, read by the build backend as well."""

from __future__ import annotations

VERSION = "0.2.0"
