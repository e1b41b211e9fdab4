"""The one form in which a notebook is stored, so that a diff shows only change.

Known noise goes: what an editor records about a session. All else stays as its author wrote it.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.charts.style import PLOTLY_MIME
from course.errors import CourseError
from course.files import replace_text
from course.rescue import parse, unreadable
from course.units import cell_text

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
# What editors record of a session: when a cell ran, how far a view was scrolled or folded.
CELL_NOISE = {
    "ExecuteTime",
    "collapsed",
    "execution",
    "heading_collapsed",
    "jp-MarkdownHeadingCollapsed",
    "outputId",
    "pycharm",
    "scrolled",
    "trusted",
    "vscode",
}
NOTEBOOK_NOISE = {"colab", "orig_nbformat", "signature", "varInspector", "vscode", "widgets"}
# Words that say nothing, because they are what holds without them.
_IMPLIED = {"editable": True, "deletable": True, "tags": [], "slideshow": {}, "jupyter": {}}


def read(path: Path) -> NotebookNode:
    """Return a notebook, in the newest nbformat.

    Raises:
        CourseError: it cannot be read; the message says how to mend that file alone.
    """
    try:
        text = path.read_text(encoding="utf-8")
        parse(text)
        return _reads(text)
    except (OSError, ValueError):
        raise unreadable(path) from None


def _reads(text: str) -> NotebookNode:
    return nbformat.reads(text, as_version=4, capture_validation_error={})


def canonical(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with sequential counts, stable unique ids, folds as they were recorded,
    and without noise; it is changed in place."""
    count, taken = 0, set()
    for index, cell in enumerate(notebook.cells):
        identifier = cell.get("id", "")
        if not identifier or identifier in taken or not identifier.startswith("c-"):
            text = f"{index}|{cell_text(cell)}" if identifier in taken else cell_text(cell)
            identifier = "c-" + hashlib.sha256(text.encode()).hexdigest()[:10]
            while identifier in taken:
                identifier += "x"
        cell["id"] = identifier
        taken.add(identifier)
        cell["metadata"] = _cell_metadata(cell["metadata"])
        if cell.cell_type != "code":
            continue
        if cell_text(cell).strip():
            count += 1
            cell["execution_count"] = count
        cell["outputs"] = [_output(output, count) for output in cell["outputs"]]
    kept = {key: value for key, value in notebook.metadata.items() if key not in NOTEBOOK_NOISE}
    always = {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}
    notebook["metadata"] = NotebookNode({**kept, **always})
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    return notebook


def _cell_metadata(metadata: NotebookNode) -> NotebookNode:
    kept = {key: value for key, value in metadata.items() if key not in CELL_NOISE}
    if isinstance(kept.get("jupyter"), dict):
        kept["jupyter"] = {key: value for key, value in kept["jupyter"].items() if value}
    if kept.get("slideshow") == {"slide_type": ""}:
        kept["slideshow"] = {}
    # JupyterLab unfolds an output that runs and forgets the fold; the record of it stays.
    if kept.get("course", {}).get("fold") == "output":
        kept["jupyter"] = {**kept.get("jupyter", {}), "outputs_hidden": True}
    if not kept.get("course", True):
        del kept["course"]
    return NotebookNode(
        {key: value for key, value in kept.items() if _IMPLIED.get(key, ...) != value}
    )


def _output(output: NotebookNode, count: int) -> NotebookNode:
    if "execution_count" in output:
        output["execution_count"] = count
    for key in CELL_NOISE & output.get("metadata", {}).keys():
        del output["metadata"][key]
    if PLOTLY_MIME in output.get("data", {}):
        output["data"].pop("image/png", None)  # JupyterLab stores a picture of what it has drawn
        output["metadata"].pop("image/png", None)
    return output


def as_text(notebook: NotebookNode) -> str:
    """Return a notebook as it is written: keys in order, one line feed at the end."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook in the place of `path`, whole or not at all.

    Raises:
        CourseError: nbformat finds a fault in it, or it cannot be written.
    """
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise CourseError(
            f"{path.name} is not a valid notebook ({error.message[:200]}). Open it in JupyterLab "
            "and save it, which mends most such faults."
        ) from None
    replace_text(path, as_text(notebook))


def differences(text: str) -> list[str]:
    """Return how the stored text of a notebook differs from its canonical form, place by place.

    Counts of cells and folds are not among them: rules of the contract speak of those.
    """
    stored = _reads(text)
    wanted = canonical(copy.deepcopy(stored))
    if as_text(wanted) == text:
        return []
    found = list(_differences(stored, wanted))
    if not found and as_text(stored) != text:
        found = ["its lines are laid out in another way"]
    return found


def _differences(stored: NotebookNode, wanted: NotebookNode) -> Iterator[str]:
    for key in _unequal(stored.metadata, wanted.metadata):
        yield f"the notebook's metadata has '{key}'"
    for number, (cell, right) in enumerate(zip(stored.cells, wanted.cells, strict=True), start=1):
        if cell["id"] != right["id"]:
            yield f"cell {number} has the id '{cell['id']}'"
        for key in _unequal(_without_fold(cell.metadata), _without_fold(right.metadata)):
            yield f"the metadata of cell {number} has '{key}'"
        for output, clean in zip(cell.get("outputs", []), right.get("outputs", []), strict=True):
            if output.get("data") != clean.get("data"):
                yield f"a picture lies beside the chart of cell {number}, as JupyterLab stores it"
            elif output.get("metadata") != clean.get("metadata"):
                yield f"the output of cell {number} has metadata of a session"


def _unequal(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _without_fold(metadata: NotebookNode) -> dict[str, Any]:
    jupyter = {k: v for k, v in metadata.get("jupyter", {}).items() if k != "outputs_hidden"}
    others = {key: value for key, value in metadata.items() if key != "jupyter"}
    return {**others, "jupyter": jupyter} if jupyter else others
