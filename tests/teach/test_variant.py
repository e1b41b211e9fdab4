"""The exercises of a unit on other rows: a notebook for a class, its key, and how it is graded."""

import json
import re

import pytest

from course.errors import CourseError
from course.learn.answers import Choice
from course.learn.essays import Essay
from course.learn.exercises import exercise, lesson, result, without_seed
from course.teach import variant
from course.teach.grade.command import grade
from course.teach.run import runner
from course.units import cell_text, unit, units

SEED = 7


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A variant of unit 04, as it is written."""
    return variant.write_variant(unit("04"), SEED, tmp_path_factory.mktemp("out"), pdf=False)


def cells(made):
    return json.loads(made.paths[0].read_text(encoding="utf-8"))["cells"]


def checks(found):
    return [
        (cell, one[1], one[2]) for cell in found if (one := variant.CHECK.search(cell_text(cell)))
    ]


def test_its_files_are_named_by_the_unit_and_the_version(made):
    assert [path.name for path in made.paths] == [
        "04-third-site@7.ipynb",
        "04-third-site@7-key.html",
    ]
    assert (made.differ, made.tasks) == (5, len(lesson("third-site").exercises))


def test_every_task_of_the_unit_is_asked_under_its_name_and_the_seed(made):
    asked = [name for _, name, _ in checks(cells(made))]
    assert [without_seed(name) for name in asked] == list(lesson("third-site").exercises)
    assert "04-village-share@7" in asked and "04-two-polls@7" in asked
    assert "04-double-lock" in asked, "what cannot vary keeps its name"


def test_no_cell_is_one_of_the_units_and_none_that_asks_shows_anything(made):
    own = {cell["id"] for cell in unit("04").notebook["cells"]}
    assert not own & {cell["id"] for cell in cells(made)}
    assert all(cell["outputs"] == [] for cell, _, _ in checks(cells(made)))


def test_the_cells_show_the_new_rows(made):
    shown = [str(one["data"]) for cell in cells(made) for one in cell.get("outputs", [])]
    assert any("cz-2007-trokavec" in text for text in shown)
    text = "\n".join(map(cell_text, cells(made)))
    assert "the vote in Trokavec" in text and "ožďan" not in text and "hvozdany" not in text


def test_options_stand_in_the_order_in_which_they_are_checked(made):
    found = cells(made)
    for place, (cell, name, _) in enumerate(checks(found)):
        task = exercise(name)
        if not isinstance(task.kind, Choice):
            continue
        before = found[: found.index(cell)]
        task_text = next(t for c in reversed(before) if "- **A**" in (t := cell_text(c)))
        printed = dict(re.findall(r"^- \*\*([A-Z])\*\*:? (.+)$", task_text, re.M))
        assert {k: text[:20] for k, text in printed.items()} == {
            k: text[:20] for k, text in task.kind.options.items()
        }, place


def test_one_of_the_questions_to_choose_from_is_asked(made):
    text = "\n".join(map(cell_text, cells(made)))
    assert "answer this for a reader" in text and "Did Russia stop the Third Site?" in text
    assert "Did public opinion stop" not in text


def test_a_class_that_answers_it_is_graded_by_its_rows(made, tmp_path):
    notebook = json.loads(made.paths[0].read_text(encoding="utf-8"))
    for cell, name, variable in checks(notebook["cells"]):
        task = exercise(name)
        if not isinstance(task.kind, Essay):
            cell["source"] = f'{variable} = {task.answer()!r}\ncourse.check("{name}", {variable})'
    handed = tmp_path / "handed"
    for learner, given in (("Ada", notebook), ("Ben", _as_in_the_unit(notebook))):
        (handed / learner).mkdir(parents=True)
        (handed / learner / made.paths[0].name).write_text(json.dumps(given), encoding="utf-8")
    papers = grade([handed], tmp_path / "graded")
    ada, ben = (
        next(entry for entry in papers.entries if entry.learner.name == name).papers["04"].marks
        for name in ("Ada", "Ben")
    )
    settled = [key for key, task in lesson("third-site").exercises.items()
               if not isinstance(task.kind, Essay)]  # fmt: skip
    assert {key: ada[key].points for key in settled} == dict.fromkeys(settled, 1.0)
    varied = ["04-village-share", "04-two-polls", "04-like-with-like", "04-trace"]
    assert all(ben[key].points < 1 for key in varied), "the unit's answer has not travelled"


def _as_in_the_unit(notebook):
    """Return the notebook with the answers that are right in the unit."""
    other = json.loads(json.dumps(notebook))
    for cell, name, variable in checks(other["cells"]):
        task = exercise(without_seed(name))
        if not isinstance(task.kind, Essay):
            cell["source"] = f'{variable} = {task.answer()!r}\ncourse.check("{name}", {variable})'
    return other


def test_its_key_says_what_differs_and_what_is_right(made):
    page = made.paths[1].read_text(encoding="utf-8")
    assert "Asked of other rows than in the unit: version 3 of 5." in page
    assert "98.6 per cent" in page and "C is now A and A is now C" in page
    assert "Of the questions to choose from, one is asked" in page
    assert "does not keep it secret" in page


@pytest.mark.parametrize("one", units(), ids=lambda one: one.number)
def test_every_unit_has_a_version_whose_cells_run(one):
    tasks, found = variant._handed_out(one, SEED)
    assert any(task.differs for task in tasks)
    assert len({cell["id"] for cell in found}) == len(found)
    with runner() as run:
        for cell in found:
            asked = variant.CHECK.search(cell["source"])
            if asked and not isinstance(exercise(asked[1]).kind, Essay):
                assert result(asked[1], exercise(asked[1]).answer()).state == "right"
            if cell["cell_type"] == "code" and not asked:
                shown = [sorted(one["data"]) for one in run.run(cell["source"])]
                assert [sorted(one["data"]) for one in cell["outputs"]] == shown


def test_what_belongs_to_the_story_stays_there_and_the_key_says_so():
    asked = [piece.task for piece in variant.pieces(unit("03")) if piece.is_ready]
    assert "03-code-by-hand" not in asked
    tasks, _ = variant._handed_out(unit("03"), SEED)
    assert "Asked in the unit's story, and not here: 03-code-by-hand." in variant.variant_key(
        unit("03"), SEED, tasks
    )


def test_the_command_says_what_it_wrote(command, tmp_path):
    status, said = command(
        "teach", "variant", "0", "--seed", "2", "--no-pdf", "--out", str(tmp_path)
    )
    assert status == 0 and "00-start-here@2.ipynb" in said
    assert "1 of 1 exercises differ from the unit's" in said


def test_a_unit_without_exercises_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(variant, "_handed_out", lambda *_: ([], []))
    with pytest.raises(CourseError, match="Unit 04 has no exercises"):
        variant.write_variant(unit("04"), 1, tmp_path, pdf=False)
