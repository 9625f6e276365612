"""``onrecord serve``: a record's public files, read-only; any static file server does as well."""

from __future__ import annotations

import argparse

from onrecord.cli.common import add_address, add_record, record_of
from onrecord.record.serving import serve_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    add_record(parser)
    add_address(parser, port=8080)


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    directory = record_of(args)

    def ready(url: str) -> None:
        print(f"{directory.pin().origin} at {url}/checkpoint; stop with Ctrl-C", flush=True)

    serve_files(directory.public, args.port, host=args.host, ready=ready)
    return 0
