"""Ends every process of a run and removes its folder as soon as the run itself has ended.

A killed pytest cannot tidy up. The keeper is a process of its own that holds one end of a pipe
and nothing else; when the other end closes, the run is over. What belongs to the run is known by
a variable in its environment, which servers, kernels and browsers all inherit.
"""

import os
import shutil
import sys
import time
from pathlib import Path

MARK = "COURSE_TEST_RUN"


def processes(run: str) -> list:
    """Return the living processes that were started in a run, apart from this one."""
    import psutil

    found = []
    for process in psutil.process_iter():
        try:
            ended = process.status() == psutil.STATUS_ZOMBIE
            if not ended and process.pid != os.getpid() and process.environ().get(MARK) == run:
                found.append(process)
        except psutil.Error:
            continue  # another user's, or ended meanwhile
    return found


def end(run: str) -> None:
    """Kill the processes of a run until none is left; a browser may start one more meanwhile."""
    import psutil

    until = time.monotonic() + 30
    while (left := processes(run)) and time.monotonic() < until:
        for process in left:
            try:
                process.kill()
            except psutil.Error:
                continue
        psutil.wait_procs(left, timeout=2)


def main() -> None:
    """Wait for the end of the run whose folder is named, then tidy up."""
    folder = Path(sys.argv[1])
    sys.stdin.buffer.read()
    end(folder.name)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
