"""Packages as an installer lays them out, with entry points."""

from __future__ import annotations

from pathlib import Path


def lay_out(folder: Path, module: str, source: str, *, group: str, points: str, package: str = "") -> None:
    """A package of one module, and what it says of itself; its name is the module's where none is given."""
    name = package or module
    (folder / f"{module}.py").write_text(source)
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{points}\n")
