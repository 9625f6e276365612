"""``./dev`` on machines that lack something: one line that says what, and nothing left behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path):
    """A copy of ``./dev`` and the lists that it reads, in a folder whose name has a space."""
    root = tmp_path / "a check out"
    shutil.copytree(ROOT / "requirements", root / "requirements")
    shutil.copy(ROOT / "dev", root / "dev")
    return root


def _dev(checkout, *arguments, **environment):
    clean = {"PATH": os.environ["PATH"], "PIP_RETRIES": "0", "HOME": str(checkout)}
    return subprocess.run(
        ["sh", str(checkout / "dev"), *arguments],
        cwd="/",
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _program(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_python_without_venv_is_told_which_debian_package_to_install(checkout, tmp_path):
    python = _program(
        tmp_path / "python",
        f'case "$*" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"',
    )
    done = _dev(checkout, "setup", PYTHON=python)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "apt install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_venv_that_could_not_be_finished_is_taken_away(checkout, tmp_path):
    python = _program(
        tmp_path / "python",
        f'case "$*" in "-m venv"*) mkdir .venv; exit 1 ;; esac; exec {sys.executable} "$@"',
    )
    done = _dev(checkout, "setup", PYTHON=python)
    assert done.returncode == 2
    assert "nothing was left behind" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_named(checkout, tmp_path):
    python = _program(tmp_path / "python", "exit 1")
    done = _dev(checkout, "setup", PYTHON=python)
    assert done.returncode == 2
    assert done.stderr == f"dev: PYTHON={python} is not Python 3.11 or newer\n"


def test_a_machine_without_any_python_is_told_what_to_do(checkout, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cat", "cksum", "rm"):
        (tools / name).symlink_to(shutil.which(name))
    done = _dev(checkout, "test", PATH=str(tools))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no Python 3.11 or newer found" in done.stderr


@pytest.mark.slow
def test_a_machine_without_network_is_told_so_in_one_line_and_can_try_again(checkout):
    nowhere = {"PYTHON": sys.executable, "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    first = _dev(checkout, "setup", **nowhere)
    assert first.returncode == 2
    assert "connect to the network" in first.stderr.splitlines()[-1]
    assert len(first.stderr.splitlines()) == 2
    assert not list(checkout.glob(".venv/*.stamp"))
    again = _dev(checkout, "setup", **nowhere)
    assert (again.returncode, again.stderr) == (2, first.stderr)


@pytest.mark.parametrize("arguments", [[], ["tset"]])
def test_an_unknown_chore_lists_the_chores(checkout, arguments):
    done = _dev(checkout, *arguments)
    assert done.returncode == 2
    for chore in ("demo", "test", "lint", "docs", "bench", "campaign", "setup"):
        assert f"./dev {chore}" in done.stdout + done.stderr


def test_no_locked_package_comes_without_a_hash_or_from_this_machine():
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        packages = [line for line in text.splitlines() if "==" in line]
        assert packages
        assert all(line.endswith(" \\") for line in packages)
        assert "--find-links" not in text
        assert "--index-url" not in text


def test_what_the_product_needs_is_locked_alike_for_running_and_for_developing():
    run, dev = (
        {
            line.split(" ")[0]
            for line in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
            if "==" in line
        }
        for name in ("run", "dev")
    )
    assert run < dev


def test_every_dependency_has_its_reason_in_the_decision_about_them():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    decision = next((ROOT / "docs" / "adr").glob("0007-*.md")).read_text()
    names = [re.split("[<>=]", line)[0] for line in wanted]
    assert [name for name in names if not re.search(rf"^\| .*\b{name}\b", decision, re.M)] == []
