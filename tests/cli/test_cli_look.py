"""``kg show`` and ``kg explain`` on a graph made by hand."""

import csv
import io
import json
import os
import re
import sys
import warnings
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli.app import run
from kg.console import console, folded
from kg.facts.selection import ordered
from kg.facts.status import line
from kg.lines.cards import confidence_words, marked, when
from kg.model import Entity, Factuality, Graph, Link, NodeId, TimeSpan
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.graphs import YEAR_2024, evidence, statement, trade_graph


def test_statements_stand_under_their_sentences(kg: Kg, trade: Path) -> None:
    out = kg("show", trade).out
    assert out.startswith("== trade · 2026-01-14 · Trade and Tensions · The Paper\n")
    assert "vehicles.\n    1  Canada → imposedtariffon → China   [in 2024]\n" in out
    assert "[denied · says Canadian officials]" in out
    assert "Mark Carney → signed → several memoranda of understanding   [planned]" in out


def test_a_bracket_that_tells_the_triple_tells_its_firmness_though_the_sentence_does(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    label = "It is planned that memoranda are signed"
    said = tuple(replace(one, label=label) if one.firmness == "planned" else one for one in graph.statements)
    write(replace(graph, statements=said), tmp_path / "a.ttl", evidence="full")
    out = " ".join(kg("show", "a.ttl", "--factuality", "planned").out.split())
    assert f"{label} [Mark Carney → signed → several memoranda of understanding · planned" in out


def _on_terminal(arguments: list[str], more: dict[str, str], columns: int = 80) -> bytes:
    """What a command writes to a terminal of so many columns; it runs in a process that is forked from this one."""
    import pty
    import termios

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, of which the fork needs none
        process, terminal = pty.fork()
    if process == 0:
        code = 1
        with suppress(BaseException):
            termios.tcsetwinsize(1, (40, columns))
            for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
                os.environ.pop(name, None)
            os.environ.update({"TERM": "xterm"} | more)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8")
            sys.stderr = os.fdopen(2, "w", encoding="utf-8")
            console.cache_clear()
            code = run(arguments)
            sys.stdout.flush()
        os._exit(code)
    shown = b""
    with suppress(OSError):  # Linux tells the end of a terminal so
        while part := os.read(terminal, 1 << 16):
            shown += part
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, shown
    return shown


@pytest.mark.parametrize("columns", [60, 100, 200])
@pytest.mark.parametrize("command", ["show", "explain", "query", "stats", "timeline"])
def test_no_line_is_wider_than_its_terminal_nor_cut_inside_a_word(trade: Path, command: str, columns: int) -> None:
    more = {"explain": ["1"], "query": ["--ask", "who-imposed-what"]}.get(command, [])
    shown = re.sub(r"\x1b\[[\d;]*m", "", _on_terminal([command, str(trade), *more], {}, columns).decode())
    lines = shown.splitlines()
    assert all(len(line) <= columns or len(line.split()[-1]) > columns - 14 for line in lines)  # a word stays whole
    words = set(re.findall(r"\w+", shown))
    assert {"Chinese", "electric", "vehicles", "Canada"} <= words or command == "stats"


def test_a_compound_and_a_long_word_stay_whole_and_colours_take_little_room() -> None:
    coloured = f"ab \x1b[1;34m{'c' * 8}\x1b[0m China-related {'x' * 30}"
    assert folded(coloured, room=14) == ["ab \x1b[1;34mcccccccc\x1b[0m", "China-related", "x" * 30]


def test_a_column_in_which_nothing_stands_is_left_out_of_a_table(kg: Kg, trade: Path) -> None:
    asked = "SELECT ?l ?no { ?c a kg:Country ; rdfs:label ?l OPTIONAL { ?c kg:nothing ?no } }"
    assert "no" not in kg("query", trade, asked).out.splitlines()[0].split()
    assert kg("query", trade, asked, "-f", "csv").out.startswith("l,no\r\n")


@pytest.mark.parametrize(("name", "value"), [("", ""), ("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colours_gets_none(trade: Path, name: str, value: str) -> None:
    shown = _on_terminal(["explain", str(trade), "5"], {name: value} if name else {})
    assert b"Canada" in shown
    assert (b"\x1b[" in shown) == (not name)


def test_filters_keep_the_numbers(kg: Kg, trade: Path) -> None:
    whole, part = kg("show", trade).out, kg("show", trade, "--factuality", "denied").out
    (shown,) = [row for row in part.splitlines() if "→" in row]
    assert shown in whole.splitlines()


def test_an_entity_has_a_card_and_the_statements_about_it(kg: Kg, trade: Path) -> None:
    out = kg("show", trade, "canada").out
    assert out.startswith(
        "Canada · Country · id:canada\n  also        Canadian\n  country     CAN\n  Wikidata    Q16\n"
    )
    assert "Canada → imposedtariffon → China" in out
    assert "memoranda" not in out


def test_the_card_of_an_event_tells_its_roles(kg: Kg, trade: Path) -> None:
    out = kg("show", trade, "event-3f").out
    assert "  commodity   Chinese electric vehicles\n" in out
    assert "  when        in 2024 (2024-01-01 to 2024-12-31)\n" in out


def test_a_condition_that_the_sentence_tells_is_told_once(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    first = replace(graph.statements[0], factuality=Factuality.CONDITIONAL, condition="if China agrees to it (in part)")
    told = replace(first, label="Canada lifts the tariffs if China agrees to it (in part)")
    for one in (told, replace(first, label="Canada lifts the tariffs"), first):
        write(replace(graph, statements=(one,)), tmp_path / "open.ttl")
        shown = " ".join(kg("show", tmp_path / "open.ttl").out.split())
        assert shown.count("if China agrees to it (in part)") == 1
        assert ("“if China" in shown) == (one is not told)


def test_an_open_statement_tells_which_relation_has_its_words(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    ends = (("chinese-electric-vehicles", "china"), ("canada", "china"))
    first, second = (
        statement((subject, "criticise", other), evidence("Trade and Tensions"), is_open=True)
        for subject, other in ends
    )
    told = []
    for one in (first, second, replace(first, relation="paint")):
        write(replace(graph, statements=(one,)), tmp_path / "open.ttl")
        told.append(
            "wording matched `kg:criticised`; subject is Commodity, not Actor"
            in kg("explain", tmp_path / "open.ttl", "1").out
        )
    assert told == [True, False, False]


def test_an_event_that_is_no_fact_says_so(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    denied = replace(graph.statements[0], factuality=Factuality.DENIED, attributed_to=NodeId("china"))
    write(replace(graph, statements=(denied,)), tmp_path / "denied.ttl")
    assert "  status      no fact: denied, says China\n" in kg("show", tmp_path / "denied.ttl", "event-3f").out
    assert "ImposeTariff, no fact: denied, says China: agent" in kg("explain", tmp_path / "denied.ttl", "1").out
    assert "  status      no fact: only named\n" in kg("show", tmp_path / "denied.ttl", "event-9a").out
    for label in ("", "Chad has yet to pay", "Chad didn't pay", "Chad failed to pay", "Chad cannot pay"):
        said = replace(denied, attributed_to=None, label=label, is_open=True)
        write(replace(graph, statements=(said,)), tmp_path / "not.ttl")
        assert ("not so" in kg("show", tmp_path / "not.ttl").out) is (label in {"", "Chad has yet to pay"})  # marked


def test_rows_for_machines(kg: Kg, trade: Path) -> None:
    rows = json.loads(kg("show", trade, "-f", "json").out)
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["subject"] == "Canada"
    table = list(csv.DictReader(io.StringIO(kg("show", trade, "-f", "csv", "--subject", "Canada").out)))
    assert [(row["subject"], row["object"], row["start"]) for row in table] == [("Canada", "China", "2024-01-01")]


def test_explain_marks_the_sentence_and_tells_all(kg: Kg, trade: Path) -> None:
    out = kg("explain", trade, "b2").out
    assert out.startswith("1  Canada → imposedtariffon → China\n")
    for words in (
        "characters 19 to 117",
        "“imposedTariffOn” → kg:imposedTariffOn",
        "ImposeTariff, a fact: agent Canada, commodity Chinese electric vehicles, rate 100%, target China",
        "in 2024 (2024-01-01 to 2024-12-31)",
        "said by     the article itself",
        "fact        yes",
        "because of  construction/clause-active",
        "nearly certain",
        "newsgraph 0.1.0, en_core_web_md 3.8.0",
    ):
        assert words in " ".join(out.split()) or words in out


def test_explain_names_a_relation_of_others_by_its_iri(kg: Kg, trade: Path) -> None:
    trade.write_text(trade.read_text().replace("kg:imposedTariffOn", "<https://example.org/taxed>"))
    assert "→ https://example.org/taxed\n" in kg("explain", trade, "b2").out
    assert "→ kg:signed\n" in kg("explain", trade, "--relation", "signed").out


def test_explain_tells_a_source_and_that_it_is_no_fact(kg: Kg, trade: Path) -> None:
    rows = json.loads(kg("show", trade, "-f", "json", "--factuality", "denied").out)
    out = kg("explain", trade, str(rows[0]["number"])).out
    assert "said by     Canadian officials" in out
    assert "Denied, by “not”: said not to be so" in out
    assert "fact        no" in out


def test_explain_leaves_out_words_that_there_are_none_of(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    wordless = replace(graph.statements[0], subject_text="", predicate_text="", object_text="")
    write(replace(graph, statements=(wordless,)), tmp_path / "wordless.ttl")
    rows = kg("explain", tmp_path / "wordless.ttl", "1").out.splitlines()
    assert "  subject     Canada (Country)" in rows
    assert "  predicate   kg:imposedTariffOn" in rows
    assert "  object      China (Country)" in rows


def test_explain_tells_who_reports_it_in_words_that_fit_one_and_several(kg: Kg, tmp_path: Path) -> None:
    graph = trade_graph()
    told = replace(graph.statements[0], attributed_to=NodeId("china"), reported_by=NodeId("canadian-officials"))
    write(replace(graph, statements=(told,)), tmp_path / "told.ttl")
    assert "  said by     China, as reported by Canadian officials\n" in kg("explain", tmp_path / "told.ttl", "1").out


def test_explain_takes_a_description_for_a_number(kg: Kg, trade: Path) -> None:
    assert kg("explain", trade, "--subject", "Canada").out == kg("explain", trade, "b2").out
    assert kg("explain", trade, "--relation", "imposedTariffOn").out.count("said by  ") == 2


def test_withheld_words_are_told_to_be_so(kg: Kg, tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "bare.ttl", evidence="none")
    assert "(words withheld: 19 to 117)" in kg("show", "bare.ttl").out
    assert "(the words are withheld)" in kg("explain", "bare.ttl", "1").out


def test_of_a_word_that_stands_twice_the_one_near_the_predicate_is_marked() -> None:
    sentence = "It said it sold it."
    said = statement(("it", "sold", "it"), evidence(sentence, text=sentence))
    assert marked(said.first_evidence, said) == "It said [subject: it] [predicate: sold] [object: it]."


def test_words_that_are_part_of_others_are_not_marked() -> None:
    sentence = "Canadian firms left Canada."
    said = statement(("Canada", "left", "firms"), evidence(sentence, text=sentence))
    assert marked(said.first_evidence, said) == "Canadian [object: firms] [predicate: left] [subject: Canada]."


def test_a_statement_whose_object_is_its_event_has_two_parts() -> None:
    graph = trade_graph()
    said = statement(("canada", "act", "event-3f"), ordered(graph)[0].first_evidence, event="event-3f")
    assert line(graph, said) == "Canada → act"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (None, ""),
        (YEAR_2024, "in 2024 (2024-01-01 to 2024-12-31)"),
        (TimeSpan(text="last week"), "last week (no date can be told)"),
        (TimeSpan(start=YEAR_2024.start), "2024-01-01 to ..."),
        (TimeSpan(YEAR_2024.start, YEAR_2024.start, "on New Year's Day"), "on New Year's Day (2024-01-01)"),
    ],
)
def test_times_for_people(time: TimeSpan | None, expected: str) -> None:
    assert when(time) == expected


def test_confidence_in_words() -> None:
    assert confidence_words(0.95).startswith("0.95, nearly certain")
    assert confidence_words(0.3) == "0.3, doubtful: of statements as sure as this about 3 in 10 were right when read"


def test_a_cell_is_written_as_it_is(kg: Kg, trade: Path) -> None:
    trade.write_text(trade.read_text().replace('"Mark Carney"', '"=1+1"'))
    rows = list(csv.DictReader(kg("show", trade, "-f", "csv").out.splitlines()))
    assert "=1+1" in {row["subject"] for row in rows}


def with_detail() -> Graph:
    """The hand-made graph with a label on its first statement, and a detail of that."""
    graph = trade_graph()
    main = replace(ordered(graph)[0], label="Canada imposed tariffs on Chinese electric vehicles")
    detail = replace(
        main,
        id=NodeId("statement-later"),
        relation="impose-in",
        relation_label="impose in",
        predicate_text="impose in",
    )
    detail = replace(detail, is_open=True, object=NodeId("chinese-electric-vehicles"), label="", detail_of=main.id)
    others = tuple(one for one in graph.statements if one.id != main.id)
    return replace(graph, statements=tuple(sorted((*others, main, detail), key=lambda one: one.id)))


def test_a_clause_is_one_row_in_plain_words_unless_details_are_asked_for(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    said = tuple(replace(one, predicate_text=one.predicate_text[:7]) for one in with_detail().statements)  # "imposed"
    write(replace(with_detail(), statements=said), path)
    out, more = kg("show", path).out, kg("show", path, "--details").out
    assert "Canada imposed tariffs on Chinese electric vehicles   [Canada → imposedtariffon → China" in out
    assert "impose in" not in out
    assert "+ Canada → impose in → " in more
    rows = json.loads(kg("show", path, "-f", "json", "--details").out)
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert len(json.loads(kg("show", path, "-f", "json").out)) + 1 == len(rows)


def test_pictures_and_counts_leave_details_out_unless_asked(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write(with_detail(), path)
    assert "impose in" not in kg("draw", path, "-f", "dot").out
    assert "impose in" in kg("draw", path, "-f", "dot", "--details", "--top", "0").out
    assert "impose in" not in kg("stats", path, "--by", "counts").out
    assert "impose in" in kg("stats", path, "--by", "counts", "--details").out


def test_named_questions_leave_details_out_unless_asked(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write(with_detail(), path)
    plain = kg("query", path, "--ask", "about", "-p", "who=Canada", "-f", "jsonl").out
    more = kg("query", path, "--ask", "about", "-p", "who=Canada", "-f", "jsonl", "--details").out
    assert "impose in" not in plain
    assert "impose in" in more
    assert "Canada imposed tariffs on Chinese electric vehicles" in plain


def test_whom_the_pronoun_of_an_end_means_is_shown_unless_it_is_the_subject(kg: Kg, tmp_path: Path) -> None:
    peru, chile = (Entity(NodeId(name), "Country", name.title()) for name in ("peru", "chile"))
    terms = Entity(NodeId("terms"), "Topic", "terms of its loans", links=frozenset({Link("mentionsEntity", chile.id)}))
    whose = replace(terms, id=NodeId("rules"), label="Chile's rules")
    ends = (("peru", "change", "terms"), ("chile", "change", "terms"), ("peru", "change", "rules"))
    told = tuple(statement(one, (evidence("China responded"),)) for one in ends)
    write(Graph(entities=(chile, peru, terms, whose), statements=told), tmp_path / "pronouns.ttl")
    out = kg("show", tmp_path / "pronouns.ttl").out
    assert (out.count("→ terms of its loans   [its: Chile]"), out.count("[")) == (1, 1)
    assert "  object of   Chile\n" in kg("explain", tmp_path / "pronouns.ttl", "--subject", "peru").out
