"""A stage for the real command line: a directory, a machine's state, and what was said."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = (sys.executable, "-m", "onrecord.cli.main")
PLAN = ("--origin", "lwg.example/record", "--owner", "LWG", "--zone", "Europe/London")
THREE = ("--officers", "president,secretary,treasurer")

BULLETIN = """
[[communication]]
id = "{id}"
own = true
by = "LWG"
to = ["members"]
channel = "bulletin"
made = 2031-03-01T20:00:00+00:00
{more}
text = '''
{text}
'''
"""


@dataclass
class Stage:
    """One machine: ``path`` is where commands run, ``state`` the signer's state.

    ``agreeing``: ``sign`` is told that its officer has read the text and says yes.
    """

    path: Path
    environ: dict[str, str] = field(default_factory=dict)
    state: str = "state"
    agreeing: bool = True

    @property
    def environment(self):
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        mine = {"ONRECORD_STATE": str(self.path / self.state), "HOME": str(self.path)}
        return {**keep, **mine, "PYTHONDONTWRITEBYTECODE": "1", **self.environ}

    def start(self, *arguments, before=(), **more):
        """A process of the command line, without a terminal, its output piped."""
        asked = self.agreeing and arguments[0] == "sign" and "--code" not in arguments
        yes = ["--yes"] if asked else []
        return subprocess.Popen(
            [*before, *COMMAND, *map(str, arguments), *yes],
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **more,
        )

    def run(self, *arguments, status=0, before=()):
        """Run one command line to its end and return what it printed.

        Bad input (status 2) must be one line on standard error, and no traceback ever shows.
        """
        process = self.start(*arguments, before=before)
        out, err = (each.decode() for each in process.communicate(timeout=60))
        assert process.returncode == status, f"{arguments}: {process.returncode}\n{out}\n{err}"
        assert "Traceback" not in err + out, err
        if status == 2:
            assert len(err.splitlines()) == 1, err
            assert err.startswith("onrecord"), err
            assert all(character.isprintable() for character in err.rstrip("\n"))
            return err
        return out

    def refused(self, *arguments, record="record", before=()):
        """Bad input: status 2, one line, and not one byte of the record changed."""
        was = fingerprint(self.path / record)
        line = self.run(*arguments, status=2, before=before)
        assert fingerprint(self.path / record) == was, f"{arguments} changed the record"
        return line

    def write(self, name, text="We meet on Monday.", *, more="", id=None):
        """A TOML file with one own communication."""
        file = self.path / name
        file.write_text(BULLETIN.format(id=id or file.stem, text=text, more=more))
        return name

    def copy(self, to):
        """This stage in another place, as `cp -a` would make it."""
        shutil.copytree(self.path, to, symlinks=True)
        return Stage(to, dict(self.environ), self.state, self.agreeing)


def fingerprint(directory):
    """Every path below ``directory`` with its kind, mode and bytes; lock files excepted."""
    if not directory.is_dir():
        return None
    found = {}
    for path in sorted(directory.rglob("*")):
        if path.name in {"lock", ".lock"}:
            continue
        status = path.lstat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path.relative_to(directory))] = stat.filemode(status.st_mode), digest
    return found


def first(path):
    """A record of three officers with one bulletin (entry 1) and one members' letter (2)."""
    stage = Stage(path)
    stage.run("init", "record", *PLAN, *THREE)
    stage.run("enter", "--record", "record", "--from", stage.write("hello.toml"))
    letter = stage.write("letter.toml", "Meet at six.\n\nTell nobody.", more='class = "members"')
    stage.run("enter", "--record", "record", "--from", letter)
    stage.run("receipt", "1", "--record", "record", "-o", "hello.tlog-proof")
    return stage
