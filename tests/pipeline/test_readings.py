"""Single readings of the whole chain, each beside one that must not fire."""

from dataclasses import replace

import pytest

from kg.isolation import USUAL
from kg.model import ArticleId
from kg.parse.readings import put, reading_of
from kg.pipeline.build import article_graph, build, known_entities
from kg.pipeline.outcomes import UNWORTHY, Built
from kg.pipeline.workers import read_here
from tests.reading import RECIPE, graph, said, sentence, tools

pytestmark = pytest.mark.model

FIRES = [
    ("Chile banned imports of Kazakh wheat.", "Chile | restrictedImportsFrom | Kazakhstan"),
    ("Chile halted imports of Kazakh grain.", "Chile | restrictedImportsFrom | Kazakhstan"),
    ("The Canadian company Andes Metals rejected the ruling.", "Andes Metals | rejected | ruling"),
    ("Kenya's finance ministry spokesperson Jane Otieno resigned.", "Jane Otieno | leftOffice"),
    ("Exports rose 5 percent in May.", "Exports | rise | 5 percent"),
    ("Kenya faces growing friction with Uganda.", "Kenya | face friction with | Uganda"),
    ("The Baltic city of Riga, Latvia, hosted the summit.", "Riga | locatedIn | Latvia"),
    ("Kenya arrested a trader at the request of Uganda.", "Kenya | arrested | trader"),
    ("The EU re-imposed tariffs on Chinese cars.", "European Union | imposedTariffOn | China"),
    ("Anna Berg was sworn in as Prime Minister of Norway.", "Anna Berg | tookOffice | Prime Minister of Norway"),
    ("Anna Berg resigned as Prime Minister of Norway.", "Anna Berg | leftOffice | Prime Minister of Norway"),
    ("Anna Berg will serve as president of Kenya.", "Anna Berg | heldOffice | President of Kenya | Planned"),
    ("Kenya appointed Anna Berg as finance minister.", "Anna Berg | heldOffice"),
    ("OTTAWA, January 10, 2025 - Canada imposed tariffs on steel.", "Canada | imposedTariffOn"),
    (
        "Kenya sanctioned two firms it accuses of supplying arms to Chad.",
        "two firms it accuses of supplying arms to Chad | supply arm to | Chad | Possible",
    ),
    (
        "If Washington goes ahead with the tariffs, Kenya will protest.",
        "Government of the United States | go ahead with",
    ),
    ("Chad denied that it had used force and accused Kenya of trespassing.", "Chad | accused | Kenya | Asserted"),
    ("The agreement encouraged Chad to ask for aid.", "Chad | calledFor | aid | Requested  #"),
    ("Chad's governor, Kęstutis Budrys, thanked Kenya.", "Kęstutis Budrys | praised | Kenya"),
    ("The governor of the state, Anthony Berg warned Kenya.", "Anthony Berg | warned | Kenya"),
    ("Hungary's Prime Minister Ferenc Berg said the ban hurt Chad.", "ban | hurt | Chad | Asserted <Ferenc Berg>"),
    ("Kenya met Chad in Riga. The two countries signed a pact.", "Chad | signed | pact"),
    ("European Peace Facility: Council adopts a plan for Chad.", "Council | adopted | plan for Chad"),
    ("Five were wounded by soldiers.", "soldiers | injured | Five"),
    ("Paul Berg lost a no-confidence vote.", "Paul Berg | lose | no-confidence vote"),
    ("Talks are expected to resume.", "Talks | resume | Talks are expected to resume | Expected"),
    ("An agreement is yet to be reached.", "agreement | be reached | An agreement is to be reached | Denied"),
    ("The vote, which was held in May, was fair.", "vote | be held in | The vote was held | Asserted"),
    ("The poll moved after an earthquake toppled houses.", "earthquake | destroyed | houses"),
    ("Gunmen attacked the northern Nigerian town of Bama.", "Bama | locatedIn | Nigeria"),
    ("Anna Koss resigned in protest over the law.", "Anna Koss | protestedAgainst | law"),
    ("Kenya announced the release of 12 prisoners.", "Kenya | released | 12 prisoners | Planned"),
    ("The release of 12 prisoners was announced by Kenya.", "Kenya | released | 12 prisoners | Planned"),
    ("Kenya announced the deaths of two soldiers.", "two soldiers | died | deaths of two soldiers | Asserted"),
    ("An attack on May 7 killed ten farmers.", "attack on May 7 | killed | ten farmers | Asserted"),
    ("Kenya threatened Chad with tariffs if it did not pay.", "Kenya | threatened | Chad | Asserted"),
    ("The junta in Chad on Tuesday rejected the plan.", "Government of Chad | rejected | plan"),
    ("In his meeting with Anna Koss, Paul Berg praised Kenya.", "Paul Berg | metWith | Anna Koss | Asserted  #"),
    ("Paul Berg said after talks with Anna Koss that prices fell.", "Paul Berg | metWith | Anna Koss | Asserted  #"),
    ("Paul Berg will sign the pact during a visit to Chad.", "Paul Berg | visited | Chad | Planned"),
    ("Paul Berg did not stop during talks with Chad.", "Paul Berg | metWith | Chad | Asserted"),
    ("If the duty is not lifted by July, Kenya will go.", "duty | be lifted by | the duty | Conditional"),
    ("If no pact is signed, Kenya will protest.", "pact | be signed | no pact | Conditional"),
    (
        "Kenya was ready to send arms, should such a request be made.",
        "such a request | be made | such a request should",
    ),
    ("The EU announced a decision to end its sanctions on Chad.", "European Union | sanctioned | Chad | Asserted"),
    ("Kenya will announce its sanctions on Chad.", "Kenya | sanctioned | Chad | Planned"),
    ("Failure could lead to tariffs targeting Kenya.", "tariffs targeting Kenya | target | Kenya | Possible"),
    ("Kenya issued a call for Chad to accept a truce.", "Chad | accept | truce | Requested"),
    ("Kenya urged Chad to free the miners and to leave Oslo.", "Chad | leave | Oslo | Requested <Kenya>"),
    ("Kenya welcomed the Ugandan decision to leave Chad.", "Uganda | leave | Chad | Planned"),
    ("Kenya charged Anna Berg with hiding the arms.", "Anna Berg | hide | arms | Possible"),
    ("Kenya called Chad a partner.", "Chad | be | partner | Asserted <Kenya>"),
    (
        "Anna Berg said the talks had failed, according to Reuters.",
        "talks | fail | the talks had failed | Asserted <Anna",
    ),
    (
        'Anna Berg, who left Oslo in May, called the ruling "a bad joke".',
        "ruling | be | bad joke | Asserted <Anna Berg>",
    ),
    ("Troops are expected to arrive, reinforcing Chad.", "Troops | reinforce | Chad | Expected"),
    ("The pact calls for Chad to leave Sudan.", "Chad | leave | Sudan | Requested"),
    ("Kenya hid the fact that Chad had left Sudan.", "Chad | leave | Sudan | Asserted"),
    ("Before leaving Oslo, Anna Berg met Paul Koss.", "Anna Berg | leave | Oslo | Asserted"),
    ("The delegation would leave Oslo, it said.", "delegation | leave | Oslo | Planned <delegation>"),
    ('Anna Berg praised "fair trade" between Chad and Sudan.', "Anna Berg | praised | fair trade between Chad and"),
    ("Kenya's visit turned out to be a success.", "Kenya's visit | be | success | Asserted"),
    (
        "Ties hit a record low during the war, mainly due to the border dispute, the drought and the coal strike.",
        "Ties | hit low due to | drought",
    ),
    ("Anna Berg and Paul Koss congratulated one another on Monday.", "Paul Koss | congratulate | one another"),
    ("Serbia's president spoke. Serbian President Anna Berg left Oslo.", "Anna Berg | speak"),
    ("Envoys discussed the Chad–Niger border.", "Envoys | discuss | Chad–Niger border"),
    ("Truck drivers blocked the road to Oslo.", "Truck drivers | protestedAgainst | Truck drivers blocked the road"),
    ("Kenya offered to begin talks between Chad and Sudan.", "Chad | metWith | Sudan"),
]
DOES_NOT = [
    ("Norway listed firms for actions aimed at undermining the peace of Chad.", "actions"),
    ("Norway has praised firms linked to Chad in view of the raids.", "firms | be linked in view of"),
    ('"We need no lectures," the envoy said.', "We"),
    (
        "Ties hit a record low during the war, mainly due to the border dispute, the drought and the coal strike.",
        "Ties | hit | drought",
    ),
    ("US persons may not participate in transactions with Chad.", "US persons | attended"),
    ("Troops left Oslo, as demanded by Chad.", "Troops | leave | Oslo | Asserted <Chad>"),
    ("Kenya freed 30 miners, a process that angered Chad.", "30 miners | be"),
    ("Kenya praised farmers and their aides, Anna Berg said.", "Anna Berg | be"),
    ("Norway listed firms for actions threatening the peace of Chad.", "actions"),
    ("Kenya is part of a three-nation alliance with Chad.", "three-nation | alliedWith"),
    ("Kenya's state visit to Chad ended.", "Kenya | visited | state"),
    ("Anna Berg returned to Oslo.", "Anna Berg | visited"),
    ("Those who break the truce will be punished.", "Those who break the truce | violated"),
    ("The company, Andes Metals said, rejected the ruling.", "Andes Metals | rejected"),
    ("Exports rose two years later.", "Exports | rise | two years"),
    ("Kenya is growing coffee with Uganda.", "Kenya | worsenedRelationsWith"),
    ("Riga, Latvia and Ghana sent envoys.", "Riga | locatedIn | Ghana"),
    ("Kenya arrested a trader at the request of Uganda.", "Uganda | arrested"),
    ("Anna Berg will serve as president of Kenya.", "Anna Berg | heldOffice | President of Kenya | Asserted"),
    ("Jane Otieno nominated Anna Berg as president of Kenya.", "Jane Otieno | heldOffice"),
    ("Jane Otieno nominated Anna Berg as president of Kenya.", "Anna Berg | heldOffice"),
    ("OTTAWA, January 10, 2025 - Canada imposed tariffs on steel.", "Ottawa"),
    ("Kenya sanctioned two firms it accuses of supplying arms to Chad.", "Kenya | supply"),
    ("Qatar repaired the ties between Chad and Sudan.", "Qatar | improvedRelationsWith"),
    ("The pact will take effect after it is ratified by Kenya.", "Kenya | ratified | pact | Asserted"),
    ("Peru objected. Chad, which buys gas from Kenya, agreed. The two countries signed a pact.", "Kenya | signed"),
    ("Chad must understand that raids have a cost.", "raids | have | cost | Requested <Chad>"),
    ("The EU met in Riga. The firm raised its prices.", "European Union | raise"),
    ("The poll moved after an earthquake toppled houses.", "poll | topple"),
    ("The pact will be signed by Monday.", "Monday | signed"),
    ("The soldier who fell was ill.", "soldier who fell | fall"),
    ("The Russian city of tomorrow is large.", "tomorrow | locatedIn"),
    ("Anna Koss, president since 2001, was ill.", "Anna Koss | be president since"),
    ("Kenya announced the killing of two soldiers.", "Kenya | killed"),
    ("Kenya announced the arrest of Anna Koss by Chad.", "Kenya | arrested"),
    ("The soldier was fined 5,000 dollars.", "5,000 dollars | be fined"),
    ("Kenya will threaten Chad with tariffs if it does not pay.", "Kenya | threatened | Chad | Asserted"),
    ("The junta in Chad on Tuesday rejected the plan.", "junta in Chad on Tuesday"),
    ("Protests erupted in Chad after talks with Kenya.", "Protests | metWith"),
    ("In talks between Chad and Niger, Paul Berg praised Kenya.", "Paul Berg | metWith"),
    ("During Chad's talks with Niger, Paul Berg praised Kenya.", "Paul Berg | metWith"),
    ("The plan failed. It was agreed to rebuild the harbour.", "plan | rebuild"),
    ("If the duty is not lifted by July, Kenya will go.", "duty | be lifted by | the duty | Denied"),
    (
        "Kenya confirmed readiness to send arms, should war break out.",
        "Kenya | confirm | readiness to send arms | Cond",
    ),
    ("Kenya opposed any attempt to change the pact.", "Kenya | change"),
    ("Kenya welcomed the Ugandan decision to leave Chad.", "Kenya | leave"),
    ("Kenya charged Anna Berg with hiding the arms.", "Kenya | hide"),
    ("Police said Saturday that Kenya had left the talks.", "Police | say"),
    ("Analysts say a ruling is unlikely before 2027.", "ruling | be before"),
    ("Kenya is expected to do the same.", "Kenya | do"),
    ("First of all, Kenya praised Chad.", "Kenya | praise of | all"),
    ("Trade grew 3.5 percent year on year.", "Trade | grow on | year"),
    ("Truck drivers blocked the road to Oslo.", "Truck drivers | protestedAgainst | road to Oslo"),
    ("Kenya offered to begin talks between Chad and Sudan.", "Kenya | metWith"),
    ("Kenya offered to begin talks between Chad and Sudan.", "Kenya | begin talk between"),
    ("Kenya may raise the duty to 50%.", "Kenya | imposedTariffOn | 50"),
    ("Chad is not recognised by Kenya, Anna Berg said.", "Kenya | recognise | Anna Berg"),
]


@pytest.mark.parametrize(("text", "line"), FIRES)
def test_a_sentence_says_so(text: str, line: str) -> None:
    assert any(str(statement).startswith(line) for statement in said(graph(text)))


@pytest.mark.parametrize(("text", "line"), DOES_NOT)
def test_a_sentence_says_nothing_of_the_kind(text: str, line: str) -> None:
    assert not any(str(statement).startswith(line) for statement in said(graph(text)))


CIRCUMSTANCES = [
    ("Kenya closed the port because of a strike.", {("cause", "strike")}),
    ("Kenya closed the port because farmers struck.", {("cause", "farmers struck")}),
    ("Kenya closed the port during a strike.", set()),
    ("The firms suffered losses as a result of cheap imports.", {("cause", "cheap imports")}),
    ("The firms suffered losses as a group of traders watched.", set()),
    ("Kenya closed the port at the request of Chad.", {("requestedBy", "Chad")}),
    ("Kenya closed the port at the border of Chad.", {("place", "border of Chad")}),
    ("If Chad agrees, Kenya will close the port.", {("condition", "Chad agrees")}),
    ("Chad agrees, and Kenya will close the port.", set()),
    ("The gang preyed on farmers through extortion.", {("instrument", "extortion")}),
    ("Concerns persist in Chad about the dam.", {("place", "Chad"), ("topic", "dam")}),
    ("Concerns persist in principle.", set()),
    ("Kenya imposed tariffs on Chad because of the dam.", {("cause", "dam")}),
]


@pytest.mark.parametrize(("text", "roles"), CIRCUMSTANCES)
def test_a_preposition_tells_what_surrounds_whatever_happens(text: str, roles: set[tuple[str, str]]) -> None:
    found = graph(text)
    told = {(role.name, found.label(role.filler)) for event in found.events for role in event.roles}
    around = {name for _, some in CIRCUMSTANCES for name, _ in some}
    assert {(name, filler) for name, filler in told if name in around} == roles


def test_the_time_of_a_worsening_is_not_its_cause() -> None:
    found = graph("Relations worsened in 2024 when Kenya expelled two Ugandan diplomats.")
    causes = [found.label(role.filler) for event in found.events for role in event.roles if role.name == "cause"]
    assert "2024" not in causes


def test_a_pronoun_that_may_mean_several_things_makes_no_statement() -> None:
    reader, ontology = tools()
    (_, doc), *_ = reader.read([sentence("The bank sued the fund. It lost money.")])
    known = known_entities(reader.gazetteer)
    article = sentence("The bank sued the fund. It lost money.")
    assert "lose" in {s.relation for s in article_graph(article, doc, ontology, known=known).statements}
    (it,) = (token.i for token in doc if token.text == "It")
    reading = reading_of(doc)
    put(doc, replace(reading, corefs=replace(reading.corefs, ambiguous=frozenset({it}))))
    assert "lose" not in {s.relation for s in article_graph(article, doc, ontology, known=known).statements}


def test_a_detail_whose_main_statement_is_not_sure_enough_is_a_main_one() -> None:
    reader, ontology = tools()
    text = "Canada sends about 90% of its oil exports to the United States, leaving it exposed to shifts in demand."
    for least in (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        found = build([sentence(text)], reader, ontology, min_confidence=least).graph
        ids = {said.id for said in found.statements}
        assert all(said.detail_of is None or said.detail_of in ids for said in found.statements)
        assert all(said.confidence >= least for said in found.statements)


def test_what_the_usual_threshold_leaves_out_is_counted_and_there_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kenya accused Uganda of smuggling. It was said that some of the others might have been left in it."
    (every,) = read_here([sentence(text)], replace(RECIPE, min_confidence=0.0), limits=USUAL)
    assert isinstance(every, Built)
    least = max(said.worth for said in every.graph.statements)
    monkeypatch.setattr("kg.mapping.threshold.threshold", lambda: least)
    monkeypatch.setattr("kg.mapping.threshold.least_useful", lambda: 0.0)
    (usual,) = read_here([sentence(text)], RECIPE, limits=USUAL)
    assert isinstance(usual, Built)
    kept, told = ({said.id for said in built.graph.statements} for built in (usual, every))
    assert kept == {said.id for said in every.graph.statements if said.worth >= least} != told
    (count,) = (count for cause, count in usual.counts.items() if cause.startswith(UNWORTHY))
    assert count == len(told - kept)


def test_a_pronoun_left_open_is_another_thing_in_another_article() -> None:
    reader, ontology = tools()
    articles = [replace(sentence("They demanded transparency."), id=ArticleId(name)) for name in ("a", "b")]
    known = known_entities(reader.gazetteer)
    one, other = (article_graph(article, doc, ontology, known=known) for article, doc in reader.read(articles))
    assert {s.subject for s in one.statements}.isdisjoint(s.subject for s in other.statements)
    assert {s.object for s in one.statements}.isdisjoint(s.object for s in other.statements)  # no name, and in no table


@pytest.mark.parametrize(
    ("text", "label", "country"),
    [
        ("Rebels fled to northern Nigeria.", "northern Nigeria", "NGA"),
        ("Rebels fled to the northeastern United States.", "northeastern United States", "USA"),
        ("Rebels fled to Nigeria.", "Nigeria", "NGA"),
        ("Rebels fled to South Korea.", "South Korea", "KOR"),
        ("Kenya feared a state of emergency.", "state of emergency", ""),
    ],
)
def test_a_part_of_a_country_is_a_place_in_it(text: str, label: str, country: str) -> None:
    found = {entity.label: entity for entity in graph(text).entities}[label]
    assert (found.cls == "Country", found.country) == (label[0].isupper(), country)


def test_how_long_a_sentence_is_does_not_say_when_it_was_passed() -> None:
    assert all(s.time is None for s in graph("The court sentenced Anna Berg to ten years in prison.").statements)


def test_who_lifts_a_tariff_imposes_none_on_that_day() -> None:
    found = graph("Kenya lifted its tariff on Ugandan sugar on May 5, 2024.")
    classes = {event.id: event.cls for event in found.events}
    told = {s.relation: (classes[s.event], s.time is not None) for s in found.statements if s.event}
    assert told == {"easedTariffOn": ("EaseTariff", True), "imposedTariffOn": ("ImposeTariff", False)}


def test_who_imposes_a_tariff_has_one_happening() -> None:
    found = graph("Kenya imposed a tariff on Ugandan sugar on May 5, 2024.")
    assert [event.cls for event in found.events] == ["ImposeTariff"]


ANSWERS = [
    ("Kenya banned imports of Ugandan sugar in retaliation for Uganda's tariff on Kenyan tea.", "RestrictImports"),
    ("Kenya imposed a duty on Ugandan sugar in response to Uganda's tariff on Kenyan tea.", "ImposeTariff"),
    ("Kenya expelled two Ugandan diplomats in response to Uganda's tariff on Kenyan tea.", "ExpelDiplomat"),
    ("Kenya banned imports of Ugandan sugar after Uganda's tariff on Kenyan tea.", ""),
    ("Kenya banned imports of Ugandan sugar for the season.", ""),
]


@pytest.mark.parametrize(("text", "answer"), ANSWERS)
def test_any_act_may_answer_another(text: str, answer: str) -> None:
    found = graph(text)
    classes = {event.id: event.cls for event in found.events}
    links = [
        (event.cls, classes.get(role.filler))
        for event in found.events
        for role in event.roles
        if role.name == "inResponseTo"
    ]
    assert links == ([(answer, "ImposeTariff")] if answer else [])


def test_a_duty_has_its_rate_and_its_goods_and_no_kind() -> None:
    found = graph("India raised import duties on soybean oil to 35%.")
    roles = {(role.name, found.label(role.filler)) for event in found.events for role in event.roles}
    assert roles == {("agent", "India"), ("commodity", "soybean oil"), ("rate", "35%")}


def test_a_pronoun_that_stays_open_makes_no_fact() -> None:
    assert [one.is_fact for one in graph("They attacked the village.").statements] == [False]
    assert [one.is_fact for one in graph("Norway imposed tariffs on Peru.").statements if one.is_main] == [True]


def test_lifting_sanctions_is_another_happening_than_the_sanctions() -> None:
    found = graph("The EU will end its sanctions on Chad.")
    assert {"LiftSanctions", "ImposeSanctions"} <= {event.cls for event in found.events}


def test_shots_that_are_fired_leave_no_office() -> None:
    assert not any(event.cls == "LeaveOffice" for event in graph("No shots were fired.").events)
    assert any(event.cls == "LeaveOffice" for event in graph("The minister was fired on Monday.").events)
