"""How long a cold ``onrecord verify`` of a receipt takes, process start included.

Run ``./dev bench verify_cold [RUNS]``. A receipt and a pin lie in an otherwise empty directory;
each run is a new process, with the package compiled to bytecode as an installation leaves it.
Beside it: the same interpreter doing nothing, and importing the library that verifies signatures,
which no verification can go below.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import onrecord

GOAL_MS = 150
IMPORT = "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey"


def times(command, runs, directory):
    """Milliseconds of each run, sorted."""
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL)
        spent.append((time.perf_counter() - began) * 1000)
    return sorted(spent)


def make_receipt(directory):
    """A record of the demonstration's dispute, by three officers; the receipt of its agreement."""
    source = directory / "dispute.toml"
    source.write_bytes((files("onrecord.demo") / "dispute.toml").read_bytes())
    environment = {**os.environ, "ONRECORD_STATE": str(directory / "state")}
    for words in (
        ["init", "record", "--from", "dispute.toml", "--officers", "president,secretary,treasurer"],
        ["enter", "--record", "record", "--from", "dispute.toml"],
        ["receipt", "agreement", "--record", "record", "-o", "agreement.tlog-proof"],
    ):
        command = [sys.executable, "-m", "onrecord.cli.main", *words]
        subprocess.run(command, cwd=directory, env=environment, check=True, capture_output=True)


def show(name, spent, note=""):
    median, slow = statistics.median(spent), spent[int(len(spent) * 0.95)]
    print(f"{name:<44} {median:>7.0f} ms median {spent[0]:>6.0f} least {slow:>6.0f} p95  {note}")
    return median


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    compileall.compile_dir(Path(onrecord.__file__).parent, quiet=2)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        make_receipt(directory)
        verify = [Path(sys.executable).with_name("onrecord"), "verify", "agreement.tlog-proof"]
        if not verify[0].exists():
            verify = [sys.executable, "-m", "onrecord.cli.main", *verify[1:]]
        spent = times([*verify, "--pin", "record/pin"], runs, directory)
        floor = times([sys.executable, "-c", "pass"], runs, directory)
        library = times([sys.executable, "-c", IMPORT], runs, directory)
    median = show("onrecord verify RECEIPT, cold", spent, f"goal: under {GOAL_MS} ms")
    bare = show("the interpreter alone", floor)
    limit = show("the interpreter and the signature library", library)
    print(f"ratio to the interpreter {median / bare:.1f}, with the library {median / limit:.1f}")


if __name__ == "__main__":
    main()
