"""An extractor of another package, as the page on it shows: named by an entry point, taken by ``kg build``."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg as newsgraph
from kg.errors import InputError, KgError
from kg.frames.extractor import CLAUSES, GROUP, check_extractor, extractor_named, extractor_names
from kg.ontology import Ontology
from kg.pipeline.workers import extractor_made
from tests.chain import Chain
from tests.conftest import Kg
from tests.packages import build_into, lay_out

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "your-own-extractor.md").read_text(encoding="utf-8")
TREATY = "Signatories of the Oslo Treaty: Norway, Sweden and Peru."
SIGNED = 3
(CRITICISM,) = (f"{found}." for found in re.findall(r"\*\"(Kenya's[^\"]*)\"\*", PAGE))
POINT = "signatories = signatories:Signatories"


def of_page() -> str:
    """The module of the page's example."""
    found = re.search(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def install(folder: Path, module: str, points: str, package: str = "signatories") -> None:
    """Lay out the package of the page."""
    lay_out(folder, "signatories", module, group=GROUP, points=points, package=package)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder from which packages are imported, here and in worker processes."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "signatories", raising=False)
    extractor_made.cache_clear()
    yield folder
    monkeypatch.delitem(sys.modules, "signatories", raising=False)
    extractor_made.cache_clear()


def test_the_page_names_the_group_and_what_it_leads_to() -> None:
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert GROUP in toml
    assert toml.splitlines()[-1].replace('"', "") == POINT


def test_the_package_of_the_page_is_built_and_prints_nothing(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    build_into(site, tmp_path / "project", "signatories", of_page(), toml)
    assert (site / "signatories-1.0.dist-info").is_dir()
    made = extractor_named("signatories", Ontology.load())
    assert made is not None
    assert made.name == "clauses and signatories 1.0"
    assert capsys.readouterr().out == ""


@pytest.mark.model
@pytest.mark.slow
def test_the_commands_of_the_page_build_with_it(kg: Kg, site: Path) -> None:
    install(site, of_page(), POINT)
    commands = [shlex.split(line) for line in re.findall(r"^\$ kg (build .*)$", PAGE, re.MULTILINE)]
    assert [{"--jobs", "--append"} & set(command) for command in commands] == [set(), {"--jobs"}, {"--append"}, set()]
    (ontology,) = re.findall(r"^```turtle\n(# (.*?)\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    Path(ontology[1]).write_text(ontology[0])
    for name, city in (("news", "Oslo"), ("more", "Lima"), ("later", "Rome")):
        Path(f"{name}.txt").write_text(f"{TREATY.replace('Oslo', city)}\n\n{CRITICISM}\n")
    for command in commands:
        ran = kg(*command)
        assert ran.code == 0, ran.err
    one, several = newsgraph.load("treaties.ttl"), newsgraph.load("treaties.store")
    assert len(several.statements(relation="signed")) == SIGNED * 3
    assert [len(newsgraph.load(f"{name}.ttl").statements(relation="signed")) for name in ("treaties", "criticism")] == [
        SIGNED
    ] * 2
    (criticised,) = newsgraph.load("criticism.ttl").statements(relation="criticised")
    assert (str(criticised.subject), str(criticised.object)) == ("Kenya", "Uganda")
    assert "clauses and signatories 1.0" in one.to_turtle()
    assert "clauses and signatories 1.0" in several.to_turtle()


@pytest.mark.model
@pytest.mark.slow
def test_it_need_not_go_from_process_to_process(kg: Kg, site: Path) -> None:
    held = of_page().replace("self._clauses = ", "self._held = (one for one in ())\n        self._clauses = ")
    assert "_held" in held
    install(site, held, POINT)
    Path("news.txt").write_text(TREATY)
    Path("more.txt").write_text(TREATY.replace("Oslo", "Lima"))
    ran = kg("build", "news.txt", "more.txt", "-o", "out.ttl", "--jobs", "2", "--extractor", "signatories")
    assert ran.code == 0, ran.err
    assert len(newsgraph.load("out.ttl").statements(relation="signed")) == SIGNED * 2


@pytest.mark.model
def test_it_goes_by_its_name_in_python_too(site: Path) -> None:
    install(site, of_page(), POINT)
    assert len(newsgraph.build(TREATY, extractor="signatories").statements(relation="signed")) == SIGNED
    assert newsgraph.build(TREATY, extractor=CLAUSES).to_turtle() == newsgraph.build(TREATY).to_turtle()


def test_environment_and_settings_name_one_and_the_option_wins(
    kg: Kg, chain: Chain, site: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, of_page(), POINT)
    assert kg("build", news).code == 0
    Path("kg.toml").write_text('[build]\nextractor = "signatories"\n')
    ran = kg("build", news)
    assert 'sets extractor = "signatories"' in ran.err
    monkeypatch.setenv("KG_EXTRACTOR", CLAUSES)
    kg("build", news)
    kg("build", news, "--extractor", "signatories")
    assert [recipe.extractor for recipe in chain.recipes] == [None, "signatories", CLAUSES, "signatories"]


def test_a_name_that_is_none_gets_the_nearest_before_anything_is_read(
    kg: Kg, chain: Chain, site: Path, news: Path
) -> None:
    install(site, of_page(), POINT)
    ran = kg("build", news, "-o", "out.ttl", "--extractor", "signatory")
    assert (ran.code, ran.err.splitlines()[:2]) == (
        2,
        ["error: 'signatory' is no extractor", "hint: Nearest: signatories"],
    )
    assert not chain.recipes
    assert not Path("out.ttl").exists()


def test_without_the_package_its_extractor_is_none() -> None:
    assert extractor_names() == (CLAUSES,)
    with pytest.raises(InputError, match="'signatories' is no extractor") as raised:
        extractor_named("signatories", Ontology.load())
    assert raised.value.hint == f"one of {CLAUSES}"


@pytest.mark.parametrize(
    ("module", "points", "told"),
    [
        ("Signatories = 3", POINT, "signatories: signatories:Signatories makes no extractor, it is a int"),
        ("", POINT, "signatories: its extractor 'signatories' cannot be loaded"),
        ("import nowhere_at_all", POINT, "signatories: its extractor 'signatories' cannot be loaded"),
        ("def Signatories(_): return 0", POINT, "signatories: signatories:Signatories makes no extractor but a int"),
        ("def Signatories(): 0", POINT, "signatories: signatories:Signatories does not take an ontology: too many"),
        ("Signatories = int", f"{CLAUSES} = signatories:Signatories", f"there is an extractor '{CLAUSES}' already"),
    ],
)
def test_a_package_whose_extractor_is_wrong_is_named(site: Path, module: str, points: str, told: str) -> None:
    install(site, module, points)
    with pytest.raises(KgError, match=re.escape(told)):
        extractor_named("signatories", Ontology.load())


def test_two_packages_of_one_name_are_told_apart_by_an_error(site: Path) -> None:
    install(site, of_page(), POINT)
    install(site, of_page(), "signatories = signatories:Other", package="treaties")
    with pytest.raises(KgError, match="there is an extractor 'signatories' already"):
        check_extractor("signatories")


def test_looking_whether_there_is_one_makes_none(site: Path) -> None:
    install(site, "def made(ontology):\n    raise RuntimeError('made')\n", "signatories = signatories:made")
    check_extractor("signatories")
    with pytest.raises(RuntimeError, match="made"):
        extractor_named("signatories", Ontology.load())


@pytest.mark.model
def test_what_fails_in_it_is_told_as_its_own_fault(kg: Kg, site: Path) -> None:
    failing = (
        'name = "signatories 1.0"\n    def __init__(self, ontology): ...\n    def frames(self, doc, article): 1 / 0\n'
    )
    install(site, f"class Signatories:\n    {failing}", POINT)
    Path("news.txt").write_text(TREATY)
    ran = kg("build", "news.txt", "-o", "out.ttl", "--extractor", "signatories")
    assert "ZeroDivisionError: division by zero" in ran.err
    assert "this is a bug of the extractor signatories 1.0, which is not newsgraph's" in " ".join(ran.err.split())
