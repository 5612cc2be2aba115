"""What the package says of itself: the README, whose links and pictures lead to the repository from elsewhere too."""

from __future__ import annotations

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Readme(MetadataHookInterface):
    """Puts the permanent address of the repository before what a link of the README names in it."""

    def update(self, metadata: dict[str, object]) -> None:
        """Fill ``readme`` in."""
        written = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        urls = metadata["urls"]
        source = urls["Source"] if isinstance(urls, dict) else ""
        text = re.sub(r"\]\((?!https?:|#)([^)]+)\)", rf"]({source}\1)", written)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
