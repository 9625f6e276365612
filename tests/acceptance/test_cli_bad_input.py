"""Bad input: status 2, one line that a person can act on, and not one byte changed."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.acceptance.stage import COMMAND, PLAN, Stage, fingerprint, first

RECORD = ("--record", "record")
ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return first(tmp_path_factory.mktemp("ready"))


@pytest.fixture
def stage(ready, tmp_path):
    return ready.copy(tmp_path / "stage")


HOSTILE = {
    "junk": bytes(range(256)) * 40,
    "empty": b"",
    "nul": b'[[communication]]\nid = "\x00"\n',
    "latin": '[[communication]]\nid = "caf\xe9"\n'.encode("latin-1"),
    "deep": b"a = " + b"[" * 50_000,
    "deep tables": b"[a" + b".a" * 50_000 + b"]\n",
    "inline": b"a = " + b"{a=" * 20_000,
    "huge number": b"[record]\norigin = 1" + b"0" * 100_000 + b"\n",
    "huge in a date": b"[[communication]]\nmade = 9" + b"9" * 5_000 + b"-01-01\n",
    "five megabytes": b"# " + b"x" * 5_000_000 + b"\n",
    "four megabytes": b'[[communication]]\nid = "' + b"x" * 4_000_000 + b'"\n',
    "many": b"[[communication]]\n" * 50_000,
    "unclosed": b"[[communication]\n",
    "twice": b"[record]\n[record]\n",
    "unknown": b"[recrod]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_toml_is_one_line(ready, name):
    (ready.path / "hostile.toml").write_bytes(HOSTILE[name])
    line = ready.refused("enter", *RECORD, "--from", "hostile.toml")
    assert len(line) < 1_000


@pytest.mark.parametrize("name", ["junk", "deep", "huge number", "five megabytes"])
def test_a_hostile_file_begins_drafts_and_publishes_nothing(ready, name):
    (ready.path / "hostile.toml").write_bytes(HOSTILE[name])
    ready.refused("draft", "hostile.toml", *RECORD)
    ready.refused("publish", "hostile.toml", *RECORD)
    ready.refused("init", "fresh", "--from", "hostile.toml", record="fresh")
    assert not (ready.path / "fresh").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("enter", *RECORD, "--from"),
        ("draft", *RECORD),
        ("sign", *RECORD),
        ("publish", *RECORD),
        ("evidence", *RECORD),
        ("key", *RECORD),
        ("verify", "hello.tlog-proof", "--pin"),
        ("sign", "junk", *RECORD, "--key"),
        ("open", *RECORD),
    ],
    ids=" ".join,
)
def test_a_file_that_is_not_there_or_is_no_file_or_is_junk_is_one_line(ready, command):
    (ready.path / "directory").mkdir(exist_ok=True)
    (ready.path / "junk").write_bytes(HOSTILE["junk"])
    for name in ("missing", "directory", "junk", "x" * 300):
        ready.refused(*command, name)


def test_the_name_of_a_file_steers_no_terminal(ready):
    for name in ("no\x1b[31m such", "no\nsuch", "no\u202esuch", "no\x07such"):
        line = ready.refused("verify", name)
        assert "no such file" in line
    ready.refused("log", "--no\x1b[31m\nsuch")
    ready.run("\x1b[31m", status=2)


def test_words_that_would_steer_a_terminal_are_refused_and_shown_escaped(stage):
    for text, shown in (("\\u001b[2JWe give in.", "x1b"), ("We \\u202enever met.", "202e")):
        file = stage.path / "escape.toml"
        stage.write("escape.toml")
        words = file.read_text().replace("'''\nWe meet on Monday.\n'''", f'"""\n{text}\n"""')
        file.write_text(words)
        line = stage.refused("enter", *RECORD, "--from", "escape.toml")
        assert shown in line.lower() or "U+" in line
    statement = stage.run("show", "1", *RECORD, "--text")
    (stage.path / "hostile.note").write_text(statement.replace("Monday", "\x1b[2JMonday"))
    stage.refused("sign", "hostile.note", *RECORD)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("--nonsense",),
        ("show",),
        ("show", "1", "--nonsense"),
        ("show", "1", "2"),
        ("init",),
        ("init", "fresh"),
        ("init", "fresh", *PLAN, "--officers", "a,b"),
        ("init", "fresh", *PLAN, "--officers", "a,a,b"),
        ("init", "fresh", *PLAN, "--officers", "A B,c,d"),
        ("init", "fresh", *PLAN, "--officers", ""),
        ("init", "fresh", *PLAN, "--threshold", "own=2"),
        ("init", "fresh", *PLAN, "--threshold", "own"),
        ("init", "fresh", *PLAN, "--zone", "Mars/Olympus"),
        ("init", "fresh", "--origin", "no spaces please", "--owner", "LWG"),
        ("init", "fresh", *PLAN, "--witness", "press"),
        ("init", "no/such/place", *PLAN),
        ("init", "record", *PLAN),
        ("show", "1", "--record", "missing"),
        ("show", "1", "--record", "hello.toml"),
        ("serve", *RECORD, "--port", "99999999"),
        ("serve", *RECORD, "--host", "no such host", "--port", "0"),
    ],
    ids=lambda each: " ".join(each)[:40],
)
def test_a_wrong_call_is_one_line(ready, arguments):
    ready.refused(*arguments)
    assert not (ready.path / "fresh").exists()


def test_a_key_of_somebody_else_signs_nothing(stage):
    stage.run("key", "new.key", "--new", "--officer", "president", *RECORD)
    stage.write("next.toml")
    stage.refused("enter", *RECORD, "--from", "next.toml", "--key", "new.key")
    stage.refused("enter", *RECORD, "--from", "next.toml", "--key", "record/keys/log.key")
    one = ("--key", "record/keys/president.key")
    stage.refused("enter", *RECORD, "--from", "next.toml", *one)
    stage.refused("enter", *RECORD, "--from", "next.toml", *one, *one)
    stage.refused("key", "new.key", "--new", "--officer", "president", *RECORD)
    stage.refused("key", "other.key", "--new", *RECORD)


FILES = (
    "pin",
    "keys/log.key",
    "public/checkpoint",
    "public/tile/0/000.p/3",
    "public/tile/entries/000.p/3",
)


@pytest.mark.parametrize("name", FILES)
def test_a_record_that_was_copied_in_part_is_not_written_on(stage, name):
    file = stage.path / "record" / name
    raw = file.read_bytes()
    stage.write("next.toml")
    for damaged in (None, b"", raw[: len(raw) // 2], raw[:-1], raw + b"x", b"\xff" * len(raw)):
        if damaged is None:
            file.unlink()
        else:
            file.write_bytes(damaged)
            file.chmod(0o600)
        stage.refused("enter", *RECORD, "--from", "next.toml")
    file.write_bytes(raw)
    stage.run("enter", *RECORD, "--from", "next.toml")


@pytest.mark.parametrize("name", FILES[2:])
def test_a_record_that_was_copied_in_part_does_not_verify(stage, name):
    file = stage.path / "record" / name
    raw = file.read_bytes()
    for damaged in (None, raw[:-1]):
        file.unlink() if damaged is None else file.write_bytes(damaged)
        process = stage.start("verify", "record")
        out, err = process.communicate(timeout=30)
        assert process.returncode in {1, 2}
        assert b"\xe2\x9c\x93" not in out
        assert b"Traceback" not in out + err
        stage.refused("show", "1", *RECORD)


def test_nothing_is_signed_while_the_local_witness_has_lost_its_key(stage):
    key = stage.path / "record/witness/witness.key"
    key.rename(stage.path / "away")
    stage.write("next.toml")
    line = stage.refused("enter", *RECORD, "--from", "next.toml")
    assert "nothing is signed" in line
    (stage.path / "away").rename(key)
    assert "Official: 4 entries" in stage.run("enter", *RECORD, "--from", "next.toml")


def test_the_head_of_the_signer_is_not_guessed(stage):
    pin = (stage.path / "record/pin").read_text().splitlines()[2]
    head = stage.path / "state" / pin / "head"
    raw = head.read_bytes()
    stage.write("next.toml")
    for damaged in (b"", raw[:-5], b"junk", raw.replace(b"\n3\n", b"\n2\n")):
        head.write_bytes(damaged)
        stage.refused("enter", *RECORD, "--from", "next.toml")
        assert head.read_bytes() == damaged
    head.unlink()
    assert "onrecord adopt" in stage.refused("enter", *RECORD, "--from", "next.toml")


@pytest.mark.parametrize("where", ["record/public", "state"])
def test_a_read_only_directory_takes_nothing(stage, where):
    if ROOT:
        if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
            pytest.skip("this root may not make a mount of its own, and writes anywhere else")
        script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        before = ("unshare", "-m", "sh", "-c", script, str(stage.path / where))
    else:
        before = ()
        for path in (stage.path / where).rglob("*"):
            path.chmod(0o500 if path.is_dir() else 0o400)
        (stage.path / where).chmod(0o500)
    stage.write("next.toml")
    stage.refused("enter", *RECORD, "--from", "next.toml", before=before)
    assert "Word for word" in stage.run("show", "1", *RECORD, before=before)


def test_a_full_disk_takes_nothing_and_the_record_goes_on_when_there_is_room(stage):
    """A tmpfs in a mount namespace of its own; it ends with the last process in it."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a mount namespace")
    enter = " ".join([*COMMAND, "enter", "--record", "record", "--from", "next.toml"])
    show = " ".join([*COMMAND, "verify", "record"])
    script = f"""
set -e
mkdir disk && mount -t tmpfs -o size=1m none disk
cp -a record state hello.toml disk && cd disk && cp ../next.toml .
export ONRECORD_STATE="$PWD/state"
cat /dev/zero > fill 2>/dev/null || true
find record/public -type f -exec cat {{}} + | sha256sum > ../before
if {enter} 2>../error; then exit 9; else test $? = 2; fi
find record/public -type f -exec cat {{}} + | sha256sum | diff - ../before
cat ../error
rm fill
{show} >/dev/null && {enter} >/dev/null && {show}
"""
    stage.write("next.toml")
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=stage.path,
        env=stage.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[0].startswith("onrecord: ")
    assert "the disk is full: free some space" in run.stdout.splitlines()[0]
    assert "This record is whole" in run.stdout
    assert "2 communications count" not in run.stdout


def test_a_full_output_is_one_line(ready):
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("this machine has no /dev/full")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        run = subprocess.run(
            [*COMMAND, "show", "1", "--record", "record"],
            cwd=ready.path,
            env=ready.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


def test_a_terminal_without_unicode_shows_what_it_can(ready):
    stage = Stage(ready.path, {"PYTHONIOENCODING": "ascii"})
    assert stage.run("show", "1", *RECORD).splitlines()[1].startswith("[=] Word for word")


def test_verifying_starts_without_the_heavy_parts():
    """A cold `verify` of a receipt loads no web server, no calendar of zones and no word list."""
    code = (
        "import sys, onrecord.cli.verify;"
        "print(*(m for m in ('waitress', 'mnemonic', 'tomllib', 'http.client', 'zoneinfo._tzpath')"
        " if m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(run.stdout.split()) & {"waitress", "mnemonic", "http.client"}


def test_nothing_was_left_by_all_of_this(ready, tmp_path):
    """The record that most of these tests shared is still the record that was made."""
    shutil.copytree(ready.path / "record", tmp_path / "record")
    assert "✓" in ready.run("verify", tmp_path / "record")
    assert fingerprint(tmp_path / "record") == fingerprint(ready.path / "record")
