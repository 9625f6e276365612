"""A witness on the network: the two calls of C2SP tlog-witness, and a client for each.

    POST <prefix>/add-checkpoint
    GET  <prefix>/<hex SHA256(origin)>/checkpoint

Everything is decided in ``witness.Witness``; this module only carries bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from onrecord.domain.errors import OnRecordError
from onrecord.record.fetch import MAX_CHECKPOINT, FetchFailed, fetch
from onrecord.record.serving import plain, serve, status_line
from onrecord.record.witness import MAX_BODY, TEXT, Response, Witness, origin_id

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_MONITOR = re.compile(r"/([0-9a-f]{64})/checkpoint\Z")


def witness_app(witness: Witness, *, prefix: str = "") -> WSGIApplication:
    """A WSGI application over ``witness``, below ``prefix`` (such as ``/witness``)."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path == f"{prefix}/add-checkpoint":
            if method != "POST":
                return plain(start_response, 405, "only POST", "POST")
            return _send(start_response, _answer(lambda: _add(witness, environ)), method)
        found = _MONITOR.match(path.removeprefix(prefix)) if path.startswith(prefix) else None
        if found is None:
            return plain(start_response, 404, "this is a witness: see c2sp.org/tlog-witness")
        if method not in ("GET", "HEAD"):
            return plain(start_response, 405, "only GET and HEAD", "GET, HEAD")
        return _send(start_response, _answer(lambda: witness.latest(found[1])), method)

    return app


def _add(witness: Witness, environ: WSGIEnvironment) -> Response:
    body = environ["wsgi.input"].read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        return Response(413, TEXT, f"at most {MAX_BODY} bytes\n".encode())
    return witness.add_checkpoint(body)


def _answer(decide: Callable[[], Response]) -> Response:
    """What the witness says; if its own state or disk fails, 500 and no detail to strangers."""
    try:
        return decide()
    except (OnRecordError, OSError):
        import logging

        logging.getLogger("onrecord.witness").exception("this witness cannot answer")
        return Response(500, TEXT, b"this witness cannot read or write its own state\n")


def _send(start_response: StartResponse, reply: Response, method: str) -> Iterable[bytes]:
    headers = [
        ("Content-Type", reply.content_type),
        ("Content-Length", str(len(reply.body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(status_line(reply.status), headers)
    return [] if method == "HEAD" else [reply.body]


def serve_witness(
    witness: Witness,
    port: int,
    *,
    host: str = "127.0.0.1",
    prefix: str = "",
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve a witness until interrupted; ``ready`` is told its address, prefix included."""
    app = witness_app(witness, prefix=prefix)
    serve(app, host, port, max_body=MAX_BODY, ready=lambda url: ready(url + prefix))


def add_checkpoint(url: str, body: bytes, timeout: float) -> Response:
    """Submit to the witness at ``url`` (its submission prefix) within ``timeout`` seconds.

    Raises:
        FetchFailed: no whole reply came.
    """
    place = f"{url.rstrip('/')}/add-checkpoint"
    reply = fetch(place, timeout=timeout, limit=MAX_CHECKPOINT, body=body)
    return Response(reply.status, reply.content_type, reply.body)


def latest_checkpoint(url: str, origin: str, timeout: float) -> bytes | None:
    """The note that the witness at ``url`` cosigned last for ``origin``, unverified, or None.

    Raises:
        FetchFailed: no whole reply came, or one with a status other than 200 and 404.
    """
    place = f"{url.rstrip('/')}/{origin_id(origin)}/checkpoint"
    reply = fetch(place, timeout=timeout, limit=MAX_CHECKPOINT)
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise FetchFailed(f"{place} answers with status {reply.status}")
    return reply.body
