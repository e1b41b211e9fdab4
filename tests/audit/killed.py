"""Kill commands at random moments, and see whether anything was lost.

    uv run python tests/audit/kills.py                  # every kind, as often as is written below
    uv run python tests/audit/kills.py site --count 50

Each kind works on copies in a temporary folder. After each kill what was there must be whole, as
it was or as it should become, and what belongs to others as it was; at the end the command must do
its work as if nothing had happened. The exit code is 1 if any of that failed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from course import rescue
from course.files import is_unfinished
from course.paths import data_folder, notebook_folder
from course.publish import folder

COURSE = [sys.executable, "-m", "course.cli"]
UNIT = "00-start-here.ipynb"


class Kind:
    """One command, killed again and again: where it works, and what must hold afterwards."""

    count = 20
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

    def last(self) -> str:
        """Let the command do its work once more; return "" or what is wrong."""
        self.begin()
        self.run()
        found = self.found()
        left = [path.name for path in self.home.rglob("*") if is_unfinished(path)]
        return "" if found == "new" and not left else f"at the end: {found}, left: {left}"


class Site(Kind):
    """A whole `course site` over an old one that others keep files in."""

    count = 50

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
        beside = super().last()
        left = [path.name for path in self.home.iterdir() if path != self.out]
        return beside or (f"left beside the site: {left}" if left else "")


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


class Stamp(Kind):
    """`course data --stamp` after an edit of a table."""

    def __init__(self, home: Path):
        super().__init__(home)
        shutil.copytree(data_folder(), home / "data")
        self.env["COURSE_DATA"] = str(home / "data")
        self.path = home / "data" / "datapackage.json"
        self.old = self.path.read_bytes()
        packed = json.loads(self.old)
        packed["resources"][-1]["hash"] = packed["resources"][0]["hash"]
        self.new = self.old
        self.old = (json.dumps(packed, ensure_ascii=False, indent=1) + "\n").encode()
        self.others = self.rest()

    rest = Run.rest
    begin = Run.begin
    found = Run.found

    def command(self):
        return [*COURSE, "data", "--stamp"]


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
        self.mended = 0

    def command(self):
        return [sys.executable, "-c", SAVER, str(self.path.parent), UNIT, self.kind]

    def run(self):
        return 0.5

    def found(self):
        if trouble := rescue.trouble(self.path):
            return trouble.says
        said = json.loads(self.path.read_text())["cells"][-1]["source"]
        return ("old", "new")[self.texts.index("".join(said))]

    def last(self):
        return ""


class StockSave(Save):
    """The same by JupyterLab's own manager, which empties the file first: the backup is offered.

    The remedy that `course doctor` and `course lab` print is followed word for word.
    """

    kind = "stock"

    def found(self):
        if trouble := rescue.trouble(self.path):
            if ".~" not in trouble.remedy:
                return f"no backup is offered: {trouble.remedy}"
            command = trouble.remedy[trouble.remedy.index("mv ") :]
            subprocess.run(command, shell=True, check=True)
            self.mended += 1
        return super().found()


KINDS = {"site": Site, "run": Run, "stamp": Stamp, "save": Save, "stock-save": StockSave}


def tried(name: str, count: int | None = None, seed: int = 1) -> dict[str, object]:
    """Kill one kind `count` times; return a row of the table."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as home:
        kind = KINDS[name](Path(home))
        count = count or kind.count
        kind.begin()
        lasts = kind.run()
        states: Counter[str] = Counter()
        for number in range(count):
            kind.begin()
            kind.kill(chance.uniform(0, lasts))
            found = kind.found()
            states[found] += 1
            print(f"{name} {number + 1} of {count}: {found}", file=sys.stderr)
        wrong = [*(state for state in states if state not in ("old", "new")), kind.last()]
        return {
            "kind": name,
            "kills": count,
            "within": f"{lasts:.1f} s",
            "old and whole": states["old"],
            "new and whole": states["new"],
            "mended from the backup": getattr(kind, "mended", 0),
            "wrong": "; ".join(filter(None, wrong)) or 0,
        }


def main() -> int:
    """Kill what is named, or everything; print a table of what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], help="all when left out")
    parser.add_argument("--count", type=int, help="how many kills of each kind")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    asked = parser.parse_args()
    rows = [tried(name, asked.count, asked.seed) for name in asked.kinds or KINDS]
    print(" | ".join(rows[0]))
    for row in rows:
        print(" | ".join(map(str, row.values())))
    return any(row["wrong"] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
