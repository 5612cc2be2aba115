"""The user's own names: they come first, may be new, and a bad one is named by its line."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.gazetteer import Gazetteer
from tests.gazetteer.test_gazetteer import found, kinds, readings

HEADER = "surface,id,class,label,country,wikidata\n"


def aliases(tmp_path: Path, text: str, name: str = "names.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_aliases_come_first_and_may_be_new(tmp_path: Path) -> None:
    text = f"{HEADER}Lake City,ottawa,,,,\nAcme Grain,acme-grain,Company,Acme Grain Ltd.,CAN,\n"
    gazetteer = Gazetteer.load(aliases(tmp_path, text))
    assert kinds(gazetteer.lookup("Lake City")) == {("ottawa", "alias")}
    (match,) = gazetteer.matches(["says", "Acme", "Grain", "today"])
    entity = match.entries[0].entity
    assert (entity.label, entity.cls, entity.country) == ("Acme Grain Ltd.", "Company", "CAN")
    assert gazetteer.entity(entity.id) == entity


def test_an_alias_does_not_hide_longer_names(tmp_path: Path) -> None:
    gazetteer = Gazetteer.load(aliases(tmp_path, f"{HEADER}South,southland,Place,Southland,,\n"))
    assert found(gazetteer, "South Korea and the South") == [("South Korea", "south-korea"), ("South", "southland")]


def test_aliases_may_be_toml(tmp_path: Path) -> None:
    text = '[[alias]]\nsurface = "Lake City"\nid = "ottawa"\n'
    assert readings(Gazetteer.load(aliases(tmp_path, text, "names.toml")), "Lake City") == ["ottawa"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEADER}X,ottawa,,,,\nY,Ottawa City,,,,\n", "names.csv:3: id 'Ottawa City'"),
        (f"{HEADER}X,ottawa,,,Canada,\n", "names.csv:2: country 'Canada'"),
        (f"{HEADER}X,ottawa,,,XYZ,\n", "names.csv:2: no country has the code 'XYZ'"),
        (f"{HEADER}X,ottawa,,,,wd:Q16\n", "names.csv:2: wikidata 'wd:Q16'"),
        (f"{HEADER},ottawa,,,,\n", "names.csv:2: the surface is empty"),
        (f"{HEADER}X,ottawa,,,,,,more\n", "names.csv:2: 8 cells under 6 columns"),
        (f"{HEADER}X,nobody-knows,,,,\n", "names.csv:2: nothing has the id 'nobody-knows'"),
        ("surface,ident\nX,ottawa\n", "names.csv:1: there is no column with the name of column 2"),
        ("surface,class\nX,Company\n", "names.csv:1: the column 'id' is missing"),
    ],
)
def test_a_bad_alias_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Gazetteer.load(aliases(tmp_path, text))
    assert message in caught.value.message
    assert caught.value.hint


def test_a_bad_toml_alias_names_its_line(tmp_path: Path) -> None:
    text = '[[alias]]\nsurface = "A"\nid = "ottawa"\n\n[[alias]]\nsurface = "B"\n'
    with pytest.raises(InputError, match=r"names\.toml:5: the column 'id' is missing"):
        Gazetteer.load(aliases(tmp_path, text, "names.toml"))
    with pytest.raises(InputError, match=r"names\.toml"):
        Gazetteer.load(aliases(tmp_path, "[[alias]\n", "names.toml"))


def test_a_missing_alias_file_is_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.csv"):
        Gazetteer.load(tmp_path / "absent.csv")
