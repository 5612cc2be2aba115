"""How firmly a clause or a named happening is put forward: each wording beside one that differs in that alone."""

import pytest

from kg.factuality.composition import firmness_of
from kg.factuality.operators import is_asked
from kg.factuality.signatures import PLAIN, Firmness, least_firm
from kg.model import Factuality
from tests.parses import at, framed, parsed

DEMANDED = "It is vital that the border be opened, that the ministry provide tents and that the army protect the camps."
LISTED = (
    "Norway and Sweden have agreed to ensure safe navigation, eliminate the use of force, "
    "and prevent the use of ships in the Black Sea."
)
VERBS = [
    # modals and negation
    ("Norway signed the treaty.", "signed", "Asserted"),
    ("Norway will sign the treaty.", "sign", "Planned"),
    ("Norway may sign the treaty.", "sign", "Possible"),
    ("Norway must sign the treaty.", "sign", "Requested"),
    ("Norway did not sign the treaty.", "sign", "Denied"),
    ("Norway no longer sells oil.", "sells", "Denied"),
    ("Norway sells oil for longer.", "sells", "Asserted"),
    ("Norway not only signed the treaty.", "signed", "Asserted"),
    ("Nobody signed the treaty.", "signed", "Denied"),
    ("Norway told nobody to sign the treaty.", "sign", "Possible"),
    ("Sweden denied that Norway did not sign the treaty.", "sign", "Possible"),
    ("There is no doubt Norway signed the treaty.", "signed", "Asserted"),
    ("Norway has no idea of how Sweden signed the treaty.", "signed", "Asserted"),
    ("Reports that Norway signed the treaty could not be verified.", "signed", "Possible"),
    ("Sweden did not deny the report that Norway signed the treaty.", "signed", "Possible"),
    ("It is not the case that Norway signed the treaty.", "signed", "Denied"),
    ("Norway neither read nor signed the treaty.", "signed", "Denied"),
    ("Norway did not leave or be fined by Sweden.", "fined", "Denied"),
    ("Norway met nobody and will sign the treaty.", "sign", "Planned"),
    ("No country is likely to sign the treaty.", "sign", "not Expected"),
    ("No country signed the treaty.", "signed", "Denied"),
    ("Every country signed the treaty.", "signed", "Asserted"),
    ("Norway probably signed the treaty.", "signed", "Expected"),
    ("Norway reportedly signed the treaty.", "signed", "Possible"),
    ("Norway quickly signed the treaty.", "signed", "Asserted"),
    # what is no cue, and what is one
    ("The demand is estimated to be small.", "be", "Expected"),
    ("The bishops want to see the guards punished.", "punished", "Requested"),
    ("It is important for Norway to sign the treaty.", "sign", "Requested"),
    ("Norway is expected to match the offer, rather than beat it.", "beat", "not Expected"),
    ("Asked whether Norway would sign the treaty, the envoy left.", "sign", "Possible"),
    ("Unless Norway signs the treaty, of course.", "signs", "Conditional"),
    ("Norway believes that the fire was set by Sweden.", "set", "Possible"),
    ("Once Norway signs the treaty, the tariff ends.", "signs", "Conditional"),
    ("The envoy would not say why the firm was fined.", "fined", "Asserted"),
    ("Norway is not going to enjoy the treaty.", "enjoy", "not Expected"),
    ("The envoys seem assured of a treaty.", "assured", "Possible"),
    ("Norway has never done anything to harm Sweden.", "harm", "Denied"),
    # plans of who can intend them, and predictions
    ("Norway said social media will spoil the vote.", "spoil", "Expected"),
    ("The bank said that further loans would require a guarantee.", "require", "Expected"),
    ("The strike will not disrupt flights.", "disrupt", "not Expected"),
    ("The project will support farmers in the north.", "support", "Expected"),
    ("The company will suffer from the drought.", "suffer", "Expected"),
    ("Farmers will be hurt by the drought.", "hurt", "Expected"),
    ("The villagers will be relocated by the army.", "relocated", "Planned"),
    ("A number of customers will sue the bank.", "sue", "Planned"),
    ("A number of dams will burst.", "burst", "Expected"),
    ("Most of them will sue the bank.", "sue", "Planned"),
    ("The talks will resume on Monday and produce a treaty.", "resume", "Planned"),
    ("The talks will resume on Monday and produce a treaty.", "produce", "Expected"),
    ("The army, which will guard the port, arrived.", "guard", "Planned"),
    ("The dam, which will flood the valley, cost a fortune.", "flood", "Expected"),
    ("The euro will have to fall.", "fall", "Expected"),
    ("Norway is going to raise taxes.", "raise", "Planned"),
    ("Demand is going to collapse.", "collapse", "Expected"),
    ("Turnover should rise about seven percent.", "rise", "Expected"),
    ("Talks should begin in May.", "begin", "Requested"),
    ("The cabinet should act.", "act", "Requested"),
    ("The author aimed to win an audience.", "win", "Planned"),
    ("The minister prefers to negotiate.", "negotiate", "Possible"),
    # what has not happened yet, told by its time
    ("Miners must leave before the pit is expanded in May.", "expanded", "Expected"),
    ("The shares will be frozen before the stake has been acquired.", "acquired", "Expected"),
    ("The money will be paid after the loan is signed.", "signed", "Expected"),
    ("The money was paid after the loan was signed.", "signed", "Asserted"),
    ("The money was paid before the loan was signed.", "signed", "Asserted"),
    # another reason
    ("The bank did not close because it wanted to but because it lacked money.", "close", "Asserted"),
    ("The bank did not close because it wanted to but because it lacked money.", "wanted", "Possible"),
    ("The bank did not close because it wanted to but because it lacked money.", "lacked", "Asserted"),
    ("The bank did not close because it had money.", "close", "Denied"),
    # what is said of a clause that is a subject, and clefts
    ("Whether Norway signed the treaty is unclear.", "signed", "Possible"),
    ("That Norway attacked Sweden is false.", "attacked", "Denied"),
    ("That Norway signed the treaty is well known.", "signed", "Asserted"),
    ("That Norway signed the treaty is impossible to ignore.", "signed", "Asserted"),
    ("It was Norway that signed the treaty.", "signed", "Asserted"),
    ("It was not the first time that Norway signed the treaty.", "signed", "Asserted"),
    ("The prospect that Norway signs the treaty worries Sweden.", "signs", "Possible"),
    ("Sweden lied that Norway signed the treaty.", "signed", "Denied"),
    # hearsay, wherever its day or place stands
    ("It was claimed on Monday that Norway attacked Sweden.", "attacked", "Possible"),
    ("It was rumored in Oslo on Friday that Norway attacked Sweden.", "attacked", "Possible"),
    ("It was alleged in court that Norway attacked Sweden.", "attacked", "Possible"),
    ("It is believed that Norway attacked Sweden.", "attacked", "Possible"),
    ("It is widely believed in Kyiv that Norway attacked Sweden.", "attacked", "Possible"),
    ("It was denied in Moscow that Norway attacked Sweden.", "attacked", "Denied"),
    ("It was confirmed on Monday that Norway attacked Sweden.", "attacked", "Asserted"),
    ("It was followed by news that Norway attacked Sweden.", "attacked", "Asserted"),
    # what was said to be so all but, barely, or short of it
    ("Norway barely avoided attacking Sweden.", "attacking", "Denied"),
    ("Norway barely won the vote.", "won", "Asserted"),
    ("Norway all but signed the treaty.", "signed", "Denied"),
    ("The attack all but doubled prices.", "doubled", "Asserted"),
    ("Norway has not been invited to join the union.", "join", "Denied"),
    ("Norway was invited to join the union.", "join", "Possible"),
    # stories
    ("In the novel, Norway attacked Sweden.", "attacked", "Possible"),
    ("A film in which Norway attacks Sweden won the prize.", "attacks", "Possible"),
    ("The movie shows Norway attacking Sweden.", "attacking", "Possible"),
    ("The novel tells how Norway attacked Sweden.", "attacked", "Possible"),
    ("The movie, based on a report, shows a war.", "based", "Asserted"),
    ("In the film, Anna Berg plays a lawyer.", "plays", "Asserted"),
    ("In a novel approach, Norway attacked Sweden.", "attacked", "Asserted"),
    ("Norway praised the film, and Sweden attacked Peru.", "attacked", "Asserted"),
    # what one gathers to say is said
    ("Delegates gathered to demand peace.", "demand", "Asserted"),
    ("Protesters rallied to condemn Israel.", "condemn", "Asserted"),
    ("Thousands took to the streets to denounce Israel.", "denounce", "Asserted"),
    ("Ministers will meet to discuss the plan.", "discuss", "Planned"),
    ("Ministers met to sign the treaty.", "sign", "Planned"),
    # governors
    ("Norway agreed to sign the treaty.", "sign", "Planned"),
    ("Norway managed to sign the treaty.", "sign", "Asserted"),
    ("Norway voted to sign the treaty.", "sign", "Planned"),
    ("Norway refused to sign the treaty.", "sign", "Denied"),
    ("Norway is expected to sign the treaty.", "sign", "Expected"),
    ("Norway is likely to sign the treaty.", "sign", "Expected"),
    ("Norway is to sign the treaty.", "sign", "Planned"),
    ("Norway urged Sweden to sign the treaty.", "sign", "Requested"),
    ("Norway urged Sweden to sign the treaty.", "urged", "Asserted"),
    ("Norway never failed to sign the treaty.", "sign", "Asserted"),
    ("Norway did not agree to sign the treaty.", "sign", "Denied"),
    ("Norway may agree to sign the treaty.", "sign", "Possible"),
    ("Norway hopes that Sweden signs the treaty.", "signs", "Possible"),
    ("Norway noted that Sweden signed the treaty.", "signed", "Asserted"),
    ("Norway denied that Sweden signed the treaty.", "signed", "Denied"),
    ("Norway did not deny that Sweden signed the treaty.", "signed", "Possible"),
    ("Norway did not say that Sweden signed the treaty.", "signed", "Possible"),
    ("Norway said that it would sign the treaty.", "sign", "Planned"),
    ("Norway would sign the treaty.", "sign", "Expected"),
    ("Norway voted to sign the treaty, with Sweden abstaining.", "abstaining", "Asserted"),
    ("Norway agreed to sign the treaty by making concessions.", "making", "Planned"),
    # what is to end goes on until then, or may be refused
    ("Norway may stop selling oil.", "selling", "Asserted"),
    ("Sweden urged Norway to stop selling oil.", "selling", "Asserted"),
    ("Norway stopped selling oil.", "selling", "Denied"),
    ("Norway may refuse to sell oil.", "sell", "not Possible"),
    ("Norway will refuse to sell oil.", "sell", "not Planned"),
    # implicatives, plain and under negation (Karttunen)
    ("Norway rushed to sign the treaty.", "sign", "Planned"),
    ("Norway did not hesitate to sign the treaty.", "sign", "Asserted"),
    ("Norway did not fail to sign the treaty.", "sign", "Asserted"),
    ("Norway did not manage to sign the treaty.", "sign", "Denied"),
    ("Norway was forced to sign the treaty.", "sign", "Asserted"),
    ("Norway was not forced to sign the treaty.", "sign", "Possible"),
    ("Norway did not refuse to sign the treaty.", "sign", "Possible"),
    ("Norway had to sign the treaty.", "sign", "Asserted"),
    ("Norway said that Sweden has to sign the treaty.", "sign", "Requested"),
    ("Norway does not have to sign the treaty.", "sign", "Possible"),
    ("Norway has yet to sign the treaty.", "sign", "Denied"),
    ("If Norway has yet to sign the treaty by May, Sweden will act.", "sign", "not Conditional"),
    ("Norway denied that it has yet to sign the treaty.", "sign", "Asserted"),
    ("Norway was too weak to sign the treaty.", "sign", "Denied"),
    ("Norway went on to sign the treaty.", "sign", "Asserted"),
    ("Norway wasted the chance to sign the treaty.", "sign", "Denied"),
    ("Norway took the opportunity to sign the treaty.", "sign", "Asserted"),
    ("Norway has no plans to sign the treaty.", "sign", "Denied"),
    ("Norway postponed signing the treaty.", "signing", "Planned"),
    ("Norway admitted signing the treaty.", "signing", "Asserted"),
    ("Norway denied signing the treaty.", "signing", "Denied"),
    # what is said of a clause
    ("It is unlikely that Norway signed the treaty.", "signed", "not Expected"),
    ("It is not true that Norway signed the treaty.", "signed", "Denied"),
    ("It is clear that Norway signed the treaty.", "signed", "Asserted"),
    ("It is important that Norway sign the treaty.", "sign", "Requested"),
    ("There is no evidence that Norway signed the treaty.", "signed", "Denied"),
    ("There is no doubt that Norway signed the treaty.", "signed", "Asserted"),
    ("Sweden rejected the claim that Norway signed the treaty.", "signed", "Denied"),
    ("The news that Norway signed the treaty pleased Sweden.", "signed", "Asserted"),
    ("Norway did not say whether it signed the treaty.", "signed", "Possible"),
    ("Norway did not say why it signed the treaty.", "signed", "Asserted"),
    ("Norway will explain why it signed the treaty.", "signed", "Asserted"),
    ("Norway may ask why Sweden signed the treaty.", "signed", "Asserted"),
    # one's own will, duty and what became of one
    ("Norway wants to sign the treaty.", "sign", "Planned"),
    ("Norway wanted Sweden to sign the treaty.", "sign", "Requested"),
    ("Norway will have to sign the treaty.", "sign", "Expected"),
    ("Norway has to sign the treaty.", "sign", "Requested"),
    ("The treaty came to be signed by Norway.", "signed", "Asserted"),
    ("Norway would later sign the treaty.", "sign", "Asserted"),
    ("Norway said it would later sign the treaty.", "sign", "Planned"),
    ("Not only Norway signed the treaty.", "signed", "Asserted"),
    ("Norway left before any treaty was signed.", "signed", "Denied"),
    ("Norway left before the treaty was signed.", "signed", "Asserted"),
    (DEMANDED, "protect", "Requested"),
    # relative clauses
    ("Norway will punish any country that signs the treaty.", "signs", "Conditional"),
    ("Norway praised the country that signs the treaty.", "signs", "Asserted"),
    ("Norway wants a law that bans imports.", "bans", "Requested"),
    ("Norway passed a law that bans imports.", "bans", "Asserted"),
    ("Countries that sign the treaty will be rewarded.", "sign", "Conditional"),
    ("Countries, which sign the treaty, will be rewarded.", "sign", "Asserted"),
    (LISTED, "eliminate", "Planned"),
    (LISTED, "prevent", "Planned"),
    ("Norway has agreed to sign the treaty, and Sweden left.", "left", "Asserted"),
    # quantities of nobody, and nearly
    ("Few countries signed the treaty.", "signed", "Denied"),
    ("A few countries signed the treaty.", "signed", "Asserted"),
    ("Not a single country signed the treaty.", "signed", "Denied"),
    ("Norway nearly signed the treaty.", "signed", "Denied"),
    ("Norway nearly doubled the tariff.", "doubled", "Asserted"),
    # what did not come about
    ("Norway would have signed the treaty.", "signed", "Conditional"),
    ("Norway should have signed the treaty.", "signed", "Denied"),
    ("Norway must have signed the treaty.", "signed", "Expected"),
    ("Norway may have signed the treaty.", "signed", "Possible"),
    ("Norway stopped short of signing the treaty.", "signing", "Denied"),
    ("Far from signing the treaty, Norway left.", "signing", "Denied"),
    ("Norway remains committed to signing the treaty.", "signing", "Planned"),
    ("Norway is interested in signing the treaty.", "signing", "Possible"),
    ("Norway and Sweden worked together to sign the treaty.", "sign", "Planned"),
    ("Norway did not close the port to sign the treaty.", "sign", "Possible"),
    ("Norway made it clear that it would sign the treaty.", "sign", "Planned"),
    ("Sweden is the country where Norway intends to sign the treaty.", "sign", "Planned"),
    ("Norway discussed how to sign the treaty.", "sign", "Possible"),
    # what is said of a report
    ("The claim that Norway signed the treaty was found to be untrue.", "signed", "Denied"),
    ("The claim that Norway signed the treaty was described as baseless.", "signed", "Denied"),
    ("The claim that Norway signed the treaty was described as new.", "signed", "Possible"),
    ("Norway had asked the firm: did Sweden sign the treaty?", "asked", "Asserted"),
    # conditions and times
    ("Should Norway sign the treaty, Sweden will invest.", "sign", "Conditional"),
    ("Had Norway signed the treaty, Sweden would have invested.", "signed", "Conditional"),
    ("Sweden will invest as long as Norway signs the treaty.", "invest", "Conditional"),
    ("Even if Norway signs the treaty, Sweden will invest.", "invest", "Planned"),
    ("While Norway signs the treaty, Sweden will invest.", "signs", "Asserted"),
    ("Norway left Sweden as if it was an enemy.", "was", "Possible"),
    ("If Norway signs the treaty, Sweden will invest.", "signs", "Conditional"),
    ("If Norway signs the treaty, Sweden will invest.", "invest", "Conditional"),
    ("Sweden may invest if Norway signs the treaty.", "invest", "Possible"),
    ("After Norway signed the treaty, Sweden invested.", "signed", "Asserted"),
    ("Sweden will invest after Norway signs the treaty.", "signs", "Expected"),
    ("Did Norway sign the treaty?", "sign", "Possible"),
    # sharing
    ("Norway will sign and ratify the treaty.", "ratify", "Planned"),
    ("Norway signed the treaty and may ratify it.", "signed", "Asserted"),
    ("Norway signed the treaty and may ratify it.", "ratify", "Possible"),
    # nouns with a clause, gerunds, purposes
    ("Norway has a plan to sign the treaty.", "sign", "Planned"),
    ("Norway will scrap its plan to sign the treaty.", "sign", "not Planned"),
    ("Norway may scrap its plan to sign the treaty.", "sign", "not Possible"),
    ("Norway did not scrap its plan to sign the treaty.", "sign", "Planned"),
    ("Norway won without signing the treaty.", "signing", "Denied"),
    ("Norway won by signing the treaty.", "signing", "Asserted"),
    ("Norway barred Sweden from signing the treaty.", "signing", "Denied"),
    ("Norway accused Sweden of signing the treaty.", "signing", "Possible"),
    ("Norway praised Sweden for signing the treaty.", "signing", "Asserted"),
    ("Norway met Sweden to sign the treaty.", "sign", "Planned"),
]


@pytest.mark.parametrize(("text", "word", "expected"), VERBS)
def test_a_clause_is_as_firm_as_its_words_and_governors_make_it(text: str, word: str, expected: str) -> None:
    assert firmness_of(at(parsed(text), word)).name == expected


NOUNS = [
    ("Norway imposed tariffs on Japan.", "tariffs", "Asserted"),
    ("Norway planned tariffs on Japan.", "tariffs", "Planned"),
    ("Norway will impose tariffs on Japan.", "tariffs", "Planned"),
    ("Norway expects tariffs on Japan.", "tariffs", "Expected"),
    ("Norway considered tariffs on Japan.", "tariffs", "Possible"),
    ("Norway demanded tariffs on Japan.", "tariffs", "Requested"),
    ("Norway rejected tariffs on Japan.", "tariffs", "Denied"),
    ("Norway called off the visit.", "visit", "Denied"),
    ("Norway welcomed the visit.", "visit", "Asserted"),
    ("Norway criticized the planned tariffs.", "tariffs", "Planned"),
    ("Norway criticized the high tariffs.", "tariffs", "Asserted"),
    ("Norway feared the risk of tariffs.", "tariffs", "Possible"),
    ("Norway criticized the cost of tariffs.", "tariffs", "Asserted"),
    ("Norway did not rule out tariffs.", "tariffs", "Possible"),
    ("Norway opposed the tariffs.", "tariffs", "Possible"),
    ("Norway criticized the new tariffs.", "tariffs", "Asserted"),
    ("Norway warned of tariffs.", "tariffs", "Possible"),
    ("Norway voted against tariffs.", "tariffs", "Denied"),
    ("In the event of tariffs, Norway will act.", "tariffs", "Conditional"),
    ("Norway won without tariffs.", "tariffs", "Denied"),
    ("Norway won with tariffs.", "tariffs", "Asserted"),
    ("Norway saw no tariffs.", "tariffs", "Denied"),
    ("Tariffs were lifted by Norway.", "Tariffs", "Asserted"),
    ("Norway called the attack a crime.", "attack", "Asserted"),
    ("Norway called for an attack.", "attack", "Requested"),
    ("Norway stopped short of tariffs.", "tariffs", "Denied"),
    ("The film depicts an attack on Norway.", "attack", "Possible"),
    ("The film caused an attack on Norway.", "attack", "Asserted"),
    # what becomes of it, told by the verb below
    ("The talks were due to begin on Monday.", "talks", "Planned"),
    ("The summit was to begin on Monday.", "summit", "Planned"),
    ("The tariffs are likely to be imposed in May.", "tariffs", "Expected"),
    ("The talks failed to materialize.", "talks", "Denied"),
    ("The summit is due in May.", "summit", "Planned"),
    ("The talks began on Monday.", "talks", "Asserted"),
    ("The visit was meant to ease tensions.", "visit", "Asserted"),
    # another's act
    ("Norway did not condemn Sweden's attack on Peru.", "attack", "Asserted"),
    ("Norway may punish Peru for Sweden's attack.", "attack", "Asserted"),
    ("Norway has not confirmed Sweden's attack on Peru.", "attack", "Possible"),
    ("Norway praised the rejection of Sweden's attack.", "attack", "Possible"),
    ("Norway did not launch an attack.", "attack", "Denied"),
    ("Norway did not launch its attack.", "attack", "Denied"),
    ("Norway condemned Sweden's attack.", "attack", "Asserted"),
]


@pytest.mark.parametrize(("text", "word", "expected"), NOUNS)
def test_a_named_happening_is_as_firm_as_what_stands_round_it(text: str, word: str, expected: str) -> None:
    assert firmness_of(at(parsed(text), word)).name == expected


def test_the_least_firm_holds_with_its_words() -> None:
    planned, requested = Firmness(Factuality.PLANNED, "plan to"), Firmness(Factuality.REQUESTED, "urge to")
    assert least_firm(planned, requested, PLAIN) is requested
    assert least_firm(PLAIN) is PLAIN


CUES = [
    ("Norway will sign the treaty.", "sign", "will"),
    ("Norway failed to sign the treaty.", "sign", "fail to"),
    ("Norway did not manage to sign the treaty.", "sign", "not manage to"),
    ("Norway refused to stop signing treaties.", "signing", "refuse to stop doing"),
    ("Norway may manage to sign the treaty.", "sign", "may"),
    ("Norway hopes that Sweden signs the treaty.", "signs", "hope that"),
    ("Norway barred Sweden from signing the treaty.", "signing", "bar from"),
    ("Norway hurtled to sign the treaty.", "sign", "hurtle to"),
    ("Norway has yet to sign the treaty.", "sign", "have yet to"),
    ("Norway signed the treaty.", "signed", ""),
    ("Norway said that Sweden signed the treaty.", "signed", ""),
]


@pytest.mark.parametrize(("text", "word", "cue"), CUES)
def test_the_entry_that_decided_is_named(text: str, word: str, cue: str) -> None:
    assert firmness_of(at(parsed(text), word)).cue == cue


@pytest.mark.parametrize(
    ("text", "word", "is_question"),
    [
        ("Traders asked if the euro had recovered.", "recovered", True),
        ("Asked if the euro had recovered, Berg left.", "recovered", True),
        ("Reporters wondered whether Norway would sign the treaty.", "sign", True),
        ("Norway asked the bank for help if the drought worsened.", "worsened", False),
        ("Norway asked whether the firm, which failed in May, would pay.", "failed", False),
        ("Norway doubts whether the firm will pay.", "pay", False),
        ("Norway said that the firm would pay.", "pay", False),
    ],
)
def test_what_is_only_asked_is_known_as_a_question(text: str, word: str, *, is_question: bool) -> None:
    assert is_asked(at(parsed(text), word)) is is_question


@pytest.mark.parametrize(
    ("text", "lemma", "firmness"),
    [
        ("The Tarn Agreement will help farmers.", "help", Factuality.EXPECTED),
        ("Norway will help farmers.", "help", Factuality.PLANNED),
        ("The tariffs are high. They will harm farmers.", "harm", Factuality.EXPECTED),
    ],
)
def test_what_a_name_or_a_pronoun_means_tells_whether_it_can_intend(
    text: str, lemma: str, firmness: Factuality
) -> None:
    assert framed(text)[lemma].factuality is firmness
