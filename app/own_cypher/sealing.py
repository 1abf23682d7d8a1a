"""A process that holds data and runs what strangers wrote seals itself: from then on it only computes and answers.

Two layers, each enough. No file, socket or pipe can be opened any more, because every descriptor the limit leaves is taken;
no byte can be written to a file. That holds wherever limits do. On Linux the kernel besides refuses whatever begins something
new: processes, programs, connections, names in the file system, signals to others (seccomp, for all threads).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _GIVE = 0x20, 0x15, 0x35, 0x45, 0x06  # instructions of BPF
_ALLOW, _REFUSE, _UNKNOWN, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000  # EPERM 1, ENOSYS 38
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where they lie in what the kernel shows
_OF_A_THREAD: Final = 0x00010000
_X32: Final = 0x40000000
_MOST_DESCRIPTORS: Final = 4096  # an engine has a hundred
_NO_NEW_PRIVILEGES: Final = 38
_FILTER, _ALL_THREADS = 1, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


@dataclass(frozen=True)
class _Machine:
    """The numbers of calls on a machine, as <asm/unistd.h> has them."""

    architecture: int
    seccomp: int
    clone: int
    tgkill: int
    refused: tuple[int, ...]
    clone3: int = 435


_X86_64: Final = _Machine(
    architecture=0xC000003E,
    seccomp=317,
    clone=56,
    tgkill=234,
    refused=(
        *(
            41,
            42,
            43,
            44,
            46,
            49,
            50,
            53,
            288,
        ),  # socket, connect, accept, sendto, sendmsg, bind, listen, socketpair, accept4
        *(57, 58, 59, 322),  # fork, vfork, execve, execveat
        *(62, 129, 200, 297, 424, 434, 438),  # kill, rt_sigqueueinfo, tkill, rt_tgsigqueueinfo, pidfd_…
        *(101, 310, 311, 298, 323, 321),  # ptrace, process_vm_readv, …writev, perf_event_open, userfaultfd, bpf
        *(
            2,
            85,
            257,
            304,
            437,
            319,
            425,
            426,
            427,
        ),  # open, creat, openat, open_by_handle_at, openat2, memfd_create, io_uring_…
        *(76, 77, 82, 83, 84, 86, 87, 88, 90, 91, 92, 93, 94, 133),  # truncate … mknod: names and modes of files
        *(258, 259, 260, 263, 264, 265, 266, 268, 316, 452),  # mkdirat … renameat2, fchmodat2
        *(
            155,
            161,
            165,
            166,
            272,
            308,
            160,
            246,
            248,
            249,
            250,
        ),  # pivot_root, chroot, mount, umount, unshare, setns, setrlimit, …
    ),
)
_AARCH64: Final = _Machine(
    architecture=0xC00000B7,
    seccomp=277,
    clone=220,
    tgkill=131,
    refused=(
        *(198, 199, 200, 201, 202, 203, 206, 211, 242),
        *(221, 281),
        *(129, 130, 138, 240, 424, 434, 438),
        *(117, 270, 271, 241, 282, 280),
        *(56, 265, 437, 279, 425, 426, 427),
        *(33, 34, 35, 36, 37, 38, 45, 46, 52, 53, 54, 55, 276, 452),
        *(39, 40, 41, 51, 97, 268, 164, 104, 217, 218, 219),
    ),
)
_MACHINES: Final = {"x86_64": _X86_64, "aarch64": _AARCH64}


def seal() -> None:
    """From now on this process opens, writes, starts and reaches nothing. What it has open stays.

    Raises OSError where the kernel knows the filter and does not take it.
    """
    _take_descriptors()
    if sys.platform == "linux" and platform.machine() in _MACHINES:
        _filter_calls(_MACHINES[platform.machine()])


def _take_descriptors() -> None:
    import resource  # noqa: PLC0415 - not on every system, and for workers only

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source = os.open(os.devnull, os.O_RDONLY)
    highest = max(_open_descriptors())
    while os.dup(source) < highest:
        pass
    most = max(_open_descriptors()) + 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _open_descriptors() -> Iterator[int]:
    for descriptor in range(_MOST_DESCRIPTORS):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            yield descriptor


def _filter_calls(machine: _Machine) -> None:
    program = b"".join(_instructions(machine))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    filter_ = _Program(len(program) // 8, program)
    if library.syscall(machine.seccomp, _FILTER, _ALL_THREADS, ctypes.byref(filter_)):
        raise OSError(ctypes.get_errno(), "seccomp")


def _instructions(machine: _Machine) -> Iterator[bytes]:
    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    yield step(_LOAD, _ARCHITECTURE)
    yield step(_EQUAL, machine.architecture, 1, 0)
    yield step(_GIVE, _KILL)
    yield step(_LOAD, _NUMBER)
    yield step(_AT_LEAST, _X32, 0, 1)
    yield step(_GIVE, _REFUSE)
    for number in machine.refused:
        yield step(_EQUAL, number, 0, 1)
        yield step(_GIVE, _REFUSE)
    yield step(_EQUAL, machine.clone3, 0, 1)
    yield step(_GIVE, _UNKNOWN)  # then the library takes clone, whose flags can be seen
    yield step(_EQUAL, machine.clone, 0, 3)
    yield step(_LOAD, _ARGUMENTS)
    yield step(_ANY_OF, _OF_A_THREAD, 4, 0)
    yield step(_GIVE, _REFUSE)
    yield step(_EQUAL, machine.tgkill, 0, 2)
    yield step(_LOAD, _ARGUMENTS)
    yield step(_EQUAL, os.getpid(), 0, 1)
    yield step(_GIVE, _ALLOW)
    yield step(_GIVE, _REFUSE)
