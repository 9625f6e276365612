"""What must hold after any fault: no acknowledged entry lost, one history, no person needed.

`judge` opens the record with the real code and no faults, lets it recover, appends one more entry
and publishes it; then it reads the files on its own (its Merkle tree shares no code with the
product) and holds them against everything that the world had seen before the fault.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from onrecord.domain.errors import OnRecordError
from onrecord.keys.note import parse_note
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.files import FileTileSource
from onrecord.record.merkle import verify_consistency
from onrecord.record.reader import LogReader
from onrecord.record.witness import origin_id
from tests.campaign.appender import ORIGIN, entry, open_log, open_witness, publish, signer


class Violated(AssertionError):
    """A promise was broken."""


@dataclass
class Seen:
    """What the world saw before the fault: entries by index, checkpoints by size."""

    entries: dict[int, str] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)

    def acknowledged(self, lines: str) -> None:
        """Learn from an appender's lines; contradictions among them are a violation already."""
        for line in lines.splitlines():
            kind, number, digest = line.split(" ", 2)
            known = self.entries if kind == "entry" else self.checkpoints
            if known.setdefault(int(number), digest) != digest:
                raise Violated(f"acknowledged two different {kind} {number}")

    def published(self, raw: bytes) -> None:
        """Learn from a checkpoint that stood where readers look."""
        _, size, root, *_ = raw.decode().split("\n")
        self.acknowledged(f"checkpoint {size} {base64.b64decode(root).hex()}")


@dataclass(frozen=True)
class Place:
    """The three directories of a record under test."""

    public: Path
    state: Path
    witness: Path | None = None

    @classmethod
    def below(cls, directory: Path, *, witness: bool = False) -> Place:
        """The usual places in an empty directory, none of them made yet."""
        return cls(
            directory / "public", directory / "state", directory / "witness" if witness else None
        )

    @property
    def witness_name(self) -> str:
        return str(self.witness) if self.witness else ""


def judge(place: Place, seen: Seen, salt: str, proofs: int | None = None) -> int:
    """The size of the log after recovery and one more entry. Raises Violated.

    `proofs` limits how many of the seen checkpoints get a verified consistency proof of the
    product's own (chosen at random, the newest always); every one is held against our own tree.
    """
    try:
        _recover(place, salt)
    except (OnRecordError, OSError) as error:
        raise Violated(f"it did not come up by itself: {error}") from error
    return verify(place, seen, proofs)


def holds(place: Place, seen: Seen) -> bool:
    """Whether, before any recovery, the stored head leads to every acknowledged entry, and the
    witness remembers every checkpoint that it cosigned for the world."""
    if place.witness and seen.checkpoints and _remembered(place.witness) < max(seen.checkpoints):
        return False
    try:
        size = parse_checkpoint(parse_note((place.state / "head").read_bytes()).text).size
        entries = stored_entries(place.public, size)
    except (OSError, OnRecordError):
        return not seen.entries
    return all(
        index < len(entries) and sha256(entries[index]).hexdigest() == digest
        for index, digest in seen.entries.items()
    )


def _remembered(witness: Path) -> int:
    try:
        latest = open_witness(witness).latest(origin_id(ORIGIN))
        return parse_checkpoint(parse_note(latest.body).text).size if latest.status == 200 else 0
    except OnRecordError:
        return 0


def _recover(place: Place, salt: str) -> None:
    log = open_log(place.public, place.state)
    if log.head_note is not None:
        publish(log, log.head_note, place.public, place.witness_name)
    appended = log.append([entry(f"after {salt}", 0)])
    publish(log, appended.note, place.public, place.witness_name)


def verify(place: Place, seen: Seen, proofs: int | None = None) -> int:
    """The same without recovery: only look. Raises Violated."""
    raw = (place.public / "checkpoint").read_bytes()
    point = parse_checkpoint(parse_note(raw).text)
    if signer().vkey.name != point.origin:
        raise Violated("another log's checkpoint")
    head = parse_checkpoint(parse_note((place.state / "head").read_bytes()).text)
    if head != point:
        raise Violated(f"published {point.size}, but the head is {head.size}")
    try:
        entries = stored_entries(place.public, point.size)
    except OSError as error:
        raise Violated(f"a bundle cannot be read: {error.strerror}") from error
    _check_tree(entries, point.size, point.root.hex(), seen)
    for index, digest in seen.entries.items():
        if index >= len(entries) or sha256(entries[index]).hexdigest() != digest:
            raise Violated(f"the acknowledged entry {index} is lost")
    _check_with_the_product(place, seen, proofs)
    _check_witness(place, point.size)
    return point.size


def _check_tree(entries: list[bytes], size: int, root: str, seen: Seen) -> None:
    wanted = {**seen.checkpoints}
    if wanted.setdefault(size, root) != root:
        raise Violated(f"two histories at size {size}")
    if max(wanted) > size:
        raise Violated(f"a checkpoint of {max(wanted)} was seen, now there are {size} entries")
    for at, found in enumerate(prefix_roots(entries)):
        if wanted.get(at, found) != found:
            raise Violated(f"the checkpoint of {at} entries is of another history")


def _check_with_the_product(place: Place, seen: Seen, proofs: int | None) -> None:
    point = parse_checkpoint(parse_note((place.public / "checkpoint").read_bytes()).text)
    reader = LogReader(FileTileSource(place.public), point)
    try:
        for _ in reader.entries():
            pass
        for size in _chosen(seen.checkpoints, proofs):
            if size:
                old = bytes.fromhex(seen.checkpoints[size])
                verify_consistency(size, point.size, old, point.root, reader.consistency(size))
    except OnRecordError as error:
        raise Violated(f"the product's own verification fails: {error}") from error


def _chosen(sizes: Iterable[int], proofs: int | None) -> Sequence[int]:
    known = sorted(sizes)
    if proofs is None or len(known) <= proofs:
        return known
    return [known[-1], *random.sample(known, proofs - 1)]


def _check_witness(place: Place, size: int) -> None:
    if place.witness is None:
        return
    latest = open_witness(place.witness).latest(origin_id(ORIGIN))
    if latest.status != 200 or parse_checkpoint(parse_note(latest.body).text).size != size:
        raise Violated("the witness does not remember what it cosigned last")


def stored_entries(public: Path, size: int) -> list[bytes]:
    """The first `size` entries, read by the letter of C2SP tlog-tiles."""
    entries: list[bytes] = []
    for n in range((size + 255) // 256):
        width = min(256, size - 256 * n)
        digits = f"{n:03}"
        digits = "/".join(
            ["x" + digits[i : i + 3] for i in range(0, len(digits) - 3, 3)] + [digits[-3:]]
        )
        full = public / "tile/entries" / digits
        partial = public / "tile/entries" / f"{digits}.p" / str(width)
        path = partial if width < 256 and partial.exists() else full
        entries += list(_unbundled(path.read_bytes()))[:width]
    return entries


def _unbundled(raw: bytes) -> Iterator[bytes]:
    while raw:
        length = int.from_bytes(raw[:2], "big")
        yield raw[2 : 2 + length]
        raw = raw[2 + length :]


def prefix_roots(entries: Iterable[bytes]) -> Iterator[str]:
    """The RFC 6962 root after 0, 1, 2, … entries, in hexadecimal."""
    peaks: list[tuple[int, bytes]] = []
    yield sha256(b"").hexdigest()
    for raw in entries:
        height, node = 0, sha256(b"\0" + raw).digest()
        while peaks and peaks[-1][0] == height:
            node = sha256(b"\1" + peaks.pop()[1] + node).digest()
            height += 1
        peaks.append((height, node))
        root = peaks[-1][1]
        for _, left in reversed(peaks[:-1]):
            root = sha256(b"\1" + left + root).digest()
        yield root.hex()
