"""The index: what may hold the words is nominated, and nothing depends on chance."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from onrecord.check.index import Index, Text, plain_words

EMAIL = (
    "We'll be back in communication with you sometime after the meeting with further information. "
    "As we've said before, be wary of rumors. Whenever there is important news to share, you will "
    "hear it directly from us.\n"
)
STUDIOS = "We remain committed to finding a path to mutually beneficial deals with both Unions.\n"
ACTORS = "I had hoped that we would already have had some kind of conversations by now.\n"
INDEX = Index([Text(5, "email", EMAIL), Text(6, "studios", STUDIOS), Text(7, "actors", ACTORS)])


def nominated(words, **more):
    return [INDEX.texts[n.text].entry for n in INDEX.nominate(words, **more)]


def test_words_of_the_record_are_nominated_first():
    assert nominated("you will hear it directly from us")[0] == 5
    assert nominated("committed to finding a path to deals")[0] == 6


def test_a_heavily_edited_quotation_is_nominated_by_its_rare_words():
    assert nominated("mutually agreed, beneficial arrangements for some Unions") == [6]


def test_another_spelling_is_nominated_too():
    assert nominated("be wary of rumours") == [5]


def test_only_the_entries_asked_for_are_nominated():
    assert nominated("you will hear it directly from us", within={6, 7}) == []


def test_words_that_the_record_does_not_have_nominate_nothing():
    assert INDEX.nominate("Elephants adore marmalade") == []
    assert INDEX.nominate("") == []
    assert Index([]).nominate("anything at all") == []
    assert Index([Text(0, "empty", "")]).nominate("anything") == []


def test_a_nominated_window_stands_inside_its_text():
    for words in (EMAIL, STUDIOS, "us. We remain", "directly from us We remain committed"):
        for nominee in INDEX.nominate(words):
            start, end = INDEX.characters(nominee)
            assert 0 <= start < end <= len(INDEX.texts[nominee.text].text)


def test_words_in_a_text_without_quotation_marks_are_spotted_with_their_sentence():
    article = (
        "It rained all day in Burbank. Members were told to be wary of rumours by email. "
        "Nobody was surprised. A spokesman is committed to finding a path to deals, he said."
    )
    spotted = [article[s.start : s.end].strip() for s in INDEX.spot(article)]
    assert spotted == [
        "Members were told to be wary of rumours by email.",
        "A spokesman is committed to finding a path to deals, he said.",
    ]


def test_nothing_is_spotted_in_a_text_about_something_else():
    assert INDEX.spot("It rained all day in Burbank, and then it stopped. We went home.") == []


@given(st.text(alphabet=st.sampled_from("aB'’_- .\n1é"), max_size=60))
def test_plain_words_are_the_words_that_the_record_is_read_by(text):
    index = Index([Text(0, "x", text)])
    words = plain_words(text)
    assert index.words(text) == [w for w in index.words(text) if w > 0]
    assert len(words) == len(index._ids) - 1
    assert all(0 <= s.start <= s.end <= len(text) for s in index.spot(text))


def test_the_same_question_has_the_same_answer_in_another_process():
    code = (
        "from tests.unit.test_check_index import INDEX, EMAIL;"
        "print(INDEX.nominate(EMAIL), INDEX.spot(EMAIL * 3))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
