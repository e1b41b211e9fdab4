"""Running a unit stores one canonical form, and a failure changes nothing."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.errors import CourseError
from course.files import replace_text
from course.quality import execute
from course.units import units

SOUND = new_notebook(
    cells=[
        new_markdown_cell("# Title", metadata={"course": {"role": "story"}, "editable": True}),
        new_code_cell("1 + 1", metadata={"scrolled": True, "jupyter": {"source_hidden": True}}),
        new_code_cell("print('said')", execution_count=7),
        new_code_cell("1 + 1"),
        new_code_cell(""),
        new_code_cell("{'a': 1}"),
    ],
    metadata={
        "course": {"unit": "01"},
        "widgets": {},
        "kernelspec": {"name": "mine", "display_name": "Mine"},
    },
)


def written(path, notebook):
    nbformat.write(copy.deepcopy(notebook), path)
    return path


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Run a small notebook twice; return its text after each run."""
    path = written(tmp_path_factory.mktemp("run") / "01-small.ipynb", SOUND)
    texts = []
    for _ in range(2):
        execute.run(path)
        texts.append(path.read_text(encoding="utf-8"))
    return texts


def test_a_second_run_changes_not_one_byte(once):
    assert once[0] == once[1]


def test_counts_are_sequential_and_outputs_stored(once):
    code = [cell for cell in json.loads(once[0])["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3, None, 4]
    assert code[1]["outputs"][0]["text"] == ["said\n"]
    assert code[4]["outputs"][0]["execution_count"] == 4
    assert code[4]["outputs"][0]["data"]["text/plain"] == ["{'a': 1}"]


def test_metadata_is_reduced_to_what_the_course_uses(once):
    notebook = json.loads(once[0])
    assert notebook["metadata"] == {
        "course": {"unit": "01"},
        "kernelspec": execute.KERNEL,
        "language_info": {"name": "python"},
    }
    assert notebook["cells"][0]["metadata"] == {"course": {"role": "story"}}
    assert notebook["cells"][1]["metadata"] == {"jupyter": {"source_hidden": True}}


def test_ids_are_unique_even_for_equal_cells_and_come_from_the_text():
    first, second = (execute.canonical(copy.deepcopy(SOUND)) for _ in range(2))
    ids = [cell["id"] for cell in first.cells]
    assert len(set(ids)) == len(ids) and all(one.startswith("c-") for one in ids)
    assert ids == [cell["id"] for cell in second.cells]


def test_ids_stay_when_a_cell_is_edited_or_another_is_put_before_it():
    notebook = execute.canonical(copy.deepcopy(SOUND))
    ids = [cell["id"] for cell in notebook.cells]
    notebook.cells[1]["source"] = "2 + 2"
    notebook.cells.insert(0, new_markdown_cell("A new opening."))
    assert [cell["id"] for cell in execute.canonical(notebook).cells][1:] == ids


@pytest.mark.parametrize("path", [one.path for one in units()], ids=lambda path: path.stem)
def test_every_unit_is_stored_in_canonical_form(path):
    text = path.read_text(encoding="utf-8")
    notebook = execute.canonical(nbformat.reads(text, as_version=4))
    assert nbformat.writes(notebook).rstrip("\n") + "\n" == text


# -- failures leave the file as it was


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\nunknown", r"was not changed: a cell failed.\nNameError: .*\nIn the cell:\nx = 1"),
        ("import warnings; warnings.warn('old')", "was not changed: a cell warned: .*old"),
    ],
)
def test_a_cell_that_fails_or_warns_leaves_the_file_untouched(tmp_path, text, message):
    notebook = new_notebook(cells=[new_code_cell("1"), new_code_cell(text)])
    path = written(tmp_path / "01-fails.ipynb", notebook)
    before = path.read_bytes()
    with pytest.raises(CourseError, match=message):
        execute.run(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["01-fails.ipynb"]


def test_a_merge_conflict_in_a_notebook_is_said_plainly(tmp_path):
    path = tmp_path / "01-conflict.ipynb"
    path.write_text('<<<<<<< HEAD\n{"cells": []}')
    with pytest.raises(CourseError, match=r"not a readable notebook .* merge conflict"):
        execute.run(path)


def test_a_read_only_folder_is_said_plainly(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr("course.files.tempfile.mkstemp", refuse)
    with pytest.raises(CourseError, match=r"cannot be written to. Copy the course to a folder"):
        replace_text(tmp_path / "a.txt", "text")


def test_writing_that_breaks_off_loses_nothing(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "half \ud800")
    assert path.read_text() == "before" and list(tmp_path.iterdir()) == [path]
