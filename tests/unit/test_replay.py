"""The file system that forgets: what a cut may take, and what it may never take."""

from __future__ import annotations

import random

import pytest

from tests.campaign.replay import Data, Disk, Mark, Recorder, materialise
from tests.campaign.strace_log import Call, UnreadableTrace, parse_call, read_trace

CUTS = 300


def call(name, *arguments, result=0):
    return Call(1, name, arguments, result)


def create(path, descriptor=3):
    return call("openat", "AT_FDCWD", path.encode(), "O_WRONLY|O_CREAT", "0600", result=descriptor)


def write(content, descriptor=3):
    return call("write", str(descriptor), content, str(len(content)), result=len(content))


def sync(descriptor=3):
    return call("fsync", str(descriptor))


def rename(old, new):
    return call("rename", old.encode(), new.encode())


@pytest.fixture
def trees(tmp_path):
    """All trees that cuts at the end of some calls left, paths relative to the root."""

    def play(calls, model="subset"):
        root = str(tmp_path)
        recorder = Recorder([root], marks=9)
        operations = recorder.feed(calls(root))
        disk = Disk(recorder.base, recorder.directories)
        for operation in operations:
            disk.advance(operation)
        rng = random.Random(1)
        found = [disk.cut(rng, model) for _ in range(CUTS)]
        return [
            {path[len(root) + 1 :]: content for path, content in tree.items() if path > root + "/"}
            for tree in found
        ]

    return play


def test_a_file_without_fsync_survives_whole_torn_zeroed_or_not_at_all(trees):
    found = trees(lambda root: [create(f"{root}/a"), write(b"hello")])
    contents = {tree.get("a", "lost") for tree in found}
    assert {b"hello", b"", bytes(5), b"hel", "lost"} <= contents


def test_a_synced_file_keeps_its_bytes_but_may_still_lose_its_name(trees):
    found = trees(lambda root: [create(f"{root}/a"), write(b"hello"), sync()])
    assert {tree.get("a", "lost") for tree in found} == {b"hello", "lost"}


def test_a_synced_name_does_not_make_the_bytes_durable(trees):
    def calls(root):
        directory = call("openat", "AT_FDCWD", root.encode(), "O_RDONLY|O_DIRECTORY", result=4)
        return [create(f"{root}/a"), write(b"hello"), directory, sync(4)]

    contents = {tree["a"] for tree in trees(calls)}
    assert b"" in contents
    assert b"hello" in contents


def test_file_and_directory_synced_is_always_there(trees):
    def calls(root):
        directory = call("openat", "AT_FDCWD", root.encode(), "O_RDONLY|O_DIRECTORY", result=4)
        return [create(f"{root}/a"), write(b"hello"), sync(), directory, sync(4)]

    assert all(tree == {"a": b"hello"} for tree in trees(calls))


def test_a_rename_over_an_old_file_leaves_the_old_or_the_new_never_neither(trees, tmp_path):
    (tmp_path / "head").write_bytes(b"old")

    def calls(root):
        new = [create(f"{root}/tmp"), write(b"new"), sync()]
        return [*new, rename(f"{root}/tmp", f"{root}/head")]

    assert {tree["head"] for tree in trees(calls)} == {b"old", b"new"}


def test_a_rename_of_unsynced_bytes_may_leave_an_empty_head(trees, tmp_path):
    (tmp_path / "head").write_bytes(b"old")

    def calls(root):
        return [create(f"{root}/tmp"), write(b"new"), rename(f"{root}/tmp", f"{root}/head")]

    assert b"" in {tree["head"] for tree in trees(calls)}


def test_the_prefix_model_never_keeps_a_later_name_without_an_earlier_one(trees):
    def calls(root):
        return [create(f"{root}/a"), create(f"{root}/b")]

    assert not any("b" in tree and "a" not in tree for tree in trees(calls, "prefix"))
    assert any("b" in tree and "a" not in tree for tree in trees(calls, "subset"))


def test_a_directory_whose_name_is_lost_takes_its_synced_files_along(trees):
    def calls(root):
        made = call("mkdir", f"{root}/d".encode(), "0700")
        inside = [create(f"{root}/d/a"), write(b"x"), sync()]
        directory = call("openat", "AT_FDCWD", f"{root}/d".encode(), "O_RDONLY", result=4)
        return [made, *inside, directory, sync(4)]

    assert {frozenset(tree) for tree in trees(calls)} == {frozenset(), frozenset({"d", "d/a"})}


def test_what_the_world_saw_stands_in_order_with_the_calls(tmp_path):
    root = str(tmp_path)
    recorder = Recorder([root], marks=9, watch=[f"{root}/checkpoint"])
    operations = recorder.feed(
        [
            create(f"{root}/t"),
            write(b"seven"),
            rename(f"{root}/t", f"{root}/checkpoint"),
            write(b"ack", descriptor=9),
        ]
    )
    marks = [operation for operation in operations if isinstance(operation, Mark)]
    assert marks == [Mark("seen", b"seven"), Mark("acknowledged", b"ack")]


def test_a_short_write_counts_only_what_was_written(tmp_path):
    root = str(tmp_path)
    short = call("write", "3", b"hello", "5", result=2)
    operations = Recorder([root], marks=9).feed([create(f"{root}/a"), short, write(b"llo")])
    assert [operation for operation in operations if isinstance(operation, Data)][1].offset == 2


@pytest.mark.parametrize(
    "unknown",
    [call("fallocate", "3"), call("dup2", "3", "4"), call("writev", "3"), call("clone", "0")],
)
def test_a_call_without_a_model_is_refused_rather_than_forgotten(tmp_path, unknown):
    with pytest.raises(UnreadableTrace, match="no model of"):
        Recorder([str(tmp_path)], marks=9).feed([unknown])


def test_a_cut_string_in_the_trace_is_refused():
    with pytest.raises(UnreadableTrace, match="cut short"):
        parse_call(r'1 write(3, "\x68"..., 9000) = 9000')


def test_two_processes_in_one_trace_are_refused(tmp_path):
    trace = tmp_path / "trace"
    trace.write_text("1 fsync(3) = 0\n2 fsync(3) = 0\n")
    with pytest.raises(UnreadableTrace, match="two processes"):
        list(read_trace(trace))


def test_a_structure_counts_as_one_argument():
    line = r'1 newfstatat(3, "", {st_mode=S_IFREG|0644, st_size=0, ...}, AT_EMPTY_PATH) = 0'
    assert len(parse_call(line).arguments) == 4


def test_a_tree_is_written_out_as_it_is(tmp_path):
    materialise({"/r": None, "/r/d": None, "/r/d/a": b"x", "/other/b": b"y"}, "/r", str(tmp_path))
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["d", "d/a"]
