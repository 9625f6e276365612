"""The people of the officer-root tests: deterministic keys, and roots put together from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from onrecord.domain.reference import Reference
from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.note import Note, sign_note
from onrecord.keys.policy import Group, Witness
from onrecord.keys.root import Compromise, Officer, OfficerRoot
from onrecord.keys.vkey import EXTENDED, VKey

RECORD = "lwg.example/record"
MIDNIGHT = 1_930_000_000


def seed(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()


def key(role: str, generation: str = "1", what: str = "officer") -> Ed25519Signer:
    """The key of a role; ``generation`` tells an old key from a new one."""
    return Ed25519Signer.from_seed(f"{RECORD}/{what}/{role}", seed(f"{what} {role} {generation}"))


def trustee(role: str) -> Ed25519Signer:
    return key(role, what="trustee")


def log_key(generation: str = "1") -> Ed25519Signer:
    return Ed25519Signer.from_seed(RECORD, seed(f"log {generation}"))


def witness_key(name: str) -> CosignatureSigner:
    return CosignatureSigner.from_seed(
        f"{name}.example/w", seed(f"witness {name}"), lambda: MIDNIGHT
    )


def ssh_form(signer: Ed25519Signer, name: str) -> VKey:
    """The same public key in its SSH form (RFC 8709), under ``name``."""

    def string(value: bytes) -> bytes:
        return len(value).to_bytes(4, "big") + value

    blob = string(b"ssh-ed25519") + string(signer.vkey.data[1:])
    return VKey(name, bytes([EXTENDED]) + b"ssh\x00" + blob)


def leaf(index: int) -> bytes:
    """A stand-in for the leaf hash of entry ``index``; the chain only compares it."""
    return seed(f"leaf {index}")


def thresholds(root: int, *, own: int = 1, decision: int = 1, **others: int) -> Mapping[str, int]:
    return {"own": own, "entered": 1, "decision": decision, "parties": 1, "root": root, **others}


def persons(seats: Mapping[str, Iterable[str]] | Iterable[str], what: str) -> tuple[Officer, ...]:
    """``{"president": ["1", "2"]}``: each role with the generations of its keys; a bare list of
    roles gives each its first key."""
    named = seats if isinstance(seats, Mapping) else {role: ["1"] for role in seats}
    return tuple(
        Officer(role, tuple(key(role, each, what).vkey for each in generations))
        for role, generations in named.items()
    )


def root_of(
    officers: Mapping[str, Iterable[str]] | Iterable[str] = ("president", "secretary", "treasurer"),
    *,
    trustees: Iterable[str] = (),
    needs: Mapping[str, int] | None = None,
    log: str = "1",
    compromised: Iterable[tuple[VKey, int]] = (),
    **changes: Any,
) -> OfficerRoot:
    """Version 1 of the cast's root unless ``changes`` say otherwise."""
    officers, trustees = persons(officers, "officer"), persons(trustees, "trustee")
    if needs is None:
        two = min(2, len(officers))
        recovery = {"recovery": min(2, len(trustees))} if trustees else {}
        needs = thresholds(max(1, min(2, len(officers) - 1)), own=two, decision=two, **recovery)
    root = OfficerRoot(
        record=RECORD,
        owner="LWG",
        zone="Europe/London",
        version=1,
        previous=None,
        after=None,
        officers=officers,
        trustees=trustees,
        thresholds=needs,
        compromised=tuple(Compromise(*each) for each in compromised),
        log=log_key(log).vkey,
        witnesses=tuple(Witness(each, witness_key(each).vkey) for each in ("north", "south")),
        groups=(Group("both", "all", ("north", "south")),),
        quorum="both",
    )
    return replace(root, **changes)


def next_root(version: int, before: int, /, *args: Any, **changes: Any) -> OfficerRoot:
    """A root of ``version`` after the one at index ``before``."""
    changes = {"previous": Reference(before, leaf(before)), **changes}
    return replace(root_of(*args, **changes), version=version)


def signed(statement: object, *signers: Ed25519Signer) -> Note:
    """``signers`` may be empty: then a stranger signs, since a note needs a line."""
    stranger = Ed25519Signer.from_seed("eve.example", seed("eve"))
    return sign_note(str(statement), *(signers or (stranger,)))


def twins(name: str, key_type: int) -> tuple[VKey, VKey]:
    """Two public keys of one name whose 4-byte ids are the same; a birthday search of 0.3 s."""
    seen: dict[bytes, VKey] = {}
    for number in range(1_000_000):
        vkey = VKey(name, bytes([key_type]) + seed(f"twin {number}")[:31] + b"\x00")
        if (other := seen.setdefault(vkey.key_id, vkey)) is not vkey:
            return other, vkey
    raise AssertionError("no two of a million keys share a 32-bit id")
