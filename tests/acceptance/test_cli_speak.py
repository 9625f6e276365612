"""Speaking through the real command line: enter, draft, sign, publish, prove, withdraw."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.stage import PLAN, THREE, Stage, fingerprint, first

HOLLYWOOD = Path(__file__).parents[3] / "shared/cases/hollywood-2023/communications.toml"
RECORD = ("--record", "record")


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    return ready.copy(tmp_path / "stage")


def test_a_real_dispute_goes_on_the_record_as_it_is_written_and_only_once(tmp_path):
    if not HOLLYWOOD.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{HOLLYWOOD} is missing")
        pytest.skip("../shared/cases is not beside this checkout")
    stage = Stage(tmp_path)
    stage.run("init", "record", "--from", HOLLYWOOD, *THREE)
    entered = stage.run("enter", *RECORD, "--from", HOLLYWOOD)
    count = HOLLYWOOD.read_text(encoding="utf-8").count("\n[[communication]]\n")
    assert len([line for line in entered.splitlines() if line.startswith("WGA ")]) == count > 5
    assert "WGA 2     talks-open" in entered
    was = fingerprint(tmp_path / "record")
    again = stage.run("enter", *RECORD, "--from", HOLLYWOOD)
    assert "nothing was changed" in again
    assert fingerprint(tmp_path / "record") == was
    whole = json.loads(stage.run("verify", "record", "--json"))
    assert whole["verdict"] == "exact"
    assert f"{count} communications count, of {count + 2} entries." in whole["details"]
    stage.run("receipt", "talks-end", *RECORD, "-o", "r")
    assert json.loads(stage.run("verify", "r", *RECORD, "--json"))["verdict"] == "exact"


def test_a_changed_communication_of_the_same_id_is_refused(stage):
    stage.write("hello.toml", "We meet on Tuesday.")
    line = stage.refused("enter", *RECORD, "--from", "hello.toml")
    assert "'hello' is on the record as entry 1 with other words" in line
    assert "id hello is on the record" in stage.refused("draft", "hello.toml", *RECORD)


def test_a_file_of_many_goes_on_whole_or_not_at_all(stage):
    file = stage.path / "many.toml"
    parts = [stage.write(f"n{i}.toml", f"Number {i}.") for i in range(3)]
    bad = stage.write("bad.toml", "Last.", more='replies-to = "nowhere"')
    file.write_text("".join((stage.path / each).read_text() for each in [*parts, bad]))
    stage.refused("enter", *RECORD, "--from", "many.toml")
    file.write_text("".join((stage.path / each).read_text() for each in parts))
    out = stage.run("enter", *RECORD, "--from", "many.toml")
    assert [line.split() for line in out.splitlines()[:3]] == [
        ["LWG", "3", "n0"],
        ["LWG", "4", "n1"],
        ["LWG", "5", "n2"],
    ]


def test_two_officers_sign_a_draft_by_its_code_and_then_it_is_published_once(stage):
    out = stage.run("draft", stage.write("next.toml", "We strike on Friday."), *RECORD)
    code = out.split("to say aloud: ")[1].splitlines()[0]
    assert "needs 2 officers" in out
    assert "nobody has signed" in stage.refused("publish", "next.note", *RECORD)
    unsigned = (stage.path / "next.note").read_bytes()
    wrong = " ".join(code.split()[::-1])
    for words in (wrong, "", "one two", code + " more"):
        stage.refused(
            "sign", "next.note", *RECORD, "--key", "record/keys/president.key", "--code", words
        )
        assert (stage.path / "next.note").read_bytes() == unsigned
    stage.run(
        "sign", "next.note", *RECORD, "--key", "record/keys/president.key", "--code", code.upper()
    )
    once = (stage.path / "next.note").read_bytes()
    stage.run("sign", "next.note", *RECORD, "--key", "record/keys/president.key")
    assert (stage.path / "next.note").read_bytes() == once
    assert "signed by president only" in stage.refused("publish", "next.note", *RECORD)
    out = stage.run("sign", "next.note", *RECORD, "--key", "record/keys/secretary.key")
    assert code in out
    assert "On the record: LWG 3." in stage.run("publish", "next.note", *RECORD)
    was = fingerprint(stage.path / "record")
    stage.run("sign", "next.note", *RECORD, "--key", "record/keys/treasurer.key")
    assert "already: LWG 3" in stage.run("publish", "next.note", *RECORD)
    assert fingerprint(stage.path / "record") == was


def test_nobody_signs_unseen(stage):
    stage.run("draft", stage.write("next.toml"), *RECORD)
    command = ("sign", "next.note", *RECORD, "--key", "record/keys/president.key")
    unsigned = (stage.path / "next.note").read_bytes()
    line = stage.refused(*command, "--code", "not these six words at all")
    assert "its code is another" in line
    assert (stage.path / "next.note").read_bytes() == unsigned


def test_a_signature_on_a_draft_that_was_changed_is_not_made(stage):
    stage.run("draft", stage.write("next.toml"), *RECORD)
    note = stage.path / "next.note"
    stage.run("sign", "next.note", *RECORD, "--key", "record/keys/president.key")
    note.write_text(note.read_text().replace("Monday", "Sunday"))
    stage.refused("sign", "next.note", *RECORD, "--key", "record/keys/secretary.key")
    stage.refused("publish", "next.note", *RECORD)


NO_NETWORK = """
import socket
def _refuse(*arguments, **named):
    raise SystemExit("the network was touched")
socket.socket = socket.create_connection = socket.getaddrinfo = _refuse
"""


def test_a_receipt_is_made_and_verified_without_any_network(stage):
    outside = ()
    if (
        shutil.which("unshare")
        and not subprocess.run(
            ["unshare", "-rn", "true"], capture_output=True, check=False
        ).returncode
    ):
        outside = ("unshare", "-rn")
    else:
        (stage.path / "sitecustomize.py").write_text(NO_NETWORK)
        stage.environ["PYTHONPATH"] = str(stage.path)
    stage.run("receipt", "hello", *RECORD, "-o", "again.tlog-proof", before=outside)
    out = stage.run("verify", "again.tlog-proof", *RECORD, before=outside)
    assert "Word for word on the record." in out
    assert "We meet on Monday." in out
    assert "just now; witnessed by local." in " ".join(out.split())
    stage.run("verify", "record", before=outside)


def test_a_receipt_is_verified_with_the_card_alone(stage, tmp_path):
    origin, digest = stage.run("root", "--pin", *RECORD).splitlines()[1:]
    elsewhere = Stage(tmp_path)
    shutil.copy(stage.path / "hello.tlog-proof", tmp_path)
    out = elsewhere.run("verify", "hello.tlog-proof", "--card", origin, digest)
    assert "We meet on Monday." in out
    other = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    elsewhere.run("verify", "hello.tlog-proof", "--card", origin, other, status=1)
    elsewhere.run("verify", "hello.tlog-proof", "--card", "shu.example/record", digest, status=1)
    line = elsewhere.run("verify", "hello.tlog-proof", status=2)
    assert "there is no record" in line
    for bad in ("", "zz", digest[:-1], digest.upper()):
        elsewhere.run("verify", "hello.tlog-proof", "--card", origin, bad, status=2)


def test_a_receipt_with_a_changed_word_is_not_good(stage):
    file = stage.path / "hello.tlog-proof"
    raw = file.read_bytes()
    for at in (0, 30, 200, len(raw) // 2, len(raw) - 10):
        file.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        status = 2 if at == 0 else 1
        stage.run("verify", "hello.tlog-proof", *RECORD, status=status)


def test_too_old_a_proof_is_not_taken(stage):
    stage.run("verify", "hello.tlog-proof", *RECORD, "--max-age", "1")
    stage.run("verify", "record", "--max-age", "1")
    stage.run("verify", "hello.tlog-proof", *RECORD, "--max-age", "-1", status=2)
    stage.run("verify", "hello.tlog-proof", *RECORD, "--max-age", "soon", status=2)


def test_the_list_shows_every_entry_and_as_json_one_object_a_line(stage):
    out = stage.run("log", *RECORD)
    assert "LWG: We meet on Monday." in out
    assert "LWG: for members only" in out
    assert "Meet at six" not in out
    rows = [json.loads(line) for line in stage.run("log", *RECORD, "--json").splitlines()]
    assert [row["kind"] for row in rows] == ["root", "own", "own"]
    assert [row["entry"] for row in rows] == [0, 1, 2]
    assert rows[1]["officers"] == ["president", "secretary"]
    assert rows[2]["text"] is None


def test_one_entry_is_shown_by_number_or_id_with_its_hash_and_code(stage):
    by_number, by_id = stage.run("show", "1", *RECORD), stage.run("show", "hello", *RECORD)
    assert by_number == by_id
    for part in ("We meet on Monday.", "signed by president and secretary", "  Hash ", "  Code "):
        assert part in by_number
    assert "awaiting" not in by_number
    assert stage.run("show", "1", *RECORD, "--text").startswith("on-record/communication/v1\n")
    raw = stage.run("show", "1", *RECORD, "--raw")
    (stage.path / "entry").write_text(raw)
    assert "Word for word" in stage.run("verify", "entry", *RECORD)
    (stage.path / "entry").write_text(raw.replace("Monday", "Sunday"))
    assert "Nothing on the record." in stage.run("verify", "entry", *RECORD, status=1)
    for bad in ("3", "99999999999999999999", "-1", "nothing", "１"):
        stage.refused("show", bad, *RECORD)


def test_a_members_letter_is_opened_whole_or_by_one_paragraph(stage):
    assert "A members' communication" in stage.run("show", "letter", *RECORD)
    assert "Tell nobody." in stage.run("open", "letter", *RECORD)
    stage.run("open", "2", *RECORD, "--paragraph", "1", "-o", "part")
    stage.run("open", "2", *RECORD, "-o", "whole")
    part = stage.run("open", "part", *RECORD)
    assert "Meet at six." in part
    assert "Tell nobody." not in part
    assert "Tell nobody." in stage.run("open", "whole", *RECORD)
    assert oct((stage.path / "whole").stat().st_mode)[-3:] == "600"
    text = (stage.path / "part").read_text()
    assert "Tell nobody." not in text
    (stage.path / "part").write_text(text.replace("six", "ten"))
    assert "Not the words of entry 2" in stage.run("open", "part", *RECORD, status=1)
    for bad in (("1",), ("2", "--paragraph", "3"), ("2", "--paragraph", "-1"), ("3",)):
        stage.refused("open", *bad, *RECORD)


def test_withdrawn_words_are_shown_as_withdrawn(stage):
    stage.refused("withdraw", "hello", *RECORD)
    assert "cannot be erased" in stage.refused(
        "withdraw", "hello", *RECORD, "--reason", "No.", "--erase", "--yes"
    )
    out = stage.run("withdraw", "hello", *RECORD, "--reason", "We meet on Tuesday.")
    assert "Entry 1 is withdrawn by LWG 3." in out
    assert "withdrawn on" in stage.run("show", "hello", *RECORD, status=1)
    assert "verdict" in stage.run("verify", "record", "--json")
    one = json.loads(stage.run("show", "1", *RECORD, "--json", status=1))
    assert one["verdict"] == "withdrawn"


def test_erased_words_are_in_no_file_of_the_record_any_more(stage):
    plan = stage.path / "plan.pdf"
    plan.write_bytes(b"PLAN of the picket")
    more = 'class = "members"\nattachment = "plan.pdf"'
    secret = "Harbour Street at dawn."
    stage.run("draft", stage.write("plan.toml", secret, more=more), *RECORD, "-o", "one.note")
    stage.run("draft", "plan.toml", *RECORD, "-o", "two.note")
    for role in ("president", "secretary"):
        stage.run("sign", "two.note", *RECORD, "--key", f"record/keys/{role}.key")
    stage.run("publish", "two.note", *RECORD)
    opening = (stage.path / "record/private/openings/3").read_text()
    seed = next(line for line in opening.splitlines() if line.startswith("seed")).split()[-1]

    def holding(words):
        files = [path for path in (stage.path / "record").rglob("*") if path.is_file()]
        return {str(path) for path in files if words in path.read_bytes()}

    for words in (secret.encode(), seed.encode(), bytes.fromhex(seed), b"PLAN of the picket"):
        assert words == bytes.fromhex(seed) or holding(words)
    stage.refused("withdraw", "plan", *RECORD, "--reason", "Over.", "--erase")
    out = stage.run("withdraw", "plan", *RECORD, "--reason", "Over.", "--erase", "--yes")
    assert "Copies elsewhere are not reached" in out
    for words in (secret.encode(), seed.encode(), bytes.fromhex(seed), b"PLAN of the picket"):
        assert not holding(words)
    assert "erased, or another officer keeps them" in stage.refused("open", "plan", *RECORD)
    assert json.loads(stage.run("verify", "record", "--json"))["verdict"] == "exact"
    stage.refused("withdraw", "plan", *RECORD, "--reason", "Again.", "--erase", "--yes")


def test_erasing_words_that_are_not_here_publishes_no_withdrawal(stage):
    (stage.path / "record/private/openings/2").unlink()
    stage.refused("withdraw", "letter", *RECORD, "--reason", "Over.", "--erase", "--yes")
    assert "A members' communication" in stage.run("show", "letter", *RECORD)


def test_a_long_text_lies_beside_the_log_and_is_audited_with_it(stage):
    stage.run("enter", *RECORD, "--from", stage.write("long.toml", "Word by word.\n" * 5_000))
    body = next((stage.path / "record/public/bodies").iterdir())
    assert "✓" in stage.run("verify", "record")
    raw = body.read_bytes()
    body.write_bytes(raw.replace(b"Word", b"Wort", 1))
    out = stage.run("verify", "record", status=1)
    assert "1 of the files beside it were changed" in out
    assert body.name in out
    body.unlink()
    assert f"bodies/{body.name} is named by an entry" in " ".join(
        stage.run("verify", "record").split()
    )


def test_one_officer_who_keeps_the_record_alone_can_begin_in_three_commands(tmp_path):
    stage = Stage(tmp_path)
    assert "One officer alone" in stage.run("init", "record", *PLAN)
    stage.run("enter", *RECORD, "--from", stage.write("hello.toml"))
    stage.run("receipt", "hello", *RECORD)
    assert (tmp_path / "1.tlog-proof").exists()


def test_interrupted_entering_is_finished_by_entering_again(stage):
    """The log and its head went on; the checkpoint and the openings did not."""
    letter = stage.write("late.toml", "At ten.", more='class = "members"')
    before = (stage.path / "record/public/checkpoint").read_bytes()
    stage.run("enter", *RECORD, "--from", letter)
    opening = stage.path / "record/private/openings/3"
    text = opening.read_text()
    pending = stage.path / "record/private/pending"
    show = stage.run("show", "late", *RECORD, "--text")
    commitment = next(x for x in show.splitlines() if x.startswith("body: members ")).split()[2]
    (pending / commitment).write_text(text)
    opening.unlink()
    (stage.path / "record/public/checkpoint").write_bytes(before)
    out = stage.run("enter", *RECORD, "--from", letter)
    assert "Official: 4 entries" in out
    assert "At ten." in stage.run("open", "late", *RECORD)
    assert not list(pending.iterdir())
