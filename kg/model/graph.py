"""Statements with the frames they are made of, and the graph that holds them with their nodes and articles."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Annotated

from kg.model.article import Article, ArticleId, Evidence
from kg.model.construction import Construction
from kg.model.contributions import contributions, digest, joined_contributions
from kg.model.fields import Law, Told, joined, joined_fields, of_law
from kg.model.nodes import Contributions, Entity, Event, NodeId, Quantity, TimeSpan
from kg.model.scales import Factuality, Trust, firmness_words, is_negated


@dataclass(frozen=True, slots=True)
class Phrase:
    """A referring expression with its entity; ``lemma`` is that of its head, in lower case."""

    start: int
    end: int
    text: str
    lemma: str
    entity: Entity
    arguments: tuple[Argument, ...] = ()
    """What hangs on the phrase itself: "tariffs [on steel]", "[China's] tariffs"."""
    members: tuple[Phrase, ...] = ()
    """The parts of a coordination or of an "including" list."""
    quantity: Quantity | None = None
    is_named: bool = False
    """Whether its own words are the name of what it means; of a person of the tables one told in full somewhere."""
    rules: tuple[str, ...] = ()  # how it was named and resolved, by the ids of ``kg rules``


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase in its slot: subject, object, indirect, complement, poss, compound, or a preposition."""

    slot: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Frame:
    """The predicate-argument structure of a clause or event noun; voice and coordination are undone."""

    id: NodeId
    lemma: str
    kind: str
    """``verb``, ``noun``, ``copula`` or ``adjective``."""
    start: int
    end: int
    predicate_text: str
    arguments: tuple[Argument, ...]
    sentence: Evidence
    factuality: Factuality
    rule: str
    confidence: float
    source: Entity | None = None
    reported_by: Entity | None = None
    own_act: bool = False
    in_heading: bool = False
    """Whether it stands in a title or heading."""
    time: TimeSpan | None = None
    claimed_on: date | None = None
    label: str = ""
    """What the happening is called where a noun names it too ("Carney's visit" for "arrived")."""
    clause: str = ""
    """The clause in plain words, as a sentence of its own: "Canada imposed tariffs on Chinese electric vehicles"."""
    clause_text: str = ""
    """The clause as it stands in its sentence, up to its end; "…" between its words and what shares its subject."""
    firmness_cue: str = ""
    """The words that decided how firm it is: "fail to", "will"; none where the clause is plain."""
    negated: bool = False
    """Whether it is told, planned, asked ... not to be so; always of what is denied."""
    condition: str = ""
    """The clause that it depends on, as it stands in the text: "if Peru agreed"; none where it depends on nothing."""
    condition_frame: NodeId | None = None
    """The name of the frame of that clause."""
    is_passive: bool = False
    """The surface subject is the one acted upon; its slot is ``object`` all the same."""
    tense: str = ""
    """That of its finite verb, as a statement has it (``kg.parse.syntax.clause_tense``)."""
    interposed: frozenset[NodeId] = frozenset()
    """The persons whose names stand between its first subject and its verb: it may be theirs."""
    links: tuple[tuple[str, NodeId], ...] = ()
    """Other frames that this one answers or follows from: ``("inResponseTo", frame id)``, ``("cause", frame id)``."""
    governor: NodeId | None = None
    """The name of the frame in which a clause without a subject of its own hangs: "arrived [to open a plant]"."""
    is_content: bool = False
    """Whether the frame that governs this one tells of nothing else: "agreed [to pay]", "called it [a success]"."""
    rules: tuple[str, ...] = ()  # what had a part in it beside construction and phrases, by the ids of ``kg rules``
    relation: str = ""
    """The relation of the ontology that subject and object stand in, where the extractor names it itself."""
    extracted_by: str = ""
    """The language model that proposed it; empty where rules made it."""
    parse: object = field(default=None, compare=False, repr=False)  # a ParseOdds, if anything tells

    def __post_init__(self) -> None:
        object.__setattr__(self, "negated", is_negated(self.factuality, negated=self.negated))

    @property
    def name(self) -> NodeId:
        """A key that is unique in the article; coreferent events have one id, but several frames."""
        return NodeId(f"{Construction.of(self.rule).family}:{self.start}:{self.id}")


@dataclass(frozen=True, order=True, slots=True)
class Activity:
    """A PROV-O activity that made statements: program version, language model, and settings that affect output."""

    version: str
    model: str = ""
    settings: tuple[tuple[str, str], ...] = ()


_UNTOLD = 0.5
BY_MODEL = "llm:"
"""How the name of a language model begins that has judged or proposed a statement: "llm:qwen2.5:7b"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says in one span of text, as a relation of two ends (docs/reference/graph.md, 1).

    ``relation`` is a local name: of the ontology ("imposedTariffOn") or, where ``is_open``, minted from the
    words ("curtail"). ``subject`` is an entity or event, ``object`` an entity, event or quantity. The annotation of a
    field says how it is told outside, and the fields stand in the order in which Turtle has them (``kg.model.fields``).
    """

    id: Annotated[NodeId, Told(law=Law.IDENTITY)]
    label: Annotated[str, Told("rdfs:label", "label", Law.SHORTEST)] = ""
    """A main statement in plain words, a sentence made of the text's own; empty for a detail."""
    subject: Annotated[NodeId, Told("rdf:subject", law=Law.IDENTITY)]
    relation: Annotated[str, Told(law=Law.IDENTITY)]
    relation_label: Annotated[str, Told(law=Law.IDENTITY)]
    is_open: Annotated[bool, Told(law=Law.IDENTITY)]
    object: Annotated[NodeId, Told("rdf:object", law=Law.IDENTITY)]
    event: Annotated[NodeId | None, Told("kg:event", law=Law.IDENTITY)]
    """The happening behind it, with goods, rate, place and the rest."""
    detail_of: Annotated[NodeId | None, Told("kg:detailOf", "detailOf", Law.NONE_OF_EITHER)] = None
    """The main statement of its clause, of which this one tells a further argument; None for a main statement."""
    factuality: Annotated[Factuality, Told("kg:factuality", "factuality", Law.IDENTITY)]
    relation_class: Annotated[str, Told(law=Law.GREATEST)] = ""
    """The class of its predicate in ``ontologies/classes.ttl``, behind it those of a user's ontology; may be empty."""
    negated: Annotated[bool, Told("kg:negated", "negated")] = False
    """Whether it is told, planned, asked ... not to be so; always of what is denied, never of what is asserted."""
    firmness_cue: Annotated[str, Told("kg:firmnessCue", "firmnessCue")] = ""
    """The words that decided how firm it is: "fail to", "will"; empty where the clause is plain."""
    condition: Annotated[str, Told("kg:conditionText", "condition")] = ""
    """The clause that it depends on, as it stands in the text: "if Peru agreed"; empty where it depends on nothing."""
    condition_statement: Annotated[NodeId | None, Told("kg:conditionStatement", "conditionStatement", Law.LEAST)] = None
    """The main statement of that clause, if it makes one."""
    attributed_to: Annotated[NodeId | None, Told("kg:attributedTo", law=Law.IDENTITY)] = None
    """Who says so; None where the article speaks in its own voice."""
    reported_by: Annotated[NodeId | None, Told("kg:reportedBy", law=Law.IDENTITY)] = None
    """The outer source: A in "A said that B warned"; of a release the body that released it."""
    own_act: Annotated[bool, Told("kg:ownAct", law=Law.EITHER)] = False
    """Whether an official source announces its own act: as good as the article's own voice."""
    unresolved: Annotated[bool, Told("kg:unresolved", "unresolved", Law.EITHER)] = False
    """Whether an end is a pronoun for which nothing was found: then it is no fact of anybody."""
    time: Annotated[TimeSpan | None, Told()] = None
    """When it holds or happened."""
    claimed_on: Annotated[date | None, Told("kg:claimedOn", "claimedOn")] = None
    """When the source said it, where that is told."""
    subject_text: Annotated[str, Told("kg:subjectText", "subjectText")]
    predicate_text: Annotated[str, Told("kg:predicateText", "predicateText")]
    object_text: Annotated[str, Told("kg:objectText", "objectText")]
    """The object in the text's words; empty where it has none of its own."""
    confidence: Annotated[float, Told("kg:confidence", "confidence", Law.APART)]
    """The expected share of such statements that are right, from 0 to 1."""
    trust: Annotated[Trust, Told("kg:trust", "trust", Law.GREATEST)] = Trust.OLD
    """Whether it may stand as a fact where it is asserted, or is a lead to look up (``kg.mapping.trust``)."""
    usefulness: Annotated[float | None, Told("kg:usefulness", "usefulness", Law.GREATEST)] = None
    """How likely somebody who follows current affairs would keep it, from 0 to 1; None where nothing tells."""
    reasons: Annotated[frozenset[str], Told("kg:confidenceReason", "confidenceReasons", Law.APART)] = frozenset()
    """What makes it surer or less sure than others: weights with features (``kg.mapping.confidence``)."""
    reviewed_by: Annotated[frozenset[str], Told("kg:reviewedBy", "reviewedBy", Law.UNION)] = frozenset()
    """Who read it against its words and found it right, or put it right (``kg build --reviewed``)."""
    extracted_by: Annotated[str, Told("kg:extractedBy", "extractedBy", Law.NONE_OF_EITHER)] = ""
    """The language model that proposed it, as "llm:qwen2.5:7b"; empty where our own rules make it."""
    rule: Annotated[str, Told("kg:rule", "rule")]
    """The construction that made it, and the words of the wording that fits it."""
    rules: Annotated[frozenset[str], Told("kg:usedRule", "rules", Law.UNION)] = frozenset()
    """The rules that had a part in it, its construction among them, by the ids of ``kg rules``."""
    clause_text: Annotated[str, Told("kg:clauseText", "clauseText")] = ""
    """The clause of a main statement as it stands in its sentence, up to its end and without the acts beside it.

    "…" stands for those: "Peru … paid Chad". Empty for a detail, and for what no clause tells: "Peru's war on Chad".
    """
    is_passive: Annotated[bool, Told("kg:passive", "passive", Law.EITHER)] = False
    """Whether its subject is acted upon by nobody who is told: "Peru was fined"."""
    tense: Annotated[str, Told("kg:tense", "tense")] = ""
    """That of its clause: past, present, past perfect, present perfect; empty where no verb is finite, or a modal."""
    evidence: Annotated[frozenset[Evidence], Told(law=Law.APART)]
    activities: Annotated[frozenset[Activity], Told(law=Law.UNION)] = frozenset()
    contributions: Contributions = frozenset()
    """What each article tells of it, where they differ (``kg.model.contributions``)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "negated", is_negated(self.factuality, negated=self.negated))

    @property
    def firmness(self) -> str:
        """How firmly it is put forward, in words: "planned", "asked not to be"; empty for what is asserted."""
        return firmness_words(self.factuality, negated=self.negated)

    @property
    def firmness_told(self) -> str:
        """The same where nothing else tells: "asserted" of what is asserted; so no denial is taken for a fact."""
        return self.firmness or Factuality.ASSERTED.lower()

    @property
    def is_main(self) -> bool:
        """Whether it is the main statement of its clause, not a detail for a further argument."""
        return self.detail_of is None

    @property
    def is_read(self) -> bool:
        """Whether somebody read it and found it right; a language model is nobody."""
        return any(not name.startswith(BY_MODEL) for name in self.reviewed_by)

    @property
    def is_proposed(self) -> bool:
        """Whether a language model alone says that its relation holds: nobody read it."""
        return bool(self.extracted_by) and not self.is_read

    @property
    def narrowest_class(self) -> str:
        """The last of the path ``relation_class``: "Asking", or the IRI of a user's class below it."""
        return self.relation_class.rpartition(" ")[2]

    @property
    def is_fact(self) -> bool:
        """Whether the plain triple may be written (docs/reference/graph.md, 2): it is asserted and sure."""
        return self.is_own and not self.is_lead

    @property
    def is_own(self) -> bool:
        """Whether the article itself asserts it, or an official source its own act.

        Never of an unresolved pronoun, nor of what a language model proposed and nobody read.
        """
        is_own = self.voice is None or self.own_act
        return self.factuality is Factuality.ASSERTED and is_own and not (self.unresolved or self.is_proposed)

    @property
    def is_lead(self) -> bool:
        """Whether it is not sure, be it told as a fact, as planned, denied or claimed by somebody."""
        return self.trust is Trust.LEAD

    @property
    def voice(self) -> NodeId | None:
        """Who says so: the source, else the body that released the article; None for the article itself."""
        return self.attributed_to or self.reported_by

    @property
    def worth(self) -> float:
        """Confidence times usefulness, from 0 to 1, for ranking.

        An unknown usefulness counts as one half.
        """
        return self.confidence * (_UNTOLD if self.usefulness is None else self.usefulness)

    @property
    def first_evidence(self) -> Evidence:
        """The first evidence, by article and offset."""
        return min(self.evidence)

    def united(self, other: Statement) -> Statement:
        """The same statement with the evidence of both and the words of the first; main where either of them is."""
        both = self.evidence | other.evidence
        told = {(span.article, span.start, span.end) for span in both if span.quote}
        surest = max(self, other, key=lambda one: (one.confidence, sorted(one.reasons)))
        return joined_fields(
            min(self, other, key=_rank),
            self,
            other,
            # without the spans whose words one graph withholds and another tells
            evidence=frozenset(span for span in both if span.quote or (span.article, span.start, span.end) not in told),
            confidence=surest.confidence,
            reasons=surest.reasons,
        )

    def __or__(self, other: Statement) -> Statement:
        """The statement of several articles."""
        return replace(self.united(other), contributions=joined_contributions(self, other))


def _rank(statement: Statement) -> tuple[ArticleId, int, int, bool, bool, str]:
    """An order of statements by place, dated ones first, then by what they have that merging does not join."""
    first, names = statement.first_evidence, (*of_law(Statement, Law.IDENTITY), *_WORDS, *of_law(Statement, Law.FIRST))
    rest = [getattr(statement, name) for name in names]
    return first.article, first.start, first.end, statement.time is None, not statement.tense, repr(rest)


_WORDS = ("subject_text", "predicate_text", "object_text", "rule")
PARTS = ("articles", "entities", "events", "quantities", "statements")
"""The fields of a graph, in their order."""


@dataclass(frozen=True)
class Graph:
    """A graph of statements, each node once; immutable, sorted by id. ``a | b`` merges two graphs."""

    articles: tuple[Article, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()

    def __or__(self, other: Graph) -> Graph:
        return Graph.merged(self, other)

    @classmethod
    def merged(cls, *graphs: Graph) -> Graph:
        """The union of graphs of any articles, with the record of what each article contributes to it."""
        is_several = len({article.id for graph in graphs for article in graph.articles}) > 1
        return cls().union(*(graph.recorded() for graph in graphs)) if is_several else cls().union(*graphs)

    def union(self, *others: Graph) -> Graph:
        """All joined, articles as they are: parts of a larger graph, which records what each article contributes."""
        graphs = (self, *others)
        parts = ([one for graph in graphs for one in getattr(graph, name)] for name in PARTS)
        return Graph(*(joined(part, operator.or_) for part in parts))

    def recorded(self) -> Graph:
        """The same graph, its one article with the record of what it contributes, so that others can be joined."""
        if len(self.articles) != 1 or self.articles[0].contributes is not None:
            return self
        nodes: tuple[Entity | Event | Quantity, ...] = (*self.entities, *self.events, *self.quantities)
        record = frozenset((node.id, digest(node, told)) for node in nodes for told in contributions(node))
        return replace(self, articles=(replace(self.articles[0], contributes=record),))

    def of_one_article(self) -> Graph:
        """The same graph, which one article made: each node once, as what its clauses tell is one contribution."""
        parts = (getattr(self, name) for name in PARTS[1:])
        alone = (
            (replace(one, contributions=frozenset()) if one.contributions else one for one in part) for part in parts
        )
        return Graph(self.articles, *(joined(part, lambda one, other: one.united(other)) for part in alone))

    def made_by(self, activity: Activity) -> Graph:
        """The same graph with the activity on every statement."""
        made = frozenset({activity})
        return replace(self, statements=tuple(replace(s, activities=made) for s in self.statements))

    @cached_property
    def nodes(self) -> Mapping[NodeId, Entity | Event | Quantity]:
        """Every entity, event and quantity by its id."""
        found: tuple[Entity | Event | Quantity, ...] = (*self.entities, *self.events, *self.quantities)
        return {node.id: node for node in found}

    @cached_property
    def days(self) -> Mapping[ArticleId, date]:
        """The day of each dated article."""
        return {article.id: article.date for article in self.articles if article.date}

    def label(self, node: NodeId) -> str:
        """The label of a node; its id where the graph does not describe it."""
        found = self.nodes.get(node)
        return found.text if isinstance(found, Quantity) else found.label if found else node
