"""The manual does what it says: its examples are run in order, and no option is left out.

The fenced blocks marked ``console`` of the chapters below are one story. They are run in one
directory, in the order of the chapters, by one shell for each command; each command's output and
exit status are held against what the manual shows.

In a block, a line that begins with ``$`` is a command, and the lines up to the next one are what
it prints, on standard output and standard error. ``...`` stands for anything; white space counts
as one space, since dates of other lengths wrap lines elsewhere. A last line ``(status 1)`` is the
exit status where it is not 0. A command that ends in ``&`` goes on until the story ends; its
output is awaited. A block marked ``toml`` whose first line is ``# NAME`` is a file of that name.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from onrecord.cli.main import COMMANDS

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"
STORY = (
    "README",
    "begin",
    "speak",
    "members-only",
    "prove",
    "officers",
    "keep",
    "witness",
    "check",
    "talks",
)
PORTS = ("8080", "8090")

_BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"\(status (\d+)\)")
_INLINE = re.compile(r"`(onrecord [^`]+)`")
_OPTION = re.compile(r"(?<![\w-])(--?[a-z][a-z-]*)")


@dataclass(frozen=True)
class Example:
    """One command of the manual, and what the manual says that it does."""

    chapter: str
    command: str
    output: str
    status: int


@dataclass(frozen=True)
class TextFile:
    """A file that a chapter shows in full."""

    name: str
    text: str


def steps(chapter: str) -> Iterator[Example | TextFile]:
    """What a chapter's blocks say to do, in order."""
    for kind, body in _BLOCK.findall((MANUAL / f"{chapter}.md").read_text(encoding="utf-8")):
        if kind == "toml" and (name := re.match(r"# (\S+\.toml)\n", body)):
            yield TextFile(name[1], body)
        elif kind == "console":
            yield from _examples(chapter, body)


def _examples(chapter: str, body: str) -> Iterator[Example]:
    first, *rest = re.split(r"^\$ ", body, flags=re.MULTILINE)
    assert not first.strip(), f"{chapter}: a console block begins with a command: {first!r}"
    for part in rest:
        lines = part.rstrip("\n").split("\n")
        command = [lines.pop(0)]
        while command[-1].endswith("\\"):
            command.append(lines.pop(0).removeprefix("> "))
        status = 0
        while lines and not lines[-1].strip():
            lines.pop()
        if lines and (told := _STATUS.fullmatch(lines[-1])):
            status = int(told[1])
            lines.pop()
        yield Example(chapter, "\n".join(command), "\n".join(lines), status)


class Shell:
    """Runs commands one after another, each seeing the directory and variables of the last."""

    def __init__(self, home: Path) -> None:
        home.chmod(0o700)
        (home / "bin").mkdir()
        program = home / "bin" / "onrecord"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m onrecord.cli.main "$@"\n')
        program.chmod(0o755)
        self._home, self._here = home, home / "story"
        self._here.mkdir(mode=0o700)
        kept = {name: value for name, value in os.environ.items() if name[:8] != "ONRECORD"}
        path = f"{home / 'bin'}{os.pathsep}{kept['PATH']}"
        self._environ = {**kept, "PATH": path, "HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self._environ |= {"ONRECORD_STATE": str(home / "state"), "LC_ALL": "C.UTF-8"}
        self._ports = {port: _free_port() for port in PORTS}
        self._running: list[subprocess.Popen[bytes]] = []

    def write(self, file: TextFile) -> None:
        """Put a file where the story is."""
        (self._here / file.name).write_text(file.text, encoding="utf-8")

    def run(self, command: str) -> tuple[str, int]:
        """What a command printed, and its exit status."""
        for port, free in self._ports.items():
            command = command.replace(port, free)
        output, status = self._stay(command) if command.endswith("&") else self._once(command)
        output = output.replace(str(self._here), "/story")
        for port, free in self._ports.items():
            output = output.replace(free, port)
        return output.rstrip("\n"), status

    def _once(self, command: str) -> tuple[str, int]:
        after = self._home / "after"
        script = f"umask 077\n{command}\nstatus=$?\nenv -0 >{shlex.quote(str(after))}\nexit $status"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self._here,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        pairs = (pair.split("=", 1) for pair in after.read_text().split("\0") if pair)
        self._environ = {name: value for name, value in pairs if name not in {"_", "SHLVL"}}
        self._here = Path(self._environ["PWD"])
        return done.stdout.decode(), done.returncode

    def _stay(self, command: str) -> tuple[str, int]:
        log = self._home / f"log-{len(self._running)}"
        with log.open("wb") as file:
            process = subprocess.Popen(
                ["bash", "-c", "umask 077; exec " + command.removesuffix("&")],
                cwd=self._here,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self._running.append(process)
        end = time.monotonic() + 20
        while not log.read_bytes().endswith(b"\n") and time.monotonic() < end:
            time.sleep(0.02)
        return log.read_text(), process.poll() or 0

    def end(self) -> None:
        """Stop what still runs."""
        for process in self._running:
            process.terminate()  # not SIGINT: what a shell starts in the background ignores it
        for process in self._running:
            process.wait(timeout=20)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def agrees(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what the manual shows, ``...`` standing for anything."""
    parts = (re.escape(" ".join(part.split())) for part in shown.split("..."))
    pattern = r"\s*.*?\s*".join(part.replace(r"\ ", " ") for part in parts)
    return re.fullmatch(pattern, " ".join(printed.split()), re.DOTALL) is not None


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The story, run from its beginning: for each chapter, what went otherwise than it says."""
    shell = Shell(tmp_path_factory.mktemp("manual"))
    faults: dict[str, list[str]] = {}
    try:
        for chapter in STORY:
            faults[chapter] = [*_tell(shell, chapter)]
    finally:
        shell.end()
    return faults


def _tell(shell: Shell, chapter: str) -> Iterator[str]:
    for step in steps(chapter):
        if isinstance(step, TextFile):
            shell.write(step)
            continue
        printed, status = shell.run(step.command)
        if status != step.status or not agrees(step.output, printed):
            yield (
                f"$ {step.command}\n--- the manual, status {step.status}\n{step.output}\n"
                f"--- the command, status {status}\n{printed}\n"
            )


@pytest.mark.slow
@pytest.mark.parametrize("chapter", STORY)
def test_every_example_of_the_manual_does_what_the_manual_shows(
    told: dict[str, list[str]], chapter: str
) -> None:
    assert not told[chapter], "\n".join(told[chapter])


def test_the_runner_of_examples_can_tell_a_difference() -> None:
    assert agrees("Official: ... entries,\nby local.", "Official: 4 entries, by\nlocal.")
    assert not agrees("Official: 4 entries.", "Official: 5 entries.")
    assert not agrees("", "something")
    assert not agrees("Official.", "Official. And more.")


@cache
def options_of(command: str) -> dict[str, argparse.Action]:
    """The options of a command by every spelling, ``--help`` aside."""
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"onrecord.cli.{command}").add_arguments(parser)
    return {spelled: action for action in parser._actions for spelled in action.option_strings}


def reference() -> dict[str, str]:
    """The sections of commands.md by command."""
    text = (MANUAL / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^## onrecord (\S+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_reference_has_every_command_in_the_order_of_the_help() -> None:
    assert list(reference()) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_every_option_of_a_command_and_no_other(command: str) -> None:
    section = reference()[command]
    named = set(re.findall(r"^\| `(?:-\w`, `)?(--[a-z-]+)", section, re.MULTILINE))
    named |= set(re.findall(r"^\| `(-\w)`, `--", section, re.MULTILINE))
    assert named == set(options_of(command))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_every_positional_argument_of_a_command(command: str) -> None:
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"onrecord.cli.{command}").add_arguments(parser)
    wanted = [action for action in parser._actions if not action.option_strings]
    synopsis = re.search(rf"`(onrecord {command}\b[^`]*)`", reference()[command])
    assert synopsis
    for action in wanted:
        name = (action.metavar or action.dest).upper()
        assert name in synopsis[1], f"{synopsis[1]} does not name {name}"


def test_every_command_named_in_the_manual_has_the_options_that_it_is_named_with() -> None:
    wrong = []
    for path in sorted(MANUAL.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        told = [" ".join(found.split()) for found in _INLINE.findall(text)]
        told += re.findall(r"^(?: {4}|\$ .*?)(onrecord .*)$", text, re.MULTILINE)
        for line in told:
            name, *_ = line.removeprefix("onrecord ").split()
            known = options_of(name) if name in COMMANDS else {"--help": None, "--version": None}
            alone = line.split(" | ")[0].split("$(")[0]
            wrong += [
                f"{path.name}: {line}: {option}"
                for option in _OPTION.findall(alone)
                if option not in known and option not in {"--help", "-h"}
            ]
    assert not wrong


def test_every_command_line_of_the_manual_stands_in_a_block_that_is_run() -> None:
    for path in sorted(MANUAL.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for kind, body in _BLOCK.findall(text):
            assert kind in {"console", "toml", "text"}, f"{path.name}: a block of {kind}"
            if kind == "text":
                assert "onrecord " not in body, f"{path.name}: a command that is not run: {body}"
            if kind == "console":
                assert path.stem in STORY, f"{path.name}: its examples are not run"
        assert not re.search(r"^ {4}(\$ )?onrecord ", text, re.MULTILINE), path.name
