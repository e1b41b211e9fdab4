"""What a process that runs a submission may not do: limits that the system itself holds it to.

`shut_in` is called by that process on itself, before it runs a line that somebody else wrote, and
cannot be taken back. What protects, from the strongest to the weakest:

- Linux (x86-64, ARM64): a filter of system calls refuses sockets, new processes, other programs,
  signals to any other process, and changes of owners, rights and times of files; Landlock refuses
  to write, make, rename or delete any file anywhere, and to read outside the folders named; where
  user namespaces are allowed, the process has no network but its own loopback.
- Linux and macOS: limits of processor time, memory (macOS does not hold to it) and open files; no
  file can grow by a byte.
- Everywhere: an audit hook, by which Python itself refuses the same. It stops whoever does not set
  out to get round it, and is no wall: code that reaches C by some other way is past it.

The parent process watches time and memory besides (`sandbox`), on every system. What a submission
answers is all that it can hand on: whether that is right is judged elsewhere.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

GUARDS = ("network", "files", "processes", "memory", "time")
"""What is to be held back; `shut_in` says of each what holds it."""


def shut_in(readable: Sequence[str], *, seconds: int, memory: int) -> dict[str, str]:
    """Shut this process in; return what holds back each of GUARDS, in a few words, or "".

    Args:
        readable: the folders and files that it may go on reading.
        seconds: of processor time, from its start.
        memory: bytes of address space.
    """
    held = dict.fromkeys(GUARDS, "")
    held |= _limits(seconds, memory)
    if sys.platform == "linux":
        held |= {name: how for name, how in _linux(readable).items() if how}
    _audit(readable)
    return held


# -- limits of the process


def _limits(seconds: int, memory: int) -> dict[str, str]:
    try:
        import resource
    except ImportError:  # Windows
        return {}
    wanted = {
        "RLIMIT_CPU": seconds,
        "RLIMIT_AS": memory,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
    }
    held = []
    for name, most in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        with suppress(OSError, ValueError):
            _, hard = resource.getrlimit(kind)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))
            held.append(name)
    address_space = "RLIMIT_AS" in held and sys.platform == "linux"
    return {
        "time": "a limit of processor time" if "RLIMIT_CPU" in held else "",
        "memory": "a limit of memory" if address_space else "",
    }


# -- Linux

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER, _END_WITH_PARENT = 38, 22, 2, 1
_NEW_USER, _NEW_NETWORK, _THREAD = 0x10000000, 0x40000000, 0x00010000
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
# System calls that are refused, with their numbers on x86-64 and ARM64; -1: there is none.
_REFUSED = {
    "socket": (41, 198), "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221),
    "execveat": (322, 281), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "setrlimit": (160, 164),
    "io_uring_setup": (425, 425), "bpf": (321, 280), "mount": (165, 40), "umount2": (166, 39),
    "unshare": (272, 97), "setns": (308, 268), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "chroot": (161, 51), "pivot_root": (155, 41), "open_by_handle_at": (304, 265),
    "reboot": (169, 142), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "swapon": (167, 224),
    "swapoff": (168, 225), "sethostname": (170, 161), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "fremovexattr": (199, 16), "setxattrat": (463, 463),
    "removexattrat": (466, 466), "utime": (132, -1), "utimes": (235, -1), "futimesat": (261, -1),
    "utimensat": (280, 88), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
    "unlink": (87, -1), "unlinkat": (263, 35), "rename": (82, -1), "renameat": (264, 38),
    "renameat2": (316, 276), "rmdir": (84, -1), "mkdir": (83, -1), "mkdirat": (258, 34),
    "link": (86, -1), "linkat": (265, 37), "symlink": (88, -1), "symlinkat": (266, 36),
    "mknod": (133, -1), "mknodat": (259, 33), "creat": (85, -1), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "setpriority": (141, 140),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
}  # fmt: skip
_KILL, _TGKILL, _CLONE, _CLONE3, _PRLIMIT = (62, 129), (234, 131), (56, 220), (435, 435), (302, 261)


def _linux(readable: Sequence[str]) -> dict[str, str]:
    libc = ctypes.CDLL(None, use_errno=True)
    held = dict.fromkeys(("network", "files", "processes"), "")
    libc.prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if libc.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        held["network"] = "a network of its own that leads nowhere"
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return held
    if _landlock(libc, readable):
        held["files"] = "Landlock"
    if _seccomp(libc):
        calls = "refused system calls"
        held["network"] = f"{held['network']} and {calls}" if held["network"] else calls
        held["processes"] = calls
        held["files"] = held["files"] or f"{calls} (what it can read is not held back by them)"
    return held


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Have the system refuse the calls above; say whether it does."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None or struct.calcsize("P") != 8:
        return False
    architecture, column = known
    program = b"".join(_program(architecture, column, os.getpid()))
    code = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    filled = Program(len(program) // 8, ctypes.addressof(code))
    return libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(filled), 0, 0) == 0


def _program(architecture: int, column: int, own: int) -> list[bytes]:
    """Return the filter, an instruction a piece: code, jump if so, jump if not, value."""
    load, equal, at_least, all_bits, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, deny, no_such_call, end = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
    number, arch, first, third = 0, 4, 16, 32  # where in what the filter sees they stand

    def one(code: int, value: int, so: int = 0, not_so: int = 0) -> bytes:
        return struct.pack("=HBBI", code, so, not_so, value)

    said = [one(load, arch), one(equal, architecture, 1, 0), one(give, end), one(load, number)]
    # The 32-bit calls of x86-64 have the same numbers with a bit more.
    said += [one(at_least, 0x40000000, 0, 1), one(give, deny)]
    for call in _REFUSED.values():
        if call[column] >= 0:
            said += [one(equal, call[column], 0, 1), one(give, deny)]
    # The C library asks again by the old call, whose flags can be looked at.
    said += [one(equal, _CLONE3[column], 0, 1), one(give, no_such_call)]
    said += [one(equal, _CLONE[column], 0, 4), one(load, first), one(all_bits, _THREAD, 0, 1)]
    said += [one(give, allow), one(give, deny)]
    for call in (_KILL, _TGKILL):
        said += [one(equal, call[column], 0, 4), one(load, first), one(equal, own, 0, 1)]
        said += [one(give, allow), one(give, deny)]
    # Limits may be asked for, and not set: the new ones are the third thing that is passed on.
    said += [one(equal, _PRLIMIT[column], 0, 6), one(load, third), one(equal, 0, 0, 3)]
    said += [one(load, third + 4), one(equal, 0, 0, 1), one(give, allow), one(give, deny)]
    return [*said, one(give, allow)]


_CREATE, _ADD, _RESTRICT = 444, 445, 446  # Landlock's calls, on every architecture
_READ, _DEVICES = (1 << 0) | (1 << 2) | (1 << 3), ("/dev/null", "/dev/urandom")
# What each version of Landlock knows of: rights on files, on the network, and what is scoped.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}


def _landlock(libc: ctypes.CDLL, readable: Sequence[str]) -> bool:
    """Have the system refuse every use of files but reading those named; say whether it does."""
    version = libc.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    bits = max(count for since, count in _FILE_RIGHTS.items() if since <= version)
    rules = struct.pack("=QQQ", (1 << bits) - 1, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(_CREATE, ctypes.create_string_buffer(rules, 24), size, 0)
    if ruleset < 0:
        return False
    try:
        for name in (*readable, *_DEVICES):
            try:
                path = os.open(name, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            right = _READ if Path(name).is_dir() else _READ & ~(1 << 3)
            rule = ctypes.create_string_buffer(struct.pack("=Qi", right, path), 12)
            libc.syscall(_ADD, ruleset, 1, rule, 0)
            os.close(path)
        return libc.syscall(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


# -- everywhere

_NETWORK = "would use the network"
_PROCESS = "would start or stop another program"
_CHANGE = "would change or delete a file"
_EVENTS: dict[str, str] = {
    **dict.fromkeys(("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn"), _PROCESS),
    **dict.fromkeys(("os.spawn", "os.startfile", "os.startfile/2", "pty.spawn"), _PROCESS),
    **dict.fromkeys(("subprocess.Popen", "os.kill", "os.killpg", "webbrowser.open"), _PROCESS),
    **dict.fromkeys(("ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle"), _PROCESS),
    **dict.fromkeys(("ctypes.call_function", "_winapi.CreateProcess"), _PROCESS),
    **dict.fromkeys(("_winapi.TerminateProcess", "_winapi.OpenProcess"), _PROCESS),
    **dict.fromkeys(("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link"), _CHANGE),
    **dict.fromkeys(("os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime"), _CHANGE),
    **dict.fromkeys(("os.chflags", "os.lockf", "os.setxattr", "os.removexattr"), _CHANGE),
    **dict.fromkeys(("shutil.rmtree", "shutil.move", "shutil.copyfile", "mmap.__new__"), _CHANGE),
    **dict.fromkeys(("sqlite3.connect", "sys.remote_exec"), _CHANGE),
}
_FAMILIES: dict[str, str] = {
    **dict.fromkeys(("socket", "urllib", "http", "ftplib", "smtplib", "imaplib"), _NETWORK),
    **dict.fromkeys(("poplib", "nntplib", "telnetlib"), _NETWORK),
    "winreg": _CHANGE,
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _audit(readable: Sequence[str]) -> None:
    """Have Python itself refuse what is not for a cell that computes an answer."""
    roots = tuple(os.path.realpath(name) for name in (*readable, *_DEVICES))
    sys.addaudithook(_hook(roots, os.path.realpath, os.sep))


def _hook(
    roots: tuple[str, ...], real: Callable[[str], str], separator: str
) -> Callable[[str, tuple[Any, ...]], None]:
    """Return the hook; all that it uses is bound here, so that no cell can put another in place."""
    events, families, writes = dict(_EVENTS), dict(_FAMILIES), _WRITES
    kind, text, number, error = type, str, int, PermissionError

    def hook(event: str, given: tuple[Any, ...]) -> None:
        why = events.get(event) or families.get(event.partition(".")[0])
        if why:
            raise error(f"This cell {why}. Grading lets no cell do that.")
        if event != "open" or kind(given[0]) is number:  # a file that is open already
            return
        path, _, flags = given
        if kind(flags) is number and flags & writes:
            raise error("This cell would write a file. Grading lets no cell do that.")
        place = real(path) if kind(path) is text else ""
        if not place.startswith(tuple(root + separator for root in roots)) and place not in roots:
            raise error(f"This cell would read {path!r:.90}, which grading keeps from it.")

    return hook
