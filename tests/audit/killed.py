"""What `kills.py` kills beside the stamp: a whole build, a run, saves. Each works on copies.

After each kill what was there must be whole, as it was or as it should become, and what belongs to
others as it was; at the end the command must do its work as if nothing had happened.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from course import rescue
from course.files import is_unfinished
from course.paths import notebook_folder
from course.publish import folder

COURSE = [sys.executable, "-m", "course.cli"]
UNIT = "00-start-here.ipynb"
HELD = ("old", "new", "old, from the backup", "new, from the backup")


class Kind:
    """One command, killed again and again: where it works, and what must hold afterwards."""

    ends = True  # or works on until it is killed

    def __init__(self, home: Path):
        self.home = home
        self.env = dict(os.environ)

    def command(self) -> list[str]:
        raise NotImplementedError

    def begin(self) -> None:
        """Put things as they stand before a kill."""

    def found(self) -> str:
        """Return "old", "new", or in other words what is wrong."""
        raise NotImplementedError

    def run(self) -> float:
        """Let the command do its work; return how long that takes."""
        began = time.monotonic()
        done = subprocess.run(self.command(), env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return time.monotonic() - began

    def kill(self, moment: float) -> None:
        process = subprocess.Popen(self.command(), env=self.env, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        if not self.ends:
            assert process.stdout.readline() == b"begun\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def last(self) -> None:
        """Let the command do its work once more, to its end."""
        self.begin()
        self.run()
        assert self.found() == "new"
        assert not [path for path in self.home.rglob("*") if is_unfinished(path)]


class Site(Kind):
    """A whole `course site` over an old one that others keep files in."""

    def __init__(self, home: Path):
        super().__init__(home)
        self.out = home / "site"
        self.run()
        (self.out / ".git" / "refs" / "empty").mkdir(parents=True)
        (self.out / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages\n")
        (self.out / "CNAME").write_text("course.example\n")
        (self.out / "thesis.docx").write_bytes(os.urandom(5000))
        self.whole = self.hashes()
        self.mark = b""

    def command(self):
        return [*COURSE, "site", "--no-stills", "--out", str(self.out)]

    def begin(self):
        self.mark = (self.out / folder.MARK).read_bytes()

    def hashes(self):
        files = {path for path in folder._files(self.out) if path.name != folder.MARK}
        return {
            path: hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"folder"
            for path in files
        }

    def found(self):
        if not self.out.is_dir():
            return "there is no site"
        now = self.hashes()
        theirs = {path for path in self.whole if path.relative_to(self.out).as_posix()
                  not in folder.listed(self.out)}  # fmt: skip
        if len(theirs) != 4:
            return f"of others are {len(theirs)} in place of 4"
        if now != self.whole:
            odd = [p for p in now.keys() | self.whole.keys() if now.get(p) != self.whole.get(p)]
            return f"{len(odd)} files are missing, new or changed, such as {odd[0]}"
        return "old" if (self.out / folder.MARK).read_bytes() == self.mark else "new"

    def last(self):
        super().last()
        assert list(self.home.iterdir()) == [self.out], "something was left beside the site"


class Run(Kind):
    """`course run` of a notebook whose stored outputs are old."""

    def __init__(self, home: Path):
        super().__init__(home)
        shutil.copytree(notebook_folder(), home / "notebooks")
        self.env["COURSE_NOTEBOOKS"] = str(home / "notebooks")
        self.path = home / "notebooks" / UNIT
        self.run()
        self.new = self.path.read_bytes()
        notebook = json.loads(self.new)
        for cell in notebook["cells"]:
            cell |= {"outputs": []} if cell["cell_type"] == "code" else {}
        self.old = json.dumps(notebook, indent=1).encode()
        self.others = self.rest()

    def rest(self):
        files = (path for path in self.path.parent.rglob("*") if path.is_file())
        return {p: p.read_bytes() for p in files if p != self.path and not is_unfinished(p)}

    def command(self):
        return [*COURSE, "run", UNIT[:2]]

    def begin(self):
        self.path.write_bytes(self.old)

    def found(self):
        if self.rest() != self.others:
            return "another file has changed"
        now = self.path.read_bytes()
        return "old" if now == self.old else "new" if now == self.new else f"{len(now)} bytes"


SAVER = """
import asyncio, sys
from pathlib import Path
from course.jupyter.server import WholeFiles
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
import nbformat
folder, name, kind = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
manager = (WholeFiles if kind == "ours" else AsyncLargeFileManager)(root_dir=str(folder))
texts = [nbformat.reads((folder.parent / one).read_text(), 4) for one in ("old", "new")]
async def save():
    print("begun", flush=True)
    while True:
        for notebook in texts:
            await manager.save({"type": "notebook", "content": notebook}, name)
asyncio.run(save())
"""


class Save(Kind):
    """A notebook that `course lab` saves again and again."""

    kind, ends = "ours", False

    def __init__(self, home: Path):
        super().__init__(home)
        (home / "notebooks").mkdir()
        self.path = home / "notebooks" / UNIT
        notebook = json.loads((notebook_folder() / UNIT).read_bytes())
        # Large, so that a save takes a while.
        about = {"cell_type": "markdown", "id": "x", "metadata": {}}
        self.texts = []
        for name in ("old", "new"):
            cells = [*notebook["cells"], about | {"source": f"{name} " * 200_000}]
            text = json.dumps({**notebook, "cells": cells})
            (home / name).write_text(text)
            self.texts.append(cells[-1]["source"])
        self.path.write_text(text)

    def command(self):
        return [sys.executable, "-c", SAVER, str(self.path.parent), UNIT, self.kind]

    def run(self):
        return 1.0

    def found(self):
        if trouble := rescue.trouble(self.path):
            return trouble.says
        said = json.loads(self.path.read_text())["cells"][-1]["source"]
        return ("old", "new")[self.texts.index("".join(said))]

    def last(self):
        """It has no end of its own."""


class StockSave(Save):
    """The same by JupyterLab's own manager, which empties the file first: the backup is offered.

    The remedy that `course doctor` and `course lab` print is followed word for word.
    """

    kind = "stock"

    def found(self):
        trouble = rescue.trouble(self.path)
        if trouble is None:
            return super().found()
        if ".~" not in trouble.remedy:
            return f"no backup is offered: {trouble.remedy}"
        command = trouble.remedy[trouble.remedy.index("mv ") :]
        subprocess.run(command, shell=True, check=True)
        return f"{super().found()}, from the backup"


def counted(kind: type[Kind]) -> Callable[[int, int, Path], Counter[str]]:
    """Return a function that kills a kind so often and counts what was found.

    It raises an AssertionError if anything was lost.
    """

    def killed(kills: int, seed: int, place: Path) -> Counter[str]:
        chance, hit = random.Random(seed), Counter[str]()
        one = kind(place)
        one.begin()
        lasts = one.run()
        for number in range(kills):
            one.begin()
            one.kill(chance.uniform(0, lasts))
            found = one.found()
            if sys.stderr.isatty():
                print(f"{number + 1} of {kills}: {found}", file=sys.stderr)
            assert found in HELD, found
            hit[found] += 1
        one.last()
        return hit

    return killed


KINDS = {
    "site": counted(Site),
    "run": counted(Run),
    "save": counted(Save),
    "stock-save": counted(StockSave),
}
