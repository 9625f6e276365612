"""A raw server on loopback that serves files, except where it is told to misbehave."""

import socket
import threading
import time
from pathlib import Path


def drip(wire, start=b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"):
    wire.sendall(start)
    while True:
        wire.sendall(b"a")
        time.sleep(0.05)


def endless(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        wire.sendall(b"a" * 65536)


def say(data):
    return lambda wire: wire.sendall(data)


def reply(data, status=200):
    head = f"HTTP/1.1 {status} OK\r\nContent-Length: {len(data)}\r\n\r\n"
    return say(head.encode() + data)


def cut_short(data):
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n"
    return say(head.encode() + data[: len(data) // 2])


class HostileServer:
    """``behave(wire)`` answers every request, or by path over the files of ``public``."""

    def __init__(self, behave=None, *, public: Path | None = None, twists=None):
        self.behave, self.public, self.twists = behave, public, dict(twists or {})
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.seen = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                wire, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(wire,), daemon=True).start()

    def one(self, wire):
        with wire:
            try:
                path = wire.recv(65536).split(b" ")[1].decode()[1:]
                self.seen.append(path)
                self.answer(path)(wire)
            except OSError:
                return

    def answer(self, path):
        if self.behave:
            return self.behave
        if path in self.twists:
            return self.twists[path]
        file = self.public / path
        return reply(file.read_bytes()) if file.is_file() else reply(b"none\n", 404)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
