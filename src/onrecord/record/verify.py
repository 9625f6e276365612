"""Verify a receipt with the pin alone: no network, no server, no clock but for the ages.

The steps, each of which must hold before the next is looked at:

1. the receipt is in its one canonical spelling (:mod:`onrecord.record.receipt`);
2. its first control entry is entry 0 and hashes to the pin; each later one follows from those
   before (:class:`~onrecord.keys.chain.Chain`), in the order of the log;
3. the newest root's log key signed the checkpoint, and the checkpoint is of this record;
4. the newest root's quorum of witnesses cosigned it (:mod:`onrecord.record.official`);
5. the inclusion proofs of all control entries and of the entry lead to the checkpoint's root;
6. enough officers signed the entry, by the root in force at its index, unfrozen, and the keys
   that it needed were their officers' alone.

A receipt cannot show what its tree does not hold, a later correction or a later root, nor that it
leaves out no root or freeze which its tree does hold. So the verdict says as of when it speaks and
by which root, and a limit on that age can be set.

Specification: docs/spec/receipt.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.keys.approval import Approval
from onrecord.keys.chain import Chain
from onrecord.keys.freeze import Freeze
from onrecord.keys.note import parse_note
from onrecord.keys.root import OfficerRoot
from onrecord.record.entry import Entry, parse_entry
from onrecord.record.merkle import leaf_hash, verify_inclusion
from onrecord.record.official import Witnessed, read_checkpoint
from onrecord.record.pin import Pin
from onrecord.record.receipt import Receipt, parse_receipt
from onrecord.record.rules import misplaced
from onrecord.record.tell import ages, tell_entry
from onrecord.record.verdict import Verdict, Word, cannot_tell


class Unproven(OnRecordError):
    """A receipt that does not prove its entry; the message is the reason, as a sentence."""


@dataclass(frozen=True)
class Proven:
    """What a receipt proves once every step holds."""

    entry: Entry
    index: int
    chain: Chain
    approval: Approval
    witnessed: Witnessed


def verify_receipt(raw: bytes, pin: Pin, *, now: int, max_age: int | None = None) -> Verdict:
    """The verdict on a receipt file; never raises for what the file holds.

    Args:
        raw: the file's bytes, whatever they are.
        pin: the record's identity, which the caller trusts.
        now: POSIX seconds, to tell ages.
        max_age: seconds; a receipt witnessed longer ago is "cannot tell".
    """
    try:
        proven = prove(parse_receipt(raw), pin)
    except Malformed as error:
        return cannot_tell(
            "This file is not a whole, unchanged receipt.", str(error), "Ask for it again."
        )
    except OnRecordError as error:
        return cannot_tell("The receipt does not prove its entry.", str(error))
    return judge(proven, now=now, max_age=max_age)


def prove(receipt: Receipt, pin: Pin) -> Proven:
    """Take steps 2 to 5, and count the officers of step 6.

    Raises:
        OnRecordError: the step that failed, as a sentence.
    """
    chain = _chain(receipt, pin)
    witnessed = read_checkpoint(receipt.checkpoint, chain.root)
    _check_lines(witnessed)
    point = witnessed.checkpoint
    for control in receipt.controls:
        index, hashes = control.proof.index, control.proof.hashes
        verify_inclusion(leaf_hash(control.raw), index, point.size, hashes, point.root)
    entry, index = parse_entry(receipt.entry), receipt.proof.index
    verify_inclusion(entry.leaf, index, point.size, receipt.proof.hashes, point.root)
    if isinstance(entry.statement, OfficerRoot | Freeze):
        raise Unproven("the entry changes who may sign; it is no communication to verify")
    if wrong := misplaced(entry.statement, chain.root_at(index), index):
        raise Unproven(f"the entry does not count: {wrong}")
    approval = chain.judge(entry.note, entry.kind, index)
    return Proven(entry, index, chain, approval, witnessed)


def judge(proven: Proven, *, now: int, max_age: int | None) -> Verdict:
    """The verdict on what a receipt proves: quorum, officers, age, then its own words."""
    told = ages(proven.witnessed, proven.chain, now, whole_record=False)
    if not proven.witnessed.quorum:
        return cannot_tell("It is awaiting witnesses, and is not official until then.", *told)
    if not proven.approval.sufficient:
        return cannot_tell("It is on the log, but not approved.", proven.approval.reason, *told)
    if proven.approval.disputed:
        who = ", ".join(proven.approval.disputed)
        line = f"Disputed. It rests on a key of {who} that others may have used."
        return Verdict(Word.DISPUTED, line, told)
    seen = proven.witnessed.seen
    if max_age is not None and (seen is None or now - seen > max_age):
        return cannot_tell("This receipt is older than the limit; ask for a newer one.", *told)
    return tell_entry(proven.entry, proven.index, proven.approval, told, whole_record=False)


def _check_lines(witnessed: Witnessed) -> None:
    """A receipt is made from the policy, so it has no line by a key that the root does not name.

    The note format has a verifier ignore such lines; accepting them here would let a changed
    name or key id pass whenever the other witnesses are enough.
    """
    if len(witnessed.note.signatures) != 1 + len(witnessed.times):
        raise Unproven("the checkpoint carries a signature that the officer root does not name")


def _chain(receipt: Receipt, pin: Pin) -> Chain:
    if not receipt.controls or receipt.controls[0].proof.index != 0:
        raise Unproven("the receipt does not begin with the first officer root")
    first, *later = receipt.controls
    if leaf_hash(first.raw) != pin.leaf:
        raise Unproven(
            f"the receipt begins from another officer root than the one pinned for {pin.origin}"
        )
    chain = Chain.start(parse_note(first.raw), leaf_hash(first.raw))
    before = 0
    for control in later:
        if control.proof.index <= before:
            raise Unproven("the officer roots in the receipt are not in the order of the log")
        before = control.proof.index
        chain = chain.advance(parse_note(control.raw), before, leaf_hash(control.raw))
    if chain.root_at(1).record != pin.origin:
        raise Unproven(f"the officer root is of another record than {pin.origin}")
    return chain
