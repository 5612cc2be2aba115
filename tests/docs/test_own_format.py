"""An output format of another package, as the page on it shows: named by an entry point, written by the commands."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.convert import GROUP, all_formats, form_of, format_named, own_formats
from kg.errors import InputError, KgError
from tests.conftest import Kg
from tests.packages import build_into, lay_out

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-format.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The first block of a kind on the page."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def install(folder: Path, module: str, points: str) -> None:
    """Lay out the package of the page."""
    lay_out(folder, "edge_list", module, group=GROUP, points=points)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder from which packages are imported."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "edge_list", raising=False)
    yield folder
    monkeypatch.delitem(sys.modules, "edge_list", raising=False)


def test_the_format_of_the_page_is_written_by_its_suffixes_and_its_name(kg: Kg, trade: Path, site: Path) -> None:
    install(site, block("python"), block("toml").splitlines()[-1].replace('"', ""))
    for output, options in (("trade.edges", ()), ("trade.tab", ()), ("facts.txt", ("-f", "edges"))):
        ran = kg("convert", str(trade), "-o", output, *options)
        assert ran.code == 0, ran.err
        lines = Path(output).read_text(encoding="utf-8").splitlines()
        assert "Canada\timposedtariffon\tChina" in lines
        assert not any("memoranda" in line for line in lines)  # which are to be signed
    assert kg("convert", str(trade), "-o", "trade.edges").code == 2  # no file that it would know for its own
    assert kg("convert", str(trade), "-o", "trade.edges", "--force").code == 0


def test_the_package_of_the_page_is_built(site: Path, tmp_path: Path) -> None:
    build_into(site, tmp_path / "project", "edge_list", block("python"), block("toml"))
    assert (site / "edge_list-1.0.dist-info").is_dir()
    assert format_named("edges").name == "edges"


def test_the_list_of_formats_has_ours_and_others(kg: Kg, site: Path) -> None:
    install(site, block("python"), "edges = edge_list:FORMAT")
    rows = {row["format"]: row for row in json.loads(kg("formats", "-f", "json").out)}
    assert list(rows) == [*own_formats(), "edges", "store"]
    assert rows["edges"]["description"] == "facts as lines of three names"
    assert (rows["ttl"]["comes back"], rows["csv"]["written as"]) == ("yes", "nodes.csv, relationships.csv")
    assert all(row["description"] for row in rows.values())


def test_without_the_package_its_format_is_none() -> None:
    assert "edges" not in all_formats()
    with pytest.raises(InputError, match="'edges' is no format"):
        format_named("edges")
    with pytest.raises(InputError, match="is no format"):
        form_of(Path("a.edges"))
    with pytest.raises(InputError) as raised:
        format_named("parket")
    assert raised.value.hint == "Nearest: parquet"


@pytest.mark.parametrize(
    ("module", "points", "told"),
    [
        ("FORMAT = 3", "edges = edge_list:FORMAT", "edge-list: edge_list:FORMAT is no format but a int"),
        ("", "edges = edge_list:FORMAT", "edge-list: its format 'edges' cannot be loaded"),
        (
            block("python").replace('name="edges"', 'name="ttl"'),
            "x = edge_list:FORMAT",
            "there is a format 'ttl' already",
        ),
    ],
)
def test_a_package_whose_format_is_wrong_is_named(site: Path, module: str, points: str, told: str) -> None:
    install(site, module, points)
    with pytest.raises(KgError, match=re.escape(told)):
        all_formats()


def test_the_help_names_formats_that_are_there_without_loading_them(kg: Kg) -> None:
    listed = re.search(r"lists\s+\(([^.)]*)\.\.\.\)", re.sub(r"[│\s]+", " ", kg("convert", "--help").out))
    assert listed
    assert set(listed[1].split()) <= {*own_formats(), "store"}
    assert len(listed[1].split()) >= 8
    code = "import kg.cli.app, sys; assert not {'kg.convert', 'kg.turtle'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_format_says_what_it_is_and_no_suffix_is_of_two() -> None:
    known = own_formats().values()
    assert all(one.description for one in known)
    suffixes = [suffix for one in known for suffix in {one.name, *one.suffixes}]
    assert len(suffixes) == len(set(suffixes)) > 17
