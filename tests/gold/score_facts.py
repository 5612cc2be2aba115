#!/usr/bin/env python3
"""Hold Turtle files of ours against gold facts (README.md tells the format).

    python score_facts.py GRAPH.ttl GOLD.json [GRAPH.ttl GOLD.json ...] [--list] [--json]

For each article:
  found      gold facts of which some statement has the subject, the relation and the object
  score      0 for a fact not found; else the share of its attributes that are right too: relation type, time, source, factuality, roles
  exact      facts found with every attribute right
  traps      wrong statements that the graph makes (each is listed)
  in gold    statements that match some gold fact: a floor for precision, since gold leaves out what is trivial
Core facts weigh twice. --list prints every fact missed or half right, every trap sprung and every statement outside gold.
Needs rdflib alone.
"""
from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS

KG = Namespace("https://w3id.org/newsgraph/ontology#")
SCHEMA = Namespace("https://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
RELATIONS = Path(__file__).parent / "relations.csv"
SYMMETRIC = {"metWith", "spokeWith", "negotiatesWith", "improvedRelationsWith", "worsenedRelationsWith", "agreedCeasefireWith", "alliedWith"}
OBJECT_ROLES = {"target", "party", "commodity", "agreement", "place", "beneficiary", "person", "office", "policy"}  # what else may stand as the object
NOT_ROLES = {KG.evidence, KG.agent, KG.rule, KG.confidence, KG.event, KG.attributedTo, KG.reportedBy, KG.factuality}
STOP = {"the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those", "some", "of", "'s", "s"}
SAME = [(r"\bu\.\s?s\.?a?\.?(?=\W|$)", "united states"), (r"\busa\b", "united states"), (r"\bUS\b", "united states"),
        (r"\bu\.\s?k\.?(?=\W|$)", "united kingdom"), (r"\bUK\b", "united kingdom"), (r"\bu\.\s?n\.?(?=\W|$)", "united nations"),
        (r"\bEU\b", "european union"), (r"\bUN\b", "united nations"), (r"(?<=\d)\s*(%|per cent|percent)", " percent"), (r"[’']s\b", " "), (r"-", " ")]

IRREGULAR = {form: base for base, forms in (pair.split(":") for pair in """
arise:arose,arisen bear:bore,borne beat:beaten become:became begin:began,begun bind:bound bleed:bled break:broke,broken bring:brought build:built buy:bought
catch:caught choose:chose,chosen come:came deal:dealt do:did,done draw:drew,drawn drink:drank,drunk drive:drove,driven eat:ate,eaten fall:fell,fallen feed:fed
feel:felt fight:fought find:found flee:fled fly:flew,flown forbid:forbade,forbidden forget:forgot,forgotten freeze:froze,frozen get:got,gotten give:gave,given
go:went,gone grow:grew,grown hang:hung have:has,had hear:heard hide:hid,hidden hold:held keep:kept know:knew,known lay:laid lead:led leave:left lend:lent
lose:lost make:made mean:meant meet:met overcome:overcame oversee:oversaw,overseen overthrow:overthrew,overthrown pay:paid ride:rode,ridden rise:rose,risen
run:ran say:said see:saw,seen seek:sought sell:sold send:sent shake:shook,shaken shoot:shot sink:sank,sunk sit:sat slay:slew,slain speak:spoke,spoken spend:spent
stand:stood steal:stole,stolen strike:struck,stricken swear:swore,sworn swim:swam,swum take:took,taken teach:taught tear:tore,torn tell:told think:thought
throw:threw,thrown undergo:underwent,undergone understand:understood undertake:undertook,undertaken uphold:upheld wear:wore,worn win:won withdraw:withdrew,withdrawn
withhold:withheld withstand:withstood write:wrote,written""".split()) for form in forms.split(",")}


def stem(word: str) -> str:
    """A crude stem, the same on both sides: enough to match imposes, imposed, imposing, and sank with sink."""
    word = IRREGULAR.get(word, word)
    for ending in ("ies", "ied"):
        if word.endswith(ending) and len(word) > 4:
            return word[: -len(ending)] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def tokens(text: str) -> tuple[str, ...]:
    for pattern, plain in SAME:
        text = re.sub(pattern, plain, text, flags=0 if pattern.isupper() or "US" in pattern or "UK" in pattern or "EU" in pattern or "UN" in pattern else re.I)
    return tuple(stem(w) for w in re.findall(r"[^\W_]+(?:[.,]\d+)*", text.lower()) if w not in STOP)


def same_name(gold: str, ours: str) -> bool:
    g, o = tokens(gold), tokens(ours)
    if not g or not o:
        return False
    if g == o:
        return True
    gs, os_ = set(g), set(o)
    common = len(gs & os_)
    f1 = 2 * common / (len(gs) + len(os_))
    if f1 >= 0.7:
        return True
    if len(gs) >= 2 and gs <= os_ and len(os_) <= len(gs) + 4:
        return True
    return len(os_) >= 2 and os_ <= gs and 2 * len(os_) >= len(gs) and g[-1] == o[-1]


def any_same(gold: list[str], ours: set[str]) -> bool:
    return any(same_name(g, o) for g in gold for o in ours)


@dataclass
class Said:
    """One statement of the graph, in words."""

    node: str
    subject: set[str]
    predicate: str
    relation_words: set[str]
    object: set[str]
    event: str | None
    roles: dict[str, set[str]]
    factuality: str
    source: set[str]
    start: str | None
    end: str | None
    quote: str
    rule: str
    facts: list[str] = field(default_factory=list)

    def line(self) -> str:
        name = lambda s: max(s, key=len) if s else "-"
        when = f" [{self.start or ''}..{self.end or ''}]" if self.start or self.end else ""
        who = f" <{name(self.source)}>" if self.source else ""
        return f"{name(self.subject)} | {self.predicate} | {name(self.object)}{when} {self.factuality}{who}"


def local(node) -> str:
    return re.split(r"[#/]", str(node))[-1]


def names(graph: Graph, node) -> set[str]:
    if node is None:
        return set()
    if isinstance(node, Literal):
        return {str(node)}
    found = {str(o) for p in (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SCHEMA.name) for o in graph.objects(node, p)}
    return found or {local(node).replace("-", " ")}


def quantity(graph: Graph, node) -> set[str]:
    value, unit = graph.value(node, SCHEMA.value), graph.value(node, SCHEMA.unitText)
    low = graph.value(node, SCHEMA.minValue)
    number = value if value is not None else low
    if number is None:
        return set()
    plain = re.sub(r"\.0+$", "", str(number))
    return {f"{plain} {unit or ''}".strip(), plain}


def roles_of(graph: Graph, *nodes) -> dict[str, set[str]]:
    roles: dict[str, set[str]] = {}
    for node in nodes:
        if node is None or isinstance(node, Literal):
            continue
        for p, o in graph.predicate_objects(node):
            if p in NOT_ROLES or not str(p).startswith(str(KG)):
                continue
            roles.setdefault(local(p), set()).update(names(graph, o) | quantity(graph, o) if not isinstance(o, Literal) else {str(o)})
    return roles


def statements(graph: Graph) -> list[Said]:
    said = []
    for node in sorted(graph.subjects(RDF.type, KG.Statement)):
        s, p, o = (graph.value(node, x) for x in (RDF.subject, RDF.predicate, RDF.object))
        event = graph.value(node, KG.event)
        label = " ".join(str(x) for x in graph.objects(p, RDFS.label)) if p is not None else ""
        text = " ".join(str(x) for x in graph.objects(node, KG.predicateText))
        quote = next((str(e) for span in graph.objects(node, KG.evidence) for sel in graph.objects(span, OA.hasSelector)
                      for e in graph.objects(sel, OA.exact)), "")
        kind = graph.value(event, RDF.type) if event is not None else None
        in_kg = p is not None and str(p).startswith(str(KG))
        said.append(Said(
            node=str(node),
            subject=names(graph, s) | {str(x) for x in graph.objects(node, KG.subjectText)},
            predicate=local(p) if in_kg else (label or local(p)),
            relation_words=set(tokens(label)) | set(tokens(text)) | (set() if in_kg else set(tokens(local(p).replace("-", " ")))),
            object=names(graph, o) | {str(x) for x in graph.objects(node, KG.objectText)},
            event=local(kind) if kind is not None else None,
            roles=roles_of(graph, node, event),
            factuality=local(graph.value(node, KG.factuality)) if graph.value(node, KG.factuality) is not None else "Asserted",
            source={n for a in graph.objects(node, KG.attributedTo) for n in names(graph, a)},
            start=_day(graph.value(node, KG.start)), end=_day(graph.value(node, KG.end)),
            quote=quote, rule=str(graph.value(node, KG.rule) or "")))
    return said


def _day(value) -> str | None:
    return str(value)[:10] if value is not None else None


def relation_matches(relation: dict, said: Said, event_of: dict[str, str]) -> tuple[bool, bool]:
    """(the relation is right, its type is right)"""
    typed = any(said.predicate == t or (said.event is not None and said.event == event_of.get(t)) for t in relation["types"])
    worded = any(set(tokens(w)) <= said.relation_words for w in relation["words"] if tokens(w))
    return typed or worded, typed


def triple_matches(fact: dict, said: Said, event_of: dict[str, str]) -> tuple[bool, bool]:
    right, typed = relation_matches(fact["relation"], said, event_of)
    if not right:
        return False, False
    others = {n for role, values in said.roles.items() if role in OBJECT_ROLES for n in values}

    def ends(subject: set[str], obj: set[str]) -> bool:
        return any_same(fact["subject"], subject) and (not fact["object"] or any_same(fact["object"], obj | others))

    swap = said.predicate in SYMMETRIC or any(t in SYMMETRIC for t in fact["relation"]["types"])
    return ends(said.subject, said.object) or (swap and ends(said.object, said.subject)), typed


def same_time(g_start: str | None, g_end: str | None, start: str | None, end: str | None) -> float:
    """1 for the same interval, a half for one that overlaps it, 0 for another or none."""
    if (start, end) == (g_start, g_end):
        return 1.0
    if start is None and end is None:
        return 0.0
    return 0.5 if (start or "0") <= (g_end or "9") and (g_start or "0") <= (end or "9") else 0.0


def attributes(fact: dict, said: Said, typed: bool) -> dict[str, float]:
    marks: dict[str, float] = {}
    if fact["relation"]["types"]:
        marks["type"] = float(typed)
    gold = fact.get("time")
    if gold is None:
        marks["time"] = float(said.start is None and said.end is None)
    else:
        marks["time"] = same_time(gold.get("start"), gold.get("end"), said.start, said.end)
    source = fact.get("source")
    marks["source"] = float(not said.source) if source is None else float(any_same(source, said.source))
    marks["factuality"] = float(said.factuality == fact["factuality"])
    roles = fact.get("roles") or {}
    if roles:
        values = {n for v in said.roles.values() for n in v} | said.object
        marks["roles"] = sum(any_same(wanted, values) for wanted in roles.values()) / len(roles)
    return marks


def score(graph: Graph, gold: dict, event_of: dict[str, str]) -> dict:
    said = statements(graph)
    rows, weights = [], []
    for fact in gold["facts"]:
        best: tuple[float, dict[str, float], Said] | None = None
        for s in said:
            found, typed = triple_matches(fact, s, event_of)
            if not found:
                continue
            s.facts.append(fact["id"])
            marks = attributes(fact, s, typed)
            mean = sum(marks.values()) / len(marks)
            if best is None or mean > best[0]:
                best = (mean, marks, s)
        rows.append((fact, best))
        weights.append(2 if fact["core"] else 1)
    sprung = []
    for trap in gold["traps"]:
        for s in said:
            found, _ = triple_matches(trap, s, event_of)
            if found and (trap["factuality"] is None or (s.factuality == trap["factuality"] and not s.source)):
                sprung.append((trap, s))
                break
    total = sum(weights)
    marks: dict[str, list[float]] = {}
    for _, best in rows:
        for k, v in (best[1] if best else {}).items():
            marks.setdefault(k, []).append(v)
    return {
        "article": gold["article"], "facts": len(rows), "statements": len(said),
        "found": sum(w for w, (_, b) in zip(weights, rows) if b) / total,
        "score": sum(w * b[0] for w, (_, b) in zip(weights, rows) if b) / total,
        "exact": sum(w for w, (_, b) in zip(weights, rows) if b and all(v == 1 for v in b[1].values())) / total,
        "core_found": _share([b is not None for f, b in rows if f["core"]]),
        "in_gold": _share([bool(s.facts) for s in said]),
        "traps": len(gold["traps"]), "sprung": len(sprung),
        "attributes": {k: sum(v) / len(v) for k, v in sorted(marks.items())},
        "_rows": rows, "_sprung": sprung, "_said": said,
    }


def _share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def report(result: dict, full: bool) -> None:
    a = "  ".join(f"{k} {v:.2f}" for k, v in result["attributes"].items())
    print(f"{result['article']:28} facts {result['facts']:3}  found {result['found']:.2f} (core {result['core_found']:.2f})  score {result['score']:.2f}  "
          f"exact {result['exact']:.2f}  traps {result['sprung']}/{result['traps']}  statements {result['statements']} (in gold {result['in_gold']:.2f})  |  {a}")
    if not full:
        return
    for fact, best in result["_rows"]:
        head = f"{fact['id']}{'*' if fact['core'] else ' '} {fact['subject'][0]} | {(fact['relation']['types'] or fact['relation']['words'])[0]} | {(fact['object'] or ['-'])[0]}"
        if best is None:
            print(f"  missed  {head}\n            {fact.get('quote', fact.get('span'))}")
        elif best[0] < 1:
            wrong = ", ".join(k for k, v in best[1].items() if v < 1)
            print(f"  partly  {head}  wrong: {wrong}\n            ours: {best[2].line()}")
    for trap, s in result["_sprung"]:
        print(f"  TRAP    {s.line()}   ({trap['why']})")
    for s in result["_said"]:
        if not s.facts:
            print(f"  outside {s.line()}   ({s.rule})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", metavar="GRAPH.ttl GOLD.json")
    parser.add_argument("--list", action="store_true", help="print each fact missed or half right, each trap, each statement outside gold")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if len(args.pairs) % 2:
        parser.error("files come in pairs: GRAPH.ttl GOLD.json")
    with RELATIONS.open() as f:
        event_of = {r["relation"]: r["event"] for r in csv.DictReader(f) if r["event"]}
    results = []
    for turtle, gold in zip(args.pairs[::2], args.pairs[1::2]):
        results.append(score(Graph().parse(turtle), json.loads(Path(gold).read_text()), event_of))
    if not args.json:
        for r in results:
            report(r, args.list)
    mean = lambda key: sum(r[key] * r["facts"] for r in results) / sum(r["facts"] for r in results)
    total = {k: round(mean(k), 4) for k in ("found", "core_found", "score", "exact")}
    total |= {"sprung": sum(r["sprung"] for r in results), "traps": sum(r["traps"] for r in results),
              "statements": sum(r["statements"] for r in results), "in_gold": round(sum(r["in_gold"] * r["statements"] for r in results) / max(1, sum(r["statements"] for r in results)), 4)}
    if args.json:
        print(json.dumps({"total": total, "articles": [{k: v for k, v in r.items() if k[0] != "_"} for r in results]}, indent=1))
    else:
        print("all: " + "  ".join(f"{k} {v}" for k, v in total.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
