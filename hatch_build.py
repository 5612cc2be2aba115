"""What the package says of itself: the README, whose links and pictures lead somewhere from elsewhere too."""

from __future__ import annotations

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Readme(MetadataHookInterface):
    """Gives links and pictures of the README the permanent addresses of documentation and repository."""

    def update(self, metadata: dict[str, object]) -> None:
        """Fill ``readme`` in."""
        written = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        urls = metadata["urls"]
        assert isinstance(urls, dict)
        text = re.sub(r"\]\(docs/([^)#]+)\.md", rf"]({urls['Documentation']}\1.html", written)
        text = re.sub(r"\]\((?!https?:|#)([^)]+)\)", rf"]({urls['Source']}\1)", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
