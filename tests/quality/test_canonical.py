"""One stored form: noise of a session goes, what an author wrote stays."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.charts.style import PLOTLY_MIME
from course.errors import CourseError
from course.quality import canonical as form
from course.quality.canonical import as_text, canonical, differences
from course.units import units

MEANT = {
    "nbgrader": {"grade": True, "grade_id": "a", "points": 2, "locked": False},
    "slideshow": {"slide_type": "fragment"},
    "tags": ["remove-input"],
    "jupyter": {"source_hidden": True},
    "course": {"role": "story", "minutes": 5},
    "editable": False,
    "deletable": False,
    "name": "a-name",
    "lines_to_next_cell": 2,
    "author": {"says": ""},
    "attachments_of_mine": [],
}
NOISE = {
    "execution": {"iopub.execute_input": "2026-11-29T03:22:31.750643Z"},
    "ExecuteTime": {"start_time": "2026"},
    "collapsed": True,
    "scrolled": "auto",
    "jp-MarkdownHeadingCollapsed": True,
    "trusted": True,
    "vscode": {"languageId": "python"},
    "editable": True,
    "deletable": True,
    "tags": [],
    "slideshow": {"slide_type": ""},
    "jupyter": {"outputs_hidden": False, "source_hidden": False},
}
OF_NOTEBOOK = {
    "course": {"unit": "01"},
    "authors": [{"name": "A"}],
    "rise": {"scroll": True},
    "jupytext": {"formats": "ipynb,md"},
    "nbgrader": {"x": 1},
    "celltoolbar": "Slideshow",
    "toc": {"base_numbering": 1},
}


def stored(cells, **metadata):
    return new_notebook(cells=cells, metadata=metadata)


def clean(notebook):
    return canonical(copy.deepcopy(notebook))


def chart(*, picture):
    data = {PLOTLY_MIME: {"data": [], "layout": {}}, "text/plain": "A chart"}
    output = new_output("display_data", data | ({"image/png": "aGVsbG8="} if picture else {}))
    return new_code_cell("draw()", execution_count=1, outputs=[output])


@pytest.mark.parametrize("key", MEANT)
@pytest.mark.parametrize("make", [new_markdown_cell, new_code_cell])
def test_what_an_author_wrote_into_a_cell_stays(make, key):
    notebook = stored([make("x", metadata={key: MEANT[key]})])
    assert clean(notebook).cells[0].metadata == {key: MEANT[key]}


@pytest.mark.parametrize("key", NOISE)
def test_noise_of_a_session_goes(key):
    notebook = stored([new_code_cell("x", metadata={key: NOISE[key], "author": "A"})])
    assert clean(notebook).cells[0].metadata == {"author": "A"}


def test_metadata_of_the_notebook_stays_but_for_kernel_and_language():
    kernel = {"name": "mine", "display_name": "Mine"}
    language = {"name": "python", "version": "3.11.7", "pygments_lexer": "ipython3"}
    session = {"widgets": {}, "vscode": {}, "kernelspec": kernel, "language_info": language}
    assert clean(stored([], **OF_NOTEBOOK, **session)).metadata == {
        **OF_NOTEBOOK,
        "kernelspec": form.KERNEL,
        "language_info": {"name": "python"},
    }


def test_the_picture_that_jupyterlab_puts_beside_a_chart_goes_and_other_pictures_stay():
    (output,) = clean(stored([chart(picture=True)])).cells[0].outputs
    assert set(output.data) == {PLOTLY_MIME, "text/plain"}
    photo = new_output(
        "display_data", {"image/png": "aGVsbG8="}, metadata={"image/png": {"width": 9}}
    )
    (output,) = clean(stored([new_code_cell("x", outputs=[photo])])).cells[0].outputs
    assert output == photo


def test_a_fold_that_jupyterlab_forgot_is_restored_from_its_record():
    cell = new_code_cell("x", metadata={"course": {"fold": "output"}})
    (kept,) = clean(stored([cell])).cells
    assert kept.metadata == {"course": {"fold": "output"}, "jupyter": {"outputs_hidden": True}}
    assert clean(stored([kept])).cells[0].metadata == kept.metadata


def test_ids_are_unique_even_for_equal_cells_and_come_from_the_text():
    notebook = stored([new_code_cell("1 + 1"), new_code_cell("1 + 1"), new_markdown_cell("# T")])
    first, second = clean(notebook), clean(notebook)
    ids = [cell["id"] for cell in first.cells]
    assert len(set(ids)) == len(ids) and all(one.startswith("c-") for one in ids)
    assert ids == [cell["id"] for cell in second.cells]


def test_ids_stay_when_a_cell_is_edited_or_another_is_put_before_it():
    notebook = clean(stored([new_code_cell("1 + 1"), new_markdown_cell("# T")]))
    ids = [cell["id"] for cell in notebook.cells]
    notebook.cells[1]["source"] = "2 + 2"
    notebook.cells.insert(0, new_markdown_cell("A new opening."))
    assert [cell["id"] for cell in canonical(notebook).cells][1:] == ids


# -- how a stored text differs from it


@pytest.mark.parametrize("path", [one.path for one in units()], ids=lambda path: path.stem)
def test_every_unit_is_stored_in_canonical_form(path):
    text = path.read_text(encoding="utf-8")
    assert differences(text) == []
    assert as_text(canonical(nbformat.reads(text, as_version=4))) == text


def sound():
    return clean(stored([new_markdown_cell("# T"), chart(picture=False)], course={"unit": "01"}))


def test_a_canonical_text_has_no_differences():
    assert differences(as_text(sound())) == []


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda n: n.metadata.update(widgets={}), "the notebook's metadata has 'widgets'"),
        (lambda n: n.metadata.language_info.update(version="3"), "metadata has 'language_info'"),
        (lambda n: n.cells[0].metadata.update(scrolled=True), "of cell 1 has 'scrolled'"),
        (lambda n: n.cells[1].metadata.update(tags=[]), "of cell 2 has 'tags'"),
        (lambda n: n.cells[1].update(id="abc"), "cell 2 has the id 'abc'"),
        (lambda n: n.cells.__setitem__(1, chart(picture=True)), "a picture lies beside the chart"),
    ],
)
def test_each_difference_is_named(spoil, sentence):
    notebook = sound()
    spoil(notebook)
    assert any(sentence in one for one in differences(as_text(notebook)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: json.dumps(json.loads(text)),
        lambda text: (
            json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=True) + " "
        ),
    ],
)
def test_another_layout_is_a_difference(spoil):
    assert differences(spoil(as_text(sound()))) == ["its lines are laid out in another way"]


def test_counts_and_folds_are_for_other_rules():
    notebook = sound()
    notebook.cells[1]["execution_count"] = 9
    notebook.cells[1].metadata["course"] = {"fold": "output"}
    assert differences(as_text(notebook)) == []


def test_what_is_no_valid_notebook_is_not_written(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text("before")
    notebook = sound()
    notebook.cells[0]["cell_type"] = "poem"
    with pytest.raises(CourseError, match=r"a\.ipynb is not a valid notebook"):
        form.write(notebook, path)
    assert path.read_text() == "before"
