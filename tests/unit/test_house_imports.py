"""The import contracts hold, and each of them can break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FORBIDDEN = {
    "a domain module that imports the record": (
        "domain/errors.py",
        "import onrecord.record.merkle",
        "cli over procedures over record over keys over domain",
    ),
    "a record module that imports the command line": (
        "record/merkle.py",
        "import onrecord.cli.main",
        "cli over procedures over record over keys over domain",
    ),
    "a talks package above the check that is above it": (
        "talks/__init__.py",
        "import onrecord.check",
        "cli over procedures over record over keys over domain",
    ),
    "a product module that imports a test double": (
        "record/merkle.py",
        "import onrecord.testing.memory",
        "the product never imports its test doubles",
    ),
    "a web framework": ("keys/note.py", "import django", "no web framework"),
    "a second server": (
        "cli/main.py",
        "import waitress",
        "waitress only where something is served",
    ),
}


def _lint(root):
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", root / ".importlinter")
    return root


def test_the_contracts_hold(copy):
    done = _lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", FORBIDDEN)
def test_each_contract_breaks_when_it_is_broken(copy, name):
    where, line, contract = FORBIDDEN[name]
    path = copy / "src" / "onrecord" / where
    before = path.read_text() if path.exists() else None
    for package in ("talks", "check"):
        folder = copy / "src" / "onrecord" / package
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    path.write_text((before or "") + f"\n{line}\n")
    done = _lint(copy)
    path.write_text(before or "")
    assert done.returncode == 1, done.stdout
    assert f"{contract} BROKEN" in done.stdout
