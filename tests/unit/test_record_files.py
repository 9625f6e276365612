"""The log on a real file system: modes, links, leftovers, and every error of the disk."""

import errno
import os
import stat
from pathlib import Path

import pytest

from onrecord.record import durable
from onrecord.record.durable import durable_directory, durable_write
from onrecord.record.files import MAX_FILE, FileLogStore, FileTileSource
from onrecord.record.store import MissingFile, StorageFailed

FILES = {"tile/0/000.p/1": bytes(32), "tile/entries/000.p/1": b"\0\1a"}


@pytest.fixture
def store(tmp_path):
    return FileLogStore(tmp_path / "record" / "public", tmp_path / "state", wait=0)


def fill(store):
    with store.lock():
        write_all(store)


def write_all(store):
    store.write(FILES)
    store.replace(store.head(), b"head")
    store.publish(b"checkpoint")


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_readers_may_read_and_nobody_else_sees_the_state(store, umask):
    before = os.umask(umask)
    try:
        fill(store)
    finally:
        os.umask(before)
    public = [path for path in store.public.rglob("*") if ".tmp" not in path.parts]
    assert {mode(path) for path in public if path.is_dir()} == {0o755}
    assert {mode(path) for path in public if path.is_file()} == {0o644}
    assert mode(store.public / ".tmp") == 0o700
    assert mode(store.state) == 0o700
    assert {mode(path) for path in store.state.iterdir()} == {0o600}


def test_no_temporary_file_is_left_and_a_crashed_one_is_cleaned_up(store):
    fill(store)
    leftovers = [d / (durable.TEMPORARY + "0123") for d in (store.state, store.public)]
    leftovers.append(store.public / ".tmp" / (durable.TEMPORARY + "4567"))
    assert not list(store.public.rglob(durable.TEMPORARY + "*"))
    for each in leftovers:
        each.write_bytes(b"half a fi")
    fill(FileLogStore(store.public, store.state))
    assert not [each for each in leftovers if each.exists()]


@pytest.mark.parametrize("link", ["tile", "tile/0", "tile/0/000.p"])
def test_no_directory_is_written_through_a_link(store, tmp_path, link):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with store.lock():
        pass
    (store.public / link).parent.mkdir(parents=True, exist_ok=True)
    (store.public / link).symlink_to(elsewhere)
    with store.lock(), pytest.raises(StorageFailed, match="symbolic link"):
        store.write(FILES)
    assert list(elsewhere.iterdir()) == []


def test_a_linked_file_is_replaced_and_what_it_led_to_is_left_alone(store, tmp_path):
    target = tmp_path / "precious"
    target.write_bytes(b"precious")
    with store.lock():
        (store.public / "checkpoint").symlink_to(target)
        (store.state / "head").symlink_to(tmp_path / "nowhere")
    fill(store)
    assert target.read_bytes() == b"precious"
    assert not (store.public / "checkpoint").is_symlink()
    assert store.published() == b"checkpoint"
    assert not (tmp_path / "nowhere").exists()


REASONS = {
    errno.ENOSPC: "disk is full",
    errno.EIO: "disk reports an error",
    errno.EACCES: "may not",
    errno.EROFS: "read-only",
    errno.EDQUOT: "quota",
}


def fail(monkeypatch, call, code, at=1):
    """The ``at``-th ``call`` from here on fails with ``code``."""
    real, count = getattr(os, call), 0

    def failing(*args, **kwargs):
        nonlocal count
        count += 1
        if count == at:
            raise OSError(code, os.strerror(code))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)


@pytest.mark.parametrize(("code", "reason"), REASONS.items())
@pytest.mark.parametrize("call", ["open", "rename", "mkdir"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_error_of_the_disk_is_one_line_that_says_what_to_do(
    store, monkeypatch, call, code, reason, at
):
    with store.lock():
        with monkeypatch.context() as patch:
            fail(patch, call, code, at)
            with pytest.raises(StorageFailed, match=reason) as failure:
                store.write(FILES | {"tile/1/000.p/1": bytes(32)})
        assert "\n" not in str(failure.value)
        assert str(store.public) in str(failure.value)
        assert not failure.value.unknown
        assert not list(store.public.rglob(durable.TEMPORARY + "*"))
        store.write(FILES)
    assert {path: store.read(path) for path in FILES} == FILES


@pytest.mark.parametrize("at", range(1, 8))
def test_an_unconfirmed_write_is_never_tried_again(store, monkeypatch, at):
    with store.lock():
        with monkeypatch.context() as patch:
            fail(patch, "fsync", errno.EIO, at)
            with pytest.raises(StorageFailed, match="is unknown") as failure:
                write_all(store)
        assert failure.value.unknown
        for write in (lambda: store.write(FILES), lambda: store.replace(store.head(), b"head")):
            with pytest.raises(StorageFailed, match="run again"):
                write()
    fill(FileLogStore(store.public, store.state))
    assert store.head() == b"head"


def test_a_file_is_confirmed_before_its_name_and_its_directories_after(store, monkeypatch):
    steps = []
    for call in ("fsync", "rename"):
        real = getattr(os, call)

        def noted(*args, _real=real, _call=call, **kwargs):
            what = Path(f"/proc/self/fd/{args[0]}").readlink() if _call == "fsync" else args[1]
            steps.append((_call, Path(what).name))
            return _real(*args, **kwargs)

        monkeypatch.setattr(os, call, noted)
    with store.lock():
        steps.clear()
        store.write({"tile/0/000.p/1": bytes(32)})
        first, steps[:] = steps[:], []
        store.write({"tile/0/000.p/2": bytes(64)})
        second, steps[:] = steps[:], []
        store.replace(None, b"head")
    shown = [[("fsync", "file") if ".tmp-" in b else (a, b) for a, b in run] for run in
             (first, second, steps)]  # fmt: skip
    assert shown[0] == [
        ("fsync", "file"),
        ("rename", "1"),
        ("fsync", "000.p"),
        ("fsync", "0"),
        ("fsync", "tile"),
        ("fsync", "public"),
    ]
    assert shown[1] == [("fsync", "file"), ("rename", "2"), ("fsync", "000.p")]
    assert shown[2] == [("fsync", "file"), ("rename", "head"), ("fsync", "state")]


def test_more_files_than_one_group_are_all_written(store):
    files = {f"tile/0/x001/{n:03}": b"%d" % n for n in range(200)}
    with store.lock():
        store.write(files)
    assert {path: store.read(path) for path in files} == files


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_one_failure_among_many_files_puts_none_in_place(store, monkeypatch, call):
    files = {f"tile/0/x001/{n:03}": b"%d" % n for n in range(40)}
    with store.lock():
        with monkeypatch.context() as patch:
            fail(patch, call, errno.EIO, 20)
            with pytest.raises(StorageFailed) as failure:
                store.write(files)
        assert failure.value.unknown == (call == "fsync")
    assert [path for path in store.public.rglob("*") if path.is_file()] == []


def test_a_reader_is_not_held_up_by_what_is_not_a_plain_file(store):
    fill(store)
    os.mkfifo(store.public / "pipe")
    source = FileTileSource(store.public)
    for path in ("pipe", "tile"):
        with pytest.raises(StorageFailed, match="not a plain file"):
            source.read(path)
    for path in ("tile/0/999", "checkpoint/below"):
        with pytest.raises(MissingFile, match=path):
            source.read(path)


def test_a_reader_does_not_swallow_a_file_of_any_length(store):
    fill(store)
    with (store.public / "huge").open("wb") as file:
        file.truncate(10**12)
    assert len(FileTileSource(store.public).read("huge")) == MAX_FILE


def test_one_file_is_written_durably_with_its_mode(tmp_path):
    deep = tmp_path / "a" / "b"
    durable_directory(deep, mode=0o700)
    durable_directory(deep, mode=0o755)
    assert mode(deep) == mode(deep.parent) == 0o700
    durable_write(deep / "key", b"one", mode=0o600)
    durable_write(deep / "key", b"two", mode=0o600)
    assert ((deep / "key").read_bytes(), mode(deep / "key")) == (b"two", 0o600)
    assert [each.name for each in deep.iterdir()] == ["key"]
    with pytest.raises(StorageFailed, match="cannot write"):
        durable_write(tmp_path / "missing" / "key", b"")
