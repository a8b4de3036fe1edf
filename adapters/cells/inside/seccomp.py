"""Which system calls a child may still make: a filter that the kernel runs before each (BPF)."""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

PR_SET_SECCOMP: Final = 22  # prctl(2)
MODE_FILTER: Final = 2
ALLOW: Final = 0x7FFF0000  # seccomp(2)
REFUSE: Final = 0x00050000
NOT_PERMITTED: Final = REFUSE | 1  # EPERM
NOT_THERE: Final = REFUSE | 38  # ENOSYS: the C library then takes an older way
CLONE_THREAD: Final = 0x10000
AF_INET, AF_INET6 = 2, 10
SOCK_STREAM: Final = 1
SOCK_TYPE: Final = 0xF

# BPF, linux/bpf_common.h
LOAD: Final = 0x20
JUMP_EQUAL: Final = 0x15
JUMP_AT_LEAST: Final = 0x35
JUMP_ANY_BIT: Final = 0x45
AND: Final = 0x54
RETURN: Final = 0x06
CALL, ARCHITECTURE, ARGUMENTS = 0, 4, 16


class Machine(NamedTuple):
    """A processor's audit name, and its numbers of the calls that we care about."""

    audit: int
    calls: dict[str, int]
    sole: bool
    """It has no second numbering, as x86-64 has for x32."""


X86_64: Final = Machine(
    0xC000003E,
    {
        "socket": 41, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62,
        "ptrace": 101, "setpgid": 109, "setsid": 112, "rt_sigqueueinfo": 129, "pivot_root": 155,
        "chroot": 161, "mount": 165, "umount2": 166, "swapon": 167, "reboot": 169,
        "init_module": 175, "tkill": 200, "tgkill": 234, "kexec_load": 246, "add_key": 248,
        "request_key": 249, "keyctl": 250, "unshare": 272, "rt_tgsigqueueinfo": 297,
        "perf_event_open": 298, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "finit_module": 313, "kexec_file_load": 320, "bpf": 321,
        "execveat": 322, "userfaultfd": 323, "pidfd_send_signal": 424, "io_uring_setup": 425,
        "open_tree": 428, "move_mount": 429, "fsopen": 430, "pidfd_open": 434, "clone3": 435,
        "pidfd_getfd": 438,
    },
    sole=False,
)  # fmt: skip
AARCH64: Final = Machine(
    0xC00000B7,
    {
        "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "unshare": 97,
        "kexec_load": 104, "init_module": 105, "ptrace": 117, "kill": 129, "tkill": 130,
        "tgkill": 131, "rt_sigqueueinfo": 138, "reboot": 142, "setpgid": 154, "setsid": 157,
        "socket": 198, "add_key": 217, "request_key": 218, "keyctl": 219, "clone": 220,
        "execve": 221, "swapon": 224, "rt_tgsigqueueinfo": 240, "perf_event_open": 241,
        "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271,
        "finit_module": 273, "bpf": 280, "execveat": 281, "userfaultfd": 282,
        "kexec_file_load": 294, "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438,
    },
    sole=True,
)  # fmt: skip

STARTING: Final = frozenset({"fork", "vfork", "execve", "execveat", "setpgid", "setsid"})
"""Refused to who may not start programs."""
DECIDED_BY_ARGUMENT: Final = frozenset({"clone", "clone3", "socket", "kill", "tgkill"})


def machine() -> Machine | None:
    """This processor, if we know its numbers and its system has the filter."""
    if sys.platform != "linux":
        return None
    return {"x86_64": X86_64, "aarch64": AARCH64}.get(platform.machine())


def restrict(known: Machine, *, network: Sequence[int] | None, starts: bool) -> None:
    """From now on no other process can be touched, and nothing that only a system needs be called.

    `network`: the TCP ports that sockets may be made for, if any; None: any socket. `starts`:
    programs may be started.
    `no_new_privs` is set already.

    Raises:
        OSError: The kernel refused.
    """
    program = b"".join(_program(known, network=network, starts=starts))
    code = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, fprog, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _program(known: Machine, *, network: Sequence[int] | None, starts: bool) -> Iterable[bytes]:
    calls = known.calls
    yield _instruction(LOAD, ARCHITECTURE)
    yield _instruction(JUMP_EQUAL, known.audit, 1, 0)
    yield _instruction(RETURN, NOT_PERMITTED)
    yield _instruction(LOAD, CALL)
    if not known.sole:
        yield from _when(JUMP_AT_LEAST, 0x40000000, [_instruction(RETURN, NOT_PERMITTED)])
    if not starts:
        own = os.getpid()
        yield from _call(calls["clone3"], [_instruction(RETURN, NOT_THERE)])
        yield from _call(calls["clone"], _only_if(JUMP_ANY_BIT, CLONE_THREAD))
        yield from _call(calls["kill"], _only_if(JUMP_EQUAL, own))
        yield from _call(calls["tgkill"], _only_if(JUMP_EQUAL, own))
    if network is not None:
        yield from _call(calls["socket"], _stream() if network else [_refuse()])
    for name in sorted(calls.keys() - DECIDED_BY_ARGUMENT - (STARTING if starts else frozenset())):
        yield from _call(calls[name], [_refuse()])
    yield _instruction(RETURN, ALLOW)


def _stream() -> list[bytes]:
    return [
        _instruction(LOAD, ARGUMENTS),
        _instruction(JUMP_EQUAL, AF_INET, 2, 0),
        _instruction(JUMP_EQUAL, AF_INET6, 1, 0),
        _refuse(),
        _instruction(LOAD, ARGUMENTS + 8),
        _instruction(AND, SOCK_TYPE),
        _instruction(JUMP_EQUAL, SOCK_STREAM, 0, 1),
        _instruction(RETURN, ALLOW),
        _refuse(),
    ]


def _only_if(jump: int, value: int) -> list[bytes]:
    """Allowed if the first argument is so."""
    return [
        _instruction(LOAD, ARGUMENTS),
        _instruction(jump, value, 0, 1),
        _instruction(RETURN, ALLOW),
        _refuse(),
    ]


def _refuse() -> bytes:
    return _instruction(RETURN, NOT_PERMITTED)


def _call(number: int, then: list[bytes]) -> list[bytes]:
    return _when(JUMP_EQUAL, number, then)


def _when(jump: int, value: int, then: list[bytes]) -> list[bytes]:
    """`then` ends in a return; without the condition it is jumped over."""
    return [_instruction(jump, value, 0, len(then)), *then]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
