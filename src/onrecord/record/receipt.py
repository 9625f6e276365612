r"""A receipt: a C2SP tlog-proof that carries all that its verdict needs, but the pin.

The proof is as c2sp.org/tlog-proof says: first line, ``extra``, ``index``, the inclusion proof
from the leaf's sibling to the root's child, an empty line and the checkpoint verbatim. ``extra``
is not authenticated by the format; here it holds what the proof itself authenticates, in the
encoding of an entry bundle (uint16 length, bytes):

* item 0: the entry, whose leaf hash the proof is for;
* then for every control entry (officer root or freeze) in the tree, in the order of the log, two
  items: its bytes, and the text of its own inclusion proof, ``index`` line and hashes.

So the pin, the receipt and nothing else decide: the chain of roots from the pinned one, the log
key and the witnesses that the newest root names, the checkpoint, the inclusion, the officers.

Specification: docs/spec/receipt.md.

>>> parse_proof("index 3\n" + base64(bytes(32)) + "\n").index
3
>>> parse_proof("index 03\n")
Traceback (most recent call last):
    ...
onrecord.domain.errors.Malformed: '03' is not a plain decimal number
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed
from onrecord.domain.strict import base64, decimal, excerpt, unbase64
from onrecord.record.tile import decode_bundle, encode_bundle

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MAX_RECEIPT = 1 << 20
"""Bytes. A receipt after a hundred changes of officers is under 200 kB."""
MAX_HASHES = 63


class MalformedReceipt(Malformed):
    """A file that is not a receipt in its one canonical spelling."""


@dataclass(frozen=True)
class Proof:
    """``index`` of a leaf and its inclusion proof: 32-byte hashes, leaf's sibling first."""

    index: int
    hashes: tuple[bytes, ...]

    def __str__(self) -> str:
        return f"index {self.index}\n" + "".join(base64(each) + "\n" for each in self.hashes)


@dataclass(frozen=True)
class Control:
    """An officer root or freeze of the same tree, with its own inclusion proof."""

    raw: bytes
    proof: Proof


@dataclass(frozen=True)
class Receipt:
    """``entry``: the leaf's bytes; ``checkpoint``: the signed note, verbatim."""

    entry: bytes
    controls: tuple[Control, ...]
    proof: Proof
    checkpoint: bytes

    @property
    def raw(self) -> bytes:
        """The file's bytes; by convention it is named ``*.tlog-proof``."""
        items = [self.entry]
        for control in self.controls:
            items += [control.raw, str(control.proof).encode()]
        head = f"{FIRST_LINE}\nextra {base64(encode_bundle(items))}\n{self.proof}\n"
        return head.encode() + self.checkpoint


def parse_proof(text: str) -> Proof:
    """Read an ``index`` line and the hash lines after it.

    Raises:
        Malformed: another line, a non-canonical number or hash, or over 63 hashes.
    """
    index, *lines = text.split("\n")
    if not index.startswith("index ") or not lines or lines.pop():
        raise MalformedReceipt(f"{excerpt(text)} is not an index line and hashes")
    if len(lines) > MAX_HASHES:
        raise MalformedReceipt(f"the proof has {len(lines)} hashes; no tree needs more than 63")
    return Proof(
        decimal(index.removeprefix("index ")),
        tuple(unbase64(line, size=32) for line in lines),
    )


def parse_receipt(raw: bytes) -> Receipt:
    """Read a receipt; re-rendering it gives back the same bytes.

    Raises:
        Malformed: any other spelling, a missing part, or over 1 MiB.
    """
    if len(raw) > MAX_RECEIPT:
        raise MalformedReceipt(
            f"a receipt has at most {MAX_RECEIPT:,} bytes, this has {len(raw):,}"
        )
    head, separator, checkpoint = raw.partition(b"\n\n")
    try:
        lines = (head + b"\n").decode("ascii").split("\n", 2)
    except UnicodeDecodeError:
        raise MalformedReceipt("a receipt's proof is plain ASCII; this file is not") from None
    if lines[0] != FIRST_LINE or not separator or len(lines) != 3:
        raise MalformedReceipt(f"this is not a receipt: its first line is not {FIRST_LINE}")
    if not lines[1].startswith("extra "):
        raise MalformedReceipt("this tlog-proof carries no entry; a receipt has an 'extra' line")
    items = decode_bundle(unbase64(lines[1].removeprefix("extra ")))
    if not items:
        raise MalformedReceipt("the receipt's extra data is empty: it carries no entry")
    entry, *rest = items
    receipt = Receipt(entry, _controls(rest), parse_proof(lines[2]), checkpoint)
    if receipt.raw != raw:
        raise MalformedReceipt("this receipt is not in its canonical spelling")
    return receipt


def _controls(items: list[bytes]) -> tuple[Control, ...]:
    if len(items) % 2:
        raise MalformedReceipt("the receipt's extra data breaks off: a root lacks its proof")
    try:
        return tuple(
            Control(raw, parse_proof(proof.decode("ascii")))
            for raw, proof in zip(items[::2], items[1::2], strict=True)
        )
    except UnicodeDecodeError:
        raise MalformedReceipt("a root's proof in the receipt is not plain ASCII") from None
