"""News about other matters, other disputes and other people's talks: no alarm, ever.

Every paragraph is read alone and again behind a sentence about the record's own dispute, at days
on which the record holds a strike, an agreement, votes and offers that it could be taken for.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from onrecord.check.claims import events, find_claims, judge
from onrecord.check.dates import find_dates
from onrecord.check.quotes import find_quotes
from onrecord.check.types import Anchors
from onrecord.domain.source import Source
from onrecord.talks.fold import State, fold
from tests.unit.talks_story import CASE, NO_CASE, demo, hollywood, told

PARAGRAPHS = (
    "Talks between the government and the rebels collapsed on Monday after three days.",
    "Nurses at Saint Brannoc's Hospital began a strike on 5 March over rotas.",
    "The rail strike ended on Friday after drivers accepted an offer of 6.5 per cent.",
    "Bus drivers have been on strike since 3 February.",
    "The Harbour Pilots' Association reached a tentative agreement with the port on 21 March.",
    "Teachers voted 9,120 to 3,004 to strike, the Kestrel Teachers' Federation said.",
    "Dockers in Port Ash walked out on 2 March and have not returned to work.",
    "Peace talks resumed in Vell on Thursday, the first meeting since the war began.",
    "The lightning strike set fire to a barn on Sunday and burned for three hours.",
    "An air strike began shortly before dawn and lasted twenty minutes.",
    "Merger talks between Ostler Foods and Grainway ended without a deal on 12 March.",
    "The minister asked to meet farmers on Friday about the price of milk.",
    "The council voted 31 to 12 to close the ferry terminal.",
    "Turnout was 62 per cent in the by-election, down from 71 per cent.",
    "The bank offered savers 4 per cent in the first year and 3 per cent after that.",
    "Rents rose 9 per cent in the year to February, the statistics office said.",
    "A deal was signed on Tuesday between Orrin Shipping and two shipyards in the north.",
    "The striker signed a three-year deal with Vell United on Saturday.",
    "Cleaners at the airport are still on strike, and no talks are planned.",
    "The miners' strike of 1984 lasted almost a year.",
    "The last joint strike by the two unions was in 1960.",
    "The Teamsters reached an agreement on 25 March and called off their strike.",
    "Members of the Postal Workers' Union have ratified their contract by 88 per cent.",
    "It was day 40 of the hunger strike when the prisoner was taken to hospital.",
    "Trade talks between the two countries broke down on 3 March over fish.",
    "The Directors' Society ratified its own contract in January with 87 per cent in favour.",
    "Warehouse staff told the paper that they have been out for six weeks.",
    "The airline offered its pilots 11 per cent over three years.",
    "Pilots rejected the airline's offer of 11 per cent by 1,203 to 344.",
    "Firefighters will meet the mayor on Monday.",
    "The mayor met with firefighters on Thursday and promised new hoses.",
    "No deal was reached at the climate summit, which ended on 18 March.",
    "There has been no contact with the research station since the storm began.",
    "It was the first meeting of the two presidents since the war ended.",
    "The theatre reopened on 1 March after a two-year restoration.",
    "A play about a lighthouse opens on Friday at the Ferry Theatre.",
    "The film took 12 per cent more in its second week than in its first.",
    "Actors from the city's drama school marched through the snow on Saturday.",
    "Writers gathered on Friday for the annual book fair, which ended on Sunday.",
    "The employers' federation expects growth of 2 per cent next year.",
    "The chess guild voted to admit machines, 40 to 38.",
    "An alliance of three parties agreed on a budget on 14 March.",
    "A walkout by pupils on 6 March emptied the school for an hour.",
    "The strike price of the option was 40, and trading in it ended on 20 March.",
    "Her strike in the tenth minute ended the match.",
    "The bowler took a strike on his first ball and the game was over.",
    "The court ended its session on 28 February without a ruling.",
    "Rescue workers have been on the site since 1 March.",
    "Union Street will be closed from Monday for two weeks.",
    "The union of the two churches was agreed on 24 March.",
    "Pickets of oak were driven into the beach and are now down.",
    "A vote on the bridge is over: 4,100 were in favour and 2,900 against.",
    "Refuse collectors went back to work on 10 March after 19 days.",
    "Prison officers called off their strike on 8 March when a court forbade it.",
    "Talks on the future of the steelworks opened on 13 January and go on.",
    "Lorry drivers began a strike on 28 February, blocking the coast road.",
    "The university says that lecturers have refused to meet since talks collapsed in February.",
    "Bakers and millers met on 11 March for the first time since the fire.",
    "Journalists at The Evening Lamp voted to authorise a strike by 71 to 9.",
    "The tenants' union asked the landlord to meet on Friday.",
    "The landlord offered tenants a rent rise of 3 per cent, then 2 per cent.",
    "Musicians at the opera have signed a new contract.",
    "The orchestra's strike is over, its manager said on Wednesday.",
    "Nobody knew whether the water company had been contacted about the leak.",
    "Students have been picketing since 8 March and say they will not stop.",
    "The farmers' strike began on 1 March and ended on 3 March.",
    "Ambulance crews are in the third week of their strike.",
    "A 26-day strike at the car plant ended in January.",
    "The Seamstresses' League called a strike for 1 April.",
    "Telephone operators accepted 5 per cent in the first year and 4 per cent in the second.",
    "Talks with the landlord fell apart on 28 February, a tenant said.",
    "The mediator met both sides in the cod dispute on 14 March.",
    "The city and its gravediggers have reached an agreement, ending a strike of 12 days.",
    "Kestrel Airways cabin crew strike ended on 26 March.",
)
AHEAD = (
    "",
    "Lanterns were dark again, the Lantern Workers' Guild said in a statement from its hall.\n\n",
    "The Theatre and Screen Alliance has its offices above the old Ferry Theatre.\n\n",
)
AHEAD_REAL = ("", "The Writers Guild of America has its offices on Fairfax Avenue.\n\n")
DEMO = demo()
RECORDS = {"LWG": demo, "WGA": hollywood}
DAYS = (date(2031, 3, 12), date(2031, 3, 25), date(2031, 4, 10))


@cache
def states(owner: str, as_of: date) -> State:
    source = RECORDS[owner]()
    assert source.record is not None
    return fold(told(source), zone=source.record.time_zone, owner=owner, as_of=as_of)


def alarms(text: str, source: Source, as_of: date) -> list[tuple[str, str, str]]:
    assert source.record is not None
    zone = source.record.time_zone
    state = states(source.record.owner, as_of)
    dated = find_dates(text, Anchors(as_of, zone, events(state)))
    claims = find_claims(text, find_quotes(text, source.parties), dated, source.parties, state)
    answers = [(claim, judge(claim, state, as_of, len(state.said))) for claim in claims]
    quiet = ("not-on-record", "not-checkable")
    return [(c.kind, c.text, a.verdict) for c, a in answers if a.verdict not in quiet]


def test_there_are_enough_of_them() -> None:
    assert len(set(PARAGRAPHS)) >= 60


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_other_news_raises_no_alarm(paragraph: str) -> None:
    for as_of in DAYS:
        for ahead in AHEAD:
            assert alarms(ahead + paragraph, DEMO, as_of) == []


@pytest.mark.skipif(not CASE.exists(), reason=NO_CASE)
@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_other_news_raises_no_alarm_over_the_real_record(paragraph: str) -> None:
    source = hollywood()
    for ahead in AHEAD_REAL:
        assert alarms(ahead + paragraph, source, date(2023, 8, 2)) == []
