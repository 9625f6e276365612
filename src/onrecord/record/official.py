"""When a checkpoint is official: signed by the log, and cosigned by the witnesses' quorum.

The officer root names the log key and the witness policy, so a checkpoint is judged by the
newest root of its own tree. There is no way to relax this: without the quorum, everything under
the checkpoint is "awaiting witnesses".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.domain.errors import OnRecordError
from onrecord.keys.cosignature import CosignatureVerifier, cosigned_at
from onrecord.keys.note import Note, SignatureLine, parse_note, verified
from onrecord.keys.root import OfficerRoot
from onrecord.keys.vkey import verifier_for
from onrecord.record.checkpoint import Checkpoint, parse_checkpoint

LOCAL_WITNESS = "local"
"""The policy name of the embedded witness, which runs on the owner's own machine."""


class Untrusted(OnRecordError):
    """A checkpoint that the record's log did not sign."""


@dataclass(frozen=True)
class Witnessed:
    """A checkpoint that the log signed, and who cosigned it when.

    ``times`` maps a witness's name in the policy to POSIX seconds; ``quorum`` tells whether
    these witnesses are enough.
    """

    note: Note
    checkpoint: Checkpoint
    lines: tuple[SignatureLine, ...]
    """The log's own line, then one line of each witness of the policy that cosigned."""
    times: Mapping[str, int]
    quorum: bool
    only_local: bool
    seen: int | None
    """POSIX seconds by when a quorum had seen the tree; without a quorum, the newest cosignature;
    None without any. One witness with a fast clock cannot make an old receipt look fresh."""


def read_checkpoint(raw: bytes, root: OfficerRoot) -> Witnessed:
    """Read and judge a signed checkpoint by the officer root in force in its tree.

    Raises:
        Malformed: not a signed note, or not a checkpoint.
        BadSignature: a key that we know made a signature that does not verify.
        Untrusted: another log's checkpoint, or one without this log's signature.
    """
    note = parse_note(raw)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != root.record:
        raise Untrusted(f"the checkpoint is of {checkpoint.origin}, not of {root.record}")
    own = verified(note, [verifier_for(root.log)])
    if not own:
        raise Untrusted(f"the checkpoint is not signed by the log key of {root.record}")
    cosigned = _cosigned(note, root)
    times = {name: cosigned_at(line) for name, line in cosigned.items()}
    return Witnessed(
        note=note,
        checkpoint=checkpoint,
        lines=(own[0], *cosigned.values()),
        times=times,
        quorum=root.policy.satisfied(cosigned.keys()),
        only_local={witness.name for witness in root.policy.witnesses} == {LOCAL_WITNESS},
        seen=_seen(times, root),
    )


def _seen(times: Mapping[str, int], root: OfficerRoot) -> int | None:
    fresh = sorted(times, key=lambda name: (-times[name], name))
    for count, name in enumerate(fresh, 1):
        if root.policy.satisfied(fresh[:count]):
            return times[name]
    return max(times.values(), default=None)


def _cosigned(note: Note, root: OfficerRoot) -> dict[str, SignatureLine]:
    """The newest line of each witness of the policy, by the witness's name in it."""
    found: dict[str, SignatureLine] = {}
    for witness in root.policy.witnesses:
        lines = verified(note, [CosignatureVerifier(witness.vkey)])
        if lines:
            found[witness.name] = max(lines, key=cosigned_at)
    return found
