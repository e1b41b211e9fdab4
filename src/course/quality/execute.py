"""Run a notebook and store its outputs in one canonical form, so that a diff shows only change."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.files import replace_text
from course.units import cell_text

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_KEPT_CELL_METADATA = ("course", "jupyter", "tags")


def run(path: Path) -> None:
    """Execute a notebook from top to bottom and store its outputs; on an error change nothing.

    Raises:
        CourseError: a cell failed or wrote a warning, or there is no Python kernel to run it.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, UnicodeDecodeError) as error:
        raise CourseError(
            f"{path.name} is not a readable notebook ({error}). Restore it from the repository; an "
            "unfinished save or a merge conflict can leave it so."
        ) from None
    execute(notebook, path)
    write(canonical(notebook), path)


def execute(notebook: NotebookNode, path: Path) -> None:
    """Execute `notebook` in place, in the folder of `path`."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # no remarks on how the kernel listens
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except NoSuchKernel:
        raise CourseError(
            "There is no Python kernel here. Install the course's packages again (uv sync, or "
            "pip install ipykernel), then try once more."
        ) from None
    except CellExecutionError as error:
        raise CourseError(
            f"{path.name} was not changed: a cell failed.\n{error.ename}: {error.evalue}\n"
            f"{_failing(notebook)}"
        ) from None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise CourseError(
                    f"{path.name} was not changed: a cell warned: {output.text.strip()}"
                )


def _failing(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if any(o.output_type == "error" for o in cell.get("outputs", [])):
            return "In the cell:\n" + cell_text(cell)
    return ""


def canonical(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with sequential counts, stable unique ids and minimal metadata."""
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
        cell["metadata"] = NotebookNode(
            {key: cell["metadata"][key] for key in _KEPT_CELL_METADATA if cell["metadata"].get(key)}
        )
        if cell.cell_type != "code":
            continue
        if cell_text(cell).strip():
            count += 1
            cell["execution_count"] = count
        cell["outputs"] = [_canonical_output(output, count) for output in cell["outputs"]]
    course = notebook.metadata.get("course", {})
    notebook["metadata"] = NotebookNode(
        {"course": course, "kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    return notebook


def _canonical_output(output: NotebookNode, count: int) -> NotebookNode:
    if "execution_count" in output:
        output["execution_count"] = count
    if "metadata" in output:
        output["metadata"] = NotebookNode()
    return output


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook to a temporary file beside `path`, then put it in place."""
    nbformat.validate(notebook)
    replace_text(path, nbformat.writes(notebook).rstrip("\n") + "\n")


def stored(path: Path) -> dict[str, Any]:
    """Return a notebook as a plain dictionary, in the newest nbformat."""
    return nbformat.read(path, as_version=4)
