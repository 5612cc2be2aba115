"""What is read of a sentence is shown to whoever writes a rule, its parse in the notation of the rules' examples."""

from collections.abc import Mapping

import pytest
from spacy.tokens import Doc

from scripts.look import look, main, notation
from tests.cases import tried_on
from tests.reader.built import doc
from tests.reader.test_rule_examples import mended
from tests.reading import modelled, tools

pytestmark = pytest.mark.model

MENDED = "Norway called the tariffs illegal."
TARIFFS = "Peru looked forward to talks, and its ministers will impose 20% tariffs in May, officials said."


def test_a_text_that_cannot_be_read_is_told_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["look.py", " "])
    with pytest.raises(SystemExit) as raised:
        main()
    assert raised.value.code == 2
    assert "look.py: error: text: is empty: give an English sentence" in capsys.readouterr().err


def shown(text: str) -> Mapping[str, list[str]]:
    """Heading -> the lines below it."""
    title, found = "", dict[str, list[str]]()
    for line in look(text, *tools()).splitlines():
        if line.startswith("  "):
            found[title].append(line.removeprefix("  "))
        else:
            title, found[line] = line, []
    return found


@tried_on("text")
def test_a_parse_that_is_pasted_is_the_same(text: str) -> None:
    (parsed,) = modelled([text])
    for sentence in parsed.sents:
        pasted: Doc = doc(notation(sentence))
        assert [(t.text, t.tag_, t.lemma_, t.dep_) for t in pasted] == [
            (t.text, t.tag_, t.lemma_, t.dep_) for t in sentence
        ]
        assert [t.head.i for t in pasted] == [t.head.i - sentence.start for t in sentence]


def test_the_parse_is_shown_as_it_was_before_repairs_and_after() -> None:
    found = shown(MENDED)
    (before,), (after,) = found["parse"], found["repaired"]
    assert "illegal/JJ/1/ccomp" in before
    assert "illegal/JJ/1/oprd" in after
    assert mended(before) == {"repair/state-of-object"}
    assert found["rules of tokens"] == ["illegal  repair/state-of-object"]
    assert "repaired" not in shown("Peru signed the treaty.")


def test_each_line_names_the_rules_that_made_it() -> None:
    found = shown(TARIFFS)
    assert "Peru  Country peru  name/name" in found["names"]
    assert found["times"] == ["May  DATE XXXX-05  //  time/month"]
    assert found["coreference"][0].endswith("coref/pronoun")
    assert found["attributions"][0].endswith("attribution/neutral")
    (imposed,) = (line for line in found["frames"] if line.startswith("impose (verb)"))
    assert "object=20% tariffs" in imposed
    assert "firmness/modals" in imposed
    assert any("Planned by" in line and "construction/clause-active" in line for line in found["statements"])


def test_a_sentence_without_statements_says_why() -> None:
    found = shown("Did Peru sign the treaty?")
    assert found["no statement"] == ["Did Peru sign the treaty?  question"]
    assert "statements" not in found
    assert "times" not in found
