"""What whole sentences say, parsed and read: what a phrase or clause hangs on, with sentences that do not say so."""

import pytest

from tests.reading import graph, said

pytestmark = pytest.mark.model

SAYS = [
    ("Anna Berg is a former president of Peru.", "Anna Berg | heldOffice"),
    ("Not all but most countries signed the treaty.", "most countries | signed | treaty"),
    ("The delay was due to rain.", "delay | be due to | rain"),
    ("Chad rejected the comment by Kenya.", "Chad | reject | comment by Kenya"),
    # what is ruled out is denied; who is due to do something plans it
    ("Anna Berg ruled out backing Kenya.", "Anna Berg | supports | Kenya | Denied"),
    ("Peru is due to meet Chad in Oslo.", "Peru | metWith | Chad | Planned"),
    # a capital that files a complaint is the government
    ("Beijing will file a complaint with the WTO.", "Government of China | file"),
    # a title before a name of two peoples, and an under secretary
    ("The first African-American Senator, Anna Berg, left.", "heldOffice | Senator of United States"),
    ("Under Secretary of State Anna Berg left.", "heldOffice | Under Secretary of State"),
    # who acts behind a name is no apposition of it
    ("They met Anna Berg, the president of Kenya, in Oslo.", "Anna Berg | heldOffice | President of Kenya"),
    # several states have the ministers, and do not act beside them
    ("The ministers of Peru, Chile and Kenya attended the talks.", "ministers of Peru, Chile and Kenya | attended"),
    ("The presidents of Chad and the United States met in Oslo.", "presidents of Chad and the United States | meet in"),
    ("Farmers from Peru, Chile and Kenya attended the talks.", "Farmers from Peru, Chile and Kenya | attended"),
    # who is called on acts
    ("Kenya calls on Chad to stop raids in Sudan.", "Chad | stop | raids in Sudan | Requested <Kenya>"),
    ("Kenya met with Chad to free the hostages.", "Kenya | released | hostages | Planned"),
    # what one is punished for is no ground for standing somewhere
    ("Kenya fined a firm based in Oslo for selling arms to Chad.", "Kenya | fine for | selling arms to Chad"),
    ("A firm fined in Oslo for selling arms to Chad praised Kenya.", "be fined for | selling arms to Chad"),
    # who left says so, and no talks
    ("The envoy left the talks, adding that Chad had offered aid.", "Chad | promised | aid | Asserted <envoy>"),
    ("Chad published a report adding that Kenya had offered aid.", "Kenya | promised | aid | Asserted <Chad>"),
    # what is noted with a feeling, or told somebody, is said
    ("The ministers noted with joy that exports had doubled.", "exports had doubled | Asserted <min"),
    ("The captain told a radio station that the ferry had left Oslo.", "ferry | leave | Oslo | Asserted <captain>"),
    ("Kenya met with fears that exports had halved.", "Kenya | meet with | fears that exports had halved"),
    # a noun's doer, and what a thing is used as
    ("Kenya condemned the inspection of ports by experts.", "inspection of ports by experts"),
    ("Kenya cut the inspection of ports by half.", "Kenya | cut inspection by | half"),
    ("Kenya described the use of food as a crime.", "use of food | be | crime | Asserted <Kenya>"),
    # where and when somebody was met
    ("Kenya's president met with Anna Berg in Oslo on Monday.", 'Anna Berg | Asserted ["on Monday"]'),
    # a participle after a comma is a clause
    # what is held happens
    ("Chad deplored a raid on a market in Oslo, which it blamed on Kenya.", "Chad | accused | Kenya"),
    ("The talks on the port, which was built by Chad, failed.", "Chad | build | port"),
    # who denies accuses, and says more
    ("Chad denies that the duty is illegal and says that it helps farmers.", "Chad | denied | the duty is illegal | "),
    ("Chad said that Peru had left the talks and accused Kenya of lying.", "Peru | accused | Kenya"),
    ("Chad demanded that the roll be audited and warned that it would leave.", "Chad | warned | it would leave"),
    # in talks, on a visit: as firm as the clause
    ("Peru is in talks with Chile.", "Peru | negotiatesWith | Chile | Asserted"),
    ("Iran is not in talks with Israel.", "Iran | negotiatesWith | Israel | Denied"),
    ("Zambia is no longer in talks with Malawi.", "Zambia | negotiatesWith | Malawi | Denied"),
    ("Laos has not been in dialogue with Thailand.", "Laos | negotiatesWith | Thailand | Denied"),
    ("Kenya is not in trade talks with Uganda.", "Kenya | negotiatesWith | Uganda | Denied"),
    ("Neither Zambia nor Malawi is in talks with Angola.", "Malawi | negotiatesWith | Angola | Denied"),
    ("Vietnam denied that it was in talks with Laos.", "Vietnam | negotiatesWith | Laos | Denied <Vietnam>"),
    ("Chile may be in talks with Bolivia.", "Chile | negotiatesWith | Bolivia | Possible"),
    ("Peru is not on a visit to Brazil.", "Peru | visited | Brazil | Denied"),
    # who denies knowing it does not say so
    ("Olaf Berg has denied knowing that Kenya was behind the raid.", "Kenya | be behind | raid | Possible  #"),
    ("Kenya said it was not aware that Chad had sold the arms.", "Chad | sell | arms | Possible  #"),
    ("Kenya said it knew that Chad had sold the arms.", "Chad | sell | arms | Asserted"),
    ("The minister was due to visit Kenya on Friday.", "minister | visited | Kenya | Planned"),
    ("Not a single ship left the port.", "single ship | leave | port | Denied"),
    ("Not every country signed the treaty.", "Not every country | signed | treaty | Denied"),
]  # fmt: skip
DOES_NOT_SAY = [
    ("Iran is not in talks with Israel.", "Iran | metWith"),
    ("Peru is in talks with Chile.", "Peru | metWith"),
    ("Vietnam denied that it was in talks with Laos.", "Vietnam | metWith"),
    ("The minister was due to visit Kenya on Friday.", "minister | be |"),
    ("Not a single ship left the port.", "Not a single ship"),
    ("Paul Moser said: ``...''", "<Paul Moser>"),
    # who would like to be president is none; all but one did what that one did not
    ("Anna Berg is a would-be president of Peru.", "Anna Berg | leads"),
    ("Anna Berg is a prospective president of Peru.", "Anna Berg | heldOffice"),
    ("Anna Berg is an aspiring president of Peru.", "Anna Berg | be president of"),
    ("All but Peru signed the treaty.", "Peru | signed | treaty | Asserted"),
    ("Under President Anna Berg, Chad attacked Kenya.", "Under President"),
    ("Chad has held the smallest island since 1961.", "island since"),
    ("Anna Berg ruled out backing Kenya.", "Anna Berg | supports | Kenya | Asserted"),
    ("Peru is due to meet Chad in Oslo.", "be | due"),
    # who does not say it is no source of it
    ("Anna Berg did not say whether Chad would sign the pact.", "<Anna Berg>"),
    # a name that nothing else calls a party
    ("Anna Berg leads the Freedom Party.", "Hizb"),
    # a prefix makes of a name what is not that name; a preposition begins no title
    ("The anti-Taliban commander Anna Berg left.", "Commander of Taliban"),
    ("The anti-Taliban commander Anna Berg left.", "leads | Taliban"),
    ("The army led the mission under President Anna Berg.", "Under President"),
    # what has a complement of its own shares no country
    ("Three US troops and five members of the Afghan opposition died.", "US members"),
    ("In a call with Emmanuel Macron, the President of Russia spoke of grain.", "Emmanuel Macron | heldOffice"),
    ("A board was set up after a request Chad made, arguing that Peru broke the pact.", "board | argue"),
    ("Chad protested over clashes in an area which led to 20 deaths.", "area | lead to"),
    ("The ministers of Peru, Chile and Kenya attended the talks.", "Kenya | attended"),
    ("The ministers noted with joy that exports had doubled.", "ministers | note with | joy that"),
    ("Chad deplored a raid on a market in Oslo, which it blamed on Kenya.", "Chad | blame | Oslo"),
    ("Guards said that Chad shot a man, which it denies.", "Chad | denied | man"),
    ("Chad denies that the duty is illegal and says that it helps farmers.", "duty | help"),
]


@pytest.mark.parametrize(("text", "part"), SAYS)
def test_a_sentence_says_so(text: str, part: str) -> None:
    lines = [str(statement) for statement in said(graph(text))]
    assert any(part in line for line in lines), lines


@pytest.mark.parametrize(("text", "part"), DOES_NOT_SAY)
def test_a_sentence_says_nothing_of_the_kind(text: str, part: str) -> None:
    assert not any(str(statement).startswith(part) for statement in said(graph(text)))
