"""Which system calls a child may still make: a filter that the kernel runs before each (BPF)."""

import ctypes
import os
import struct
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from adapters.cells.inside.system_calls import (
    BY_ARGUMENT,
    OWNING,
    REACHING,
    SIGNALLING,
    STARTING,
    Machine,
)

PR_SET_SECCOMP: Final = 22  # prctl(2)
MODE_FILTER: Final = 2
ALLOW: Final = 0x7FFF0000  # seccomp(2)
REFUSE: Final = 0x00050000
NOT_PERMITTED: Final = REFUSE | 1  # EPERM
NOT_THERE: Final = REFUSE | 38  # ENOSYS: the C library then takes an older way

# What arguments are about, from the kernel's headers; the same on both processors.
CLONE_THREAD: Final = 0x10000
AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOCK_TYPE, SOCK_STREAM = 0xF, 1
EITHER_PROTOCOL, TCP = 0, 6
MSG_FASTOPEN: Final = 0x20000000
SHARED_BY_NO_FILE: Final = 0x21  # MAP_SHARED | MAP_ANONYMOUS
OWNER_BY_FCNTL: Final = (8, 15)  # F_SETOWN, F_SETOWN_EX
OWNER_BY_IOCTL: Final = (0x8901, 0x8902)  # FIOSETOWN, SIOCSPGRP

# BPF, linux/bpf_common.h
LOAD: Final = 0x20
JUMP_EQUAL: Final = 0x15
JUMP_AT_LEAST: Final = 0x35
JUMP_ANY_BIT: Final = 0x45
AND: Final = 0x54
RETURN: Final = 0x06
CALL, ARCHITECTURE, ARGUMENTS = 0, 4, 16


class _Test(NamedTuple):
    """One comparison of an argument; `bits` are those of it that count."""

    argument: int
    values: Sequence[int]
    bits: int | None = None
    upper: bool = False
    """The upper half of the argument instead of the lower one."""


def restrict(known: Machine, *, network: Sequence[int] | None, starts: bool, owns: bool) -> None:
    """From now on no other process can be touched, and nothing that only a system needs be called.

    `network`: the TCP ports that sockets may be made for, if any; None: any socket. `starts`:
    programs may be started. `owns`: modes, times and owners of files may be changed.
    `no_new_privs` is set already.

    Raises:
        OSError: The kernel refused.
    """
    program = b"".join(_program(known, network=network, starts=starts, owns=owns))
    code = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, fprog, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _program(
    known: Machine, *, network: Sequence[int] | None, starts: bool, owns: bool
) -> Iterable[bytes]:
    calls = known.calls
    yield _instruction(LOAD, ARCHITECTURE)
    yield _instruction(JUMP_EQUAL, known.audit, 1, 0)
    yield _refuse()
    yield _instruction(LOAD, CALL)
    if not known.sole:
        yield from _when(JUMP_AT_LEAST, 0x40000000, [_refuse()])
    # Memory that no limit counts; a signal by way of a file's owner; limits, its own and others'.
    yield from _call(calls["mmap"], _unless(_Test(3, [SHARED_BY_NO_FILE], SHARED_BY_NO_FILE)))
    yield from _call(calls["fcntl"], _unless(_Test(1, OWNER_BY_FCNTL)))
    yield from _call(calls["ioctl"], _unless(_Test(1, OWNER_BY_IOCTL)))
    yield from _call(calls["prlimit64"], _if(_Test(2, [0]), _Test(2, [0], upper=True)))
    decided = BY_ARGUMENT | STARTING | SIGNALLING | REACHING | OWNING
    refused = calls.keys() - decided
    if not starts:
        own = os.getpid()
        yield from _call(calls["clone3"], [_instruction(RETURN, NOT_THERE)])
        yield from _call(calls["clone"], _if_any_bit(0, CLONE_THREAD))
        for call in SIGNALLING:
            yield from _call(calls[call], _if(_Test(0, [own])))
        refused |= STARTING - {"clone", "clone3"}
    if network is not None:
        yield from _reaching(known, any_port=bool(network))
        refused |= {"listen"}
    if not owns:
        refused |= OWNING
    for name in sorted(refused & calls.keys()):
        yield from _call(calls[name], [_refuse()])
    yield _instruction(RETURN, ALLOW)


def _reaching(known: Machine, *, any_port: bool) -> Iterable[bytes]:
    """TCP alone, for Landlock knows the ports of nothing else, and only where `connect` asks it.

    MPTCP is a protocol of its own; a first message connects by itself (TCP Fast Open); of a pair
    of datagram sockets either could be sent elsewhere.
    """
    calls = known.calls
    stream = _Test(1, [SOCK_STREAM], SOCK_TYPE)
    internet = _Test(0, [AF_INET, AF_INET6])
    tcp = _Test(2, [EITHER_PROTOCOL, TCP])
    yield from _call(calls["socket"], _if(internet, stream, tcp) if any_port else [_refuse()])
    yield from _call(calls["socketpair"], _if(_Test(0, [AF_UNIX]), stream))
    for call, flags in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        yield from _call(calls[call], _unless(_Test(flags, [MSG_FASTOPEN], MSG_FASTOPEN)))


def _if(*tests: _Test) -> list[bytes]:
    """Allowed if all of them hold."""
    decision = [_instruction(RETURN, ALLOW), _refuse()]
    for test in reversed(tests):
        decision = _tested(test, over_if_none=len(decision) - 1) + decision
    return decision


def _unless(test: _Test) -> list[bytes]:
    """Refused if it holds."""
    return [*_tested(test, over_if_none=1), _refuse(), _instruction(RETURN, ALLOW)]


def _if_any_bit(argument: int, bits: int) -> list[bytes]:
    """Allowed if one of these bits is set in the argument."""
    load = _instruction(LOAD, ARGUMENTS + 8 * argument)
    test = _instruction(JUMP_ANY_BIT, bits, 0, 1)
    return [load, test, _instruction(RETURN, ALLOW), _refuse()]


def _tested(test: _Test, *, over_if_none: int) -> list[bytes]:
    """On to what follows if the argument is one of the values, else over so many instructions."""
    loads = [_instruction(LOAD, ARGUMENTS + 8 * test.argument + 4 * test.upper)]
    if test.bits is not None:
        loads.append(_instruction(AND, test.bits))
    *others, last = test.values
    jumps = [
        _instruction(JUMP_EQUAL, value, len(others) - place, 0)
        for place, value in enumerate(others)
    ]
    return [*loads, *jumps, _instruction(JUMP_EQUAL, last, 0, over_if_none)]


def _refuse() -> bytes:
    return _instruction(RETURN, NOT_PERMITTED)


def _call(number: int, then: list[bytes]) -> list[bytes]:
    return _when(JUMP_EQUAL, number, then)


def _when(jump: int, value: int, then: list[bytes]) -> list[bytes]:
    """`then` ends in a return; without the condition it is jumped over."""
    return [_instruction(jump, value, 0, len(then)), *then]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
