r"""The Merkle tree of RFC 6962 (section 2.1): hashes, proofs, and their verification.

A leaf hashes as ``SHA256(00 || entry)``, a node as ``SHA256(01 || left || right)``; a tree of n
leaves splits at the largest power of two below n; the empty tree is ``SHA256("")``. Every hash is
32 bytes. Proofs are lists of hashes from the leaf towards the root.

Verification follows RFC 9162 sections 2.1.3.2 and 2.1.4.2. One rule is ours: a consistency proof
from size 0 is an error here, since it would prove nothing; the layers that accept size 0 (a
witness that sees a log for the first time) say so themselves.

>>> leaves = [leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")]
>>> root = root_of(leaves)
>>> read = reader_of(leaves)
>>> verify_inclusion(leaves[2], 2, 3, prove_inclusion(read, 2, 3), root)
>>> verify_consistency(2, 3, root_of(leaves[:2]), root, prove_consistency(read, 2, 3))
>>> verify_inclusion(leaves[2], 1, 3, prove_inclusion(read, 2, 3), root)
Traceback (most recent call last):
    ...
onrecord.record.merkle.ProofFailed: the inclusion proof of entry 1 has too few hashes
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

from onrecord.domain.errors import OnRecordError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

SubtreeReader = Callable[[int, int], bytes]
"""``read(level, index)``: the hash of the complete subtree over the leaves
``index << level`` up to, not including, ``(index + 1) << level``."""


class ProofFailed(OnRecordError):
    """A proof that does not prove what it claims; the message says which and how."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, by the definition and nothing else: slow, for comparison."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))


def reader_of(hashes: Sequence[bytes]) -> SubtreeReader:
    """A subtree reader over leaf hashes held in memory: slow, for tests and small trees."""
    return lambda level, index: root_of(hashes[index << level : (index + 1) << level])


def subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees ``(level, index)``, largest first, that make up the leaves of the
    tree node over ``start`` up to, not including, ``end``."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def fold(hashes: Iterable[bytes]) -> bytes:
    """The root over the complete subtrees of a tree, given largest first."""
    parts = list(hashes)
    if not parts:
        return EMPTY_ROOT
    root = parts.pop()
    while parts:
        root = node_hash(parts.pop(), root)
    return root


def tree_root(read: SubtreeReader, size: int) -> bytes:
    """The root of the tree over the first ``size`` leaves."""
    return _range_hash(read, 0, size)


def prove_inclusion(read: SubtreeReader, index: int, size: int) -> list[bytes]:
    """The audit path of leaf ``index`` in the tree of ``size`` (RFC 6962 section 2.1.1).

    Raises:
        ProofFailed: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ProofFailed(f"entry {index} is not in a log of {size}")
    start, end, path = 0, size, list[bytes]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(read, middle, end))
            end = middle
        else:
            path.append(_range_hash(read, start, middle))
            start = middle
    return path[::-1]


def prove_consistency(read: SubtreeReader, old: int, new: int) -> list[bytes]:
    """The proof that the tree of ``old`` leaves is a prefix of ``new`` (RFC 6962 section 2.1.2).

    Raises:
        ProofFailed: ``old`` is 0 or greater than ``new``.
    """
    if not 0 < old <= new:
        raise ProofFailed(f"there is no consistency proof from size {old} to size {new}")
    start, end, path, whole = 0, new, list[bytes](), True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(read, middle, end))
            end = middle
        else:
            path.append(_range_hash(read, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_range_hash(read, start, end))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that ``leaf`` is the hash of leaf ``index`` under ``root`` (RFC 9162 2.1.3.2).

    Raises:
        ProofFailed: it is not shown to be.
    """
    what = f"the inclusion proof of entry {index}"
    _check_hashes(what, [leaf, root, *proof])
    if not 0 <= index < size:
        raise ProofFailed(f"{what} is for a log of {size}, which has no such entry")
    at, last, found = index, size - 1, leaf
    for part in proof:
        if last == 0:
            raise ProofFailed(f"{what} has too many hashes")
        if at & 1 or at == last:
            found = node_hash(part, found)
            at, last = _up_to_right_child(at, last)
        else:
            found = node_hash(found, part)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofFailed(f"{what} has too few hashes")
    if found != root:
        raise ProofFailed(f"{what} leads to another root: not the entry that was logged there")


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of ``old`` leaves is a prefix of that of ``new`` (RFC 9162 2.1.4.2).

    Raises:
        ProofFailed: it is not shown to be, or ``old`` is 0.
    """
    what = f"the consistency proof from size {old} to size {new}"
    _check_hashes(what, [old_root, new_root, *proof])
    if not 0 < old <= new:
        raise ProofFailed(f"{what} cannot exist: sizes start at 1 and never shrink")
    if old == new:
        _same_size(what, old_root, new_root, proof)
        return
    parts = list(proof) if old & (old - 1) else [old_root, *proof]
    if not proof:
        raise ProofFailed(f"{what} has too few hashes")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = parts[0]
    for part in parts[1:]:
        if last == 0:
            raise ProofFailed(f"{what} has too many hashes")
        if at & 1 or at == last:
            before, after = node_hash(part, before), node_hash(part, after)
            at, last = _up_to_right_child(at, last)
        else:
            after = node_hash(after, part)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofFailed(f"{what} has too few hashes")
    if before != old_root or after != new_root:
        raise ProofFailed(f"{what} leads to other roots: the log was rewritten")


def _up_to_right_child(at: int, last: int) -> tuple[int, int]:
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _same_size(what: str, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofFailed(f"{what} has too many hashes")
    if old_root != new_root:
        raise ProofFailed(f"{what} leads to other roots: the log was rewritten")


def _check_hashes(what: str, hashes: Sequence[bytes]) -> None:
    if any(len(each) != HASH_SIZE for each in hashes):
        raise ProofFailed(f"{what} holds something that is not a hash of {HASH_SIZE} bytes")


def _split(size: int) -> int:
    """The largest power of two below ``size``, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_hash(read: SubtreeReader, start: int, end: int) -> bytes:
    return fold([read(level, index) for level, index in subtrees(start, end)])
