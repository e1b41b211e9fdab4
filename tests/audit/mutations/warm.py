"""Python that has loaded the big libraries and not yet the course: a command costs a fork of it.

Each command runs in a child of its own, so that it reads the code and the tables as they are at
that moment. Where there is no fork (Windows), a command is a process from the start.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_SERVER = """
import json, os, runpy, sys, traceback
import IPython.core.formatters, nbclient, nbformat, numpy, pandas, plotly.graph_objects, typer

def work(arguments, out, err):
    for number, mode, path in ((0, os.O_RDONLY, os.devnull), (1, os.O_WRONLY, out),
                               (2, os.O_WRONLY, err)):
        os.dup2(os.open(path, mode | os.O_CREAT, 0o600), number)
    sys.stdin = open(0)
    how, what, *rest = arguments
    sys.argv = [how, *rest]
    try:
        if how == "-c":
            exec(compile(what, "-c", "exec"), {"__name__": "__main__"})
        else:
            runpy.run_module(what, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0

for line in sys.stdin:
    child = os.fork()
    if not child:
        code = work(*json.loads(line))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Warm:
    """Runs `python -c CODE …` and `python -m MODULE …` in one folder and environment."""

    def __init__(self, folder: Path, env: Mapping[str, str], spare: Path) -> None:
        self.folder, self.env, self.spare = folder, dict(env), spare
        self.server: subprocess.Popen[str] | None = None

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command; return its code and all that it said."""
        if not hasattr(os, "fork"):
            return subprocess.run(
                [sys.executable, *arguments],
                cwd=self.folder,
                env=self.env,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
            )
        if self.server is None:
            self.server = subprocess.Popen(
                [sys.executable, "-c", _SERVER],
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        out, err = self.spare / "out", self.spare / "err"
        for path in (out, err):
            path.write_bytes(b"")
        assert self.server.stdin and self.server.stdout
        self.server.stdin.write(json.dumps([arguments, str(out), str(err)]) + "\n")
        self.server.stdin.flush()
        code = int(self.server.stdout.readline())
        said = [path.read_text(encoding="utf-8", errors="replace") for path in (out, err)]
        return subprocess.CompletedProcess(arguments, code, *said)

    def close(self) -> None:
        """End the server; it has no child at work then."""
        if self.server is not None:
            self.server.communicate()
            self.server = None
