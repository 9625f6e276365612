"""Nobody signs words that they have not seen: the question, the code, and what a note hides."""

import os
import pty
import select
import shutil
import subprocess

import pytest

from tests.acceptance.stage import COMMAND, Stage, first

RECORD = ("--record", "record")
AMINA = ("--key", "record/keys/president.key")
BORIS = ("--key", "record/keys/secretary.key")
MEMBERS = 'class = "members"'
SECRET = "Harbour Street at dawn."


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    """A record and a draft of a public text; nobody says yes unless a test does."""
    stage = ready.copy(tmp_path / "stage")
    stage.agreeing = False
    return stage


def draft(stage, **named):
    """Draft ``next.note``; its bytes and its six words."""
    out = stage.run("draft", stage.write("next.toml", **named), *RECORD)
    code = out.split("to say aloud: ")[1].splitlines()[0]
    return (stage.path / "next.note").read_bytes(), code


def copy_of(stage, name):
    """Another machine with a copy of the record and nothing else of it."""
    other = Stage(stage.path / name, dict(stage.environ), agreeing=False)
    other.path.mkdir(mode=0o700)
    place, pin = stage.path / "record/public", stage.path / "record/pin"
    other.run("mirror", place, "record", "--pin", pin)
    return other


def on_a_terminal(stage, *arguments, says):
    """Run a command on a terminal of its own, type ``says`` when asked; (what it shows, status)."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=stage.path,
        env=stage.environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown, asked = b"", False
    try:
        while select.select([ours], [], [], 30)[0]:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end was closed
                break
            shown += part
            if not asked and shown.endswith(b"[y/N] "):
                os.write(ours, says + b"\n")
                asked = True
        return shown.decode(), process.wait(30)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_without_a_terminal_a_signature_takes_yes_or_the_code_that_was_heard(stage):
    unsigned, code = draft(stage)
    line = stage.refused("sign", "next.note", *RECORD, *AMINA)
    assert "no terminal to ask on: add --yes, or --code" in line
    assert (stage.path / "next.note").read_bytes() == unsigned
    out = stage.run("sign", "next.note", *RECORD, *AMINA, "--code", code)
    assert "Signed by president just now." in out
    out = stage.run("sign", "next.note", *RECORD, *BORIS, "--yes")
    assert "Signed by secretary just now; no further officer is needed." in out


def test_yes_does_not_excuse_another_code(stage):
    unsigned, code = draft(stage)
    wrong = " ".join(reversed(code.split()))
    line = stage.refused("sign", "next.note", *RECORD, *AMINA, "--yes", "--code", wrong)
    assert "its code is another" in line
    assert (stage.path / "next.note").read_bytes() == unsigned


@pytest.mark.parametrize("says", [b"n", b"", b"yes please", b"Y"])
def test_on_a_terminal_an_officer_sees_the_text_and_is_asked(stage, says):
    unsigned, _ = draft(stage, text="We strike on Friday.")
    shown, status = on_a_terminal(stage, "sign", "next.note", *RECORD, *AMINA, says=says)
    assert "Traceback" not in shown
    assert shown.index("We strike on Friday.") < shown.index("Sign this with your key?")
    signed = (stage.path / "next.note").read_bytes() != unsigned
    assert signed == (says == b"Y")
    assert (status == 0) == signed
    assert ("Nothing was signed." in shown) == (not signed)


def test_the_question_says_how_many_keys_would_sign(stage):
    draft(stage)
    shown, status = on_a_terminal(stage, "sign", "next.note", *RECORD, says=b"no")
    assert "Sign this with 3 keys on this machine?" in shown
    assert status == 1


def test_the_drafter_of_a_members_text_gets_its_opening_for_the_others_alone(stage):
    draft(stage, text=SECRET, more=MEMBERS)
    opening = stage.path / "next.opening"
    assert SECRET in opening.read_text()
    assert opening.stat().st_mode & 0o777 == 0o600
    assert SECRET not in (stage.path / "next.note").read_text()


def test_an_officer_is_shown_what_a_members_draft_hides_before_the_question(stage):
    draft(stage, text=SECRET, more=MEMBERS)
    out = stage.run("sign", "next.note", *RECORD, *AMINA, "--yes")
    assert "What it hides, for members only:" in out
    assert out.index(SECRET) < out.index("Signed by president")
    shown, _ = on_a_terminal(stage, "sign", "next.note", *RECORD, *BORIS, says=b"n")
    assert shown.index(SECRET) < shown.index("Sign this with your key?")


def test_an_officer_with_a_copy_signs_hidden_words_only_with_their_opening(stage):
    unsigned, code = draft(stage, text=SECRET, more=MEMBERS)
    other = copy_of(stage, "amina")
    shutil.copy(stage.path / "next.note", other.path)
    key = ("--key", stage.path / "record/keys/president.key")
    for agreed in (("--yes",), ("--code", code)):
        line = other.refused("sign", "next.note", *RECORD, *key, *agreed)
        assert "name it with --opening FILE" in line
    assert (other.path / "next.note").read_bytes() == unsigned
    shutil.copy(stage.path / "next.opening", other.path / "told.opening")
    named = ("--opening", "told.opening")
    out = other.run("sign", "next.note", *RECORD, *key, *named, "--code", code)
    assert SECRET in out
    assert "Signed by president just now." in out
    shutil.copy(other.path / "next.note", stage.path)
    stage.run("sign", "next.note", *RECORD, *BORIS, "--yes")
    assert "On the record: LWG 3." in stage.run("publish", "next.note", *RECORD)
    assert SECRET in stage.run("open", "next", *RECORD)


def test_an_opening_of_other_words_is_not_taken_for_this_draft(stage):
    """Each draft has a seed of its own: even the same words of another draft do not open it."""
    unsigned, _ = draft(stage, text=SECRET, more=MEMBERS)
    stage.run("draft", "next.toml", *RECORD, "-o", "twin.note")
    stage.run("draft", stage.write("o.toml", "All is well.", more=MEMBERS), *RECORD)
    changed = (stage.path / "next.opening").read_text().replace("dawn", "noon")
    (stage.path / "changed.opening").write_text(changed)
    (stage.path / "empty.opening").write_text("")
    (stage.path / "binary.opening").write_bytes(b"\xff\x00")
    wrong = ("twin.opening", "o.opening", "changed.opening", "empty.opening", "binary.opening")
    for name in (*wrong, "next.note", "nowhere.opening", "."):
        stage.refused("sign", "next.note", *RECORD, *AMINA, "--yes", "--opening", name)
        assert (stage.path / "next.note").read_bytes() == unsigned


def test_an_opening_that_was_changed_on_the_shelf_is_not_signed_for(stage):
    unsigned, _ = draft(stage, text=SECRET, more=MEMBERS)
    (held,) = (stage.path / "record/private/pending").iterdir()
    held.write_text(held.read_text().replace("dawn", "noon"))
    line = stage.refused("sign", "next.note", *RECORD, *AMINA, "--yes")
    assert "does not open the draft" in line
    assert (stage.path / "next.note").read_bytes() == unsigned


def test_hidden_words_cannot_draw_on_the_terminal_of_who_signs(stage):
    """Control characters never get into a draft, nor through a forged opening onto the screen."""
    unsigned, _ = draft(stage, text=SECRET, more=MEMBERS)
    forged = (stage.path / "next.opening").read_text().replace("dawn", "d\x1b[2Jawn")
    (stage.path / "forged.opening").write_text(forged)
    line = stage.refused(
        "sign", "next.note", *RECORD, *AMINA, "--yes", "--opening", "forged.opening"
    )
    assert "\x1b" not in line
    assert (stage.path / "next.note").read_bytes() == unsigned


def test_an_opening_that_is_there_already_is_not_written_over(stage):
    (stage.path / "next.opening").write_text("mine\n")
    line = stage.refused("draft", stage.write("next.toml", SECRET, more=MEMBERS), *RECORD)
    assert "next.opening is there already" in line
    line = stage.refused("draft", "next.toml", *RECORD, "-o", "other.opening")
    assert "name another with -o" in line
    assert (stage.path / "next.opening").read_text() == "mine\n"
    assert not (stage.path / "next.note").exists()
    assert not (stage.path / "other.opening").exists()
