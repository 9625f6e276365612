"""A program that appends to a record and acknowledges; and a server that forks it at once.

The program opens the log, appends batches of entries, publishes each, and only after the
publication returned writes to its acknowledgement descriptor one line for each entry and one for
the checkpoint:

    entry <index> <sha256 of the entry>
    checkpoint <size> <root>

An OnRecordError ends it with its one line on standard error and status 2. Nothing else is caught:
a traceback is a finding.

`Appenders` keeps one Python process with everything imported; each job is a fork of it, so that a
run under the tracer costs milliseconds and the numbers of its system calls repeat exactly.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import Note, merge_signatures, parse_note
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.files import FileLogStore, FileTileSource
from onrecord.record.log import Appended, Log
from onrecord.record.reader import LogReader
from onrecord.record.witness import Witness, origin_id, render_submission
from onrecord.record.witness_files import FileWitnessStore
from onrecord.testing.faults import failing_after, without_sync

ORIGIN = "lwg.example/record"
SEED = bytes(range(32))
ACKNOWLEDGE = 9  # the descriptor that a traced child writes acknowledgements to
GO = 8
READY = b"ready\n"
_SERVER = "from tests.campaign.appender import main; main()"
ROOT_DIRECTORY = Path(__file__).parents[2]
PR_SET_PTRACER = 0x59616D61


@dataclass(frozen=True)
class Job:
    """What one child does: `batches` are the numbers of entries of each append."""

    public: str
    state: str
    batches: list[int]
    witness: str = ""
    salt: str = ""
    size: int = 40
    sync: str = "all"  # all | files | none
    fail_after: int | None = None
    error: int | None = None


def signer() -> Ed25519Signer:
    """The log's key: always the same."""
    return Ed25519Signer.from_seed(ORIGIN, SEED)


def entry(salt: str, number: int, size: int = 40) -> bytes:
    """An entry that no other run and no other number has, of at least `size` bytes."""
    said = f"{salt} says line {number}\n".encode()
    return said + b"." * (size - len(said))


def open_log(public: Path, state: Path) -> Log:
    """The log over the real files."""
    return Log(FileLogStore(public, state), signer(), ORIGIN)


def open_witness(directory: Path) -> Witness:
    """A witness over the real files, that knows this log and has the machine's clock."""
    cosigner = CosignatureSigner.from_seed("local", SEED[::-1], lambda: int(time.time()))
    return Witness(cosigner, {ORIGIN: signer().vkey}, FileWitnessStore(directory))


def cosigned(note: Note, witness: Witness, public: Path) -> Note:
    """The checkpoint with the witness's cosignature. Raises OnRecordError when it refuses."""
    raw = witness.latest(origin_id(ORIGIN))
    old = parse_checkpoint(parse_note(raw.body).text).size if raw.status == 200 else 0
    reader = LogReader(FileTileSource(public), parse_checkpoint(note.text))
    reply = witness.add_checkpoint(render_submission(old, tuple(reader.consistency(old)), note))
    if reply.status != 200:
        raise OnRecordError(f"the witness refuses: {reply.status} {reply.body.decode().strip()}")
    return merge_signatures(note, parse_note(note.text.encode() + b"\n" + reply.body).signatures)


def publish(log: Log, note: Note, public: Path, witness: str) -> None:
    """Steps 5 and 6 of the write order."""
    log.publish(cosigned(note, open_witness(Path(witness)), public) if witness else note)


def append(job: Job, acknowledge: Callable[[bytes], None]) -> None:
    """Open the log and append every batch; `acknowledge` gets the lines after each publication."""
    public = Path(job.public)
    log = open_log(public, Path(job.state))
    number = 0
    for count in job.batches:
        entries = [entry(job.salt, number + i, job.size) for i in range(count)]
        number += count
        appended = log.append(entries)
        publish(log, appended.note, public, job.witness)
        acknowledge(acknowledgement(appended, entries))


def acknowledgement(appended: Appended, entries: list[bytes]) -> bytes:
    """The lines that say what is on the record."""
    point = parse_checkpoint(appended.note.text)
    lines = [
        f"entry {appended.first + i} {sha256(raw).hexdigest()}\n" for i, raw in enumerate(entries)
    ]
    return "".join([*lines, f"checkpoint {point.size} {point.root.hex()}\n"]).encode()


def work(job: Job) -> int:
    """The child's life, from the word GO on; its exit status."""
    with ExitStack() as faults:
        if job.sync != "all":
            faults.enter_context(without_sync(directories_only=job.sync == "files"))
        if job.fail_after is not None:
            count = faults.enter_context(failing_after(job.fail_after, job.error))
        try:
            append(job, _acknowledge)
        except OnRecordError as error:
            os.write(2, f"{error}\n".encode())
            return 2
    if job.fail_after == -1:
        os.write(ACKNOWLEDGE, f"calls {' '.join(count.calls)}\n".encode())
    return 0


_write = os.write  # the real one: the countdown counts the record's calls, not ours


def _acknowledge(lines: bytes) -> None:
    try:
        _write(ACKNOWLEDGE, lines)
    except OSError as error:
        raise OnRecordError(f"cannot acknowledge: {error.strerror}") from error


# -- the server ----------------------------------------------------------------------------------


def serve(control: socket.socket) -> None:
    """Fork one child for each job that comes with its three descriptors; report pid and status."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1_000_000, 3)
        if not message:
            return
        child = os.fork()
        if child == 0:
            control.close()
            _become(Job(**json.loads(message)), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        control.send(b"%d\n" % os.waitstatus_to_exitcode(status))


def _become(job: Job, acknowledge: int, go: int, errors: int) -> None:
    os.dup2(acknowledge, 20)
    os.dup2(go, 21)
    os.dup2(errors, 2)
    os.dup2(20, ACKNOWLEDGE)
    os.dup2(21, GO)
    os.closerange(GO + 2, 64)
    os.closerange(3, GO)
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    status = 1
    try:
        os.write(ACKNOWLEDGE, READY)
        select.select([GO], [], [])  # a call that the record never makes: the count stays exact
        status = work(job)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


@dataclass
class Child:
    """A child that waits for the word; `acknowledged` is what it said before it ended."""

    process: int
    _control: socket.socket
    _acknowledge: int
    _go: int
    _errors: int

    def go(self) -> None:
        """Let it run."""
        os.write(self._go, b"g")

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)

    def wait(self) -> Outcome:
        """Wait for its end."""
        os.close(self._go)
        said, complained = _drain(self._acknowledge), _drain(self._errors)
        status = int(self._control.recv(64))
        whole = said[: said.rfind(b"\n") + 1]  # a kill may cut a long line off in the pipe
        return Outcome(status, whole.decode(), complained.decode())


@dataclass(frozen=True)
class Outcome:
    """How a child ended: exit status (negative: the signal), acknowledgements, complaints."""

    status: int
    said: str
    complained: str


def _drain(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read()


class Appenders:
    """The client of one server; one job at a time."""

    def __enter__(self) -> Appenders:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-B", "-c", _SERVER, str(theirs.fileno())]
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        self._server = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=environment, cwd=ROOT_DIRECTORY
        )
        theirs.close()
        self._control = ours
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()
        self._server.wait()

    def start(self, job: Job) -> Child:
        """A child that waits for `go`."""
        acknowledge, their_acknowledge = os.pipe()
        their_go, go = os.pipe()
        errors, their_errors = os.pipe()
        theirs = [their_acknowledge, their_go, their_errors]
        socket.send_fds(self._control, [json.dumps(asdict(job)).encode()], theirs)
        for descriptor in theirs:
            os.close(descriptor)
        child = Child(int(self._control.recv(64)), self._control, acknowledge, go, errors)
        assert os.read(acknowledge, len(READY)) == READY
        return child

    def run(self, job: Job) -> Outcome:
        """One job from start to end."""
        child = self.start(job)
        child.go()
        return child.wait()


def main() -> None:
    """The server, on the socket that is its argument."""
    serve(socket.socket(fileno=int(sys.argv[1])))
