"""What a phrase or clause hangs on: each mend with sentences that it must touch and sentences that it must not."""

from __future__ import annotations

import pytest

from tests.reading import graph, said

pytestmark = pytest.mark.model

SAYS = [
    # who acts behind a name is no apposition of it
    ("They met Anna Berg, the president of Kenya, in Oslo.", "Anna Berg | heldOffice | President of Kenya"),
    # several states have the ministers, and do not act beside them
    ("The ministers of Peru, Chile and Kenya attended the talks.", "ministers of Peru, Chile and Kenya | attended"),
    ("The presidents of Chad and the United States met in Oslo.", "presidents of Chad and the United States | meet in"),
    ("The president of Peru and Anna Berg attended the talks.", "Anna Berg | attended"),
    ("Farmers from Peru, Chile and Kenya attended the talks.", "Farmers from Peru, Chile and Kenya | attended"),
    # who is called on acts
    ("Kenya called on all parties to the war to free the hostages.", "all parties to the war | released"),
    ("Kenya calls on Chad to stop raids in Sudan.", "Chad | stop | raids in Sudan | Requested <Kenya>"),
    ("Kenya met with Chad to free the hostages.", "Kenya | released | hostages | Planned"),
    # what one is punished for is no ground for standing somewhere
    ("Kenya fined a firm based in Oslo for selling arms to Chad.", "Kenya | fine for | selling arms to Chad"),
    ("Kenya praised a firm fined in Oslo for selling arms to Chad.", "be fined for | selling arms to Chad"),
    # who left says so, and no talks
    ("The envoy left the talks, adding that Chad had offered aid.", "Chad | promised | aid | Asserted <envoy>"),
    ("Chad published a report adding that Kenya had offered aid.", "Kenya | promised | aid | Asserted <Chad>"),
    # what is noted with a feeling, or told somebody, is said
    ("The ministers noted with joy that exports had doubled.", "exports had doubled | Asserted <min"),
    ("The captain told a radio station that the ferry had left Oslo.", "ferry | leave | Oslo | Asserted <captain>"),
    ("Kenya met with fears that exports had halved.", "Kenya | meet with | fears that exports had halved"),
    # a noun's doer, and what a thing is used as
    ("Kenya praised the inspection of ports by experts.", "Kenya | praised | inspection of ports by experts"),
    ("Kenya cut the inspection of ports by half.", "Kenya | cut inspection by | half"),
    ("Kenya described the use of food as a crime.", "Kenya | describe | use of food as a crime"),
    # where and when somebody was met
    ("Kenya's president met with Anna Berg in Oslo on Monday.", 'Anna Berg | Asserted ["on Monday"]'),
    # a participle after a comma is a clause
    ("Guards fled their posts Monday, raising pressure on Kenya.", "Guards | raise | pressure on Kenya"),
    # what is held happens
    ("The talks on the port, which were held in Oslo, failed.", "talks on the port | be held in | Oslo"),
    ("Chad deplored a raid on a market in Oslo, which it blamed on Kenya.", "Chad | accused | Kenya"),
    ("The talks on the port, which was built by Chad, failed.", "Chad | build | port"),
    # who denies accuses, and says more
    ("Chad denied that its soldiers had shot farmers and accused Kenya of lying.", "Chad | accused | Kenya | Asserted"),
    ("Chad denies that the duty is illegal and says that it helps farmers.", "Chad | denied | the duty is illegal | "),
    ("Chad said that Peru had left the talks and accused Kenya of lying.", "Peru | accused | Kenya"),
    ("Chad demanded that the roll be audited and warned that it would leave.", "Chad | warned | it would leave"),
]  # fmt: skip
DOES_NOT_SAY = [
    ("In a call with Emmanuel Macron, the President of Russia spoke of grain.", "Emmanuel Macron | heldOffice"),
    ("A board was set up after a request Chad made, arguing that Peru broke the pact.", "board | argue"),
    ("Chad protested over clashes in an area which led to 20 deaths.", "area | lead to"),
    ("The ministers of Peru, Chile and Kenya attended the talks.", "Kenya | attended"),
    ("Kenya called on all parties to the war in Sudan to free the hostages.", "Kenya | released"),
    ("Kenya called on all parties to the war in Sudan to free the hostages.", "Kenya | call to"),
    ("The ministers noted with joy that exports had doubled.", "ministers | note with | joy that"),
    ("Kenya condemned the use of food as a weapon.", "use of food | be | weapon"),
    ("Guards fled their posts Monday, raising pressure on Kenya.", "Guards | flee | raising pressure on Kenya"),
    ("The talks on the port, which were held in Oslo, failed.", "port | be held"),
    ("Chad deplored a raid on a market in Oslo, which it blamed on Kenya.", "Chad | blame | Oslo"),
    ("Guards said that Chad shot a man, which it denies.", "Chad | denied | man"),
    ("Kenya says Chad has tried to influence its elections, which Chad denies.", "Chad | denied | elections"),
    ("Chad denied that its soldiers had shot farmers and accused Kenya of lying.", "soldiers | accused"),
    ("Chad denies that the duty is illegal and says that it helps farmers.", "duty | help"),
]


@pytest.mark.parametrize(("text", "part"), SAYS)
def test_a_sentence_says_so(text: str, part: str) -> None:
    lines = [str(statement) for statement in said(graph(text))]
    assert any(part in line for line in lines), lines


@pytest.mark.parametrize(("text", "part"), DOES_NOT_SAY)
def test_a_sentence_says_nothing_of_the_kind(text: str, part: str) -> None:
    assert not any(str(statement).startswith(part) for statement in said(graph(text)))
