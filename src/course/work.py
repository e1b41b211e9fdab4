"""A learner's own copies of the course: how they come, how a new edition is brought into them.

Beside the copies, in the folder `.course`, lie each unit as it was given, as it was given before
that, and in `before/` what the learner had before an update. Every file is written whole or not at
all, in such an order that the next run goes on from wherever the last one was broken off: each
copy says in its metadata which edition it was made of, and that edition is written first and the
one before it is kept.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from course import rescue, selection
from course.editions import (
    copy_of,
    dump,
    edition,
    faults,
    marked,
    names,
    originals,
    parse,
    read_bytes_of,
    tag_of,
    unix,
)
from course.errors import CourseError
from course.files import failure, refuse_what_is_no_file, replace_bytes, sweep
from course.merge import Notebook, merge
from course.paths import is_clone, notebook_folder, root
from course.units import unit

FOLDER, KEPT, PROGRESS = "my-course", ".course", "progress.json"
_ATTEMPTS = 3
Say = Callable[[str], object]

CLOSE = (
    "Was one of them open in JupyterLab? Close its tab without saving and open it again; if "
    "JupyterLab asks, choose Revert, which loads the new one. (Next time: save and close first.)"
)


# -- the folders


def home() -> Path:
    """Return the folder of the learner's own copies, whether it is there yet or not.

    That is the folder that COURSE_NOTEBOOKS names; else `my-course` in the clone; else (the course
    being installed) the current folder, if it holds copies, or `my-course` in it, or an older
    copy `notebooks`.
    """
    if os.environ.get("COURSE_NOTEBOOKS"):
        return notebook_folder()
    if is_clone():
        return root() / FOLDER
    here = Path.cwd()
    older = here / "notebooks"
    if _holds_copies(here):
        return here
    return older if not (here / FOLDER).exists() and _holds_copies(older) else here / FOLDER


def progress_file() -> Path:
    """Return where the learner's progress is kept, whether the file is there yet or not."""
    return home() / PROGRESS


def workspace() -> Path:
    """Return the folder of notebooks that `run` and `check` work in, and settle on it.

    That is the folder that COURSE_NOTEBOOKS names, else the clone's originals, else (the course
    being installed) the copies in the current folder, never the installed notebooks themselves.

    Raises:
        CourseError: there is no copy here.
    """
    if os.environ.get("COURSE_NOTEBOOKS") or is_clone():
        return notebook_folder()
    folder = home()
    if not any(folder.glob("[0-9][0-9]-*.ipynb")):
        raise CourseError(
            f"There are no notebooks of the course in {Path.cwd()}. Go to the folder where you "
            "opened them, or run 'course lab' here, which brings a copy."
        )
    os.environ["COURSE_NOTEBOOKS"] = str(folder)
    return folder


def _holds_copies(folder: Path) -> bool:
    return any((folder / name).exists() for name in names())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CourseError(
            f"{folder} is a file, or lies in one. Move it, or go to another folder."
        ) from None
    except OSError as error:
        raise failure(error, folder) from None


# -- copies come


def bring(folder: Path) -> list[str]:
    """Copy those units that are not there yet; a file that is there is never written over.

    Returns: the names of the files that came.

    Raises:
        CourseError: one could not be written. Each notebook is whole or absent.
    """
    course = originals()
    for name in course:
        refuse_what_is_no_file(folder / name)
    _make(folder / KEPT)
    sweep(folder)
    sweep(folder / KEPT)
    came = []
    for name, given in course.items():
        copy, base = folder / name, folder / KEPT / name
        if not copy.exists():
            _bring_one(folder, name, given)
            came.append(name)
        elif not base.exists() and unix(copy.read_bytes()) == given:
            replace_bytes(base, given)
    return came


def _bring_one(folder: Path, name: str, given: bytes) -> None:
    replace_bytes(folder / KEPT / name, given)
    # What a learner once wrote into the original comes along.
    edited = unix(read_bytes_of(root() / "notebooks" / name))
    notebook = parse(edited) if edited != given else None
    own = copy_of(given) if notebook is None else dump(marked(notebook, edition(given)))
    replace_bytes(folder / name, own)


def waiting(folder: Path) -> list[str]:
    """Return the names of the learner's notebooks of which the course has a newer edition."""
    if not (folder / KEPT).is_dir():
        return []
    return [
        name
        for name, given in originals().items()
        if (folder / name).is_file() and not _is_newest(folder, name, given)
    ]


def news(folder: Path) -> str:
    """Say of how many of the learner's notebooks there is a newer edition; nothing if of none."""
    changed = len(waiting(folder))
    return f"{_count(changed, 'unit has', 'units have')} changed since your copy" if changed else ""


def _is_newest(folder: Path, name: str, given: bytes) -> bool:
    mine = parse(unix(read_bytes_of(folder / name)))
    tag = tag_of(mine) if mine is not None else None
    base = folder / KEPT / name
    return tag == edition(given) if tag else base.is_file() and read_bytes_of(base) == given


# -- a new edition


def update(folder: Path, *, say: Say, dry_run: bool = False) -> int:
    """Bring what is new in the course into the learner's copies; say of each what came of it.

    Returns: the number of notebooks that changed, or (`dry_run`) would have.

    Raises:
        CourseError: this is no folder of copies, or a file could not be written. What was not
            said to be done is as it was.
    """
    _refuse_originals(folder)
    course = originals()
    if not (folder / KEPT).is_dir() and not any((folder / name).exists() for name in course):
        raise CourseError(f"There are no copies of the course in {folder} yet. Run: course lab")
    if not dry_run:
        for place in (folder / KEPT, folder / KEPT / "before", folder / KEPT / "previous"):
            _make(place)
            sweep(place)
        sweep(folder)
    changed = met = 0
    for name, given in course.items():
        stem = name.removesuffix(".ipynb")
        if not os.path.lexists(folder / name):
            if not os.environ.get("COURSE_NOTEBOOKS"):
                if not dry_run:
                    _bring_one(folder, name, given)
                say(f"{stem} is new.")
                met += 1
            continue
        told = _update(folder, name, given, dry_run)
        if told:
            say(f"{stem}: {told}")
            met += 1
            changed += not told.startswith(_LEFT)
    for path in sorted((folder / KEPT).glob("*.ipynb")):
        if path.name not in course and (folder / path.name).exists():
            say(f"{path.stem}: the course no longer has this unit. Yours stays as it is.")
    if changed and not dry_run:
        say(CLOSE)
    elif not met:
        say(f"Nothing is new: your notebooks in {folder} are of the newest edition.")
    return changed


_LEFT = "left as it is."


def _refuse_originals(folder: Path) -> None:
    if folder.resolve() == (root() / "notebooks").resolve():
        raise CourseError(
            f"{folder} holds the course's own notebooks, not copies. Unset COURSE_NOTEBOOKS, and "
            "your copies are found."
        )
    if (folder / selection.NAME).is_file():
        raise CourseError(
            f"{folder} is the edition of a term, which is made anew from its file: course teach "
            "term FILE.toml --out FOLDER"
        )


def _update(folder: Path, name: str, given: bytes, dry_run: bool) -> str:
    """Bring one unit up to date; return what is to be said of it, or nothing."""
    path = folder / name
    if path.is_symlink():
        return f"{_LEFT} It is a link to {path.readlink()}; put the file itself in its place."
    if found := rescue.trouble(path):
        return f"{_LEFT} {found.says} {found.remedy}".strip()
    theirs = parse(given)
    if theirs is None or faults(theirs):
        return f"{_LEFT} The course's own {name} cannot be read. {_TAKE_ANEW}"
    for _ in range(_ATTEMPTS):
        before = read_bytes_of(path)
        mine = parse(before)
        if mine is None:
            return (
                f"{_LEFT} It is not written as notebooks are today (nbformat 4). Open it in "
                f"JupyterLab and save it, or start anew and keep it: course reset {name[:2]}"
            )
        if _is_newest(folder, name, given) or (tag_of(mine) is None and mine == theirs):
            if not dry_run and not _same(folder / KEPT / name, given):
                replace_bytes(folder / KEPT / name, given)
            return ""
        told = _bring_in(folder, name, before, mine, theirs, given, dry_run)
        if told is not None:
            return told
    raise CourseError(f"{name} was saved again and again while it was brought up to date. Close it "
                      "in JupyterLab, then run course update once more.")  # fmt: skip


_TAKE_ANEW = "Take the course once more from where you got it."


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _given_before(folder: Path, name: str, mine: Notebook) -> bytes | None:
    """Return the edition that a copy was made of, if it is known."""
    tag, known = tag_of(mine), [folder / KEPT / name, folder / KEPT / "previous" / name]
    for path in known if tag else known[:1]:
        if path.is_file() and (tag is None or edition(read_bytes_of(path)) == tag):
            return read_bytes_of(path)
    return None


def _bring_in(
    folder: Path,
    name: str,
    before: bytes,
    mine: Notebook,
    theirs: Notebook,
    given: bytes,
    dry_run: bool,
) -> str | None:
    """Merge and write; return what is to be said, or None if the learner saved meanwhile."""
    known = _given_before(folder, name, mine)
    base = parse(known) if known is not None else None
    merged = merge(base, mine, theirs)
    whole = marked(merged.notebook, edition(given))
    if faults(whole) and not faults(mine):
        raise CourseError(
            f"{name} was left as it was: what is new would not fit into it. Start it anew and keep "
            f"yours beside it: course reset {name[:2]}"
        )
    told = _said(merged.counts, base is not None, name)
    if dry_run:
        return told
    # In this order: a copy broken off at any moment says of which edition it is, and that one is
    # there. If it is not known, nothing but the copy itself can say that it is done.
    if known is not None and known != given:
        if tag_of(mine) is None:
            before = _say_of_which(folder / name, before, mine, known)
        replace_bytes(folder / KEPT / "previous" / name, known)
        replace_bytes(folder / KEPT / name, given)
    if whole["cells"] != mine["cells"]:
        kept = _keep(folder / KEPT / "before", name, before)
        told += f" As it was before: {kept.relative_to(folder).as_posix()}"
    if read_bytes_of(folder / name) != before:
        return None
    replace_bytes(folder / name, dump(whole))
    if not _same(folder / KEPT / name, given):
        replace_bytes(folder / KEPT / name, given)
    return told


def _say_of_which(path: Path, before: bytes, mine: Notebook, known: bytes) -> bytes:
    """Let a copy whose editor dropped the word say once more of which edition it is."""
    content = dump(marked(mine, edition(known)))
    if read_bytes_of(path) == before:
        replace_bytes(path, content)
    return content


def _keep(folder: Path, name: str, content: bytes) -> Path:
    """Keep a notebook under a name with date and time; one that was kept already stays one."""
    stem = name.removesuffix(".ipynb")
    for path in folder.glob(f"{stem}.*.ipynb"):
        if _same(path, content):
            return path
    path = _free(folder, f"{stem}.{dt.datetime.now():%Y-%m-%d-%H%M%S}")
    replace_bytes(path, content)
    return path


def _free(folder: Path, stem: str) -> Path:
    free, number = folder / f"{stem}.ipynb", 2
    while os.path.lexists(free):
        free, number = folder / f"{stem}-{number}.ipynb", number + 1
    return free


def _count(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def _said(counts: Counter[str], known: bool, name: str) -> str:
    """Return in words what a merge did."""
    new = [
        f"{_count(counts[what], 'cell')} {word if counts[what] == 1 else words}"
        for what, word, words in (
            ("new", "is new", "are new"),
            ("updated", "was brought up to date", "were brought up to date"),
            ("removed", "has gone, which you had not changed", "have gone, unchanged by you"),
        )
        if counts[what]
    ]
    said = [f"{', '.join(new)}." if new else "its description was brought up to date."]
    kept = counts["kept"] + counts["answers"] + counts["conflicts"]
    if kept or counts["added"]:
        own = [f"{kept} that you changed"] * bool(kept)
        own += [f"{counts['added']} that you added"] * bool(counts["added"])
        said.append(f"Kept: {' and '.join(own)}.")
    if counts["answers"]:
        said.append(f"{_count(counts['answers'], 'answer')} of yours now in the course's new cell.")
    if counts["conflicts"]:
        what = "differ from the course's" if not known else "were changed by you and by the course"
        said.append(
            f"{_count(counts['conflicts'], 'cell')} {what}: yours first, and the course's directly "
            "below, under a line that begins 'New in the course'."
        )
    if counts["back"]:
        said.append(
            f"{_count(counts['back'], 'cell')} that you deleted came back, changed, under a line "
            "that begins 'Back from the course'."
        )
    if not known and counts["conflicts"]:
        said.append(
            "(What this copy was made of is not known, so all that differs counts as yours; to "
            f"have it new, with yours kept beside it: course reset {name[:2]})"
        )
    return " ".join(said)


# -- once more from the start


def reset(folder: Path, name: str) -> tuple[Path, Path | None]:
    """Start a unit again, as the course has it now.

    Returns: the new copy, and the file beside it that holds the old one, if there was one.

    Raises:
        CourseError: there is no such unit, or a file could not be written; the old is as it was.
    """
    _refuse_originals(folder)
    chosen = unit(name, folder=root() / "notebooks").path.name
    given, path = originals()[chosen], folder / chosen
    refuse_what_is_no_file(path)
    _make(folder / KEPT / "previous")
    aside = None
    if path.exists():
        before, stem = read_bytes_of(path), path.stem
        mine = parse(before)
        known = _given_before(folder, chosen, mine) if mine is not None else None
        twins = (one for one in folder.glob(f"{stem}.mine-*.ipynb") if _same(one, before))
        aside = next(twins, None) or _free(folder, f"{stem}.mine-{dt.date.today().isoformat()}")
        if not aside.exists():
            replace_bytes(aside, before)
        if known is not None and known != given:  # as in an update
            replace_bytes(folder / KEPT / "previous" / chosen, known)
    replace_bytes(folder / KEPT / chosen, given)
    replace_bytes(path, copy_of(given))
    return path, aside
