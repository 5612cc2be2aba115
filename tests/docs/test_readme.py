"""The README does what it says."""

import pytest

from scripts.readme import README, difference, rerun


@pytest.mark.model
def test_every_session_of_the_readme_prints_what_stands_there() -> None:
    """``python scripts/readme.py --write`` brings it up to date."""
    written = README.read_text(encoding="utf-8")
    assert written.count("\n$ ") >= 8
    assert difference(written, rerun(written)) == []
