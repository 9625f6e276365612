"""The real article, held against the record of the words that it quotes; and altered copies of it.

The article and the record lie in ``../shared/cases`` and are no part of this project; where they
are missing, these tests say so and are skipped. Every copy is made when the test runs, by one
change each.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.acceptance.check_stage import checked, claims, made_record, quotes, types_of

CASE = Path(__file__).parents[3] / "shared" / "cases" / "hollywood-2023"
PUBLISHED = date(2023, 8, 2)

pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason="../shared/cases is not here")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return made_record(tmp_path_factory.mktemp("case"), CASE / "communications.toml")


@pytest.fixture(scope="module")
def article():
    return (CASE / "article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def report(record, article):
    return checked(record, article, PUBLISHED)


def test_every_quotation_is_word_for_word_and_in_the_right_mouth(report):
    found = {
        (quote.evidence[0].communication, quote.verdict, quote.speaker.party)
        for quote in quotes(report)
    }
    assert found == {
        ("email-to-members", "exact", "WGA"),
        ("amptp-statement", "exact", "AMPTP"),
        ("actors-interview", "exact", "SAG-AFTRA"),
    }
    assert len(quotes(report)) == 3
    (actors,) = (q for q in quotes(report) if q.evidence[0].communication == "actors-interview")
    assert actors.speaker.name == "Duncan Crabtree-Ireland"


def test_regional_spelling_is_shown_and_changes_nothing(report):
    (email,) = (q for q in quotes(report) if q.evidence[0].communication == "email-to-members")
    assert types_of(email) == {"spelling", "punctuation"}
    assert ("rumors", "rumours") in {(c.record, c.text) for c in email.diff}


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        ("collapsed on May 1", {"talks-end"}),
        ("began a day later", {"strike-start"}),
        ("on strike since July 14", {"actors-strike-start"}),
        ("first official communication", {"overture", "strike-start"}),
        ("requested a meeting on Friday", {"overture"}),
    ],
)
def test_it_agrees_with_the_record_on(report, words, entries):
    # The open question about the actors runs over the same words; it is tested on its own.
    held = [each for each in claims(report) if words in each.text and "known" not in each.text]
    claim = held[0]
    assert claim.verdict == "agrees", claim.explanation
    assert entries <= {each.communication for each in claim.evidence}


def test_friday_is_the_fourth_of_august(report):
    (claim,) = [each for each in claims(report) if "meeting on Friday" in each.text]
    assert (claim.dated.first, claim.dated.last) == (date(2023, 8, 4), date(2023, 8, 4))


def test_captions_credits_and_background_raise_no_alarm(report):
    bad = {"altered", "cut-short", "spliced", "misattributed", "contradicts", "disputed"}
    assert not [finding for finding in report.findings if finding.verdict in bad]
    shown = " ".join(finding.text for finding in report.findings)
    assert "Jack Black" not in shown
    assert "Invision" not in shown
    assert "artificial intelligence" not in shown


def test_the_open_question_is_answered_by_what_the_record_holds(report):
    (question,) = [each for each in claims(report) if "similar overture" in each.text]
    assert question.verdict == "not-on-record"
    assert "does not mean" in question.explanation


def test_the_same_input_gives_the_same_bytes(record, article):
    from onrecord.check.report import to_json

    one, other = (to_json(checked(record, article, PUBLISHED)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    "gone",
    [
        *("talks-end", "strike-start", "actors-strike-start", "overture"),
        *("email-to-members", "amptp-statement", "actors-interview"),
    ],
)
def test_what_rested_on_a_communication_falls_with_it(tmp_path, article, report, gone):
    without = made_record(tmp_path, CASE / "communications.toml", without=gone)
    after = {f.span: f for f in checked(without, article, PUBLISHED).findings if f.kind == "quote"}
    for quote in quotes(report):
        rested = {each.communication for each in quote.evidence} == {gone}
        now = after[quote.span]
        assert now.verdict == ("not-on-record" if rested else quote.verdict)
        assert not rested or "does not mean" in now.explanation


# ------------------------------------------------------------------- one change each

EMAIL, DEALS, ACTORS = "email-to-members", "amptp-statement", "actors-interview"
DAY_QUOTES = [
    # (what, the words of the article, the words put in their place, the communication, its type)
    ("dropped not", "that hasn’t happened yet", "that has happened yet", ACTORS, "negation"),
    ("added not", "We remain committed", "We do not remain committed", DEALS, "negation"),
    ("never", "you will hear it directly", "you will never hear it directly", EMAIL, "negation"),
    ("no longer", "but I’m optimistic", "but I’m not optimistic", ACTORS, "negation"),
    ("not back", "We’ll be back", "We won’t be back", EMAIL, "negation"),
    ("may hear", "you will hear it", "you may hear it", EMAIL, "modality"),
    ("might hear", "you will hear it", "you might hear it", EMAIL, "modality"),
    ("must hear", "you will hear it", "you must hear it", EMAIL, "modality"),
    ("could have had", "we would already", "we could already", ACTORS, "modality"),
    ("all unions", "with both Unions", "with all Unions", DEALS, "quantifier"),
    ("no unions", "with both Unions", "with neither Union", DEALS, None),
    ("some news", "important news to share", "some news to share", EMAIL, None),
    ("never wary", "be wary of rumours", "never be wary of rumours", EMAIL, "negation"),
    ("from them", "directly from us", "directly from them", EMAIL, None),
    ("from studios", "directly from us", "directly from the studios", EMAIL, None),
    ("to a strike", "to mutually beneficial deals", "to a long strike", DEALS, None),
    ("harmful", "mutually beneficial deals", "mutually harmful deals", DEALS, None),
    ("one deal", "beneficial deals with", "beneficial deals without", DEALS, None),
    ("opposed", "We remain committed", "We remain opposed", DEALS, None),
    ("pessimistic", "I’m optimistic", "I’m pessimistic", ACTORS, None),
    ("conversations", "some kind of conversations", "no kind of conversations", ACTORS, None),
    ("by then", "with the industry by now", "with the government by now", ACTORS, None),
    (
        "before the meeting",
        "sometime after the meeting",
        "sometime before the meeting",
        EMAIL,
        None,
    ),
    ("further demands", "with further information", "with further demands", EMAIL, None),
    ("heed", "be wary of rumours", "be mindful of rumours", EMAIL, None),
    ("whenever", "Whenever there is important news", "If there is important news", EMAIL, None),
    ("left out", "finding a path to mutually beneficial deals", "finding deals", DEALS, None),
    ("left out too", "As we’ve said before, be wary", "Be wary", EMAIL, None),
    ("added words", "deals with both Unions", "deals with both Unions by Friday", DEALS, None),
    ("invented", "but I’m optimistic.”", "but I’m optimistic. We will strike on.”", ACTORS, None),
]
WRONG_MOUTHS = [
    ("WGA", "a spokesperson for the AMPTP said", "a spokesperson for the WGA said"),
    ("actors", "a spokesperson for the AMPTP said", "a spokesperson for Sag-Aftra said"),
    ("guild", "a spokesperson for the AMPTP said", "a spokesperson for the Writers Guild said"),
    (
        "another name",
        "Duncan Crabtree-Ireland, executive director of the Screen Actors Guild–American "
        "Federation of Television and Radio Artists (Sag-Aftra), which represents striking film "
        "and television actors, told",
        "Carol Lombardini, president of the AMPTP, told",
    ),
]
FALSE_CLAIMS = [
    ("day", "collapsed on May 1, and", "collapsed on May 3, and"),
    ("month", "collapsed on May 1, and", "collapsed on June 1, and"),
    ("day of caption", "studios collapsed on May 1 (", "studios collapsed on May 9 ("),
    ("a week later", "began a day later", "began a week later"),
    ("a month later", "began a day later", "began a month later"),
    ("ten days later", "began a day later", "began ten days later"),
    ("July 15", "strike since July 14", "strike since July 15"),
    ("June 14", "strike since July 14", "strike since June 14"),
    ("July 4", "strike since July 14", "strike since July 4"),
    ("six months ago", "began three months ago", "began six months ago"),
    ("one month ago", "began three months ago", "began one month ago"),
    ("two weeks ago", "began three months ago", "began two weeks ago"),
    ("Thursday", "a meeting on Friday", "a meeting on Thursday"),
    ("Monday", "a meeting on Friday", "a meeting on Monday"),
    ("August 11", "a meeting on Friday", "a meeting on August 11"),
]
NEW_QUOTES = [
    "We will accept the offer on the table and end this tonight",
    "Members may return to work from Monday morning at eight",
    "The studios have agreed to every one of our proposals",
    "There will be no meeting on Friday or on any other day",
    "Our strike fund has run dry and we must settle now",
    "The picket lines come down at midnight on Thursday",
    "We have signed a contract that runs for three years",
    "Nobody from the alliance has ever called us back",
    "All writers are to hand in their scripts by the end of the week",
    "The vote on the new agreement opens tomorrow at noon",
]


def changed(article: str, old: str, new: str) -> str:
    assert old in article, old
    return article.replace(old, new, 1)


@pytest.mark.parametrize("change", DAY_QUOTES, ids=[row[0] for row in DAY_QUOTES])
def test_one_changed_word_in_a_quotation_is_flagged(record, article, change):
    _, old, new, communication, kind = change
    report = checked(record, changed(article, old, new), PUBLISHED)
    flagged = [q for q in quotes(report) if q.verdict in {"altered", "cut-short", "spliced"}]
    assert [q.evidence[0].communication for q in flagged] == [communication]
    (quote,) = flagged
    hard = types_of(quote) - {"spelling", "case", "punctuation"}
    assert hard or quote.verdict == "spliced"
    assert kind is None or kind in hard
    assert "".join(change.text for change in quote.diff) == quote.text
    assert [q.verdict for q in quotes(report) if q is not quote] == ["exact", "exact"]


@pytest.mark.parametrize("change", WRONG_MOUTHS, ids=[row[0] for row in WRONG_MOUTHS])
def test_the_right_words_in_the_wrong_mouth_are_flagged(record, article, change):
    _, old, new = change
    report = checked(record, changed(article, old, new), PUBLISHED)
    assert [q.verdict for q in quotes(report)].count("misattributed") == 1


@pytest.mark.parametrize("change", FALSE_CLAIMS, ids=[row[0] for row in FALSE_CLAIMS])
def test_one_changed_day_is_contradicted(record, article, report, change):
    _, old, new = change
    after = checked(record, changed(article, old, new), PUBLISHED)
    wrong = [claim for claim in claims(after) if claim.verdict == "contradicts"]
    assert wrong, "nothing was flagged"
    assert all(claim.evidence for claim in wrong)
    assert {q.verdict for q in quotes(after)} == {"exact"}


@pytest.mark.parametrize("words", NEW_QUOTES)
def test_an_invented_quotation_is_not_on_the_record(record, article, words):
    text = article + f"\n\n“{words},” a spokesperson for the WGA said.\n"
    (found,) = [q for q in quotes(checked(record, text, PUBLISHED)) if words in q.text]
    assert found.verdict == "not-on-record"
    assert "does not mean it was not said" in found.explanation


def test_two_sentences_joined_are_a_splice(record, article):
    old = "“We remain committed to finding a path to mutually beneficial deals with both Unions.”"
    new = (
        "“We remain committed to finding a path to mutually beneficial deals. Whenever there is "
        "important news to share, you will hear it directly from us.”"
    )
    report = checked(record, changed(article, old, new), PUBLISHED)
    assert "spliced" in {q.verdict for q in quotes(report)}
