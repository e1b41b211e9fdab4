"""A new edition meets a learner's notebook: cell by cell, line by line, nothing of theirs lost."""

import copy

import pytest

from course.merge import BACK, CONFLICT, answer_in, merge, merge_lines
from course.units import cell_text

ASK = 'share = ...\ncourse.check("04-village-share", share)'


def cell(name, text, kind="markdown", **more):
    own = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": text, **own, **more}


def book(*cells, **metadata):
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def changed(notebook, **texts):
    """Return a notebook with the texts of some cells changed; None takes a cell out."""
    new = copy.deepcopy(notebook)
    for one in new["cells"]:
        one["source"] = texts.get(one["id"], one["source"])
    new["cells"] = [one for one in new["cells"] if one["source"] is not None]
    return new


def inserted(notebook, at, *cells):
    new = copy.deepcopy(notebook)
    new["cells"][at:at] = cells
    return new


def texts(notebook):
    return [cell_text(one) for one in notebook["cells"]]


GIVEN = book(cell("a", "A"), cell("b", "B"), cell("c", ASK, "code"), cell("d", "D"))


# -- lines


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("x\ny", "X\ny", "x\nY", "X\nY"),
        ("x\ny", "X\ny", "x\nnew\ny", "X\nnew\ny"),
        ("x\ny\nz", "x\ny\nmine\nz", "x\nz", "x\nmine\nz"),
        ("x\ny\nz", "x\ny\nmine\nz", "x", None),
        ("x\ny", "x\nboth\ny", "x\nboth\ny", "x\nboth\ny"),
        ("x\ny", "x\nmine\ny", "x\ntheirs\ny", None),
        ("x", "mine", "theirs", None),
        ("x", "x\nmine", "new\nx", "new\nx\nmine"),
        ("x", "x\n", "new\nx", "new\nx"),
        ("", "mine", "", "mine"),
        ("x\ny", "y", "x\nY", "Y"),
    ],
)
def test_changes_to_different_lines_are_merged_and_to_one_line_are_not(base, mine, theirs, merged):
    assert merge_lines(base, mine, theirs) == merged


@pytest.mark.parametrize(
    ("theirs", "merged"),
    [
        (ASK + "  # %", 'share = 93\ncourse.check("04-village-share", share)  # %'),
        ("# Per cent.\n" + ASK, '# Per cent.\nshare = 93\ncourse.check("04-village-share", share)'),
        (ASK.replace("share ", "part ").replace("share)", "part)"),
         'part = 93\ncourse.check("04-village-share", part)'),
        ("from_a, to = ..., ...\ncourse.check('04-village-share', from_a, to)", None),
        ("share = ...", None),
    ],
)  # fmt: skip
def test_an_answer_goes_into_the_new_cell_where_there_is_but_one_way(theirs, merged):
    assert answer_in(ASK, ASK.replace("...", "93"), theirs) == merged


def test_an_answer_of_several_lines():
    blank = 'my_note = """..."""\ncourse.check("04-note", my_note)'
    note = 'my_note = """One line.\n\nAnother."""'
    mine = blank.replace('my_note = """..."""', note)
    theirs = blank.replace("my_note)", "my_note, words=150)")
    assert answer_in(blank, mine, theirs) == f'{note}\ncourse.check("04-note", my_note, words=150)'


def test_what_would_be_no_python_is_a_conflict():
    blank = 'x = [\n    ...,\n]\ncourse.check("x", x)'
    mine = 'x = [1]\ncourse.check("x", x)'
    theirs = 'x = [\n    ...,\n]  # a list\ncourse.check("x", x)'
    assert answer_in(blank, mine, theirs) is None


# -- cells


def test_a_cell_left_alone_is_as_the_course_has_it_now_with_its_outputs():
    base = book(cell("c", "1 + 1", "code", outputs=["old"], execution_count=1))
    mine = book(cell("c", ["1 + 1"], "code", outputs=["run"], execution_count=7))
    theirs = book(cell("c", "1 + 2", "code", outputs=["new"], execution_count=2))
    (one,) = merge(base, mine, theirs).notebook["cells"]
    assert one == theirs["cells"][0]


def test_what_a_learner_folded_or_tagged_stays_so():
    base = book(cell("a", "A", metadata={"course": {"minutes": 5}}))
    mine = book(cell("a", "A", metadata={"course": {"minutes": 5}, "tags": ["mine"]}))
    theirs = book(cell("a", "A, anew", metadata={"course": {"minutes": 9}}))
    (one,) = merge(base, mine, theirs).notebook["cells"]
    assert one["metadata"] == {"course": {"minutes": 9}, "tags": ["mine"]}


def test_a_cell_that_the_learner_changed_keeps_its_source_and_outputs():
    mine = changed(GIVEN, b="Mine", c=ASK.replace("...", "93"))
    mine["cells"][2]["outputs"] = ["right"]
    done = merge(GIVEN, mine, changed(GIVEN, a="A, anew"))
    assert texts(done.notebook) == ["A, anew", "Mine", ASK.replace("...", "93"), "D"]
    assert done.notebook["cells"][2]["outputs"] == ["right"]
    assert done.counts == {"updated": 1, "kept": 2}


def test_the_answer_stands_in_the_new_cell():
    done = merge(GIVEN, changed(GIVEN, c=ASK.replace("...", "93")), changed(GIVEN, c=f"# !\n{ASK}"))
    assert texts(done.notebook)[2] == "# !\n" + ASK.replace("...", "93")
    assert done.counts["answers"] == 1 and done.notebook["cells"][2]["id"] == "c"


def conflict():
    mine, theirs = changed(GIVEN, b="Mine"), changed(GIVEN, b="Theirs")
    return merge(GIVEN, mine, theirs).notebook, theirs


def test_where_both_changed_a_cell_both_stand_and_the_course_says_which_is_which():
    notebook, _ = conflict()
    assert texts(notebook) == ["A", "Mine", CONFLICT, "Theirs", ASK, "D"]
    assert [one["id"] for one in notebook["cells"]][:4] == ["a", "b", "mark-b", "new-b"]


def test_the_next_new_one_takes_the_place_of_the_last_offered():
    notebook, theirs = conflict()
    newer = merge(theirs, notebook, changed(theirs, b="Newer")).notebook
    assert texts(newer)[:4] == ["A", "Mine", CONFLICT, "Newer"] and len(newer["cells"]) == 6


def test_an_offered_cell_that_the_learner_wrote_in_stays():
    notebook, theirs = conflict()
    written = changed(notebook, **{"new-b": "Theirs, and mine"})
    newer = merge(theirs, written, changed(theirs, b="Newer")).notebook
    assert texts(newer)[1:5] == ["Mine", CONFLICT, "Newer", "Theirs, and mine"]


def test_a_learner_who_keeps_the_course_s_cell_goes_on_with_it():
    notebook, theirs = conflict()
    chosen = changed(notebook, b=None)
    newer = merge(theirs, chosen, changed(theirs, b="Newer")).notebook
    assert texts(newer) == ["A", "Newer", ASK, "D"]
    assert [one["id"] for one in newer["cells"]] == ["a", "b", "c", "d"]


def test_a_learner_who_keeps_their_own_is_offered_the_next_change():
    notebook, theirs = conflict()
    chosen = changed(notebook, **{"mark-b": None, "new-b": None})
    assert texts(merge(theirs, chosen, changed(theirs, a="!")).notebook)[:2] == ["!", "Mine"]
    newer = merge(theirs, chosen, changed(theirs, b="Newer")).notebook
    assert texts(newer)[:4] == ["A", "Mine", CONFLICT, "Newer"]


def test_added_cells_stay_after_their_neighbour_and_new_ones_come_where_they_belong():
    mine = inserted(GIVEN, 2, cell("m1", "Mine 1"), cell("m2", "Mine 2"))
    mine = inserted(mine, 0, cell("m0", "Mine 0"))
    theirs = inserted(changed(GIVEN, a=None), 2, cell("n", "New"))
    done = merge(GIVEN, mine, theirs)
    assert texts(done.notebook) == ["Mine 0", "B", "Mine 1", "Mine 2", ASK, "New", "D"]
    assert done.counts == {"removed": 1, "new": 1, "added": 3}


def test_a_cell_that_the_course_took_out_goes_only_if_the_learner_left_it_alone():
    theirs = changed(GIVEN, b=None, d=None)
    done = merge(GIVEN, changed(GIVEN, b="Mine"), theirs)
    assert texts(done.notebook) == ["A", "Mine", ASK]
    assert merge(theirs, done.notebook, theirs).notebook == done.notebook


def test_a_deleted_cell_stays_away_until_the_course_changes_it():
    mine = changed(GIVEN, b=None)
    assert texts(merge(GIVEN, mine, changed(GIVEN, a="!")).notebook) == ["!", ASK, "D"]
    back = merge(GIVEN, mine, changed(GIVEN, b="B, anew"))
    assert texts(back.notebook) == ["A", BACK, "B, anew", ASK, "D"] and back.counts["back"] == 1


def test_a_learner_s_order_stays_and_new_cells_find_their_place_in_it():
    mine = copy.deepcopy(GIVEN)
    mine["cells"].append(mine["cells"].pop(0))  # A comes last
    theirs = inserted(GIVEN, 1, cell("n", "New, after A"))
    assert texts(merge(GIVEN, mine, theirs).notebook) == ["B", ASK, "D", "A", "New, after A"]


def test_where_the_learner_moved_nothing_the_course_s_order_holds():
    theirs = copy.deepcopy(GIVEN)
    theirs["cells"].reverse()
    mine = inserted(GIVEN, 1, cell("m", "Mine, after A"))
    assert texts(merge(GIVEN, mine, theirs).notebook) == ["D", ASK, "B", "A", "Mine, after A"]


def test_a_split_answer_cell_is_still_the_one_that_is_asked():
    mine = inserted(changed(GIVEN, c=None), 2, cell("x", "share = 93", "code"),
                    cell("y", 'course.check("04-village-share", share)', "code"))  # fmt: skip
    theirs = changed(GIVEN, c="# !\n" + ASK)
    after = texts(merge(GIVEN, mine, theirs).notebook)
    assert after[2] == "share = 93" and BACK not in after
    assert any(text.startswith('# !\ncourse.check("04-') for text in after)


def test_an_editor_that_drops_the_ids_loses_nobody_anything():
    mine = changed(GIVEN, c=ASK.replace("...", "93"))
    for one in mine["cells"]:
        del one["id"]
    after = merge(GIVEN, mine, changed(GIVEN, a="A, anew", c=ASK + "  # !")).notebook
    assert [one["id"] for one in after["cells"]] == ["a", "b", "c", "d"]
    assert texts(after)[2] == ASK.replace("...", "93") + "  # !" and texts(after)[0] == "A, anew"


def test_a_copy_of_a_cell_with_the_same_id_gets_one_of_its_own():
    mine = inserted(GIVEN, 2, cell("b", "A copy of B"))
    ids = [one["id"] for one in merge(GIVEN, mine, changed(GIVEN, a="!")).notebook["cells"]]
    assert ids == ["a", "b", "b-2", "c", "d"]


def test_where_nobody_knows_what_was_given_all_that_differs_counts_as_the_learner_s():
    mine = changed(GIVEN, b="Old or mine", c=ASK.replace("...", "93"))
    mine = inserted(mine, 4, cell("m", "Mine"))
    done = merge(None, mine, inserted(GIVEN, 4, cell("n", "New")))
    answered = ASK.replace("...", "93")
    assert texts(done.notebook) == ["A", "Old or mine", CONFLICT, "B", answered, "D", "Mine", "New"]


def test_an_answer_in_what_was_given_is_the_learner_s():
    """As one is who answered in the originals before there were copies."""
    answered = changed(GIVEN, c=ASK.replace("...", "93"))
    done = merge(answered, answered, changed(GIVEN, a="!"))
    assert texts(done.notebook) == ["!", "B", ASK.replace("...", "93"), "D"]


def test_a_pasted_image_is_the_learner_s():
    mine = copy.deepcopy(GIVEN)
    mine["cells"][1]["attachments"] = {"i.png": {"image/png": "aGk="}}
    after = merge(GIVEN, mine, changed(GIVEN, b="Theirs")).notebook
    assert texts(after)[1:4] == ["B", CONFLICT, "Theirs"]
    assert after["cells"][1]["attachments"] == mine["cells"][1]["attachments"]


def test_the_unit_s_description_is_the_course_s_and_what_editors_note_is_theirs():
    base, theirs = book(course={"as_of": "1"}, kernelspec="k"), book(course={"as_of": "2"})
    mine = book(course={"as_of": "1", "given": "x"}, kernelspec="other", toc={})
    assert merge(base, mine, theirs).notebook["metadata"] == {
        "course": {"as_of": "2"}, "kernelspec": "other", "toc": {},
    }  # fmt: skip
