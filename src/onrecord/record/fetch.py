"""Fetching over HTTP from somebody who may be broken or hostile.

Every request has one deadline for everything (connecting, TLS, headers, body) that a slow drip
cannot stretch: a watchdog closes the socket. The body is cut off past its cap; what Content-Length
claims is used only to notice that a reply was cut short. Redirects are followed within one host
and port, never for a POST. The environment's proxies are not used.
"""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import excerpt
from onrecord.record.files import read_file
from onrecord.record.store import MissingFile, TileSource
from onrecord.record.tile import MAX_BUNDLE, WIDTH, parse_path

MAX_CHECKPOINT = 65_536
MAX_OTHER = 64 * 1024 * 1024
MAX_REDIRECTS = 3
_CHUNK = 65_536
_URL = re.compile(r"[!-~]{1,2000}\Z")


class FetchFailed(OnRecordError):
    """No usable reply came; the message names the address and why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A reply's status, content type (without parameters) and whole body."""

    status: int
    content_type: str
    body: bytes


def fetch(
    url: str, *, timeout: float, limit: int, body: bytes | None = None, redirects: int = 0
) -> Fetched:
    """GET ``url``, or POST ``body`` to it, within ``timeout`` seconds and ``limit`` bytes.

    Raises:
        FetchFailed: no whole reply within the limits, or a redirect beyond what is allowed.
    """
    deadline = time.monotonic() + timeout
    for _ in range(redirects + 1):
        reply, location = _one(_address(url), body, deadline, limit)
        if reply.status not in (301, 302, 303, 307, 308) or not location:
            return reply
        url = _redirected(url, location)
    raise FetchFailed(f"{url} redirects more than {redirects} times: give its final address")


def _address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or not _URL.match(url):
        raise FetchFailed(f"{excerpt(url)} is not an http or https address")
    return parts


def _redirected(url: str, location: str) -> str:
    there = urljoin(url, location)
    old, new = _address(url), _address(there)
    if (old.scheme, old.netloc) != (new.scheme, new.netloc):
        raise FetchFailed(f"{url} redirects to another place, {excerpt(there)}: not followed")
    return there


def _one(
    parts: SplitResult, body: bytes | None, deadline: float, limit: int
) -> tuple[Fetched, str]:
    url = parts.geturl()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": "onrecord", "Connection": "close", "Accept-Encoding": "identity"}
    watch = _Watchdog(url, deadline)
    with watch.running():
        connection = watch.connect(parts)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            with connection.getresponse() as response:
                content = _read(response, url, deadline, limit)
                kind = response.headers.get_content_type()
                return Fetched(response.status, kind, content), response.headers["Location"] or ""
        finally:
            connection.close()


def _read(response: http.client.HTTPResponse, url: str, deadline: float, limit: int) -> bytes:
    parts, left = list[bytes](), limit + 1
    while left > 0 and (part := response.read1(min(left, _CHUNK))):
        if time.monotonic() > deadline:
            raise TimeoutError
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise FetchFailed(f"{url} sends more than the {limit} bytes that it may have")
    if response.length:
        raise FetchFailed(f"{url} was cut short: {response.length} bytes are missing")
    return b"".join(parts)


class _Watchdog:
    """Closes the socket at the deadline, so that no single slow byte can extend it."""

    def __init__(self, url: str, deadline: float) -> None:
        self._url = url
        self._start = time.monotonic()
        self._deadline = deadline
        self._expired = False
        self._socket: socket.socket | None = None

    def connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        connection = http.client.HTTPConnection(host, port)
        self._socket = socket.create_connection((host, port), timeout=self._left())
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if secure:
            import ssl

            wrapped = ssl.create_default_context().wrap_socket(
                self._socket, server_hostname=host, do_handshake_on_connect=False
            )
            self._socket = wrapped
            wrapped.do_handshake()
        connection.sock = self._socket
        return connection

    @contextmanager
    def running(self) -> Iterator[None]:
        timer = threading.Timer(self._left(), self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        except FetchFailed:
            if not self._expired:  # else the reply was cut short by this watchdog
                raise
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed(f"{self._url} {self._why(error)}") from error
        finally:
            timer.cancel()
            if self._socket is not None:
                self._socket.close()
        if self._expired:
            raise FetchFailed(f"{self._url} {self._why(TimeoutError())}")

    def _left(self) -> float:
        return max(0.001, self._deadline - time.monotonic())

    def _expire(self) -> None:
        self._expired = True
        if self._socket is not None:
            try:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:  # it is closed already, which is what was wanted
                return

    def _why(self, error: Exception) -> str:
        if self._expired or isinstance(error, TimeoutError):
            return f"did not answer in full within {self._deadline - self._start:.1f} s"
        if isinstance(error, ConnectionRefusedError):
            return "refuses connections: nothing listens there"
        if isinstance(error, http.client.HTTPException):
            return f"does not speak HTTP as it should ({type(error).__name__})"
        return f"cannot be reached: {error.strerror if isinstance(error, OSError) else error}"


class HttpTileSource:
    """A record's public files on a web server: a ``TileSource``."""

    def __init__(self, url: str, *, timeout: float = 30.0) -> None:
        _address(url)
        self._url = url.rstrip("/")
        self._timeout = timeout

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``.

        Raises:
            MissingFile: the server answers 404 or 410.
            FetchFailed: it answers anything else but 200, or nothing usable.
        """
        url = f"{self._url}/{path}"
        reply = fetch(url, timeout=self._timeout, limit=limit_for(path), redirects=MAX_REDIRECTS)
        if reply.status in (404, 410):
            raise MissingFile(path)
        if reply.status != 200:
            raise FetchFailed(f"{url} answers with status {reply.status}")
        return reply.body


class DirectorySource:
    """A record's public files in a directory, each read up to its own limit: a ``TileSource``."""

    def __init__(self, public: Path) -> None:
        self._public = public

    def read(self, path: str) -> bytes:
        """See ``TileSource.read``."""
        return read_file(self._public / path, path, limit_for(path) + 1)


def limit_for(path: str) -> int:
    """The most bytes that the public file at ``path`` can have."""
    if path == "checkpoint":
        return MAX_CHECKPOINT
    if not path.startswith("tile/"):
        return MAX_OTHER
    try:
        return MAX_BUNDLE if parse_path(path).level is None else WIDTH * 32
    except Malformed:
        return MAX_OTHER


def open_source(place: str, *, timeout: float = 30.0) -> TileSource:
    """The public files at an http(s) address or in a directory.

    Raises:
        FetchFailed: an address of another kind, or no such directory.
    """
    if "://" in place:
        return HttpTileSource(place, timeout=timeout)
    if not Path(place).is_dir():
        raise FetchFailed(f"{place} is neither a directory nor an http or https address")
    return DirectorySource(Path(place))
