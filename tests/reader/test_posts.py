"""Offices and whoever holds them: the text may speak of another time than that of today's holder."""

from spacy import tokens as spacy

from kg.coref.names import holder_nodes
from kg.names.metonymy import stands_for_holder
from kg.parse.readings import NamesRead, Reading, put
from kg.parse.tree import Doc, Span, tree
from tests.cases import tried_on
from tests.reader.recorded import vocabulary

_BEGUN = "2025-01-20"


def _said(words: str, *, time: str = "") -> tuple[Doc, Span]:
    """A Doc in which the head before "of" is subject of "visited", with a time at its end."""
    forms = words.split()
    verb, head = forms.index("visited"), forms.index("president")
    heads = [head if place < head else verb for place in range(len(forms))]
    heads[head + 1], heads[head + 2] = head, head + 1
    deps = ["det" if place < head else "dep" for place in range(len(forms))]
    deps[head], deps[verb] = "nsubj", "ROOT"
    doc = tree(
        spacy.Doc(
            vocabulary(), words=forms, heads=heads, deps=deps, tags=["NN"] * len(forms), pos=["NOUN"] * len(forms)
        )
    )
    office = Span(doc, head, head + 3, label="Office", kb_id="president-of-chad")
    doc.spans["names"] = [office]
    doc.spans["times"] = [Span(doc, len(forms) - 1, len(forms), label="DATE", span_id=time)] if time else []
    known = NamesRead(holders={"president-of-chad": "holder"}, since={"president-of-chad": _BEGUN})
    put(doc, Reading(names=known))
    return doc, office


@tried_on("words", "time", "is_holder")
def test_a_title_is_its_holder_only_where_the_text_speaks_of_his_time(words: str, time: str, is_holder: bool) -> None:
    doc, office = _said(words, time=time)
    assert stands_for_holder(office, office.root) is is_holder
    assert holder_nodes(doc) == ({office.root.i: "holder"} if is_holder else {})
