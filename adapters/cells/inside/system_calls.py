"""The numbers of the system calls that a child's filter decides about, by processor."""

import platform
import sys
from typing import Final, NamedTuple


class Machine(NamedTuple):
    """A processor's audit name, and its numbers of the calls that we care about."""

    audit: int
    calls: dict[str, int]
    sole: bool
    """It has no second numbering, as x86-64 has for x32."""


X86_64: Final = Machine(
    0xC000003E,
    {
        "mmap": 9, "ioctl": 16, "shmget": 29, "shmat": 30, "socket": 41, "sendto": 44,
        "sendmsg": 46, "listen": 50, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58,
        "execve": 59, "kill": 62, "semget": 64, "msgget": 68, "fcntl": 72, "chmod": 90,
        "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "ptrace": 101, "setpgid": 109,
        "setsid": 112, "rt_sigqueueinfo": 129, "utime": 132, "setpriority": 141,
        "sched_setparam": 142, "sched_setscheduler": 144, "pivot_root": 155, "setrlimit": 160,
        "chroot": 161, "mount": 165, "umount2": 166, "swapon": 167, "reboot": 169,
        "init_module": 175, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190,
        "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199, "tkill": 200,
        "sched_setaffinity": 203, "tgkill": 234, "utimes": 235, "mq_open": 240, "kexec_load": 246,
        "add_key": 248, "request_key": 249, "keyctl": 250, "ioprio_set": 251, "fchownat": 260,
        "futimesat": 261, "fchmodat": 268, "unshare": 272, "utimensat": 280,
        "rt_tgsigqueueinfo": 297, "perf_event_open": 298, "prlimit64": 302,
        "open_by_handle_at": 304, "sendmmsg": 307, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "finit_module": 313, "sched_setattr": 314, "memfd_create": 319,
        "kexec_file_load": 320, "bpf": 321, "execveat": 322, "userfaultfd": 323,
        "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428, "move_mount": 429,
        "fsopen": 430, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "memfd_secret": 447,
        "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "file_setattr": 469,
    },
    sole=False,
)  # fmt: skip
AARCH64: Final = Machine(
    0xC00000B7,
    {
        "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15,
        "fremovexattr": 16, "fcntl": 25, "ioctl": 29, "ioprio_set": 30, "umount2": 39, "mount": 40,
        "pivot_root": 41, "chroot": 51, "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55,
        "utimensat": 88, "unshare": 97, "kexec_load": 104, "init_module": 105, "ptrace": 117,
        "sched_setparam": 118, "sched_setscheduler": 119, "sched_setaffinity": 122, "kill": 129,
        "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "setpriority": 140, "reboot": 142,
        "setpgid": 154, "setsid": 157, "setrlimit": 164, "mq_open": 180, "msgget": 186,
        "semget": 190, "shmget": 194, "shmat": 196, "socket": 198, "socketpair": 199,
        "listen": 201, "sendto": 206, "sendmsg": 211, "add_key": 217, "request_key": 218,
        "keyctl": 219, "clone": 220, "execve": 221, "mmap": 222, "swapon": 224,
        "rt_tgsigqueueinfo": 240, "perf_event_open": 241, "prlimit64": 261,
        "open_by_handle_at": 265, "setns": 268, "sendmmsg": 269, "process_vm_readv": 270,
        "process_vm_writev": 271, "finit_module": 273, "sched_setattr": 274, "memfd_create": 279,
        "bpf": 280, "execveat": 281, "userfaultfd": 282, "kexec_file_load": 294,
        "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428, "move_mount": 429,
        "fsopen": 430, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "memfd_secret": 447,
        "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "file_setattr": 469,
    },
    sole=True,
)  # fmt: skip

STARTING: Final = frozenset(
    {"fork", "vfork", "clone", "clone3", "execve", "execveat", "setpgid", "setsid"}
)
"""What starts programs."""
SIGNALLING: Final = frozenset({"kill", "tgkill"})
REACHING: Final = frozenset({"socket", "socketpair", "listen", "sendto", "sendmsg", "sendmmsg"})
"""What leads to the network; without a connection the rest of it is harmless."""
OWNING: Final = frozenset(
    {
        "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat",
        "utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr",
        "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat",
        "file_setattr",
    }
)  # fmt: skip
"""What changes whose a file is, its mode, times and attributes: Landlock lets it, anywhere."""
BY_ARGUMENT: Final = frozenset({"mmap", "fcntl", "ioctl", "prlimit64"})


def machine() -> Machine | None:
    """This processor, if we know its numbers and its system has the filter."""
    if sys.platform != "linux":
        return None
    return {"x86_64": X86_64, "aarch64": AARCH64}.get(platform.machine())
