"""Throw random and mutated bytes at every reader of signed notes and keys.

    python -m tests.campaign.fuzz_notes 1000000 [seed]

Each input must be read or refused with ``Malformed`` or ``BadSignature``; what is read must render
to the same bytes; and no changed note may yield a signature that the unchanged one did not bear.
Prints progress, and at the end one line per outcome. Any other exception ends it with a traceback
and the input's hexadecimal digits.
"""

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable

from onrecord.domain.errors import Malformed
from onrecord.keys.cosignature import CosignatureSigner, cosigned_at
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.keyfile import KeyFileError, parse_key, render_key
from onrecord.keys.note import BadSignature, parse_note, sign_note, verified
from onrecord.keys.sshsig import SSH_PREFIX, SshKey, parse_sshsig, signed_data, ssh_vkey, unarmour
from onrecord.keys.vkey import VKey, parse_vkey, public_material, verifier_for

LOG = Ed25519Signer.from_seed("lwg.example/record", b"L" * 32)
AMINA = Ed25519Signer.from_seed("lwg.example/record/officer/president", b"A" * 32)
WITNESS = CosignatureSigner.from_seed("press.example/w", b"W" * 32, lambda: 1_700_000_000)
SSH_BLOB = SshKey("ssh-ed25519", AMINA.vkey.data[1:]).blob
SSH_KEY = VKey(AMINA.name, SSH_PREFIX + SSH_BLOB)


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


class _SshSigner:
    name, key_id = SSH_KEY.name, SSH_KEY.key_id

    def sign(self, message: bytes) -> bytes:
        inner = _string(b"ssh-ed25519") + _string(AMINA.sign(signed_data(message)))
        fields = (SSH_BLOB, b"approve@on-record", b"", b"sha512", inner)
        return b"SSHSIG\0\0\0\1" + b"".join(map(_string, fields))


TEXT = "on-record/communication/v1\nrecord: lwg.example/record\n\nNo deal — yet.\n"
NOTE = sign_note(TEXT, LOG, _SshSigner(), WITNESS)
VERIFIERS = [verifier_for(key) for key in (LOG.vkey, SSH_KEY, WITNESS.vkey)]
GENUINE = set(verified(NOTE, VERIFIERS))
KEY_FILE = render_key(AMINA, None).encode()
SIGNATURE = NOTE.signatures[1].signature


def _note(raw: bytes) -> str:
    note = parse_note(raw)
    assert note.raw == raw
    found = verified(note, VERIFIERS)
    for line in found:
        if len(line.signature) == 72:
            cosigned_at(line)
    honest = note.text == TEXT and set(found) <= GENUINE
    return "forged" if found and not honest else "read"


def _vkey(raw: bytes) -> str:
    text = raw.decode("utf-8", "surrogateescape")
    key = parse_vkey(text)
    assert str(key) == text
    verifier_for(key)
    assert len(public_material(key)) == 32
    return "read"


def _ssh(raw: bytes) -> str:
    honest = VERIFIERS[1].verify(TEXT.encode(), raw)
    assert honest == (raw == SIGNATURE)
    parse_sshsig(raw)
    return "read"


def _ssh_text(raw: bytes) -> str:
    text = raw.decode("utf-8", "surrogateescape")
    try:
        ssh_vkey("x", text)
    except Malformed:
        unarmour(text)
    return "read"


def _key_file(raw: bytes) -> str:
    try:
        parse_key(raw.decode("utf-8", "replace"), None)
    except KeyFileError:
        return "refused"
    return "read"


TARGETS: list[tuple[Callable[[bytes], str], bytes]] = [
    (_note, NOTE.raw),
    (_note, sign_note(TEXT, LOG).raw),
    (_vkey, str(LOG.vkey).encode()),
    (_vkey, str(SSH_KEY).encode()),
    (_ssh, SIGNATURE),
    (
        _ssh_text,
        b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
    ),
    (_key_file, KEY_FILE),
]
SCRAPS = [b"\n\n", b"\n", b" ", b"+", b"=", "— ".encode(), b"\0", b"\xff", b"\r\n", b"SSHSIG"]
SCRAPS += [str(line).encode() for line in NOTE.signatures]


def _mutate(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at, end = (chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0 if data:
                data[at % len(data)] ^= 1 << chance.randrange(8)
            case 1 if data:
                data[at % len(data)] = chance.randrange(256)
            case 2:
                del data[min(at, end) : min(at, end) + chance.randrange(1, 9)]
            case 3:
                data[at:at] = chance.choice(SCRAPS)
            case 4:
                data[at:at] = data[min(at, end) : max(at, end)]
            case _:
                del data[at:]
    return bytes(data)


def fuzz(count: int, chance: random.Random, progress: Callable[[int], None] | None = None):
    """``count`` inputs: a ``Counter`` of outcomes (read, refused, bad signature, forged)."""
    tally: Counter[str] = Counter()
    for number in range(count):
        read, seed = chance.choice(TARGETS)
        raw = chance.randbytes(chance.randrange(200)) if number % 10 == 0 else _mutate(seed, chance)
        try:
            tally[read(raw)] += 1
        except BadSignature:
            tally["bad signature"] += 1
        except Malformed:
            tally["refused"] += 1
        except BaseException:
            print(f"input {number} of {read.__name__}: {raw.hex()}", file=sys.stderr)
            raise
        if progress and number % 10_000 == 9_999:
            progress(number + 1)
    return tally


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else 1_000_000
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().getrandbits(32)
    start = time.monotonic()

    def progress(done: int) -> None:
        rate = done / (time.monotonic() - start)
        left = (count - done) / rate
        line = f"\r{done:,} of {count:,}, {rate:,.0f}/s, {left:,.0f} s left  "
        print(line, end="", file=sys.stderr)

    tally = fuzz(count, random.Random(seed), progress)
    print(file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for outcome, times in sorted(tally.items()):
        print(f"{outcome:>14} {times:>10,}")
    end = "FORGED" if tally["forged"] else "nothing else was raised, nothing forged"
    seconds = time.monotonic() - start
    print(f"seed {seed}: {count:,} inputs in {seconds:.0f} s, peak {peak} MiB; {end}")
    return 1 if tally["forged"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
