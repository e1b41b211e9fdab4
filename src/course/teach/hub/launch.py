"""Start a learner's server as what it may be: run as a script, with nothing of the course's own.

    python -I launch.py --home HOME --uid 60710 --data BYTES --processes 256 -- COMMAND…

It becomes the learner's user, if one is named; takes on its limits; and is then COMMAND.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys

_FILE = 512 << 20  # bytes: nothing that a course writes is larger


def limit(kind: str, most: int) -> None:
    """Let this process, and what comes of it, have no more of something; it cannot be undone."""
    number = getattr(resource, kind, None)
    if number is None:  # not every system knows each
        return
    _, hard = resource.getrlimit(number)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(number, (most, most))
    except (OSError, ValueError) as error:  # the hub looks at what is taken besides
        print(f"{kind} is not held here: {error}", file=sys.stderr)


def become(uid: int) -> None:
    """Be this user from here on, in no group but their own."""
    os.setgroups([])
    if hasattr(os, "setresuid"):
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    else:  # macOS; of root they set all that there is
        os.setgid(uid)
        os.setuid(uid)


def main() -> None:
    """Do what the arguments say; what fails ends here, and nothing is started."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", required=True)
    parser.add_argument("--uid", type=int, default=0)
    parser.add_argument("--data", type=int, default=0)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    if given.processes:
        limit("RLIMIT_NPROC", given.processes)
    if given.data:
        limit("RLIMIT_DATA", given.data)
    limit("RLIMIT_FSIZE", _FILE)
    limit("RLIMIT_CORE", 0)
    if given.uid:
        become(given.uid)
    os.umask(0o077)
    os.chdir(given.home)
    os.execv(given.command[0], given.command)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"{error.filename or 'launch'}: {error.strerror}")
