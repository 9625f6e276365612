"""Signing with an OpenSSH key through OpenSSH itself: a file, the agent, or a security key.

The private key never enters this process. ``ssh-keygen`` asks for a passphrase, a PIN or a touch
on the terminal as it is set up to; this module only hands it the text and checks what it returns.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from onrecord.domain.errors import Malformed, OnRecordError
from onrecord.domain.strict import excerpt
from onrecord.keys.sshsig import NAMESPACE, SECURITY_KEY, SshVerifier, ssh_public_key, unarmour
from onrecord.keys.vkey import VKey

TIMEOUT = 180.0


class SshKeygenFailed(OnRecordError):
    """``ssh-keygen`` is missing, refused, or signed with another key."""


def _silent(line: str) -> None:
    """The default of ``tell``: nobody is told."""


class SshKeygenSigner:
    """Signs type FF ssh by running ``ssh-keygen -Y sign -n approve@on-record -f KEY``.

    ``key_path`` is the private key's file, or the ``.pub`` file of a key that the agent holds.
    ``tell`` receives one line for the person before a security key waits for a touch.

    Raises:
        MalformedKey: ``vkey`` is not an OpenSSH key.
    """

    def __init__(
        self,
        vkey: VKey,
        key_path: str | os.PathLike[str],
        *,
        tell: Callable[[str], None] = _silent,
        program: str = "ssh-keygen",
        timeout: float = TIMEOUT,
    ) -> None:
        self.vkey = vkey
        self.key_path = Path(key_path)
        self._tell, self._program, self._timeout = tell, program, timeout
        self._verifier = SshVerifier(vkey)

    @property
    def name(self) -> str:
        """The key's name."""
        return self.vkey.name

    @property
    def key_id(self) -> bytes:
        """The key's four-byte id."""
        return self.vkey.key_id

    def sign(self, message: bytes) -> bytes:
        """The un-armoured SSHSIG structure over ``message``, verified before it is returned.

        Raises:
            SshKeygenFailed: with the reason, and what to do.
        """
        if not self.key_path.is_file():
            raise SshKeygenFailed(f"no SSH key at {self.key_path}: give the file of {self.name}")
        if ssh_public_key(self.vkey).type == SECURITY_KEY:
            self._tell(f"Touch the security key of {self.name} when it blinks.")
        armoured = self._run(message)
        try:
            blob = unarmour(armoured)
        except Malformed as error:
            raise SshKeygenFailed(f"ssh-keygen wrote no signature: {error}") from None
        if not self._verifier.verify(message, blob):
            raise SshKeygenFailed(
                f"{self.key_path} signed, but not as {self.name}: it holds another key, or no "
                "touch was attested; give the file of that officer's own key"
            )
        return blob

    def _run(self, message: bytes) -> str:
        command = [self._program, "-Y", "sign", "-n", NAMESPACE, "-f", os.fspath(self.key_path)]
        try:
            done = subprocess.run(
                command, input=message, capture_output=True, timeout=self._timeout, check=False
            )
        except FileNotFoundError:
            raise SshKeygenFailed(
                f"{self._program} is not installed: install OpenSSH 8.2 or later, then sign again"
            ) from None
        except PermissionError:
            raise SshKeygenFailed(f"{self._program} may not be run: check its mode") from None
        except subprocess.TimeoutExpired:
            raise SshKeygenFailed(
                f"ssh-keygen did not sign within {self._timeout:g} seconds: sign again, and touch "
                "the key or type its passphrase when asked"
            ) from None
        if done.returncode:
            raise SshKeygenFailed(
                f"ssh-keygen would not sign with {self.key_path}: {_reason(done.stderr)}"
            )
        return done.stdout.decode("ascii", "replace")


def _reason(stderr: bytes) -> str:
    lines = map(str.strip, stderr.decode("utf-8", "replace").split("\n"))
    said = [line for line in lines if line and not line.startswith(("@", "Signing data"))]
    return excerpt("; ".join(said), 300) if said else "it gave no reason"
