"""Real servers on loopback, for as long as a ``with`` lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.record.serving import open_server

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


@contextmanager
def running(app: WSGIApplication, *, max_body: int = 65_536) -> Iterator[str]:
    """Serve ``app`` on a free port of 127.0.0.1 in a thread; yields its address."""
    from waitress.wasyncore import close_all  # type: ignore[import-untyped]

    server = open_server(app, "127.0.0.1", 0, max_body=max_body)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))
        thread.join(timeout=5)
        server.task_dispatcher.shutdown()
