"""What people install: built to the same bytes twice, and away from the clone it does what the clone does."""

import os
import re
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
CODE, ENGLISH = f"newsgraph-{VERSION}", f"newsgraph_en-{VERSION}"
DOCUMENTATION, SOURCE = "https://w3id.org/newsgraph/docs/", "https://w3id.org/newsgraph/source/"
pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is built, once it was tried in an environment of its own."""
    place = tmp_path_factory.mktemp("release")
    told = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(ROOT / "scripts" / "release"), "--offline", str(place / "dist")]
    done = subprocess.run(command, env=told, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("the same when built again") == 4
    assert "the same graph as the clone's, and kg doctor is content" in done.stderr
    return place / "dist"


def test_four_files_are_built(dist: Path) -> None:
    names = {f"{name}{end}" for name in (CODE, ENGLISH) for end in ("-py3-none-any.whl", ".tar.gz")}
    assert {path.name for path in dist.iterdir()} == names


def test_code_and_english_are_apart_and_together_whole(dist: Path) -> None:
    code, english = (set(contents(dist / f"{name}-py3-none-any.whl")) for name in (CODE, ENGLISH))
    for path in sorted(
        path for folder in ("kg", "ontologies") for path in (ROOT / folder).rglob("*") if path.is_file()
    ):
        name = path.relative_to(ROOT).as_posix()
        if "__pycache__" in name:
            continue
        if name.startswith(("kg/data/", "kg/lexicons/")):
            assert name.replace("kg/", "newsgraph_en/", 1) in english
            assert name not in code
        else:
            assert name.replace("ontologies/", "kg/ontologies/", 1) in code


def test_each_package_has_its_licences_and_sources_among_its_licence_files(dist: Path) -> None:
    code, english = (contents(dist / f"{name}-py3-none-any.whl") for name in (CODE, ENGLISH))
    assert {"LICENSE", "SOURCES.md", "kg/view/draw/fonts/LICENSE"} <= licences(code)
    assert {"LICENSE", "newsgraph_en/data/SOURCES.md"} == licences(english)
    assert b"License-Expression: Apache-2.0 AND CC-BY-SA-4.0" in english[f"{ENGLISH}.dist-info/METADATA"]


@pytest.mark.parametrize("end", ["-py3-none-any.whl", ".tar.gz"])
def test_the_seed_article_is_in_no_package(dist: Path, end: str) -> None:
    words = (ROOT / "seeds" / "canada-china.txt").read_text(encoding="utf-8").split()
    runs = {" ".join(words[at : at + 12]) for at in range(0, len(words) - 12, 12)}
    for package in (CODE, ENGLISH):
        for name, data in contents(dist / f"{package}{end}").items():
            if Path(name).name not in {"README.md", "METADATA", "PKG-INFO"}:  # they quote sentences
                text = " ".join(data.decode("utf-8", "ignore").split())
                assert not [run for run in runs if run in text], name


def test_links_and_pictures_of_the_readme_hold_away_from_the_repository(dist: Path) -> None:
    stated = contents(dist / f"{CODE}-py3-none-any.whl")[f"{CODE}.dist-info/METADATA"].decode()
    links = re.findall(r"\]\(([^)]+)\)", stated)
    assert len(links) > 20
    for link in links:
        assert link.startswith(("https://", "#")), link
        place = re.sub(rf"{DOCUMENTATION}(.*)\.html", rf"{SOURCE}docs/\1.md", link.partition("#")[0])
        if place.startswith(SOURCE):
            assert (ROOT / place.removeprefix(SOURCE)).is_file(), link


def contents(path: Path) -> Mapping[str, bytes]:
    """Name -> bytes of what is in a wheel, or in an archive of sources below its folder."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            assert not member.issym(), member.name
            if file := archive.extractfile(member):
                found[member.name.partition("/")[2]] = file.read()
    return found


def licences(wheel: Mapping[str, bytes]) -> set[str]:
    """The licence files of a wheel."""
    return {name.partition("/licenses/")[2] for name in wheel if "/licenses/" in name}


def test_packages_and_citation_have_the_version_of_the_program_and_one_licence_for_their_code() -> None:
    assert (ROOT / "english" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    english = tomllib.loads((ROOT / "english" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert english["version"] == VERSION
    assert f'"newsgraph-en=={VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"\nversion: {VERSION}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
