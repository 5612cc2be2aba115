"""The figures of README and documentation are those that are written down, and the gallery says whose each text is."""

import re
from pathlib import Path

import pytest

from scripts import accuracy, gallery

NEAR = 0.05


@pytest.mark.parametrize("path", accuracy.PAGES, ids=lambda path: path.name)
def test_the_figures_are_those_of_the_data(path: Path) -> None:
    """``python scripts/accuracy.py --write`` brings them up to date."""
    text = path.read_text(encoding="utf-8")
    for part in ("judged", "trust"):
        assert f"<!-- figures: {part} -->" in text
        assert accuracy.filled(text, [part]) == text


def test_the_figures_of_the_gold_articles_are_about_those_of_now() -> None:
    """They move with each change of a rule; ``python scripts/accuracy.py --write`` brings them up to date."""
    text = accuracy.PAGES[0].read_text(encoding="utf-8")
    shown, now = (re.findall(r"\d\.\d\d", one) for one in (text, accuracy.filled(text)))
    assert len(shown) == len(now) >= 8
    assert max(abs(float(one) - float(other)) for one, other in zip(shown, now, strict=True)) <= NEAR


def test_another_figure_is_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = tmp_path / "accuracy.toml"
    figures.write_text('[[judged]]\ntexts = "poems"\nstatements = 1200\nright = 0.1\n', encoding="utf-8")
    monkeypatch.setattr(accuracy, "FIGURES", figures)
    assert "| poems | 1,200 | 0.10 | | |" in accuracy.filled("<!-- figures: judged -->\nold\n<!-- /figures -->")
    assert accuracy.filled("nothing to fill") == "nothing to fill"


def test_every_article_of_the_gallery_has_its_credit() -> None:
    shown = gallery.shown()
    assert len(shown) == 6
    assert all(one.credit for one in shown)


def test_an_article_without_a_credit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gallery.toml").write_text('[canada-china]\ncredit = "Naffah"\n', encoding="utf-8")
    monkeypatch.setattr(gallery, "CREDITS", tmp_path / "gallery.toml")
    with pytest.raises(KeyError, match="libya-medics"):
        gallery.shown()


def test_a_picture_is_described_by_its_own_words() -> None:
    sentences = [f"Sentence {number}." for number in range(9)]
    svg = f"<svg><title>t</title><desc>{' '.join(sentences)} A &amp; B.</desc></svg>"
    assert gallery.description(svg) == "Sentence 0. Sentence 1. Sentence 2. Sentence 3. Sentence 4. Sentence 5."
    assert gallery.description("<svg><desc>A &amp; B.</desc></svg>") == "A & B."
    assert gallery.description("<svg/>") == ""
