"""Kill a command at random moments, and see that nothing was lost: what stands is old or new.

    uv run python tests/audit/kills.py stamp --kills 20
    uv run python tests/audit/kills.py site --kills 50

- stamp: `course data --stamp --reviewed` is killed while it records one edit and another by turns.
  datapackage.json and reviewed.json are then each, byte for byte, what one of the two stamps
  writes; what the kill left beside them is no stray to `course check`, and the next stamp clears
  it.
- site: a whole `course site`, over a site in whose folder others keep files.
- run: `course run` of a notebook whose stored outputs are old.
- save: a notebook that `course lab` saves again and again.
- stock-save: the same by JupyterLab's own manager, which empties a file before it fills it; what
  `course doctor` and `course lab` print is then done word for word.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from course.data import Package
from course.files import is_unfinished
from course.paths import data_folder
from course.quality.strays import strays
from course.quality.tables import stamp_all

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.audit import killed

WRITTEN = ("datapackage.json", "reviewed.json")
REVIEWED = "A test: one edit and another by turns"
STAMPING = """
import sys
from itertools import cycle
from pathlib import Path
from course.data import Package
from course.files import replace_bytes
from course.quality.tables import stamp_all

folder, table, *edits = map(Path, sys.argv[1:])
packed = Package(folder)
for turn, edit in enumerate(cycle(edits)):
    replace_bytes(folder / table, edit.read_bytes())
    stamp_all(packed, reviewed={reviewed!r})
    if turn == 1:
        print("stamping", flush=True)
"""


def stamp(kills: int, seed: int, place: Path) -> Counter[str]:
    """Kill the stamping of a copy of the tables; count the moments that were hit.

    Raises:
        AssertionError: a file was neither the old nor the new one, or something was left over.
    """
    folder, table = place / "data", "polls.csv"
    shutil.copytree(data_folder(), folder)
    whole = (folder / table).read_bytes()
    edits = [place / "one.csv", place / "other.csv"]
    edits[0].write_bytes(whole)
    edits[1].write_bytes(whole.replace(b"CVVM", b"STEM", 1))
    either: dict[str, set[bytes]] = {name: set() for name in WRITTEN}
    for edit in (*edits, *edits):  # twice, so that both entries of the record are of this hand
        (folder / table).write_bytes(edit.read_bytes())
        stamp_all(Package(folder), reviewed=REVIEWED)
        for name in WRITTEN:
            either[name].add((folder / name).read_bytes())
    command = [sys.executable, "-c", STAMPING.format(reviewed=REVIEWED), folder, table, *edits]
    chance, hit = random.Random(seed), Counter[str]()
    for _ in range(kills):
        child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE)
        try:
            assert child.stdout and child.stdout.readline() == b"stamping\n"
            time.sleep(chance.uniform(0, 0.3))
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            if child.stdout:
                child.stdout.close()
        for name in WRITTEN:
            assert (folder / name).read_bytes() in either[name], f"{name} is neither old nor new"
        left = [path for path in folder.iterdir() if is_unfinished(path)]
        hit["while a file was written" if left else "between two writings"] += 1
        assert not list(strays(Package(folder)))
        (folder / table).write_bytes(edits[0].read_bytes())
        _record_anew(folder)
        assert not [path for path in folder.iterdir() if is_unfinished(path)]
    return hit


def _record_anew(folder: Path) -> None:
    """Stamp a forgotten hash: a whole stamp, with something to write."""
    path = folder / WRITTEN[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"rows": 87,', '"rows": 86,', 1), encoding="utf-8")
    stamp_all(Package(folder), reviewed=REVIEWED)


KINDS: dict[str, Callable[[int, int, Path], Counter[str]]] = {"stamp": stamp, **killed.KINDS}


def main() -> None:
    """Kill as often as the command line says, and print what was hit."""
    parser = argparse.ArgumentParser(description="Kill a command at random moments.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--kills", "--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        hit = KINDS[given.kind](given.kills, given.seed, Path(place))
    print(f"{given.kind}: {sum(hit.values())} kills, nothing lost", dict(hit))


if __name__ == "__main__":
    main()
