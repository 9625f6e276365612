"""Who is said to have spoken: names, offices, documents, pronouns and parties; never a guess."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from onrecord.check.indirect import find_indirect
from onrecord.check.quotes import find_quotes
from onrecord.domain.party import Party

HOLLYWOOD = Path(__file__).resolve().parents[3] / "shared" / "cases" / "hollywood-2023"
PARTIES = (
    Party("LWG", "Lamplighters' and Watchmen's Guild", "union", ("the lamplighters", "crews")),
    Party("TSA", "Theatre and Studio Alliance", "employers", ("the theatres",)),
    Party("BBF", "Bell-founders and Bellringers Federation", "union", ("Bell-fed", "ringers")),
)

ARTICLE = """Guild leaders have told striking lamplighters that they plan to meet the theatres.

The Lamplighters' and Watchmen's Guild sent an email to members saying that the head of the Theatre and Studio Alliance (TSA), which speaks for the large houses, companies and halls of the city in these talks, had asked for a meeting on Thursday.

Harbour City Dispute
Lamps stayed dark in Harbour Street on Monday (Jo Doe/Agency/HC)

The email said: “You will have our account of that meeting the same night, in full

“Do not trust what you read on walls. When there is news, it comes from us first.”

It was not clear whether the leaders of the bellringers, who walked out on 3 March, had been asked as well.

Asked whether it would talk to both, a spokesperson for the TSA said: “We want an agreement that lets every house open its doors.”

Crew members at the gate
Ringers from Bell-fed, such as Ola Quist, are out too (Jo Doe/Agency/HC)

The dispute turns on night pay, the size of crews, and who may work the new “self-lighting” lamps.

Before the email from TSA, Ines Marsh-Okoro, general secretary of the Bell-founders and Bellringers Federation (Bell-fed), which represents ringers in forty towers, told The Harbour Gazette: “I thought that somebody would have picked up the telephone by this point.

“Nobody has, as it turns out, but I am patient.”
"""  # noqa: E501


def _said(text, parties=PARTIES):
    return [(q.text, q.speaker and q.speaker.name, q.speaker and q.speaker.party)
            for q in find_quotes(text, parties) if q.kind not in ("scare", "title")]  # fmt: skip


def _one(text, parties=PARTIES):
    (found,) = [quote for quote in find_quotes(text, parties) if quote.kind == "direct"]
    return found


def test_an_article_with_every_trap_gives_each_quotation_whole_with_speaker_and_party():
    email, spokesperson, secretary = [
        q for q in find_quotes(ARTICLE, PARTIES) if q.kind == "direct"
    ]
    assert email.text == (
        "You will have our account of that meeting the same night, in full\n\n"
        "Do not trust what you read on walls. When there is news, it comes from us first."
    )
    assert (email.speaker.name, email.speaker.party) == ("The email", "LWG")
    assert email.speaker.organisation == "Lamplighters' and Watchmen's Guild"
    assert spokesperson.text == "We want an agreement that lets every house open its doors."
    assert (spokesperson.speaker.role, spokesperson.speaker.party) == ("spokesperson", "TSA")
    assert secretary.text == (
        "I thought that somebody would have picked up the telephone by this point.\n\n"
        "Nobody has, as it turns out, but I am patient."
    )
    assert secretary.speaker.name == "Ines Marsh-Okoro"
    assert secretary.speaker.role == "general secretary"
    assert secretary.speaker.organisation == "Bell-founders and Bellringers Federation"
    assert secretary.speaker.party == "BBF"


def test_a_word_held_at_a_distance_is_no_speech():
    (scare,) = [quote for quote in find_quotes(ARTICLE, PARTIES) if quote.kind == "scare"]
    assert (scare.text, scare.speaker) == ("self-lighting", None)


def test_the_real_article_gives_each_quotation_whole_with_speaker_and_party():
    if not HOLLYWOOD.is_dir():
        pytest.skip("../shared/cases/hollywood-2023 is not beside this checkout")
    source = tomllib.loads((HOLLYWOOD / "communications.toml").read_text(encoding="utf-8"))
    parties = [
        Party(p["id"], p["name"], p["role"], tuple(p.get("also", ()))) for p in source["party"]
    ]
    text = (HOLLYWOOD / "article.txt").read_text(encoding="utf-8")
    found = find_quotes(text, parties)
    assert [(q.kind, len(q.segments), q.speaker.name, q.speaker.party) for q in found] == [
        ("direct", 2, "The email", "WGA"),
        ("direct", 1, "a spokesperson for the AMPTP", "AMPTP"),
        ("direct", 2, "Duncan Crabtree-Ireland", "SAG-AFTRA"),
    ]
    assert [(q.text.split()[0], q.text.split()[-1]) for q in found] == [
        ("We’ll", "us."), ("We", "Unions."), ("I", "optimistic."),
    ]  # fmt: skip
    named = [text[q.speaker.mention.start : q.speaker.mention.end] for q in found]
    assert named == ["The email", "a spokesperson for the AMPTP", "Duncan Crabtree-Ireland"]


PEOPLE = """Rosa Field, president of the Lamplighters' and Watchmen's Guild, met Boris Hale, chief
negotiator for the Theatre and Studio Alliance, on Monday.

"""

NAMED = {
    "a surname is the fullest name": ("“We wait,” Field said.", "Rosa Field", "LWG"),
    "a title before a surname": ("“We wait,” Mr. Hale said.", "Boris Hale", "TSA"),
    "she is the woman": ("“We wait,” she said.", "Rosa Field", "LWG"),
    "he is the man": ("He added: “We wait.”", "Boris Hale", "TSA"),
    "the verb first": ("“We wait,” said Hale.", "Boris Hale", "TSA"),
    "a party by name": ("“We wait,” the Theatre and Studio Alliance said.",
                        "Theatre and Studio Alliance", "TSA"),
    "a party by its other name": ("“We wait,” the lamplighters said.", "the lamplighters", "LWG"),
    "an office before a name": ("“We wait,” said guild secretary Ines Okoro.", "Ines Okoro", None),
    "a party's officials": ("“We wait,” TSA officials said.", "TSA officials", "TSA"),
    "a statement of a party": ("A statement from the TSA said: “We wait.”",
                               "A statement from the TSA", "TSA"),
    "a critic speaks for no party": ("“We wait,” said a critic of the TSA.",
                                     "a critic of the TSA", None),
    "a former officer speaks for no party": ("“We wait,” said a former president of the TSA.",
                                             "a former president of the TSA", None),
    "a stranger has no party": ("“We wait,” said Chen Wu.", "Chen Wu", None),
    "they stays they": ("“We wait,” they said.", "they", None),
    "told somebody else": ("Field told Hale: “We wait.”", "Rosa Field", "LWG"),
    "spoke of somebody else": ("Field said of Hale that he was “slow to answer”.",
                               "Rosa Field", "LWG"),
    "asked by somebody": ("Asked by Hale when, Field said: “On Friday.”", "Rosa Field", "LWG"),
    "in the words of": ("According to Hale, “the offer stands until noon”.", "Boris Hale", "TSA"),
    "she said that he": ("Field said she thinks “the offer is a start”.", "Rosa Field", "LWG"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_the_speaker_is_the_one_whom_the_words_name(name):
    text, wanted, party = NAMED[name]
    quote = _one(PEOPLE.replace("\n", " ").strip() + "\n\n" + text)
    assert (quote.speaker.name, quote.speaker.party) == (wanted, party)


UNKNOWN = {
    "nobody is named": "“We wait,” was written on a wall.",
    "a quotation alone": "“We wait for the studios to answer.”",
    "the weather": "It rained. “We wait for the studios to answer.”",
    "only an object": "On the door hung “We wait for the studios to answer.”",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_speaker_stays_unknown(name):
    assert _one(UNKNOWN[name]).speaker is None


def test_a_pronoun_with_two_who_fit_takes_the_latest_and_with_none_stays_a_word():
    assert _one("Rosa Field met Ines Okoro. She said: “We wait.”").speaker.name == "Ines Okoro"
    assert _one("Rosa Field came. He said: “We wait.”").speaker.name == "He"


def test_a_surname_that_two_people_bear_is_not_guessed():
    text = "Rosa Field met Ada Field, a singer. “We wait,” said Field."
    assert _one(text).speaker.name == "Field"


def test_no_parties_means_no_party():
    assert _one("“We wait,” the TSA said.", ()).speaker.party is None


def test_a_quotation_in_the_next_paragraph_goes_on_with_the_same_speaker():
    text = "“We wait,” said Rosa Field.\n\n“Then we vote.”\n\n“No,” said Boris Hale."
    assert [name for _, name, _ in _said(text)] == ["Rosa Field", "Rosa Field", "Boris Hale"]


def test_questions_and_answers_go_to_those_who_are_named_before_the_colon():
    text = "HARBOUR GAZETTE: “When will you meet?”\n\nROSA FIELD: “On Friday.”"
    assert [name for _, name, _ in _said(text)] == ["HARBOUR GAZETTE", "ROSA FIELD"]


TOLD = {
    "said that": ("The guild said that talks will begin on Friday.", "talks will begin on Friday"),
    "said": ("The guild said talks will begin on Friday.", "talks will begin on Friday"),
    "at the end": ("Talks will begin on Friday, the guild said.", "Talks will begin on Friday"),
    "according to": ("Talks will begin on Friday, according to the guild.",
                     "Talks will begin on Friday"),
    "according to first": ("According to the guild, talks will begin on Friday.",
                           "talks will begin on Friday"),
    "plans to": ("The guild plans to meet the theatres.", "to meet the theatres"),
    "asked to": ("The theatres asked to meet the guild.", "to meet the guild"),
    "requested a meeting": ("The theatres requested a meeting on Friday.", "a meeting on Friday"),
    "set in": ("The talks, the guild said, will begin on Friday.",
               "The talks, the guild said, will begin on Friday"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_indirect_speech_gives_what_was_told_and_by_whom(name):
    text, wanted = TOLD[name]
    found = find_indirect(text)
    (one,) = found
    assert text[one.content.start : one.content.end] == wanted
    assert one.speaker.name.casefold() in ("the guild", "the theatres")
