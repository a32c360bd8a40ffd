"""What a process that opens a stranger's file takes from itself first: network, memory, time, a life of its own."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from typing import Any

MEMORY = 2 * 1024**3  # bytes of address space
CPU_SECONDS = 90  # the parent's patience ends earlier; this ends a child whose parent was killed
FILE_BYTES = 256 * 1024**2  # the most that a converter may write
OPEN_FILES = 256
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # <sched.h>
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38  # <sys/prctl.h>


def confine() -> bool:
    """For good. True where the kernel took the network away from everything that this process starts, too.

    Where it may not (namespaces are closed to us), Python itself still opens no connection.
    """
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse_network)
    if sys.platform != "linux":
        return False
    kernel = ctypes.CDLL(None)
    kernel.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return any(kernel.unshare(spaces) == 0 for spaces in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK))


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"):
        raise PermissionError(f"{event} while a file is read")
