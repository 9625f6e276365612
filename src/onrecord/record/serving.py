"""Serving over HTTP: limits for any WSGI application, and a record's public directory as files.

The file server is as small as the rules it needs: GET and HEAD; names of letters, digits and
``._-`` that do not begin with a dot; no symbolic link anywhere on the way; plain files only.
``waitress`` is imported when a server starts and at no other time.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.domain.errors import OnRecordError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,254}){1,40}\Z")
_CHUNK = 65_536
_FOLLOW_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
RECEIVE_SECONDS = 20.0
SHORT = "public, max-age=5"
FOREVER = "public, max-age=31536000, immutable"


def status_line(status: int) -> str:
    """``404`` as ``404 Not Found``."""
    return f"{status} {_REASONS[status]}"


def plain(
    start_response: StartResponse, status: int, line: str, allow: str = ""
) -> Iterable[bytes]:
    """Answer with one line of text."""
    body = f"{line}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(status_line(status), headers + ([("Allow", allow)] if allow else []))
    return [body]


def files_app(public: Path) -> WSGIApplication:
    """A read-only WSGI application over a record's public directory."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return plain(start_response, 405, "only GET and HEAD", "GET, HEAD")
        path = environ.get("PATH_INFO", "")
        if not _PATH.match(path) or (descriptor := _open(public, path[1:])) is None:
            return plain(start_response, 404, "there is no such file in this record")
        size = os.fstat(descriptor).st_size
        start_response(status_line(200), _headers(path[1:], size))
        if environ["REQUEST_METHOD"] == "HEAD":
            os.close(descriptor)
            return []
        # The server sends the file from its own loop: a slow reader holds no thread.
        body: Iterable[bytes] = environ["wsgi.file_wrapper"](os.fdopen(descriptor, "rb"), _CHUNK)
        return body

    return app


def _open(public: Path, path: str) -> int | None:
    """A descriptor of the plain file at ``path``, opened step by step, or None."""
    *folders, name = path.split("/")
    with suppress(OSError):
        here = os.open(public, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for folder in folders:
                inner = os.open(folder, _FOLLOW_NO_LINK | os.O_DIRECTORY, dir_fd=here)
                os.close(here)
                here = inner
            found = os.open(name, _FOLLOW_NO_LINK, dir_fd=here)
        finally:
            os.close(here)
        if stat.S_ISREG(os.fstat(found).st_mode):
            return found
        os.close(found)
    return None


def _headers(path: str, size: int) -> list[tuple[str, str]]:
    """The content types and cache lives of C2SP tlog-tiles; other files are for download only."""
    folder = path.partition("/")[0]
    kind = (
        "text/plain; charset=utf-8" if path in ("checkpoint", "pin") or folder == "bodies" else ""
    )
    headers = [
        ("Content-Type", kind or "application/octet-stream"),
        ("Content-Length", str(size)),
        ("Cache-Control", FOREVER if folder in ("tile", "bodies", "attachments") else SHORT),
        ("X-Content-Type-Options", "nosniff"),
        ("Access-Control-Allow-Origin", "*"),
    ]
    if folder == "attachments":
        headers.append(("Content-Disposition", "attachment"))
    return headers


class NoSuchAddress(OnRecordError):
    """Nothing can listen there."""


def open_server(app: WSGIApplication, host: str, port: int, *, max_body: int = 0) -> Any:
    """A bound ``waitress`` server with this project's limits; port 0 takes a free one.

    100 connections, 8 threads, 15 s of silence on a connection, ``RECEIVE_SECONDS`` for one request
    to arrive in full, 16 KiB of headers, ``max_body`` bytes of body. Call ``run()`` on what is
    returned; ``effective_port`` is the port.

    Raises:
        NoSuchAddress: ``host`` means nothing here.
        OSError: the port is taken, or may not be.
    """
    from waitress.server import create_server  # type: ignore[import-untyped]

    try:
        server = create_server(
            app,
            map={},
            host=host,
            port=port,
            threads=8,
            connection_limit=100,
            channel_timeout=15,
            cleanup_interval=1,
            max_request_header_size=16_384,
            max_request_body_size=max_body + 1,
            ident="onrecord",
            clear_untrusted_proxy_headers=True,
        )
    except ValueError:
        raise NoSuchAddress(
            f"{host} is no address of this machine: 127.0.0.1 is, and 0.0.0.0 stands for all"
        ) from None
    _limit_receiving(server)
    return server


def _limit_receiving(server: Any) -> None:
    """Close a connection whose request drips in too slowly, which is no silence to waitress."""
    since: dict[Any, float] = {}
    silence = server.maintenance

    def maintenance(now: float) -> None:
        silence(now)
        waiting = {each.request: each for each in server.active_channels.values() if each.request}
        for request in set(since) - set(waiting):
            del since[request]
        for request, channel in waiting.items():
            if now - since.setdefault(request, now) > RECEIVE_SECONDS:
                channel.will_close = True

    server.maintenance = maintenance


def serve(
    app: WSGIApplication,
    host: str,
    port: int,
    *,
    max_body: int = 0,
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve ``app`` until interrupted; ``ready`` is told the address once it is open."""
    server = open_server(app, host, port, max_body=max_body)
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{server.effective_port}")
    server.run()


def serve_files(
    public: Path,
    port: int,
    *,
    host: str = "127.0.0.1",
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve a record's public directory, read-only, until interrupted."""
    serve(files_app(public), host, port, ready=ready)
