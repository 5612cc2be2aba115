"""Denial of network access to a process, for good: on Linux, by a filter of system calls.

The filter (seccomp, https://docs.kernel.org/userspace-api/seccomp_filter.html) lets ``socket`` fail with "permission
denied". Elsewhere it does nothing, and the guard, which refuses queries that would try, stands alone.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""AUDIT_ARCH and the number of ``socket``, by machine."""
_IO_URING_SETUP = 425  # asm-generic/unistd.h
_X32 = 0x40000000  # __X32_SYSCALL_BIT of asm/unistd.h
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h: BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # linux/seccomp.h: SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO with EACCES
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h: PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP; its mode


def deny_network() -> bool:
    """Let no thread of this process open a socket from now on; whether the operating system could do that."""
    known = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    program = _program(*known)
    code = ctypes.create_string_buffer(program, len(program))
    head = _Program(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    return bool(prctl(_SECCOMP, _FILTER, ctypes.addressof(head), 0, 0) == 0)


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _program(architecture: int, socket: int) -> bytes:
    """``struct sock_filter[]``: code, steps if so, steps if not, value. Another architecture's calls are let be."""
    denied = (socket, socket | _X32, _IO_URING_SETUP)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, len(denied) + 1, architecture), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, len(denied) - number, 0, call) for number, call in enumerate(denied)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
