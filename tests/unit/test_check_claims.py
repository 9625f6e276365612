"""Claims of a text held against the state of the talks: what agrees, what cannot, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.claim_answer import Judgement
from onrecord.check.claim_numbers import agrees, amounts
from onrecord.check.claims import Claim, events, find_claims, judge
from onrecord.check.dates import find_dates
from onrecord.check.quotes import find_quotes
from onrecord.check.types import Anchors
from onrecord.domain.source import Source
from onrecord.talks.facts import Told
from onrecord.talks.fold import fold
from tests.unit.talks_story import CASE, FIRST, NO_CASE, demo, hollywood, told

DEMO = demo()
STORY = told(DEMO)
PLACES = {draft.id: FIRST + at for at, draft in enumerate(DEMO.drafts)}

ARTICLE = """
Leaders of the Lantern Workers' Guild have told members that they plan to meet the Theatre and \
Screen Alliance on Friday after the first official communication between the two sides since the \
strike began.

The guild (LWG) sent an email to members on Monday saying that the chief negotiator of the Theatre \
and Screen Alliance (TSA), which represents playhouses, picture houses and touring companies in \
negotiations, requested a meeting on Friday to discuss the resumption of pay talks.

Lantern Strikes
A picket outside the Harbour Playhouse, dark since March (Ottilie Brand/Shorelight)

The email said: “You will hear from us after the meeting.

“Until then, be careful with rumours.”

It was not immediately known whether a similar overture was made to the Stage Hands' Union, whose \
members have been on strike since March 8.

Talks between the lantern workers and the alliance collapsed on February 28, and the first of the \
two strikes that have darkened the stages of the city began a day later.

Members of the guild voted 4,212 to 311 for a strike, on a turnout of 87 per cent. The guild \
wants 7 per cent in the first year and 5 per cent in each of the next two; the alliance offered \
3 per cent in the first year and 2 per cent in each of the next two.

Stage hands at work
Stage hands, such as the crew of the Ferry Theatre, are also on strike (Ottilie Brand/Shorelight)

Issues behind the strike include pay amid rising rents, rest between shifts, and who may splice a \
film after dark.

“I had hoped that we would be talking by now,” said a spokesperson for the Stage Hands' Union.
"""
DAY = date(2031, 3, 11)


def read(
    text: str, as_of: date, source: Source = DEMO, story: Sequence[Told] = STORY
) -> list[tuple[Claim, Judgement]]:
    """The claims of ``text``, published on ``as_of``, with their verdicts."""
    assert source.record is not None
    zone = source.record.time_zone
    state = fold(story, zone=zone, owner=source.record.owner, as_of=as_of)
    dated = find_dates(text, Anchors(as_of, zone, events(state)))
    claims = find_claims(text, find_quotes(text, source.parties), dated, source.parties, state)
    answers = [judge(claim, state, as_of, len(state.said)) for claim in claims]
    for claim, answer in zip(claims, answers, strict=True):
        assert len(answer.explanation.split()) <= 25, answer.explanation
        assert text[claim.span.start : claim.span.end].strip()
        assert {each.entry for each in answer.evidence} <= set(state.ids)
    return list(zip(claims, answers, strict=True))


def verdicts(text: str, as_of: date = DAY) -> list[tuple[str, str]]:
    return [(claim.kind, answer.verdict) for claim, answer in read(text, as_of)]


def cited(answer: Judgement) -> set[str]:
    return {each.communication for each in answer.evidence}


def test_a_whole_article_agrees_claim_by_claim_and_nothing_else_is_a_claim() -> None:
    assert verdicts(ARTICLE) == [
        ("told", "agrees"),
        ("meeting-planned", "agrees"),
        ("contact-first", "agrees"),
        ("told", "agrees"),
        ("meeting-asked", "agrees"),
        ("question", "not-on-record"),
        ("strike-since", "agrees"),
        ("talks-ended", "agrees"),
        ("strike-began", "agrees"),
        ("vote", "agrees"),
        ("offer", "agrees"),
        ("offer", "agrees"),
    ]


FALSE = [
    ("February 28, and", "February 26, and", "talks-ended strike-began", {"strike-called"}),
    ("February 28, and", "January 28, and", "talks-ended strike-began", {"strike-called"}),
    ("began a day later", "began three days later", "strike-began", {"strike-begins"}),
    ("the first of the two strikes", "the second of the two strikes", "strike-began",
     {"stage-hands-strike"}),
    ("on strike since March 8", "on strike since March 3", "strike-since", {"stage-hands-strike"}),
    ("on strike since March 8", "on strike since February 8", "strike-since",
     {"stage-hands-strike"}),
    ("requested a meeting on Friday", "requested a meeting on Thursday", "meeting-asked",
     {"alliance-asks-to-meet"}),
    ("4,212 to 311", "4,122 to 311", "vote", {"strike-ballot"}),
    ("4,212 to 311", "4,212 to 411", "vote", {"strike-ballot"}),
    ("turnout of 87 per cent", "turnout of 78 per cent", "vote", {"strike-ballot"}),
    ("7 per cent in the first", "9 per cent in the first", "offer", {"what-we-ask"}),
    ("3 per cent in the first", "3.5 per cent in the first", "offer", {"alliance-first-offer"}),
    ("the alliance offered 3 per cent", "the alliance offered 7 per cent", "offer",
     {"alliance-first-offer"}),
    ("The guild wants 7 per cent", "The alliance wants 7 per cent", "offer",
     {"alliance-first-offer"}),
    ("to meet the Theatre and Screen Alliance on Friday",
     "to meet the Theatre and Screen Alliance on Saturday", "meeting-planned",
     {"they-ask-to-meet-corrected"}),
    ("after the first official communication between", "after no official communication between",
     "contact-none", {"alliance-asks-to-meet"}),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "kind", "entries"), FALSE)
def test_one_false_change_to_the_article_is_contradicted_by_the_right_entries(
    was: str, becomes: str, kind: str, entries: set[str]
) -> None:
    assert was in ARTICLE
    wrong = [
        (claim.kind, cited(answer))
        for claim, answer in read(ARTICLE.replace(was, becomes), DAY)
        if answer.verdict == "contradicts"
    ]
    assert [found for found, _ in wrong] == kind.split()
    assert entries <= wrong[0][1]


TRUE_OR_FALSE = [
    # day, text, kind, verdict, entries
    ("2031-03-12", "It is day 12 of the LWG strike.", "strike-day", "agrees", "strike-begins"),
    ("2031-03-12", "It is day 11 of the LWG strike.", "strike-day", "agrees", "strike-begins"),
    ("2031-03-12", "It is day 15 of the LWG strike.", "strike-day", "contradicts", "strike-begins"),
    ("2031-03-12", "Lantern workers have been on strike for 12 days.", "strike-length", "agrees",
     "strike-begins"),
    ("2031-03-12", "Lantern workers have been on strike for 11 days.", "strike-length", "agrees",
     "strike-begins"),
    ("2031-03-12", "Lantern workers have been on strike for 21 days.", "strike-length",
     "contradicts", "strike-begins"),
    ("2031-03-12", "Lantern workers have been on strike for two months.", "strike-length",
     "contradicts", "strike-begins"),
    ("2031-03-12", "The LWG strike is in its second week.", "strike-length", "agrees",
     "strike-begins"),
    ("2031-03-12", "The LWG strike is in its fourth week.", "strike-length", "contradicts",
     "strike-begins"),
    ("2031-03-28", "The 26-day LWG strike is over.", "strike-length", "agrees", "strike-ends"),
    ("2031-03-28", "The 62-day LWG strike is over.", "strike-length", "contradicts", "strike-ends"),
    ("2031-03-12", "The TSA asked the LWG to meet on Friday.", "meeting-asked", "agrees",
     "alliance-asks-to-meet"),
    ("2031-03-12", "The LWG asked the TSA to meet on Friday.", "meeting-asked", "contradicts",
     "alliance-asks-to-meet"),
    ("2031-03-12", "The LWG was asked by the TSA to meet on Friday.", "meeting-asked", "agrees",
     "alliance-asks-to-meet"),
    ("2031-03-12", "The TSA was asked by the LWG to meet on Friday.", "meeting-asked",
     "contradicts", "alliance-asks-to-meet"),
    ("2031-03-12", "The TSA asked the LWG on Sunday to meet on Friday.", "meeting-asked",
     "contradicts", "alliance-asks-to-meet"),
    ("2031-03-12", "The LWG agreed to meet the alliance on Friday.", "meeting-accepted", "agrees",
     "they-ask-to-meet-corrected"),
    ("2031-03-12", "The LWG refused to meet the alliance on Friday.", "meeting-declined",
     "contradicts", "they-ask-to-meet-corrected"),
    ("2031-03-15", "The LWG and the TSA met on Friday.", "meeting-held", "agrees",
     "after-the-meeting"),
    ("2031-03-15", "The LWG and the TSA met on Thursday.", "meeting-held", "contradicts",
     "after-the-meeting"),
    ("2031-03-15", "The LWG and the TSA will meet again on Monday.", "meeting-planned", "agrees",
     "after-the-meeting"),
    ("2031-03-15", "The LWG and the TSA will meet again on Tuesday.", "meeting-planned",
     "contradicts", "after-the-meeting"),
    ("2031-03-08", "There has been no official contact between the LWG and the TSA since talks "
     "collapsed.", "contact-none", "agrees", "strike-called"),
    ("2031-03-12", "There has been no official contact between the LWG and the TSA since talks "
     "collapsed.", "contact-none", "contradicts", "alliance-asks-to-meet"),
    ("2031-03-12", "The LWG and the TSA have not met since the strike began.", "contact-none",
     "agrees", "strike-begins"),
    ("2031-03-15", "The LWG and the TSA have not met since the strike began.", "contact-none",
     "contradicts", "after-the-meeting"),
    ("2031-03-15", "Friday's meeting was the first official contact between the LWG and the TSA "
     "since the strike began.", "contact-first", "contradicts", "alliance-asks-to-meet"),
    ("2031-03-15", "Friday's meeting between the LWG and the TSA was the first meeting since the "
     "strike began.", "contact-first", "agrees", "after-the-meeting"),
    ("2031-02-18", "LWG members voted by 93 per cent for a strike.", "vote", "agrees",
     "strike-ballot"),
    ("2031-02-18", "LWG members voted by 39 per cent for a strike.", "vote", "contradicts",
     "strike-ballot"),
    ("2031-02-18", "The LWG vote: 4,212 yes, 311 no, of 5,204 who could vote.", "vote", "agrees",
     "strike-ballot"),
    ("2031-02-18", "The LWG vote: 4,212 yes, 311 no, of 5,402 who could vote.", "vote",
     "contradicts", "strike-ballot"),
    ("2031-02-18", "More than 4,000 LWG members voted yes.", "vote", "agrees", "strike-ballot"),
    ("2031-02-18", "More than 5,000 LWG members voted yes.", "vote", "contradicts",
     "strike-ballot"),
    ("2031-02-18", "81 per cent of those eligible at the LWG voted to strike.", "vote", "agrees",
     "strike-ballot"),
    ("2031-03-25", "The LWG reached a tentative agreement with the TSA on 24 March.", "agreement",
     "agrees", "agreement"),
    ("2031-03-25", "The LWG reached a tentative agreement with the TSA on 22 March.", "agreement",
     "contradicts", "no-deal-was-signed"),
    ("2031-03-25", "The LWG has not reached an agreement with the TSA.", "agreement", "contradicts",
     "agreement"),
    ("2031-03-25", "The LWG strike is over.", "strike-over", "contradicts", "agreement"),
    ("2031-03-25", "LWG members are still on strike.", "strike-on", "agrees", "strike-begins"),
    ("2031-03-25", "The LWG has ratified the agreement.", "ratified", "contradicts", "agreement"),
    ("2031-03-25", "LWG members are back at work.", "return-to-work", "contradicts", "agreement"),
    ("2031-03-28", "The LWG strike ended on 26 March.", "strike-over", "agrees", "strike-ends"),
    ("2031-03-28", "The LWG strike ended on 24 March.", "strike-over", "contradicts",
     "strike-ends"),
    ("2031-03-28", "LWG members are still on strike.", "strike-on", "contradicts", "strike-ends"),
    ("2031-03-28", "Lantern workers went back to work on 27 March, the LWG said.", "return-to-work",
     "agrees", "strike-ends"),
    ("2031-03-28", "The LWG has ratified the agreement.", "ratified", "contradicts", "agreement"),
    ("2031-04-10", "Members of the LWG have ratified the agreement by 3,902 votes to 405.",
     "ratified", "agrees", "ratified"),
    ("2031-04-10", "The LWG contract was ratified on 7 April.", "ratified", "contradicts",
     "ratified"),
    ("2031-03-18", "The TSA offered 5 per cent in the first year and 4 per cent after it.", "offer",
     "agrees", "alliance-second-offer"),
    ("2031-03-18", "The TSA offered 6 per cent in the first year and 4 per cent after it.", "offer",
     "contradicts", "alliance-second-offer"),
    ("2031-03-18", "The TSA's offer of 13.6 per cent over three years was made on 17 March.",
     "offer", "agrees", "alliance-second-offer"),
    ("2031-03-20", "The TSA has made three offers since the strike began.", "offers-made",
     "cannot-tell", "alliance-second-offer"),
    ("2031-03-13", "A deal was signed on Tuesday night and pickets are off!", "agreement",
     "contradicts", "no-deal-was-signed"),
    ("2031-03-13", "Pickets are off.", "pickets-off", "contradicts", "no-deal-was-signed"),
    ("2031-03-12", "The strike is over!", "strike-over", "contradicts", "strike-begins"),
    ("2031-02-28", "The Lantern Workers' Guild has called a strike from Saturday.", "strike-began",
     "agrees", "strike-called"),
    ("2031-03-12", "The stage hands have been on strike since 8 March, the SHU said.",
     "strike-since", "agrees", "stage-hands-strike"),
    ("2031-03-12", "The stage hands have been on strike since 1 March, the SHU said.",
     "strike-since", "contradicts", "stage-hands-strike"),
    ("2031-03-12", "The TSA walked out of the talks on 28 February.", "talks-ended", "cannot-tell",
     "strike-called"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "text", "kind", "verdict", "entry"), TRUE_OR_FALSE)
def test_a_claim_and_its_false_twin(
    day: str, text: str, kind: str, verdict: str, entry: str
) -> None:
    found = {c.kind: a for c, a in read(text, date.fromisoformat(day))}
    assert kind in found
    assert found[kind].verdict == verdict, found[kind]
    assert entry in cited(found[kind])


def test_both_ways_of_counting_days_agree_and_the_answer_names_which() -> None:
    counted = {
        text: read(f"The LWG has been on strike for {text} days.", date(2031, 3, 12))[0][1]
        for text in ("12", "11")
    }
    assert "first and last counted" in counted["12"].explanation
    assert "elapsed" in counted["11"].explanation


def test_first_and_none_say_that_they_are_of_this_record() -> None:
    for claim, answer in read(ARTICLE, DAY):
        if claim.kind.startswith("contact"):
            assert "in this record" in answer.explanation


def test_an_open_question_yields_what_the_record_holds() -> None:
    [question] = [a for c, a in read(ARTICLE, DAY) if c.kind == "question"]
    assert question.verdict == "not-on-record"
    assert "TSA to SHU" in question.fact
    held = ARTICLE.replace("the Stage Hands' Union, whose", "the Lantern Workers' Guild, whose")
    [answered] = [a for c, a in read(held, DAY) if c.kind == "question"]
    assert answered.verdict == "not-checkable"
    assert cited(answered) == {"they-ask-to-meet-corrected"} or cited(answered) == {
        "alliance-asks-to-meet"
    }


OPINIONS = (
    "The LWG strike could last until May.",
    "Will the LWG strike end this week?",
    "The TSA's offer is unfair.",
    "Analysts expect that the LWG talks will collapse.",
)


@pytest.mark.parametrize("text", OPINIONS)
def test_opinions_forecasts_and_questions_are_not_checkable(text: str) -> None:
    assert [verdict for _, verdict in verdicts(text)] == ["not-checkable"]


def test_a_claim_that_somebody_makes_has_its_speaker() -> None:
    [(claim, _)] = read("The TSA said that talks ended on 28 February.", DAY)
    assert claim.kind == "talks-ended"
    assert claim.speaker is not None
    assert claim.speaker.party == "TSA"


def test_what_members_were_told_behind_the_door_is_only_said_to_exist() -> None:
    story = [each for each in STORY if each[1].id == "picket-plan"]
    [(claim, answer)] = read("The LWG told members on 2 March.", date(2031, 3, 3), story=story)
    assert (claim.kind, answer.verdict) == ("told", "members-only")


def test_a_text_about_nobody_we_know_has_no_claims() -> None:
    assert verdicts("The strike began on 3 March, the Teamsters said.") == []
    assert verdicts("The bus drivers' strike is over, the LWG heard.") == []
    assert verdicts("LWG members watched as the bus drivers ended their strike.") == []
    assert verdicts("Talks between the LWG and Harbour Ferries collapsed on 3 March.") == []


@pytest.mark.parametrize("missing", [draft.id for draft in DEMO.drafts])
def test_what_rested_on_a_communication_is_no_longer_agreed_without_it(missing: str) -> None:
    story = [each for each in STORY if each[1].id != missing]
    whole = {claim.span: answer for claim, answer in read(ARTICLE, DAY)}
    for claim, answer in read(ARTICLE, DAY, story=story):
        before = whole.get(claim.span)
        if before is None or missing in cited(before):
            continue
        assert answer.verdict == before.verdict


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    read(text, DAY)


@pytest.mark.parametrize("text", [ARTICLE, "The LWG strike " * 3000, "LWG " * 20000, "1,0" * 9000])
def test_the_same_text_gives_the_same_claims_and_long_ones_end(text: str) -> None:
    assert read(text, DAY) == read(text, DAY)


def test_numbers_round_and_hedge_and_otherwise_are_exact() -> None:
    assert agrees(amounts("98 per cent")[0], 97.85)
    assert agrees(amounts("4,200")[0], 4212)
    assert agrees(amounts("more than 4,000")[0], 4212)
    assert not agrees(amounts("more than 4,300")[0], 4212)
    assert not agrees(amounts("4,213")[0], 4212)
    assert [str(a.value) for a in amounts("twenty-one days, 1.5 million")] == ["21", "1500000.0"]


@pytest.mark.skipif(not CASE.exists(), reason=NO_CASE)
def test_the_real_article_agrees_with_the_real_record() -> None:
    text = (CASE / "article.txt").read_text()
    source = hollywood()
    found = read(text, date(2023, 8, 2), source, told(source))
    assert {answer.verdict for _, answer in found} == {"agrees", "not-on-record"}
    agreed = {(c.kind, c.by): cited(a) for c, a in found if a.verdict == "agrees"}
    assert agreed[("talks-ended", ("WGA",))] == {"talks-end"}
    assert agreed[("strike-began", ("WGA",))] == {"strike-start"}
    assert agreed[("strike-since", ("SAG-AFTRA",))] == {"actors-strike-start"}
    assert agreed[("contact-first", ("WGA",))] == {"strike-start", "overture"}
    assert agreed[("meeting-asked", ("AMPTP",))] == {"overture"}
    days = {c.kind: a.explanation for c, a in found}
    assert "4 August 2023" in days["meeting-asked"]
    [question] = [a for c, a in found if c.kind == "question"]
    assert "AMPTP to SAG-AFTRA" in question.fact


@pytest.mark.skipif(not CASE.exists(), reason=NO_CASE)
def test_without_one_communication_exactly_what_rested_on_it_is_nothing_on_the_record() -> None:
    text = (CASE / "article.txt").read_text()
    source = hollywood()
    story = told(source)
    whole = read(text, date(2023, 8, 2), source, story)
    for _, missing in story:
        less = [each for each in story if each[1].id != missing.id]
        after = {(c.kind, c.span): a for c, a in read(text, date(2023, 8, 2), source, less)}
        for claim, before in whole:
            answer = after[claim.kind, claim.span]
            rested = missing.id in cited(before)
            assert answer.verdict == ("not-on-record" if rested else before.verdict), (
                missing.id,
                claim.kind,
            )


REAL_FALSE = [
    ("collapsed on May 1, and", "collapsed on May 4, and", "talks-ended"),
    ("began a day later", "began a week later", "strike-began"),
    ("since July 14", "since July 4", "strike-since"),
    ("three months ago", "five months ago", "strike-began"),
    ("requested a meeting on Friday", "requested a meeting on Thursday", "meeting-asked"),
    ("the first official communication", "no official communication", "contact-none"),
    ("collapsed on May 1, and", "collapsed on June 1, and", "talks-ended"),
]


@pytest.mark.skipif(not CASE.exists(), reason=NO_CASE)
@pytest.mark.parametrize(("was", "becomes", "kind"), REAL_FALSE)
def test_the_real_article_with_one_change_is_contradicted_there(
    was: str, becomes: str, kind: str
) -> None:
    text = (CASE / "article.txt").read_text()
    assert was in text
    source = hollywood()
    found = read(text.replace(was, becomes), date(2023, 8, 2), source, told(source))
    assert kind in {claim.kind for claim, answer in found if answer.verdict == "contradicts"}


TRUE_TELLINGS = (
    ("2031-03-25", "The LWG and the TSA reached a tentative deal on Monday night, but members "
     "remain on strike until the council says otherwise."),
    ("2031-03-25", "The deal between the LWG and the TSA gives members 6 per cent in the first "
     "year."),
    ("2031-03-25", "The guild had asked for 7 per cent, the LWG said."),
    ("2031-03-25", "The alliance had first offered 3 per cent; its second offer was 5 per cent in "
     "the first year, the TSA said."),
    ("2031-03-27", "The LWG strike ended at midnight on Wednesday after 26 days."),
    ("2031-03-27", "LWG members can return to work from Thursday."),
    ("2031-03-27", "The LWG has called off its strike."),
    ("2031-03-27", "LWG members returned to work on Thursday."),
    ("2031-03-27", "The SHU strike goes on; stage hands have been out since 8 March."),
    ("2031-03-27", "LWG members will vote on the agreement from 1 to 9 April."),
    ("2031-03-11", "The strike by the LWG is in its eleventh day."),
    ("2031-03-11", "The LWG walked out on 1 March, a day after talks with the TSA ended."),
    ("2031-03-09", "The TSA has not been in touch with the LWG since the strike began."),
    ("2031-03-15", "The LWG met the TSA on Friday for five hours; the strike goes on."),
    ("2031-03-15", "Friday's talks between the LWG and the TSA ended after five hours without a "
     "deal."),
    ("2031-03-15", "Talks between the LWG and the TSA resumed on Friday."),
    ("2031-03-15", "The LWG says talks on Friday ended with movement on pay."),
    ("2031-02-20", "LWG members backed a strike by 4,212 votes to 311."),
    ("2031-02-20", "LWG members have voted overwhelmingly to strike, with 93 per cent in favour "
     "on a turnout of 87 per cent."),
    ("2031-02-20", "Four out of five LWG members voted for a strike."),
    ("2031-04-10", "LWG members voted 3,902 to 405 to accept the deal, 91 per cent in favour."),
    ("2031-04-10", "LWG members ratified the deal on Wednesday, two weeks after their strike "
     "ended on 26 March."),
    ("2031-04-10", "The LWG strike lasted 26 days."),
)  # fmt: skip


@pytest.mark.parametrize(("day", "text"), TRUE_TELLINGS)
def test_a_true_telling_is_never_contradicted(day: str, text: str) -> None:
    found = {verdict for _, verdict in verdicts(text, date.fromisoformat(day))}
    assert found <= {"agrees", "not-on-record"}


REAL_TELLINGS = (
    "Hollywood writers have been on strike for three months.",
    "The WGA strike, which began on May 2, is now in its 13th week.",
    "Hollywood actors joined the writers on the picket lines on July 14.",
    "The Writers Guild of America went on strike on 2 May.",
    "SAG-AFTRA members walked out on July 14.",
    "The WGA has been on strike since early May.",
    "The writers' strike began on May 2 and the actors' strike on July 14.",
    "The AMPTP contacted the WGA on Tuesday to request a meeting this Friday.",
    "Carol Lombardini, president of the AMPTP, asked the guild for a meeting on August 4.",
    (
        "The AMPTP reached out to the WGA on August 1, the first contact since talks broke down "
        "on May 1."
    ),
    "The WGA will meet the AMPTP on Friday.",
    "The two sides are due to meet on Friday, the WGA said.",
    (
        "The WGA told its members by email on Tuesday that it would be back in touch after the "
        "meeting."
    ),
    "The WGA has not met the studios since talks ended.",
    "WGA members are three months into their strike.",
    "The WGA said that studios had asked to talk.",
    "Day 93 of the WGA strike.",
    "It was the first time the studios and the WGA had communicated since May 1.",
    "Writers and actors are both on strike, the WGA and SAG-AFTRA said.",
    "The two unions have been on strike together since July 14, WGA said.",
    "Screenwriters walked off the job on May 2 after talks with the AMPTP collapsed.",
    (
        "Negotiations between the WGA and the AMPTP, which opened on March 20, ended without a "
        "deal on May 1."
    ),
    "No talks between the WGA and AMPTP have been held since May 1.",
    "The strike by the WGA has lasted 92 days.",
    "The WGA strike has now lasted for more than 90 days.",
    "SAG-AFTRA actors have been striking since mid-July.",
    "The WGA's last strike, in 2007, lasted 100 days.",
    "The WGA last went on strike in 2007.",
    "The 2007 WGA strike ended after 100 days.",
    "The AMPTP has made no offer to the WGA since the strike began.",
    "In 1960 the WGA and SAG-AFTRA were last on strike together.",
)


@pytest.mark.skipif(not CASE.exists(), reason=NO_CASE)
@pytest.mark.parametrize("text", REAL_TELLINGS)
def test_a_true_telling_of_the_real_dispute_is_never_contradicted(text: str) -> None:
    source = hollywood()
    found = read(text, date(2023, 8, 2), source, told(source))
    assert {answer.verdict for _, answer in found} <= {"agrees", "not-on-record"}
