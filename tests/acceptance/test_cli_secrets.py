"""What a source file from somebody else must not be able to publish: keys, and members' words."""

import os

import pytest

from tests.acceptance.stage import first

RECORD = ("--record", "record")
SECRET = {
    "the log's key": "record/keys/log.key",
    "an officer's key": "record/keys/president.key",
    "an officer's key that was moved away": "amina/president.key",
    "an OpenSSH key": "amina/id_ed25519",
    "what opens a members' letter": "record/private/openings/2",
    "the same, handed on": "letter.opening",
    "the witness's state": "record/witness/note.txt",
    "a way round": "record/public/../keys/log.key",
    "a link to a key": "holiday.jpg",
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    stage = first(tmp_path_factory.mktemp("secrets"))
    (stage.path / "amina").mkdir(mode=0o700)
    keys = stage.path / "record/keys"
    (stage.path / "amina/president.key").write_bytes((keys / "president.key").read_bytes())
    armour = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
    (stage.path / "amina/id_ed25519").write_text(armour, encoding="ascii")
    (stage.path / "record/witness/note.txt").write_text("private\n", encoding="ascii")
    (stage.path / "holiday.jpg").symlink_to("record/keys/secretary.key")
    stage.run("open", "2", *RECORD, "-o", "letter.opening")
    return stage


def attaching(stage, file, id="hostile"):
    return stage.write(f"{id}.toml", more=f'attachment = [{{file = "{file}", name = "a.jpg"}}]')


@pytest.mark.parametrize("file", SECRET.values(), ids=SECRET)
@pytest.mark.parametrize("command", [("draft",), ("enter", "--from")], ids=["draft", "enter"])
def test_no_attachment_gives_a_secret_away(stage, command, file):
    line = stage.refused(*command, attaching(stage, file), *RECORD)
    assert "a key or opens a members' text" in line
    assert not list((stage.path / "record/public").glob("attachments/*"))


def test_an_attachment_that_never_ends_its_opening_is_refused_and_not_waited_for(stage):
    os.mkfifo(stage.path / "pipe")
    assert "no plain file" in stage.refused("draft", attaching(stage, "pipe"), *RECORD)
