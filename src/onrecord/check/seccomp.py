"""A Linux system-call filter for the child that reads hostile input (seccomp, classic BPF).

What a reader never needs fails with ``EPERM``: sockets, files opened for writing, changes to the
file system, other processes, new kernels' odd doors. Everything that the child starts inherits the
filter. Only x86-64 and aarch64 have tables; elsewhere ``confine`` says False and the audit hook of
``sandbox_child`` stands alone.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

# fmt: off
# socket connect accept sendto sendmsg bind listen socketpair; creat rename mkdir rmdir link unlink
# symlink chmod fchmod chown fchown lchown truncate mknod; mount umount2 chroot pivot_root;
# unlinkat renameat renameat2 mkdirat linkat symlinkat fchmodat fchownat mknodat openat2; ptrace
# process_vm_readv/writev kill keyctl add_key init_module finit_module bpf io_uring* memfd_create
# perf_event_open userfaultfd pidfd_open pidfd_getfd unshare setns
_X86_64 = (
    41, 42, 43, 44, 46, 49, 50, 53, 85, 82, 83, 84, 86, 87, 88, 90, 91, 92, 93, 94, 76, 133, 165,
    166, 161, 155, 263, 264, 316, 258, 265, 266, 268, 260, 259, 437, 101, 310, 311, 62, 250, 248,
    175, 313, 321, 425, 426, 427, 319, 298, 323, 434, 438, 272, 308,
)
_AARCH64 = (
    198, 203, 202, 206, 211, 200, 201, 199, 38, 34, 36, 37, 52, 53, 54, 55, 45, 33, 40, 39, 51, 41,
    35, 276, 437, 117, 270, 271, 129, 219, 217, 105, 273, 280, 425, 426, 427, 279, 241, 282, 434,
    438, 97, 268,
)
# fmt: on
_START = {"x86_64": (56, 57, 58, 59, 322, 435), "aarch64": (220, 221, 281, 435)}  # clone ... execve
_OPEN = {
    "x86_64": ((257, 2), (2, 1)),
    "aarch64": ((56, 2),),
}  # the call, and which argument is flags
_TABLES = {"x86_64": (_X86_64, 0xC000003E), "aarch64": (_AARCH64, 0xC00000B7)}

_WRITES = 0o3 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2


def program(machine: str, *, may_start: bool) -> bytes:
    """The filter's instructions; ``may_start`` lets the child start other programs."""
    refused, arch = _TABLES[machine]
    calls = refused if may_start else refused + _START[machine]
    opens = _OPEN[machine]
    code: list[tuple[int, int | str, int | str, int]] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, "refuse", arch),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, "refuse", 0, 0x40000000),  # the x32 doors of x86-64
    ]
    code += [(_EQUAL, "refuse", 0, call) for call in calls]
    size = len(code) + len(opens) + 1 + 3 * len(opens) + 1
    for at, (call, _) in enumerate(opens):
        code.append((_EQUAL, len(opens) - at + 3 * at, 0, call))
    code.append((_RETURN, 0, 0, _ALLOW))
    for _, argument in opens:
        code += [
            (_LOAD, 0, 0, 16 + 8 * argument),
            (_ANY_BIT, "refuse", 0, _WRITES),
            (_RETURN, 0, 0, _ALLOW),
        ]
    code.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(
        struct.pack(
            "=HBBI", op, *(size - 2 - at if hop == "refuse" else hop for hop in hops), value
        )
        for at, (op, *hops, value) in enumerate(code)
    )


def confine(*, may_start: bool = False) -> bool:
    """Put the filter on this process for good; False where it cannot be had."""
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _TABLES or sys.maxsize < 2**32:
        return False
    code = program(machine, may_start=may_start)
    rules = ctypes.create_string_buffer(code, len(code))
    whole = struct.pack("@HP", len(code) // 8, ctypes.addressof(rules))
    filter_ = ctypes.create_string_buffer(whole, len(whole))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    if prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(filter_), 0, 0) == 0)
