"""A checkpoint has one spelling; a log that used two could split its witnesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.checkpoint import Checkpoint, MalformedCheckpoint, parse_checkpoint
from onrecord.record.merkle import EMPTY_ROOT

ORIGIN = "lwg.example/record"
ROOT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
TEXT = f"{ORIGIN}\n7\n{ROOT}\n"


@given(st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_was_written(size, root):
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert parse_checkpoint(str(checkpoint)) == checkpoint


@pytest.mark.parametrize("size", ["07", "+7", "7_0", "-7", " 7", "7 ", "", "٧", "0x7", str(2**63)])
def test_other_spellings_of_a_size_are_refused(size):
    with pytest.raises(MalformedCheckpoint, match="size"):
        parse_checkpoint(TEXT.replace("\n7\n", f"\n{size}\n"))


@pytest.mark.parametrize(
    "root",
    [ROOT[:-2] + "9=", ROOT[:-1], ROOT + "=", " " + ROOT, ROOT[:8], "", ROOT.replace("A", "-")],
)
def test_other_spellings_of_a_root_are_refused(root):
    with pytest.raises(MalformedCheckpoint, match="root"):
        parse_checkpoint(TEXT.replace(ROOT, root))


@pytest.mark.parametrize(
    "text",
    [
        TEXT[:-1],
        TEXT + "\n",
        TEXT + "an extension\n",
        TEXT.replace("\n", "\r\n"),
        "",
        "\n",
        TEXT.replace(ORIGIN, ""),
        TEXT.replace(ORIGIN, "lwg example"),
        TEXT.replace(ORIGIN, "lwg+example"),
        TEXT.replace(ORIGIN, "lwg\u00a0example"),
        TEXT.replace(ORIGIN, "lwg\u2028example"),
        TEXT.replace(ORIGIN, "lwg\ud800example"),
        TEXT.replace(ORIGIN, "l" * 256),
    ],
)
def test_anything_but_three_lines_is_refused(text):
    with pytest.raises(MalformedCheckpoint):
        parse_checkpoint(text)


@given(st.text())
def test_no_text_makes_the_reader_fail_otherwise(text):
    try:
        assert str(parse_checkpoint(text)) == text
    except MalformedCheckpoint:
        pass


def test_an_empty_log_has_one_root():
    assert parse_checkpoint(str(Checkpoint(ORIGIN, 0, EMPTY_ROOT))).size == 0
    with pytest.raises(MalformedCheckpoint, match="empty log"):
        Checkpoint(ORIGIN, 0, bytes(32))


@pytest.mark.parametrize(("size", "root"), [(-1, bytes(32)), (2**63, bytes(32)), (1, bytes(31))])
def test_a_checkpoint_that_cannot_be_is_not_made(size, root):
    with pytest.raises(MalformedCheckpoint):
        Checkpoint(ORIGIN, size, root)
