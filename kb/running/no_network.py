"""Take the network away from this process for good: the kernel refuses it a socket (Linux; elsewhere nothing happens).

The check of a query's text refuses SERVICE by name; this holds should the engine read a query in another way than the check.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER_MODE = 38, 22, 2
LOAD, IF_EQUAL, IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
NUMBER_AT, ARCHITECTURE_AT = 0, 4
X32 = 0x40000000
# machine: (architecture of the audit header, numbers of socket, io_uring_setup and the two exec calls)
CALLS = {
    "x86_64": (0xC000003E, (41, 425, 59, 322)),
    "aarch64": (0xC00000B7, (198, 425, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def can_refuse_network() -> bool:
    """Whether this system has such a filter, for a processor that is known here."""
    return platform.system() == "Linux" and platform.machine() in CALLS


def refuse_network() -> bool:
    """Whether the kernel took the filter; it holds for this thread and all that start from it."""
    if not can_refuse_network():
        return False
    code = _filter(*CALLS[platform.machine()])
    held = ctypes.create_string_buffer(code)
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(SET_SECCOMP, FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, refused: tuple[int, ...]) -> bytes:
    """Classic BPF: another architecture, the x32 numbers and the refused calls end in EACCES, the rest is allowed."""
    tests = [(IF_AT_LEAST, X32), *((IF_EQUAL, number) for number in refused)]
    steps = [_step(LOAD, ARCHITECTURE_AT), _step(IF_EQUAL, architecture, 0, len(tests) + 2), _step(LOAD, NUMBER_AT)]
    steps += [_step(code, value, len(tests) - place, 0) for place, (code, value) in enumerate(tests)]
    return b"".join([*steps, _step(RETURN, ALLOW), _step(RETURN, REFUSE)])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
