"""Packages as an installer lays them out, with entry points."""

import subprocess
import sys
import zipfile
from pathlib import Path


def lay_out(folder: Path, module: str, source: str, *, group: str, points: str, package: str = "") -> None:
    """A package of one module, and what it says of itself; its name is the module's where none is given."""
    name = package or module
    (folder / f"{module}.py").write_text(source)
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{points}\n")


def build_into(folder: Path, project: Path, module: str, source: str, pyproject: str) -> None:
    """Build a package of one module as `pip install .` does, without the network, and unpack its wheel."""
    project.mkdir()
    (project / f"{module}.py").write_text(source, encoding="utf-8")
    (project / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    code = "from setuptools.build_meta import build_wheel; build_wheel('.')"
    subprocess.run([sys.executable, "-c", code], cwd=project, check=True, capture_output=True)
    (wheel,) = project.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder)
