"""``onrecord demo [DIR]``: a fictional dispute's record, made and checked before your eyes."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from onrecord.cli.common import BadInput
from onrecord.cli.main import main
from onrecord.demo.story import tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to make it."""
    parser.add_argument(
        "directory", metavar="DIR", nargs="?", help="new or empty (default: a new one)"
    )


def run(args: argparse.Namespace) -> int:
    """Tell the story in a directory of its own."""
    if args.directory is None:
        directory = Path(tempfile.mkdtemp(prefix="onrecord-demo-"))
    else:
        directory = Path(args.directory).absolute()
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise BadInput(f"{directory} is not a new or empty directory; name another")
        directory.mkdir(mode=0o755, parents=True, exist_ok=True)
    # What a step complains of belongs in the story, in its place.
    sys.stderr = sys.stdout
    tell(directory, main)
    return 0
